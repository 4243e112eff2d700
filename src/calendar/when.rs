//! Times as a person types them: `2026-03-02`, `2026-03-02T16:30`, `16:30`, `today`, `yesterday 16:30`, `-3d`.

use crate::calendar::london;
use crate::calendar::moment::{Moment, When};
use crate::calendar::span::{Amount, Unit};
use crate::calendar::spoken;
pub use crate::calendar::spoken::Tense;
use crate::calendar::written::{FIRST_YEAR, LAST_YEAR, in_range, parse_instant, parse_time};
pub use crate::calendar::written::{parse_date, parse_instant_or_local};
use crate::problem::{Kind, Problem};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

const FORMS: &str = "Write 27/11/2026, 27 Nov 2026 or 2026-11-27, with a time such as 16:30 or 4.30pm; today, `yesterday \
                     16:30`, friday, `last friday`, `3 days ago`; or -3d, +2d, -2h, -1w from now";

/// Reads a time as typed on a command line. `now` gives the meaning of `today`, `16:30` and `-3d`.
///
/// # Errors
/// When it has none of the accepted forms (they are listed), there is no such day or time, or the clocks in London go
/// forward over it.
pub fn parse_when(text: &str, now: DateTime<Utc>) -> Result<When, Problem> {
    read_when(text, now, Tense::Any).map(|typed| typed.when)
}

/// A time as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typed {
    /// What it means.
    pub when: When,
    /// True when it was typed as yjs stores it, or as now: then nothing needs to be said about how it was read.
    pub is_plain: bool,
}

impl Typed {
    /// How it was read, in full: `read as Friday 27 November 2026, 21:00 GMT`; `None` when that goes without saying.
    pub fn echo(&self) -> Option<String> {
        (!self.is_plain).then(|| match self.when {
            Moment::Date(date) => format!("read as {}", london::long_date(date)),
            Moment::Instant(instant) => {
                let local = london::local(instant);
                let mut text = format!("read as {}, ", london::long_date(local.time.date()));
                london::add_time(&mut text, local.time.time());
                format!("{text} {}", local.abbreviation())
            }
        })
    }
}

/// Reads a time as typed on a command line or in a conversation, and remembers whether to say how it was read.
///
/// # Errors
/// As [`parse_when`]; and where it is of something that happened, when it names no year and lies in the future this year.
pub fn read_when(text: &str, now: DateTime<Utc>, tense: Tense) -> Result<Typed, Problem> {
    let usage = |problem: Problem| Problem { kind: Kind::Usage, ..problem };
    let trimmed = text.trim();
    let stored = parse_date(trimmed).map(Moment::Date).or_else(|_| parse_instant(trimmed, "T ").map(Moment::Instant));
    if let Ok(when) = stored {
        return Ok(Typed { when, is_plain: true });
    }
    let typed = |when| Typed { when, is_plain: trimmed == "now" };
    let is_stored_form =
        trimmed.get(..5).is_some_and(|year| year.ends_with('-') && year[..4].bytes().all(|byte| byte.is_ascii_digit()));
    // What is refused is quoted as it was typed, and the first reader knows best what is wrong with its own forms.
    match read(trimmed, now) {
        Ok(Moment::Instant(instant)) if tense == Tense::Past && instant > now && is_time_alone(trimmed) => {
            let hint = format!("write `yesterday {trimmed}` if it was the day before");
            Err(usage(Problem::input(format!("`{trimmed}` lies in the future today")).hint(hint)))
        }
        Ok(when) => Ok(typed(when)),
        Err(problem) => match spoken::read(trimmed, now, tense) {
            Ok(Some(when)) => Ok(typed(when)),
            Ok(None) => Err(usage(problem)),
            Err(_) if is_stored_form => Err(usage(problem)),
            Err(problem) if problem.what.contains(trimmed) => Err(usage(problem)),
            Err(problem) => Err(usage(Problem { what: format!("`{trimmed}`: {}", problem.what), ..problem })),
        },
    }
}

/// `16:30`, without a day.
fn is_time_alone(text: &str) -> bool {
    text.find(':').is_some_and(|place| place <= 2)
}

fn read(text: &str, now: DateTime<Utc>) -> Result<When, Problem> {
    let today = london::date_of(now);
    if text == "now" {
        return Ok(Moment::Instant(now));
    }
    if let Some(back) = text.strip_prefix('-') {
        return away(text, back, false, now);
    }
    if let Some(on) = text.strip_prefix('+') {
        return away(text, on, true, now);
    }
    let (word, time) = text.split_once(' ').map_or((text, None), |(word, time)| (word, Some(time)));
    if let Some(date) = named_day(word, today) {
        return match time {
            None => Ok(Moment::Date(date)),
            Some(time) => at(date, time).map_err(|problem| with_forms(problem, text)),
        };
    }
    if !text.starts_with(|first: char| first.is_ascii_digit()) {
        return Err(unknown(text));
    }
    if is_time_alone(text) {
        return at(today, text);
    }
    let date_alone = text.len() <= 10 && !text.contains([':', 'T', ' ']);
    if date_alone {
        return parse_date(text).map(Moment::Date).map_err(|problem| with_forms(problem, text));
    }
    parse_instant(text, "T ").map(Moment::Instant)
}

fn named_day(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    match word {
        "today" => Some(today),
        "yesterday" => today.pred_opt(),
        "tomorrow" => today.succ_opt(),
        _ => None,
    }
}

fn at(date: NaiveDate, time: &str) -> Result<When, Problem> {
    london::instant(date.and_time(parse_time(time)?)).map(Moment::Instant)
}

/// `3d` on or back from now. Hours give an instant, days and weeks a date.
fn away(text: &str, amount: &str, forward: bool, now: DateTime<Utc>) -> Result<When, Problem> {
    let amount: Amount = amount.parse().map_err(|problem: Problem| with_forms(problem, text))?;
    let today = london::date_of(now);
    let days = match amount.unit {
        Unit::Hours => {
            let hours = TimeDelta::hours(amount.number.into());
            let moved = if forward { now.checked_add_signed(hours) } else { now.checked_sub_signed(hours) };
            let moved = moved.filter(|moved| in_range(london::date_of(*moved)));
            return moved.map(Moment::Instant).ok_or_else(|| too_far(text));
        }
        Unit::Days => Days::new(amount.number.into()),
        Unit::Weeks => Days::new(7 * u64::from(amount.number)),
        Unit::WorkingDays | Unit::Months | Unit::Years => {
            return Err(Problem::input(format!("`{text}`: only h, d and w count from now")).hint(FORMS));
        }
    };
    let moved = if forward { today.checked_add_days(days) } else { today.checked_sub_days(days) };
    moved.filter(|moved| in_range(*moved)).map(Moment::Date).ok_or_else(|| too_far(text))
}

fn too_far(text: &str) -> Problem {
    Problem::input(format!("`{text}` is too far away")).hint(format!("Give a year from {FIRST_YEAR} to {LAST_YEAR}"))
}

fn unknown(text: &str) -> Problem {
    Problem::input(format!("`{text}` is not a date or a time")).hint(FORMS)
}

/// Keeps a hint that names the very thing to write, and otherwise lists what is accepted.
fn with_forms(problem: Problem, text: &str) -> Problem {
    let what = problem.what.replace("is not an amount of time", "is not a time from now");
    let what = if what.contains(text) { what } else { format!("`{text}`: {what}") };
    let particular = problem.hint.as_deref().is_some_and(|hint| !hint.contains("as in") && !hint.contains("(hours)"));
    let hint = if particular { problem.hint } else { Some(FORMS.to_owned()) };
    Problem { what, hint, ..problem }
}

#[cfg(test)]
mod tests {
    use super::parse_when;
    use crate::problem::{Kind, Problem};
    use chrono::{DateTime, Utc};

    /// A summer evening on which London's date is already one on from UTC's.
    fn now() -> DateTime<Utc> {
        "2026-06-10T23:20:00Z".parse().expect("an instant")
    }

    fn refused(text: &str) -> Problem {
        parse_when(text, now()).expect_err(text)
    }

    #[test]
    fn every_accepted_form_is_read() {
        for (text, meant) in [
            ("2026-03-02", "2026-03-02"),
            ("2026-03-02T16:30", "2026-03-02T16:30:00+00:00"),
            ("2026-03-02T16:30:15", "2026-03-02T16:30:15+00:00"),
            ("2026-03-02 16:30", "2026-03-02T16:30:00+00:00"),
            ("2026-07-02T16:30:00Z", "2026-07-02T17:30:00+01:00"),
            ("2026-07-02T16:30:00+02:00", "2026-07-02T15:30:00+01:00"),
            ("16:30", "2026-06-11T16:30:00+01:00"),
            ("16:30:05", "2026-06-11T16:30:05+01:00"),
            ("now", "2026-06-11T00:20:00+01:00"),
            ("today", "2026-06-11"),
            ("yesterday", "2026-06-10"),
            ("tomorrow", "2026-06-12"),
            ("today 08:45", "2026-06-11T08:45:00+01:00"),
            ("yesterday 16:30", "2026-06-10T16:30:00+01:00"),
            ("tomorrow 00:00", "2026-06-12T00:00:00+01:00"),
            ("-3d", "2026-06-08"),
            ("+2d", "2026-06-13"),
            ("-1w", "2026-06-04"),
            ("-2h", "2026-06-10T22:20:00+01:00"),
            ("+48h", "2026-06-13T00:20:00+01:00"),
        ] {
            assert_eq!(parse_when(text, now()).expect(text).to_string(), meant, "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_what_to_write() {
        for (text, what, hint) in [
            ("26-2-3", "four digits", "27/11/2026"),
            ("2026-02-30", "February 2026 has 28 days", "yesterday"),
            ("24:00", "`24:00`", "00:00 of the next day"),
            ("2026-03-02T24:00", "`24:00`", "00:00 of the next day"),
            ("yesterday 24:00", "24:00", "00:00 of the next day"),
            ("last week", "not a date or a time", "-1w"),
            ("", "not a date or a time", "today"),
            ("-3", "unit is missing", "-3d"),
            ("-3wd", "only h, d and w", "-3d"),
            ("-1mo", "only h, d and w", "-3d"),
            ("3d", "`3d` is not a date", "-3d"),
            ("--3d", "whole number", "-3d"),
            ("-99999999d", "too far", "1900"),
            ("-4294967295h", "too far", "1900"),
            ("+4294967295w", "too far", "1900"),
            ("2026-03-29T01:30", "2026-03-29", "before or after"),
        ] {
            let problem = refused(text);
            assert!(problem.what.contains(what), "{text}: {problem}");
            let given = problem.hint.unwrap_or_default();
            assert!(given.contains(hint), "{text}: {} / {given}", problem.what);
            assert_eq!(problem.kind, Kind::Usage);
        }
    }

    #[test]
    fn a_time_left_out_today_is_refused() {
        let morning: DateTime<Utc> = "2026-03-29T09:00:00Z".parse().expect("an instant");
        assert!(parse_when("01:30", morning).is_err());
        assert!(parse_when("02:30", morning).is_ok());
    }
}
