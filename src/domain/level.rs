//! The level of need: the highest that some rule establishes, and the higher ones not ruled out.

use crate::domain::condition::RuleIndex;
use crate::domain::truth::Truth;
use crate::protocol::{Body, Protocol};

/// The level on the facts given.
#[derive(Debug, Default, Clone)]
pub struct LevelAnswer {
    /// The highest level that a rule establishes; the floor once every higher one is ruled out; `None` while nothing decides.
    pub level: Option<u8>,
    /// The protocol's lowest level; `None` when it has no levels.
    pub floor: Option<u8>,
    /// The rules that establish it, and the indicators that those count.
    pub rules: Vec<RuleIndex>,
    /// Each higher level that some rule could still reach, with those rules.
    pub could_be: Vec<(u8, Vec<RuleIndex>)>,
}

/// The rules that apply, and those of which it is not known, in order. Which a rule is cannot be foreseen, so that a branch
/// for each would cost more than all the rest.
fn sorted_out(rules: &[RuleIndex], truth: &[Truth]) -> [Vec<RuleIndex>; 2] {
    let mut lists = [Truth::Yes, Truth::Unknown].map(|wanted| (wanted, vec![RuleIndex(0); rules.len()], 0));
    for index in rules {
        let truth = truth[usize::from(index.0)];
        for (wanted, list, length) in &mut lists {
            list[*length] = *index;
            *length += usize::from(truth == *wanted);
        }
    }
    lists.map(|(_, mut list, length)| {
        list.truncate(length);
        list
    })
}

impl LevelAnswer {
    /// From the truth of each level rule and indicator, which are `leveled`, in file order.
    ///
    /// `holds_back` says whether something known speaks against the lowest level, so that a sign of that level alone does
    /// not establish it while a higher one is open.
    pub fn new(protocol: &Protocol, leveled: &[RuleIndex], truth: &[Truth], holds_back: impl FnOnce() -> bool) -> Self {
        let floor = protocol.floor();
        let mut answer = Self { floor, ..Self::default() };
        let of_rule = |index: RuleIndex| match &protocol.rule(index).body {
            Body::Level(level) => (Some(*level), None),
            Body::Indicator { level, counts_toward } => (*level, *counts_toward),
            _ => (None, None),
        };
        let [applying, open] = sorted_out(leveled, truth);
        // The indicators that some level rule counts.
        let mut counted = Vec::new();
        for index in applying {
            let (level, counter) = of_rule(index);
            counted.extend(counter.map(|counter| (index, counter)));
            if level > answer.level {
                answer.level = level;
                answer.rules.clear();
            }
            if level.is_some() && level == answer.level {
                answer.rules.push(index);
            }
        }
        if let Some(floor) = floor {
            let established = answer.level.unwrap_or(floor);
            for index in open {
                if let Some(level) = of_rule(index).0.filter(|level| *level > established) {
                    answer.may_be(level, index, leveled.len());
                }
            }
            if answer.could_be.is_empty() {
                answer.level.get_or_insert(floor);
            } else if answer.level == Some(floor) && holds_back() {
                answer.level = None;
                answer.rules.clear();
            }
        }
        answer.could_be.sort_unstable_by_key(|(level, _)| *level);
        counted.retain(|(_, counter)| answer.rules.contains(counter));
        for (rule, _) in counted {
            answer.rules.push(rule);
        }
        answer
    }

    /// A rule that could still give a level; there are `most` rules in all, so that no list grows twice.
    fn may_be(&mut self, level: u8, rule: RuleIndex, most: usize) {
        match self.could_be.iter_mut().find(|(held, _)| *held == level) {
            Some((_, rules)) => rules.push(rule),
            None => {
                let mut rules = Vec::with_capacity(most);
                rules.push(rule);
                self.could_be.push((level, rules));
            }
        }
    }

    /// Whether the level is one of these: the one established and each higher one that is open may be it.
    pub fn among(&self, named: impl Fn(u8) -> bool) -> Truth {
        let Some(established) = self.level.or(self.floor) else { return Truth::Unknown };
        let mut possible = std::iter::once(established).chain(self.could_be.iter().map(|(level, _)| *level));
        let first = named(established);
        if possible.all(|level| named(level) == first) { Truth::from(first) } else { Truth::Unknown }
    }
}
