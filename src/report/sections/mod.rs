//! The parts of an answer in words, shared by the commands that show an assessment or a part of it.

mod actions;
mod consent;
mod deadlines;
mod duties;
mod level;
mod open;

pub use actions::{actions, if_routes, less_urgent, no_episode, urgent_actions};
pub use consent::consent;
pub use deadlines::{deadline_table, deadlines, deadlines_in_brief, standing};
pub use duties::{decisions, duties, duties_in_brief, silences};
pub use level::{judgement, judgement_alone, level_in_brief, level_line, level_reasons};
pub use open::{open_in_brief, open_questions};

use super::assessment::{AssessmentReport, RuleRow};
pub(super) use super::words::list;
use crate::render::{Action, Line, Page};
use serde_json::Value as Json;

/// How many rows of a long, less urgent list are shown unless everything is asked for.
const SHOWN: usize = 8;

/// `[6.2]`, quietly.
pub fn clause(line: Line, clause: &str) -> Line {
    line.plain(" ").faint(format!("[{clause}]"))
}

/// A fixed name in words: `child_protection` is `child protection`.
pub fn words(id: &str) -> String {
    id.replace('_', " ")
}

/// A value in words.
pub fn value(json: &Json) -> String {
    match json {
        Json::Bool(true) => "yes".into(),
        Json::Bool(false) => "no".into(),
        Json::String(text) => words(text),
        other => other.to_string(),
    }
}

/// `child protection: yes; urgent: yes`.
pub fn because(rule: &RuleRow) -> String {
    let parts: Vec<String> =
        rule.because.iter().map(|one| format!("{}: {}", words(&one.fact), value(&one.value))).collect();
    parts.join("; ")
}

/// How many rows are left out, and how they are seen.
fn more(page: &mut Page, all: usize, shown: usize, how: &str) {
    if all > shown {
        page.paragraph(Line::new().faint(format!("… and {} more; {how}.", all - shown)));
    }
}

fn questions_of(facts: &[String], report: &AssessmentReport) -> Vec<String> {
    let words = |fact: &String| {
        let question = report.questions.iter().find(|(id, _)| id == fact).map(|(_, question)| question.clone());
        question.unwrap_or_else(|| words(fact))
    };
    facts.iter().map(words).collect()
}

fn finish(mut action: Action, rule: &RuleRow, report: &AssessmentReport) -> Action {
    if report.verbose {
        action = action.field("Because", because(rule));
        action = action.field("Read as", rule.reading.clone().unwrap_or_default());
        action = action.field("Note", rule.note.clone().unwrap_or_default());
        action = action.field("Rule", Line::new().faint(rule.rule.clone()));
    }
    action
}
