//! The level of need: the highest that some rule establishes, and the higher ones not ruled out.

use crate::domain::condition::RuleIndex;
use crate::domain::truth::Truth;
use crate::protocol::{Body, Protocol};

/// The level on the facts given.
#[derive(Debug, Default, Clone)]
pub struct LevelAnswer {
    /// The highest level established; the floor when nothing raises it; none when the protocol has no levels.
    pub level: Option<u8>,
    /// The rules that establish it, and the indicators that those count.
    pub rules: Vec<RuleIndex>,
    /// Each higher level that some rule could still reach, with those rules.
    pub could_be: Vec<(u8, Vec<RuleIndex>)>,
}

impl LevelAnswer {
    /// From the truth of each level rule and indicator, which are `leveled`, in file order.
    pub fn new(protocol: &Protocol, leveled: &[RuleIndex], truth: &[Truth]) -> Self {
        let mut answer = Self { level: protocol.floor(), ..Self::default() };
        // What may raise the level, and the indicators that a level rule counts; the rest is passed over once.
        let (mut yes, mut unknown, mut counted) = (Vec::new(), Vec::new(), Vec::new());
        for (index, truth) in leveled.iter().map(|index| (*index, truth[usize::from(index.0)])) {
            let level = match &protocol.rule(index).body {
                Body::Level(level) => Some(*level),
                Body::Indicator { level, counts_toward } => {
                    let counter = counts_toward.filter(|_| truth == Truth::Yes);
                    counted.extend(counter.map(|counter| (index, counter)));
                    *level
                }
                _ => None,
            };
            match (level, truth) {
                (Some(level), Truth::Yes) => yes.push((index, level)),
                (Some(level), Truth::Unknown) => unknown.push((index, level)),
                _ => {}
            }
        }
        answer.level = yes.iter().map(|(_, level)| *level).chain(answer.level).max();
        let Some(established) = answer.level else { return answer };
        answer.rules = yes.into_iter().filter(|(_, level)| *level == established).map(|(rule, _)| rule).collect();
        counted.retain(|(_, counter)| answer.rules.contains(counter));
        answer.rules.extend(counted.into_iter().map(|(rule, _)| rule));
        for (rule, level) in unknown.into_iter().filter(|(_, level)| *level > established) {
            match answer.could_be.iter_mut().find(|(held, _)| *held == level) {
                Some((_, rules)) => rules.push(rule),
                None => answer.could_be.push((level, vec![rule])),
            }
        }
        answer.could_be.sort_by_key(|(level, _)| *level);
        answer
    }

    /// Whether the level is one of these: the one established and each higher one that is open may be it.
    pub fn among(&self, named: impl Fn(u8) -> bool) -> Truth {
        let Some(established) = self.level else { return Truth::Unknown };
        let mut possible = std::iter::once(established).chain(self.could_be.iter().map(|(level, _)| *level));
        let first = named(established);
        if possible.all(|level| named(level) == first) { Truth::from(first) } else { Truth::Unknown }
    }
}
