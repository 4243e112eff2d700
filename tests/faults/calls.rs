//! System calls seen, killed at and made to fail, by `strace`.

use super::place::{ELSEWHERE, Place, Ran};
use super::say;
use super::scenario::Scenario;
use std::collections::HashMap;
use std::fs;
use std::process::{Command, Stdio};

/// One system call of a run.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// Such as `openat`.
    pub(crate) name: String,
    /// It is this one of its name, from 1: how strace counts.
    pub(crate) number: usize,
    /// As strace shows it, paths beside file descriptors.
    pub(crate) line: String,
}

impl Call {
    /// Whether the call worked.
    pub(crate) fn worked(&self) -> bool {
        !self.line.contains(" = -1 E")
    }

    /// Whether it changes files: what a disk can refuse.
    pub(crate) fn changes_files(&self) -> bool {
        let makes = self.name == "openat" && self.line.contains("O_CREAT");
        let opens = self.name == "openat" && (self.line.contains("O_RDWR") || self.line.contains("O_WRONLY"));
        const NAMES: [&str; 24] = [
            "write",
            "pwrite64",
            "writev",
            "fsync",
            "fdatasync",
            "sync_file_range",
            "ftruncate",
            "truncate",
            "fallocate",
            "rename",
            "renameat",
            "renameat2",
            "link",
            "linkat",
            "unlink",
            "unlinkat",
            "mkdir",
            "mkdirat",
            "chmod",
            "fchmod",
            "fchmodat",
            "flock",
            "copy_file_range",
            "sendfile",
        ];
        makes || opens || NAMES.contains(&self.name.as_str())
    }

    /// Whether it works on something in the folder of the store, or on the folder.
    pub(crate) fn is_on(&self, place: &Place) -> bool {
        // What is written may name a file too; only where it is written to counts.
        let target = if self.name == "write" { self.line.split('"').next().unwrap_or_default() } else { &self.line };
        target.contains(&*place.folder.to_string_lossy()) || target.contains(ELSEWHERE)
    }
}

/// Whether `strace` is here and may trace; says so once a test when not.
pub(crate) fn can_trace(test: &str) -> bool {
    let mut strace = Command::new("strace");
    strace.args(["-qq", "-o", "/dev/null", "-e", "inject=getppid:error=EIO", "true"]);
    let can = strace.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    if !can {
        say(&format!(
            "{test}: strace is not here or may not trace: NOT TESTED at each system call (apt-get install strace)"
        ));
    }
    can
}

/// Runs a scenario under strace with `how` as further arguments; every call it made, in order.
pub(crate) fn trace(scenario: &Scenario, place: &Place, how: &[&str]) -> (Ran, Vec<Call>) {
    let log = place.beside("trace");
    let mut wrapper: Vec<String> =
        ["strace", "-f", "-qq", "-y", "-s", "48", "-e", "signal=none", "-o"].map(str::to_owned).into();
    wrapper.push(log.display().to_string());
    wrapper.extend(how.iter().map(|arg| (*arg).to_owned()));
    let ran = scenario.run(place, &wrapper);
    let log = fs::read_to_string(&log).unwrap();
    let mut counts: HashMap<String, usize> = HashMap::new();
    let calls = log.lines().filter_map(|line| {
        // Each line begins with the process, as more than one is followed.
        let line = line.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
        let (name, _) = line.split_once('(').filter(|(name, _)| !name.contains(['<', '+', ' ']))?;
        let number = counts.entry(name.to_owned()).or_default();
        *number += 1;
        Some(Call { name: name.to_owned(), number: *number, line: line.to_owned() })
    });
    (ran, calls.collect())
}

/// Runs a scenario with `fault` (such as `error=EIO` or `signal=KILL`) done to one call, and tells the call it was
/// done to, if the run came to it.
pub(crate) fn inject(scenario: &Scenario, place: &Place, call: &Call, fault: &str) -> (Ran, Option<Call>) {
    let only = format!("trace={}", call.name);
    let inject = format!("inject={}:{fault}:when={}", call.name, call.number);
    let (ran, calls) = trace(scenario, place, &["-e", &only, "-e", &inject]);
    let hit = calls.into_iter().find(|made| made.number == call.number);
    (ran, hit)
}
