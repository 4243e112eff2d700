//! The looked-after return as CSV: each of its files, and several joined by child.

use super::{Desk, EPISODES, HEADER, MISSING, events};

#[test]
fn the_missing_return_is_recognised_and_each_row_is_an_episode() {
    let desk = Desk::new();
    desk.file("missing.csv", MISSING);
    let cases = desk.imported("missing.csv -p tower_hamlets");
    assert_eq!(cases.len(), 2);
    assert_eq!(cases[0]["born"], "2008-03-12");
    assert_eq!(
        events(&cases[0]),
        [
            "unauthorised_absence_started 2017-11-02",
            "went_missing 2017-11-20",
            "located 2017-12-04",
            "unauthorised_absence_ended 2017-12-22",
            "went_missing 2018-01-02",
            "located 2018-01-03",
        ]
    );
    assert_eq!(events(&cases[1]), ["went_missing 2017-12-29"], "an empty end is open");
}

#[test]
fn a_check_says_what_was_read_and_what_the_form_cannot_say_once() {
    let desk = Desk::new();
    desk.file("missing.csv", MISSING);
    let ran = desk.run("check missing.csv -p tower_hamlets");
    assert!(ran.err.contains("missing.csv was recognised as ssda903-missing: 4 rows."), "{}", ran.err);
    assert!(ran.err.contains("4 rows are about 2 children."), "{}", ran.err);
    assert_eq!(ran.err.matches("13.7").count(), 1, "{}", ran.err);
    assert!(!ran.out.to_lowercase().contains("well-being"), "{}", ran.out);
    assert!(!ran.out.contains("Data"), "overlaps of M and A are no finding: {}", ran.out);
    // Asked for by name, it is not said to be recognised.
    let asked = desk.run("check missing.csv -p tower_hamlets --as ssda903-missing");
    assert!(asked.err.contains("was read as ssda903-missing"), "{}", asked.err);
    assert_eq!(asked.out, ran.out);
}

#[test]
fn the_header_the_reviews_and_the_outcomes_name_the_children_and_nothing_else() {
    let desk = Desk::new();
    desk.file("header.csv", HEADER);
    desk.file(
        "reviews.csv",
        "CHILD,DOB,REVIEW,REVIEW_CODE\n101,12/03/2008,30/08/2017,PN6\n101,12/03/2008,29/12/2017,PN1\n",
    );
    let outcomes = "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,SUBSTANCE_MISUSE\n101,12/03/2008,39,,1,0,1\n";
    desk.file("oc2.csv", outcomes);
    assert_eq!(desk.imported("header.csv -p camden").len(), 3);
    for file in ["reviews.csv", "oc2.csv"] {
        let ran = desk.run(&format!("store import {file} -p camden"));
        assert!(ran.out.contains("Unchanged: 1"), "{}", ran.out);
    }
    for case in desk.cases() {
        assert_eq!((events(&case).len(), case["facts"].as_object().map_or(0, serde_json::Map::len)), (0, 0), "{case}");
    }
    let said = desk.run("check oc2.csv -p camden").err;
    assert!(
        said.contains("Columns not used: SDQ_SCORE, SDQ_REASON, CONVICTED, HEALTH_CHECK, SUBSTANCE_MISUSE."),
        "{said}"
    );
}

#[test]
fn episodes_that_meet_are_one_time_looked_after_and_facts_are_those_of_the_open_one() {
    let desk = Desk::new();
    desk.file("episodes.csv", EPISODES);
    let cases = desk.imported("episodes.csv -p tower_hamlets");
    assert_eq!(events(&cases[0]), ["looked_after_started 2016-02-15"]);
    let facts = &cases[0]["facts"];
    assert_eq!((&facts["looked_after"], &facts["looked_after_basis"]), (&true.into(), &"care_order".into()));
    assert_eq!(facts["care_order"], true);
    assert_eq!(events(&cases[1]), ["looked_after_started 2015-06-01", "looked_after_ended 2018-02-15"]);
    assert_eq!(
        cases[1]["facts"],
        serde_json::json!({"looked_after": false}),
        "the remand is over, and nothing says more"
    );
}

#[test]
fn several_files_of_one_return_are_joined_by_child_asked_or_not() {
    let desk = Desk::new();
    desk.file("header.csv", HEADER).file("episodes.csv", EPISODES).file("missing.csv", MISSING);
    let files = "header.csv episodes.csv missing.csv";
    let asked = desk.run(&format!("check {files} --as ssda903 -p tower_hamlets --summary"));
    assert!(asked.out.contains("Summary of 3 cases"), "{}", asked.out);
    let not_asked = desk.run(&format!("check {files} -p tower_hamlets --summary"));
    assert_eq!(asked.out, not_asked.out);
    assert!(not_asked.err.contains("header.csv was recognised as ssda903-header: 3 rows."), "{}", not_asked.err);
    assert!(not_asked.err.contains("10 rows are about 3 children."), "{}", not_asked.err);
    let cases = desk.imported(&format!("{files} --as ssda903 -p tower_hamlets"));
    assert_eq!(cases.len(), 3);
    assert_eq!(events(&cases[0]).len(), 7);
    assert_eq!(cases[0]["facts"]["care_order"], true);
}

#[test]
fn files_that_contradict_each_other_name_both_places() {
    let desk = Desk::new();
    desk.file("header.csv", HEADER.replace("12/03/2008", "13/03/2008")).file("missing.csv", MISSING);
    let ran = desk.run("store import header.csv missing.csv --as ssda903 -p camden");
    assert_eq!(ran.code, 2);
    let place = "missing.csv, line 2, born: `2008-03-12` here, but `2008-03-13` on line 2 of header.csv";
    assert!(ran.out.contains(place), "{}", ran.out);
    assert!(desk.cases().is_empty());
}

#[test]
fn a_file_of_a_return_that_cannot_be_read_leaves_the_others_unread_too() {
    let desk = Desk::new();
    desk.file("header.csv", HEADER).file("wrong.csv", "A,B\n1,2\n");
    let ran = desk.run("check header.csv wrong.csv --as ssda903 -p camden");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("wrong.csv, line 1: it does not look like `ssda903`"), "{}", ran.err);
    assert!(!ran.out.contains("Nothing was found"), "{}", ran.out);
}

#[test]
fn lists_and_deadlines_are_of_the_files_and_not_of_the_store() {
    let desk = Desk::new();
    desk.file("missing.csv", MISSING).file("episodes.csv", EPISODES);
    let list = desk.json("missing list --from missing.csv -p tower_hamlets");
    let named: Vec<&str> =
        list["cases"].as_array().expect("cases").iter().filter_map(|row| row["case"].as_str()).collect();
    assert_eq!(named, ["102", "101"], "{list}");
    assert_eq!(list["cases"][0]["state"], "missing");
    // In Camden nothing is owed for the one who was found: one line says so.
    let camden = desk.run("missing list --from missing.csv -p camden");
    assert!(!camden.out.contains("101"), "{}", camden.out);
    assert_eq!(camden.out.matches("1 more child was found, and nothing else is due").count(), 1, "{}", camden.out);
    let deadlines = desk.json("deadlines --from episodes.csv missing.csv -p tower_hamlets --all");
    assert_eq!(deadlines["looked_at"], 3, "{deadlines}");
    assert!(desk.cases().is_empty(), "nothing was stored");
    let nothing = desk.run("deadlines --as ssda903-missing");
    assert_eq!(nothing.code, 2);
    assert!(nothing.err.contains("there is no file to read"), "{}", nothing.err);
}

#[test]
fn a_child_far_from_its_other_rows_is_refused_and_not_split_in_silence() {
    let desk = Desk::new();
    let many: String = (0..17_000).map(|number| format!("R{number},M,01/02/2018,02/02/2018\n")).collect();
    desk.file("missing.csv", format!("CHILD,MISSING,MIS_START,MIS_END\nA,M,01/01/2018,\n{many}A,M,05/02/2018,\n"));
    let ran = desk.run("check missing.csv -p camden --summary");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("17002 rows"), "{}", ran.err);
    let found = desk.run("check missing.csv -p camden --format jsonl --severity data");
    assert!(found.out.contains("the rows about `A` have more than 16384 other children between them"), "{}", found.out);
}
