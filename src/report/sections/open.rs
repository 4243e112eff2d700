//! Everything that is not known, and what would settle it.

use super::todo::is_near;
use super::{clause, list, more};
use crate::render::{Action, Line, Page};
use crate::report::assessment::{AssessmentReport, RuleRow};

/// What is not known: rules one fact away by the question that would settle them, and how many more are open.
pub fn open_questions(page: &mut Page, report: &AssessmentReport) {
    let unknown = undecided(report);
    if unknown.is_empty() && report.questions.is_empty() {
        return;
    }
    one_answer_away(page, report, &unknown);
    let shown = if report.verbose { usize::MAX } else { 5 };
    let questions: Vec<Line> =
        report.questions.iter().map(|(fact, question)| decisive(report, fact, question, &unknown)).collect();
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

/// Rules that rest on something given here and that one more answer decides, under the question that decides them.
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
