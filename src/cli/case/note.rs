//! Text that is best not given on the command line, which other users and the shell's history see: a note, or a reason.

use crate::cli::context::Context;
use crate::cli::editor;
use crate::cli::input::text_of;
use crate::cli::prompt::{Prompter, Question, Typed};
use crate::problem::Problem;
use std::io::{IsTerminal, Read};

/// The most bytes of a text.
const MOST_BYTES: u64 = 64 * 1024;

/// What is asked for.
struct Wanted {
    option: &'static str,
    /// With its article.
    name: &'static str,
    question: &'static str,
}

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
    ask(&Wanted { option: "--note", name: "the note", question: "What is the note?" }, given, context)
}

/// Reads a reason; `given` is the value of `--reason`: empty to be asked, `-` for standard input, `@` for the user's
/// editor, else the reason itself.
///
/// # Errors
/// When the reason is empty, too long or no UTF-8; when there is no one to ask.
pub(in crate::cli) fn reason(given: &str, context: &Context) -> Result<String, Problem> {
    let wanted = Wanted { option: "--reason", name: "the reason", question: "What is the reason? No names." };
    match given {
        "-" | "" => ask(&wanted, given, context),
        "@" => {
            let text = editor::edit("", ".txt", context).map_err(|problem| problem.field(wanted.option))?;
            filled(&wanted, &text)
        }
        text => filled(&wanted, text),
    }
}

fn ask(wanted: &Wanted, given: &str, context: &Context) -> Result<String, Problem> {
    let at_terminal = std::io::stdin().is_terminal();
    let text = if context.may_ask() {
        match Prompter::new(context).line(&Question::of(wanted.question), None, |_| Ok(()))? {
            Typed::Text(text) => text,
            Typed::Wish(_) => String::new(),
        }
    } else if given == "-" && !at_terminal {
        piped(wanted)?
    } else {
        return Err(Problem::usage(format!("there is no terminal to ask for {} at", wanted.name))
            .field(wanted.option)
            .hint(format!("use `{} -` and send it on standard input", wanted.option)));
    };
    filled(wanted, &text)
}

fn filled(wanted: &Wanted, text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::usage(format!("{} is empty; nothing was stored", wanted.name))
            .field(wanted.option)
            .hint(format!("leave out {} if there is none", wanted.option)));
    }
    Ok(text.to_owned())
}

fn piped(wanted: &Wanted) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    let place = |problem: Problem| problem.file("standard input").field(wanted.option);
    std::io::stdin()
        .lock()
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| place(Problem::input(format!("it cannot be read: {error}"))))?;
    if bytes.len() as u64 > MOST_BYTES {
        let what = format!("{} is longer than 64 KiB", wanted.name);
        return Err(place(Problem::input(what).hint("keep documents in the record system")));
    }
    text_of(&bytes).map(str::to_owned).map_err(place)
}
