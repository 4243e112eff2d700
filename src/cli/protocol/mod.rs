//! `yjs protocol`: the encoded protocols.

mod check;
mod list;
mod schema;
mod show;

use super::context::Context;
use crate::exit::Exit;
use clap::{Args, Subcommand};

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
    Schema(schema::SchemaArgs),
}

pub(super) fn run(args: &ProtocolArgs, context: &Context) -> anyhow::Result<Exit> {
    match &args.command {
        Command::List(args) => list::run(args, context),
        Command::Show(args) => show::run(args, context),
        Command::Check(args) => check::run(args, context),
        Command::Schema(args) => schema::run(args, context),
    }
}
