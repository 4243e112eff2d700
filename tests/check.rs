//! `yjs check` on what no text file in the tree can hold: bytes that are not text, lines too long for memory, a reader
//! that goes away, and many lines.
#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "a test starts the program and makes its files"
)]

#[path = "check/kinds.rs"]
mod kinds;

use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;

const YJS: &str = env!("CARGO_BIN_EXE_yjs");
const KEYS: [&str; 10] = ["case", "file", "line", "rule", "code", "clause", "severity", "message", "remedy", "due"];

/// A case with nothing to find.
const SOUND: &str = r#"{"ref":"SOUND","protocol":"camden","facts":{"known_to_social_care":"closed","child_protection":true},"events":[{"kind":"referred_in_writing","on":"2026-06-01","to":"mash"}]}"#;

fn yjs(folder: &Path) -> Command {
    clean(Command::new(YJS), folder)
}

fn clean(mut command: Command, folder: &Path) -> Command {
    command.env_clear().current_dir(folder).env("YJS_NOW", "2026-06-10T10:00:00+01:00").env("LC_ALL", "C.UTF-8");
    command.env("YJS_STORE", "store").env("YJS_CONFIG", "config").stdin(Stdio::null());
    command
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn missed(reference: &str) -> String {
    format!(
        r#"{{"ref":"{reference}","protocol":"camden","facts":{{"known_to_social_care":"closed","child_protection":true}},"events":[{{"kind":"referred_by_telephone","at":"2026-06-01T09:00","to":"mash"}}]}}"#
    )
}

fn findings(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

fn summary(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Code, line and case of each finding.
fn places(findings: &[Value]) -> Vec<(String, u64, Option<String>)> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let one =
        |row: &Value| (text(&row["code"]).expect("a code"), row["line"].as_u64().expect("a line"), text(&row["case"]));
    findings.iter().map(one).collect()
}

fn row(code: &str, line: u64, case: Option<&str>) -> (String, u64, Option<String>) {
    (code.to_owned(), line, case.map(str::to_owned))
}

#[test]
fn every_line_has_the_fixed_keys_in_their_order() {
    let folder = folder();
    fs::write(folder.path().join("a.jsonl"), format!("{}\nnot json\n", missed("A"))).expect("written");
    let output = yjs(folder.path()).args(["check", "a.jsonl", "--format", "jsonl"]).output().expect("run");
    let findings = findings(&output);
    assert_eq!(findings.len(), 2);
    for finding in &findings {
        let keys: Vec<&str> = finding.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(keys, KEYS);
    }
    assert_eq!(findings[0]["severity"], "breach");
    assert_eq!(findings[0]["clause"], "6.2");
    assert_eq!(findings[0]["due"], "2026-06-03T09:00:00+01:00");
    for key in ["case", "rule", "clause", "due"] {
        assert!(findings[1][key].is_null(), "{key}");
    }
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn bytes_that_are_no_text_are_named_with_line_and_column_and_stop_nothing() {
    let folder = folder();
    let lines = [b"{\"ref\":\"\xff\"}\n".to_vec(), missed("B").into_bytes(), b"\n\xc3\xa9\x80\n".to_vec()].concat();
    fs::write(folder.path().join("a.jsonl"), lines).expect("written");
    let rows = b"ref,protocol,initials\nA,camden,\xe9\nB,camden,x\n\"C\n\xff\",camden,\n";
    fs::write(folder.path().join("b.csv"), rows).expect("written");
    let output = yjs(folder.path()).args(["check", "a.jsonl", "b.csv", "--format", "jsonl"]).output().expect("run");
    let findings = findings(&output);
    assert_eq!(
        places(&findings),
        [
            row("line-unreadable", 1, None),
            row("deadline-missed-written-referral", 2, Some("B")),
            row("line-unreadable", 3, None),
            row("line-unreadable", 2, None),
            row("line-unreadable", 4, None),
            row("line-unreadable", 5, None),
        ]
    );
    assert_eq!(findings[0]["message"], "column 9: it is not UTF-8 text");
    assert_eq!(findings[3]["message"], "column 10: it is not UTF-8 text");
    assert!(summary(&output).contains("7 cases: 1 breach, 0 due, 5 could not be read"), "{}", summary(&output));
}

#[test]
fn a_byte_order_mark_is_read_over_and_utf_16_is_named() {
    let folder = folder();
    fs::write(folder.path().join("mark.jsonl"), format!("\u{feff}{SOUND}\n")).expect("written");
    let wide: Vec<u8> = "\u{feff}ref,protocol\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.path().join("wide.csv"), wide).expect("written");
    let output = yjs(folder.path()).args(["check", "mark.jsonl"]).output().expect("run");
    assert_eq!(output.status.code(), Some(0), "{}", summary(&output));
    let output = yjs(folder.path()).args(["check", "wide.csv"]).output().expect("run");
    assert_eq!(output.status.code(), Some(2));
    assert!(summary(&output).contains("wide.csv: it is UTF-16 text"), "{}", summary(&output));
}

/// Address space enough for a check by one thread, and for one by several: each thread sets some aside that it never uses.
const ALONE: u32 = 64 * 1024;
const TOGETHER: u32 = 2 * 1024 * 1024;

/// Runs `yjs` with so many KiB of address space, where the system can be told to.
fn confined(folder: &Path, arguments: &str, kib: u32) -> Command {
    if cfg!(target_os = "linux") {
        let mut shell = clean(Command::new("/bin/sh"), folder);
        shell.arg("-c").arg(format!("ulimit -v {kib}; exec \"$0\" {arguments}")).arg(YJS);
        return shell;
    }
    let mut command = yjs(folder);
    command.args(arguments.split(' '));
    command
}

fn spawn(command: &mut Command) -> Child {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("run")
}

/// Feeds a hundred million bytes without a line break between `before` and `after`.
fn feed_long_line(child: &mut Child, before: String, after: String) -> thread::JoinHandle<()> {
    let mut input = child.stdin.take().expect("a pipe");
    thread::spawn(move || {
        let part = [b'x'; 1_000_000];
        input.write_all(before.as_bytes()).expect("taken");
        for _ in 0..100 {
            input.write_all(&part).expect("taken");
        }
        input.write_all(after.as_bytes()).expect("taken");
    })
}

#[test]
fn a_line_of_a_hundred_megabytes_is_passed_over_in_little_memory() {
    let folder = folder();
    let cases = [
        (
            "check - --format jsonl",
            format!("{}\n{{\"ref\":\"", missed("A")),
            format!("\"}}\n{}\n", missed("B")),
            [1, 2, 3],
        ),
        (
            "check - --format jsonl",
            "{\"ref\":\"".to_owned(),
            format!("\"}}\n{}\n{}\n", missed("A"), missed("B")),
            [2, 1, 3],
        ),
        ("check - --format jsonl --input csv", csv_rows("A") + "X,", format!("\n{}", csv_row("B")), [2, 3, 4]),
        (
            "check - --format jsonl --input json",
            format!("[{},\n\"", missed("A")),
            format!("\",\n{}]", missed("B")),
            [1, 2, 3],
        ),
    ];
    for (arguments, before, after, [first, long, second]) in cases {
        let mut child = spawn(&mut confined(folder.path(), arguments, ALONE));
        let feeder = feed_long_line(&mut child, before, after);
        let output = child.wait_with_output().expect("an end");
        feeder.join().expect("all of it was taken");
        let mut expected = vec![
            row("deadline-missed-written-referral", first, Some("A")),
            row("line-unreadable", long, None),
            row("deadline-missed-written-referral", second, Some("B")),
        ];
        expected.sort_by_key(|(_, line, _)| *line);
        assert_eq!(places(&findings(&output)), expected, "{arguments}: {}", summary(&output));
        let said =
            findings(&output).iter().any(|row| row["message"] == "it is longer than any one case can be (1 MiB)");
        assert!(said, "{arguments}");
        assert_eq!(output.status.code(), Some(2));
    }
}

fn csv_rows(reference: &str) -> String {
    format!(
        "ref,protocol,known_to_social_care,child_protection,event:referred_by_telephone:mash\n{}",
        csv_row(reference)
    )
}

fn csv_row(reference: &str) -> String {
    format!("{reference},camden,closed,yes,2026-06-01T09:00\n")
}

#[test]
fn ten_thousand_lines_come_out_in_order_in_little_memory() {
    let folder = folder();
    let mut child = spawn(&mut confined(folder.path(), "check - --format jsonl", TOGETHER));
    let mut input = child.stdin.take().expect("a pipe");
    let feeder = thread::spawn(move || {
        for number in 1..=10_000 {
            let line = if number % 1000 == 0 { "?".to_owned() } else { missed(&format!("YJ-{number}")) };
            writeln!(input, "{line}").expect("taken");
        }
    });
    let output = child.wait_with_output().expect("an end");
    feeder.join().expect("all of it was taken");
    let findings = findings(&output);
    assert_eq!(findings.len(), 10_000);
    for (number, (code, line, case)) in (1..).zip(places(&findings)) {
        assert_eq!(line, number);
        let bad = number % 1000 == 0;
        assert_eq!(code, if bad { "line-unreadable" } else { "deadline-missed-written-referral" });
        assert_eq!(case, (!bad).then(|| format!("YJ-{number}")));
    }
    assert_eq!(summary(&output).trim(), "10,000 cases: 9,990 breaches, 0 due, 10 could not be read");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly_with_success() {
    let folder = folder();
    let many: String = (0..5000).map(|number| missed(&format!("YJ-{number}")) + "\n").collect();
    fs::write(folder.path().join("many.jsonl"), many).expect("written");
    for format in ["jsonl", "csv"] {
        let mut command = yjs(folder.path());
        let mut child = spawn(command.args(["check", "many.jsonl", "--format", format]));
        let mut first = String::new();
        BufReader::with_capacity(16, child.stdout.take().expect("a pipe")).read_line(&mut first).expect("a line");
        assert!(!first.is_empty());
        let mut errors = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut errors).expect("text");
        assert_eq!((child.wait().expect("an end").code(), errors.as_str()), (Some(0), ""), "{format}");
    }
}

#[test]
fn a_spreadsheet_is_given_no_formula() {
    let folder = folder();
    let path = folder.path().join("=1+1.jsonl");
    fs::write(path, "{\"ref\":\"A\",\"protocol\":\"=cmd\"}\n").expect("written");
    let output = yjs(folder.path()).args(["check", "=1+1.jsonl", "--format", "csv"]).output().expect("run");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.contains(",'=1+1.jsonl,1,"), "{text}");
    assert!(!text.lines().any(|line| line.split(',').any(|cell| cell.starts_with('='))), "{text}");
}

fn checked(text: &[u8], arguments: &[&str]) -> Output {
    let folder = folder();
    let mut child = spawn(yjs(folder.path()).args(["check", "-"]).args(arguments));
    let mut input = child.stdin.take().expect("a pipe");
    let text = text.to_vec();
    let feeder = thread::spawn(move || input.write_all(&text).expect("taken"));
    let output = child.wait_with_output().expect("an end");
    feeder.join().expect("all of it was taken");
    output
}

/// The findings as text, value by value.
fn as_text(findings: &[Value]) -> Vec<Vec<String>> {
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    findings.iter().map(|row| KEYS.iter().map(|key| text(&row[key])).collect()).collect()
}

/// CSV as Python's own reader takes it, or the csv crate where there is no Python.
fn read_back(text: &[u8]) -> Vec<Vec<String>> {
    let script = "import csv,io,json,sys\n\
        text = io.TextIOWrapper(sys.stdin.buffer, encoding='utf-8', newline='')\n\
        print(json.dumps(list(csv.reader(text))))";
    let python = Command::new("python3").args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let rows: Vec<Vec<String>> = match python {
        Ok(mut child) => {
            let mut input = child.stdin.take().expect("a pipe");
            let text = text.to_vec();
            let feeder = thread::spawn(move || input.write_all(&text).expect("taken"));
            let output = child.wait_with_output().expect("an end");
            feeder.join().expect("all of it was taken");
            serde_json::from_slice(&output.stdout).expect("rows")
        }
        Err(_) => csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text)
            .records()
            .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
            .collect(),
    };
    assert_eq!(rows[0], KEYS);
    rows[1..].to_vec()
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_it_with_what_was_done() {
    let folder = folder();
    let mut child = spawn(yjs(folder.path()).args(["check", "-", "--format", "jsonl"]));
    let (id, mut input) = (child.id(), child.stdin.take().expect("a pipe"));
    let feeder = thread::spawn(move || {
        // More than every buffer on the way holds, so that much of it has been checked when the last byte is taken.
        for number in 1..=6000 {
            writeln!(input, "{}", missed(&format!("YJ-{number}"))).expect("taken");
        }
        let told = Command::new("/bin/sh").args(["-c", &format!("kill -INT {id}")]).status().expect("run");
        assert!(told.success());
        // It stays open: whoever presses Ctrl-C does not also end the input.
        input
    });
    let output = child.wait_with_output().expect("an end");
    drop(feeder.join().expect("all of it was taken"));
    let found = places(&findings(&output));
    assert!(found.len() > 1000, "{}", found.len());
    assert!(found.iter().zip(1..).all(|(row, line)| row.1 == line), "whole lines, in order");
    let said = summary(&output);
    assert!(said.contains("Stopped by Ctrl-C. This is what was done before then."), "{said}");
    assert!(said.contains(" breaches, 0 due"), "{said}");
    assert_eq!(output.status.code(), Some(130));
}

#[test]
fn an_empty_part_of_a_file_is_no_fault_where_its_form_is_said() {
    let output = checked(b"", &["--format", "jsonl", "--input", "jsonl"]);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(0), &b""[..]));
    let output = checked(b"", &["--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(2), "otherwise it may be the wrong file");
}

#[test]
#[cfg(unix)]
fn a_person_at_a_terminal_sees_how_far_it_has_come_once_it_takes_a_second() {
    let folder = folder();
    let part = |from: u64| (from..from + 64).map(|number| missed(&format!("YJ-{number}")) + "\n").collect::<String>();
    fs::write(folder.path().join("first.jsonl"), part(1)).expect("written");
    fs::write(folder.path().join("second.jsonl"), part(65)).expect("written");
    let mut shell = clean(Command::new("/bin/sh"), folder.path());
    let feed =
        "(cat first.jsonl; sleep 1.2; cat second.jsonl; sleep 0.5) | \"$0\" check - --format jsonl > findings.jsonl";
    shell.arg("-c").arg(feed).arg(YJS).env("TERM", "xterm").env("COLUMNS", "80");
    let mut terminal = rexpect::session::spawn_command(shell, Some(20_000)).expect("a terminal");
    let (_, line) = terminal.exp_regex("[0-9,]+ cases, [0-9,]+ a second").expect("progress");
    assert!(line.starts_with("64 cases, ") || line.starts_with("128 cases, "), "{line}");
    let wiped = terminal.exp_string("128 cases: 128 breaches, 0 due").expect("the summary");
    assert!(wiped.contains(&format!("\r{}\r", " ".repeat(79))), "the line is wiped away before: {wiped:?}");
    let found = fs::read_to_string(folder.path().join("findings.jsonl")).expect("findings");
    assert_eq!(found.lines().count(), 128);
}
