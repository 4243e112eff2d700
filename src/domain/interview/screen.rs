//! What is asked at once, and what can be answered.

use crate::domain::case::FactValue;
use crate::domain::condition::{EventIndex, RuleIndex};
use crate::domain::fact::FactIndex;
use crate::protocol::vocabulary::TopicIndex;

/// Something that a row asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// Whether a flag is so.
    Fact(FactIndex),
    /// Whether an event has happened.
    Event(EventIndex),
    /// Whether this is what the practitioner came for.
    Topic(TopicIndex),
}

/// One step of the conversation.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// One fact.
    Fact(FactIndex),
    /// When something happened; several times when it happened again.
    Event(EventIndex),
    /// Several things that each are so, or not, or not known.
    Several(Several),
}

/// Several rows under one heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Several {
    /// What the rows have in common.
    pub group: Group,
    /// The rows, most decisive first.
    pub rows: Vec<Item>,
}

/// What rows have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Asked before all else.
    Urgent(u8),
    /// What the practitioner came for.
    Scope,
    /// They can establish this level.
    Level(u8),
    /// They belong to one topic.
    Topic(TopicIndex),
    /// One rule rests on them.
    Rule(RuleIndex),
}

/// What was answered. What an answer leaves out stays unknown: nobody said no.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Don't know.
    NotKnown,
    /// A fact's value, as a case writes it.
    Value(FactValue),
    /// The times of an event, each a date or a time.
    When(Vec<Time>),
    /// Which rows are so and which are not.
    Rows {
        /// So.
        yes: Vec<Item>,
        /// Not so.
        no: Vec<Item>,
    },
}

/// When something happened, as a case writes it.
#[derive(Debug, Clone, PartialEq)]
pub enum Time {
    /// A date.
    On(String),
    /// A time of a day.
    At(String),
}

impl Screen {
    /// Everything it asks about.
    pub fn items(&self) -> Vec<Item> {
        match self {
            Self::Fact(fact) => vec![Item::Fact(*fact)],
            Self::Event(event) => vec![Item::Event(*event)],
            Self::Several(several) => several.rows.clone(),
        }
    }

    /// Whether it asks what the practitioner came for.
    pub fn is_scope(&self) -> bool {
        matches!(self, Self::Several(Several { group: Group::Scope, .. }))
    }

    /// The rows of a screen with several.
    pub fn rows(&self) -> &[Item] {
        match self {
            Self::Several(several) => &several.rows,
            Self::Fact(_) | Self::Event(_) => &[],
        }
    }
}
