//! What is not known, and what would settle it.

use super::consent::consent_undecided;
use super::{clause, list, more};
use crate::render::{Action, Line, Page};
use crate::report::assessment::{AssessmentReport, Because, RuleRow};
use crate::report::words::count;

/// How many titles of what is one answer away a short answer gives.
const NEAR: usize = 4;

/// What is not known: rules one fact away by the question that would settle them, and how many more are open.
pub fn open_questions(page: &mut Page, report: &AssessmentReport) {
    let unknown = undecided(report);
    if unknown.is_empty() && report.questions.is_empty() {
        return;
    }
    one_answer_away(page, report, &unknown);
    let shown = if report.verbose { usize::MAX } else { 5 };
    let mut questions: Vec<Line> = Vec::new();
    for (fact, question) in &report.questions {
        questions.push(decisive(report, fact, question, &unknown));
    }
    page.heading("Not known yet; these questions would settle most");
    let count = questions.len();
    page.bullets(questions.into_iter().take(shown));
    more(page, count, shown, "-v shows them all");
    if !unknown.is_empty() {
        let rules = if unknown.len() == 1 { "rule is" } else { "rules are" };
        page.paragraph(Line::new().faint(format!(
            "{} {rules} neither met nor ruled out on what is known; --format json lists each.",
            unknown.len()
        )));
    }
}

/// In brief: what is one answer away, the one question that would settle most, and how much else is open.
pub fn open_in_brief(page: &mut Page, report: &AssessmentReport) {
    let unknown = undecided(report);
    let Some((fact, question)) = report.questions.first() else { return };
    page.heading("What could not be ruled out");
    // What consent hangs on was said with it.
    let of_consent = |rule: &RuleRow| report.consent.iter().any(|row| row.rule.rule == rule.rule);
    let near: Vec<&&RuleRow> = unknown.iter().filter(|rule| is_near(rule, report) && !of_consent(rule)).collect();
    if !near.is_empty() {
        let mut line = Line::new().strong("One answer away: ");
        for (place, rule) in near.iter().take(NEAR).enumerate() {
            line = line.plain(if place == 0 { "" } else { "; " });
            line = clause(line.plain(rule.title.clone()), &rule.clause);
        }
        let further = near.len().saturating_sub(NEAR);
        page.paragraph(line.plain(if further > 0 { format!("; and {further} more.") } else { ".".into() }));
    }
    page.paragraph(Line::new().strong("Ask first: ").then(decisive(report, fact, question, &unknown)));
    if let Some(consent) = consent_undecided(report) {
        page.paragraph(consent);
    }
    let kinds = [
        ("route", report.routes.iter().filter(|row| !row.rule.certain()).count()),
        ("escalation", report.escalations.iter().filter(|row| !row.rule.certain()).count()),
        ("candidate", report.decisions.iter().filter(|row| !row.rule.certain()).count()),
        ("deadline", report.deadlines.iter().filter(|row| !row.rule.certain()).count()),
        ("more question", report.questions.len() - 1),
    ];
    let open: Vec<String> =
        kinds.into_iter().filter(|(_, many)| *many > 0).map(|(kind, many)| count(many as u64, kind)).collect();
    if !open.is_empty() {
        page.paragraph(Line::new().faint(format!("Still open: {}; --explain has the questions.", list(&open))));
    }
}

/// The rules that are neither met nor ruled out, those that ask most of somebody first.
fn undecided(report: &AssessmentReport) -> Vec<&RuleRow> {
    report
        .escalations
        .iter()
        .map(|row| &row.rule)
        .chain(report.routes.iter().map(|row| &row.rule))
        .chain(report.decisions.iter().map(|row| &row.rule))
        .chain(report.consent.iter().map(|row| &row.rule))
        .chain(report.deadlines.iter().map(|row| &row.rule))
        .chain(report.duties.iter().map(|row| &row.rule))
        .filter(|rule| !rule.certain())
        .collect()
}

/// A question with what it decides.
fn decisive(report: &AssessmentReport, fact: &str, question: &str, unknown: &[&RuleRow]) -> Line {
    let open = report.level.could_be.iter().filter(|open| open.unknown.iter().any(|held| held == fact));
    let raises: Vec<String> = open.map(|open| format!("level {}", open.level)).collect();
    let near: Vec<&&RuleRow> = unknown.iter().filter(|rule| rule.unknown.as_slice() == [fact]).collect();
    let line = Line::new().strong(question).plain(" ").faint(format!("({fact})"));
    if !raises.is_empty() {
        return line.plain(format!(" Decides {}.", list(&raises)));
    }
    let Some(first) = near.first() else { return line };
    let others = if near.len() > 1 { format!(" and {} more", near.len() - 1) } else { String::new() };
    clause(line.plain(format!(" Decides: {}{others}", first.title)), &first.clause)
}

/// Whether a rule rests on something given here and hangs on one more answer.
fn is_near(rule: &RuleRow, report: &AssessmentReport) -> bool {
    // Who refers is given in nearly every case and says nothing about this one.
    let given = |one: &Because| one.fact != "referrer" && !report.derived.contains_key(&one.fact);
    rule.unknown.len() == 1 && rule.because.iter().any(given)
}

/// Rules that rest on something given here and hang on one more answer, under the question that decides them.
fn one_answer_away(page: &mut Page, report: &AssessmentReport, unknown: &[&RuleRow]) {
    let near: Vec<&&RuleRow> = unknown.iter().filter(|rule| is_near(rule, report)).collect();
    let mut actions: Vec<Action> = Vec::new();
    for (fact, question) in &report.questions {
        let decided: Vec<&&&RuleRow> = near.iter().filter(|rule| rule.unknown[0] == *fact).collect();
        if decided.is_empty() {
            continue;
        }
        let mut action = Action::new(Line::new().warn(question.clone()).plain(" ").faint(format!("({fact})")));
        for rule in decided {
            action = action.field("Decides", clause(Line::from(rule.title.clone()), &rule.clause));
        }
        actions.push(action);
    }
    if !actions.is_empty() {
        page.heading("One answer away");
        page.actions(false, actions);
    }
}
