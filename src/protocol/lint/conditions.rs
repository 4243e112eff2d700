//! Conditions that can be decided without a case: then the rule never applies, or always does. Every case there could be
//! is tried, within a bound; past it nothing is said.

use super::solve::possible;
use super::{Found, Lint, Subject};
use crate::domain::condition::{Condition, Test};
use crate::domain::fact::{FactIndex, Value};
use crate::protocol::diagnostic::Severity;
use crate::protocol::load::file_of;
use crate::protocol::spans::Segment;
use crate::protocol::vocabulary::FactKind;
use crate::protocol::{Body, Choice, Protocol, Rule};

pub(super) const NEVER_TRUE: Lint = Lint {
    code: "never-true",
    severity: Severity::Warning,
    about: "A condition, or a part of one, can never hold: its tests exclude each other, a number lies outside what the fact can be, more parts are asked for than there are.",
    remedy: "Mend the condition: as it stands it never applies to any child.",
    of_whole: false,
    find: never_true,
};

pub(super) const ALWAYS_TRUE: Lint = Lint {
    code: "always-true",
    severity: Severity::Warning,
    about: "A condition, or a part of one, holds for every child, whatever the facts: one of its parts or its opposite always holds, a number can be nothing else, nothing is asked for.",
    remedy: "Say when the rule applies, or make it a standing one; take out a part that decides nothing.",
    of_whole: false,
    find: always_true,
};

fn never_true(subject: &Subject<'_>, found: &mut Found<'_>) {
    decided(subject, false, "can never hold", found);
}

fn always_true(subject: &Subject<'_>, found: &mut Found<'_>) {
    decided(subject, true, "always holds", found);
}

fn decided(subject: &Subject<'_>, wanted: bool, says: &str, found: &mut Found<'_>) {
    for rule in &subject.protocol.rules {
        for (what, mut way, condition) in conditions(rule) {
            for (within, way) in decided_parts(subject.protocol, condition, wanted, &mut way) {
                let part = if within { "a part of " } else { "" };
                let message = format!("{part}{what} of `{}` {says}", rule.id);
                found.add_at(file_of(rule.kind), &rule.id, &way, message);
            }
        }
    }
    for silence in &subject.protocol.silences {
        let Some(when) = &silence.when else { continue };
        for (within, way) in decided_parts(subject.protocol, when, wanted, &mut vec![Segment::Key("when")]) {
            let part = if within { "a part of " } else { "" };
            let message = format!("{part}the condition of the silence `{}` {says}", silence.topic);
            found.add_at("protocol.json", &silence.topic, &way, message);
        }
    }
}

/// The outermost parts that come to `wanted` whatever the case, each with whether it is only a part, and its place.
fn decided_parts<'a>(
    protocol: &Protocol,
    condition: &Condition,
    wanted: bool,
    way: &mut Vec<Segment<'a>>,
) -> Vec<(bool, Vec<Segment<'a>>)> {
    // That a flag is yes or no says that it is known.
    if wanted && is_known(protocol, condition) {
        return Vec::new();
    }
    match possible(protocol, &[(condition, !wanted)]) {
        Some(false) => return vec![(false, way.clone())],
        // What is decided the other way is the other lint's, parts and all.
        Some(true) if possible(protocol, &[(condition, wanted)]) == Some(false) => return Vec::new(),
        _ => {}
    }
    let (key, parts) = match condition {
        Condition::All(parts) => ("all", parts.as_slice()),
        Condition::Any(parts) => ("any", parts.as_slice()),
        Condition::AtLeast(_, parts) => ("of", parts.as_slice()),
        Condition::Not(part) => ("not", std::slice::from_ref(part.as_ref())),
        _ => return Vec::new(),
    };
    let depth = way.len();
    let mut found = Vec::new();
    way.push(Segment::Key(key));
    for (place, part) in parts.iter().enumerate() {
        if key != "not" {
            way.push(Segment::Item(place));
        }
        found.extend(decided_parts(protocol, part, wanted, way).into_iter().map(|(_, way)| (true, way)));
        way.truncate(depth + 1);
    }
    way.truncate(depth);
    found
}

/// Whether a condition holds as soon as one fact is known, and is written to say so.
fn is_known(protocol: &Protocol, condition: &Condition) -> bool {
    let all_of = |fact: FactIndex, values: &[Value]| {
        let definition = protocol.vocabulary.fact_definition(fact);
        definition.kind == FactKind::Flag && values.len() == 2
    };
    match condition {
        Condition::Any(parts) => {
            let of_one = |part: &Condition| match part {
                Condition::Fact(fact, Test::Is(value)) => Some((*fact, *value)),
                _ => None,
            };
            let tests: Option<Vec<(FactIndex, Value)>> = parts.iter().map(of_one).collect();
            tests.is_some_and(|tests| {
                let same = tests.windows(2).all(|pair| pair[0].0 == pair[1].0);
                let values: Vec<Value> = tests.iter().map(|(_, value)| *value).collect();
                same && tests.first().is_some_and(|(fact, _)| all_of(*fact, &values))
            })
        }
        _ => false,
    }
}

/// A condition of a rule: what it is called, and where it stands in the rule.
type Held<'a> = (&'static str, Vec<Segment<'static>>, &'a Condition);

/// Every condition of a rule.
fn conditions(rule: &Rule) -> Vec<Held<'_>> {
    let mut all: Vec<Held<'_>> =
        rule.when.iter().map(|when| ("the condition", vec![Segment::Key("when")], when)).collect();
    match &rule.body {
        Body::Decision { points_for, points_against, .. } => {
            for (list, points) in [("points_for", points_for), ("points_against", points_against)] {
                let way = |place| vec![Segment::Key(list), Segment::Item(place), Segment::Key("when")];
                all.extend(points.iter().enumerate().map(|(place, (when, _))| ("a point", way(place), when)));
            }
        }
        Body::Route(route) => {
            all.extend(on_condition("to", &route.to).chain(on_condition("attach", &route.attach)));
        }
        Body::Escalation(escalation) => {
            all.extend(on_condition("to", &escalation.tell).chain(on_condition("attach", &escalation.attach)));
        }
        Body::Duty { attach, .. } => all.extend(on_condition("attach", attach)),
        _ => {}
    }
    all
}

fn on_condition<'a>(list: &'static str, choices: &'a [Choice]) -> impl Iterator<Item = Held<'a>> {
    let way = move |place| vec![Segment::Key(list), Segment::Item(place), Segment::Key("when")];
    let held = move |(place, choice): (usize, &'a Choice)| {
        Some(("a choice of team or form", way(place), choice.when.as_ref()?))
    };
    choices.iter().enumerate().filter_map(held)
}
