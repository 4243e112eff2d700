//! The user's own list of bank holidays, in the form in which GOV.UK publishes one: for a day proclaimed after this
//! program was made.

use crate::calendar::written::parse_date;
use crate::problem::Problem;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The division whose bank holidays count.
pub(super) const DIVISION: &str = "england-and-wales";

/// The bank holidays of a file of the user's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnHolidays {
    /// The file, as the user knows it.
    name: String,
    days: BTreeMap<NaiveDate, Day>,
    /// The years that the file lists in full.
    whole_years: BTreeSet<i32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) title: String,
    pub(super) notes: Option<String>,
}

/// GOV.UK's form: each division by name. The other divisions are passed over.
#[derive(Deserialize)]
struct File {
    #[serde(rename = "england-and-wales")]
    england_and_wales: Division,
}

#[derive(Deserialize)]
struct Division {
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    title: String,
    date: String,
    #[serde(default)]
    notes: String,
}

impl OwnHolidays {
    /// Reads a file in GOV.UK's form. A year with at least `usual` dates is taken as listed in full.
    ///
    /// # Errors
    /// When it is not JSON of that form, or one of its dates is none or is there twice.
    pub(super) fn parse(name: &str, text: &str, usual: usize) -> Result<Self, Problem> {
        let file: File = serde_json::from_str(text).map_err(|error| {
            Problem::input(format!("it is not a list of bank holidays in the form of GOV.UK: {error}"))
                .hint("save the list from www.gov.uk/bank-holidays.json as it is, or move this file away")
                .file(name)
                .at(error.line(), None)
        })?;
        let mut days = BTreeMap::new();
        let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
        for (place, event) in file.england_and_wales.events.into_iter().enumerate() {
            let field = format!("{DIVISION}.events[{place}].date");
            let date = parse_date(&event.date).map_err(|problem| problem.file(name).field(field.as_str()))?;
            let notes = Some(event.notes).filter(|notes| !notes.is_empty());
            if days.insert(date, Day { title: event.title, notes }).is_some() {
                let problem = Problem::input(format!("{date} is there twice")).file(name).field(field);
                return Err(problem.hint("keep one of the two"));
            }
            *counts.entry(date.year()).or_default() += 1;
        }
        let whole_years = counts.into_iter().filter(|(_, count)| *count >= usual).map(|(year, _)| year).collect();
        Ok(Self { name: name.to_owned(), days, whole_years })
    }

    /// The file, as the user knows it.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn on(&self, date: NaiveDate) -> Option<&Day> {
        self.days.get(&date)
    }

    /// Whether the file lists every bank holiday of a year, so that a date that it leaves out is none.
    pub(super) fn lists(&self, year: i32) -> bool {
        self.whole_years.contains(&year)
    }
}
