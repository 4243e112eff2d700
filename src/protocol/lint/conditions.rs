//! Conditions that can be decided without a case: then the rule never applies, or always does. Only simple slips are
//! looked for; a condition that passes may still be impossible.

use super::{Found, Lint, Subject};
use crate::domain::condition::{Condition, Test};
use crate::domain::fact::{FactIndex, Value};
use crate::protocol::diagnostic::Severity;
use crate::protocol::load::file_of;
use crate::protocol::vocabulary::{FactDefinition, FactKind, Vocabulary};
use crate::protocol::{Body, Choice, Rule};

pub(super) const NEVER_TRUE: Lint = Lint {
    code: "never-true",
    severity: Severity::Warning,
    about: "A condition can never hold: an empty `any`, more parts asked for than there are, or tests of one fact that exclude each other.",
    remedy: "Mend the condition, or make the rule a standing one.",
    find: never_true,
};

pub(super) const ALWAYS_TRUE: Lint = Lint {
    code: "always-true",
    severity: Severity::Warning,
    about: "A condition holds for every child: an empty `all`, or `at_least` 0.",
    remedy: "Say when the rule applies, or make it a standing one.",
    find: always_true,
};

fn never_true(subject: &Subject<'_>, found: &mut Found<'_>) {
    decided(subject, false, "can never hold", found);
}

fn always_true(subject: &Subject<'_>, found: &mut Found<'_>) {
    decided(subject, true, "always holds", found);
}

fn decided(subject: &Subject<'_>, wanted: bool, says: &str, found: &mut Found<'_>) {
    let vocabulary = &subject.protocol.vocabulary;
    for rule in &subject.protocol.rules {
        for (what, condition) in conditions(rule) {
            if verdict(vocabulary, condition) == Some(wanted) {
                found.add(file_of(rule.kind), &rule.id, format!("{what} of `{}` {says}", rule.id));
            }
        }
    }
    for silence in &subject.protocol.silences {
        if silence.when.as_ref().and_then(|when| verdict(vocabulary, when)) == Some(wanted) {
            let message = format!("the condition of the silence `{}` {says}", silence.topic);
            found.add("protocol.json", &silence.topic, message);
        }
    }
}

/// Every condition of a rule, each with what it is called.
fn conditions(rule: &Rule) -> Vec<(&'static str, &Condition)> {
    let mut all: Vec<(&'static str, &Condition)> = rule.when.iter().map(|when| ("the condition", when)).collect();
    match &rule.body {
        Body::Decision { points_for, points_against, .. } => {
            all.extend(points_for.iter().chain(points_against).map(|(when, _)| ("a point", when)));
        }
        Body::Route(route) => all.extend(on_condition(&route.to).chain(on_condition(&route.attach))),
        Body::Escalation(escalation) => {
            all.extend(on_condition(&escalation.tell).chain(on_condition(&escalation.attach)))
        }
        Body::Duty { attach, .. } => all.extend(on_condition(attach)),
        _ => {}
    }
    all
}

fn on_condition(choices: &[Choice]) -> impl Iterator<Item = (&'static str, &Condition)> {
    choices.iter().filter_map(|choice| choice.when.as_ref()).map(|when| ("a choice of team or form", when))
}

/// What a condition comes to whatever the case; `None` when that depends on the case.
fn verdict(vocabulary: &Vocabulary, condition: &Condition) -> Option<bool> {
    let each =
        |parts: &[Condition]| -> Vec<Option<bool>> { parts.iter().map(|part| verdict(vocabulary, part)).collect() };
    match condition {
        Condition::All(parts) => {
            let parts_say = each(parts);
            if parts_say.contains(&Some(false)) || contradict(vocabulary, parts) {
                Some(false)
            } else {
                parts_say.iter().all(|says| *says == Some(true)).then_some(true)
            }
        }
        Condition::Any(parts) => {
            let parts_say = each(parts);
            if parts_say.contains(&Some(true)) {
                Some(true)
            } else {
                parts_say.iter().all(|says| *says == Some(false)).then_some(false)
            }
        }
        Condition::AtLeast(needed, parts) => {
            let parts_say = each(parts);
            let count = |wanted: bool| parts_say.iter().filter(|says| **says == Some(wanted)).count();
            if count(true) >= *needed { Some(true) } else { (parts.len() - count(false) < *needed).then_some(false) }
        }
        Condition::Not(part) => verdict(vocabulary, part).map(|says| !says),
        Condition::Fact(_, Test::In(values)) if values.is_empty() => Some(false),
        Condition::Fact(fact, test) => impossible(vocabulary.fact_definition(*fact), test).then_some(false),
        Condition::Event(_) | Condition::Rule(_) | Condition::Level(_) => None,
    }
}

/// Whether a number is tested that lies outside the fact's limits.
fn impossible(fact: &FactDefinition, test: &Test) -> bool {
    match test {
        Test::Below(limit) => fact.min.is_some_and(|least| least >= *limit),
        Test::AtLeast(limit) => fact.max.is_some_and(|most| most < *limit),
        Test::Is(_) | Test::In(_) => false,
    }
}

/// Whether the tests of one fact among these parts exclude each other.
fn contradict(vocabulary: &Vocabulary, parts: &[Condition]) -> bool {
    let tests: Vec<(FactIndex, &Test, bool)> = parts
        .iter()
        .filter_map(|part| match part {
            Condition::Fact(fact, test) => Some((*fact, test, true)),
            Condition::Not(part) => match part.as_ref() {
                Condition::Fact(fact, test) => Some((*fact, test, false)),
                _ => None,
            },
            _ => None,
        })
        .collect();
    tests.iter().any(|(fact, ..)| {
        let own: Vec<(&Test, bool)> =
            tests.iter().filter(|(other, ..)| other == fact).map(|(_, test, wanted)| (*test, *wanted)).collect();
        let definition = vocabulary.fact_definition(*fact);
        own.len() > 1
            && definition.kind != FactKind::Date
            && !candidates(definition, &own).any(|value| satisfies(&own, value))
    })
}

/// Values that between them show whether any value passes: every flag and choice; for numbers the limits of the tests
/// and what lies between and beyond them.
fn candidates(fact: &FactDefinition, tests: &[(&Test, bool)]) -> impl Iterator<Item = Value> {
    let mut values: Vec<Value> = Vec::new();
    if fact.kind == FactKind::Flag {
        values.extend([Value::Flag(false), Value::Flag(true)]);
    }
    values.extend((0..fact.choices.len()).filter_map(|place| u16::try_from(place).ok()).map(Value::Choice));
    let mut limits: Vec<f64> = Vec::new();
    for (test, _) in tests {
        match test {
            Test::Below(limit) | Test::AtLeast(limit) => limits.push(*limit),
            Test::Is(value) => values.push(*value),
            Test::In(more) => values.extend(more),
        }
    }
    limits.sort_by(f64::total_cmp);
    let between: Vec<f64> = limits.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect();
    let beyond: Vec<f64> =
        limits.first().map(|least| least - 1.0).into_iter().chain(limits.last().map(|most| most + 1.0)).collect();
    values.into_iter().chain(limits.into_iter().chain(between).chain(beyond).map(Value::Number))
}

fn satisfies(tests: &[(&Test, bool)], value: Value) -> bool {
    tests.iter().all(|(test, wanted)| test.on(value) == *wanted)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::verdict;
    use crate::domain::condition::{Condition, Test};
    use crate::domain::fact::{FactIndex, Value};
    use crate::protocol::embedded;
    use crate::protocol::load::load;
    use crate::protocol::vocabulary::Vocabulary;

    fn vocabulary() -> Vocabulary {
        load(embedded::VOCABULARY, &embedded::source("camden").unwrap()).unwrap().vocabulary
    }

    fn fact(vocabulary: &Vocabulary, id: &str, test: Test) -> Condition {
        Condition::Fact(vocabulary.fact(id).unwrap(), test)
    }

    #[test]
    fn empty_groups_are_decided() {
        let words = vocabulary();
        assert_eq!(verdict(&words, &Condition::All(vec![])), Some(true));
        assert_eq!(verdict(&words, &Condition::Any(vec![])), Some(false));
        assert_eq!(verdict(&words, &Condition::AtLeast(0, vec![])), Some(true));
        let part = Condition::Fact(FactIndex(0), Test::Is(Value::Flag(true)));
        assert_eq!(verdict(&words, &Condition::AtLeast(2, vec![part.clone()])), Some(false));
        assert_eq!(verdict(&words, &Condition::AtLeast(1, vec![part])), None);
        assert_eq!(verdict(&words, &Condition::Not(Box::new(Condition::Any(vec![])))), Some(true));
    }

    #[test]
    fn tests_of_one_fact_that_exclude_each_other_can_never_hold() {
        let words = vocabulary();
        let age = |test| fact(&words, "age", test);
        let cse = |flag| fact(&words, "cse", Test::Is(Value::Flag(flag)));
        let all = |parts| verdict(&words, &Condition::All(parts));
        assert_eq!(all(vec![age(Test::AtLeast(18.0)), age(Test::Below(18.0))]), Some(false));
        assert_eq!(all(vec![age(Test::AtLeast(10.0)), age(Test::Below(18.0))]), None);
        assert_eq!(
            all(vec![age(Test::AtLeast(10.0)), Condition::Not(Box::new(age(Test::AtLeast(10.0))))]),
            Some(false)
        );
        assert_eq!(all(vec![cse(true), cse(false)]), Some(false));
        assert_eq!(all(vec![cse(true), Condition::Not(Box::new(cse(true)))]), Some(false));
        assert_eq!(all(vec![cse(true), Condition::Not(Box::new(cse(false)))]), None);
    }

    #[test]
    fn a_number_outside_its_limits_can_never_be() {
        let words = vocabulary();
        assert_eq!(verdict(&words, &fact(&words, "attendance_percent", Test::Below(0.0))), Some(false));
        assert_eq!(verdict(&words, &fact(&words, "attendance_percent", Test::AtLeast(101.0))), Some(false));
        assert_eq!(verdict(&words, &fact(&words, "attendance_percent", Test::Below(85.0))), None);
    }
}
