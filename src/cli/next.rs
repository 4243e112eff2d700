//! `yjs next`: what to find out next about a case, and why.

use super::context::Context;
use super::stored_cases::make_of_each;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::report::next::{NextQuestion, NextReport};
use clap::Args;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Show what to find out next, and why
///
/// For one case, lists every question that could still change its answer, most decisive first. Without a case, shows the
/// most decisive question for each open case in the store.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs next YJ-0042\n  yjs next --sample\n  yjs next --format csv")]
pub(super) struct NextArgs {
    /// The case
    #[arg(value_name = "REF")]
    reference: Option<String>,
}

pub(super) fn run(args: &NextArgs, context: &Context) -> anyhow::Result<Exit> {
    let mut report = match &args.reference {
        Some(reference) => {
            let case = context.stored(reference)?.case;
            let protocol = context.protocol_of(&case)?;
            let questions = Situation::new(&protocol, &case, context.now)
                .and_then(|situation| NextQuestion::all(&protocol, &case.reference, situation))
                .map_err(|problem| problem.file(format!("case {reference}")))?;
            NextReport::of_case(reference.clone(), questions)
        }
        None => {
            let looked_at = AtomicUsize::new(0);
            let made = make_of_each(context, |view, protocol| {
                looked_at.fetch_add(1, Ordering::Relaxed);
                let situation = Situation::of_view(protocol, view, context.now)?;
                NextQuestion::first(protocol, &view.reference, situation)
            })?;
            context.warn_all(&made.problems);
            let mut report = NextReport::of_store(looked_at.into_inner() + made.problems.len(), made.all);
            report.verbose = context.global.verbose;
            context.show(&report)?;
            return Ok(if made.problems.is_empty() { Exit::Answered } else { Exit::Partly });
        }
    };
    report.verbose = context.global.verbose;
    context.show(&report)?;
    Ok(Exit::Answered)
}
