//! `yjs case list`.

use crate::cli::context::Context;
use crate::domain::assess::Assessment;
use crate::domain::case::Case;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::report::cases::{CaseRow, CasesReport};
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
    context.check_asked()?;
    let store = context.store()?;
    let snapshot = store.cases()?;
    let mut unread = snapshot.warnings;
    let mut report = CasesReport::new(context.now, args.worker.clone());
    for stored in snapshot.cases {
        let case = stored.case;
        let other = args.worker.as_ref().is_some_and(|worker| case.worker.as_ref() != Some(worker));
        if other || !wanted_protocol(&case, context) {
            continue;
        }
        match row(&case, context) {
            Ok(row) => report.add(row, args.all && !args.open),
            Err(problem) => unread.push(problem.file(format!("case {}", case.reference))),
        }
    }
    context.warn_all(&unread);
    context.show(&report)?;
    Ok(if unread.is_empty() { Exit::Answered } else { Exit::Partly })
}

/// `--protocol` narrows the list to the cases under it.
fn wanted_protocol(case: &Case, context: &Context) -> bool {
    match (&context.global.protocol, &case.protocol) {
        (Some(asked), Some(own)) => asked == own,
        _ => true,
    }
}

fn row(case: &Case, context: &Context) -> Result<CaseRow, Problem> {
    let protocol = context.protocol_of(case)?;
    let situation = Situation::new(&protocol, case, context.now)?;
    CaseRow::new(case, &Assessment::new(situation))
}
