//! `yjs case reopen`.

use super::change;
use crate::calendar::Tense;
use crate::cli::context::Context;
use crate::domain::closing::{self, closed_since};
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::report::changes::ChangesReport;
use crate::report::due::long;
use clap::Args;

/// Open a closed case again
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  yjs case reopen YJ-0042 --at today")]
pub(super) struct ReopenArgs {
    /// The case
    #[arg(value_name = "REF")]
    reference: String,
    /// When it was opened again
    #[arg(long, value_name = "WHEN", default_value = "now", allow_hyphen_values = true)]
    at: String,
}

pub(super) fn run(args: &ReopenArgs, context: &Context) -> anyhow::Result<Exit> {
    let when = context.when(&args.at, Tense::Past).map_err(|problem| problem.field("--at"))?;
    let changed = change::change(context, &args.reference, "reopened", |case, protocol| {
        if closed_since(&Situation::new(protocol, case, context.now)?).is_none() {
            return Err(Problem::usage(format!("{} is not closed", case.reference))
                .hint(format!("`yjs case show {}` shows it", case.reference)));
        }
        let opened = protocol.vocabulary.event_definition(closing::named(protocol)?.opened);
        case.events.push(change::event(protocol, &opened.id, when, "EVENT")?);
        change::vet_last(protocol, case, context)?;
        if closed_since(&Situation::new(protocol, case, context.now)?).is_some() {
            return Err(Problem::usage(format!("{} was closed after that", case.reference))
                .field("--at")
                .hint(format!("`yjs case show {}` shows when it was closed", case.reference)));
        }
        Ok(())
    })?;
    let headline = format!("Opened again: {}, {}", args.reference, long(when));
    let before = changed.before.as_ref();
    context.show(&ChangesReport::new(&changed.protocol, headline, before, &changed.after, context.global.verbose))?;
    Ok(Exit::Answered)
}
