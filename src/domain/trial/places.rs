//! Where conditions stand in a rule, and the way to each part of them, as a protocol's files write it.

use crate::domain::condition::{Condition, TeamIndex, Test};
use crate::domain::fact::Value;
use crate::protocol::{Body, Choice, Protocol, Rule};
use serde_json::{Value as Json, json};

/// A whole condition of a rule.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    /// `when`, `to[0].when`, …
    pub(super) path: String,
    pub(super) role: Role,
    pub(super) condition: &'a Condition,
}

/// What hangs on a condition; a case shows it only when it expects something of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    When,
    To,
    Attach,
    PointFor,
    PointAgainst,
}

/// Every condition of a rule.
pub(super) fn of_rule(rule: &Rule) -> Vec<Place<'_>> {
    let mut places: Vec<Place<'_>> = Vec::new();
    if let Some(condition) = &rule.when {
        places.push(Place { path: "when".into(), role: Role::When, condition });
    }
    match &rule.body {
        Body::Decision { points_for, points_against, .. } => {
            for (field, role, points) in
                [("points_for", Role::PointFor, points_for), ("points_against", Role::PointAgainst, points_against)]
            {
                for (number, (condition, _)) in points.iter().enumerate() {
                    places.push(Place { path: format!("{field}[{number}].when"), role, condition });
                }
            }
        }
        Body::Route(route) => {
            add(&mut places, "to", Role::To, &route.to);
            add(&mut places, "attach", Role::Attach, &route.attach);
        }
        Body::Escalation(escalation) => {
            add(&mut places, "to", Role::To, &escalation.tell);
            add(&mut places, "attach", Role::Attach, &escalation.attach);
        }
        Body::Duty { attach, .. } => add(&mut places, "attach", Role::Attach, attach),
        _ => {}
    }
    places
}

fn add<'a>(places: &mut Vec<Place<'a>>, field: &str, role: Role, choices: &'a [Choice]) {
    for (number, choice) in choices.iter().enumerate() {
        let path = format!("{field}[{number}].when");
        places.extend(choice.when.as_ref().map(|condition| Place { path, role, condition }));
    }
}

/// Visits a condition and each part of it, with the way there.
pub(super) fn parts<'a>(condition: &'a Condition, path: &str, see: &mut impl FnMut(&str, &'a Condition)) {
    see(path, condition);
    match condition {
        Condition::All(list) => each(list, &format!("{path}.all"), see),
        Condition::Any(list) => each(list, &format!("{path}.any"), see),
        Condition::AtLeast(_, list) => each(list, &format!("{path}.of"), see),
        Condition::Not(part) => parts(part, &format!("{path}.not"), see),
        Condition::Fact(..)
        | Condition::Event(_)
        | Condition::EventTo(..)
        | Condition::Rule(_)
        | Condition::Level(_)
        | Condition::LevelSoFar(_) => {}
    }
}

fn each<'a>(list: &'a [Condition], path: &str, see: &mut impl FnMut(&str, &'a Condition)) {
    for (number, part) in list.iter().enumerate() {
        parts(part, &format!("{path}[{number}]"), see);
    }
}

/// A condition as a file writes it; of a long one, only how it begins.
pub(super) fn written(protocol: &Protocol, condition: &Condition) -> String {
    let text = json(protocol, condition).to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

const LONGEST: usize = 100;

fn json(protocol: &Protocol, condition: &Condition) -> Json {
    let list = |parts: &[Condition]| Json::Array(parts.iter().map(|part| json(protocol, part)).collect());
    match condition {
        Condition::All(parts) => json!({"all": list(parts)}),
        Condition::Any(parts) => json!({"any": list(parts)}),
        Condition::Not(part) => json!({"not": json(protocol, part)}),
        Condition::AtLeast(needed, parts) => json!({"at_least": needed, "of": list(parts)}),
        Condition::Fact(fact, test) => {
            let definition = protocol.vocabulary.fact_definition(*fact);
            let whole = |number: f64| definition.json(Value::Number(number));
            let id = &definition.id;
            match test {
                Test::Is(value) => json!({"fact": id, "is": definition.json(*value)}),
                Test::In(values) => {
                    let values: Vec<Json> = values.iter().map(|value| definition.json(*value)).collect();
                    json!({"fact": id, "in": values})
                }
                Test::Below(limit) => json!({"fact": id, "below": whole(*limit)}),
                Test::AtLeast(limit) => json!({"fact": id, "at_least": whole(*limit)}),
            }
        }
        Condition::Event(event) => json!({"event": protocol.vocabulary.event_definition(*event).id}),
        Condition::Rule(rule) => json!({"rule": protocol.rule(*rule).id}),
        Condition::EventTo(event, teams) => {
            let id = |team: &Option<TeamIndex>| team.and_then(|team| protocol.teams.get(usize::from(team.0)));
            let teams: Vec<Json> =
                teams.iter().map(|team| id(team).map_or(Json::Null, |team| json!(team.id))).collect();
            json!({"event": protocol.vocabulary.event_definition(*event).id, "to": teams})
        }
        Condition::Level(level) => json!({"level": level}),
        Condition::LevelSoFar(level) => json!({"level": level, "so_far": true}),
    }
}
