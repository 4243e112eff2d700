//! `yjs config path`.

use crate::cli::context::Context;
use crate::cli::settings::{file, no_folder};
use crate::exit::Exit;
use crate::render::Format;
use crate::report::config::FileReport;
use clap::Args;

/// Show where the settings are kept
///
/// The variable YJS_CONFIG names another folder.
#[derive(Debug, Args)]
pub(super) struct PathArgs {}

pub(super) fn run(_args: &PathArgs, context: &Context) -> anyhow::Result<Exit> {
    context.refuse_formats(&[Format::Csv, Format::Jsonl])?;
    let path = file().ok_or_else(no_folder)?;
    context.show(&FileReport::new(path.display().to_string(), path.exists()))?;
    Ok(Exit::Answered)
}
