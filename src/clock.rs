//! The one reader of the system clock. Everything else is told what time it is.

use crate::calendar::{Moment, Tense, london, read_when};
use crate::problem::{Kind, Problem};
use chrono::{DateTime, NaiveTime, SubsecRound, Utc};
use std::time::{Duration, Instant};

/// The hour in London at which a day given without a time is taken to stand: the start of office hours for most, and a
/// time that no change of the clocks touches. Midnight would make "now" the first instant of a day, before anything that
/// happened on it.
const MORNING: Option<NaiveTime> = NaiveTime::from_hms_opt(9, 0, 0);

/// What time it is, to the second: the system clock's word, or the override's (`--now`, `YJS_NOW`).
///
/// An override is a time in any of the forms that people type; a date alone means 09:00 in London on that day.
///
/// # Errors
/// When the override is no time, or names a day or time that does not exist.
pub fn now(given: Option<&str>) -> Result<DateTime<Utc>, Problem> {
    given.map_or_else(|| Ok(system_time()), |text| typed(text).map(|(now, _)| now))
}

/// A time given in place of the clock's, and how it was read where that does not go without saying.
///
/// # Errors
/// As [`now`].
pub fn typed(text: &str) -> Result<(DateTime<Utc>, Option<String>), Problem> {
    let typed =
        read_when(text, system_time(), Tense::Any).map_err(|problem| Problem { kind: Kind::Usage, ..problem })?;
    let now = match typed.when {
        Moment::Instant(instant) => instant,
        Moment::Date(date) => MORNING.map_or(Ok(typed.when.earliest()), |time| london::instant(date.and_time(time)))?,
    };
    Ok((now, typed.echo()))
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

#[cfg(test)]
mod tests {
    use super::now;
    use crate::calendar::london::rfc3339;
    use crate::problem::Kind;
    use chrono::Timelike;

    #[test]
    fn an_override_is_read_as_people_type_times() {
        for (text, meant) in [
            ("2026-06-11", "2026-06-11T09:00:00+01:00"),
            ("2026-12-11", "2026-12-11T09:00:00+00:00"),
            ("2026-03-29", "2026-03-29T09:00:00+01:00"),
            ("2026-06-11T14:20", "2026-06-11T14:20:00+01:00"),
            ("11 June 2026", "2026-06-11T09:00:00+01:00"),
            ("11/06/2026 2.20pm", "2026-06-11T14:20:00+01:00"),
            ("2026-06-11T14:20:00Z", "2026-06-11T15:20:00+01:00"),
        ] {
            assert_eq!(rfc3339(now(Some(text)).expect(text)), meant);
        }
        for wrong in ["", "some day", "2026-6-11", "26-2-3", "31/06/2026", "2026-03-29T01:30"] {
            assert_eq!(now(Some(wrong)).expect_err(wrong).kind, Kind::Usage);
        }
    }

    #[test]
    fn the_system_clock_is_read_to_the_second() {
        assert_eq!(now(None).expect("the time").nanosecond(), 0);
    }
}
