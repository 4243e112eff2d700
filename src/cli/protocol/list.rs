//! `yjs protocol list`.

use crate::cli::context::Context;
use crate::exit::Exit;
use crate::protocol::embedded;
use crate::report::protocol::ListReport;
use clap::Args;

/// List the protocols that are built in
#[derive(Debug, Args)]
pub(super) struct ListArgs {}

pub(super) fn run(_args: &ListArgs, context: &Context) -> anyhow::Result<Exit> {
    let protocols = embedded::ids().map(|id| context.printed_protocol(id)).collect::<Result<Vec<_>, _>>()?;
    context.show(&ListReport::new(&protocols))?;
    Ok(Exit::Answered)
}
