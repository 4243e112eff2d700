//! The shapes of `vocabulary.json`: facts, concerns, events and outcomes.

use super::{Word, Written};
use crate::domain::case::FactValue;
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// `data/vocabulary.json`, and a protocol's own `vocabulary.json` beside its rules.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vocabulary<'a> {
    #[serde(default, rename = "$schema")]
    pub(crate) _schema: Option<String>,
    #[serde(default, rename = "note")]
    pub(crate) _note: Option<String>,
    #[serde(default, borrow)]
    pub(crate) facts: Vec<Fact<'a>>,
    #[serde(default, borrow)]
    pub(crate) concerns: Vec<Concern<'a>>,
    /// What a practitioner may come for: facts and events name theirs.
    #[serde(default, borrow)]
    pub(crate) topics: Vec<Named<'a>>,
    #[serde(default, borrow)]
    pub(crate) events: Vec<Event<'a>>,
    #[serde(default, borrow)]
    pub(crate) outcomes: Vec<Named<'a>>,
    #[serde(default, borrow)]
    pub(crate) readings: Vec<Reading<'a>>,
    #[serde(default)]
    pub(crate) missing: Option<MissingEvents>,
    #[serde(default)]
    pub(crate) closing: Option<Closing>,
    #[serde(default)]
    pub(crate) conversation: Option<Conversation>,
    /// The fact that decides whether the child is safe.
    pub(crate) safety: Option<String>,
    /// Choices that say no more than "none".
    #[serde(default)]
    pub(crate) plain_no: Vec<String>,
    /// Events that answer a referral: one before them may have been about an earlier matter.
    #[serde(default)]
    pub(crate) referral_answered_by: Vec<String>,
    /// What people ask about and the protocols say nothing of.
    #[serde(default)]
    pub(crate) not_covered: Vec<NotCovered>,
    /// Facts that follow from others, in order.
    #[serde(default, borrow)]
    pub(crate) implies: Vec<Implies<'a>>,
}

/// What people ask about and the protocols say nothing of, with the nearest things that they have.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotCovered {
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) synonyms: Vec<String>,
    /// Names of rules, facts, teams and the like, the nearest first; a protocol need not have each.
    pub(crate) nearest: Vec<String>,
}

/// What a conversation takes for granted, and what it asks next.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Conversation {
    /// The flag that one key declares at any question.
    pub(crate) emergency: Option<String>,
    /// Values taken for granted until somebody says otherwise.
    #[serde(default)]
    pub(crate) assumed: Vec<FactIs>,
    /// By topic, the facts that are asked as soon as it comes up.
    #[serde(default)]
    pub(crate) ask_next: BTreeMap<String, Vec<String>>,
}

/// Facts that follow from others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Implies<'a> {
    /// Only under this protocol; absent is under every one.
    pub(crate) protocol: Option<String>,
    #[serde(rename = "if", borrow)]
    pub(crate) when: Written<'a>,
    pub(crate) then: std::collections::BTreeMap<String, FactValue>,
    pub(crate) clause: String,
}

/// An id with the words for it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Named<'a> {
    #[serde(borrow)]
    pub(crate) id: Word<'a>,
    #[serde(borrow)]
    pub(crate) title: Word<'a>,
}

/// A reading of "so many times in a month": `same_month`, or an amount of time from the first one's end.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reading<'a> {
    #[serde(borrow)]
    pub(crate) id: Word<'a>,
    #[serde(borrow)]
    pub(crate) title: Word<'a>,
    #[serde(borrow)]
    pub(crate) window: Word<'a>,
}

/// A fact's declaration.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fact<'a> {
    #[serde(borrow)]
    pub(crate) id: Word<'a>,
    #[serde(rename = "type")]
    pub(crate) kind: FactKind,
    /// How else people call it.
    #[serde(default, borrow)]
    pub(crate) synonyms: Vec<Word<'a>>,
    #[serde(borrow)]
    pub(crate) question: Word<'a>,
    #[serde(borrow)]
    pub(crate) help: Option<Word<'a>>,
    #[serde(borrow)]
    pub(crate) unit: Option<Word<'a>>,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    #[serde(default, borrow)]
    pub(crate) choices: Vec<Word<'a>>,
    /// What a person reads for a choice whose name does not say it.
    #[serde(default)]
    pub(crate) choice_words: BTreeMap<String, String>,
    /// Held on the case itself, not among its facts.
    #[serde(default)]
    pub(crate) case_field: bool,
    /// How it is worked out, when it is.
    pub(crate) derive: Option<Derive>,
    /// Whether a value given in the case may stand in for, or win over, the one worked out.
    pub(crate) given: Option<Given>,
    /// In words, how it is worked out.
    #[serde(borrow)]
    pub(crate) how: Option<Word<'a>>,
    /// The facts to ask for when this one is unknown; itself when empty.
    #[serde(default, borrow)]
    pub(crate) settled_by: Vec<Word<'a>>,
    /// Asked before the others: 1 first.
    pub(crate) ask_first: Option<u8>,
    /// A few words for a row among others, where the whole question is too long.
    #[serde(borrow)]
    pub(crate) label: Option<Word<'a>>,
    /// What a practitioner who knows of it came for.
    #[serde(borrow)]
    pub(crate) topic: Option<Word<'a>>,
    /// Given in nearly every case, so that it says nothing of what this one is about.
    #[serde(default)]
    pub(crate) background: bool,
    /// A child may be in danger where it is yes: it is never passed over.
    #[serde(default)]
    pub(crate) grave: bool,
}

/// What a fact holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FactKind {
    Flag,
    Number,
    Choice,
    Date,
}

/// What a given value does where the fact is also worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// The given value wins.
    Wins,
    /// The given value is used when nothing can be worked out.
    WhenUnknown,
}

/// How a derived fact is worked out; the parameters are the data's, the method the program's.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Derive {
    Age,
    /// Outside these hours, on these days, or on a bank holiday.
    OutOfHours {
        days: Vec<String>,
        from: String,
        to: String,
    },
    /// The latest of two kinds of event decides; else another fact having a value.
    LatestOf {
        opens: String,
        closes: String,
        otherwise: Option<Json>,
    },
    /// True when each of these facts is.
    Both {
        of: Vec<String>,
    },
    /// Age now, while it is below this.
    AgeWhileBelow {
        below: u32,
    },
    /// Days in spells between two kinds of event, from a birthday on.
    DaysInSpells {
        starts: String,
        ends: String,
        from_birthday: u32,
    },
    MissingNow,
    MissingDays,
    /// As missing days, from the loss that opened the episode until well-being is confirmed.
    MissingDaysPolice,
    /// True once one of these closing events came while every one of the opening events was in force.
    ClosedWhileBoth {
        opens: Vec<String>,
        closes: Vec<String>,
    },
    MissingEpisodes {
        within_days: u32,
    },
    DaysSinceLastMissing,
    /// False while an episode is open; else as given.
    KnownUnlessMissing,
    WellbeingConfirmed,
}

/// A concern: a flag that a route can start from. The fact behind it can differ by protocol.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Concern<'a> {
    #[serde(borrow)]
    pub(crate) id: Word<'a>,
    #[serde(borrow)]
    pub(crate) title: Word<'a>,
    /// How else people call it.
    #[serde(default, borrow)]
    pub(crate) synonyms: Vec<Word<'a>>,
    pub(crate) fact: ConcernFact,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum ConcernFact {
    One(String),
    ByProtocol(std::collections::BTreeMap<String, String>),
}

/// An event's declaration.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Event<'a> {
    #[serde(borrow)]
    pub(crate) id: Word<'a>,
    #[serde(borrow)]
    pub(crate) title: Word<'a>,
    /// How else people call it.
    #[serde(default, borrow)]
    pub(crate) synonyms: Vec<Word<'a>>,
    /// The event that this one ends.
    #[serde(borrow)]
    pub(crate) ends: Option<Word<'a>>,
    /// Other events that it may end in place of that one.
    #[serde(default, borrow)]
    pub(crate) also_ends: Vec<Word<'a>>,
    /// Whether it makes no sense unless its start is recorded too.
    #[serde(default)]
    pub(crate) needs_start: bool,
    /// What a practitioner who knows of it came for.
    #[serde(borrow)]
    pub(crate) topic: Option<Word<'a>>,
    /// The channels of a route that, once used, make this event.
    #[serde(default, borrow)]
    pub(crate) by: Vec<Word<'a>>,
}

/// Which events make a missing episode, and what else says that a child is missing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MissingEvents {
    pub(crate) lost: String,
    pub(crate) located: String,
    pub(crate) confirmed: String,
    /// None leaves it to the common vocabulary; an empty list says that nothing else does.
    pub(crate) said_by: Option<Vec<FactIs>>,
    /// How many dates after the child's return what was reached comes after what is current.
    pub(crate) old_after_return: Option<u32>,
}

/// A fact's value.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactIs {
    pub(crate) fact: String,
    pub(crate) is: FactValue,
}

/// Which events open and close a case, and the fact that it is to be closed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Closing {
    pub(crate) opened: String,
    pub(crate) closed: String,
    pub(crate) proposed: Option<String>,
}
