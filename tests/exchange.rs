//! Cases out of one store and into another, over generated cases: each format reads back to the same answers, and the
//! order of columns and rows of a table plays no part.
#![allow(clippy::disallowed_types, clippy::disallowed_methods, reason = "a test runs the program on its own files")]

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const CASES: usize = 120;

fn yjs(folder: &Path, store: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yjs"));
    command
        .args(arguments)
        .env_clear()
        .current_dir(folder)
        .env("YJS_STORE", store)
        .env("YJS_CONFIG", "config")
        .env("YJS_WORKER", "jm")
        .env("YJS_USER", "jm")
        .env("YJS_NOW", "2026-06-30T10:00:00+01:00")
        .env("COLUMNS", "200")
        .stdin(Stdio::null());
    command.output().expect("yjs runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The kinds of event that follow one another in a spell.
const SPELLS: [&[&str]; 6] = [
    &["went_missing", "located", "wellbeing_confirmed"],
    &["looked_after_started", "looked_after_ended"],
    &["opened_to_social_care", "closed_to_social_care"],
    &["opened_to_yjs", "case_closed"],
    &["remanded", "custody_released"],
    &["unauthorised_absence_started", "unauthorised_absence_ended"],
];

const FLAGS: [&str; 6] = ["child_protection", "cse", "cce", "urgent", "looked_after", "neglect_concern"];

/// The steps of one spell in June: for each a gap in days from the step before, and an hour when the time is known.
type Steps = Vec<(u32, Option<u32>)>;

fn spells() -> impl Strategy<Value = Vec<(usize, Steps)>> {
    let step = (0_u32..4, prop::option::weighted(0.4, 0_u32..24));
    let steps = prop::collection::vec(step, 1..8);
    prop::collection::vec((0..SPELLS.len(), steps), 0..4)
}

/// A case whose events fit together in the order in which they are given.
fn case(number: usize, protocol: &str, flags: &[bool], spells: &[(usize, Steps)], calls: &[(u32, bool)]) -> Value {
    let mut events: Vec<(String, Value)> = Vec::new();
    let mut used = BTreeSet::new();
    for (kind, steps) in spells {
        if !used.insert(*kind) {
            continue;
        }
        let (mut day, mut last_hour) = (1, 0);
        for ((gap, hour), name) in steps.iter().zip(SPELLS[*kind].iter().cycle()) {
            day += gap;
            if *gap > 0 {
                last_hour = 0;
            }
            let hour = hour.map(|hour| hour.max(last_hour));
            last_hour = hour.unwrap_or(last_hour);
            events.push(event(name, day.min(29), hour, None));
        }
    }
    for (day, written) in calls {
        let name = if *written { "referred_in_writing" } else { "referred_by_telephone" };
        let team = if protocol == "camden" { "mash" } else { "mast" };
        events.push(event(name, *day, Some(9), Some(team)));
    }
    // Stable: what happened on one day keeps the order in which it is given.
    events.sort_by(|left, right| left.0.cmp(&right.0));
    let facts: serde_json::Map<String, Value> =
        FLAGS.iter().zip(flags).filter(|(_, flag)| **flag).map(|(name, _)| ((*name).to_owned(), json!(true))).collect();
    let events: Vec<Value> = events.into_iter().map(|(_, event)| event).collect();
    json!({"ref": format!("G-{number}"), "protocol": protocol, "born": "2010-03-04", "facts": facts, "events": events})
}

fn event(kind: &str, day: u32, hour: Option<u32>, team: Option<&str>) -> (String, Value) {
    let date = format!("2026-06-{day:02}");
    let mut event = json!({"kind": kind});
    match hour {
        Some(hour) => event["at"] = json!(format!("{date}T{hour:02}:30:00+01:00")),
        None => event["on"] = json!(date),
    }
    if let Some(team) = team {
        event["to"] = json!(team);
    }
    (date, event)
}

/// Generated cases that the program takes, the same ones each time.
fn cases(folder: &Path) -> Vec<Value> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let one = (
        any::<bool>(),
        prop::collection::vec(any::<bool>(), FLAGS.len()),
        spells(),
        prop::collection::vec((1_u32..29, any::<bool>()), 0..3),
    );
    let made: Vec<Value> = (0..CASES)
        .map(|number| {
            let (camden, flags, spells, calls) = one.new_tree(&mut runner).expect("a case").current();
            case(number, if camden { "camden" } else { "tower_hamlets" }, &flags, &spells, &calls)
        })
        .collect();
    // What cannot have happened in that order is named by its line, and left out.
    std::fs::write(folder.join("made.jsonl"), lines(&made)).expect("written");
    let output = yjs(folder, "none", &["store", "import", "made.jsonl", "--dry-run", "--format", "json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let bad: BTreeSet<u64> =
        answer["faults"].as_array().expect("faults").iter().filter_map(|fault| fault["line"].as_u64()).collect();
    let sound: Vec<Value> = (1..).zip(made).filter(|(line, _)| !bad.contains(line)).map(|(_, case)| case).collect();
    assert!(sound.len() > CASES / 2, "{} of {CASES} cases fit together", sound.len());
    sound
}

fn lines(cases: &[Value]) -> String {
    cases.iter().map(|case| format!("{case}\n")).collect()
}

fn import(folder: &Path, store: &str, file: &str) {
    let output = yjs(folder, store, &["store", "import", file]);
    assert!(output.status.success(), "{file}: {}{}", text(&output.stdout), text(&output.stderr));
}

/// Everything that answers say of the cases of a store.
fn answers(folder: &Path, store: &str, references: &[String]) -> Vec<Value> {
    let read = |arguments: &[&str]| -> Vec<Value> {
        let output = yjs(folder, store, arguments);
        let found = serde_json::Deserializer::from_slice(&output.stdout).into_iter().collect::<Result<Vec<Value>, _>>();
        found.unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", text(&output.stderr)))
    };
    let mut all = findings(&text(&yjs(folder, store, &["check", "--format", "jsonl"]).stdout));
    all.extend(read(&["deadlines", "--all", "--format", "json"]));
    all.extend(read(&["case", "list", "--all", "--format", "json"]));
    for reference in references.iter().step_by(6) {
        let mut shown = read(&["case", "show", reference, "--format", "json"]).remove(0);
        all.push(shown["assessment"].take());
    }
    all
}

/// The findings of a check, whatever the place of each case in its file.
fn findings(lines: &str) -> Vec<Value> {
    let mut all: Vec<String> = lines
        .lines()
        .map(|line| {
            let mut finding: Value = serde_json::from_str(line).expect("JSON");
            (finding["line"], finding["file"]) = (Value::Null, Value::Null);
            finding.to_string()
        })
        .collect();
    all.sort();
    all.into_iter().map(Value::String).collect()
}

fn references(cases: &[Value]) -> Vec<String> {
    cases.iter().filter_map(|case| case["ref"].as_str().map(str::to_owned)).collect()
}

/// The cases that a table holds, and their export as CSV, from the store `held`.
fn held_by_a_table(folder: &Path) -> (Vec<Value>, String) {
    let mut cases = cases(folder);
    std::fs::write(folder.join("all.jsonl"), lines(&cases)).expect("written");
    import(folder, "all", "all.jsonl");
    let refused = yjs(folder, "all", &["store", "export", "--format", "csv"]);
    if !refused.status.success() {
        assert_eq!((refused.status.code(), text(&refused.stdout)), (Some(2), String::new()), "nothing is written");
        let said = text(&refused.stderr);
        let before = cases.len();
        let words: BTreeSet<&str> =
            said.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').collect();
        cases.retain(|case| !words.contains(case["ref"].as_str().expect("a reference")));
        assert!(cases.len() < before, "no case is named: {said}");
        assert!(cases.len() > before / 2, "a table holds most cases: {said}");
    }
    std::fs::write(folder.join("held.jsonl"), lines(&cases)).expect("written");
    import(folder, "held", "held.jsonl");
    let written = yjs(folder, "held", &["store", "export", "--format", "csv"]);
    assert!(written.status.success(), "{}", text(&written.stderr));
    (cases, text(&written.stdout))
}

#[test]
fn what_is_exported_reads_back_to_the_same_answers_in_every_format() {
    let folder = tempfile::tempdir().expect("a folder");
    let (cases, csv) = held_by_a_table(folder.path());
    let references = references(&cases);
    let wanted = answers(folder.path(), "held", &references);
    assert!(wanted.len() > references.len(), "there is something to compare");
    for format in ["jsonl", "json", "csv"] {
        let exported = match format {
            "csv" => csv.clone(),
            _ => text(&yjs(folder.path(), "held", &["store", "export", "--format", format]).stdout),
        };
        let file = format!("out.{format}");
        std::fs::write(folder.path().join(&file), exported).expect("written");
        import(folder.path(), format, &file);
        let found = answers(folder.path(), format, &references);
        for (one, other) in wanted.iter().zip(&found) {
            assert_eq!(one, other, "{format}");
        }
        assert_eq!(wanted.len(), found.len(), "{format}");
    }
}

#[test]
fn the_order_of_columns_and_rows_plays_no_part() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, csv) = held_by_a_table(folder.path());
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "no cell is quoted");
    let check = |text_of: String| {
        std::fs::write(folder.path().join("turned.csv"), text_of).expect("written");
        let output = yjs(folder.path(), "none", &["check", "turned.csv", "--format", "jsonl"]);
        findings(&text(&output.stdout))
    };
    let wanted = check(csv.clone());
    assert!(wanted.len() > 20, "there is something to compare");
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[9; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let columns: Vec<usize> = (0..rows[0].len()).collect();
    let body: Vec<usize> = (1..rows.len()).collect();
    for spread in [false, true, false, true] {
        let columns = Just(columns.clone()).prop_shuffle().new_tree(&mut runner).expect("an order").current();
        let body = Just(body.clone()).prop_shuffle().new_tree(&mut runner).expect("an order").current();
        let line = |row: &[&str]| columns.iter().map(|place| row[*place]).collect::<Vec<_>>().join(",");
        let mut turned = vec![line(&rows[0])];
        for place in body {
            if !spread {
                turned.push(line(&rows[place]));
                continue;
            }
            // One row for each cell: those of one reference are joined.
            for cell in 1..rows[place].len() {
                let row: Vec<&str> = rows[place]
                    .iter()
                    .enumerate()
                    .map(|(number, text)| if number == 0 || number == cell { *text } else { "" })
                    .collect();
                turned.push(line(&row));
            }
        }
        let found = check(turned.join("\n") + "\n");
        for (one, other) in wanted.iter().zip(&found) {
            assert_eq!(one, other, "spread over rows: {spread}");
        }
        assert_eq!(wanted.len(), found.len());
    }
}
