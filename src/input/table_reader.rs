//! Reads the rows of a table as they come: first its heading is looked for, then each row becomes a part of a case.

use super::ask::Ask;
use super::cell::Cell;
use super::format::mapping::Mapping;
use super::format::raw::{self, Table};
use super::format::recognise::{self, fitting, place};
use super::format::values::same_name;
use super::found::Found;
use super::joined::{Joined, Row, Spot};
use super::limits::{LOOKED_AT, MOST_COLUMNS};
use super::source::Taker;
use super::told::{TableTold, Told};
use super::workbook::too_many_columns;
use super::xml::Named;
use crate::input::format::spells::Part;
use crate::problem::Problem;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Where rows go: joined by child, then to whoever takes the cases.
pub(crate) struct Rows<'e> {
    pub(crate) ask: &'e Ask,
    /// The tables that are looked for, each with the format that has it.
    pub(crate) tables: Vec<(&'e str, &'e Table)>,
    pub(crate) joined: Joined,
    pub(crate) taker: &'e mut dyn Taker,
    pub(crate) told: Told,
    names: Arc<Vec<(String, String)>>,
    is_over: bool,
}

/// A table that is being read.
pub(crate) struct TableReader {
    file: String,
    part: Option<String>,
    /// How places are named, where there are several files or sheets.
    spot: Option<Arc<str>>,
    seen: Vec<(usize, Vec<String>)>,
    reading: Option<Reading>,
}

struct Reading {
    mapping: Mapping,
    /// For each column of the mapping, where it is in the file.
    places: Vec<Option<usize>>,
    heading: Vec<String>,
    table: Table,
    told: TableTold,
}

impl<'e> Rows<'e> {
    pub(crate) fn new(
        ask: &'e Ask,
        tables: Vec<(&'e str, &'e Table)>,
        joined: Joined,
        taker: &'e mut dyn Taker,
    ) -> Self {
        let told = Told { recognised: ask.format.is_none() && ask.columns.is_empty(), ..Told::default() };
        Self { ask, tables, joined, taker, told, names: Arc::default(), is_over: false }
    }

    fn put(&mut self, spot: Spot, row: Result<Part, Problem>) -> ControlFlow<()> {
        match self.joined.put(spot, row) {
            Some(row) => self.give(row),
            None => ControlFlow::Continue(()),
        }
    }

    fn give(&mut self, (spot, row): Row) -> ControlFlow<()> {
        let mut lapsed = Vec::new();
        let case = row.map(|part| {
            let settled = part.into_case();
            self.told.unsettled.add(settled.unsettled);
            self.told.children += 1;
            lapsed = settled.lapsed;
            settled.case
        });
        let reference = case.as_ref().ok().map(|case| case.reference.clone());
        let columns = Some(Arc::clone(&self.names));
        let found = Found { line: spot.line, reference, case, row: true, file: spot.file, columns, lapsed };
        let taken = self.taker.take(found);
        self.is_over |= taken.is_break();
        taken
    }

    /// Gives what is still held.
    pub(crate) fn finish(mut self) -> Told {
        while !self.is_over
            && let Some(row) = self.joined.next()
        {
            // Breaking off is seen at the head of the loop.
            let _ = self.give(row);
        }
        self.told.joined = self.joined.joined;
        self.told
    }

    /// Prepares a table of the format for reading. `line` is that of its heading.
    fn reading(
        &mut self,
        format: &str,
        table: &Table,
        heading: Vec<String>,
        line: usize,
        reader: &TableReader,
    ) -> Reading {
        let table = with_columns(table, self.ask);
        let facts = table.facts.iter().map(|fact| fact.fact.clone());
        let events = table.events.iter().map(|event| Some(event.event.clone()));
        let spells = table.spells.iter().flat_map(|spell| [spell.starts.clone(), spell.ends.clone()]);
        let held = table.spells.iter().flat_map(|spell| spell.open.keys().chain(spell.closed.keys()).cloned());
        let events = events.chain(spells).flatten().map(|kind| format!("event:{kind}"));
        let mut named: Vec<String> = facts.chain(held).chain(events).collect();
        named.sort();
        named.dedup();
        let unwanted: Vec<String> = named.into_iter().filter(|name| !self.taker.wants_column(line, name)).collect();
        let mut mapping = Mapping::new(&table, self.ask, |name| !unwanted.iter().any(|held| held == name));
        let places: Vec<Option<usize>> = mapping.columns.iter().map(|column| place(&table, column, &heading)).collect();
        for (column, place) in mapping.columns.iter_mut().zip(&places) {
            // People know a column by the name that their file has.
            if let Some(name) = place.and_then(|place| heading.get(place)) {
                column.clone_from(name);
            }
        }
        let names = Arc::make_mut(&mut self.names);
        names.extend(mapping.named());
        let mut told = TableTold {
            file: reader.file.clone(),
            part: reader.part.clone(),
            format: format.to_owned(),
            heading: Some(line).filter(|_| !heading.is_empty()),
            cannot_say: table.cannot_say.clone(),
            never_has: table.never_has.clone(),
            ..TableTold::default()
        };
        note_columns(&table, &mapping, heading.iter(), &mut told);
        Reading { mapping, places, heading, table, told }
    }
}

/// Notes the columns from which nothing is read.
fn note_columns<'n>(table: &Table, mapping: &Mapping, names: impl Iterator<Item = &'n String>, told: &mut TableTold) {
    for name in names.filter(|name| !name.is_empty()) {
        if mapping.columns.iter().any(|column| same_name(column, name)) {
            continue;
        }
        let is_in = |list: &[String]| list.iter().any(|held| same_name(held, name));
        let list = match () {
            () if is_in(&table.names) => &mut told.names,
            () if is_in(&table.passed_over) || is_in(&table.headings) => &mut told.passed_over,
            () if table.also_called.keys().any(|held| same_name(held, name)) => continue,
            () => &mut told.not_known,
        };
        if !list.contains(name) {
            list.push(name.clone());
        }
    }
}

/// The table with what the command line says of columns.
fn with_columns(table: &Table, ask: &Ask) -> Table {
    let mut table = table.clone();
    for (what, column) in &ask.columns {
        match what.as_str() {
            "ref" => table.reference.clone_from(column),
            "born" => table.born = Some(column.clone()),
            "worker" => table.worker = Some(column.clone()),
            _ => match what.strip_prefix("event:") {
                Some(kind) => {
                    let (kind, to) =
                        kind.split_once(':').map_or((kind, None), |(kind, to)| (kind, Some(to.to_owned())));
                    let event =
                        raw::Event { column: column.clone(), event: kind.to_owned(), to, ..raw::Event::default() };
                    table.events.push(event);
                }
                None => {
                    table.facts.retain(|fact| fact.fact != *what);
                    table.facts.push(raw::Fact { column: column.clone(), fact: what.clone(), ..raw::Fact::default() });
                }
            },
        }
    }
    let ignored = ask.ignored.iter().cloned();
    table.passed_over.extend(ignored);
    table
}

/// The table that the command line describes by its columns alone.
pub(crate) fn described(ask: &Ask) -> Option<Table> {
    let columns = ask.columns.iter().map(|(_, column)| column.clone()).collect();
    let (_, reference) = ask.columns.iter().find(|(what, _)| what == "ref")?;
    Some(Table { reference: reference.clone(), headings: columns, ..Table::default() })
}

impl TableReader {
    /// Of a file, or of a sheet or list in it; `several` says that there are more.
    pub(crate) fn new(file: &str, part: Option<&str>, several: bool) -> Self {
        let name = part.map_or_else(|| file.to_owned(), |part| format!("{file}, {part}"));
        Self {
            file: file.to_owned(),
            part: part.map(str::to_owned),
            spot: (several || part.is_some()).then(|| Arc::from(name)),
            seen: Vec::new(),
            reading: None,
        }
    }

    /// Whether the heading was found.
    pub(crate) fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// Takes a row.
    ///
    /// # Errors
    /// When no line is the heading, the heading fits two formats, or it has a column twice.
    pub(crate) fn row(
        &mut self,
        line: usize,
        cells: &[Cell<'_>],
        rows: &mut Rows<'_>,
    ) -> Result<ControlFlow<()>, Problem> {
        if cells.len() > MOST_COLUMNS {
            return Err(too_many_columns().at(line, None));
        }
        if cells.iter().all(Cell::is_blank) {
            return Ok(ControlFlow::Continue(()));
        }
        if self.reading.is_none() {
            return self.heading(line, cells, rows).map(|()| ControlFlow::Continue(()));
        }
        let Some(reading) = &mut self.reading else { return Ok(ControlFlow::Continue(())) };
        let row = match reading.is_heading_again(cells) {
            true => Err(Problem::input("the heading is repeated here")
                .hint("two files may have been joined: delete this line, and check the rows below it")),
            false => {
                let held: Vec<Cell<'_>> = reading
                    .places
                    .iter()
                    .map(|place| place.and_then(|place| cells.get(place)).cloned().unwrap_or(Cell::Empty))
                    .collect();
                reading.mapping.read(&held)
            }
        };
        Ok(self.put(line, row, rows))
    }

    /// Takes a row that could not be read as one.
    pub(crate) fn broken(
        &mut self,
        line: usize,
        problem: Problem,
        rows: &mut Rows<'_>,
    ) -> Result<ControlFlow<()>, Problem> {
        match self.reading {
            Some(_) => Ok(self.put(line, Err(problem), rows)),
            None => Err(problem.at(line, None)),
        }
    }

    fn put(&mut self, line: usize, row: Result<Part, Problem>, rows: &mut Rows<'_>) -> ControlFlow<()> {
        if let Some(reading) = &mut self.reading {
            reading.told.rows += 1;
            reading.told.refused += usize::from(row.is_err());
        }
        rows.put(Spot { file: self.spot.clone(), line }, row.map_err(|problem| problem.at(line, None)))
    }

    fn heading(&mut self, line: usize, cells: &[Cell<'_>], rows: &mut Rows<'_>) -> Result<(), Problem> {
        let asked = rows.ask.heading;
        if asked.is_some_and(|asked| line < asked) {
            return Ok(());
        }
        let names: Vec<String> = cells.iter().map(Cell::name).collect();
        let own = described(rows.ask).filter(|_| rows.ask.format.is_none());
        let found = match &own {
            Some(table) => recognise::fits(table, &names).then_some(("--columns", table)),
            None => {
                let fits = fitting(&rows.tables, &names);
                let mut ids: Vec<&str> = fits.iter().map(|(id, _)| *id).collect();
                ids.dedup();
                if ids.len() > 1 {
                    return Err(recognise::two(&ids).at(line, None));
                }
                fits.first()
                    .copied()
                    .filter(|(_, table)| asked.is_some() || table.heading.is_none_or(|own| line >= own))
            }
        };
        let Some((format, table)) = found else {
            self.seen.push((line, names));
            let is_last = asked.is_some() || self.seen.len() >= LOOKED_AT;
            return if is_last { Err(self.no_heading(rows)) } else { Ok(()) };
        };
        let read: Vec<&String> = names.iter().filter(|name| !name.is_empty()).collect();
        if let Some(twice) =
            read.iter().enumerate().find(|(place, name)| read[..*place].iter().any(|held| same_name(held, name)))
        {
            let problem = Problem::input(format!("the column `{}` is there twice", twice.1)).field(twice.1.as_str());
            return Err(problem.at(line, None).hint("keep one of them, or call the other something else"));
        }
        let (format, table) = (format.to_owned(), table.clone());
        let reading = rows.reading(&format, &table, names, line, self);
        for column in &rows.ask.columns {
            if !reading.heading.iter().any(|name| same_name(name, &column.1)) {
                let problem = Problem::usage(format!("the file has no column `{}`", column.1)).field("--columns");
                return Err(problem.hint(format!("its columns are: {}", reading.heading.join(", "))));
            }
        }
        self.reading = Some(reading);
        Ok(())
    }

    /// Says that no line is a heading of what was looked for.
    pub(crate) fn no_heading(&self, rows: &Rows<'_>) -> Problem {
        if rows.ask.format.is_none() && !rows.ask.columns.is_empty() {
            let asked: Vec<String> = rows.ask.columns.iter().map(|(_, column)| format!("`{column}`")).collect();
            let problem = recognise::none(&self.seen, &[], None);
            let what = format!("no line has all the columns {}", asked.join(", "));
            return Problem { what, ..problem }
                .hint("check the names that --columns gives; --heading says which line is the heading");
        }
        recognise::none(&self.seen, &rows.tables, rows.ask.format.as_deref())
    }

    /// Takes a row of named values, of a table of a format. The first `own` values are the row's own.
    pub(crate) fn named(
        &mut self,
        (format, table): (&str, &Table),
        line: usize,
        row: &Named,
        own: usize,
        rows: &mut Rows<'_>,
    ) -> ControlFlow<()> {
        if self.reading.is_none() {
            self.reading = Some(rows.reading(format, table, Vec::new(), line, self));
        }
        let Some(reading) = &mut self.reading else { return ControlFlow::Continue(()) };
        note_columns(&reading.table, &reading.mapping, row.iter().take(own).map(|(name, _)| name), &mut reading.told);
        let called = |column: &str, name: &str| {
            same_name(column, name)
                || reading.table.also_called.iter().any(|(other, meant)| meant == column && same_name(other, name))
        };
        let cell = |column: &String| {
            let found = row.iter().find(|(name, _)| called(column, name));
            found.map_or(Cell::Empty, |(_, text)| Cell::Text(text.as_str().into()))
        };
        let cells: Vec<Cell<'_>> = reading.mapping.columns.iter().map(cell).collect();
        let part = reading.mapping.read(&cells);
        self.put(line, part, rows)
    }

    /// Ends the table, and notes what was read of it.
    pub(crate) fn end(self, rows: &mut Rows<'_>) {
        if let Some(mut reading) = self.reading {
            reading.told.day_first = reading.mapping.day_first().into_iter().map(str::to_owned).collect();
            rows.told.tables.push(reading.told);
        }
    }
}

impl Reading {
    fn is_heading_again(&self, cells: &[Cell<'_>]) -> bool {
        let named = |place: &Option<usize>| {
            let place = (*place)?;
            Some(same_name(&cells.get(place)?.name(), self.heading.get(place)?))
        };
        let mut compared = self.places.iter().filter_map(named).peekable();
        compared.peek().is_some() && compared.all(|same| same)
    }
}
