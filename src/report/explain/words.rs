//! What the vocabulary, the directory and the checks mean by a name, as plain data.

use super::links::{Link, mentions};
use crate::domain::condition::EventIndex;
use crate::domain::fact::FactIndex;
use crate::protocol::Protocol;
use crate::protocol::codes::Code;
use crate::protocol::uses::{Target, worked_out_from};
use crate::protocol::vocabulary::{FactKind, Given};
use crate::report::contacts::TeamRow;
use crate::report::wording::{self, Words};
use serde::Serialize;

/// A fact explained.
#[derive(Debug, Serialize)]
pub struct FactEntry {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) question: String,
    pub(super) help: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) choices: Vec<String>,
    pub(super) how: Option<String>,
    pub(super) derived: bool,
    pub(super) settled_by: Vec<String>,
    /// Facts that are worked out from it.
    pub(super) feeds: Vec<String>,
    pub(super) used_by: Vec<Link>,
    pub(super) silences: Vec<String>,
    /// Codes of the checks that test it.
    pub(super) checks: Vec<String>,
    #[serde(skip)]
    pub(super) takes: String,
    #[serde(skip)]
    pub(super) given: Option<&'static str>,
    #[serde(skip)]
    pub(super) settled_words: Vec<String>,
}

impl FactEntry {
    pub(super) fn find(protocols: &[&Protocol], id: &str) -> Option<Self> {
        let (first, index) = protocols.iter().find_map(|protocol| Some((*protocol, protocol.vocabulary.fact(id)?)))?;
        let fact = first.vocabulary.fact_definition(index);
        let (used_by, silences) = gathered(protocols, |protocol| protocol.vocabulary.fact(id).map(Target::Fact));
        let settles = |words: fn(&Protocol, FactIndex) -> String| {
            fact.settled_by.iter().map(|other| words(first, *other)).collect()
        };
        Some(Self {
            id: fact.id.clone(),
            kind: match fact.kind {
                FactKind::Flag => "flag",
                FactKind::Number => "number",
                FactKind::Choice => "choice",
                FactKind::Date => "date",
            },
            question: fact.question.clone(),
            help: fact.help.clone(),
            unit: fact.unit.clone(),
            choices: fact.choices.clone(),
            how: fact.how.clone(),
            derived: fact.derive.is_some(),
            settled_by: settles(|protocol, other| protocol.vocabulary.fact_definition(other).id.clone()),
            feeds: feeds(first, |facts, _| facts.contains(&index)),
            used_by,
            silences,
            checks: {
                let mut codes: Vec<String> =
                    protocols.iter().flat_map(|protocol| super::check::testing(protocol, id)).collect();
                codes.sort_unstable();
                codes.dedup();
                codes
            },
            takes: wording::answer_words(fact),
            given: match (&fact.derive, fact.given) {
                (None, _) if fact.case_field => Some("on the case itself, not among the facts"),
                (None, _) => None,
                (Some(_), None) => Some("never: it is always worked out"),
                (Some(_), Some(Given::Wins)) => Some("a value given in the case comes before the one worked out"),
                (Some(_), Some(Given::WhenUnknown)) => {
                    Some("a value given in the case is used when none can be worked out")
                }
            },
            settled_words: settles(wording::question),
        })
    }
}

/// The facts that are worked out from what `is_source` picks out among the facts and events they rest on.
fn feeds(protocol: &Protocol, is_source: impl Fn(&[FactIndex], &[EventIndex]) -> bool) -> Vec<String> {
    let vocabulary = &protocol.vocabulary;
    let worked_out = vocabulary.facts.iter().filter(|fact| {
        let (facts, events) = worked_out_from(vocabulary, fact);
        is_source(&facts, &events)
    });
    worked_out.map(|fact| fact.id.clone()).collect()
}

/// The rules and silences of all protocols that mention what each calls this.
fn gathered<'a>(
    protocols: &[&'a Protocol],
    target: impl Fn(&'a Protocol) -> Option<Target<'a>>,
) -> (Vec<Link>, Vec<String>) {
    let (mut links, mut silences) = (Vec::new(), Vec::new());
    for protocol in protocols {
        if let Some(target) = target(protocol) {
            let (own, topics) = mentions(protocol, target);
            links.extend(own);
            silences.extend(topics.into_iter().map(|topic| format!("{topic} ({})", protocol.id)));
        }
    }
    (links, silences)
}

/// An event explained.
#[derive(Debug, Serialize)]
pub struct EventEntry {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) ends: Option<String>,
    pub(super) needs_start: bool,
    /// Facts that are worked out from it.
    pub(super) feeds: Vec<String>,
    pub(super) used_by: Vec<Link>,
    pub(super) silences: Vec<String>,
}

impl EventEntry {
    pub(super) fn find(protocols: &[&Protocol], id: &str) -> Option<Self> {
        let (first, index) = protocols.iter().find_map(|protocol| Some((*protocol, protocol.vocabulary.event(id)?)))?;
        let event = first.vocabulary.event_definition(index);
        let (used_by, silences) = gathered(protocols, |protocol| protocol.vocabulary.event(id).map(Target::Event));
        Some(Self {
            id: event.id.clone(),
            title: event.title.clone(),
            ends: event.ends.map(|other| first.vocabulary.event_definition(other).id.clone()),
            needs_start: event.needs_start,
            feeds: feeds(first, |_, events| events.contains(&index)),
            used_by,
            silences,
        })
    }
}

/// A concern or an outcome explained.
#[derive(Debug, Serialize)]
pub struct NamedEntry {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) facts: Vec<ConcernFact>,
    pub(super) used_by: Vec<Link>,
}

/// The fact behind a concern in one protocol.
#[derive(Debug, Serialize)]
pub(super) struct ConcernFact {
    pub(super) protocol: String,
    pub(super) fact: String,
    pub(super) question: String,
    /// Whether any rule of the protocol tests it.
    pub(super) tested: bool,
}

impl NamedEntry {
    pub(super) fn concern(protocols: &[&Protocol], id: &str) -> Option<Self> {
        let title = protocols.iter().find_map(|protocol| protocol.vocabulary.concern(id))?.title.clone();
        let fact = |protocol: &&Protocol| {
            let concern = protocol.vocabulary.concern(id)?;
            let fact = protocol.vocabulary.fact_definition(concern.fact);
            Some(ConcernFact {
                protocol: protocol.id.clone(),
                fact: fact.id.clone(),
                question: fact.question.clone(),
                tested: !protocol.readers[usize::from(concern.fact.0)].is_empty(),
            })
        };
        let (used_by, _) =
            gathered(protocols, |protocol| protocol.vocabulary.concern(id).map(|concern| Target::Fact(concern.fact)));
        Some(Self { id: id.to_owned(), title, facts: protocols.iter().filter_map(fact).collect(), used_by })
    }

    pub(super) fn outcome(protocols: &[&Protocol], id: &str) -> Option<Self> {
        let mut outcomes = protocols.iter().flat_map(|protocol| &protocol.vocabulary.outcomes);
        let title = outcomes.find(|(held, _)| held == id)?.1.clone();
        let (used_by, _) = gathered(protocols, |protocol| {
            protocol.vocabulary.outcomes.iter().find(|(held, _)| held == id).map(|(held, _)| Target::Outcome(held))
        });
        Some(Self { id: id.to_owned(), title, facts: Vec::new(), used_by })
    }
}

/// A team explained.
#[derive(Debug, Serialize)]
pub struct TeamEntry {
    pub(super) protocol: String,
    #[serde(flatten)]
    pub(super) team: TeamRow,
    pub(super) used_by: Vec<Link>,
}

impl TeamEntry {
    pub(super) fn find(protocol: &Protocol, id: &str) -> Option<Self> {
        let team = protocol.team(id)?;
        let (used_by, _) = mentions(protocol, Target::Team(&team.id));
        Some(Self { protocol: protocol.id.clone(), team: TeamRow::new(team), used_by })
    }
}

/// A form or a record system explained.
#[derive(Debug, Serialize)]
pub struct ThingEntry {
    pub(super) protocol: String,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) note: Option<String>,
    pub(super) used_by: Vec<Link>,
}

impl ThingEntry {
    pub(super) fn form(protocol: &Protocol, id: &str) -> Option<Self> {
        let form = protocol.forms.iter().find(|form| form.id == id)?;
        Some(Self::new(protocol, form, Target::Form(&form.id)))
    }

    pub(super) fn system(protocol: &Protocol, id: &str) -> Option<Self> {
        let system = protocol.systems.iter().find(|system| system.id == id)?;
        Some(Self::new(protocol, system, Target::System(&system.id)))
    }

    fn new(protocol: &Protocol, form: &crate::protocol::Form, target: Target<'_>) -> Self {
        Self {
            protocol: protocol.id.clone(),
            id: form.id.clone(),
            title: form.title.clone(),
            note: form.note.clone(),
            used_by: mentions(protocol, target).0,
        }
    }
}

/// A silence explained.
#[derive(Debug, Serialize)]
pub struct SilenceEntry {
    pub(super) protocol: String,
    pub(super) topic: String,
    pub(super) text: String,
    pub(super) when: Option<Words>,
}

impl SilenceEntry {
    pub(super) fn find(protocol: &Protocol, topic: &str) -> Option<Self> {
        let silence = protocol.silences.iter().find(|silence| silence.topic == topic)?;
        Some(Self {
            protocol: protocol.id.clone(),
            topic: silence.topic.clone(),
            text: silence.text.clone(),
            when: silence.when.as_ref().map(|when| wording::condition(protocol, when)),
        })
    }
}

/// A code of `protocol check` explained.
#[derive(Debug, Serialize)]
pub struct CodeEntry {
    pub(super) code: &'static str,
    pub(super) about: &'static str,
    pub(super) remedy: &'static str,
    pub(super) lint: bool,
}

impl CodeEntry {
    pub(super) fn new(code: Code) -> Self {
        Self { code: code.code, about: code.about, remedy: code.remedy, lint: code.lint }
    }
}
