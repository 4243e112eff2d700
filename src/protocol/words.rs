//! The vocabulary, compiled: the common words first, then the protocol's own.

use super::load::{At, Loader};
use super::raw;
use super::vocabulary::{
    Concern, Derive, EventDefinition, FactDefinition, FactKind, MissingEvents, Reading, Topic, TopicIndex, Vocabulary,
    Window,
};
use super::{Contact, Team};
use crate::domain::condition::EventIndex;
use crate::domain::fact::{FactIndex, Value};

const FILE: &str = "vocabulary.json";

/// Compiles both vocabularies into one.
pub(super) fn compile(
    loader: &mut Loader<'_>,
    protocol: &str,
    common: raw::Vocabulary,
    own: raw::Vocabulary,
) -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    for topic in common.topics.into_iter().chain(own.topics) {
        if vocabulary.topic(&topic.id).is_some() {
            duplicate(loader, &topic.id);
        }
        vocabulary.topics.push(Topic { id: topic.id, title: topic.title });
    }
    let mut facts = common.facts;
    facts.extend(own.facts);
    let mut events = common.events;
    events.extend(own.events);
    for (place, fact) in facts.iter().enumerate() {
        let index = FactIndex(u16::try_from(place).unwrap_or(u16::MAX));
        if vocabulary.fact_index.insert(fact.id.clone(), index).is_some() {
            duplicate(loader, &fact.id);
        }
    }
    for (place, event) in events.iter().enumerate() {
        let index = EventIndex(u16::try_from(place).unwrap_or(u16::MAX));
        if vocabulary.event_index.insert(event.id.clone(), index).is_some() {
            duplicate(loader, &event.id);
        }
    }
    vocabulary.events = events
        .into_iter()
        .map(|event| {
            let ends = event.ends.as_ref().and_then(|id| find_event(loader, &vocabulary, &event.id, id));
            let topic = event.topic.as_ref().and_then(|id| find_topic(loader, &vocabulary, &event.id, id));
            let (id, title, by) = (event.id, event.title, event.by);
            EventDefinition { id, title, ends, needs_start: event.needs_start, topic, by }
        })
        .collect();
    // Choices are needed before the methods that name a choice can be compiled.
    let mut methods = Vec::with_capacity(facts.len());
    for fact in facts {
        methods.push((fact.derive, fact.settled_by));
        let topic = fact.topic.as_ref().and_then(|id| find_topic(loader, &vocabulary, &fact.id, id));
        vocabulary.facts.push(FactDefinition {
            id: fact.id,
            kind: match fact.kind {
                raw::FactKind::Flag => FactKind::Flag,
                raw::FactKind::Number => FactKind::Number,
                raw::FactKind::Choice => FactKind::Choice,
                raw::FactKind::Date => FactKind::Date,
            },
            question: fact.question,
            help: fact.help,
            unit: fact.unit,
            min: fact.min,
            max: fact.max,
            choices: fact.choices,
            case_field: fact.case_field,
            derive: None,
            given: fact.given,
            how: fact.how,
            settled_by: Vec::new(),
            ask_first: fact.ask_first,
            label: fact.label,
            topic,
            background: fact.background,
        });
    }
    for (place, (method, settled_by)) in methods.into_iter().enumerate() {
        let id = vocabulary.facts[place].id.clone();
        let derive = method.and_then(|method| derive(loader, &vocabulary, &id, method));
        let settled_by = settled_by.iter().filter_map(|other| find_fact(loader, &vocabulary, &id, other)).collect();
        vocabulary.facts[place].derive = derive;
        vocabulary.facts[place].settled_by = settled_by;
    }
    for concern in common.concerns.into_iter().chain(own.concerns) {
        let fact = match &concern.fact {
            raw::ConcernFact::One(id) => Some(id.clone()),
            raw::ConcernFact::ByProtocol(by) => by.get(protocol).or_else(|| by.values().next()).cloned(),
        };
        if let Some(fact) = fact.and_then(|id| find_fact(loader, &vocabulary, &concern.id, &id)) {
            vocabulary.concerns.push(Concern { id: concern.id, title: concern.title, fact });
        }
    }
    let named = |list: Vec<raw::Named>| list.into_iter().map(|one| (one.id, one.title));
    vocabulary.outcomes = named(common.outcomes).chain(named(own.outcomes)).collect();
    for reading in common.readings.into_iter().chain(own.readings) {
        let window = match reading.window.as_str() {
            "same_month" => Some(Window::SameMonth),
            text => loader.amount(At { file: FILE, id: &reading.id }, text).map(Window::Within),
        };
        if let Some(window) = window {
            vocabulary.readings.push(Reading { id: reading.id, title: reading.title, window });
        }
    }
    vocabulary.missing = own.missing.or(common.missing).and_then(|missing| {
        Some(MissingEvents {
            lost: find_event(loader, &vocabulary, "missing", &missing.lost)?,
            located: find_event(loader, &vocabulary, "missing", &missing.located)?,
            confirmed: find_event(loader, &vocabulary, "missing", &missing.confirmed)?,
        })
    });
    vocabulary
}

fn duplicate(loader: &mut Loader<'_>, id: &str) {
    loader.fault(At { file: FILE, id }, "duplicate-id", format!("`{id}` is declared twice"), None);
}

fn find_fact(loader: &mut Loader<'_>, vocabulary: &Vocabulary, from: &str, id: &str) -> Option<FactIndex> {
    let found = vocabulary.fact(id);
    if found.is_none() {
        loader.fault(At { file: FILE, id: from }, "unknown-fact", format!("no fact is called `{id}`"), None);
    }
    found
}

fn find_topic(loader: &mut Loader<'_>, vocabulary: &Vocabulary, from: &str, id: &str) -> Option<TopicIndex> {
    let found = vocabulary.topic(id);
    if found.is_none() {
        loader.fault(At { file: FILE, id: from }, "unknown-topic", format!("no topic is called `{id}`"), None);
    }
    found
}

fn find_event(loader: &mut Loader<'_>, vocabulary: &Vocabulary, from: &str, id: &str) -> Option<EventIndex> {
    let found = vocabulary.event(id);
    if found.is_none() {
        loader.fault(At { file: FILE, id: from }, "unknown-event", format!("no event is called `{id}`"), None);
    }
    found
}

fn derive(loader: &mut Loader<'_>, vocabulary: &Vocabulary, id: &str, method: raw::Derive) -> Option<Derive> {
    Some(match method {
        raw::Derive::Age => Derive::Age,
        raw::Derive::OutOfHours { days, from, to } => {
            const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
            let minutes = |text: &str| -> Option<u32> {
                let (hours, minutes) = text.split_once(':')?;
                Some(hours.parse::<u32>().ok()? * 60 + minutes.parse::<u32>().ok()?)
            };
            let (Some(from), Some(to)) = (minutes(&from), minutes(&to)) else {
                let hint = Some("give times such as 09:00".to_owned());
                loader.fault(At { file: FILE, id }, "bad-hours", format!("`{id}` has no readable hours"), hint);
                return None;
            };
            Derive::OutOfHours { days: DAYS.map(|day| days.iter().any(|named| named == day)), from, to }
        }
        raw::Derive::LatestOf { opens, closes, otherwise } => Derive::LatestOf {
            opens: find_event(loader, vocabulary, id, &opens)?,
            closes: find_event(loader, vocabulary, id, &closes)?,
            otherwise: match otherwise {
                None => None,
                Some(json) => {
                    let fact = json.get("fact").and_then(|fact| fact.as_str()).unwrap_or_default();
                    let fact = find_fact(loader, vocabulary, id, fact)?;
                    let definition = vocabulary.fact_definition(fact);
                    let wanted = json.get("is").and_then(|value| serde_json::from_value(value.clone()).ok());
                    let value: Option<Value> = wanted.and_then(|value| definition.read(&value).ok());
                    if value.is_none() {
                        let message = format!("`{id}` names an impossible value");
                        loader.fault(At { file: FILE, id }, "impossible-value", message, None);
                    }
                    Some((fact, value?))
                }
            },
        },
        raw::Derive::Both { of } => {
            Derive::Both(of.iter().filter_map(|other| find_fact(loader, vocabulary, id, other)).collect())
        }
        raw::Derive::AgeWhileBelow { below } => Derive::AgeWhileBelow(f64::from(below)),
        raw::Derive::DaysInSpells { starts, ends, from_birthday } => Derive::DaysInSpells {
            starts: find_event(loader, vocabulary, id, &starts)?,
            ends: find_event(loader, vocabulary, id, &ends)?,
            from_birthday,
        },
        raw::Derive::MissingNow => Derive::MissingNow,
        raw::Derive::MissingDays => Derive::MissingDays,
        raw::Derive::MissingEpisodes { within_days } => Derive::MissingEpisodes(within_days),
        raw::Derive::DaysSinceLastMissing => Derive::DaysSinceLastMissing,
        raw::Derive::KnownUnlessMissing => Derive::KnownUnlessMissing,
        raw::Derive::WellbeingConfirmed => Derive::WellbeingConfirmed,
    })
}

/// A team as its directory declares it.
pub(super) fn team(raw: raw::Team) -> Team {
    let contacts = raw
        .contacts
        .into_iter()
        .map(|contact| Contact {
            kind: contact.kind,
            value: contact.value,
            clause: contact.clause,
            hours: contact.hours,
            serves: contact.serves,
            note: contact.note,
            overridden: None,
        })
        .collect();
    Team { id: raw.id, title: raw.title, note: raw.note, contacts }
}
