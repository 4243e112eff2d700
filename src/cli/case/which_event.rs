//! One event of a case, as it is named on the command line: its kind, with when where there are several.

use crate::calendar::{Moment, Tense, parse_date, parse_instant_or_local};
use crate::cli::called::named;
use crate::cli::context::Context;
use crate::domain::case::{Case, Event};
use crate::problem::{Kind, Problem};
use crate::protocol::Protocol;
use crate::protocol::names::NameKind;
use crate::report::due::short;

/// The index among the events of `case` of the one that `text` names: `located`, or `located@2026-06-02`.
///
/// # Errors
/// When the protocol has no such event, the case has none of it, or several fit.
pub(super) fn find(case: &Case, protocol: &Protocol, text: &str, context: &Context) -> Result<usize, Problem> {
    let (kind, when) = text.split_once('@').map_or((text, None), |(kind, when)| (kind, Some(when)));
    let usage = |problem: Problem| Problem { kind: Kind::Usage, ..problem }.field("EVENT");
    let kind = named(protocol, NameKind::Event, kind, "EVENT")?;
    let when = when.map(|when| context.when(when, Tense::Past)).transpose().map_err(usage)?;
    let fits = |event: &Event| event.kind == kind && when.is_none_or(|when| is_at(event, when));
    let found: Vec<usize> = (0..case.events.len()).filter(|place| fits(&case.events[*place])).collect();
    let own: Vec<&Event> = case.events.iter().filter(|event| event.kind == kind).collect();
    let listed = || own.iter().map(|event| format!("{kind}@{}", written(event))).collect::<Vec<_>>().join(", ");
    match found.as_slice() {
        [place] => Ok(*place),
        [] if own.is_empty() => Err(usage(Problem::usage(format!("no `{kind}` is recorded in {}", case.reference)))
            .hint(format!("`yjs case show {}` lists what is recorded", case.reference))),
        [] => Err(usage(Problem::usage(format!("no `{kind}` is recorded then in {}", case.reference)))
            .hint(format!("recorded are: {}", listed()))),
        // Alike in all that could tell them apart: either will do.
        [first, rest @ ..] if rest.iter().all(|place| case.events[*place] == case.events[*first]) => Ok(*first),
        several => Err(usage(Problem::usage(format!("{} events of {} fit `{text}`", several.len(), case.reference)))
            .hint(format!("say when, as recorded: {}", listed()))),
    }
}

fn written(event: &Event) -> &str {
    event.at.as_deref().or(event.on.as_deref()).unwrap_or_default()
}

/// When an event is recorded, in words.
pub(super) fn when(event: &Event) -> String {
    moment(event).map_or_else(|| written(event).to_owned(), short)
}

fn moment(event: &Event) -> Option<Moment> {
    match (&event.on, &event.at) {
        (Some(on), _) => parse_date(on).ok().map(Moment::Date),
        (None, Some(at)) => parse_instant_or_local(at).ok().map(Moment::Instant),
        (None, None) => None,
    }
}

/// A date fits whatever happened on it; a time only what happened then.
fn is_at(event: &Event, when: Moment) -> bool {
    moment(event).is_some_and(|held| match when {
        Moment::Date(date) => held.date() == date,
        Moment::Instant(_) => held == when,
    })
}
