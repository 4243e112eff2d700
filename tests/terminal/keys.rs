//! What the keys do at a question: help, back, don't know, enough, wrong ones, and a terminal that changes its size.

use crate::talk::{DOWN, PATIENCE_MS, Talk, UP, command, saved};
use rexpect::session::spawn_command;
use serde_json::Value as Json;
use std::process::Command;

#[test]
fn do_not_know_is_kept_as_unknown_and_saves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("Is this an emergency");
    talk.press(&["d"]);
    talk.sees("don't know");
    talk.asks("level 4");
    talk.press(&["\r"]);
    talk.asks("What brings you here?");
    talk.press(&["e"]);
    talk.sees("Left open, and kept as unknown");
    talk.sees("Level 1 so far");
    talk.sees("not ruled out");
    talk.sees("Nothing was learned, so there is nothing to save.");
    let offered = talk.sees("Enter chooses");
    assert!(!offered.contains("Save to a case") && offered.contains("Go on with the questions"), "{offered}");
    talk.press(&[UP, "\r"]);
    talk.sees("Nothing was saved");
    talk.ends();
    assert!(!folder.path().join("store").exists());
}

#[test]
fn help_says_what_a_term_means_and_which_clause_asks() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("Is this an emergency");
    talk.press(&["?"]);
    talk.sees("kept as unknown, never as no");
    talk.sees("Assess before you refer [6]");
    talk.press(&["n"]);
    talk.asks("level 4");
    talk.press(&["?"]);
    talk.sees("Is there a concern that");
    talk.press(&["\u{3}"]);
    talk.ends();
}

#[test]
fn any_earlier_answer_can_be_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("Is this an emergency");
    talk.press(&["n"]);
    talk.asks("level 4");
    talk.none();
    talk.asks("What brings you here?");
    talk.press(&["b"]);
    talk.sees("Which answer do you want to change?");
    talk.sees("Question 1: Is this an emergency");
    talk.sees("None: go on");
    talk.sees("helps.");
    // The latest answer stands first.
    talk.chooses(1);
    talk.sees("Question 1, again.");
    talk.sees("helps.");
    talk.press(&["y"]);
    talk.asks("Question 3;");
    talk.press(&["e"]);
    talk.then("Save to a case");
    talk.sees("Under which reference?");
    talk.types("YJ-10");
    talk.sees("Saved YJ-10");
    talk.ends();
    let case = saved(folder.path(), "YJ-10");
    assert_eq!(
        (&case["facts"]["emergency"], &case["facts"]["child_protection"]),
        (&Json::Bool(true), &Json::Bool(false))
    );
}

#[test]
fn wrong_keys_do_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("Is this an emergency");
    // A search in a short list ends with Enter and answers nothing.
    talk.press(&["/", "d", "o", "n", "\r"]);
    talk.sees("Search: don");
    talk.press(&["q", "z", "\t", "\u{7f}", "9", "\u{1b}[5~", "\u{1b}[3~", "%"]);
    talk.press(&["n"]);
    talk.sees("person safe? no");
    talk.asks("level 4");
    talk.press(&["q", "\u{1b}[D", "5", "\r"]);
    talk.sees("(Child protection). don't");
    talk.asks("What brings you here?");
    talk.press(&[" ", "\r"]);
    talk.asks("An offence, and how to deal with it: which");
    talk.press(&["\r"]);
    talk.sees("How many offences is this");
    talk.types("many");
    talk.sees("Not taken");
    talk.types("0");
    talk.sees("Not taken");
    talk.types("?");
    talk.sees("It is asked because of");
    talk.types("2");
    talk.sees("Question 6;");
    talk.press(&["\u{3}"]);
    talk.ends();
}

#[test]
fn a_resize_in_the_middle_of_a_question_is_drawn_anew_at_the_new_width() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut shell = Command::new("sh");
    let set = command(folder.path());
    shell.env_clear().envs(set.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("TERM", "xterm");
    shell.args(["-c", "tty; exec \"$0\" triage -p camden", env!("CARGO_BIN_EXE_yjs")]);
    let mut talk = Talk { session: spawn_command(shell, Some(PATIENCE_MS)).expect("a pseudo-terminal") };
    let terminal = talk.session.read_line().expect("its terminal").trim().to_owned();
    let resize = |columns: &str| {
        let done = Command::new("stty").arg("-F").arg(&terminal).args(["rows", "40", "cols", columns]).status();
        assert!(done.expect("stty").success());
    };
    talk.asks("Is this an emergency");
    resize("60");
    talk.press(&["n"]);
    talk.asks("level 4");
    resize("100");
    talk.press(&[DOWN]);
    let drawn = talk.sees("helps.");
    let long = "[   ] At imminent risk of violence, or of leaving the UK, because of radicalisation";
    assert!(drawn.contains(long), "one line at 100 columns: {drawn}");
    resize("60");
    talk.press(&[UP]);
    let drawn = talk.sees("helps.");
    let lines = drawn.lines().map(|line| line.split('\u{1b}').next().unwrap_or_default());
    assert!(lines.clone().all(|line| line.chars().count() <= 60), "at most 60 columns: {drawn}");
    talk.press(&[" ", "\r"]);
    talk.sees("Act on this now");
    talk.asks("Question 3;");
    resize("70");
    talk.press(&["e"]);
    talk.sees("Enough for now");
    let answer = talk.sees("What now?");
    let widest = answer.lines().map(|line| line.chars().count()).max().expect("lines");
    assert!((61..=70).contains(&widest), "the answer is drawn at the width of now: {widest}\n{answer}");
    talk.press(&["\u{3}"]);
    talk.ends();
}

#[test]
fn enter_alone_is_never_a_yes() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("Is this an emergency");
    talk.press(&["\r"]);
    talk.sees("person safe? don't know");
    talk.asks("level 4");
    talk.press(&["\r"]);
    talk.sees("(Child protection). don't");
    talk.asks("What brings you here?");
    talk.press(&["\r"]);
    talk.asks("level 3");
    talk.press(&["\r"]);
    talk.asks("How serious is the child's");
    talk.press(&["\r"]);
    talk.sees("offending? don't know");
    talk.press(&["\u{3}"]);
    talk.ends();
}
