//! Calendar files that Outlook and others read (RFC 5545). What stands in one follows from the entries alone, so the same
//! entries give the same bytes; an earlier file says which entries changed or went.

use super::sanitize::Text;
use crate::problem::Problem;
use chrono::{DateTime, NaiveDate, Utc};
use icalendar::{Alarm, Component, Event, EventLike, EventStatus};
use std::collections::BTreeMap;

/// Who wrote the file.
const PRODUCT: &str = "-//yjs//deadlines//EN";

/// The property that says which cases a file is about.
const ABOUT: &str = "X-YJS-ABOUT";

/// Entries for a calendar.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// What it is called.
    pub name: Text,
    /// Which cases it is about, such as one worker's: a file is only brought up to date with the same ones.
    pub about: String,
    /// What stands in it.
    pub entries: Vec<Entry>,
}

/// One entry.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The same as long as it is about the same thing.
    pub id: String,
    /// When what it rests on was recorded to have happened.
    pub made: DateTime<Utc>,
    /// When it is.
    pub when: When,
    /// One line.
    pub summary: Text,
    /// The rest, a line each.
    pub description: Vec<Text>,
    /// When to be reminded.
    pub reminders: Vec<DateTime<Utc>>,
}

/// When an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// All of a day.
    Day(NaiveDate),
    /// An instant.
    At(DateTime<Utc>),
}

/// A calendar file that yjs wrote before.
#[derive(Debug)]
pub struct Earlier {
    about: String,
    events: BTreeMap<String, Event>,
}

impl Earlier {
    /// Reads a calendar file.
    ///
    /// # Errors
    /// When it is no calendar, or another program wrote it.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let refused = |what: String| {
            Problem::input(what).hint("give --output the name of a new file, or of one that `yjs deadlines` wrote")
        };
        let calendar: icalendar::Calendar =
            text.parse().map_err(|_| refused("this is no calendar file that can be read".to_owned()))?;
        if calendar.property_value("PRODID") != Some(PRODUCT) {
            return Err(refused("yjs did not write this calendar".to_owned()));
        }
        let about = calendar.property_value(ABOUT).unwrap_or_default().to_owned();
        let named = |event: &Event| Some((event.get_uid()?.to_owned(), event.clone()));
        Ok(Self { about, events: calendar.events().filter_map(named).collect() })
    }
}

impl Calendar {
    /// Returns the text of the file. Entries of an earlier file that are not here are cancelled, unless `keeps` says that
    /// they may still stand.
    ///
    /// # Errors
    /// When the earlier file is about other cases.
    pub fn text(&self, earlier: Option<&Earlier>, keeps: bool) -> Result<String, Problem> {
        let mut calendar = icalendar::Calendar::empty();
        for (key, value) in [
            ("VERSION", "2.0"),
            ("PRODID", PRODUCT),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
            (ABOUT, &self.about),
        ] {
            calendar.append_property((key, value));
        }
        calendar.name(&self.name);
        if let Some(earlier) = earlier.filter(|earlier| earlier.about != self.about) {
            let about = |about: &str| if about.is_empty() { "every case".to_owned() } else { about.to_owned() };
            let what = format!("this calendar is about {}, not about {}", about(&earlier.about), about(&self.about));
            return Err(Problem::usage(what).hint("give the same options as before, or another file"));
        }
        let mut before = earlier.map(|earlier| earlier.events.clone()).unwrap_or_default();
        let mut events: BTreeMap<String, Event> = BTreeMap::new();
        for entry in &self.entries {
            let event = match before.remove(&entry.id) {
                Some(held) if same(&held, &entry.event(number(&held))) => held,
                Some(held) => entry.event(number(&held) + 1),
                None => entry.event(0),
            };
            events.insert(entry.id.clone(), event);
        }
        for (id, held) in before {
            let is_cancelled = held.get_status() == Some(EventStatus::Cancelled);
            events.insert(id, if keeps || is_cancelled { held } else { cancelled(&held) });
        }
        for event in events.into_values() {
            calendar.push(event);
        }
        Ok(calendar.to_string())
    }
}

impl Entry {
    fn event(&self, number: u32) -> Event {
        let mut event = Event::new();
        let description: Vec<&str> = self.description.iter().map(|line| &**line).collect();
        event
            .uid(&self.id)
            .timestamp(self.made)
            .sequence(number)
            .summary(&self.summary)
            .description(&description.join("\n"))
            .status(EventStatus::Confirmed);
        match self.when {
            // It takes nobody's time.
            When::Day(date) => event.starts(date).add_property("TRANSP", "TRANSPARENT"),
            When::At(at) => event.starts(at).add_property("TRANSP", "TRANSPARENT"),
        };
        for (place, reminder) in self.reminders.iter().enumerate() {
            let mut alarm = Alarm::display(&self.summary, *reminder);
            // Left out, they would be written at random and as of now.
            alarm.add_property("UID", format!("{place}-{}", self.id));
            alarm.add_property("DTSTAMP", stamp(self.made));
            event.alarm(alarm);
        }
        event.done()
    }
}

fn stamp(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// How often an entry was changed.
fn number(event: &Event) -> u32 {
    event.get_sequence().unwrap_or(0)
}

/// Returns true when two entries say the same, whenever and however often they were written.
fn same(one: &Event, other: &Event) -> bool {
    let bare = |event: &Event| {
        let mut event = event.clone();
        event.remove_property("DTSTAMP");
        // Without a stamp the present would be written.
        event.timestamp(DateTime::UNIX_EPOCH).done().to_string()
    };
    bare(one) == bare(other)
}

fn cancelled(event: &Event) -> Event {
    event.clone().sequence(number(event) + 1).status(EventStatus::Cancelled).done()
}
