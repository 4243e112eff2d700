//! How much an undecided rule matters, and which facts that makes worth asking for.

use crate::domain::assess::Assessment;
use crate::domain::fact::FactIndex;
use crate::domain::truth::Truth;
use crate::protocol::{Body, Urgency};

/// A question worth asking.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The fact it asks for.
    pub fact: FactIndex,
    /// How much it could change; larger is more.
    pub weight: f64,
}

/// The unknown facts of undecided rules, most decisive first. Facts marked to be asked first come first while some
/// undecided rule rests on them; then by weight; then in the vocabulary's order.
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
    let mut questions: Vec<Question> = weights
        .into_iter()
        .enumerate()
        .filter(|(_, weight)| *weight > 0.0)
        .map(|(place, weight)| Question { fact: FactIndex(u16::try_from(place).unwrap_or(u16::MAX)), weight })
        .collect();
    let first = |question: &Question| {
        assessment.protocol().vocabulary.fact_definition(question.fact).ask_first.unwrap_or(u8::MAX)
    };
    questions.sort_by(|left, right| {
        first(left).cmp(&first(right)).then(right.weight.total_cmp(&left.weight)).then(left.fact.cmp(&right.fact))
    });
    questions
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
        let steps = level.saturating_sub(assessment.level.level.unwrap_or(level));
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
