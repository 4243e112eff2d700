//! `yjs man`: manual pages.

use super::context::Context;
use super::input::unreadable;
use crate::exit::Exit;
use crate::problem::{Problem, nearest};
use crate::render::output;
use clap::Args;
use clap_mangen::Man;
use std::path::PathBuf;

/// Print the manual page of yjs or of a command, or write all of them
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs man route > yjs-route.1\n  yjs man --output ~/.local/share/man/man1")]
pub(super) struct ManArgs {
    /// The command; yjs itself unless you say
    #[arg(value_name = "COMMAND")]
    words: Vec<String>,
    /// Write the page of every command to this folder
    #[arg(long, value_name = "DIR", conflicts_with = "words")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &ManArgs, context: &Context) -> anyhow::Result<Exit> {
    let mut command = super::parse::whole();
    command.build();
    if let Some(folder) = &args.output {
        let mut pages = Vec::new();
        every_page(&command, "yjs", &mut pages)?;
        let refused = |error: std::io::Error| unreadable(&folder.display().to_string(), &error);
        std::fs::create_dir_all(folder).map_err(refused)?;
        for (name, text) in &pages {
            let path = folder.join(format!("{name}.1"));
            write(&path, text)?;
        }
        context.note(format!("Wrote {} pages to {}.", pages.len(), folder.display()));
        return Ok(Exit::Answered);
    }
    let (mut found, mut name) = (&command, "yjs".to_owned());
    for word in &args.words {
        let known: Vec<&str> = found.get_subcommands().map(clap::Command::get_name).collect();
        let Some(below) = found.find_subcommand(word) else {
            let problem = Problem::usage(format!("{name} has no command `{word}`")).field("COMMAND");
            return Err(match nearest(word, known.iter().copied()) {
                Some(near) => problem.hint(format!("did you mean `{near}`?")).into(),
                None => problem.hint(format!("the commands are: {}", known.join(", "))).into(),
            });
        };
        name = format!("{name}-{word}");
        found = below;
    }
    output::to_stdout(&page(found, &name)?, &context.style)?;
    Ok(Exit::Answered)
}

/// The page of a command and of each below it, with its name.
fn every_page(command: &clap::Command, name: &str, pages: &mut Vec<(String, String)>) -> Result<(), Problem> {
    pages.push((name.to_owned(), page(command, name)?));
    for below in command.get_subcommands().filter(|below| !below.is_hide_set() && below.get_name() != "help") {
        every_page(below, &format!("{name}-{}", below.get_name()), pages)?;
    }
    Ok(())
}

fn page(command: &clap::Command, name: &str) -> Result<String, Problem> {
    let mut text = Vec::new();
    // A page is found by its name, which has no spaces.
    let command = command.clone().name(name.to_owned()).bin_name(name.replace('-', " "));
    let man = Man::new(command).title(name.to_owned()).manual("yjs");
    man.render(&mut text).map_err(|error| Problem::input(format!("the page cannot be written: {error}")))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

#[allow(clippy::disallowed_methods, reason = "the folder is the one that the user names for these pages")]
fn write(path: &std::path::Path, text: &str) -> Result<(), Problem> {
    std::fs::write(path, text).map_err(|error| unreadable(&path.display().to_string(), &error))
}
