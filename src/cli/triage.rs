//! `yjs triage`: a guided assessment, or one from a file.

use super::arguments::add_facts;
use super::context::Context;
use super::input;
use crate::domain::case::Case;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::report::assessment::AssessmentReport;
use clap::Args;

/// Assess a case: level, route, deadlines, who must be told
///
/// At a terminal this is a conversation that asks one question at a time; "don't know" is always an answer. With --from it reads one case as JSON.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  yjs triage --protocol camden\n  yjs triage YJ-0042\n  yjs triage --from case.json --format json"
)]
pub(super) struct TriageArgs {
    /// A stored case to start from
    #[arg(value_name = "REF", conflicts_with = "from")]
    reference: Option<String>,
    /// Read one case as JSON from a file, or from standard input with -
    #[arg(long, value_name = "FILE")]
    from: Option<String>,
    /// A fact: F for yes, F=VALUE, or F=? for not known
    #[arg(long = "fact", value_name = "F[=V]")]
    facts: Vec<String>,
}

pub(super) fn run(args: &TriageArgs, context: &Context) -> anyhow::Result<Exit> {
    let mut case = match (&args.from, &args.reference) {
        (Some(path), _) => input::case_from(path)?,
        (None, Some(reference)) => context.stored(reference)?.case,
        (None, None) => Case::default(),
    };
    let protocol = context.protocol_of(&case)?;
    add_facts(&protocol, &mut case.facts, &args.facts)?;
    if args.from.is_none() && args.facts.is_empty() {
        if context.may_ask() {
            return super::conversation::run(args.reference.as_deref(), case, &protocol, context);
        }
        if args.reference.is_none() {
            return Err(Problem::usage("there is no terminal to ask questions at")
                .hint("give a case: `yjs triage --from FILE`, or a stored one: `yjs triage REF`")
                .into());
        }
    }
    let mut report = AssessmentReport::of_case(&protocol, &case, context.now)
        .map_err(|problem| problem.file(args.from.as_deref().map_or("the case", shown)))?;
    report.verbose = context.global.verbose;
    context.show(&report)?;
    Ok(context.adverse(report.is_adverse()))
}

fn shown(path: &str) -> &str {
    if path == "-" { "standard input" } else { path }
}
