//! `yjs protocol`: the encoded protocols.

mod check;
mod diff;
mod graph;
mod list;
mod new;
mod schema;
mod show;
mod test;

use super::commands::commands;
use super::context::Context;
use super::library;
use crate::calendar::{london, parse_date};
use crate::exit::Exit;
use crate::problem::{Place, Problem};
use crate::protocol::load::Source;
use crate::protocol::{Protocol, embedded, history};
use clap::Args;
use std::ffi::OsString;
use std::path::Path;

/// List, show, check, test and write the encoded protocols
#[derive(Debug, Args)]
pub(super) struct ProtocolArgs {
    #[command(subcommand)]
    command: Command,
}

commands! {
    enum Command {
        List(list::ListArgs) "list" => list::run,
        New(new::NewArgs) "new" => new::run,
        Show(show::ShowArgs) "show" => show::run,
        Check(check::CheckArgs) "check" => check::run,
        Test(test::TestArgs) "test" => test::run,
        Diff(diff::DiffArgs) "diff" => diff::run,
        Graph(graph::GraphArgs) "graph" => graph::run,
        Schema(schema::SchemaArgs) "schema" => schema::run,
    }
}

/// The description of the one command that these words name.
pub(super) fn alone(words: &[OsString]) -> Option<clap::Command> {
    Command::alone(words)
}

pub(super) fn run(args: &ProtocolArgs, context: &Context) -> anyhow::Result<Exit> {
    args.command.run(context)
}

/// The files of a protocol: by its id, or from the folder named.
fn source(target: &str, context: &Context) -> Result<Source, Problem> {
    let path = Path::new(target);
    if target.contains(['/', '\\', '.']) || (path.is_dir() && !context.protocol_ids()?.iter().any(|id| id == target)) {
        return library::read(path);
    }
    context.protocol_source(target).map_err(|problem| match problem.place.field.as_deref() {
        Some("protocol") => Problem {
            what: format!("`{target}` is neither a protocol nor a folder"),
            place: Place::default(),
            ..problem
        },
        _ => problem,
    })
}

/// The files of the protocol named, else of every protocol.
fn sources(target: Option<&String>, context: &Context) -> Result<Vec<Source>, Problem> {
    match target {
        Some(target) => Ok(vec![source(target, context)?]),
        None => context.protocol_ids()?.iter().map(|id| context.protocol_source(id)).collect(),
    }
}

/// The protocol named, with the rules in force on the date after `@`, or those of the edition named there; else in force
/// now. A folder that holds one set of rules only may be named before they are in force.
pub(super) fn dated(target: &str, context: &Context) -> Result<Protocol, Problem> {
    let Some((name, when)) = target.rsplit_once('@') else { return current(target, context) };
    let source = source(name, context)?;
    let date = parse_date(when);
    if let Ok(date) = date {
        return history::in_force(embedded::VOCABULARY, &source, date);
    }
    // Of an edition whose rules change: those in force today, else those that it ends with.
    let today = london::date_of(context.now);
    let mut eras = history::all(embedded::VOCABULARY, &source)?;
    let mut editions: Vec<String> = eras.iter().map(|era| format!("\"{}\"", era.edition)).collect();
    editions.dedup();
    eras.retain(|era| era.edition == when);
    let place = eras.iter().position(|era| era.era.contains(today)).or(eras.len().checked_sub(1));
    place.map(|place| eras.swap_remove(place)).ok_or_else(|| match date {
        // Written as a date is, and there is no such day.
        Err(problem) if when.contains('-') && when.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => {
            problem.field(target.to_owned())
        }
        _ => Problem::usage(format!("`{when}` is neither a date nor an edition of {name}"))
            .field(target.to_owned())
            .hint(format!("write a date as in 2026-03-02, or one of the editions: {}", editions.join(", "))),
    })
}

fn current(name: &str, context: &Context) -> Result<Protocol, Problem> {
    let source = source(name, context)?;
    let today = london::date_of(context.now);
    let mut eras = history::all(embedded::VOCABULARY, &source)?;
    match eras.pop() {
        Some(only) if eras.is_empty() => Ok(only),
        _ => history::in_force(embedded::VOCABULARY, &source, today).map_err(|problem| {
            let hint = problem.hint.clone().unwrap_or_default();
            Problem { hint: Some(format!("name a day, such as {name}@2026-09-01; {hint}")), ..problem }
        }),
    }
}
