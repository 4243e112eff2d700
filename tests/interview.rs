//! The interview asks few questions, and loses nothing by it: answering only what it asks gives what giving every fact
//! gives.
#![allow(clippy::disallowed_methods, reason = "a test reads its own files")]
#![allow(clippy::print_stdout, reason = "the figures are for whoever runs the test")]

mod support;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use support::{at, case, protocol};
use yjs::domain::case::{Case, FactValue};
use yjs::domain::condition::EventIndex;
use yjs::domain::fact::{FactIndex, Value};
use yjs::domain::interview::{Answer, Interview, Item, Screen, Time};
use yjs::domain::situation::Situation;
use yjs::protocol::Protocol;
use yjs::protocol::vocabulary::{Derive, TopicIndex};
use yjs::report::assessment::AssessmentReport;

/// Sections whose rows must be the same.
const SECTIONS: [&str; 5] = ["decisions", "routes", "consent", "deadlines", "escalations"];

/// Somebody who knows what a case says, and nothing else.
struct Practitioner<'a> {
    protocol: &'a Protocol,
    case: &'a Case,
}

impl Practitioner<'_> {
    fn fact(&self, fact: FactIndex) -> Option<FactValue> {
        let definition = self.protocol.vocabulary.fact_definition(fact);
        if definition.case_field {
            return self.case.born.clone().map(FactValue::Text);
        }
        self.case.facts.get(&definition.id).cloned()
    }

    fn times(&self, event: EventIndex) -> Vec<Time> {
        let id = &self.protocol.vocabulary.event_definition(event).id;
        let of_kind = self.case.events.iter().filter(|held| held.kind == *id);
        of_kind
            .map(|held| match (&held.on, &held.at) {
                (Some(on), _) => Time::On(on.clone()),
                (None, at) => Time::At(at.clone().expect("a time")),
            })
            .collect()
    }

    /// Somebody who knows something of a topic came for it.
    fn came_for(&self, topic: TopicIndex) -> bool {
        let vocabulary = &self.protocol.vocabulary;
        let facts = self.case.facts.0.iter().filter_map(|(id, _)| vocabulary.fact(id));
        let events = self.case.events.iter().filter_map(|event| vocabulary.event(&event.kind));
        facts.into_iter().any(|fact| vocabulary.fact_definition(fact).topic == Some(topic))
            || events.into_iter().any(|event| vocabulary.event_definition(event).topic == Some(topic))
    }

    fn row(&self, row: Item) -> Option<bool> {
        match row {
            Item::Fact(fact) => self.fact(fact).map(|value| value == FactValue::Flag(true)),
            Item::Event(event) => (!self.times(event).is_empty()).then_some(true),
            Item::Topic(topic) => self.came_for(topic).then_some(true),
        }
    }

    fn answer(&self, screen: &Screen) -> Answer {
        match screen {
            Screen::Fact(fact) => self.fact(*fact).map_or(Answer::NotKnown, Answer::Value),
            Screen::Event(event) => {
                let times = self.times(*event);
                if times.is_empty() { Answer::NotKnown } else { Answer::When(times) }
            }
            Screen::Several(several) => {
                let rows = |wanted: bool| {
                    several.rows.iter().copied().filter(|row| self.row(*row) == Some(wanted)).collect::<Vec<_>>()
                };
                Answer::Rows { yes: rows(true), no: rows(false) }
            }
        }
    }
}

/// The case with the flags that follow from its facts: whoever knows of neglect answers "suspected abuse or neglect" so too.
fn with_what_follows(protocol: &Protocol, known: &Case, now: DateTime<Utc>) -> Case {
    let situation = Situation::new(protocol, known, now).expect("a possible case");
    let mut case = known.clone();
    for (index, definition) in (0..).map(FactIndex).zip(&protocol.vocabulary.facts) {
        if let (Some(Value::Flag(flag)), None) = (situation.facts.get(index), &definition.derive) {
            case.facts.set(&definition.id, Some(FactValue::Flag(flag)));
        }
    }
    case
}

/// The whole conversation; the number of screens, what they were, and the answer.
fn talk(protocol: &Protocol, known: &Case, now: DateTime<Utc>) -> (Vec<String>, Json) {
    let practitioner = Practitioner { protocol, case: known };
    // What the clock answers is not asked; a case may say otherwise, and then says so from the start.
    let mut said = Case::default();
    for (id, value) in &known.facts.0 {
        let definition = protocol.vocabulary.fact_definition(protocol.vocabulary.fact(id).expect("a fact"));
        if matches!(definition.derive, Some(Derive::OutOfHours { .. })) {
            said.facts.set(id, Some(value.clone()));
        }
    }
    let mut interview = Interview::new(protocol, said, now);
    let mut asked = Vec::new();
    while let Some(screen) = interview.next_screen().expect("possible answers") {
        assert!(asked.len() < 100, "it never ends: {asked:#?}");
        let answer = practitioner.answer(&screen);
        asked.push(format!("{} -> {}", shown(protocol, &screen), told(protocol, &answer)));
        interview.answer(screen, answer).expect("a possible answer");
    }
    (asked, assess(protocol, &interview.case(), now))
}

fn name(protocol: &Protocol, item: &Item) -> String {
    match item {
        Item::Fact(fact) => protocol.vocabulary.fact_definition(*fact).id.clone(),
        Item::Event(event) => format!("event {}", protocol.vocabulary.event_definition(*event).id),
        Item::Topic(topic) => format!("topic {}", protocol.vocabulary.topic_definition(*topic).id),
    }
}

fn shown(protocol: &Protocol, screen: &Screen) -> String {
    let names: Vec<String> = screen.items().iter().map(|item| name(protocol, item)).collect();
    match screen {
        Screen::Several(several) => format!("{:?} [{}]", several.group, names.join(", ")),
        Screen::Fact(_) | Screen::Event(_) => names.join(""),
    }
}

fn told(protocol: &Protocol, answer: &Answer) -> String {
    let names = |items: &[Item]| items.iter().map(|item| name(protocol, item)).collect::<Vec<_>>().join(", ");
    match answer {
        Answer::NotKnown => "not known".into(),
        Answer::Value(value) => value.to_string(),
        Answer::When(times) => format!("{times:?}"),
        Answer::Rows { yes, no } => format!("yes [{}] no [{}]", names(yes), names(no)),
    }
}

fn assess(protocol: &Protocol, case: &Case, now: DateTime<Utc>) -> Json {
    serde_json::to_value(AssessmentReport::of_case(protocol, case, now).expect("an answer")).expect("JSON")
}

/// The rows of a section that apply, without what they rest on: who is asked less rests on less.
fn rows(answer: &Json, section: &str) -> BTreeMap<String, Json> {
    let rows = answer[section].as_array().expect("rows").iter().filter(|row| row["applies"] == "yes");
    rows.map(|row| {
        let mut row: Map<String, Json> = row.as_object().expect("a row").clone();
        row.remove("because");
        (row["rule"].as_str().expect("a rule").to_owned(), Json::Object(row))
    })
    .collect()
}

fn differences(asked: &Json, given: &Json) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, asked: &Json, given: &Json| {
        if asked != given {
            found.push(format!("{what}: asked {asked}, given {given}"));
        }
    };
    let could_be = |answer: &Json| -> Json {
        json!(
            answer["level"]["could_be"]
                .as_array()
                .expect("levels")
                .iter()
                .map(|one| one["level"].clone())
                .collect::<Vec<_>>()
        )
    };
    compare("level", &asked["level"]["level"], &given["level"]["level"]);
    compare("could_be", &could_be(asked), &could_be(given));
    for section in SECTIONS {
        let (asked, given) = (rows(asked, section), rows(given, section));
        let ids: BTreeSet<&String> = asked.keys().chain(given.keys()).collect();
        for id in ids {
            let none = Json::Null;
            let row = |rows: &BTreeMap<String, Json>| rows.get(id).cloned().unwrap_or(none.clone());
            compare(&format!("{section} {id}"), &row(&asked), &row(&given));
        }
    }
    found
}

fn vectors() -> Vec<(String, Json)> {
    let folder =
        std::env::var("YJS_VECTORS").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors").into());
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the vectors").map(|file| file.expect("a file").path()).collect();
    files.sort();
    let mut vectors = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|kind| kind == "json")) {
        let text = std::fs::read_to_string(file).expect("text");
        let list: Vec<Json> = serde_json::from_str(&text).expect("a list");
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        vectors.extend(list.into_iter().filter(|one| one.get("type").is_none()).map(|one| (name.clone(), one)));
    }
    vectors
}

#[test]
fn answering_only_what_is_asked_gives_what_giving_every_fact_gives() {
    let protocols: BTreeMap<&str, Protocol> = ["camden", "tower_hamlets"].map(|id| (id, protocol(id))).into();
    let mut faults = String::new();
    let mut counts: BTreeMap<&str, Vec<(usize, String)>> = BTreeMap::new();
    for (file, vector) in vectors() {
        let mut known = case(&vector["case"]);
        // The conversation does not ask which team a call went to.
        known.events.iter_mut().for_each(|event| event.to = None);
        let (id, protocol) = protocols.get_key_value(known.protocol.as_deref().expect("a protocol")).expect("known");
        let now = at(vector["now"].as_str().expect("a time"));
        let (asked, answer) = talk(protocol, &with_what_follows(protocol, &known, now), now);
        let label = format!("{file} {} {}", vector["id"], vector["title"]);
        let different = differences(&answer, &assess(protocol, &known, now));
        if !different.is_empty() {
            let _ = writeln!(faults, "{label}\n  {}\n  {}", different.join("\n  "), asked.join("\n    "));
        }
        counts.entry(id).or_default().push((asked.len(), label));
    }
    for (id, held) in &counts {
        let all: usize = held.iter().map(|(count, _)| count).sum();
        let most = held.iter().max().expect("some");
        let every = protocols[id].vocabulary.facts.iter().filter(|fact| fact.derive.is_none()).count();
        println!(
            "{id}: {} vectors, {:.1} screens on average, at most {} ({}), against {every} questions for every fact",
            held.len(),
            all as f64 / held.len() as f64,
            most.0,
            most.1
        );
    }
    let count = faults.lines().filter(|line| !line.starts_with(' ')).count();
    assert!(faults.is_empty(), "{count} vectors differ\n{faults}");
}
