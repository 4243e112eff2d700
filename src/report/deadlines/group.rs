//! The morning list by worker, case, rule or day: the same rows, under other headings.

use super::rows::Row;
use super::{DeadlinesReport, page};
use crate::domain::deadline::Status;
use crate::protocol::checks::Severity;
use crate::render::{Cell, Line, Page};
use crate::report::words::{count, near};
use std::collections::BTreeMap;

/// What rows are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Whose case it is; those without a worker last.
    Worker,
    /// The case.
    Case,
    /// The rule.
    Rule,
    /// The day on which it is due, the earliest first.
    Day,
}

/// What one heading has: how many are overdue and due today, and the rows.
#[derive(Default)]
struct Under {
    overdue: usize,
    today: usize,
    rows: Vec<Vec<Cell>>,
}

/// The order of a heading, then its words.
type Heading = (bool, String, String);

/// Adds the rows under a heading for each worker, case, rule or day.
pub(super) fn add(report: &DeadlinesReport<'_>, group: Group, page: &mut Page) {
    let mut groups: BTreeMap<Heading, Under> = BTreeMap::new();
    for row in report.deadlines.rows() {
        let under = groups.entry(heading(report, group, &row)).or_default();
        under.overdue += usize::from(row.status == Status::Overdue);
        under.today += usize::from(row.status == Status::DueToday);
        under.rows.push(page::cells(report, row));
    }
    for row in report.to_do.rows().filter(|row| !row.is_first) {
        let words = match group {
            Group::Worker => by_worker(row.key.worker),
            Group::Case => (false, row.key.case.to_owned(), row.key.case.to_owned()),
            Group::Rule => (false, row.key.rule.to_owned(), format!("{} [{}]", row.key.title, row.key.clause)),
            Group::Day => no_limit(),
        };
        let message = Line::from(row.message);
        let message = if row.severity == Severity::Breach { Line::new().alarm(row.message) } else { message };
        groups.entry(words).or_default().rows.push(vec![
            Cell::from(row.key.case),
            Cell::from(message),
            Cell::from("no limit is printed"),
            Cell::from(""),
            page::worker(&row.key),
            Cell::from(super::clause(&row.key)),
        ]);
    }
    for ((_, _, words), under) in groups {
        let mut counts = Vec::new();
        for (number, what) in [(under.overdue, "overdue"), (under.today, "due today")] {
            if number > 0 {
                counts.push(format!("{number} {what}"));
            }
        }
        let all = under.rows.len();
        let counts =
            if counts.is_empty() { count(all as u64, "row") } else { format!("{} of {all}", counts.join(", ")) };
        page.heading(Line::from(words).faint(format!(" ({counts})")));
        let shown = report.asked.rows.unwrap_or(usize::MAX);
        let mut table = page::columns();
        table.rows = under.rows.into_iter().take(shown).collect();
        page.table(table);
        page::cut(report, all, page);
    }
}

fn heading(report: &DeadlinesReport<'_>, group: Group, row: &Row<'_>) -> Heading {
    match group {
        Group::Worker => by_worker(row.key.worker),
        Group::Case => (false, row.key.case.to_owned(), row.key.case.to_owned()),
        Group::Rule => (false, row.key.rule.to_owned(), format!("{} [{}]", row.key.title, row.key.clause)),
        Group::Day => match row.due.filter(|_| row.status != Status::Due) {
            Some(due) => (false, due.date().to_string(), near(due.date().into(), report.today)),
            None => no_limit(),
        },
    }
}

/// A worker in any case of letters; no worker comes last.
fn by_worker(worker: Option<&str>) -> Heading {
    match worker {
        Some(worker) => (false, worker.to_lowercase(), worker.to_lowercase()),
        None => (true, String::new(), "No worker is assigned".to_owned()),
    }
}

fn no_limit() -> Heading {
    (true, String::new(), "No date".to_owned())
}
