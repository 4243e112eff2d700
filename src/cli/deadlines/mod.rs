//! `yjs deadlines`: what is overdue, due today and coming, over every case of the store.

mod read;

use super::context::Context;
use crate::calendar::Amount;
use crate::domain::agenda::Scope;
use crate::exit::Exit;
use crate::problem::{Kind, Problem};
use crate::report::deadlines::{Asked, DeadlinesReport};
use crate::store::gather;
use clap::Args;
use read::Read;
use std::io::IsTerminal;

/// Show what is overdue, due today and coming
///
/// Checks every open case in the store: whom to tell now, and what is overdue (oldest first), due today and coming.
/// Leaves out closed cases. With --exit-code, exits 1 if anything is overdue. Always exits 2 if a case cannot be read.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs deadlines\n  yjs deadlines --within 2w --worker jm\n  \
    yjs deadlines YJ-0042 --all --verbose\n  yjs deadlines --format csv > deadlines.csv")]
pub(super) struct DeadlinesArgs {
    /// Show only this case
    #[arg(value_name = "REF")]
    reference: Option<String>,
    /// How far ahead: 48h, 7d, 5wd (working days), 2w, 1mo
    #[arg(long, value_name = "AMOUNT", default_value = "7d")]
    within: String,
    /// Show only this worker's cases
    #[arg(long, value_name = "W")]
    worker: Option<String>,
    /// Also show what is due later, has not started, or was met
    #[arg(long)]
    all: bool,
    /// Show every row of a long list at a terminal too
    #[arg(long)]
    full: bool,
}

/// How many rows of one list are shown at a terminal.
const ROWS: usize = 20;

pub(super) fn run(args: &DeadlinesArgs, context: &Context) -> anyhow::Result<Exit> {
    let within: Amount = Amount::typed(&args.within)
        .map_err(|problem: Problem| Problem { kind: Kind::Usage, ..problem }.field("--within"))?;
    let scope = Scope::new(context.now, within, args.all)
        .map_err(|problem| Problem { kind: Kind::Usage, ..problem }.field("--within"))?;
    let (mut read, mut warnings) = (Read::default(), Vec::new());
    match &args.reference {
        Some(reference) => {
            let case = context.stored(reference)?.case;
            let protocol = context.protocol_of(&case)?;
            let taken = read.agenda.take(&protocol, &case.view(), context.now, &scope);
            taken.map_err(|problem| of_case(problem, reference))?;
        }
        None => {
            context.check_asked()?;
            let gathered = gather(&*context.store()?, |lines| Read::of(lines, args, &scope, context))?;
            gathered.parts.into_iter().for_each(|part| read.add(part));
            read.agenda.sort();
            read.problems.sort_by(|one, other| one.reference.cmp(&other.reference));
            warnings = gathered.warnings;
            read.left_out.unreadable = read.problems.len() + warnings.len();
        }
    }
    let Read { agenda, left_out, problems } = read;
    let problems: Vec<Problem> = problems.into_iter().map(|unread| unread.problem).chain(warnings).collect();
    let asked = Asked {
        now: context.now,
        within,
        scope,
        case: args.reference.clone(),
        worker: args.worker.clone(),
        protocol: context.global.protocol.clone(),
        verbose: context.global.verbose,
        rows: (!args.full && std::io::stdout().is_terminal()).then_some(ROWS),
    };
    let report = DeadlinesReport::new(&agenda, asked, left_out);
    context.show(&report)?;
    context.warn_all(&problems);
    let unanswered: Vec<Problem> =
        agenda.unanswered.iter().map(|(case, problem)| of_case(problem.clone(), case)).collect();
    let unanswered = context.fail_all(&unanswered);
    let exit = if !problems.is_empty() || unanswered == Exit::Partly {
        Exit::Partly
    } else if context.global.exit_code && report.overdue() {
        Exit::Finding
    } else {
        Exit::Answered
    };
    // The process ends with this: what a whole caseload holds need not be given back piece by piece.
    std::mem::forget(report);
    std::mem::forget(agenda);
    Ok(exit)
}

/// Says which case a problem is about.
pub(super) fn of_case(mut problem: Problem, reference: &str) -> Problem {
    if !problem.what.contains(reference) {
        problem.what = format!("case {reference}: {}", problem.what);
    }
    problem
}
