//! Writes cases in the form of another system, where that can be: each spell is a row.

use super::raw::{Dates, Spell, Table};
use crate::calendar::{Moment, parse_date, parse_instant_or_local};
use crate::domain::case::{Case, Event};
use crate::render::{Cell, Column, Table as Written};
use chrono::{Datelike, NaiveDate};

/// A table of rows, and what it does not hold.
pub(crate) struct Rows {
    pub(crate) table: Written,
    /// Cases that have a row.
    pub(crate) cases: usize,
    /// How many times of day are left out.
    pub(crate) times: usize,
    /// Cases with an end that has no beginning, each with the event: they cannot be written.
    pub(crate) unpaired: Vec<(String, String)>,
}

/// Writes the spells of each case.
pub(crate) fn rows(table: &Table, cases: &[Case]) -> Rows {
    let columns = columns(table);
    let headings = columns.iter().map(|name| Column::new(name.as_str(), name.as_str()));
    let mut rows = Rows { table: Written::new(headings, "No cases."), cases: 0, times: 0, unpaired: Vec::new() };
    for case in cases {
        let mut has_row = false;
        for spell in &table.spells {
            for (start, end) in pairs(spell, case, &mut rows) {
                has_row = true;
                let cell = |name: &String| -> String {
                    match () {
                        () if *name == table.reference => case.reference.clone(),
                        () if Some(name) == table.born.as_ref() => {
                            let born = case.born.as_deref().and_then(|born| parse_date(born).ok());
                            born.map(|born| written(born, table.dates)).unwrap_or_default()
                        }
                        () if *name == spell.from => written(start.date(), table.dates),
                        () if *name == spell.to => end.map(|end| written(end.date(), table.dates)).unwrap_or_default(),
                        () => spell.when.get(name).and_then(|values| values.first()).cloned().unwrap_or_default(),
                    }
                };
                rows.table.row(columns.iter().map(cell).collect::<Vec<_>>().into_iter().map(Cell::from));
            }
        }
        rows.cases += usize::from(has_row);
    }
    rows
}

/// The columns: those that must be there, and the date of birth after the reference.
fn columns(table: &Table) -> Vec<String> {
    let mut columns = table.headings.clone();
    if let Some(born) = table.born.as_ref().filter(|born| !columns.contains(born)) {
        let place = columns.iter().position(|name| *name == table.reference).map_or(0, |place| place + 1);
        columns.insert(place, born.clone());
    }
    columns
}

/// The spells of a case: an end is that of the earliest beginning before it that has none.
fn pairs(spell: &Spell, case: &Case, rows: &mut Rows) -> Vec<(Moment, Option<Moment>)> {
    let own = |kind: &Option<String>| -> Vec<Moment> {
        let events = case.events.iter().filter(|event| Some(&event.kind) == kind.as_ref());
        events.filter_map(moment).collect()
    };
    let (mut starts, mut ends) = (own(&spell.starts), own(&spell.ends));
    let timed = |moment: &&Moment| matches!(moment, Moment::Instant(_));
    rows.times += starts.iter().chain(&ends).filter(timed).count();
    starts.sort_by_key(|start| start.earliest());
    ends.sort_by_key(|end| end.earliest());
    let mut pairs: Vec<(Moment, Option<Moment>)> = starts.into_iter().map(|start| (start, None)).collect();
    for end in ends {
        let open = pairs.iter_mut().find(|(start, held)| held.is_none() && start.date() <= end.date());
        match open {
            Some(pair) => pair.1 = Some(end),
            None => rows.unpaired.push((case.reference.clone(), spell.ends.clone().unwrap_or_default())),
        }
    }
    pairs
}

fn moment(event: &Event) -> Option<Moment> {
    match (&event.on, &event.at) {
        (Some(on), _) => parse_date(on).ok().map(Moment::Date),
        (None, Some(at)) => parse_instant_or_local(at).ok().map(Moment::Instant),
        (None, None) => None,
    }
}

/// A date in the order of the format.
fn written(date: NaiveDate, dates: Option<Dates>) -> String {
    match dates {
        Some(Dates::Dmy) => format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()),
        Some(Dates::Serial) => super::dates::serial_of(date).to_string(),
        Some(Dates::Iso) | None => date.to_string(),
    }
}
