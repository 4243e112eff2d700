//! `yjs case`: the case store, one child's case at a time.

mod add;
mod change;
mod close;
mod history;
mod list;
mod log;
mod note;
mod reopen;
#[cfg(test)]
mod sample;
mod set;
mod show;
mod undo;
mod vet;
mod waive;

pub(super) use vet::vet;

use super::context::Context;
use crate::exit::Exit;
use clap::{Args, Subcommand};
use std::ffi::OsString;

/// Keep cases: add, change, log what happened, show, undo
///
/// A case holds a reference, facts and events; initials at most, never a name. What is not given is unknown, never no.
#[derive(Debug, Args)]
pub(super) struct CaseArgs {
    #[command(subcommand)]
    command: CaseCommand,
}

#[derive(Debug, Subcommand)]
enum CaseCommand {
    Add(add::AddArgs),
    Set(set::SetArgs),
    Log(log::LogArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
    Waive(waive::WaiveArgs),
    Close(close::CloseArgs),
    Reopen(reopen::ReopenArgs),
    History(history::HistoryArgs),
    Undo(undo::UndoArgs),
}

/// The description of the one command that these words name.
pub(super) fn alone(words: &[OsString]) -> Option<clap::Command> {
    Some(match words.first()?.to_str()? {
        "add" => super::alone::<add::AddArgs>("add"),
        "set" => super::alone::<set::SetArgs>("set"),
        "log" => super::alone::<log::LogArgs>("log"),
        "list" => super::alone::<list::ListArgs>("list"),
        "show" => super::alone::<show::ShowArgs>("show"),
        "waive" => super::alone::<waive::WaiveArgs>("waive"),
        "close" => super::alone::<close::CloseArgs>("close"),
        "reopen" => super::alone::<reopen::ReopenArgs>("reopen"),
        "history" => super::alone::<history::HistoryArgs>("history"),
        "undo" => super::alone::<undo::UndoArgs>("undo"),
        _ => return None,
    })
}

pub(super) fn run(args: &CaseArgs, context: &Context) -> anyhow::Result<Exit> {
    match &args.command {
        CaseCommand::Add(args) => add::run(args, context),
        CaseCommand::Set(args) => set::run(args, context),
        CaseCommand::Log(args) => log::run(args, context),
        CaseCommand::List(args) => list::run(args, context),
        CaseCommand::Show(args) => show::run(args, context),
        CaseCommand::Waive(args) => waive::run(args, context),
        CaseCommand::Close(args) => close::run(args, context),
        CaseCommand::Reopen(args) => reopen::run(args, context),
        CaseCommand::History(args) => history::run(args, context),
        CaseCommand::Undo(args) => undo::run(args, context),
    }
}
