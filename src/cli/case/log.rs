//! `yjs case log`.

use super::change::{self, Changed};
use super::note;
use crate::calendar::{Moment, Tense};
use crate::cli::called::named;
use crate::cli::context::Context;
use crate::domain::missing::open;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::protocol::names::NameKind;
use crate::report::changes::ChangesReport;
use crate::report::due::long;
use clap::Args;

/// Record what happened, and see what that changes
///
/// Give the time where it is known: some limits run by the hour. The answer says which deadlines this starts, meets or
/// replaces, and who must now be told.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    yjs case log YJ-0042 referred_by_telephone --at \"yesterday 16:30\" --to mash --by jm\n  \
    yjs case log YJ-0042 joint_supervision_held --on 2026-03-09\n  \
    echo \"Both managers there\" | yjs case log YJ-0042 joint_supervision_held --at 14:00 --note -")]
pub(super) struct LogArgs {
    /// The case
    #[arg(value_name = "REF")]
    reference: String,
    /// What happened, such as "referred by telephone"
    #[arg(value_name = "EVENT")]
    event: String,
    /// When, with the time if it is known
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    at: Option<String>,
    /// The date, when the time is not known
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, conflicts_with = "at")]
    on: Option<String>,
    /// The team it went to
    #[arg(long, value_name = "TEAM")]
    to: Option<String>,
    /// Who did it: a short mark, never a name
    #[arg(long, value_name = "MARK")]
    by: Option<String>,
    /// Add a note: from standard input with -, asked for without a value
    #[arg(long, value_name = "-", num_args = 0..=1, default_missing_value = "", allow_hyphen_values = true)]
    note: Option<String>,
}

pub(super) fn run(args: &LogArgs, context: &Context) -> anyhow::Result<Exit> {
    let when = when(args, context)?;
    let note = args.note.as_deref().map(|given| note::read(given, context)).transpose()?;
    let what = format!("logged {}", args.event);
    let changed = change::change(context, &args.reference, &what, |case, protocol| {
        let mut event = change::event(protocol, &args.event, when, "EVENT")?;
        event.to = args.to.as_deref().map(|to| named(protocol, NameKind::Team, to, "--to")).transpose()?;
        (event.by, event.note) = (args.by.clone(), note.clone());
        case.events.push(event);
        change::vet_last(protocol, case, context)
    })?;
    let vocabulary = &changed.protocol.vocabulary;
    let kind = changed.case.events.last().map_or(args.event.as_str(), |event| event.kind.as_str());
    let title = vocabulary.event(kind).map(|event| vocabulary.event_definition(event).title.as_str());
    let headline = format!("Recorded for {}: {}, {}", args.reference, title.unwrap_or(kind), long(when));
    let before = changed.before.as_ref();
    let report = ChangesReport::new(&changed.protocol, headline, before, &changed.after, context.global.verbose);
    context.show(&report.remark(still_missing(kind, &changed, context)?))?;
    Ok(Exit::Answered)
}

/// Being located does not end a missing episode; whoever records it must not think so.
fn still_missing(event: &str, changed: &Changed, context: &Context) -> Result<Option<String>, Problem> {
    let vocabulary = &changed.protocol.vocabulary;
    let Some(names) = vocabulary.missing.filter(|names| vocabulary.event(event) == Some(names.located)) else {
        return Ok(None);
    };
    let situation = Situation::new(&changed.protocol, &changed.case, context.now)?;
    let confirmed = &vocabulary.event_definition(names.confirmed).id;
    Ok(open(&situation.episodes).map(|_| {
        format!("The missing episode stays open until well-being is confirmed: log `{confirmed}` when it is.")
    }))
}

fn when(args: &LogArgs, context: &Context) -> Result<Moment, Problem> {
    match (&args.at, &args.on) {
        (Some(at), _) => context.when(at, Tense::Past).map_err(|problem| problem.field("--at")),
        (None, Some(on)) => match context.when(on, Tense::Past).map_err(|problem| problem.field("--on"))? {
            Moment::Date(date) => Ok(Moment::Date(date)),
            Moment::Instant(_) => {
                Err(Problem::usage(format!("`{on}` has a time")).field("--on").hint("use --at when the time is known"))
            }
        },
        (None, None) => Err(Problem::usage("when did it happen?")
            .hint("add --at with the time, or --on with the date when that is all that is known")),
    }
}
