//! `yjs deadlines`: what is overdue, due today and coming, over every case of the store.

use super::context::Context;
use crate::calendar::Amount;
use crate::domain::agenda::Agenda;
use crate::domain::case::Case;
use crate::exit::Exit;
use crate::problem::{Kind, Problem};
use crate::protocol::Protocol;
use crate::report::deadlines::{Asked, DeadlinesReport, LeftOut};
use clap::Args;
use std::rc::Rc;

/// Show what is overdue, due today and coming
///
/// Looks at every open case of the store: who must be told now, what is overdue (oldest first), due today, and coming.
/// Closed cases are left out. With --exit-code, something overdue exits 1; a case that cannot be read always exits 2.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs deadlines\n  yjs deadlines --within 2w --worker jm\n  \
    yjs deadlines YJ-0042 --all --verbose\n  yjs deadlines --format csv > deadlines.csv")]
pub(super) struct DeadlinesArgs {
    /// One case only
    #[arg(value_name = "REF")]
    reference: Option<String>,
    /// How far ahead: 48h, 7d, 5wd (working days), 2w, 1mo
    #[arg(long, value_name = "AMOUNT", default_value = "7d")]
    within: String,
    /// Only cases with this worker's mark
    #[arg(long, value_name = "W")]
    worker: Option<String>,
    /// Also what lies later, waits to start, or was met
    #[arg(long)]
    all: bool,
}

pub(super) fn run(args: &DeadlinesArgs, context: &Context) -> anyhow::Result<Exit> {
    let within: Amount =
        args.within.parse().map_err(|problem: Problem| Problem { kind: Kind::Usage, ..problem }.field("--within"))?;
    let mut agenda = Agenda::default();
    let mut left_out = LeftOut::default();
    let mut problems = Vec::new();
    match &args.reference {
        Some(reference) => {
            let case = context.stored(reference)?.case;
            let protocol = context.protocol_of(&case)?;
            agenda.take(&protocol, &case, context.now).map_err(|problem| of_case(problem, reference))?;
        }
        None => {
            let warnings = context.store()?.for_each_current(&mut |line| {
                let taken = line.parse().and_then(|case| take(args, context, &case, &mut agenda, &mut left_out));
                if let Err(problem) = taken {
                    problems.push(of_case(problem, line.reference).file(line.file).at(line.line, None));
                }
            })?;
            left_out.unreadable = problems.len() + warnings.len();
            problems.extend(warnings);
        }
    }
    let asked = Asked {
        now: context.now,
        within,
        case: args.reference.clone(),
        worker: args.worker.clone(),
        protocol: context.global.protocol.clone(),
        all: args.all,
        verbose: context.global.verbose,
    };
    let report = DeadlinesReport::new(&agenda, asked, left_out)
        .map_err(|problem| Problem { kind: Kind::Usage, ..problem }.field("--within"))?;
    context.show(&report)?;
    context.warn_all(&problems);
    Ok(if !problems.is_empty() {
        Exit::Partly
    } else if context.global.exit_code && report.overdue() {
        Exit::Finding
    } else {
        Exit::Answered
    })
}

fn take(
    args: &DeadlinesArgs,
    context: &Context,
    case: &Case,
    agenda: &mut Agenda,
    left_out: &mut LeftOut,
) -> Result<(), Problem> {
    let same =
        |left: &Option<String>, right: &str| left.as_deref().is_some_and(|left| left.eq_ignore_ascii_case(right));
    if let Some(asked) = &context.global.protocol
        && case.protocol.as_ref().is_some_and(|own| own != asked)
    {
        left_out.other_protocol += 1;
        return Ok(());
    }
    if args.worker.as_ref().is_some_and(|worker| !same(&case.worker, worker)) {
        left_out.other_worker += 1;
        return Ok(());
    }
    let protocol: Rc<Protocol> = context.protocol_of(case)?;
    agenda.take(&protocol, case, context.now)
}

/// Says which case a problem is about.
pub(super) fn of_case(mut problem: Problem, reference: &str) -> Problem {
    if !problem.what.contains(reference) {
        problem.what = format!("case {reference}: {}", problem.what);
    }
    problem
}
