//! What the keys do at a question: help, back, don't know, enough, wrong ones, and a terminal that changes its size.

use crate::talk::{DOWN, PATIENCE_MS, Talk, UP, command, saved};
use rexpect::session::spawn_command;
use serde_json::Value as Json;
use std::process::Command;

#[test]
fn do_not_know_is_kept_as_unknown_and_saves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.came_for("");
    talk.asks("Is this an emergency");
    talk.press(&["d"]);
    talk.sees("don't know");
    talk.asks("level 4");
    talk.press(&["e"]);
    talk.checks();
    talk.sees("There is nothing to save: no answer is known yet.");
    let offered = talk.sees("? help");
    assert!(!offered.contains("Save to a case") && offered.contains("Answer more questions"), "{offered}");
    talk.press(&[UP, "\r"]);
    talk.sees("Nothing was saved");
    talk.ends();
    assert!(!folder.path().join("store").exists());
}

#[test]
fn help_says_what_a_term_means_and_which_clause_asks() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.came_for("");
    talk.asks("Is this an emergency");
    talk.press(&["?"]);
    talk.sees("kept as not known, never as no");
    talk.sees("We ask because of:");
    talk.press(&["n"]);
    talk.asks("level 4");
    talk.press(&["?"]);
    talk.sees("kept as not known, never as no");
    talk.press(&["\u{3}"]);
    talk.ends();
}

#[test]
fn any_earlier_answer_can_be_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.came_for("");
    talk.asks("Is this an emergency");
    talk.press(&["n"]);
    talk.asks("level 4");
    talk.press(&["n"]);
    talk.sees("? help");
    talk.press(&["b"]);
    talk.sees("Which answer do you want to change?");
    // The latest answer comes first.
    let rows = talk.sees("? help");
    let first = rows.lines().find(|line| line.starts_with('>')).expect("a row").to_owned();
    assert!(first.contains("2. Is this an emergency"), "{rows}");
    assert!(rows.contains("(assumed)"), "{rows}");
    talk.press(&["\r"]);
    talk.asks("Question 2, again");
    talk.press(&["y"]);
    // What was ticked before going back is ticked still.
    talk.asks("[no ]");
    talk.press(&["e"]);
    talk.checks();
    talk.saves_as("YJ-10");
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
    talk.came_for("");
    talk.asks("Is this an emergency");
    // A search in a short list ends with Enter and answers nothing.
    talk.press(&["/", "d", "o", "n", "\r"]);
    talk.sees("Search: don");
    talk.press(&["\t", "\u{7f}", "9", "\u{1b}[5~", "\u{1b}[3~", "%"]);
    talk.press(&["n"]);
    talk.sees("safe? no");
    talk.asks("level 4");
    talk.press(&["\u{1b}[D", "5", "%", "\r"]);
    talk.sees("(Child protection). don't");
    talk.press(&["\u{3}"]);
    talk.ends();
}

/// Whoever types a word without the slash once ended the conversation with the first "e" in it.
#[test]
fn a_word_that_is_typed_is_looked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("What brings you here?");
    talk.press(&["r", "e", "m", "a", "n", "d"]);
    talk.sees("Search: remand_");
    talk.press(&["\u{1b}"]);
    talk.sees("Somewhere to live");
    talk.press(&["/", "n", "u", "d", "e", "s"]);
    talk.sees("Search: nudes_");
    talk.sees("Exploitation");
    talk.press(&["\u{3}"]);
    talk.ends();
}

#[test]
fn a_line_that_is_not_an_answer_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.came_for("police station");
    talk.asks("A child at a police station: which of these apply?");
    talk.press(&[" ", DOWN, " ", "\r"]);
    talk.asks("Remand or custody: which of these apply?");
    talk.press(&["\r"]);
    talk.sees("date of birth?");
    talk.types("many");
    talk.sees("Not taken");
    talk.types("2038-01-01");
    talk.sees("Not taken");
    talk.types("?");
    talk.sees("We ask because of");
    talk.types("d");
    talk.sees("Question 5");
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
    talk.came_for("");
    talk.asks("Is this an emergency");
    resize("60");
    talk.press(&["n"]);
    let narrow = talk.asks("level 4");
    resize("100");
    talk.press(&[DOWN]);
    let wide = talk.sees("? help");
    assert!(wide.lines().count() < narrow.lines().count(), "fewer lines at 100 columns: {wide}");
    resize("60");
    talk.press(&[UP]);
    let drawn = talk.sees("? help");
    let lines = drawn.lines().map(|line| line.split('\u{1b}').next().unwrap_or_default());
    assert!(lines.clone().all(|line| line.chars().count() <= 60), "at most 60 columns: {drawn}");
    talk.press(&[" ", "\r"]);
    talk.asks("Question 4");
    resize("70");
    talk.press(&["e"]);
    talk.checks();
    let answer = talk.sees("What now?");
    let widest =
        answer.lines().filter(|line| !line.contains('\u{1b}')).map(|line| line.chars().count()).max().expect("lines");
    assert!((61..=70).contains(&widest), "the answer is drawn at the width of now: {widest}\n{answer}");
    talk.press(&["\u{3}"]);
    talk.ends();
}

#[test]
fn enter_alone_is_never_a_yes() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.came_for("");
    talk.sees("What brings you here? don't");
    talk.asks("Is this an emergency");
    talk.press(&["\r"]);
    talk.sees("safe? don't know");
    talk.asks("level 4");
    talk.press(&["\r"]);
    talk.sees("(Child protection). don't");
    talk.asks("level 3");
    talk.press(&["\r"]);
    talk.sees("don't know");
    talk.press(&["\u{3}"]);
    talk.ends();
}

/// Between two questions the terminal is not read; a Ctrl-C that comes then must not be lost.
#[test]
fn ctrl_c_ends_it_whenever_it_comes() {
    for wait in 0..12 {
        let folder = tempfile::tempdir().expect("a folder");
        let mut talk = Talk::begin(folder.path(), &["-p", "camden"]);
        talk.came_for("");
        talk.asks("Is this an emergency");
        talk.press(&["n"]);
        std::thread::sleep(std::time::Duration::from_millis(wait * 4));
        talk.press(&["\u{3}"]);
        let (_, status) = talk.ends();
        assert!(status.contains("130"), "{status}");
    }
}
