//! Reads a format's file, and finds what is wrong with it, each fault with its place.

use super::raw::{Format, Table};
use super::values::{same_name, value};
use crate::domain::case::FactValue;
use crate::problem::{Problem, nearest};
use crate::protocol::Protocol;
use crate::protocol::spans::{self, Segment, line_and_column};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// Reads the text of a format's file.
///
/// # Errors
/// When it is not JSON of the form of a format; with line, column and field.
pub(crate) fn read(file: &str, text: &str) -> Result<Format, Problem> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let read: Result<Format, _> = serde_path_to_error::deserialize(&mut reader);
    let format = read.map_err(|error| {
        let path = error.path().to_string();
        let inner = error.inner();
        let said = inner.to_string();
        let what = said.split(" at line ").next().unwrap_or(&said).to_owned();
        let problem = Problem::input(what).at(inner.line(), Some(inner.column())).file(file);
        let problem = if path == "." || path == "?" { problem } else { problem.field(path) };
        problem.hint("docs/formats.md shows the form of a format's file")
    })?;
    reader.end().map_err(|error| {
        Problem::input("something follows the end of the format").at(error.line(), Some(error.column())).file(file)
    })?;
    Ok(format)
}

/// A format that is looked at, and what is found.
struct Lint<'l> {
    file: &'l str,
    text: &'l str,
    protocols: &'l [Arc<Protocol>],
    faults: Vec<Problem>,
}

/// Everything that is wrong with a format. `known` has the names of all formats.
pub(crate) fn faults(
    file: &str,
    text: &str,
    format: &Format,
    known: &[&str],
    protocols: &[Arc<Protocol>],
) -> Vec<Problem> {
    let mut lint = Lint { file, text, protocols, faults: Vec::new() };
    lint.head(format, known);
    for (place, table) in format.tables.iter().enumerate() {
        lint.table(place, table);
        let has_test = format
            .tests
            .iter()
            .any(|test| test.table == table.name || (test.table.is_none() && format.tables.len() == 1));
        if !has_test {
            let name = table.name.as_ref().map(|name| format!("the table `{name}`"));
            let what = format!("{} has no test", name.unwrap_or_else(|| "the table".to_owned()));
            lint.fault(&[Segment::Key("tests")], what, "add rows under `tests`, and the case that they must make");
        }
    }
    lint.faults
}

impl Lint<'_> {
    fn fault(&mut self, way: &[Segment<'_>], what: impl Into<String>, hint: impl Into<String>) {
        let (offset, _) = spans::find(self.text, way);
        let (line, column) = line_and_column(self.text, offset);
        self.faults.push(Problem::input(what).at(line, Some(column)).file(self.file).hint(hint));
    }

    fn head(&mut self, format: &Format, known: &[&str]) {
        let is_id = !format.id.is_empty()
            && format.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !is_id {
            self.fault(
                &[Segment::Key("id")],
                format!("`{}` cannot be a format's name", format.id),
                "use lower-case letters, digits and `-`",
            );
        }
        let stem = self.file.rsplit(['/', '\\']).next().and_then(|name| name.strip_suffix(".json"));
        if stem.is_some_and(|stem| stem != format.id) {
            let hint = format!("call the file {}.json, or change `id`", format.id);
            self.fault(&[Segment::Key("id")], "the file has another name than the format", hint);
        }
        if format.tables.is_empty() && format.parts.is_empty() && !format.own {
            self.fault(&[Segment::Key("tables")], "it reads nothing", "give it `tables`, or `parts`");
        }
        for (place, part) in format.parts.iter().enumerate().filter(|(_, part)| !known.contains(&part.as_str())) {
            self.fault(
                &[Segment::Key("parts"), Segment::Item(place)],
                format!("no format is called `{part}`"),
                "`yjs formats list` shows them",
            );
        }
    }

    fn table(&mut self, place: usize, table: &Table) {
        let at = [Segment::Key("tables"), Segment::Item(place)];
        let way = |rest: &[Segment<'static>]| -> Vec<Segment<'static>> {
            at.iter().copied().chain(rest.iter().copied()).collect()
        };
        let is_heading = |column: &str| table.headings.iter().any(|held| same_name(held, column));
        if table.headings.is_empty() {
            self.fault(
                &way(&[Segment::Key("headings")]),
                "no column tells this table from others",
                "list the columns that are always there",
            );
        }
        let mut must = vec![(table.reference.as_str(), vec![Segment::Key("ref")], "the column of the reference")];
        for (number, spell) in table.spells.iter().enumerate() {
            let own = |key| vec![Segment::Key("spells"), Segment::Item(number), Segment::Key(key)];
            must.push((&spell.from, own("from"), "a column of dates"));
            must.push((&spell.to, own("to"), "a column of dates"));
            must.extend(spell.when.keys().map(|column| (column.as_str(), own("when"), "a column of conditions")));
            self.kind(&way(&own("starts")), spell.starts.as_deref());
            self.kind(&way(&own("ends")), spell.ends.as_deref());
            self.held(&way(&own("open")), &spell.open);
            self.held(&way(&own("closed")), &spell.closed);
        }
        for (number, event) in table.events.iter().enumerate() {
            let own = |key| vec![Segment::Key("events"), Segment::Item(number), Segment::Key(key)];
            must.extend(event.when.keys().map(|column| (column.as_str(), own("when"), "a column of conditions")));
            self.kind(&way(&own("event")), Some(&event.event));
        }
        for (number, fact) in table.facts.iter().enumerate() {
            let own = |key| vec![Segment::Key("facts"), Segment::Item(number), Segment::Key(key)];
            must.extend(fact.when.keys().map(|column| (column.as_str(), own("when"), "a column of conditions")));
            let values = fact.values.values().filter_map(value);
            let flag = fact.count.then_some(FactValue::Flag(true));
            let name = own("fact");
            self.fact(&way(&name), &fact.fact, values.chain(flag));
        }
        for (number, kind) in table.never_has.iter().enumerate() {
            self.kind(&way(&[Segment::Key("never_has"), Segment::Item(number)]), Some(kind));
        }
        // Without such a column everything would read as open, or nothing would be read, in silence.
        for (column, rest, what) in must {
            if !is_heading(column) {
                let hint = "add it to `headings`: without it the table would be read wrongly";
                self.fault(&way(&rest), format!("`{column}` is {what}, and is not among the headings"), hint);
            }
        }
        let read = read_columns(table);
        for (key, list) in [("names", &table.names), ("passed_over", &table.passed_over)] {
            for (number, column) in list.iter().enumerate().filter(|(_, column)| read.contains(&column.as_str())) {
                let rest = [at[0], at[1], Segment::Key(key), Segment::Item(number)];
                let what = format!("`{column}` is read, and is among `{key}` too");
                self.fault(&rest, what, "take it out of one of the two");
            }
        }
    }

    fn kind(&mut self, way: &[Segment<'_>], kind: Option<&str>) {
        let Some(kind) = kind else { return };
        if self.protocols.iter().any(|protocol| protocol.vocabulary.event(kind).is_some()) {
            return;
        }
        let known =
            self.protocols.iter().flat_map(|protocol| &protocol.vocabulary.events).map(|event| event.id.as_str());
        let hint = nearest(kind, known)
            .map_or_else(|| "`yjs find WORDS` finds events".to_owned(), |near| format!("did you mean `{near}`?"));
        self.fault(way, format!("no event is called `{kind}`"), hint);
    }

    fn held(&mut self, way: &[Segment<'_>], facts: &Map<String, Json>) {
        for (id, json) in facts {
            self.fact(way, id, value(json).into_iter());
        }
    }

    /// A fact must be one that some protocol has, and its values such as it can have.
    fn fact(&mut self, way: &[Segment<'_>], id: &str, values: impl Iterator<Item = FactValue>) {
        let found = self.protocols.iter().find_map(|protocol| Some((protocol, protocol.vocabulary.fact(id)?)));
        let Some((protocol, index)) = found else {
            let known =
                self.protocols.iter().flat_map(|protocol| &protocol.vocabulary.facts).map(|fact| fact.id.as_str());
            let hint = nearest(id, known)
                .map_or_else(|| "`yjs find WORDS` finds facts".to_owned(), |near| format!("did you mean `{near}`?"));
            self.fault(way, format!("no fact is called `{id}`"), hint);
            return;
        };
        let definition = protocol.vocabulary.fact_definition(index);
        let wrong: Vec<Problem> = values.filter_map(|value| definition.read(&value).err()).collect();
        for problem in wrong {
            self.fault(way, format!("`{id}`: {}", problem.what), problem.hint.unwrap_or_default());
        }
    }
}

/// The columns that a table reads from.
pub(crate) fn read_columns(table: &Table) -> Vec<&str> {
    let mut columns = vec![table.reference.as_str()];
    columns.extend(table.born.as_deref());
    columns.extend(table.worker.as_deref());
    for fact in &table.facts {
        columns.push(&fact.column);
        columns.extend(fact.when.keys().map(String::as_str));
    }
    for event in &table.events {
        columns.push(&event.column);
        columns.extend(event.when.keys().map(String::as_str));
    }
    for spell in &table.spells {
        columns.extend([spell.from.as_str(), spell.to.as_str()]);
        columns.extend(spell.when.keys().chain(spell.goes_on.keys()).map(String::as_str));
        columns.extend(spell.worker.as_deref());
    }
    columns.sort_unstable();
    columns.dedup();
    columns
}
