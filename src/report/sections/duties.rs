//! Candidates, duties, and what the protocol leaves out.

use super::{SHOWN, clause, finish, list, more};
use crate::render::{Action, Line, Page};
use crate::report::assessment::{AssessmentReport, DecisionRow};

/// How many duties without a form a short answer shows.
const FEW: usize = 3;

/// Candidate outcomes with their points.
pub fn decisions(page: &mut Page, report: &AssessmentReport) {
    let rows: Vec<_> = report.decisions.iter().filter(|row| row.rule.certain()).collect();
    if rows.is_empty() {
        return;
    }
    page.heading("Candidates to consider (a practitioner or panel decides)");
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
    page.actions(false, candidates.iter().map(|rows| candidate(rows, report)));
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

/// Who does what.
pub fn duties(page: &mut Page, report: &AssessmentReport) {
    some_duties(page, report, SHOWN, "-v shows them all");
}

/// As [`duties`], fewer of them: those with a form to fill in first, and all of these.
pub fn duties_in_brief(page: &mut Page, report: &AssessmentReport) {
    some_duties(page, report, FEW, "--explain shows them all");
}

fn some_duties(page: &mut Page, report: &AssessmentReport, at_most: usize, how: &str) {
    let mut rows: Vec<_> = report.duties.iter().filter(|row| row.rule.certain()).collect();
    if rows.is_empty() {
        return;
    }
    rows.sort_by_key(|row| row.attach.is_empty());
    let with_forms = rows.iter().filter(|row| !row.attach.is_empty()).count();
    let most = at_most.max(with_forms);
    // To say that one more is left out takes no less room than the one.
    let shown = if report.verbose || rows.len() == most + 1 { usize::MAX } else { most };
    page.heading("Duties that come with it");
    page.actions(
        false,
        rows.iter().take(shown).map(|row| {
            let line = Line::new().strong(row.who.clone()).plain(format!(": {}", row.action));
            let action = Action::new(clause(line, &row.rule.clause)).field("Attach", list(&row.attach_names));
            finish(action, &row.rule, report)
        }),
    );
    more(page, rows.len(), shown, how);
}

/// What the protocol leaves out.
pub fn silences(page: &mut Page, report: &AssessmentReport) {
    if report.silent.is_empty() {
        return;
    }
    page.heading("Not in this protocol");
    page.bullets(report.silent.iter().map(|row| Line::from(row.text.clone())));
}
