//! `yjs config list`.

use super::row;
use crate::cli::context::Context;
use crate::cli::settings::{Setting, file};
use crate::exit::Exit;
use crate::report::config::SettingsReport;
use clap::Args;

/// List every setting, its value and where that comes from
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs config list\n  yjs config list --format json")]
pub(super) struct ListArgs {}

pub(super) fn run(_args: &ListArgs, context: &Context) -> anyhow::Result<Exit> {
    context.refuse_formats(&[])?;
    let rows = Setting::ALL.into_iter().map(|key| row(key, context)).collect::<Result<Vec<_>, _>>()?;
    context.show(&SettingsReport::new(file().map(|path| path.display().to_string()), rows))?;
    Ok(Exit::Answered)
}
