//! `yjs brief`: the daily briefing on one page.

use super::context::Context;
use super::file_cases::make_of;
use super::reading::ReadingArgs;
use crate::calendar::{Amount, Unit};
use crate::domain::agenda::{Agenda, Scope};
use crate::domain::assess::Assessment;
use crate::domain::situation::Situation;
use crate::domain::view::CaseView;
use crate::exit::Exit;
use crate::problem::{Kind, Problem};
use crate::protocol::Protocol;
use crate::render::{Format, Report, html};
use crate::report::brief::{BirthdayRow, BriefReport, WEEKS};
use crate::report::deadlines::{Asked, DeadlinesReport, LeftOut};
use crate::report::timeline::TimelineReport;
use crate::store::write_private;
use clap::Args;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Put the daily briefing on one page: the morning's list, the coming weeks, birthdays, and each case along time
///
/// With --output it is a page for a browser that needs no other file, no script and no network, and prints on A4. It holds
/// references and worker codes, no initials and no date of birth, but the month of a birthday that matters; keep it as you
/// keep the store.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs brief\n  yjs brief --sample --output brief.html --open\n  \
    yjs brief --worker jm --output brief.html")]
pub(super) struct BriefArgs {
    /// Write the page for a browser to this file
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only this worker's cases
    #[arg(long, value_name = "W")]
    worker: Option<String>,
    /// Open the page in the browser
    #[arg(long, requires = "output")]
    open: bool,
    /// Take the cases of these files instead of the store's; several files of one return are joined by child
    #[arg(long, value_name = "FILE", num_args = 1..)]
    from: Vec<String>,
    #[command(flatten)]
    reading: ReadingArgs,
}

/// What the briefing has of one case.
struct Taken {
    week: Agenda,
    weeks: Agenda,
    birthday: Option<BirthdayRow>,
    /// The case is open, and no date of birth is on record.
    born_unknown: bool,
    timeline: Option<TimelineReport>,
}

pub(super) fn run(args: &BriefArgs, context: &Context) -> anyhow::Result<Exit> {
    let within = Amount { number: 7, unit: Unit::Days };
    let week = Scope::new(context.now, within, false)?;
    let weeks = Scope::new(context.now, Amount { number: 7 * u32::try_from(WEEKS)?, unit: Unit::Days }, false)?;
    let others = AtomicUsize::new(0);
    let is_asked = |case: &CaseView<'_>| {
        let same = |worker: &String| case.worker.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(worker));
        let is_theirs = args.worker.as_ref().is_none_or(same);
        others.fetch_add(usize::from(!is_theirs), Ordering::Relaxed);
        is_theirs
    };
    let made = make_of(&args.from, &args.reading, context, |case, protocol| {
        if is_asked(case) { take(case, protocol, &week, &weeks, context).map(Some) } else { Ok(None) }
    })?;
    let (mut morning, mut coming) = (Agenda::default(), Agenda::default());
    let (mut birthdays, mut born_unknown, mut timelines) = (Vec::new(), 0, Vec::new());
    for taken in made.all {
        morning.extend([taken.week]);
        coming.extend([taken.weeks]);
        birthdays.extend(taken.birthday);
        born_unknown += usize::from(taken.born_unknown);
        timelines.extend(taken.timeline);
    }
    morning.sort();
    let asked = Asked {
        now: context.now,
        within,
        scope: week,
        case: None,
        worker: args.worker.clone(),
        protocol: context.global.protocol.clone(),
        verbose: context.global.verbose,
        rows: None,
        group: None,
        only: Vec::new(),
        unassigned: false,
    };
    let of_files = !args.from.is_empty();
    let other_worker = others.into_inner();
    let left_out = LeftOut { unreadable: made.problems.len(), of_files, other_worker, ..LeftOut::default() };
    let list = DeadlinesReport::new(&morning, asked, left_out);
    let report = BriefReport::new(list, &coming, args.worker.clone(), birthdays, born_unknown, timelines, context.now);
    match &args.output {
        Some(file) => {
            if !matches!(context.format(), Format::Table | Format::Html) {
                return Err(Problem::usage("--output writes a page for a browser; it goes with no --format").into());
            }
            write_private(file, &html::render(&report.page()))?;
            context.note(format!("Wrote the briefing to {}.", file.display()));
            if args.open {
                open::that_detached(file).map_err(|error| {
                    Problem::new(Kind::Output, format!("the page was written, and cannot be opened: {error}"))
                })?;
            }
        }
        None => context.show(&report)?,
    }
    context.warn_all(&made.problems);
    Ok(if made.problems.is_empty() { context.adverse(report.is_adverse()) } else { Exit::Partly })
}

fn take(
    case: &CaseView<'_>,
    protocol: &Arc<Protocol>,
    week: &Scope,
    weeks: &Scope,
    context: &Context,
) -> Result<Taken, Problem> {
    let mut taken = Taken {
        week: Agenda::default(),
        weeks: Agenda::default(),
        birthday: None,
        born_unknown: false,
        timeline: None,
    };
    taken.week.take(protocol, case, context.now, week)?;
    taken.weeks.take(protocol, case, context.now, weeks)?;
    if taken.week.closed > 0 {
        return Ok(taken);
    }
    let situation = Situation::of_view(protocol, case, context.now)?;
    let worker = case.worker.as_deref();
    taken.born_unknown = situation.born.is_none();
    taken.birthday = situation.born.and_then(|born| BirthdayRow::of(&case.reference, worker, born, situation.today));
    let timeline = TimelineReport::new(&Assessment::new(situation), Some(case.reference.to_string()))?;
    taken.timeline = Some(timeline).filter(|timeline| !timeline.is_empty());
    Ok(taken)
}
