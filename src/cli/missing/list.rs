//! `yjs missing list`.

use crate::cli::context::Context;
use crate::cli::file_cases::each_of_files;
use crate::cli::reading::ReadingArgs;
use crate::cli::stored_cases::make_of_each;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::report::missing::list::{ListRow, MissingList};
use clap::Args;
use std::sync::atomic::{AtomicUsize, Ordering};

/// List children who are missing, or were recently
///
/// Lists every stored case with an open episode, including closed cases, then those whose last episode could still count
/// with a new one. With --exit-code, exits 1 if someone must be told now.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs missing list\n  \
    yjs missing list --from missing.csv --as ssda903-missing --protocol tower_hamlets")]
pub(super) struct ListArgs {
    /// List the children of these files instead of the store's; several files of one return are joined by child
    #[arg(long, value_name = "FILE", num_args = 1..)]
    from: Vec<String>,
    #[command(flatten)]
    reading: ReadingArgs,
}

pub(super) fn run(args: &ListArgs, context: &Context) -> anyhow::Result<Exit> {
    args.reading.needs_files(&args.from)?;
    if !args.from.is_empty() {
        let (mut looked_at, mut rows) = (0, Vec::new());
        let mut confirmed = Vec::new();
        let (problems, never) = each_of_files(&args.from, &args.reading, context, &mut |case, protocol| {
            let situation = Situation::new(protocol, case, context.now)?;
            looked_at += 1;
            let kind = protocol.vocabulary.missing.as_ref().map(|missing| missing.confirmed);
            confirmed.extend(kind.map(|kind| protocol.vocabulary.event_definition(kind).id.clone()));
            confirmed.dedup();
            rows.extend(ListRow::of(situation, &case.reference)?);
            Ok(())
        })?;
        let mut list = MissingList::new(context.now);
        list.add(looked_at, rows, problems.len());
        list.of_files(confirmed.iter().any(|kind| never.contains(kind)));
        return show(&list, &problems, context);
    }
    let looked_at = AtomicUsize::new(0);
    let made = make_of_each(context, |case, protocol| {
        let situation = Situation::of_view(protocol, case, context.now)?;
        looked_at.fetch_add(1, Ordering::Relaxed);
        ListRow::of(situation, &case.reference)
    })?;
    let mut list = MissingList::new(context.now);
    list.add(looked_at.into_inner(), made.all, made.problems.len());
    show(&list, &made.problems, context)
}

fn show(list: &MissingList, problems: &[Problem], context: &Context) -> anyhow::Result<Exit> {
    context.show(list)?;
    context.warn_all(problems);
    Ok(if !problems.is_empty() {
        Exit::Partly
    } else if context.global.exit_code && list.adverse() {
        Exit::Finding
    } else {
        Exit::Answered
    })
}
