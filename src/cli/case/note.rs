//! A note from standard input or a prompt: never from the command line, which other users and the shell's history see.

use crate::cli::context::Context;
use crate::cli::input::text_of;
use crate::cli::prompt::{Prompter, Question, Typed};
use crate::problem::Problem;
use std::io::{IsTerminal, Read};

/// The most bytes of a note.
const MOST_BYTES: u64 = 64 * 1024;

/// Reads a note; `given` is the value of `--note`, empty when it has none.
///
/// # Errors
/// When the note itself was written on the command line, is empty, too long or no UTF-8; when there is no one to ask.
pub(super) fn read(given: &str, context: &Context) -> Result<String, Problem> {
    if !matches!(given, "-" | "") {
        return Err(Problem::usage("a note is not given on the command line, where others may see it")
            .field("--note")
            .hint("use `--note -` and send it on standard input, or `--note` alone to be asked"));
    }
    let at_terminal = std::io::stdin().is_terminal();
    let text = if context.may_ask() {
        match Prompter::new(context).line(&Question::of("What is the note?"), None, |_| Ok(()))? {
            Typed::Text(text) => text,
            Typed::Wish(_) => String::new(),
        }
    } else if given == "-" && !at_terminal {
        piped()?
    } else {
        return Err(Problem::usage("there is no terminal to ask for the note at")
            .field("--note")
            .hint("use `--note -` and send it on standard input"));
    };
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::usage("the note is empty; nothing was stored")
            .field("--note")
            .hint("leave out --note when there is none"));
    }
    Ok(text.to_owned())
}

fn piped() -> Result<String, Problem> {
    let mut bytes = Vec::new();
    let place = |problem: Problem| problem.file("standard input").field("--note");
    std::io::stdin()
        .lock()
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| place(Problem::input(format!("it cannot be read: {error}"))))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(place(
            Problem::input("the note is longer than 64 KiB").hint("keep documents in the record system"),
        ));
    }
    text_of(&bytes).map(str::to_owned).map_err(place)
}
