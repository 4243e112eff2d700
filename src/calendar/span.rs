//! Amounts of time (`48h`, `10wd`, `6mo`), and what each comes to from a given start, with the working shown.

use crate::calendar::bank_holidays::BankHolidays;
use crate::calendar::london;
use crate::calendar::moment::{Anchor, Due, Moment};
use crate::calendar::working_days::{self, Skipped, is_uncertain, last_working_day_on_or_before};
use crate::calendar::written::{LAST_YEAR, in_range};
use crate::problem::Problem;
use chrono::{DateTime, Days, Months, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

const FORMS: &str = "Write 48h (hours), 10d (days), 10wd (working days), 4w (weeks), 6mo (months) or 1y (years), or say it: 10 working days";

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Elapsed hours: nights, weekends, holidays and clock changes count.
    Hours,
    /// Calendar days.
    Days,
    /// Monday to Friday less bank holidays.
    WorkingDays,
    /// Seven calendar days each.
    Weeks,
    /// Calendar months: the same day of the month, or the last when there is none.
    Months,
    /// Twelve calendar months each.
    Years,
}

impl Unit {
    const ALL: [Self; 6] = [Self::Hours, Self::Days, Self::WorkingDays, Self::Weeks, Self::Months, Self::Years];

    /// As written after a number: `h`, `d`, `wd`, `w`, `mo`, `y`.
    pub fn short(self) -> &'static str {
        match self {
            Self::Hours => "h",
            Self::Days => "d",
            Self::WorkingDays => "wd",
            Self::Weeks => "w",
            Self::Months => "mo",
            Self::Years => "y",
        }
    }

    /// In words, for one of it: `working day`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hours => "hour",
            Self::Days => "day",
            Self::WorkingDays => "working day",
            Self::Weeks => "week",
            Self::Months => "month",
            Self::Years => "year",
        }
    }
}

/// A number of units. Displays as `10wd`; [`Amount::words`] says `10 working days`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Amount {
    /// How many. None at all (`0d`) means the same day.
    pub number: u32,
    /// Of what.
    pub unit: Unit,
}

impl Amount {
    /// `10 working days`, `1 working day`.
    pub fn words(self) -> String {
        let plural = if self.number == 1 { "" } else { "s" };
        format!("{} {}{plural}", self.number, self.unit.word())
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}", self.number, self.unit.short())
    }
}

impl From<Amount> for String {
    fn from(amount: Amount) -> Self {
        amount.to_string()
    }
}

impl TryFrom<String> for Amount {
    type Error = Problem;

    fn try_from(text: String) -> Result<Self, Problem> {
        text.parse()
    }
}

/// Reads `48h 10d 10wd 4w 6mo 1y`: digits and a unit, nothing else. Of the zeros only `0d`, the same day, has a meaning.
impl FromStr for Amount {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let wrong = |why: String| Problem::input(format!("`{text}` is not an amount of time: {why}")).hint(FORMS);
        let (number, unit) = text.split_at(text.bytes().take_while(u8::is_ascii_digit).count());
        if text.is_empty() {
            return Err(wrong("it is empty".to_owned()));
        }
        if number.is_empty() {
            return Err(wrong("it must start with a whole number".to_owned()));
        }
        if unit.is_empty() {
            return Err(wrong(format!("{number} of what? The unit is missing")));
        }
        let Some(unit) = Unit::ALL.into_iter().find(|known| known.short() == unit) else {
            return Err(wrong(match unit {
                "m" | "min" => format!("minutes are not counted; for months write {number}mo"),
                _ if unit.starts_with(['.', ',']) => "only whole numbers are counted".to_owned(),
                _ => format!("`{unit}` is not a unit"),
            }));
        };
        if number.len() > 1 && number.starts_with('0') {
            return Err(wrong("it must not start with 0".to_owned()));
        }
        let number: u32 = number.parse().map_err(|_| wrong("the number is too large".to_owned()))?;
        if number == 0 && unit != Unit::Days {
            return Err(wrong("it must be at least 1 (only 0d has a meaning, the same day)".to_owned()));
        }
        Ok(Self { number, unit })
    }
}

/// Units as people write them, beside the short ones; each also with an `s`.
const SPOKEN: [(&str, Unit); 12] = [
    ("hour", Unit::Hours),
    ("hr", Unit::Hours),
    ("day", Unit::Days),
    ("working day", Unit::WorkingDays),
    ("work day", Unit::WorkingDays),
    ("business day", Unit::WorkingDays),
    ("week", Unit::Weeks),
    ("wk", Unit::Weeks),
    ("month", Unit::Months),
    ("mth", Unit::Months),
    ("year", Unit::Years),
    ("yr", Unit::Years),
];

impl Amount {
    /// Reads an amount as people write it: `48 hours`, `10 working days`, `a week`, or as [`Amount::from_str`] reads it.
    ///
    /// # Errors
    /// As [`Amount::from_str`]; the text is quoted as it was typed.
    pub fn typed(text: &str) -> Result<Self, Problem> {
        let strict = text.parse::<Self>();
        let lower = text.trim().to_lowercase().replace('-', " ");
        let digits = lower.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = match lower.split_once(' ') {
            Some(("a" | "an" | "one", unit)) => ("1", unit),
            _ => lower.split_at(digits),
        };
        let unit = unit.split_whitespace().collect::<Vec<_>>().join(" ");
        let one = unit.strip_suffix('s').unwrap_or(&unit);
        let named = SPOKEN.iter().find(|(name, _)| *name == one).map(|(_, unit)| unit.short());
        let short = Unit::ALL.iter().map(|known| known.short()).find(|short| *short == unit);
        match (strict, named.or(short)) {
            (Ok(amount), _) => Ok(amount),
            (Err(_), Some(short)) if !number.is_empty() => {
                format!("{number}{short}").parse().map_err(|problem: Problem| Problem {
                    what: problem.what.replacen(&format!("`{number}{short}`"), &format!("`{text}`"), 1),
                    ..problem
                })
            }
            (Err(problem), _) => Err(problem),
        }
    }
}

/// What an amount comes to, with everything needed to check it by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoning {
    /// A date, to the end of that day; an instant for hours.
    pub due: Due,
    /// When the due date is no working day, the last working day before it, if that lies after day zero. None for hours.
    pub act_by: Option<NaiveDate>,
    /// What it was reckoned from: for hours an instant, otherwise the London date, which is not counted.
    pub day_zero: Moment,
    /// The first day counted. None for hours, and when nothing is counted.
    pub day_one: Option<NaiveDate>,
    /// Every day between that working days pass over. Nothing else skips a day.
    pub skipped: Vec<Skipped>,
    /// For hours: the change of the clocks in between, which makes the time of day look wrong.
    pub clock_change: Option<String>,
    /// True when some day was judged by the rules for bank holidays, because none are published for it yet.
    pub provisional: bool,
}

/// Reckons `amount` from `anchor`.
///
/// An anchor given as a date means, for hours, the start of that London day; an anchor given as an instant means, for
/// everything else, its London date.
///
/// # Errors
/// When the result lies after [`LAST_YEAR`].
pub fn add(amount: Amount, anchor: Anchor, holidays: &BankHolidays) -> Result<Reckoning, Problem> {
    if amount.unit == Unit::Hours {
        let start = anchor.earliest();
        let due = after_hours(amount, start)?;
        return Ok(Reckoning {
            due: Moment::Instant(due),
            act_by: None,
            day_zero: Moment::Instant(start),
            day_one: None,
            skipped: Vec::new(),
            clock_change: london::clock_change_between(start, due),
            provisional: false,
        });
    }
    let start = anchor.date();
    if amount.unit == Unit::WorkingDays {
        let count = working_days::add_working_days(start, amount.number, holidays)?;
        return Ok(Reckoning {
            due: Moment::Date(count.due),
            act_by: None,
            day_zero: Moment::Date(start),
            day_one: count.day_one,
            skipped: count.skipped,
            clock_change: None,
            provisional: count.provisional,
        });
    }
    let due = after_calendar(amount, start)?;
    let (act_by, provisional) = margin(amount, anchor, Moment::Date(due), holidays);
    Ok(Reckoning {
        due: Moment::Date(due),
        act_by,
        day_zero: Moment::Date(start),
        day_one: start.succ_opt().filter(|_| amount.number > 0),
        skipped: Vec::new(),
        clock_change: None,
        provisional,
    })
}

/// Of what [`add`] gives for a due date that is known: when to act, and whether the date is provisional.
pub fn margin(amount: Amount, anchor: Anchor, due: Due, holidays: &BankHolidays) -> (Option<NaiveDate>, bool) {
    if amount.unit == Unit::Hours {
        return (None, false);
    }
    let on = due.date();
    let uncertain = |first: NaiveDate| {
        let listed = holidays.covers(first) && holidays.covers(on);
        !listed && first.iter_days().take_while(|day| *day <= on).any(|day| is_uncertain(day, holidays))
    };
    if amount.unit == Unit::WorkingDays {
        return (None, anchor.date().succ_opt().is_some_and(uncertain));
    }
    let start = anchor.date();
    let last = last_working_day_on_or_before(on, holidays);
    // Acting before the start would be no answer; then only the days after the start are looked at.
    let act_by = Some(last).filter(|last| start < *last && *last < on);
    (act_by, uncertain(last.max(start)))
}

/// As [`add`], but only when it is due: nothing is allocated.
///
/// # Errors
/// As [`add`].
pub fn due(amount: Amount, anchor: Anchor, holidays: &BankHolidays) -> Result<Due, Problem> {
    match amount.unit {
        Unit::Hours => after_hours(amount, anchor.earliest()).map(Moment::Instant),
        Unit::WorkingDays => working_days::working_day_after(anchor.date(), amount.number, holidays).map(Moment::Date),
        _ => after_calendar(amount, anchor.date()).map(Moment::Date),
    }
}

fn after_hours(amount: Amount, start: DateTime<Utc>) -> Result<DateTime<Utc>, Problem> {
    TimeDelta::try_hours(amount.number.into())
        .and_then(|hours| start.checked_add_signed(hours))
        .filter(|due| in_range(london::date_of(*due)))
        .ok_or_else(|| too_far(amount, london::date_of(start)))
}

fn after_calendar(amount: Amount, start: NaiveDate) -> Result<NaiveDate, Problem> {
    let days = |each: u64| start.checked_add_days(Days::new(u64::from(amount.number) * each));
    let months = |each: u32| start.checked_add_months(Months::new(amount.number.checked_mul(each)?));
    match amount.unit {
        Unit::Weeks => days(7),
        Unit::Months => months(1),
        Unit::Years => months(12),
        Unit::Hours | Unit::Days | Unit::WorkingDays => days(1),
    }
    .filter(|due| in_range(*due))
    .ok_or_else(|| too_far(amount, start))
}

fn too_far(amount: Amount, start: NaiveDate) -> Problem {
    Problem::input(format!("{} from {start} end after {LAST_YEAR}", amount.words())).hint("Give a smaller number")
}

#[cfg(test)]
mod tests {
    use super::{Amount, Unit, add, due, margin};
    use crate::calendar::{BankHolidays, Moment};
    use chrono::NaiveDate;

    #[test]
    fn amounts_read_and_say_themselves() {
        for (text, words) in [
            ("48h", "48 hours"),
            ("1h", "1 hour"),
            ("10d", "10 days"),
            ("0d", "0 days"),
            ("10wd", "10 working days"),
            ("1wd", "1 working day"),
            ("4w", "4 weeks"),
            ("6mo", "6 months"),
            ("1y", "1 year"),
            ("4294967295h", "4294967295 hours"),
        ] {
            let amount: Amount = text.parse().expect(text);
            assert_eq!((amount.to_string().as_str(), amount.words().as_str()), (text, words));
        }
        let amount: Amount = serde_json::from_str("\"10wd\"").expect("an amount");
        assert_eq!(serde_json::to_string(&amount).expect("JSON"), "\"10wd\"");
        assert!(serde_json::from_str::<Amount>("\"10\"").is_err());
    }

    #[test]
    fn other_amounts_are_refused_and_the_forms_listed() {
        for (text, word) in [
            ("", "empty"),
            ("wd", "whole number"),
            ("-3d", "whole number"),
            ("+3d", "whole number"),
            ("10", "unit is missing"),
            ("10 d", "` d` is not a unit"),
            (" 10d", "whole number"),
            ("10d ", "`d ` is not a unit"),
            ("10D", "`D` is not a unit"),
            ("6m", "6mo"),
            ("1.5h", "whole numbers"),
            ("0wd", "at least 1"),
            ("0h", "at least 1"),
            ("010d", "start with 0"),
            ("4294967296d", "too large"),
            ("99999999999999999999999h", "too large"),
            ("१d", "whole number"),
            ("1\u{200b}d", "not a unit"),
            ("1wd2d", "not a unit"),
        ] {
            let problem = text.parse::<Amount>().expect_err(text);
            assert!(problem.what.contains(word), "{text}: {problem}");
            assert!(problem.hint.is_some_and(|hint| hint.contains("10wd") && hint.contains("6mo")), "{text}");
        }
    }

    #[test]
    fn a_result_out_of_range_is_an_error_for_every_unit() {
        let start = Moment::Date("2026-03-02".parse().expect("a date"));
        for unit in Unit::ALL {
            // The last one times twelve is 8 when it wraps.
            for number in [u32::MAX, 3_000_000, 357_913_942] {
                let problem = add(Amount { number, unit }, start, BankHolidays::published()).expect_err("too far");
                assert!(problem.what.contains("after 2200"), "{problem}");
            }
        }
    }

    #[test]
    fn what_the_list_does_not_cover_is_provisional() {
        let provisional = |amount: &str, start: &str| {
            let start = Moment::Date(start.parse().expect("a date"));
            add(amount.parse().expect("an amount"), start, BankHolidays::published()).expect("due").provisional
        };
        assert!(!provisional("6mo", "2028-06-29"), "29 December 2028 is covered");
        assert!(provisional("1y", "2028-06-29"));
        assert!(!provisional("1d", "2028-12-29"), "a Saturday, and the Friday before it is covered");
        assert!(!provisional("48h", "2029-06-29"), "hours need no bank holidays");
    }

    #[test]
    fn the_day_to_act_by_lies_after_the_start_and_before_the_due_date() {
        let act_by = |amount: &str, start: &str| {
            let start = Moment::Date(start.parse().expect("a date"));
            let reckoning = add(amount.parse().expect("an amount"), start, BankHolidays::published()).expect("due");
            reckoning.act_by.map(|day| day.to_string())
        };
        assert_eq!(act_by("1d", "2026-06-06"), None, "Saturday to Sunday");
        assert_eq!(act_by("3d", "2026-04-03"), None, "Good Friday to Easter Monday");
        assert_eq!(act_by("1d", "2026-06-05"), None, "the Friday itself is the start");
        assert_eq!(act_by("2d", "2026-06-04").as_deref(), Some("2026-06-05"));
        assert_eq!(act_by("0d", "2026-06-07"), None, "a Sunday");
        assert_eq!(act_by("35d", "2026-03-02").as_deref(), Some("2026-04-02"));
    }

    /// The short way comes to what the whole reckoning comes to, inside the published list and past its end.
    #[test]
    fn the_margin_of_a_due_date_is_that_of_the_reckoning() {
        let holidays = BankHolidays::published();
        let first = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date");
        for start in first.iter_days().step_by(5).take(300) {
            for text in ["48h", "0d", "10d", "10wd", "1wd", "35d", "6mo", "4w", "1y"] {
                let (amount, anchor) = (text.parse().expect(text), Moment::Date(start));
                let whole = add(amount, anchor, holidays).expect("in range");
                let short = margin(amount, anchor, due(amount, anchor, holidays).expect("in range"), holidays);
                assert_eq!(short, (whole.act_by, whole.provisional), "{text} from {start}");
            }
        }
    }
}
