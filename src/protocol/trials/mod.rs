//! The cases that a protocol carries in `tests.json` to show that its rules answer rightly: facts, events and a time, and
//! what is expected of each rule named.

mod raw;
mod reader;

use super::diagnostic::Diagnostic;
use super::load::Source;
use super::{Need, Protocol};
use crate::calendar::Moment;
use crate::domain::case::Case;
use crate::domain::condition::RuleIndex;
use crate::domain::truth::Truth;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The file that holds them.
pub const FILE: &str = "tests.json";

/// One case with what is expected of it.
#[derive(Debug)]
pub struct Trial {
    /// Its fixed name within the file.
    pub id: String,
    /// What it shows, in words.
    pub title: String,
    /// The child's case.
    pub case: Case,
    /// The present.
    pub now: DateTime<Utc>,
    /// What is expected of each rule named, in the order given.
    pub rules: Vec<(RuleIndex, Expected)>,
    /// The level of need.
    pub level: Option<u8>,
    /// The higher levels not ruled out.
    pub could_be: Option<Vec<u8>>,
    /// The contacts shown for each team, as printed.
    pub contacts: Vec<(usize, Vec<String>)>,
    /// Silences that are said, by place.
    pub silent: Vec<usize>,
    /// Silences that are not said, by place.
    pub not_silent: Vec<usize>,
}

/// What is expected of one rule. What is not given is not looked at.
#[derive(Debug, Clone)]
pub struct Expected {
    /// Whether it applies.
    pub applies: Truth,
    /// The level that it points to.
    pub level: Option<u8>,
    /// The levels by its other readings.
    pub other_levels: Option<Vec<u8>>,
    /// The candidate outcome.
    pub outcome: Option<String>,
    /// Which points for it hold, counted from 1.
    pub points_for: Option<Vec<usize>>,
    /// Which points against it hold, counted from 1.
    pub points_against: Option<Vec<usize>>,
    /// What is to be done about consent.
    pub need: Option<Need>,
    /// The teams it goes to, or that are told.
    pub to: Option<Vec<String>>,
    /// The contacts shown, as printed.
    pub contact: Option<Vec<String>>,
    /// The forms that go with it.
    pub attach: Option<Vec<String>>,
    /// When the clock or the window ends.
    pub due: Option<Moment>,
    /// When the window opens.
    pub opens: Option<Moment>,
    /// Where the deadline stands; none for a clock that has ended.
    pub status: Option<Standing>,
    /// Dates by its other readings, in order; none where a reading gives none.
    pub other_due: Option<Vec<Option<Moment>>>,
    /// When the threshold was reached.
    pub since: Option<Moment>,
    /// Which readings of "in a month" are met.
    pub readings: Option<Vec<String>>,
    /// When it was acted on.
    pub done: Option<Moment>,
}

/// Where a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its end has passed.
    Overdue,
    /// It ends today.
    DueToday,
    /// To be done now, with no limit printed.
    Due,
    /// It ends later.
    Upcoming,
    /// Its start is not recorded.
    Waiting,
    /// Done after its end.
    MetLate,
    /// Done in time.
    Met,
    /// Over, without being met.
    Ended,
}

/// Reads a protocol's tests. None when it has no such file.
///
/// # Errors
/// Every fault found: names that nothing declares, an answer that a rule of its kind never gives, a case that cannot be.
pub fn load(protocol: &Protocol, source: &Source) -> Result<Option<Vec<Trial>>, Vec<Diagnostic>> {
    if source.text(FILE).is_none() {
        return Ok(None);
    }
    reader::read(protocol, source).map(Some)
}

impl Expected {
    /// Whether it applies, and nothing more.
    fn only(applies: Truth) -> Self {
        Self {
            applies,
            level: None,
            other_levels: None,
            outcome: None,
            points_for: None,
            points_against: None,
            need: None,
            to: None,
            contact: None,
            attach: None,
            due: None,
            opens: None,
            status: None,
            other_due: None,
            since: None,
            readings: None,
            done: None,
        }
    }
}
