//! What an import did, twice the same file, next week's file, and the way back out.

use super::{Desk, EPISODES, HEADER, MISSING, events};

#[test]
fn the_report_says_what_was_read_added_and_started() {
    let desk = Desk::new();
    desk.file("header.csv", HEADER).file("missing.csv", MISSING);
    let dry = desk.json("store import header.csv missing.csv -p tower_hamlets --as ssda903 --dry-run");
    assert!(desk.cases().is_empty(), "a dry run writes nothing");
    let report = desk.json("store import header.csv missing.csv -p tower_hamlets --as ssda903");
    for report in [&dry, &report] {
        assert_eq!(
            (&report["read"], &report["joined"], &report["added"]),
            (&3.into(), &4.into(), &3.into()),
            "{report}"
        );
        assert_eq!((&report["events_new"], &report["events_known"]), (&7.into(), &0.into()));
        let tables = report["tables"].as_array().expect("tables");
        let rows: Vec<_> = tables.iter().map(|table| (table["format"].as_str(), table["rows"].as_u64())).collect();
        assert_eq!(rows, [(Some("ssda903-header"), Some(3)), (Some("ssda903-missing"), Some(4))]);
        assert_eq!(tables[0]["passed_over"], serde_json::json!(["SEX", "ETHNIC", "UPN", "MOTHER", "MC_DOB"]));
    }
    assert_eq!((&dry["dry_run"], &report["dry_run"]), (&true.into(), &false.into()));
}

#[test]
fn deadlines_that_an_import_starts_are_named_and_run_in_the_store() {
    let desk = Desk::new();
    desk.file("lost.csv", "Child,Rang\nC1,2018-04-01 08:00\n");
    let columns = "--columns \"ref=Child,event:referred_by_telephone=Rang\"";
    let report = desk.json(&format!("store import lost.csv -p camden {columns}"));
    let started = report["deadlines"].as_array().expect("deadlines").clone();
    assert!(!started.is_empty() && started.iter().all(|row| row["case"] == "C1" && row["due"].is_string()), "{report}");
    let again = desk.json(&format!("store import lost.csv -p camden {columns}"));
    assert_eq!(again["deadlines"], serde_json::json!([]), "they run already");
    let running = desk.json("deadlines --all");
    for row in started {
        assert!(running.to_string().contains(row["rule"].as_str().expect("a rule")), "{row}\n{running}");
    }
}

#[test]
fn the_same_files_twice_change_nothing() {
    let desk = Desk::new();
    desk.file("header.csv", HEADER).file("episodes.csv", EPISODES).file("missing.csv", MISSING);
    let import = "store import header.csv episodes.csv missing.csv -p tower_hamlets";
    desk.run(import);
    let before = desk.cases();
    let report = desk.json(import);
    assert_eq!((&report["added"], &report["changed"], &report["unchanged"]), (&0.into(), &0.into(), &3.into()));
    assert_eq!((&report["events_new"], &report["events_known"]), (&0.into(), &10.into()), "{report}");
    assert_eq!(desk.cases(), before);
}

#[test]
fn next_weeks_file_adds_what_is_new() {
    let desk = Desk::new();
    desk.file("missing.csv", MISSING);
    desk.imported("missing.csv -p tower_hamlets");
    let next = MISSING.replace("29-Dec-2017,", "29-Dec-2017,05/01/2018") + "104,01/01/2007,M,20/03/2018,\n";
    desk.file("missing.csv", next);
    let report = desk.json("store import missing.csv -p tower_hamlets");
    assert_eq!((&report["added"], &report["changed"], &report["unchanged"]), (&1.into(), &1.into(), &1.into()));
    assert_eq!((&report["events_new"], &report["events_known"]), (&2.into(), &7.into()), "{report}");
    let cases = desk.cases();
    assert_eq!(events(&cases[1]), ["went_missing 2017-12-29", "located 2018-01-05"]);
}

#[test]
fn a_time_looked_after_that_goes_on_or_ends_next_week_is_one_time() {
    let desk = Desk::new();
    desk.file("episodes.csv", EPISODES);
    desk.imported("episodes.csv -p camden");
    let next = EPISODES.replace("C2,N1,U4,,", "C2,N1,U4,05/03/2018,X1") + "101,05/03/2018,P,C2,N1,U6,20/03/2018,E8\n";
    desk.file("episodes.csv", next);
    let ran = desk.run("store import episodes.csv -p camden");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let cases = desk.cases();
    assert_eq!(events(&cases[0]), ["looked_after_started 2016-02-15", "looked_after_ended 2018-03-20"]);
    assert_eq!(cases[0]["facts"]["looked_after"], false);
    // Somebody may know better than the file: what rested on the episode is kept, and said.
    assert!(
        ran.out
            .contains("the store says that care_order is yes, but by the file the time that this came from has ended"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("yjs case set 101 --fact care_order=?"), "{}", ran.out);
}

#[test]
fn what_was_imported_goes_back_out_in_its_form() {
    let desk = Desk::new();
    desk.file("missing.csv", MISSING).file("header.csv", HEADER);
    desk.imported("header.csv missing.csv -p tower_hamlets");
    let ran = desk.run("store export --as ssda903-missing");
    let wanted = "CHILD,DOB,MISSING,MIS_START,MIS_END\n\
        101,12/03/2008,M,20/11/2017,04/12/2017\n\
        101,12/03/2008,M,02/01/2018,03/01/2018\n\
        101,12/03/2008,A,02/11/2017,22/12/2017\n\
        102,01/02/2006,M,29/12/2017,\n";
    assert_eq!(ran.out, wanted);
    assert!(
        ran.err.contains("2 cases written.") && ran.err.contains("so was 1 case with none of these"),
        "{}",
        ran.err
    );
    desk.file("back.csv", &ran.out);
    let again = desk.run("store import back.csv -p tower_hamlets");
    assert!(again.out.contains("Unchanged: 2"), "{}", again.out);
    let own = desk.run("store export --as yjs");
    assert_eq!(own.out, desk.run("store export --format csv").out);
    let refused = desk.run("store export --as ssda903-episodes");
    assert!(
        refused.code == 2 && refused.err.contains("cases cannot be written as `ssda903-episodes`"),
        "{}",
        refused.err
    );
    let preview = desk.run("store export --as ssda903-missing --dry-run");
    assert!(
        preview.out.is_empty() && preview.err.contains("2 cases would be written."),
        "{}{}",
        preview.out,
        preview.err
    );
}

#[test]
fn times_that_a_form_cannot_hold_are_counted() {
    let desk = Desk::new();
    let line = r#"{"ref":"C1","protocol":"camden","events":[{"kind":"went_missing","at":"2018-01-02T18:00"},{"kind":"located","on":"2018-01-03"}]}"#;
    desk.file("cases.jsonl", line);
    desk.imported("cases.jsonl");
    let ran = desk.run("store export --as ssda903-missing");
    assert!(ran.out.contains("\nC1,,M,02/01/2018,03/01/2018\n"), "{}", ran.out);
    assert!(ran.err.contains("1 time of day was left out"), "{}", ran.err);
}

#[test]
fn own_files_and_another_systems_may_be_given_together() {
    let desk = Desk::new();
    desk.file("own.csv", "ref,protocol,cse\nA,camden,yes\n").file("missing.csv", MISSING);
    let ran = desk.run("store import own.csv missing.csv -p camden");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(desk.cases().len(), 3);
}
