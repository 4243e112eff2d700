//! `yjs check`.

mod baseline;
mod files;
mod judge;
mod merge;
mod run;
mod wanted;
mod watch;

use super::context::Context;
use super::reading::ReadingArgs;
use crate::exit::Exit;
use crate::input::foreign::groups;
use crate::input::format::library::Formats;
use crate::input::source::InputKind;
use crate::problem::Problem;
use crate::protocol::checks::{CHECKS, Checks};
use clap::Args;
use judge::Judge;
use run::Run;
use wanted::{Wanted, WantedArgs};

/// Check cases against their protocol, one finding a line
///
/// Checks the cases in the store, or in files: JSON (one case or a list), JSON Lines or CSV, also packed by gzip or
/// Zstandard. Reports deadlines missed or coming, escalations left open, gaps in the record, levels not decided, and
/// anything in the data that cannot be read. A bad line never stops the rest. `yjs explain CODE` says what a finding
/// means. `yjs case waive` sets a finding aside until a given date.
#[derive(Debug, Args)]
#[command(after_help = "CODES are finding codes, or how they start, separated by commas: deadline-missed,no-.\n\
    Severities: breach (exit 1), due and advice (exit 1 with --strict), data (exit 2, whatever else)\n\
    What could not be read exits 2 whatever is selected, unless the baseline has it.\n\
    A case is checked under its own protocol, else --protocol; a closed one as it stood when it was closed.\n\
    Counts go to standard error.\n\n\
    Examples:\n  yjs check\n  yjs check export.csv --protocol camden --format csv > findings.csv\n  \
    yjs check - --input jsonl --format jsonl < cases.jsonl\n  \
    yjs check cases.jsonl.zst --baseline yesterday.jsonl --format jsonl > today.jsonl\n  \
    yjs check --summary --format json > north.json; yjs check --merge-summaries north.json south.json")]
pub(super) struct CheckArgs {
    /// Files to check instead of the store; `-` is standard input
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// Exit 1 for what is due and for advice too
    #[arg(long)]
    strict: bool,
    /// Check only this worker's cases
    #[arg(long, value_name = "W")]
    worker: Option<String>,
    /// List the stored cases whose answer would change under these rules: an id, a folder, or either with @DATE or @EDITION
    #[arg(long, value_name = "NEW", conflicts_with_all = ["files", "strict"])]
    under: Option<String>,
    /// The form of the files, if their names and contents do not show it
    #[arg(long, value_name = "FORM", requires = "files")]
    input: Option<InputKind>,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    wanted: WantedArgs,
    /// Check only stored cases that changed after this number (`yjs case history` shows it)
    #[arg(long, value_name = "SEQ", conflicts_with = "files")]
    changed_since: Option<u64>,
    /// Show only findings that are not in this earlier answer (JSON Lines)
    #[arg(long, value_name = "FILE")]
    baseline: Option<String>,
    /// Show counts by rule, worker and protocol instead of the findings
    #[arg(long)]
    summary: bool,
    /// Add up summaries; the files are what --summary --format json or jsonl wrote
    #[arg(long, requires = "files", conflicts_with_all = ["worker", "input", "baseline", "summary", "select", "ignore", "severity", "since"])]
    merge_summaries: bool,
}

pub(super) fn run(args: &CheckArgs, context: &Context) -> anyhow::Result<Exit> {
    if context.global.sample && !args.files.is_empty() {
        let hint = "leave out --sample, or the files";
        return Err(Problem::usage("--sample has cases of its own").field("--sample").hint(hint).into());
    }
    args.reading.needs_files(&args.files)?;
    context.check_asked()?;
    if args.merge_summaries {
        return merge::run(&args.files, args.strict, context);
    }
    if let Some(target) = &args.under {
        return super::under::run(target, args.worker.as_deref(), context);
    }
    let checks = Checks::from_json(CHECKS)?;
    let wanted = Wanted::new(&args.wanted, context)?;
    let judge = Judge::new(args, context, &wanted);
    let mut run = Run::new(args, context, &checks, &wanted)?;
    if args.files.is_empty() {
        run.store(&judge)?;
    }
    let formats = if args.files.is_empty() { Formats::default() } else { context.formats()? };
    for group in groups(&args.files, run.ask(), &formats)? {
        run.files(&group, &judge, &formats)?;
    }
    run.finish()
}
