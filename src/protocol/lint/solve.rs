//! Whether conditions can hold at all, over every case there could be: facts take the values that their tests tell
//! apart, events have or have not happened, the level is one of those declared. The search is bounded; beyond the bound
//! it says nothing rather than something wrong.

use crate::domain::condition::{Condition, EventIndex, RuleIndex, Test};
use crate::domain::fact::{FactIndex, Value};
use crate::domain::truth::Truth;
use crate::protocol::Protocol;
use crate::protocol::vocabulary::{FactDefinition, FactKind};
use std::collections::HashMap;

/// The most partial cases that one question may try.
const MOST_STEPS: usize = 20_000;

/// How deep rules may rest on rules. More is a circle, which is a fault of its own.
const DEEPEST: usize = 24;

/// What a condition can look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Variable {
    Fact(FactIndex),
    Event(EventIndex),
    Level,
    /// A rule whose own condition is not looked into.
    Rule(RuleIndex),
}

/// What a variable can be.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Setting {
    Value(Value),
    Flag(bool),
    Level(u8),
}

/// Whether some case makes every one of these conditions come to what is wanted of it; `None` where that was not found
/// out within the bound.
pub(super) fn possible(protocol: &Protocol, wanted: &[(&Condition, bool)]) -> Option<bool> {
    possible_beside(protocol, wanted, &[])
}

/// As [`possible`], with rules whose own conditions are not looked into: they may apply or not.
pub(super) fn possible_beside(
    protocol: &Protocol,
    wanted: &[(&Condition, bool)],
    opaque: &[RuleIndex],
) -> Option<bool> {
    let mut problem =
        Search { protocol, wanted, opaque, variables: Vec::new(), set: HashMap::new(), steps: MOST_STEPS };
    let mut tests: HashMap<FactIndex, Vec<&Test>> = HashMap::new();
    for (condition, _) in wanted {
        problem.gather(condition, &mut tests, 0);
    }
    for (variable, settings) in &mut problem.variables {
        *settings = match variable {
            Variable::Fact(fact) => {
                let tests = tests.get(fact).map(Vec::as_slice).unwrap_or_default();
                values(protocol.vocabulary.fact_definition(*fact), tests).into_iter().map(Setting::Value).collect()
            }
            Variable::Event(_) | Variable::Rule(_) => vec![Setting::Flag(true), Setting::Flag(false)],
            Variable::Level => protocol.levels.iter().map(|level| Setting::Level(level.level)).collect(),
        };
    }
    problem.solve(0)
}

/// Whether one holds wherever the other does, and something makes it hold; `None` where that was not found out.
pub(super) fn implies(protocol: &Protocol, one: &Condition, other: &Condition) -> Option<bool> {
    Some(possible(protocol, &[(one, true)])? && !possible(protocol, &[(one, true), (other, false)])?)
}

struct Search<'a> {
    protocol: &'a Protocol,
    wanted: &'a [(&'a Condition, bool)],
    opaque: &'a [RuleIndex],
    variables: Vec<(Variable, Vec<Setting>)>,
    set: HashMap<Variable, Setting>,
    steps: usize,
}

impl<'a> Search<'a> {
    fn gather(&mut self, condition: &'a Condition, tests: &mut HashMap<FactIndex, Vec<&'a Test>>, depth: usize) {
        let variable = match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                return parts.iter().for_each(|part| self.gather(part, tests, depth));
            }
            Condition::Not(part) => return self.gather(part, tests, depth),
            Condition::Fact(fact, test) => {
                tests.entry(*fact).or_default().push(test);
                Variable::Fact(*fact)
            }
            Condition::Event(event) | Condition::EventTo(event, _) => Variable::Event(*event),
            Condition::Level(_) | Condition::LevelSoFar(_) => Variable::Level,
            Condition::Rule(rule) => match self.within(*rule, depth) {
                Some(when) => return self.gather(when, tests, depth + 1),
                None => Variable::Rule(*rule),
            },
        };
        if !self.variables.iter().any(|(held, _)| *held == variable) {
            self.variables.push((variable, Vec::new()));
        }
    }

    /// A rule's own condition, where it is looked into.
    fn within(&self, rule: RuleIndex, depth: usize) -> Option<&'a Condition> {
        let open = depth < DEEPEST && !self.opaque.contains(&rule);
        self.protocol.rule(rule).when.as_ref().filter(|_| open)
    }

    fn solve(&mut self, place: usize) -> Option<bool> {
        self.steps = self.steps.checked_sub(1)?;
        let mut all = Truth::Yes;
        for (condition, wanted) in self.wanted {
            let truth = self.truth(condition, 0);
            all = all.and(if *wanted { truth } else { !truth });
        }
        let (variable, settings) = match (all, self.variables.get(place)) {
            (Truth::Yes, _) => return Some(true),
            (Truth::Unknown, Some((variable, settings))) => (*variable, settings.clone()),
            // With everything set nothing is unknown.
            (Truth::No | Truth::Unknown, _) => return Some(false),
        };
        for setting in settings {
            self.set.insert(variable, setting);
            let found = self.solve(place + 1);
            if found != Some(false) {
                return found;
            }
        }
        self.set.remove(&variable);
        Some(false)
    }

    fn truth(&self, condition: &Condition, depth: usize) -> Truth {
        let flag = |variable| match self.set.get(&variable) {
            Some(Setting::Flag(flag)) => Truth::from(*flag),
            _ => Truth::Unknown,
        };
        match condition {
            Condition::All(parts) => parts.iter().fold(Truth::Yes, |truth, part| truth.and(self.truth(part, depth))),
            Condition::Any(parts) => parts.iter().fold(Truth::No, |truth, part| truth.or(self.truth(part, depth))),
            Condition::AtLeast(needed, parts) => {
                Truth::at_least(*needed, parts.iter().map(|part| self.truth(part, depth)))
            }
            Condition::Not(part) => !self.truth(part, depth),
            Condition::Fact(fact, test) => match self.set.get(&Variable::Fact(*fact)) {
                Some(Setting::Value(value)) => Truth::from(test.on(*value)),
                _ => Truth::Unknown,
            },
            Condition::Event(event) | Condition::EventTo(event, _) => flag(Variable::Event(*event)),
            Condition::Level(level) | Condition::LevelSoFar(level) => match self.set.get(&Variable::Level) {
                Some(Setting::Level(held)) => Truth::from(held == level),
                _ => Truth::Unknown,
            },
            Condition::Rule(rule) => match self.within(*rule, depth) {
                Some(when) => self.truth(when, depth + 1),
                None => flag(Variable::Rule(*rule)),
            },
        }
    }
}

/// Values that between them pass and fail every test that can be passed or failed: every flag; the choices; for numbers
/// the limits of the tests, what lies between and beyond them, within what the fact can be.
fn values(fact: &FactDefinition, tests: &[&Test]) -> Vec<Value> {
    let mut named: Vec<Value> = Vec::new();
    let mut limits: Vec<f64> = fact.min.into_iter().chain(fact.max).collect();
    for test in tests {
        match test {
            Test::Below(limit) | Test::AtLeast(limit) => limits.push(*limit),
            Test::Is(value) => named.push(*value),
            Test::In(values) => named.extend(values),
        }
    }
    match fact.kind {
        FactKind::Flag => vec![Value::Flag(true), Value::Flag(false)],
        FactKind::Choice => {
            let choices = (0..fact.choices.len()).filter_map(|place| u16::try_from(place).ok()).map(Value::Choice);
            // One that no test names stands for all such. Where every choice is named, that none is recorded stands for
            // them: to test for any of them is to ask whether it is known.
            let (mut kept, others): (Vec<Value>, Vec<Value>) = choices.partition(|choice| named.contains(choice));
            kept.push(others.first().copied().unwrap_or(Value::Choice(u16::MAX)));
            kept
        }
        FactKind::Number => {
            limits.extend(
                named.iter().filter_map(|value| if let Value::Number(number) = value { Some(*number) } else { None }),
            );
            limits.sort_by(f64::total_cmp);
            limits.dedup();
            let between = limits.windows(2).map(|pair| f64::midpoint(pair[0], pair[1]));
            let beyond =
                limits.first().map(|least| least - 1.0).into_iter().chain(limits.last().map(|most| most + 1.0));
            let all = limits.iter().copied().chain(between).chain(beyond).chain(limits.is_empty().then_some(0.0));
            let can_be = |number: &f64| {
                fact.min.is_none_or(|least| *number >= least) && fact.max.is_none_or(|most| *number <= most)
            };
            all.filter(can_be).map(Value::Number).collect()
        }
        FactKind::Date => {
            let mut dates: Vec<Value> = named;
            dates.dedup();
            let last =
                dates.iter().filter_map(|value| if let Value::Date(date) = value { Some(*date) } else { None }).max();
            let other = last.and_then(|last| last.succ_opt()).unwrap_or_default();
            dates.push(Value::Date(other));
            dates
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{implies, possible};
    use crate::domain::condition::{Condition, Test};
    use crate::domain::fact::Value;
    use crate::protocol::load::load;
    use crate::protocol::{Protocol, embedded};

    fn protocol() -> Protocol {
        load(embedded::VOCABULARY, &embedded::source("camden").unwrap()).unwrap()
    }

    fn fact(protocol: &Protocol, id: &str, test: Test) -> Condition {
        Condition::Fact(protocol.vocabulary.fact(id).unwrap(), test)
    }

    fn not(condition: Condition) -> Condition {
        Condition::Not(Box::new(condition))
    }

    #[test]
    fn empty_groups_are_decided() {
        let words = protocol();
        let can = |condition: &Condition, wanted| possible(&words, &[(condition, wanted)]).unwrap();
        assert!(!can(&Condition::All(vec![]), false) && can(&Condition::All(vec![]), true));
        assert!(!can(&Condition::Any(vec![]), true));
        assert!(!can(&Condition::AtLeast(0, vec![]), false));
        let cse = fact(&words, "cse", Test::Is(Value::Flag(true)));
        assert!(!can(&Condition::AtLeast(2, vec![cse.clone()]), true));
        assert!(can(&Condition::AtLeast(1, vec![cse.clone()]), true) && can(&cse, false));
        assert!(!can(&Condition::Any(vec![cse.clone(), not(cse)]), false), "one or the other always holds");
    }

    #[test]
    fn tests_of_one_fact_that_exclude_each_other_can_never_hold_however_deep_they_stand() {
        let words = protocol();
        let age = |test| fact(&words, "age", test);
        let cse = |flag| fact(&words, "cse", Test::Is(Value::Flag(flag)));
        let can = |parts| possible(&words, &[(&Condition::All(parts), true)]).unwrap();
        assert!(!can(vec![age(Test::AtLeast(18.0)), age(Test::Below(18.0))]));
        assert!(can(vec![age(Test::AtLeast(10.0)), age(Test::Below(18.0))]));
        assert!(!can(vec![age(Test::AtLeast(10.0)), not(age(Test::AtLeast(10.0)))]));
        assert!(!can(vec![cse(true), Condition::Any(vec![cse(false), Condition::All(vec![cse(true), cse(false)])])]));
        assert!(can(vec![cse(true), not(cse(false))]));
    }

    #[test]
    fn a_number_outside_its_limits_can_never_be() {
        let words = protocol();
        let attends = |test| fact(&words, "attendance_percent", test);
        let can = |condition: &Condition, wanted| possible(&words, &[(condition, wanted)]).unwrap();
        assert!(!can(&attends(Test::Below(0.0)), true) && !can(&attends(Test::AtLeast(101.0)), true));
        assert!(!can(&attends(Test::AtLeast(0.0)), false), "it always holds");
        assert!(can(&attends(Test::Below(85.0)), true) && can(&attends(Test::Below(85.0)), false));
    }

    #[test]
    fn a_rule_is_as_possible_as_what_it_rests_on_and_a_bound_gives_no_wrong_answer() {
        let words = protocol();
        let cse = fact(&words, "cse", Test::Is(Value::Flag(true)));
        let younger = fact(&words, "age", Test::Below(13.0));
        let both = Condition::All(vec![cse.clone(), younger]);
        assert_eq!((implies(&words, &both, &cse), implies(&words, &cse, &both)), (Some(true), Some(false)));
        let flags: Vec<Condition> = words
            .vocabulary
            .facts
            .iter()
            .filter(|fact| fact.kind == crate::protocol::vocabulary::FactKind::Flag)
            .map(|flag| fact(&words, &flag.id, Test::Is(Value::Flag(true))))
            .collect();
        let (half, more) = (flags.len() / 2, flags.len() / 2 + 1);
        let (some, many) = (Condition::AtLeast(half, flags.clone()), not(Condition::AtLeast(more, flags)));
        let too_many = [(&some, true), (&many, true)];
        assert_ne!(possible(&words, &too_many), Some(false));
        assert_eq!(possible(&words, &[(&some, true), (&some, false)]), None, "it gives up");
    }
}
