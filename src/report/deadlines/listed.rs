//! Deadlines in the order in which they are listed. A row is put together where it is shown: a caseload has thousands of
//! them, and each is large.

use super::rows::{Row, row};
use crate::calendar::{Moment, london};
use crate::domain::agenda::{self, Agenda, CaseAgenda, Owed};
use crate::domain::deadline::Status;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Serialize, Serializer};
use std::ops::Range;

#[derive(Debug)]
pub(super) struct Listed<'a> {
    owed: Vec<(&'a CaseAgenda, &'a Owed)>,
    today: NaiveDate,
}

impl<'a> Listed<'a> {
    /// All that is owed, or all that may be: what is late first, then by the date, the case and the rule.
    pub(super) fn new(agenda: &'a Agenda, certain: bool, now: DateTime<Utc>) -> Self {
        let each = agenda.cases.iter().flat_map(|case| case.deadlines.iter().map(move |owed| (case, owed)));
        let place = |owed: &Owed| (agenda::urgency(owed.standing.status), owed.standing.due.map(ends));
        let mut sorted: Vec<_> = each
            .filter(|(_, owed)| owed.certain == certain)
            .map(|(case, owed)| (place(owed), case.reference.as_str(), owed.rule.0, case, owed))
            .collect();
        sorted.sort_by(|one, other| (one.0, one.1, one.2).cmp(&(other.0, other.1, other.2)));
        Self { owed: sorted.into_iter().map(|(.., case, owed)| (case, owed)).collect(), today: london::date_of(now) }
    }

    /// Those that stand so.
    pub(super) fn of(&self, status: Status) -> Self {
        let owed = self.owed.iter().copied().filter(|(_, owed)| owed.standing.status == status);
        Self { owed: owed.collect(), today: self.today }
    }

    /// How many stand so.
    pub(super) fn number(&self, status: Status) -> usize {
        self.owed.iter().filter(|(_, owed)| owed.standing.status == status).count()
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
