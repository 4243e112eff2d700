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
    /// What the level is worked out from: level rules and indicators, in file order; empty when it is not.
    pub leveled: Vec<RuleIndex>,
}

impl Plan {
    /// The plan for the rules that `wanted` accepts. `order` has every rule after those it rests on; the first
    /// `before_level` of them do not rest on the level.
    pub fn new(rules: &[Rule], order: &[RuleIndex], before_level: usize, wanted: impl Fn(&Rule) -> bool) -> Self {
        Self::looking_at(rules, order, before_level, wanted, &[])
    }

    /// As [`Plan::new`], for who looks at these conditions too.
    pub fn looking_at(
        rules: &[Rule],
        order: &[RuleIndex],
        before_level: usize,
        wanted: impl Fn(&Rule) -> bool,
        conditions: &[Condition],
    ) -> Self {
        let place = |index: &RuleIndex| usize::from(index.0);
        let mut needed = Needed { rules: rules.iter().map(&wanted).collect(), level: false };
        if rules.iter().any(|rule| leveled(rule) && wanted(rule)) {
            needed.the_level(rules);
        }
        conditions.iter().for_each(|condition| needed.by(condition, rules));
        // Who is told can rest on rules too; such a choice is looked at once all of them are evaluated.
        for rule in rules.iter().filter(|rule| wanted(rule)) {
            if let Body::Escalation(escalation) = &rule.body {
                escalation
                    .tell
                    .iter()
                    .filter_map(|choice| choice.when.as_ref())
                    .for_each(|when| needed.by(when, rules));
            }
        }
        // Backwards through the order, each rule hands its need on to those it rests on.
        for index in order.iter().rev() {
            if let Some(when) = rules[place(index)].when.as_ref().filter(|_| needed.rules[place(index)]) {
                needed.by(when, rules);
            }
        }
        let Needed { rules: needed, level } = needed;
        let kept = |part: &[RuleIndex]| part.iter().copied().filter(|index| needed[place(index)]).collect();
        let (before, after) = order.split_at(before_level);
        let wanted = (0..rules.len()).filter(|place| wanted(&rules[*place])).map(index).collect();
        let leveled = (0..rules.len()).filter(|place| level && leveled(&rules[*place])).map(index).collect();
        Self { wanted, before_level: kept(before), after_level: kept(after), level, leveled }
    }
}

/// Which rules are needed, and whether the level is.
struct Needed {
    rules: Vec<bool>,
    level: bool,
}

impl Needed {
    fn by(&mut self, condition: &Condition, rules: &[Rule]) {
        condition.visit(&mut |part| match part {
            Condition::Rule(rule) => self.rules[usize::from(rule.0)] = true,
            Condition::Level(_) | Condition::LevelSoFar(_) if !self.level => self.the_level(rules),
            _ => {}
        });
    }

    fn the_level(&mut self, rules: &[Rule]) {
        self.level = true;
        self.rules.iter_mut().zip(rules).for_each(|(need, rule)| *need |= leveled(rule));
    }
}

fn leveled(rule: &Rule) -> bool {
    matches!(rule.body, Body::Level(_) | Body::Indicator { .. })
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
