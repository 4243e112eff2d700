//! Somebody at a terminal: sends keys, waits for words, and looks into the store afterwards.

use rexpect::session::{PtySession, spawn_command};
use serde_json::Value as Json;
use std::path::Path;
use std::process::{Command, Output};

pub(crate) const PATIENCE_MS: u64 = 60_000;
pub(crate) const DOWN: &str = "\u{1b}[B";
pub(crate) const UP: &str = "\u{1b}[A";
pub(crate) const PAGE_DOWN: &str = "\u{1b}[6~";
pub(crate) const END: &str = "\u{1b}[F";

/// Keys that look through every row, then say that none applies.
pub(crate) const NONE: &[&str] = &[PAGE_DOWN, PAGE_DOWN, PAGE_DOWN, PAGE_DOWN, PAGE_DOWN, END, " ", "\r"];

/// A conversation that is going on.
pub(crate) struct Talk {
    pub(crate) session: PtySession,
}

impl Talk {
    /// Begins in a terminal of 24 rows and so many columns.
    pub(crate) fn sized(store: &Path, columns: u16, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let set = command(store);
        let mut shell = Command::new("sh");
        shell.env_clear().envs(set.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("TERM", "xterm");
        for (name, value) in environment {
            if value.is_empty() {
                shell.env_remove(name)
            } else {
                shell.env(name, value)
            };
        }
        let script = format!("stty rows 24 cols {columns}; exec \"$0\" triage \"$@\"");
        shell.args(["-c", &script, env!("CARGO_BIN_EXE_yjs")]).args(arguments);
        Self { session: spawn_command(shell, Some(PATIENCE_MS)).expect("a pseudo-terminal") }
    }

    pub(crate) fn with(store: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        Self::sized(store, 80, arguments, environment)
    }

    pub(crate) fn begin(store: &Path, arguments: &[&str]) -> Self {
        Self::with(store, arguments, &[])
    }

    /// Waits for words; returns what was shown before them.
    pub(crate) fn sees(&mut self, words: &str) -> String {
        self.session.exp_string(words).unwrap_or_else(|error| panic!("`{words}` was not shown: {error}"))
    }

    /// Waits until a question with these words is asked and its keys are shown; returns what was shown before the keys.
    pub(crate) fn asks(&mut self, words: &str) -> String {
        self.sees(words);
        self.sees("? help")
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

    /// Looks through every row and says that none applies.
    pub(crate) fn none(&mut self) {
        self.press(NONE);
    }

    pub(crate) fn chooses(&mut self, down: usize) {
        self.press(&vec![DOWN; down]);
        self.press(&["\r"]);
    }

    /// Searches for words and ticks the first row found.
    pub(crate) fn finds(&mut self, words: &str) {
        self.press(&["/", words, "\r", " ", "\r"]);
    }

    /// Says what brings somebody here.
    pub(crate) fn came_for(&mut self, words: &str) {
        self.asks("What brings you here?");
        if words.is_empty() { self.press(&["\r"]) } else { self.finds(words) }
    }

    /// Confirms the answers as they are.
    pub(crate) fn checks(&mut self) {
        self.asks("Check your answers");
        self.press(&["\r"]);
    }

    /// Answers whatever is asked until the answer is there: by `known`, else that it is not known. How many answers.
    pub(crate) fn answers(&mut self, known: &[(&str, &[&str])]) -> usize {
        let mut last = String::new();
        let mut count = 0;
        loop {
            let places = "Question [0-9]+|Check your answers|What now\\?";
            let (_, place) = self.session.exp_regex(places).expect("something is asked");
            if place == "What now?" {
                return count;
            }
            let kinds = "Space = yes|Enter or Space = choose|Enter = go on, or|Enter alone if you";
            let (asked, kind) = self.session.exp_regex(kinds).expect("a question");
            if place == last {
                // The same question, drawn again.
                continue;
            }
            last = place;
            if kind == "Enter = go on, or" {
                self.press(&["\r"]);
                continue;
            }
            count += 1;
            let asked = asked.split_whitespace().collect::<Vec<_>>().join(" ");
            let keys = known.iter().find(|(words, _)| asked.contains(words)).map(|(_, keys)| *keys);
            self.press(keys.unwrap_or(if kind == "Enter or Space = choose" { &["d"] } else { &["\r"] }));
        }
    }

    /// Chooses the row with these words at the question what to do now.
    pub(crate) fn then(&mut self, words: &str) {
        self.sees("What now?");
        self.row(words);
    }

    /// Chooses the row with these words of the question that is being drawn.
    pub(crate) fn row(&mut self, words: &str) {
        let rows = self.sees("? help");
        let place = rows
            .lines()
            .filter(|line| line.starts_with("   ") || line.starts_with(">  "))
            .filter(|line| !line.starts_with("    "))
            .position(|line| line.contains(words));
        self.chooses(place.unwrap_or_else(|| panic!("no row says `{words}`: {rows}")));
    }

    /// Saves under a reference: skips what is asked beside it, and confirms.
    pub(crate) fn saves_as(&mut self, reference: &str) {
        self.then("Save to a case");
        self.sees("Which reference?");
        self.types(reference);
        self.skips_and_saves(reference);
    }

    pub(crate) fn skips_and_saves(&mut self, reference: &str) {
        let places = "Answer: |What has been done already\\?|Check what will be saved";
        let mut skipped = Vec::new();
        loop {
            let (before, place) = self.session.exp_regex(places).expect("a question at saving");
            if place.starts_with("Check") {
                self.sees("? help");
                break;
            }
            if place.starts_with("What") {
                self.sees("? help");
            }
            // The line is drawn again when it is sent.
            if !skipped.contains(&before) {
                skipped.push(before);
                self.press(&["\r"]);
            }
        }
        self.press(&["\r"]);
        self.sees(&format!("Saved {reference}"));
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
