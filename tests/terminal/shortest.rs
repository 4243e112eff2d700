//! How few answers an answer takes.

use crate::talk::{DOWN, NONE, Talk, drafts, json, saved};
use serde_json::Value as Json;

#[test]
fn a_child_protection_emergency_reaches_the_number_in_three_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.came_for("");
    talk.asks("Is this an emergency");
    talk.press(&["y"]);
    // What the protocol does not print is said as soon as it matters.
    talk.sees("999 or police step");
    talk.asks("level 4");
    talk.press(&[" ", "\r"]);
    let before = talk.sees("020 7974 3317/4094/4446");
    assert!(!before.contains("Question 4"), "told before the next question: {before}");
    talk.asks("Question 4");
    talk.press(&["e"]);
    talk.checks();
    talk.saves_as("YJ-9");
    talk.ends();
    let case = saved(folder.path(), "YJ-9");
    let facts = case["facts"].as_object().expect("facts");
    assert_eq!(facts.len(), 3, "what was not answered is not stored: {case}");
    assert_eq!((&facts["child_protection"], &facts["referrer"]), (&true.into(), &"yjs".into()));
    assert!(drafts(folder.path()).is_empty(), "a saved conversation leaves no draft");
}

#[test]
fn a_plain_camden_triage_1_takes_at_most_eleven_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    let answers = talk.answers(&[
        ("What brings you here?", &[" ", "\r"]),
        ("Is this an emergency", &["n"]),
        ("level 4", NONE),
        // Has offended; fully admitted; can be dealt with below a caution.
        ("An offence, and how", &[" ", DOWN, " ", DOWN, " ", "\r"]),
        ("gravity", &[DOWN, "\r"]),
        ("offences is this", &["1", "\r"]),
        ("Which offence is this", &["1", "\r"]),
        ("grave is the offence", &[DOWN, "\r"]),
        ("date of birth", &["2012-01-21", "\r"]),
        ("level 3", NONE),
        ("How serious is the child's", &[DOWN, DOWN, "\r"]),
        ("level 2", NONE),
    ]);
    assert!(answers <= 11, "{answers}");
    let draft = drafts(folder.path()).pop().expect("kept until it is saved or left");
    let draft = draft.to_str().expect("a name");
    let answer = json(folder.path(), &["triage", "--answers", draft, "--no-input", "--format", "json"]);
    assert_eq!(answer["level"]["level"], 1);
    assert_eq!(answer["level"]["could_be"], Json::Array(Vec::new()));
    let decisions = answer["decisions"].as_array().expect("decisions").iter();
    let outcomes: Vec<&Json> = decisions.filter(|row| row["applies"] == "yes").map(|row| &row["outcome"]).collect();
    assert_eq!(outcomes, ["yjs_eligible", "triage_1_candidate"]);
    talk.row("Leave without saving");
    talk.sees("Nothing was saved");
    talk.ends();
    assert!(!folder.path().join("store").exists(), "what was discarded leaves nothing");
}

#[test]
fn a_tower_hamlets_exploitation_concern_takes_at_most_ten_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "tower_hamlets"]);
    talk.came_for("exploitation, or harm");
    talk.asks("happening now?");
    talk.none();
    talk.asks("level 4");
    talk.finds("county");
    talk.sees("020 7364 5601 /5606");
    let answers = 3 + talk.answers(&[]);
    assert!((4..=10).contains(&answers), "{answers}");
    talk.press(&["\u{3}"]);
    talk.ends();
}

/// A third borough writes a folder of data; nobody changes a line of Rust.
#[test]
fn a_protocol_of_ones_own_is_talked_through_from_its_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let protocols = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/protocols");
    let mut talk = Talk::begin(folder.path(), &["--protocols", protocols, "--protocol", "little_borough"]);
    talk.sees("Little Borough");
    talk.sees("What brings you here?");
    talk.sees("> [   ] Lost on the river");
    talk.sees("? help");
    talk.press(&[" ", "\r"]);
    talk.asks("level 2 (Act now)");
    talk.press(&[" ", "\r"]);
    talk.sees("0300 555 0100");
    talk.sees("How many boats are out?");
    talk.types("3");
    talk.asks("Lost on the river: which of these");
    talk.press(&[" ", "\r"]);
    talk.sees("Search begun: when did that happen?");
    talk.types("yesterday 16:30");
    talk.answers(&[]);
    talk.row("Save to a case");
    talk.sees("Which reference?");
    talk.types("LB-1");
    talk.skips_and_saves("LB-1");
    talk.ends();
    let shown = json(folder.path(), &["triage", "LB-1", "--protocols", protocols, "--no-input", "--format", "json"]);
    assert_eq!(shown["level"]["level"], 2);
    assert_eq!(shown["deadlines"][0]["status"], "due_today");
    let next = json(folder.path(), &["next", "LB-1", "--protocols", protocols, "--format", "json"]);
    assert_eq!(next["schema"], "yjs.next/1");
}
