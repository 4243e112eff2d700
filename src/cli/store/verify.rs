//! `yjs store verify`.

use crate::cli::context::Context;
use crate::exit::Exit;
use crate::report::store::VerifyReport;
use crate::store::LocalStore;
use clap::Args;

/// Check every line of the store: its shape, its order, and the chain that shows later changes
///
/// Prints the head: the number and the hash of the last line. The chain shows accidents; whoever may write to the store can
/// make a new one. With a head that was kept elsewhere, --against shows that too, and a store that was put back to an
/// earlier state. Exits 2 when something is wrong.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs store verify\n  yjs store verify --against /media/usb/yjs.jsonl")]
pub(super) struct VerifyArgs {
    /// A head that was printed earlier, or a file that has one, such as a backup
    #[arg(long, value_name = "HEAD|FILE")]
    against: Option<String>,
}

pub(super) fn run(args: &VerifyArgs, context: &Context) -> anyhow::Result<Exit> {
    let verification = match &args.against {
        Some(text) => context.folder_store()?.verify_against(&LocalStore::kept_head(text)?)?,
        None => context.store()?.verify()?,
    };
    let ok = verification.ok;
    context.show(&VerifyReport::new(verification))?;
    Ok(if ok { Exit::Answered } else { Exit::Partly })
}
