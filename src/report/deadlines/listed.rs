//! Deadlines in the order in which they are listed. A row is put together where it is shown: a caseload has thousands of
//! them, and each is large.

use super::rows::{Row, is_in_window, margin, row};
use crate::calendar::{Moment, london};
use crate::domain::agenda::{self, Agenda, CaseAgenda, Owed};
use crate::domain::deadline::Status;
use crate::parallel;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Serialize, Serializer};
use std::ops::Range;

#[derive(Debug)]
pub(super) struct Listed<'a> {
    owed: Vec<(&'a CaseAgenda, &'a Owed)>,
    today: NaiveDate,
}

impl<'a> Listed<'a> {
    /// All that is owed, and all that may be: what is late first, then by the date, the case and the rule.
    pub(super) fn both(agenda: &'a Agenda, now: DateTime<Utc>) -> (Self, Self) {
        let each = agenda.cases().flat_map(|case| case.deadlines.iter().map(move |owed| (case, owed)));
        let place = |owed: &Owed| (agenda::urgency(owed.standing.status), owed.standing.due.map(ends));
        let (certain, not_certain): (Vec<_>, Vec<_>) =
            each.map(|(case, owed)| (place(owed), case, owed)).partition(|(.., owed)| owed.certain);
        let sorted = |mut each: Vec<(_, &'a CaseAgenda, &'a Owed)>| {
            // Mostly they come in the order of the references and the rules, and ties keep it.
            each.sort_by_key(|(_, case, owed)| (&*case.reference, owed.rule));
            each.sort_by_key(|(place, ..)| *place);
            Self { owed: each.into_iter().map(|(_, case, owed)| (case, owed)).collect(), today: london::date_of(now) }
        };
        (sorted(certain), sorted(not_certain))
    }

    /// Those that stand so.
    pub(super) fn of(&self, status: Status) -> Self {
        let owed = self.owed.iter().copied().filter(|(_, owed)| owed.standing.status == status);
        Self { owed: owed.collect(), today: self.today }
    }

    /// Those whose window is open before they are due.
    pub(super) fn windows(&self) -> Self {
        let mut windows = self.of(Status::Upcoming);
        windows.owed.retain(|(case, owed)| is_in_window(case, owed, self.today));
        windows
    }

    /// Those whose window is not open.
    pub(super) fn without_windows(mut self) -> Self {
        let today = self.today;
        self.owed.retain(|(case, owed)| !is_in_window(case, owed, today));
        self
    }

    /// Keeps those whose status is wanted.
    pub(super) fn retain(&mut self, is_wanted: impl Fn(Status) -> bool) {
        self.owed.retain(|(_, owed)| is_wanted(owed.standing.status));
    }

    /// How many stand so.
    pub(super) fn number(&self, status: Status) -> usize {
        self.owed.iter().filter(|(_, owed)| owed.standing.status == status).count()
    }

    /// Whether a date of one of them rests on bank holidays that are not published yet.
    pub(super) fn is_provisional(&self) -> bool {
        let is_provisional = |(case, owed): &(&CaseAgenda, &Owed)| margin(case, owed).1;
        parallel::parts(self.len(), |part| self.owed[part].iter().any(is_provisional)).contains(&true)
    }

    pub(super) fn len(&self) -> usize {
        self.owed.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.owed.is_empty()
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'a>> + '_ {
        self.part(0..self.len())
    }

    /// The rows at some places.
    pub(super) fn part(&self, places: Range<usize>) -> impl Iterator<Item = Row<'a>> + '_ {
        self.owed[places].iter().map(|(case, owed)| row(case, owed, self.today))
    }
}

impl Serialize for Listed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.rows())
    }
}

/// On one date, times come before the end of the day.
fn ends(due: Moment) -> (NaiveDate, bool, Option<DateTime<Utc>>) {
    match due {
        Moment::Date(date) => (date, true, None),
        Moment::Instant(instant) => (due.date(), false, Some(instant)),
    }
}
