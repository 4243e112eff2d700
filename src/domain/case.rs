//! A child's case as it is stored and exchanged: a reference, facts and events. Names are never held.

use crate::domain::recorded::Recorded;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// One case, in the store, in `--from`, and as one line of JSON Lines. Dates are kept as written and read strictly
/// when the case is bound to a protocol, so that an error can name the field.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct Case {
    /// The service's own reference. No slash, no control character, no space.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Which protocol governs; none means the store's or the command's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    /// Date of birth, `2010-09-14`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<String>,
    /// Initials only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initials: Option<String>,
    /// The worker's own short mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker: Option<String>,
    /// Facts given, in the order given. A fact not here is unknown, never no.
    #[serde(default)]
    pub facts: Facts,
    /// What happened, in the order given.
    #[serde(default)]
    pub events: Vec<Event>,
    /// A practitioner's own level, where it differs from the one worked out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judgement: Option<Judgement>,
    /// Findings that are put aside for a time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<Waiver>,
    /// In which change each fact and event was recorded; absent when all came in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Recorded>,
}

/// A finding of `yjs check` that is put aside until a day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct Waiver {
    /// The code of the finding, or the id of its rule.
    pub code: String,
    /// The last day on which it holds, `2026-06-30`.
    pub until: String,
    /// Why.
    pub reason: String,
    /// Who: a short mark, never a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When it was put aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

/// A practitioner's own level of need, kept beside the one worked out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct Judgement {
    /// The level.
    pub level: u8,
    /// Why.
    pub reason: String,
    /// Who: a short mark, never a name.
    pub by: String,
    /// When: RFC 3339, or London local time without an offset.
    pub at: String,
}

/// Something that happened, on a date or at an instant.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct Event {
    /// An event of the vocabulary, such as `referred_by_telephone`.
    pub kind: String,
    /// The date, when no time is known: `2026-03-02`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// The instant: RFC 3339, or London local time without an offset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The team it went to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Who did it: a short mark, never a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// A note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The derived reading also takes a list for an object, by the order of the fields; a list is no case.
macro_rules! object_only {
    ($shape:ident, $what:literal) => {
        impl Serialize for $shape {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }

        impl<'de> Deserialize<'de> for $shape {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct ObjectVisitor;

                impl<'de> Visitor<'de> for ObjectVisitor {
                    type Value = $shape;

                    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                        out.write_str($what)
                    }

                    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<$shape, A::Error> {
                        $shape::deserialize(MapAccessDeserializer::new(map))
                    }
                }

                deserializer.deserialize_map(ObjectVisitor)
            }
        }
    };
}

object_only!(Case, "an object: a case");
object_only!(Event, "an object: an event");
object_only!(Judgement, "an object: a judgement");
object_only!(Waiver, "an object: a waiver");

/// A fact's value as written in a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum FactValue<T = String> {
    /// A flag.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A choice or a date.
    Text(T),
}

impl FactValue {
    /// What a value must be, as the reader's refusal ends.
    pub const EXPECTED: &str = "true, false, a number or a text";

    /// Returns the same with a copy of its text.
    pub fn owned<'t>(value: &FactValue<Cow<'t, str>>) -> FactValue {
        match value {
            FactValue::Flag(flag) => FactValue::Flag(*flag),
            FactValue::Number(number) => FactValue::Number(*number),
            FactValue::Text(text) => FactValue::Text(text.clone().into_owned()),
        }
    }

    /// The same, its text not copied.
    pub fn borrowed(&self) -> FactValue<Cow<'_, str>> {
        match self {
            Self::Flag(flag) => FactValue::Flag(*flag),
            Self::Number(number) => FactValue::Number(*number),
            Self::Text(text) => FactValue::Text(Cow::Borrowed(text)),
        }
    }
}

/// Not derived: the derived reading of an untagged value tries one shape after another, each with an error in words.
impl<'de, T: From<&'de str> + From<String>> Deserialize<'de> for FactValue<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValueVisitor<T>(PhantomData<T>);

        impl<'de, T: From<&'de str> + From<String>> Visitor<'de> for ValueVisitor<T> {
            type Value = FactValue<T>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(FactValue::EXPECTED)
            }

            fn visit_bool<E: de::Error>(self, flag: bool) -> Result<FactValue<T>, E> {
                Ok(FactValue::Flag(flag))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<FactValue<T>, E> {
                Ok(FactValue::Number(number as f64))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<FactValue<T>, E> {
                Ok(FactValue::Number(number as f64))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<FactValue<T>, E> {
                Ok(FactValue::Number(number))
            }

            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<FactValue<T>, E> {
                Ok(FactValue::Text(text.into()))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<FactValue<T>, E> {
                Ok(FactValue::Text(text.to_owned().into()))
            }
        }

        deserializer.deserialize_any(ValueVisitor(PhantomData))
    }
}

impl<T: AsRef<str>> fmt::Display for FactValue<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(true) => out.write_str("yes"),
            Self::Flag(false) => out.write_str("no"),
            Self::Number(number) => write!(out, "{number}"),
            Self::Text(text) => out.write_str(text.as_ref()),
        }
    }
}

/// Facts by id, in the order given; the same id twice is an error, not a silent last word.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts(pub Vec<(String, FactValue)>);

impl Facts {
    /// The value given for `id`.
    pub fn get(&self, id: &str) -> Option<&FactValue> {
        self.0.iter().find(|(name, _)| name == id).map(|(_, value)| value)
    }

    /// Gives `id` a value, or takes it back to unknown.
    pub fn set(&mut self, id: &str, value: Option<FactValue>) {
        match (self.0.iter().position(|(name, _)| name == id), value) {
            (Some(place), Some(value)) => self.0[place].1 = value,
            (Some(place), None) => drop(self.0.remove(place)),
            (None, Some(value)) => self.0.push((id.to_owned(), value)),
            (None, None) => {}
        }
    }
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            match value {
                FactValue::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
                    map.serialize_entry(name, &(*number as i64))?;
                }
                _ => map.serialize_entry(name, value)?,
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FactsVisitor)
    }
}

struct FactsVisitor;

impl<'de> Visitor<'de> for FactsVisitor {
    type Value = Facts;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object of facts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Facts, A::Error> {
        let mut facts: Vec<(String, FactValue)> = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            if facts.iter().any(|(held, _)| *held == name) {
                return Err(de::Error::custom(format!("duplicate fact `{name}`")));
            }
            facts.push((name, map.next_value()?));
        }
        Ok(Facts(facts))
    }
}
