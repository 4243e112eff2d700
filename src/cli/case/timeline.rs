//! `yjs case timeline`.

use crate::cli::context::Context;
use crate::domain::assess::Assessment;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::report::timeline::TimelineReport;
use clap::Args;

/// Show a case along time: what happened, missing episodes, and the clocks that run
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs case timeline YJ-0042 --sample\n  \
    yjs case timeline YJ-0042 --format svg > YJ-0042.svg\n  yjs case timeline YJ-0042 --format html > YJ-0042.html")]
pub(super) struct TimelineArgs {
    /// The case
    #[arg(value_name = "REF")]
    reference: String,
}

pub(super) fn run(args: &TimelineArgs, context: &Context) -> anyhow::Result<Exit> {
    let case = context.stored(&args.reference)?.case;
    let protocol = context.protocol_of(&case)?;
    let place = format!("case {}", args.reference);
    let situation = Situation::new(&protocol, &case, context.now).map_err(|problem| problem.file(place))?;
    context.show(&TimelineReport::new(&Assessment::new(situation), Some(args.reference.clone()))?)?;
    Ok(context.without_edition(&protocol, &case, context.now)?)
}
