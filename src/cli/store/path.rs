//! `yjs store path`.

use crate::cli::context::Context;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::report::store::PathReport;
use crate::store::LocalStore;
use clap::Args;

/// Say where the store is, and whether it exists
#[derive(Debug, Args)]
pub(super) struct PathArgs {}

pub(super) fn run(_args: &PathArgs, context: &Context) -> anyhow::Result<Exit> {
    if context.global.sample {
        return Err(Problem::usage("the sample is built in and has no folder")
            .hint("leave out --sample to see where your own store is")
            .into());
    }
    let folder = context.store_folder()?;
    let manifest = LocalStore::new(&folder).manifest()?;
    context.show(&PathReport::new(folder.display().to_string(), manifest.is_some()))?;
    Ok(Exit::Answered)
}
