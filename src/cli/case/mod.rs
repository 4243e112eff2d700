//! `yjs case`: the case store, one child's case at a time.

mod add;
mod assign;
mod change;
mod close;
mod correct;
mod draft;
mod history;
mod list;
mod log;
mod move_to;
mod note;
mod reopen;
#[cfg(test)]
mod sample;
mod set;
mod show;
mod timeline;
mod undo;
mod undo_import;
mod vet;
mod waive;
mod which_event;
mod withdraw;

pub(super) use note::reason;
pub(super) use undo_import::IMPORTED;
pub(super) use vet::vet;

use super::commands::commands;
use super::context::Context;
use crate::exit::Exit;
use clap::Args;
use std::ffi::OsString;

/// Keep cases: add, change, log what happened, show, undo
///
/// A case holds a reference, facts and events; initials at most, never a name. What is not given is unknown, never no.
#[derive(Debug, Args)]
pub(super) struct CaseArgs {
    #[command(subcommand)]
    command: CaseCommand,
}

commands! {
    enum CaseCommand {
        Add(add::AddArgs) "add" => add::run,
        Set(set::SetArgs) "set" => set::run,
        Log(log::LogArgs) "log" => log::run,
        Correct(correct::CorrectArgs) "correct" => correct::run,
        Withdraw(withdraw::WithdrawArgs) "withdraw" => withdraw::run,
        Assign(assign::AssignArgs) "assign" => assign::assign,
        Handover(assign::HandoverArgs) "handover" => assign::handover,
        Move(move_to::MoveArgs) "move" => move_to::run,
        List(list::ListArgs) "list" => list::run,
        Show(show::ShowArgs) "show" => show::run,
        Draft(draft::DraftArgs) "draft" => draft::run,
        Timeline(timeline::TimelineArgs) "timeline" => timeline::run,
        Waive(waive::WaiveArgs) "waive" => waive::run,
        Close(close::CloseArgs) "close" => close::run,
        Reopen(reopen::ReopenArgs) "reopen" => reopen::run,
        History(history::HistoryArgs) "history" => history::run,
        Undo(undo::UndoArgs) "undo" => undo::run,
    }
}

/// The description of the one command that these words name.
pub(super) fn alone(words: &[OsString]) -> Option<clap::Command> {
    CaseCommand::alone(words)
}

pub(super) fn run(args: &CaseArgs, context: &Context) -> anyhow::Result<Exit> {
    args.command.run(context)
}
