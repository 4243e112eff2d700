//! The commands that write, each on a store that it has something to do in.

use super::place::{Place, Ran, finish};
use std::fs;
use std::io::Write;

/// One command that writes.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) args: Vec<&'static str>,
    input: Option<&'static str>,
    prepare: fn() -> Place,
}

const IMPORT: &str = "{\"ref\":\"IM-1\",\"protocol\":\"camden\",\"facts\":{\"attendance_percent\":12}}\n\
    {\"ref\":\"YJ-5\",\"protocol\":\"camden\",\"facts\":{\"attendance_percent\":13}}\n\
    {\"ref\":\"IM-2\",\"protocol\":\"tower_hamlets\"}\n";

/// A torn end that holds a change which was never acknowledged.
fn torn() -> Place {
    let place = Place::stocked();
    let mut cases = fs::OpenOptions::new().append(true).open(place.file("cases.jsonl")).unwrap();
    cases.write_all(b"{\"seq\":15,\"saved_at\":\"2026-").unwrap();
    place
}

/// All of them.
pub(crate) fn all() -> Vec<Scenario> {
    let on = |name, args: &str, input, prepare| Scenario {
        name,
        args: args.split(' ').map(|arg| &*arg.to_owned().leak()).collect(),
        input,
        prepare,
    };
    let stocked = Place::stocked;
    vec![
        on("the first case", "case add YJ-9 -p camden --born 2010-09-14", None, Place::new),
        on("case add", "case add YJ-9 -p camden --fact attendance_percent=7", None, stocked),
        on("case set", "case set YJ-2 --fact attendance_percent=41", None, stocked),
        on("case log", "case log YJ-3 joint_supervision_held --on 2026-04-09 --note -", Some("both there"), stocked),
        on("case close", "case close YJ-5", None, stocked),
        on("case reopen", "case reopen YJ-4", None, stocked),
        on("missing report", "missing report YJ-1 --at 2026-06-09T10:00", None, stocked),
        on("store import", "store import - --replace", Some(IMPORT), stocked),
        on("after a torn line", "case set YJ-2 --fact attendance_percent=41", None, torn),
    ]
}

impl Scenario {
    /// A fresh store for one run of it.
    pub(crate) fn place(&self) -> Place {
        (self.prepare)()
    }

    /// Runs the command, started by another program unless `wrapper` is empty.
    pub(crate) fn run(&self, place: &Place, wrapper: &[String]) -> Ran {
        finish(place.wrapped(wrapper, &self.args), self.input)
    }
}
