//! `yjs protocol`: the encoded protocols.

mod check;
mod list;
mod schema;
mod show;
mod test;

use super::context::Context;
use super::library;
use crate::exit::Exit;
use crate::problem::{Place, Problem};
use crate::protocol::load::Source;
use clap::{Args, Subcommand};
use std::path::Path;

/// List, show and check the encoded protocols
#[derive(Debug, Args)]
pub(super) struct ProtocolArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::ListArgs),
    Show(show::ShowArgs),
    Check(check::CheckArgs),
    Test(test::TestArgs),
    Schema(schema::SchemaArgs),
}

pub(super) fn run(args: &ProtocolArgs, context: &Context) -> anyhow::Result<Exit> {
    match &args.command {
        Command::List(args) => list::run(args, context),
        Command::Show(args) => show::run(args, context),
        Command::Check(args) => check::run(args, context),
        Command::Test(args) => test::run(args, context),
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
