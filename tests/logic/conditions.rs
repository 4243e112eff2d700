//! Conditions by themselves, over a world of facts alone.

use super::tries;
use proptest::prelude::*;
use yjs::domain::condition::{Condition, EventIndex, RuleIndex, TeamIndex, Test, World};
use yjs::domain::fact::{FactIndex, FactSheet, Value};
use yjs::domain::level_set::LevelSet;
use yjs::domain::truth::Truth;

/// Four flags, a number (0 to 3) and a choice of three, over which conditions are tried in every completion.
const FLAGS: u16 = 4;
const NUMBER: FactIndex = FactIndex(FLAGS);
const CHOICE: FactIndex = FactIndex(FLAGS + 1);

/// A world of facts alone.
#[derive(Debug, Clone)]
struct Facts(FactSheet);

impl World for Facts {
    fn facts(&self) -> &FactSheet {
        &self.0
    }

    fn happened(&self, event: EventIndex) -> bool {
        event.0 == 0
    }

    fn applies(&self, _rule: RuleIndex) -> Truth {
        Truth::Unknown
    }

    fn level_among(&self, _named: LevelSet) -> Truth {
        Truth::Unknown
    }

    fn happened_to(&self, event: EventIndex, _teams: &[Option<TeamIndex>]) -> bool {
        self.happened(event)
    }

    fn level_so_far(&self) -> Option<u8> {
        None
    }
}

fn condition() -> impl Strategy<Value = Condition> {
    let flag = (0..FLAGS, any::<bool>())
        .prop_map(|(fact, wanted)| Condition::Fact(FactIndex(fact), Test::Is(Value::Flag(wanted))));
    let number = (0_u8..5, any::<bool>()).prop_map(|(limit, below)| {
        let limit = f64::from(limit);
        Condition::Fact(NUMBER, if below { Test::Below(limit) } else { Test::AtLeast(limit) })
    });
    let choice = prop::collection::vec((0_u16..3).prop_map(Value::Choice), 1..3)
        .prop_map(|wanted| Condition::Fact(CHOICE, Test::In(wanted)));
    let event = (0_u16..2).prop_map(|event| Condition::Event(EventIndex(event)));
    prop_oneof![3 => flag, 2 => number, 1 => choice, 1 => event].prop_recursive(5, 40, 4, |inner| {
        let parts = || prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            parts().prop_map(Condition::All),
            parts().prop_map(Condition::Any),
            inner.clone().prop_map(|part| Condition::Not(Box::new(part))),
            (0_usize..4, parts()).prop_map(|(needed, parts)| Condition::AtLeast(needed, parts)),
        ]
    })
}

fn sheet() -> impl Strategy<Value = Facts> {
    let flags = prop::collection::vec(prop::option::of(any::<bool>()), usize::from(FLAGS));
    (flags, prop::option::of(0_u8..4), prop::option::of(0_u16..3)).prop_map(|(flags, number, choice)| {
        let mut sheet = FactSheet::new(usize::from(FLAGS) + 2);
        for (place, flag) in (0..).zip(flags) {
            sheet.set(FactIndex(place), flag.map(Value::Flag));
        }
        sheet.set(NUMBER, number.map(|number| Value::Number(f64::from(number))));
        sheet.set(CHOICE, choice.map(Value::Choice));
        Facts(sheet)
    })
}

/// Every way in which the unknown facts could turn out.
fn completions(known: &Facts) -> Vec<Facts> {
    let mut all = vec![known.clone()];
    for fact in (0..FLAGS + 2).map(FactIndex) {
        if known.0.get(fact).is_some() {
            continue;
        }
        let values: Vec<Value> = match fact {
            NUMBER => (0_u8..4).map(|number| Value::Number(f64::from(number))).collect(),
            CHOICE => (0_u16..3).map(Value::Choice).collect(),
            _ => vec![Value::Flag(false), Value::Flag(true)],
        };
        all = all
            .into_iter()
            .flat_map(|facts| {
                values.iter().map(move |value| {
                    let mut more = facts.clone();
                    more.0.set(fact, Some(*value));
                    more
                })
            })
            .collect();
    }
    all
}

/// A second evaluation, of yes and no alone, with every fact known.
fn plainly(condition: &Condition, facts: &Facts) -> bool {
    match condition {
        Condition::All(parts) => !parts.iter().any(|part| !plainly(part, facts)),
        Condition::Any(parts) => parts.iter().any(|part| plainly(part, facts)),
        Condition::Not(part) => !plainly(part, facts),
        Condition::AtLeast(needed, parts) => parts.iter().filter(|part| plainly(part, facts)).count() >= *needed,
        Condition::Event(event) => event.0 == 0,
        Condition::Fact(fact, test) => match (test, facts.0.get(*fact).expect("every fact is known")) {
            (Test::Is(wanted), value) => *wanted == value,
            (Test::In(wanted), value) => wanted.contains(&value),
            (Test::Below(limit), Value::Number(number)) => number < *limit,
            (Test::AtLeast(limit), Value::Number(number)) => number >= *limit,
            (test, value) => panic!("{test:?} on {value:?}"),
        },
        Condition::EventTo(..) | Condition::Rule(_) | Condition::Level(_) | Condition::LevelSoFar(_) => {
            panic!("not among the random conditions")
        }
    }
}

proptest! {
    #![proptest_config(tries(2000))]

    #[test]
    fn a_yes_or_no_holds_however_the_unknown_turns_out(condition in condition(), known in sheet()) {
        let truth = condition.evaluate(&known);
        for facts in completions(&known) {
            let plain = plainly(&condition, &facts);
            prop_assert_eq!(condition.evaluate(&facts), Truth::from(plain), "with every fact known");
            match truth {
                Truth::Yes => prop_assert!(plain, "a yes that can still be a no"),
                Truth::No => prop_assert!(!plain, "a no that can still be a yes"),
                Truth::Unknown => {}
            }
        }
    }

    /// Where each fact is named once, not known means that it can really go both ways: nothing is left open for nothing.
    #[test]
    fn not_known_means_that_it_can_go_both_ways(known in sheet(), conjunction: bool, negated in prop::collection::vec(any::<bool>(), usize::from(FLAGS))) {
        let parts = (0..).zip(negated).map(|(fact, negated)| {
            let part = Condition::Fact(FactIndex(fact), Test::Is(Value::Flag(true)));
            if negated { Condition::Not(Box::new(part)) } else { part }
        });
        let condition = if conjunction { Condition::All(parts.collect()) } else { Condition::Any(parts.collect()) };
        if condition.evaluate(&known) == Truth::Unknown {
            let plain: Vec<bool> = completions(&known).iter().map(|facts| plainly(&condition, facts)).collect();
            prop_assert!(plain.contains(&true) && plain.contains(&false), "{:?}", plain);
        }
    }
}
