//! Deadlines in words.

use crate::domain::deadline::Status;
use crate::render::{Cell, Column, Line, Page, Table};
use crate::report::assessment::{AssessmentReport, DeadlineRow};
use crate::report::due::{provisional_note, short};
use crate::report::words::count;

/// How a deadline stands, in words that need no colour.
pub fn standing(row: &DeadlineRow) -> Line {
    let days = row.days_left.unwrap_or_default();
    let plural = |days: i64| if days == 1 { "day" } else { "days" };
    match row.status {
        Status::Overdue if days == 0 => Line::new().alarm("overdue today"),
        Status::Overdue => Line::new().alarm(format!("overdue, {} {}", -days, plural(-days))),
        Status::DueToday => Line::new().warn("due today"),
        Status::Due => Line::new().warn("due now"),
        Status::Upcoming => Line::from(format!("in {days} {}", plural(days))),
        Status::Met => Line::new().good("met"),
        Status::MetLate => Line::new().warn("met late"),
        Status::Waiting => Line::from("waiting to start"),
    }
}

/// Deadlines that run or ran, as a table.
pub fn deadlines(page: &mut Page, report: &AssessmentReport) {
    let rows: Vec<_> = report.deadlines.iter().filter(|row| row.rule.certain()).collect();
    if !rows.is_empty() {
        page.heading("By when");
        table_with_notes(page, report, &rows);
    }
}

/// As [`deadlines`]; those that are met are counted.
pub fn deadlines_in_brief(page: &mut Page, report: &AssessmentReport) {
    let is_met = |row: &&DeadlineRow| matches!(row.status, Status::Met | Status::MetLate);
    let rows = report.deadlines.iter().filter(|row| row.rule.certain());
    let (met, rows): (Vec<_>, Vec<_>) = rows.partition(is_met);
    if met.is_empty() && rows.is_empty() {
        return;
    }
    page.heading("By when");
    if !rows.is_empty() {
        table_with_notes(page, report, &rows);
    }
    if !met.is_empty() {
        let late = met.iter().filter(|row| row.status == Status::MetLate).count();
        let late = if late > 0 { format!(" ({late} late)") } else { String::new() };
        let line = format!("{}{late}; --explain shows them.", count(met.len() as u64, "deadline") + " met");
        page.paragraph(Line::new().faint(line));
    }
}

fn table_with_notes(page: &mut Page, report: &AssessmentReport, rows: &[&DeadlineRow]) {
    page.table(deadline_table(rows));
    for row in rows {
        if let Some(act_by) = row.act_by.filter(|_| row.status.live()) {
            let day = crate::calendar::london::short_date(act_by);
            page.paragraph(
                Line::from(format!("{}: no working day, so act by ", row.rule.title)).strong(day).plain("."),
            );
        }
        if row.status.live() && report.editions > 1 {
            page.paragraph(Line::new().faint(format!("{}: by edition \"{}\".", row.rule.title, row.edition)));
        }
        for other in row.other_readings.iter().filter(|other| row.status.live() && other.due.is_some()) {
            let due = other.due.map(short).unwrap_or_default();
            page.paragraph(Line::new().faint(format!(
                "{}: {due}. {}.",
                row.rule.title,
                other.reading.trim_end_matches('.')
            )));
        }
    }
    if rows.iter().any(|row| row.provisional) {
        page.paragraph(Line::new().warn(provisional_note()));
    }
}

/// The table of deadlines.
pub fn deadline_table(rows: &[&DeadlineRow]) -> Table {
    let columns = [
        Column::new("Due", "due"),
        Column::new("Stands", "status"),
        Column::new("What", "title").flexible(),
        Column::new("Who", "owner").flexible(),
        Column::new("Clause", "clause"),
    ];
    let mut table = Table::new(columns, "No deadline runs.");
    for row in rows {
        let due = row.due.map_or_else(|| "not started".to_owned(), short);
        let raw = row.due.map(|due| due.to_string()).unwrap_or_default();
        table.row([
            Cell::from(due).with_value(raw),
            Cell::from(standing(row)),
            Cell::from(row.rule.title.clone()),
            Cell::from(row.owner.clone()),
            Cell::from(row.rule.clause.clone()),
        ]);
    }
    table
}
