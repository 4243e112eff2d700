//! How much an undecided rule matters, and which facts that makes worth asking for.

use crate::domain::assess::Assessment;
use crate::domain::fact::{FactIndex, Value};
use crate::domain::fact_set::FactSet;
use crate::domain::truth::Truth;
use crate::protocol::vocabulary::TopicIndex;
use crate::protocol::{Body, Urgency};
use std::cmp::Ordering;

/// A question worth asking.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The fact it asks for.
    pub fact: FactIndex,
    /// How much it could change; larger is more.
    pub weight: f64,
}

/// The unknown facts of undecided rules, most decisive first. Facts that what is known leads to come first, then those
/// marked to be asked first, while some undecided rule rests on them; then by weight; then in the vocabulary's order.
pub fn questions(assessment: &Assessment<'_>) -> Vec<Question> {
    let mut weights: Vec<f64> = vec![0.0; assessment.protocol().vocabulary.facts.len()];
    for (_, rule, truth) in assessment.open_rules() {
        let Some(when) = rule.when.as_ref().filter(|_| truth == Truth::Unknown) else { continue };
        let unknown = assessment.working(when).unknown;
        let share = weight(assessment, &rule.body) / unknown.len().max(1) as f64;
        for fact in unknown {
            weights[usize::from(fact.0)] += share;
        }
    }
    let led_to = led_to(assessment);
    let mut ranked: Vec<Ranked> =
        weighed(weights).into_iter().map(|question| Ranked::new(assessment, question)).collect();
    ranked.sort_by(|left, right| {
        let is_next = |ranked: &Ranked| led_to.contains(&ranked.question.fact);
        is_next(right).cmp(&is_next(left)).then(left.order(right))
    });
    ranked.into_iter().map(|ranked| ranked.question).collect()
}

/// The facts outside a topic that something known in it leads to: what the signs of a thing say must be asked about.
fn led_to(assessment: &Assessment<'_>) -> Vec<FactIndex> {
    let vocabulary = &assessment.protocol().vocabulary;
    let known = |topic: TopicIndex| {
        vocabulary.facts.iter().zip(0..).any(|(definition, place)| {
            let value = || assessment.situation.facts.get(FactIndex(place));
            definition.topic == Some(topic)
                && !definition.background
                && value().is_some_and(|value| value != Value::Flag(false))
        })
    };
    let links = vocabulary.conversation.ask_next.iter().filter(|(topic, _)| known(*topic));
    let leads = links.flat_map(|(topic, facts)| facts.iter().map(move |fact| (*topic, *fact)));
    leads
        .filter(|(topic, fact)| vocabulary.fact_definition(*fact).topic != Some(*topic))
        .map(|(_, fact)| fact)
        .collect()
}

/// The questions that decide whether the level is a higher one: the first `most` in the order of [`questions`], by the
/// rules that could raise it alone.
pub fn questions_of_level(assessment: &Assessment<'_>, most: usize) -> Vec<Question> {
    let protocol = assessment.protocol();
    let mut weights: Vec<f64> = vec![0.0; protocol.vocabulary.facts.len()];
    let (mut unknown, mut weighed) = (FactSet::default(), Vec::with_capacity(weights.len()));
    for rule in assessment.level().could_be.iter().flat_map(|(_, rules)| rules) {
        let rule = protocol.rule(*rule);
        let Some(when) = &rule.when else { continue };
        unknown.clear();
        assessment.unknown_of(when, &mut unknown);
        let share = weight(assessment, &rule.body) / unknown.list().len().max(1) as f64;
        for fact in unknown.list().iter().filter(|_| share > 0.0) {
            let weight = &mut weights[usize::from(fact.0)];
            if *weight == 0.0 {
                weighed.push(*fact);
            }
            *weight += share;
        }
    }
    // Few of many are wanted: keeping the first so far is quicker than sorting all.
    let mut first: Vec<Ranked> = Vec::with_capacity(most + 1);
    for fact in weighed {
        let ranked = Ranked::new(assessment, Question { fact, weight: weights[usize::from(fact.0)] });
        let before = |held: &Ranked| held.order(&ranked).is_lt();
        if first.len() < most || !first.last().is_none_or(before) {
            first.insert(first.partition_point(before), ranked);
            first.truncate(most);
        }
    }
    first.into_iter().map(|ranked| ranked.question).collect()
}

/// Facts that weigh something, in the vocabulary's order.
fn weighed(weights: Vec<f64>) -> Vec<Question> {
    weights
        .into_iter()
        .enumerate()
        .filter(|(_, weight)| *weight > 0.0)
        .map(|(place, weight)| Question { fact: FactIndex(u16::try_from(place).unwrap_or(u16::MAX)), weight })
        .collect()
}

/// A question with what decides its place among others.
struct Ranked {
    ask_first: u8,
    question: Question,
}

impl Ranked {
    fn new(assessment: &Assessment<'_>, question: Question) -> Self {
        let definition = assessment.protocol().vocabulary.fact_definition(question.fact);
        Self { ask_first: definition.ask_first.unwrap_or(u8::MAX), question }
    }

    /// Facts marked to be asked first, then by weight, then in the vocabulary's order.
    fn order(&self, other: &Self) -> Ordering {
        let (own, its) = (&self.question, &other.question);
        let first = self.ask_first.cmp(&other.ask_first);
        first.then(its.weight.total_cmp(&own.weight)).then(own.fact.cmp(&its.fact))
    }
}

/// The level so far; while nothing shows one, the lowest, which no question has to establish.
pub(super) fn stands_at(assessment: &Assessment<'_>) -> Option<u8> {
    assessment.level().level.or_else(|| assessment.protocol().floor())
}

/// How much an undecided rule matters: the higher the level it could raise to, or the sooner it asks for action.
pub(super) fn weight(assessment: &Assessment<'_>, body: &Body) -> f64 {
    let urgency = |urgency: Urgency| match urgency {
        Urgency::Emergency => 64.0,
        Urgency::Immediate => 16.0,
        Urgency::Prompt => 4.0,
        Urgency::Routine => 1.0,
    };
    let raises = |level: u8| {
        let steps = level.saturating_sub(stands_at(assessment).unwrap_or(level));
        if steps == 0 { 0.0 } else { 4.0_f64.powi(i32::from(steps)) }
    };
    match body {
        Body::Level(level) => raises(*level),
        Body::Indicator { level, counts_toward } => {
            level.map_or(if counts_toward.is_some() { 1.0 } else { 0.1 }, raises)
        }
        Body::Escalation(escalation) => urgency(escalation.urgency),
        Body::Route(route) => urgency(route.urgency),
        Body::Clock(_) | Body::Decision { .. } | Body::Consent { .. } => 2.0,
        Body::Duty { .. } => 0.2,
        Body::Standing | Body::Directory(_) => 0.0,
    }
}
