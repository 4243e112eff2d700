//! Facts that are taken otherwise than they were answered.

use crate::domain::assess::Assessment;
use crate::domain::condition::Condition;
use crate::domain::fact::{FactIndex, Value};
use crate::domain::truth::Truth;

/// Facts that are taken otherwise than they were answered, each as a sentence without a full stop.
pub fn taken_otherwise(assessment: &Assessment<'_>) -> Vec<String> {
    let protocol = assessment.protocol();
    let vocabulary = &protocol.vocabulary;
    let label = |fact: FactIndex| {
        let definition = vocabulary.fact_definition(fact);
        definition.label.clone().unwrap_or_else(|| definition.id.replace('_', " "))
    };
    let answer = |fact: FactIndex, value: Value| match value {
        Value::Flag(true) => "yes".to_owned(),
        Value::Flag(false) => "no".to_owned(),
        other => vocabulary.fact_definition(fact).write(other).to_string().replace('_', " "),
    };
    let each = assessment.situation.implied.iter().filter_map(|implied| {
        let given = implied.given?;
        let taken = assessment.situation.facts.get(implied.fact)?;
        let implication = protocol.implications.get(implied.by)?;
        let mut because: Vec<String> = Vec::new();
        implication.when.visit(&mut |part| {
            if let Condition::Fact(fact, test) = part
                && assessment.situation.facts.passes(*fact, test) == Truth::Yes
            {
                because.push(label(*fact));
            }
        });
        let (fact, taken, given) = (label(implied.fact), answer(implied.fact, taken), answer(implied.fact, given));
        let because = because.join(" and ").to_lowercase();
        let clause = &implication.clause;
        Some(format!("{fact}: taken as {taken} because {because} is recorded [{clause}]; you answered {given}"))
    });
    each.collect()
}
