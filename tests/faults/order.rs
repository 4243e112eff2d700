//! What the binary asks of the kernel, in which order: durable first, acknowledged after, one lock around it all.

use super::calls::{Call, can_trace, trace};
use super::place::{ELSEWHERE, Place};
use super::say;
use super::scenario::{Scenario, all};
use std::ops::Range;
use std::path::Path;

#[test]
fn what_is_acknowledged_was_made_durable_under_one_lock() {
    if !can_trace("order of calls") {
        return;
    }
    let (mut commands, mut writes, mut renames, mut folders) = (0, 0, 0, 0);
    for scenario in all() {
        let place = scenario.place();
        let (ran, calls) = trace(&scenario, &place, &[]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let order = Order { scenario: &scenario, place: &place, calls: &calls };
        order.one_lock_over_read_and_write();
        writes += order.writes_are_synced();
        renames += order.renames_are_synced();
        folders += order.new_names_are_synced();
        commands += 1;
    }
    say(&format!(
        "order of calls: {commands} commands; {writes} writes to data files fsynced, {renames} renames of fsynced files, \
         {folders} fsyncs of folders with new names, all before success was printed and under one lock"
    ));
    assert!(writes >= commands && renames > 0 && folders > 1);
}

struct Order<'a> {
    scenario: &'a Scenario,
    place: &'a Place,
    calls: &'a [Call],
}

impl Order<'_> {
    fn find(&self, from: usize, what: &str, wanted: impl Fn(&Call) -> bool) -> usize {
        let found = self.calls[from..].iter().position(wanted);
        from + found.unwrap_or_else(|| panic!("{}: no {what}", self.scenario.name))
    }

    /// Where success is printed.
    fn printed(&self) -> usize {
        self.find(0, "write to standard output", |call| call.name == "write" && call.line.starts_with("write(1<"))
    }

    fn in_store(&self, call: &Call) -> bool {
        call.is_on(self.place) && !call.line.contains("/.lock")
    }

    /// From each lock that was taken to where it was let go.
    fn locks(&self) -> Vec<Range<usize>> {
        let taken = |call: &Call| {
            call.name == "flock" && call.line.contains("/.lock>") && call.line.contains("LOCK_EX") && call.worked()
        };
        let places = self.calls.iter().enumerate().filter(|(_, call)| taken(call));
        places
            .map(|(place, call)| {
                // The file is opened a second time to be read; what counts is the descriptor that has the lock.
                let held = between(&call.line, '(', '<');
                let closes = |call: &Call| call.name == "close" && between(&call.line, '(', '<') == held;
                place..self.find(place, "end of the lock", closes)
            })
            .collect()
    }

    fn one_lock_over_read_and_write(&self) {
        let name = self.scenario.name;
        let locks = self.locks();
        let mut changed = false;
        for (place, call) in self.calls.iter().enumerate().filter(|(_, call)| self.in_store(call)) {
            let changes = call.changes_files() && call.worked() && !matches!(call.name.as_str(), "mkdir" | "chmod");
            // A backup elsewhere is no part of the store.
            if !changes || call.line.contains(ELSEWHERE) {
                continue;
            }
            changed |= place < self.printed();
            let lock = locks.iter().find(|lock| lock.contains(&place));
            let lock = lock.unwrap_or_else(|| panic!("{name}: outside the lock: {}", call.line));
            if call.name == "write" && call.line.contains("/cases.jsonl>") {
                let is_read = |call: &Call| {
                    matches!(call.name.as_str(), "read" | "fstat" | "statx") && call.line.contains("/cases.jsonl>")
                };
                let read = self.calls[lock.start..place].iter().any(is_read);
                // The first change has nothing to read.
                let nothing = self.scenario.place().files().is_empty();
                assert!(nothing || read, "{name}: written without being read under the same lock");
            }
        }
        let before = locks.iter().filter(|lock| lock.start < self.printed()).count();
        assert_eq!(before, usize::from(changed), "{name}: not one lock before the answer");
    }

    /// The note in the lock may lag behind, and the index is made anew when it does: they are not fsynced. Everything else
    /// that is written is.
    fn writes_are_synced(&self) -> usize {
        let printed = self.printed();
        let mut count = 0;
        for (place, call) in self.calls.iter().enumerate() {
            if call.name != "write"
                || !self.in_store(call)
                || call.line.contains("/.lock>")
                || call.line.contains("/index>")
            {
                continue;
            }
            let file = between(&call.line, '<', '>');
            let synced = self.find(place, &format!("fsync of {file}"), |later| {
                matches!(later.name.as_str(), "fsync" | "fdatasync")
                    && between(&later.line, '<', '>') == file
                    && later.worked()
            });
            assert!(place > printed || synced < printed, "{}: printed before {file} was durable", self.scenario.name);
            count += 1;
        }
        count
    }

    fn renames_are_synced(&self) -> usize {
        let printed = self.printed();
        let mut count = 0;
        for (place, call) in self.calls.iter().enumerate() {
            if !call.name.starts_with("rename") || !call.worked() {
                continue;
            }
            let names: Vec<&str> = call.line.split('"').skip(1).step_by(2).collect();
            // What is moved out of the folder that holds was made durable before that folder got its name.
            let source = names[0].replace("/.committed/", "/.prepared/");
            let synced = |earlier: &Call| earlier.name == "fsync" && between(&earlier.line, '<', '>') == source;
            assert!(self.calls[..place].iter().any(synced), "{}: renamed before it was durable", self.scenario.name);
            self.folder_is_synced(place, Path::new(names[1]), printed);
            count += 1;
        }
        count
    }

    fn new_names_are_synced(&self) -> usize {
        let printed = self.printed();
        let mut count = 0;
        for (place, call) in self.calls.iter().enumerate() {
            let makes = (call.name == "openat" && call.line.contains("O_EXCL")) || call.name == "mkdir";
            let Some(path) = call.line.split('"').nth(1).filter(|_| makes && call.worked() && self.in_store(call))
            else {
                continue;
            };
            // The index of references is made anew whenever it does not match.
            if path.contains("/.new-") || path.ends_with("/index") {
                continue;
            }
            self.folder_is_synced(place, Path::new(path), printed);
            count += 1;
        }
        count
    }

    fn folder_is_synced(&self, from: usize, file: &Path, printed: usize) {
        let folder = file.parent().unwrap().display().to_string();
        let synced = self.find(from, &format!("fsync of the folder {folder} after {}", file.display()), |later| {
            // A name that was given on the command line is as it was given.
            let path = Path::new(between(&later.line, '<', '>'));
            later.name == "fsync" && path.ends_with(&folder) && later.worked()
        });
        assert!(from > printed || synced < printed, "{}: printed before {folder} was durable", self.scenario.name);
    }
}

/// What stands between the first `open` and the next `close`.
fn between(line: &str, open: char, close: char) -> &str {
    line.split_once(open).and_then(|(_, rest)| rest.split_once(close)).map_or("", |(inner, _)| inner)
}
