//! `yjs check --under`: which stored cases would be answered otherwise by other rules.

use super::context::Context;
use super::protocol::dated;
use crate::domain::assess::Assessment;
use crate::domain::case::Case;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::report::assessment::AssessmentReport;
use crate::report::under::UnderReport;

/// Compares each case of the store under the rules that govern it with what `target` would answer.
pub(super) fn run(target: &str, worker: Option<&str>, context: &Context) -> anyhow::Result<Exit> {
    // What is only proposed has dates of its own; the question is what it would answer now.
    let proposed = dated(target, context)?.at_all_times();
    let mut report = UnderReport::new(&proposed);
    let mut problems = Vec::new();
    let store = context.store()?;
    let warnings = store.for_each_current(&mut |current| {
        let compared = current.parse().and_then(|case| compare(&case, worker, &proposed, context, &mut report));
        if let Err(problem) = compared {
            report.unread += 1;
            problems.push(super::deadlines::of_case(problem, current.reference).file(current.file));
        }
    })?;
    problems.extend(warnings);
    context.show(&report)?;
    context.warn_all(&problems);
    Ok(if problems.is_empty() { context.adverse(report.differs()) } else { Exit::Partly })
}

fn compare(
    case: &Case,
    worker: Option<&str>,
    proposed: &Protocol,
    context: &Context,
    report: &mut UnderReport,
) -> Result<(), Problem> {
    let own = case.worker.as_deref().unwrap_or_default();
    if worker.is_some_and(|worker| !own.eq_ignore_ascii_case(worker)) {
        return Ok(());
    }
    // A case of another protocol is no matter of this one, unless the two are to be compared: `--protocol` says so.
    let governs = match (&context.global.protocol, &case.protocol) {
        (Some(asked), Some(own)) => own == asked,
        (Some(_), None) => true,
        (None, Some(own)) => *own == proposed.id,
        (None, None) => context.protocol_of(case)?.id == proposed.id,
    };
    if !governs {
        report.other_protocol += 1;
        return Ok(());
    }
    let now = context.protocol_of(case)?;
    let answer = |protocol: &Protocol| {
        let assessment = Assessment::new(Situation::new(protocol, case, context.now)?);
        AssessmentReport::new(&assessment, Some(case.reference.clone()))
    };
    report.add(&case.reference, &answer(&now)?, &answer(proposed)?);
    Ok(())
}
