//! `yjs config get`.

use super::row;
use crate::cli::context::Context;
use crate::cli::settings::key;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::report::config::ValueReport;
use clap::Args;

/// Show the value of one setting, alone on a line
///
/// Exits 2 when it is not set.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  yjs config get protocol")]
pub(super) struct GetArgs {
    /// The setting: protocol, worker, team, format, store or key-file
    #[arg(value_name = "KEY")]
    key: String,
}

pub(super) fn run(args: &GetArgs, context: &Context) -> anyhow::Result<Exit> {
    context.refuse_formats(&[])?;
    let key = key(&args.key)?;
    let row = row(key, context)?;
    if row.value().is_none() {
        return Err(Problem::usage(format!("`{}` is not set", key.id()))
            .hint(format!("`yjs config set {} VALUE` sets it", key.id()))
            .into());
    }
    context.show(&ValueReport::new(row))?;
    Ok(Exit::Answered)
}
