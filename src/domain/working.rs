//! What an answer rests on: the facts and events that make a condition what it is, and what would settle it.

use crate::calendar::Moment;
use crate::domain::assess::Assessment;
use crate::domain::condition::{Condition, EventIndex};
use crate::domain::fact::{FactIndex, Value};
use crate::domain::truth::Truth;

/// What a rule's truth rests on.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Working {
    /// Known facts relied on.
    pub facts: Vec<(FactIndex, Value)>,
    /// Events relied on.
    pub events: Vec<(EventIndex, Moment)>,
    /// Unknown facts that would settle it.
    pub unknown: Vec<FactIndex>,
}

impl Assessment<'_> {
    /// What the truth of a condition rests on.
    pub fn working(&self, condition: &Condition) -> Working {
        let mut working = Working::default();
        let truth = self.holds(condition);
        self.gather(condition, truth, &mut working);
        working
    }

    fn gather(&self, condition: &Condition, truth: Truth, working: &mut Working) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                // The parts that make the whole what it is, and the known ones that an unknown whole already has.
                let held = if matches!(condition, Condition::All(_)) { Truth::Yes } else { Truth::No };
                for part in parts {
                    let own = condition.part(part, self);
                    if own == truth || (truth == Truth::Unknown && own == held && held == Truth::Yes) {
                        self.gather(part, own, working);
                    }
                }
            }
            Condition::AtLeast(_, parts) => {
                for part in parts {
                    let own = self.holds(part);
                    if own == truth || (truth == Truth::Unknown && own == Truth::Yes) {
                        self.gather(part, own, working);
                    }
                }
            }
            Condition::Not(part) => self.gather(part, !truth, working),
            Condition::Fact(fact, _) => match self.situation.facts.get(*fact) {
                Some(value) => add(&mut working.facts, (*fact, value)),
                None => self.settling(*fact, &mut working.unknown),
            },
            Condition::Event(event) => {
                if let Some((_, happening)) = self.situation.latest(&[*event]) {
                    add(&mut working.events, (*event, happening.when));
                }
            }
            Condition::Rule(rule) => {
                if let Some(when) = &self.protocol().rule(*rule).when {
                    self.gather(when, self.truth(*rule), working);
                }
            }
            Condition::EventTo(event, teams) => {
                if let Some((_, happening)) = self.situation.latest_to(&[*event], teams) {
                    add(&mut working.events, (*event, happening.when));
                }
            }
            Condition::Level(level) => self.gather_level(*level, truth, working),
            Condition::LevelSoFar(level) => {
                // Established or not, it rests on what is known.
                let known = if self.level().level == Some(*level) { Truth::Yes } else { Truth::No };
                self.gather_level(*level, known, working);
            }
        }
    }

    /// The facts, each once, that would settle a condition that is unknown: those of [`Assessment::working`] without
    /// the rest of it.
    pub fn unknown_of(&self, condition: &Condition, unknown: &mut Vec<FactIndex>) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                for part in parts.iter().filter(|part| condition.part(part, self) == Truth::Unknown) {
                    self.unknown_of(part, unknown);
                }
            }
            Condition::Not(part) => self.unknown_of(part, unknown),
            Condition::Fact(fact, _) => self.settling(*fact, unknown),
            Condition::Event(_) | Condition::EventTo(..) | Condition::LevelSoFar(_) => {}
            Condition::Rule(rule) => {
                if let Some(when) =
                    self.protocol().rule(*rule).when.as_ref().filter(|_| self.truth(*rule) == Truth::Unknown)
                {
                    self.unknown_of(when, unknown);
                }
            }
            Condition::Level(_) => {
                for rule in self.level().could_be.iter().flat_map(|(_, rules)| rules) {
                    if let Some(when) = &self.protocol().rule(*rule).when {
                        self.unknown_of(when, unknown);
                    }
                }
            }
        }
    }

    /// What to ask when a fact is unknown: the fact, or those that it is worked out from.
    fn settling(&self, fact: FactIndex, unknown: &mut Vec<FactIndex>) {
        let definition = self.protocol().vocabulary.fact_definition(fact);
        if definition.settled_by.is_empty() {
            add(unknown, fact);
        }
        for other in &definition.settled_by {
            add(unknown, *other);
        }
    }

    fn gather_level(&self, level: u8, truth: Truth, working: &mut Working) {
        match truth {
            Truth::Unknown => {
                // The level so far rests on what is known; only a higher one could still take its place.
                if self.level().level == Some(level) {
                    self.gather_level(level, Truth::Yes, working);
                }
                for (_, rules) in &self.level().could_be {
                    for rule in rules {
                        if let Some(when) = &self.protocol().rule(*rule).when {
                            self.gather(when, Truth::Unknown, working);
                        }
                    }
                }
            }
            _ => {
                for rule in &self.level().rules {
                    if let Some(when) = &self.protocol().rule(*rule).when {
                        self.gather(when, Truth::Yes, working);
                    }
                }
            }
        }
    }
}

fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
