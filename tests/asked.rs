//! What commands other than the conversation ask for, in a real pseudo-terminal. (Unix only: there the terminal is one.)
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test runs the program on its own files")]

use rexpect::session::{PtySession, spawn_command};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

const PATIENCE_MS: u64 = 20_000;

/// Begins a command whose questions are asked in lines.
fn begin(folder: &Path, arguments: &[&str], editor: &str) -> PtySession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yjs"));
    command
        .args(arguments)
        .env_clear()
        .env("PATH", std::env::var("PATH").unwrap_or_default())
        .env("HOME", folder)
        .env("YJS_STORE", folder.join("store"))
        .env("YJS_CONFIG", folder.join("config"))
        .env("YJS_WORKER", "jm")
        .env("YJS_USER", "jm")
        .env("YJS_NOW", "2026-06-10T10:00:00+01:00")
        .env("EDITOR", editor)
        .env("COLUMNS", "200")
        .env("TERM", "dumb");
    spawn_command(command, Some(PATIENCE_MS)).expect("a pseudo-terminal")
}

/// Waits for words, then types an answer.
fn answer(session: &mut PtySession, words: &str, typed: &str) {
    session.exp_string(words).unwrap_or_else(|error| panic!("`{words}` was not shown: {error}"));
    session.exp_string("Answer").unwrap_or_else(|error| panic!("no answer is asked for: {error}"));
    session.send_line(typed).expect("a line");
}

/// A program that writes this text into the file that it is given.
fn editor(folder: &Path, text: &str) -> String {
    let path = folder.join("editor");
    std::fs::write(&path, format!("#!/bin/sh\ncat > \"$1\" <<'END'\n{text}\nEND\n")).expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).expect("made a program");
    path.display().to_string()
}

fn settings(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("config/settings.json")).unwrap_or_default()
}

#[test]
fn a_command_that_lacks_the_protocol_asks_and_offers_to_remember_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = begin(folder.path(), &["case", "add", "YJ-1"], "");
    answer(&mut session, "Which protocol do you work under?", "1");
    answer(&mut session, "Remember this for next time?", "2");
    session.exp_string("Added YJ-1").expect("the case is added");
    session.exp_eof().expect("the end");
    assert_eq!(settings(folder.path()), "", "it was not to be remembered");
    let mut session = begin(folder.path(), &["case", "add", "YJ-2"], "");
    answer(&mut session, "Which protocol do you work under?", "1");
    answer(&mut session, "Remember this for next time?", "1");
    session.exp_string("Added YJ-2").expect("the case is added");
    session.exp_eof().expect("the end");
    assert!(settings(folder.path()).contains("\"protocol\": \"camden\""), "{}", settings(folder.path()));
    let mut session = begin(folder.path(), &["case", "add", "YJ-3"], "");
    let shown = session.exp_string("Added YJ-3").expect("nothing is asked");
    assert!(!shown.contains("Which protocol"), "{shown}");
}

#[test]
fn a_reason_is_asked_for_or_written_in_the_editor() {
    let folder = tempfile::tempdir().expect("a folder");
    begin(folder.path(), &["case", "add", "YJ-1", "-p", "camden"], "").exp_eof().expect("added");
    let waive = ["case", "waive", "YJ-1", "search-not-made", "--until", "2026-06-30", "--reason"];
    let mut session = begin(folder.path(), &waive, "");
    session.exp_string("What is the reason?").expect("the reason is asked for");
    session.send_line("MOSAIC down").expect("a line");
    session.exp_string("Reason: MOSAIC down").expect("it is kept");
    session.exp_eof().expect("the end");
    let editor = editor(folder.path(), "Searched by telephone");
    let mut session = begin(folder.path(), &[&waive[..], &["@"]].concat(), &editor);
    session.exp_string("Reason: Searched by telephone").expect("it is kept");
    session.exp_eof().expect("the end");
}

#[test]
fn settings_are_checked_before_what_was_edited_is_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let bad = editor(folder.path(), "{\"worker\": \"Jo Smith\"}");
    let mut session = begin(folder.path(), &["config", "edit"], &bad);
    session.exp_string("is not a worker code").expect("the fault is named");
    answer(&mut session, "Edit it again?", "2");
    session.exp_string("nothing was changed").expect("it says so");
    session.exp_eof().expect("the end");
    assert_eq!(settings(folder.path()), "");
    let good = editor(folder.path(), "{\"worker\": \"jm\"}");
    let mut session = begin(folder.path(), &["config", "edit"], &good);
    session.exp_string("settings.json").expect("it is saved");
    session.exp_eof().expect("the end");
    assert_eq!(settings(folder.path()), "{\n  \"worker\": \"jm\"\n}\n");
}
