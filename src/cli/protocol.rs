//! `yjs protocol`.

use super::context::Context;
use crate::exit::Exit;
use clap::Args;

/// Not built yet
#[derive(Debug, Args)]
pub(super) struct ProtocolArgs {}

pub(super) fn run(_args: &ProtocolArgs, _context: &Context) -> anyhow::Result<Exit> {
    anyhow::bail!("not built yet")
}
