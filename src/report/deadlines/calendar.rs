//! Deadlines as entries of a calendar. They name the case and the rule and nothing else of the child; nothing in them
//! rests on the present, so an entry changes only when the record does.

use super::DeadlinesReport;
use super::rows::{AheadRow, Key, Row, TellRow};
use crate::calendar::{Moment, london};
use crate::domain::deadline::Status;
use crate::render::Text;
use crate::render::calendar::{Calendar, Entry, When};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// When a day's reminders come.
const MORNING: NaiveTime = NaiveTime::from_hms_opt(9, 0, 0).unwrap();

impl DeadlinesReport<'_> {
    /// Returns what has a date as a calendar, and how many things to do now have none.
    pub fn calendar(&self) -> (Calendar, usize) {
        let mut ids = BTreeSet::new();
        let mut entries = Vec::new();
        // Of several starts of one rule the last keeps the plain id: it is the one that governs.
        let mut live: Vec<(Row<'_>, bool)> = self.deadlines.rows().map(|row| (row, true)).collect();
        live.extend(self.not_certain.rows().map(|row| (row, false)));
        live.retain(|(row, _)| matches!(row.status, Status::Overdue | Status::DueToday | Status::Upcoming));
        live.sort_by_key(|(row, _)| std::cmp::Reverse(row.start.as_ref().map(|start| start.at.earliest())));
        for (row, is_certain) in &live {
            entries.extend(due(row, *is_certain, &mut ids));
        }
        let mut undated = self.to_do.len().0;
        for row in &self.tell_now {
            match row.since {
                Some(since) => entries.push(told(row, since, &mut ids)),
                None => undated += 1,
            }
        }
        entries.extend(self.ahead.iter().map(|row| reached(row, &mut ids)));
        let (worker, protocol) = (&self.asked.worker, &self.asked.protocol);
        let about: Vec<String> = [("worker", worker), ("protocol", protocol), ("case", &self.asked.case)]
            .into_iter()
            .filter_map(|(key, value)| value.as_ref().map(|value| format!("{key} {value}")))
            .collect();
        let about = about.join(" and ");
        let name = if about.is_empty() { "yjs deadlines".to_owned() } else { format!("yjs deadlines: {about}") };
        (Calendar { name: name.into(), about, entries }, undated)
    }
}

/// The id of an entry: the same for the same case, rule and, beside the last one, start.
fn id(key: &Key<'_>, start: Option<Moment>, ids: &mut BTreeSet<String>) -> String {
    let of = |text: &str| {
        let digest = Sha256::digest(text);
        let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        format!("{hex}@yjs")
    };
    let plain = of(&format!("{} {}", key.case, key.rule));
    if ids.insert(plain.clone()) {
        return plain;
    }
    let start = start.map(|start| start.to_string()).unwrap_or_default();
    let own = of(&format!("{} {} {start}", key.case, key.rule));
    ids.insert(own.clone());
    own
}

fn summary(key: &Key<'_>, before: &str) -> Text {
    format!("{}: {before}{} [{}]", key.case, key.title, key.clause).into()
}

fn due(row: &Row<'_>, is_certain: bool, ids: &mut BTreeSet<String>) -> Option<Entry> {
    let due = row.due?;
    let start = row.start.as_ref().map(|start| start.at);
    let mut lines: Vec<String> = vec![row.action.to_owned()];
    lines.push(format!("Who: {}", row.owner));
    if let (Some(start), Some(words)) = (start, row.start_words) {
        lines.push(format!("Runs from: {words}, {}", said(start)));
    }
    lines.extend(row.opens.map(|opens| format!("From: {}", london::long_date(opens))));
    lines.extend(row.act_by.map(|day| format!("Act by {}: it ends on a day off", london::long_date(day))));
    if row.provisional {
        lines.push("The date is provisional: the bank holidays of that time are not published yet".to_owned());
    }
    lines.extend(
        row.other_readings.each().filter_map(|other| Some(format!("Or {}: {}", said(other.due?), other.reading))),
    );
    if !is_certain {
        lines.extend(row.unknown.questions().into_iter().map(|question| format!("Only if so: {question}")));
    }
    Some(Entry {
        id: id(&row.key, start, ids),
        made: start.unwrap_or(due).earliest(),
        when: when(due),
        summary: summary(&row.key, if is_certain { "" } else { "perhaps: " }),
        description: lines.into_iter().filter(|line| !line.is_empty()).map(Text::from).collect(),
        reminders: reminders(due, row.act_by),
    })
}

fn told(row: &TellRow<'_>, since: Moment, ids: &mut BTreeSet<String>) -> Entry {
    let lines = [row.action.to_owned(), format!("Who: {}", row.who)];
    entry(&row.key, since, lines.into_iter().filter(|line| !line.is_empty()).map(Text::from).collect(), ids)
}

fn reached(row: &AheadRow<'_>, ids: &mut BTreeSet<String>) -> Entry {
    let lines = ["Reached then, if the child is still missing".to_owned(), format!("Who: {}", row.who)];
    entry(&row.key, row.at, lines.into_iter().map(Text::from).collect(), ids)
}

fn entry(key: &Key<'_>, at: Moment, description: Vec<Text>, ids: &mut BTreeSet<String>) -> Entry {
    let (id, summary) = (id(key, Some(at), ids), summary(key, ""));
    Entry { id, made: at.earliest(), when: when(at), summary, description, reminders: reminders(at, None) }
}

fn when(moment: Moment) -> When {
    match moment {
        Moment::Date(date) => When::Day(date),
        Moment::Instant(at) => When::At(at),
    }
}

fn said(moment: Moment) -> String {
    match moment {
        Moment::Date(date) => london::long_date(date),
        Moment::Instant(at) => london::short(at),
    }
}

/// A day: on the morning before and on that morning, of the last working day where it is a day off. An instant: a day and
/// two hours before.
fn reminders(due: Moment, act_by: Option<NaiveDate>) -> Vec<DateTime<Utc>> {
    match due {
        Moment::Instant(at) => vec![at - TimeDelta::hours(24), at - TimeDelta::hours(2)],
        Moment::Date(date) => {
            let day = act_by.unwrap_or(date);
            let days = [day.checked_sub_days(Days::new(1)), Some(day)];
            days.into_iter().flatten().filter_map(|day| london::instant(day.and_time(MORNING)).ok()).collect()
        }
    }
}
