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
    /// From the truth of each level rule and indicator.
    pub fn new(protocol: &Protocol, truth: &[Truth]) -> Self {
        let mut answer = Self { level: protocol.floor(), ..Self::default() };
        let leveled = |place: usize| match &protocol.rules[place].body {
            Body::Level(level) => Some(*level),
            Body::Indicator { level, .. } => *level,
            _ => None,
        };
        let with = |wanted: Truth| {
            (0..protocol.rules.len())
                .filter(move |place| truth[*place] == wanted)
                .filter_map(move |place| leveled(place).map(|level| (index(place), level)))
        };
        answer.level = with(Truth::Yes).map(|(_, level)| level).chain(answer.level).max();
        let Some(established) = answer.level else { return answer };
        answer.rules = with(Truth::Yes).filter(|(_, level)| *level == established).map(|(rule, _)| rule).collect();
        let counted: Vec<RuleIndex> = (0..protocol.rules.len())
            .filter(|place| truth[*place] == Truth::Yes)
            .filter(|place| match &protocol.rules[*place].body {
                Body::Indicator { counts_toward: Some(counter), .. } => answer.rules.contains(counter),
                _ => false,
            })
            .map(index)
            .collect();
        answer.rules.extend(counted);
        for (rule, level) in with(Truth::Unknown).filter(|(_, level)| *level > established) {
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

fn index(place: usize) -> RuleIndex {
    RuleIndex(u16::try_from(place).unwrap_or(u16::MAX))
}
