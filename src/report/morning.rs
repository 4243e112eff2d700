//! The morning in brief: one line for a shell prompt (`yjs.deadlines-summary/1`), and what `yjs` alone shows
//! (`yjs.start/1`).

use super::deadlines::{DeadlinesReport, Totals};
use crate::render::{Line, Page, Report};
use serde::Serialize;

/// The answer of `yjs deadlines --summary`.
#[derive(Debug, Serialize)]
pub struct SummaryReport {
    schema: &'static str,
    #[serde(flatten)]
    totals: Totals,
    missing: usize,
    unreadable: usize,
}

impl SummaryReport {
    /// Counts what a list has.
    pub fn new(report: &DeadlinesReport<'_>) -> Self {
        Self {
            schema: "yjs.deadlines-summary/1",
            totals: report.totals(),
            missing: report.missing_now(),
            unreadable: report.unreadable(),
        }
    }

    /// The counts in one line, however narrow the terminal is.
    pub fn line(&self) -> String {
        let counts = [
            (self.unreadable, "unreadable"),
            (self.totals.to_do_now, "to do now"),
            (self.missing, "missing"),
            (self.totals.overdue, "overdue"),
            (self.totals.due_today, "today"),
            (self.totals.coming, "coming"),
            (self.totals.no_limit, "no limit"),
        ];
        let held = counts.into_iter().filter(|(number, _)| *number > 0);
        let parts: Vec<String> = held.map(|(number, words)| format!("{number} {words}")).collect();
        let counts = if parts.is_empty() { "nothing due".to_owned() } else { parts.join(", ") };
        format!("yjs: {counts}")
    }
}

impl Report for SummaryReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.paragraph(self.line());
        page
    }
}

/// The answer of `yjs` without a command.
#[derive(Debug, Serialize)]
pub struct StartReport {
    #[serde(flatten)]
    summary: SummaryReport,
    #[serde(rename = "try")]
    commands: [&'static str; 3],
    #[serde(skip)]
    now: Page,
}

/// The commands to try, each with what it is for.
const COMMANDS: [(&str, &str); 3] = [
    ("yjs triage", "a guided assessment, one question at a time"),
    ("yjs route county lines", "where a concern goes, in your own words"),
    ("yjs deadlines", "everything that is due, over all cases"),
];

impl StartReport {
    /// What is to be done now, by a list of deadlines.
    pub fn new(report: &DeadlinesReport<'_>) -> Self {
        let summary = SummaryReport { schema: "yjs.start/1", ..SummaryReport::new(report) };
        Self { commands: COMMANDS.map(|(command, _)| command), summary, now: report.now_page() }
    }
}

impl Report for StartReport {
    fn page(&self) -> Page {
        let mut page = self.now.clone();
        page.heading("Try");
        for (command, what) in COMMANDS {
            page.field(command, what);
        }
        page.gap();
        page.paragraph(
            Line::new().faint("`yjs help` lists every command; `yjs help accessibility` is for screen readers."),
        );
        page
    }
}
