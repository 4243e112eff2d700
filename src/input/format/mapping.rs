//! Reads the rows of a table by its format: each becomes a part of a child's case.

use super::columns::{Columns, Fits};
use super::dates::{self, DayOrTime, Order};
use super::raw::{self, Dates};
use super::spells::{Part, Spell, SpellRule};
use super::values::{is_value, looks_like_a_name, same_name, value};
use crate::domain::case::{Case, Event, FactValue};
use crate::input::ask::Ask;
use crate::input::cell::Cell;
use crate::problem::Problem;
use crate::store::check_reference;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How every program writes an empty cell.
const EMPTY: [&str; 7] = ["null", "nan", "n/a", "#n/a", "<na>", "nat", "none"];

/// A table of a format, ready to read rows. Columns are places in [`Mapping::columns`].
#[derive(Debug)]
pub(crate) struct Mapping {
    /// The columns that are read, each once, by the names that the file has.
    pub(crate) columns: Vec<String>,
    empty: Vec<String>,
    dates: Option<Dates>,
    this_year: i32,
    reference: usize,
    born: Option<usize>,
    worker: Option<Worker>,
    facts: Vec<Fact>,
    events: Vec<EventColumn>,
    spells: Vec<(usize, usize, Fits, Fits, Option<usize>, Arc<SpellRule>)>,
    /// Every value that a column of conditions may have.
    known: BTreeMap<usize, Vec<String>>,
    /// For each column, dates that can only have the day, and only the month, first.
    orders: Vec<[usize; 2]>,
}

#[derive(Debug)]
struct Worker {
    column: usize,
    /// For a column of names: the code of each, by its small letters.
    codes: Option<Arc<BTreeMap<String, String>>>,
}

#[derive(Debug)]
struct Fact {
    column: usize,
    id: String,
    values: Vec<(String, Option<FactValue>)>,
    count: bool,
    when: Fits,
    while_open: bool,
}

#[derive(Debug)]
struct EventColumn {
    column: usize,
    kind: String,
    to: Option<String>,
    when: Fits,
}

fn facts(values: &Map<String, Json>, is_wanted: &impl Fn(&str) -> bool) -> Vec<(String, FactValue)> {
    let known = values.iter().filter(|(id, _)| is_wanted(id));
    known.filter_map(|(id, json)| Some((id.clone(), value(json)?))).collect()
}

impl Mapping {
    /// Prepares a table. `is_wanted` says which facts and events (`event:KIND`) are to be read.
    pub(crate) fn new(table: &raw::Table, ask: &Ask, is_wanted: impl Fn(&str) -> bool) -> Self {
        let mut columns = Columns(Vec::new());
        let is_ignored = |column: &str| ask.ignored.iter().any(|one| same_name(one, column));
        let reference = columns.place(&table.reference);
        let born = table.born.as_ref().filter(|name| !is_ignored(name)).map(|name| columns.place(name));
        let worker = table.worker.as_ref().filter(|name| !is_ignored(name));
        let mut worker = worker.map(|name| Worker { column: columns.place(name), codes: None });
        if let (Some(codes), Some(name), None) = (&ask.codes, table.names.first(), &worker) {
            worker = Some(Worker { column: columns.place(name), codes: Some(Arc::clone(codes)) });
        }
        let facts_read: Vec<Fact> = table
            .facts
            .iter()
            .filter(|fact| is_wanted(&fact.fact) && !is_ignored(&fact.column))
            .map(|fact| Fact {
                column: columns.place(&fact.column),
                id: fact.fact.clone(),
                values: fact.values.iter().map(|(text, json)| (text.clone(), value(json))).collect(),
                count: fact.count,
                when: columns.fits(&fact.when),
                while_open: fact.while_open,
            })
            .collect();
        let is_event = |kind: &str| is_wanted(&format!("event:{kind}"));
        let events = table.events.iter().filter(|event| is_event(&event.event) && !is_ignored(&event.column));
        let events = events.map(|event| EventColumn {
            column: columns.place(&event.column),
            kind: event.event.clone(),
            to: event.to.clone(),
            when: columns.fits(&event.when),
        });
        let events: Vec<EventColumn> = events.collect();
        let mut spells = Vec::new();
        for spell in table.spells.iter().filter(|spell| !is_ignored(&spell.from) && !is_ignored(&spell.to)) {
            let own = |kind: &Option<String>| kind.clone().filter(|kind| is_event(kind));
            let rule = SpellRule {
                starts: own(&spell.starts),
                ends: own(&spell.ends),
                joins: spell.joins,
                open: facts(&spell.open, &is_wanted),
                closed: facts(&spell.closed, &is_wanted),
                keeps: spell.joins || !spell.open.is_empty() || !spell.closed.is_empty() || spell.worker.is_some(),
            };
            let (from, to) = (columns.place(&spell.from), columns.place(&spell.to));
            let (when, goes_on) = (columns.fits(&spell.when), columns.fits(&spell.goes_on));
            let worker = spell.worker.as_ref().map(|name| columns.place(name));
            spells.push((from, to, when, goes_on, worker, Arc::new(rule)));
        }
        let mut known: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let whens = facts_read.iter().map(|fact| &fact.when).chain(events.iter().map(|event| &event.when));
        for (column, values) in whens.chain(spells.iter().map(|spell| &spell.2)).flatten() {
            known.entry(*column).or_default().extend(values.iter().cloned());
        }
        for (column, values) in &table.other_values {
            if let Some(place) = columns.0.iter().position(|held| held == column) {
                known.entry(place).or_default().extend(values.iter().cloned());
            }
        }
        let columns = columns.0;
        Self {
            orders: vec![[0; 2]; columns.len()],
            columns,
            empty: table.empty.iter().map(|text| text.to_lowercase()).collect(),
            dates: ask.dates.or(table.dates),
            this_year: ask.this_year,
            reference,
            born,
            worker,
            facts: facts_read,
            events,
            spells,
            known,
        }
    }

    /// The names of the facts and events that are read, each with its column: `cse`, `event:located`, `born`.
    pub(crate) fn named(&self) -> Vec<(String, String)> {
        let column = |place: usize| self.columns[place].clone();
        let own = [
            ("ref", Some(self.reference)),
            ("born", self.born),
            ("worker", self.worker.as_ref().map(|own| own.column)),
        ];
        let own = own.into_iter().filter_map(|(name, place)| Some((name.to_owned(), column(place?))));
        let facts = self.facts.iter().map(|fact| (fact.id.clone(), column(fact.column)));
        let events = self.events.iter().map(|event| (format!("event:{}", event.kind), column(event.column)));
        let spells = self.spells.iter().flat_map(|(from, to, .., rule)| {
            let start = rule.starts.iter().map(|kind| (format!("event:{kind}"), column(*from)));
            start.chain(rule.ends.iter().map(|kind| (format!("event:{kind}"), column(*to)))).collect::<Vec<_>>()
        });
        own.chain(facts).chain(events).chain(spells).collect()
    }

    /// Columns all of whose refused dates can only have the day first.
    pub(crate) fn day_first(&self) -> Vec<&str> {
        let days = self.columns.iter().zip(&self.orders).filter(|(_, [day, month])| *day > 0 && *month == 0);
        days.map(|(name, _)| name.as_str()).collect()
    }

    /// Reads one row, its cells in the order of [`Mapping::columns`].
    ///
    /// # Errors
    /// When a cell cannot be read, or nothing says whose row it is.
    pub(crate) fn read(&mut self, cells: &[Cell<'_>]) -> Result<Part, Problem> {
        let mut case = Case::default();
        let reference = self.text(cells, self.reference)?;
        case.reference = match reference {
            Some(text) => text.to_owned(),
            None => {
                let problem = Problem::input("it has no reference").field(self.columns[self.reference].clone());
                return Err(problem.hint("give each row the reference of its child"));
            }
        };
        check_reference(&case.reference).map_err(|problem| Problem {
            place: crate::problem::Place { field: Some(self.columns[self.reference].clone()), ..problem.place },
            ..problem
        })?;
        self.check_conditions(cells)?;
        if let Some(column) = self.born {
            case.born = self.when(cells, column)?.map(|when| when.day());
        }
        if let Some(worker) = &self.worker {
            let text = self.text(cells, worker.column)?;
            case.worker = text.map(|text| self.code(worker, text)).transpose()?;
        }
        let mut own = Vec::new();
        for fact in &self.facts {
            if !self.fits(cells, &fact.when)? {
                continue;
            }
            if let Some(value) = self.fact(cells, fact)? {
                match fact.while_open {
                    true => own.push((fact.id.clone(), value)),
                    false if case.facts.get(&fact.id).is_none() => case.facts.0.push((fact.id.clone(), value)),
                    false => {}
                }
            }
        }
        for place in 0..self.events.len() {
            let (column, fits) = (self.events[place].column, self.fits(cells, &self.events[place].when)?);
            if let (true, Some(when)) = (fits, self.when(cells, column)?) {
                let event = &self.events[place];
                let (on, at) = when.text();
                case.events.push(Event { kind: event.kind.clone(), on, at, to: event.to.clone(), ..Event::default() });
            }
        }
        let mut spells = Vec::new();
        for place in 0..self.spells.len() {
            spells.extend(self.spell(cells, place, &own, &mut case)?);
        }
        Ok(Part { case, spells })
    }

    fn spell(
        &mut self,
        cells: &[Cell<'_>],
        place: usize,
        own: &[(String, FactValue)],
        case: &mut Case,
    ) -> Result<Option<Spell>, Problem> {
        let (from, to) = (self.spells[place].0, self.spells[place].1);
        if !self.fits(cells, &self.spells[place].2)? {
            return Ok(None);
        }
        let (start, end) = (self.when(cells, from)?, self.when(cells, to)?);
        let Some(start) = start else {
            if end.is_none() {
                return Ok(None);
            }
            let what = format!("there is an end date but no start date (`{}` is empty)", self.columns[from]);
            return Err(Problem::input(what).field(self.columns[to].clone()).hint("give both dates, or neither"));
        };
        if let Some(end) =
            end.filter(|end| *end < start && !(end.date == start.date && (end.time.is_none() || start.time.is_none())))
        {
            let what = format!("the end ({}) is before the start ({})", end.day(), start.day());
            return Err(Problem::input(what).field(self.columns[to].clone()).hint("correct one of the two dates"));
        }
        let (_, _, _, goes_on, worker, rule) = &self.spells[place];
        if !rule.keeps {
            case.events.extend(rule.starts.iter().map(|kind| event(kind, start)));
            case.events.extend(rule.ends.iter().zip(end).map(|(kind, end)| event(kind, end)));
            return Ok(None);
        }
        let goes_on = !goes_on.is_empty() && self.fits(cells, goes_on)?;
        let worker = worker.map(|column| self.text(cells, column)).transpose()?.flatten().map(str::to_owned);
        Ok(Some(Spell { rule: Arc::clone(rule), from: start, to: end, goes_on, facts: own.to_vec(), worker }))
    }

    /// A value that no condition knows says nothing of what its row is: the row is refused.
    fn check_conditions(&self, cells: &[Cell<'_>]) -> Result<(), Problem> {
        for (column, known) in &self.known {
            let name = &self.columns[*column];
            let text = self.text(cells, *column)?;
            let hint = format!("`{name}` is one of: {}", known.join(", "));
            match text {
                None => {
                    return Err(Problem::input("it is empty, so we cannot tell what this row records")
                        .field(name.clone())
                        .hint(hint));
                }
                Some(text) if !known.iter().any(|value| is_value(text, value)) => {
                    return Err(Problem::input(format!("the format does not know the value `{text}`"))
                        .field(name.clone())
                        .hint(hint));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    fn fits(&self, cells: &[Cell<'_>], conditions: &Fits) -> Result<bool, Problem> {
        for (column, values) in conditions {
            let text = self.text(cells, *column)?;
            if !text.is_some_and(|text| values.iter().any(|value| is_value(text, value))) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn fact(&self, cells: &[Cell<'_>], fact: &Fact) -> Result<Option<FactValue>, Problem> {
        let Some(text) = self.text(cells, fact.column)? else { return Ok(None) };
        let name = || self.columns[fact.column].clone();
        if fact.count {
            return match text.parse::<u32>() {
                Ok(0) => Ok(None),
                Ok(_) => Ok(Some(FactValue::Flag(true))),
                Err(_) => Err(Problem::input(format!("`{text}` is not a number"))
                    .field(name())
                    .hint("give a whole number, or leave the cell empty")),
            };
        }
        if fact.values.is_empty() {
            return Ok(Some(FactValue::Text(text.to_owned())));
        }
        match fact.values.iter().find(|(value, _)| is_value(text, value)) {
            Some((_, value)) => Ok(value.clone()),
            None => {
                let known: Vec<&str> = fact.values.iter().map(|(value, _)| value.as_str()).collect();
                let hint = format!("the values known are: {}; a format of your own can have more", known.join(", "));
                Err(Problem::input(format!("the format does not know the value `{text}`")).field(name()).hint(hint))
            }
        }
    }

    fn code(&self, worker: &Worker, text: &str) -> Result<String, Problem> {
        let name = || self.columns[worker.column].clone();
        match &worker.codes {
            Some(codes) => codes.get(&text.to_lowercase()).cloned().ok_or_else(|| {
                // The name itself is not repeated: it must not reach a log.
                Problem::input("this row's worker has no code")
                    .field(name())
                    .hint("add them to the file that --worker-codes names")
            }),
            None if looks_like_a_name(text) => {
                Err(Problem::input("it looks like a worker's name; names are never read").field(name()).hint(
                    "leave the column out with --ignore-columns, or turn names into codes with --worker-codes FILE",
                ))
            }
            None => Ok(text.to_owned()),
        }
    }

    /// The text of a cell; `None` for an empty one, however it is written.
    fn text<'c>(&self, cells: &'c [Cell<'_>], column: usize) -> Result<Option<&'c str>, Problem> {
        match cells.get(column) {
            Some(Cell::Text(text)) => {
                let text = text.trim();
                if text.is_empty()
                    || EMPTY.iter().any(|empty| text.eq_ignore_ascii_case(empty))
                    || self.empty.iter().any(|empty| *empty == text.to_lowercase())
                {
                    return Ok(None);
                }
                if text.starts_with('=') {
                    return Err(self.formula(column));
                }
                Ok(Some(text))
            }
            Some(Cell::Formula) => Err(self.formula(column)),
            Some(Cell::Moment(_)) => Err(Problem::input("this cell is a date, but something else belongs here")
                .field(self.columns[column].clone())
                .hint("format the column as text and correct it")),
            Some(Cell::Empty) | None => Ok(None),
        }
    }

    fn formula(&self, column: usize) -> Problem {
        Problem::input("this cell is a formula, not a value")
            .field(self.columns[column].clone())
            .hint("copy the column and paste it over itself as values, then save")
    }

    fn when(&mut self, cells: &[Cell<'_>], column: usize) -> Result<Option<DayOrTime>, Problem> {
        if let Some(Cell::Moment(moment)) = cells.get(column) {
            return Ok(Some(DayOrTime::of(*moment)));
        }
        let Some(text) = self.text(cells, column)? else { return Ok(None) };
        match dates::read(text, self.dates, self.this_year) {
            Ok(when) => Ok(Some(when)),
            Err(problem) => {
                match dates::order(text) {
                    Order::DayFirst => self.orders[column][0] += 1,
                    Order::MonthFirst => self.orders[column][1] += 1,
                    Order::Open => {}
                }
                Err(problem.field(self.columns[column].clone()))
            }
        }
    }
}

pub(crate) fn event(kind: &str, when: DayOrTime) -> Event {
    let (on, at) = when.text();
    Event { kind: kind.to_owned(), on, at, ..Event::default() }
}
