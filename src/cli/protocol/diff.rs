//! `yjs protocol diff`.

use super::dated;
use crate::cli::context::Context;
use crate::exit::Exit;
use crate::report::protocol::DiffReport;
use clap::Args;

/// Show in words what changed from one protocol, edition or date to another
///
/// Each side is a protocol's id, a folder, or one of these with @DATE or @EDITION: the rules in force on that day, or
/// those of that edition. With --exit-code, exits 1 if anything changed.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs protocol diff east_moor@2026-08-31 east_moor@2026-09-01\n  \
    yjs protocol diff east_moor@2024 east_moor@2026\n  yjs protocol diff camden ./camden-draft --format md")]
pub(super) struct DiffArgs {
    /// The earlier rules
    #[arg(value_name = "OLD")]
    old: String,
    /// The later rules
    #[arg(value_name = "NEW")]
    new: String,
}

pub(super) fn run(args: &DiffArgs, context: &Context) -> anyhow::Result<Exit> {
    let report = DiffReport::new(&dated(&args.old, context)?, &dated(&args.new, context)?);
    context.show(&report)?;
    Ok(context.adverse(report.differs()))
}
