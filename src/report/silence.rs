//! What an answer must not pass over in silence, in words.

use super::assessment::{SilenceRow, team_contacts};
use super::wording;
use crate::calendar::london;
use crate::domain::assess::{Assessment, PassedOver};
use crate::domain::condition::RuleIndex;
use crate::domain::fact::{FactIndex, Value};
use crate::domain::silence::{self, Silence};
use crate::protocol::vocabulary::FactDefinition;
use crate::protocol::{Contact, FACT, Protocol, Serves, Team};

/// The topic of a clock that started when no edition was in force.
pub const NO_EDITION: &str = "no_edition_in_force";

/// The topic of what cannot be said because facts speak of a missing child and no loss is recorded. The protocol is not
/// silent there; the record is.
pub const NO_EPISODE: &str = "missing_not_recorded";

/// The silences that matter in this case, in words.
pub fn silences(assessment: &Assessment<'_>) -> Vec<SilenceRow> {
    let protocol = assessment.protocol();
    let out_of_hours = assessment.situation.out_of_hours();
    let row = |topic: &str, text: String| SilenceRow {
        topic: topic.to_owned(),
        text,
        fact: None,
        label: None,
        is_repeated: false,
        first: false,
        contact: Vec::new(),
        names: Vec::new(),
        clock: None,
    };
    let with_contacts = |silence: &crate::protocol::Silence, row: SilenceRow| {
        // Only who can be reached at this hour, where that is known.
        let serves = |team: &&Team| {
            let hours = |contact: &Contact| {
                !matches!(
                    (contact.serves, out_of_hours),
                    (Serves::OutOfHours, Some(false)) | (Serves::OfficeHours, Some(true))
                )
            };
            team.contacts.iter().any(hours)
        };
        let teams = || silence.contacts.iter().filter_map(|id| protocol.team(id)).filter(serves);
        SilenceRow {
            contact: teams().flat_map(|team| team_contacts(team, out_of_hours)).collect(),
            names: teams().map(|team| (team.id.clone(), team.title.clone())).collect(),
            ..row
        }
    };
    let about = |fact: FactIndex, text: String, silence: &crate::protocol::Silence| {
        let definition = protocol.vocabulary.fact_definition(fact);
        let row =
            SilenceRow { fact: Some(definition.id.clone()), first: definition.grave, ..row(&silence.topic, text) };
        if definition.grave { with_contacts(silence, row) } else { row }
    };
    let each = |silence: Silence<'_>| {
        match silence {
        Silence::Printed(silence) => {
            let row = SilenceRow { first: silence.first, ..row(&silence.topic, silence.text.clone()) };
            with_contacts(silence, row)
        }
        // The fact behind it is said not to be read: once is enough.
        Silence::Concern(silence, concern) => SilenceRow {
            is_repeated: assessment.situation.given.iter().any(|(fact, _)| *fact == concern.fact),
            ..row(&silence.topic, format!("{}: {}", concern.title, silence.text))
        },
        Silence::NotRead { silence, fact } => {
            let words = fact_words(assessment, fact);
            SilenceRow { label: Some(words.clone()), ..about(fact, silence.text.replace(FACT, &words), silence) }
        }
        Silence::RuledOut { silence, fact, rules } => about(fact, ruled_out(protocol, fact, &rules), silence),
        Silence::NoEpisode => row(
            NO_EPISODE,
            "The facts speak of a missing child, but no loss is recorded, so nothing can be counted from one. Record when \
             the child went missing."
                .to_owned(),
        ),
        Silence::PassedOver(passed) => {
            let clock = Some((passed.rule.id.clone(), passed.rule.title.clone()));
            let (topic, text) = passed_over(&passed);
            SilenceRow { clock, ..row(topic, text) }
        }
    }
    };
    silence::silences(assessment).into_iter().map(each).collect()
}

fn passed_over(passed: &PassedOver<'_>) -> (&'static str, String) {
    let (id, title, start) = (&passed.rule.id, &passed.rule.title, london::long_date(passed.start));
    match passed.edition {
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
    }
}

/// When the rules that read a fact would apply: none of them does.
fn ruled_out(protocol: &Protocol, fact: FactIndex, rules: &[RuleIndex]) -> String {
    let definition = protocol.vocabulary.fact_definition(fact);
    let words: Vec<String> = rules
        .iter()
        .map(|index| protocol.rule(*index))
        .map(|rule| {
            let when = rule.when.as_ref().map(|when| wording::condition_besides(protocol, when, fact));
            format!("{} [{}] applies only when {}", rule.title, rule.clause, when.unwrap_or_default())
        })
        .take(3)
        .collect();
    format!("{}: {}.", label(definition), words.join("; "))
}

fn label(definition: &FactDefinition) -> String {
    definition.label.clone().unwrap_or_else(|| definition.id.replace('_', " "))
}

/// A fact in the middle of a sentence; with its value, where that is no yes.
fn fact_words(assessment: &Assessment<'_>, fact: FactIndex) -> String {
    let definition = assessment.protocol().vocabulary.fact_definition(fact);
    let words = wording::lower_first(&label(definition));
    let given = assessment.situation.given.iter().find(|(given, _)| *given == fact);
    match given {
        Some((_, value)) if *value != Value::Flag(true) => {
            format!("{words}: {}", definition.write(*value).to_string().replace('_', " "))
        }
        _ => words,
    }
}
