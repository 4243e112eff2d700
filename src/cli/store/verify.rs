//! `yjs store verify`.

use crate::cli::context::Context;
use crate::exit::Exit;
use crate::report::store::VerifyReport;
use clap::Args;

/// Check every line of the store: its shape, its order, and the chain that shows later changes
///
/// Exits 2 when something is wrong.
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {}

pub(super) fn run(_args: &VerifyArgs, context: &Context) -> anyhow::Result<Exit> {
    let verification = context.store()?.verify()?;
    let ok = verification.ok;
    context.show(&VerifyReport::new(verification))?;
    Ok(if ok { Exit::Answered } else { Exit::Partly })
}
