//! What a condition can come to at all, worked out from the values that its facts can have: a branch that nothing can
//! reach asks for no case, and two conditions that always agree need none to tell them apart.

use crate::domain::condition::{Condition, EventIndex, RuleIndex, Test, World};
use crate::domain::fact::{FactIndex, FactSheet, Value};
use crate::domain::level::LevelAnswer;
use crate::domain::truth::Truth;
use crate::protocol::Protocol;
use crate::protocol::vocabulary::{Derive, FactKind};
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

/// Something that a condition looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Atom {
    Fact(FactIndex),
    Event(EventIndex),
    Level,
}

/// One value of an atom.
#[derive(Debug, Clone)]
enum Setting {
    Fact(Option<Value>),
    Event(bool),
    Level(LevelAnswer),
}

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
            Condition::Fact(..) | Condition::Event(_) | Condition::Level(_) => {
                self.tried(condition, None).unwrap_or_default().into_iter().map(|(truth, _)| truth).collect()
            }
        }
    }

    /// Whether two conditions come to the same whatever the values. No when too many combinations would have to be tried.
    pub(super) fn agree(&self, one: &Condition, other: &Condition) -> bool {
        self.tried(one, Some(other)).is_some_and(|pairs| pairs.iter().all(|(one, other)| one == other))
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
            Condition::Event(event) => see(Atom::Event(*event), None),
            Condition::Level(_) => see(Atom::Level, None),
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
        let settings: Vec<Vec<Setting>> = atoms.iter().map(|(atom, tests)| self.settings(*atom, tests)).collect();
        let combinations = settings.iter().try_fold(1_usize, |product, list| product.checked_mul(list.len()))?;
        if combinations > MOST {
            return None;
        }
        let mut pairs: Vec<(Truth, Truth)> = Vec::new();
        let vocabulary = &self.protocol.vocabulary;
        let mut world = Imagined {
            protocol: self.protocol,
            facts: FactSheet::new(vocabulary.facts.len()),
            events: vec![false; vocabulary.events.len()],
            level: LevelAnswer::default(),
        };
        for number in 0..combinations {
            let mut rest = number;
            for ((atom, _), list) in atoms.iter().zip(&settings) {
                world.set(*atom, &list[rest % list.len()]);
                rest /= list.len();
            }
            if !self.possible(&atoms, &world) {
                continue;
            }
            let pair = (one.evaluate(&world), other.map_or(Truth::Unknown, |other| other.evaluate(&world)));
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
        Some(pairs)
    }

    /// The values of an atom that can make a difference to the tests on it.
    fn settings(&self, atom: Atom, tests: &[Test]) -> Vec<Setting> {
        match atom {
            Atom::Event(_) => vec![Setting::Event(false), Setting::Event(true)],
            Atom::Level => self.levels(),
            Atom::Fact(fact) => {
                let definition = self.protocol.vocabulary.fact_definition(fact);
                let mut values: Vec<Value> = match definition.kind {
                    FactKind::Flag => vec![Value::Flag(true), Value::Flag(false)],
                    FactKind::Choice => (0..definition.choices.len())
                        .filter_map(|place| u16::try_from(place).ok())
                        .map(Value::Choice)
                        .collect(),
                    FactKind::Number => numbers(tests)
                        .into_iter()
                        .filter(|number| definition.min.is_none_or(|least| *number >= least))
                        .filter(|number| definition.max.is_none_or(|most| *number <= most))
                        .filter(|number| definition.derive.is_none() || *number >= 0.0)
                        .map(Value::Number)
                        .collect(),
                    FactKind::Date => dates(tests),
                };
                if definition.derive.as_ref().is_some_and(|derive| matches!(derive, Derive::KnownUnlessMissing)) {
                    values.retain(|value| matches!(value, Value::Flag(_)));
                }
                let unknown = !matches!(
                    definition.derive,
                    Some(
                        Derive::MissingNow
                            | Derive::MissingDays
                            | Derive::MissingEpisodes(_)
                            | Derive::OutOfHours { .. }
                    )
                );
                let known = values.into_iter().map(|value| Setting::Fact(Some(value)));
                known.chain(unknown.then_some(Setting::Fact(None))).collect()
            }
        }
    }

    /// Each level established, with each set of higher ones left open.
    fn levels(&self) -> Vec<Setting> {
        let mut levels: Vec<u8> = self.protocol.levels.iter().map(|level| level.level).collect();
        levels.sort_unstable();
        let mut settings = Vec::new();
        for (place, level) in levels.iter().enumerate() {
            let higher = &levels[place + 1..];
            for open in 0..1_usize << higher.len() {
                let chosen = higher.iter().enumerate().filter(|(bit, _)| open & (1 << bit) != 0);
                let could_be = chosen.map(|(_, level)| (*level, Vec::new())).collect();
                settings.push(Setting::Level(LevelAnswer { level: Some(*level), rules: Vec::new(), could_be }));
            }
        }
        settings
    }

    /// Whether what is worked out from the same events goes together.
    fn possible(&self, atoms: &[(Atom, Vec<Test>)], world: &Imagined<'_>) -> bool {
        let vocabulary = &self.protocol.vocabulary;
        let mut missing_now = None;
        let mut days = None;
        let mut episodes = None;
        let mut since = None;
        let mut whereabouts = None;
        let mut open = true;
        for (atom, _) in atoms {
            let Atom::Fact(fact) = atom else { continue };
            let value = world.facts.get(*fact);
            match &vocabulary.fact_definition(*fact).derive {
                Some(Derive::MissingNow) => missing_now = value,
                Some(Derive::MissingDays) => days = value,
                Some(Derive::MissingEpisodes(_)) => episodes = value,
                Some(Derive::DaysSinceLastMissing) => since = Some(value),
                Some(Derive::KnownUnlessMissing) => whereabouts = Some(value),
                Some(Derive::LatestOf { opens, closes, .. }) => {
                    let event = |event: &EventIndex| {
                        atoms.iter().any(|(atom, _)| *atom == Atom::Event(*event)).then(|| world.happened(*event))
                    };
                    open &= match (event(opens), event(closes)) {
                        (Some(true), Some(false)) => value == Some(Value::Flag(true)),
                        (Some(false), Some(true)) => value == Some(Value::Flag(false)),
                        (Some(true), _) | (_, Some(true)) => value.is_some(),
                        _ => true,
                    };
                }
                _ => {}
            }
        }
        let none = Some(Value::Number(0.0));
        let lost = vocabulary
            .missing
            .map(|missing| missing.lost)
            .and_then(|lost| atoms.iter().any(|(atom, _)| *atom == Atom::Event(lost)).then(|| world.happened(lost)));
        let away = Some(Value::Flag(true));
        open && !(missing_now == Some(Value::Flag(false)) && days.is_some() && days != none)
            && !(missing_now == away && (episodes == none || since == Some(None) || lost == Some(false)))
            && !(missing_now == away && whereabouts.is_some_and(|known| known != Some(Value::Flag(false))))
            && !(lost == Some(false) && ((days.is_some() && days != none) || (episodes.is_some() && episodes != none)))
            && !(lost == Some(false) && since.is_some_and(|since| since.is_some()))
            && !(lost == Some(true) && (episodes == none || since == Some(None)))
    }
}

fn pairwise(one: Truths, other: Truths, join: fn(Truth, Truth) -> Truth) -> Truths {
    one.each().flat_map(|left| other.each().map(move |right| join(left, right))).collect()
}

/// A number on each side of each limit, and each limit.
fn numbers(tests: &[Test]) -> Vec<f64> {
    let mut limits: Vec<f64> = Vec::new();
    for test in tests {
        match test {
            Test::Below(limit) | Test::AtLeast(limit) => limits.push(*limit),
            Test::Is(Value::Number(number)) => limits.push(*number),
            Test::In(values) => limits.extend(values.iter().filter_map(|value| match value {
                Value::Number(number) => Some(*number),
                _ => None,
            })),
            Test::Is(_) => {}
        }
    }
    let mut numbers: Vec<f64> = limits.into_iter().flat_map(|limit| [limit - 1.0, limit, limit + 1.0]).collect();
    numbers.sort_by(f64::total_cmp);
    numbers.dedup();
    numbers
}

/// The dates tested, and one that is none of them.
fn dates(tests: &[Test]) -> Vec<Value> {
    let mut dates: Vec<Value> = Vec::new();
    for test in tests {
        match test {
            Test::Is(date) => dates.push(*date),
            Test::In(list) => dates.extend(list),
            Test::Below(_) | Test::AtLeast(_) => {}
        }
    }
    dates.push(Value::Date(chrono::NaiveDate::MIN));
    dates
}

/// A world in which each atom has the value it was given.
struct Imagined<'a> {
    protocol: &'a Protocol,
    facts: FactSheet,
    events: Vec<bool>,
    level: LevelAnswer,
}

impl Imagined<'_> {
    fn set(&mut self, atom: Atom, setting: &Setting) {
        match (atom, setting) {
            (Atom::Fact(fact), Setting::Fact(value)) => self.facts.set(fact, *value),
            (Atom::Event(event), Setting::Event(happened)) => self.events[usize::from(event.0)] = *happened,
            (Atom::Level, Setting::Level(level)) => self.level = level.clone(),
            _ => {}
        }
    }
}

impl World for Imagined<'_> {
    fn facts(&self) -> &FactSheet {
        &self.facts
    }

    fn happened(&self, event: EventIndex) -> bool {
        self.events[usize::from(event.0)]
    }

    fn applies(&self, rule: RuleIndex) -> Truth {
        self.protocol.rule(rule).when.as_ref().map_or(Truth::Unknown, |when| when.evaluate(self))
    }

    fn level_is(&self, level: u8) -> Truth {
        self.level.is(level)
    }
}
