//! `yjs digest`: a team's work in figures.

use super::context::Context;
use super::file_cases::make_of;
use super::reading::ReadingArgs;
use crate::calendar::{Amount, Tense, Unit};
use crate::domain::agenda::{Agenda, Scope};
use crate::domain::assess::Assessment;
use crate::domain::missing_check::is_away;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::problem::{Kind, Problem};
use crate::report::digest::{CaseDigest, DigestReport};
use clap::Args;

/// Sum up the team's work: overdue by worker, unassigned, quiet, met in time, not told
///
/// Says in which cases no event was recorded for long, and what share of deadlines was met in time, by rule and month.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  yjs digest\n  yjs digest --quiet-for 6w --format md\n  yjs digest --sample --format html > digest.html"
)]
pub(super) struct DigestArgs {
    /// A case is quiet when no event was recorded for so long
    #[arg(long = "quiet-for", value_name = "AMOUNT", default_value = "4w")]
    quiet_for: String,
    /// Take the cases of these files instead of the store's; several files of one return are joined by child
    #[arg(long, value_name = "FILE", num_args = 1..)]
    from: Vec<String>,
    #[command(flatten)]
    reading: ReadingArgs,
}

pub(super) fn run(args: &DigestArgs, context: &Context) -> anyhow::Result<Exit> {
    let usage = |problem: Problem| Problem { kind: Kind::Usage, ..problem }.field("--quiet-for");
    let quiet = Amount::typed(&args.quiet_for).map_err(usage)?;
    let since =
        crate::calendar::read_when(&format!("{} ago", quiet.words()), context.now, Tense::Any).map_err(usage)?;
    let scope = Scope::new(context.now, Amount { number: 7, unit: Unit::Days }, false)?;
    let made = make_of(&args.from, &args.reading, context, |case, protocol| {
        let mut agenda = Agenda::default();
        agenda.take(protocol, case, context.now, &scope)?;
        let assessment = Assessment::new(Situation::of_view(protocol, case, context.now)?);
        let situation = &assessment.situation;
        let is_missing = is_away(situation);
        let owed = agenda.cases().next();
        let is_open = agenda.closed == 0;
        CaseDigest::of(&case.reference, case.worker.as_deref(), &assessment, owed, is_open, is_missing).map(Some)
    })?;
    context.show(&DigestReport::new(made.all, context.now, quiet, since.when.date()))?;
    context.warn_all(&made.problems);
    Ok(if made.problems.is_empty() { Exit::Answered } else { Exit::Partly })
}
