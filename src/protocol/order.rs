//! In which order rules are evaluated: each after those it rests on.

use super::load::{Loader, file_of};
use super::spans::Segment;
use super::{Body, Rule};
use crate::domain::condition::{Condition, RuleIndex};

impl Loader<'_> {
    fn circular(&mut self, rule: &Rule, message: String) {
        let file = file_of(rule.kind);
        let place = self.source.place(file, &rule.id, rule.in_force.from, &[Segment::Key("when")]);
        let hint = Some("break the circle: name facts or events here, not a rule that rests on this one".into());
        self.fault_at(file, place, Some(rule.id.clone()), "circular", message, hint);
    }

    /// Sorts rules so that each comes after those it rests on, those that rest on the level last.
    pub(super) fn order(&mut self, rules: &[Rule]) -> (Vec<RuleIndex>, usize) {
        let rests_on: Vec<(Vec<usize>, bool)> = rules.iter().map(rests_on).collect();
        let mut needs_level: Vec<bool> = rests_on.iter().map(|(_, level)| *level).collect();
        // A rule that rests on one that needs the level needs it too; ends since each pass adds at least one.
        while rests_on.iter().enumerate().fold(false, |changed, (place, (rules, _))| {
            let needs = needs_level[place] || rules.iter().any(|rule| needs_level[*rule]);
            std::mem::replace(&mut needs_level[place], needs) != needs || changed
        }) {}
        let mut state = vec![0_u8; rules.len()];
        let mut order = Vec::with_capacity(rules.len());
        for wants_level in [false, true] {
            for (place, needs) in needs_level.iter().enumerate() {
                if *needs == wants_level {
                    self.visit(place, rules, &rests_on, &mut state, &mut order);
                }
            }
        }
        let before_level = needs_level.iter().filter(|needs| !**needs).count();
        for (rule, needs) in rules.iter().zip(&needs_level) {
            if *needs && matches!(rule.body, Body::Level(_) | Body::Indicator { .. }) {
                self.circular(rule, format!("`{}` decides the level, so it cannot rest on the level", rule.id));
            }
        }
        (order, before_level)
    }

    fn visit(
        &mut self,
        place: usize,
        rules: &[Rule],
        rests_on: &[(Vec<usize>, bool)],
        state: &mut [u8],
        order: &mut Vec<RuleIndex>,
    ) {
        const OPEN: u8 = 1;
        const DONE: u8 = 2;
        match state[place] {
            DONE => return,
            OPEN => {
                self.circular(&rules[place], format!("`{}` rests on itself", rules[place].id));
                return;
            }
            _ => state[place] = OPEN,
        }
        for rule in &rests_on[place].0 {
            self.visit(*rule, rules, rests_on, state, order);
        }
        state[place] = DONE;
        order.push(RuleIndex(u16::try_from(place).unwrap_or(u16::MAX)));
    }
}

fn rests_on(rule: &Rule) -> (Vec<usize>, bool) {
    let (mut rules, mut level) = (Vec::new(), false);
    if let Some(when) = &rule.when {
        when.visit(&mut |part| match part {
            Condition::Rule(index) => rules.push(usize::from(index.0)),
            Condition::Level(_) | Condition::LevelSoFar(_) => level = true,
            _ => {}
        });
    }
    (rules, level)
}
