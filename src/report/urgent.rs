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
        let mut steps = Page::new();
        let rules = sections::urgent(&mut steps, report);
        if rules.is_empty() {
            return None;
        }
        let mut page = Page::new();
        page.gap();
        page.paragraph(Line::new().alarm("Act on this now; the questions can wait."));
        page.append(steps);
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
