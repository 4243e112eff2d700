//! A date or an instant: what a case records, what a clock starts from, and what it ends on.

use crate::calendar::london;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Serialize, Serializer};
use std::fmt;

/// A London date when no time of day is known or needed, otherwise an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A whole London day.
    Date(NaiveDate),
    /// A point in time.
    Instant(DateTime<Utc>),
}

/// What a span is reckoned from.
pub type Anchor = Moment;
/// What a span is reckoned to: a date runs to the end of that day, an instant to that very second.
pub type Due = Moment;
/// A time as a person gives it.
pub type When = Moment;

impl Moment {
    /// The London date it lies on.
    pub fn date(self) -> NaiveDate {
        match self {
            Self::Date(date) => date,
            Self::Instant(instant) => london::date_of(instant),
        }
    }

    /// The instant itself, or the start of the London day.
    pub fn earliest(self) -> DateTime<Utc> {
        match self {
            Self::Date(date) => london::start_of_day(date),
            Self::Instant(instant) => instant,
        }
    }
}

impl From<NaiveDate> for Moment {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

impl From<DateTime<Utc>> for Moment {
    fn from(instant: DateTime<Utc>) -> Self {
        Self::Instant(instant)
    }
}

/// `2026-03-02`, or RFC 3339 with London's offset.
impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => write!(out, "{date}"),
            Self::Instant(instant) => out.write_str(&london::rfc3339(*instant)),
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
