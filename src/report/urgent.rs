//! What to do now, shown in the middle of a conversation as soon as it is known.

use super::assessment::AssessmentReport;
use super::sections;
use crate::render::{Line, Page, Report};
use serde::Serialize;

/// The most urgent routes and escalations, when there are any.
#[derive(Debug, Serialize)]
pub struct UrgentReport {
    #[serde(skip)]
    page: Page,
}

impl UrgentReport {
    /// From an assessment: what must be done by telephone or by the emergency services; at the highest level every
    /// route, since how urgent it is may not have been asked yet.
    pub fn of(report: &AssessmentReport) -> Option<Self> {
        let down_to = if report.level.highest { u8::MAX } else { 2 };
        let urgent = |rank: u8, certain: bool| certain && rank <= down_to;
        let any = report.routes.iter().any(|row| urgent(row.rank, row.rule.certain()))
            || report.escalations.iter().any(|row| urgent(row.rank, row.rule.certain()));
        if !any {
            return None;
        }
        let mut page = Page::new();
        page.paragraph(Line::new().alarm("Act on this now; the questions can wait."));
        sections::urgent_actions(&mut page, report, down_to);
        Some(Self { page })
    }
}

impl Report for UrgentReport {
    fn page(&self) -> Page {
        self.page.clone()
    }
}
