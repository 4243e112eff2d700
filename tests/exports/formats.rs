//! `yjs formats`: what there is, what is wrong with one, and one made for a file as a new analyst would.

use super::{Desk, events};

/// An export that nobody here has seen: two title lines, other headings, days first, `Y/N/U`, a column too many.
const INVENTED: &str = "Weekly return of the youth team\nRun by the data team\n\
    Client ID,Name,D.O.B.,Date went missing,Date returned,Young carer,CSE concern,Ward\n\
    C001,Child One,13/03/2008,02/01/2018,03/01/2018,Y,N,North\n\
    C002,Child Two,01/02/2006,29/12/2017,,U,Y,South\n";

#[test]
fn the_built_in_formats_are_sound_and_pass_their_tests() {
    let desk = Desk::new();
    let ran = desk.run("formats check");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let report = desk.json("formats check");
    assert_eq!(report["faults"], serde_json::json!([]));
    assert!(report["tests"].as_u64() >= report["formats"].as_u64(), "{report}");
}

#[test]
fn formats_are_listed_and_shown() {
    let desk = Desk::new();
    let list = desk.json("formats list");
    let ids: Vec<&str> =
        list["formats"].as_array().expect("formats").iter().filter_map(|row| row["id"].as_str()).collect();
    for id in ["yjs", "ssda903", "ssda903-missing", "ssda903-episodes", "annex-a", "ssds", "cin-census"] {
        assert!(ids.contains(&id), "{ids:?}");
    }
    let writable: Vec<&str> = list["formats"]
        .as_array()
        .expect("formats")
        .iter()
        .filter(|row| row["writes"] == true)
        .filter_map(|row| row["id"].as_str())
        .collect();
    assert_eq!(writable, ["yjs", "ssda903-missing", "ssds-missing"]);
    let shown = desk.run("formats show ssda903-missing").out;
    assert!(shown.contains("MIS_START to MIS_END: event:went_missing to event:located, when MISSING is M"), "{shown}");
    let raw = desk.json("formats show ssda903-missing");
    assert_eq!(raw["tables"][0]["dates"], "dmy");
    let unknown = desk.run("formats show ssda903-header-x");
    assert!(unknown.code == 2 && unknown.err.contains("did you mean `ssda903-header`?"), "{}", unknown.err);
}

#[test]
fn a_format_is_made_for_an_invented_export_and_reads_it() {
    let desk = Desk::new();
    desk.file("weekly.csv", INVENTED);
    let made = desk.json("formats new weekly.csv -p tower_hamlets");
    let table = &made["format"]["tables"][0];
    assert_eq!(
        (&table["ref"], &table["born"], &table["dates"]),
        (&"Client ID".into(), &"D.O.B.".into(), &"dmy".into()),
        "{made}"
    );
    assert_eq!(table["heading"], 3);
    assert!(table["passed_over"].to_string().contains("\"Name\"") && table.get("names").is_none(), "{made}");
    assert_eq!(table["spells"][0]["starts"], "went_missing");
    assert_eq!(
        (&table["facts"][0]["fact"], &table["facts"][0]["values"]["U"]),
        (&"young_carer".into(), &serde_json::Value::Null)
    );
    assert!(made["unsure"].to_string().contains("CSE concern"), "what is unsure is named: {made}");
    assert_eq!(desk.run("formats check").code, 0, "{}", desk.run("formats check").out);
    let cases = desk.imported("weekly.csv -p tower_hamlets");
    assert_eq!(events(&cases[0]), ["went_missing 2018-01-02", "located 2018-01-03"]);
    assert_eq!(
        (&cases[0]["facts"]["young_carer"], cases[1]["facts"].get("young_carer")),
        (&true.into(), None),
        "U is unknown"
    );
    assert!(!desk.run("store export").out.contains("Child One"));
    // It is never overwritten.
    let again = desk.run("formats new weekly.csv -p tower_hamlets");
    assert!(again.code == 2 && again.err.contains("it is there already"), "{}", again.err);
}

#[test]
fn what_is_unsure_can_be_said() {
    let desk = Desk::new();
    desk.file("weekly.csv", INVENTED);
    let made =
        desk.json("formats new weekly.csv --id mine -p tower_hamlets --columns \"cse=CSE concern\" --output mine.json");
    assert!(made["format"]["tables"][0]["facts"].to_string().contains("\"fact\":\"cse\""), "{made}");
    assert_eq!(made["unsure"], serde_json::json!([]));
    let ran = desk.run("formats check mine.json");
    assert_eq!(ran.code, 0, "{}", ran.out);
    for (arguments, words) in [
        ("--id Mine!", "cannot be the name of a format"),
        ("--id annex-a", "`annex-a` is built in"),
        ("--id other --columns ref=Nothing", "the file has no column `Nothing`"),
        ("--id other --columns nothing=Name", "there is no fact or event `nothing`"),
        ("--id other --heading 1", "no column looks like the child's reference"),
    ] {
        let ran = desk.run(&format!("formats new weekly.csv -p tower_hamlets {arguments}"));
        assert!(ran.code == 2 && ran.err.contains(words), "{arguments}: {}", ran.err);
    }
}

#[test]
fn each_fault_of_a_format_has_its_place() {
    let desk = Desk::new();
    let sound = r#"{"id": "mine", "title": "Mine",
 "tables": [{"headings": ["ID", "Lost", "Found", "Flag"], "ref": "ID",
  "spells": [{"from": "Lost", "starts": "went_missing", "to": "Found", "ends": "located"}],
  "facts": [{"column": "Flag", "fact": "cse", "values": {"Y": true, "N": false}}]}],
 "tests": [{"name": "one", "rows": [{"ID": "1", "Lost": "2018-01-02", "Found": "", "Flag": "Y"}],
  "case": {"ref": "1", "facts": {"cse": true}, "events": [{"kind": "went_missing", "on": "2018-01-02"}]}}]}"#;
    desk.file("mine.json", sound);
    assert_eq!(desk.run("formats check mine.json").code, 0, "{}", desk.run("formats check mine.json").out);
    for (from, to, words) in [
        ("\"went_missing\", \"to\"", "\"went_mising\", \"to\"", "line 3, column 41: no event is called `went_mising`"),
        ("\"fact\": \"cse\"", "\"fact\": \"csee\"", "line 4, column 40: no fact is called `csee`"),
        ("\"Y\": true", "\"Y\": 7", "line 4, column 40: `cse`: "),
        (
            "[\"ID\", \"Lost\", \"Found\", \"Flag\"]",
            "[\"ID\", \"Lost\"]",
            "`Found` is a column of dates, and is not among the headings",
        ),
        ("\"id\": \"mine\"", "\"id\": \"Mine\"", "line 1, column 8: `Mine` cannot be a format's name"),
        (
            "\"ref\": \"ID\"",
            "\"ref\": \"ID\", \"passed_over\": [\"Flag\"]",
            "`Flag` is read, and is among `passed_over` too",
        ),
        ("{\"cse\": true}", "{\"cse\": false}", "line 5, column 12: the test \"one\" fails: the rows make"),
        ("\"title\": \"Mine\",", "\"title\": \"Mine\", \"tabels\": [],", "unknown field `tabels`"),
        ("\"tests\": [", "\"parts\": [\"nothing\"], \"tests\": [", "no format is called `nothing`"),
    ] {
        assert!(sound.contains(from), "{from}");
        desk.file("mine.json", sound.replacen(from, to, 1));
        let ran = desk.run("formats check mine.json");
        assert!(ran.code == 2 && ran.out.contains(words), "{to}: not “{words}” in {}", ran.out);
    }
}

#[test]
fn a_faulty_format_of_ones_own_is_warned_of_and_stops_no_other() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path().join("config/formats")).expect("a folder");
    desk.file("config/formats/mine.json", "{\"id\": ").file("missing.csv", super::MISSING);
    let ran = desk.run("check missing.csv -p camden");
    assert!(ran.code == 0 && ran.err.contains("mine.json"), "{}{}", ran.out, ran.err);
    let ran = desk.run("check missing.csv -p camden --as mine");
    assert!(ran.code == 2 && ran.err.contains("mine.json, line 1"), "{}", ran.err);
}
