//! What can still change the answer, given what the practitioner came for.
//!
//! A rule is worth asking about when it is undecided, can still come to hold by facts that were not asked yet, and
//! either raises the level, or rests on something that was said, or belongs to what the practitioner came for.

use super::screen::Item;
use super::weight::{stands_at, weight};
use crate::domain::assess::Assessment;
use crate::domain::case::Case;
use crate::domain::condition::{Condition, EventIndex, RuleIndex, Test, World};
use crate::domain::deadline::Status;
use crate::domain::done;
use crate::domain::fact::{FactIndex, Value};
use crate::domain::level::level_of;
use crate::domain::truth::Truth;
use crate::domain::working::Working;
use crate::problem::Problem;
use crate::protocol::vocabulary::{Derive, FactKind, TopicIndex};
use crate::protocol::{Body, Choice, Rule, Starts, Urgency};
use std::collections::{BTreeMap, BTreeSet};
use std::iter;

/// With at most this many facts to learn, a rule is near its answer.
const NEAR: usize = 3;

/// When something is asked, first to last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    /// Decides something urgent for which something known speaks.
    Urgent,
    /// Belongs to what has just come up.
    Next,
    /// Asked before others, in this order.
    First(u8),
    /// Decides what the practitioner came for.
    Asked,
    /// Decides a level below the highest.
    Level,
}

/// Why something is worth asking.
#[derive(Debug, Clone)]
pub(super) struct Worth {
    pub(super) tier: Tier,
    pub(super) weight: f64,
    /// The most that it decides of one rule: the fewer other things a rule waits for, the nearer its answer.
    pub(super) nearest: f64,
    pub(super) rules: Vec<RuleIndex>,
}

/// What is worth asking in a situation.
pub(super) struct Relevance<'s, 'a> {
    assessment: &'s Assessment<'a>,
    case: &'s Case,
    asked: &'s BTreeSet<Item>,
    topics: &'s BTreeSet<TopicIndex>,
    /// The facts to ask next, by what came up.
    next: BTreeSet<FactIndex>,
    worth: BTreeMap<Item, Worth>,
}

impl<'s, 'a> Relevance<'s, 'a> {
    /// Looks at every rule.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub(super) fn new(
        assessment: &'s Assessment<'a>,
        case: &'s Case,
        asked: &'s BTreeSet<Item>,
        topics: &'s BTreeSet<TopicIndex>,
    ) -> Result<Self, Problem> {
        let next = asked_next(assessment, topics).flat_map(|(_, facts)| facts).copied().collect();
        let mut relevance = Self { assessment, case, asked, topics, next, worth: BTreeMap::new() };
        for (index, rule, truth) in assessment.open_rules() {
            relevance.rule(index, rule, truth)?;
        }
        relevance.events();
        Ok(relevance)
    }

    /// What is worth asking, and why.
    pub(super) fn worth(self) -> BTreeMap<Item, Worth> {
        self.worth
    }

    fn rule(&mut self, index: RuleIndex, rule: &Rule, truth: Truth) -> Result<(), Problem> {
        let Some(when) = &rule.when else { return Ok(()) };
        if truth == Truth::Yes {
            return self.applies(index, rule);
        }
        if !self.can(when, true) {
            return Ok(());
        }
        let working = self.assessment.working(when);
        let raises = self.raises(rule);
        let subject = is_answer(&rule.body) && self.is_subject(rule);
        let hot = subject || (is_answer(&rule.body) && self.is_supported(&working));
        let came_for: Vec<FactIndex> = working.unknown.iter().copied().filter(|fact| self.came_for(*fact)).collect();
        let mut unknown: BTreeMap<FactIndex, bool> = BTreeMap::new();
        for fact in working.unknown {
            if let Some(source) = self.source(fact) {
                *unknown.entry(source).or_default() |= came_for.contains(&fact) || self.came_for(source);
            }
        }
        let share = weight(self.assessment, &rule.body) / unknown.len().max(1) as f64;
        // Where much else is open, one more answer leaves something urgent as undecided as before.
        let is_near = subject || unknown.len() <= NEAR;
        for (fact, came_for) in unknown {
            let definition = self.assessment.protocol().vocabulary.fact_definition(fact);
            let urgent = matches!(urgency(&rule.body), Some(Urgency::Emergency | Urgency::Immediate));
            let tier = match definition.ask_first {
                _ if hot && urgent && is_near => Tier::Urgent,
                _ if self.next.contains(&fact) => Tier::Next,
                Some(place) => Tier::First(place),
                None if hot || came_for => Tier::Asked,
                None if raises => Tier::Level,
                None => continue,
            };
            self.add(Item::Fact(fact), tier, share, index);
        }
        Ok(())
    }

    /// A rule that applies may still lack its destination, its points or its start.
    fn applies(&mut self, index: RuleIndex, rule: &Rule) -> Result<(), Problem> {
        let part = |choice: &Choice| choice.when.clone();
        let conditions: Vec<Condition> = match &rule.body {
            Body::Route(route) => route.to.iter().chain(&route.attach).filter_map(part).collect(),
            Body::Escalation(escalation) => escalation.tell.iter().chain(&escalation.attach).filter_map(part).collect(),
            Body::Decision { points_for, points_against, .. } => {
                points_for.iter().chain(points_against).map(|(when, _)| when.clone()).collect()
            }
            Body::Clock(clock) => {
                let standing = self.assessment.standing(rule)?;
                if standing.is_some_and(|standing| standing.status == Status::Waiting) {
                    for event in starts(&clock.starts) {
                        self.event(event, index);
                    }
                    if let Starts::Birthday(_) = clock.starts {
                        self.born(index);
                    }
                }
                return Ok(());
            }
            _ => return Ok(()),
        };
        for condition in conditions {
            for fact in self.assessment.working(&condition).unknown {
                if let Some(source) = self.source(fact) {
                    self.add(Item::Fact(source), Tier::Asked, 0.5, index);
                }
            }
        }
        Ok(())
    }

    fn born(&mut self, rule: RuleIndex) {
        if let Some(fact) = born(self.assessment).filter(|fact| self.is_open(*fact)) {
            self.add(Item::Fact(fact), Tier::Asked, 1.0, rule);
        }
    }

    fn came_for(&self, fact: FactIndex) -> bool {
        let topic = self.assessment.protocol().vocabulary.fact_definition(fact).topic;
        topic.is_some_and(|topic| self.topics.contains(&topic))
    }

    /// What to ask for to learn a fact: itself, or the date of birth that it is worked out from.
    fn source(&self, fact: FactIndex) -> Option<FactIndex> {
        if self.is_open(fact) {
            return Some(fact);
        }
        let rests_on_birth = match self.assessment.protocol().vocabulary.fact_definition(fact).derive.as_ref()? {
            Derive::Age | Derive::AgeWhileBelow(_) => true,
            Derive::DaysInSpells { starts, .. } => self.assessment.happened(*starts),
            _ => false,
        };
        born(self.assessment).filter(|born| rests_on_birth && self.is_open(*born))
    }

    /// Events of what the practitioner came for, where some rule rests on them.
    fn events(&mut self) {
        let vocabulary = &self.assessment.protocol().vocabulary;
        for (event, rule) in events_used(self.assessment) {
            let topic = vocabulary.event_definition(event).topic;
            if topic.is_some_and(|topic| self.topics.contains(&topic)) {
                self.event(event, rule);
            }
        }
    }

    fn event(&mut self, event: EventIndex, rule: RuleIndex) {
        let item = Item::Event(event);
        if !self.asked.contains(&item) && !self.assessment.happened(event) {
            self.add(item, Tier::Asked, 1.0, rule);
        }
    }

    fn add(&mut self, item: Item, tier: Tier, weight: f64, rule: RuleIndex) {
        let worth = self.worth.entry(item).or_insert(Worth { tier, weight: 0.0, nearest: 0.0, rules: Vec::new() });
        worth.tier = worth.tier.min(tier);
        worth.weight += weight;
        worth.nearest = worth.nearest.max(weight);
        if !worth.rules.contains(&rule) {
            worth.rules.push(rule);
        }
    }

    fn raises(&self, rule: &Rule) -> bool {
        level_of(&rule.body).is_some_and(|level| Some(level) > stands_at(self.assessment))
    }

    /// Whether something that was said, and that is not said in nearly every case, already speaks for it.
    fn is_supported(&self, working: &Working) -> bool {
        let vocabulary = &self.assessment.protocol().vocabulary;
        let speaks = |(fact, value): &(FactIndex, Value)| {
            let definition = vocabulary.fact_definition(*fact);
            // A "no" speaks only where the practitioner came for it: most are said in passing.
            let speaks = *value != Value::Flag(false) || self.came_for(*fact);
            let said = self.case.facts.get(&definition.id).is_some();
            !definition.background && speaks && (said || definition.derive.is_some())
        };
        !working.events.is_empty() || working.facts.iter().any(speaks)
    }

    /// Returns true when the data says that the rule is what this case is about.
    fn is_subject(&self, rule: &Rule) -> bool {
        rule.subject.as_ref().is_some_and(|subject| self.assessment.holds(subject) == Truth::Yes)
    }

    /// Whether a fact can still be learned by asking.
    pub(super) fn is_open(&self, fact: FactIndex) -> bool {
        is_open(self.assessment, self.asked, fact)
    }

    /// Whether a condition can still come to this by what was not asked yet. What was asked and stayed unknown stays so.
    fn can(&self, condition: &Condition, wanted: bool) -> bool {
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
            Condition::Rule(rule) => {
                self.assessment.protocol().rule(*rule).when.as_ref().is_some_and(|when| self.can(when, wanted))
            }
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

    fn level_can(&self, level: u8, wanted: bool) -> bool {
        let answer = self.assessment.level();
        let truth = answer.among(iter::once(level).collect());
        if truth != Truth::Unknown || !wanted {
            return !wanted || truth == Truth::Yes;
        }
        let each = |rules: &[RuleIndex], wanted: bool| {
            let can = |rule: &RuleIndex| {
                self.assessment.protocol().rule(*rule).when.as_ref().is_some_and(|when| self.can(when, wanted))
            };
            if wanted { rules.iter().any(can) } else { rules.iter().all(can) }
        };
        let higher = answer.could_be.iter().filter(|(held, _)| *held > level);
        let here = answer.could_be.iter().find(|(held, _)| *held == level);
        higher.into_iter().all(|(_, rules)| each(rules, false))
            && (answer.level == Some(level) || here.is_some_and(|(_, rules)| each(rules, true)))
    }
}

/// The facts to ask next, for each topic that came up.
pub(super) fn asked_next<'a>(
    assessment: &Assessment<'a>,
    topics: &BTreeSet<TopicIndex>,
) -> impl Iterator<Item = (TopicIndex, &'a [FactIndex])> {
    let links = &assessment.protocol().vocabulary.conversation.ask_next;
    links.iter().filter(|(topic, _)| topics.contains(topic)).map(|(topic, facts)| (*topic, facts.as_slice()))
}

/// Whether a fact is unknown and asking for it makes sense: not asked yet, and not one that is only worked out.
pub(super) fn is_open(assessment: &Assessment<'_>, asked: &BTreeSet<Item>, fact: FactIndex) -> bool {
    let definition = assessment.protocol().vocabulary.fact_definition(fact);
    if !definition.settled_by.is_empty() {
        return definition.settled_by.iter().any(|other| is_open(assessment, asked, *other));
    }
    let askable = definition.derive.is_none() || definition.given.is_some();
    let known = if definition.case_field {
        assessment.situation.born.is_some()
    } else {
        assessment.situation.facts.get(fact).is_some()
    };
    askable && !known && !asked.contains(&Item::Fact(fact))
}

/// The fact that stands for the date of birth.
fn born(assessment: &Assessment<'_>) -> Option<FactIndex> {
    let place = assessment.protocol().vocabulary.facts.iter().position(|fact| fact.case_field)?;
    u16::try_from(place).ok().map(FactIndex)
}

fn is_answer(body: &Body) -> bool {
    matches!(body, Body::Decision { .. } | Body::Route(_) | Body::Clock(_) | Body::Escalation(_) | Body::Consent { .. })
}

fn urgency(body: &Body) -> Option<Urgency> {
    match body {
        Body::Route(route) => Some(route.urgency),
        Body::Escalation(escalation) => Some(escalation.urgency),
        _ => None,
    }
}

pub(super) fn starts(starts: &Starts) -> Vec<EventIndex> {
    match starts {
        Starts::Event(events) | Starts::FirstEvent(events) | Starts::LaterOf(events) => events.clone(),
        Starts::Birthday(_) => Vec::new(),
    }
}

/// The events that some rule rests on, with the first rule that does.
pub(super) fn events_used(assessment: &Assessment<'_>) -> BTreeMap<EventIndex, RuleIndex> {
    let protocol = assessment.protocol();
    let mut used: BTreeMap<EventIndex, RuleIndex> = BTreeMap::new();
    for (place, rule) in protocol.rules.iter().enumerate() {
        let index = RuleIndex(u16::try_from(place).unwrap_or(u16::MAX));
        let mut events: Vec<EventIndex> = Vec::new();
        if let Some(when) = &rule.when {
            when.visit(&mut |part| match part {
                Condition::Event(event) | Condition::EventTo(event, _) => events.push(*event),
                Condition::Fact(fact, _) => {
                    let definition = protocol.vocabulary.fact_definition(*fact);
                    events.extend(definition.derive.iter().flat_map(|method| events_behind(assessment, method)));
                }
                _ => {}
            });
        }
        match &rule.body {
            Body::Clock(clock) => {
                events.extend(starts(&clock.starts));
                events.extend(&clock.stops);
                events.extend(&clock.ended_by);
            }
            _ => events.extend(done::kinds_of(rule)),
        }
        for event in events {
            used.entry(event).or_insert(index);
        }
    }
    used
}

fn events_behind(assessment: &Assessment<'_>, method: &Derive) -> Vec<EventIndex> {
    match method {
        Derive::LatestOf { opens, closes, .. } => vec![*opens, *closes],
        Derive::DaysInSpells { starts, ends, .. } => vec![*starts, *ends],
        Derive::MissingNow
        | Derive::MissingDays
        | Derive::MissingDaysPolice
        | Derive::MissingEpisodes(_)
        | Derive::DaysSinceLastMissing
        | Derive::KnownUnlessMissing
        | Derive::WellbeingConfirmed => {
            let names = assessment.protocol().vocabulary.missing;
            names.map(|names| vec![names.lost, names.located, names.confirmed]).unwrap_or_default()
        }
        Derive::ClosedWhileBoth(pairs) => pairs.iter().flat_map(|(opens, closes)| [*opens, *closes]).collect(),
        Derive::Age | Derive::OutOfHours { .. } | Derive::Both(_) | Derive::AgeWhileBelow(_) => Vec::new(),
    }
}

/// The highest level above the present one that each flag can help to establish by being so.
pub(super) fn level_flags(assessment: &Assessment<'_>) -> BTreeMap<FactIndex, u8> {
    let protocol = assessment.protocol();
    let mut flags: BTreeMap<FactIndex, u8> = BTreeMap::new();
    for (_, rule, truth) in assessment.open_rules() {
        let Some(level) = level_of(&rule.body).filter(|level| Some(*level) > stands_at(assessment)) else { continue };
        if truth != Truth::Unknown {
            continue;
        }
        for fact in rule.when.iter().flat_map(|when| flags_for(assessment, when)) {
            if protocol.vocabulary.fact_definition(fact).kind == FactKind::Flag {
                let held = flags.entry(fact).or_insert(level);
                *held = (*held).max(level);
            }
        }
    }
    flags
}

/// Flags that speak for a condition by being so, through other rules too.
pub(super) fn flags_for(assessment: &Assessment<'_>, condition: &Condition) -> Vec<FactIndex> {
    let mut flags: Vec<FactIndex> = Vec::new();
    condition.visit(&mut |part| match part {
        Condition::Fact(fact, Test::Is(Value::Flag(true))) => flags.push(*fact),
        Condition::Rule(rule) => {
            let when = assessment.protocol().rule(*rule).when.as_ref();
            flags.extend(when.iter().flat_map(|when| flags_for(assessment, when)));
        }
        _ => {}
    });
    flags
}
