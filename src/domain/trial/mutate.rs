//! Which changes to the rules the cases notice. Everything is compiled once; each thread changes one thing at a time in
//! its own copy, and the first case that comes out otherwise ends the search.

use super::bench::{Bench, Prepared};
use super::compare::compare;
use super::mutant::{self, Changed, Mutant, Target};
use super::reach::Reach;
use crate::domain::condition::RuleIndex;
use crate::parallel;
use crate::protocol::{Protocol, Team};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// What changing the rules showed.
#[derive(Debug, Default)]
pub struct Mutation {
    /// How many changes were tried.
    pub tried: usize,
    /// How many some case noticed.
    pub noticed: usize,
    /// Those that provably change no answer.
    pub equivalent: Vec<Change>,
    /// Those that no case noticed, though they may change an answer.
    pub unnoticed: Vec<Change>,
}

/// One change to a rule, a silence or a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is changed: a rule's id, a silence's topic or a team's id.
    pub of: String,
    /// The field, and the way to the part of it.
    pub path: String,
    /// As it stands.
    pub from: String,
    /// As changed.
    pub to: String,
    /// Why it changes no answer, where that is proved.
    pub why: Option<&'static str>,
}

impl Mutation {
    /// Tries every change of every rule, silence and printed contact, or of one rule.
    pub fn new(protocol: &Protocol, bench: &Bench, only: Option<RuleIndex>) -> Self {
        let targets = targets(protocol, only);
        // A case that fails as it is would seem to notice everything.
        let sound: Vec<(usize, &Prepared)> =
            bench.prepared.iter().enumerate().filter(|(place, case)| !notices(protocol, *place, case)).collect();
        let next = AtomicUsize::new(0);
        let found: Mutex<Vec<(usize, Self)>> = Mutex::new(Vec::with_capacity(targets.len()));
        let threads = parallel::processors();
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let mut changed = protocol.clone();
                    while let Some((place, target)) = {
                        let place = next.fetch_add(1, Ordering::Relaxed);
                        targets.get(place).map(|target| (place, *target))
                    } {
                        let own = one(protocol, &mut changed, &sound, target);
                        found.lock().unwrap_or_else(PoisonError::into_inner).push((place, own));
                    }
                });
            }
        });
        let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.sort_by_key(|(place, _)| *place);
        let mut all = Self::default();
        for (_, own) in found {
            all.tried += own.tried;
            all.noticed += own.noticed;
            all.equivalent.extend(own.equivalent);
            all.unnoticed.extend(own.unnoticed);
        }
        all
    }

    /// Noticed, of those that can change an answer, in percent; all when there are none.
    pub fn score(&self) -> f64 {
        let telling = self.tried - self.equivalent.len();
        if telling == 0 { 100.0 } else { self.noticed as f64 * 100.0 / telling as f64 }
    }
}

fn targets(protocol: &Protocol, only: Option<RuleIndex>) -> Vec<Target> {
    if let Some(rule) = only {
        return vec![Target::Rule(rule)];
    }
    let conditional = protocol.rules.iter().enumerate().filter(|(_, rule)| rule.when.is_some());
    let rules = conditional.map(|(place, _)| Target::Rule(RuleIndex(u16::try_from(place).unwrap_or(u16::MAX))));
    let silences = (0..protocol.silences.len()).map(Target::Silence);
    rules.chain(silences).chain((0..protocol.teams.len()).map(Target::Team)).collect()
}

/// Tries every change of one thing in a thread's own copy, which is left as it was.
fn one(protocol: &Protocol, copy: &mut Protocol, sound: &[(usize, &Prepared)], target: Target) -> Mutation {
    let cases = cases(sound, target);
    let of = match target {
        Target::Rule(rule) => &protocol.rule(rule).id,
        Target::Silence(place) => &protocol.silences[place].topic,
        Target::Team(place) => &protocol.teams[place].id,
    };
    let mut mutation = Mutation::default();
    for mutant in mutant::of(protocol, target) {
        mutation.tried += 1;
        let Mutant { path, from, to, changed, conditions, idle } = mutant;
        let unseen = shows_the_same(protocol, target, &changed);
        let original = swap(copy, target, changed);
        let noticed = cases.iter().any(|(place, case)| notices(copy, *place, case));
        swap(copy, target, original);
        if noticed {
            mutation.noticed += 1;
            continue;
        }
        let reach = Reach::new(protocol);
        let same = conditions.and_then(|pairs| pairs.iter().find_map(|(before, after)| reach.same(before, after)));
        let why = idle.or(same).or(unseen);
        let change = Change { of: of.clone(), path, from, to, why };
        let list = if why.is_some() { &mut mutation.equivalent } else { &mut mutation.unnoticed };
        list.push(change);
    }
    mutation
}

/// Whether a changed team shows the same contacts in office hours, outside them, and when the hour is not known.
fn shows_the_same(protocol: &Protocol, target: Target, changed: &Changed) -> Option<&'static str> {
    let (Target::Team(place), Changed::Team(changed)) = (target, changed) else { return None };
    let shown = |team: &Team, hour: Option<bool>| -> Vec<String> {
        team.serving(hour).into_iter().map(|contact| contact.value.clone()).collect()
    };
    let team = &protocol.teams[place];
    let same = [None, Some(true), Some(false)].into_iter().all(|hour| shown(team, hour) == shown(changed, hour));
    same.then_some("the same contacts are shown at every hour")
}

/// The cases whose outcome rests on what is changed, those that name it first.
fn cases<'a>(sound: &[(usize, &'a Prepared)], target: Target) -> Vec<(usize, &'a Prepared)> {
    let mut cases: Vec<(usize, &Prepared)> = sound
        .iter()
        .copied()
        .filter(|(_, case)| match target {
            Target::Rule(rule) => case.rests_on(rule),
            Target::Silence(place) => case.names_silence(place),
            Target::Team(_) => case.names_contacts(),
        })
        .collect();
    if let Target::Rule(rule) = target {
        cases.sort_by_key(|(_, case)| !case.names(rule));
    }
    cases
}

fn notices(protocol: &Protocol, place: usize, case: &Prepared) -> bool {
    let mut differences = Vec::new();
    let compared = compare(&case.assess(protocol), place, &case.trial, &mut differences);
    compared.is_err() || !differences.is_empty()
}

/// Puts the changed thing in its place, and hands back what stood there.
fn swap(protocol: &mut Protocol, target: Target, changed: Changed) -> Changed {
    match (target, changed) {
        (Target::Rule(index), Changed::Rule(mut rule)) => {
            std::mem::swap(&mut protocol.rules[usize::from(index.0)], &mut rule);
            Changed::Rule(rule)
        }
        (Target::Silence(place), Changed::Silence(mut silence)) => {
            std::mem::swap(&mut protocol.silences[place], &mut silence);
            Changed::Silence(silence)
        }
        (Target::Team(place), Changed::Team(mut team)) => {
            std::mem::swap(&mut protocol.teams[place], &mut team);
            Changed::Team(team)
        }
        (_, changed) => changed,
    }
}
