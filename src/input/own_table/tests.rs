//! Rows as cases, and what is said of rows that are none.

use super::{column_of, read_csv, typed};
use crate::domain::case::{Case, FactValue};
use crate::input::lines::LONGEST;
use crate::protocol::{embedded, load::load};

fn rows(text: &str) -> Vec<(usize, Result<String, String>)> {
    let shown = |case: Case| {
        let facts = case.facts.0.iter().map(|(name, value)| format!(" {name}={value}")).collect::<String>();
        let when = |event: &crate::domain::case::Event| event.on.clone().or(event.at.clone()).unwrap();
        let events = case.events.iter().map(|event| format!(" {}@{}", event.kind, when(event))).collect::<String>();
        format!("{}{facts}{events}", case.reference)
    };
    let cases = read_csv(text.as_bytes()).unwrap();
    cases.map(|(line, case)| (line, case.map(shown).map_err(|problem| problem.what))).collect()
}

#[test]
fn rows_are_cases_and_empty_cells_and_rows_say_nothing() {
    let text = "\u{feff} ref ,cse,,event:located\r\nA,yes,,2026-03-02; 2026-03-03 09:00 ;\r\n,,,\r\n\r\nB,,,\r\n";
    let first = "A cse=yes located@2026-03-02 located@2026-03-03T09:00".to_owned();
    assert_eq!(rows(text), [(2, Ok(first)), (5, Ok("B".into()))]);
}

#[test]
fn quotes_hold_commas_quotes_and_line_breaks() {
    let text = "ref,initials,cse\n\"A\",\"a,\"\"b\"\"\nc\",\"yes\"\nB,5\" x,no\n";
    assert_eq!(rows(text), [(2, Ok("A cse=yes".into())), (4, Ok("B cse=no".into()))]);
    let case = read_csv(text.as_bytes()).unwrap().next().unwrap().1.unwrap();
    assert_eq!(case.initials.as_deref(), Some("a,\"b\"\nc"));
}

#[test]
fn a_bad_row_hides_no_other() {
    let closed = "a quotation mark is opened and not closed".to_owned();
    assert_eq!(rows("ref,cse\nA,\"x\nB,no\nC,\n"), [(2, Err(closed)), (3, Ok("B cse=no".into())), (4, Ok("C".into()))]);
    let found = rows("ref,cse\nA,\"x\nB,no\nC,\"y\nD,no\n");
    let read: Vec<bool> = found.iter().map(|(_, case)| case.is_ok()).collect();
    assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3, 4, 5]);
    assert_eq!(read, [false, true, false, true], "a second quotation mark does not swallow what lies between");
    let long = format!("ref,cse\nA,{}\nB,no\n,yes\nC\nD,,x\n", "x".repeat(LONGEST));
    let found = rows(&long);
    assert!(found[0].1.as_ref().unwrap_err().contains("longer than any one case"));
    assert_eq!(found[1], (3, Ok("B cse=no".into())));
    assert_eq!(found[2], (4, Err("it has no `ref`".into())));
    assert_eq!(found[3], (5, Err("the row has 1 cell, but the first line names 2".into())));
    assert_eq!(found[4], (6, Err("the row has 3 cells, but the first line names 2".into())));
}

#[test]
fn a_heading_without_ref_or_with_a_column_twice_is_refused() {
    let said = |text: &str| {
        let problem = read_csv(text.as_bytes()).unwrap_err();
        format!("{problem} / {}", problem.hint.as_deref().unwrap_or_default())
    };
    assert!(said("Ref,cse\n").contains("is the column `Ref` meant?"), "{}", said("Ref,cse\n"));
    assert!(said("a;b\n").contains("the columns `a`, `b`, separated by semicolons"));
    assert!(said("ref,cse,cse\n").contains("line 1, cse: the column `cse` is there twice"));
    assert!(said("").contains("it is empty"));
}

#[test]
fn a_value_under_no_heading_and_a_formula_guard() {
    let found = rows("ref,,initials\nA,x,\nB,,'=1\n");
    assert!(found[0].1.as_ref().unwrap_err().contains("cell 2 holds a value"));
    let case = read_csv(&b"ref,initials\nB,'=1\n"[..]).unwrap().next().unwrap().1.unwrap();
    assert_eq!(case.initials.as_deref(), Some("=1"));
}

#[test]
fn facts_are_read_by_the_vocabulary_and_columns_named_as_the_user_knows_them() {
    let protocol = load(embedded::VOCABULARY, &embedded::source("camden").unwrap()).unwrap();
    let text = "ref,cse,attendance_percent,consent,event:located\nA,Yes,lots,given,2026-03-02\n";
    let mut case = read_csv(text.as_bytes()).unwrap().next().unwrap().1.unwrap();
    let wrong = typed(&protocol, &mut case);
    assert_eq!(wrong.len(), 1);
    assert_eq!(column_of(&case, wrong[0].place.field.as_deref().unwrap()), "attendance_percent");
    assert_eq!(column_of(&case, "events[0].kind"), "event:located");
    assert_eq!(case.facts.get("cse"), Some(&FactValue::Flag(true)));
    assert_eq!(case.facts.get("attendance_percent"), None);
}
