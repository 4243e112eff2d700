//! Clocks: what a rule's limit comes to in one situation.

use crate::calendar::{Amount, BankHolidays, Moment, Reckoning, add, span};
use crate::domain::check::words;
use crate::domain::condition::{EventIndex, TeamIndex};
use crate::domain::derive::birthday;
use crate::domain::happening::Happening;
use crate::domain::missing;
use crate::domain::situation::Situation;
use crate::problem::Problem;
use crate::protocol::vocabulary::Vocabulary;
use crate::protocol::{Clock, NoLimit, OtherReading, Starts};

/// Where a deadline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Its end has passed.
    Overdue,
    /// It ends today.
    DueToday,
    /// To be done now, with no limit printed: never overdue.
    Due,
    /// It ends later.
    Upcoming,
    /// It applies, but its start is not recorded.
    Waiting,
    /// Done after its end.
    MetLate,
    /// Done in time.
    Met,
}

impl Status {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::DueToday => "due today",
            Self::Due => "due, no limit printed",
            Self::Upcoming => "upcoming",
            Self::Waiting => "waiting to start",
            Self::MetLate => "met late",
            Self::Met => "met",
        }
    }

    /// Its fixed name, as scripts read it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::DueToday => "due_today",
            Self::Due => "due",
            Self::Upcoming => "upcoming",
            Self::Waiting => "waiting",
            Self::MetLate => "met_late",
            Self::Met => "met",
        }
    }

    /// Still running.
    pub fn live(self) -> bool {
        matches!(self, Self::Overdue | Self::DueToday | Self::Due | Self::Upcoming)
    }
}

/// What a clock started from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Start {
    /// The event, unless it is a birthday.
    pub event: Option<EventIndex>,
    /// When.
    pub at: Moment,
    /// Its place among the situation's events; none for a birthday, which any record of the deed answers.
    place: Option<usize>,
}

/// Where a clock stands. Nothing is allocated for it: most deadlines of a caseload are passed over once this is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// From what.
    pub start: Option<Start>,
    /// When it ends; none while waiting.
    pub due: Option<Moment>,
    /// Where it stands.
    pub status: Status,
    /// What met it.
    pub met: Option<Happening>,
}

/// One running, met or waiting deadline.
#[derive(Debug, Clone)]
pub struct Deadline {
    /// From what.
    pub start: Option<Start>,
    /// What it comes to; none while waiting.
    pub reckoning: Option<Reckoning>,
    /// For a window, its first day.
    pub opens: Option<Moment>,
    /// Where it stands.
    pub status: Status,
    /// What met it.
    pub met: Option<Happening>,
    /// From today to the due date; negative when past.
    pub days_left: Option<i64>,
    /// Other dates, by other readings of the text.
    pub other_readings: Vec<(String, Option<Moment>)>,
    /// Earlier starts that nothing answered before the next one, the last first.
    pub earlier: Vec<EarlierStart>,
}

/// A start before the one that a deadline runs from, which nothing recorded before the next start answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EarlierStart {
    /// The event.
    pub event: EventIndex,
    /// When.
    pub at: Moment,
    /// The date by it.
    pub due: Moment,
}

impl EarlierStart {
    /// In words, without a full stop.
    pub fn words(&self, vocabulary: &Vocabulary) -> String {
        let title = &vocabulary.event_definition(self.event).title;
        let at = words(self.at);
        format!("Counted from the earlier “{title}” ({at}); nothing recorded before the next one meets it")
    }

    /// Where a deadline from this start stands, while nothing has met the last start either.
    pub fn standing(&self, situation: &Situation<'_>) -> Standing {
        let start = Start { event: Some(self.event), at: self.at, place: None };
        Standing { start: Some(start), due: Some(self.due), status: running(situation, self.due), met: None }
    }
}

/// Every other date that could be meant, without the words.
#[derive(Debug, Clone, Default)]
pub struct Others {
    /// By each other reading of the rule, in its order.
    pub readings: Vec<Option<Moment>>,
    /// From earlier starts, the last first.
    pub earlier: Vec<EarlierStart>,
}

impl Deadline {
    /// Every other date that could be meant, with its reason: by other readings of the text, then from earlier starts.
    pub fn other_dates(&self, vocabulary: &Vocabulary) -> Vec<(String, Option<Moment>)> {
        let earlier = self.earlier.iter().map(|start| (start.words(vocabulary), Some(start.due)));
        self.other_readings.iter().cloned().chain(earlier).collect()
    }
}

/// Where a clock whose condition holds stands. `None` when it ran and has ended without being met, such as visits to a
/// child in custody after release.
///
/// # Errors
/// When a date runs off the calendar.
pub fn standing(situation: &Situation<'_>, clock: &Clock) -> Result<Option<Standing>, Problem> {
    let Some(start) = clock_start(situation, clock) else {
        let status = if clock.no_limit == Some(NoLimit::UntilFirst) { Status::Due } else { Status::Waiting };
        return Ok(Some(Standing { start: None, due: None, status, met: None }));
    };
    if has_ended(situation, clock, &start) {
        return Ok(None);
    }
    let due = span::due(clock.within, start.at, BankHolidays::published())?;
    let met = if clock.recurring { None } else { answer(situation, &start, clock) };
    let status = match met {
        // With no limit printed nothing can be late.
        Some(_) if clock.no_limit == Some(NoLimit::Always) => Status::Met,
        None if clock.no_limit == Some(NoLimit::Always) && situation.today >= due.date() => Status::Due,
        Some(event) if in_time(event.when, due) => Status::Met,
        Some(_) => Status::MetLate,
        None => running(situation, due),
    };
    Ok(Some(Standing { start: Some(start), due: Some(due), status, met }))
}

impl Standing {
    /// Earlier starts that nothing answered before the next one, the last first.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub fn earlier(&self, situation: &Situation<'_>, clock: &Clock) -> Result<Vec<EarlierStart>, Problem> {
        match self.start {
            Some(start) if !clock.recurring => earlier_starts(situation, clock, &start),
            _ => Ok(Vec::new()),
        }
    }

    /// The same with its working, other readings and earlier starts.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub fn worked_out(
        self,
        situation: &Situation<'_>,
        clock: &Clock,
        others: &[OtherReading],
    ) -> Result<Deadline, Problem> {
        let Self { start, due, status, met } = self;
        let mut deadline = Deadline {
            start,
            reckoning: None,
            opens: None,
            status,
            met,
            days_left: due.filter(|_| status != Status::Due).map(|due| (due.date() - situation.today).num_days()),
            other_readings: Vec::new(),
            earlier: Vec::new(),
        };
        if start.is_none() && status == Status::Due {
            deadline.other_readings = others.iter().map(|other| (other.text.clone(), None)).collect();
        }
        if let Some(start) = start.filter(|_| due.is_some()) {
            let Others { readings, earlier } = self.others(situation, clock, others)?;
            deadline.reckoning = Some(add(clock.within, start.at, BankHolidays::published())?);
            deadline.opens = opens(clock, start.at)?;
            deadline.other_readings = others.iter().map(|other| other.text.clone()).zip(readings).collect();
            deadline.earlier = earlier;
        }
        Ok(deadline)
    }

    /// The other dates that could be meant.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub fn others(&self, situation: &Situation<'_>, clock: &Clock, others: &[OtherReading]) -> Result<Others, Problem> {
        let (Some(start), Some(due)) = (self.start, self.due) else { return Ok(Others::default()) };
        let readings = others.iter().map(|other| other_date(situation, clock, &start, due, other));
        Ok(Others { readings: readings.collect::<Result<_, _>>()?, earlier: self.earlier(situation, clock)? })
    }
}

/// A clock has ended when something that ends it came after its start, or came at all and nothing reopened it since: a
/// supervision held after a service closed does not make the case joint again.
fn has_ended(situation: &Situation<'_>, clock: &Clock, start: &Start) -> bool {
    let Some((end, _)) = situation.latest(&clock.ended_by) else { return false };
    start.place.is_none_or(|place| end > place)
        || situation.latest(&clock.reopened_by).is_none_or(|(reopened, _)| reopened < end)
}

/// Whether what starts a clock is recorded, and nothing has ended it since.
pub fn is_started(situation: &Situation<'_>, clock: &Clock) -> bool {
    clock_start(situation, clock).is_some_and(|start| !has_ended(situation, clock, &start))
}

/// The first day of a clock's window, when it has one.
///
/// # Errors
/// When a date runs off the calendar.
pub fn opens(clock: &Clock, start: Moment) -> Result<Option<Moment>, Problem> {
    clock.opens.map(|amount| span::due(amount, start, BankHolidays::published())).transpose()
}

fn clock_start(situation: &Situation<'_>, clock: &Clock) -> Option<Start> {
    let start = start(situation, &clock.starts, &clock.counts_to)?;
    let lost = || missing::lost(&situation.episodes).map(|episode| episode.lost);
    let counts = !clock.since_loss || lost().is_some_and(|lost| not_before(start.at, lost));
    counts.then_some(start)
}

/// Returns true when `done` is not before `since`. What is recorded by its date alone may have been done at any time of
/// that day.
pub fn not_before(done: Moment, since: Moment) -> bool {
    match (done, since) {
        (Moment::Instant(done), Moment::Instant(since)) => done >= since,
        _ => done.date() >= since.date(),
    }
}

/// What dates a route or a duty that has a start of its own: the first of these events since the last that made them count
/// anew, else the latest.
pub fn dated_by(situation: &Situation<'_>, starts: &Starts, reopened_by: &[EventIndex]) -> Option<Moment> {
    if let Starts::Event(kinds) = starts
        && let Some((reopened, _)) = situation.latest(reopened_by)
    {
        let first = situation.events[reopened..].iter().find(|event| kinds.contains(&event.kind));
        if let Some(first) = first {
            return Some(first.when);
        }
    }
    start(situation, starts, &[]).map(|start| start.at)
}

fn start(situation: &Situation<'_>, starts: &Starts, teams: &[Option<TeamIndex>]) -> Option<Start> {
    let from =
        |(place, event): (usize, Happening)| Start { event: Some(event.kind), at: event.when, place: Some(place) };
    match starts {
        Starts::Event(kinds) => situation.latest_to(kinds, teams).map(from),
        Starts::FirstEvent(kinds) => situation.first(kinds).map(from),
        Starts::LaterOf(kinds) => {
            let mut latest = None;
            for kind in kinds {
                latest = latest.max(Some(situation.latest(&[*kind])?.0));
            }
            latest.map(|place| from((place, situation.events[place])))
        }
        Starts::Birthday(years) => {
            let born = situation.born?;
            Some(Start { event: None, at: Moment::Date(birthday(born, *years)), place: None })
        }
    }
}

/// The first recorded deed that answers a start: on its date or later; where both have a time, not before it.
fn answer(situation: &Situation<'_>, start: &Start, clock: &Clock) -> Option<Happening> {
    let stops = &clock.stops;
    if !situation.may_have(stops) {
        return None;
    }
    situation
        .events
        .iter()
        .enumerate()
        .filter(|(_, event)| stops.contains(&event.kind) && event.is_to(&clock.counts_to))
        .find(|(place, event)| match (start.place, start.at, event.when) {
            (None, ..) => true,
            (Some(_), Moment::Instant(from), Moment::Instant(done)) => done >= from,
            (Some(from), Moment::Instant(_), Moment::Date(_)) => *place > from,
            (Some(_), Moment::Date(from), done) => done.date() >= from,
        })
        .map(|(_, event)| *event)
}

fn in_time(done: Moment, due: Moment) -> bool {
    match due {
        Moment::Date(due) => done.date() <= due,
        Moment::Instant(due) => done.earliest() <= due,
    }
}

fn running(situation: &Situation<'_>, due: Moment) -> Status {
    let past = match due {
        Moment::Date(date) => situation.today > date,
        Moment::Instant(instant) => situation.now > instant,
    };
    if past {
        Status::Overdue
    } else if due.date() == situation.today {
        Status::DueToday
    } else {
        Status::Upcoming
    }
}

fn other_date(
    situation: &Situation<'_>,
    clock: &Clock,
    own: &Start,
    due: Moment,
    other: &OtherReading,
) -> Result<Option<Moment>, Problem> {
    let holidays = BankHolidays::published();
    if let Some(within) = other.within {
        return Ok(Some(span::due(within, own.at, holidays)?));
    }
    let Some(schedule) = &other.schedule else { return Ok(None) };
    let Some(first) = start(situation, schedule, &[]) else { return Ok(None) };
    // The schedule's own date is the first multiple after the last time it was done.
    let mut times: u32 = 1;
    loop {
        let Some(number) = clock.within.number.checked_mul(times) else { return Ok(None) };
        let on = span::due(Amount { number, unit: clock.within.unit }, first.at, holidays)?;
        if on.date() > own.at.date() {
            return Ok(Some(on).filter(|on| *on != due));
        }
        times += 1;
    }
}

/// A clock is shown from its latest start. An earlier start that nothing answered before the next one is not forgotten.
fn earlier_starts(situation: &Situation<'_>, clock: &Clock, own: &Start) -> Result<Vec<EarlierStart>, Problem> {
    let (kinds, is_later_of) = match &clock.starts {
        Starts::Event(kinds) => (kinds, false),
        Starts::LaterOf(kinds) => (kinds, true),
        Starts::FirstEvent(_) | Starts::Birthday(_) => return Ok(Vec::new()),
    };
    let mut earlier = Vec::new();
    let mut next = own.place.unwrap_or(0);
    for place in (0..own.place.unwrap_or(0)).rev() {
        let event = situation.events[place];
        if !kinds.contains(&event.kind) || !event.is_to(&clock.counts_to) {
            continue;
        }
        // The later of several is a start once each of them has happened.
        let before = &situation.events[..=place];
        if is_later_of
            && !kinds.iter().all(|kind| before.iter().any(|other| other.kind == *kind && other.is_to(&clock.counts_to)))
        {
            continue;
        }
        let between = &situation.events[place..next];
        if !between.iter().any(|later| clock.stops.contains(&later.kind) && later.is_to(&clock.counts_to)) {
            let due = span::due(clock.within, event.when, BankHolidays::published())?;
            // Opened twice on one day, it is due once.
            let is_new = earlier.iter().all(|held: &EarlierStart| held.due != due)
                && span::due(clock.within, own.at, BankHolidays::published())? != due;
            if is_new {
                earlier.push(EarlierStart { event: event.kind, at: event.when, due });
            }
        }
        next = place;
    }
    Ok(earlier)
}
