//! `yjs threshold`: the level of need, why, and what could still raise it.

use super::arguments::{add_facts, born};
use super::context::Context;
use super::input;
use crate::domain::case::Case;
use crate::exit::Exit;
use crate::report::assessment::AssessmentReport;
use crate::report::threshold::ThresholdReport;
use clap::Args;

/// Show the level of need, why, and what could still raise it
///
/// Starts from a stored case, a file, or nothing. Facts that you give here count for this answer only.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  yjs threshold --protocol camden --fact young_carer --fact special_educational_needs\n  yjs threshold YJ-0042 --fact child_protection\n  yjs threshold -p tower_hamlets --fact attendance_percent=84"
)]
pub(super) struct ThresholdArgs {
    /// A stored case to start from
    #[arg(value_name = "REF", conflicts_with = "from")]
    reference: Option<String>,
    /// Read one case as JSON from a file, or from standard input with -
    #[arg(long, value_name = "FILE")]
    from: Option<String>,
    /// A fact: F for yes, F=VALUE, or F=? for not known
    #[arg(long = "fact", value_name = "F[=V]")]
    facts: Vec<String>,
    /// The child's date of birth, for rules that depend on age
    #[arg(long, value_name = "DATE")]
    born: Option<String>,
}

pub(super) fn run(args: &ThresholdArgs, context: &Context) -> anyhow::Result<Exit> {
    let mut case = match (&args.from, &args.reference) {
        (Some(path), _) => input::case_from(path)?,
        (None, Some(reference)) => context.stored(reference)?.case,
        (None, None) => Case::default(),
    };
    let protocol = context.protocol_of(&case)?;
    add_facts(&protocol, &mut case.facts, &args.facts, context)?;
    if let Some(given) = &args.born {
        case.born = Some(born(given, context)?);
    }
    let mut assessment = AssessmentReport::of_case(&protocol, &case, context.now)?;
    assessment.verbose = context.global.verbose;
    context.show(&ThresholdReport::new(assessment, &protocol))?;
    Ok(Exit::Answered)
}
