//! What to ask next.

use super::deadlines::may_run;
use super::{labelled, question_of};
use crate::render::{Line, Page};
use crate::report::assessment::AssessmentReport;
use crate::report::words::count;

/// How many questions a short answer names.
const ASKED: usize = 1;

/// The question that would settle most, and how many more are unanswered.
pub fn next(page: &mut Page, report: &AssessmentReport) {
    for line in may_run(report) {
        page.paragraph(line);
    }
    if report.verbose || report.ask_next.is_empty() {
        return;
    }
    let mut line = Line::new();
    for fact in report.ask_next.iter().take(ASKED) {
        line = line.strong(question_of(fact, report)).plain(" ").faint(format!("({fact}) "));
    }
    let further = report.ask_next.len().saturating_sub(ASKED);
    if further > 0 {
        let are = if further == 1 { "is" } else { "are" };
        let questions = count(further as u64, "more question");
        line = line.plain(format!("{questions} {are} unanswered; -v lists those that could change this answer."));
    }
    labelled(page, "Ask next", line);
}

/// Returns true when questions are left that could change the answer.
pub fn is_unanswered(report: &AssessmentReport) -> bool {
    !report.ask_next.is_empty()
}
