//! `yjs missing`.

use super::context::Context;
use crate::exit::Exit;
use clap::Args;

/// Not built yet
#[derive(Debug, Args)]
pub(super) struct MissingArgs {}

pub(super) fn run(_args: &MissingArgs, _context: &Context) -> anyhow::Result<Exit> {
    anyhow::bail!("not built yet")
}
