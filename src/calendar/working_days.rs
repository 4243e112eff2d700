//! Working days: Monday to Friday less the bank holidays of England and Wales.

use crate::calendar::bank_holidays::BankHolidays;
use crate::calendar::written::{LAST_YEAR, in_range};
use crate::problem::Problem;
use chrono::{Datelike, NaiveDate, Weekday};
use serde::Serialize;

/// A day that was not counted, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// The day.
    pub date: NaiveDate,
    /// `Saturday`, `Sunday`, or the bank holiday.
    pub why: String,
}

/// Working days counted from a day zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The last day counted: the work is due by its end.
    pub due: NaiveDate,
    /// The first day counted; none when none was.
    pub day_one: Option<NaiveDate>,
    /// Every day passed over, in order.
    pub skipped: Vec<Skipped>,
    /// True when some day was judged by the rules because the published list does not cover it.
    pub provisional: bool,
}

/// Whether `date` is a working day.
pub fn is_working_day(date: NaiveDate, holidays: &BankHolidays) -> bool {
    weekend(date).is_none() && holidays.name(date).is_none()
}

/// Why `date` is not a working day; none when it is one.
pub fn why_not(date: NaiveDate, holidays: &BankHolidays) -> Option<String> {
    if let Some(day) = weekend(date) {
        return Some(day.to_owned());
    }
    let holiday = holidays.name(date)?;
    let said_already = holiday.title.to_lowercase().contains("bank holiday");
    let substitute = holiday.notes.is_some_and(|notes| notes.eq_ignore_ascii_case("substitute day"));
    let remarks = [
        (!said_already).then_some("bank holiday"),
        substitute.then_some("substitute day"),
        holiday.own.then_some("from your own list"),
    ];
    let remarks: Vec<&str> = remarks.into_iter().flatten().collect();
    Some(match remarks.as_slice() {
        [] => holiday.title.to_owned(),
        remarks => format!("{} ({})", holiday.title, remarks.join(", ")),
    })
}

/// The end of working day `number` after `start`, which is day zero also when it is no working day.
///
/// # Errors
/// When that is after the last year that dates are kept for.
pub fn add_working_days(start: NaiveDate, number: u32, holidays: &BankHolidays) -> Result<Count, Problem> {
    let mut count = Count { due: start, day_one: None, skipped: Vec::new(), provisional: false };
    count.due = walk(start, number, holidays, |date, working| {
        count.provisional |= is_uncertain(date, holidays);
        if working {
            count.day_one.get_or_insert(date);
        } else if let Some(why) = why_not(date, holidays) {
            count.skipped.push(Skipped { date, why });
        }
    })?;
    Ok(count)
}

/// As [`add_working_days`], but only the due date: nothing is allocated.
///
/// # Errors
/// As [`add_working_days`].
pub fn working_day_after(start: NaiveDate, number: u32, holidays: &BankHolidays) -> Result<NaiveDate, Problem> {
    walk(start, number, holidays, |_, _| {})
}

/// `date` itself when it is a working day, otherwise the last one before it.
pub fn last_working_day_on_or_before(date: NaiveDate, holidays: &BankHolidays) -> NaiveDate {
    let mut day = date;
    while !is_working_day(day, holidays) {
        match day.pred_opt() {
            Some(before) => day = before,
            None => break,
        }
    }
    day
}

/// Whether only the rules say if `date` is a working day. Weekends are certain.
pub(crate) fn is_uncertain(date: NaiveDate, holidays: &BankHolidays) -> bool {
    weekend(date).is_none() && !holidays.covers(date)
}

fn walk(
    start: NaiveDate,
    number: u32,
    holidays: &BankHolidays,
    mut visit: impl FnMut(NaiveDate, bool),
) -> Result<NaiveDate, Problem> {
    let mut day = start;
    let mut left = number;
    while left > 0 {
        day = day.succ_opt().filter(|day| in_range(*day)).ok_or_else(|| {
            Problem::input(format!("{number} working days from {start} end after {LAST_YEAR}"))
                .hint("Give a smaller number")
        })?;
        let working = is_working_day(day, holidays);
        left -= u32::from(working);
        visit(day, working);
    }
    Ok(day)
}

fn weekend(date: NaiveDate) -> Option<&'static str> {
    match date.weekday() {
        Weekday::Sat => Some("Saturday"),
        Weekday::Sun => Some("Sunday"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{add_working_days, is_working_day, last_working_day_on_or_before, why_not};
    use crate::calendar::BankHolidays;
    use chrono::NaiveDate;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_day_off_says_why() {
        let why = |day: &str| why_not(date(day), BankHolidays::published());
        assert_eq!(why("2026-12-24"), None);
        assert_eq!(why("2026-12-25").as_deref(), Some("Christmas Day (bank holiday)"));
        assert_eq!(why("2026-12-26").as_deref(), Some("Saturday"));
        assert_eq!(why("2026-12-27").as_deref(), Some("Sunday"));
        assert_eq!(why("2026-12-28").as_deref(), Some("Boxing Day (bank holiday, substitute day)"));
        assert_eq!(why("2026-05-25").as_deref(), Some("Spring bank holiday"));
        assert_eq!(why("2012-06-04").as_deref(), Some("Spring bank holiday (substitute day)"));
    }

    #[test]
    fn day_zero_does_not_count_and_need_not_be_a_working_day() {
        let count = add_working_days(date("2026-12-26"), 1, BankHolidays::published()).expect("a date");
        assert_eq!((count.due, count.day_one), (date("2026-12-29"), Some(date("2026-12-29"))));
        let skipped: Vec<_> = count.skipped.iter().map(|day| day.date).collect();
        assert_eq!(skipped, [date("2026-12-27"), date("2026-12-28")]);
    }

    #[test]
    fn past_the_list_a_count_is_provisional() {
        let provisional = |start: &str, number| {
            add_working_days(date(start), number, BankHolidays::published()).expect("a date").provisional
        };
        assert!(!provisional("2028-12-27", 2), "ends on 29 December 2028");
        assert!(provisional("2028-12-27", 3), "ends on 2 January 2029");
        assert!(provisional("2011-12-28", 1));
        assert!(!provisional("2011-12-30", 1), "a weekend is certain without a list");
    }

    #[test]
    fn a_count_that_never_ends_is_refused_at_once() {
        let problem = add_working_days(date("2026-01-05"), u32::MAX, BankHolidays::published()).expect_err("too far");
        assert!(problem.to_string().contains("after 2200"), "{problem}");
    }

    #[test]
    fn the_last_working_day_before_easter_is_maundy_thursday() {
        let last = |day: &str| last_working_day_on_or_before(date(day), BankHolidays::published());
        assert_eq!(last("2026-04-06"), date("2026-04-02"));
        assert_eq!(last("2026-04-07"), date("2026-04-07"));
        assert!(is_working_day(date("2026-04-07"), BankHolidays::published()));
    }
}
