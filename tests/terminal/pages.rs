//! The conversation as question pages: what comes first, one thing at a time, nothing answered unseen.

use crate::talk::{DOWN, END, Talk, UP, drafts, json, saved};

#[test]
fn which_protocol_is_asked_when_nothing_names_one() {
    for columns in [80, 60] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut talk = Talk::sized(folder.path(), columns, &[], &[]);
        let rows = talk.asks("Which protocol do you work under?");
        assert!(rows.contains("Camden") && rows.contains("Tower Hamlets"), "{rows}");
        talk.press(&[DOWN, " "]);
        talk.asks("What brings you here?");
        talk.press(&["\u{3}"]);
        talk.ends();
    }
}

/// In a search for "remand" a tick for none of the others once said no to fourteen rows that were not there.
#[test]
fn a_search_offers_no_row_for_none_and_answers_for_no_row_that_it_hides() {
    for columns in [80, 60] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut talk = Talk::sized(folder.path(), columns, &["-p", "camden"], &[]);
        talk.came_for("");
        talk.asks("Is this an emergency");
        talk.press(&["n"]);
        let all = talk.asks("level 4");
        assert!(all.contains("None of the others") || all.contains("more below"), "{all}");
        talk.press(&["/"]);
        talk.sees("Search: _");
        talk.press(&["remand", "\r"]);
        talk.sees("Search: remand\r\n");
        let found = talk.sees("? help");
        assert!(!found.contains("None of the others"), "{found}");
        talk.press(&[END, "n", "\r"]);
        talk.asks("Question 4");
        talk.press(&["\u{3}"]);
        talk.ends();
        let draft = drafts(folder.path()).pop().expect("a draft");
        let draft: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(draft).expect("text")).expect("JSON");
        assert_eq!(draft["answers"][2]["no"].as_array().map(Vec::len), Some(1), "{draft}");
    }
}

#[test]
fn none_waits_until_every_row_was_on_the_screen() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::sized(folder.path(), 60, &["-p", "camden"], &[]);
    let first = talk.asks("What brings you here?");
    assert!(first.contains("more below"), "{first}");
    // The row for none is reached from above without passing the others.
    talk.press(&[UP, " "]);
    talk.asks("Look through every row first");
    talk.none();
    talk.sees("none of the");
    talk.press(&["\u{3}"]);
    talk.ends();
}

#[test]
fn an_emergency_is_one_key_away_at_any_question_and_is_answered_at_once() {
    for (protocol, says) in [("camden", "999 or police step"), ("tower_hamlets", "999")] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut talk = Talk::begin(folder.path(), &["-p", protocol]);
        talk.asks("What brings you here?");
        // While a search is typed too.
        talk.press(&["/", "h", "o", "!"]);
        talk.sees("Emergency recorded");
        talk.sees(says);
        talk.asks("The questions can wait");
        talk.press(&["\r"]);
        talk.asks("Question 2");
        talk.press(&["e"]);
        talk.checks();
        talk.saves_as("YJ-21");
        talk.ends();
        assert_eq!(saved(folder.path(), "YJ-21")["facts"]["emergency"], true);
    }
}

#[test]
fn after_a_child_at_a_police_station_comes_the_police_station() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["-p", "camden"]);
    talk.came_for("police");
    let next = talk.asks("Question 2");
    assert!(next.contains("A child at a police station: which of these apply?"), "{next}");
    assert!(next.contains("Held overnight in a police station"), "{next}");
    talk.press(&["\u{3}"]);
    talk.ends();
}

#[test]
fn who_refers_is_the_youth_justice_service_until_somebody_says_otherwise() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["-p", "camden"]);
    // Where social care asks, the question comes at once.
    talk.came_for("social care asks");
    talk.asks("Which service is making the referral");
    talk.press(&[UP, UP, UP, UP, "\r"]);
    talk.sees("social care");
    talk.press(&["\u{3}"]);
    talk.ends();
    let draft = drafts(folder.path()).pop().expect("a draft");
    let answer = json(
        folder.path(),
        &["triage", "--answers", draft.to_str().expect("a name"), "--no-input", "--format", "json", "--save", "YJ-22"],
    );
    assert!(answer["schema"].is_string());
    assert_eq!(saved(folder.path(), "YJ-22")["facts"]["referrer"], "social_care");
}

#[test]
fn signs_of_exploitation_are_followed_by_the_question_about_exploitation() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["-p", "tower_hamlets"]);
    talk.came_for("signs");
    let next = talk.asks("Question 2");
    assert!(next.contains("sexual exploitation") && next.contains("criminal exploitation"), "{next}");
    talk.press(&["\u{3}"]);
    talk.ends();
}

#[test]
fn space_chooses_and_no_count_is_given_that_could_rise() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut talk = Talk::begin(folder.path(), &["-p", "camden"]);
    let shown = talk.asks("What brings you here?");
    assert!(!shown.contains("more may matter"), "{shown}");
    talk.press(&["\r"]);
    talk.asks("Is this an emergency");
    talk.press(&[UP, " "]);
    talk.sees("safe? no");
    talk.press(&["\u{3}"]);
    talk.ends();
}

#[test]
fn every_question_fits_its_terminal() {
    for (columns, protocol) in [(80, "camden"), (60, "camden"), (80, "tower_hamlets"), (60, "tower_hamlets")] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut talk = Talk::sized(folder.path(), columns, &["-p", protocol], &[]);
        for question in 1..=6 {
            talk.sees(&format!("Question {question}"));
            let (drawn, end) = talk.session.exp_regex("emergency\r\n").expect("a question with its keys");
            let drawn = format!("{drawn}{end}");
            assert!(drawn.lines().count() <= 22, "{columns} {protocol}: {drawn}");
            assert!(drawn.lines().all(|line| line.chars().count() <= usize::from(columns)), "{columns}: {drawn}");
            talk.press(&["\r"]);
        }
        talk.press(&["\u{3}"]);
    }
}
