//! `yjs store repair`.

use crate::cli::context::Context;
use crate::exit::Exit;
use crate::report::care::RepairReport;
use clap::Args;

/// Bring a damaged store back as far as history and backups prove it
///
/// A line is taken only when its hash is the one that the line after it names; nothing is made up. Damaged lines are
/// kept in the folder quarantine. Exits 2 when some change could not be brought back.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs store repair --dry-run\n  yjs store repair")]
pub(super) struct RepairArgs {
    /// Say what would be done, and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &RepairArgs, context: &Context) -> anyhow::Result<Exit> {
    let repaired = context.folder_store()?.repair(&context.stamp(), args.dry_run)?;
    let whole = repaired.lost.is_empty();
    context.show(&RepairReport::new(repaired, args.dry_run))?;
    Ok(if whole { Exit::Answered } else { Exit::Partly })
}
