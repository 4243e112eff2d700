//! Missing episodes. Each loss of whereabouts is one; being located ends it. The police meaning runs on until well-being is
//! confirmed.

use crate::calendar::{Amount, Moment, Unit, london};
use crate::domain::happening::Happening;
use crate::protocol::Protocol;
use crate::protocol::vocabulary::{Reading, Window};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};

/// One loss of whereabouts. Repeated reports of it change nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Episode {
    /// Whereabouts lost.
    pub lost: Moment,
    /// When a record says that the child was located.
    pub located: Option<Moment>,
    /// Located, or well-being confirmed where nothing says when the child was located: the end of the loss.
    pub ended: Option<Moment>,
    /// Well-being confirmed since. Until then the police meaning of missing stays open.
    pub confirmed: Option<Moment>,
}

/// The episodes in a case's events.
pub fn episodes(protocol: &Protocol, events: &[Happening]) -> Vec<Episode> {
    let Some(names) = protocol.vocabulary.missing else { return Vec::new() };
    let mut episodes: Vec<Episode> = Vec::new();
    for event in events {
        let last = episodes.last_mut();
        if event.kind == names.lost {
            if last.is_none_or(|last| last.ended.is_some()) {
                episodes.push(Episode { lost: event.when, located: None, ended: None, confirmed: None });
            }
        } else if event.kind == names.located {
            if let Some(last) = last.filter(|last| last.ended.is_none()) {
                (last.located, last.ended) = (Some(event.when), Some(event.when));
            }
        } else if event.kind == names.confirmed
            && let Some(last) = last
        {
            last.ended.get_or_insert(event.when);
            last.confirmed.get_or_insert(event.when);
        }
    }
    episodes
}

/// The present loss: the child is not located.
pub fn lost(episodes: &[Episode]) -> Option<&Episode> {
    episodes.last().filter(|episode| episode.ended.is_none())
}

/// The latest loss, while the police meaning of missing is open: not located, or well-being not confirmed.
pub fn open(episodes: &[Episode]) -> Option<&Episode> {
    episodes.last().filter(|episode| episode.confirmed.is_none())
}

/// The loss that opened the police meaning of missing, while that is open.
pub fn opened(episodes: &[Episode]) -> Option<&Episode> {
    open(episodes)?;
    let closed = episodes.iter().rposition(|episode| episode.confirmed.is_some());
    episodes.get(closed.map_or(0, |place| place + 1))
}

/// Whether the last episode was ended by well-being confirmed, with no record that the child was located.
pub fn never_located(episodes: &[Episode]) -> bool {
    episodes.last().is_some_and(|episode| episode.confirmed.is_some() && episode.located.is_none())
}

/// When an episode that began at `lost` reaches `days`: the earlier of so many times 24 elapsed hours and the same clock
/// time so many dates later, so that a change of the clocks never delays it.
pub fn reaches(lost: Moment, days: u32) -> DateTime<Utc> {
    let start = lost.earliest();
    let elapsed = start + TimeDelta::days(i64::from(days));
    let local = london::local(start).time;
    let same_clock_time =
        local.checked_add_days(Days::new(u64::from(days))).and_then(|time| london::instant(time).ok());
    same_clock_time.map_or(elapsed, |instant| instant.min(elapsed))
}

/// Whole days reached by `now`.
pub fn days(lost: Moment, now: DateTime<Utc>) -> u32 {
    let elapsed = (now - lost.earliest()).num_days();
    let mut days = u32::try_from(elapsed).unwrap_or(0);
    // A clock change can make the next day come up to an hour early.
    while reaches(lost, days + 1) <= now {
        days += 1;
    }
    days
}

/// When each loss reached a number of days, for those that did: a count never runs through a time at which the child was
/// located.
pub fn reached(episodes: &[Episode], days: u32, now: DateTime<Utc>) -> Vec<Moment> {
    let reached = |episode: &Episode| {
        let at = reaches(episode.lost, days);
        let until = match episode.ended {
            None => now,
            Some(Moment::Instant(ended)) => ended,
            // Located on a date: the day may have run to its end.
            Some(Moment::Date(date)) => Moment::Date(date.succ_opt().unwrap_or(date)).earliest(),
        };
        (at <= until.min(now)).then_some(Moment::Instant(at))
    };
    episodes.iter().filter_map(reached).collect()
}

/// Start and end dates of each episode; an open one ends today.
pub(super) fn spans(episodes: &[Episode], today: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    episodes.iter().map(|episode| (episode.lost.date(), episode.ended.map_or(today, Moment::date))).collect()
}

/// The most episodes of which the last starts within so many dates of the first one's end.
pub fn most_within(episodes: &[Episode], days: u32, today: NaiveDate) -> usize {
    if episodes.is_empty() {
        return 0;
    }
    let spans = spans(episodes, today);
    let mut most = 0;
    for first in 0..spans.len() {
        let last = (first..spans.len())
            .rev()
            .find(|last| (spans[*last].0 - spans[first].1).num_days() <= i64::from(days))
            .unwrap_or(first);
        most = most.max(last - first + 1);
    }
    most
}

/// How often a number of episodes within a window was reached, the last time that it was.
#[derive(Debug, Default)]
pub struct Reach<'a> {
    /// The readings of the window in which it was reached.
    pub readings: Vec<&'a Reading>,
    /// The start of each episode that made up the number, one after another: the first reached it, the others again.
    pub starts: Vec<Moment>,
}

/// When `count` episodes within the window were last reached. An episode that makes up no such number ends what was
/// reached before, so that years later the first new one is not taken for part of it.
pub fn last_reach<'a>(episodes: &[Episode], count: usize, readings: &'a [Reading], today: NaiveDate) -> Reach<'a> {
    let spans = spans(episodes, today);
    let mut reach = Reach::default();
    let mut before = None;
    for last in count.max(1) - 1..spans.len() {
        let first = last + 1 - count.max(1);
        let mut met = readings
            .iter()
            .filter(|reading| holds(reading.window, spans[first].0, spans[first].1, spans[last].0))
            .peekable();
        if met.peek().is_none() {
            continue;
        }
        if before.replace(last).is_none_or(|before| before + 1 < last) {
            reach = Reach::default();
        }
        reach.starts.push(episodes[last].lost);
        for reading in met {
            if !reach.readings.iter().any(|held| held.id == reading.id) {
                reach.readings.push(reading);
            }
        }
    }
    reach.readings.sort_by(|left, right| left.id.cmp(&right.id));
    reach
}

/// Whether a reading's window spans from the first of some episodes to the last.
pub(super) fn holds(window: Window, first_start: NaiveDate, first_end: NaiveDate, last_start: NaiveDate) -> bool {
    match window {
        Window::SameMonth => (first_start.year(), first_start.month()) == (last_start.year(), last_start.month()),
        Window::Within(Amount { number, unit: Unit::Months }) => {
            first_end.checked_add_months(Months::new(number)).is_some_and(|limit| last_start <= limit)
        }
        Window::Within(amount) => {
            let days = if amount.unit == Unit::Weeks { amount.number * 7 } else { amount.number };
            (last_start - first_end).num_days() <= i64::from(days)
        }
    }
}
