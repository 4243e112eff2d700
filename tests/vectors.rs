//! Worked vectors: a case at a time, and what the protocol says of it. Each file of `tests/vectors/` is a list.
//!
//! What is expected was worked out from the rules and by a second calculation, never copied from an answer. Of what a
//! vector speaks, everything is compared; of the rest nothing. See CONTRIBUTING.md for the fields.
#![allow(clippy::disallowed_methods, reason = "a test reads its own files")]

#[path = "vectors/compare.rs"]
mod compare;
mod support;

use chrono::{DateTime, Utc};
use compare::{compare_assessment, compare_due, strings, text};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;
use support::{at, case, protocol};
use yjs::calendar::{Amount, BankHolidays, Moment, Unit, add, parse_when};
use yjs::domain::case::Case;
use yjs::problem::Problem;
use yjs::protocol::Protocol;
use yjs::report::assessment::AssessmentReport;
use yjs::report::due::DueReport;
use yjs::store::check_reference;

/// Statuses of a deadline that is still running.
const LIVE: [&str; 4] = ["overdue", "due", "due_today", "upcoming"];
/// Sections of an answer whose rows apply or may apply.
const SECTIONS: [&str; 5] = ["decisions", "routes", "consent", "escalations", "duties"];

#[test]
fn every_vector_holds() {
    let protocols: BTreeMap<String, Protocol> =
        ["camden", "tower_hamlets"].into_iter().map(|id| (id.to_owned(), protocol(id))).collect();
    let mut faults = String::new();
    let mut tally: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (file, vector) in vectors() {
        let result = compare(&protocols, &vector);
        for (section, differences) in result {
            let count = tally.entry(section.clone()).or_default();
            if differences.is_empty() {
                count.0 += 1
            } else {
                count.1 += 1
            }
            for difference in differences {
                let _ = writeln!(
                    faults,
                    "{file} {} {section}: {difference}\n    ({}; {})",
                    text(&vector, "id"),
                    text(&vector, "title"),
                    text(&vector, "why")
                );
            }
        }
    }
    let tally: String = tally.iter().fold(String::new(), |mut lines, (section, (passed, failed))| {
        let _ = writeln!(lines, "{section:<12}{passed:>5} passed{failed:>5} failed");
        lines
    });
    assert!(faults.is_empty(), "\n{faults}\n{tally}");
}

#[test]
fn every_vector_is_named_once_and_explained() {
    let mut ids = BTreeSet::new();
    let mut contents = BTreeSet::new();
    let all = vectors();
    assert!(all.len() >= 150, "only {} vectors were found", all.len());
    for (file, vector) in all {
        for key in ["id", "protocol", "clause", "title", "now", "why"] {
            assert!(!text(&vector, key).is_empty(), "{file}: a vector without {key}: {vector}");
        }
        assert!(ids.insert(text(&vector, "id").to_owned()), "{file}: {} comes twice", text(&vector, "id"));
        let parts: Vec<Json> = ["protocol", "now", "case", "command_args", "text", "expect"]
            .iter()
            .map(|key| vector.get(key).cloned().unwrap_or_default())
            .collect();
        assert!(contents.insert(Json::Array(parts).to_string()), "{file}: {} repeats another", text(&vector, "id"));
    }
}

fn vectors() -> Vec<(String, Json)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("tests/vectors")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    paths.sort();
    let mut vectors = Vec::new();
    for path in paths {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let list: Vec<Json> = serde_json::from_slice(&std::fs::read(&path).expect("a file"))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        vectors.extend(list.into_iter().map(|vector| (name.clone(), vector)));
    }
    vectors
}

type Faults = BTreeMap<String, Vec<String>>;

fn compare(protocols: &BTreeMap<String, Protocol>, vector: &Json) -> Faults {
    let expect = &vector["expect"];
    let answer = answer(protocols, vector);
    let mut faults = Faults::new();
    if text(vector, "type") == "invalid" {
        let found = match answer {
            Ok(_) => vec!["it was accepted".to_owned()],
            Err(problem) => {
                let said = format!("{problem} {}", problem.hint.clone().unwrap_or_default()).to_lowercase();
                strings(expect.get("mentions"))
                    .filter(|word| !said.contains(&word.to_lowercase()))
                    .map(|word| format!("`{word}` is not mentioned in `{said}`"))
                    .collect()
            }
        };
        faults.insert("invalid".into(), found);
        return faults;
    }
    match answer {
        Err(problem) => faults.insert("run".into(), vec![format!("{problem}; {:?}", problem.hint)]),
        Ok(answer) if text(vector, "type") == "due" => faults.insert("due".into(), compare_due(expect, &answer)),
        Ok(answer) => return compare_assessment(expect, &answer),
    };
    faults
}

fn answer(protocols: &BTreeMap<String, Protocol>, vector: &Json) -> Result<Json, Problem> {
    let now = at(text(vector, "now"));
    if let Some(arguments) = vector.get("command_args") {
        return due(arguments[0].as_str().unwrap_or_default(), arguments[2].as_str().unwrap_or_default(), now);
    }
    let case: Case = match vector.get("text").and_then(Json::as_str) {
        // Input that only breaks as text: a key twice, a field that is none.
        Some(text) => serde_json::from_str(text).map_err(|error| Problem::input(error.to_string()))?,
        None => case(&vector["case"]),
    };
    check_reference(&case.reference)?;
    let protocol = &protocols[text(vector, "protocol")];
    let report = AssessmentReport::of_case(protocol, &case, now)?;
    Ok(serde_json::to_value(&report).expect("an assessment is JSON"))
}

fn due(amount: &str, from: &str, now: DateTime<Utc>) -> Result<Json, Problem> {
    let amount: Amount = amount.parse()?;
    let from = parse_when(from, now)?;
    let anchor = if amount.unit == Unit::Hours { Moment::Instant(from.earliest()) } else { from };
    let reckoning = add(amount, anchor, BankHolidays::published())?;
    Ok(serde_json::to_value(DueReport::new(amount, from, reckoning)).expect("a date is JSON"))
}
