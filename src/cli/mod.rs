//! The command line: one file a subcommand. Each reads its arguments, asks the domain, and hands a report to render.
#![allow(clippy::disallowed_methods, reason = "the room of the environment, and of files that the user names")]

mod arguments;
mod case;
mod cases_csv;
mod cases_json;
mod cases_lines;
mod cases_packed;
mod cases_rows;
mod cases_source;
mod check;
mod completions;
mod contacts;
pub mod context;
mod conversation;
mod deadlines;
mod due;
mod explain;
mod find;
#[cfg(test)]
mod fuzz;
mod input;
mod interrupt;
mod library;
mod missing;
mod next;
mod own_contacts;
mod parse;
mod pipeline;
mod prompt;
mod protocol;
mod route;
mod store;
mod threshold;
mod triage;
mod under;

use crate::exit::{Exit, status_of};
use crate::problem::{Kind, Problem};
use crate::render::{ColorWish, Format, Line, Page, Style, Terminal};
use clap::{Args, Parser, Subcommand};
use context::Context;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

/// Instant, cited answers from youth-justice protocols
///
/// Supports a practitioner's judgement about a child; never decides. Every answer names its clause.
#[derive(Debug, Parser)]
#[command(name = "yjs", version, propagate_version = true, disable_help_subcommand = true, max_term_width = 100)]
#[command(after_help = "Times: 2026-03-02, 2026-03-02T16:30, 16:30, today, yesterday 16:30, -3d\n\
    Exit status: 0 answered; 1 an adverse finding (check, or --exit-code); 2 could not answer; 130 interrupted")]
struct Root {
    #[command(flatten)]
    global: Global,
}

/// Options that every command has.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Protocol to answer from: camden, tower_hamlets, or one of your own
    #[arg(long, short = 'p', global = true, value_name = "ID", env = "YJS_PROTOCOL", hide_env_values = true)]
    pub protocol: Option<String>,
    /// Folder of more protocols, each in a folder of its own
    #[arg(long, global = true, value_name = "DIR", env = "YJS_PROTOCOLS", hide_env_values = true)]
    pub protocols: Option<PathBuf>,
    /// Folder of the case store
    #[arg(long, global = true, value_name = "DIR", env = "YJS_STORE", hide_env_values = true)]
    pub store: Option<PathBuf>,
    /// Answer as if it were this time
    #[arg(long, global = true, value_name = "TIME", env = "YJS_NOW", hide_env_values = true)]
    pub now: Option<String>,
    /// Form of the answer
    #[arg(long, global = true, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Use the built-in fictional cases, which cannot be changed
    #[arg(long, global = true)]
    pub sample: bool,
    /// Never ask a question
    #[arg(long, global = true)]
    pub no_input: bool,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWish,
    /// Say less: the answer only
    #[arg(long, short = 'q', global = true)]
    pub quiet: bool,
    /// Say more: the whole working
    #[arg(long, short = 'v', global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Exit 1 when the answer is adverse (overdue, a breach)
    #[arg(long, global = true)]
    pub exit_code: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Triage(triage::TriageArgs),
    Threshold(threshold::ThresholdArgs),
    Route(route::RouteArgs),
    Deadlines(deadlines::DeadlinesArgs),
    Due(due::DueArgs),
    Missing(missing::MissingArgs),
    Next(next::NextArgs),
    Case(case::CaseArgs),
    Check(check::CheckArgs),
    Explain(explain::ExplainArgs),
    Find(find::FindArgs),
    Protocol(protocol::ProtocolArgs),
    Contacts(contacts::ContactsArgs),
    Store(store::StoreArgs),
    Completions(completions::CompletionsArgs),
}

impl Command {
    /// The description of the one command that these words name.
    fn alone(words: &[OsString]) -> Option<clap::Command> {
        let (name, rest) = words.split_first()?;
        Some(match name.to_str()? {
            "triage" => alone::<triage::TriageArgs>("triage"),
            "threshold" => alone::<threshold::ThresholdArgs>("threshold"),
            "route" => alone::<route::RouteArgs>("route"),
            "deadlines" => alone::<deadlines::DeadlinesArgs>("deadlines"),
            "due" => alone::<due::DueArgs>("due"),
            "missing" => clap::Command::new("missing").subcommand(missing::alone(rest)?),
            "next" => alone::<next::NextArgs>("next"),
            "case" => clap::Command::new("case").subcommand(case::alone(rest)?),
            "check" => alone::<check::CheckArgs>("check"),
            "explain" => alone::<explain::ExplainArgs>("explain"),
            "find" => alone::<find::FindArgs>("find"),
            "protocol" => clap::Command::new("protocol").subcommand(protocol::alone(rest)?),
            "contacts" => alone::<contacts::ContactsArgs>("contacts"),
            "store" => clap::Command::new("store").subcommand(store::alone(rest)?),
            "completions" => alone::<completions::CompletionsArgs>("completions"),
            _ => return None,
        })
    }
}

/// The description of a command that has no commands of its own.
fn alone<A: Args>(name: &'static str) -> clap::Command {
    A::augment_args(clap::Command::new(name))
}

/// Runs the command that the process was called with.
pub fn run() -> ExitCode {
    let arguments = match parse::parse(&std::env::args_os().collect::<Vec<_>>()) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are answers; clap prints them to standard output itself, and errors to standard error.
            let status = error.exit_code();
            return match error.print() {
                Err(_) => ExitCode::SUCCESS,
                Ok(()) => ExitCode::from(u8::try_from(status).unwrap_or(2)),
            };
        }
    };
    let color = arguments.global.color;
    let answered = Context::new(arguments.global).map_err(anyhow::Error::from).and_then(|context| {
        let exit = dispatch(&arguments.command, &context);
        context.tidy();
        // To take each rule apart again would be a tenth of a short command's time. Nothing else in it needs an end: what
        // is locked, or made for a time only, belongs to whoever writes.
        std::mem::forget(context);
        exit
    });
    match answered {
        Ok(exit) => exit.into(),
        Err(error) => {
            let style = Terminal::read(|name| std::env::var(name).ok()).detect(color, std::io::stderr().is_terminal());
            complain(&error, &style);
            status_of(&error)
        }
    }
}

fn dispatch(command: &Command, context: &Context) -> anyhow::Result<Exit> {
    match command {
        Command::Triage(args) => triage::run(args, context),
        Command::Threshold(args) => threshold::run(args, context),
        Command::Route(args) => route::run(args, context),
        Command::Deadlines(args) => deadlines::run(args, context),
        Command::Due(args) => due::run(args, context),
        Command::Missing(args) => missing::run(args, context),
        Command::Next(args) => next::run(args, context),
        Command::Case(args) => case::run(args, context),
        Command::Check(args) => check::run(args, context),
        Command::Explain(args) => explain::run(args, context),
        Command::Find(args) => find::run(args, context),
        Command::Protocol(args) => protocol::run(args, context),
        Command::Contacts(args) => contacts::run(args, context),
        Command::Store(args) => store::run(args, context),
        Command::Completions(args) => completions::run(args, context),
    }
}

fn complain(error: &anyhow::Error, style: &Style) {
    let mut page = Page::new();
    match error.downcast_ref::<Problem>() {
        Some(Problem { kind: Kind::Interrupted, what, .. }) => {
            page.paragraph(Line::from(what.clone()));
        }
        Some(problem) => {
            page.paragraph(Line::new().alarm("error: ").plain(problem.to_string()));
            if let Some(hint) = &problem.hint {
                page.paragraph(Line::new().strong("hint: ").plain(hint.clone()));
            }
        }
        None => {
            page.paragraph(Line::new().alarm("error: ").plain(format!("{error:#}")));
        }
    }
    crate::render::output::to_stderr(&crate::render::terminal::render(&page, style), style);
}
