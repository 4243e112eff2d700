//! `yjs missing list`.

use crate::cli::context::Context;
use crate::cli::deadlines::of_case;
use crate::domain::assess::Assessment;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::report::missing::list::MissingList;
use clap::Args;

/// List children who are missing, or were recently
///
/// Lists every stored case with an open episode, including closed cases, then those whose last episode could still count
/// with a new one. With --exit-code, exits 1 if someone must be told now.
#[derive(Debug, Args)]
pub(super) struct ListArgs {}

pub(super) fn run(_args: &ListArgs, context: &Context) -> anyhow::Result<Exit> {
    context.check_asked()?;
    let mut list = MissingList::new(context.now);
    let mut problems = Vec::new();
    let warnings = context.store()?.for_each_current(&mut |line| {
        let taken = line.parse().and_then(|case| {
            if context.global.protocol.is_some() && case.protocol.is_some() && case.protocol != context.global.protocol
            {
                return Ok(());
            }
            let protocol = context.protocol_of(&case)?;
            let situation = Situation::new(&protocol, &case, context.now)?;
            list.take(&Assessment::new(situation), line.reference)
        });
        if let Err(problem) = taken {
            problems.push(of_case(problem, line.reference).file(line.file).at(line.line, None));
        }
    })?;
    problems.extend(warnings);
    list.finish(problems.len());
    context.show(&list)?;
    context.warn_all(&problems);
    Ok(if !problems.is_empty() {
        Exit::Partly
    } else if context.global.exit_code && list.adverse() {
        Exit::Finding
    } else {
        Exit::Answered
    })
}
