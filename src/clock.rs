//! The one reader of the system clock. Everything else is told what time it is.

use crate::calendar::{Moment, london, parse_date, parse_instant_or_local};
use crate::problem::{Kind, Problem};
use chrono::{DateTime, NaiveTime, SubsecRound, Utc};
use std::time::{Duration, Instant};

/// The hour in London at which a day given without a time is taken to stand: the start of office hours for most, and a
/// time that no change of the clocks touches. Midnight would make "now" the first instant of a day, before anything that
/// happened on it.
const MORNING: Option<NaiveTime> = NaiveTime::from_hms_opt(9, 0, 0);

/// What time it is, to the second: the system clock's word, or the override's (`--now`, `YJS_NOW`).
///
/// An override is an instant with its offset, a London local time without one, or a date alone, which means 09:00 in
/// London on that day.
///
/// # Errors
/// When the override has none of these forms, or names a day or time that does not exist.
pub fn now(given: Option<&str>) -> Result<DateTime<Utc>, Problem> {
    match given {
        Some(text) => read(text).map_err(|problem| Problem { kind: Kind::Usage, ..problem }),
        None => Ok(system_time()),
    }
}

#[allow(clippy::disallowed_methods, reason = "the only place that may read the clock")]
fn system_time() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(0)
}

/// How long something takes, for progress that a person watches. No answer rests on it.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[allow(clippy::disallowed_methods, reason = "progress only: how fast, and how much longer")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Since it was started.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

fn read(text: &str) -> Result<DateTime<Utc>, Problem> {
    if text.contains('T') {
        return parse_instant_or_local(text);
    }
    let date = parse_date(text)?;
    MORNING.map_or(Ok(Moment::Date(date).earliest()), |time| london::instant(date.and_time(time)))
}

#[cfg(test)]
mod tests {
    use super::now;
    use crate::calendar::london::rfc3339;
    use crate::problem::Kind;
    use chrono::Timelike;

    #[test]
    fn an_override_is_read_strictly() {
        for (text, meant) in [
            ("2026-06-11", "2026-06-11T09:00:00+01:00"),
            ("2026-12-11", "2026-12-11T09:00:00+00:00"),
            ("2026-03-29", "2026-03-29T09:00:00+01:00"),
            ("2026-06-11T14:20", "2026-06-11T14:20:00+01:00"),
            ("2026-06-11T14:20:00Z", "2026-06-11T15:20:00+01:00"),
        ] {
            assert_eq!(rfc3339(now(Some(text)).expect(text)), meant);
        }
        for wrong in ["", "now", "today", "14:20", "-3d", "2026-06-11 14:20", "2026-6-11", "2026-03-29T01:30"] {
            assert_eq!(now(Some(wrong)).expect_err(wrong).kind, Kind::Usage);
        }
    }

    #[test]
    fn the_system_clock_is_read_to_the_second() {
        assert_eq!(now(None).expect("the time").nanosecond(), 0);
    }
}
