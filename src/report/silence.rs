//! What a protocol leaves out, said where it matters.

use super::assessment::SilenceRow;
use crate::calendar::london;
use crate::domain::assess::{Assessment, PassedOver};
use crate::domain::condition::Condition;
use crate::domain::fact::{FactIndex, Value};
use crate::domain::truth::Truth;
use crate::protocol::Protocol;

/// What a clock is answered with that started when no edition was in force.
pub const NO_EDITION: &str = "no_edition_in_force";

/// The silences that matter in this situation.
pub fn silences(assessment: &Assessment<'_>) -> Vec<SilenceRow> {
    let protocol = assessment.protocol();
    let mut rows = Vec::new();
    for silence in &protocol.silences {
        match &silence.when {
            Some(when) if assessment.holds(when) == Truth::Yes => {
                rows.push(SilenceRow { topic: silence.topic.clone(), text: silence.text.clone() });
            }
            None => {
                for concern in &protocol.vocabulary.concerns {
                    let given = assessment.situation.facts.get(concern.fact) == Some(Value::Flag(true));
                    if given && !is_tested(protocol, concern.fact) {
                        let text = format!("{}: {}", concern.title, silence.text);
                        rows.push(SilenceRow { topic: silence.topic.clone(), text });
                    }
                }
            }
            Some(_) => {}
        }
    }
    for PassedOver { rule, start, edition } in assessment.passed_over() {
        let (id, title, start) = (&rule.id, &rule.title, london::long_date(start));
        let (topic, text) = match edition {
            Some(edition) => (
                "not_in_force_at_start",
                format!(
                    "{title}: no deadline can be given by {id}. Its clock started on {start}, under edition \"{edition}\", \
                     which has no such rule."
                ),
            ),
            None => (
                NO_EDITION,
                format!(
                    "{title}: an error, not an answer. The clock of {id} started on {start}, when no edition of the \
                     protocol was in force; no deadline can be given, and none is taken in its place."
                ),
            ),
        };
        rows.push(SilenceRow { topic: topic.into(), text });
    }
    rows
}

/// Whether some rule of the protocol tests a fact.
pub fn is_tested(protocol: &Protocol, fact: FactIndex) -> bool {
    protocol.rules.iter().filter_map(|rule| rule.when.as_ref()).any(|when| {
        let mut found = false;
        when.visit(&mut |part| found |= matches!(part, Condition::Fact(tested, _) if *tested == fact));
        found
    })
}
