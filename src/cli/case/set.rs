//! `yjs case set`.

use super::change;
use crate::cli::arguments::{add_facts, born};
use crate::cli::context::Context;
use crate::domain::case::Case;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::report::changes::ChangesReport;
use clap::Args;

/// Change what is known of a case
///
/// A fact given as F=? is unknown again. `yjs case move` moves a case to another protocol.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    yjs case set YJ-0042 --fact child_protection --fact attendance_percent=81\n  \
    yjs case set YJ-0042 --fact consent=?\n  \
    yjs case set YJ-0042 --worker ak")]
pub(super) struct SetArgs {
    /// The case
    #[arg(value_name = "REF")]
    reference: String,
    /// Date of birth
    #[arg(long, value_name = "DATE")]
    born: Option<String>,
    /// Initials, at most four letters; never a name
    #[arg(long, value_name = "AB")]
    initials: Option<String>,
    /// The worker's own short mark
    #[arg(long, value_name = "MARK")]
    worker: Option<String>,
    /// A fact: F for yes, F=VALUE, or F=? for not known
    #[arg(long = "fact", value_name = "F[=V]")]
    facts: Vec<String>,
}

pub(super) fn run(args: &SetArgs, context: &Context) -> anyhow::Result<Exit> {
    let names = names(args);
    if names.is_empty() {
        return Err(Problem::usage("nothing to set").hint("add --fact F=V, --born, --initials or --worker").into());
    }
    let born = args.born.as_deref().map(|text| born(text, context)).transpose()?;
    let edit = |case: &mut Case| {
        for (field, given) in
            [(&mut case.born, &born), (&mut case.initials, &args.initials), (&mut case.worker, &args.worker)]
        {
            if given.is_some() {
                field.clone_from(given);
            }
        }
    };
    let what = format!("set {}", names.join(", "));
    let changed = change::change(context, &args.reference, &what, |case, protocol| {
        edit(case);
        let own = context.protocol(case.protocol.as_deref().unwrap_or(&protocol.id))?;
        add_facts(&own, &mut case.facts, &args.facts, context)
    })?;
    let report = ChangesReport::new(
        &changed.protocol,
        format!("Changed in {}: {}", args.reference, names.join(", ")),
        changed.before.as_ref(),
        &changed.after,
        context.global.verbose,
    );
    context.show(&report)?;
    Ok(Exit::Answered)
}

/// What is set, by name.
fn names(args: &SetArgs) -> Vec<String> {
    let fields =
        [("born", args.born.is_some()), ("initials", args.initials.is_some()), ("worker", args.worker.is_some())];
    let fields = fields.into_iter().filter(|(_, given)| *given).map(|(name, _)| name.to_owned());
    let facts = args.facts.iter().map(|text| text.split('=').next().unwrap_or(text).to_owned());
    fields.chain(facts).collect()
}
