//! The command line: one file a subcommand. Each reads its arguments, asks the domain, and hands a report to render.
#![allow(clippy::disallowed_methods, reason = "the room of the environment, and of files that the user names")]

mod arguments;
mod asked;
mod brief;
mod called;
mod case;
mod cases_csv;
mod check;
mod commands;
mod complete;
mod completions;
mod config;
mod contacts;
pub mod context;
mod conversation;
mod deadlines;
mod digest;
mod due;
mod editor;
mod explain;
mod file_cases;
mod find;
mod formats;
#[cfg(test)]
mod fuzz;
mod help;
mod input;
mod library;
mod man;
mod missing;
mod next;
mod own_contacts;
mod own_holidays;
mod pager;
mod parse;
mod pipeline;
mod prompt;
mod protocol;
mod reading;
mod route;
mod said;
mod settings;
mod store;
mod stored_cases;
mod threshold;
mod triage;
mod under;
mod when;
mod which_protocol;
mod work_line;
mod worker;

use crate::exit::status_of;
use crate::problem::{Kind, Problem};
use crate::render::{ColorWish, Format, Line, Page, Style, Terminal};
use clap::error::ErrorKind;
use clap::{Args, Parser};
use commands::commands;
use context::Context;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

/// Instant, cited answers from youth-justice protocols
///
/// Supports a practitioner's judgement about a child, and never decides. Every answer names its clause.
#[derive(Debug, Parser)]
#[command(name = "yjs", version, propagate_version = true, disable_help_subcommand = true, max_term_width = 100)]
#[command(after_help = "Times: 2026-03-02, 2026-03-02T16:30, 16:30, today, yesterday 16:30, -3d\n\
    Exit status: 0 answered; 1 an adverse finding (check, or --exit-code); 2 could not answer; \
    3 saved, but the answer could not be written; 130 interrupted")]
struct Root {
    #[command(flatten)]
    global: Global,
}

/// Options that every command has.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th
    #[arg(long, short = 'p', global = true, value_name = "ID", env = "YJS_PROTOCOL", hide_env_values = true)]
    pub protocol: Option<String>,
    /// Whether the command line itself names the protocol: where things are looked up, only it is then asked.
    #[arg(skip)]
    pub protocol_is_typed: bool,
    /// Folder of more protocols, each in its own folder
    #[arg(long, global = true, value_name = "DIR", env = "YJS_PROTOCOLS", hide_env_values = true)]
    pub protocols: Option<PathBuf>,
    /// Folder of the case store
    #[arg(long, global = true, value_name = "DIR", env = "YJS_STORE", hide_env_values = true)]
    pub store: Option<PathBuf>,
    /// Answer as if it were this time; what is saved bears the real time all the same
    #[arg(long, global = true, value_name = "TIME", env = "YJS_NOW", hide_env_values = true)]
    pub now: Option<String>,
    /// Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name
    #[arg(long, global = true, value_name = "CODE", env = "YJS_WORKER", hide_env_values = true)]
    pub saved_by: Option<String>,
    /// Form of the answer
    #[arg(long, global = true, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Use the built-in fictional cases, which cannot be changed
    #[arg(long, global = true)]
    pub sample: bool,
    /// Never ask a question
    #[arg(long, global = true)]
    pub no_input: bool,
    /// Print a long answer at once, not a screen at a time
    #[arg(long, global = true)]
    pub no_pager: bool,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWish,
    /// Show only the answer
    #[arg(long, short = 'q', global = true)]
    pub quiet: bool,
    /// Show the full working
    #[arg(long, short = 'v', global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Exit 1 if the answer is adverse (overdue, a breach)
    #[arg(long, global = true)]
    pub exit_code: bool,
}

commands! {
    enum Command {
        Triage(triage::TriageArgs) "triage" => triage::run,
        Threshold(threshold::ThresholdArgs) "threshold" => threshold::run,
        Route(route::RouteArgs) "route" => route::run,
        Deadlines(deadlines::DeadlinesArgs) "deadlines" => deadlines::run,
        Brief(brief::BriefArgs) "brief" => brief::run,
        Digest(digest::DigestArgs) "digest" => digest::run,
        Due(due::DueArgs) "due" => due::run,
        Missing(missing::MissingArgs) "missing" in missing::alone => missing::run,
        Next(next::NextArgs) "next" => next::run,
        Case(case::CaseArgs) "case" in case::alone => case::run,
        Check(check::CheckArgs) "check" => check::run,
        Explain(explain::ExplainArgs) "explain" => explain::run,
        Find(find::FindArgs) "find" => find::run,
        Protocol(protocol::ProtocolArgs) "protocol" in protocol::alone => protocol::run,
        Formats(formats::FormatsArgs) "formats" in formats::alone => formats::run,
        Contacts(contacts::ContactsArgs) "contacts" => contacts::run,
        Store(store::StoreArgs) "store" in store::alone => store::run,
        Config(config::ConfigArgs) "config" in config::alone => config::run,
        Man(man::ManArgs) "man" => man::run,
        Help(help::HelpArgs) "help" => help::run,
        Completions(completions::CompletionsArgs) "completions" => completions::run,
    }
}

/// Runs the command that the process was called with.
pub fn run() -> ExitCode {
    leave_no_core();
    if let Some(exit) = complete::answer() {
        return exit;
    }
    let words: Vec<_> = std::env::args_os().collect();
    // Without a command, with options or without, what is to be done now.
    let start = || [words.clone(), ["deadlines", "--start"].map(Into::into).to_vec()].concat();
    let parsed = match words.len() {
        1 => parse::parse(&start()),
        _ => parse::parse(&words).or_else(|error| match error.kind() {
            ErrorKind::MissingSubcommand => parse::parse(&start()).map_err(|_| error),
            _ => Err(error),
        }),
    };
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => return said_by_clap(&error),
    };
    let color = arguments.global.color;
    let answered = Context::new(arguments.global).map_err(anyhow::Error::from).and_then(|context| {
        // A fault in the settings is mended by `yjs config`.
        if !matches!(arguments.command, Command::Config(_)) {
            context.settings()?;
        }
        let exit = arguments.command.run(&context).map(|exit| match context.store_damage().is_empty() {
            true => exit,
            // Whatever was answered rests on a store that is not as it was saved.
            false => exit.or_damaged(),
        });
        let exit = exit.map_err(|error| if context.has_saved() { unanswered(error) } else { error });
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

/// Prints what clap has to say: help and version, which are answers, and errors. What the user typed may be in it.
fn said_by_clap(error: &clap::Error) -> ExitCode {
    let terminal = Terminal::read(|name| std::env::var(name).ok());
    let is_error = error.use_stderr();
    let is_terminal = if is_error { std::io::stderr().is_terminal() } else { std::io::stdout().is_terminal() };
    let style = terminal.detect(ColorWish::Auto, is_terminal);
    let text = error.render();
    let text = if style.color { text.ansi().to_string() } else { text.to_string() };
    if is_error {
        crate::render::output::to_stderr(&text, &style);
    } else if crate::render::output::to_stdout(&text, &style).is_err() {
        return ExitCode::from(2);
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// The error of a command that saved its change and then could not write its answer. It never asks to do it again.
fn unanswered(error: anyhow::Error) -> anyhow::Error {
    match error.downcast_ref::<Problem>() {
        Some(problem) if problem.kind == Kind::Output => Problem {
            kind: Kind::Unanswered,
            what: format!("the change is saved; {}", problem.what),
            hint: Some("do not repeat it; `yjs case history` shows it".into()),
            place: problem.place.clone(),
        }
        .into(),
        _ => error,
    }
}

/// Has the system keep no image of this process, which holds cases, should it crash.
fn leave_no_core() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let none = Rlimit { current: Some(0), maximum: getrlimit(Resource::Core).maximum };
        let _ = setrlimit(Resource::Core, none);
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
