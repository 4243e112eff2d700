//! `yjs contacts`.

use super::context::Context;
use crate::exit::Exit;
use clap::Args;

/// Not built yet
#[derive(Debug, Args)]
pub(super) struct ContactsArgs {}

pub(super) fn run(_args: &ContactsArgs, _context: &Context) -> anyhow::Result<Exit> {
    anyhow::bail!("not built yet")
}
