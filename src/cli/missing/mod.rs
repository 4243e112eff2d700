//! `yjs missing`: episodes recorded, listed and checked.

mod check;
mod list;
mod record;

use super::commands::commands;
use super::context::Context;
use crate::exit::Exit;
use clap::Args;
use std::ffi::OsString;

/// Record missing episodes, and show what to do about them
///
/// An episode runs from when the child went missing until the child is located and their well-being is confirmed. The
/// protocol says what to do, and after how many days or episodes. Where it gives no number, yjs gives none.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs missing report YJ-0042 --at 'yesterday 18:00'\n  \
    yjs missing located YJ-0042 --at 07:40 --well\n  \
    yjs missing check --protocol tower_hamlets --since 2026-06-01T18:00 --high-risk")]
pub(super) struct MissingArgs {
    #[command(subcommand)]
    command: Command,
}

commands! {
    enum Command {
        Report(record::ReportArgs) "report" => record::report,
        Located(record::LocatedArgs) "located" => record::located,
        Confirm(record::ConfirmArgs) "confirm" => record::confirm,
        List(list::ListArgs) "list" => list::run,
        Check(check::CheckArgs) "check" => check::run,
    }
}

/// The description of the one command that these words name.
pub(super) fn alone(words: &[OsString]) -> Option<clap::Command> {
    Command::alone(words)
}

pub(super) fn run(args: &MissingArgs, context: &Context) -> anyhow::Result<Exit> {
    args.command.run(context)
}
