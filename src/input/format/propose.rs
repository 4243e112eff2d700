//! Proposes how the columns of a file are to be read, from their names and what is in them. What is unsure is asked, and
//! never taken.

use super::dates::{self, Order};
use super::mapping::Mapping;
use super::raw::{Dates, Event, Fact, Format, Spell, Table, Test};
use crate::input::ask::Ask;
use crate::input::cell::Cell;
use crate::problem::{Problem, distance};
use crate::protocol::vocabulary::Vocabulary;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

const WORDS: &str = include_str!("../../../data/column-words.json");

/// How other systems call columns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    #[serde(rename = "note")]
    _note: String,
    #[serde(rename = "ref")]
    reference: Vec<String>,
    born: Vec<String>,
    worker: Vec<String>,
    names: Vec<String>,
    events: BTreeMap<String, Vec<String>>,
}

/// A column of the file: its name, and what stands in some of its cells.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) values: Vec<String>,
    /// Whether the file itself marks its cells as dates.
    pub(crate) has_moments: bool,
}

/// What a column may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    Reference,
    Born,
    Worker,
    /// The name of a child.
    ChildName,
    /// The name of a worker.
    Names,
    Event(String),
    Fact(String),
    Nothing,
}

/// A column, what it is taken for, and whether that is sure.
#[derive(Debug, Clone)]
pub(crate) struct Guess {
    pub(crate) column: String,
    pub(crate) role: Role,
    pub(crate) sure: bool,
}

fn words(name: &str) -> String {
    let mut spaced = String::new();
    let mut before = ' ';
    for letter in name.chars() {
        // `CINclosureDate` and `child_id` are words too.
        if letter.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(if letter.is_alphanumeric() { letter } else { ' ' });
        before = letter;
    }
    spaced.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How near a name is to one of some words: 0 is the same.
fn near(name: &str, known: &[String]) -> Option<usize> {
    nearest(name, known, false)
}

/// As [`near`]; with `loose` a name that has the words within it is near too.
fn nearest(name: &str, known: &[String], loose: bool) -> Option<usize> {
    let joined = |text: &str| text.replace(' ', "");
    let close = |word: &String| {
        // `DoB` and `D.O.B.` are `dob`.
        let apart = if joined(name) == joined(word) { 0 } else { distance(name, word) };
        if apart == 0 {
            return Some(0);
        }
        let limit = if word.chars().count() > 5 { 2 } else { 1 };
        let within = (loose || word.contains(' '))
            && (name.starts_with(&format!("{word} ")) || name.ends_with(&format!(" {word}")));
        (apart <= limit || within).then_some(apart.max(1))
    };
    known.iter().filter_map(close).min()
}

/// Proposes what each column holds.
///
/// # Errors
/// When the built-in list of words is faulty, which a test rules out.
pub(crate) fn guesses(samples: &[Sample], vocabulary: &Vocabulary) -> Result<Vec<Guess>, Problem> {
    let known: Words =
        serde_json::from_str(WORDS).map_err(|error| Problem::input(error.to_string()).file("column-words.json"))?;
    let mut found: Vec<(Guess, usize)> = samples.iter().map(|sample| guess(sample, &known, vocabulary)).collect();
    // Each thing has one column: the nearest by name, the first of those.
    for place in 0..found.len() {
        let (role, distance) = (found[place].0.role.clone(), found[place].1);
        let is_better = |(other, (guess, apart)): (usize, &(Guess, usize))| {
            guess.role == role && (*apart, other) < (distance, place)
        };
        let many = matches!(role, Role::Nothing | Role::Names | Role::ChildName);
        if !many && found.iter().enumerate().any(is_better) {
            found[place].0.role = Role::Nothing;
        }
    }
    Ok(found.into_iter().map(|(guess, _)| guess).collect())
}

fn guess(sample: &Sample, known: &Words, vocabulary: &Vocabulary) -> (Guess, usize) {
    let name = words(&sample.name);
    let mut best: Option<(usize, Role)> = None;
    let mut consider = |apart: Option<usize>, role: Role| {
        if let Some(apart) = apart
            && best.as_ref().is_none_or(|(held, _)| apart < *held)
        {
            best = Some((apart, role));
        }
    };
    let is_dated = sample.is_dated();
    consider(near(&name, &known.reference), Role::Reference);
    consider(near(&name, &known.names), Role::ChildName);
    consider(near(&name, &known.worker), if sample.has_names() { Role::Names } else { Role::Worker });
    if is_dated {
        consider(near(&name, &known.born), Role::Born);
        for (kind, called) in &known.events {
            consider(nearest(&name, called, true), Role::Event(kind.clone()));
        }
        // `Ran away on` and `Date found` are what people call the events.
        let little = |word: &&str| !matches!(*word, "on" | "at" | "date" | "time" | "when" | "day" | "of");
        let called: String = name.split(' ').filter(little).collect::<Vec<_>>().join(" ");
        for event in &vocabulary.events {
            let known: Vec<String> =
                [&event.id, &event.title].into_iter().chain(&event.synonyms).map(|word| words(word)).collect();
            consider(near(&name, &known), Role::Event(event.id.clone()));
            consider(near(&called, &known).map(|apart| apart.max(1)), Role::Event(event.id.clone()));
        }
    } else {
        for fact in vocabulary.facts.iter().filter(|fact| fact.id != "born") {
            let mut called = vec![words(&fact.id)];
            called.extend(fact.label.iter().map(|label| words(label)));
            called.extend(fact.synonyms.iter().map(|word| words(word)));
            consider(
                nearest(&name, &called, true).filter(|apart| *apart == 0 || sample.is_flag()),
                Role::Fact(fact.id.clone()),
            );
        }
    }
    let (apart, role) = best.unwrap_or((0, Role::Nothing));
    // A column with a fact's name whose values are not known is not taken.
    let readable = match &role {
        Role::Fact(_) => sample.is_flag(),
        _ => true,
    };
    let sure = apart == 0 && readable;
    let role = if readable { role } else { Role::Nothing };
    (Guess { column: sample.name.clone(), role, sure }, apart)
}

const YES: [&str; 4] = ["y", "yes", "true", "1"];
const NO: [&str; 4] = ["n", "no", "false", "0"];
const UNKNOWN: [&str; 6] = ["u", "unknown", "not known", "nk", "?", "not stated"];

/// A value without the letter before it, as in `a) Yes`.
fn bare(value: &str) -> &str {
    match value.split_once(')') {
        Some((letter, rest)) if letter.len() == 1 => rest.trim(),
        _ => value.trim(),
    }
}

impl Sample {
    fn filled(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    fn is_dated(&self) -> bool {
        let (mut dated, mut others) = (0, 0);
        for value in self.filled() {
            let read = dates::read(value, Some(Dates::Dmy), 2100).is_ok();
            if read || dates::order(value) != Order::Open { dated += 1 } else { others += 1 }
        }
        self.has_moments || dated > others
    }

    fn is_flag(&self) -> bool {
        let is_known = |value: &str| {
            let value = bare(value).to_lowercase();
            YES.contains(&value.as_str()) || NO.contains(&value.as_str()) || UNKNOWN.contains(&value.as_str())
        };
        self.filled().next().is_some() && self.filled().all(is_known)
    }

    fn has_names(&self) -> bool {
        self.filled().any(super::values::looks_like_a_name)
    }

    /// Each value of a yes-or-no column, once, with what it means.
    fn flags(&self) -> Map<String, Json> {
        let mut values = Map::new();
        for value in self.filled().map(bare) {
            let small = value.to_lowercase();
            let meant = match () {
                () if YES.contains(&small.as_str()) => json!(true),
                () if NO.contains(&small.as_str()) => json!(false),
                () => Json::Null,
            };
            if !values.keys().any(|held| held.eq_ignore_ascii_case(value)) {
                values.insert(value.to_owned(), meant);
            }
        }
        // What is met with later in another file of this form.
        for (value, meant) in [
            ("Yes", json!(true)),
            ("No", json!(false)),
            ("Unknown", Json::Null),
            ("Y", json!(true)),
            ("N", json!(false)),
            ("U", Json::Null),
        ] {
            if !values.keys().any(|held| held.eq_ignore_ascii_case(value)) {
                values.insert(value.to_owned(), meant);
            }
        }
        values
    }
}

/// The order of dates, as far as they show it: `None` when every one of them can be read in two ways, or they differ.
pub(crate) fn order_of_dates(samples: &[Sample]) -> Option<Dates> {
    let dated: Vec<&str> = samples.iter().filter(|sample| sample.is_dated()).flat_map(Sample::filled).collect();
    let count = |wanted: Order| dated.iter().filter(|value| dates::order(value) == wanted).count();
    let is_sure = |value: &&&str| dates::read(value, None, 2100).is_ok();
    match (count(Order::DayFirst), count(Order::MonthFirst)) {
        (0, 0) if !dated.is_empty() && dated.iter().filter(is_sure).count() == dated.len() => Some(Dates::Iso),
        (days, 0) if days > 0 => Some(Dates::Dmy),
        _ => None,
    }
}

/// A date that can be read in two ways.
pub(crate) fn ambiguous(samples: &[Sample]) -> Option<&str> {
    let dated = samples.iter().filter(|sample| sample.is_dated()).flat_map(Sample::filled);
    dated.into_iter().find(|value| dates::read(value, None, 2100).is_err())
}

/// Makes the format of what each column holds.
pub(crate) fn format(
    id: &str,
    guesses: &[Guess],
    samples: &[Sample],
    heading: usize,
    dates: Option<Dates>,
    vocabulary: &Vocabulary,
) -> Format {
    let of = |role: &Role| guesses.iter().find(|guess| guess.role == *role).map(|guess| guess.column.clone());
    let mut table = Table {
        reference: of(&Role::Reference).unwrap_or_default(),
        born: of(&Role::Born),
        worker: of(&Role::Worker),
        heading: Some(heading).filter(|line| *line > 1),
        dates,
        ..Table::default()
    };
    let mut paired: Vec<String> = Vec::new();
    for end in &vocabulary.events {
        let Some(start) = end.ends.map(|start| &vocabulary.event_definition(start).id) else { continue };
        let both = of(&Role::Event(start.clone())).zip(of(&Role::Event(end.id.clone())));
        // What follows the end of another is an event of its own: well-being is confirmed after a child is found.
        if let Some((from, to)) = both.filter(|_| !paired.contains(start)) {
            table.spells.push(Spell {
                from,
                starts: Some(start.clone()),
                to,
                ends: Some(end.id.clone()),
                ..Spell::default()
            });
            paired.extend([start.clone(), end.id.clone()]);
        }
    }
    for guess in guesses {
        let column = guess.column.clone();
        match &guess.role {
            Role::Event(kind) if !paired.contains(kind) => {
                table.events.push(Event { column, event: kind.clone(), ..Event::default() });
            }
            Role::Fact(fact) => {
                let values = samples.iter().find(|sample| sample.name == column).map(Sample::flags).unwrap_or_default();
                table.facts.push(Fact { column, fact: fact.clone(), values, ..Fact::default() });
            }
            Role::Names => table.names.push(column),
            Role::Nothing | Role::ChildName => table.passed_over.push(column),
            Role::Reference | Role::Born | Role::Worker | Role::Event(_) => {}
        }
    }
    table.headings = super::lint::read_columns(&table).into_iter().map(str::to_owned).collect();
    // In the order of the file.
    table.headings.sort_by_key(|column| samples.iter().position(|sample| sample.name == *column));
    let test = test(&table);
    Format {
        id: id.to_owned(),
        title: format!("{id}, made by yjs formats new"),
        tables: vec![table],
        tests: test.into_iter().collect(),
        ..Format::default()
    }
}

/// A test with values that are nobody's, and what the table makes of them.
fn test(table: &Table) -> Option<Test> {
    const DAY: &str = "2026-03-02";
    let mut row: BTreeMap<String, String> = BTreeMap::new();
    row.insert(table.reference.clone(), "X1".to_owned());
    row.extend(table.worker.iter().map(|column| (column.clone(), "jm".to_owned())));
    let dated = table.born.iter().chain(table.events.iter().map(|event| &event.column));
    let spells = table.spells.iter().flat_map(|spell| [&spell.from, &spell.to]);
    row.extend(dated.chain(spells).map(|column| {
        (column.clone(), if table.born.as_ref() == Some(column) { "2010-03-02" } else { DAY }.to_owned())
    }));
    for fact in &table.facts {
        row.extend(fact.values.keys().next().map(|value| (fact.column.clone(), value.clone())));
    }
    let mut mapping = Mapping::new(table, &Ask { this_year: 2026, ..Ask::default() }, |_| true);
    let cells: Vec<Cell<'_>> = mapping
        .columns
        .iter()
        .map(|column| row.get(column).map_or(Cell::Empty, |text| Cell::Text(text.as_str().into())))
        .collect();
    let case = mapping.read(&cells).ok()?.into_case().case;
    let case = serde_json::to_value(case).ok();
    Some(Test { name: "a row with every column that is read".to_owned(), rows: vec![row], case, ..Test::default() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Role, Sample, guesses, near, order_of_dates, words};
    use crate::input::format::raw::Dates;
    use crate::protocol::{embedded, load::load};

    fn sample(name: &str, values: &[&str]) -> Sample {
        Sample {
            name: name.into(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            has_moments: false,
        }
    }

    #[test]
    fn names_are_words_however_they_are_written() {
        for name in ["Child ID", "child_id", "ChildId", " child  id "] {
            assert_eq!(words(name), "child id", "{name}");
        }
        let known = ["date of birth".to_owned(), "dob".to_owned()];
        assert_eq!((near("dob", &known), near("date of brith", &known)), (Some(0), Some(1)));
        assert!(near("child date of birth", &known).is_some() && near("date", &known).is_none());
    }

    #[test]
    fn columns_are_found_by_their_names_and_what_they_hold() {
        let samples = [
            sample("Client ID", &["1", "2"]),
            sample("Name", &["A B"]),
            sample("D.O.B.", &["13/02/2010", ""]),
            sample("Date went missing", &["03/04/2026"]),
            sample("Date found", &["05/04/2026"]),
            sample("Young carer", &["Y", "N", "U"]),
            sample("CSE", &["high", "low"]),
            sample("Ward", &["North"]),
            sample("Social worker", &["Jane Smith"]),
        ];
        let protocol = load(embedded::VOCABULARY, &embedded::source("camden").unwrap()).unwrap();
        let found = guesses(&samples, &protocol.vocabulary).unwrap();
        let roles: Vec<Role> = found.into_iter().map(|guess| guess.role).collect();
        let event = |kind: &str| Role::Event(kind.into());
        assert_eq!(roles[..5], [Role::Reference, Role::ChildName, Role::Born, event("went_missing"), event("located")]);
        assert_eq!(roles[5..], [Role::Fact("young_carer".into()), Role::Nothing, Role::Nothing, Role::Names]);
        assert_eq!(order_of_dates(&samples), Some(Dates::Dmy));
        assert_eq!(order_of_dates(&[sample("x", &["01/02/2026"])]), None);
        assert_eq!(order_of_dates(&[sample("x", &["2026-02-01"])]), Some(Dates::Iso));
    }
}
