//! Consent in words.

use super::{clause, finish, questions_of};
use crate::protocol::Need;
use crate::render::{Action, Line, Page};
use crate::report::assessment::{AssessmentReport, ConsentRow, RuleRow};

/// Consent in words. What hangs on a few questions is shown with them: silence would read as "no consent needed".
pub fn consent(page: &mut Page, report: &AssessmentReport) {
    let rows = told(report);
    if rows.is_empty() {
        return;
    }
    page.heading("Consent");
    page.actions(false, rows.into_iter().map(|row| step(row, report)));
}

/// What is said of consent where nothing known decides it; none where [`consent`] says something.
pub(super) fn consent_undecided(report: &AssessmentReport) -> Option<Line> {
    if !told(report).is_empty() {
        return None;
    }
    let hangs_on = |fact: &String| report.consent.iter().any(|row| row.rule.unknown.contains(fact));
    let line = Line::new().strong("Consent: ");
    let place = report.questions.iter().position(|(fact, _)| hangs_on(fact));
    let line = match place.and_then(|place| report.questions.get(place)) {
        // It was just said.
        Some(_) if place == Some(0) => line.plain("not decided by what is known; it hangs on that question first."),
        Some((_, question)) => line.plain("not decided by what is known. First settle: ").warn(question.clone()),
        None => line.plain("no rule about it applies on what is known."),
    };
    // A refusal must not be read as an end to what has to be done for the child's safety.
    Some(match &report.recorded_consent {
        Some(recorded) => {
            line.plain(format!(" Consent is recorded as {recorded}: the steps above stand with that known."))
        }
        None => line,
    })
}

/// The rows to tell: those that apply, and those that hang on a few questions.
fn told(report: &AssessmentReport) -> Vec<&ConsentRow> {
    let near = |rule: &RuleRow| rule.certain() || (rule.unknown.len() <= 3 && !rule.because.is_empty());
    let mut rows: Vec<&ConsentRow> = report.consent.iter().filter(|row| near(&row.rule)).collect();
    rows.sort_by_key(|row| !row.rule.certain());
    // The exceptions to seeking it are the very questions that seeking it hangs on: once is enough.
    if rows.iter().any(|row| !row.rule.certain() && row.need == Need::Seek) {
        rows.retain(|row| row.rule.certain() || row.need == Need::Seek);
    }
    // What is settled already needs no further reason.
    if !report.verbose {
        let settled: Vec<Need> = rows.iter().filter(|row| row.rule.certain()).map(|row| row.need).collect();
        rows.retain(|row| row.rule.certain() || !settled.contains(&row.need));
    }
    rows
}

fn step(row: &ConsentRow, report: &AssessmentReport) -> Action {
    let need = match row.need {
        Need::Seek => "Seek consent",
        Need::NotNeeded => "Consent is not needed",
        Need::DoNotSeek => "Do not seek consent",
    };
    let sure = if row.rule.certain() { "" } else { ", depending on what is not known" };
    let line = Line::new().strong(format!("{need}{sure}")).plain(format!(". {}", row.why));
    let mut action = Action::new(clause(line, &row.rule.clause));
    if !row.rule.certain() {
        action = action.field("Settle first", Line::new().warn(questions_of(&row.rule.unknown, report).join(" ")));
    }
    finish(action, &row.rule, report)
}
