//! The calendar against a second calculation that shares nothing with it: days counted from the civil calendar's own
//! arithmetic, Easter by golden number and epact, working days one by one, and the law's wording of summer time.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::Europe::London;
use proptest::prelude::*;
use std::collections::BTreeSet;
use yjs::calendar::{self, Amount, BankHolidays, Moment, Unit, add, london, span, working_days};

/// Dates by arithmetic on a count of days; 1 January 1970 is day zero, a Thursday.
mod civil {
    pub(crate) type Date = (i64, i64, i64);

    pub(crate) fn is_leap(year: i64) -> bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    pub(crate) fn month_length(year: i64, month: i64) -> i64 {
        match month {
            2 if is_leap(year) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    pub(crate) fn number((year, month, day): Date) -> i64 {
        // Years that start in March put the leap day last.
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468
    }

    pub(crate) fn date(number: i64) -> Date {
        let mut year = 1970 + number.div_euclid(366);
        while number >= self::number((year + 1, 1, 1)) {
            year += 1;
        }
        let (mut month, mut left) = (1, number - self::number((year, 1, 1)));
        while left >= month_length(year, month) {
            left -= month_length(year, month);
            month += 1;
        }
        (year, month, left + 1)
    }

    /// 0 is Monday.
    pub(crate) fn weekday(number: i64) -> i64 {
        (number + 3).rem_euclid(7)
    }

    pub(crate) fn plus_months((year, month, day): Date, months: i64) -> Date {
        let all = year * 12 + month - 1 + months;
        let (year, month) = (all / 12, all % 12 + 1);
        (year, month, day.min(month_length(year, month)))
    }

    /// The Sunday after the paschal full moon, as the prayer book's tables reckon it.
    pub(crate) fn easter(year: i64) -> i64 {
        let (golden, century) = (year % 19 + 1, year / 100 + 1);
        let (solar, lunar) = (3 * century / 4 - 12, (8 * century + 5) / 25 - 5);
        let mut epact = (11 * golden + 20 + lunar - solar).rem_euclid(30);
        if epact == 24 || (epact == 25 && golden > 11) {
            epact += 1;
        }
        let after_march_began = if epact < 24 { 44 - epact } else { 74 - epact };
        let full_moon = number((year, 3, 1)) + after_march_began - 1;
        full_moon + 7 - (weekday(full_moon) + 1) % 7
    }

    /// Bank holidays as the Act and the proclamations have them, each substitute spelt out.
    pub(crate) fn bank_holidays(year: i64) -> Vec<i64> {
        let new_year = number((year, 1, 1));
        let christmas = number((year, 12, 25));
        let monday_from = |first: i64| (first..first + 7).find(|day| weekday(*day) == 0).unwrap();
        let mut days = vec![
            match weekday(new_year) {
                5 => new_year + 2,
                6 => new_year + 1,
                _ => new_year,
            },
            easter(year) - 2,
            easter(year) + 1,
            monday_from(number((year, 5, 1))),
            monday_from(number((year, 5, 25))),
            monday_from(number((year, 8, 25))),
        ];
        days.extend(match weekday(christmas) {
            4 => [christmas, christmas + 3],
            5 => [christmas + 2, christmas + 3],
            6 => [christmas + 1, christmas + 2],
            _ => [christmas, christmas + 1],
        });
        days
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn number(date: NaiveDate) -> i64 {
    civil::number((date.year().into(), date.month().into(), date.day().into()))
}

fn iso(number: i64) -> String {
    let (year, month, day) = civil::date(number);
    format!("{year:04}-{month:02}-{day:02}")
}

fn reckon(amount: &str, from: &str) -> span::Reckoning {
    let from = calendar::parse_when(from, at("2026-01-05T10:00:00Z")).unwrap();
    add(amount.parse().unwrap(), from, BankHolidays::published()).unwrap()
}

/// The published list by its text alone, not by the reader under test.
fn published() -> BTreeSet<String> {
    let text = include_str!("../data/bank-holidays.json");
    text.split("{\"date\": \"").skip(1).map(|rest| rest[..10].to_owned()).collect()
}

#[test]
fn working_days_skip_weekends_and_bank_holidays() {
    let due = reckon("10wd", "2026-12-18");
    assert_eq!(due.due.to_string(), "2027-01-06");
    assert_eq!((due.day_zero.to_string().as_str(), due.day_one), ("2026-12-18", Some(day("2026-12-21"))));
    let skipped: Vec<_> = due.skipped.iter().map(|skipped| (skipped.date.to_string(), skipped.why.clone())).collect();
    let expected = [
        ("2026-12-19", "Saturday"),
        ("2026-12-20", "Sunday"),
        ("2026-12-25", "Christmas Day (bank holiday)"),
        ("2026-12-26", "Saturday"),
        ("2026-12-27", "Sunday"),
        ("2026-12-28", "Boxing Day (bank holiday, substitute day)"),
        ("2027-01-01", "New Year’s Day (bank holiday)"),
        ("2027-01-02", "Saturday"),
        ("2027-01-03", "Sunday"),
    ];
    assert_eq!(skipped, expected.map(|(date, why)| (date.to_owned(), why.to_owned())));
    assert_eq!((due.act_by, due.provisional), (None, false));
    assert_eq!(reckon("10wd", "2025-12-24").due.to_string(), "2026-01-12");
    assert_eq!(reckon("10wd", "2026-12-22").due.to_string(), "2027-01-08");
    assert_eq!(reckon("1wd", "2026-04-02T23:30").due.to_string(), "2026-04-07", "an instant counts by its date");
}

#[test]
fn calendar_spans_are_never_rolled_forward() {
    for (amount, from, due, act_by) in [
        ("35d", "2026-03-01", "2026-04-05", Some("2026-04-02")),
        ("4w", "2026-12-04", "2027-01-01", Some("2026-12-31")),
        ("6mo", "2027-08-31", "2028-02-29", None),
        ("6mo", "2026-08-31", "2027-02-28", Some("2027-02-26")),
        ("1y", "2028-02-29", "2029-02-28", None),
        ("4y", "2024-02-29", "2028-02-29", None),
        ("1mo", "2026-01-31", "2026-02-28", Some("2026-02-27")),
        ("0d", "2026-03-02", "2026-03-02", None),
    ] {
        let reckoned = reckon(amount, from);
        assert_eq!(reckoned.due.to_string(), due, "{amount} from {from}");
        assert_eq!(reckoned.act_by, act_by.map(day), "{amount} from {from}");
        assert!(reckoned.skipped.is_empty());
    }
    let late = Moment::Instant(at("2026-06-10T23:30:00Z"));
    let reckoned = add("1d".parse().unwrap(), late, BankHolidays::published()).unwrap();
    assert_eq!(reckoned.due.to_string(), "2026-06-12", "in London it is already 11 June");
}

#[test]
fn hours_are_elapsed_hours() {
    let back = Some("the clocks went back on 25 October 2026");
    for (amount, from, due, change) in [
        ("48h", "2026-10-24T10:00", "2026-10-26T09:00:00+00:00", back),
        ("48h", "2027-03-27T10:00", "2027-03-29T11:00:00+01:00", Some("the clocks went forward on 28 March 2027")),
        ("48h", "2026-10-25T01:30", "2026-10-27T00:30:00+00:00", back),
        ("48h", "2026-10-25T02:30", "2026-10-27T02:30:00+00:00", None),
        ("48h", "2026-12-24T16:30", "2026-12-26T16:30:00+00:00", None),
        ("24h", "2026-10-25", "2026-10-25T23:00:00+00:00", back),
    ] {
        let reckoned = reckon(amount, from);
        assert_eq!(reckoned.due.to_string(), due, "{amount} from {from}");
        assert_eq!(reckoned.clock_change.as_deref(), change, "{amount} from {from}");
        assert_eq!((reckoned.act_by, reckoned.day_one), (None, None));
    }
    assert_eq!(reckon("24h", "2026-07-01").day_zero.to_string(), "2026-07-01T00:00:00+01:00");
    let missing = calendar::parse_when("2026-03-29T01:30", at("2026-01-05T10:00:00Z")).unwrap_err();
    assert!(missing.to_string().contains("2026-03-29"), "{missing}");
}

#[test]
fn easter_agrees_with_the_prayer_book_for_three_centuries() {
    let holidays = BankHolidays::published();
    for year in 1900..=2200 {
        let monday = day(&iso(civil::easter(year) + 1));
        assert_eq!(holidays.by_rule(monday).map(|holiday| holiday.title), Some("Easter Monday"), "{monday}");
        let friday = day(&iso(civil::easter(year) - 2));
        assert_eq!(holidays.by_rule(friday).map(|holiday| holiday.title), Some("Good Friday"), "{friday}");
    }
}

#[test]
fn the_rules_agree_with_the_published_list_but_for_one_off_days() {
    let holidays = BankHolidays::published();
    let listed = published();
    let days = (number(day("2012-01-01"))..=number(day("2028-12-31"))).map(iso);
    let ruled: BTreeSet<String> = days.filter(|date| holidays.by_rule(day(date)).is_some()).collect();
    let only =
        |some: &BTreeSet<String>, others: &BTreeSet<String>| some.difference(others).cloned().collect::<Vec<_>>();
    // Two jubilees, VE day, a state funeral, a coronation.
    let added = ["2012-06-04", "2012-06-05", "2020-05-08", "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08"];
    assert_eq!(only(&listed, &ruled), added);
    assert_eq!(only(&ruled, &listed), ["2012-05-28", "2020-05-04", "2022-05-30"]);
}

#[test]
fn the_rules_agree_with_the_wording_of_the_act() {
    let holidays = BankHolidays::published();
    for year in 1978..=2200 {
        let expected: BTreeSet<i64> = civil::bank_holidays(year).into_iter().collect();
        assert_eq!(expected.len(), 8);
        let days = civil::number((year, 1, 1))..civil::number((year + 1, 1, 1));
        let found: BTreeSet<i64> = days.filter(|number| holidays.by_rule(day(&iso(*number))).is_some()).collect();
        assert_eq!(found, expected, "{year}");
    }
}

#[test]
fn london_agrees_with_its_tables_hour_by_hour() {
    let mut hour = at("1994-01-01T00:00:00Z");
    while hour.year() < 2040 {
        let table = hour.with_timezone(&London).naive_local();
        let shown = london::local(hour);
        assert_eq!(shown.time, table, "{hour}");
        let wall = (hour + TimeDelta::minutes(17)).naive_utc();
        assert_eq!(london::instant(wall).ok(), wall.and_local_timezone(London).earliest().map(|time| time.to_utc()));
        hour += TimeDelta::hours(1);
    }
}

/// Seconds of summer time by the law's words: from 01:00 GMT on the last Sunday of March to that of October.
fn summer(instant: DateTime<Utc>) -> i64 {
    let seconds = instant.timestamp();
    let year = civil::date(seconds.div_euclid(86_400)).0;
    let last_sunday = |month: i64| {
        let end = civil::number((year, month, 31));
        end - (civil::weekday(end) + 1) % 7
    };
    let one_o_clock = |month: i64| last_sunday(month) * 86_400 + 3_600;
    if (one_o_clock(3)..one_o_clock(10)).contains(&seconds) { 3_600 } else { 0 }
}

/// The holiday on a day by the second calculation: the published text where it reaches, otherwise the Act.
fn is_off(number: i64, listed: &BTreeSet<String>) -> bool {
    let date = iso(number);
    let covered = ("2012-01-02"..="2028-12-31").contains(&date.as_str());
    let holiday =
        if covered { listed.contains(&date) } else { civil::bank_holidays(civil::date(number).0).contains(&number) };
    civil::weekday(number) > 4 || holiday
}

fn dates() -> impl Strategy<Value = NaiveDate> {
    let near = number(day("2010-01-01"))..number(day("2035-01-01"));
    let any = number(day("1980-01-01"))..number(day("2150-01-01"));
    prop_oneof![3 => near, 1 => any].prop_map(|number| day(&iso(number)))
}

fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    let change =
        (1996i64..2190, prop_oneof![Just(3i64), Just(10)], -10_000i64..10_000).prop_map(|(year, month, off)| {
            let end = civil::number((year, month, 31));
            (end - (civil::weekday(end) + 1) % 7) * 86_400 + 3_600 + off
        });
    let any = at("1996-01-01T00:00:00Z").timestamp()..at("2190-01-01T00:00:00Z").timestamp();
    prop_oneof![change, any].prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn working_days_agree_with_counting_one_by_one(start in dates(), count in 1u32..80) {
        let listed = published();
        let (mut today, mut counted, mut passed) = (number(start), 0, Vec::new());
        while counted < count {
            today += 1;
            if is_off(today, &listed) { passed.push(day(&iso(today))) } else { counted += 1 }
        }
        let amount = Amount { number: count, unit: Unit::WorkingDays };
        let holidays = BankHolidays::published();
        let reckoned = add(amount, Moment::Date(start), holidays).unwrap();
        prop_assert_eq!(reckoned.due.to_string(), iso(today));
        prop_assert_eq!(reckoned.skipped.iter().map(|skipped| skipped.date).collect::<Vec<_>>(), passed);
        prop_assert_eq!(span::due(amount, Moment::Date(start), holidays).unwrap(), reckoned.due);
        let (first, last) = holidays.covered();
        let weekday_outside = (number(start) + 1..=today)
            .any(|number| civil::weekday(number) < 5 && !(first..=last).contains(&day(&iso(number))));
        prop_assert_eq!(reckoned.provisional, weekday_outside);
    }

    #[test]
    fn calendar_spans_agree_with_civil_arithmetic(start in dates(), count in 1u32..600, unit in 0usize..4) {
        let civil_start = civil::date(number(start));
        let months = |each: i64| civil::number(civil::plus_months(civil_start, i64::from(count) * each));
        let days = |each: i64| number(start) + i64::from(count) * each;
        let (unit, due) = match unit {
            0 => (Unit::Days, days(1)),
            1 => (Unit::Weeks, days(7)),
            2 => (Unit::Months, months(1)),
            _ => (Unit::Years, months(12)),
        };
        let amount = Amount { number: count, unit };
        let result = add(amount, Moment::Date(start), BankHolidays::published());
        if civil::date(due).0 > 2200 {
            prop_assert!(result.is_err());
            return Ok(());
        }
        let reckoned = result.unwrap();
        prop_assert_eq!(reckoned.due.to_string(), iso(due));
        let listed = published();
        let act_by = (0..).map(|back| due - back).find(|day| !is_off(*day, &listed)).filter(|last| *last != due);
        prop_assert_eq!(reckoned.act_by.map(number), act_by);
        prop_assert_eq!(span::due(amount, Moment::Date(start), BankHolidays::published()).unwrap(), reckoned.due);
    }

    #[test]
    fn hours_are_seconds_on_the_line(start in instants(), count in 1u32..2_000) {
        let amount = Amount { number: count, unit: Unit::Hours };
        let reckoned = add(amount, Moment::Instant(start), BankHolidays::published()).unwrap();
        let Moment::Instant(due) = reckoned.due else { panic!("hours end at an instant") };
        prop_assert_eq!(due.timestamp() - start.timestamp(), i64::from(count) * 3_600);
        let changed = summer(start) != summer(due);
        prop_assert_eq!(reckoned.clock_change.is_some(), changed);
        if let Some(text) = reckoned.clock_change {
            prop_assert_eq!(text.contains("forward"), summer(due) > summer(start));
        }
    }

    #[test]
    fn london_shows_what_the_law_says(instant in instants()) {
        let shown = london::local(instant);
        prop_assert_eq!(i64::from(shown.offset_seconds), summer(instant));
        prop_assert_eq!(shown.abbreviation(), if summer(instant) == 0 { "GMT" } else { "BST" });
        prop_assert_eq!(calendar::parse_instant_or_local(&london::rfc3339(instant)), Ok(instant));
    }

    #[test]
    fn a_local_time_is_the_first_instant_that_shows_it(instant in instants()) {
        let wall = instant.naive_utc();
        let meant = [3_600, 0].map(|offset| instant - TimeDelta::seconds(offset));
        let first = meant.into_iter().find(|time| *time + TimeDelta::seconds(summer(*time)) == instant);
        prop_assert_eq!(london::instant(wall).ok(), first);
    }

    #[test]
    fn a_day_begins_at_its_first_instant(date in dates()) {
        let start = london::start_of_day(date);
        prop_assert_eq!(london::date_of(start), date);
        prop_assert_eq!(london::date_of(start - TimeDelta::seconds(1)), date.pred_opt().unwrap());
    }

    #[test]
    fn reading_never_panics(text in "[0-9a-zT:+. /-]{0,26}|\\PC{0,14}") {
        let _ = calendar::parse_when(&text, at("2026-06-10T23:20:00Z"));
        let _ = calendar::parse_instant_or_local(&text);
        let _ = text.parse::<Amount>();
        if let Ok(date) = calendar::parse_date(&text) {
            prop_assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn a_date_reads_back_and_a_day_too_many_does_not(year in 1900i64..=2200, month in 1i64..=12, day in 1i64..=31) {
        let text = format!("{year:04}-{month:02}-{day:02}");
        match calendar::parse_date(&text) {
            Ok(date) => {
                prop_assert!(day <= civil::month_length(year, month));
                prop_assert_eq!(number(date), civil::number((year, month, day)));
            }
            Err(problem) => {
                prop_assert!(day > civil::month_length(year, month));
                let length = format!("has {} days", civil::month_length(year, month));
                prop_assert!(problem.to_string().contains(&length), "{problem}");
            }
        }
    }

    #[test]
    fn the_last_working_day_is_one_and_none_follows_it(date in dates()) {
        let holidays = BankHolidays::published();
        let last = working_days::last_working_day_on_or_before(date, holidays);
        let listed = published();
        prop_assert!(!is_off(number(last), &listed));
        prop_assert!((number(last) + 1..=number(date)).all(|day| is_off(day, &listed)));
        prop_assert_eq!(working_days::why_not(date, holidays).is_none(), last == date);
    }
}
