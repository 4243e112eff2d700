//! What the rules of a protocol test and rest on, whatever the case: worked out once, when somebody first asks.

use crate::domain::condition::{Condition, EventIndex, RuleIndex, Test};
use crate::domain::done;
use crate::domain::fact::{FactIndex, Value};
use crate::domain::fact_set::FactSet;
use crate::domain::missing_check;
use crate::protocol::uses::worked_out_from;
use crate::protocol::vocabulary::FactKind;
use crate::protocol::{Body, Protocol, Rule, Starts};
use std::collections::BTreeMap;

/// By the place of a rule, or for all of them.
#[derive(Debug, Clone)]
pub struct RuleReads {
    /// The facts that its condition tests.
    pub(super) tested: Vec<FactSet>,
    /// The facts that the points for and against a decision test.
    pub(super) points: Vec<FactSet>,
    /// The flags that speak for it by being so, through other rules too.
    pub(super) flags: Vec<FactSet>,
    /// The events that some rule rests on, with the first rule that does.
    pub(super) events: Vec<(EventIndex, RuleIndex)>,
    /// Facts behind concerns that no rule tests.
    pub(super) untested: FactSet,
    /// Whether it bears on a child who is or has been missing.
    pub(in crate::domain) of_missing: Vec<bool>,
}

impl RuleReads {
    /// Looks at every rule.
    pub fn new(protocol: &Protocol) -> Self {
        let rules = &protocol.rules;
        let tested: Vec<FactSet> = rules.iter().map(|rule| facts_in(&rule.when)).collect();
        let is_flag = |fact: &FactIndex| protocol.vocabulary.fact_definition(*fact).kind == FactKind::Flag;
        let flags = rules.iter().map(|rule| {
            let flags = rule.when.iter().flat_map(|when| flags_for(protocol, when));
            flags.filter(is_flag).collect()
        });
        let concerns = protocol.vocabulary.concerns.iter().map(|concern| concern.fact);
        Self {
            points: rules.iter().map(points).collect(),
            flags: flags.collect(),
            events: events_used(protocol).into_iter().collect(),
            of_missing: missing_check::find_related(protocol),
            untested: concerns.filter(|fact| !tested.iter().any(|tested| tested.has(*fact))).collect(),
            tested,
        }
    }
}

fn facts_in<'c>(conditions: impl IntoIterator<Item = &'c Condition>) -> FactSet {
    let mut facts = FactSet::default();
    for condition in conditions {
        condition.visit(&mut |part| {
            if let Condition::Fact(fact, _) = part {
                facts.add(*fact);
            }
        });
    }
    facts
}

fn points(rule: &Rule) -> FactSet {
    let Body::Decision { points_for, points_against, .. } = &rule.body else { return FactSet::default() };
    facts_in(points_for.iter().chain(points_against).map(|(point, _)| point))
}

/// Flags that speak for a condition by being so, through other rules too.
fn flags_for(protocol: &Protocol, condition: &Condition) -> Vec<FactIndex> {
    let mut flags: Vec<FactIndex> = Vec::new();
    condition.visit(&mut |part| match part {
        Condition::Fact(fact, Test::Is(Value::Flag(true))) => flags.push(*fact),
        Condition::Rule(rule) => {
            let when = protocol.rule(*rule).when.as_ref();
            flags.extend(when.iter().flat_map(|when| flags_for(protocol, when)));
        }
        _ => {}
    });
    flags
}

pub(super) fn starts(starts: &Starts) -> Vec<EventIndex> {
    match starts {
        Starts::Event(events) | Starts::FirstEvent(events) | Starts::LaterOf(events) => events.clone(),
        Starts::Birthday(_) => Vec::new(),
    }
}

fn events_used(protocol: &Protocol) -> BTreeMap<EventIndex, RuleIndex> {
    let mut used: BTreeMap<EventIndex, RuleIndex> = BTreeMap::new();
    for (place, rule) in protocol.rules.iter().enumerate() {
        let index = RuleIndex(u16::try_from(place).unwrap_or(u16::MAX));
        let mut events: Vec<EventIndex> = Vec::new();
        if let Some(when) = &rule.when {
            when.visit(&mut |part| match part {
                Condition::Event(event) | Condition::EventTo(event, _) => events.push(*event),
                Condition::Fact(fact, _) => {
                    let definition = protocol.vocabulary.fact_definition(*fact);
                    events.extend(worked_out_from(&protocol.vocabulary, definition).1);
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
