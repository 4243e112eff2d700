//! What every row of an assessment says of its rule.

use crate::domain::assess::Assessment;
use crate::domain::fact::Value;
use crate::domain::truth::Truth;
use crate::protocol::Rule;
use serde::Serialize;
use serde_json::Value as Json;

/// What every row says of its rule.
#[derive(Debug, Clone, Serialize)]
pub struct RuleRow {
    /// The rule's id.
    pub rule: String,
    /// Its clause.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// `yes` or `unknown`.
    pub applies: &'static str,
    /// What it rests on.
    pub because: Vec<Because>,
    /// What would settle it.
    pub unknown: Vec<String>,
    /// Unknown, while what it is about is yes: it is shown with its question, for text.
    #[serde(skip)]
    pub is_subject: bool,
    /// It goes with the level so far, if nothing higher applies, for text.
    #[serde(skip)]
    pub goes_with_level: bool,
    /// Something given for this case speaks for it, beyond what is given in nearly every case, for text.
    #[serde(skip)]
    pub speaks: bool,
    /// In plain words, for text.
    #[serde(skip)]
    pub text: String,
    /// What else must be known, for text.
    #[serde(skip)]
    pub note: Option<String>,
    /// How an ambiguity was resolved, for text.
    #[serde(skip)]
    pub reading: Option<String>,
}

impl RuleRow {
    /// Whether it applies on what is known.
    pub fn certain(&self) -> bool {
        self.applies == "yes"
    }
}

/// A fact or event relied on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Because {
    /// The fact or event.
    pub fact: String,
    /// Its value, or when it happened.
    pub value: Json,
}

/// What a row says of its rule.
pub fn rule_row(assessment: &Assessment<'_>, rule: &Rule, truth: Truth) -> RuleRow {
    let working = rule.when.as_ref().map(|when| assessment.working(when)).unwrap_or_default();
    let vocabulary = &assessment.protocol().vocabulary;
    let speaks = !working.events.is_empty()
        || working.facts.iter().any(|(fact, value)| {
            let definition = vocabulary.fact_definition(*fact);
            !definition.background && definition.derive.is_none() && *value != Value::Flag(false)
        });
    let mut because: Vec<Because> = Vec::with_capacity(working.facts.len());
    for (fact, value) in working.facts {
        let definition = vocabulary.fact_definition(fact);
        because.push(Because { fact: definition.id.clone(), value: definition.json(value) });
    }
    for (event, when) in working.events {
        because.push(Because { fact: vocabulary.event_definition(event).id.clone(), value: when.to_string().into() });
    }
    let unknown = if truth == Truth::Unknown { working.unknown } else { Vec::new() };
    RuleRow {
        rule: rule.id.clone(),
        clause: rule.clause.clone(),
        title: rule.title.clone(),
        applies: if truth == Truth::Yes { "yes" } else { "unknown" },
        because,
        unknown: unknown.into_iter().map(|fact| vocabulary.fact_definition(fact).id.clone()).collect(),
        is_subject: truth == Truth::Unknown
            && rule.subject.as_ref().is_some_and(|subject| assessment.holds(subject) == Truth::Yes),
        goes_with_level: truth == Truth::Unknown && assessment.goes_with_level_so_far(rule),
        speaks,
        text: rule.text.clone(),
        note: rule.note.clone(),
        reading: rule.reading.clone(),
    }
}
