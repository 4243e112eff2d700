//! The working about a missing child: the episodes, how they are counted, and what the absence is called.

use super::{EpisodeRow, MissingReport, State, TimesRow};
use crate::calendar::london;
use crate::render::{Cell, Column, Line, Page, Table};
use crate::report::due::{long, short};
use crate::report::wording::lower_first;
use crate::report::words::{list, near};

/// How often the child was missing in a month, and each episode that has ended.
pub(super) fn month(report: &MissingReport, page: &mut Page) {
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
    let says = match (times.applies, times.since) {
        ("no", Some(since)) => format!("it was reached on {}.", short(since)),
        (_, Some(since)) => format!("reached with the episode that began on {}.", short(since)),
        (_, None) => match times.one_more_by {
            Some(by) => format!("not reached. One more episode by {} would make {}.", long(by.into()), times.times),
            None => "not reached.".to_owned(),
        },
    };
    let line =
        Line::new().strong(times.title.as_str()).faint(format!(" [{}]", times.clause)).plain(format!(": {says}"));
    let agree = times.readings.windows(2).all(|two| two[0].met == two[1].met && two[0].count == two[1].count);
    let counted = times.readings.first().filter(|_| agree && !report.verbose);
    page.gap();
    if let Some(counted) = counted {
        page.paragraph(line.plain(format!(" Every reading counts {} of {}.", counted.count, times.times)));
        return;
    }
    page.paragraph(line);
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

/// What the absence is called, by each meaning that the protocol gives.
pub(super) fn kinds(report: &MissingReport, page: &mut Page) {
    if report.kinds.is_empty()
        || (report.state == State::NotMissing && report.kinds.iter().all(|row| row.applies != "yes"))
    {
        return;
    }
    if !report.verbose {
        let named = |wanted: &str| -> Vec<String> {
            let rows = report.kinds.iter().filter(|row| row.applies == wanted);
            rows.map(|row| format!("{} [{}]", lower_first(&row.title), row.clause)).collect()
        };
        page.gap();
        for (label, rows) in [("What this is", named("yes")), ("Not known", named("unknown"))] {
            if !rows.is_empty() {
                page.paragraph(Line::new().strong(format!("{label}: ")).plain(format!("{}.", rows.join("; "))));
            }
        }
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
