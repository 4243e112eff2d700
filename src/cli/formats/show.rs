//! `yjs formats show`.

use crate::cli::context::Context;
use crate::exit::Exit;
use crate::report::formats::ShowReport;
use clap::Args;

/// Show how a format reads each column, and what it cannot say
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  yjs formats show ssda903-episodes\n\n--format json prints the format itself, to copy and change."
)]
pub(super) struct ShowArgs {
    /// The format
    #[arg(value_name = "FORMAT")]
    format_id: String,
}

pub(super) fn run(args: &ShowArgs, context: &Context) -> anyhow::Result<Exit> {
    let formats = context.formats()?;
    context.show(&ShowReport::new(formats.get(&args.format_id)?))?;
    Ok(Exit::Answered)
}
