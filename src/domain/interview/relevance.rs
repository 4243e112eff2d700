//! What can still change the answer, given what the practitioner came for.
//!
//! A rule is worth asking about when it is undecided, can still come to hold by facts that were not asked yet, and
//! either raises the level, or rests on something that was said, or belongs to what the practitioner came for.

use super::reach::Reach;
use super::reads::{RuleReads, starts};
use super::screen::Item;
use super::weight::{stands_at, weight};
use crate::domain::assess::Assessment;
use crate::domain::condition::{Condition, EventIndex, RuleIndex, World};
use crate::domain::deadline::Status;
use crate::domain::fact::{FactIndex, Value};
use crate::domain::fact_set::FactSet;
use crate::domain::level::level_of;
use crate::domain::truth::Truth;
use crate::domain::working::Basis;
use crate::problem::Problem;
use crate::protocol::vocabulary::TopicIndex;
use crate::protocol::{Body, Rule, Starts, Urgency};
use std::cell::RefCell;
use std::collections::BTreeSet;

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
#[derive(Debug, Clone, Copy)]
pub(super) struct Worth {
    pub(super) tier: Tier,
    pub(super) weight: f64,
    /// The most that it decides of one rule: the fewer other things a rule waits for, the nearer its answer.
    pub(super) nearest: f64,
    /// The first rule that it decides.
    pub(super) rule: RuleIndex,
}

/// What is worth asking in a situation.
pub(super) struct Relevance<'s, 'a> {
    assessment: &'s Assessment<'a>,
    reads: &'a RuleReads,
    asked: &'s BTreeSet<Item>,
    topics: &'s BTreeSet<TopicIndex>,
    pub(super) reach: Reach<'s, 'a>,
    /// The facts that were said, not worked out.
    said: FactSet,
    /// The facts to ask next, by what came up.
    next: FactSet,
    /// By the place of the fact, or of the event.
    facts: Vec<Option<Worth>>,
    events: Vec<Option<Worth>>,
    /// What decides which rule, in the order in which it was found.
    decides: Vec<(Item, RuleIndex)>,
    /// The facts that would settle the level, once they were looked for.
    of_level: Option<FactSet>,
    /// Whether what a level rests on speaks for a rule, once that was looked for.
    level_speaks: RefCell<Vec<((u8, Truth), bool)>>,
    /// Room to see what one rule waits for.
    seen: FactSet,
    /// By the place of a fact, what was found by [`Relevance::waits_for`].
    waits: Vec<Option<Option<(FactIndex, bool)>>>,
}

impl<'s, 'a> Relevance<'s, 'a> {
    /// Looks at every rule.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub(super) fn new(
        assessment: &'s Assessment<'a>,
        asked: &'s BTreeSet<Item>,
        topics: &'s BTreeSet<TopicIndex>,
    ) -> Result<Self, Problem> {
        let protocol = assessment.protocol();
        let mut relevance = Self {
            assessment,
            reads: protocol.reads(),
            asked,
            topics,
            reach: Reach::new(assessment, asked),
            said: assessment.situation.given.iter().map(|(fact, _)| *fact).collect(),
            next: asked_next(assessment, topics).flat_map(|(_, facts)| facts).copied().collect(),
            facts: vec![None; protocol.vocabulary.facts.len()],
            events: vec![None; protocol.vocabulary.events.len()],
            decides: Vec::new(),
            of_level: None,
            level_speaks: RefCell::default(),
            seen: FactSet::default(),
            waits: vec![None; protocol.vocabulary.facts.len()],
        };
        let mut unknown = FactSet::default();
        for (index, rule, truth) in assessment.open_rules() {
            match &rule.when {
                Some(_) if truth == Truth::Yes => relevance.applies(index, rule, &mut unknown)?,
                Some(when) => relevance.undecided(index, rule, when, &mut unknown),
                None => {}
            }
        }
        relevance.events();
        Ok(relevance)
    }

    /// Why an item is worth asking, if it is.
    pub(super) fn worth(&self, item: Item) -> Option<&Worth> {
        match item {
            Item::Fact(fact) => self.facts[usize::from(fact.0)].as_ref(),
            Item::Event(event) => self.events[usize::from(event.0)].as_ref(),
            Item::Topic(_) => None,
        }
    }

    /// The facts that were said.
    pub(super) fn said(&self) -> &FactSet {
        &self.said
    }

    /// Facts behind concerns that no rule tests.
    pub(super) fn untested(&self) -> &'a FactSet {
        &self.reads.untested
    }

    /// What is worth asking: facts, then events, as the vocabulary has them.
    pub(super) fn items(&self) -> impl Iterator<Item = Item> + '_ {
        let facts = (0..).map(FactIndex).zip(&self.facts);
        let events = (0..).map(EventIndex).zip(&self.events);
        let facts = facts.filter(|(_, worth)| worth.is_some()).map(|(fact, _)| Item::Fact(fact));
        facts.chain(events.filter(|(_, worth)| worth.is_some()).map(|(event, _)| Item::Event(event)))
    }

    /// The rules that some items decide, the first item's first.
    pub(super) fn decided_by(&self, items: &[Item]) -> Vec<RuleIndex> {
        let is_fact = |item: &Item| if let Item::Fact(fact) = item { Some(*fact) } else { None };
        let facts: FactSet = items.iter().filter_map(is_fact).collect();
        let mut found: Vec<(usize, RuleIndex)> = Vec::new();
        for (item, rule) in &self.decides {
            if is_fact(item).is_none_or(|fact| facts.has(fact))
                && let Some(place) = items.iter().position(|held| held == item)
            {
                found.push((place, *rule));
            }
        }
        found.sort_by_key(|(place, _)| *place);
        let mut seen = vec![false; self.assessment.protocol().rules.len()];
        found.retain(|(_, rule)| !std::mem::replace(&mut seen[usize::from(rule.0)], true));
        found.into_iter().map(|(_, rule)| rule).collect()
    }

    fn undecided(&mut self, index: RuleIndex, rule: &Rule, when: &Condition, unknown: &mut FactSet) {
        if !self.reach.can(when, true) {
            return;
        }
        self.unknown_of(when, unknown);
        let raises = self.raises(rule);
        let subject = is_answer(&rule.body) && self.is_subject(rule);
        let hot = subject || (is_answer(&rule.body) && self.is_supported(when));
        // What to ask for each, and whether it is what the practitioner came for.
        let mut sources: Vec<(FactIndex, bool)> = Vec::with_capacity(unknown.list().len());
        self.seen.clear();
        for fact in unknown.list() {
            if let Some((source, came_for)) = self.waits_for(*fact) {
                if self.seen.add(source) {
                    sources.push((source, came_for));
                } else if let Some((_, held)) = sources.iter_mut().find(|(held, _)| *held == source) {
                    *held |= came_for;
                }
            }
        }
        let share = weight(self.assessment, &rule.body) / sources.len().max(1) as f64;
        // Where much else is open, one more answer leaves something urgent as undecided as before.
        let is_near = subject || sources.len() <= NEAR;
        let urgent = matches!(urgency(&rule.body), Some(Urgency::Emergency | Urgency::Immediate));
        for (fact, came_for) in sources {
            let definition = self.assessment.protocol().vocabulary.fact_definition(fact);
            let tier = match definition.ask_first {
                _ if hot && urgent && is_near => Tier::Urgent,
                _ if self.next.has(fact) => Tier::Next,
                Some(place) => Tier::First(place),
                None if hot || came_for => Tier::Asked,
                None if raises => Tier::Level,
                None => continue,
            };
            self.add(Item::Fact(fact), tier, share, index);
        }
    }

    /// The facts that would settle an undecided condition. Many rules rest on the level, which is settled in one way.
    fn unknown_of(&mut self, when: &Condition, unknown: &mut FactSet) {
        unknown.clear();
        let mut rests_on_level = false;
        self.assessment.unknown_but_of_level(when, unknown, &mut rests_on_level);
        if rests_on_level {
            let of_level = self.of_level.get_or_insert_with(|| self.assessment.unknown_of_level());
            of_level.list().iter().for_each(|fact| {
                unknown.add(*fact);
            });
        }
    }

    /// A rule that applies may still lack its destination, its points or its start.
    fn applies(&mut self, index: RuleIndex, rule: &Rule, unknown: &mut FactSet) -> Result<(), Problem> {
        let conditions: Vec<&Condition> = match &rule.body {
            Body::Route(route) => {
                route.to.iter().chain(&route.attach).filter_map(|choice| choice.when.as_ref()).collect()
            }
            Body::Escalation(escalation) => {
                let choices = escalation.tell.iter().chain(&escalation.attach);
                choices.filter_map(|choice| choice.when.as_ref()).collect()
            }
            Body::Decision { points_for, points_against, .. } => {
                points_for.iter().chain(points_against).map(|(when, _)| when).collect()
            }
            Body::Clock(clock) => {
                let standing = self.assessment.standing(rule)?;
                if standing.is_some_and(|standing| standing.status == Status::Waiting) {
                    for event in starts(&clock.starts) {
                        self.event(event, index);
                    }
                    if let Starts::Birthday(_) = clock.starts
                        && let Some(born) = self.reach.born()
                    {
                        self.add(Item::Fact(born), Tier::Asked, 1.0, index);
                    }
                }
                return Ok(());
            }
            _ => return Ok(()),
        };
        for condition in conditions {
            if self.assessment.holds(condition) != Truth::Unknown {
                continue;
            }
            self.unknown_of(condition, unknown);
            for fact in unknown.list() {
                if let Some((source, _)) = self.waits_for(*fact) {
                    self.add(Item::Fact(source), Tier::Asked, 0.5, index);
                }
            }
        }
        Ok(())
    }

    /// What to ask for to learn a fact, and whether the practitioner came for it. Many rules wait for the same fact.
    fn waits_for(&mut self, fact: FactIndex) -> Option<(FactIndex, bool)> {
        if let Some(known) = self.waits[usize::from(fact.0)] {
            return known;
        }
        let source = self.reach.source(fact);
        let found = source.map(|source| (source, self.came_for(fact) || self.came_for(source)));
        self.waits[usize::from(fact.0)] = Some(found);
        found
    }

    fn came_for(&self, fact: FactIndex) -> bool {
        let topic = self.assessment.protocol().vocabulary.fact_definition(fact).topic;
        topic.is_some_and(|topic| self.topics.contains(&topic))
    }

    /// Events of what the practitioner came for, where some rule rests on them.
    fn events(&mut self) {
        let vocabulary = &self.assessment.protocol().vocabulary;
        for (event, rule) in &self.reads.events {
            let topic = vocabulary.event_definition(*event).topic;
            if topic.is_some_and(|topic| self.topics.contains(&topic)) {
                self.event(*event, *rule);
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
        let held = match item {
            Item::Fact(fact) => &mut self.facts[usize::from(fact.0)],
            Item::Event(event) => &mut self.events[usize::from(event.0)],
            Item::Topic(_) => return,
        };
        let worth = held.get_or_insert(Worth { tier, weight: 0.0, nearest: 0.0, rule });
        worth.tier = worth.tier.min(tier);
        worth.weight += weight;
        worth.nearest = worth.nearest.max(weight);
        self.decides.push((item, rule));
    }

    fn raises(&self, rule: &Rule) -> bool {
        level_of(&rule.body).is_some_and(|level| Some(level) > stands_at(self.assessment))
    }

    /// Whether something that was said, and that is not said in nearly every case, already speaks for it.
    fn is_supported(&self, when: &Condition) -> bool {
        let mut is_supported = false;
        self.assessment.rests_on(when, &mut |basis| is_supported = is_supported || self.speaks(basis));
        is_supported
    }

    fn speaks(&self, basis: Basis) -> bool {
        match basis {
            Basis::Event(..) => true,
            Basis::Unknown(_) => false,
            Basis::Fact(fact, value) => {
                let definition = self.assessment.protocol().vocabulary.fact_definition(fact);
                // A "no" speaks only where the practitioner came for it: most are said in passing.
                let speaks = value != Value::Flag(false) || self.came_for(fact);
                !definition.background && speaks && (self.said.has(fact) || definition.derive.is_some())
            }
            Basis::Level(level, truth) => {
                let known = self.level_speaks.borrow().iter().find(|(held, _)| *held == (level, truth)).copied();
                if let Some((_, known)) = known {
                    return known;
                }
                let mut found = false;
                self.assessment.level_rests_on(level, truth, &mut |basis| found = found || self.speaks(basis));
                self.level_speaks.borrow_mut().push(((level, truth), found));
                found
            }
        }
    }

    /// Returns true when the data says that the rule is what this case is about.
    fn is_subject(&self, rule: &Rule) -> bool {
        rule.subject.as_ref().is_some_and(|subject| self.assessment.holds(subject) == Truth::Yes)
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
