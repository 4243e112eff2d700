//! Which facts the rules read, and what one fact makes known of others.

use super::load::{At, Loader, Names};
use super::raw;
use super::read::Places;
use super::{Body, Implication, Rule};
use crate::domain::condition::{Condition, RuleIndex};
use crate::domain::fact::FactIndex;

impl Loader<'_> {
    /// Compiles what the common vocabulary says follows from a fact under this protocol, then the protocol's own.
    pub(super) fn implications(
        &mut self,
        protocol: &str,
        common: &raw::Vocabulary<'_>,
        own: &raw::Vocabulary<'_>,
        places: &Places,
        names: &Names<'_>,
    ) -> Vec<Implication> {
        let top = At::top("vocabulary.json");
        let list = top.key("implies");
        let mut implications = Vec::new();
        let every = common.implies.iter().chain(&own.implies).enumerate();
        for (place, written) in every.filter(|(_, one)| one.protocol.as_deref().is_none_or(|id| id == protocol)) {
            let at = list.item(places.of("implies", place.saturating_sub(common.implies.len())));
            let mut then = Vec::with_capacity(written.then.len());
            let values = at.key("then");
            for (id, value) in &written.then {
                let Some(fact) = names.vocabulary.fact(id) else {
                    self.fault(values.key(id), "unknown-fact", format!("no fact is called `{id}`"), None);
                    continue;
                };
                match names.vocabulary.fact_definition(fact).read(value) {
                    Ok(value) => then.push((fact, value)),
                    Err(problem) => self.fault(values.key(id), "impossible-value", problem.what, problem.hint),
                }
            }
            let when = self.condition(&written.when, at.key("if"), names);
            implications.extend(when.map(|when| Implication { when, then, clause: written.clause.clone() }));
        }
        implications
    }
}

/// The rules that read each of `facts` facts: in their own condition, in one on a part of theirs, or by what it implies.
pub(super) fn readers(facts: usize, rules: &[Rule], implications: &[Implication]) -> Vec<Vec<RuleIndex>> {
    let mut readers: Vec<Vec<RuleIndex>> = vec![Vec::new(); facts];
    for (index, rule) in (0..).map(RuleIndex).zip(rules) {
        for_each_condition(rule, &mut |condition| {
            read_by(condition, &mut |fact| {
                let held = &mut readers[usize::from(fact.0)];
                if held.last() != Some(&index) {
                    held.push(index);
                }
            });
        });
    }
    // What a fact implies can imply more: backwards, so that each sees all that follows from what it implies.
    for implication in implications.iter().rev() {
        let more: Vec<RuleIndex> =
            implication.then.iter().flat_map(|(fact, _)| readers[usize::from(fact.0)].clone()).collect();
        read_by(&implication.when, &mut |fact| {
            let held = &mut readers[usize::from(fact.0)];
            held.extend(more.iter().filter(|index| !held.contains(index)).copied().collect::<Vec<_>>());
        });
    }
    readers
}

/// The signs without a level of their own on which a route rests.
pub(super) fn grounds(rules: &[Rule]) -> Vec<RuleIndex> {
    let mut grounds = Vec::new();
    for when in rules.iter().filter(|rule| matches!(rule.body, Body::Route(_))).filter_map(|rule| rule.when.as_ref()) {
        when.visit(&mut |part| {
            if let Condition::Rule(index) = part
                && matches!(rules[usize::from(index.0)].body, Body::Indicator { level: None, .. })
                && !grounds.contains(index)
            {
                grounds.push(*index);
            }
        });
    }
    grounds
}

fn read_by(condition: &Condition, see: &mut impl FnMut(FactIndex)) {
    condition.visit(&mut |part| {
        if let Condition::Fact(fact, _) = part {
            see(*fact);
        }
    });
}

fn for_each_condition(rule: &Rule, see: &mut impl FnMut(&Condition)) {
    rule.when.iter().for_each(&mut *see);
    rule.other_readings.iter().flat_map(|other| other.when.iter().chain(&other.unless)).for_each(&mut *see);
    let choices = match &rule.body {
        Body::Route(route) => route.to.iter().chain(&route.attach),
        Body::Escalation(escalation) => escalation.tell.iter().chain(&escalation.attach),
        Body::Duty { attach, to, .. } => to.iter().chain(attach),
        _ => [].iter().chain(&[]),
    };
    choices.flat_map(|choice| choice.when.iter().chain(&choice.unless)).for_each(&mut *see);
    if let Body::Decision { points_for, points_against, .. } = &rule.body {
        points_for.iter().chain(points_against).for_each(|(when, _)| see(when));
    }
}
