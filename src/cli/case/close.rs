//! `yjs case close`.

use super::change;
use crate::calendar::Tense;
use crate::cli::context::Context;
use crate::domain::case::FactValue;
use crate::domain::closing::{self, closed_since};
use crate::domain::missing::open;
use crate::domain::missing_check::said_to_be_missing;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::report::assessment::AssessmentReport;
use crate::report::closing::ClosingReport;
use crate::report::due::short;
use clap::Args;

/// Close a case, and see what is still running
///
/// The case stays in the store and can be opened again; lists leave it out. Deadlines that are not met are named, and
/// so are the rules about closing that apply.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  yjs case close YJ-0042 --at yesterday")]
pub(super) struct CloseArgs {
    /// The case
    #[arg(value_name = "REF")]
    reference: String,
    /// When it was closed
    #[arg(long, value_name = "WHEN", default_value = "now", allow_hyphen_values = true)]
    at: String,
}

pub(super) fn run(args: &CloseArgs, context: &Context) -> anyhow::Result<Exit> {
    let when = context.when(&args.at, Tense::Past).map_err(|problem| problem.field("--at"))?;
    let changed = change::change(context, &args.reference, "closed", |case, protocol| {
        if let Some(since) = closed_since(&Situation::new(protocol, case, context.now)?) {
            return Err(Problem::usage(format!("{} is closed already, since {}", case.reference, short(since)))
                .hint(format!("`yjs case reopen {}` opens it again", case.reference)));
        }
        let closed = protocol.vocabulary.event_definition(closing::named(protocol)?.closed);
        case.events.push(change::event(protocol, &closed.id, when, "EVENT")?);
        change::vet_last(protocol, case, context)?;
        // Closed before it was last opened would be no closing at all.
        if closed_since(&Situation::new(protocol, case, context.now)?).is_none() {
            return Err(Problem::usage(format!("{} was opened after that", case.reference))
                .field("--at")
                .hint(format!("`yjs case show {}` shows when it was opened", case.reference)));
        }
        Ok(())
    })?;
    let mut proposed = changed.case.clone();
    let vocabulary = &changed.protocol.vocabulary;
    let fact = closing::named(&changed.protocol)?.proposed.map(|fact| &vocabulary.fact_definition(fact).id);
    let closing = match fact {
        Some(fact) => {
            proposed.facts.set(fact, Some(FactValue::Flag(true)));
            let report = AssessmentReport::of_case(&changed.protocol, &proposed, context.now);
            // The case is closed already: what is still running is to be seen whatever else cannot be said.
            report.map_err(|problem| context.warn_all(&[problem])).ok().map(|report| (fact.as_str(), report))
        }
        None => None,
    };
    let closing = closing.as_ref().map(|(fact, report)| (*fact, report));
    let situation = Situation::new(&changed.protocol, &changed.case, context.now)?;
    let missing = open(&situation.episodes).is_some() || said_to_be_missing(&situation);
    context.show(&ClosingReport::new(&args.reference, when, &changed.after, closing, missing))?;
    Ok(context.adverse(changed.after.is_adverse()))
}
