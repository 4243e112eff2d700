//! The whole assessment in words: the action first. In brief it fits a screen; with its working it is as long as it is.

use super::assessment::AssessmentReport;
use super::sections;
use crate::render::{Page, Report, Table};

impl Report for AssessmentReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        sections::head(&mut page, self, self.case.as_deref().unwrap_or_default());
        sections::judgement(&mut page, self);
        sections::answer(&mut page, self);
        if self.verbose {
            sections::level_reasons(&mut page, self);
            sections::open_questions(&mut page, self);
        }
        page
    }

    fn table(&self) -> Option<Table> {
        let rows: Vec<_> = self.deadlines.iter().collect();
        Some(sections::deadline_table(&rows))
    }
}
