//! `yjs missing`: episodes recorded, listed and checked.

mod check;
mod list;
mod record;

use super::context::Context;
use crate::exit::Exit;
use clap::{Args, Subcommand};
use std::ffi::OsString;

/// Record missing episodes, and see what they call for
///
/// An episode runs from when the child's whereabouts were lost until the child is located and well-being is confirmed.
/// What must be done, and at how many days or episodes, is the protocol's own; where it prints no number, none is given.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs missing report YJ-0042 --at 'yesterday 18:00'\n  \
    yjs missing located YJ-0042 --at 07:40 --well\n  \
    yjs missing check --protocol tower_hamlets --since 2026-06-01T18:00 --high-risk")]
pub(super) struct MissingArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Report(record::ReportArgs),
    Located(record::LocatedArgs),
    Confirm(record::ConfirmArgs),
    List(list::ListArgs),
    Check(check::CheckArgs),
}

/// The description of the one command that these words name.
pub(super) fn alone(words: &[OsString]) -> Option<clap::Command> {
    Some(match words.first()?.to_str()? {
        "report" => super::alone::<record::ReportArgs>("report"),
        "located" => super::alone::<record::LocatedArgs>("located"),
        "confirm" => super::alone::<record::ConfirmArgs>("confirm"),
        "list" => super::alone::<list::ListArgs>("list"),
        "check" => super::alone::<check::CheckArgs>("check"),
        _ => return None,
    })
}

pub(super) fn run(args: &MissingArgs, context: &Context) -> anyhow::Result<Exit> {
    match &args.command {
        Command::Report(args) => record::report(args, context),
        Command::Located(args) => record::located(args, context),
        Command::Confirm(args) => record::confirm(args, context),
        Command::List(args) => list::run(args, context),
        Command::Check(args) => check::run(args, context),
    }
}
