//! `yjs protocol`: the encoded protocols.

mod check;
mod diff;
mod graph;
mod list;
mod new;
mod schema;
mod show;
mod test;

use super::context::Context;
use super::library;
use crate::calendar::{london, parse_date};
use crate::exit::Exit;
use crate::problem::{Place, Problem};
use crate::protocol::load::Source;
use crate::protocol::{Protocol, embedded, history};
use clap::{Args, Subcommand};
use std::ffi::OsString;
use std::path::Path;

/// List, show, check, test and write the encoded protocols
#[derive(Debug, Args)]
pub(super) struct ProtocolArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::ListArgs),
    New(new::NewArgs),
    Show(show::ShowArgs),
    Check(check::CheckArgs),
    Test(test::TestArgs),
    Diff(diff::DiffArgs),
    Graph(graph::GraphArgs),
    Schema(schema::SchemaArgs),
}

/// The description of the one command that these words name.
pub(super) fn alone(words: &[OsString]) -> Option<clap::Command> {
    Some(match words.first()?.to_str()? {
        "list" => super::alone::<list::ListArgs>("list"),
        "new" => super::alone::<new::NewArgs>("new"),
        "show" => super::alone::<show::ShowArgs>("show"),
        "check" => super::alone::<check::CheckArgs>("check"),
        "test" => super::alone::<test::TestArgs>("test"),
        "diff" => super::alone::<diff::DiffArgs>("diff"),
        "graph" => super::alone::<graph::GraphArgs>("graph"),
        "schema" => super::alone::<schema::SchemaArgs>("schema"),
        _ => return None,
    })
}

pub(super) fn run(args: &ProtocolArgs, context: &Context) -> anyhow::Result<Exit> {
    match &args.command {
        Command::List(args) => list::run(args, context),
        Command::New(args) => new::run(args, context),
        Command::Show(args) => show::run(args, context),
        Command::Check(args) => check::run(args, context),
        Command::Test(args) => test::run(args, context),
        Command::Diff(args) => diff::run(args, context),
        Command::Graph(args) => graph::run(args, context),
        Command::Schema(args) => schema::run(args, context),
    }
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
