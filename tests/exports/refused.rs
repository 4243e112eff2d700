//! Bad input of each kind: a clear error with its place, exit 2, and nothing written.

use super::books::{In, bomb, excel, open_rows, other};
use super::{Desk, MISSING};
use In::{Day, Formula, Text};

/// Imports a file, which must be refused with these words, and must leave no store.
fn refused(desk: &Desk, arguments: &str, words: &[&str]) {
    let ran = desk.run(&format!("store import {arguments} -p camden"));
    assert_eq!(ran.code, 2, "{arguments}: {}\n{}", ran.out, ran.err);
    let said = format!("{}{}", ran.out, ran.err);
    for word in words {
        assert!(said.contains(word), "{arguments}: not “{word}” in {said}");
    }
    assert!(!desk.path().join("store").exists(), "{arguments} wrote something");
    let checked = desk.run(&format!("check {arguments} -p camden"));
    assert_eq!(checked.code, 2, "{arguments}: {}\n{}", checked.out, checked.err);
    assert!(!checked.out.contains("Nothing was found"), "{}", checked.out);
}

fn sheet<'c>(cell: In<'c>) -> Vec<u8> {
    let names = ["CHILD", "MISSING", "MIS_START", "MIS_END"].map(Text).to_vec();
    excel(&[("Data", vec![names, vec![Text("101"), Text("M"), cell, Day(43_101.0)]])])
}

#[test]
fn a_formula_is_no_value() {
    let desk = Desk::new();
    desk.file("book.xlsx", sheet(Formula("A1+5", 43_100.0)));
    refused(
        &desk,
        "book.xlsx",
        &["book.xlsx, Data, line 2", "MIS_START: this cell is a formula, not a value", "as values"],
    );
    desk.file("missing.csv", "CHILD,MISSING,MIS_START,MIS_END\n101,M,=TODAY(),\n");
    refused(&desk, "missing.csv", &["ine 2", "MIS_START: this cell is a formula"]);
}

#[test]
fn a_password_is_named_as_such() {
    let desk = Desk::new();
    desk.file("book.xlsx", encrypted());
    refused(&desk, "book.xlsx", &["book.xlsx: it is protected by a password", "take the password off a copy"]);
    desk.file("old.xls", [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 2000]].concat());
    refused(&desk, "old.xls", &["old.xls: it is an old Excel workbook or a Word document", ".xlsx"]);
}

/// The least of a compound file that says that what it holds is encrypted: a header, a table of sectors, a directory.
fn encrypted() -> Vec<u8> {
    const SECTOR: usize = 512;
    let mut file = vec![0_u8; SECTOR * 3];
    file[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    let mut put = |at: usize, bytes: &[u8]| file[at..at + bytes.len()].copy_from_slice(bytes);
    put(24, &[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    put(44, &1_u32.to_le_bytes());
    put(48, &1_u32.to_le_bytes());
    put(56, &4096_u32.to_le_bytes());
    put(60, &0xffff_fffe_u32.to_le_bytes());
    put(68, &0xffff_fffe_u32.to_le_bytes());
    (76..SECTOR).step_by(4).for_each(|at| put(at, &0xffff_ffff_u32.to_le_bytes()));
    put(76, &0_u32.to_le_bytes());
    (SECTOR..2 * SECTOR).step_by(4).for_each(|at| put(at, &0xffff_ffff_u32.to_le_bytes()));
    put(SECTOR, &0xffff_fffd_u32.to_le_bytes());
    put(SECTOR + 4, &0xffff_fffe_u32.to_le_bytes());
    for (place, (name, kind)) in [("Root Entry", 5_u8), ("EncryptedPackage", 2)].into_iter().enumerate() {
        let at = 2 * SECTOR + place * 128;
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        put(at, &wide);
        put(at + 64, &u16::try_from(wide.len() + 2).expect("short").to_le_bytes());
        put(at + 66, &[kind, 1]);
        (68..80).step_by(4).for_each(|link| put(at + link, &0xffff_ffff_u32.to_le_bytes()));
        put(at + 116, &0xffff_fffe_u32.to_le_bytes());
    }
    put(2 * SECTOR + 76, &1_u32.to_le_bytes());
    file
}

#[test]
fn what_unpacks_to_more_than_memory_is_refused_before_it_is_opened() {
    let desk = Desk::new();
    let bomb = bomb();
    assert!(bomb.len() < 1024 * 1024, "small on disk: {}", bomb.len());
    desk.file("bomb.xlsx", bomb);
    refused(&desk, "bomb.xlsx", &["bomb.xlsx: unpacked, it is larger than 512 MiB"]);
    let many = r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>"#;
    desk.file("bomb.ods", open_rows("Data", many));
    refused(&desk, "bomb.ods", &["bomb.ods: unpacked, it is larger than"]);
    desk.file("other.xlsx", other());
    refused(&desk, "other.xlsx", &["other.xlsx: it is a packed file, but not a workbook"]);
    desk.file("cut.xlsx", &sheet(Day(43_100.0))[..400]);
    refused(&desk, "cut.xlsx", &["cut.xlsx: the workbook cannot be read: it is damaged, or not all there"]);
}

#[test]
fn a_million_columns_are_refused() {
    let desk = Desk::new();
    desk.file("wide.csv", format!("CHILD,MISSING,MIS_START,MIS_END{}\n", ",".repeat(1_000_000)));
    refused(&desk, "wide.csv --as ssda903-missing", &["wide.csv, line 1: it has more than 16384 columns"]);
    let cell = r#"<table:table-row><table:table-cell table:number-columns-repeated="1000000" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>"#;
    desk.file("wide.ods", open_rows("Data", cell));
    refused(&desk, "wide.ods", &["wide.ods: unpacked, it is larger than"]);
}

#[test]
fn a_heading_twice_is_refused_of_either_kind() {
    let desk = Desk::new();
    desk.file("columns.csv", "CHILD,DOB,MISSING,MIS_START,MIS_END,Child\n1,,M,,,2\n");
    refused(&desk, "columns.csv", &["columns.csv, line 1", "the column `Child` is there twice"]);
    desk.file("lines.csv", format!("{MISSING}{MISSING}"));
    refused(&desk, "lines.csv", &["Line 6", "the heading is repeated here"]);
}

#[test]
fn encodings_are_not_guessed() {
    let desk = Desk::new();
    desk.file("mixed.csv", [MISSING.as_bytes(), b"Andr\xe9,12/03/2008,M,02/01/2018,\n"].concat());
    refused(&desk, "mixed.csv", &["ine 6", "it is not UTF-8 text", "save it as UTF-8"]);
    let wide: Vec<u8> = std::iter::once(0xfeff).chain(MISSING.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    desk.file("wide.csv", wide);
    refused(&desk, "wide.csv --as ssda903-missing", &["wide.csv", "UTF-16"]);
}

#[test]
fn rows_that_do_not_fit_name_their_line_and_column() {
    let desk = Desk::new();
    for (row, words) in [
        ("101,12/03/2008,X,02/01/2018,", "MISSING: the format does not know the value `X`"),
        ("101,12/03/2008,,02/01/2018,", "MISSING: it is empty, so we cannot tell what this row records"),
        (",12/03/2008,M,02/01/2018,", "CHILD: it has no reference"),
        ("1 0,12/03/2008,M,02/01/2018,", "CHILD: "),
        ("101,31/02/2008,M,02/01/2018,", "DOB: `31/02/2008` is not a date"),
        ("101,12/03/2008,M,02/01/2018,01/01/2018", "MIS_END: the end (2018-01-01) is before the start (2018-01-02)"),
        ("101,12/03/2008,M,,01/01/2018", "MIS_END: there is an end date but no start date"),
        ("101,12/03/2008,M", "the row has 3 cells, but the heading names 5"),
        ("101,\"12/03/2008,M,02/01/2018,", "a quotation mark is opened and not closed"),
    ] {
        desk.file("missing.csv", format!("CHILD,DOB,MISSING,MIS_START,MIS_END\n102,,M,01/01/2018,\n{row}\n"));
        refused(&desk, "missing.csv", &["ine 3", words]);
    }
}

#[test]
fn xml_that_is_not_sound_or_plays_tricks_is_refused() {
    let desk = Desk::new();
    for (text, words) in [
        ("<EXPSSDA903><CHILD>", "cut short"),
        ("<EXPSSDA903><CHILD></HEADER></CHILD></EXPSSDA903>", "it is not sound XML"),
        ("<!DOCTYPE a [<!ENTITY b \"c\">]><EXPSSDA903/>", "it declares a document type"),
        (
            "<EXPSSDA903><CHILD><HEADER><CHILDID>&b;</CHILDID></HEADER></CHILD></EXPSSDA903>",
            "an entity that XML does not have",
        ),
        ("<EXPSSDA903><OTHER/></EXPSSDA903>", "there is no child in it"),
        ("<html><body/></html>", "its outermost element is `html`"),
    ] {
        desk.file("return.xml", text);
        refused(&desk, "return.xml", &["return.xml", words]);
    }
    let deep = format!("<EXPSSDA903><CHILD>{}</CHILD></EXPSSDA903>", "<a>".repeat(100) + &"</a>".repeat(100));
    desk.file("return.xml", deep);
    refused(&desk, "return.xml", &["more than 32 deep"]);
    let long = format!("<EXPSSDA903><CHILD><HEADER>{}</HEADER></CHILD></EXPSSDA903>", "<a>text</a>".repeat(200_000));
    desk.file("return.xml", long);
    refused(&desk, "return.xml", &["longer than any can be"]);
}

#[test]
fn json_that_is_cut_short_or_no_row_is_refused() {
    let desk = Desk::new();
    let row = r#"{"pers_person_id": "P1", "pers_dob": "2008-03-12"}"#;
    for (text, words) in [
        (format!("[{row}"), "the list of rows is not closed"),
        (format!("[{row}] 7"), "something follows the end"),
        (format!("[{row}, 7]"), "it is not a list of rows"),
        (r#"[{"x": 1}]"#.to_owned(), "it does not look like `ssds-person`"),
    ] {
        desk.file("person.json", text);
        refused(&desk, "person.json --as ssds-person", &["person.json", words]);
    }
}

#[test]
fn an_empty_file_and_options_that_do_not_fit_are_refused() {
    let desk = Desk::new();
    desk.file("empty.csv", "").file("missing.csv", MISSING).file("titles.csv", "Made today\n\n");
    refused(&desk, "empty.csv --as ssda903-missing", &["empty.csv: it is empty"]);
    refused(&desk, "titles.csv --as ssda903-missing", &["titles.csv, line 1: it does not look like"]);
    refused(&desk, "missing.csv --sheet Data", &["it is not a workbook, so it has no sheet `Data`"]);
    refused(&desk, "missing.csv --heading 2", &["missing.csv", "no format matches it"]);
    refused(&desk, "missing.csv --as yjs --dates dmy", &["`yjs` is the form of yjs's own tables"]);
    refused(&desk, "missing.csv --as ssda903-episodes", &["`DECOM`, `RNE`, `LS`, `DEC`,"]);
}
