//! `yjs help`: help for a command, and pages about more than one.

use super::context::Context;
use crate::exit::Exit;
use crate::problem::{Problem, nearest};
use crate::render::Page;
use clap::Args;

/// Show help for a command, or about accessibility or dates
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs help route\n  yjs help case log\n  yjs help accessibility\n  yjs help dates")]
pub(super) struct HelpArgs {
    /// The command, or a topic: accessibility, dates
    #[arg(value_name = "COMMAND")]
    words: Vec<String>,
}

/// The topics: name, title and paragraphs.
const TOPICS: [(&str, &str, &[&str]); 2] = [
    (
        "accessibility",
        "Accessibility",
        &[
            "Use --format plain with a screen reader: no tables, no drawn lines, and no escape sequences at all. \
             `yjs config set format plain` remembers it.",
            "At a terminal, --format plain also makes a conversation ask one line at a time, with numbers to type. \
             Nothing is drawn twice. TERM=dumb does the same.",
            "Colour never carries a meaning that the words do not. --color never or NO_COLOR turns it off.",
            "COLUMNS sets the width of an answer, such as COLUMNS=60 for large print.",
            "--no-pager, or YJS_NO_PAGER, prints a long answer at once. --no-input never asks a question.",
            "--quiet shows only the answer. Everything else goes to standard error.",
        ],
    ),
    (
        "dates",
        "Dates and amounts",
        &[
            "Write a date as you say it, with the day first: 27/11/2026, 27 Nov 2026, 27 November 21:00. 2026-11-27 is \
             read too.",
            "fri is the latest Friday up to today, `last friday` lies before today, and `next friday` after it. \
             `3 days ago`, `yesterday at 9pm` and `noon` are read too.",
            "A date without a year is in this year. For something that happened, it is refused if it would lie in the \
             future.",
            "What was not typed as yjs stores it is said in full: read as Friday 27 November 2026.",
            "Amounts: 48 hours, 10 working days, 4 weeks, 6 months; or 48h, 10wd, 4w, 6mo.",
        ],
    ),
];

pub(super) fn run(args: &HelpArgs, context: &Context) -> anyhow::Result<Exit> {
    let topic = TOPICS.iter().find(|(name, ..)| args.words.len() == 1 && args.words[0].eq_ignore_ascii_case(name));
    if let Some((_, title, paragraphs)) = topic {
        let mut page = Page::new();
        page.title(*title);
        page.bullets(paragraphs.iter().copied());
        context.show(&Topic(page))?;
        return Ok(Exit::Answered);
    }
    let mut command = super::parse::whole();
    command.build();
    let mut found = &mut command;
    for word in &args.words {
        let known: Vec<String> = found.get_subcommands().map(|below| below.get_name().to_owned()).collect();
        if !known.contains(word) {
            return Err(unknown(word, &known).into());
        }
        let Some(below) = found.find_subcommand_mut(word) else { return Err(unknown(word, &known).into()) };
        found = below;
    }
    let help = found.render_long_help();
    let text = if context.style.color { help.ansi().to_string() } else { help.to_string() };
    context.print(&text)?;
    Ok(Exit::Answered)
}

fn unknown(word: &str, known: &[String]) -> Problem {
    let topics = TOPICS.iter().map(|(name, ..)| *name);
    let names: Vec<&str> = known.iter().map(String::as_str).chain(topics).collect();
    let problem = Problem::usage(format!("there is no help about `{word}`")).field("COMMAND");
    match nearest(word, names.iter().copied()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint(format!("there is help about: {}", names.join(", "))),
    }
}

/// A page of help.
struct Topic(Page);

impl serde::Serialize for Topic {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([("schema", "yjs.help/1"), ("text", &crate::render::plain::render(&self.0))])
    }
}

impl crate::render::Report for Topic {
    fn page(&self) -> Page {
        self.0.clone()
    }
}
