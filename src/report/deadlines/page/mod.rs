//! The morning list as people read it: what is late first, then today, then what comes.

mod head;
mod table;

use super::rows::{Key, Row, TellRow, ToDoRow};
use super::{DeadlinesReport, clause, group};
use crate::calendar::{Amount, london};
use crate::domain::deadline::Status;
use crate::protocol::checks::Severity;
use crate::render::{Line, Page, Sheet};
use crate::report::due::{long, provisional_note, short};
use crate::report::words::{ROOM, add_near, ahead, count, list, near};
use head::{looked_at, summary};
use std::collections::{BTreeMap, HashSet};
pub(super) use table::{cells, columns, worker};
use table::{late, table};

/// Lays the answer out.
pub(super) fn lay_out(report: &DeadlinesReport<'_>, page: &mut Sheet<'_>) {
    let whose = match (&report.asked.case, &report.asked.worker) {
        _ if report.asked.unassigned => " of cases with no worker".to_owned(),
        (Some(case), _) => format!(" for {case}"),
        (None, Some(worker)) => format!(" for worker {worker}"),
        (None, None) => String::new(),
    };
    page.title(format!("Deadlines{whose} at {}", london::short(report.asked.now)));
    summary(report, page);
    looked_at(report, page);
    do_now(report, page);
    ahead_of(report, page);
    if let Some(group) = report.asked.group {
        group::add(report, group, page);
        not_certain(report, page);
        provisional(report, page);
        return;
    }
    for (status, heading) in
        [(Status::Overdue, "Overdue"), (Status::DueToday, "Due today"), (Status::Upcoming, "Coming")]
    {
        let listed = report.deadlines.of(status).without_windows();
        if !listed.is_empty() {
            page.heading(heading);
            table(report, &listed, page);
            cut(report, listed.len(), page);
        }
    }
    windows(report, page);
    no_limit(report, page);
    waiting(report, page);
    for (status, heading) in [(Status::MetLate, "Met late"), (Status::Met, "Met")] {
        let listed = report.deadlines.of(status);
        if !listed.is_empty() {
            page.heading(heading);
            table(report, &listed, page);
            cut(report, listed.len(), page);
        }
    }
    not_certain(report, page);
    provisional(report, page);
    if report.asked.verbose {
        working(report, page);
    }
}

fn provisional(report: &DeadlinesReport<'_>, page: &mut Page) {
    if report.deadlines.is_provisional() {
        page.gap().paragraph(Line::new().warn(format!("* {}", provisional_note())));
    }
}

/// Lays out only what is to be done now, and counts the rest.
pub(super) fn now(report: &DeadlinesReport<'_>, page: &mut Sheet<'_>) {
    page.title(format!("To do at {}", london::short(report.asked.now)));
    summary(report, page);
    looked_at(report, page);
    do_now(report, page);
    let overdue = report.deadlines.of(Status::Overdue);
    if !overdue.is_empty() {
        page.heading("Overdue");
        table(report, &overdue, page);
        cut(report, overdue.len(), page);
    }
}

/// How many rows were cut, where some were.
pub(super) fn cut(report: &DeadlinesReport<'_>, all: usize, page: &mut Page) {
    let shown = report.asked.rows.unwrap_or(usize::MAX);
    if all > shown {
        page.paragraph(Line::new().faint(format!("… and {} more; --full shows them all.", all - shown)));
    }
}

/// Referrals that a child at the highest level needs, then who must be told.
fn do_now(report: &DeadlinesReport<'_>, page: &mut Sheet<'_>) {
    let lead = |key: &Key<'_>| {
        let line = Line::new().strong(key.case);
        match key.worker {
            Some(worker) => line.plain(format!(" ({worker}): ")),
            None => line.plain(" (unassigned): "),
        }
    };
    let (old, current): (Vec<_>, Vec<_>) = report.tell_now.iter().partition(|row| row.is_old);
    let is_whole = report.asked.verbose || report.asked.rows.is_none();
    let told: Vec<_> = current.into_iter().chain(old.iter().copied().filter(|_| is_whole)).collect();
    let (_, first) = report.to_do.len();
    let named: HashSet<&str> = report
        .to_do
        .part(0..first)
        .map(|row| row.key.case)
        .chain(report.tell_now.iter().filter(|row| !row.is_old).map(|row| row.key.case))
        .collect();
    let missing: Vec<&str> = report.away().into_iter().filter(|case| !named.contains(case)).collect();
    let (all, most) = (first + told.len() + missing.len(), report.asked.rows.unwrap_or(usize::MAX));
    let is_missing = |case: &&str| {
        let line = Line::new().strong(*case).plain(": ").alarm("missing now.");
        line.plain(format!(" `yjs missing check {case}` says what to do."))
    };
    let referral = |row: ToDoRow<'_>| {
        let line = lead(&row.key).alarm(format!("{}. ", row.message)).plain(row.action.unwrap_or_default());
        line.plain(" ").then(clause(&row.key))
    };
    let tell = |row: &&TellRow<'_>| {
        let since = row.since.map(|since| format!(", reached {}", near(since, report.today))).unwrap_or_default();
        let line = lead(&row.key).alarm(row.key.title).plain(format!("{since}. "));
        line.plain(row.action).plain(" ").then(clause(&row.key))
    };
    if all > 0 {
        page.heading("Do now");
        page.points(first.min(most), |part| report.to_do.part(part).map(referral).collect());
        let left = told.len().min(most.saturating_sub(first));
        page.points(left, |part| told[part].iter().map(tell).collect());
        let left = missing.len().min(most.saturating_sub(first + told.len()));
        page.points(left, |part| missing[part].iter().map(is_missing).collect());
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

fn windows(report: &DeadlinesReport<'_>, page: &mut Sheet<'_>) {
    let listed = report.deadlines.windows();
    if listed.is_empty() {
        return;
    }
    page.heading("Review window open");
    let shown = listed.len().min(report.asked.rows.unwrap_or(usize::MAX));
    let line = |row: Row<'_>| {
        let opens = row.opens.map(|opens| near(opens.into(), report.today)).unwrap_or_default();
        let due = row.due.map(|due| near(due, report.today)).unwrap_or_default();
        Line::new()
            .strong(format!("{}: ", row.key.case))
            .plain(format!("{}, open since {opens}, to be held by {due} ", row.key.title))
            .then(clause(&row.key))
    };
    page.points(shown, |part| listed.part(part).map(line).collect());
    cut(report, listed.len(), page);
}

/// What is to be done with no limit printed: clocks that have none, and gaps in the record.
fn no_limit(report: &DeadlinesReport<'_>, page: &mut Sheet<'_>) {
    let due = report.deadlines.of(Status::Due);
    let (to_do, first) = report.to_do.len();
    let (all, most) = (due.len() + to_do - first, report.asked.rows.unwrap_or(usize::MAX));
    if all == 0 {
        return;
    }
    let of_clock = |row: Row<'_>| {
        let since = row.due.map(|due| format!(", due since {}", near(due, report.today))).unwrap_or_default();
        Line::new()
            .strong(format!("{}: ", row.key.case))
            .plain(format!("{}{since} ", row.key.title))
            .then(clause(&row.key))
    };
    let of_gap = |row: ToDoRow<'_>| {
        let line = Line::new().strong(format!("{}: ", row.key.case));
        let line = if row.severity == Severity::Breach { line.alarm(row.message) } else { line.plain(row.message) };
        line.plain(" ").then(clause(&row.key))
    };
    page.heading("No limit is printed");
    page.points(due.len().min(most), |part| due.part(part).map(of_clock).collect());
    let left = (to_do - first).min(most.saturating_sub(due.len()));
    page.points(left, |part| report.to_do.part(first + part.start..first + part.end).map(of_gap).collect());
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
