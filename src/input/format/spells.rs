//! What rows say of times between two dates, put together for one child.

use super::dates::DayOrTime;
use super::mapping::event;
use crate::domain::case::{Case, Event, FactValue};
use std::sync::Arc;

/// What one row, or several, say of a child.
#[derive(Debug, Clone, Default)]
pub(crate) struct Part {
    pub(crate) case: Case,
    pub(crate) spells: Vec<Spell>,
}

impl From<Case> for Part {
    fn from(case: Case) -> Self {
        Self { case, spells: Vec::new() }
    }
}

/// How spells of one kind become events and facts.
#[derive(Debug)]
pub(crate) struct SpellRule {
    pub(crate) starts: Option<String>,
    pub(crate) ends: Option<String>,
    /// Rows that meet are one spell.
    pub(crate) joins: bool,
    /// What holds while one is open.
    pub(crate) open: Vec<(String, FactValue)>,
    /// What holds after the last was closed.
    pub(crate) closed: Vec<(String, FactValue)>,
    /// The spells of a child are to be looked at together.
    pub(crate) keeps: bool,
}

/// The spell of one row.
#[derive(Debug, Clone)]
pub(crate) struct Spell {
    pub(crate) rule: Arc<SpellRule>,
    pub(crate) from: DayOrTime,
    pub(crate) to: Option<DayOrTime>,
    /// The row says that another goes on from its end.
    pub(crate) goes_on: bool,
    /// Facts of the row, which hold while the spell is open.
    pub(crate) facts: Vec<(String, FactValue)>,
    pub(crate) worker: Option<String>,
}

/// What putting spells together could not settle.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unsettled {
    /// Spells said to go on, from whose end no row does.
    pub(crate) broken_off: usize,
    /// Children whose open spells say different things, which are left unknown.
    pub(crate) differing: usize,
    /// Children with several workers at once, of whom none is taken.
    pub(crate) workers: usize,
}

impl Unsettled {
    /// Adds what was unsettled of another child.
    pub(crate) fn add(&mut self, other: Self) {
        self.broken_off += other.broken_off;
        self.differing += other.differing;
        self.workers += other.workers;
    }
}

/// A case whose spells have been put together.
#[derive(Debug)]
pub(crate) struct Settled {
    pub(crate) case: Case,
    /// Facts that held while a spell was open that has ended: they are unknown now.
    pub(crate) lapsed: Vec<String>,
    pub(crate) unsettled: Unsettled,
}

impl Part {
    /// Returns the case, its spells turned into events and facts.
    pub(crate) fn into_case(self) -> Settled {
        let Self { mut case, mut spells } = self;
        let (mut unsettled, mut lapsed) = (Unsettled::default(), Vec::new());
        while let Some(first) = spells.first() {
            let rule = Arc::clone(&first.rule);
            let (mut own, rest) = spells.into_iter().partition::<Vec<_>, _>(|spell| Arc::ptr_eq(&spell.rule, &rule));
            spells = rest;
            own.sort_by(|one, other| {
                (one.from, one.to.is_none(), one.to).cmp(&(other.from, other.to.is_none(), other.to))
            });
            put_together(&rule, &own, &mut case, &mut unsettled);
            lapsed.extend(rule.open.iter().chain(own.iter().flat_map(|spell| &spell.facts)).map(|(id, _)| id.clone()));
        }
        lapsed.retain(|id| case.facts.get(id).is_none());
        lapsed.sort();
        lapsed.dedup();
        Settled { case, lapsed, unsettled }
    }
}

/// Spells that were joined, or one alone.
struct Run {
    from: DayOrTime,
    to: Option<DayOrTime>,
    /// The end that the last row has, also where another should go on.
    written: Option<DayOrTime>,
    /// The last row says that another goes on, and none does.
    broken_off: bool,
}

/// Joins rows that meet or overlap, where the rule says so.
fn runs(rule: &SpellRule, spells: &[Spell]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for spell in spells {
        let followed = || spells.iter().any(|next| Some(next.from) == spell.to);
        let broken_off = spell.goes_on && spell.to.is_some() && !followed();
        let to = spell.to.filter(|_| !broken_off);
        match runs.last_mut() {
            Some(run) if rule.joins && run.written.is_none_or(|end| spell.from <= end) => {
                run.to = match (run.to, to) {
                    (Some(one), Some(other)) => Some(one.max(other)),
                    (None, Some(end)) if run.broken_off => Some(end),
                    _ => None,
                };
                run.written = run.written.zip(spell.to).map(|(one, other)| one.max(other));
                run.broken_off = broken_off;
            }
            _ => runs.push(Run { from: spell.from, to, written: spell.to, broken_off }),
        }
    }
    runs
}

fn put_together(rule: &SpellRule, spells: &[Spell], case: &mut Case, unsettled: &mut Unsettled) {
    let runs = runs(rule, spells);
    unsettled.broken_off += runs.iter().filter(|run| run.broken_off).count();
    let mut events: Vec<Event> = Vec::new();
    for run in &runs {
        events.extend(rule.starts.iter().map(|kind| event(kind, run.from)));
        events.extend(rule.ends.iter().zip(run.to).map(|(kind, end)| event(kind, end)));
    }
    for event in events {
        if !case.events.contains(&event) {
            case.events.push(event);
        }
    }
    let is_broken_off = runs.last().is_some_and(|run| run.broken_off);
    let last = spells.iter().max_by_key(|spell| spell.to).filter(|_| is_broken_off);
    let open: Vec<&Spell> = spells.iter().filter(|spell| spell.to.is_none()).chain(last).collect();
    let held = if open.is_empty() { &rule.closed } else { &rule.open };
    let mut facts: Vec<(String, Option<FactValue>)> =
        held.iter().map(|(id, value)| (id.clone(), Some(value.clone()))).collect();
    let mut differing = false;
    for (id, value) in open.iter().flat_map(|spell| &spell.facts) {
        match facts.iter_mut().find(|(held, _)| held == id) {
            Some((_, held)) if held.as_ref() != Some(value) => {
                differing = true;
                *held = None;
            }
            Some(_) => {}
            None => facts.push((id.clone(), Some(value.clone()))),
        }
    }
    unsettled.differing += usize::from(differing);
    for (id, value) in facts {
        match (value, case.facts.get(&id)) {
            (Some(value), None) => case.facts.0.push((id, value)),
            (Some(value), Some(held)) if *held != value => {
                // Another table says something else of it.
                case.facts.set(&id, None);
                unsettled.differing += usize::from(!differing);
                differing = true;
            }
            _ => {}
        }
    }
    let mut workers: Vec<&String> = open.iter().filter_map(|spell| spell.worker.as_ref()).collect();
    workers.sort();
    workers.dedup();
    match workers.as_slice() {
        [one] if case.worker.is_none() => case.worker = Some((*one).clone()),
        [_, _, ..] => unsettled.workers += 1,
        _ => {}
    }
}
