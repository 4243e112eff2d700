//! What to do: whom to tell and where it goes, with how to reach them.

use super::{clause, finish, list, questions_of};
use crate::render::{Action, Line, Page};
use crate::report::assessment::{AssessmentReport, ContactRow, EscalationRow, RouteRow, RuleRow};
use crate::report::due::short;
use std::collections::BTreeSet;

/// What to do, most urgent first: escalations and routes that apply.
pub fn actions(page: &mut Page, report: &AssessmentReport) {
    urgent_actions(page, report, u8::MAX);
}

/// As [`actions`], down to a rank.
pub fn urgent_actions(page: &mut Page, report: &AssessmentReport, down_to: u8) {
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut steps: Vec<(u8, Action)> = Vec::new();
    let mut done: Vec<Line> = Vec::new();
    for row in report.escalations.iter().filter(|row| row.rule.certain() && row.rank <= down_to) {
        match row.done {
            Some(on) => done.push(clause(
                Line::new().good("Done ").plain(format!("{}: {}", short(on), row.rule.title)),
                &row.rule.clause,
            )),
            None => steps.push((row.rank, escalation_step(row, report, &mut told))),
        }
    }
    for row in report.routes.iter().filter(|row| row.rule.certain() && row.rank <= down_to) {
        steps.push((row.rank, route_step(row, report, &mut told)));
    }
    steps.sort_by_key(|(rank, _)| *rank);
    if steps.is_empty() && done.is_empty() {
        return;
    }
    page.heading("What to do, most urgent first");
    page.actions(true, steps.into_iter().map(|(_, action)| action));
    page.bullets(done);
}

/// Routes that one or two more facts would decide, under the question that decides them.
pub fn if_routes(page: &mut Page, report: &AssessmentReport) {
    let mut told: BTreeSet<String> = BTreeSet::new();
    let near = |rule: &RuleRow| !rule.certain() && rule.unknown.len() <= 2;
    let mut steps: Vec<(u8, Action)> = Vec::new();
    for row in report.routes.iter().filter(|row| near(&row.rule)) {
        steps.push((row.rank, route_step(row, report, &mut told).field("If", if_known(&row.rule, report))));
    }
    for row in report.escalations.iter().filter(|row| near(&row.rule)) {
        steps.push((row.rank, escalation_step(row, report, &mut told).field("If", if_known(&row.rule, report))));
    }
    steps.sort_by_key(|(rank, _)| *rank);
    let further = report.routes.iter().filter(|row| !row.rule.certain() && !near(&row.rule)).count();
    if steps.is_empty() && further == 0 {
        return;
    }
    page.heading("Depends on what is not known yet");
    page.actions(false, steps.into_iter().map(|(_, action)| action));
    if further > 0 {
        page.paragraph(Line::new().faint(format!("{further} more depend on several facts; --format json lists them.")));
    }
}

fn if_known(rule: &RuleRow, report: &AssessmentReport) -> Line {
    Line::new().warn(questions_of(rule, report).join(" "))
}

fn escalation_step(row: &EscalationRow, report: &AssessmentReport, told: &mut BTreeSet<String>) -> Action {
    let mut action =
        Action::new(clause(heading(&row.rule.title, row.rank).plain(row.action.clone()), &row.rule.clause));
    if let Some(since) = row.since {
        action = action.field("Reached", short(since));
    }
    action = action.field("Counted", list(&row.reading_words));
    action = contact_fields(action, &row.tell, &row.tell_names, &row.contact, told);
    finish(action.field("Attach", list(&row.attach_names)), &row.rule, report)
}

fn route_step(row: &RouteRow, report: &AssessmentReport, told: &mut BTreeSet<String>) -> Action {
    let mut action =
        Action::new(clause(heading(&row.rule.title, row.rank).plain(row.action.clone()), &row.rule.clause));
    if let Some(within) = &row.within {
        action = action.field("Limit", Line::new().strong(within.limit.clone()));
    }
    let systems = |ids: &[String]| list(&ids.iter().map(|id| id.to_uppercase()).collect::<Vec<_>>());
    action = action.field("Search", systems(&row.search));
    action = contact_fields(action, &row.to, &row.to_names, &row.contact, told);
    action = action.field("Attach", list(&row.attach_names));
    finish(action.field("Record", systems(&row.record)), &row.rule, report)
}

fn heading(title: &str, rank: u8) -> Line {
    let line = Line::new();
    let line = if rank == 1 { line.alarm(title) } else { line.strong(title) };
    line.plain(". ")
}

/// Each team with how to reach it, the first time it is named.
fn contact_fields(
    mut action: Action,
    teams: &[String],
    names: &[String],
    contacts: &[ContactRow],
    told: &mut BTreeSet<String>,
) -> Action {
    for (team, name) in teams.iter().zip(names) {
        let mut line = Line::new().strong(name.clone());
        if !told.insert(team.clone()) {
            action = action.field("To", line.plain(" (as above)"));
            continue;
        }
        let own: Vec<&ContactRow> = contacts.iter().filter(|contact| contact.team == *team).collect();
        let reach: Vec<&&ContactRow> =
            own.iter().filter(|contact| !matches!(contact.kind, "address" | "fax")).collect();
        line = line.plain(": ");
        if reach.iter().all(|contact| contact.kind == "not_printed") {
            let note = own.iter().find_map(|contact| contact.note.clone());
            line = line.warn(note.unwrap_or_else(|| "No contact is printed.".to_owned()));
            action = action.field("To", line);
            continue;
        }
        for (place, contact) in reach.iter().enumerate() {
            line = line.plain(if place == 0 { "" } else { "; " });
            line = line.strong(contact.value.clone());
            line = match (&contact.hours, &contact.note) {
                (Some(hours), _) => line.plain(format!(" ({hours})")),
                (None, Some(note)) => line.plain(format!(" ({})", note.trim_end_matches('.').to_lowercase_first())),
                (None, None) => line,
            };
        }
        action = action.field("To", line);
    }
    action
}

trait LowercaseFirst {
    fn to_lowercase_first(&self) -> String;
}

impl LowercaseFirst for str {
    /// For a note set in brackets; abbreviations keep their capitals.
    fn to_lowercase_first(&self) -> String {
        let mut letters = self.chars();
        match (letters.next(), letters.clone().next()) {
            (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
            _ => self.to_owned(),
        }
    }
}
