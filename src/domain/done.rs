//! Whether what a rule asks for was done. A record shows it only where it can have been about this: what was recorded before
//! the rule applied, or may have been about something else, leaves the rule where it is.

use crate::calendar::Moment;
use crate::domain::assess::Assessment;
use crate::domain::condition::{Condition, EventIndex, RuleIndex, TeamIndex, World};
use crate::domain::deadline::{dated_by, not_before};
use crate::domain::fact::{FactIndex, FactSheet, Value};
use crate::domain::happening::Happening;
use crate::domain::level_set::LevelSet;
use crate::domain::truth::Truth;
use crate::protocol::Rule;
use crate::protocol::since::Since;

/// What the record shows of what a rule asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Completion {
    /// Nothing shows that it was done.
    Open,
    /// This may have been it: somebody must check that it covered it.
    Perhaps(Happening),
    /// Done, by an event, or by a fact that has no date.
    Done(Option<Happening>),
}

impl Completion {
    /// Returns true when it is done.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Done(_))
    }
}

impl<'a> Assessment<'a> {
    /// Returns what the record shows of what a rule asks for.
    pub fn completion(&self, rule: &Rule) -> Completion {
        if rule.done_by.is_empty() {
            return Completion::Open;
        }
        let situation = &self.situation;
        let own_time = if rule.since.is_some() {
            let Some(last) = self.starts_of(rule).1.last().copied() else { return Completion::Open };
            Some(last)
        } else if let Some(starts) = &rule.starts {
            let Some(start) = dated_by(situation, starts, &rule.reopened_by) else { return Completion::Open };
            Some(start)
        } else {
            None
        };
        // A fact says nothing of when: of several losses it may be about an earlier one.
        let facts_count = rule.since != Some(Since::Loss) || situation.episodes.len() <= 1;
        let mut record = Record { assessment: self, events: Vec::new(), facts_count };
        if record.shows(rule) {
            return Completion::Done(None);
        }
        let kinds = kinds_of(rule);
        if !situation.may_have(&kinds) {
            return Completion::Open;
        }
        // What was done before a case was closed, and opened again, may have been about what came before.
        let reopened = situation.protocol.vocabulary.closing.and_then(|closing| {
            let (closed, _) = situation.latest(&[closing.closed])?;
            situation.latest(&[closing.opened]).filter(|(opened, _)| *opened > closed).map(|_| closed)
        });
        let counts = |event: &Happening| {
            kinds.contains(&event.kind)
                && match own_time {
                    Some(since) => not_before(event.when, since),
                    None => !self.recorded_too_early(rule, event),
                }
        };
        let mut candidates: Vec<Happening> = Vec::new();
        let mut in_doubt: Vec<bool> = Vec::new();
        for (place, event) in situation.events.iter().enumerate().filter(|(_, event)| counts(event)) {
            let is_before = own_time.is_none() && reopened.is_some_and(|closed| place < closed);
            candidates.push(*event);
            in_doubt.push(is_before || self.is_in_doubt(rule, event, own_time.is_some()));
        }
        for (event, doubt) in candidates.iter().zip(&in_doubt) {
            if !doubt {
                record.events.push(*event);
                if record.shows(rule) {
                    return Completion::Done(Some(*event));
                }
            }
        }
        record.events.clone_from(&candidates);
        if record.shows(rule) {
            let last = candidates.iter().zip(&in_doubt).rev().find(|(_, doubt)| **doubt);
            return last.map_or(Completion::Open, |(event, _)| Completion::Perhaps(*event));
        }
        Completion::Open
    }

    /// Returns true when an event was recorded in an earlier change than the one that first made the rule apply.
    fn recorded_too_early(&self, rule: &Rule, event: &Happening) -> bool {
        let Some(recorded) = &self.situation.recorded else { return false };
        let change = recorded.of_event(event.place);
        change < recorded.changes && !(1..=change).rev().any(|change| self.applied_after(rule, change))
    }

    fn applied_after(&self, rule: &Rule, change: u32) -> bool {
        self.supposing(self.situation.as_recorded(change)).is_some_and(|earlier| earlier.applies_here(rule))
    }

    /// Returns true when a referral may have been about something else, so that somebody must check it.
    fn is_in_doubt(&self, rule: &Rule, event: &Happening, has_own_time: bool) -> bool {
        let situation = &self.situation;
        let vocabulary = &situation.protocol.vocabulary;
        // A referral goes by a channel; a meeting or a visit does not.
        if vocabulary.event_definition(event.kind).by.is_empty() {
            return false;
        }
        let no_team = event.to.is_none() && names_no_team(rule, event.kind);
        let shared = || {
            let other = |index: &RuleIndex| {
                let other = situation.protocol.rule(*index);
                self.truth(*index) == Truth::Yes && can_show(other, event)
            };
            rule.not_shared_with.iter().any(other)
        };
        no_team || (!has_own_time && self.is_overtaken(rule, event)) || shared()
    }

    /// Returns true when something came after a referral that makes it doubtful what the referral was about: in a file,
    /// an opening or a closing that may have answered it; in a store, a fact that by itself makes the rule apply.
    fn is_overtaken(&self, rule: &Rule, event: &Happening) -> bool {
        let situation = &self.situation;
        let vocabulary = &situation.protocol.vocabulary;
        let Some(recorded) = &situation.recorded else {
            let answered = situation.latest(&vocabulary.referral_answered_by);
            return answered.is_some_and(|(_, answer)| not_before(answer.when, event.when));
        };
        let change = recorded.of_event(event.place);
        let later = |(fact, value): &&(FactIndex, Value)| {
            *value == Value::Flag(true) && recorded.of_fact(&vocabulary.fact_definition(*fact).id) > change
        };
        situation.given.iter().filter(later).any(|(alone, _)| {
            let kept = |fact: FactIndex, value: Value| {
                fact == *alone || value != Value::Flag(true) || vocabulary.fact_definition(fact).background
            };
            self.supposing(situation.with_facts(kept)).is_some_and(|supposed| supposed.applies_here(rule))
        })
    }

    fn applies_here(&self, rule: &Rule) -> bool {
        self.protocol().find_rule(&rule.id).is_some_and(|index| self.truth(index) == Truth::Yes)
    }
}

/// The kinds of event that can show a rule as done.
pub(super) fn kinds_of(rule: &Rule) -> Vec<EventIndex> {
    let mut kinds = Vec::new();
    for condition in &rule.done_by {
        condition.visit(&mut |part| {
            if let Condition::Event(kind) | Condition::EventTo(kind, _) = part
                && !kinds.contains(kind)
            {
                kinds.push(*kind);
            }
        });
    }
    kinds
}

/// Returns true when an event, by its kind and team, can show a rule as done.
pub fn can_show(rule: &Rule, event: &Happening) -> bool {
    let mut found = false;
    for condition in &rule.done_by {
        condition.visit(&mut |part| {
            found |= match part {
                Condition::Event(kind) => *kind == event.kind,
                Condition::EventTo(kind, teams) => *kind == event.kind && teams.contains(&event.to),
                _ => false,
            };
        });
    }
    found
}

/// Returns true when a rule counts an event of this kind for which no team is recorded.
fn names_no_team(rule: &Rule, kind: EventIndex) -> bool {
    let mut found = false;
    for condition in &rule.done_by {
        condition.visit(&mut |part| {
            found |= matches!(part, Condition::EventTo(named, teams) if *named == kind && teams.contains(&None));
        });
    }
    found
}

/// Part of a record: some of its events, and its facts, in which what is not known counts as no.
struct Record<'t, 'a> {
    assessment: &'t Assessment<'a>,
    events: Vec<Happening>,
    facts_count: bool,
}

impl Record<'_, '_> {
    fn shows(&self, rule: &Rule) -> bool {
        rule.done_by.iter().any(|condition| self.holds(condition))
    }

    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|part| self.holds(part)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part)),
            Condition::Not(part) => !self.holds(part),
            Condition::AtLeast(needed, parts) => parts.iter().filter(|part| self.holds(part)).count() >= *needed,
            Condition::Fact(..) if !self.facts_count => false,
            other => other.evaluate(self) == Truth::Yes,
        }
    }
}

impl World for Record<'_, '_> {
    fn facts(&self) -> &FactSheet {
        self.assessment.facts()
    }

    fn happened(&self, event: EventIndex) -> bool {
        self.events.iter().any(|held| held.kind == event)
    }

    fn happened_to(&self, event: EventIndex, teams: &[Option<TeamIndex>]) -> bool {
        self.events.iter().any(|held| held.kind == event && teams.contains(&held.to))
    }

    fn applies(&self, rule: RuleIndex) -> Truth {
        self.assessment.truth(rule)
    }

    fn level_among(&self, named: LevelSet) -> Truth {
        self.assessment.level_among(named)
    }

    fn level_so_far(&self) -> Option<u8> {
        self.assessment.level_so_far()
    }
}

/// When something was done, for an answer.
pub fn when(completion: Completion) -> Option<Moment> {
    match completion {
        Completion::Done(Some(event)) | Completion::Perhaps(event) => Some(event.when),
        _ => None,
    }
}
