//! `yjs store backup`.

use crate::cli::context::Context;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::report::care::BackupReport;
use clap::Args;
use std::path::PathBuf;

/// Back the store up into one file, and read it again to be sure
///
/// The first change of each day makes a backup by itself, in the store's own folder; a fortnight of these is kept.
/// A disk that fails takes those with it: keep a copy elsewhere with --to. Each copy keeps the head of the store, so that
/// `yjs store verify --against` can show later that nothing was taken back. When the last copy off this machine is older
/// than a week, the answer says so.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs store backup\n  yjs store backup --to /media/usb/yjs.jsonl")]
pub(super) struct BackupArgs {
    /// The file to write; an earlier backup there is replaced, any other file is left alone
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

pub(super) fn run(args: &BackupArgs, context: &Context) -> anyhow::Result<Exit> {
    let store = context.folder_store()?;
    let at = context.real_time();
    let made = store.backup(args.to.as_deref(), at)?;
    context.show(&BackupReport::new(made, at))?;
    // Whoever backs up does not mind a moment more; a large store is compacted nowhere else.
    if args.to.is_none() && store.is_crowded()? {
        let compacted = store.compact(context.real_time()).map(drop);
        context.warn_all(&compacted.err().into_iter().collect::<Vec<Problem>>());
    }
    Ok(Exit::Answered)
}
