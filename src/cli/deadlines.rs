//! `yjs deadlines`: what is overdue, due today and coming, over every case of the store.

use super::context::Context;
use crate::calendar::Amount;
use crate::domain::agenda::{Agenda, Scope};
use crate::domain::view::CaseView;
use crate::exit::Exit;
use crate::problem::{Kind, Problem};
use crate::protocol::Protocol;
use crate::report::deadlines::{Asked, DeadlinesReport, LeftOut};
use crate::store::{CurrentLine, Part, gather};
use clap::Args;
use std::sync::Arc;

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

/// What was read of some cases.
#[derive(Default)]
struct Read {
    agenda: Agenda,
    left_out: LeftOut,
    problems: Vec<Unread>,
}

/// A case that could not be read, or not answered.
struct Unread {
    reference: String,
    problem: Problem,
    /// Whether the problem stands in the store's own file, at a line counted from where its part begins.
    is_placed: bool,
}

impl Read {
    fn of(lines: &[CurrentLine<'_>], args: &DeadlinesArgs, scope: &Scope, context: &Context) -> Self {
        let (mut read, mut known) = (Self::default(), Known { context, held: Vec::new() });
        let (mut lines, mut later) = (lines.iter(), Vec::new());
        let mut case = CaseView::default();
        while let Some(line) = lines.next().or_else(|| later.pop()) {
            // Read without copying; what cannot be is read again whole, for a problem that names the place.
            let taken = if case.read_again(line.json) {
                // Another thread is loading its protocol. There may be one to load here meanwhile.
                if lines.len() > 0 && known.is_loading(case.protocol.as_deref()) {
                    later.push(line);
                    continue;
                }
                read.take(&case, args, scope, &mut known)
            } else {
                line.parse().and_then(|case| read.take(&case.view(), args, scope, &mut known))
            };
            if let Err(problem) = taken {
                let problem = of_case(problem, line.reference).file(line.file).at(line.line, None);
                let is_placed = problem.place.file.as_deref() == Some(line.file);
                read.problems.push(Unread { reference: line.reference.to_owned(), problem, is_placed });
            }
        }
        read
    }

    fn take(
        &mut self,
        case: &CaseView<'_>,
        args: &DeadlinesArgs,
        scope: &Scope,
        known: &mut Known<'_>,
    ) -> Result<(), Problem> {
        let asked = known.context.global.protocol.as_deref();
        if asked.is_some() && case.protocol.is_some() && case.protocol.as_deref() != asked {
            self.left_out.other_protocol += 1;
            return Ok(());
        }
        let same = |worker: &String| case.worker.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(worker));
        if args.worker.as_ref().is_some_and(|worker| !same(worker)) {
            self.left_out.other_worker += 1;
            return Ok(());
        }
        let now = known.context.now;
        self.agenda.take(known.named(case.protocol.as_deref())?, case, now, scope)
    }

    fn add(&mut self, part: Part<Self>) {
        let Part { before, made: more } = part;
        self.agenda.extend([more.agenda]);
        self.left_out.other_protocol += more.left_out.other_protocol;
        self.left_out.other_worker += more.left_out.other_worker;
        self.problems.extend(more.problems.into_iter().map(|mut unread| {
            unread.problem.place.line =
                unread.problem.place.line.map(|line| line + before * usize::from(unread.is_placed));
            unread
        }));
    }
}

/// The protocols that cases name, each asked for once: who asks for one may have to wait for others who do.
struct Known<'c> {
    context: &'c Context,
    held: Vec<(Option<String>, Arc<Protocol>)>,
}

impl Known<'_> {
    fn is_loading(&self, own: Option<&str>) -> bool {
        let held = || self.held.iter().any(|(name, _)| name.as_deref() == own);
        own.is_some_and(|id| !held() && self.context.is_loading(id))
    }

    fn named(&mut self, own: Option<&str>) -> Result<&Arc<Protocol>, Problem> {
        let place = match self.held.iter().position(|(name, _)| name.as_deref() == own) {
            Some(place) => place,
            None => {
                self.held.push((own.map(str::to_owned), self.context.protocol_named(own)?));
                self.held.len() - 1
            }
        };
        Ok(&self.held[place].1)
    }
}

/// Says which case a problem is about.
pub(super) fn of_case(mut problem: Problem, reference: &str) -> Problem {
    if !problem.what.contains(reference) {
        problem.what = format!("case {reference}: {}", problem.what);
    }
    problem
}
