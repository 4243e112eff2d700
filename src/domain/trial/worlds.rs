//! Worlds to try a condition in: each value that what it looks at can have, as far as the tests tell values apart.

use crate::domain::condition::{EventIndex, RuleIndex, TeamIndex, Test, World};
use crate::domain::fact::{FactIndex, FactSheet, Value};
use crate::domain::level::LevelAnswer;
use crate::domain::level_set::LevelSet;
use crate::domain::truth::Truth;
use crate::protocol::Protocol;
use crate::protocol::vocabulary::{Derive, FactKind};

/// Something that a condition looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Atom {
    Fact(FactIndex),
    Event(EventIndex),
    Level,
}

/// One value of an atom.
#[derive(Debug, Clone)]
pub(super) enum Setting {
    Fact(Option<Value>),
    Event(bool),
    Level(LevelAnswer),
}

/// The values of an atom that can make a difference to the tests on it.
pub(super) fn settings(protocol: &Protocol, atom: Atom, tests: &[Test]) -> Vec<Setting> {
    match atom {
        Atom::Event(_) => vec![Setting::Event(false), Setting::Event(true)],
        Atom::Level => levels(protocol),
        Atom::Fact(fact) => {
            let definition = protocol.vocabulary.fact_definition(fact);
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
            // Nobody records that well-being is not confirmed: until it is, it is unknown.
            if matches!(definition.derive, Some(Derive::WellbeingConfirmed)) {
                values.retain(|value| *value == Value::Flag(true));
            }
            let unknown = !matches!(
                definition.derive,
                Some(
                    Derive::MissingNow
                        | Derive::MissingDays
                        | Derive::MissingDaysPolice
                        | Derive::MissingEpisodes(_)
                        | Derive::ClosedWhileBoth(_)
                        | Derive::OutOfHours { .. }
                )
            );
            let known = values.into_iter().map(|value| Setting::Fact(Some(value)));
            known.chain(unknown.then_some(Setting::Fact(None))).collect()
        }
    }
}

/// Each level established, with each set of higher ones left open.
fn levels(protocol: &Protocol) -> Vec<Setting> {
    let mut levels: Vec<u8> = protocol.levels.iter().map(|level| level.level).collect();
    levels.sort_unstable();
    let mut settings = Vec::new();
    for (place, level) in levels.iter().enumerate() {
        let higher = &levels[place + 1..];
        for open in 0..1_usize << higher.len() {
            let chosen = higher.iter().enumerate().filter(|(bit, _)| open & (1 << bit) != 0);
            let could_be = chosen.map(|(_, level)| (*level, Vec::new())).collect();
            settings.push(Setting::Level(LevelAnswer {
                level: Some(*level),
                floor: Some(levels[0]),
                rules: Vec::new(),
                could_be,
            }));
        }
    }
    settings
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
pub(super) struct Imagined<'a> {
    protocol: &'a Protocol,
    facts: FactSheet,
    events: Vec<bool>,
    level: LevelAnswer,
}

impl<'a> Imagined<'a> {
    /// Nothing known, nothing happened.
    pub(super) fn new(protocol: &'a Protocol) -> Self {
        Self {
            protocol,
            facts: FactSheet::new(protocol.vocabulary.facts.len()),
            events: vec![false; protocol.vocabulary.events.len()],
            level: LevelAnswer::default(),
        }
    }

    pub(super) fn set(&mut self, atom: Atom, setting: &Setting) {
        match (atom, setting) {
            (Atom::Fact(fact), Setting::Fact(value)) => self.facts.set(fact, *value),
            (Atom::Event(event), Setting::Event(happened)) => self.events[usize::from(event.0)] = *happened,
            (Atom::Level, Setting::Level(level)) => self.level = level.clone(),
            _ => {}
        }
    }

    /// Whether what is worked out from the same events goes together.
    pub(super) fn possible(&self, atoms: &[(Atom, Vec<Test>)]) -> bool {
        let vocabulary = &self.protocol.vocabulary;
        let mut missing_now = None;
        let mut days = None;
        let mut episodes = None;
        let mut since = None;
        let mut whereabouts = None;
        let mut open = true;
        for (atom, _) in atoms {
            let Atom::Fact(fact) = atom else { continue };
            let value = self.facts.get(*fact);
            match &vocabulary.fact_definition(*fact).derive {
                Some(Derive::MissingNow) => missing_now = value,
                Some(Derive::MissingDays) => days = value,
                Some(Derive::MissingEpisodes(_)) => episodes = value,
                Some(Derive::DaysSinceLastMissing) => since = Some(value),
                Some(Derive::KnownUnlessMissing) => whereabouts = Some(value),
                Some(Derive::LatestOf { opens, closes, .. }) => {
                    let event = |event: &EventIndex| {
                        atoms.iter().any(|(atom, _)| *atom == Atom::Event(*event)).then(|| self.happened(*event))
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
            .and_then(|lost| atoms.iter().any(|(atom, _)| *atom == Atom::Event(lost)).then(|| self.happened(lost)));
        let away = Some(Value::Flag(true));
        open && !(missing_now == Some(Value::Flag(false)) && days.is_some() && days != none)
            && !(missing_now == away && (episodes == none || since == Some(None) || lost == Some(false)))
            && !(missing_now == away && whereabouts.is_some_and(|known| known != Some(Value::Flag(false))))
            && !(lost == Some(false) && ((days.is_some() && days != none) || (episodes.is_some() && episodes != none)))
            && !(lost == Some(false) && since.is_some_and(|since| since.is_some()))
            && !(lost == Some(true) && (episodes == none || since == Some(None)))
            && !(since == Some(None) && episodes.is_some() && episodes != none)
            && !(since == Some(None) && days.is_some() && days != none)
            && !(since.is_some_and(|since| since.is_some()) && episodes == none)
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

    fn level_among(&self, named: LevelSet) -> Truth {
        self.level.among(named)
    }

    fn happened_to(&self, event: EventIndex, _: &[Option<TeamIndex>]) -> bool {
        self.happened(event)
    }

    fn level_so_far(&self) -> Option<u8> {
        self.level.level
    }
}
