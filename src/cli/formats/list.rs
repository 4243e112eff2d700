//! `yjs formats list`.

use crate::cli::context::Context;
use crate::cli::reading::own_folder;
use crate::exit::Exit;
use crate::report::formats::ListReport;
use clap::Args;

/// List the formats: built in, and your own
#[derive(Debug, Args)]
pub(super) struct ListArgs {}

pub(super) fn run(_args: &ListArgs, context: &Context) -> anyhow::Result<Exit> {
    let formats = context.formats()?;
    let own = own_folder().map(|folder| folder.display().to_string());
    context.show(&ListReport::new(&formats, own))?;
    Ok(Exit::Answered)
}
