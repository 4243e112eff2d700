//! `yjs case show`.

use crate::cli::context::Context;
use crate::domain::assess::Assessment;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::report::case::{CaseReport, Seen};
use clap::Args;

/// Show a case on one screen: what it is, what is due, what happened
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs case show YJ-0042 --sample\n  yjs case show YJ-0042 --format json\n  \
    yjs case show YJ-0042 --as-of \"2026-03-02 16:30\"")]
pub(super) struct ShowArgs {
    /// The case
    #[arg(value_name = "REF")]
    reference: String,
    /// As it was known at this time: only what had been saved by then, assessed as of then
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    as_of: Option<String>,
}

pub(super) fn run(args: &ShowArgs, context: &Context) -> anyhow::Result<Exit> {
    let (case, now, seen) = match &args.as_of {
        None => (context.stored(&args.reference)?.case, context.now, None),
        Some(time) => {
            let (record, now) = super::history::as_of(&args.reference, time, context)?;
            let seen = Seen {
                at: now.into(),
                saved_at: record.saved_at.into(),
                saved_by: record.saved_by,
                change: record.seq,
            };
            (record.case, now, Some(seen))
        }
    };
    let protocol = context.protocol_of(&case)?;
    let place = format!("case {}", args.reference);
    let situation = Situation::new(&protocol, &case, now).map_err(|problem| problem.file(place))?;
    let assessed = case.clone();
    let report = CaseReport::new(case, &Assessment::new(situation), context.global.verbose)?.seen(seen);
    context.show(&report)?;
    let unanswered = context.without_edition(&protocol, &assessed, now)?;
    Ok(unanswered.or(context.adverse(report.is_adverse())))
}
