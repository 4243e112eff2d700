//! A conversation as JSON: what `--record` writes for supervision, `--answers` replays, and a draft holds.

use crate::domain::case::{Case, Event, FactValue, Judgement};
use crate::domain::interview::{Answer, Entry, Group, Interview, Item, Screen, Several, Time};
use crate::domain::naming::{known_event, known_fact};
use crate::problem::{Problem, nearest};
use crate::protocol::Protocol;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The name and version of the form.
pub(super) const SCHEMA: &str = "yjs.conversation/1";

/// A conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli) struct Conversation {
    pub(super) schema: String,
    pub(super) protocol: String,
    /// The stored case that it began from.
    #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
    pub(super) reference: Option<String>,
    pub(super) now: String,
    pub(super) by: String,
    /// The case as it was before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) case: Option<Case>,
    pub(super) answers: Vec<Step>,
    /// What was logged as done afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) logged: Vec<Event>,
    /// A level of the practitioner's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) judgement: Option<Judgement>,
    /// What was given at the time of saving.
    #[serde(default, skip_serializing_if = "Details::is_empty")]
    pub(super) details: Details,
    /// In a draft, the question that was open when it was left, with what was ticked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) standing: Option<Step>,
    /// In a draft, the options that it began with.
    #[serde(default, skip_serializing_if = "Options::is_empty")]
    pub(super) options: Options,
}

/// Whose case it is. Each part may be skipped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Details {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) worker: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) initials: Option<String>,
}

impl Details {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Options of the command that began a conversation; `--resume` keeps them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli) struct Options {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::cli) record: Option<PathBuf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::cli) save: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::cli) protocols: Option<PathBuf>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::cli) explain: bool,
}

impl Options {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Conversation {
    /// The case as it was before.
    pub(in crate::cli) fn case(&self) -> Option<&Case> {
        self.case.as_ref()
    }

    /// The protocol that governs.
    pub(in crate::cli) fn protocol(&self) -> &str {
        &self.protocol
    }

    /// The options that it began with.
    pub(in crate::cli) fn options(&self) -> &Options {
        &self.options
    }

    /// The stored case that it began from.
    pub(in crate::cli) fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }
}

/// One question and its answer. What is in neither `answer`, `when`, `yes` nor `no` is not known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    /// For a screen of several rows, what they share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    /// The facts, `event:` events and `topic:` topics that it asks about.
    asks: Vec<String>,
    /// The words it was asked in.
    #[serde(default)]
    question: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answer: Option<FactValue>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    when: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    yes: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    no: Vec<String>,
}

/// An entry as a step; `question` is how it was asked.
pub(super) fn step(protocol: &Protocol, entry: &Entry, question: String) -> Step {
    let names = |items: &[Item]| items.iter().map(|item| name(protocol, *item)).collect::<Vec<_>>();
    let group = match &entry.screen {
        Screen::Several(several) => Some(group_name(protocol, several.group)),
        Screen::Fact(_) | Screen::Event(_) => None,
    };
    let empty = Step {
        group,
        asks: names(&entry.screen.items()),
        question,
        answer: None,
        when: Vec::new(),
        yes: Vec::new(),
        no: Vec::new(),
    };
    match &entry.answer {
        Answer::NotKnown => empty,
        Answer::Value(value) => Step { answer: Some(value.clone()), ..empty },
        Answer::When(times) => {
            let text = |time: &Time| match time {
                Time::On(text) | Time::At(text) => text.clone(),
            };
            Step { when: times.iter().map(text).collect(), ..empty }
        }
        Answer::Rows { yes, no } => Step { yes: names(yes), no: names(no), ..empty },
    }
}

/// Gives the steps to an interview, in order.
///
/// # Errors
/// Unknown names, impossible values, and what a case may not say; with the place among the answers.
pub(super) fn replay(interview: &mut Interview<'_>, steps: &[Step]) -> Result<(), Problem> {
    for (place, step) in steps.iter().enumerate() {
        let at = |mut problem: Problem| {
            let within = problem.place.field.take().map(|field| format!(", {field}")).unwrap_or_default();
            problem.field(format!("answers[{place}]{within}"))
        };
        let entry = entry(interview.protocol, step).map_err(at)?;
        interview.answer(entry.screen, entry.answer).map_err(at)?;
    }
    Ok(())
}

/// A step as an entry.
///
/// # Errors
/// As [`replay`].
pub(super) fn entry(protocol: &Protocol, step: &Step) -> Result<Entry, Problem> {
    let items = |names: &[String]| names.iter().map(|name| item(protocol, name)).collect::<Result<Vec<_>, _>>();
    let asks = items(&step.asks)?;
    let (yes, no) = (items(&step.yes)?, items(&step.no)?);
    if let Some(stray) = yes.iter().chain(&no).find(|item| !asks.contains(item)) {
        return Err(Problem::input(format!("`{}` was not asked there", name(protocol, *stray))).field("yes, no"));
    }
    match (&step.group, asks.as_slice()) {
        (Some(group), _) => {
            let several = Several { group: group_of(protocol, group)?, rows: asks };
            Ok(Entry { screen: Screen::Several(several), answer: Answer::Rows { yes, no } })
        }
        (None, [Item::Fact(fact)]) => {
            let definition = protocol.vocabulary.fact_definition(*fact);
            let answer = match &step.answer {
                None => Answer::NotKnown,
                Some(value) => {
                    definition.read(value)?;
                    Answer::Value(value.clone())
                }
            };
            Ok(Entry { screen: Screen::Fact(*fact), answer })
        }
        (None, [Item::Event(event)]) => {
            let time = |text: &String| if text.contains('T') { Time::At(text.clone()) } else { Time::On(text.clone()) };
            let answer = match step.when.as_slice() {
                [] => Answer::NotKnown,
                times => Answer::When(times.iter().map(time).collect()),
            };
            Ok(Entry { screen: Screen::Event(*event), answer })
        }
        _ => Err(Problem::input("it asks about several things without saying what they share")
            .field("group")
            .hint("a file that --record wrote shows the form")),
    }
}

fn name(protocol: &Protocol, item: Item) -> String {
    let vocabulary = &protocol.vocabulary;
    match item {
        Item::Fact(fact) => vocabulary.fact_definition(fact).id.clone(),
        Item::Event(event) => format!("event:{}", vocabulary.event_definition(event).id),
        Item::Topic(topic) => format!("topic:{}", vocabulary.topic_definition(topic).id),
    }
}

fn item(protocol: &Protocol, name: &str) -> Result<Item, Problem> {
    if let Some(event) = name.strip_prefix("event:") {
        return known_event(protocol, event).map(Item::Event);
    }
    if let Some(id) = name.strip_prefix("topic:") {
        return protocol.vocabulary.topic(id).map(Item::Topic).ok_or_else(|| {
            let near = nearest(id, protocol.vocabulary.topics.iter().map(|topic| topic.id.as_str()));
            let problem = Problem::input(format!("no topic is called `{id}`")).field("asks");
            match near {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None => problem,
            }
        });
    }
    known_fact(protocol, name).map(Item::Fact)
}

fn group_name(protocol: &Protocol, group: Group) -> String {
    match group {
        Group::Urgent(place) => format!("urgent:{place}"),
        Group::Scope => "scope".into(),
        Group::Level(level) => format!("level:{level}"),
        Group::Topic(topic) => format!("topic:{}", protocol.vocabulary.topic_definition(topic).id),
        Group::Rule(rule) => format!("rule:{}", protocol.rule(rule).id),
    }
}

fn group_of(protocol: &Protocol, name: &str) -> Result<Group, Problem> {
    let group = match name.split_once(':') {
        None if name == "scope" => Some(Group::Scope),
        Some(("urgent", place)) => place.parse().ok().map(Group::Urgent),
        Some(("level", level)) => level.parse().ok().map(Group::Level),
        Some(("topic", id)) => protocol.vocabulary.topic(id).map(Group::Topic),
        Some(("rule", id)) => protocol.find_rule(id).map(Group::Rule),
        _ => None,
    };
    group.ok_or_else(|| Problem::input(format!("no questions are grouped as `{name}`")).field("group"))
}
