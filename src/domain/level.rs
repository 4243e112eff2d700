//! The level of need: the highest that some rule establishes, and the higher ones not ruled out.

use crate::domain::condition::RuleIndex;
use crate::domain::level_set::LevelSet;
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

/// The level as conditions ask for it: each case of a caseload has one, and few have their rules listed too.
#[derive(Debug, Default, Clone)]
pub struct LevelSoFar {
    /// As in a [`LevelAnswer`].
    pub level: Option<u8>,
    floor: Option<u8>,
    /// Each higher level that some rule could still reach.
    open: LevelSet,
    /// Those, and the one established.
    possible: LevelSet,
}

impl LevelSoFar {
    /// From the truth of each level rule and indicator, which are `leveled`.
    ///
    /// `holds_back` says whether something known speaks against the lowest level, so that a sign of that level alone does
    /// not establish it while a higher one is open.
    pub fn new(protocol: &Protocol, leveled: &[RuleIndex], truth: &[Truth], holds_back: impl FnOnce() -> bool) -> Self {
        // By truth. Which a rule is cannot be foreseen, so that a branch for each would cost more than all the rest.
        let mut sets = [LevelSet::default(); 3];
        for index in leveled {
            if let Some(level) = level_of(&protocol.rule(*index).body) {
                sets[truth[usize::from(index.0)] as usize].add(level);
            }
        }
        let [_, open, applying] = sets;
        let (level, floor) = (applying.highest(), protocol.floor());
        let mut so_far = Self { level, floor, ..Self::default() };
        so_far.possible = level.or(floor).into_iter().collect();
        let Some(floor) = floor else { return so_far };
        let established = so_far.level.unwrap_or(floor);
        so_far.open = open.each().filter(|level| *level > established).collect();
        so_far.possible = so_far.possible.and(so_far.open);
        if so_far.open == LevelSet::default() {
            so_far.level.get_or_insert(floor);
        } else if so_far.level == Some(floor) && holds_back() {
            so_far.level = None;
        }
        so_far
    }

    /// Whether the level is one of these: the one established and each higher one that is open may be it.
    pub fn among(&self, named: LevelSet) -> Truth {
        self.possible.among(named)
    }
}

/// The level that a rule establishes by itself.
pub fn level_of(body: &Body) -> Option<u8> {
    match body {
        Body::Level(level) => Some(*level),
        Body::Indicator { level, .. } => *level,
        _ => None,
    }
}

impl LevelAnswer {
    /// The same with its rules, from the truth of each level rule and indicator, which are `leveled`, in file order.
    pub fn new(protocol: &Protocol, leveled: &[RuleIndex], truth: &[Truth], so_far: &LevelSoFar) -> Self {
        let mut answer = Self { floor: so_far.floor, level: so_far.level, ..Self::default() };
        let [applying, open] = sorted_out(leveled, truth);
        // The indicators that some level rule counts.
        let mut counted = Vec::new();
        for index in applying {
            let body = &protocol.rule(index).body;
            if let Body::Indicator { counts_toward: Some(counter), .. } = body {
                counted.push((index, *counter));
            }
            if level_of(body).is_some_and(|level| answer.level == Some(level)) {
                answer.rules.push(index);
            }
        }
        for index in open {
            if let Some(level) = level_of(&protocol.rule(index).body).filter(|level| so_far.open.has(*level)) {
                answer.may_be(level, index, leveled.len());
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

    /// As [`LevelSoFar::among`].
    pub fn among(&self, named: LevelSet) -> Truth {
        let open = self.could_be.iter().map(|(level, _)| *level);
        self.level.or(self.floor).into_iter().chain(open).collect::<LevelSet>().among(named)
    }
}
