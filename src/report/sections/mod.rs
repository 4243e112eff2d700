//! The parts of an answer in words, shared by the commands that show an assessment or a part of it. The order is that of
//! what to do: what is urgent first, then what follows, what may apply, and last what is done and what the text leaves out.

mod consent;
mod contact;
mod deadlines;
mod done;
mod duties;
mod head;
mod level;
mod next;
mod open;
mod silent;
mod step;
mod todo;

pub use consent::consent;
pub(super) use contact::reach_in_brief;
pub use deadlines::{deadline_table, deadlines, standing};
pub use done::done;
pub use duties::{decisions, duties};
pub use head::{head, level_first, warnings};
use level::level_in_brief;
pub use level::{judgement, judgement_alone, level_line, level_reasons};
pub use next::{is_unanswered, next};
pub use open::open_questions;
pub use silent::silences;
pub use todo::{asked_first, emergencies, first_step, to_do, urgent};

use super::assessment::{AssessmentReport, RuleRow};
pub(super) use super::words::list;
use crate::render::{Action, Line, Page};
use serde_json::Value as Json;

/// How many rows of a long, less urgent list are shown unless everything is asked for.
const SHOWN: usize = 8;

/// Everything that follows from an assessment, in the order of what to do.
pub fn answer(page: &mut Page, report: &AssessmentReport) {
    to_do(page, report);
    page.gap();
    level_in_brief(page, report);
    consent(page, report);
    duties(page, report, "Duties");
    deadlines(page, report);
    done(page, report);
    decisions(page, report);
    silences(page, report);
    next(page, report);
}

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

/// A paragraph behind its name.
fn labelled(page: &mut Page, label: &str, line: Line) {
    page.paragraph(Line::new().strong(format!("{label}: ")).then(line));
}

/// How many rows are left out, and how they are seen.
fn more(page: &mut Page, all: usize, shown: usize, how: &str) {
    if all > shown {
        page.paragraph(Line::new().faint(format!("… and {} more; {how}.", all - shown)));
    }
}

/// The question that asks for a fact.
fn question_of(fact: &str, report: &AssessmentReport) -> String {
    let held = report.questions.iter().find(|(id, _)| id == fact).map(|(_, question)| question.clone());
    held.unwrap_or_else(|| words(fact))
}

/// The one question that decides a row: the first that would be asked.
fn first_question<'a>(rule: &'a RuleRow, report: &'a AssessmentReport) -> Option<&'a str> {
    let asked = report.ask_next.iter().find(|fact| rule.unknown.contains(fact));
    asked.or(rule.unknown.first()).map(String::as_str)
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
