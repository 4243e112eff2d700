//! Dates and times as people write them: `27/11/2026`, `27 Nov`, `last friday 21:00`, `3 days ago`, `yesterday at 9pm`.
//! The day comes first. Nothing is guessed: what can be read in two ways is refused with both.

use crate::calendar::london::{self, MONTHS};
use crate::calendar::moment::{Moment, When};
use crate::calendar::span::{Amount, Unit};
use crate::calendar::written::in_range;
use crate::problem::Problem;
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc, Weekday};

/// What a date is given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// Something that happened: a day and a month without a year cannot lie in the future.
    Past,
    /// Anything.
    Any,
}

/// A century is added to a year of two digits so that it lies at most this many years ahead.
const YEARS_AHEAD: i32 = 10;

/// Reads a date or a time. `None` when it has no form of these; the caller says what is accepted.
///
/// # Errors
/// When it has one of the forms, and names a day or a time that does not exist, or that can be meant in two ways.
pub(super) fn read(text: &str, now: DateTime<Utc>, tense: Tense) -> Result<Option<When>, Problem> {
    let lower = text.to_lowercase();
    let mut words = words(&lower);
    let today = london::date_of(now);
    if let Some(moment) = away(&words, text, now)? {
        return Ok(Some(moment));
    }
    let zone = zone(&mut words);
    let night = words.windows(2).position(|two| two == ["last", "night"]);
    if let Some(place) = night {
        words.drain(place..place + 2);
    }
    let Some(time) = time(&mut words, text)? else { return Ok(None) };
    if night.is_some() {
        return if words.is_empty() && zone.is_none() { last_night(time, text, today, now) } else { Ok(None) };
    }
    let date = match date(&words, text, today, tense)? {
        Some(date) => date,
        // A time alone is today's.
        None if words.is_empty() && time.is_some() => today,
        None => return Ok(None),
    };
    if !in_range(date) {
        return Ok(None);
    }
    let Some(time) = time else {
        return Ok(zone.is_none().then_some(Moment::Date(date)));
    };
    let instant = match zone {
        Some(hours) => (date.and_time(time) - TimeDelta::hours(hours)).and_utc(),
        None => london::instant(date.and_time(time))?,
    };
    Ok(Some(Moment::Instant(instant)))
}

/// The evening before, or the small hours of today.
fn last_night(
    time: Option<NaiveTime>,
    text: &str,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Option<When>, Problem> {
    let Some(time) = time else {
        let hint = "write `last night 21:00`; when the time is not known, write the date, or `yesterday`";
        return Err(Problem::input(format!("`{text}` belongs to two days")).hint(hint));
    };
    let date = match time.hour() {
        0..6 => Some(today),
        18.. => today.pred_opt(),
        _ => {
            let hint = "write the hours as 23:30, or 11.30pm; or the date with the time";
            return Err(Problem::input(format!("`{text}`: that hour is not in the night")).hint(hint));
        }
    };
    let instant = date.map(|date| london::instant(date.and_time(time))).transpose()?;
    // Shortly after midnight, the small hours of today are still to come.
    if instant.is_some_and(|instant| instant > now) {
        return Err(Problem::input(format!("`{text}` lies in the future")).hint("write the date with the time"));
    }
    Ok(instant.map(Moment::Instant))
}

/// The words, without the little ones that say nothing.
fn words(text: &str) -> Vec<&str> {
    let words = text.split(|letter: char| letter.is_whitespace() || letter == ',').filter(|word| !word.is_empty());
    words.filter(|word| !matches!(*word, "at" | "on" | "the" | "of")).collect()
}

/// Takes the zone that `yjs` prints after a time: the hours that it is ahead of UTC.
fn zone(words: &mut Vec<&str>) -> Option<i64> {
    let hours = match *words.last()? {
        "gmt" => 0,
        "bst" => 1,
        _ => return None,
    };
    words.pop();
    Some(hours)
}

/// `3 days ago`, `an hour ago`, `in 2 weeks`, `3 days from now`.
fn away(words: &[&str], text: &str, now: DateTime<Utc>) -> Result<Option<When>, Problem> {
    let (amount, forward) = match words {
        [amount @ .., "ago"] => (amount, false),
        ["in", amount @ ..] => (amount, true),
        [amount @ .., "from", "now" | "today"] => (amount, true),
        _ => return Ok(None),
    };
    let Ok(amount) = Amount::typed(&amount.join(" ")) else { return Ok(None) };
    let today = london::date_of(now);
    let days = |each: u64| {
        let days = Days::new(u64::from(amount.number) * each);
        if forward { today.checked_add_days(days) } else { today.checked_sub_days(days) }
    };
    let months = |each: u32| {
        let months = Months::new(amount.number.checked_mul(each)?);
        if forward { today.checked_add_months(months) } else { today.checked_sub_months(months) }
    };
    let date = match amount.unit {
        Unit::Hours => {
            let hours = TimeDelta::hours(amount.number.into());
            let moved = if forward { now.checked_add_signed(hours) } else { now.checked_sub_signed(hours) };
            let moved = moved.filter(|moved| in_range(london::date_of(*moved)));
            return moved.map(|moved| Some(Moment::Instant(moved))).ok_or_else(|| too_far(text));
        }
        Unit::Days => days(1),
        Unit::Weeks => days(7),
        Unit::Months => months(1),
        Unit::Years => months(12),
        Unit::WorkingDays => {
            let hint = "count days, or use `yjs due` for working days";
            return Err(Problem::input(format!("`{text}`: working days are not counted from now")).hint(hint));
        }
    };
    date.filter(|date| in_range(*date)).map(|date| Some(Moment::Date(date))).ok_or_else(|| too_far(text))
}

fn too_far(text: &str) -> Problem {
    Problem::input(format!("`{text}` is too far away")).hint("give a year from 1900 to 2200")
}

/// Takes the time of day, which comes last or first: `21:00`, `9pm`, `9.30 pm`, `noon`, `2100 hrs`. The outer `None` is for
/// words that make no time and no date.
#[allow(clippy::option_option, reason = "no time at all, and a time that is no time, are two things")]
fn time(words: &mut Vec<&str>, text: &str) -> Result<Option<Option<NaiveTime>>, Problem> {
    let half = |word: &str| matches!(word, "am" | "pm" | "a.m." | "p.m." | "hrs" | "hours" | "h");
    // `9 pm` is one time, and so is `2100 hrs`.
    let joined: String;
    if let [.., clock, half_day] = words.as_slice()
        && half(half_day)
        && clock.starts_with(|first: char| first.is_ascii_digit())
    {
        joined = format!("{clock}{}", half_day.replace('.', ""));
        let read = clock_time(&joined).ok_or_else(|| no_time(text))?;
        words.truncate(words.len() - 2);
        return Ok(Some(Some(read)));
    }
    if let [day, hour] = words.as_slice()
        && (matches!(*day, "today" | "yesterday" | "tomorrow") || weekday(day).is_some())
        && hour.len() <= 2
        && hour.bytes().all(|byte| byte.is_ascii_digit())
    {
        let hint = format!("write {hour}am or {hour}pm, or the hours and minutes as in 09:00 or 21:00");
        return Err(Problem::input(format!("`{text}`: in the morning, or in the evening?")).hint(hint));
    }
    for last in [true, false] {
        let word = if last { words.last() } else { words.first() };
        let Some(word) = word.copied() else { return Ok(Some(None)) };
        if word == "midnight" {
            let hint = "write 00:00 with the date of the day that then begins";
            return Err(Problem::input(format!("`{text}`: midnight belongs to two days")).hint(hint));
        }
        if !is_clock(word) {
            continue;
        }
        let read = clock_time(word).ok_or_else(|| no_time(text))?;
        if last {
            words.pop();
        } else {
            words.remove(0);
        }
        return Ok(Some(Some(read)));
    }
    Ok(Some(None))
}

fn no_time(text: &str) -> Problem {
    let hint = if text.contains("24") { "write 00:00 of the next day" } else { "write it as 09:05, 16:30 or 4.30pm" };
    Problem::input(format!("`{text}` has no time of day that exists")).hint(hint)
}

/// Returns true when a word is meant as a time of day.
fn is_clock(word: &str) -> bool {
    let starts = word.starts_with(|first: char| first.is_ascii_digit());
    let ends = |ending: &str| {
        word.strip_suffix(ending).is_some_and(|clock| clock.ends_with(|last: char| last.is_ascii_digit()))
    };
    matches!(word, "noon" | "midday") || starts && (word.contains(':') || ends("am") || ends("pm") || ends("hrs"))
}

fn clock_time(word: &str) -> Option<NaiveTime> {
    if matches!(word, "noon" | "midday") {
        return NaiveTime::from_hms_opt(12, 0, 0);
    }
    let (clock, half) = match (word.strip_suffix("am"), word.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(0)),
        (_, Some(clock)) => (clock, Some(12)),
        _ => (word.trim_end_matches("hrs").trim_end_matches("hours").trim_end_matches('h'), None),
    };
    let number = |text: &str, most: usize| {
        let digits = !text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<u32>().ok()).flatten()
    };
    let mut parts = clock.split([':', '.']);
    let (hour, minute, second) = match (parts.next()?, parts.next(), parts.next()) {
        (both, None, None) if both.len() == 4 => (number(both.get(..2)?, 2)?, number(both.get(2..)?, 2)?, 0),
        (hour, None, None) if half.is_some() => (number(hour, 2)?, 0, 0),
        (hour, Some(minute), None) if minute.len() == 2 => (number(hour, 2)?, number(minute, 2)?, 0),
        (hour, Some(minute), Some(second)) if minute.len() == 2 && second.len() == 2 => {
            (number(hour, 2)?, number(minute, 2)?, number(second, 2)?)
        }
        _ => return None,
    };
    if parts.next().is_some() {
        return None;
    }
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) => hour % 12 + half,
    };
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// The date in the words that are left, all of them.
fn date(words: &[&str], text: &str, today: NaiveDate, tense: Tense) -> Result<Option<NaiveDate>, Problem> {
    let back = |days: u32| today.checked_sub_days(Days::new(days.into()));
    let on = |days: u32| today.checked_add_days(Days::new(days.into()));
    let since = |day: Weekday| today.weekday().days_since(day);
    Ok(match words {
        ["today"] => Some(today),
        ["yesterday"] => today.pred_opt(),
        ["tomorrow"] => today.succ_opt(),
        [day] if weekday(day).is_some() => weekday(day).and_then(|day| back(since(day))),
        ["last", day] => weekday(day).and_then(|day| back(if since(day) == 0 { 7 } else { since(day) })),
        ["next", day] => weekday(day).and_then(|day| on(7 - since(day))),
        ["this", day] if weekday(day).is_some() => {
            let hint = format!("write `{day}` for the latest up to today, or `next {day}`");
            return Err(Problem::input(format!("`{text}` could mean two dates")).hint(hint));
        }
        [day, rest @ ..] if weekday(day).is_some() => {
            let Some(date) = on_the(rest, text, today, tense)? else { return Ok(None) };
            if weekday(day) != Some(date.weekday()) {
                let spoken = london::day(date);
                return Err(Problem::input(format!("`{text}`: the day of the week does not fit"))
                    .hint(format!("that date is {spoken}: check which of the two is right")));
            }
            Some(date)
        }
        rest => on_the(rest, text, today, tense)?,
    })
}

/// A weekday in full or by its first letters.
fn weekday(word: &str) -> Option<Weekday> {
    const DAYS: [(&str, Weekday); 7] = [
        ("monday", Weekday::Mon),
        ("tuesday", Weekday::Tue),
        ("wednesday", Weekday::Wed),
        ("thursday", Weekday::Thu),
        ("friday", Weekday::Fri),
        ("saturday", Weekday::Sat),
        ("sunday", Weekday::Sun),
    ];
    let word = word.trim_end_matches('.');
    let named = DAYS.into_iter().find(|(name, _)| word.len() >= 3 && name.starts_with(word));
    named.map(|(_, day)| day)
}

/// A month in full or by its first letters; `sept` too.
fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    let place = MONTHS.iter().position(|name| word.len() >= 3 && name.to_lowercase().starts_with(word))?;
    u32::try_from(place + 1).ok()
}

/// `27/11/2026`, `27.11.26`, `27/11`, `27 nov 2026`, `27th november`, `november 27`, `2026-11-27`.
fn on_the(words: &[&str], text: &str, today: NaiveDate, tense: Tense) -> Result<Option<NaiveDate>, Problem> {
    let (day, month, year) = match words {
        [one] if one.contains(['/', '.', '-']) => {
            let Some(parts) = figures(one) else { return Ok(None) };
            parts
        }
        [day, name] | [name, day] if month(name).is_some() && ordinal(day).is_some() => {
            (ordinal(day).unwrap_or_default(), month(name).unwrap_or_default(), None)
        }
        [day, name, year] | [name, day, year] if month(name).is_some() && ordinal(day).is_some() => {
            let Some(year) = full_year(year, today) else { return Ok(None) };
            (ordinal(day).unwrap_or_default(), month(name).unwrap_or_default(), Some(year))
        }
        _ => return Ok(None),
    };
    let year = year.map(|year| if year < 100 { century(year, today) } else { year });
    let on = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
    let given = year.unwrap_or_else(|| today.year());
    let Some(date) = on(given) else { return Err(no_day(text, day, month, given)) };
    if year.is_none() && tense == Tense::Past && date > today {
        let other = on(given - 1).map(|other| format!("{other} for {}, or ", london::day(other))).unwrap_or_default();
        let hint = format!("write {other}{date} for {}", london::day(date));
        return Err(Problem::input(format!("`{text}` lies in the future this year")).hint(hint));
    }
    Ok(Some(date))
}

/// The day, the month and the year, where there is one, of a date in figures. The day comes first, unless the year has four
/// digits and does. `26-2-3` is no such date: nobody can say which of its numbers is the year.
fn figures(word: &str) -> Option<(u32, u32, Option<i32>)> {
    let separator = word.chars().find(|letter| !letter.is_ascii_digit())?;
    let parts: Vec<&str> = word.split(separator).collect();
    let number = |text: &str| {
        let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<u32>().ok()).flatten()
    };
    let small = |text: &str| number(text).filter(|_| text.len() <= 2);
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 && (separator != '-' || month.len() == 2 && day.len() == 2) => {
            Some((small(day)?, small(month)?, i32::try_from(number(year)?).ok()))
        }
        [day, month, year] if year.len() == 4 || year.len() == 2 && separator != '-' => {
            Some((small(day)?, small(month)?, i32::try_from(number(year)?).ok()))
        }
        [day, month] if separator == '/' => Some((small(day)?, small(month)?, None)),
        _ => None,
    }
}

/// `27`, `1st`, `27th`.
fn ordinal(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// A year of four digits, or of two.
fn full_year(word: &str, today: NaiveDate) -> Option<i32> {
    let plain = (word.len() == 2 || word.len() == 4) && word.bytes().all(|byte| byte.is_ascii_digit());
    let year: i32 = plain.then(|| word.parse().ok()).flatten()?;
    Some(if word.len() == 2 { century(year, today) } else { year })
}

fn century(year: i32, today: NaiveDate) -> i32 {
    let near = today.year() / 100 * 100 + year;
    if near > today.year() + YEARS_AHEAD { near - 100 } else { near }
}

fn no_day(text: &str, day: u32, month: u32, year: i32) -> Problem {
    let name = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    let what = match name {
        None => format!("`{text}` is not a date: there is no month {month}"),
        Some(name) => {
            let length = NaiveDate::from_ymd_opt(year, month, 1).map_or(31, |first| first.num_days_in_month());
            format!("`{text}` is not a date: {name} {year} has {length} days, not {day}")
        }
    };
    Problem::input(what).hint("write the day first, as in 27/11/2026 or 27 November 2026")
}
