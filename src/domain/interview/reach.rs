//! Whether a condition can still come to hold, or not to, by what was not asked yet.

use super::screen::Item;
use crate::domain::assess::Assessment;
use crate::domain::condition::{Condition, RuleIndex, World};
use crate::domain::fact::FactIndex;
use crate::domain::truth::Truth;
use crate::protocol::vocabulary::Derive;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::iter;

/// What can be learned by asking. Each rule is looked at once: many others rest on it.
pub(super) struct Reach<'s, 'a> {
    assessment: &'s Assessment<'a>,
    asked: &'s BTreeSet<Item>,
    /// What was found of each rule, when it is not to hold and when it is.
    rules: [Vec<Cell<Option<bool>>>; 2],
    /// What was found of each fact.
    open: Vec<Cell<Option<bool>>>,
}

impl<'s, 'a> Reach<'s, 'a> {
    pub(super) fn new(assessment: &'s Assessment<'a>, asked: &'s BTreeSet<Item>) -> Self {
        let none = vec![Cell::new(None); assessment.protocol().rules.len()];
        let open = vec![Cell::new(None); assessment.protocol().vocabulary.facts.len()];
        Self { assessment, asked, rules: [none.clone(), none], open }
    }

    /// Whether a condition can still come to this. What was asked and stayed unknown stays so.
    pub(super) fn can(&self, condition: &Condition, wanted: bool) -> bool {
        match condition {
            Condition::All(parts) if wanted => parts.iter().all(|part| self.can(part, true)),
            Condition::All(parts) => parts.iter().any(|part| self.can(part, false)),
            Condition::Any(parts) if wanted => parts.iter().any(|part| self.can(part, true)),
            Condition::Any(parts) => parts.iter().all(|part| self.can(part, false)),
            Condition::Not(part) => self.can(part, !wanted),
            Condition::AtLeast(needed, parts) if wanted => {
                parts.iter().filter(|part| self.can(part, true)).count() >= *needed
            }
            Condition::AtLeast(needed, parts) => parts.iter().filter(|part| !self.can(part, false)).count() < *needed,
            Condition::Rule(rule) => self.rule_can(*rule, wanted),
            Condition::Fact(fact, _) => match self.assessment.holds(condition) {
                Truth::Unknown => self.source(*fact).is_some(),
                known => (known == Truth::Yes) == wanted,
            },
            Condition::Event(_) | Condition::EventTo(..) | Condition::LevelSoFar(_) => {
                (self.assessment.holds(condition) == Truth::Yes) == wanted
            }
            Condition::Level(level) => self.level_can(*level, wanted),
        }
    }

    fn rule_can(&self, rule: RuleIndex, wanted: bool) -> bool {
        let known = &self.rules[usize::from(wanted)][usize::from(rule.0)];
        if let Some(known) = known.get() {
            return known;
        }
        let found = self.assessment.protocol().rule(rule).when.as_ref().is_some_and(|when| self.can(when, wanted));
        known.set(Some(found));
        found
    }

    fn level_can(&self, level: u8, wanted: bool) -> bool {
        let answer = self.assessment.level();
        let truth = answer.among(iter::once(level).collect());
        if truth != Truth::Unknown || !wanted {
            return !wanted || truth == Truth::Yes;
        }
        let each = |rules: &[RuleIndex], wanted: bool| {
            let can = |rule: &RuleIndex| self.rule_can(*rule, wanted);
            if wanted { rules.iter().any(can) } else { rules.iter().all(can) }
        };
        let higher = answer.could_be.iter().filter(|(held, _)| *held > level);
        let here = answer.could_be.iter().find(|(held, _)| *held == level);
        higher.into_iter().all(|(_, rules)| each(rules, false))
            && (answer.level == Some(level) || here.is_some_and(|(_, rules)| each(rules, true)))
    }

    /// What to ask for to learn a fact: itself, or the date of birth that it is worked out from.
    pub(super) fn source(&self, fact: FactIndex) -> Option<FactIndex> {
        if self.is_open(fact) {
            return Some(fact);
        }
        let rests_on_birth = match self.assessment.protocol().vocabulary.fact_definition(fact).derive.as_ref()? {
            Derive::Age | Derive::AgeWhileBelow(_) => true,
            Derive::DaysInSpells { starts, .. } => self.assessment.happened(*starts),
            _ => false,
        };
        self.born().filter(|_| rests_on_birth)
    }

    /// The fact that stands for the date of birth, where that can still be learned.
    pub(super) fn born(&self) -> Option<FactIndex> {
        let place = self.assessment.protocol().vocabulary.facts.iter().position(|fact| fact.case_field)?;
        u16::try_from(place).ok().map(FactIndex).filter(|born| self.is_open(*born))
    }

    /// Whether a fact is unknown and asking for it makes sense: not asked yet, and not one that is only worked out.
    pub(super) fn is_open(&self, fact: FactIndex) -> bool {
        let known = &self.open[usize::from(fact.0)];
        known.get().unwrap_or_else(|| {
            let found = self.look_whether_open(fact);
            known.set(Some(found));
            found
        })
    }

    fn look_whether_open(&self, fact: FactIndex) -> bool {
        let definition = self.assessment.protocol().vocabulary.fact_definition(fact);
        if !definition.settled_by.is_empty() {
            return definition.settled_by.iter().any(|other| self.is_open(*other));
        }
        let askable = definition.derive.is_none() || definition.given.is_some();
        let known = if definition.case_field {
            self.assessment.situation.born.is_some()
        } else {
            self.assessment.situation.facts.get(fact).is_some()
        };
        askable && !known && !self.asked.contains(&Item::Fact(fact))
    }
}
