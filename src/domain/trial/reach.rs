//! What a condition can come to at all, worked out from the values that its facts can have: a branch that nothing can
//! reach asks for no case, and two conditions that always agree need none to tell them apart.

use super::worlds::{self, Atom, Imagined, Setting};
use crate::domain::condition::{Condition, Test};
use crate::domain::truth::Truth;
use crate::protocol::vocabulary::Derive;
use crate::protocol::{Body, Protocol};
use std::collections::BTreeSet;

/// Some of yes, no and unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Truths(u8);

impl Truths {
    pub(super) const EACH: [Truth; 3] = [Truth::Yes, Truth::No, Truth::Unknown];

    pub(super) fn add(&mut self, truth: Truth) {
        self.0 |= Self::bit(truth);
    }

    pub(super) fn has(self, truth: Truth) -> bool {
        self.0 & Self::bit(truth) != 0
    }

    pub(super) fn each(self) -> impl Iterator<Item = Truth> {
        Self::EACH.into_iter().filter(move |truth| self.has(*truth))
    }

    fn bit(truth: Truth) -> u8 {
        match truth {
            Truth::Yes => 1,
            Truth::No => 2,
            Truth::Unknown => 4,
        }
    }
}

impl FromIterator<Truth> for Truths {
    fn from_iter<I: IntoIterator<Item = Truth>>(truths: I) -> Self {
        let mut all = Self::default();
        truths.into_iter().for_each(|truth| all.add(truth));
        all
    }
}

const AGREE: &str = "the two agree on every combination of the values that they look at";
const SAID: &str = "another part of the list already says as much";
const RAISES: &str = "whenever it holds, so does a level that the list names together with every higher one";

/// The most combinations that are tried; beyond, parts that share a fact are taken for independent.
const MOST: usize = 200_000;

/// Works out what conditions of one protocol can come to.
pub(super) struct Reach<'a> {
    protocol: &'a Protocol,
}

impl<'a> Reach<'a> {
    pub(super) fn new(protocol: &'a Protocol) -> Self {
        Self { protocol }
    }

    /// What a condition can come to.
    pub(super) fn of(&self, condition: &Condition) -> Truths {
        match condition {
            Condition::Not(part) => self.of(part).each().map(|truth| !truth).collect(),
            Condition::Rule(rule) => {
                self.protocol.rule(*rule).when.as_ref().map(|when| self.of(when)).unwrap_or_default()
            }
            Condition::All(parts) => self.combined(parts, Condition::All, Truth::and),
            Condition::Any(parts) => self.combined(parts, Condition::Any, Truth::or),
            Condition::AtLeast(needed, parts) => self.counted(*needed, parts),
            Condition::Fact(..)
            | Condition::Event(_)
            | Condition::EventTo(..)
            | Condition::Level(_)
            | Condition::LevelSoFar(_) => {
                self.tried(condition, None).unwrap_or_default().into_iter().map(|(truth, _)| truth).collect()
            }
        }
    }

    /// Why two conditions come to the same whatever the values, when they do. Not known when too many combinations would
    /// have to be tried.
    pub(super) fn same(&self, one: &Condition, other: &Condition) -> Option<&'static str> {
        // A part left out of a long list makes no difference when some other part already says as much.
        if let (Condition::Any(longer), Condition::Any(shorter)) | (Condition::All(longer), Condition::All(shorter)) =
            (one, other)
            && longer.len() == shorter.len() + 1
        {
            let Some(gone) = longer.iter().find(|part| !shorter.contains(part)) else { return Some(SAID) };
            let any = matches!(one, Condition::Any(_));
            let join = |other: &Condition| {
                let both = vec![gone.clone(), other.clone()];
                if any { Condition::Any(both) } else { Condition::All(both) }
            };
            if shorter.iter().any(|other| self.agree(&join(other), other)) {
                return Some(SAID);
            }
            if any && self.raises_into(gone, shorter) {
                return Some(RAISES);
            }
        }
        self.agree(one, other).then_some(AGREE)
    }

    fn agree(&self, one: &Condition, other: &Condition) -> bool {
        self.tried(one, Some(other)).is_some_and(|pairs| pairs.iter().all(|(one, other)| one == other))
    }

    /// Whether some rule establishes a level whenever the part holds, and that level and every higher one are among these:
    /// the child's level is then one of them, whatever else is known.
    fn raises_into(&self, part: &Condition, others: &[Condition]) -> bool {
        let named = |from: u8| {
            let mut higher = self.protocol.levels.iter().map(|level| level.level).filter(|level| *level >= from);
            higher.all(|level| others.contains(&Condition::Level(level)))
        };
        let establishes = |body: &Body| match body {
            Body::Level(level) | Body::Indicator { level: Some(level), .. } => named(*level),
            _ => false,
        };
        let raising = self.protocol.rules.iter().filter(|rule| establishes(&rule.body));
        raising
            .filter_map(|rule| rule.when.as_ref())
            .any(|when| self.agree(&Condition::Any(vec![part.clone(), when.clone()]), when))
    }

    /// Parts that share no fact are independent, so that what each can come to says what the whole can.
    fn combined(
        &self,
        parts: &[Condition],
        whole: fn(Vec<Condition>) -> Condition,
        join: fn(Truth, Truth) -> Truth,
    ) -> Truths {
        let mut reached: Option<Truths> = None;
        for group in self.groups(parts) {
            let own = match group.as_slice() {
                [one] => self.of(one),
                several => {
                    let joint = whole(several.iter().map(|part| (*part).clone()).collect());
                    match self.tried(&joint, None) {
                        Some(pairs) => pairs.into_iter().map(|(truth, _)| truth).collect(),
                        None => several
                            .iter()
                            .map(|part| self.of(part))
                            .fold(self.of(several[0]), |one, other| pairwise(one, other, join)),
                    }
                }
            };
            reached = Some(reached.map_or(own, |held| pairwise(held, own, join)));
        }
        reached.unwrap_or_default()
    }

    fn counted(&self, needed: usize, parts: &[Condition]) -> Truths {
        let whole = Condition::AtLeast(needed, parts.to_vec());
        let groups = self.groups(parts);
        if groups.iter().any(|group| group.len() > 1)
            && let Some(pairs) = self.tried(&whole, None)
        {
            return pairs.into_iter().map(|(truth, _)| truth).collect();
        }
        let mut counts = BTreeSet::from([(0, 0)]);
        for part in parts {
            let own = self.of(part);
            counts = counts
                .into_iter()
                .flat_map(|(yes, unknown)| {
                    own.each().map(move |truth| match truth {
                        Truth::Yes => (yes + 1, unknown),
                        Truth::Unknown => (yes, unknown + 1),
                        Truth::No => (yes, unknown),
                    })
                })
                .collect();
        }
        let truth = |(yes, unknown)| {
            let each = std::iter::repeat_n(Truth::Yes, yes).chain(std::iter::repeat_n(Truth::Unknown, unknown));
            Truth::at_least(needed, each)
        };
        counts.into_iter().map(truth).collect()
    }

    /// Parts by what they share.
    fn groups<'c>(&self, parts: &'c [Condition]) -> Vec<Vec<&'c Condition>> {
        let mut groups: Vec<(BTreeSet<Atom>, Vec<&'c Condition>)> = Vec::new();
        for part in parts {
            let mut atoms = BTreeSet::new();
            self.atoms(part, &mut |atom, _| {
                atoms.insert(self.family(atom));
            });
            let mut own = vec![part];
            let mut kept = Vec::new();
            for (held, members) in groups {
                if held.is_disjoint(&atoms) {
                    kept.push((held, members));
                } else {
                    atoms.extend(held);
                    own.splice(0..0, members);
                }
            }
            kept.push((atoms, own));
            groups = kept;
        }
        groups.into_iter().map(|(_, parts)| parts).collect()
    }

    /// Facts that are worked out from the same events stand and fall together.
    fn family(&self, atom: Atom) -> Atom {
        let vocabulary = &self.protocol.vocabulary;
        match atom {
            Atom::Fact(fact) => match &vocabulary.fact_definition(fact).derive {
                Some(
                    Derive::MissingNow
                    | Derive::MissingDays
                    | Derive::MissingEpisodes(_)
                    | Derive::DaysSinceLastMissing
                    | Derive::KnownUnlessMissing,
                ) => vocabulary.missing.map_or(atom, |missing| Atom::Event(missing.lost)),
                Some(Derive::LatestOf { opens, .. }) => Atom::Event(*opens),
                _ => atom,
            },
            Atom::Event(_) | Atom::Level => atom,
        }
    }

    fn atoms(&self, condition: &Condition, see: &mut impl FnMut(Atom, Option<&Test>)) {
        condition.visit(&mut |part| match part {
            Condition::Fact(fact, test) => see(Atom::Fact(*fact), Some(test)),
            Condition::Event(event) | Condition::EventTo(event, _) => see(Atom::Event(*event), None),
            Condition::Level(_) | Condition::LevelSoFar(_) => see(Atom::Level, None),
            Condition::Rule(rule) => {
                if let Some(when) = &self.protocol.rule(*rule).when {
                    self.nested(when, see);
                }
            }
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::AtLeast(..) => {}
        });
    }

    /// Apart from `atoms`, so that the visitor is not nested in its own type without end.
    fn nested(&self, condition: &Condition, see: &mut dyn FnMut(Atom, Option<&Test>)) {
        self.atoms(condition, &mut |atom, test| see(atom, test));
    }

    /// Every pair of truths that two conditions come to together, over each combination of values that can be.
    fn tried(&self, one: &Condition, other: Option<&Condition>) -> Option<Vec<(Truth, Truth)>> {
        let mut atoms: Vec<(Atom, Vec<Test>)> = Vec::new();
        for condition in [Some(one), other].into_iter().flatten() {
            self.atoms(condition, &mut |atom, test| {
                let place = atoms.iter().position(|(held, _)| *held == atom).unwrap_or_else(|| {
                    atoms.push((atom, Vec::new()));
                    atoms.len() - 1
                });
                atoms[place].1.extend(test.cloned());
            });
        }
        let settings: Vec<Vec<Setting>> =
            atoms.iter().map(|(atom, tests)| worlds::settings(self.protocol, *atom, tests)).collect();
        let combinations = settings.iter().try_fold(1_usize, |product, list| product.checked_mul(list.len()))?;
        if combinations > MOST {
            return None;
        }
        let mut pairs: Vec<(Truth, Truth)> = Vec::new();
        let mut world = Imagined::new(self.protocol);
        for number in 0..combinations {
            let mut rest = number;
            for ((atom, _), list) in atoms.iter().zip(&settings) {
                world.set(*atom, &list[rest % list.len()]);
                rest /= list.len();
            }
            if !world.possible(&atoms) {
                continue;
            }
            let pair = (one.evaluate(&world), other.map_or(Truth::Unknown, |other| other.evaluate(&world)));
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
        Some(pairs)
    }
}

fn pairwise(one: Truths, other: Truths, join: fn(Truth, Truth) -> Truth) -> Truths {
    one.each().flat_map(|left| other.each().map(move |right| join(left, right))).collect()
}
