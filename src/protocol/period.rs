//! From when until when something is in force.

use crate::calendar::Moment;
use chrono::NaiveDate;

/// From one date until another, both included; what is absent is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
}

impl Period {
    /// Whether a date lies in it.
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date <= until)
    }

    /// Whether the date of a moment lies in it. Most periods have no end, and then none is worked out.
    pub fn contains_moment(&self, moment: Moment) -> bool {
        self.is_open() || self.contains(moment.date())
    }

    /// Whether it has no end on either side.
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.until.is_none()
    }

    /// Whether it ends before it begins.
    pub fn is_empty(&self) -> bool {
        matches!((self.from, self.until), (Some(from), Some(until)) if until < from)
    }

    /// Whether some date lies in both.
    pub fn overlaps(&self, other: &Self) -> bool {
        let begins_by = |one: &Self, other: &Self| match (one.from, other.until) {
            (Some(from), Some(until)) => from <= until,
            _ => true,
        };
        begins_by(self, other) && begins_by(other, self)
    }

    /// The days on which something changes: the first day, and the day after the last.
    pub fn changes(&self) -> impl Iterator<Item = NaiveDate> {
        self.from.into_iter().chain(self.until.and_then(|until| until.succ_opt()))
    }

    /// The part of it around a date that holds none of these days of change, unless it begins on one.
    #[must_use]
    pub fn around(&self, date: NaiveDate, changes: &[NaiveDate]) -> Self {
        let from = changes.iter().copied().filter(|day| *day <= date).chain(self.from).max();
        let next = changes.iter().copied().filter(|day| *day > date).min().and_then(|day| day.pred_opt());
        Self { from, until: next.into_iter().chain(self.until).min() }
    }

    /// A date in it, as late as may be; `otherwise` where it is open on both sides.
    pub fn some_date(&self, otherwise: NaiveDate) -> NaiveDate {
        if self.contains(otherwise) { otherwise } else { self.from.or(self.until).unwrap_or(otherwise) }
    }

    /// In words: `from 1 April 2026`, `until 31 March 2026`; `always` where it is open.
    pub fn words(&self) -> String {
        let date = |date: NaiveDate| date.format("%-d %B %Y").to_string();
        match (self.from, self.until) {
            (None, None) => "always".into(),
            (Some(from), None) => format!("from {}", date(from)),
            (None, Some(until)) => format!("until {}", date(until)),
            (Some(from), Some(until)) => format!("from {} until {}", date(from), date(until)),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Period;
    use chrono::NaiveDate;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn period(from: Option<u32>, until: Option<u32>) -> Period {
        Period { from: from.map(day), until: until.map(day) }
    }

    #[test]
    fn both_ends_are_included() {
        let some = period(Some(3), Some(5));
        assert!(some.contains(day(3)) && some.contains(day(5)) && !some.contains(day(2)) && !some.contains(day(6)));
        assert!(some.overlaps(&period(Some(5), None)) && !some.overlaps(&period(Some(6), None)));
        assert!(some.overlaps(&period(None, Some(3))) && !some.overlaps(&period(None, Some(2))));
        assert!(period(Some(5), Some(4)).is_empty() && !period(Some(5), Some(5)).is_empty());
    }

    #[test]
    fn the_part_around_a_date_ends_where_something_changes() {
        let changes = [day(4), day(10)];
        assert_eq!(Period::default().around(day(3), &changes), period(None, Some(3)));
        assert_eq!(Period::default().around(day(4), &changes), period(Some(4), Some(9)));
        assert_eq!(period(Some(5), Some(20)).around(day(12), &changes), period(Some(10), Some(20)));
    }
}
