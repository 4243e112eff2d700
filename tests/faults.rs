//! What machines and people do to a store, done to the real binary: kills, writers at once, disks that fail or fill, and
//! files that were damaged. Short in `cargo test`; all of it by `just faults`, which sets YJS_FAULTS=long. Each test says
//! on standard error what it counted, and what this machine did not allow.
#![cfg(target_os = "linux")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test starts programs and breaks files")]
#![allow(clippy::unwrap_used)]

#[path = "faults/archived.rs"]
mod archived;
#[path = "faults/calls.rs"]
mod calls;
#[path = "faults/damage.rs"]
mod damage;
#[path = "faults/full_disk.rs"]
mod full_disk;
#[path = "faults/kills.rs"]
mod kills;
#[path = "faults/links.rs"]
mod links;
#[path = "faults/order.rs"]
mod order;
#[path = "faults/place.rs"]
mod place;
#[path = "faults/random.rs"]
mod random;
#[path = "faults/read_only.rs"]
mod read_only;
#[path = "faults/refusals.rs"]
mod refusals;
#[path = "faults/scenario.rs"]
mod scenario;
#[path = "faults/writers.rs"]
mod writers;

use std::io::Write;

/// Whether all of it runs, or the part that fits into every `cargo test`.
fn long() -> bool {
    std::env::var_os("YJS_FAULTS").is_some_and(|how| how == "long")
}

/// The first of two in the short run, the second in the long one.
fn choose<T>(short: T, all: T) -> T {
    if long() { all } else { short }
}

/// Said past the test runner, which keeps what a test prints to itself while it passes.
#[allow(clippy::explicit_write, reason = "what `eprintln` prints the test runner keeps to itself")]
fn say(line: &str) {
    writeln!(std::io::stderr(), "faults: {line}").unwrap();
}
