//! `yjs case withdraw`.

use super::change;
use super::which_event::{find, when};
use crate::cli::context::Context;
use crate::exit::Exit;
use crate::report::changes::ChangesReport;
use clap::Args;
use std::cell::RefCell;

/// Take back events that were recorded by mistake
///
/// Any event, not only the last. Name it by its kind, and by when it was if there are several. Nothing is deleted: the
/// history keeps the event and who took it back.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs case withdraw YJ-0042 referred_by_telephone\n  \
    yjs case withdraw YJ-0042 went_missing@2026-06-02 located@2026-06-03")]
pub(super) struct WithdrawArgs {
    /// The case
    #[arg(value_name = "REF")]
    reference: String,
    /// The event: KIND, or KIND@WHEN
    #[arg(value_name = "EVENT", required = true)]
    events: Vec<String>,
}

pub(super) fn run(args: &WithdrawArgs, context: &Context) -> anyhow::Result<Exit> {
    let what = format!("withdrew {}", args.events.join(", "));
    let said = RefCell::new(Vec::new());
    let changed = change::change(context, &args.reference, &what, |case, protocol| {
        said.borrow_mut().clear();
        for text in &args.events {
            let event = case.events.remove(find(case, protocol, text, context)?);
            said.borrow_mut().push(format!("{}, {}", event.kind, when(&event)));
        }
        Ok(())
    })?;
    let headline = format!("Taken back in {}: {}", args.reference, said.take().join("; "));
    let before = changed.before.as_ref();
    context.show(&ChangesReport::new(&changed.protocol, headline, before, &changed.after, context.global.verbose))?;
    Ok(Exit::Answered)
}
