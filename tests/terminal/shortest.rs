//! How few answers an answer takes.

use crate::talk::{DOWN, Talk, UP, drafts, json, run, saved};
use serde_json::Value as Json;

#[test]
fn a_child_protection_emergency_reaches_the_number_in_two_answers_and_a_call_starts_its_clock() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    talk.asks("Is this an emergency");
    talk.press(&["y"]);
    // What the protocol does not print is said as soon as it matters.
    talk.sees("The protocol gives no 999 or police step");
    talk.asks("Which of these are so?");
    talk.press(&[" ", "\r"]);
    let before = talk.sees("Act on this now");
    assert!(!before.contains("Question 3"), "told before the next question: {before}");
    talk.sees("020 7974 3317/4094/4446");
    // What is still urgent comes before what brings somebody here.
    talk.asks("Is the matter urgent?");
    talk.press(&["y"]);
    talk.sees("Telephone MASH now");
    talk.asks("Question 4;");
    talk.press(&["e"]);
    talk.sees("Enough for now. Left open");
    talk.sees("Level 4");
    talk.then("Log what was done now");
    talk.sees("What has been done?");
    talk.sees("Referred by telephone");
    talk.sees("helps.");
    talk.press(&[" ", "\r"]);
    talk.sees("Enter alone for now");
    talk.types("");
    talk.sees("Recorded: Referred by telephone");
    talk.sees("Fri 12 Jun 2026, 10:00 BST");
    talk.then("Save to a case");
    talk.sees("Under which reference?");
    talk.types("YJ-9");
    talk.sees("Saved YJ-9");
    talk.ends();
    let case = saved(folder.path(), "YJ-9");
    assert_eq!(case["facts"]["child_protection"], true);
    assert_eq!(case["facts"].as_object().expect("facts").len(), 3, "what was not answered is not stored: {case}");
    assert_eq!(case["events"][0]["kind"], "referred_by_telephone");
    assert_eq!(case["events"][0]["at"], "2026-06-10T10:00:00+01:00");
    assert!(drafts(folder.path()).is_empty(), "a saved conversation leaves no draft");
}

#[test]
fn a_plain_camden_triage_1_takes_at_most_ten_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "camden"]);
    let none: &[&str] = &[UP, " ", "\r"];
    let answers = talk.answers(&[
        ("Is this an emergency", &["n"]),
        ("level 4", none),
        ("What brings you here?", &[" ", "\r"]),
        // Has offended; fully admitted; can be dealt with below a caution.
        ("An offence, and how", &[" ", DOWN, " ", DOWN, " ", "\r"]),
        ("What gravity did the police", &[DOWN, "\r"]),
        ("How many offences is this", &["1", "\r"]),
        ("date of birth", &["2012-01-21", "\r"]),
        ("level 3", none),
        ("How serious is the child's", &[DOWN, DOWN, "\r"]),
        ("level 2", none),
    ]);
    assert!(answers <= 10, "{answers}");
    let draft = drafts(folder.path()).pop().expect("kept until it is saved or left");
    let draft = draft.to_str().expect("a name");
    let answer = json(folder.path(), &["triage", "--answers", draft, "--no-input", "--format", "json"]);
    assert_eq!(answer["level"]["level"], 1);
    assert_eq!(answer["level"]["could_be"], Json::Array(Vec::new()));
    let decisions = answer["decisions"].as_array().expect("decisions").iter();
    let outcomes: Vec<&Json> = decisions.filter(|row| row["applies"] == "yes").map(|row| &row["outcome"]).collect();
    assert_eq!(outcomes, ["yjs_eligible", "triage_1_candidate"]);
    fits_a_screen(folder.path(), draft);
    talk.sees("Enter chooses");
    // Nothing was judged: back to what to do now.
    talk.press(&[DOWN, "\r"]);
    talk.sees("Which level is it");
    talk.press(&["d"]);
    talk.then("Leave without saving");
    talk.sees("Nothing was saved");
    talk.ends();
    assert!(!folder.path().join("store").exists(), "what was discarded leaves nothing");
}

#[test]
fn a_tower_hamlets_exploitation_concern_takes_at_most_twelve_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["--protocol", "tower_hamlets"]);
    talk.asks("Is any of this so now?");
    talk.none();
    talk.asks("level 4");
    // Found by searching, then ticked.
    talk.press(&["/", "c", "o", "u", "n", "t", "y", "\r", " ", "\r"]);
    talk.sees("Act on this now");
    talk.sees("020 7364 5601 /5606");
    let answers = 2 + talk.answers(&[
        ("What brings you here?", &["\r"]),
        ("Consent, and sharing", &[UP, " ", "\r"]),
        ("Which service", &[DOWN, "\r"]),
    ]);
    assert!((4..=12).contains(&answers), "{answers}");
    talk.sees("Enter chooses");
    talk.press(&["\u{3}"]);
    let (_, status) = talk.ends();
    assert!(status.contains("130"), "{status}");
    let draft = drafts(folder.path()).pop().expect("kept");
    fits_a_screen(folder.path(), draft.to_str().expect("a name"));
}

/// The answer to a conversation, at 80 columns.
fn fits_a_screen(store: &std::path::Path, draft: &str) {
    let output = run(store, &["triage", "--answers", draft, "--no-input"]);
    let answer = String::from_utf8(output.stdout).expect("text");
    let lines = answer.lines().count();
    assert!((12..=40).contains(&lines), "{lines} lines\n{answer}");
    assert!(answer.contains("What could not be ruled out") && answer.contains("Ask first: "), "{answer}");
}

/// A third borough writes a folder of data; nobody changes a line of Rust.
#[test]
fn a_protocol_of_ones_own_is_talked_through_from_its_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let protocols = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/protocols");
    let mut talk = Talk::begin(folder.path(), &["--protocols", protocols, "--protocol", "little_borough"]);
    talk.sees("Little Borough");
    talk.asks("level 2 (Act now)");
    talk.press(&[" ", "\r"]);
    talk.sees("Act on this now");
    talk.sees("0300 555 0100");
    talk.sees("What brings you here?");
    talk.sees("> [   ] Lost on the river");
    talk.sees("helps.");
    talk.press(&[" ", "\r"]);
    talk.sees("How many boats are out?");
    talk.types("3");
    talk.asks("Lost on the river: which of these");
    talk.press(&[" ", "\r"]);
    talk.sees("Search begun: when was that?");
    talk.types("yesterday 16:30");
    talk.sees("Level 2: Act now");
    talk.sees("Report the search within a day");
    talk.then("Save to a case");
    talk.sees("Under which reference?");
    talk.types("LB-1");
    talk.sees("Saved LB-1");
    talk.ends();
    let shown = json(folder.path(), &["triage", "LB-1", "--protocols", protocols, "--no-input", "--format", "json"]);
    assert_eq!(shown["level"]["level"], 2);
    assert_eq!(shown["deadlines"][0]["status"], "due_today");
    let next = json(folder.path(), &["next", "LB-1", "--protocols", protocols, "--format", "json"]);
    assert_eq!(next["schema"], "yjs.next/1");
}
