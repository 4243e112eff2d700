//! The shapes of `vocabulary.json`: facts, concerns, events and outcomes.

use super::Word;
use crate::domain::case::FactValue;
use serde::Deserialize;
use serde_json::Value as Json;

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
