//! The conversation, in a real pseudo-terminal. (Unix only: there the terminal is one.)
#![cfg(unix)]
#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "a test starts the program and reads what it left"
)]

use rexpect::session::{PtySession, spawn_command};
use std::path::Path;
use std::process::Command;

const PATIENCE_MS: u64 = 20_000;
const DOWN: &str = "\u{1b}[B";

fn triage(store: &Path, arguments: &[&str]) -> PtySession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yjs"));
    command
        .env_clear()
        .env("HOME", store)
        .env("YJS_STORE", store.join("store"))
        .env("YJS_NOW", "2026-06-10T10:00:00+01:00")
        .env("YJS_USER", "jm")
        .env("LANG", "C.UTF-8")
        .env("TERM", "xterm")
        .env("COLUMNS", "80")
        .env("NO_COLOR", "1")
        .arg("triage")
        .args(arguments);
    spawn_command(command, Some(PATIENCE_MS)).expect("a pseudo-terminal")
}

fn saved(store: &Path, reference: &str) -> serde_json::Value {
    let lines = std::fs::read_to_string(store.join("store/cases.jsonl")).expect("a store");
    lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a line of JSON")["case"].clone())
        .rfind(|case| case["ref"] == reference)
        .expect("the case")
}

#[test]
fn a_child_protection_emergency_shows_the_number_at_once_and_saves_what_was_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = triage(folder.path(), &["--protocol", "camden"]);
    session.exp_string("date of birth").expect("the first question");
    session.send_line("2012-05-06").expect("typed");
    session.exp_string("What brings you here").expect("the concerns");
    session.send(DOWN).expect("typed");
    session.send(" ").expect("typed");
    session.send("\r").expect("typed");
    session.flush().expect("sent");
    session.exp_string("Act on this now").expect("told before the next question");
    session.exp_string("020 7974 3317/4094/4446").expect("the number");
    session.exp_string("Answer").expect("the next question");
    // Up from the first answer is the last: enough.
    session.send("\u{1b}[A").expect("typed");
    session.send("\r").expect("typed");
    session.flush().expect("sent");
    session.exp_string("Level 4").expect("the answer");
    session.exp_string("Under which reference").expect("asked to save");
    session.send_line("YJ-9").expect("typed");
    session.exp_string("Saved YJ-9").expect("saved");
    session.exp_eof().expect("the end");
    let case = saved(folder.path(), "YJ-9");
    assert_eq!(case["born"], "2012-05-06");
    assert_eq!(case["facts"]["child_protection"], true);
    assert_eq!(case["facts"].as_object().expect("facts").len(), 1, "what was not answered is not stored");
}

#[test]
fn do_not_know_is_kept_as_unknown_and_saves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = triage(folder.path(), &["--protocol", "tower_hamlets"]);
    session.exp_string("date of birth").expect("the first question");
    session.send_line("").expect("typed");
    session.exp_string("What brings you here").expect("the concerns");
    session.send("\r").expect("typed");
    session.flush().expect("sent");
    session.exp_string("1. ").expect("the first question by weight");
    session.exp_string("Don't know").expect("always possible");
    session.send(DOWN).expect("typed");
    session.send(DOWN).expect("typed");
    session.send("\r").expect("typed");
    session.flush().expect("sent");
    session.exp_string("2. ").expect("the next question");
    session.exp_string("Enough").expect("always possible");
    session.send("\u{1b}[A").expect("typed");
    session.send("\r").expect("typed");
    session.flush().expect("sent");
    session.exp_string("Level 1 so far").expect("unknown is never no");
    let rest = session.exp_eof().expect("nothing was learned, so there is nothing to save");
    assert!(rest.contains("not ruled out"), "{rest}");
    assert!(!folder.path().join("store").exists());
}

#[test]
fn leaving_without_a_reference_saves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = triage(folder.path(), &["--protocol", "tower_hamlets"]);
    session.exp_string("date of birth").expect("the first question");
    session.send_line("2012-05-06").expect("typed");
    session.exp_string("What brings you here").expect("the concerns");
    session.send("\u{1b}").expect("left the question");
    session.flush().expect("sent");
    session.exp_string("Enough").expect("always possible");
    session.send("\u{1b}[A").expect("typed");
    session.send("\r").expect("typed");
    session.flush().expect("sent");
    session.exp_string("Under which reference").expect("asked to save");
    session.send_line("").expect("typed");
    session.exp_string("Nothing was saved").expect("said");
    session.exp_eof().expect("the end");
    assert!(!folder.path().join("store").exists());
}

#[test]
fn ctrl_c_ends_with_130_and_shows_the_cursor_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = triage(folder.path(), &["--protocol", "camden"]);
    session.exp_string("date of birth").expect("the first question");
    session.send_line("").expect("typed");
    session.exp_string("What brings you here").expect("the concerns");
    session.exp_string("Child in need").expect("drawn");
    session.send_control('c').expect("interrupted");
    session.exp_string("Stopped").expect("said");
    let rest = session.exp_eof().expect("the end");
    let status = session.process().wait().expect("ended");
    assert!(format!("{status:?}").contains("130"), "{status:?} {rest}");
    assert!(!folder.path().join("store").exists());
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    let output = Command::new(env!("CARGO_BIN_EXE_yjs"))
        .args(["triage", "--protocol", "camden"])
        .env_clear()
        .env("HOME", "/nonexistent")
        .stdin(std::process::Stdio::null())
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("yjs triage --from FILE"), "{errors}");
}
