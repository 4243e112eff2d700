//! The whole assessment in words: the action first. In brief it fits a screen; with its working it is as long as it is.

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
        if self.verbose {
            whole(&mut page, self)
        } else {
            brief(&mut page, self)
        }
        page
    }

    fn table(&self) -> Option<Table> {
        let rows: Vec<_> = self.deadlines.iter().collect();
        Some(sections::deadline_table(&rows))
    }
}

fn brief(page: &mut Page, report: &AssessmentReport) {
    sections::level_in_brief(page, report);
    sections::judgement(page, report);
    sections::actions(page, report);
    sections::consent(page, report);
    sections::deadlines_in_brief(page, report);
    sections::decisions(page, report);
    sections::duties_in_brief(page, report);
    sections::silences(page, report);
    sections::open_in_brief(page, report);
}

fn whole(page: &mut Page, report: &AssessmentReport) {
    sections::judgement(page, report);
    sections::actions(page, report);
    sections::consent(page, report);
    sections::deadlines(page, report);
    sections::decisions(page, report);
    sections::level_reasons(page, report);
    sections::duties(page, report);
    sections::silences(page, report);
    sections::open_questions(page, report);
}
