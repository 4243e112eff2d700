//! Cases as CSV: one row a case. Columns are fields of the case, facts, and `event:KIND` or `event:KIND:TEAM` with dates
//! separated by `;`. An empty cell is unknown. Rows are read one at a time; a bad one does not stop the next.

use super::csv_rows::{CsvLines, Row};
use super::heading::without_reference;
use crate::calendar::{parse_date, parse_instant_or_local};
use crate::domain::case::{Case, Event, FactValue, Facts};
use crate::domain::same_date;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::render::csv::guarded;
use std::io::{self, BufReader, Read};

/// The column that holds the order in which facts and events were recorded.
pub(crate) const RECORDED: &str = "recorded";
/// What stands before an event in the name of its column.
pub(crate) const EVENT: &str = "event:";
/// Columns that are fields of the case itself.
pub(crate) const OWN_COLUMNS: [&str; 5] = ["ref", "protocol", "born", "initials", "worker"];

/// The rows of a CSV source as cases, each with the line on which it begins. Facts are text as written until
/// [`typed`] reads them.
#[derive(Debug)]
pub(crate) struct CsvCases<R> {
    rows: CsvLines<BufReader<R>>,
    columns: Vec<Column>,
    broken: Option<io::Error>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    Own(usize),
    Fact(String),
    Event(EventColumn),
    /// The order of recording, where an answer rests on it.
    Recorded,
    LeftOut,
    Unnamed,
}

/// A kind of event, and the team that it went to where the heading says one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EventColumn {
    pub(crate) kind: String,
    pub(crate) team: Option<String>,
}

impl EventColumn {
    /// Reads `event:KIND` or `event:KIND:TEAM`; none for the name of another column.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let rest = name.strip_prefix(EVENT)?;
        let (kind, team) = rest.split_once(':').map_or((rest, None), |(kind, team)| (kind, Some(team)));
        let team = team.map(|team| team.trim().to_owned()).filter(|team| !team.is_empty());
        Some(Self { kind: kind.trim().to_owned(), team })
    }

    /// The name of its column.
    pub(crate) fn name(&self) -> String {
        match &self.team {
            Some(team) => format!("{EVENT}{}:{team}", self.kind),
            None => format!("{EVENT}{}", self.kind),
        }
    }

    /// The column that an event is written in.
    pub(crate) fn of(event: &Event) -> Self {
        Self { kind: event.kind.clone(), team: event.to.clone() }
    }
}

/// How many lines are looked at for a heading.
const LOOKED_AT: usize = 20;

/// How other programs write an empty cell.
const EMPTY: [&str; 6] = ["null", "nan", "n/a", "#n/a", "<na>", "nat"];

/// Reads the heading.
///
/// # Errors
/// When it cannot be read, names no `ref`, or names a column twice.
pub(crate) fn read_csv<R: Read>(source: R) -> Result<CsvCases<R>, Problem> {
    let mut rows = CsvLines::of(BufReader::new(source));
    let heading = loop {
        match rows.next().map_err(|error| Problem::input(format!("it cannot be read: {error}")))? {
            None => return Err(Problem::input("it is empty").hint("the first line names the columns; `ref` is one")),
            Some((line, Err(problem))) => return Err(problem.at(line, None)),
            Some((_, Ok(row))) if row.is_blank() => {}
            Some((line, Ok(row))) => break (line, row),
        }
    };
    let (line, row) = heading;
    let names: Vec<&str> = row.cells().map(str::trim).collect();
    let place = |problem: Problem| problem.at(line, None);
    if !names.contains(&"ref") {
        let mut lines = vec![(line, row.line())];
        while lines.len() < LOOKED_AT
            && let Ok(Some((line, Ok(row)))) = rows.next()
        {
            lines.push((line, row.line()));
        }
        return Err(without_reference(&lines));
    }
    for (number, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        if names[..number].contains(name) {
            let problem = Problem::input(format!("the column `{name}` is there twice")).field(*name);
            return Err(place(problem.hint("keep one of them")));
        }
    }
    let columns = names.iter().map(|name| Column::named(name)).collect();
    Ok(CsvCases { rows, columns, broken: None })
}

impl Column {
    fn named(name: &str) -> Self {
        match (OWN_COLUMNS.iter().position(|own| *own == name), EventColumn::named(name)) {
            (Some(own), _) => Self::Own(own),
            (None, Some(event)) => Self::Event(event),
            (None, None) if name.is_empty() => Self::Unnamed,
            (None, None) if name == RECORDED => Self::Recorded,
            (None, None) => Self::Fact(name.to_owned()),
        }
    }
}

/// The column that holds a field of a case: `event:located` for `events[3]`, `cse` for `facts.cse`.
pub(crate) fn column_of(case: &Case, field: &str) -> String {
    if let Some(fact) = field.strip_prefix("facts.") {
        return fact.to_owned();
    }
    let place = field.strip_prefix("events[").and_then(|rest| rest.split(']').next()?.parse::<usize>().ok());
    match place.and_then(|place| case.events.get(place)) {
        Some(event) => EventColumn::of(event).name(),
        None => field.to_owned(),
    }
}

/// Puts the events of a row in order: its columns keep none. Returns what another order would change, as faults.
pub(crate) fn ordered(protocol: &Protocol, case: &mut Case) -> Vec<Problem> {
    same_date::arrange(protocol, &mut case.events).iter().map(same_date::Unsure::problem).collect()
}

/// Reads facts given as text by what the protocol says each holds. What cannot be read is taken out and reported.
pub(crate) fn typed(protocol: &Protocol, case: &mut Case) -> Vec<Problem> {
    let mut wrong = Vec::new();
    case.facts.0.retain_mut(|(name, value)| {
        let (Some(fact), FactValue::Text(text)) = (protocol.vocabulary.fact(name), &*value) else { return true };
        match protocol.vocabulary.fact_definition(fact).read_typed(text) {
            Ok(read) => {
                *value = read;
                true
            }
            Err(problem) => {
                wrong.push(problem.field(format!("facts.{name}")));
                false
            }
        }
    });
    wrong
}

impl<R: Read> CsvCases<R> {
    /// The names of the columns that hold facts and events (`event:KIND`).
    pub(crate) fn columns(&self) -> Vec<String> {
        self.columns
            .iter()
            .filter_map(|column| match column {
                Column::Fact(name) => Some(name.clone()),
                Column::Event(event) => Some(event.name()),
                _ => None,
            })
            .collect()
    }

    /// Leaves a column of facts or events out from here on.
    pub(crate) fn leave_out(&mut self, name: &str) {
        let unwanted = Column::named(name);
        for column in self.columns.iter_mut().filter(|column| **column == unwanted) {
            *column = Column::LeftOut;
        }
    }

    /// Why the source could not be read on, after the last row.
    pub(crate) fn broken(self) -> Option<io::Error> {
        self.broken
    }

    fn case(&self, row: &Row) -> Result<Case, Problem> {
        let mut case = Case::default();
        let mut own: [Option<String>; OWN_COLUMNS.len()] = Default::default();
        let mut facts = Facts::default();
        for (number, (column, cell)) in self.columns.iter().zip(row.cells()).enumerate() {
            let cell = unguarded(cell.trim());
            let is_reference = *column == Column::Own(0);
            if cell.is_empty() || (is_empty_elsewhere(cell) && !is_reference) {
                continue;
            }
            if is_reference && is_empty_elsewhere(cell) {
                let what = format!("its `ref` is `{cell}`, which is how other programs write an empty cell");
                return Err(Problem::input(what).field("ref").hint("give each child a reference"));
            }
            match column {
                Column::Own(place) => own[*place] = Some(cell.to_owned()),
                Column::Fact(name) => facts.0.push((name.clone(), FactValue::Text(cell.to_owned()))),
                Column::Event(column) => {
                    let dates = cell.split(';').map(str::trim);
                    let dates = dates.filter(|date| !date.is_empty() && !is_empty_elsewhere(date));
                    case.events.extend(dates.map(|date| event(column, date)));
                }
                Column::Recorded => {
                    case.recorded = Some(serde_json::from_str(cell).map_err(|_| {
                        Problem::input("it is not what `yjs store export` writes there")
                            .field(RECORDED)
                            .hint("empty the cell if the order of recording is not known")
                    })?);
                }
                Column::LeftOut => {}
                Column::Unnamed => {
                    let what = format!("cell {} holds a value, but its column has no heading", number + 1);
                    return Err(Problem::input(what).hint("name the column in the first line, or empty the cell"));
                }
            }
        }
        let [reference, protocol, born, initials, worker] = own;
        case.reference = reference
            .ok_or_else(|| Problem::input("it has no `ref`").field("ref").hint("give each child a reference"))?;
        Ok(Case { protocol, born, initials, worker, facts, ..case })
    }
}

/// Whether a cell holds what other programs write where there is nothing.
fn is_empty_elsewhere(cell: &str) -> bool {
    EMPTY.iter().any(|empty| cell.eq_ignore_ascii_case(empty))
}

/// What stands between when something happened and who did it.
pub(crate) const BY: &str = " by ";

/// `2026-03-02` is a date; more is meant as a time, with a space before it as spreadsheets write it. ` by jm` after it
/// says who did it. What is neither is kept as it is written, so that it is refused in its own words.
fn event(column: &EventColumn, cell: &str) -> Event {
    let (when, by) = cell.rsplit_once(BY).map_or((cell, None), |(when, by)| (when.trim(), Some(by.trim().to_owned())));
    let event = Event { kind: column.kind.clone(), to: column.team.clone(), by, ..Event::default() };
    let at = when.split_once([' ', 'T']).filter(|(date, _)| parse_date(date).is_ok());
    let at = at.map(|(date, time)| format!("{date}T{}", time.trim()));
    match at.filter(|at| parse_instant_or_local(at).is_ok()) {
        Some(at) => Event { at: Some(at), ..event },
        None => Event { on: Some(when.to_owned()), ..event },
    }
}

/// Takes off the apostrophe that [`guarded`] puts before what a spreadsheet would run.
fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if guarded(rest) != rest => rest,
        _ => text,
    }
}

impl<R: Read> Iterator for CsvCases<R> {
    type Item = (usize, Result<Case, Problem>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (line, row) = match self.rows.next() {
                Ok(next) => next?,
                Err(error) => {
                    self.broken = Some(error);
                    return None;
                }
            };
            let row = match row {
                Ok(row) if row.is_blank() => continue,
                Ok(row) => row,
                Err(problem) => return Some((line, Err(problem))),
            };
            let (has, wants) = (row.cells().count(), self.columns.len());
            if has != wants {
                // A quotation mark out of place may have swallowed the rows below.
                self.rows.put_back(row.taken);
                let many = if has == 1 { "cell" } else { "cells" };
                let problem = Problem::input(format!("the row has {has} {many}, but the first line names {wants}"));
                let hint = "give every row a cell for each column, with commas between; put text with a comma in \"…\"";
                return Some((line, Err(problem.hint(hint))));
            }
            return Some((line, self.case(&row)));
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
