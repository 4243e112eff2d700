//! A missing child as people read it: how long, what to do now, what to find out, then the working.

use super::{EpisodeRow, MissingReport, State, StepRow, TimesRow};
use crate::calendar::{Moment, london};
use crate::domain::deadline::Status;
use crate::render::{Cell, Column, Line, Page, Table};
use crate::report::assessment::ContactRow;
use crate::report::due::{long, short};
use crate::report::words::{ahead, count, list, near};

/// Lays the answer out.
pub(super) fn page(report: &MissingReport) -> Page {
    let mut page = Page::new();
    for recorded in &report.recorded {
        let case = report.case.as_deref().unwrap_or("the child");
        let line = Line::from(format!("Recorded for {case}: ")).strong(recorded.title.as_str());
        let note = recorded.note.as_ref().map(|note| format!(" {note}")).unwrap_or_default();
        page.paragraph(line.plain(format!(", {}.{note}", long(recorded.at))));
    }
    page.title(title(report));
    page.paragraph(report.level_line.clone());
    standing(report, &mut page);
    steps(report, &mut page);
    counts(report, &mut page);
    if_missing(report, &mut page);
    // Where nobody has to be told, what everyone does comes first.
    let nothing_else = report.steps.iter().all(settled);
    if nothing_else {
        duties(report, "Do now", &mut page);
    }
    ask(report, &mut page);
    clocks(report, &mut page);
    month(report, &mut page);
    if !nothing_else {
        duties(report, "Who else does what", &mut page);
    }
    kinds(report, &mut page);
    if !report.silent.is_empty() {
        page.heading("Not printed in this protocol");
        page.bullets(report.silent.iter().map(|row| row.text.as_str()));
    }
    page
}

fn title(report: &MissingReport) -> Line {
    let line = Line::from(report.case.as_ref().map(|case| format!("{case}: ")).unwrap_or_default());
    match (report.state, &report.open) {
        (State::Missing, Some(open)) => line.alarm(format!("Missing for {}", lasted(open.days, open.hours))),
        (State::LocatedNotConfirmed, Some(open)) => {
            line.alarm(format!("Located after {}; well-being not confirmed", lasted(open.days, open.hours)))
        }
        (State::TimeNotRecorded, _) => line.alarm("Said to be missing, but no time is recorded"),
        _ => line.plain("No missing episode is open"),
    }
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
    let Some(open) = &report.open else { return };
    page.gap().field("Lost", long(open.lost));
    if let Some(located) = open.located {
        page.field("Located", long(located));
    }
    let until = open.located.map_or_else(|| london::short(report.instant), short);
    let hours = if open.hours <= 0 { "less than an hour".to_owned() } else { count(open.hours.unsigned_abs(), "hour") };
    let mut elapsed = format!("{hours} to {until}");
    elapsed.push_str(&match open.days {
        0 => ": not yet one full day".to_owned(),
        days => format!(": {}", count(days.into(), "full day")),
    });
    if matches!(open.lost, Moment::Date(_)) {
        elapsed.push_str("; no time is recorded, so it counts from 00:00, the earliest it can be");
    }
    if let Some(change) = &open.clock_change {
        elapsed.push_str(&format!(
            "; {change}, so a day is full at the same clock time or after 24 hours, whichever is sooner"
        ));
    }
    page.field("Elapsed", elapsed);
}

/// What else is counted, and by which protocol.
fn counts(report: &MissingReport, page: &mut Page) {
    page.gap().field("Protocol", report.protocol.name.as_str());
    let Some(open) = &report.open else { return };
    if open.police_days > open.days {
        let days = count(open.police_days.into(), "full day");
        page.field("Police count", format!("{days}: from the first loss until well-being is confirmed"));
    }
    for (place, next) in report.thresholds.iter().filter(|threshold| !threshold.reached).enumerate() {
        let label = if place == 0 { "Next" } else { "Then" };
        let line = Line::new()
            .strong(format!("{} on {}", count(next.days.into(), "day"), short(next.at)))
            .plain(format!(" ({}): {} ", ahead(next.at, report.instant), next.title))
            .faint(format!("[{}]", next.clause));
        page.field(label, line);
    }
}

fn steps(report: &MissingReport, page: &mut Page) {
    let (done, open): (Vec<&StepRow>, Vec<&StepRow>) = report.steps.iter().partition(|step| settled(step));
    if !open.is_empty() {
        let mut told: Vec<&str> = Vec::new();
        page.heading("Do now")
            .steps(open.iter().map(|step| step_line(step, &mut told, report.verbose)).collect::<Vec<_>>());
    }
    if !done.is_empty() {
        page.heading("Done");
        page.bullets(done.iter().map(|step| {
            let line = match (step.done, step.occasion_done) {
                (Some(done), _) => {
                    Line::new().good(format!("Done {}", long(done))).plain(format!(": {} ", step.rule.title))
                }
                // No record shows that it was sent.
                _ => Line::from("Check that this was done too: ").plain(format!("{} ", step.action)),
            };
            line.faint(format!("[{}]", step.rule.clause))
        }));
    }
}

fn settled(step: &StepRow) -> bool {
    step.done.or(step.occasion_done).is_some()
}

/// What, who, to whom and how, with what, why. A team's contacts are printed the first time only.
fn step_line<'r>(step: &'r StepRow, told: &mut Vec<&'r str>, verbose: bool) -> Line {
    let mut line = Line::new().strong(step.action.as_str());
    if !step.who.is_empty() {
        line = line.plain(format!(" Who: {}.", step.who));
    }
    for (team, name) in step.to.iter().zip(&step.to_names) {
        if told.contains(&team.as_str()) {
            line = line.plain(format!(" To: {name}, as above."));
        } else {
            told.push(team);
            line = line.plain(format!(" To: {name} ({}).", reach(&step.contact, team)));
        }
    }
    if !step.attach_names.is_empty() {
        line = line.plain(format!(" With: {}.", list(&step.attach_names)));
    }
    let why = if step.kind == "escalation" { "Why: " } else { "" };
    line = line.plain(format!(" {why}{}", step.rule.title));
    if let Some(since) = step.since {
        line = line.plain(format!(", since {}", short(since)));
    }
    if !step.readings_met.is_empty() {
        line = line.plain(format!("; reached {}", list(&step.readings_met)));
    }
    if let Some(perhaps) = &step.perhaps_done {
        let at = perhaps.at.map(short).unwrap_or_default();
        line = line.warn(format!(" Perhaps done: {} {at}; check that it covered this.", perhaps.words));
    }
    line = line.plain(" ").faint(format!("[{}]", step.rule.clause));
    if verbose {
        for more in [&step.rule.note, &step.rule.reading].into_iter().flatten() {
            line = line.faint(format!(" {more}"));
        }
    }
    line
}

fn reach(contacts: &[ContactRow], team: &str) -> String {
    let ways: Vec<String> = contacts
        .iter()
        .filter(|contact| contact.team == team)
        .map(|contact| match (contact.kind, &contact.hours) {
            ("not_printed", _) => contact
                .note
                .as_ref()
                .map_or_else(|| "the protocol gives no contact".into(), |note| note.trim_end_matches('.').to_owned()),
            (kind, Some(hours)) => format!("{kind} {}, {hours}", contact.value),
            (kind, None) => format!("{kind} {}", contact.value),
        })
        .collect();
    if ways.is_empty() { "the protocol gives no contact".into() } else { ways.join("; ") }
}

fn ask(report: &MissingReport, page: &mut Page) {
    if report.ask.is_empty() {
        return;
    }
    page.heading("Not known: find out");
    page.bullets(report.ask.iter().map(|row| {
        let decides: Vec<String> = row.decides.iter().map(|rule| format!("{} [{}]", rule.title, rule.clause)).collect();
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

fn month(report: &MissingReport, page: &mut Page) {
    let ended = report.episodes.iter().any(|episode| episode.ended.is_some());
    if !report.episodes.is_empty() && (report.counts_episodes || ended) {
        for times in &report.in_a_month {
            times_in_a_month(report, times, page);
        }
        if ended {
            if report.in_a_month.is_empty() {
                page.heading("Episodes");
            }
            page.table(episodes(&report.episodes));
        }
    }
    if report.counts_episodes && !report.unauthorised_absences.is_empty() {
        let dates: Vec<String> = report.unauthorised_absences.iter().map(|at| short(*at)).collect();
        page.paragraph(format!(
            "Unauthorised absences, kept apart and not counted: {}. Raise them with a manager.",
            list(&dates)
        ));
    }
}

fn times_in_a_month(report: &MissingReport, times: &TimesRow, page: &mut Page) {
    let today = london::date_of(report.instant);
    page.heading(Line::from(format!("{} ", times.title)).faint(format!("[{}]", times.clause)));
    page.paragraph(match (times.applies, times.since) {
        ("no", Some(since)) => {
            format!("It was reached on {}.", short(since))
        }
        (_, Some(since)) => format!("Reached with the episode that began on {}.", short(since)),
        (_, None) => match times.one_more_by {
            Some(by) => format!("Not reached. One more episode by {} would make {}.", long(by.into()), times.times),
            None => "Not reached.".to_owned(),
        },
    });
    let columns = [
        Column::new("Read as", "reading").flexible(),
        Column::new("Count together", "episodes").flexible(),
        Column::new("Reached", "met"),
    ];
    let mut table = Table::new(columns, "");
    for row in &times.readings {
        let governs = if row.governs { " (governs)" } else { "" };
        let began: Vec<String> = row.episodes.iter().map(|lost| near(lost.date().into(), today)).collect();
        let counted = format!("{} of {}: {}", row.count, times.times, list(&began));
        let met = if row.met { Line::new().alarm("yes") } else { Line::from("no") };
        table.row([Cell::from(format!("{}{governs}", row.title)), Cell::from(counted), Cell::from(met)]);
    }
    page.table(table);
}

fn episodes(rows: &[EpisodeRow]) -> Table {
    let columns = [
        Column::new("Went missing", "lost").flexible(),
        Column::new("Located", "located").flexible(),
        Column::new("Well-being confirmed", "confirmed").flexible(),
    ];
    let mut table = Table::new(columns, "");
    for row in rows {
        let ended = row.confirmed.map_or_else(|| Line::new().warn("not recorded"), |at| Line::from(short(at)));
        table.row([
            Cell::from(short(row.lost)),
            Cell::from(row.located.map_or_else(|| "not recorded".into(), short)),
            Cell::from(ended),
        ]);
    }
    table
}

fn duties(report: &MissingReport, heading: &str, page: &mut Page) {
    if report.duties.is_empty() {
        return;
    }
    page.heading(heading);
    page.bullets(report.duties.iter().map(|row| {
        let with = match row.attach_names.as_slice() {
            [] => String::new(),
            forms => format!(" With: {}.", list(forms)),
        };
        let contacts: Vec<String> = row
            .to
            .iter()
            .zip(&row.to_names)
            .map(|(team, name)| format!(" {name}: {}.", reach(&row.contact, team).trim_end_matches('.')))
            .collect();
        let line =
            Line::new().strong(row.action.as_str()).plain(format!("{with}{} Who: {} ", contacts.concat(), row.who));
        let line = line.faint(format!("[{}]", row.rule.clause));
        // Where the protocol leaves the numbers to another text, the note is the answer.
        let numbers_elsewhere = report.thresholds.is_empty() && !report.counts_episodes;
        match (&row.rule.note, report.verbose || numbers_elsewhere) {
            (Some(note), true) => line.faint(format!(" {note}")),
            _ => line,
        }
    }));
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

fn kinds(report: &MissingReport, page: &mut Page) {
    if report.kinds.is_empty()
        || (report.state == State::NotMissing && report.kinds.iter().all(|row| row.applies != "yes"))
    {
        return;
    }
    let columns = [
        Column::new("Meaning", "title").flexible(),
        Column::new("On these facts", "applies").flexible(),
        Column::new("Clause", "clause"),
    ];
    let mut table = Table::new(columns, "");
    for wanted in ["yes", "unknown", "no"] {
        for row in report.kinds.iter().filter(|row| row.applies == wanted) {
            let says = match wanted {
                "unknown" if row.questions.is_empty() => Line::new().warn("not known").plain(": no time is recorded"),
                "unknown" => Line::new().warn("not known").plain(format!(": {}", row.questions.join(" "))),
                "yes" => Line::new().strong("yes"),
                _ => Line::from("no"),
            };
            table.row([Cell::from(row.title.as_str()), Cell::from(says), Cell::from(format!("[{}]", row.clause))]);
        }
    }
    page.heading("Missing, absent or unauthorised absence").table(table);
}
