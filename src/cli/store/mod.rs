//! `yjs store`: care of the case store.

mod backup;
mod doctor;
mod export;
mod import;
mod path;
mod read;
mod repair;
mod restore;
mod verify;

use super::context::Context;
use crate::exit::Exit;
use clap::{Args, Subcommand};
use std::ffi::OsString;

/// Care for the case store: whether it is sound, backups, repair, in and out of it
#[derive(Debug, Args)]
pub(super) struct StoreArgs {
    #[command(subcommand)]
    command: StoreCommand,
}

#[derive(Debug, Subcommand)]
enum StoreCommand {
    Path(path::PathArgs),
    Verify(verify::VerifyArgs),
    Import(import::ImportArgs),
    Export(export::ExportArgs),
    Backup(backup::BackupArgs),
    Restore(restore::RestoreArgs),
    Repair(repair::RepairArgs),
    Doctor(doctor::DoctorArgs),
}

/// The description of the one command that these words name.
pub(super) fn alone(words: &[OsString]) -> Option<clap::Command> {
    Some(match words.first()?.to_str()? {
        "path" => super::alone::<path::PathArgs>("path"),
        "verify" => super::alone::<verify::VerifyArgs>("verify"),
        "import" => super::alone::<import::ImportArgs>("import"),
        "export" => super::alone::<export::ExportArgs>("export"),
        "backup" => super::alone::<backup::BackupArgs>("backup"),
        "restore" => super::alone::<restore::RestoreArgs>("restore"),
        "repair" => super::alone::<repair::RepairArgs>("repair"),
        "doctor" => super::alone::<doctor::DoctorArgs>("doctor"),
        _ => return None,
    })
}

pub(super) fn run(args: &StoreArgs, context: &Context) -> anyhow::Result<Exit> {
    match &args.command {
        StoreCommand::Path(args) => path::run(args, context),
        StoreCommand::Verify(args) => verify::run(args, context),
        StoreCommand::Import(args) => import::run(args, context),
        StoreCommand::Export(args) => export::run(args, context),
        StoreCommand::Backup(args) => backup::run(args, context),
        StoreCommand::Restore(args) => restore::run(args, context),
        StoreCommand::Repair(args) => repair::run(args, context),
        StoreCommand::Doctor(args) => doctor::run(args, context),
    }
}
