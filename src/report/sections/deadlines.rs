//! Deadlines in words.

use super::{clause, question_of};
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
        Status::Due => Line::new().warn("to be done now; no limit is printed"),
        Status::Upcoming => Line::from(format!("in {days} {}", plural(days))),
        Status::Met => Line::new().good("met"),
        Status::MetLate => Line::new().warn("met late"),
        Status::Waiting => Line::from("waiting to start"),
    }
}

/// Deadlines that run or wait, one a line; those that are met are counted.
pub fn deadlines(page: &mut Page, report: &AssessmentReport) {
    let rows: Vec<&DeadlineRow> = report.deadlines.iter().filter(|row| row.rule.certain()).collect();
    if report.verbose {
        if !rows.is_empty() {
            page.heading("By when");
            page.table(deadline_table(&rows));
            rows.iter().for_each(|row| notes(page, report, row));
            page.gap();
        }
        return;
    }
    let is_met = |row: &&&DeadlineRow| matches!(row.status, Status::Met | Status::MetLate);
    let met: Vec<&&DeadlineRow> = rows.iter().filter(is_met).collect();
    let live: Vec<&&DeadlineRow> = rows.iter().filter(|row| !is_met(row)).collect();
    if !live.is_empty() {
        page.paragraph(Line::new().strong("By when"));
        page.bullets(live.iter().map(|row| line(row, report)));
        live.iter().for_each(|row| notes(page, report, row));
    }
    if !met.is_empty() {
        let late = met.iter().filter(|row| row.status == Status::MetLate).count();
        let late = if late > 0 { format!(" ({late} late)") } else { String::new() };
        let line = format!("{} met{late}; -v shows them.", count(met.len() as u64, "deadline"));
        page.paragraph(Line::new().faint(line));
    }
    if rows.iter().any(|row| row.provisional) {
        page.paragraph(Line::new().warn(provisional_note()));
    }
}

fn line(row: &DeadlineRow, report: &AssessmentReport) -> Line {
    let title = &row.rule.title;
    let line = match (row.status, row.due, row.opens) {
        (Status::Waiting, ..) => Line::new().strong(title.clone()).plain(": the time runs once its start is recorded"),
        (Status::Due, since, _) => {
            let since = since.map(|since| format!(" since {}", short(since))).unwrap_or_default();
            let line = Line::new().strong(title.clone()).plain(": ").warn(format!("due{since}"));
            line.plain("; no limit is printed")
        }
        (Status::Upcoming, Some(due), Some(opens)) if opens <= crate::calendar::london::date_of(report.instant) => {
            Line::new()
                .strong(title.clone())
                .plain(format!(": review window open since {}, to be held by ", short(opens.into())))
                .strong(short(due))
        }
        (_, Some(due), _) => {
            let line = Line::new().strong(short(due)).plain(" (").then(standing(row)).plain("): ");
            line.plain(title.clone())
        }
        _ => Line::new().strong(title.clone()),
    };
    clause(line, &row.rule.clause)
}

fn notes(page: &mut Page, report: &AssessmentReport, row: &DeadlineRow) {
    if !row.status.live() {
        return;
    }
    if let Some(act_by) = row.act_by {
        let day = crate::calendar::london::short_date(act_by);
        page.paragraph(Line::from("  That is not a working day, so act by ").strong(day).plain("."));
    }
    if report.editions > 1 {
        page.paragraph(Line::new().faint(format!("{}: by edition \"{}\".", row.rule.title, row.edition)));
    }
    for other in &row.other_readings {
        let reading = other.reading.trim_end_matches('.');
        match other.due {
            Some(due) => page.paragraph(Line::new().faint(format!("  Or {}: {reading}.", short(due)))),
            None if row.status == Status::Due => page.paragraph(Line::new().faint(format!("  Or: {reading}."))),
            None => page,
        };
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

/// Deadlines that may run, by the question that decides each.
pub(super) fn may_run(report: &AssessmentReport) -> Vec<Line> {
    let near = |row: &&DeadlineRow| !row.rule.certain() && row.rule.is_subject;
    let rows = report.deadlines.iter().filter(near);
    rows.map(|row| {
        let question = super::first_question(&row.rule, report).map(|fact| question_of(fact, report));
        let line = Line::new().warn(format!("{} If so: ", question.unwrap_or_default()));
        clause(line.plain(format!("{}.", row.rule.title)), &row.rule.clause)
    })
    .collect()
}
