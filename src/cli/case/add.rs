//! `yjs case add`.

use super::change;
use crate::calendar::Tense;
use crate::cli::arguments::{add_facts, born};
use crate::cli::context::Context;
use crate::domain::case::Case;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::report::changes::ChangesReport;
use clap::Args;

/// Add a case
///
/// The case is checked before it is stored: unknown facts or events, impossible values and events in the future are
/// refused. The answer says which deadlines run and who must be told.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    yjs case add YJ-0042 --protocol camden --born 2010-09-14 --initials AB --worker jm\n  \
    yjs case add YJ-0043 -p camden --fact cse --fact attendance_percent=84 --event \"opened_to_yjs@2026-03-02\"\n  \
    yjs case add YJ-0044 -p tower_hamlets --event \"went_missing@yesterday 16:30\"")]
pub(super) struct AddArgs {
    /// The service's own reference, such as YJ-0042; no name
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
    /// A fact: F for yes, or F=VALUE
    #[arg(long = "fact", value_name = "F[=V]")]
    facts: Vec<String>,
    /// Something that happened, and when
    #[arg(long = "event", value_name = "KIND@WHEN")]
    events: Vec<String>,
}

pub(super) fn run(args: &AddArgs, context: &Context) -> anyhow::Result<Exit> {
    let protocol = context.own_protocol()?;
    let mut case = Case {
        reference: args.reference.clone(),
        // Written down even when the settings name it, so that a later setting never moves a case.
        protocol: Some(protocol.id.clone()),
        born: args.born.as_deref().map(|text| born(text, context)).transpose()?,
        initials: args.initials.clone(),
        worker: args.worker.clone(),
        ..Case::default()
    };
    add_facts(&protocol, &mut case.facts, &args.facts, context)?;
    for text in &args.events {
        let (kind, when) = text.split_once('@').ok_or_else(|| {
            Problem::usage(format!("`{text}` does not say when"))
                .field("--event")
                .hint("write the event, `@` and when: opened_to_yjs@2026-03-02")
        })?;
        let when = context.when(when, Tense::Past).map_err(|problem| problem.field("--event"))?;
        let event = change::event(&protocol, kind, when, "--event")?;
        case.events.push(event);
    }
    let changed = change::add(context, &case, &protocol)?;
    context.show(&ChangesReport::added(&changed.protocol, &changed.after, context.global.verbose))?;
    Ok(Exit::Answered)
}
