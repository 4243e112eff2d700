//! Dates as people write them: each is read day first, said in full on standard error, and nothing is guessed. Through the
//! real binary, on Friday 27 November 2026 at 10:00.

#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "a test starts the program, and writes its files"
)]

use std::process::{Command, Output};

fn yjs(words: &[&str]) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_yjs"));
    command.args(words).env("YJS_NOW", "2026-11-27T10:00:00+00:00").env("YJS_CONFIG", folder.path());
    command.env("YJS_STORE", folder.path().join("store")).env("LOGNAME", "jm").env("YJS_CLOCK", "now");
    command.env_remove("YJS_PROTOCOL").env("NO_COLOR", "1").env("COLUMNS", "200");
    command.output().expect("it runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What is typed, and what it is read as.
const READ: [(&str, &str); 61] = [
    ("27/11/2026", "Friday 27 November 2026"),
    ("27/11/26", "Friday 27 November 2026"),
    ("27.11.2026", "Friday 27 November 2026"),
    ("27.11.26", "Friday 27 November 2026"),
    ("27-11-2026", "Friday 27 November 2026"),
    ("2026/11/27", "Friday 27 November 2026"),
    ("2/3/2026", "Monday 2 March 2026"),
    ("02/03/2026", "Monday 2 March 2026"),
    ("27/11", "Friday 27 November 2026"),
    ("2/3", "Monday 2 March 2026"),
    ("27 Nov 2026", "Friday 27 November 2026"),
    ("27 November 2026", "Friday 27 November 2026"),
    ("27 nov 26", "Friday 27 November 2026"),
    ("27th November 2026", "Friday 27 November 2026"),
    ("the 1st of December 2026", "Tuesday 1 December 2026"),
    ("2nd Sept 2026", "Wednesday 2 September 2026"),
    ("November 27, 2026", "Friday 27 November 2026"),
    ("27 November", "Friday 27 November 2026"),
    ("27 November 21:00", "Friday 27 November 2026, 21:00 GMT"),
    ("27 Nov 2026 at 9pm", "Friday 27 November 2026, 21:00 GMT"),
    ("27/11/2026 21:00", "Friday 27 November 2026, 21:00 GMT"),
    ("27/11/26 9.30pm", "Friday 27 November 2026, 21:30 GMT"),
    ("10 June 2026 at 4pm", "Wednesday 10 June 2026, 16:00 BST"),
    ("fri", "Friday 27 November 2026"),
    ("Friday", "Friday 27 November 2026"),
    ("thu", "Thursday 26 November 2026"),
    ("saturday", "Saturday 21 November 2026"),
    ("sat 21:00", "Saturday 21 November 2026, 21:00 GMT"),
    ("last friday", "Friday 20 November 2026"),
    ("last friday 21:00", "Friday 20 November 2026, 21:00 GMT"),
    ("Last Thursday", "Thursday 26 November 2026"),
    ("next tuesday", "Tuesday 1 December 2026"),
    ("next friday", "Friday 4 December 2026"),
    ("next Tue at noon", "Tuesday 1 December 2026, 12:00 GMT"),
    ("3 days ago", "Tuesday 24 November 2026"),
    ("a day ago", "Thursday 26 November 2026"),
    ("2 weeks ago", "Friday 13 November 2026"),
    ("6 months ago", "Wednesday 27 May 2026"),
    ("48 hours ago", "Wednesday 25 November 2026, 10:00 GMT"),
    ("an hour ago", "Friday 27 November 2026, 09:00 GMT"),
    ("in 3 days", "Monday 30 November 2026"),
    ("3 days from now", "Monday 30 November 2026"),
    ("yesterday", "Thursday 26 November 2026"),
    ("Yesterday", "Thursday 26 November 2026"),
    ("yesterday at 9pm", "Thursday 26 November 2026, 21:00 GMT"),
    ("yesterday 16:30", "Thursday 26 November 2026, 16:30 GMT"),
    ("today at noon", "Friday 27 November 2026, 12:00 GMT"),
    ("tomorrow 9am", "Saturday 28 November 2026, 09:00 GMT"),
    ("noon", "Friday 27 November 2026, 12:00 GMT"),
    ("9pm", "Friday 27 November 2026, 21:00 GMT"),
    ("9:05", "Friday 27 November 2026, 09:05 GMT"),
    ("4.30 pm", "Friday 27 November 2026, 16:30 GMT"),
    ("2100 hrs", "Friday 27 November 2026, 21:00 GMT"),
    ("12am", "Friday 27 November 2026, 00:00 GMT"),
    ("-3d", "Tuesday 24 November 2026"),
    // What yjs prints.
    ("Friday 27 November 2026", "Friday 27 November 2026"),
    ("Tue 9 Jun 2026, 16:30 BST", "Tuesday 9 June 2026, 16:30 BST"),
    ("Wed 25 Nov 2026, 10:00 GMT", "Wednesday 25 November 2026, 10:00 GMT"),
    ("Thu 11 Jun", "Thursday 11 June 2026"),
    ("Thu 11 Jun 16:30", "Thursday 11 June 2026, 16:30 BST"),
    ("2026-11-27 ", ""),
];

#[test]
fn each_is_read_day_first_and_said_in_full() {
    for (typed, meant) in READ {
        let output = yjs(&["due", "0d", &format!("--from={typed}")]);
        let said = said(&output);
        assert!(output.status.success(), "{typed}: {said}");
        match meant {
            "" => assert!(said.is_empty(), "{typed}: {said}"),
            _ => assert_eq!(said.trim_end(), format!("{typed}: read as {meant}.")),
        }
    }
}

/// What is refused, and a part of what is said about it.
const REFUSED: [(&str, &str); 16] = [
    ("26-2-3", "four digits"),
    ("26-02-03", "four digits"),
    ("31/02/2026", "February 2026 has 28 days"),
    ("11/27/2026", "no month 27"),
    ("32 Nov 2026", "November 2026 has 30 days"),
    ("Thursday 27 November 2026", "the day of the week does not fit"),
    ("this friday", "could mean two dates"),
    ("midnight", "belongs to two days"),
    ("25:00", "25:00"),
    ("yesterday 24:00", "00:00 of the next day"),
    ("13pm", "no time of day"),
    ("fryday", "is not a date or a time"),
    ("soon", "is not a date or a time"),
    ("last week", "is not a date or a time"),
    ("5 working days ago", "working days are not counted from now"),
    ("29 March 2026 01:30", "the clocks go forward"),
];

#[test]
fn what_can_be_meant_in_two_ways_or_is_no_date_is_quoted_as_typed() {
    for (typed, part) in REFUSED {
        let output = yjs(&["due", "0d", &format!("--from={typed}")]);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{typed}: {said}");
        assert!(said.contains(part) && said.contains(typed), "{typed}: {said}");
    }
}

#[test]
fn an_event_without_a_year_is_never_in_the_future() {
    let add = |when: &str| yjs(&["case", "add", "T-1", "-p", "camden", "--event", &format!("opened_to_yjs@{when}")]);
    for when in ["3 December", "03/12", "Thu 3 Dec"] {
        let output = add(when);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{when}: {said}");
        assert!(said.contains("2025-12-03") && said.contains("2026-12-03"), "{when}: {said}");
    }
    let output = add("3 November");
    assert!(output.status.success() && said(&output).contains("read as Tuesday 3 November 2026"), "{}", said(&output));
}

#[test]
fn amounts_are_read_as_said() {
    for (typed, words) in [
        ("48 hours", "48 hours"),
        ("10 working days", "10 working days"),
        ("10 Working Days", "10 working days"),
        ("6 months", "6 months"),
        ("4 weeks", "4 weeks"),
        ("1 week", "1 week"),
        ("a week", "1 week"),
        ("an hour", "1 hour"),
        ("2 yrs", "2 years"),
        ("10 wd", "10 working days"),
        ("10wd", "10 working days"),
    ] {
        let output = yjs(&[&["due"][..], &typed.split(' ').collect::<Vec<_>>(), &["--from", "2026-11-27"]].concat());
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && text.contains(&format!("{words} from")), "{typed}: {text}{}", said(&output));
    }
    for typed in ["6 m", "10", "ten days", "1.5 hours", "0 hours", "10 fortnights"] {
        let output = yjs(&["due", typed, "--from", "2026-11-27"]);
        assert_eq!(output.status.code(), Some(2), "{typed}");
        assert!(said(&output).contains(typed), "{typed}: {}", said(&output));
    }
}

/// Wherever a date is typed: a date of birth, an event's day, and what is taken as now.
#[test]
fn dates_are_read_in_every_option_that_takes_one() {
    let born =
        yjs(&["case", "add", "YJ-1", "-p", "camden", "--born", "2 May 2011", "--event", "went missing@last friday"]);
    assert!(born.status.success(), "{}", said(&born));
    assert!(said(&born).contains("read as Monday 2 May 2011"), "{}", said(&born));
    assert!(said(&born).contains("read as Friday 20 November 2026"), "{}", said(&born));
    for words in [["threshold", "-p"], ["route", "-p"]] {
        let words = [&words[..], &["camden", "--born", "02/05/2011"]].concat();
        let words = if words[0] == "route" { [&words[..], &["county lines"]].concat() } else { words };
        let answer = yjs(&words);
        assert!(answer.status.success() && said(&answer).contains("2 May 2011"), "{words:?}: {}", said(&answer));
    }
    let now = yjs(&["deadlines", "--sample", "--now", "30 Nov 2026 9am"]);
    assert!(said(&now).contains("read as Monday 30 November 2026, 09:00 GMT"), "{}", said(&now));
    let wrong = yjs(&["deadlines", "--sample", "--now", "some day"]);
    assert!(wrong.status.code() == Some(2) && said(&wrong).contains("--now"), "{}", said(&wrong));
}

/// The night belongs to two days: the evening before, or the small hours of today. Nothing else is last night.
#[test]
fn last_night_is_the_evening_before_or_the_small_hours_of_today() {
    for (text, meant) in [
        ("last night 9pm", "read as Thursday 26 November 2026, 21:00 GMT"),
        ("last night at 23:30", "read as Thursday 26 November 2026, 23:30 GMT"),
        ("last night 3am", "read as Friday 27 November 2026, 03:00 GMT"),
    ] {
        let read = yjs(&["due", "1d", "--from", text]);
        assert!(read.status.success() && said(&read).contains(meant), "{text}: {}", said(&read));
    }
    for text in
        ["last night", "last night 11:30", "monday last night 9pm", "last night 21:00 gmt", "yesterday 9", "9pm last"]
    {
        let refused = yjs(&["due", "1d", "--from", text]);
        assert_eq!(refused.status.code(), Some(2), "{text}: {}", said(&refused));
    }
}
