//! Time in London: between instants and what a clock on the wall there shows.
//!
//! The tables of `chrono-tz` decide. Two things are added: a fast path for days on which the clocks never change, so
//! that a whole caseload converts without a table search, and the present rule carried on after the tables end.

use crate::calendar::written::LAST_YEAR;
use crate::problem::Problem;
use chrono::{
    DateTime, Datelike, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Timelike,
    Utc,
};
use chrono_tz::Europe::London;

/// Since this year the clocks change only on the last Sunday of March and of October.
const SETTLED_FROM: i32 = 1996;
/// The first day that can be the last Sunday of a month of 31 days.
const LAST_WEEK: u32 = 25;
/// The last year in the tables of `chrono-tz`; after it they stay on GMT for ever.
const LAST_TABLED_YEAR: i32 = 2099;
const SECONDS_PER_HOUR: i32 = 3600;
const SECONDS_PER_DAY: i64 = 86_400;

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What a clock in London shows at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Local {
    /// The date and the time of day.
    pub time: NaiveDateTime,
    /// Seconds ahead of UTC.
    pub offset_seconds: i32,
}

impl Local {
    /// `GMT` or `BST` (and `BDST`, for the double summer time of the 1940s).
    pub fn abbreviation(self) -> &'static str {
        match self.offset_seconds / SECONDS_PER_HOUR {
            0 => "GMT",
            1 => "BST",
            _ => "BDST",
        }
    }
}

/// London local time at an instant.
pub fn local(instant: DateTime<Utc>) -> Local {
    let utc = instant.naive_utc();
    let offset_seconds = offset_at(utc);
    // At the very ends of the range that chrono can hold there is no room for an hour more.
    let time = utc.checked_add_signed(TimeDelta::seconds(offset_seconds.into())).unwrap_or(utc);
    Local { time, offset_seconds }
}

/// The date in London at an instant: "today", when the instant is now.
pub fn date_of(instant: DateTime<Utc>) -> NaiveDate {
    let utc = instant.naive_utc();
    let seconds = i64::from(utc.num_seconds_from_midnight()) + i64::from(offset_at(utc));
    // Asked of every event of a caseload: only the hour before midnight in summer has another date in London.
    if (0..SECONDS_PER_DAY).contains(&seconds) { utc.date() } else { local(instant).time.date() }
}

/// The instant at which London clocks show `time`: the earlier of two when the clocks go back.
///
/// # Errors
/// When the clocks go forward over that time, so that they never show it.
pub fn instant(time: NaiveDateTime) -> Result<DateTime<Utc>, Problem> {
    let offset = match offsets_of(time) {
        MappedLocalTime::Single(offset) => offset,
        // The larger offset is the earlier instant.
        MappedLocalTime::Ambiguous(one, other) => one.max(other),
        MappedLocalTime::None => return Err(does_not_exist(time)),
    };
    let utc = time.checked_sub_signed(TimeDelta::seconds(offset.into())).unwrap_or(time);
    Ok(utc.and_utc())
}

/// The first instant of a London day.
pub fn start_of_day(date: NaiveDate) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN);
    // London's clocks have never gone forward over midnight since 1900: the fallback is for the type only.
    instant(midnight).unwrap_or_else(|_| midnight.and_utc())
}

/// Whether the clocks change after `from` and not after `to`, said so that it explains a span of elapsed hours.
pub fn clock_change_between(from: DateTime<Utc>, to: DateTime<Utc>) -> Option<String> {
    let changes = changes(from, to);
    let way = |change: &Change| format!("{} on {}", if change.forward { "forward" } else { "back" }, day(change.on));
    match changes.as_slice() {
        [] => None,
        [only] => Some(format!("the clocks went {}", way(only))),
        [first, second] => Some(format!("the clocks went {} and {}", way(first), way(second))),
        [first, .., last] => Some(format!(
            "the clocks changed {} times, first on {} and last on {}",
            changes.len(),
            day(first.on),
            day(last.on)
        )),
    }
}

/// RFC 3339 with London's offset: `2026-06-11T14:20:00+01:00`. Fractions of a second are kept.
pub fn rfc3339(instant: DateTime<Utc>) -> String {
    let local = local(instant);
    let minutes = local.offset_seconds / 60;
    let offset = format_args!("+{:02}:{:02}", minutes / 60, minutes % 60);
    if local.time.nanosecond() == 0 {
        let (date, time) = (local.time.date(), local.time.time());
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        return format!("{date}T{hour:02}:{minute:02}:{second:02}{offset}");
    }
    format!("{}{offset}", local.time.format("%Y-%m-%dT%H:%M:%S%.f"))
}

/// `Thursday 11 June 2026`.
pub fn long_date(date: NaiveDate) -> String {
    format!("{} {}", weekday(date), day(date))
}

/// `Thu 11 Jun 2026`.
pub fn short_date(date: NaiveDate) -> String {
    let mut text = String::new();
    add_day(&mut text, date);
    format!("{text} {}", date.year())
}

/// `Thu 11 Jun 2026, 14:20 BST`.
pub fn short(instant: DateTime<Utc>) -> String {
    let local = local(instant);
    let mut text = short_date(local.time.date()) + ", ";
    add_time(&mut text, local.time.time());
    text + " " + local.abbreviation()
}

/// `3 Nov 2026`.
pub fn day_and_month(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), &MONTHS[date.month0() as usize][..3], date.year())
}

/// Adds `Thu 11 Jun`.
pub(crate) fn add_day(text: &mut String, date: NaiveDate) {
    text.push_str(&weekday(date)[..3]);
    text.push(' ');
    if date.day() > 9 {
        text.push(digit(date.day() / 10));
    }
    text.push(digit(date.day()));
    text.push(' ');
    text.push_str(&MONTHS[date.month0() as usize][..3]);
}

/// Adds `14:20`.
pub(crate) fn add_time(text: &mut String, time: NaiveTime) {
    let (hour, minute) = (time.hour(), time.minute());
    text.extend([digit(hour / 10), digit(hour), ':', digit(minute / 10), digit(minute)]);
}

/// The last figure of a number.
fn digit(number: u32) -> char {
    char::from_digit(number % 10, 10).unwrap_or_default()
}

/// `11 June 2026`.
pub fn day(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), MONTHS[date.month0() as usize], date.year())
}

fn weekday(date: NaiveDate) -> &'static str {
    WEEKDAYS[date.weekday().num_days_from_monday() as usize]
}

fn does_not_exist(time: NaiveDateTime) -> Problem {
    Problem::input(format!(
        "`{}` does not exist in London: the clocks go forward then, over {:02}:{:02} on {}",
        time.format("%Y-%m-%dT%H:%M"),
        time.hour(),
        time.minute(),
        day(time.date())
    ))
    .hint("Give a time before or after the hour that is left out")
}

/// The offset on days on which the clocks never change, in UTC and in local time alike.
fn settled(date: NaiveDate) -> Option<i32> {
    if !(SETTLED_FROM..=LAST_YEAR).contains(&date.year()) {
        return None;
    }
    match date.month() {
        11 | 12 | 1 | 2 => Some(0),
        4..=9 => Some(SECONDS_PER_HOUR),
        3 if date.day() < LAST_WEEK => Some(0),
        10 if date.day() < LAST_WEEK => Some(SECONDS_PER_HOUR),
        _ => None,
    }
}

fn offset_at(utc: NaiveDateTime) -> i32 {
    settled(utc.date()).unwrap_or_else(|| London.offset_from_utc_datetime(&in_tabled_year(utc)).fix().local_minus_utc())
}

fn offsets_of(time: NaiveDateTime) -> MappedLocalTime<i32> {
    match settled(time.date()) {
        Some(offset) => MappedLocalTime::Single(offset),
        None => London.offset_from_local_datetime(&in_tabled_year(time)).map(|offset| offset.fix().local_minus_utc()),
    }
}

/// The same day and time in a year that the tables cover and whose days fall on the same weekdays.
fn in_tabled_year(time: NaiveDateTime) -> NaiveDateTime {
    if time.year() <= LAST_TABLED_YEAR {
        return time;
    }
    let calendar = |year| NaiveDate::from_ymd_opt(year, 1, 1).map(|first| (first.weekday(), first.leap_year()));
    let wanted = calendar(time.year());
    // Any 28 years in a row within a century have all the calendars that there are.
    (LAST_TABLED_YEAR - 27..=LAST_TABLED_YEAR)
        .find(|year| calendar(*year) == wanted)
        .and_then(|year| time.with_year(year))
        .unwrap_or(time)
}

struct Change {
    on: NaiveDate,
    forward: bool,
}

/// The changes after `from` and not after `to`. Never two within one stride since 1900.
fn changes(from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Change> {
    const STRIDE: TimeDelta = TimeDelta::days(7);
    let offset = |instant: DateTime<Utc>| offset_at(instant.naive_utc());
    let mut found = Vec::new();
    let mut near = from;
    while near < to {
        let far = near.checked_add_signed(STRIDE).map_or(to, |far| far.min(to));
        let (before, after) = (offset(near), offset(far));
        if before != after {
            let (mut low, mut high) = (near, far);
            while high - low > TimeDelta::seconds(1) {
                let middle = low + (high - low) / 2;
                *(if offset(middle) == before { &mut low } else { &mut high }) = middle;
            }
            found.push(Change { on: date_of(high), forward: after > before });
        }
        near = far;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{
        LAST_TABLED_YEAR, SETTLED_FROM, clock_change_between, date_of, instant, local, long_date, rfc3339, settled,
        short, short_date, start_of_day,
    };
    use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
    use chrono_tz::Europe::London;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn wall(text: &str) -> NaiveDateTime {
        text.parse().expect("a local time")
    }

    #[test]
    fn a_time_that_happens_twice_is_the_earlier() {
        assert_eq!(instant(wall("2026-10-25T01:30:00")), Ok(at("2026-10-25T00:30:00Z")));
        assert_eq!(instant(wall("2026-10-25T00:59:59")), Ok(at("2026-10-24T23:59:59Z")));
        assert_eq!(instant(wall("2026-10-25T02:00:00")), Ok(at("2026-10-25T02:00:00Z")));
    }

    #[test]
    fn a_time_that_the_clocks_leave_out_is_an_error() {
        assert_eq!(instant(wall("2026-03-29T00:59:59")), Ok(at("2026-03-29T00:59:59Z")));
        assert_eq!(instant(wall("2026-03-29T02:00:00")), Ok(at("2026-03-29T01:00:00Z")));
        for time in ["2026-03-29T01:00:00", "2026-03-29T01:30:00", "2026-03-29T01:59:59"] {
            let said = instant(wall(time)).expect_err("left out").to_string();
            assert!(
                said.contains("2026-03-29") && said.contains("29 March 2026") && said.contains("forward"),
                "{said}"
            );
        }
    }

    #[test]
    fn on_a_day_without_a_change_the_tables_say_the_same() {
        let first = NaiveDate::from_ymd_opt(SETTLED_FROM, 1, 1).expect("a day");
        for day in first.iter_days().take_while(|day| day.year() <= LAST_TABLED_YEAR) {
            let Some(offset) = settled(day) else { continue };
            for time in [NaiveTime::MIN, NaiveTime::from_hms_opt(23, 59, 59).expect("a time")] {
                let time = day.and_time(time);
                assert_eq!(London.offset_from_utc_datetime(&time).fix().local_minus_utc(), offset, "{time}");
                let local = London.offset_from_local_datetime(&time).single().expect("one offset");
                assert_eq!(local.fix().local_minus_utc(), offset, "{time}");
            }
        }
    }

    #[test]
    fn the_rule_goes_on_after_the_tables_end() {
        // 26 March and 29 October 2141 are the last Sundays of their months.
        assert_eq!(local(at("2141-03-26T00:59:59Z")).abbreviation(), "GMT");
        assert_eq!(local(at("2141-03-26T01:00:00Z")).abbreviation(), "BST");
        assert_eq!(local(at("2141-10-29T00:59:59Z")).abbreviation(), "BST");
        assert_eq!(local(at("2141-10-29T01:00:00Z")).abbreviation(), "GMT");
        assert!(instant(wall("2141-03-26T01:30:00")).is_err());
        assert_eq!(local(at("2199-07-01T12:00:00Z")).offset_seconds, 3600);
    }

    #[test]
    fn the_day_changes_at_midnight_in_london() {
        assert_eq!(date_of(at("2026-06-10T22:59:59Z")).to_string(), "2026-06-10");
        assert_eq!(date_of(at("2026-06-10T23:00:00Z")).to_string(), "2026-06-11");
        assert_eq!(start_of_day("2026-06-11".parse().expect("a date")), at("2026-06-10T23:00:00Z"));
        assert_eq!(start_of_day("2026-01-11".parse().expect("a date")), at("2026-01-11T00:00:00Z"));
    }

    #[test]
    fn a_clock_change_is_named_once_it_has_happened() {
        let between = |from, to| clock_change_between(at(from), at(to));
        assert_eq!(between("2026-10-24T09:00:00Z", "2026-10-25T00:59:59Z"), None);
        assert_eq!(
            between("2026-10-24T09:00:00Z", "2026-10-25T01:00:00Z").as_deref(),
            Some("the clocks went back on 25 October 2026")
        );
        assert_eq!(between("2026-10-25T01:00:00Z", "2026-10-26T01:00:00Z"), None);
        assert_eq!(
            between("2026-03-01T00:00:00Z", "2026-12-01T00:00:00Z").as_deref(),
            Some("the clocks went forward on 29 March 2026 and back on 25 October 2026")
        );
        assert_eq!(
            between("2026-03-01T00:00:00Z", "2028-01-01T00:00:00Z").as_deref(),
            Some("the clocks changed 4 times, first on 29 March 2026 and last on 31 October 2027")
        );
        assert_eq!(between("2026-12-01T00:00:00Z", "2026-03-01T00:00:00Z"), None, "backwards");
    }

    #[test]
    fn times_are_written_as_people_write_them() {
        let afternoon = at("2026-06-11T13:20:00Z");
        assert_eq!(rfc3339(afternoon), "2026-06-11T14:20:00+01:00");
        assert_eq!(rfc3339(at("2026-12-11T13:20:00.25Z")), "2026-12-11T13:20:00.250+00:00");
        assert_eq!(short(afternoon), "Thu 11 Jun 2026, 14:20 BST");
        assert_eq!(short(at("2026-12-01T08:05:00Z")), "Tue 1 Dec 2026, 08:05 GMT");
        assert_eq!(long_date(date_of(afternoon)), "Thursday 11 June 2026");
        assert_eq!(short_date(date_of(afternoon)), "Thu 11 Jun 2026");
    }

    #[test]
    fn the_ends_of_the_range_do_not_panic() {
        for end in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            let _ = (rfc3339(end), short(end), date_of(end));
            let _ = instant(end.naive_utc());
        }
    }
}
