//! Events that end what another began: which end has its start, and which has none.

use crate::calendar::{Moment, london};
use crate::domain::condition::EventIndex;
use crate::domain::happening::Happening;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::protocol::vocabulary::{MissingEvents, Vocabulary};

/// How an event stands to what it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pairing {
    /// It ends nothing, or what it ends is recorded.
    Whole,
    /// Nothing of its kind and no start is recorded before it: the record may have begun later.
    First,
    /// What it ends had ended already, or it makes no sense without a start.
    Surplus,
}

/// The first end without a start, as an error. What is only the first of its kind is none: see [`firsts`].
///
/// # Errors
/// When an event ends what had not begun, or had ended already.
pub(super) fn check(protocol: &Protocol, events: &[Happening]) -> Result<(), Problem> {
    for place in 0..events.len() {
        if pairing(&protocol.vocabulary, events, place) == Pairing::Surplus {
            return Err(surplus(protocol, events, place));
        }
    }
    Ok(())
}

/// Every end without a start, as errors.
pub(super) fn faults(protocol: &Protocol, events: &[Happening]) -> Vec<Problem> {
    let alone = |place: &usize| pairing(&protocol.vocabulary, events, *place) == Pairing::Surplus;
    (0..events.len()).filter(alone).map(|place| surplus(protocol, events, place)).collect()
}

/// The first end of each pair for which no start is recorded, with what to say of it.
pub fn firsts(protocol: &Protocol, events: &[Happening]) -> Vec<(Moment, String)> {
    let first = |place: &usize| pairing(&protocol.vocabulary, events, *place) == Pairing::First;
    let said = |place: usize| {
        let event = events[place];
        let definition = protocol.vocabulary.event_definition(event.kind);
        let start = definition.ends.map(|start| protocol.vocabulary.event_definition(start).title.as_str());
        let what = format!(
            "“{}” ({}), but no “{}” is recorded before it",
            definition.title,
            short(event.when),
            start.unwrap_or_default()
        );
        (event.when, what)
    };
    (0..events.len()).filter(first).map(said).collect()
}

fn pairing(vocabulary: &Vocabulary, events: &[Happening], place: usize) -> Pairing {
    let event = events[place];
    let definition = vocabulary.event_definition(event.kind);
    let Some(start) = definition.ends else { return Pairing::Whole };
    let before = || events[..place].iter().rev().map(|other| other.kind);
    if let Some(MissingEvents { lost, located, confirmed }) = vocabulary.missing
        && [located, confirmed].contains(&event.kind)
    {
        // Well-being confirmed says that the child was located, also where no record says when.
        let last = before().find(|kind| [lost, located, confirmed].contains(kind));
        let fits = last == Some(lost) || (event.kind == confirmed && last == Some(located));
        return if fits { Pairing::Whole } else { Pairing::Surplus };
    }
    let starts = |kind: EventIndex| kind == start || definition.also_ends.contains(&kind);
    match before().find(|kind| starts(*kind) || *kind == event.kind) {
        Some(last) if starts(last) => Pairing::Whole,
        Some(_) => Pairing::Surplus,
        None if definition.needs_start => Pairing::Surplus,
        None => Pairing::First,
    }
}

fn surplus(protocol: &Protocol, events: &[Happening], place: usize) -> Problem {
    let vocabulary = &protocol.vocabulary;
    let event = events[place];
    let definition = vocabulary.event_definition(event.kind);
    let start = definition.ends.unwrap_or(event.kind);
    let start_id = &vocabulary.event_definition(start).id;
    let field = format!("events[{}]", event.place);
    // Recorded before it, dated after it: one of the two dates is wrong.
    let own_start = events[place + 1..].iter().find(|other| other.kind == start && other.place < event.place);
    if let Some(start) = own_start {
        let what =
            format!("`{}` on {} is before its own start, `{start_id}` on {}", definition.id, event.when, start.when);
        return Problem::input(what).field(field).hint("check both dates");
    }
    let id = &definition.id;
    let missing = vocabulary.missing.filter(|names| [names.located, names.confirmed].contains(&event.kind));
    let (begins, kinds) = match missing {
        Some(names) => (names.lost, vec![names.lost, names.located, names.confirmed]),
        None => (start, vec![start, event.kind]),
    };
    let begins = &vocabulary.event_definition(begins).id;
    let what = match events[..place].iter().rev().find(|other| kinds.contains(&other.kind)) {
        None => format!("`{id}` on {}, but no `{begins}` is recorded before it", event.when),
        Some(last) => format!(
            "`{id}` on {}, but no `{begins}` is recorded between `{}` on {} and it",
            event.when,
            vocabulary.event_definition(last.kind).id,
            last.when
        ),
    };
    Problem::input(what).field(field).hint(format!("record `{begins}` with its date, or take `{id}` out"))
}

fn short(moment: Moment) -> String {
    match moment {
        Moment::Date(date) => london::short_date(date),
        Moment::Instant(instant) => london::short(instant),
    }
}
