//! What an answer must not pass over in silence: what the protocol leaves out, and what the record leaves out.

use crate::domain::assess::{Assessment, PassedOver};
use crate::domain::condition::RuleIndex;
use crate::domain::fact::{FactIndex, Value};
use crate::domain::missing_check;
use crate::domain::so_far::SoFar;
use crate::domain::truth::Truth;
use crate::protocol;
use crate::protocol::vocabulary::Concern;

/// Something left out.
#[derive(Debug)]
pub enum Silence<'a> {
    /// The protocol says nothing of a matter that this case raises.
    Printed(&'a protocol::Silence),
    /// No rule of the protocol tests a concern that was given.
    Concern(&'a protocol::Silence, &'a Concern),
    /// No rule of the protocol reads a fact that was given.
    NotRead {
        /// The protocol's words for it.
        silence: &'a protocol::Silence,
        /// The fact.
        fact: FactIndex,
    },
    /// Every rule that reads a grave fact is ruled out.
    RuledOut {
        /// The protocol's words for a fact that no rule reads.
        silence: &'a protocol::Silence,
        /// The fact.
        fact: FactIndex,
        /// The rules that read it.
        rules: Vec<RuleIndex>,
    },
    /// Facts speak of a missing child, and no loss is recorded.
    NoEpisode,
    /// A clock started when its rule was not in force.
    PassedOver(PassedOver<'a>),
}

/// The silences that matter in this case.
pub fn silences<'a>(assessment: &Assessment<'a>) -> Vec<Silence<'a>> {
    let protocol = assessment.protocol();
    let vocabulary = &protocol.vocabulary;
    let mut found = Vec::new();
    let general: Vec<&protocol::Silence> = protocol.silences.iter().filter(|silence| silence.when.is_none()).collect();
    if let Some(silence) = general.iter().copied().find(|silence| silence.names_fact()) {
        for (fact, value) in &assessment.situation.given {
            let definition = vocabulary.fact_definition(*fact);
            if definition.derive.is_some() || vocabulary.is_plain_no(*fact, *value) {
                continue;
            }
            let readers = &protocol.readers[usize::from(fact.0)];
            if readers.is_empty() {
                found.push(Silence::NotRead { silence, fact: *fact });
            } else if definition.grave && readers.iter().all(|rule| assessment.truth(*rule) == Truth::No) {
                found.push(Silence::RuledOut { silence, fact: *fact, rules: readers.clone() });
            }
        }
    }
    for silence in &protocol.silences {
        match &silence.when {
            Some(when) if when.evaluate(&SoFar(assessment)) == Truth::Yes => found.push(Silence::Printed(silence)),
            None if !silence.names_fact() => {
                let given = |fact: FactIndex| assessment.situation.facts.get(fact) == Some(Value::Flag(true));
                let untested = |concern: &&Concern| {
                    given(concern.fact) && protocol.readers[usize::from(concern.fact.0)].is_empty()
                };
                found.extend(
                    vocabulary.concerns.iter().filter(untested).map(|concern| Silence::Concern(silence, concern)),
                );
            }
            _ => {}
        }
    }
    if missing_check::said_to_be_missing(&assessment.situation) {
        found.push(Silence::NoEpisode);
    }
    found.extend(assessment.passed_over().into_iter().map(Silence::PassedOver));
    found
}
