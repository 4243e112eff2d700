//! What happened, and what is done with the answer: events, judgement, saving.

use crate::talk::{Talk, json, run, saved};
use serde_json::Value as Json;

#[test]
fn a_judgement_is_kept_with_its_reason_and_shown_ever_after() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.came_for("");
    talk.asks("Is this an emergency");
    talk.press(&["n"]);
    talk.asks("level 4");
    talk.press(&["e"]);
    talk.checks();
    talk.then("Record a level of your own");
    talk.sees("Which level is it in your judgement?");
    talk.row("Level 3");
    talk.sees("Why?");
    talk.types("Pattern of concerns over a year");
    talk.saves_as("YJ-11");
    talk.ends();
    let answer = json(folder.path(), &["triage", "YJ-11", "--format", "json", "--no-input"]);
    let own = &answer["level"]["overridden"];
    assert_eq!((&own["level"], &own["by"]), (&Json::from(3), &Json::from("jm")), "{own}");
    assert_eq!(own["reason"], "Pattern of concerns over a year");
    for arguments in [["case", "show", "YJ-11"], ["triage", "YJ-11", "--no-input"]] {
        let shown = String::from_utf8(run(folder.path(), &arguments).stdout).expect("text");
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains("Pattern of concerns over a year"), "{shown}");
    }
}

#[test]
fn going_missing_is_recorded_with_its_times() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "tower_hamlets"]);
    talk.came_for("missing now");
    talk.asks("happening now?");
    talk.press(&["\r"]);
    talk.asks("level 4");
    talk.press(&["\r"]);
    let shown = talk.asks("Going missing, or missing now: which of these apply?");
    assert!(shown.contains("(you will be asked when)"), "{shown}");
    talk.finds("you will be asked when");
    talk.sees("when did that happen?");
    talk.types("2026-06-12");
    talk.sees("Not taken");
    talk.types("2026-06-06T18:00");
    talk.answers(&[]);
    talk.row("Save to a case");
    talk.sees("Which reference?");
    talk.types("YJ-14");
    talk.skips_and_saves("YJ-14");
    talk.ends();
    let case = saved(folder.path(), "YJ-14");
    assert_eq!(case["events"][0]["kind"], "went_missing");
    assert_eq!(case["events"][0]["at"], "2026-06-06T18:00:00+01:00");
}

/// A call to one team says nothing of another: the event names the team of the step that it did.
#[test]
fn what_was_done_is_logged_to_the_team_that_the_step_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "tower_hamlets"]);
    talk.came_for("");
    talk.asks("happening now?");
    talk.none();
    talk.asks("level 4");
    talk.press(&[" ", "\r"]);
    talk.sees("020 7364 5601 /5606");
    talk.asks("Question 4");
    talk.press(&["e"]);
    talk.checks();
    talk.then("Save to a case");
    talk.sees("Which reference?");
    talk.types("YJ-17");
    talk.sees("Which worker has the case?");
    talk.types("A Full Name");
    talk.sees("Not taken");
    talk.types("jm");
    talk.sees("What are the child's initials?");
    talk.types("AB");
    talk.sees("date of birth?");
    talk.types("2010-09-14");
    let offered = talk.asks("What has been done already?");
    assert!(offered.contains("Referred by telephone, to MAST"), "{offered}");
    talk.finds("telephone, to mast");
    talk.sees("Enter alone for now");
    talk.types("09:30");
    talk.sees("Recorded");
    let check = talk.asks("Check what will be saved to YJ-17");
    for words in
        ["Worker: jm (change)", "Initials: AB (change)", "14 September 2010 (change)", "Done: Referred by telephone"]
    {
        assert!(check.contains(words), "`{words}` is to be checked: {check}");
    }
    assert!(run(folder.path(), &["case", "show", "YJ-17"]).status.code() == Some(2), "nothing is saved before");
    talk.press(&["\r"]);
    talk.sees("Saved YJ-17");
    talk.ends();
    let case = saved(folder.path(), "YJ-17");
    let event = &case["events"][0];
    assert_eq!((&event["kind"], &event["to"]), (&"referred_by_telephone".into(), &"mast".into()), "{case}");
    assert_eq!(event["at"], "2026-06-10T09:30:00+01:00", "{case}");
    assert_eq!((&case["worker"], &case["initials"]), (&"jm".into(), &"AB".into()), "{case}");
    assert_eq!((&case["born"], &case["facts"]["referrer"]), (&"2010-09-14".into(), &"yjs".into()), "{case}");
}

#[test]
fn answers_are_added_to_a_case_that_is_in_the_store_already() {
    let folder = tempfile::tempdir().expect("a folder");
    let added = run(folder.path(), &["case", "add", "YJ-15", "-p", "camden", "--fact", "known_to_social_care=open"]);
    assert!(added.status.success());
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.came_for("");
    talk.asks("Is this an emergency");
    talk.press(&["y"]);
    talk.asks("Question 3");
    talk.press(&["e"]);
    talk.checks();
    talk.then("Save to a case");
    talk.sees("Which reference?");
    talk.types("YJ-15");
    talk.asks("Add these answers to it?");
    talk.press(&["y"]);
    talk.skips_and_saves("YJ-15");
    talk.ends();
    let case = saved(folder.path(), "YJ-15");
    assert_eq!(
        (&case["facts"]["emergency"], &case["facts"]["known_to_social_care"]),
        (&Json::Bool(true), &Json::from("open"))
    );
}
