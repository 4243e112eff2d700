//! The head of an answer: what must be said first, and the level.

use super::{level_line, silent};
use crate::calendar::london;
use crate::render::{Line, Page};
use crate::report::assessment::AssessmentReport;
use crate::report::silence::NO_EPISODE;

/// What must be said first, the level, and what the answer is about.
pub fn head(page: &mut Page, report: &AssessmentReport, about: &str) {
    let about = if about.is_empty() { String::new() } else { format!("{about}, ") };
    let short = report.protocol.short.as_str();
    level_first(page, report);
    page.paragraph(Line::new().faint(format!("{about}{short}, {}", london::short(report.instant))));
    warnings(page, report);
}

/// What must be said first, and the level.
pub fn level_first(page: &mut Page, report: &AssessmentReport) {
    silent::first(page, report);
    page.paragraph(level_line(report));
}

/// What was taken otherwise than it was given, and what the record leaves out.
pub fn warnings(page: &mut Page, report: &AssessmentReport) {
    for taken in &report.taken_otherwise {
        page.paragraph(Line::new().warn(format!("{taken}.")));
    }
    if report.not_confirmed {
        page.paragraph(Line::new().warn(
            "The child is located, but well-being is not confirmed: by the police meaning the child is still missing.",
        ));
    }
    no_episode(page, report);
}

/// What the record leaves out about a child said to be missing, with the command that puts it right.
fn no_episode(page: &mut Page, report: &AssessmentReport) {
    let case = report.case.as_deref().unwrap_or("REF");
    for row in report.silent.iter().filter(|row| row.topic == NO_EPISODE) {
        page.paragraph(Line::new().warn(row.text.clone()).plain(format!(" `yjs missing report {case} --at WHEN`")));
    }
}
