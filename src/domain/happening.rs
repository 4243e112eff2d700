//! What happened in a case, read: names turned to indices, times read and put in order, impossible ones refused.

use crate::calendar::{Moment, london, parse_date, parse_instant_or_local};
use crate::domain::condition::{EventIndex, TeamIndex};
use crate::domain::naming::{known_event, team_index};
use crate::domain::pairs;
use crate::domain::view::{CaseView, EventView};
use crate::problem::Problem;
use crate::protocol::Protocol;
use chrono::{DateTime, NaiveDate, Utc};

/// Something that happened, read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Happening {
    /// What.
    pub kind: EventIndex,
    /// When.
    pub when: Moment,
    /// The London date of that.
    pub date: NaiveDate,
    /// Its place among the case's events as given.
    pub place: usize,
    /// The team it went to, where one is recorded.
    pub to: Option<TeamIndex>,
}

impl Happening {
    /// Returns true when it went to one of these teams, in which `None` is no team recorded; an empty list is any.
    pub fn is_to(&self, teams: &[Option<TeamIndex>]) -> bool {
        teams.is_empty() || teams.contains(&self.to)
    }
}

/// The kinds of event that a case has, as marks: nearly every question about events is about one that it has not, which
/// this answers without a look at them. Two kinds may share a mark, so a mark alone says no more than "perhaps".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds(u64);

impl Kinds {
    /// Those of some events.
    pub fn of(events: &[Happening]) -> Self {
        Self::among(events.iter().map(|event| &event.kind))
    }

    #[inline]
    pub(super) fn among<'k>(kinds: impl IntoIterator<Item = &'k EventIndex>) -> Self {
        Self(kinds.into_iter().fold(0, |marks, kind| marks | Self::mark(*kind)))
    }

    /// False when there is no such event.
    #[inline]
    pub(super) fn may_have(self, kind: EventIndex) -> bool {
        self.0 & Self::mark(kind) != 0
    }

    /// False when none of the others' kinds is among these.
    #[inline]
    pub(super) fn shares(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    fn mark(kind: EventIndex) -> u64 {
        1 << (kind.0 % u64::BITS as u16)
    }
}

/// The events of a case, read and put in order.
///
/// # Errors
/// The first event that cannot be read or cannot be; an end before its own start.
pub(super) fn happenings(
    protocol: &Protocol,
    case: &CaseView<'_>,
    now: DateTime<Utc>,
    today: NaiveDate,
    born: Option<NaiveDate>,
) -> Result<Vec<Happening>, Problem> {
    let mut events = Vec::with_capacity(case.events.len());
    for (place, event) in case.events.iter().enumerate() {
        events.push(happening(protocol, place, event, now, today, born)?);
    }
    sort(&mut events);
    pairs::check(protocol, &events)?;
    Ok(events)
}

/// Everything that is wrong with the events of a case: each by itself, then every end without a start among the others.
pub(super) fn event_faults(
    protocol: &Protocol,
    case: &CaseView<'_>,
    now: DateTime<Utc>,
    born: Option<NaiveDate>,
) -> Vec<Problem> {
    let today = london::date_of(now);
    let (mut events, mut faults) = (Vec::with_capacity(case.events.len()), Vec::new());
    for (place, event) in case.events.iter().enumerate() {
        match happening(protocol, place, event, now, today, born) {
            Ok(event) => events.push(event),
            Err(problem) => faults.push(problem),
        }
    }
    sort(&mut events);
    faults.extend(pairs::faults(protocol, &events));
    faults
}

fn happening(
    protocol: &Protocol,
    place: usize,
    event: &EventView<'_>,
    now: DateTime<Utc>,
    today: NaiveDate,
    born: Option<NaiveDate>,
) -> Result<Happening, Problem> {
    let field = |part: &str| format!("events[{place}]{part}");
    let kind = known_event(protocol, &event.kind).map_err(|problem| problem.field(field(".kind")))?;
    let to = match &event.to {
        Some(team) => Some(team_index(protocol, team).map_err(|problem| problem.field(field(".to")))?),
        None => None,
    };
    let when = moment(event).map_err(|problem| problem.field(field("")))?;
    let date = when.date();
    let late = match when {
        Moment::Date(date) => date > today,
        Moment::Instant(instant) => instant > now,
    };
    if late {
        let what = format!("`{}` on {when} lies in the future", event.kind);
        let hint = "record what has happened; something planned is no event";
        return Err(Problem::input(what).field(field("")).hint(hint));
    }
    if let Some(born) = born.filter(|born| date < *born) {
        let what = format!("`{}` on {when} is before the child was born ({born})", event.kind);
        return Err(Problem::input(what).field(field("")).hint("check `born` and the date of the event"));
    }
    Ok(Happening { kind, when, date, place, to })
}

fn moment(event: &EventView<'_>) -> Result<Moment, Problem> {
    match (&event.on, &event.at) {
        (Some(on), None) => parse_date(on).map(Moment::Date),
        (None, Some(at)) => parse_instant_or_local(at).map(Moment::Instant),
        (None, None) => Err(Problem::input(format!("`{}` has neither a date nor a time", event.kind))
            .hint("give `on` (a date) or `at` (a date and time)")),
        (Some(_), Some(_)) => Err(Problem::input(format!("`{}` has both `on` and `at`", event.kind))
            .hint("give `at` when the time is known, else `on`")),
    }
}

/// By date; on one date as given, save that events with a time stand in the order of their times. A date alone says
/// nothing of the time, so it keeps the place it was given.
fn sort(events: &mut [Happening]) {
    events.sort_by_key(|event| event.date);
    let mut start = 0;
    while start < events.len() {
        let date = events[start].date;
        let end = start + events[start..].iter().take_while(|event| event.date == date).count();
        if end == start + 1 {
            start = end;
            continue;
        }
        let is_timed = |event: &&Happening| matches!(event.when, Moment::Instant(_));
        // As events are mostly recorded in the order in which they happened, this is mostly all there is to do.
        if events[start..end].iter().filter(is_timed).is_sorted_by_key(|event| event.when.earliest()) {
            start = end;
            continue;
        }
        let timed: Vec<usize> = (start..end).filter(|place| is_timed(&&events[*place])).collect();
        let mut sorted: Vec<Happening> = timed.iter().map(|place| events[*place]).collect();
        sorted.sort_by_key(|event| event.when.earliest());
        for (place, event) in timed.into_iter().zip(sorted) {
            events[place] = event;
        }
        start = end;
    }
}
