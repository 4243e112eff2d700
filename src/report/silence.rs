//! What a protocol leaves out, said where it matters.

use super::assessment::SilenceRow;
use crate::calendar::london;
use crate::domain::assess::{Assessment, PassedOver};
use crate::domain::condition::{Condition, EventIndex, RuleIndex, World};
use crate::domain::fact::{FactIndex, FactSheet, Value};
use crate::domain::missing_check;
use crate::domain::truth::Truth;
use crate::protocol::Protocol;

/// What a clock is answered with that started when no edition was in force.
pub const NO_EDITION: &str = "no_edition_in_force";

/// The topic of what cannot be said because facts speak of a missing child and no episode is recorded. The protocol is
/// not silent there; the record is.
pub const NO_EPISODE: &str = "missing_not_recorded";

/// The silences that matter in this situation.
pub fn silences(assessment: &Assessment<'_>) -> Vec<SilenceRow> {
    let protocol = assessment.protocol();
    let mut rows = Vec::new();
    for silence in &protocol.silences {
        match &silence.when {
            Some(when) if when.evaluate(&SoFar(assessment)) == Truth::Yes => {
                rows.push(SilenceRow { topic: silence.topic.clone(), text: silence.text.clone(), clock: None });
            }
            None => {
                for concern in &protocol.vocabulary.concerns {
                    let given = assessment.situation.facts.get(concern.fact) == Some(Value::Flag(true));
                    if given && !is_tested(protocol, concern.fact) {
                        let text = format!("{}: {}", concern.title, silence.text);
                        rows.push(SilenceRow { topic: silence.topic.clone(), text, clock: None });
                    }
                }
            }
            Some(_) => {}
        }
    }
    if missing_check::said_to_be_missing(&assessment.situation) {
        let text = "The facts speak of a missing child, but no missing episode is recorded: nothing that counts from one \
                    can be said. Record when whereabouts were lost.";
        rows.push(SilenceRow { topic: NO_EPISODE.into(), text: text.into(), clock: None });
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
        rows.push(SilenceRow { topic: topic.into(), text, clock: Some((id.clone(), title.clone())) });
    }
    rows
}

/// The assessment, with the level so far for the level. That a higher one is not ruled out must not keep back what the
/// protocol leaves unsaid about this one.
struct SoFar<'t, 'a>(&'t Assessment<'a>);

impl World for SoFar<'_, '_> {
    fn facts(&self) -> &FactSheet {
        self.0.facts()
    }

    fn happened(&self, event: EventIndex) -> bool {
        self.0.happened(event)
    }

    fn applies(&self, rule: RuleIndex) -> Truth {
        self.0.truth(rule)
    }

    fn level_among(&self, named: &dyn Fn(u8) -> bool) -> Truth {
        self.0.level.level.map_or(Truth::Unknown, |so_far| Truth::from(named(so_far)))
    }
}

/// Whether some rule of the protocol tests a fact.
pub fn is_tested(protocol: &Protocol, fact: FactIndex) -> bool {
    protocol.rules.iter().filter_map(|rule| rule.when.as_ref()).any(|when| {
        let mut found = false;
        when.visit(&mut |part| found |= matches!(part, Condition::Fact(tested, _) if *tested == fact));
        found
    })
}
