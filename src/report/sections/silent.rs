//! What the protocol leaves out.

use super::contact::reach;
use super::labelled;
use crate::render::{Line, Page};
use crate::report::assessment::{AssessmentReport, SilenceRow};
use crate::report::silence::NO_EPISODE;
use std::collections::BTreeSet;

/// Returns true while nothing that applies is for the highest level or for the emergency services: then what the protocol
/// has no rule for comes first.
fn comes_first(report: &AssessmentReport) -> bool {
    let emergency = report.routes.iter().any(|row| row.rank == 1 && row.rule.certain())
        || report.escalations.iter().any(|row| row.rank == 1 && row.rule.certain());
    let highest = report.level.highest && report.level.level.is_some();
    !(highest || emergency)
}

/// What must be said before the level: a grave fact that no rule reads, with the question that decides safety and the
/// nearest contact.
pub(super) fn first(page: &mut Page, report: &AssessmentReport) {
    if !comes_first(report) {
        return;
    }
    let rows: Vec<&SilenceRow> = report.silent.iter().filter(|row| row.first).collect();
    let Some(last) = rows.last() else { return };
    let mut line = Line::new();
    for (place, row) in rows.iter().enumerate() {
        line = line.plain(if place == 0 { "" } else { " " }).alarm(row.text.clone());
    }
    if let Some(question) = report.safety_question.as_ref().filter(|_| !report.safety_known) {
        line = line.plain(" Ask now: ").strong(question.clone());
    }
    let (teams, names): (Vec<String>, Vec<String>) = last.names.iter().cloned().unzip();
    let reach = reach(&teams, &names, &last.contact, &mut BTreeSet::new());
    if !reach.is_empty() {
        line = line.plain(" ").then(reach).plain(".");
    }
    page.paragraph(line);
}

/// What the protocol leaves out, apart from what was said first.
pub fn silences(page: &mut Page, report: &AssessmentReport) {
    let first = comes_first(report);
    let rows = || report.silent.iter().filter(|row| row.topic != NO_EPISODE && !(row.first && first));
    // A fact that no rule reads is said once, though it is a concern as well.
    let unread: Vec<&SilenceRow> = rows().filter(|row| row.fact.is_some() && !row.first).collect();
    let others: Vec<&SilenceRow> = rows().filter(|row| (row.fact.is_none() || row.first) && !row.is_repeated).collect();
    let mut line = Line::new();
    for row in &others {
        line = line.plain(format!("{} ", row.text));
    }
    if let [one] = unread.as_slice() {
        line = line.plain(one.text.clone());
    } else if !unread.is_empty() {
        let name = |row: &&SilenceRow| row.label.clone().or_else(|| row.fact.as_deref().map(super::words));
        let names: Vec<String> = unread.iter().filter_map(name).collect();
        line =
            line.plain(format!("The protocol has no rule for these {} answers: {}.", unread.len(), names.join("; ")));
    }
    if !line.is_empty() {
        labelled(page, "Not in this protocol", line);
    }
}
