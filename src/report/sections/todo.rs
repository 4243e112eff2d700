//! What to do: now, then, if nothing higher applies, and what one more answer would bring.

use super::step::{Step, URGENT, done_words};
use super::{clause, first_question, list, question_of};
use crate::protocol::Need;
use crate::render::{Line, Page};
use crate::report::assessment::{AssessmentReport, RuleRow};
use crate::report::words::count;
use std::collections::BTreeSet;

/// How many rows that one more answer would decide are shown, beside every urgent one.
const NEAR: usize = 4;

/// Everything to do, most urgent first.
pub fn to_do(page: &mut Page, report: &AssessmentReport) {
    let (mut steps, mut then): (Vec<_>, Vec<_>) =
        steps(report).into_iter().partition(|step| step.rank <= URGENT || step.is_reached());
    if steps.is_empty() && !then.is_empty() {
        steps.push(then.remove(0));
    }
    emergencies(page, report);
    // A call that one question decides comes before any form.
    let is_call = steps.first().is_some_and(|step| step.rank <= URGENT);
    if !is_call {
        calls(page, report);
    }
    let mut told = BTreeSet::new();
    listed("Do now", steps, page, report, &mut told);
    if is_call {
        calls(page, report);
    }
    listed("Then", then, page, report, &mut told);
    if_nothing_higher(page, report, &mut told);
    depends(page, report);
}

fn listed(title: &str, steps: Vec<Step<'_>>, page: &mut Page, report: &AssessmentReport, told: &mut BTreeSet<String>) {
    if steps.is_empty() {
        return;
    }
    page.heading(title);
    let numbered = steps.len() > 1;
    page.actions(numbered, steps.into_iter().map(|step| step.action(report, told)));
}

/// What to do by telephone or by the emergency services; at the highest level every step, as how urgent it is may not have
/// been asked. Returns the rules that call for it.
pub fn urgent(page: &mut Page, report: &AssessmentReport) -> Vec<String> {
    let down_to = if report.level.highest { u8::MAX } else { URGENT };
    let steps: Vec<Step<'_>> = steps(report).into_iter().filter(|step| step.rank <= down_to).collect();
    let rules = steps.iter().flat_map(Step::rules).map(|rule| rule.rule.clone()).collect();
    let mut told = BTreeSet::new();
    page.actions(true, steps.into_iter().map(|step| step.action(report, &mut told)));
    rules
}

/// The level and the first thing to do, for a screen from which the answer has gone.
pub fn first_step(page: &mut Page, report: &AssessmentReport) {
    page.paragraph(super::level_line(report));
    emergencies(page, report);
    let lead = |lead: String, step: &Step<'_>| {
        let line = Line::new().strong(lead).then(step.head(report)).plain(" ");
        line.then(step.reach(&mut BTreeSet::new()))
    };
    if let Some(step) = steps(report).first() {
        page.paragraph(lead("Do now: ".to_owned(), step));
    } else if open_rows(report).iter().any(Open::is_call) {
        calls(page, report);
    } else if let Some(step) = with_level(report).first() {
        page.paragraph(lead(format!("If nothing higher applies ({}): ", still_open(report)), step));
    } else {
        let first = open_rows(report).into_iter().find(|row| row.is_urgent && row.step.rank > URGENT);
        ifs(page, report, first.into_iter().map(|row| row.step).collect());
    }
}

/// What applies and is not done, most urgent first. What goes to the same teams with the same form is one step; what was
/// reached long before the child came back comes with the list of what is old.
fn steps(report: &AssessmentReport) -> Vec<Step<'_>> {
    let escalations = report.escalations.iter().filter(|row| row.rule.certain() && row.done_row.is_none());
    let escalations = escalations.filter(|row| !row.is_old || report.verbose);
    let routes = report.routes.iter().filter(|row| row.rule.certain() && row.done.is_none());
    let mut every: Vec<Step<'_>> = escalations.map(Step::escalation).chain(routes.map(Step::route)).collect();
    every.sort_by_key(|step| step.rank);
    let mut steps = Vec::new();
    for step in every {
        step.join(&mut steps);
    }
    steps
}

/// A row that is not settled.
struct Open<'a> {
    step: Step<'a>,
    is_urgent: bool,
}

impl Open<'_> {
    fn is_call(&self) -> bool {
        self.is_urgent && self.step.rank == URGENT && self.step.recorded.is_none()
    }
}

fn open_rows(report: &AssessmentReport) -> Vec<Open<'_>> {
    let open = |rule: &RuleRow| !rule.certain() && !rule.goes_with_level;
    let escalations = report.escalations.iter().filter(|row| open(&row.rule)).map(Step::escalation);
    let routes = report.routes.iter().filter(|row| open(&row.rule)).map(Step::route);
    let duties = report.duties.iter().filter(|row| open(&row.rule) && row.rule.is_subject).map(Step::duty);
    let mut rows: Vec<Open<'_>> =
        escalations.chain(routes).chain(duties).map(|step| Open { is_urgent: step.rule.is_subject, step }).collect();
    rows.sort_by_key(|row| (row.step.rank, !row.is_urgent));
    rows
}

/// Rows for the emergency services that one question decides, before anything else.
pub fn emergencies(page: &mut Page, report: &AssessmentReport) {
    ifs(page, report, emergency_rows(report).collect());
}

fn emergency_rows(report: &AssessmentReport) -> impl Iterator<Item = Step<'_>> {
    open_rows(report).into_iter().filter(|row| row.is_urgent && row.step.rank == 1).map(|row| row.step)
}

/// The facts that decide the rows for the emergency services: `to_do` asks about them before anything else.
pub fn asked_first(report: &AssessmentReport) -> Vec<String> {
    emergency_rows(report).filter_map(|step| first_question(step.rule, report).map(str::to_owned)).collect()
}

/// Rows for the telephone that one question decides.
fn calls(page: &mut Page, report: &AssessmentReport) {
    let rows = open_rows(report).into_iter().filter(Open::is_call).map(|row| row.step);
    ifs(page, report, rows.collect());
}

/// Rows that may apply: every other urgent one, and those that one more answer decides.
fn depends(page: &mut Page, report: &AssessmentReport) {
    let rows = open_rows(report).into_iter();
    let (urgent, others): (Vec<_>, Vec<_>) =
        rows.filter(|row| !(row.is_call() || row.is_urgent && row.step.rank == 1)).partition(|row| row.is_urgent);
    let near: Vec<Open<'_>> = others.into_iter().filter(|row| is_near(row.step.rule, report)).collect();
    let shown = if report.verbose { usize::MAX } else { NEAR };
    let further = near.len().saturating_sub(shown);
    let rows: Vec<Step<'_>> = urgent.into_iter().chain(near.into_iter().take(shown)).map(|row| row.step).collect();
    if rows.is_empty() {
        return;
    }
    page.gap();
    ifs(page, report, rows);
    if further > 0 {
        page.paragraph(
            Line::new().faint(format!("{} more could follow from one more answer; -v lists them.", further)),
        );
    }
}

/// Steps under the question that decides each, one a line.
fn ifs(page: &mut Page, report: &AssessmentReport, rows: Vec<Step<'_>>) {
    let mut asked: Vec<(String, Vec<Step<'_>>)> = Vec::new();
    for step in rows {
        let question = first_question(step.rule, report).map(|fact| asked_of(fact, report)).unwrap_or_default();
        match asked.iter_mut().find(|(held, _)| *held == question) {
            Some((_, steps)) => step.join(steps),
            None => asked.push((question, vec![step])),
        }
    }
    for (question, steps) in asked {
        for (place, step) in steps.iter().enumerate() {
            let lead = if place == 0 { Line::new().warn(format!("{question} ")) } else { Line::from("Also: ") };
            let mut line = lead.then(step.head(report));
            let reach = step.reach_in_brief();
            if !reach.is_empty() {
                let stop = if reach.text().ends_with('.') { "" } else { "." };
                line = line.plain(" ").then(reach).plain(stop);
            }
            if let Some(recorded) = step.recorded {
                line = line.warn(format!(" Perhaps done: {}; check that it covered this.", done_words(recorded)));
            }
            page.paragraph(line);
        }
    }
}

/// A question as the lead of what follows from its answer.
fn asked_of(fact: &str, report: &AssessmentReport) -> String {
    let question = question_of(fact, report);
    if report.flags.contains(fact) { format!("{question} If so:") } else { format!("{question} Then perhaps:") }
}

/// The steps that go with the level so far, while a higher one is open.
fn with_level(report: &AssessmentReport) -> Vec<Step<'_>> {
    let routes = report.routes.iter().filter(|row| row.rule.goes_with_level).map(Step::route);
    let escalations = report.escalations.iter().filter(|row| row.rule.goes_with_level).map(Step::escalation);
    let duties = report.duties.iter().filter(|row| row.rule.goes_with_level).map(Step::duty);
    let mut steps = Vec::new();
    for step in routes.chain(escalations).chain(duties) {
        step.join(&mut steps);
    }
    steps
}

/// `levels 3 and 4 are still open`.
fn still_open(report: &AssessmentReport) -> String {
    let open: Vec<String> = report.level.could_be.iter().map(|open| open.level.to_string()).collect();
    let are = if open.len() == 1 { "level {} is" } else { "levels {} are" }.replace("{}", &list(&open));
    format!("{are} still open")
}

/// What goes with the level so far, while a higher one is open.
fn if_nothing_higher(page: &mut Page, report: &AssessmentReport, told: &mut BTreeSet<String>) {
    let steps = with_level(report);
    if steps.is_empty() {
        return;
    }
    page.heading(Line::from("If nothing higher applies").plain(format!(" ({})", still_open(report))));
    let seek = report.consent.iter().find(|row| row.rule.goes_with_level && row.need == Need::Seek);
    let mut actions: Vec<_> = Vec::new();
    for step in steps {
        let asks = step.rule.unknown.iter().filter(|fact| {
            !report.level.could_be.iter().any(|open| open.unknown.contains(fact))
                && !seek.is_some_and(|row| row.rule.unknown.contains(fact))
        });
        let asks: Vec<String> = asks.map(|fact| question_of(fact, report)).take(1).collect();
        actions.push(step.action(report, told).field("If", Line::new().warn(asks.join(" "))));
    }
    if let (Some(seek), Some(last)) = (seek, actions.last_mut()) {
        let line = clause(Line::from(seek.why.clone()), &seek.rule.clause);
        *last = std::mem::take(last).field("Consent", line);
    }
    page.actions(false, actions);
}

/// Whether a rule rests on something given here and one more answer decides it.
pub(super) fn is_near(rule: &RuleRow, report: &AssessmentReport) -> bool {
    !rule.certain() && rule.unknown.len() == 1 && rule.speaks && !report.derived.contains_key(&rule.unknown[0])
}

/// What was reached before the child came back and is not recorded as done: one counted line.
pub(super) fn old(report: &AssessmentReport) -> Option<Line> {
    let rows: Vec<&RuleRow> = report
        .escalations
        .iter()
        .filter(|row| row.rule.certain() && row.done_row.is_none() && row.is_old && !report.verbose)
        .map(|row| &row.rule)
        .collect();
    let titles: Vec<String> = rows.iter().map(|rule| rule.title.clone()).collect();
    (!rows.is_empty()).then(|| {
        Line::new()
            .warn(format!("{} reached, not recorded as done", count(rows.len() as u64, "step")))
            .plain(format!(" since the child came back: {}. -v shows them.", titles.join("; ")))
    })
}
