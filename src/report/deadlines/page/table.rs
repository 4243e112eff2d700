//! Deadlines in columns.

use super::super::listed::Listed;
use super::super::rows::{Key, Row};
use super::super::{DeadlinesReport, clause};
use crate::calendar::{Moment, london};
use crate::domain::deadline::Status;
use crate::render::{Cell, Column, Line, Sheet, Table};
use crate::report::words::{ROOM, add_near, ahead, count, near};

/// Whose case it is.
pub(in super::super) fn worker(key: &Key<'_>) -> Cell {
    match key.worker {
        Some(worker) => Cell::from(worker),
        None => Cell::from(Line::new().faint("unassigned")).with_value(""),
    }
}

pub(super) fn table(report: &DeadlinesReport<'_>, listed: &Listed<'_>, sheet: &mut Sheet<'_>) {
    let shown = listed.len().min(report.asked.rows.unwrap_or(usize::MAX));
    sheet.rows(columns(), shown, |part| listed.part(part).map(|row| cells(report, row)).collect());
}

/// A table without rows.
pub(in super::super) fn columns() -> Table {
    let columns = [
        Column::new("Case", "case"),
        Column::new("What", "title").flexible(),
        Column::new("Due", "due").flexible(),
        Column::new("Who", "owner").flexible(),
        Column::new("Worker", "worker"),
        Column::new("Clause", "clause"),
    ];
    Table::new(columns, "")
}

/// One row of such a table.
pub(in super::super) fn cells(report: &DeadlinesReport<'_>, row: Row<'_>) -> Vec<Cell> {
    vec![
        Cell::from(row.key.case),
        Cell::from(what(&row)),
        Cell::from(due(report, &row)),
        Cell::from(row.owner),
        worker(&row.key),
        Cell::from(clause(&row.key)),
    ]
}

/// The rule's title; where its edition is no longer, or not yet, the one in force, that too.
fn what(row: &Row<'_>) -> Line {
    let line = Line::from(row.key.title);
    if row.other_era {
        line.faint(format!(" (by edition \"{}\", in force when it started)", row.edition))
    } else {
        line
    }
}

/// `2 days overdue, Mon 8 Jun 16:30`, `today 15:00, in 5 hours`, `Sat 13 Jun, in 3 days; act by Fri 12 Jun`.
fn due(report: &DeadlinesReport<'_>, row: &Row<'_>) -> Line {
    let (now, today) = (report.asked.now, report.today);
    let Some(due) = row.due else { return Line::from("when its start is recorded") };
    let star = if row.provisional { "*" } else { "" };
    if row.status == Status::DueToday {
        return match due {
            Moment::Date(_) => Line::new().warn(format!("today{star}")),
            Moment::Instant(instant) => {
                let left = ahead(due, now);
                let left = left.strip_prefix("today, ").unwrap_or(&left);
                let mut text = String::from("today ");
                london::add_time(&mut text, london::local(instant).time.time());
                Line::new().warn(text + star + ", " + left)
            }
        };
    }
    if row.status == Status::Overdue {
        let mut on = String::with_capacity(ROOM);
        on.push_str(", ");
        add_near(&mut on, due, today);
        on.push_str(star);
        return Line::new().alarm(late(due, report)).plain(on);
    }
    let line = Line::from(near(due, today) + star + ", ");
    let met = || row.met_on.map(|met| near(met, today)).unwrap_or_default();
    let line = match row.status {
        Status::Met => return line.good(format!("met {}", met())),
        Status::MetLate => return line.plain(format!("met late, {}", met())),
        Status::Due => return line.plain("no limit is printed"),
        Status::Upcoming | Status::Waiting | Status::DueToday | Status::Overdue => line.plain(ahead(due, now)),
    };
    match row.act_by {
        Some(day) if day == today => line.plain("; ").warn("act by today"),
        Some(day) if day < today => {
            line.plain(format!("; act now: {} was the last working day", near(day.into(), today)))
        }
        Some(day) => line.plain(format!("; act by {}", near(day.into(), today))),
        None => line,
    }
}

pub(super) fn late(due: Moment, report: &DeadlinesReport<'_>) -> String {
    let now = report.asked.now;
    let past = match due {
        Moment::Instant(due) if (now - due).num_hours() < 1 => {
            count((now - due).num_minutes().unsigned_abs().max(1), "minute")
        }
        Moment::Instant(due) if (now - due).num_hours() < 24 => count((now - due).num_hours().unsigned_abs(), "hour"),
        due => count((report.today - due.date()).num_days().unsigned_abs(), "day"),
    };
    past + " overdue"
}
