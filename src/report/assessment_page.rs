//! The whole assessment on one screen: the action first.

use super::assessment::AssessmentReport;
use super::sections;
use crate::calendar::london;
use crate::render::{Line, Page, Report, Table};

impl Report for AssessmentReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(sections::level_line(self));
        let case = self.case.as_ref().map(|case| format!("{case}, ")).unwrap_or_default();
        page.paragraph(Line::new().faint(format!("{case}{}, {}", self.protocol.name, london::short(self.instant))));
        sections::judgement(&mut page, self);
        sections::actions(&mut page, self);
        sections::consent(&mut page, self);
        sections::deadlines(&mut page, self);
        sections::decisions(&mut page, self);
        sections::level_reasons(&mut page, self);
        sections::duties(&mut page, self);
        sections::silences(&mut page, self);
        sections::open_questions(&mut page, self);
        page
    }

    fn table(&self) -> Option<Table> {
        let rows: Vec<_> = self.deadlines.iter().collect();
        Some(sections::deadline_table(&rows))
    }
}
