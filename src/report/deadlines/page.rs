//! The morning list as people read it: what is late first, then today, then what comes.

use super::listed::Listed;
use super::rows::{Key, Row};
use super::{DeadlinesReport, Totals, clause, group};
use crate::calendar::{Amount, Moment, london};
use crate::domain::deadline::Status;
use crate::parallel;
use crate::protocol::checks::Severity;
use crate::render::{Cell, Column, Line, Page, Table};
use crate::report::due::{long, provisional_note, short};
use crate::report::words::{ROOM, add_near, ahead, count, list, near};
use std::collections::BTreeMap;

/// Lays the answer out.
pub(super) fn page(report: &DeadlinesReport<'_>) -> Page {
    let mut page = Page::new();
    let whose = match (&report.asked.case, &report.asked.worker) {
        _ if report.asked.unassigned => " of cases with no worker".to_owned(),
        (Some(case), _) => format!(" for {case}"),
        (None, Some(worker)) => format!(" for worker {worker}"),
        (None, None) => String::new(),
    };
    page.title(format!("Deadlines{whose} at {}", london::short(report.asked.now)));
    summary(report, &mut page);
    looked_at(report, &mut page);
    do_now(report, &mut page);
    ahead_of(report, &mut page);
    if let Some(group) = report.asked.group {
        group::add(report, group, &mut page);
        not_certain(report, &mut page);
        provisional(report, &mut page);
        return page;
    }
    let today = report.today;
    let in_window = |row: &Row<'_>| row.is_in_window(today);
    for (status, heading) in
        [(Status::Overdue, "Overdue"), (Status::DueToday, "Due today"), (Status::Upcoming, "Coming")]
    {
        let listed = report.deadlines.of(status).without(in_window);
        if !listed.is_empty() {
            page.heading(heading).table(table(report, &listed));
            cut(report, listed.len(), &mut page);
        }
    }
    windows(report, in_window, &mut page);
    no_limit(report, &mut page);
    waiting(report, &mut page);
    for (status, heading) in [(Status::MetLate, "Met late"), (Status::Met, "Met")] {
        let listed = report.deadlines.of(status);
        if !listed.is_empty() {
            page.heading(heading).table(table(report, &listed));
            cut(report, listed.len(), &mut page);
        }
    }
    not_certain(report, &mut page);
    provisional(report, &mut page);
    if report.asked.verbose {
        working(report, &mut page);
    }
    page
}

fn provisional(report: &DeadlinesReport<'_>, page: &mut Page) {
    if report.deadlines.is_provisional() {
        page.gap().paragraph(Line::new().warn(format!("* {}", provisional_note())));
    }
}

/// Lays out only what is to be done now, and counts the rest.
pub(super) fn now(report: &DeadlinesReport<'_>) -> Page {
    let mut page = Page::new();
    page.title(format!("To do at {}", london::short(report.asked.now)));
    summary(report, &mut page);
    looked_at(report, &mut page);
    do_now(report, &mut page);
    let overdue = report.deadlines.of(Status::Overdue);
    if !overdue.is_empty() {
        page.heading("Overdue").table(table(report, &overdue));
        cut(report, overdue.len(), &mut page);
    }
    page
}

/// How many rows were cut, where some were.
pub(super) fn cut(report: &DeadlinesReport<'_>, all: usize, page: &mut Page) {
    let shown = report.asked.rows.unwrap_or(usize::MAX);
    if all > shown {
        page.paragraph(Line::new().faint(format!("… and {} more; --full shows them all.", all - shown)));
    }
}

/// A child who is missing comes before any count, also where nothing has a date yet.
fn missing_now(report: &DeadlinesReport<'_>, page: &mut Page) {
    if !report.missing.is_empty() {
        let line = format!("Missing now: {}. ", list(report.missing));
        page.paragraph(Line::new().alarm(line).plain("`yjs missing list` says how long, and what is next."));
    }
}

fn summary(report: &DeadlinesReport<'_>, page: &mut Page) {
    missing_now(report, page);
    let Totals { to_do_now: now, overdue, due_today: today, coming, no_limit: others } = report.totals;
    let windows = report.deadlines.rows().filter(|row| row.is_in_window(report.today)).count();
    let coming = coming.saturating_sub(windows);
    let span = span(report);
    if report.left_out.unreadable == 0 && report.looked_at == 0 && now + others == 0 {
        return;
    }
    if now + others + overdue + today + coming + windows == 0 {
        page.paragraph(match (report.left_out.unreadable, report.unanswered.len()) {
            (0, 0) if report.missing.is_empty() => format!("Nothing is overdue, due today or due {span}."),
            (0, 0) => format!("No deadline is overdue, due today or due {span}."),
            (0, _) => format!("Of what can be answered, nothing is overdue, due today or due {span}."),
            _ => format!("In the cases that could be read, nothing is overdue, due today or due {span}."),
        });
        return;
    }
    let mut line = Line::new();
    for (number, words) in [(now, "to do now"), (overdue, "overdue")] {
        if number > 0 {
            line = line.alarm(format!("{number} {words}")).plain(", ");
        }
    }
    if today > 0 {
        line = line.warn(format!("{today} due today")).plain(", ");
    }
    if others > 0 {
        line = line.plain(format!("{others} with no limit printed, "));
    }
    if windows > 0 {
        line = line.plain(format!("{} open, ", count(windows as u64, "review window")));
    }
    let coming = if coming == 0 { "nothing".into() } else { coming.to_string() };
    page.paragraph(line.plain(format!("{coming} coming {span}.")));
    if !report.asked.only.is_empty() {
        let words = |status: &Status| if *status == Status::Overdue { "overdue" } else { "due today" };
        let only: Vec<&str> = report.asked.only.iter().map(words).collect();
        let line = format!("Listed here: what is to be done now, and what is {}.", only.join(" or "));
        page.paragraph(Line::new().faint(line));
    }
}

fn span(report: &DeadlinesReport<'_>) -> String {
    if report.asked.scope.all {
        return "later".into();
    }
    let until = near(report.until, report.today);
    format!("within {} (to {until})", report.asked.within.words())
}

/// Whose case it is.
pub(super) fn worker(key: &Key<'_>) -> Cell {
    match key.worker {
        Some(worker) => Cell::from(worker),
        None => Cell::from(Line::new().faint("unassigned")).with_value(""),
    }
}

/// Referrals that a child at the highest level needs, then who must be told.
fn do_now(report: &DeadlinesReport<'_>, page: &mut Page) {
    let lead = |key: &Key<'_>| {
        let line = Line::new().strong(key.case);
        match key.worker {
            Some(worker) => line.plain(format!(" ({worker}): ")),
            None => line.plain(" (unassigned): "),
        }
    };
    let mut lines: Vec<Line> = Vec::new();
    for row in report.to_do.iter().filter(|row| row.is_first) {
        let line = lead(&row.key).alarm(format!("{}. ", row.message)).plain(row.action.unwrap_or_default());
        lines.push(line.plain(" ").then(clause(&row.key)));
    }
    let (old, current): (Vec<_>, Vec<_>) = report.tell_now.iter().partition(|row| row.is_old);
    let is_whole = report.asked.verbose || report.asked.rows.is_none();
    let shown = if is_whole { old.as_slice() } else { &[] };
    for row in current.iter().chain(shown) {
        let since = row.since.map(|since| format!(", reached {}", near(since, report.today))).unwrap_or_default();
        let line = lead(&row.key).alarm(row.key.title).plain(format!("{since}. "));
        lines.push(line.plain(row.action).plain(" ").then(clause(&row.key)));
    }
    let named = |case: &str| {
        report.to_do.iter().any(|row| row.is_first && row.key.case == case)
            || report.tell_now.iter().any(|row| !row.is_old && row.key.case == case)
    };
    for case in report.missing.iter().filter(|case| !named(case)) {
        let line = Line::new().strong(case.as_str()).plain(": ").alarm("missing now.");
        lines.push(line.plain(format!(" `yjs missing check {case}` says what to do.")));
    }
    let (all, rows) = (lines.len(), report.asked.rows.unwrap_or(usize::MAX));
    lines.truncate(rows);
    if !lines.is_empty() {
        page.heading("Do now").bullets(lines);
        cut(report, all, page);
    }
    if !old.is_empty() && !is_whole {
        let mut cases: Vec<&str> = old.iter().map(|row| row.key.case).collect();
        cases.dedup();
        let steps = count(old.len() as u64, "step");
        page.gap().paragraph(Line::new().warn(format!("{steps} reached, not recorded as done,")).plain(format!(
            " some time after the child came back: {}. --full lists them; `yjs case waive` puts them aside.",
            list(&cases)
        )));
    }
}

fn ahead_of(report: &DeadlinesReport<'_>, page: &mut Page) {
    if report.ahead.is_empty() {
        return;
    }
    page.heading("Missing now, and what is reached next");
    page.bullets(report.ahead.iter().map(|row| {
        Line::new()
            .strong(format!("{} reaches {} missing", row.key.case, count(u64::from(row.missing_days), "day")))
            .plain(format!(" on {} ({}): ", short(row.at), ahead(row.at, report.asked.now)))
            .plain(format!("{} ", row.key.title))
            .then(clause(&row.key))
    }));
}

fn windows(report: &DeadlinesReport<'_>, in_window: impl Fn(&Row<'_>) -> bool, page: &mut Page) {
    let rows: Vec<Row<'_>> = report.deadlines.rows().filter(|row| in_window(row)).collect();
    if rows.is_empty() {
        return;
    }
    page.heading("Review window open");
    let shown = report.asked.rows.unwrap_or(usize::MAX);
    page.bullets(rows.iter().take(shown).map(|row| {
        let opens = row.opens.map(|opens| near(opens.into(), report.today)).unwrap_or_default();
        let due = row.due.map(|due| near(due, report.today)).unwrap_or_default();
        Line::new()
            .strong(format!("{}: ", row.key.case))
            .plain(format!("{}, open since {opens}, to be held by {due} ", row.key.title))
            .then(clause(&row.key))
    }));
    cut(report, rows.len(), page);
}

/// What is to be done with no limit printed: clocks that have none, and gaps in the record.
fn no_limit(report: &DeadlinesReport<'_>, page: &mut Page) {
    let due = report.deadlines.of(Status::Due);
    let mut lines: Vec<Line> = due
        .rows()
        .map(|row| {
            let since = row.due.map(|due| format!(", due since {}", near(due, report.today))).unwrap_or_default();
            Line::new()
                .strong(format!("{}: ", row.key.case))
                .plain(format!("{}{since} ", row.key.title))
                .then(clause(&row.key))
        })
        .collect();
    lines.extend(report.to_do.iter().filter(|row| !row.is_first).map(|row| {
        let line = Line::new().strong(format!("{}: ", row.key.case));
        let line = if row.severity == Severity::Breach { line.alarm(row.message) } else { line.plain(row.message) };
        line.plain(" ").then(clause(&row.key))
    }));
    if lines.is_empty() {
        return;
    }
    let shown = report.asked.rows.unwrap_or(usize::MAX);
    let all = lines.len();
    lines.truncate(shown);
    page.heading("No limit is printed").bullets(lines);
    cut(report, all, page);
}

/// Clocks whose start is not recorded, by rule.
fn waiting(report: &DeadlinesReport<'_>, page: &mut Page) {
    let listed = report.deadlines.of(Status::Waiting);
    if listed.is_empty() {
        return;
    }
    let mut rules: BTreeMap<(&str, u16), (Row<'_>, Vec<&str>)> = BTreeMap::new();
    for row in listed.rows() {
        let case = row.key.case;
        rules.entry((row.key.protocol, row.key.order)).or_insert_with(|| (row, Vec::new())).1.push(case);
    }
    page.heading("Waiting for a fact: the time runs once its start is recorded");
    let shown = report.asked.rows.unwrap_or(usize::MAX);
    page.bullets(rules.values().map(|(row, cases)| {
        let further = cases.len().saturating_sub(shown);
        let more = if further > 0 { format!(" and {further} more") } else { String::new() };
        Line::new()
            .strong(row.key.title)
            .plain(" ")
            .then(clause(&row.key))
            .plain(format!(": {}{more}", list(&cases[..cases.len().min(shown)])))
    }));
}

fn table(report: &DeadlinesReport<'_>, listed: &Listed<'_>) -> Table {
    let mut table = columns();
    let shown = listed.len().min(report.asked.rows.unwrap_or(usize::MAX));
    let parts = parallel::parts(shown, |part| listed.part(part).map(|row| cells(report, row)).collect::<Vec<_>>());
    table.rows = parts.into_iter().flatten().collect();
    table
}

/// A table without rows.
pub(super) fn columns() -> Table {
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
pub(super) fn cells(report: &DeadlinesReport<'_>, row: Row<'_>) -> Vec<Cell> {
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
    if left_out.unassigned > 0 {
        let number = count(left_out.unassigned as u64, "case");
        add(format!("{number} with no worker left out: `yjs case list` shows them."));
    }
    if !text.is_empty() {
        page.paragraph(text);
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
