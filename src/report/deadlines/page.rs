//! The morning list as people read it: what is late first, then today, then what comes.

use super::listed::Listed;
use super::rows::{Key, Row};
use super::{DeadlinesReport, clause};
use crate::calendar::{Amount, Moment, london};
use crate::domain::deadline::Status;
use crate::parallel;
use crate::render::{Cell, Column, Line, Page, Table};
use crate::report::due::{long, provisional_note, short};
use crate::report::words::{ROOM, add_near, ahead, count, list, near};
use std::collections::BTreeMap;

/// Lays the answer out.
pub(super) fn page(report: &DeadlinesReport<'_>) -> Page {
    let mut page = Page::new();
    let whose = match (&report.asked.case, &report.asked.worker) {
        (Some(case), _) => format!(" for {case}"),
        (None, Some(worker)) => format!(" for worker {worker}"),
        (None, None) => String::new(),
    };
    page.title(format!("Deadlines{whose} at {}", london::short(report.asked.now)));
    summary(report, &mut page);
    looked_at(report, &mut page);
    tell_now(report, &mut page);
    ahead_of(report, &mut page);
    let groups = [
        (Status::Overdue, "Overdue"),
        (Status::DueToday, "Due today"),
        (Status::Upcoming, "Coming"),
        (Status::Waiting, "Waiting to start"),
        (Status::MetLate, "Met late"),
        (Status::Met, "Met"),
    ];
    for (status, heading) in groups {
        let listed = report.deadlines.of(status);
        if !listed.is_empty() {
            page.heading(heading).table(table(report, &listed));
        }
    }
    not_certain(report, &mut page);
    if report.deadlines.is_provisional() {
        page.gap().paragraph(Line::new().warn(format!("* {}", provisional_note())));
    }
    if report.asked.verbose {
        working(report, &mut page);
    }
    page
}

fn summary(report: &DeadlinesReport<'_>, page: &mut Page) {
    let number = |status: Status| report.deadlines.number(status);
    let (overdue, today, coming) = (number(Status::Overdue), number(Status::DueToday), number(Status::Upcoming));
    let span = span(report);
    if report.left_out.unreadable == 0 && report.looked_at == 0 {
        return;
    }
    if overdue + today + coming == 0 {
        page.paragraph(match (report.left_out.unreadable, report.unanswered.len()) {
            (0, 0) => format!("Nothing is overdue, due today or due {span}."),
            (0, _) => format!("Of what can be answered, nothing is overdue, due today or due {span}."),
            _ => format!("In the cases that could be read, nothing is overdue, due today or due {span}."),
        });
    } else {
        let mut line = Line::new();
        if overdue > 0 {
            line = line.alarm(format!("{overdue} overdue")).plain(", ");
        }
        if today > 0 {
            line = line.warn(format!("{today} due today")).plain(", ");
        }
        let coming = if coming == 0 { "nothing".into() } else { coming.to_string() };
        page.paragraph(line.plain(format!("{coming} coming {span}.")));
    }
}

fn span(report: &DeadlinesReport<'_>) -> String {
    if report.asked.scope.all {
        return "later".into();
    }
    let until = near(report.until, report.today);
    format!("within {} (to {until})", report.asked.within.words())
}

fn tell_now(report: &DeadlinesReport<'_>, page: &mut Page) {
    if report.tell_now.is_empty() {
        return;
    }
    let columns = [
        Column::new("Case", "case"),
        Column::new("What", "title").flexible(),
        Column::new("Reached", "since").flexible(),
        Column::new("Tell", "tell").flexible(),
        Column::new("Clause", "clause"),
    ];
    let mut table = Table::new(columns, "");
    for row in &report.tell_now {
        let since = row.since.map(|since| near(since, report.today)).unwrap_or_default();
        table.row([
            Cell::from(row.key.case),
            Cell::from(Line::new().alarm(row.key.title)),
            Cell::from(since),
            Cell::from(list(&row.tell_names)),
            Cell::from(clause(&row.key)),
        ]);
    }
    page.heading("Tell now").table(table);
}

fn ahead_of(report: &DeadlinesReport<'_>, page: &mut Page) {
    if report.ahead.is_empty() {
        return;
    }
    page.heading("Missing: what is reached next");
    page.bullets(report.ahead.iter().map(|row| {
        Line::new()
            .strong(format!("{} reaches {} missing", row.key.case, count(u64::from(row.missing_days), "day")))
            .plain(format!(" on {} ({}): ", short(row.at), ahead(row.at, report.asked.now)))
            .plain(format!("{} ", row.key.title))
            .then(clause(&row.key))
    }));
}

fn table(report: &DeadlinesReport<'_>, listed: &Listed<'_>) -> Table {
    let columns = [
        Column::new("Case", "case"),
        Column::new("What", "title").flexible(),
        Column::new("Due", "due").flexible(),
        Column::new("Who", "owner").flexible(),
        Column::new("Clause", "clause"),
    ];
    let mut table = Table::new(columns, "");
    let cells = |row: Row<'_>| {
        vec![
            Cell::from(row.key.case),
            Cell::from(what(&row)),
            Cell::from(due(report, &row)),
            Cell::from(row.owner),
            Cell::from(clause(&row.key)),
        ]
    };
    let parts = parallel::parts(listed.len(), |part| listed.part(part).map(cells).collect::<Vec<_>>());
    table.rows = parts.into_iter().flatten().collect();
    table
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

fn late(due: Moment, report: &DeadlinesReport<'_>) -> String {
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

fn not_certain(report: &DeadlinesReport<'_>, page: &mut Page) {
    if report.not_certain.is_empty() {
        return;
    }
    // One question can settle the same rule in many cases.
    let mut groups: BTreeMap<_, (Row<'_>, Vec<String>)> = BTreeMap::new();
    let today = report.today;
    for row in report.not_certain.rows() {
        let mut text = String::with_capacity(ROOM);
        text.push_str(row.key.case);
        if let Some(due) = row.due {
            text.push_str(" (");
            match row.status {
                Status::Overdue => text.push_str(&late(due, report)),
                _ => add_near(&mut text, due, today),
            }
            text.push(')');
        }
        let place = (row.key.protocol, row.key.order, row.edition.clone());
        groups.entry(place).or_insert_with(|| (row, Vec::new())).1.push(text);
    }
    page.heading("May be running: a fact is not known");
    page.bullets(groups.values().map(|(first, cases)| {
        let line = Line::new().strong(first.key.title).plain(" ").then(clause(&first.key));
        line.plain(format!(" in {}. Ask: {}", list(cases), first.unknown.questions().join(" ")))
    }));
}

fn working(report: &DeadlinesReport<'_>, page: &mut Page) {
    let points = report.deadlines.rows().filter_map(|row| {
        let start = row.start.as_ref()?;
        let from = row.start_words.unwrap_or_default();
        let mut line = Line::new().strong(format!("{} ", row.key.case)).then(name(&row.key)).plain(format!(
            ": {} from {} ({from})",
            row.within.map(Amount::words).unwrap_or_default(),
            long(start.at)
        ));
        for other in row.other_readings.each() {
            line = line.plain(match other.due {
                Some(due) => format!(". Other reading, {}: {}", short(due), other.reading.trim_end_matches('.')),
                None => format!(". Other reading: {}", other.reading.trim_end_matches('.')),
            });
        }
        Some(line.plain("."))
    });
    let points: Vec<Line> = points.collect();
    if !points.is_empty() {
        page.heading("Working, and other readings").bullets(points);
    }
}

fn name(key: &Key<'_>) -> Line {
    Line::from(format!("{} ", key.title)).then(clause(key))
}

fn looked_at(report: &DeadlinesReport<'_>, page: &mut Page) {
    let left_out = &report.left_out;
    let mut text = match (&report.asked.case, report.looked_at) {
        (Some(case), 0) if left_out.closed > 0 => {
            format!("{case} is closed, so its deadlines no longer run; `yjs case reopen {case}` opens it again.")
        }
        (Some(_), _) => String::new(),
        (None, 0) => nothing(report),
        (None, number) => format!("{} looked at.", count(number as u64, "open case")),
    };
    let mut add = |sentence: String| {
        let gap = if text.is_empty() { "" } else { " " };
        text.push_str(gap);
        text.push_str(&sentence);
    };
    if report.later > 0 {
        let verb = if report.later == 1 { "lies" } else { "lie" };
        add(format!("{} more {verb} later: see --within or --all.", report.later));
    }
    if left_out.closed > 0 && report.asked.case.is_none() {
        add(format!("{} left out.", count(left_out.closed as u64, "closed case")));
    }
    if let (Some(protocol), true) = (&report.asked.protocol, left_out.other_protocol > 0) {
        let number = count(left_out.other_protocol as u64, "case");
        add(format!("{number} under another protocol than {protocol} left out."));
    }
    if left_out.other_worker > 0 && report.looked_at > 0 {
        add(format!("{} of other workers left out.", count(left_out.other_worker as u64, "case")));
    }
    if !text.is_empty() {
        page.paragraph(text);
    }
    if !report.missing.is_empty() {
        let line = format!("Missing now: {}. ", list(report.missing));
        page.paragraph(Line::new().alarm(line).plain("`yjs missing list` says how long, and what is next."));
    }
    if !report.unanswered.is_empty() {
        let number = count(report.unanswered.len() as u64, "clock");
        let cases: Vec<String> = report.unanswered.iter().map(|row| row.case.clone()).collect();
        let line = format!("No answer for {number}, started when no edition was in force: {}.", list(&cases));
        page.paragraph(Line::new().alarm(line));
    }
    if left_out.unreadable > 0 {
        let number = count(left_out.unreadable as u64, "line");
        let line = format!("{number} of the store could not be read: what stands there is not in this list.");
        page.paragraph(Line::new().warn(line));
    }
    if !left_out.closed_missing.is_empty() {
        let cases = list(&left_out.closed_missing);
        let line = format!(
            "Closed with the child still missing by the record: {cases}. Check that the child is safe: `yjs missing list`."
        );
        page.paragraph(Line::new().warn(line));
    }
}

fn nothing(report: &DeadlinesReport<'_>) -> String {
    let left_out = &report.left_out;
    match &report.asked.worker {
        Some(worker) if left_out.other_worker > 0 => {
            format!(
                "No open case has the worker {worker}; {} of other workers.",
                count(left_out.other_worker as u64, "case")
            )
        }
        _ if left_out.closed + left_out.other_protocol + left_out.unreadable == 0 => {
            "The store has no cases yet: `yjs case add` adds one, and `--sample` shows fictional ones.".into()
        }
        _ => "No open case was looked at.".into(),
    }
}
