//! How far a list reaches.

use crate::calendar::{Amount, BankHolidays, Moment, Unit, london, span};
use crate::domain::deadline::{self, Standing, Status};
use crate::problem::Problem;
use crate::protocol::Clock;
use chrono::{DateTime, NaiveDate, Utc};

/// What is listed, of all that is owed.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    /// The last day or instant that "coming" reaches to.
    pub until: Moment,
    /// Later, waiting and met deadlines too.
    pub all: bool,
    /// The present day.
    today: NaiveDate,
}

impl Scope {
    /// So far ahead from now; everything, when `all`.
    ///
    /// # Errors
    /// When the time asked for runs off the calendar.
    pub fn new(now: DateTime<Utc>, within: Amount, all: bool) -> Result<Self, Problem> {
        let from = if within.unit == Unit::Hours { Moment::Instant(now) } else { Moment::Date(london::date_of(now)) };
        Ok(Self { until: span::due(within, from, BankHolidays::published())?, all, today: london::date_of(now) })
    }

    /// Whether a due date lies within the time asked for. A day that has begun by then counts.
    pub(super) fn reaches(&self, due: Moment) -> bool {
        match (due, self.until) {
            (Moment::Instant(due), Moment::Instant(until)) => due <= until,
            (due, until) => due.date() <= until.date(),
        }
    }

    /// Whether the first day of a window has come.
    fn is_in_window(&self, standing: &Standing, clock: &Clock) -> bool {
        let opens = standing.start.and_then(|start| deadline::opens(clock, start.at).ok().flatten());
        opens.is_some_and(|opens| opens.date() <= self.today)
    }

    pub(super) fn lists(&self, standing: &Standing, clock: &Clock) -> bool {
        let reached = |due| {
            // What ends on a day off has to be done on the last working day before.
            let act_by = || {
                let start = standing.start?;
                span::margin(clock.within, start.at, due, BankHolidays::published()).0
            };
            self.reaches(due) || act_by().is_some_and(|day| self.reaches(Moment::Date(day)))
        };
        match standing.status {
            Status::Overdue | Status::DueToday | Status::Due => true,
            Status::Upcoming => self.all || standing.due.is_some_and(reached) || self.is_in_window(standing, clock),
            Status::Waiting => true,
            Status::MetLate | Status::Met => self.all,
        }
    }
}
