//! A case read without copying: text stays in the bytes it was read from. What no answer rests on is passed over.

use crate::domain::case::{Case, Event, FactValue, Facts, Judgement, Waiver};
use crate::domain::recorded::Recorded;
use crate::domain::scan;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// What an assessment needs of a case, and what lists show of it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct CaseView<'a> {
    /// As [`Case::reference`].
    #[serde(rename = "ref", borrow)]
    pub reference: Cow<'a, str>,
    /// As [`Case::protocol`].
    #[serde(borrow, default, deserialize_with = "some_text")]
    pub protocol: Option<Cow<'a, str>>,
    /// As [`Case::born`].
    #[serde(borrow, default, deserialize_with = "some_text")]
    pub born: Option<Cow<'a, str>>,
    /// As [`Case::worker`].
    #[serde(borrow, default, deserialize_with = "some_text")]
    pub worker: Option<Cow<'a, str>>,
    /// As [`Case::facts`].
    #[serde(borrow, default)]
    pub facts: FactsView<'a>,
    /// As [`Case::events`].
    #[serde(borrow, default)]
    pub events: Vec<EventView<'a>>,
    /// As [`Case::judgement`].
    #[serde(default)]
    pub judgement: Option<Judgement>,
    /// As [`Case::waivers`].
    #[serde(default)]
    pub waivers: Vec<Waiver>,
    /// As [`Case::recorded`].
    #[serde(default)]
    pub recorded: Option<Recorded>,
    /// As [`Case::initials`].
    #[serde(borrow, default, deserialize_with = "some_text")]
    pub initials: Option<Cow<'a, str>>,
}

/// An event of a case, without its note.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct EventView<'a> {
    /// As [`crate::domain::case::Event::kind`].
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    /// As [`crate::domain::case::Event::on`].
    #[serde(borrow, default, deserialize_with = "some_text")]
    pub on: Option<Cow<'a, str>>,
    /// As [`crate::domain::case::Event::at`].
    #[serde(borrow, default, deserialize_with = "some_text")]
    pub at: Option<Cow<'a, str>>,
    /// As [`crate::domain::case::Event::to`].
    #[serde(borrow, default, deserialize_with = "some_text")]
    pub to: Option<Cow<'a, str>>,
    /// As [`crate::domain::case::Event::by`].
    #[serde(borrow, default, deserialize_with = "some_text")]
    pub by: Option<Cow<'a, str>>,
    #[serde(rename = "note", default)]
    _note: PassedOver,
}

/// The derived reading also takes a list for an object, by the order of the fields; a list is no case.
macro_rules! object_only {
    ($shape:ident, $what:literal) => {
        impl<'de: 'a, 'a> Deserialize<'de> for $shape<'a> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct ObjectVisitor;

                impl<'de> Visitor<'de> for ObjectVisitor {
                    type Value = $shape<'de>;

                    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                        out.write_str($what)
                    }

                    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<$shape<'de>, A::Error> {
                        $shape::deserialize(MapAccessDeserializer::new(map))
                    }
                }

                deserializer.deserialize_map(ObjectVisitor)
            }
        }
    };
}

object_only!(CaseView, "an object: a case");
object_only!(EventView, "an object: an event");

/// Facts in the order given; the same id twice is an error.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FactsView<'a>(pub Vec<(Cow<'a, str>, FactValue<Cow<'a, str>>)>);

impl<'de: 'a, 'a> Deserialize<'de> for FactsView<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Facts;
        impl<'de> Visitor<'de> for Facts {
            type Value = FactsView<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object of facts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FactsView<'de>, A::Error> {
                let mut facts: Vec<(Cow<'de, str>, FactValue<Cow<'de, str>>)> = Vec::new();
                while let Some(Borrowed(name)) = map.next_key()? {
                    if facts.iter().any(|(held, _)| *held == name) {
                        return Err(de::Error::custom(format!("duplicate fact `{name}`")));
                    }
                    facts.push((name, map.next_value()?));
                }
                Ok(FactsView(facts))
            }
        }
        deserializer.deserialize_map(Facts)
    }
}

/// Text, or null, that is not kept; anything else is refused.
#[derive(Debug, Clone, Default, PartialEq)]
struct PassedOver;

impl<'de> Deserialize<'de> for PassedOver {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = PassedOver;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a string")
            }

            fn visit_str<E: de::Error>(self, _: &str) -> Result<PassedOver, E> {
                Ok(PassedOver)
            }

            fn visit_unit<E: de::Error>(self) -> Result<PassedOver, E> {
                Ok(PassedOver)
            }
        }
        deserializer.deserialize_any(Text)
    }
}

/// Text borrowed where it holds no escape.
#[derive(Deserialize)]
#[serde(transparent)]
struct Borrowed<'a>(#[serde(borrow)] Cow<'a, str>);

/// Within an `Option` a `Cow` is copied unless it is asked for by a type that borrows.
fn some_text<'de: 'a, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Cow<'a, str>>, D::Error> {
    Ok(Option::<Borrowed<'a>>::deserialize(deserializer)?.map(|text| text.0))
}

fn text(text: &Option<String>) -> Option<Cow<'_, str>> {
    text.as_deref().map(Cow::Borrowed)
}

impl<'a> CaseView<'a> {
    /// Reads a case without copying; none when the text is no case. Why is told by reading it as a [`Case`].
    pub fn read(text: &'a [u8]) -> Option<Self> {
        let mut case = Self::default();
        case.read_again(text).then_some(case)
    }

    /// Reads another case in the place of this one, whose lists are used again. False when the text is no case; then
    /// this is none either.
    pub fn read_again(&mut self, text: &'a [u8]) -> bool {
        if scan::case(text, self) {
            return true;
        }
        let read = serde_json::from_slice(text);
        let is_case = read.is_ok();
        *self = read.unwrap_or_default();
        is_case
    }

    /// Returns the case with copies of its texts, without the notes of its events.
    pub fn without_notes(&self) -> Case {
        let owned = |text: &Option<Cow<'_, str>>| text.as_deref().map(str::to_owned);
        let facts = self.facts.0.iter().map(|(name, value)| (name.clone().into_owned(), FactValue::owned(value)));
        let event = |event: &EventView<'_>| Event {
            kind: event.kind.clone().into_owned(),
            on: owned(&event.on),
            at: owned(&event.at),
            to: owned(&event.to),
            by: owned(&event.by),
            note: None,
        };
        Case {
            reference: self.reference.clone().into_owned(),
            protocol: owned(&self.protocol),
            born: owned(&self.born),
            initials: owned(&self.initials),
            worker: owned(&self.worker),
            facts: Facts(facts.collect()),
            events: self.events.iter().map(event).collect(),
            judgement: self.judgement.clone(),
            waivers: self.waivers.clone(),
            recorded: self.recorded.clone(),
        }
    }

    /// Makes this a case of which nothing is known, with room for as much as it held.
    pub(super) fn clear(&mut self) {
        let Self { reference, protocol, born, worker, facts, events, judgement, waivers, recorded, initials } = self;
        *recorded = None;
        *reference = Cow::Borrowed("");
        (*protocol, *born, *worker, *initials, *judgement) = (None, None, None, None, None);
        facts.0.clear();
        events.clear();
        waivers.clear();
    }
}

impl Case {
    /// The part of the case that an assessment needs.
    pub fn view(&self) -> CaseView<'_> {
        CaseView {
            reference: Cow::Borrowed(&self.reference),
            protocol: text(&self.protocol),
            born: text(&self.born),
            worker: text(&self.worker),
            facts: FactsView(
                self.facts.0.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), value.borrowed())).collect(),
            ),
            events: self
                .events
                .iter()
                .map(|event| EventView {
                    kind: Cow::Borrowed(&event.kind),
                    on: text(&event.on),
                    at: text(&event.at),
                    to: text(&event.to),
                    by: text(&event.by),
                    ..EventView::default()
                })
                .collect(),
            judgement: self.judgement.clone(),
            waivers: self.waivers.clone(),
            recorded: self.recorded.clone(),
            initials: text(&self.initials),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CaseView;
    use crate::domain::case::Case;

    const TEXT: &str = r#"{"ref":"YJ-1","protocol":"camden","born":"2010-09-14","initials":"AB","worker":"jm",
        "facts":{"cse":true,"attendance_percent":84.5,"known_to_social_care":"open"},
        "events":[{"kind":"opened_to_yjs","on":"2026-03-02","note":"a \"word\""},{"kind":"x","at":"2026-03-02T10:00","to":"mash","by":"jm"}]}"#;

    #[test]
    fn a_view_read_from_text_is_the_view_of_the_case_read_from_it() {
        let view: CaseView<'_> = serde_json::from_str(TEXT).expect("a view");
        let case: Case = serde_json::from_str(TEXT).expect("a case");
        let own = case.view();
        assert_eq!((&view.reference, &view.born, &view.worker), (&own.reference, &own.born, &own.worker));
        assert_eq!((&view.protocol, &view.facts), (&own.protocol, &own.facts));
        let events = |view: &CaseView<'_>| -> Vec<String> {
            view.events.iter().map(|event| format!("{:?}", (&event.kind, &event.on, &event.at, &event.to))).collect()
        };
        assert_eq!(events(&view), events(&own));
    }

    #[test]
    fn what_is_refused_leaves_nothing_of_the_case_before() {
        let mut view = CaseView::read(TEXT.as_bytes()).expect("a view");
        assert!(!view.read_again(br#"{"ref":"YJ-2","worker":"ts","facts":{"cse":true},"nick":"x"}"#));
        assert_eq!(view, CaseView::default());
    }

    #[test]
    fn a_view_refuses_what_a_case_refuses() {
        for text in [
            r#"{"ref":"A","nick":"x"}"#,
            r#"{"ref":"A","facts":{"cse":true,"cse":false}}"#,
            r#"{"ref":"A","ref":"B"}"#,
            r#"{"facts":{}}"#,
            r#"{"ref":"A","events":[{"kind":"x","when":"2026-01-01"}]}"#,
            r#"{"ref":"A","events":[{"kind":"x","note":5}]}"#,
            r#"{"ref":"A","events":[{"kind":"x","by":["jm"]}]}"#,
            r#"{"ref":"A","events":[["x","2026-01-01",null,null,null,null]]}"#,
            r#"["A"]"#,
            r#"{"ref":"A","initials":{}}"#,
            r#"{"ref":"A","facts":{"cse":[true]}}"#,
            r#"{"ref":"A","facts":{"cse":null}}"#,
        ] {
            assert!(serde_json::from_str::<CaseView<'_>>(text).is_err(), "{text}");
            assert!(serde_json::from_str::<Case>(text).is_err(), "{text}");
        }
    }
}
