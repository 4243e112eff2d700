//! `yjs next`: what to find out next about a case, and why.

use super::context::Context;
use crate::domain::case::Case;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::report::next::{NextReport, NextRow};
use clap::Args;

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
            let rows = NextRow::all(&protocol, &case, context.now)
                .map_err(|problem| problem.file(format!("case {reference}")))?;
            NextReport::of_case(reference.clone(), rows)
        }
        None => {
            context.check_asked()?;
            let cases = context.store()?.cases()?;
            context.warn_all(&cases.warnings);
            let (mut rows, mut unread): (Vec<NextRow>, Vec<Problem>) = (Vec::new(), Vec::new());
            let all = cases.cases.len();
            let asked = context.global.protocol.as_ref();
            let of_protocol =
                |case: &Case| asked.is_none_or(|asked| case.protocol.as_ref().is_none_or(|own| own == asked));
            for held in cases.cases.into_iter().filter(|held| of_protocol(&held.case)) {
                let of = format!("case {}", held.case.reference);
                let found = context
                    .protocol_of(&held.case)
                    .and_then(|protocol| NextRow::first(&protocol, &held.case, context.now));
                match found {
                    Ok(found) => rows.extend(found),
                    Err(problem) => unread.push(problem.file(of)),
                }
            }
            context.warn_all(&unread);
            let report = NextReport::of_store(all, rows);
            if !unread.is_empty() {
                context.show(&report)?;
                return Ok(Exit::Partly);
            }
            report
        }
    };
    report.verbose = context.global.verbose;
    context.show(&report)?;
    Ok(Exit::Answered)
}
