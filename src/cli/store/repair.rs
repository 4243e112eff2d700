//! `yjs store repair`.

use crate::cli::context::Context;
use crate::exit::Exit;
use crate::report::care::RepairReport;
use crate::store::{Stamp, Store};
use clap::Args;

/// Bring a damaged store back as far as history and backups prove it
///
/// The best copy of each change is taken that a hash proves, from the store, its history and all backups; nothing is
/// made up. Damaged lines are kept in the folder quarantine. Where two writers went on from the same change, both are
/// shown, and --choose says which to go on with; cases that only the other one is about are carried over. Exits 2 when
/// some change could not be brought back, or something has to be chosen.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs store repair --dry-run\n  yjs store repair\n  \
    yjs store repair --choose 3fa85f64")]
pub(super) struct RepairArgs {
    /// Say what would be done, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Where two lines follow on the same one: the one to go on with, by the start of its hash
    #[arg(long, value_name = "HASH")]
    choose: Vec<String>,
}

pub(super) fn run(args: &RepairArgs, context: &Context) -> anyhow::Result<Exit> {
    let store = context.folder_store()?;
    // Nobody has to say who they are for what is not saved.
    let nobody = || Stamp { at: context.now, by: String::new() };
    let stamp = if args.dry_run { nobody() } else { context.stamp()? };
    let repaired = store.repair(&stamp, &args.choose, args.dry_run)?;
    let whole = repaired.lost.is_empty() && repaired.forks.is_empty();
    // Sound at the end, or the answer says why not.
    let sound = args.dry_run || !whole || store.verify()?.ok;
    context.show(&RepairReport::new(repaired, args.dry_run))?;
    Ok(if whole && sound { Exit::Answered } else { Exit::Partly })
}
