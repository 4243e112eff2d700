//! What an answer rests on: the facts and events that make a condition what it is, and what would settle it.

use crate::calendar::Moment;
use crate::domain::assess::Assessment;
use crate::domain::condition::{Condition, EventIndex};
use crate::domain::fact::{FactIndex, Value};
use crate::domain::fact_set::FactSet;
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

/// Something that the truth of a condition rests on.
#[derive(Debug, Clone, Copy)]
pub enum Basis {
    /// A known fact.
    Fact(FactIndex, Value),
    /// What has happened.
    Event(EventIndex, Moment),
    /// A fact that is not known and would settle it.
    Unknown(FactIndex),
    /// The level: what that rests on, [`Assessment::level_rests_on`] shows.
    Level(u8, Truth),
}

impl Assessment<'_> {
    /// What the truth of a condition rests on.
    pub fn working(&self, condition: &Condition) -> Working {
        let mut working = Working::default();
        self.rests_on(condition, &mut |basis| self.note(basis, &mut working));
        working
    }

    fn note(&self, basis: Basis, working: &mut Working) {
        match basis {
            Basis::Fact(fact, value) => add(&mut working.facts, (fact, value)),
            Basis::Event(event, when) => add(&mut working.events, (event, when)),
            Basis::Unknown(fact) => add(&mut working.unknown, fact),
            Basis::Level(level, truth) => self.level_rests_on(level, truth, &mut |basis| self.note(basis, working)),
        }
    }

    /// Shows everything that the truth of a condition rests on, some of it more than once.
    pub fn rests_on(&self, condition: &Condition, see: &mut impl FnMut(Basis)) {
        self.gather(condition, self.holds(condition), see);
    }

    fn gather(&self, condition: &Condition, truth: Truth, see: &mut impl FnMut(Basis)) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                // The parts that make the whole what it is, and the known ones that an unknown whole already has.
                let held = if matches!(condition, Condition::All(_)) { Truth::Yes } else { Truth::No };
                for part in parts {
                    let own = condition.part(part, self);
                    if own == truth || (truth == Truth::Unknown && own == held && held == Truth::Yes) {
                        self.gather(part, own, see);
                    }
                }
            }
            Condition::AtLeast(_, parts) => {
                for part in parts {
                    let own = self.holds(part);
                    if own == truth || (truth == Truth::Unknown && own == Truth::Yes) {
                        self.gather(part, own, see);
                    }
                }
            }
            Condition::Not(part) => self.gather(part, !truth, see),
            Condition::Fact(fact, _) => match self.situation.facts.get(*fact) {
                Some(value) => see(Basis::Fact(*fact, value)),
                None => self.settling(*fact).for_each(|fact| see(Basis::Unknown(fact))),
            },
            Condition::Event(event) => {
                if let Some((_, happening)) = self.situation.latest(&[*event]) {
                    see(Basis::Event(*event, happening.when));
                }
            }
            Condition::Rule(rule) => {
                if let Some(when) = &self.protocol().rule(*rule).when {
                    self.gather(when, self.truth(*rule), see);
                }
            }
            Condition::EventTo(event, teams) => {
                if let Some((_, happening)) = self.situation.latest_to(&[*event], teams) {
                    see(Basis::Event(*event, happening.when));
                }
            }
            Condition::Level(level) => see(Basis::Level(*level, truth)),
            Condition::LevelSoFar(level) => {
                // Established or not, it rests on what is known.
                let known = if self.level().level == Some(*level) { Truth::Yes } else { Truth::No };
                see(Basis::Level(*level, known));
            }
        }
    }

    /// The facts, each once, that would settle a condition that is unknown: those of [`Assessment::working`] without
    /// the rest of it.
    pub fn unknown_of(&self, condition: &Condition, unknown: &mut FactSet) {
        let mut rests_on_level = false;
        self.unknown_but_of_level(condition, unknown, &mut rests_on_level);
        if rests_on_level {
            self.unknown_of_level().list().iter().for_each(|fact| {
                unknown.add(*fact);
            });
        }
    }

    /// The facts that would settle the level.
    pub fn unknown_of_level(&self) -> FactSet {
        let mut unknown = FactSet::default();
        for rule in self.level().could_be.iter().flat_map(|(_, rules)| rules) {
            if let Some(when) = &self.protocol().rule(*rule).when {
                self.unknown_but_of_level(when, &mut unknown, &mut false);
            }
        }
        unknown
    }

    /// As [`Assessment::unknown_of`], without the facts that would settle the level, and whether those would settle it too.
    pub fn unknown_but_of_level(&self, condition: &Condition, unknown: &mut FactSet, rests_on_level: &mut bool) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                for part in parts.iter().filter(|part| condition.part(part, self) == Truth::Unknown) {
                    self.unknown_but_of_level(part, unknown, rests_on_level);
                }
            }
            Condition::Not(part) => self.unknown_but_of_level(part, unknown, rests_on_level),
            Condition::Fact(fact, _) => self.settling(*fact).for_each(|fact| {
                unknown.add(fact);
            }),
            Condition::Event(_) | Condition::EventTo(..) | Condition::LevelSoFar(_) => {}
            Condition::Rule(rule) => {
                if let Some(when) =
                    self.protocol().rule(*rule).when.as_ref().filter(|_| self.truth(*rule) == Truth::Unknown)
                {
                    self.unknown_but_of_level(when, unknown, rests_on_level);
                }
            }
            Condition::Level(_) => *rests_on_level = true,
        }
    }

    /// What to ask when a fact is unknown: the fact, or those that it is worked out from.
    fn settling(&self, fact: FactIndex) -> impl Iterator<Item = FactIndex> + '_ {
        let others = &self.protocol().vocabulary.fact_definition(fact).settled_by;
        others.is_empty().then_some(fact).into_iter().chain(others.iter().copied())
    }

    /// Shows what it rests on whether this is the level.
    pub fn level_rests_on(&self, level: u8, truth: Truth, see: &mut impl FnMut(Basis)) {
        match truth {
            Truth::Unknown => {
                // The level so far rests on what is known; only a higher one could still take its place.
                if self.level().level == Some(level) {
                    self.level_rests_on(level, Truth::Yes, see);
                }
                for (_, rules) in &self.level().could_be {
                    for rule in rules {
                        if let Some(when) = &self.protocol().rule(*rule).when {
                            self.gather(when, Truth::Unknown, see);
                        }
                    }
                }
            }
            _ => {
                for rule in &self.level().rules {
                    if let Some(when) = &self.protocol().rule(*rule).when {
                        self.gather(when, Truth::Yes, see);
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
