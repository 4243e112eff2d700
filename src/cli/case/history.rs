//! `yjs case history`, and what a case was at an earlier time.

use crate::calendar::{Moment, Tense, london};
use crate::cli::called::named;
use crate::cli::context::Context;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::protocol::names::NameKind;
use crate::report::history::HistoryReport;
use crate::store::Record;
use chrono::{DateTime, Days, TimeDelta, Utc};
use clap::Args;

/// Fields of a case that have a history as a fact has.
const OWN_FIELDS: [&str; 4] = ["born", "protocol", "initials", "worker"];

/// Show every change of a case: when, who, what, from what to what
///
/// Newest last. Nothing is ever taken out of it: a correction stands beside the old value, an undone change beside its
/// undoing.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs case history YJ-0042\n  yjs case history YJ-0042 --fact cse\n  \
    yjs case history YJ-0042 --format csv")]
pub(super) struct HistoryArgs {
    /// The case
    #[arg(value_name = "REF")]
    reference: String,
    /// Only what became of this fact, with the date of each change
    #[arg(long, value_name = "F")]
    fact: Option<String>,
}

pub(super) fn run(args: &HistoryArgs, context: &Context) -> anyhow::Result<Exit> {
    let records = records(&args.reference, context)?;
    let report = HistoryReport::new(&args.reference, &records);
    let report = match (&args.fact, records.last()) {
        (Some(fact), Some(last)) => {
            // A fact that is misspelt would look as if nobody had ever given it.
            let field = match OWN_FIELDS.contains(&fact.as_str()) {
                true => fact.clone(),
                false => {
                    let protocol = context.protocol_of(&last.case)?;
                    format!("facts.{}", named(&protocol, NameKind::Fact, fact, "--fact")?)
                }
            };
            report.of_field(&field)
        }
        _ => report,
    };
    context.show(&report)?;
    Ok(Exit::Answered)
}

/// Every change of a case, oldest first; at least one.
pub(super) fn records(reference: &str, context: &Context) -> Result<Vec<Record>, Problem> {
    let records = context.store()?.history(reference)?;
    if records.is_empty() {
        // For the nearest reference, and for what could not be read.
        context.stored(reference)?;
    }
    Ok(records)
}

/// The last change of a case saved by a time, and that time. A date alone means the end of that day, today's means now.
pub(super) fn as_of(reference: &str, time: &str, context: &Context) -> Result<(Record, DateTime<Utc>), Problem> {
    let at = match context.when(time, Tense::Past).map_err(|problem| problem.field("--as-of"))? {
        Moment::Instant(instant) => instant,
        Moment::Date(date) => {
            let end = date.checked_add_days(Days::new(1)).map(london::start_of_day);
            let end = end.map(|end| end - TimeDelta::seconds(1)).unwrap_or(context.now);
            if date == london::date_of(context.now) { context.now } else { end }
        }
    };
    if at > context.now {
        return Err(Problem::usage("what will be known is not known yet")
            .field("--as-of")
            .hint("give a time in the past; --now answers as if it were another time"));
    }
    let records = records(reference, context)?;
    let first = records.first().map(|record| record.saved_at);
    match records.into_iter().rfind(|record| record.saved_at <= at) {
        Some(record) => Ok((record, at)),
        None => {
            let first = first.map(london::short).unwrap_or_default();
            Err(Problem::store(format!("nothing was stored of {reference} by {}", london::short(at)))
                .field("--as-of")
                .hint(format!("its first change was saved {first}")))
        }
    }
}
