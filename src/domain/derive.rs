//! Facts that are worked out rather than asked. The parameters are the vocabulary's; only the methods are here.

use crate::calendar::{BankHolidays, london};
use crate::domain::condition::EventIndex;
use crate::domain::fact::Value;
use crate::domain::missing;
use crate::domain::situation::Situation;
use crate::protocol::vocabulary::Derive;
use chrono::{Datelike, NaiveDate, Timelike};

/// What a method gives in a situation; `None` is unknown.
pub(super) fn value(situation: &Situation<'_>, method: &Derive) -> Option<Value> {
    let number = |number: usize| Some(Value::Number(number as f64));
    match method {
        Derive::Age => situation.born.map(|born| Value::Number(f64::from(age(born, situation.today)))),
        Derive::OutOfHours { days, from, to } => Some(Value::Flag(!in_hours(situation, days, *from, *to))),
        Derive::LatestOf { opens, closes, otherwise } => match situation.latest(&[*opens, *closes]) {
            Some((_, event)) => Some(Value::Flag(event.kind == *opens)),
            None => {
                otherwise.and_then(|(fact, wanted)| situation.facts.get(fact).map(|held| Value::Flag(held == wanted)))
            }
        },
        Derive::Both(facts) => {
            let mut held = facts.iter().map(|fact| situation.facts.get(*fact));
            if held.clone().any(|one| one == Some(Value::Flag(false))) {
                Some(Value::Flag(false))
            } else if held.all(|one| one == Some(Value::Flag(true))) {
                Some(Value::Flag(true))
            } else {
                None
            }
        }
        Derive::AgeWhileBelow(limit) => {
            let age = f64::from(age(situation.born?, situation.today));
            (age < *limit).then_some(Value::Number(age))
        }
        Derive::DaysInSpells { starts, ends, from_birthday } => {
            days_in_spells(situation, *starts, *ends, *from_birthday).and_then(number)
        }
        Derive::MissingNow => Some(Value::Flag(missing::open(&situation.episodes).is_some())),
        Derive::MissingDays => {
            let days = missing::lost(&situation.episodes).map_or(0, |open| missing::days(open.lost, situation.now));
            Some(Value::Number(f64::from(days)))
        }
        Derive::MissingDaysPolice => {
            let days = missing::opened(&situation.episodes).map_or(0, |open| missing::days(open.lost, situation.now));
            Some(Value::Number(f64::from(days)))
        }
        Derive::ClosedWhileBoth(pairs) => Some(Value::Flag(closed_while_open(situation, pairs))),
        Derive::MissingEpisodes(within) => number(missing::most_within(&situation.episodes, *within, situation.today)),
        Derive::DaysSinceLastMissing => {
            let last = situation.episodes.last()?;
            usize::try_from((situation.today - last.lost.date()).num_days()).ok().and_then(number)
        }
        Derive::KnownUnlessMissing => situation.episodes.last().map(|last| Value::Flag(last.ended.is_some())),
        Derive::WellbeingConfirmed => {
            let names = situation.protocol.vocabulary.missing?;
            let (located, _) = situation.latest(&[names.located])?;
            let (confirmed, _) = situation.latest(&[names.confirmed])?;
            (confirmed > located).then_some(Value::Flag(true))
        }
    }
}

/// Returns true when one of several services closed while every one of them had the case open.
fn closed_while_open(situation: &Situation<'_>, pairs: &[(EventIndex, EventIndex)]) -> bool {
    let mut open = vec![false; pairs.len()];
    for event in &situation.events {
        for (place, (opens, closes)) in pairs.iter().enumerate() {
            if event.kind == *closes {
                if open.iter().all(|open| *open) {
                    return true;
                }
                open[place] = false;
            } else if event.kind == *opens {
                open[place] = true;
            }
        }
    }
    false
}

/// Completed years. Someone born on 29 February has a birthday on 1 March in other years.
pub fn age(born: NaiveDate, today: NaiveDate) -> u32 {
    let years = u32::try_from(today.year() - born.year()).unwrap_or(0);
    if birthday(born, years) <= today { years } else { years.saturating_sub(1) }
}

/// The date on which someone completes so many years.
pub fn birthday(born: NaiveDate, years: u32) -> NaiveDate {
    let year = born.year() + i32::try_from(years).unwrap_or(0);
    born.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1)).unwrap_or(born)
}

fn in_hours(situation: &Situation<'_>, days: &[bool; 7], from: u32, to: u32) -> bool {
    let local = london::local(situation.now).time;
    let minute = local.hour() * 60 + local.minute();
    let weekday = local.date().weekday().num_days_from_monday() as usize;
    days[weekday] && (from..to).contains(&minute) && BankHolidays::published().name(local.date()).is_none()
}

/// The union of days, both ends counted, in spells from a birthday on. Unknown without a date of birth, without any
/// recorded spell, or when a spell's start is missing: then some days cannot be counted.
fn days_in_spells(
    situation: &Situation<'_>,
    starts: EventIndex,
    ends: EventIndex,
    from_birthday: u32,
) -> Option<usize> {
    let born = situation.born?;
    // Without an end there is a spell only if one is open; most children have never been in one.
    situation.first(&[starts, ends])?;
    let from = birthday(born, from_birthday);
    let mut spells: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    let mut open: Option<NaiveDate> = None;
    for event in &situation.events {
        let date = event.when.date();
        if event.kind == starts {
            open.get_or_insert(date);
        } else if event.kind == ends {
            spells.push((open.take()?, date));
        }
    }
    if let Some(start) = open {
        spells.push((start, situation.today));
    }
    if spells.is_empty() {
        return None;
    }
    let mut counted = 0;
    let mut next = from;
    for (start, end) in spells {
        let start = start.max(next);
        if start <= end {
            counted += usize::try_from((end - start).num_days()).ok()? + 1;
            next = end.succ_opt()?;
        }
    }
    Some(counted)
}
