//! `yjs config unset`.

use super::set::beaten;
use crate::cli::context::Context;
use crate::cli::settings::{Settings, key};
use crate::exit::Exit;
use crate::problem::Problem;
use crate::render::Format;
use crate::report::config::ChangedReport;
use clap::Args;

/// Take one setting out
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  yjs config unset protocol")]
pub(super) struct UnsetArgs {
    /// The setting: protocol, worker, team, format, store or key-file
    #[arg(value_name = "KEY")]
    key: String,
}

pub(super) fn run(args: &UnsetArgs, context: &Context) -> anyhow::Result<Exit> {
    context.refuse_formats(&[Format::Csv, Format::Jsonl])?;
    let key = key(&args.key)?;
    let mut settings = Settings::read()?;
    let Some(before) = settings.get(key).map(str::to_owned) else {
        return Err(Problem::usage(format!("`{}` is not set in the file", key.id()))
            .hint("`yjs config list` shows where each value comes from")
            .into());
    };
    settings.set(key, None);
    let path = settings.save()?;
    context.show(&ChangedReport::new(key.id(), Some(before), None, path.display().to_string()))?;
    beaten(key, context);
    Ok(Exit::Answered)
}
