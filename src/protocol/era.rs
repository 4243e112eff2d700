//! Which rules are in force on a date, and the time around it in which none of them changes.

use super::load::RawFile;
use super::period::Period;
use crate::domain::condition::RuleIndex;
use chrono::NaiveDate;
use std::collections::HashMap;

/// Keeps the rules in force on the date. Gives the time around it in which no rule changes, the days on which some rule
/// does, and the rules that are not in force in it.
pub(super) fn in_era(
    files: &mut [RawFile<'_>],
    in_force: Period,
    on: Option<NaiveDate>,
) -> (Period, Vec<NaiveDate>, Vec<String>) {
    let periods = || files.iter().flat_map(|(.., rules)| rules).map(|raw| raw.period);
    if periods().all(|period| period.is_open()) {
        return (in_force, Vec::new(), Vec::new());
    }
    let mut changes: Vec<NaiveDate> = periods()
        .flat_map(|period| period.changes().collect::<Vec<_>>())
        .filter(|day| in_force.contains(*day))
        .collect();
    changes.sort_unstable();
    changes.dedup();
    let some = || changes.last().copied().or(in_force.from).or(in_force.until);
    let Some(on) = on.filter(|on| in_force.contains(*on)).or_else(some) else {
        return (in_force, changes, Vec::new());
    };
    let mut withdrawn: Vec<String> = Vec::new();
    for (.., rules) in files.iter_mut() {
        let gone = rules.iter().filter(|raw| !raw.period.contains(on)).map(|raw| raw.rule.id.clone());
        withdrawn.extend(gone.collect::<Vec<_>>());
        rules.retain(|raw| raw.period.contains(on));
    }
    (in_force.around(on, &changes), changes, withdrawn)
}

pub(super) fn number(files: &[RawFile<'_>]) -> HashMap<String, RuleIndex> {
    let mut index = HashMap::with_capacity(files.iter().map(|(.., rules)| rules.len()).sum());
    let rules = files.iter().flat_map(|(.., rules)| rules).enumerate();
    index.extend(rules.map(|(place, raw)| (raw.rule.id.clone(), RuleIndex(u16::try_from(place).unwrap_or(u16::MAX)))));
    index
}
