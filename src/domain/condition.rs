//! Conditions: when a rule applies, compiled to indices, evaluated to yes, no or unknown.

use crate::domain::fact::{FactIndex, FactSheet, Value};
use crate::domain::level_set::LevelSet;
use crate::domain::truth::Truth;
use std::iter;

/// A rule's place in its protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleIndex(pub u16);

/// An event's place in the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventIndex(pub u16);

/// A team's index in its protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TeamIndex(pub u16);

/// A compiled condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Every one.
    All(Vec<Condition>),
    /// Any one.
    Any(Vec<Condition>),
    /// The opposite.
    Not(Box<Condition>),
    /// At least so many of these.
    AtLeast(usize, Vec<Condition>),
    /// A test on one fact.
    Fact(FactIndex, Test),
    /// The event has happened. What is not recorded has not.
    Event(EventIndex),
    /// The event has happened, to one of these teams; `None` is no team recorded.
    EventTo(EventIndex, Vec<Option<TeamIndex>>),
    /// Another rule applies.
    Rule(RuleIndex),
    /// This is the level; unknown while a higher one is open.
    Level(u8),
    /// This is the level established so far: yes or no.
    LevelSoFar(u8),
}

/// A test on a known value.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// Equal to this.
    Is(Value),
    /// One of these.
    In(Vec<Value>),
    /// Less than this.
    Below(f64),
    /// This or more.
    AtLeast(f64),
}

impl Test {
    /// Whether a known value passes.
    pub fn on(&self, value: Value) -> bool {
        match (self, value) {
            (Self::Is(wanted), _) => *wanted == value,
            (Self::In(wanted), _) => wanted.contains(&value),
            (Self::Below(limit), Value::Number(number)) => number < *limit,
            (Self::AtLeast(limit), Value::Number(number)) => number >= *limit,
            _ => false,
        }
    }
}

/// What conditions look at: facts, events, other rules, the level.
pub trait World {
    /// What is known.
    fn facts(&self) -> &FactSheet;
    /// Whether the event has happened.
    fn happened(&self, event: EventIndex) -> bool;
    /// Returns true when the event has happened to one of these teams; `None` is no team recorded.
    fn happened_to(&self, event: EventIndex, teams: &[Option<TeamIndex>]) -> bool;
    /// Whether another rule applies.
    fn applies(&self, rule: RuleIndex) -> Truth;
    /// Whether the level is one of those named.
    fn level_among(&self, named: LevelSet) -> Truth;
    /// The level established so far.
    fn level_so_far(&self) -> Option<u8>;
}

impl Condition {
    /// Yes, no or unknown; nothing is allocated.
    #[inline]
    pub fn evaluate(&self, world: &impl World) -> Truth {
        match self {
            Self::Fact(fact, test) => world.facts().passes(*fact, test),
            _ => self.evaluate_whole(world),
        }
    }

    /// Apart from the test on one fact, which most conditions and most of their parts are, so that no call is made for it.
    fn evaluate_whole(&self, world: &impl World) -> Truth {
        match self {
            Self::All(parts) => {
                let mut truth = Truth::Yes;
                for part in parts {
                    truth = truth.and(part.evaluate(world));
                    if truth == Truth::No {
                        break;
                    }
                }
                truth
            }
            Self::Any(parts) => {
                let mut truth = Truth::No;
                for part in parts {
                    truth = truth.or(self.part(part, world));
                    if truth == Truth::Yes {
                        break;
                    }
                }
                truth
            }
            Self::Not(part) => !part.evaluate(world),
            Self::AtLeast(needed, parts) => Truth::at_least(*needed, parts.iter().map(|part| part.evaluate(world))),
            Self::Fact(..) => self.evaluate(world),
            Self::Event(event) => Truth::from(world.happened(*event)),
            Self::EventTo(event, teams) => Truth::from(world.happened_to(*event, teams)),
            Self::Rule(rule) => world.applies(*rule),
            Self::Level(level) => world.level_among(iter::once(*level).collect()),
            Self::LevelSoFar(level) => Truth::from(world.level_so_far() == Some(*level)),
        }
    }

    /// The truth of one part of this condition. Levels named side by side in an `any` are weighed together: "level 3 or
    /// level 4" holds as soon as no other level is left, though neither of the two is sure.
    pub fn part(&self, part: &Self, world: &impl World) -> Truth {
        match (self, part) {
            (Self::Any(parts), Self::Level(_)) => world.level_among(parts.iter().filter_map(Self::level).collect()),
            _ => part.evaluate(world),
        }
    }

    /// The level that it names by itself.
    fn level(&self) -> Option<u8> {
        if let Self::Level(level) = self { Some(*level) } else { None }
    }

    /// Visits every part, itself first.
    pub fn visit(&self, see: &mut impl FnMut(&Self)) {
        see(self);
        match self {
            Self::All(parts) | Self::Any(parts) | Self::AtLeast(_, parts) => {
                for part in parts {
                    part.visit(see);
                }
            }
            Self::Not(part) => part.visit(see),
            _ => {}
        }
    }
}
