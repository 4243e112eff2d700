//! `yjs case show`.

use crate::cli::context::Context;
use crate::domain::assess::Assessment;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::report::case::CaseReport;
use clap::Args;

/// Show a case on one screen: what it is, what is due, what happened
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs case show YJ-0042 --sample\n  yjs case show YJ-0042 --format json")]
pub(super) struct ShowArgs {
    /// The case
    #[arg(value_name = "REF")]
    reference: String,
}

pub(super) fn run(args: &ShowArgs, context: &Context) -> anyhow::Result<Exit> {
    let stored = context.stored(&args.reference)?;
    let protocol = context.protocol_of(&stored.case)?;
    let place = format!("case {}", args.reference);
    let situation = Situation::new(&protocol, &stored.case, context.now).map_err(|problem| problem.file(place))?;
    let report = CaseReport::new(stored.case, &Assessment::new(situation), context.global.verbose)?;
    context.show(&report)?;
    Ok(context.adverse(report.assessment.is_adverse()))
}
