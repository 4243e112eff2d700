//! Duties, one line a clause, and candidates.

use super::contact::reach;
use super::{SHOWN, clause, finish, labelled, list};
use crate::render::{Action, Line, Page};
use crate::report::assessment::{AssessmentReport, DecisionRow, DutyRow};
use std::collections::BTreeSet;

/// How many clauses a short answer shows, and how many candidates.
const CLAUSES: usize = 4;
const CANDIDATES: usize = 4;

/// Who does what, under a heading.
pub fn duties(page: &mut Page, report: &AssessmentReport, heading: &str) {
    let rows: Vec<&DutyRow> = report.duties.iter().filter(|row| row.rule.certain() && row.done.is_none()).collect();
    if rows.is_empty() {
        return;
    }
    if report.verbose {
        page.heading(heading);
        page.actions(false, rows.iter().map(|row| whole(row, report)));
        page.gap();
        return;
    }
    // What has a form to fill in or somebody to reach is shown whole.
    let (whole, plain): (Vec<&DutyRow>, Vec<&DutyRow>) = rows
        .into_iter()
        .partition(|row| !row.attach.is_empty() || !row.contact.is_empty() || row.perhaps_done.is_some());
    let mut told = BTreeSet::new();
    page.paragraph(Line::new().strong(heading));
    let mut lines: Vec<Line> = whole.iter().map(|row| brief(row, &mut told)).collect();
    let mut clauses: Vec<(&str, Vec<&DutyRow>)> = Vec::new();
    for row in plain {
        match clauses.iter_mut().find(|(held, _)| *held == row.rule.clause) {
            Some((_, rows)) => rows.push(row),
            None => clauses.push((&row.rule.clause, vec![row])),
        }
    }
    let room = CLAUSES.saturating_sub(lines.len()).max(1);
    let left = clauses.len().saturating_sub(room);
    for (at, rows) in clauses.into_iter().take(room) {
        let further = if rows.len() > 1 { format!(" And {} more.", rows.len() - 1) } else { String::new() };
        lines.push(clause(Line::from(format!("{}{further}", rows[0].action)), at));
    }
    if left > 0 {
        let last = lines.pop().unwrap_or_default();
        let clauses = if left == 1 { "1 more clause".to_owned() } else { format!("{left} more clauses") };
        lines.push(last.faint(format!(" … {clauses}; -v shows all.")));
    }
    page.bullets(lines);
}

fn brief(row: &DutyRow, told: &mut BTreeSet<String>) -> Line {
    let mut line = Line::from(row.action.clone());
    let named: Vec<&String> = row.attach_names.iter().filter(|name| !row.action.contains(name.as_str())).collect();
    if !named.is_empty() {
        line = line.plain(format!(" Form: {}.", list(&named)));
    }
    let reach = reach(&row.to, &row.to_names, &row.contact, told);
    if !reach.is_empty() {
        line = line.plain(" ").then(reach).plain(".");
    }
    if let Some(perhaps) = &row.perhaps_done {
        line = line.warn(format!(" Perhaps done: {}; check that it covered this.", super::step::done_words(perhaps)));
    }
    clause(line, &row.rule.clause)
}

fn whole(row: &DutyRow, report: &AssessmentReport) -> Action {
    let line = Line::new().strong(row.who.clone()).plain(format!(": {}", row.action));
    let mut told = BTreeSet::new();
    let action = Action::new(clause(line, &row.rule.clause)).field("Attach", list(&row.attach_names));
    let action = action.field("To", reach(&row.to, &row.to_names, &row.contact, &mut told));
    finish(action, &row.rule, report)
}

/// Candidate outcomes with their points.
pub fn decisions(page: &mut Page, report: &AssessmentReport) {
    let rows: Vec<_> = report.decisions.iter().filter(|row| row.rule.certain()).collect();
    if rows.is_empty() {
        return;
    }
    // Rules that give one outcome and weigh nothing are one candidate.
    let joins = |held: &DecisionRow, row: &DecisionRow| {
        let weighs = |row: &DecisionRow| !row.points_for.is_empty() || !row.against.is_empty();
        !report.verbose && held.outcome == row.outcome && !weighs(held) && !weighs(row)
    };
    let mut candidates: Vec<Vec<&DecisionRow>> = Vec::new();
    for row in rows {
        match candidates.iter_mut().find(|held| held.iter().all(|held| joins(held, row))) {
            Some(held) => held.push(row),
            None => candidates.push(vec![row]),
        }
    }
    if report.verbose {
        page.heading("To consider (a practitioner or panel decides)");
        page.actions(false, candidates.iter().map(|rows| candidate(rows, report)));
        page.gap();
        return;
    }
    let shown = candidates.len().min(CANDIDATES.min(SHOWN));
    let mut line = Line::new();
    for (place, rows) in candidates.iter().take(shown).enumerate() {
        line = line.plain(if place == 0 { "" } else { "; " });
        let mut clauses: Vec<&str> = rows.iter().map(|row| row.rule.clause.as_str()).collect();
        clauses.dedup();
        line = clause(line.plain(rows[0].outcome_title.clone()), &clauses.join(", "));
        let against: Vec<&str> = rows.iter().flat_map(|row| &row.against).map(String::as_str).collect();
        if !against.is_empty() {
            line = line.plain(format!(" (against: {})", against.join("; ")));
        }
    }
    if candidates.len() > shown {
        line = line.faint(format!("; and {} more, -v shows them", candidates.len() - shown));
    }
    labelled(page, "To consider", line.plain("."));
}

/// One candidate, with the rules that give it.
fn candidate(rows: &[&DecisionRow], report: &AssessmentReport) -> Action {
    let mut line = Line::new();
    for (place, row) in rows.iter().enumerate() {
        line = match place {
            0 => line.strong(row.outcome_title.clone()).plain(". "),
            _ => line.plain("; "),
        };
        line = clause(line.plain(row.rule.title.clone()), &row.rule.clause);
    }
    let mut action = Action::new(line);
    for row in rows {
        action = action.field("For", row.points_for.join("; ")).field("Against", row.against.join("; "));
        action = finish(action, &row.rule, report);
    }
    action
}
