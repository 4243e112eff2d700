//! `yjs check`.

use super::context::Context;
use crate::exit::Exit;
use clap::Args;

/// Not built yet
#[derive(Debug, Args)]
pub(super) struct CheckArgs {}

pub(super) fn run(_args: &CheckArgs, _context: &Context) -> anyhow::Result<Exit> {
    anyhow::bail!("not built yet")
}
