//! A missing child as people read it: how long, what to do now, what to find out, then the working.

use super::{MissingReport, OpenRow, State, StepRow, tables};
use crate::calendar::{Moment, london};
use crate::domain::deadline::Status;
use crate::render::{Line, Page};
use crate::report::due::{long, short};
use crate::report::sections;
use crate::report::wording::lower_first;
use crate::report::words::{ahead, count, list};

/// Lays the answer out: how long, what to do now, what follows, what to find out, and what everyone does. The working is
/// there with `-v`, and where two readings disagree.
pub(super) fn page(report: &MissingReport) -> Page {
    let mut page = Page::new();
    for recorded in &report.recorded {
        let case = report.case.as_deref().unwrap_or("the child");
        let line = Line::from(format!("Recorded for {case}: ")).strong(recorded.title.as_str());
        let note = recorded.note.as_ref().map(|note| format!(" {note}")).unwrap_or_default();
        page.paragraph(line.plain(format!(", {}.{note}", long(recorded.at))));
    }
    let case = report.case.as_ref().map(|case| format!("{case}, ")).unwrap_or_default();
    page.title(format!("{case}{}, {}", report.protocol.short, london::short(report.instant)));
    page.paragraph(state(report));
    page.paragraph(report.level_line.clone());
    standing(report, &mut page);
    if let Some(shown) = &report.shown {
        sections::to_do(&mut page, shown);
    }
    if_missing(report, &mut page);
    // Where nobody has to be told, what everyone does comes first.
    let nothing_else = report.steps.iter().all(StepRow::is_settled);
    if nothing_else {
        duties(report, "Do now", &mut page);
    }
    page.gap();
    ahead_of_it(report, &mut page);
    ask(report, &mut page);
    clocks(report, &mut page);
    tables::month(report, &mut page);
    if !nothing_else {
        duties(report, "Who else does what", &mut page);
    }
    done(report, &mut page);
    tables::kinds(report, &mut page);
    if !report.silent.is_empty() {
        page.heading("Not printed in this protocol");
        page.bullets(report.silent.iter().map(|row| row.text.as_str()));
    }
    page
}

/// Where the child stands and since when.
pub(super) fn state(report: &MissingReport) -> Line {
    let line = Line::new();
    match (report.state, &report.open) {
        (State::Missing, Some(open)) => {
            let lasted = line.alarm(format!("Missing for {}", lasted(open.days, open.hours)));
            lasted.plain(format!("{}, since {}{}.", hours(open), short(open.lost), counted(open)))
        }
        (State::LocatedNotConfirmed, Some(open)) => {
            let located = open.located.map(short).unwrap_or_default();
            line.alarm(format!("Located after {}; well-being not confirmed", lasted(open.days, open.hours)))
                .plain(format!(": lost {}, located {located}{}.", short(open.lost), counted(open)))
        }
        (State::TimeNotRecorded, _) => line.alarm("Said to be missing, but no time is recorded"),
        _ => line.plain("No missing episode is open"),
    }
}

/// ` (74 hours)` behind a number of days.
fn hours(open: &OpenRow) -> String {
    if open.days == 0 { String::new() } else { format!(" ({})", count(open.hours.unsigned_abs(), "hour")) }
}

/// How the days were counted, where that needs saying.
fn counted(open: &OpenRow) -> String {
    let mut counted = String::new();
    if matches!(open.lost, Moment::Date(_)) {
        counted.push_str("; no time is recorded, so it counts from 00:00, the earliest it can be");
    }
    if let Some(change) = &open.clock_change {
        counted.push_str(&format!(
            "; {change}, so a day is full at the same clock time or after 24 hours, whichever is sooner"
        ));
    }
    counted
}

/// `3 days`, or the hours of a first day.
fn lasted(days: u32, hours: i64) -> String {
    match (days, hours) {
        (0, ..=0) => "less than an hour".to_owned(),
        (0, hours) => count(hours.unsigned_abs(), "hour"),
        (days, _) => count(days.into(), "day"),
    }
}

fn standing(report: &MissingReport, page: &mut Page) {
    let reference = report.case.as_deref();
    match report.state {
        State::LocatedNotConfirmed => {
            let how = reference.map(|case| format!(": `yjs missing confirm {case} --at WHEN`")).unwrap_or_default();
            page.paragraph(format!(
                "By the police meaning the child stays missing until someone confirms that the child is well{how}."
            ));
        }
        State::TimeNotRecorded => {
            let how = reference.map(|case| format!(": `yjs missing report {case} --at WHEN`")).unwrap_or_default();
            page.paragraph(format!(
                "The facts speak of a missing child, but no episode is recorded. No clock can run until the time when \
                 whereabouts were lost is recorded{how}."
            ));
        }
        State::NotMissing if report.never_located => {
            page.paragraph(Line::new().warn(
                "Well-being is recorded as confirmed, and nothing records that the child was located. If nobody has located \
                 the child, the child is still missing: undo that record.",
            ));
        }
        State::NotMissing if report.episodes.is_empty() => {
            page.paragraph("No missing episode is recorded.");
        }
        _ => {}
    }
}

/// What is reached next, and what the police count.
fn ahead_of_it(report: &MissingReport, page: &mut Page) {
    let Some(open) = &report.open else { return };
    for (place, next) in report.thresholds.iter().filter(|threshold| !threshold.reached).enumerate() {
        let label = if place == 0 { "Next" } else { "Then" };
        let line = Line::new()
            .strong(short(next.at))
            .plain(format!(" ({}): {} ", ahead(next.at, report.instant), lower_first(&next.title)))
            .faint(format!("[{}]", next.clause));
        page.field(label, line);
    }
    if open.police_days > open.days {
        let days = count(open.police_days.into(), "full day");
        page.field("Police count", format!("{days}, from the first loss until well-being is confirmed"));
    }
}

fn done(report: &MissingReport, page: &mut Page) {
    let rows: Vec<&StepRow> = report.steps.iter().filter(|step| step.is_settled()).collect();
    if rows.is_empty() {
        return;
    }
    page.heading("Done");
    page.bullets(rows.into_iter().map(|step| {
        let line = match step.done {
            Some(done) => Line::new().good(format!("Done {}", long(done))).plain(format!(": {} ", step.rule.title)),
            // No record shows that it was sent.
            None => Line::from("Check that this was done too: ").plain(format!("{} ", step.action)),
        };
        line.faint(format!("[{}]", step.rule.clause))
    }));
}

fn duties(report: &MissingReport, heading: &str, page: &mut Page) {
    let Some(shown) = &report.shown else { return };
    page.gap();
    sections::duties(page, shown, heading);
    // Where the protocol leaves the numbers to another text, the note is the answer.
    if report.thresholds.is_empty() && !report.counts_episodes && !report.verbose {
        for note in report.duties.iter().filter_map(|row| row.rule.note.as_deref()) {
            page.paragraph(note);
        }
    }
}

fn ask(report: &MissingReport, page: &mut Page) {
    let first = report.shown.as_ref().map(sections::asked_first).unwrap_or_default();
    let rows: Vec<_> = report.ask.iter().filter(|row| !first.contains(&row.fact)).collect();
    if rows.is_empty() {
        return;
    }
    page.heading("Not known: find out");
    page.bullets(rows.into_iter().map(|row| {
        let mut decides: Vec<String> = Vec::new();
        for rule in row.decides.iter().map(|rule| format!("{} [{}]", rule.title, rule.clause)) {
            if !decides.contains(&rule) {
                decides.push(rule);
            }
        }
        Line::new().strong(row.question.as_str()).plain(format!(" It decides: {}.", list(&decides)))
    }));
}

fn clocks(report: &MissingReport, page: &mut Page) {
    if report.deadlines.is_empty() && report.not_started.is_empty() {
        return;
    }
    let running = report.deadlines.iter().map(|row| {
        let clause = format!("[{}]", row.rule.clause);
        let Some(due) = row.due else {
            return match row.status {
                Status::Due => Line::new()
                    .strong(row.action.as_str())
                    .plain(format!(" {}: ", row.rule.title))
                    .alarm("now")
                    .plain("; no limit is printed ")
                    .faint(clause),
                _ => Line::from(format!("{}: waits for its start to be recorded ", row.rule.title)).faint(clause),
            };
        };
        let by = match row.act_by {
            Some(day) => format!("; act by {}", london::short_date(day)),
            None => String::new(),
        };
        let line = Line::new().strong(row.action.as_str()).plain(format!(" {}: due {}, ", row.rule.title, short(due)));
        let line = match row.status {
            Status::Overdue => line.alarm("overdue"),
            Status::DueToday => line.warn("today"),
            _ => line.plain(ahead(due, report.instant)),
        };
        line.plain(format!("{by} ")).faint(clause)
    });
    let not_started = report.not_started.iter().map(|row| {
        let when = if row.applies == "yes" { "starts" } else { "starts, if the facts above say so," };
        let line = format!(
            "{}: {when} with the first record of “{}”; none is recorded ",
            row.title,
            list(&row.starts_words).to_lowercase()
        );
        Line::from(line).faint(format!("[{}]", row.clause))
    });
    let points: Vec<Line> = running.chain(not_started).collect();
    page.heading("Clocks").bullets(points);
}

fn if_missing(report: &MissingReport, page: &mut Page) {
    if report.if_missing.is_empty() {
        return;
    }
    page.heading("Do now, if the child is missing");
    page.bullets(report.if_missing.iter().map(|row| {
        Line::new().strong(row.action.as_str()).plain(format!(" Who: {} ", row.who)).faint(format!("[{}]", row.clause))
    }));
}
