//! `yjs case assign` and `yjs case handover`: whose case it is, with what is running in it.

use super::change;
use crate::calendar::{Amount, Unit};
use crate::cli::context::Context;
use crate::domain::agenda::{Agenda, Scope};
use crate::domain::case::Case;
use crate::exit::Exit;
use crate::problem::{Problem, nearest};
use crate::report::assigned::AssignedReport;
use crate::report::deadlines::{Asked, DeadlinesReport, LeftOut};
use clap::Args;

/// Give cases to a worker, and see what is running in them
///
/// The cases are given together or not at all. Nothing else in them changes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs case assign YJ-0042 ak\n  yjs case assign YJ-0042 YJ-0043 ak")]
pub(super) struct AssignArgs {
    /// The cases, then the worker's own short mark, never a name; or unassigned
    #[arg(value_names = ["REF", "WORKER"], num_args = 2.., required = true)]
    names: Vec<String>,
}

/// Give every open case of one worker to another, and see what is running in them
///
/// Closed cases stay as they are, and are counted. All cases are handed over, or none.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs case handover jm ak\n  yjs deadlines --worker ak --group case")]
pub(super) struct HandoverArgs {
    /// Whose cases they are
    #[arg(value_name = "FROM")]
    from: String,
    /// Whose cases they become
    #[arg(value_name = "TO")]
    to: String,
}

pub(super) fn assign(args: &AssignArgs, context: &Context) -> anyhow::Result<Exit> {
    let Some((worker, references)) = args.names.split_last() else {
        return Err(Problem::usage("which case, and which worker?").into());
    };
    let worker = whose(worker)?;
    if let Some(worker) = worker
        && context.store()?.cases()?.cases.iter().any(|held| held.case.reference.eq_ignore_ascii_case(worker))
    {
        return Err(Problem::usage(format!("`{worker}` is a case, not a worker; nothing was changed"))
            .field("WORKER")
            .hint("name the cases first and the worker last: `yjs case assign YJ-0042 YJ-0043 ak`")
            .into());
    }
    let mut references = references.to_vec();
    references.sort();
    references.dedup();
    let cases = references
        .iter()
        .map(|reference| context.stored(reference).map(|stored| stored.case))
        .collect::<Result<Vec<_>, _>>()?;
    give(&cases, worker, &references, context)?;
    let headline = match worker {
        Some(worker) => format!("Given to {worker}: {}", references.join(", ")),
        None => format!("Given to nobody: {}", references.join(", ")),
    };
    show(headline, None, worker, cases, 0, context)
}

pub(super) fn handover(args: &HandoverArgs, context: &Context) -> anyhow::Result<Exit> {
    let (from, to) = (args.from.trim(), args.to.trim());
    if from.eq_ignore_ascii_case(to) {
        return Err(Problem::usage("both workers are the same; nothing was changed").field("TO").into());
    }
    let snapshot = context.store()?.cases()?;
    if let Some(problem) = snapshot.warnings.first() {
        // A case that cannot be read may be one of theirs: a part of a handover is none.
        return Err(problem.clone().into());
    }
    let all: Vec<Case> = snapshot.cases.into_iter().map(|stored| stored.case).collect();
    let is_theirs = |case: &&Case| case.worker.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(from));
    let (mut open, mut closed) = (Vec::new(), 0);
    for case in all.iter().filter(is_theirs) {
        match is_closed(case, context)? {
            true => closed += 1,
            false => open.push(case.clone()),
        }
    }
    if open.is_empty() {
        return Err(nobodys(from, closed, &all).into());
    }
    let references: Vec<String> = open.iter().map(|case| case.reference.clone()).collect();
    let to = whose(to)?;
    give(&open, to, &references, context)?;
    let number = references.len();
    let cases = if number == 1 { "1 open case".to_owned() } else { format!("{number} open cases") };
    let headline = format!("Handed over from {from} to {}: {cases}: {}", to.unwrap_or(NOBODY), references.join(", "));
    show(headline, Some(from), to, open, closed, context)
}

/// The word that takes a worker out of a case.
const NOBODY: &str = "unassigned";

/// The worker that cases are given to; none for [`NOBODY`].
fn whose(worker: &str) -> Result<Option<&str>, Problem> {
    match worker.to_lowercase().as_str() {
        NOBODY => Ok(None),
        "none" | "nobody" | "no-one" | "unknown" | "?" | "" => {
            Err(Problem::usage(format!("`{worker}` is no worker; nothing was changed"))
                .field("WORKER")
                .hint(format!("write `{NOBODY}` to leave the cases with nobody")))
        }
        _ => Ok(Some(worker)),
    }
}

/// Saves the cases with the new worker, all or none.
fn give(cases: &[Case], worker: Option<&str>, references: &[String], context: &Context) -> Result<(), Problem> {
    if cases.iter().all(|case| case.worker.as_deref() == worker) {
        let whose = worker.map_or_else(|| "nobody's".to_owned(), |worker| format!("{worker}'s"));
        let problem = Problem::usage(format!("{} is {whose} already; nothing was changed", references.join(", ")));
        return Err(problem.field("WORKER"));
    }
    let what = format!("given to {}", worker.unwrap_or(NOBODY));
    change::change_all(context, references, &what, |case, _| {
        case.worker = worker.map(str::to_owned);
        Ok(())
    })
}

fn is_closed(case: &Case, context: &Context) -> Result<bool, Problem> {
    let agenda = agenda(std::slice::from_ref(case), &scope(context)?, context)?;
    Ok(agenda.closed > 0)
}

/// Everything that runs, however far off.
fn scope(context: &Context) -> Result<Scope, Problem> {
    Scope::new(context.now, WITHIN, false)
}

/// How far ahead a new worker looks.
const WITHIN: Amount = Amount { number: 1, unit: Unit::Months };

fn agenda(cases: &[Case], scope: &Scope, context: &Context) -> Result<Agenda, Problem> {
    let mut agenda = Agenda::default();
    for case in cases {
        let taken =
            context.protocol_of(case).and_then(|protocol| agenda.take(&protocol, &case.view(), context.now, scope));
        taken.map_err(|problem| problem.file(format!("case {}", case.reference)))?;
    }
    agenda.sort();
    Ok(agenda)
}

fn show(
    headline: String,
    from: Option<&str>,
    to: Option<&str>,
    mut cases: Vec<Case>,
    closed: usize,
    context: &Context,
) -> anyhow::Result<Exit> {
    for case in &mut cases {
        case.worker = to.map(str::to_owned);
    }
    let scope = scope(context)?;
    let agenda = agenda(&cases, &scope, context)?;
    let asked = Asked {
        now: context.now,
        within: WITHIN,
        scope,
        case: None,
        worker: None,
        protocol: None,
        verbose: context.global.verbose,
        rows: None,
        group: None,
        only: Vec::new(),
        unassigned: false,
    };
    let running = DeadlinesReport::new(&agenda, asked, LeftOut::default());
    let references = cases.into_iter().map(|case| case.reference).collect();
    context.show(&AssignedReport::new(headline, from, to.unwrap_or(NOBODY), references, closed, running))?;
    Ok(Exit::Answered)
}

fn nobodys(from: &str, closed: usize, all: &[Case]) -> Problem {
    let mut workers: Vec<&str> = all.iter().filter_map(|case| case.worker.as_deref()).collect();
    workers.sort_unstable();
    workers.dedup();
    let closed = if closed > 0 { format!("; {closed} closed stay as they are") } else { String::new() };
    let problem = Problem::usage(format!("no open case has the worker {from}{closed}")).field("FROM");
    match nearest(from, workers.iter().copied().filter(|worker| !worker.eq_ignore_ascii_case(from))) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None if workers.is_empty() => problem.hint("no case has a worker: `yjs case assign REF WORKER` gives it one"),
        None => problem.hint(format!("the workers are: {}", workers.join(", "))),
    }
}
