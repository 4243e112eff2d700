//! The level of need, with what it rests on and what is not ruled out.

use super::rule::{RuleRow, rule_row};
use crate::domain::assess::Assessment;
use crate::domain::case::Judgement;
use crate::domain::condition::RuleIndex;
use crate::domain::truth::Truth;
use crate::protocol::Body;
use serde::Serialize;

/// The level.
#[derive(Debug, Serialize)]
pub struct LevelReport {
    /// 1 to 4; none when the protocol has no levels.
    pub level: Option<u8>,
    /// Its name.
    pub name: Option<String>,
    /// The rules that establish it, counted indicators included.
    pub rules: Vec<String>,
    /// Higher levels not ruled out.
    pub could_be: Vec<CouldBe>,
    /// Indicators that apply and point to no level.
    pub signs: Vec<String>,
    /// Other levels, by other readings.
    pub other_readings: Vec<LevelReading>,
    /// A practitioner's own level, when one was recorded.
    pub overridden: Option<Judgement>,
    /// Whether it is the protocol's highest, for text.
    #[serde(skip)]
    pub highest: bool,
    /// The rules with their titles, for text.
    #[serde(skip)]
    pub rows: Vec<RuleRow>,
    /// The signs with their titles, for text.
    #[serde(skip)]
    pub sign_rows: Vec<RuleRow>,
}

/// A higher level not ruled out.
#[derive(Debug, Serialize)]
pub struct CouldBe {
    /// The level.
    pub level: u8,
    /// What would settle it.
    pub unknown: Vec<String>,
}

/// Another level, by another reading.
#[derive(Debug, Serialize)]
pub struct LevelReading {
    /// The level it gives.
    pub level: u8,
    /// The rule that says so.
    pub rule: String,
    /// The reading.
    pub reading: String,
}

/// Returns true for what applies beside the level: a sign that points to none, or a rule that gives a lower one.
fn is_sign(body: &Body, level: Option<u8>) -> bool {
    match body {
        Body::Indicator { level: None, .. } => true,
        Body::Level(own) => level.is_some_and(|level| *own < level),
        _ => false,
    }
}

/// The level as assessed.
pub(super) fn level(assessment: &Assessment<'_>) -> LevelReport {
    let protocol = assessment.protocol();
    let answer = assessment.level();
    let id = |index: &RuleIndex| protocol.rule(*index).id.clone();
    let row = |index: &RuleIndex| rule_row(assessment, protocol.rule(*index), Truth::Yes);
    let could_be = answer.could_be.iter().map(|(level, rules)| {
        let mut unknown: Vec<String> = Vec::new();
        for fact in rules.iter().flat_map(|rule| rule_row(assessment, protocol.rule(*rule), Truth::Unknown).unknown) {
            if !unknown.contains(&fact) {
                unknown.push(fact);
            }
        }
        CouldBe { level: *level, unknown }
    });
    let signs: Vec<RuleIndex> = assessment
        .open_rules()
        .filter(|(_, rule, truth)| *truth == Truth::Yes && is_sign(&rule.body, answer.level))
        .map(|(index, ..)| index)
        .filter(|index| !answer.rules.contains(index))
        .collect();
    let other_readings = assessment.other_levels().into_iter().map(|(rule, level, other)| {
        let says = other.level.as_ref().and_then(|(_, says)| says.clone());
        LevelReading { level, rule: says.unwrap_or_else(|| rule.id.clone()), reading: other.text.clone() }
    });
    LevelReport {
        level: answer.level,
        name: answer.level.and_then(|level| protocol.level_name(level)).map(str::to_owned),
        rules: answer.rules.iter().map(id).collect(),
        could_be: could_be.collect(),
        signs: signs.iter().map(id).collect(),
        other_readings: other_readings.collect(),
        overridden: assessment.situation.judgement.clone(),
        highest: answer.level == protocol.levels.iter().map(|level| level.level).max(),
        rows: answer.rules.iter().map(row).collect(),
        sign_rows: signs.iter().map(row).collect(),
    }
}
