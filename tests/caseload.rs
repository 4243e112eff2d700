//! `yjs deadlines` on a caseload of many blocks and two protocols, which several threads share: each case is answered as
//! it is by itself, none is lost or counted twice, and the answer is the same each time.
#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "a test starts the program and makes its files"
)]

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const YJS: &str = env!("CARGO_BIN_EXE_yjs");

/// Some 1.5 MB as stored: six blocks of the sweep.
const CASES: usize = 3000;

fn yjs(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(YJS);
    command.env_clear().current_dir(folder).env("YJS_NOW", "2026-06-10T10:00:00+01:00").env("LC_ALL", "C.UTF-8");
    command.env("YJS_STORE", "store").env("YJS_CONFIG", "config").env("YJS_WORKER", "jm").args(arguments);
    command.output().expect("run")
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn reference(number: usize) -> String {
    format!("YJ-{number:05}")
}

/// Every third case is closed, every fifth has a telephone referral with nothing in writing.
fn case(number: usize, protocol: &str) -> Value {
    let mut events = vec![json!({"kind": "opened_to_yjs", "on": "2026-01-12"})];
    if number.is_multiple_of(5) {
        events.push(json!({"kind": "referred_by_telephone", "at": "2026-06-08T09:00:00+01:00"}));
    }
    events.push(json!({"kind": "assessment_completed", "on": format!("2026-02-{:02}", number % 28 + 1)}));
    if number.is_multiple_of(3) {
        events.push(json!({"kind": "case_closed", "on": "2026-06-09"}));
    }
    let facts = json!({"known_to_social_care": "closed", "child_protection": number.is_multiple_of(5)});
    json!({"ref": reference(number), "protocol": protocol, "facts": facts, "events": events})
}

fn caseload(folder: &Path, protocol: impl Fn(usize) -> &'static str) {
    let lines: String = (0..CASES).map(|number| case(number, protocol(number)).to_string() + "\n").collect();
    fs::write(folder.join("cases.jsonl"), lines).expect("written");
    text(&yjs(folder, &["store", "import", "cases.jsonl"]));
}

fn rows(output: &Output) -> Vec<Value> {
    text(output).lines().map(|line| serde_json::from_str(line).expect("a row")).collect()
}

#[test]
fn each_case_of_a_large_store_is_answered_as_it_is_by_itself() {
    let protocols: [fn(usize) -> &'static str; 3] = [
        |number| ["camden", "tower_hamlets"][number % 2],
        |number| ["camden", "tower_hamlets"][usize::from(number > CASES / 2)],
        |_| "camden",
    ];
    for protocol in protocols {
        let folder = tempfile::tempdir().expect("a folder");
        caseload(folder.path(), protocol);
        let whole = yjs(folder.path(), &["deadlines", "--format", "json"]);
        let answer: Value = serde_json::from_str(&text(&whole)).expect("json");
        assert_eq!(answer["looked_at"], json!(CASES - CASES / 3));
        assert_eq!(answer["left_out"]["closed"], json!(CASES / 3));
        let listed = rows(&yjs(folder.path(), &["deadlines", "--format", "jsonl"]));
        let places: BTreeSet<String> =
            listed.iter().map(|row| format!("{} {} {}", row["list"], row["case"], row["rule"])).collect();
        assert_eq!(places.len(), listed.len(), "a row stands there twice");
        assert!(listed.len() >= CASES / 20, "{}", listed.len());
        for number in [0, 1, 5, 10, 1495, 1500, 1501, 2990, CASES - 1] {
            let alone = rows(&yjs(folder.path(), &["deadlines", &reference(number), "--format", "jsonl"]));
            let own: Vec<&Value> = listed.iter().filter(|row| row["case"] == json!(reference(number))).collect();
            assert_eq!(own, alone.iter().collect::<Vec<_>>(), "{number}");
        }
        for _ in 0..5 {
            assert_eq!(yjs(folder.path(), &["deadlines", "--format", "json"]).stdout, whole.stdout);
        }
    }
}
