//! Nothing is lost: drafts, records, replays.

use crate::talk::{Talk, drafts, json, run, saved};
use serde_json::Value as Json;

#[test]
fn ctrl_c_leaves_a_private_draft_that_resume_continues_with_its_answers_and_options() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let record = folder.path().join("talk.json");
    let record = record.to_str().expect("a name");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden", "--record", record]);
    talk.came_for("");
    talk.asks("Is this an emergency");
    talk.press(&["n"]);
    talk.asks("level 4");
    talk.press(&["\u{3}"]);
    talk.sees("Your answers are kept");
    let (_, status) = talk.ends();
    assert!(status.contains("130"), "{status}");
    let kept = drafts(folder.path());
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].metadata().expect("a draft").permissions().mode() & 0o777, 0o600);
    let mut talk = Talk::begin(folder.path(), &["--resume"]);
    talk.sees("Your answers so far:");
    talk.sees("1. What brings you here? don't know");
    talk.sees("2. Is this an emergency");
    talk.asks("Question 3");
    talk.press(&[" ", "\r"]);
    talk.asks("Question 4");
    talk.press(&["e"]);
    talk.checks();
    talk.sees("Questions and answers written to");
    talk.saves_as("YJ-12");
    talk.ends();
    let case = saved(folder.path(), "YJ-12");
    assert_eq!(
        (&case["facts"]["emergency"], &case["facts"]["child_protection"]),
        (&Json::Bool(false), &Json::Bool(true))
    );
    assert!(drafts(folder.path()).is_empty());
    let written: Json = serde_json::from_str(&std::fs::read_to_string(record).expect("a record")).expect("JSON");
    assert_eq!(written["options"], Json::Null, "{written}");
    let again = run(folder.path(), &["triage", "--resume"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("no unfinished conversation"));
}

#[test]
fn a_closed_window_loses_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.came_for("");
    talk.asks("Is this an emergency");
    talk.press(&["y"]);
    talk.asks("Question 3");
    drop(talk);
    let text = std::fs::read_to_string(&drafts(folder.path())[0]).expect("a draft");
    let draft: Json = serde_json::from_str(&text).expect("JSON");
    assert_eq!(draft["answers"][1]["answer"], true, "{draft}");
    let mut talk = Talk::begin(folder.path(), &["--resume"]);
    talk.asks("Question 3");
    talk.press(&["e"]);
    talk.checks();
    talk.then("Leave without saving");
    talk.sees("Nothing was saved");
    talk.ends();
    assert!(drafts(folder.path()).is_empty(), "what was discarded is gone");
}

#[test]
fn what_was_ticked_before_the_window_closed_is_ticked_when_it_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.came_for("");
    talk.asks("Is this an emergency");
    talk.press(&["n"]);
    talk.asks("level 4");
    talk.press(&[" "]);
    talk.sees("[yes]");
    talk.sees("? help");
    drop(talk);
    let draft = drafts(folder.path()).pop().expect("a draft");
    let draft = draft.to_str().expect("a name");
    let answer = json(folder.path(), &["triage", "--answers", draft, "--no-input", "--format", "json"]);
    assert_ne!(answer["level"]["level"], 4, "a tick is not an answer before it is given");
    let mut talk = Talk::begin(folder.path(), &["--resume"]);
    talk.sees("Your answers so far:");
    talk.asks("[yes]");
    talk.press(&["\r"]);
    talk.sees("020 7974 3317/4094/4446");
    talk.asks("Question 4");
    talk.press(&["e"]);
    talk.checks();
    talk.then("Leave without saving");
    talk.ends();
    assert!(drafts(folder.path()).is_empty());
}

#[test]
fn ctrl_c_while_typing_a_line_keeps_the_answers_before_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.came_for("police station");
    talk.asks("A child at a police station: which of these apply?");
    talk.press(&[" ", crate::talk::DOWN, " ", "\r"]);
    talk.asks("Remand or custody: which of these apply?");
    talk.press(&["\r"]);
    talk.sees("date of birth?");
    talk.sees("Answer: ");
    talk.press(&["2", "0", "\u{3}"]);
    talk.sees("Your answers are kept");
    let (_, status) = talk.ends();
    assert!(status.contains("130"), "{status}");
    let text = std::fs::read_to_string(&drafts(folder.path())[0]).expect("a draft");
    let draft: Json = serde_json::from_str(&text).expect("JSON");
    assert_eq!(draft["answers"].as_array().expect("answers").len(), 3, "{draft}");
}

#[test]
fn a_conversation_is_written_down_and_replayed() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("talk.json");
    let file = file.to_str().expect("a name");
    let mut talk = Talk::begin(folder.path(), &["-p", "camden", "--record", file]);
    talk.came_for("");
    talk.asks("Is this an emergency");
    talk.press(&["n"]);
    talk.asks("level 4");
    talk.press(&[" ", "\r"]);
    talk.asks("Question 4");
    talk.press(&["e"]);
    talk.checks();
    talk.sees("Questions and answers written to");
    talk.then("Log what has been done");
    talk.asks("What has been done already?");
    talk.press(&[" ", "\r"]);
    talk.sees("Enter alone for now");
    talk.types("");
    talk.sees("Recorded: ");
    talk.then("Leave without saving");
    talk.sees("Questions and answers written to");
    talk.ends();
    let record: Json = serde_json::from_str(&std::fs::read_to_string(file).expect("a record")).expect("JSON");
    assert_eq!(record["schema"], "yjs.conversation/1");
    assert!(record["answers"][1]["question"].as_str().expect("words").starts_with("Is this an emergency"));
    assert_eq!(record["answers"][2]["yes"][0], "child_protection");
    assert_eq!(record["logged"][0]["at"], "2026-06-10T10:00:00+01:00", "what was logged after the answer is in it");
    let answer =
        json(folder.path(), &["triage", "--answers", file, "--no-input", "--format", "json", "--save", "YJ-16"]);
    assert_eq!(answer["level"]["level"], 4);
    assert_eq!(saved(folder.path(), "YJ-16")["facts"]["emergency"], false);
}
