//! Dates as other systems write them. Which order day and month are in is never guessed.

use super::raw::Dates;
use crate::calendar::london::{self, MONTHS};
use crate::calendar::{parse_date, parse_instant_or_local, parse_time};
use crate::problem::Problem;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

/// The day that a spreadsheet counts as 0, so that its days from March 1900 on come out right.
const SERIAL_ZERO: (i32, u32, u32) = (1899, 12, 30);

const MINUTES_OF_DAY: f64 = 1440.0;

/// DayOrTime something happened: on a day, or at a local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DayOrTime {
    pub(crate) date: NaiveDate,
    /// `None` at midnight: systems write a date so.
    pub(crate) time: Option<NaiveTime>,
}

impl DayOrTime {
    /// Returns a moment of a spreadsheet's or a database's clock; midnight means that only the day is known.
    pub(crate) fn of(moment: NaiveDateTime) -> Self {
        let time = moment.time();
        let time = NaiveTime::from_hms_opt(time.hour(), time.minute(), time.second()).unwrap_or_default();
        Self { date: moment.date(), time: Some(time).filter(|time| *time != NaiveTime::MIN) }
    }
}

/// Why a date was not read, as far as the order of day and month goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Only with the day first is it a date.
    DayFirst,
    /// Only with the month first is it a date.
    MonthFirst,
    /// It is a date either way, or none.
    Open,
}

/// Reads a date, with or without a time. `dates` says how days and months are ordered; without it only dates that can be
/// read in one way are read. `this_year` places years of two digits.
///
/// # Errors
/// DayOrTime there is no such date, or it can be read in two ways.
pub(crate) fn read(text: &str, dates: Option<Dates>, this_year: i32) -> Result<DayOrTime, Problem> {
    // A time that says how far it is from UTC is another one in London for half the year.
    let has_offset = text.trim().split_once('T').is_some_and(|(_, clock)| clock.contains(['Z', '+', '-']));
    if has_offset && let Ok(instant) = parse_instant_or_local(text.trim()) {
        let local = london::local(instant).time;
        return Ok(DayOrTime { date: local.date(), time: Some(local.time()) });
    }
    let (day, clock) = split(text);
    let time = match clock {
        None => None,
        Some(clock) => Some(time(clock).ok_or_else(|| {
            Problem::input(format!("`{text}` is not a date")).hint("write a time as 16:30, after the date")
        })?),
    };
    let date = match parse_date(day) {
        Ok(date) => date,
        Err(problem) => {
            let read = match dates {
                Some(Dates::Dmy) => numbers(day, this_year).or_else(|| named_month(day, this_year)),
                Some(Dates::Serial) => return serial(text),
                Some(Dates::Iso) => None,
                None => named_month(day, this_year),
            };
            read.ok_or_else(|| refusal(text, day, dates, problem))?
        }
    };
    Ok(DayOrTime { date, time: time.filter(|time| *time != NaiveTime::MIN) })
}

/// Which order the day and the month of a text must be in.
pub(crate) fn order(text: &str) -> Order {
    let (day, _) = split(text);
    let Some([first, second, third]) = parts(day) else { return Order::Open };
    if first.len() > 2 || third.len() == 1 {
        return Order::Open;
    }
    match (first.parse::<u32>(), second.parse::<u32>()) {
        (Ok(first), Ok(second)) if first > 12 && (1..=12).contains(&second) => Order::DayFirst,
        (Ok(first), Ok(second)) if second > 12 && (1..=12).contains(&first) => Order::MonthFirst,
        _ => Order::Open,
    }
}

fn refusal(text: &str, day: &str, dates: Option<Dates>, usual: Problem) -> Problem {
    let form = match dates {
        // Both readings, as everywhere else.
        None => {
            let hint = usual.hint.clone().map(|hint| hint.trim_end_matches('.').to_owned()).unwrap_or_default();
            let hint =
                if parts(day).is_some() { format!("{hint}; or add --dates dmy if the day comes first") } else { hint };
            return Problem { hint: Some(hint), ..usual };
        }
        Some(Dates::Dmy) => "29/06/2022, with the day first",
        Some(Dates::Iso) => "2022-06-29, with the year first",
        Some(Dates::Serial) => "44741, a number of days",
    };
    Problem::input(format!("`{text}` is not a date of the form {form}"))
        .hint("correct the cell; --dates says another form of dates")
}

/// The day, and the time after it if there is one.
fn split(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    let place = text.find(['T', ' ']).filter(|place| text[*place + 1..].contains(':'));
    let place = place.and_then(|first| {
        // `29 June 2022 16:30` has spaces before the one that matters.
        let last = text.rfind(['T', ' ']).unwrap_or(first);
        text[last + 1..].starts_with(|letter: char| letter.is_ascii_digit()).then_some(last)
    });
    match place {
        Some(place) => (text[..place].trim(), Some(text[place + 1..].trim())),
        None => (text, None),
    }
}

fn time(text: &str) -> Option<NaiveTime> {
    if let Ok(time) = parse_time(text) {
        return NaiveTime::from_hms_opt(time.hour(), time.minute(), time.second());
    }
    // `9:05`, as spreadsheets write it.
    parse_time(&format!("0{text}")).ok()
}

fn parts(text: &str) -> Option<[&str; 3]> {
    let mut parts = text.split(['/', '-', '.']);
    let three = [parts.next()?, parts.next()?, parts.next()?];
    let number = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    (parts.next().is_none() && three.iter().all(number)).then_some(three)
}

fn numbers(text: &str, this_year: i32) -> Option<NaiveDate> {
    let [day, month, year] = parts(text)?;
    if day.len() > 2 || month.len() > 2 {
        return None;
    }
    date(year, month.parse().ok()?, day, this_year)
}

/// `29-Jun-2022`, `29 June 22`.
fn named_month(text: &str, this_year: i32) -> Option<NaiveDate> {
    let mut words = text.split([' ', '-', '/', '.']).filter(|word| !word.is_empty());
    let (day, month, year) = (words.next()?, words.next()?.to_lowercase(), words.next()?);
    if words.next().is_some() || month.chars().count() < 3 {
        return None;
    }
    let place = MONTHS.iter().position(|name| {
        let name = name.to_lowercase();
        name == month || name[..3] == month || (name == "september" && month == "sept")
    })?;
    date(year, u32::try_from(place + 1).ok()?, day, this_year)
}

/// A year of two digits is the latest that is not after next year.
fn date(year: &str, month: u32, day: &str, this_year: i32) -> Option<NaiveDate> {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(year) || !is_number(day) {
        return None;
    }
    let number: i32 = year.parse().ok()?;
    let year = match year.len() {
        4 => number,
        2 => {
            let latest = this_year + 1;
            let year = latest - latest.rem_euclid(100) + number;
            if year > latest { year - 100 } else { year }
        }
        _ => return None,
    };
    let date = NaiveDate::from_ymd_opt(year, month, day.parse().ok()?)?;
    parse_date(&date.to_string()).ok()
}

fn serial(text: &str) -> Result<DayOrTime, Problem> {
    let wrong = || {
        Problem::input(format!("`{text}` is not a date as a spreadsheet counts days"))
            .hint("give a number such as 44741; or add --dates dmy or --dates iso for dates that are written out")
    };
    let days: f64 = text.trim().parse().map_err(|_| wrong())?;
    let (year, month, day) = SERIAL_ZERO;
    let zero =
        NaiveDate::from_ymd_opt(year, month, day).and_then(|zero| zero.and_hms_opt(0, 0, 0)).ok_or_else(wrong)?;
    if !(days.is_finite() && (1.0..200_000.0).contains(&days)) {
        return Err(wrong());
    }
    let minutes = TimeDelta::minutes((days * MINUTES_OF_DAY).round() as i64);
    let moment = zero.checked_add_signed(minutes).ok_or_else(wrong)?;
    parse_date(&moment.date().to_string()).map_err(|_| wrong())?;
    Ok(DayOrTime::of(moment))
}

/// Returns the number by which a spreadsheet counts a day.
pub(crate) fn serial_of(date: NaiveDate) -> i64 {
    let (year, month, day) = SERIAL_ZERO;
    NaiveDate::from_ymd_opt(year, month, day).map_or(0, |zero| (date - zero).num_days())
}

impl DayOrTime {
    /// Writes the date alone.
    pub(crate) fn day(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.date.year(), self.date.month(), self.date.day())
    }

    /// Writes the date with its time, if there is one.
    pub(crate) fn text(&self) -> (Option<String>, Option<String>) {
        match self.time {
            None => (Some(self.day()), None),
            Some(time) => (None, Some(format!("{}T{}", self.day(), time.format("%H:%M:%S")))),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Dates, Order, order, read};

    fn iso(text: &str, dates: Option<Dates>) -> Option<String> {
        let when = read(text, dates, 2026).ok()?;
        let (on, at) = when.text();
        on.or(at)
    }

    #[test]
    fn days_come_first_where_it_is_said() {
        for (text, wanted) in [
            ("29/06/2022", "2022-06-29"),
            ("2/3/2022", "2022-03-02"),
            ("02/03/22", "2022-03-02"),
            ("12.03.02", "2002-03-12"),
            ("12-03-98", "1998-03-12"),
            ("01/04/27", "2027-04-01"),
            ("01/04/28", "1928-04-01"),
            ("29-Jun-2022", "2022-06-29"),
            ("29 june 22", "2022-06-29"),
            ("2022-06-29", "2022-06-29"),
            ("29/06/2022 00:00:00", "2022-06-29"),
            ("2022-06-29T00:00:00", "2022-06-29"),
            ("29/06/2022 16:30", "2022-06-29T16:30:00"),
            ("29 June 2022 9:05", "2022-06-29T09:05:00"),
        ] {
            assert_eq!(iso(text, Some(Dates::Dmy)).as_deref(), Some(wanted), "{text}");
        }
        for text in ["31/02/2022", "06/29/2022", "29/06/022", "29/06", "", "1/1/1/1", "29-Foo-2022", "29/06/2022 25:00"]
        {
            assert_eq!(iso(text, Some(Dates::Dmy)), None, "{text}");
        }
    }

    #[test]
    fn without_a_word_only_what_can_be_read_in_one_way_is_read() {
        assert_eq!(iso("29-Jun-2022", None).as_deref(), Some("2022-06-29"));
        assert_eq!(iso("2022-06-29", None).as_deref(), Some("2022-06-29"));
        let both = read("02/03/2022", None, 2026).unwrap_err();
        let hint = both.hint.unwrap();
        assert!(hint.contains("2022-03-02") && hint.contains("2022-02-03") && hint.contains("--dates dmy"), "{hint}");
        assert_eq!(iso("29/06/2022", None), None);
        assert_eq!(
            (order("29/06/2022"), order("06/29/22"), order("02/03/2022")),
            (Order::DayFirst, Order::MonthFirst, Order::Open)
        );
    }

    #[test]
    fn a_spreadsheet_counts_days() {
        assert_eq!(iso("44741", Some(Dates::Serial)).as_deref(), Some("2022-06-29"));
        assert_eq!(iso("44741.5", Some(Dates::Serial)).as_deref(), Some("2022-06-29T12:00:00"));
        assert_eq!(iso("44741", Some(Dates::Dmy)), None);
        for text in ["0", "-4", "1e9", "NaN", "inf"] {
            assert_eq!(iso(text, Some(Dates::Serial)), None, "{text}");
        }
    }
}
