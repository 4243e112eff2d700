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
    #[serde(skip)]
    rules: Vec<String>,
}

impl UrgentReport {
    /// From an assessment: what must be done by telephone or by the emergency services; at the highest level every
    /// route, since how urgent it is may not have been asked yet.
    pub fn of(report: &AssessmentReport) -> Option<Self> {
        let down_to = if report.level.highest { u8::MAX } else { 2 };
        let urgent = |rank: u8, certain: bool| certain && rank <= down_to;
        let routes = report.routes.iter().filter(|row| urgent(row.rank, row.rule.certain())).map(|row| &row.rule);
        let told = report.escalations.iter().filter(|row| urgent(row.rank, row.rule.certain())).map(|row| &row.rule);
        let rules: Vec<String> = told.chain(routes).map(|rule| rule.rule.clone()).collect();
        if rules.is_empty() {
            return None;
        }
        let mut page = Page::new();
        page.gap();
        page.paragraph(Line::new().alarm("Act on this now; the questions can wait."));
        sections::urgent_actions(&mut page, report, down_to);
        Some(Self { page, rules })
    }

    /// The rules that call for it.
    pub fn rules(&self) -> &[String] {
        &self.rules
    }
}

impl Report for UrgentReport {
    fn page(&self) -> Page {
        self.page.clone()
    }
}
