//! Words that several reports share for numbers, lists and times.

use crate::calendar::{Moment, london};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use std::fmt::Write;

/// Room for a time and how late it is, so that a list of thousands grows no text twice.
pub(super) const ROOM: usize = 48;

/// `1 day`, `2 days`.
pub(super) fn count(number: u64, one: &str) -> String {
    let mut text = String::with_capacity(ROOM);
    // Writing to a string cannot fail.
    let _ = write!(text, "{number} ");
    text.push_str(one);
    text.push_str(if number == 1 { "" } else { "s" });
    text
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list<T: AsRef<str>>(items: &[T]) -> String {
    let mut text = String::new();
    for (place, item) in items.iter().enumerate() {
        text.push_str(match place {
            0 => "",
            _ if place + 1 == items.len() => " and ",
            _ => ", ",
        });
        text.push_str(item.as_ref());
    }
    text
}

/// `Mon 8 Jun`, `Mon 8 Jun 16:30`; with the year only when it is another than today's. For lists, where the season is
/// plain from the date: whether it is GMT or BST is left out.
pub(super) fn near(moment: Moment, today: NaiveDate) -> String {
    let mut text = String::with_capacity(ROOM);
    add_near(&mut text, moment, today);
    text
}

/// Adds what [`near`] says.
pub(super) fn add_near(text: &mut String, moment: Moment, today: NaiveDate) {
    let (date, time) = match moment {
        Moment::Date(date) => (date, None),
        Moment::Instant(instant) => {
            let local = london::local(instant).time;
            (local.date(), Some(local.time()))
        }
    };
    london::add_day(text, date);
    // Half a year away, a day and a month alone would be read as the nearer one.
    if date.year() != today.year() || (date - today).num_days().abs() > 183 {
        let _ = write!(text, " {}", date.year());
    }
    if let Some(time) = time {
        text.push(' ');
        london::add_time(text, time);
    }
}

/// `in 3 days`, `tomorrow`, `in 5 hours`, `today`.
pub(super) fn ahead(due: Moment, now: DateTime<Utc>) -> String {
    let days = (due.date() - london::date_of(now)).num_days();
    match (days, due) {
        (0, Moment::Date(_)) => "today".into(),
        (0, Moment::Instant(instant)) => {
            let minutes = (instant - now).num_minutes().max(0).unsigned_abs();
            let left = if minutes < 60 { count(minutes, "minute") } else { count(minutes / 60, "hour") };
            format!("today, in {left}")
        }
        (1, _) => "tomorrow".into(),
        _ => format!("in {}", count(days.unsigned_abs(), "day")),
    }
}

#[cfg(test)]
mod tests {
    use super::{ahead, list, near};
    use chrono::{DateTime, NaiveDate, Utc};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn dates_of_this_year_leave_the_year_out() {
        assert_eq!(near(day("2026-06-08").into(), day("2026-06-10")), "Mon 8 Jun");
        assert_eq!(near(day("2027-01-08").into(), day("2026-06-10")), "Fri 8 Jan 2027");
        let instant: DateTime<Utc> = "2026-06-08T15:30:00Z".parse().expect("an instant");
        assert_eq!(near(instant.into(), day("2026-06-10")), "Mon 8 Jun 16:30");
    }

    #[test]
    fn what_lies_ahead_is_counted_in_dates_and_today_in_hours() {
        let now: DateTime<Utc> = "2026-06-10T22:30:00Z".parse().expect("an instant");
        let at = |text: &str| ahead(text.parse::<DateTime<Utc>>().expect("an instant").into(), now);
        assert_eq!(at("2026-06-10T22:45:00Z"), "today, in 15 minutes");
        assert_eq!(at("2026-06-10T23:30:00Z"), "tomorrow");
        assert_eq!(at("2026-06-12T12:00:00Z"), "in 2 days");
        assert_eq!(ahead(day("2026-06-10").into(), now), "today");
    }

    #[test]
    fn lists_end_in_and() {
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }
}
