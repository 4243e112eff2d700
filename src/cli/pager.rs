//! Long answers at a terminal, a screen at a time: in the program that the user names, or `less`.
#![allow(clippy::disallowed_types, reason = "the program that is started is the pager that the user names, or less")]

use super::context::Context;
use crate::render::Format;
use crate::render::output::as_shown;
use std::io::{IsTerminal, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;

/// The pager where the user names none: it ends by itself when all fits on a screen, and leaves the text there.
const USUAL: &str = "less";

/// What `less` is told where the user tells it nothing.
const LESS: &str = "FRX";

impl Context {
    /// From now on no answer goes to a pager: a conversation or a watched list has the terminal.
    pub fn without_pager(&self) {
        self.pages.store(false, Ordering::Relaxed);
    }

    /// Shows a text in a pager when it is longer than the terminal is high; false when it is still to be printed.
    pub(super) fn page(&self, text: &str) -> bool {
        let Some(rows) = self.rows_of_terminal() else { return false };
        if text.lines().count() < rows {
            return false;
        }
        let named = ["YJS_PAGER", "PAGER"].iter().find_map(|name| std::env::var(name).ok());
        let line = named.unwrap_or_else(|| USUAL.to_owned());
        let mut words = line.split_whitespace();
        // `PAGER=` and `PAGER=cat` are how people ask for none.
        let Some(program) = words.next().filter(|program| *program != "cat") else { return false };
        let mut command = Command::new(program);
        command.args(words).stdin(Stdio::piped());
        if std::env::var_os("LESS").is_none() {
            command.env("LESS", LESS);
        }
        let Ok(mut pager) = command.spawn() else { return false };
        if let Some(mut input) = pager.stdin.take() {
            // Who leaves the pager early has read enough.
            let _ = input.write_all(as_shown(text, &self.style).as_bytes());
        }
        // The text was handed over: to print it as well would show it twice.
        let _ = pager.wait();
        true
    }

    /// Returns true when an answer that is long enough goes to a pager.
    pub(super) fn may_page(&self) -> bool {
        self.rows_of_terminal().is_some()
    }

    /// How high the terminal is, where an answer may go to a pager.
    fn rows_of_terminal(&self) -> Option<usize> {
        let is_asked_off = std::env::var_os("YJS_NO_PAGER").is_some_and(|value| !value.is_empty() && value != "0");
        let dumb = std::env::var("TERM").is_ok_and(|term| term.is_empty() || term == "dumb");
        let is_text = matches!(self.format(), Format::Table | Format::Plain | Format::Md);
        let terminals = std::io::stdout().is_terminal() && std::io::stdin().is_terminal();
        if self.global.no_pager || is_asked_off || dumb || !is_text || !terminals || !self.pages.load(Ordering::Relaxed)
        {
            return None;
        }
        terminal_size::terminal_size().map(|(_, height)| usize::from(height.0)).filter(|rows| *rows > 0)
    }
}
