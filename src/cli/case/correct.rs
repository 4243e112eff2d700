//! `yjs case correct`.

use super::change;
use super::note;
use super::which_event::{find, when};
use crate::calendar::{Moment, Tense, london};
use crate::cli::called::named;
use crate::cli::context::Context;
use crate::domain::case::Event;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::protocol::names::NameKind;
use crate::report::changes::ChangesReport;
use clap::Args;
use std::cell::RefCell;

/// Correct an event that was recorded wrongly, and see what that changes
///
/// Any event, not only the last. Name it by its kind, and by when it was if there are several. What you do not give stays
/// as it is; the history keeps what it was.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs case correct YJ-0042 referred_by_telephone --at 2026-06-02T16:30\n  \
    yjs case correct YJ-0042 located@2026-06-02 --on 2026-06-03\n  \
    yjs case correct YJ-0042 referred_in_writing --to mash\n  \
    yjs case correct YJ-0042 referred_in_writing --to ?")]
pub(super) struct CorrectArgs {
    /// The case
    #[arg(value_name = "REF")]
    reference: String,
    /// The event: KIND, or KIND@WHEN
    #[arg(value_name = "EVENT")]
    event: String,
    /// What happened instead
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// When it happened, with the time
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    at: Option<String>,
    /// The date it happened on, when the time is not known
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, conflicts_with = "at")]
    on: Option<String>,
    /// The team it went to; ? takes it out
    #[arg(long, value_name = "TEAM")]
    to: Option<String>,
    /// Who did it: a short mark, never a name; ? takes it out
    #[arg(long, value_name = "MARK")]
    by: Option<String>,
    /// Put another note in its place: from standard input with -, asked for without a value
    #[arg(long, value_name = "-", num_args = 0..=1, default_missing_value = "", allow_hyphen_values = true)]
    note: Option<String>,
}

pub(super) fn run(args: &CorrectArgs, context: &Context) -> anyhow::Result<Exit> {
    let when_given = moment(args, context)?;
    let given = [&args.kind, &args.to, &args.by, &args.note].iter().any(|given| given.is_some());
    if when_given.is_none() && !given {
        return Err(Problem::usage("nothing to correct")
            .hint("add --kind, --at, --on, --to, --by or --note; `yjs case withdraw` takes an event back")
            .into());
    }
    let note = args.note.as_deref().map(|given| note::read(given, context)).transpose()?;
    let said = RefCell::new(String::new());
    let what = format!("corrected {}", args.event);
    let changed = change::change(context, &args.reference, &what, |case, protocol| {
        let place = find(case, protocol, &args.event, context)?;
        let event = &mut case.events[place];
        if let Some(kind) = &args.kind {
            event.kind = named(protocol, NameKind::Event, kind, "--kind")?;
        }
        if let Some(when) = when_given {
            (event.on, event.at) = match when {
                Moment::Date(date) => (Some(date.to_string()), None),
                Moment::Instant(instant) => (None, Some(london::rfc3339(instant))),
            };
        }
        let to = args.to.as_deref().map(|to| team(protocol, to)).transpose()?;
        for (field, given) in [(&mut event.to, &to), (&mut event.by, &args.by)] {
            if let Some(given) = given {
                *field = Some(given.clone()).filter(|given| given != "?");
            }
        }
        if note.is_some() {
            event.note.clone_from(&note);
        }
        *said.borrow_mut() = in_words(event);
        Ok(())
    })?;
    let headline = format!("Corrected in {}: {}", args.reference, said.take());
    let before = changed.before.as_ref();
    context.show(&ChangesReport::new(&changed.protocol, headline, before, &changed.after, context.global.verbose))?;
    Ok(Exit::Answered)
}

/// The team that it went to, or `?` as it stands.
fn team(protocol: &Protocol, to: &str) -> Result<String, Problem> {
    if to == "?" { Ok(to.to_owned()) } else { named(protocol, NameKind::Team, to, "--to") }
}

fn in_words(event: &Event) -> String {
    let to = event.to.as_ref().map(|to| format!(", to {to}")).unwrap_or_default();
    format!("{}, {}{to}", event.kind, when(event))
}

fn moment(args: &CorrectArgs, context: &Context) -> Result<Option<Moment>, Problem> {
    match (&args.at, &args.on) {
        (Some(at), _) => context.when(at, Tense::Past).map(Some).map_err(|problem| problem.field("--at")),
        (None, Some(on)) => match context.when(on, Tense::Past).map_err(|problem| problem.field("--on"))? {
            Moment::Date(date) => Ok(Some(Moment::Date(date))),
            Moment::Instant(_) => {
                Err(Problem::usage(format!("`{on}` has a time")).field("--on").hint("use --at when the time is known"))
            }
        },
        (None, None) => Ok(None),
    }
}
