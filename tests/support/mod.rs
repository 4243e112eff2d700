//! What several test files need: the built-in protocols, and reading a case or a time as a test writes it.
#![allow(dead_code, reason = "each test file uses its own part")]

pub(crate) mod known;

use chrono::{DateTime, Utc};
use serde_json::Value as Json;
use yjs::calendar::parse_instant_or_local;
use yjs::domain::case::Case;
use yjs::protocol::load::load;
use yjs::protocol::{Protocol, embedded};

/// A built-in protocol, or every fault in its data.
pub(crate) fn protocol(id: &str) -> Protocol {
    let source = embedded::source(id).unwrap_or_else(|| panic!("no protocol {id}"));
    load(embedded::VOCABULARY, &source).unwrap_or_else(|faults| panic!("{id} is faulty: {faults:#?}"))
}

/// Every built-in protocol.
pub(crate) fn protocols() -> Vec<Protocol> {
    embedded::ids().map(protocol).collect()
}

/// A case from JSON.
pub(crate) fn case(json: &Json) -> Case {
    serde_json::from_value(json.clone()).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// An instant.
pub(crate) fn at(text: &str) -> DateTime<Utc> {
    parse_instant_or_local(text).unwrap_or_else(|problem| panic!("{text}: {problem}"))
}
