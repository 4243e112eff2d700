//! One truth, over random cases of both protocols: what `check` calls a breach or due stands in `deadlines`, and the
//! other way round; and no row that says to call now is in JSON alone.
#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "a test starts the program and makes its files"
)]

#[path = "one_truth/calls.rs"]
mod calls;
mod support;

use chrono::TimeDelta;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use support::known::{deed, known, now};
use yjs::calendar::parse_date;
use yjs::domain::situation::Situation;

const YJS: &str = env!("CARGO_BIN_EXE_yjs");

/// A Wednesday; a Friday, where what is due at the weekend must be done within the week; and the week before Christmas.
const NOWS: [&str; 3] = ["2026-06-10T10:00:00+01:00", "2026-06-12T18:30:00+01:00", "2026-12-17T09:00:00+00:00"];

const CASES: usize = 2100;

/// How many of them are looked at one by one.
const SOME: usize = 700;

fn yjs(folder: &Path, now: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(YJS);
    command.env_clear().current_dir(folder).env("YJS_NOW", now).env("LC_ALL", "C.UTF-8").env("COLUMNS", "80");
    command.env("YJS_STORE", "store").env("YJS_CONFIG", "config").env("YJS_WORKER", "jm").args(arguments);
    let output = command.output().expect("run");
    // 1 says that something was found, 2 that some of it is about the data.
    let text = String::from_utf8(output.stdout).expect("text");
    let said = String::from_utf8_lossy(&output.stderr);
    let highest = if arguments[0] == "check" { 2 } else { 1 };
    assert!(output.status.code().is_some_and(|code| code <= highest), "{arguments:?}: {said}");
    text
}

/// Random cases, the same ones each time.
static GENERATED: LazyLock<Vec<Value>> = LazyLock::new(generated);

fn generated() -> Vec<Value> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[77; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let one = (known(25), prop::collection::vec(deed(), 0..25));
    let mut made = Vec::new();
    while made.len() < CASES {
        let (known, deeds) = one.new_tree(&mut runner).expect("a case").current();
        let case = known.case_after(&deeds);
        // An age that the date of birth rules out cannot be.
        if Situation::new(known.protocol(), &case, now()).is_ok() {
            let mut case = serde_json::to_value(case).expect("JSON");
            case["ref"] = json!(format!("G-{:04}", made.len()));
            made.push(case);
        }
    }
    made
}

/// What is adverse: its case, its rule, whether it is a breach, and its date where it has one.
type Adverse = (String, String, bool, Option<String>);

fn text(row: &Value, key: &str) -> Option<String> {
    row[key].as_str().map(str::to_owned)
}

fn rows(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a row")).collect()
}

fn of_check(rows: &[Value]) -> BTreeSet<Adverse> {
    let adverse = rows.iter().filter(|row| row["severity"] == "breach" || row["severity"] == "due");
    let key = |row: &Value| {
        let rule = text(row, "rule").unwrap_or_else(|| panic!("about no rule: {row}"));
        (text(row, "case").expect("a case"), rule, row["severity"] == "breach", text(row, "due"))
    };
    adverse.map(key).collect()
}

/// What is adverse by the list. A review window that is open is listed, and is due once its end is near.
fn of_deadlines(rows: &[Value], now: &str) -> BTreeSet<Adverse> {
    let mut adverse = BTreeSet::new();
    let until = parse_date(&now[..10]).expect("a date") + TimeDelta::days(7);
    let is_near = |row: &Value| {
        let days = ["due", "act_by"].into_iter().filter_map(|key| row[key].as_str());
        days.map(|day| parse_date(&day[..10]).expect("a date")).any(|day| day <= until)
    };
    for row in rows {
        let key = |is_breach: bool, due: Option<String>| {
            (text(row, "case").expect("a case"), text(row, "rule").expect("a rule"), is_breach, due)
        };
        match row["list"].as_str().expect("a list") {
            "tell_now" if row["severity"].is_null() => {}
            "tell_now" | "to_do" => {
                adverse.insert(key(row["severity"] == "breach", None));
            }
            "deadlines" => {
                // What has no printed limit has no date, only a day since when.
                let due = text(row, "due").filter(|_| row["status"] != "due");
                let is_adverse = match row["status"].as_str().expect("a status") {
                    "upcoming" => row["opens"].is_null() || is_near(row),
                    status => ["overdue", "due_today", "due"].contains(&status),
                };
                if is_adverse {
                    adverse.insert(key(row["status"] == "overdue", due));
                }
            }
            _ => {}
        }
    }
    adverse
}

/// What only one of the two lists has.
fn differences(folder: &Path, now: &str) -> (usize, BTreeSet<(&'static str, Adverse)>) {
    let found = of_check(&rows(&yjs(folder, now, &["check", "--format", "jsonl"])));
    let listed = of_deadlines(&rows(&yjs(folder, now, &["deadlines", "--format", "jsonl"])), now);
    let only_found = found.iter().filter(|row| !listed.contains(row));
    let only_listed = listed.iter().filter(|row| !found.contains(row));
    let differences = only_found
        .map(|row| ("in check only", row.clone()))
        .chain(only_listed.map(|row| ("in deadlines only", row.clone())));
    (found.len(), differences.collect())
}

fn import(folder: &Path, cases: &[Value]) {
    let lines: String = cases.iter().map(|case| case.to_string() + "\n").collect();
    fs::write(folder.join("cases.jsonl"), lines).expect("written");
    yjs(folder, NOWS[0], &["store", "import", "cases.jsonl"]);
}

#[test]
fn check_and_deadlines_call_the_same_things_a_breach_or_due() {
    let folder = tempfile::tempdir().expect("a folder");
    let cases = &*GENERATED;
    import(folder.path(), cases);
    for now in NOWS {
        let (adverse, differences) = differences(folder.path(), now);
        assert!(adverse > CASES / 2, "only {adverse} of {CASES} cases");
        if let Some((_, (case, ..))) = differences.first() {
            let mut by_rule: BTreeMap<String, usize> = BTreeMap::new();
            for (place, (_, rule, is_breach, _)) in &differences {
                *by_rule.entry(format!("{place}: {rule}, a breach: {is_breach}")).or_default() += 1;
            }
            let own: Vec<_> = differences.iter().filter(|(_, row)| row.0 == *case).collect();
            let whole = cases.iter().find(|one| one["ref"] == **case);
            panic!("at {now}: {by_rule:#?}\n{own:#?}\n{}", whole.unwrap_or(&Value::Null));
        }
    }
}

/// What `missing list` calls undone, of the rules that count from a loss.
fn of_missing_list(answer: &Value) -> BTreeSet<(String, String)> {
    let mut undone = BTreeSet::new();
    for row in answer["cases"].as_array().expect("rows") {
        let case = || text(row, "case").expect("a case");
        let told = row["tell_now"].as_array().expect("rules").iter().map(|rule| rule.as_str().expect("a rule"));
        let dated = ["due", "to_do"].into_iter().flat_map(|key| row[key].as_array().expect("rows"));
        let rules = told.chain(dated.map(|row| row["rule"].as_str().expect("a rule")));
        undone.extend(rules.map(|rule| (case(), rule.to_owned())));
    }
    undone
}

/// Every protocol's rules of which a missing child is the subject.
const OF_THE_MISSING: [&str; 6] =
    ["th-13.7-missing", "th-14-reported", "th-14-three-days", "th-14-three-times", "th-14-five-days", "th-14-weekly"];

#[test]
fn the_list_of_missing_children_has_what_check_calls_a_breach_or_due_for_them() {
    let folder = tempfile::tempdir().expect("a folder");
    import(folder.path(), &GENERATED[..SOME]);
    let now = NOWS[0];
    let listed = of_missing_list(
        &serde_json::from_str(&yjs(folder.path(), now, &["missing", "list", "--format", "json"])).expect("JSON"),
    );
    let found = rows(&yjs(folder.path(), now, &["check", "--format", "jsonl"]));
    let mut about_them = 0;
    for (case, rule, ..) in of_check(&found) {
        if OF_THE_MISSING.contains(&rule.as_str()) {
            about_them += 1;
            assert!(listed.contains(&(case.clone(), rule.clone())), "{case}: {rule} is in check only");
        }
    }
    assert!(about_them > 50, "only {about_them} rows");
    // What may have been done, and what was open when a case closed, is advice.
    for (case, rule) in listed.iter().filter(|(_, rule)| OF_THE_MISSING.contains(&rule.as_str())) {
        let own = found
            .iter()
            .any(|row| row["case"] == **case && row["rule"] == **rule && row["code"] != "closed-with-open-duty");
        assert!(own, "{case}: {rule} is in the list of missing children only");
    }
}

/// The page of a case, in one line.
fn page(folder: &Path, case: &str) -> String {
    yjs(folder, NOWS[0], &["case", "show", case, "--color", "never"]).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_page_of_a_case_says_what_check_calls_a_breach_or_due() {
    let folder = tempfile::tempdir().expect("a folder");
    import(folder.path(), &GENERATED[..SOME]);
    let mut found = rows(&yjs(folder.path(), NOWS[0], &["check", "--format", "jsonl"]));
    found.retain(|row| row["severity"] == "breach" || row["severity"] == "due");
    // Two cases for each check of each rule.
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in &found {
        let key = (text(row, "rule").expect("a rule"), text(row, "code").expect("a code"));
        let times = seen.entry(key).or_default();
        *times += 1;
        if *times > 2 {
            continue;
        }
        let page = page(folder.path(), row["case"].as_str().expect("a case"));
        // A step, a deadline or a gap, each with its clause; a gap and a deadline in the words of the check.
        let clause = row["clause"].as_str().expect("a clause");
        let cited = ["[", ", "]
            .iter()
            .any(|before| [",", "]"].iter().any(|after| page.contains(&format!("{before}{clause}{after}"))));
        let message = row["message"].as_str().expect("a message");
        let words = message.split(" (").next().unwrap_or(message);
        let remedy = row["remedy"].as_str().unwrap_or("nothing");
        let first = remedy.split_inclusive('.').next().unwrap_or(remedy);
        assert!(cited && (page.contains(words) || page.contains(first)), "{row}\n{page}");
    }
    assert!(seen.len() > 25, "only {} kinds", seen.len());
}
