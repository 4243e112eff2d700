//! `yjs store restore`.

use crate::cli::context::Context;
use crate::exit::Exit;
use crate::report::care::RestoreReport;
use clap::Args;
use std::path::PathBuf;

/// Put the store back to what a backup holds; the present one is kept
///
/// The backup is checked first. With --dry-run nothing is changed and the answer says what would be.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs store restore backups/2026-06-09.jsonl --dry-run\n  \
    yjs store restore /media/usb/yjs.jsonl")]
pub(super) struct RestoreArgs {
    /// A file that `yjs store backup` made
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &RestoreArgs, context: &Context) -> anyhow::Result<Exit> {
    let store = context.folder_store()?;
    // A name as `yjs store doctor` lists it is looked for among the store's own backups.
    let own = store.folder().join(&args.file);
    let file = if !args.file.exists() && own.is_file() { &own } else { &args.file };
    let restored = if args.dry_run { store.preview_restore(file)? } else { store.restore(file, &context.stamp()?)? };
    context.show(&RestoreReport::new(restored, args.dry_run))?;
    Ok(Exit::Answered)
}
