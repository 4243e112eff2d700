//! The words that rules and cases share: facts, concerns, events, outcomes.

use crate::calendar::Amount;
use crate::domain::case::FactValue;
use crate::domain::condition::EventIndex;
use crate::domain::fact::{FactIndex, Value};
use crate::protocol::names::NotCovered;
pub use crate::protocol::raw::Given;
use hashbrown::HashMap;

/// What a fact holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactKind {
    /// Yes or no.
    Flag,
    /// A number in the fact's unit.
    Number,
    /// One of its choices.
    Choice,
    /// A date.
    Date,
}

/// A fact as the vocabulary declares it.
#[derive(Debug, Clone)]
pub struct FactDefinition {
    /// Its fixed name.
    pub id: String,
    /// What it holds.
    pub kind: FactKind,
    /// How else people call it.
    pub synonyms: Vec<String>,
    /// The question that asks for it.
    pub question: String,
    /// What the question means, where that needs saying.
    pub help: Option<String>,
    /// The unit of a number.
    pub unit: Option<String>,
    /// The least a number can be.
    pub min: Option<f64>,
    /// The most a number can be.
    pub max: Option<f64>,
    /// The choices, in order.
    pub choices: Vec<String>,
    /// What a person reads for each choice, in the same order.
    pub choice_words: Vec<String>,
    /// Held on the case itself (`born`).
    pub case_field: bool,
    /// How it is worked out, when it is.
    pub derive: Option<Derive>,
    /// What a given value does to a derived one; `None` where none may be given.
    pub given: Option<Given>,
    /// In words, how it is worked out.
    pub how: Option<String>,
    /// What to ask for when it is unknown.
    pub settled_by: Vec<FactIndex>,
    /// Asked before others; 1 first.
    pub ask_first: Option<u8>,
    /// A few words for a row among others.
    pub label: Option<String>,
    /// What a practitioner who knows of it came for.
    pub topic: Option<TopicIndex>,
    /// Given in nearly every case, so that it says nothing of what this one is about.
    pub background: bool,
    /// A child may be in danger where it is yes: it is never passed over.
    pub grave: bool,
}

/// A topic's place in the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TopicIndex(pub u16);

/// What a practitioner may come for. Facts and events that belong together name the same topic.
#[derive(Debug, Clone)]
pub struct Topic {
    /// Its fixed name.
    pub id: String,
    /// Its words.
    pub title: String,
}

/// How a derived fact is worked out, compiled.
#[derive(Debug, Clone)]
pub enum Derive {
    /// Completed years from the date of birth.
    Age,
    /// Outside office hours: the working weekdays, and minutes after midnight from and to.
    OutOfHours {
        /// Monday first.
        days: [bool; 7],
        /// Minutes after midnight, included.
        from: u32,
        /// Minutes after midnight, not included.
        to: u32,
    },
    /// The latest of two kinds of event decides; otherwise another fact having a value.
    LatestOf {
        /// Makes it true.
        opens: EventIndex,
        /// Makes it false.
        closes: EventIndex,
        /// Decides when neither event is recorded.
        otherwise: Option<(FactIndex, Value)>,
    },
    /// True when each of these flags is.
    Both(Vec<FactIndex>),
    /// The age now, while below this; else unknown.
    AgeWhileBelow(f64),
    /// Days in spells from a birthday on, both ends counted.
    DaysInSpells {
        /// Begins a spell.
        starts: EventIndex,
        /// Ends it.
        ends: EventIndex,
        /// Years of age from which days count.
        from_birthday: u32,
    },
    /// A missing episode is open.
    MissingNow,
    /// Whole days of the open episode.
    MissingDays,
    /// Whole days since the loss that opened the episode, until well-being is confirmed.
    MissingDaysPolice,
    /// One of two services closed while both were open: each opening event with the one that closes it.
    ClosedWhileBoth(Vec<(EventIndex, EventIndex)>),
    /// The most episodes within so many days of the first one's end.
    MissingEpisodes(u32),
    /// Dates since the last episode began.
    DaysSinceLastMissing,
    /// No while an episode is open; else as given.
    KnownUnlessMissing,
    /// Well-being confirmed since last located.
    WellbeingConfirmed,
}

/// A concern that a route can start from.
#[derive(Debug, Clone)]
pub struct Concern {
    /// Its fixed name.
    pub id: String,
    /// Its words.
    pub title: String,
    /// How else people call it.
    pub synonyms: Vec<String>,
    /// The flag behind it in this protocol.
    pub fact: FactIndex,
}

/// An event as the vocabulary declares it.
#[derive(Debug, Clone)]
pub struct EventDefinition {
    /// Its fixed name.
    pub id: String,
    /// Its words.
    pub title: String,
    /// How else people call it.
    pub synonyms: Vec<String>,
    /// The event that it ends.
    pub ends: Option<EventIndex>,
    /// Other events that it ends as well.
    pub also_ends: Vec<EventIndex>,
    /// Whether that event must be recorded too.
    pub needs_start: bool,
    /// What a practitioner who knows of it came for.
    pub topic: Option<TopicIndex>,
    /// The channels of a route that, once used, make this event.
    pub by: Vec<String>,
}

/// Which events make a missing episode.
#[derive(Debug, Clone, Copy)]
pub struct MissingEvents {
    /// Whereabouts lost.
    pub lost: EventIndex,
    /// Found; not yet the end.
    pub located: EventIndex,
    /// Well-being confirmed: the end.
    pub confirmed: EventIndex,
}

/// How a case is opened and closed.
#[derive(Debug, Clone, Copy)]
pub struct Closing {
    /// The event that opens it, or opens it again.
    pub opened: EventIndex,
    /// The event that closes it.
    pub closed: EventIndex,
    /// The fact that it is to be closed, on which rules about closing rest.
    pub proposed: Option<FactIndex>,
}

/// What a conversation takes for granted, and what it asks next.
#[derive(Debug, Default, Clone)]
pub struct Conversation {
    /// The flag that one key declares at any question.
    pub emergency: Option<FactIndex>,
    /// Values taken for granted until somebody says otherwise.
    pub assumed: Vec<(FactIndex, FactValue)>,
    /// By topic, the facts that are asked as soon as it comes up.
    pub ask_next: Vec<(TopicIndex, Vec<FactIndex>)>,
}

/// One reading of "so many times in a month".
#[derive(Debug, Clone)]
pub struct Reading {
    /// Its fixed name.
    pub id: String,
    /// Its words.
    pub title: String,
    /// What it measures.
    pub window: Window,
}

/// How near the first and last of several episodes must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// All start in one calendar month.
    SameMonth,
    /// The last starts within this of the first one's end.
    Within(Amount),
}

/// The words of one protocol: the common vocabulary and its own.
#[derive(Debug, Default, Clone)]
pub struct Vocabulary {
    /// Facts, by index.
    pub facts: Vec<FactDefinition>,
    /// The facts that are worked out, in order: one may rest on those before it.
    pub derived: Vec<FactIndex>,
    /// Concerns.
    pub concerns: Vec<Concern>,
    /// What a practitioner may come for.
    pub topics: Vec<Topic>,
    /// Events, by index.
    pub events: Vec<EventDefinition>,
    /// Outcomes of decisions: id and words.
    pub outcomes: Vec<(String, String)>,
    /// Readings of "so many times in a month".
    pub readings: Vec<Reading>,
    /// Which events make a missing episode, where the vocabulary says.
    pub missing: Option<MissingEvents>,
    /// What others have called a child's absence: a fact with a value that bears on a missing episode without dating it.
    pub said_missing: Vec<(FactIndex, Value)>,
    /// How a case is opened and closed, where the vocabulary says.
    pub closing: Option<Closing>,
    /// What a conversation takes for granted, and what it asks next.
    pub conversation: Conversation,
    /// The fact that decides whether the child is safe.
    pub safety: Option<FactIndex>,
    /// Choices that say no more than "none".
    pub plain_no: Vec<String>,
    /// How many dates after the child's return what was reached comes after what is current.
    pub old_after_return: Option<u32>,
    /// What people ask about and the protocols say nothing of.
    pub not_covered: Vec<NotCovered>,
    /// Events that answer a referral.
    pub referral_answered_by: Vec<EventIndex>,
    // Looked into for every fact and event of every case. Its hash is quicker than the standard library's, and need not
    // withstand anybody: no case can add a name.
    pub(crate) fact_index: HashMap<Box<str>, FactIndex>,
    pub(crate) event_index: HashMap<Box<str>, EventIndex>,
}

impl Vocabulary {
    /// A fact by name.
    #[inline]
    pub fn fact(&self, id: &str) -> Option<FactIndex> {
        self.fact_index.get(id).copied()
    }

    /// A fact's declaration.
    pub fn fact_definition(&self, fact: FactIndex) -> &FactDefinition {
        &self.facts[usize::from(fact.0)]
    }

    /// Returns true when a value says no more than "no" or "none" of its fact.
    pub fn is_plain_no(&self, fact: FactIndex, value: Value) -> bool {
        match value {
            Value::Flag(flag) => !flag,
            Value::Choice(place) => {
                let choice = self.fact_definition(fact).choices.get(usize::from(place));
                choice.is_some_and(|choice| self.plain_no.contains(choice))
            }
            Value::Number(_) | Value::Date(_) => false,
        }
    }

    /// An event by name.
    #[inline]
    pub fn event(&self, id: &str) -> Option<EventIndex> {
        self.event_index.get(id).copied()
    }

    /// An event's declaration.
    pub fn event_definition(&self, event: EventIndex) -> &EventDefinition {
        &self.events[usize::from(event.0)]
    }

    /// A topic by name.
    pub fn topic(&self, id: &str) -> Option<TopicIndex> {
        let place = self.topics.iter().position(|topic| topic.id == id)?;
        u16::try_from(place).ok().map(TopicIndex)
    }

    /// A topic's declaration.
    pub fn topic_definition(&self, topic: TopicIndex) -> &Topic {
        &self.topics[usize::from(topic.0)]
    }

    /// A concern by name.
    pub fn concern(&self, id: &str) -> Option<&Concern> {
        self.concerns.iter().find(|concern| concern.id == id)
    }

    /// The words for an outcome, else its id.
    pub fn outcome_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.outcomes.iter().find(|(name, _)| name == id).map_or(id, |(_, title)| title)
    }
}
