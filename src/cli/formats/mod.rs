//! `yjs formats`: how files of other systems are read.

mod check;
mod list;
mod new;
mod show;

use super::commands::commands;
use super::context::Context;
use crate::exit::Exit;
use clap::Args;
use std::ffi::OsString;

/// List, show, make and check formats: how files of other systems are read
///
/// A format says how the columns of another system's export are read: which is the reference, which holds what fact or
/// event, and in what order dates are. `yjs check`, `yjs missing list`, `yjs deadlines` and `yjs store import` read files
/// by them. docs/formats.md shows how to make one in ten minutes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs formats list\n  yjs formats show ssda903-missing\n  \
    yjs formats new weekly.csv --id weekly\n  yjs formats check")]
pub(super) struct FormatsArgs {
    #[command(subcommand)]
    command: Command,
}

commands! {
    enum Command {
        List(list::ListArgs) "list" => list::run,
        Show(show::ShowArgs) "show" => show::run,
        New(new::NewArgs) "new" => new::run,
        Check(check::CheckArgs) "check" => check::run,
    }
}

/// The description of the one command that these words name.
pub(super) fn alone(words: &[OsString]) -> Option<clap::Command> {
    Command::alone(words)
}

pub(super) fn run(args: &FormatsArgs, context: &Context) -> anyhow::Result<Exit> {
    args.command.run(context)
}
