//! Which rules to evaluate, in which order. A command that asks for deadlines alone pays for clocks and escalations and
//! what they rest on, not for every rule of the protocol.

use crate::domain::condition::{Condition, RuleIndex};
use crate::protocol::{Body, Rule};

/// Rules to evaluate: those wanted, and those they rest on first.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The rules asked for, in file order.
    pub wanted: Vec<RuleIndex>,
    /// What decides the level, and everything that does not rest on it.
    pub before_level: Vec<RuleIndex>,
    /// What rests on the level.
    pub after_level: Vec<RuleIndex>,
    /// Whether the level is worked out.
    pub level: bool,
}

impl Plan {
    /// The plan for the rules that `wanted` accepts. `order` has every rule after those it rests on; the first
    /// `before_level` of them do not rest on the level.
    pub fn new(rules: &[Rule], order: &[RuleIndex], before_level: usize, wanted: impl Fn(&Rule) -> bool) -> Self {
        let place = |index: &RuleIndex| usize::from(index.0);
        let mut needed: Vec<bool> = rules.iter().map(&wanted).collect();
        let mut level = false;
        // Backwards through the order, each rule hands its need on to those it rests on.
        for index in order.iter().rev().filter(|index| rules[place(index)].when.is_some()) {
            if !needed[place(index)] {
                continue;
            }
            for part in rules[place(index)].when.iter() {
                part.visit(&mut |part| match part {
                    Condition::Rule(rule) => needed[place(rule)] = true,
                    Condition::Level(_) if !level => {
                        level = true;
                        for (rule, need) in rules.iter().zip(needed.iter_mut()) {
                            *need |= matches!(rule.body, Body::Level(_) | Body::Indicator { .. });
                        }
                    }
                    _ => {}
                });
            }
        }
        let kept = |part: &[RuleIndex]| part.iter().copied().filter(|index| needed[place(index)]).collect();
        let (before, after) = order.split_at(before_level);
        let wanted = (0..rules.len()).filter(|place| wanted(&rules[*place])).map(index).collect();
        Self { wanted, before_level: kept(before), after_level: kept(after), level }
    }
}

fn index(place: usize) -> RuleIndex {
    RuleIndex(u16::try_from(place).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use crate::protocol::{Body, embedded, load::load};

    #[test]
    fn a_plan_holds_what_its_rules_rest_on_and_little_else() {
        for id in embedded::ids() {
            let protocol = load(embedded::VOCABULARY, &embedded::source(id).expect("built in")).expect("sound");
            let owed = &protocol.owed;
            assert!(
                owed.wanted
                    .iter()
                    .all(|rule| { matches!(protocol.rule(*rule).body, Body::Clock(_) | Body::Escalation(_)) })
            );
            let evaluated = owed.before_level.len() + owed.after_level.len();
            assert!(evaluated >= owed.wanted.len() && evaluated < protocol.rules.len() / 2, "{id}: {evaluated}");
            for rule in &owed.wanted {
                assert!(owed.before_level.contains(rule) || owed.after_level.contains(rule));
            }
        }
    }
}
