//! `yjs deadlines --format ics`: the same entries give the same bytes, and an earlier file is brought up to date.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test starts programs and reads files")]
#![allow(clippy::unwrap_used)]

use icalendar::{Calendar, CalendarDateTime, Component, DatePerhapsTime, Event, EventStatus};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use tempfile::TempDir;

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        let add = "case add YJ-1 -p camden --worker jm --fact child_protection --fact urgent";
        place.must(&add.split(' ').collect::<Vec<_>>(), "2026-10-23T10:00:00+01:00");
        place
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("deadlines.ics")
    }

    fn run(&self, args: &[&str], now: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yjs"));
        command.env_clear().env("HOME", self.0.path()).env("YJS_STORE", self.0.path().join("store"));
        command.env("YJS_WORKER", "jm").env("YJS_CLOCK", "now").env("YJS_NOW", now).args(args).output().unwrap()
    }

    fn must(&self, args: &[&str], now: &str) {
        let ran = self.run(args, now);
        assert_eq!(ran.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
    }

    fn log(&self, event: &str, at: &str) {
        self.must(&["case", "log", "YJ-1", event, "--at", at, "--to", "mash"], "2026-10-24T10:00:00+01:00");
    }

    /// Brings the file up to date.
    fn write(&self, now: &str) -> (Vec<u8>, Calendar) {
        let file = self.file();
        self.must(&["deadlines", "--format", "ics", "--output", &file.to_string_lossy()], now);
        let bytes = fs::read(file).unwrap();
        let calendar = String::from_utf8(bytes.clone()).unwrap().parse().unwrap();
        (bytes, calendar)
    }

    fn refused(&self, args: &[&str], why: &str) {
        let (before, file) = (fs::read(self.file()).unwrap(), self.file().to_string_lossy().into_owned());
        let all = [&["deadlines", "--format", "ics", "--output", &file], args].concat();
        let ran = self.run(&all, "2026-10-24T10:00:00+01:00");
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(ran.status.code() == Some(2) && said.contains(why), "{said}");
        assert_eq!(fs::read(self.file()).unwrap(), before, "the file is as it was");
    }
}

/// The entry of the written referral.
fn referral(calendar: &Calendar) -> &Event {
    calendar.events().find(|event| event.get_summary().unwrap().contains("within 48 hours")).unwrap()
}

fn instant(event: &Event) -> String {
    match event.get_start() {
        Some(DatePerhapsTime::DateTime(CalendarDateTime::Utc(at))) => at.to_rfc3339(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_same_record_gives_the_same_bytes_at_any_time() {
    let place = Place::new();
    place.log("referred_by_telephone", "2026-10-23 18:00");
    let (first, calendar) = place.write("2026-10-24T10:00:00+01:00");
    // Two full days later, with the clocks put back in between.
    assert_eq!(instant(referral(&calendar)), "2026-10-25T17:00:00+00:00");
    assert_eq!(place.write("2026-10-24T10:00:00+01:00").0, first);
    let (later, _) = place.write("2026-10-26T09:00:00+00:00");
    assert_eq!(later, first, "what is overdue stays as it is until it is done");
    let text = String::from_utf8(first).unwrap();
    assert!(text.contains("\r\n") && text.lines().all(|line| line.len() <= 75), "{text}");
    assert!(!text.contains("jm"), "the case and nothing else of it");
}

#[test]
fn what_is_done_is_cancelled_and_what_moves_keeps_its_id() {
    let place = Place::new();
    place.log("referred_by_telephone", "2026-10-23 18:00");
    let (_, before) = place.write("2026-10-24T10:00:00+01:00");
    let change = ["case", "correct", "YJ-1", "referred_by_telephone", "--at", "2026-10-23 20:00"];
    place.must(&change, "2026-10-24T10:00:00+01:00");
    let (_, moved) = place.write("2026-10-24T10:00:00+01:00");
    let (one, other) = (referral(&before), referral(&moved));
    assert_eq!(one.get_uid(), other.get_uid());
    assert_eq!((one.get_sequence(), other.get_sequence()), (Some(0), Some(1)));
    assert_eq!(instant(other), "2026-10-25T19:00:00+00:00");
    place.log("referred_in_writing", "2026-10-24 09:00");
    let (bytes, done) = place.write("2026-10-24T10:00:00+01:00");
    let cancelled = referral(&done);
    assert_eq!((cancelled.get_status(), cancelled.get_sequence()), (Some(EventStatus::Cancelled), Some(2)));
    assert_eq!(place.write("2026-10-24T10:00:00+01:00").0, bytes, "cancelled once");
}

#[test]
fn a_file_of_something_else_is_left_alone() {
    let place = Place::new();
    place.log("referred_by_telephone", "2026-10-23 18:00");
    place.write("2026-10-24T10:00:00+01:00");
    place.refused(&["--worker", "ts"], "this calendar is about every case");
    for (text, why) in [
        (
            "BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
            "yjs did not write this calendar",
        ),
        ("notes", "yjs"),
    ] {
        fs::write(place.file(), text).unwrap();
        place.refused(&[], why);
    }
    let ran = place.run(&["deadlines", "--output", "x.ics"], "2026-10-24T10:00:00+01:00");
    assert_eq!(ran.status.code(), Some(2));
}
