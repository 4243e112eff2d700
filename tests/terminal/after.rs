//! What happened, and what is done with the answer: events, judgement, saving.

use crate::talk::{Talk, json, run, saved};
use serde_json::Value as Json;

#[test]
fn a_judgement_is_kept_with_its_reason_and_shown_ever_after() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("Is this an emergency");
    talk.press(&["n"]);
    talk.asks("level 4");
    talk.press(&["e"]);
    talk.then("Record a level of your own");
    talk.asks("Which level is it in your judgement?");
    talk.chooses(2);
    talk.sees("Why?");
    talk.types("Pattern of concerns over a year");
    talk.sees("A practitioner's judgement");
    talk.then("Save to a case");
    talk.sees("Under which reference?");
    talk.types("YJ-11");
    talk.sees("Saved YJ-11");
    talk.ends();
    let answer = json(folder.path(), &["triage", "YJ-11", "--format", "json", "--no-input"]);
    assert_eq!(answer["level"]["level"], 1, "the computed level stays");
    let own = &answer["level"]["overridden"];
    assert_eq!((&own["level"], &own["by"]), (&Json::from(3), &Json::from("jm")), "{own}");
    assert_eq!(own["reason"], "Pattern of concerns over a year");
    for arguments in [["case", "show", "YJ-11"], ["triage", "YJ-11", "--no-input"]] {
        let shown = String::from_utf8(run(folder.path(), &arguments).stdout).expect("text");
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains("Level 3 by judgement") && shown.contains("by the rules level 1"), "{shown}");
        assert!(shown.contains("Pattern of concerns over a year"), "{shown}");
    }
}

#[test]
fn going_missing_is_recorded_with_its_times() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "tower_hamlets"]);
    talk.asks("Is any of this so now?");
    talk.press(&["\r"]);
    talk.asks("level 4");
    talk.press(&["\r"]);
    talk.asks("What brings you here?");
    talk.press(&["/", "m", "i", "s", "s", "i", "n", "g", " ", "n", "o", "w", "\r", " ", "\r"]);
    talk.asks("Going missing, or missing now: which");
    talk.press(&["/", "w", "e", "n", "t", "\r", " ", "\r"]);
    talk.sees("Went missing: when was that?");
    talk.types("2026-06-12");
    talk.sees("Not taken");
    talk.types("2026-06-06T18:00");
    talk.asks("Question 6;");
    talk.press(&["e"]);
    talk.sees("Missing for 3 days or more");
    talk.sees("strategy meeting called");
    talk.then("Save to a case");
    talk.sees("Under which reference?");
    talk.types("YJ-14");
    talk.sees("Saved YJ-14");
    talk.ends();
    let case = saved(folder.path(), "YJ-14");
    assert_eq!(case["events"][0]["kind"], "went_missing");
    assert_eq!(case["events"][0]["at"], "2026-06-06T18:00:00+01:00");
}

#[test]
fn a_call_is_logged_where_no_clock_starts_from_it_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "tower_hamlets"]);
    talk.asks("Is any of this so now?");
    talk.none();
    talk.asks("level 4");
    talk.press(&[" ", "\r"]);
    talk.sees("020 7364 5601 /5606");
    talk.asks("Question 3;");
    talk.press(&["e"]);
    talk.then("Log what was done now");
    talk.sees("What has been done?");
    talk.sees("[   ] Referred by telephone, to MAST");
    talk.sees("helps.");
    talk.press(&[" ", "\r"]);
    talk.sees("Enter alone for now");
    talk.types("09:30");
    talk.sees("Recorded");
    talk.then("Save to a case");
    talk.sees("Under which reference?");
    talk.types("YJ-17");
    talk.sees("Saved YJ-17");
    talk.ends();
    let case = saved(folder.path(), "YJ-17");
    assert_eq!(case["events"][0]["kind"], "referred_by_telephone", "{case}");
    assert_eq!(case["events"][0]["at"], "2026-06-10T09:30:00+01:00", "{case}");
}

#[test]
fn answers_are_added_to_a_case_that_is_in_the_store_already() {
    let folder = tempfile::tempdir().expect("a folder");
    let added = run(folder.path(), &["case", "add", "YJ-15", "-p", "camden", "--fact", "known_to_social_care=open"]);
    assert!(added.status.success());
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("Is this an emergency");
    talk.press(&["y"]);
    talk.asks("level 4");
    talk.press(&["e"]);
    talk.then("Save to a case");
    talk.sees("Under which reference?");
    talk.types("YJ-15");
    talk.sees("Add these answers to it?");
    talk.sees("helps.");
    talk.press(&["y"]);
    talk.sees("Saved YJ-15");
    talk.ends();
    let case = saved(folder.path(), "YJ-15");
    assert_eq!(
        (&case["facts"]["emergency"], &case["facts"]["known_to_social_care"]),
        (&Json::Bool(true), &Json::from("open"))
    );
}
