//! A case read without copying: text stays in the bytes it was read from. What no answer rests on is passed over.

use crate::domain::case::{Case, FactValue, Judgement, Waiver};
use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// What an assessment needs of a case.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseView<'a> {
    /// As [`Case::reference`].
    #[serde(rename = "ref", borrow)]
    pub reference: Cow<'a, str>,
    /// As [`Case::protocol`].
    #[serde(borrow, default)]
    pub protocol: Option<Cow<'a, str>>,
    /// As [`Case::born`].
    #[serde(borrow, default)]
    pub born: Option<Cow<'a, str>>,
    /// As [`Case::worker`].
    #[serde(borrow, default)]
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
    #[serde(rename = "initials", default)]
    _initials: Option<IgnoredAny>,
}

/// An event of a case, without its note.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventView<'a> {
    /// As [`crate::domain::case::Event::kind`].
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    /// As [`crate::domain::case::Event::on`].
    #[serde(borrow, default)]
    pub on: Option<Cow<'a, str>>,
    /// As [`crate::domain::case::Event::at`].
    #[serde(borrow, default)]
    pub at: Option<Cow<'a, str>>,
    /// As [`crate::domain::case::Event::to`].
    #[serde(borrow, default)]
    pub to: Option<Cow<'a, str>>,
    #[serde(rename = "by", default)]
    _by: Option<IgnoredAny>,
    #[serde(rename = "note", default)]
    _note: Option<IgnoredAny>,
}

/// Facts in the order given; the same id twice is an error.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FactsView<'a>(pub Vec<(Cow<'a, str>, FactValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for FactsView<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Facts;
        impl<'de> Visitor<'de> for Facts {
            type Value = FactsView<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object of facts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FactsView<'de>, A::Error> {
                let mut facts: Vec<(Cow<'de, str>, FactValue)> = Vec::new();
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

/// Text borrowed where it holds no escape.
#[derive(Deserialize)]
#[serde(transparent)]
struct Borrowed<'a>(#[serde(borrow)] Cow<'a, str>);

fn text(text: &Option<String>) -> Option<Cow<'_, str>> {
    text.as_deref().map(Cow::Borrowed)
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
                self.facts.0.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), value.clone())).collect(),
            ),
            events: self
                .events
                .iter()
                .map(|event| EventView {
                    kind: Cow::Borrowed(&event.kind),
                    on: text(&event.on),
                    at: text(&event.at),
                    to: text(&event.to),
                    ..EventView::default()
                })
                .collect(),
            judgement: self.judgement.clone(),
            waivers: self.waivers.clone(),
            _initials: None,
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
    fn a_view_refuses_what_a_case_refuses() {
        for text in [
            r#"{"ref":"A","nick":"x"}"#,
            r#"{"ref":"A","facts":{"cse":true,"cse":false}}"#,
            r#"{"ref":"A","ref":"B"}"#,
            r#"{"facts":{}}"#,
            r#"{"ref":"A","events":[{"kind":"x","when":"2026-01-01"}]}"#,
        ] {
            assert!(serde_json::from_str::<CaseView<'_>>(text).is_err(), "{text}");
            assert!(serde_json::from_str::<Case>(text).is_err(), "{text}");
        }
    }
}
