//! Cases given to a worker, with what is running in them: the contract `yjs.assigned/1`.

use super::deadlines::DeadlinesReport;
use super::words::count;
use crate::render::{Line, Page, Report};
use serde::Serialize;

/// The answer of `yjs case assign` and `yjs case handover`.
#[derive(Debug, Serialize)]
pub struct AssignedReport<'a> {
    schema: &'static str,
    from: Option<String>,
    to: String,
    cases: Vec<String>,
    /// Closed cases of the same worker, which stay as they are.
    closed: usize,
    running: DeadlinesReport<'a>,
    #[serde(skip)]
    headline: String,
}

impl<'a> AssignedReport<'a> {
    /// Lays out what was given to whom, and what is running.
    pub fn new(
        headline: String,
        from: Option<&str>,
        to: &str,
        cases: Vec<String>,
        closed: usize,
        running: DeadlinesReport<'a>,
    ) -> Self {
        let (from, to) = (from.map(str::to_owned), to.to_owned());
        Self { schema: "yjs.assigned/1", from, to, cases, closed, running, headline }
    }
}

impl Report for AssignedReport<'_> {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.paragraph(Line::new().strong(self.headline.as_str()));
        if self.closed > 0 {
            page.paragraph(format!("Left as they are: {}.", count(self.closed as u64, "closed case")));
        }
        page.paragraph("What runs in these cases alone:");
        page.gap();
        page.append(self.running.page());
        page
    }
}
