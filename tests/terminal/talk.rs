//! Somebody at a terminal: sends keys, waits for words, and looks into the store afterwards.

use rexpect::session::{PtySession, spawn_command};
use serde_json::Value as Json;
use std::path::Path;
use std::process::{Command, Output};

pub(crate) const PATIENCE_MS: u64 = 20_000;
pub(crate) const DOWN: &str = "\u{1b}[B";
pub(crate) const UP: &str = "\u{1b}[A";

/// A conversation that is going on.
pub(crate) struct Talk {
    pub(crate) session: PtySession,
}

impl Talk {
    pub(crate) fn with(store: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut command = command(store);
        command.env("TERM", "xterm").env("COLUMNS", "80");
        for (name, value) in environment {
            if value.is_empty() {
                command.env_remove(name)
            } else {
                command.env(name, value)
            };
        }
        command.arg("triage").args(arguments);
        Self { session: spawn_command(command, Some(PATIENCE_MS)).expect("a pseudo-terminal") }
    }

    pub(crate) fn begin(store: &Path, arguments: &[&str]) -> Self {
        Self::with(store, arguments, &[])
    }

    /// Waits for words; returns what was shown before them.
    pub(crate) fn sees(&mut self, words: &str) -> String {
        self.session.exp_string(words).unwrap_or_else(|error| panic!("`{words}` was not shown: {error}"))
    }

    /// Waits until a question with these words is asked and its keys are shown.
    pub(crate) fn asks(&mut self, words: &str) {
        self.sees(words);
        self.sees("helps.");
    }

    pub(crate) fn press(&mut self, keys: &[&str]) {
        for key in keys {
            self.session.send(key).expect("a key");
            self.session.flush().expect("sent");
        }
    }

    pub(crate) fn types(&mut self, text: &str) {
        self.session.send_line(text).expect("a line");
    }

    /// Ticks the last row, none of the others.
    pub(crate) fn none(&mut self) {
        self.press(&[UP, " ", "\r"]);
    }

    pub(crate) fn chooses(&mut self, down: usize) {
        self.press(&vec![DOWN; down]);
        self.press(&["\r"]);
    }

    /// Answers whatever is asked until the answer is there: by `known`, else that it is not known. How many answers.
    pub(crate) fn answers(&mut self, known: &[(&str, &[&str])]) -> usize {
        let mut last = String::new();
        let mut count = 0;
        loop {
            let (_, place) = self.session.exp_regex("Question [0-9]+;|What now\\?").expect("something is asked");
            if place == "What now?" {
                return count;
            }
            let kinds = "Space ticks|Enter chooses|Answer \\(\\? help";
            let (asked, kind) = self.session.exp_regex(kinds).expect("a question");
            if place == last {
                // The same question, drawn again.
                continue;
            }
            last = place;
            count += 1;
            let asked = asked.split_whitespace().collect::<Vec<_>>().join(" ");
            let keys = known.iter().find(|(words, _)| asked.contains(words)).map(|(_, keys)| *keys);
            self.press(keys.unwrap_or(if kind == "Enter chooses" { &["d"] } else { &["\r"] }));
        }
    }

    /// Ends at the question what to do now, by the row with these words.
    pub(crate) fn then(&mut self, words: &str) {
        let rows = {
            self.sees("What now?");
            self.sees("Enter chooses")
        };
        let place = rows
            .lines()
            .filter(|line| line.starts_with("   ") || line.starts_with(">  "))
            .position(|line| line.contains(words));
        self.chooses(place.unwrap_or_else(|| panic!("no row says `{words}`: {rows}")));
    }

    pub(crate) fn ends(mut self) -> (String, String) {
        let rest = self.session.exp_eof().expect("the end");
        let status = self.session.process().wait().expect("ended");
        (rest, format!("{status:?}"))
    }
}

pub(crate) fn command(store: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yjs"));
    command
        .env_clear()
        .env("HOME", store)
        .env("YJS_STORE", store.join("store"))
        .env("YJS_NOW", "2026-06-10T10:00:00+01:00")
        .env("YJS_CLOCK", "2026-06-10T10:00:00+01:00")
        .env("YJS_WORKER", "jm")
        .env("LANG", "C")
        .env("PATH", std::env::var("PATH").unwrap_or_default())
        .env("NO_COLOR", "1");
    command
}

pub(crate) fn run(store: &Path, arguments: &[&str]) -> Output {
    command(store).args(arguments).stdin(std::process::Stdio::null()).output().expect("runs")
}

pub(crate) fn json(store: &Path, arguments: &[&str]) -> Json {
    let output = run(store, arguments);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

pub(crate) fn saved(store: &Path, reference: &str) -> Json {
    json(store, &["case", "show", reference, "--format", "json"])["case"].clone()
}

pub(crate) fn drafts(store: &Path) -> Vec<std::path::PathBuf> {
    let found = std::fs::read_dir(store.join("store/drafts"));
    found.map(|files| files.map(|file| file.expect("a file").path()).collect()).unwrap_or_default()
}
