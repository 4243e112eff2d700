//! The floor that speeds are measured against: read a file of cases, one a line, into owned typed structs, and count.

use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[allow(dead_code, reason = "parsed to measure the cost of parsing")]
struct Case {
    #[serde(rename = "ref")]
    reference: String,
    protocol: Option<String>,
    born: Option<String>,
    initials: Option<String>,
    worker: Option<String>,
    facts: BTreeMap<String, Value>,
    events: Vec<Event>,
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "parsed to measure the cost of parsing")]
enum Value {
    Flag(bool),
    Number(f64),
    Text(String),
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "parsed to measure the cost of parsing")]
struct Event {
    kind: String,
    on: Option<String>,
    at: Option<String>,
    to: Option<String>,
    by: Option<String>,
    note: Option<String>,
}

#[allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a measuring stick, not the program")]
fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let text = std::fs::read_to_string(path).expect("readable");
    let cases: Vec<Case> = text.lines().map(|line| serde_json::from_str(line).expect("a case")).collect();
    println!("{}", cases.iter().map(|case| case.events.len()).sum::<usize>());
}
