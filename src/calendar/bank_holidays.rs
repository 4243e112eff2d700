//! The bank holidays of England and Wales: the published list, and outside it the dates that the rules give.
//!
//! The list and the rules are data (`data/bank-holidays.json`); only the reckoning of Easter is here. A date outside the
//! published list is *provisional*: a coronation or a jubilee can still move or add one.

use crate::calendar::own_holidays::{DIVISION, OwnHolidays};
use crate::calendar::written::parse_date;
use crate::problem::Problem;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;
use std::sync::{LazyLock, OnceLock};

static PUBLISHED: LazyLock<BankHolidays> = LazyLock::new(|| {
    let built_in = BankHolidays::from_json(include_str!("../../data/bank-holidays.json"));
    BankHolidays { own: OWN.get().cloned(), ..built_in.expect("the built-in list is tested") }
});

/// The user's own list, where there is one.
static OWN: OnceLock<OwnHolidays> = OnceLock::new();

/// One bank holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holiday<'a> {
    /// As published, such as `Boxing Day`.
    pub title: &'a str,
    /// What the list adds, such as `Substitute day`.
    pub notes: Option<&'a str>,
    /// True when the date comes from the rules, not from the published list.
    pub provisional: bool,
    /// True when only the user's own list has the date.
    pub own: bool,
}

/// Where the list comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Name of the list.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Where it is published.
    pub url: String,
    /// The date on which it was read.
    pub retrieved: String,
    /// The copy that was read.
    pub by_way_of: String,
    /// On what terms it may be used.
    pub licence: String,
    /// What it was compared with.
    pub checked_against: String,
}

/// The list with the dates it covers, and the rules for dates that it does not.
#[derive(Debug, Clone)]
pub struct BankHolidays {
    source: Source,
    first: NaiveDate,
    last: NaiveDate,
    rules: Vec<Rule>,
    /// Sorted by date.
    holidays: Vec<(NaiveDate, Entry)>,
    own: Option<OwnHolidays>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: Source,
    division: String,
    first: String,
    last_date_covered: String,
    rules: Vec<Rule>,
    holidays: Vec<Entry>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    date: String,
    title: String,
    notes: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct Rule {
    title: String,
    since: Option<i32>,
    #[serde(flatten)]
    falls: Falls,
}

/// When a holiday falls by rule. A fixed date on a weekend moves to the next weekday that is not taken.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
enum Falls {
    Fixed { month: u32, day: u32 },
    Easter { offset: i64 },
    FirstMonday { month: u32 },
    LastMonday { month: u32 },
}

const SUBSTITUTE: &str = "Substitute day";

impl BankHolidays {
    /// The list built into the program, with the user's own dates; read on first use.
    pub fn published() -> &'static Self {
        &PUBLISHED
    }

    /// Adds the dates of a file of the user's own, in GOV.UK's form, to the published ones from now on. To be called
    /// before any date is worked out.
    ///
    /// # Errors
    /// When the text has another form, or one of its dates is none or is there twice.
    pub fn add_own(name: &str, text: &str) -> Result<(), Problem> {
        let own = Self::own(name, text)?;
        // A second call changes nothing: a process reads one file of its own.
        let _ = OWN.set(own);
        Ok(())
    }

    fn own(name: &str, text: &str) -> Result<OwnHolidays, Problem> {
        let built_in = Self::from_json(include_str!("../../data/bank-holidays.json"))?;
        OwnHolidays::parse(name, text, built_in.rules.len())
    }

    /// The user's own list, where there is one.
    pub fn own_list(&self) -> Option<&OwnHolidays> {
        self.own.as_ref()
    }

    /// A list of nothing that covers nothing, for what needs none.
    pub fn none() -> &'static Self {
        static NONE: BankHolidays = BankHolidays {
            source: Source {
                title: String::new(),
                publisher: String::new(),
                url: String::new(),
                retrieved: String::new(),
                by_way_of: String::new(),
                licence: String::new(),
                checked_against: String::new(),
            },
            first: NaiveDate::MAX,
            last: NaiveDate::MIN,
            rules: Vec::new(),
            holidays: Vec::new(),
            own: None,
        };
        &NONE
    }

    /// Reads a list in the format of `data/bank-holidays.json`.
    ///
    /// # Errors
    /// When it is not JSON of that shape, is for another division, or its dates are not dates, not in ascending order
    /// or not within the dates it says it covers.
    pub fn from_json(text: &str) -> Result<Self, Problem> {
        let file: File = serde_json::from_str(text)
            .map_err(|error| Problem::input(format!("the bank holidays cannot be read: {error}")))?;
        if file.division != DIVISION {
            return Err(Problem::input(format!("`{}` is not {DIVISION}", file.division)).field("division"));
        }
        let first = parse_date(&file.first).map_err(|problem| problem.field("first"))?;
        let last = parse_date(&file.last_date_covered).map_err(|problem| problem.field("last_date_covered"))?;
        for (index, rule) in file.rules.iter().enumerate() {
            // 2000 is a leap year: a rule for 29 February is not a fault.
            if rule.falls.date(2000).is_none() {
                return Err(Problem::input("no such day of the year").field(format!("rules[{index}]")));
            }
        }
        let mut holidays: Vec<(NaiveDate, Entry)> = Vec::with_capacity(file.holidays.len());
        for (index, entry) in file.holidays.into_iter().enumerate() {
            let field = format!("holidays[{index}].date");
            let date = parse_date(&entry.date).map_err(|problem| problem.field(field.as_str()))?;
            if date < first || date > last {
                return Err(Problem::input(format!("{date} is not from {first} to {last}")).field(field));
            }
            if holidays.last().is_some_and(|(before, _)| *before >= date) {
                return Err(Problem::input(format!("{date} is not after the date before it")).field(field));
            }
            holidays.push((date, entry));
        }
        Ok(Self { source: file.source, first, last, rules: file.rules, holidays, own: None })
    }

    /// Where the list comes from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The first and the last date that the list covers; the user's own list may go on from the published one.
    pub fn covered(&self) -> (NaiveDate, NaiveDate) {
        let mut last = self.last;
        while let Some(own) = self.own.as_ref().filter(|own| own.lists(last.year() + 1)) {
            let Some(end) = NaiveDate::from_ymd_opt(last.year() + 1, 12, 31).filter(|end| own.lists(end.year())) else {
                break;
            };
            last = end;
        }
        (self.first, last)
    }

    /// Whether the list settles if `date` is a bank holiday.
    pub fn covers(&self, date: NaiveDate) -> bool {
        (self.first <= date && date <= self.last) || self.own.as_ref().is_some_and(|own| own.lists(date.year()))
    }

    /// The bank holiday on `date`, if it is one. The user's own list adds to the published one; a year that it lists in
    /// full is taken from it, since a holiday may have been moved.
    pub fn name(&self, date: NaiveDate) -> Option<Holiday<'_>> {
        let Some(own) = &self.own else { return self.as_published(date) };
        match (self.as_published(date), own.on(date)) {
            (Some(published), Some(_)) => Some(Holiday { provisional: false, ..published }),
            (None, Some(day)) => {
                Some(Holiday { title: &day.title, notes: day.notes.as_deref(), provisional: false, own: true })
            }
            (published, None) => published.filter(|_| !own.lists(date.year())),
        }
    }

    fn as_published(&self, date: NaiveDate) -> Option<Holiday<'_>> {
        if date < self.first || self.last < date {
            return self.by_rule(date);
        }
        let index = self.holidays.binary_search_by_key(&date, |(date, _)| *date).ok()?;
        let entry = &self.holidays[index].1;
        Some(Holiday { title: &entry.title, notes: entry.notes.as_deref(), provisional: false, own: false })
    }

    /// The bank holiday that the rules alone put on `date`, whatever the published list says.
    pub fn by_rule(&self, date: NaiveDate) -> Option<Holiday<'_>> {
        let in_force = || self.rules.iter().filter(|rule| rule.since.is_none_or(|since| date.year() >= since));
        let mut taken: Vec<NaiveDate> = Vec::with_capacity(self.rules.len());
        let mut moved: Vec<(&Rule, NaiveDate)> = Vec::new();
        for rule in in_force() {
            let Some(day) = rule.falls.date(date.year()) else { continue };
            if is_weekend(day) && matches!(rule.falls, Falls::Fixed { .. }) {
                moved.push((rule, day));
                continue;
            }
            if day == date {
                return Some(Holiday { title: &rule.title, notes: None, provisional: true, own: false });
            }
            taken.push(day);
        }
        for (rule, day) in moved {
            let substitute = day.iter_days().find(|day| !is_weekend(*day) && !taken.contains(day))?;
            if substitute == date {
                return Some(Holiday { title: &rule.title, notes: Some(SUBSTITUTE), provisional: true, own: false });
            }
            taken.push(substitute);
        }
        None
    }
}

impl Falls {
    fn date(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Fixed { month, day } => NaiveDate::from_ymd_opt(year, month, day),
            Self::Easter { offset } => {
                let sunday = easter(year)?;
                let days = Days::new(offset.unsigned_abs());
                if offset < 0 { sunday.checked_sub_days(days) } else { sunday.checked_add_days(days) }
            }
            Self::FirstMonday { month } => NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 1),
            Self::LastMonday { month } => NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 5)
                .or_else(|| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 4)),
        }
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Easter Sunday in the Gregorian calendar, by the anonymous computus that Meeus prints.
///
/// The names of its intermediate values: place in the lunar cycle, century, the age of the moon, the weekday.
fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let lunar_correction = (century - (century + 8) / 25 + 1) / 3;
    let moon = (19 * golden + century - century / 4 - lunar_correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    let late = (golden + 11 * moon + 22 * weekday) / 451;
    let days = moon + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(days / 31).ok()?, u32::try_from(days % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::{BankHolidays, easter};
    use chrono::NaiveDate;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn broken(from: &str, to: &str) -> String {
        let text = include_str!("../../data/bank-holidays.json");
        assert!(text.contains(from), "{from}");
        BankHolidays::from_json(&text.replacen(from, to, 1)).expect_err("a fault").to_string()
    }

    #[test]
    fn easter_is_known() {
        for known in ["1913-03-23", "1943-04-25", "2008-03-23", "2024-03-31", "2026-04-05", "2038-04-25", "2049-04-18"]
        {
            assert_eq!(easter(date(known).format("%Y").to_string().parse().expect("a year")), Some(date(known)));
        }
    }

    #[test]
    fn the_built_in_list_is_whole() {
        let published = BankHolidays::published();
        assert_eq!(published.holidays.len(), 140);
        assert_eq!(published.covered(), (date("2012-01-02"), date("2028-12-31")));
        assert!(published.source().publisher.contains("GOV.UK"));
        let boxing_day = published.name(date("2026-12-28")).expect("a bank holiday");
        assert_eq!(
            (boxing_day.title, boxing_day.notes, boxing_day.provisional),
            ("Boxing Day", Some("Substitute day"), false)
        );
    }

    #[test]
    fn outside_the_list_the_rules_give_provisional_dates() {
        let published = BankHolidays::published();
        let new_year = published.name(date("2033-01-03")).expect("a bank holiday");
        assert_eq!((new_year.title, new_year.notes), ("New Year’s Day", Some("Substitute day")));
        assert!(new_year.provisional);
        assert_eq!(published.name(date("2033-01-04")), None);
        assert!(published.name(date("2011-12-27")).is_some_and(|holiday| holiday.provisional));
        assert_eq!(published.name(date("1977-05-02")), None, "early May was not yet a bank holiday");
    }

    fn with_own(text: &str) -> BankHolidays {
        let own = BankHolidays::own("bank-holidays.json", text).expect("a list");
        let built_in = BankHolidays::from_json(include_str!("../../data/bank-holidays.json")).expect("sound");
        BankHolidays { own: Some(own), ..built_in }
    }

    #[test]
    fn a_list_of_the_users_own_adds_dates_and_a_whole_year_of_it_replaces_one() {
        let one = r#"{"england-and-wales":{"division":"england-and-wales","events":[
            {"title":"Proclaimed","date":"2027-06-07","notes":"Extra bank holiday","bunting":true}]},
            "scotland":{"division":"scotland","events":[]}}"#;
        let holidays = with_own(one);
        let added = holidays.name(date("2027-06-07")).expect("a bank holiday");
        assert_eq!((added.title, added.own, added.provisional), ("Proclaimed", true, false));
        assert!(holidays.name(date("2027-12-27")).is_some_and(|day| !day.own), "the others stay");
        assert_eq!(holidays.covered(), BankHolidays::published().covered());

        let events: Vec<String> = (1..=8).map(|day| format!(r#"{{"title":"T","date":"2029-05-{day:02}"}}"#)).collect();
        let holidays = with_own(&format!(r#"{{"england-and-wales":{{"events":[{}]}}}}"#, events.join(",")));
        assert_eq!(holidays.covered().1, date("2029-12-31"));
        assert_eq!(holidays.name(date("2029-12-25")), None, "the file lists the year in full, without it");
        assert!(holidays.covers(date("2029-12-25")) && !holidays.covers(date("2030-01-01")));
    }

    #[test]
    fn a_faulty_list_of_the_users_own_is_refused_and_says_where() {
        let said = |text: &str| BankHolidays::own("bank-holidays.json", text).expect_err(text).to_string();
        assert!(said("{").starts_with("bank-holidays.json, line 1"));
        assert!(said(r#"{"scotland":{"events":[]}}"#).contains("england-and-wales"));
        let event = |date: &str| format!(r#"{{"title":"T","date":"{date}","notes":"","bunting":false}}"#);
        let list = |events: &[String]| format!(r#"{{"england-and-wales":{{"events":[{}]}}}}"#, events.join(","));
        assert!(said(&list(&[event("2029-02-30")])).contains("events[0].date: `2029-02-30`"));
        assert!(said(&list(&[event("2029-02-28"), event("2029-02-28")])).contains("twice"));
    }

    #[test]
    fn a_faulty_list_is_refused_and_says_where() {
        assert!(broken("2012-04-06", "2012-04-31").contains("holidays[1].date"));
        assert!(broken("2012-04-06", "2012-04-09").contains("not after"));
        assert!(broken("2012-01-02\", \"title", "2011-12-31\", \"title").contains("not from 2012-01-02"));
        assert!(broken("england-and-wales", "scotland").contains("scotland"));
        assert!(broken("\"month\": 12", "\"month\": 13").contains("rules[6]"));
        assert!(broken("\"rule\": \"easter\"", "\"rule\": \"lunar\"").contains("lunar"));
        assert!(broken("\"division\"", "\"region\"").contains("region"));
    }
}
