//! `yjs missing list`.

use crate::cli::context::Context;
use crate::cli::stored_cases::make_of_each;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::report::missing::list::{ListRow, MissingList};
use clap::Args;
use std::sync::atomic::{AtomicUsize, Ordering};

/// List children who are missing, or were recently
///
/// Lists every stored case with an open episode, including closed cases, then those whose last episode could still count
/// with a new one. With --exit-code, exits 1 if someone must be told now.
#[derive(Debug, Args)]
pub(super) struct ListArgs {}

pub(super) fn run(_args: &ListArgs, context: &Context) -> anyhow::Result<Exit> {
    let looked_at = AtomicUsize::new(0);
    let made = make_of_each(context, |case, protocol| {
        let situation = Situation::of_view(protocol, case, context.now)?;
        looked_at.fetch_add(1, Ordering::Relaxed);
        ListRow::of(situation, &case.reference)
    })?;
    let mut list = MissingList::new(context.now);
    list.add(looked_at.into_inner(), made.all, made.problems.len());
    context.show(&list)?;
    context.warn_all(&made.problems);
    Ok(if !made.problems.is_empty() {
        Exit::Partly
    } else if context.global.exit_code && list.adverse() {
        Exit::Finding
    } else {
        Exit::Answered
    })
}
