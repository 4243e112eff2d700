//! `yjs case list`.

use crate::cli::context::Context;
use crate::cli::stored_cases::make_of_each;
use crate::domain::assess::Assessment;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::report::cases::{CaseRow, CasesReport};
use crate::shared_text::SharedText;
use clap::Args;

/// List cases, each with its level and what is due next
///
/// Closed cases are left out, and counted, unless --all is given.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs case list --sample\n  yjs case list --worker jm --format csv")]
pub(super) struct ListArgs {
    /// Only this worker's cases
    #[arg(long, value_name = "MARK")]
    worker: Option<String>,
    /// Closed cases too
    #[arg(long)]
    all: bool,
    /// Open cases only, as without it
    #[arg(long, conflicts_with = "all")]
    open: bool,
}

pub(super) fn run(args: &ListArgs, context: &Context) -> anyhow::Result<Exit> {
    let texts = SharedText::default();
    let made = make_of_each(context, |case, protocol| {
        let same = |worker: &String| case.worker.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(worker));
        if !args.worker.as_ref().is_none_or(same) {
            return Ok(None);
        }
        let situation = Situation::of_view(protocol, case, context.now)?;
        CaseRow::new(case, &Assessment::new(situation), &texts).map(|row| Some(Box::new(row)))
    })?;
    let mut report = CasesReport::new(context.now, args.worker.clone());
    report.add(made.all, args.all && !args.open);
    context.warn_all(&made.problems);
    context.show(&report)?;
    Ok(if made.problems.is_empty() { Exit::Answered } else { Exit::Partly })
}
