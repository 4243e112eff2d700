//! Deadlines that a change started, met, put off, replaced or ended.

use super::{Change, Sort, certain};
use crate::calendar::Moment;
use crate::domain::deadline::Status;
use crate::render::Line;
use crate::report::assessment::{AssessmentReport, DeadlineRow, StartRow};
use crate::report::due::short;

pub(super) fn deadlines(changes: &mut Vec<Change>, before: Option<&AssessmentReport>, after: &AssessmentReport) {
    let rows = before.map(|report| report.deadlines.as_slice());
    for row in after.deadlines.iter().filter(|row| row.rule.certain()) {
        let old = certain(rows, |row| &row.rule, &row.rule.rule);
        changes.extend(deadline(old, row));
    }
    for old in rows.into_iter().flatten().filter(|row| row.rule.certain() && row.status.live()) {
        if certain(Some(&after.deadlines), |row| &row.rule, &old.rule.rule).is_none() {
            let line = Line::new().strong(action(old)).plain(was_due(old));
            let mut change = Change::of(Sort::DeadlineEnded, &old.rule, None, line);
            change.was = old.due;
            changes.push(change);
        }
    }
}

fn deadline(old: Option<&DeadlineRow>, new: &DeadlineRow) -> Option<Change> {
    let moved = |old: &DeadlineRow| old.due != new.due || old.start.is_none();
    let what = action(new);
    let met_on = new.working.as_ref().and_then(|working| working.met_on);
    let met = met_on.map(short).unwrap_or_default();
    let due = new.due.map(short).unwrap_or_default();
    let (sort, at, line) = match (old, new.status) {
        (Some(old), status) if old.status == status && !moved(old) => return None,
        (Some(old), Status::Waiting) if old.status == Status::Waiting => return None,
        (_, Status::Waiting) => (Sort::DeadlineWaiting, None, Line::from(what)),
        (_, Status::Met) => (Sort::DeadlineMet, met_on, Line::new().good(met).plain(format!(", due {due}: {what}"))),
        (_, Status::MetLate) => {
            (Sort::DeadlineMetLate, met_on, Line::new().warn(met).plain(format!(", but due {due}: {what}")))
        }
        (Some(old), _) if old.status.live() => {
            let line = due_line(new, &what).plain(was_due(old));
            let mut change = Change::of(Sort::DeadlineReplaced, &new.rule, new.due, line);
            change.was = old.due;
            return Some(change);
        }
        _ => (Sort::DeadlineStarted, new.due, due_line(new, &what)),
    };
    Some(Change::of(sort, &new.rule, at, line))
}

fn action(row: &DeadlineRow) -> String {
    if row.action.is_empty() { row.rule.title.clone() } else { row.action.clone() }
}

/// When it is due, and what is to be done by then.
fn due_line(row: &DeadlineRow, what: &str) -> Line {
    let due = row.due.map(short).unwrap_or_default();
    let line = match row.status {
        Status::Overdue => Line::new().alarm(format!("Overdue, was due {due}")),
        Status::DueToday => Line::new().warn(format!("Due today, {due}")),
        _ => Line::new().strong(format!("By {due}")),
    };
    let line = match row.act_by {
        Some(act_by) => line.plain(format!(" (no working day; act by {})", short(Moment::Date(act_by)))),
        None => line,
    };
    let dated = matches!(row.start, Some(StartRow { at: Moment::Date(_), .. }));
    let line = line.plain(format!(": {what}"));
    if dated && matches!(row.due, Some(Moment::Instant(_))) {
        return line.plain(" No time was given, so the hours run from 00:00.");
    }
    line
}

fn was_due(old: &DeadlineRow) -> String {
    let state = if old.status == Status::Overdue { ", and was overdue" } else { "" };
    old.due.map(|due| format!(" It was due {}{state}.", short(due))).unwrap_or_default()
}
