//! `yjs store`: care of the case store.

mod backup;
mod doctor;
mod export;
mod import;
mod merge;
mod path;
mod read;
mod repair;
mod restore;
mod verify;

use super::commands::commands;
use super::context::Context;
use crate::exit::Exit;
use clap::Args;
use std::ffi::OsString;

/// Care for the case store: whether it is sound, backups, repair, in and out of it
#[derive(Debug, Args)]
pub(super) struct StoreArgs {
    #[command(subcommand)]
    command: StoreCommand,
}

commands! {
    enum StoreCommand {
        Path(path::PathArgs) "path" => path::run,
        Verify(verify::VerifyArgs) "verify" => verify::run,
        Import(import::ImportArgs) "import" => import::run,
        Export(export::ExportArgs) "export" => export::run,
        Backup(backup::BackupArgs) "backup" => backup::run,
        Restore(restore::RestoreArgs) "restore" => restore::run,
        Repair(repair::RepairArgs) "repair" => repair::run,
        Doctor(doctor::DoctorArgs) "doctor" => doctor::run,
    }
}

/// The description of the one command that these words name.
pub(super) fn alone(words: &[OsString]) -> Option<clap::Command> {
    StoreCommand::alone(words)
}

pub(super) fn run(args: &StoreArgs, context: &Context) -> anyhow::Result<Exit> {
    args.command.run(context)
}
