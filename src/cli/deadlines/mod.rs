//! `yjs deadlines`: what is overdue, due today and coming, over every case of the store.

mod calendar;
mod read;
mod watch;

use super::context::Context;
use super::file_cases::each_of_files;
use super::reading::ReadingArgs;
use crate::calendar::Amount;
use crate::domain::agenda::Scope;
use crate::domain::deadline::Status;
use crate::exit::Exit;
use crate::problem::{Kind, Problem};
use crate::render::{Format, output};
use crate::report::deadlines::{Asked, DeadlinesReport, Group};
use crate::report::morning::{StartReport, SummaryReport};
use crate::store::gather;
use clap::Args;
use read::Read;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;

/// Show what is overdue, due today and coming
///
/// Checks every open case in the store: whom to tell now, and what is overdue (oldest first), due today and coming.
/// Leaves out closed cases. With --exit-code, exits 1 if anything is overdue. Always exits 2 if a case cannot be read.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs deadlines\n  yjs deadlines --within 2w --worker jm\n  \
    yjs deadlines --group worker --overdue\n  yjs deadlines --summary\n  yjs deadlines --from episodes.csv --as ssda903-episodes --protocol camden\n  yjs deadlines YJ-0042 --all --verbose\n  yjs deadlines --format csv > deadlines.csv\n  yjs deadlines --format ics --output deadlines.ics")]
pub(super) struct DeadlinesArgs {
    /// Show only this case
    #[arg(value_name = "REF", conflicts_with = "from")]
    reference: Option<String>,
    /// List the deadlines of the cases of these files instead of the store's; several files of one return are joined by child
    #[arg(long, value_name = "FILE", num_args = 1..)]
    from: Vec<String>,
    /// How far ahead: 48h, 7d, 5wd (working days), 2w, 1mo. Otherwise 7d; a calendar has everything
    #[arg(long, value_name = "AMOUNT")]
    within: Option<String>,
    /// Show only this worker's cases
    #[arg(long, value_name = "W")]
    worker: Option<String>,
    /// Also show what is due later, has not started, or was met
    #[arg(long)]
    all: bool,
    /// Show every row of a long list at a terminal too
    #[arg(long)]
    full: bool,
    /// With --format ics: the calendar file to write, or to bring up to date
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Put rows together by worker, case, rule or day
    #[arg(long, value_name = "BY")]
    group: Option<By>,
    /// Show only what is overdue, after what is to be done now
    #[arg(long)]
    overdue: bool,
    /// Show only what is due today, after what is to be done now
    #[arg(long)]
    today: bool,
    /// Show only cases that have no worker
    #[arg(long, conflicts_with_all = ["worker", "reference"])]
    unassigned: bool,
    /// Print one line, for a shell prompt or a login; exit 1 if anything is overdue, a breach or to be done now
    #[arg(long, conflicts_with_all = ["group", "watch", "all"])]
    summary: bool,
    /// Show the list again every so many seconds, 60 unless you say, until you press Ctrl-C
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "60",
        value_parser = clap::value_parser!(u64).range(1..=86_400))]
    watch: Option<u64>,
    /// Show what is to be done now, and what to try next
    #[arg(long, hide = true)]
    start: bool,
    #[command(flatten)]
    reading: ReadingArgs,
}

/// What rows are put together by.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum By {
    Worker,
    Case,
    Rule,
    Day,
}

impl From<By> for Group {
    fn from(by: By) -> Self {
        match by {
            By::Worker => Self::Worker,
            By::Case => Self::Case,
            By::Rule => Self::Rule,
            By::Day => Self::Day,
        }
    }
}

/// How many rows of one list are shown at a terminal.
const ROWS: usize = 20;

/// How many rows of one list `yjs` alone shows.
const START_ROWS: usize = 5;

/// How far ahead a list reaches.
const USUAL: &str = "7d";

pub(super) fn run(args: &DeadlinesArgs, context: &Context) -> anyhow::Result<Exit> {
    match args.watch {
        Some(seconds) => watch::run(args, seconds, context),
        None => once(args, context),
    }
}

/// Shows the list as it is now.
fn once(args: &DeadlinesArgs, context: &Context) -> anyhow::Result<Exit> {
    args.reading.needs_files(&args.from)?;
    let is_calendar = context.format() == Format::Ics;
    if args.output.is_some() && !is_calendar {
        return Err(Problem::usage("--output goes with a calendar")
            .hint("add --format ics, or redirect the output")
            .into());
    }
    let within: Amount = Amount::typed(args.within.as_deref().unwrap_or(USUAL))
        .map_err(|problem: Problem| Problem { kind: Kind::Usage, ..problem }.field("--within"))?;
    let everything = args.all || (is_calendar && args.within.is_none());
    let scope = Scope::new(context.now, within, everything)
        .map_err(|problem| Problem { kind: Kind::Usage, ..problem }.field("--within"))?;
    let (mut read, mut warnings) = (Read::default(), Vec::new());
    match &args.reference {
        Some(reference) => {
            let case = context.stored(reference)?.case;
            let protocol = context.protocol_of(&case)?;
            let taken = read.agenda.take(&protocol, &case.view(), context.now, &scope);
            taken.map_err(|problem| of_case(problem, reference))?;
        }
        None if !args.from.is_empty() => {
            (warnings, _) = each_of_files(&args.from, &args.reading, context, &mut |case, protocol| {
                read.take_file_case(case, protocol, args, &scope, context)
            })?;
            read.agenda.sort();
            read.left_out.unreadable = warnings.len();
            read.left_out.of_files = true;
        }
        None => {
            context.check_asked()?;
            let texts = Arc::default();
            let gathered = gather(&*context.store()?, |lines| Read::of(lines, args, &scope, &texts, context))?;
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
        rows: match args.start {
            true => Some(START_ROWS),
            false => (!args.full && std::io::stdout().is_terminal()).then_some(ROWS),
        },
        group: args.group.map(Group::from),
        only: only(args),
        unassigned: args.unassigned,
    };
    let report = DeadlinesReport::new(&agenda, asked, left_out);
    if is_calendar {
        calendar::show(&report, args.output.as_deref(), !problems.is_empty(), context)?;
    } else {
        show(args, &report, context)?;
    }
    context.warn_all(&problems);
    let unanswered: Vec<Problem> =
        agenda.unanswered.iter().map(|(case, problem)| of_case(problem.clone(), case)).collect();
    let unanswered = context.fail_all(&unanswered);
    let exit = if !problems.is_empty() || unanswered == Exit::Partly {
        Exit::Partly
    } else if (context.global.exit_code || args.summary) && report.overdue()
        || args.summary && report.totals().to_do_now > 0
    {
        Exit::Finding
    } else {
        Exit::Answered
    };
    // The process ends with this: what a whole caseload holds need not be given back piece by piece.
    std::mem::forget(report);
    std::mem::forget(agenda);
    Ok(exit)
}

/// What is listed, where not everything is.
fn only(args: &DeadlinesArgs) -> Vec<Status> {
    let wanted = [(args.overdue, Status::Overdue), (args.today, Status::DueToday)];
    wanted.into_iter().filter(|(is_wanted, _)| *is_wanted).map(|(_, status)| status).collect()
}

/// Prints the list, one line of it, or what `yjs` alone shows.
fn show(args: &DeadlinesArgs, report: &DeadlinesReport<'_>, context: &Context) -> Result<(), Problem> {
    match (args.summary, args.start) {
        (true, _) => {
            let summary = SummaryReport::new(report);
            // A page would be wrapped, and a shell prompt has one line.
            match context.format() {
                Format::Table | Format::Plain => output::to_stdout(&(summary.line() + "\n"), &context.style).map(drop),
                _ => context.show(&summary),
            }
        }
        (_, true) => context.show(&StartReport::new(report)),
        _ => context.show(report),
    }
}

/// Says which case a problem is about.
pub(super) fn of_case(mut problem: Problem, reference: &str) -> Problem {
    if !problem.what.contains(reference) {
        problem.what = format!("case {reference}: {}", problem.what);
    }
    problem
}
