//! The shapes of `tests.json`, as serde reads them. Unknown fields are refused, as in the other files.

use super::Standing;
use crate::domain::case::{Event, Facts};
use crate::domain::truth::Truth;
use crate::protocol::{Kind, Need};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// The file as serde reads it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default, rename = "$schema")]
    _schema: Option<String>,
    #[serde(default, rename = "note")]
    _note: Option<String>,
    /// The present of every case that gives none.
    pub(super) now: Option<String>,
    pub(super) cases: Vec<RawTrial>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTrial {
    pub(super) id: String,
    pub(super) title: Option<String>,
    pub(super) now: Option<String>,
    pub(super) born: Option<String>,
    #[serde(default)]
    pub(super) facts: Facts,
    #[serde(default)]
    pub(super) events: Vec<Event>,
    pub(super) expect: Expect,
}

/// What is not one of these words is the id of a rule; `load` checks that it is.
#[derive(Debug, Deserialize)]
pub(super) struct Expect {
    pub(super) level: Option<u8>,
    pub(super) could_be: Option<Vec<u8>>,
    #[serde(default)]
    pub(super) silent: Vec<String>,
    #[serde(default)]
    pub(super) not_silent: Vec<String>,
    #[serde(default)]
    pub(super) contacts: Entries<Vec<String>>,
    #[serde(flatten)]
    pub(super) rules: Entries<RawExpected>,
}

/// Entries by id, in the order given; the same id twice is an error.
#[derive(Debug)]
pub(super) struct Entries<T>(pub(super) Vec<(String, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Applies {
    Yes,
    No,
    Unknown,
}

/// `"yes"`, or an object when more is expected than whether it applies.
#[derive(Debug)]
pub(super) enum RawExpected {
    Short(Applies),
    Full(Box<Full>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Full {
    pub(super) applies: Applies,
    pub(super) level: Option<u8>,
    pub(super) other_levels: Option<Vec<u8>>,
    pub(super) outcome: Option<String>,
    #[serde(rename = "for")]
    pub(super) points_for: Option<Vec<usize>>,
    pub(super) against: Option<Vec<usize>>,
    pub(super) need: Option<Need>,
    pub(super) to: Option<Vec<String>>,
    pub(super) contact: Option<Vec<String>>,
    pub(super) attach: Option<Vec<String>>,
    pub(super) due: Option<String>,
    pub(super) opens: Option<String>,
    pub(super) status: Option<Standing>,
    pub(super) other_due: Option<Vec<Option<String>>>,
    pub(super) since: Option<String>,
    pub(super) readings: Option<Vec<String>>,
    pub(super) done: Option<String>,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
            type Value = Entries<T>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object of what is expected")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
                let mut entries: Vec<(String, T)> = Vec::new();
                while let Some(id) = map.next_key::<String>()? {
                    if entries.iter().any(|(held, _)| *held == id) {
                        return Err(de::Error::custom(format!("`{id}` is expected twice")));
                    }
                    entries.push((id, map.next_value()?));
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

impl<'de> Deserialize<'de> for RawExpected {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ExpectedVisitor;
        impl<'de> Visitor<'de> for ExpectedVisitor {
            type Value = RawExpected;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("\"yes\", \"no\", \"unknown\", or an object with `applies`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<RawExpected, E> {
                Applies::deserialize(de::value::StrDeserializer::new(text)).map(RawExpected::Short)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawExpected, A::Error> {
                Full::deserialize(MapAccessDeserializer::new(map)).map(|full| RawExpected::Full(Box::new(full)))
            }
        }
        deserializer.deserialize_any(ExpectedVisitor)
    }
}

impl From<Applies> for Truth {
    fn from(applies: Applies) -> Self {
        match applies {
            Applies::Yes => Self::Yes,
            Applies::No => Self::No,
            Applies::Unknown => Self::Unknown,
        }
    }
}

impl Full {
    /// The fields given, each with the kinds of rule that can have it.
    pub(super) fn given(&self) -> Vec<(&'static [Kind], &'static str)> {
        const LEVELS: &[Kind] = &[Kind::Level, Kind::Indicator];
        const SENT: &[Kind] = &[Kind::Route, Kind::Escalation];
        const WITH_FORMS: &[Kind] = &[Kind::Route, Kind::Escalation, Kind::Duty];
        const CLOCK: &[Kind] = &[Kind::Clock];
        const ESCALATION: &[Kind] = &[Kind::Escalation];
        const DECISION: &[Kind] = &[Kind::Decision];
        [
            (self.level.is_some(), LEVELS, "level"),
            (self.other_levels.is_some(), LEVELS, "other_levels"),
            (self.outcome.is_some(), DECISION, "outcome"),
            (self.points_for.is_some(), DECISION, "for"),
            (self.against.is_some(), DECISION, "against"),
            (self.need.is_some(), &[Kind::Consent], "need"),
            (self.to.is_some(), SENT, "to"),
            (self.contact.is_some(), SENT, "contact"),
            (self.attach.is_some(), WITH_FORMS, "attach"),
            (self.due.is_some(), CLOCK, "due"),
            (self.opens.is_some(), CLOCK, "opens"),
            (self.status.is_some(), CLOCK, "status"),
            (self.other_due.is_some(), CLOCK, "other_due"),
            (self.since.is_some(), ESCALATION, "since"),
            (self.readings.is_some(), ESCALATION, "readings"),
            (self.done.is_some(), ESCALATION, "done"),
        ]
        .into_iter()
        .filter(|(given, ..)| *given)
        .map(|(_, kinds, field)| (kinds, field))
        .collect()
    }
}
