//! `yjs store`: care of the case store.

mod export;
mod import;
mod path;
mod read;
mod verify;

use super::context::Context;
use crate::exit::Exit;
use clap::{Args, Subcommand};

/// Care for the case store: where it is, whether it is sound, in and out of it
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
}

pub(super) fn run(args: &StoreArgs, context: &Context) -> anyhow::Result<Exit> {
    match &args.command {
        StoreCommand::Path(args) => path::run(args, context),
        StoreCommand::Verify(args) => verify::run(args, context),
        StoreCommand::Import(args) => import::run(args, context),
        StoreCommand::Export(args) => export::run(args, context),
    }
}
