//! Dates and times as written, read strictly: one shape each, and a refusal says what is wrong with this one.
//!
//! `chrono`'s own parser is loose (`26-2-3` is a day in the year 26), so the shape is checked here, on bytes, which is
//! also cheap enough to read every event of a large caseload.

use crate::calendar::london::{self, MONTHS};
use crate::problem::Problem;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

/// The first year that dates are read for.
pub const FIRST_YEAR: i32 = 1900;
/// The last year that dates are read and reckoned for.
pub const LAST_YEAR: i32 = 2200;

const FURTHEST_OFFSET_MINUTES: u32 = 14 * 60;
const NANOSECOND_DIGITS: usize = 9;

/// Reads a date, `2026-03-02`, and nothing else.
///
/// # Errors
/// When it has another shape, there is no such day, or it is not within [`FIRST_YEAR`] and [`LAST_YEAR`].
pub fn parse_date(text: &str) -> Result<NaiveDate, Problem> {
    date(text.as_bytes()).ok_or_else(|| explain_date(text))
}

/// Reads an instant with its offset, `2026-03-02T16:30:00+00:00` or `2026-03-02T16:30:00Z`, or a London local time
/// without one, `2026-03-02T16:30`. Seconds and their fraction may be left out.
///
/// # Errors
/// When it has another shape, there is no such day or time, the clocks in London go forward over it, or it is not within
/// [`FIRST_YEAR`] and [`LAST_YEAR`].
pub fn parse_instant_or_local(text: &str) -> Result<DateTime<Utc>, Problem> {
    parse_instant(text, "T")
}

/// As [`parse_instant_or_local`], with any of `separators` between the date and the time.
pub(crate) fn parse_instant(text: &str, separators: &str) -> Result<DateTime<Utc>, Problem> {
    const FORMS: &str = "Write 2026-03-02T16:30, or 2026-03-02T16:30:00+00:00 with the offset";
    if let Some(instant) = usual(text.as_bytes()) {
        return Ok(instant);
    }
    let Some((day, rest)) = text.split_at_checked(10) else {
        return Err(match date_like(text) {
            true => explain_date(text),
            false => Problem::input(format!("`{text}` is not a date and time")).hint(FORMS),
        });
    };
    let date = parse_date(day).map_err(|problem| {
        let whole = rest.is_empty() || rest.starts_with(['T', ' ']);
        if whole { problem } else { Problem::input(format!("`{text}` is not a date and time")).hint(FORMS) }
    })?;
    let clock = rest.strip_prefix(|separator| separators.contains(separator)).ok_or_else(|| {
        let lack = if rest.is_empty() { "has no time of day" } else { "needs a `T` between the date and the time" };
        Problem::input(format!("`{text}` {lack}")).hint(FORMS)
    })?;
    let place = clock.bytes().position(|byte| matches!(byte, b'Z' | b'+' | b'-')).unwrap_or(clock.len());
    let (clock, offset) = clock.split_at(place);
    let local = date.and_time(parse_time(clock).map_err(|problem| named(problem, text, clock))?);
    if offset.is_empty() {
        return london::instant(local);
    }
    let minutes = offset_minutes(offset.as_bytes()).ok_or_else(|| {
        Problem::input(format!("`{offset}` in `{text}` is not an offset")).hint("Write Z, +00:00 or +01:00")
    })?;
    Ok(less(local, minutes))
}

/// The usual shape, `2026-03-02T16:30:00+00:00`, of which each part has its place.
fn usual(text: &[u8]) -> Option<DateTime<Utc>> {
    let (day, rest) = text.split_at_checked(10)?;
    let (clock, offset) = rest.strip_prefix(b"T")?.split_at_checked(8)?;
    Some(less(date(day)?.and_time(time(clock)?), offset_minutes(offset)?))
}

fn less(local: NaiveDateTime, minutes: i64) -> DateTime<Utc> {
    // For half of the year there is nothing to take off.
    if minutes == 0 { local.and_utc() } else { (local - TimeDelta::minutes(minutes)).and_utc() }
}

/// Reads a time of day, `16:30`, with or without seconds and their fraction.
///
/// # Errors
/// When it has another shape or there is no such time; there is no 24:00.
pub(crate) fn parse_time(text: &str) -> Result<NaiveTime, Problem> {
    time(text.as_bytes()).ok_or_else(|| {
        let hint = if text.starts_with("24:") { "Write 00:00 of the next day" } else { "Write it as 09:05 or 16:30" };
        Problem::input(format!("`{text}` is not a time of day")).hint(hint)
    })
}

/// Whether a date lies in the years that are read and reckoned for.
pub(crate) fn in_range(date: NaiveDate) -> bool {
    (FIRST_YEAR..=LAST_YEAR).contains(&date.year())
}

fn named(problem: Problem, whole: &str, part: &str) -> Problem {
    let what = if part.is_empty() {
        format!("`{whole}` has no time of day")
    } else {
        format!("`{part}` in `{whole}` is not a time of day")
    };
    Problem { what, ..problem }
}

fn date(text: &[u8]) -> Option<NaiveDate> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *text else { return None };
    let year = i32::try_from(two_digits(y0, y1)? * 100 + two_digits(y2, y3)?).ok()?;
    NaiveDate::from_ymd_opt(year, two_digits(m0, m1)?, two_digits(d0, d1)?).filter(|date| in_range(*date))
}

fn time(text: &[u8]) -> Option<NaiveTime> {
    let (clock, rest) = text.split_at_checked(5)?;
    let [h0, h1, b':', m0, m1] = *clock else { return None };
    let (hour, minute) = (two_digits(h0, h1)?, two_digits(m0, m1)?);
    let (second, nano) = match rest {
        [] => (0, 0),
        [b':', s0, s1] => (two_digits(*s0, *s1)?, 0),
        [b':', s0, s1, b'.', fraction @ ..] if (1..=NANOSECOND_DIGITS).contains(&fraction.len()) => {
            let scale = (fraction.len()..NANOSECOND_DIGITS).fold(1, |scale, _| scale * 10);
            (two_digits(*s0, *s1)?, digits(fraction)? * scale)
        }
        _ => return None,
    };
    NaiveTime::from_hms_nano_opt(hour, minute, second, nano)
}

fn offset_minutes(text: &[u8]) -> Option<i64> {
    let (sign, text) = match text {
        b"Z" => return Some(0),
        [b'+', text @ ..] => (1, text),
        [b'-', text @ ..] => (-1, text),
        _ => return None,
    };
    let [h0, h1, b':', m0, m1] = *text else { return None };
    let (hours, minutes) = (two_digits(h0, h1)?, two_digits(m0, m1)?);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= FURTHEST_OFFSET_MINUTES).then(|| sign * i64::from(total))
}

/// Two ASCII digits, looked at without a loop: a large caseload has a hundred thousand dates.
#[inline]
fn two_digits(tens: u8, ones: u8) -> Option<u32> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| u32::from(tens) * 10 + u32::from(ones))
}

/// At most nine ASCII digits, so that the value always fits.
fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0, |value, digit| digit.is_ascii_digit().then(|| value * 10 + u32::from(digit - b'0')))
}

fn date_like(text: &str) -> bool {
    numbers(text).is_some()
}

/// The three numbers of something meant as a date, in the order written.
fn numbers(text: &str) -> Option<[&str; 3]> {
    let mut parts = text.split(['-', '/', '.']);
    let three = [parts.next()?, parts.next()?, parts.next()?];
    let number = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    (parts.next().is_none() && three.iter().all(number)).then_some(three)
}

#[cold]
fn explain_date(text: &str) -> Problem {
    const FORM: &str = "Write the year, the month and the day, as in 2026-03-02";
    let plain = |what: &str| Problem::input(format!("`{text}` is not a date{what}")).hint(FORM);
    if text.get(..10).is_some_and(|day| date(day.as_bytes()).is_some()) && text[10..].starts_with(['T', ' ']) {
        return match parse_instant(text, "T ") {
            Err(problem) => problem,
            Ok(_) => plain(": it has a time of day").hint("Write the date alone"),
        };
    }
    let Some(parts) = numbers(text) else { return plain("") };
    let [first, second, third] = parts.map(|part| part.parse::<u32>().unwrap_or(0));
    let written = |year: u32, month: u32, day: u32| {
        let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).filter(|date| in_range(*date))?;
        Some(date.to_string())
    };
    if parts[0].len() == 4 {
        if text.as_bytes()[4] != b'-' || parts[1].len() != 2 || parts[2].len() != 2 || !text.contains('-') {
            return match written(first, second, third) {
                Some(right) => plain("").hint(format!("Write {right}")),
                None => plain(""),
            };
        }
        return impossible(text, first, second, third);
    }
    if parts[2].len() == 4 {
        let (day_first, month_first) = (written(third, second, first), written(third, first, second));
        return match (day_first, month_first) {
            (Some(one), Some(other)) if one != other => Problem::input(format!("`{text}` could mean two dates"))
                .hint(format!("Write {one} for {}, or {other} for {}", spoken(&one), spoken(&other))),
            (Some(one), _) | (None, Some(one)) => plain("").hint(format!("Write {one}")),
            (None, None) => plain(""),
        };
    }
    plain(": the year needs four digits, the month and the day two each")
}

fn impossible(text: &str, year: u32, month: u32, day: u32) -> Problem {
    let year = i32::try_from(year).unwrap_or(i32::MAX);
    let Some(name) = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1))) else {
        return Problem::input(format!("`{text}` is not a date: there is no month {month}"))
            .hint("Write the year, the month and the day, as in 2026-03-02");
    };
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Problem::input(format!("`{text}` is not a date that can be right"))
            .hint(format!("Give a year from {FIRST_YEAR} to {LAST_YEAR}"));
    }
    let length = NaiveDate::from_ymd_opt(year, month, 1).map_or(31, |first| u32::from(first.num_days_in_month()));
    if day == 0 {
        return Problem::input(format!("`{text}` is not a date: days are counted from 01"));
    }
    Problem::input(format!("`{text}` is not a date: {name} {year} has {length} days"))
}

fn spoken(date: &str) -> String {
    date.parse().map(london::day).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{parse_date, parse_instant_or_local};
    use crate::calendar::london::rfc3339;

    fn refused(text: &str) -> String {
        let problem = parse_date(text).expect_err(text);
        format!("{problem}; {}", problem.hint.clone().unwrap_or_default())
    }

    #[test]
    fn a_date_has_one_shape() {
        assert_eq!(parse_date("2024-02-29").expect("a date").to_string(), "2024-02-29");
        assert!(parse_date("1900-01-01").is_ok() && parse_date("2200-12-31").is_ok());
        for wrong in [
            "",
            " 2026-03-02",
            "2026-03-02 ",
            "2026-03-02T10:00",
            "20260302",
            "2026-3-2",
            "+2026-03-02",
            "２026-03-02",
            "2026-03-0२",
            "2026—03—02",
            "02-03-2026",
            "2026-W10-1",
            "2026-061",
            "today",
            "-026-03-02",
        ] {
            assert!(parse_date(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_refusal_says_what_is_wrong() {
        assert!(refused("2026-02-30").contains("February 2026 has 28 days"));
        assert!(refused("2024-02-30").contains("February 2024 has 29 days"));
        assert!(refused("2026-13-01").contains("no month 13"));
        assert!(refused("2026-00-01").contains("no month 0"));
        assert!(refused("2026-03-00").contains("counted from 01"));
        assert!(refused("0026-02-03").contains("from 1900 to 2200"));
        assert!(refused("26-2-3").contains("four digits"));
        assert!(refused("2026-3-2").contains("Write 2026-03-02"));
        assert!(refused("2026/03/02").contains("Write 2026-03-02"));
        let two = refused("2/3/2026");
        assert!(two.contains("2026-03-02 for 2 March 2026, or 2026-02-03 for 3 February 2026"), "{two}");
        assert!(refused("25/12/2026").contains("Write 2026-12-25"));
        assert!(refused("31/02/2026").contains("as in 2026-03-02"));
    }

    #[test]
    fn an_instant_has_an_offset_or_is_london_time() {
        for (text, meant) in [
            ("2026-06-11T14:20", "2026-06-11T14:20:00+01:00"),
            ("2026-06-11T14:20:05", "2026-06-11T14:20:05+01:00"),
            ("2026-06-11T14:20:05.5", "2026-06-11T14:20:05.500+01:00"),
            ("2026-06-11T14:20:00Z", "2026-06-11T15:20:00+01:00"),
            ("2026-06-11T14:20:00.000000001Z", "2026-06-11T15:20:00.000000001+01:00"),
            ("2026-06-11T14:20:00+01:00", "2026-06-11T14:20:00+01:00"),
            ("2026-06-11T14:20:00-05:30", "2026-06-11T20:50:00+01:00"),
            ("2026-03-29T01:30:00+00:00", "2026-03-29T02:30:00+01:00"),
        ] {
            assert_eq!(rfc3339(parse_instant_or_local(text).expect(text)), meant);
        }
    }

    #[test]
    fn other_shapes_of_an_instant_are_refused() {
        for (wrong, word) in [
            ("2026-06-11", "no time of day"),
            ("2026-06-11T", "no time of day"),
            ("2026-06-11 14:20", "`T`"),
            ("2026-06-11T24:00", "24:00"),
            ("2026-06-11T23:59:60", "23:59:60"),
            ("2026-06-11T14:60", "14:60"),
            ("2026-06-11T1:30", "1:30"),
            ("2026-06-11T14:20:00.", "not a time"),
            ("2026-06-11T14:20:00.0000000001", "not a time"),
            ("2026-06-11T14:20:00+1:00", "+1:00"),
            ("2026-06-11T14:20:00+00:60", "+00:60"),
            ("2026-06-11T14:20:00+23:00", "+23:00"),
            ("2026-06-11T14:20:00Zulu", "Zulu"),
            ("2026-06-11T14:20:00 Z", "14:20:00 "),
            ("2026-02-30T10:00", "28 days"),
            ("2026-02-30", "28 days"),
            ("2/3/2026", "two dates"),
            ("2026-03-29T01:30", "2026-03-29"),
            ("11 June 2026, 14:20", "not a date and time"),
            ("2026-06-1१T14:20", "not a date"),
            ("", "not a date and time"),
        ] {
            let said = parse_instant_or_local(wrong).expect_err(wrong).to_string();
            assert!(said.contains(word), "{wrong}: {said}");
        }
    }
}
