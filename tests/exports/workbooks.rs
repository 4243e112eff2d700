//! Workbooks: the inspection workbook, cells that are dates, sheets, and other tables in a workbook.

use super::books::{In, excel, open};
use super::{Desk, events};
use In::{Day, Error, Nothing, Number, Text};

fn who<'c>(reference: f64) -> Vec<In<'c>> {
    vec![Number(reference), Text("a) Male"), Text("a) WBRI"), Day(39_993.0), Number(8.76)]
}

fn heading<'c>(more: &[&'c str]) -> Vec<In<'c>> {
    let first = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age"];
    first.iter().chain(more).map(|name| Text(name)).collect()
}

fn row<'c>(reference: f64, more: &[In<'c>]) -> Vec<In<'c>> {
    who(reference).into_iter().chain(more.iter().copied()).collect()
}

const MISSING: &str = "Number of Episodes the Child has been ‘Missing’ from their Placement in the last 12 months";

fn annex_a() -> Vec<u8> {
    excel(&[
        (
            "List 1",
            vec![heading(&["Date of Contact", "Contact Source"]), row(1.0, &[Day(43_000.0), Text("q) 6: Police")])],
        ),
        (
            "List 6",
            vec![
                vec![Text("Children in need, made for the inspection")],
                vec![],
                heading(&["CIN Start Date", "CIN Closure Date", "Case Status", "Allocated Worker", "Allocated Team"]),
                row(2.0, &[Day(43_000.0), Nothing, Text("c) Child in need plan"), Text("Smith, J"), Error("#N/A")]),
            ],
        ),
        (
            "List 8",
            vec![
                heading(&[
                    "Date Started to be Looked After",
                    "Child's Legal Status",
                    "Date Ceased to be Looked After",
                    MISSING,
                    "A new column",
                ]),
                row(2.0, &[Day(43_010.0), Text("C2: FCO"), Nothing, Number(2.0), Text("x")]),
                row(3.0, &[Day(43_010.0), Text("V2: Section 20"), Day(43_020.0), Number(0.0)]),
            ],
        ),
        ("Notes", vec![vec![Text("nothing to read here"), Text("at all")]]),
    ])
}

#[test]
fn each_list_is_found_by_its_heading_and_the_lists_are_joined_by_child() {
    let desk = Desk::new();
    desk.file("annex.xlsx", annex_a()).file("codes.csv", "name,code\n\"Smith, J\",js\n");
    let cases = desk.imported("annex.xlsx -p tower_hamlets --worker-codes codes.csv");
    let references: Vec<&str> = cases.iter().filter_map(|case| case["ref"].as_str()).collect();
    assert_eq!(references, ["1", "2", "3"], "a number is a reference without a decimal point");
    assert_eq!(cases[0]["born"], "2009-06-29");
    assert_eq!(events(&cases[1]), ["opened_to_social_care 2017-09-22", "looked_after_started 2017-10-02"]);
    let facts = serde_json::json!({
        "care_order": true, "goes_missing": true, "looked_after": true, "looked_after_basis": "care_order",
        "plan_type": "child_in_need"
    });
    assert_eq!(cases[1]["facts"], facts);
    assert_eq!(cases[1]["worker"], "js");
    assert_eq!(cases[2]["facts"], serde_json::json!({"looked_after": false}), "0 episodes say nothing");
}

#[test]
fn names_of_workers_never_enter_and_what_is_not_read_is_named_once() {
    let desk = Desk::new();
    desk.file("annex.xlsx", annex_a());
    let ran = desk.run("check annex.xlsx -p camden --as annex-a");
    assert!(
        ran.err.contains(
            "annex.xlsx was read as annex-a: List 1, 1 row; List 6, 1 row below the heading on line 3; List 8, 2 rows."
        ),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("Workers' names are never read (Allocated Worker)."), "{}", ran.err);
    assert!(ran.err.contains("does not know these columns, so they were not used: A new column."), "{}", ran.err);
    assert!(ran.err.contains("has no table for these, so they were not read: Notes."), "{}", ran.err);
    assert!(!format!("{}{}", ran.out, ran.err).contains("Smith"));
    desk.imported("annex.xlsx -p camden");
    let everything = desk.run("store export").out;
    assert!(!everything.contains("Smith") && !everything.contains("worker"), "{everything}");
}

#[test]
fn a_worker_without_a_code_is_refused_and_the_name_is_not_repeated() {
    let desk = Desk::new();
    desk.file("annex.xlsx", annex_a()).file("codes.csv", "\"Jones, K\",kj\n");
    let ran = desk.run("store import annex.xlsx -p camden --worker-codes codes.csv");
    assert_eq!(ran.code, 2);
    assert!(
        ran.out.contains("annex.xlsx, List 6, line 4, Allocated Worker: this row's worker has no code"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("Smith"), "{}", ran.out);
    desk.file("codes.csv", "name,code\n\"Smith, J\",John Smith\n");
    let ran = desk.run("store import annex.xlsx -p camden --worker-codes codes.csv");
    assert!(ran.code == 2 && ran.err.contains("codes.csv, line 2"), "{}", ran.err);
}

#[test]
fn a_finding_names_the_sheet_and_the_line() {
    let desk = Desk::new();
    let heading = heading(&["CIN Start Date", "CIN Closure Date", "Case Status"]);
    let before_birth = row(7.0, &[Day(39_000.0), Nothing, Text("c) Child in need plan")]);
    desk.file("annex.xlsx", excel(&[("List 6", vec![heading, before_birth])]));
    let ran = desk.run("check annex.xlsx -p camden");
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("annex.xlsx, List 6:2") && ran.out.contains("CIN Start Date"), "{}", ran.out);
}

#[test]
fn one_sheet_is_read_where_it_is_named() {
    let desk = Desk::new();
    desk.file("annex.xlsx", annex_a());
    let cases = desk.imported("annex.xlsx -p camden --sheet \"list 8\"");
    assert_eq!(cases.len(), 2);
    let ran = desk.run("check annex.xlsx -p camden --sheet \"List 9\"");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("it has no sheet `List 9`"), "{}", ran.err);
    assert!(ran.err.contains("`List 1`, `List 6`, `List 8`, `Notes`"), "{}", ran.err);
}

#[test]
fn any_table_may_be_in_a_workbook_of_either_kind() {
    let desk = Desk::new();
    let text = |names: &[&'static str]| -> Vec<In<'static>> { names.iter().map(|name| Text(name)).collect() };
    let rows = vec![
        text(&["CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"]),
        vec![Number(101.0), Day(39_519.0), Text("M"), Day(43_101.75), Text("03/01/2018")],
    ];
    desk.file("missing.xlsx", excel(&[("Data", rows.clone())])).file("missing.xlsm", excel(&[("Data", rows)]));
    let rows: [&[&str]; 2] = [
        &["CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"],
        &["101", "@2008-03-12", "M", "@2018-01-01T18:00:00", "03/01/2018"],
    ];
    desk.file("missing.ods", open("Data", &rows));
    for file in ["missing.xlsx", "missing.xlsm", "missing.ods"] {
        let list = desk.json(&format!("missing list --from {file} -p tower_hamlets --now 2018-01-02T10:00"));
        assert_eq!(list["unreadable"], 1, "the end is not yet: {list}");
        let list = desk.json(&format!("missing list --from {file} -p tower_hamlets --now 2018-01-04T10:00"));
        assert_eq!(list["unreadable"], 0, "{file}: {list}");
    }
    let cases = desk.imported("missing.ods -p camden");
    assert_eq!(events(&cases[0]), ["went_missing 2018-01-01T18:00:00", "located 2018-01-03"]);
    assert_eq!(desk.imported("missing.xlsx -p camden"), cases, "both say the same");
}
