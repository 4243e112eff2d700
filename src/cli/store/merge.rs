//! What an import adds to a case that the store has. An empty field says nothing; nothing is taken out.

use crate::calendar::{Moment, parse_date, parse_instant_or_local};
use crate::domain::case::{Case, Event, FactValue};
use crate::domain::same_date::{self, Unsure};
use crate::problem::Problem;
use crate::protocol::Protocol;
use std::collections::BTreeSet;

/// A case with what an import adds to it.
#[derive(Debug)]
pub(super) struct Merged {
    pub(super) case: Case,
    /// Grave facts that were known as yes and become no.
    pub(super) retracted: Vec<String>,
    /// Dates on which another order of events would mean something else.
    pub(super) unsure: Vec<Unsure>,
}

/// Adds `given` to the stored case. `is_row` says that the events of `given` come from a table, which keeps no order.
///
/// # Errors
/// When the two have different dates of birth or protocols.
pub(super) fn merge(stored: &Case, given: &Case, protocol: &Protocol, is_row: bool) -> Result<Merged, Problem> {
    let differs = |field: &str, held: &Option<String>, new: &Option<String>, hint: String| match (held, new) {
        (Some(held), Some(new)) if held != new => {
            let what = format!("the store has {held}, the file has {new}");
            Err(Problem::input(what).field(field).hint(hint))
        }
        _ => Ok(()),
    };
    let reference = &stored.reference;
    let born = format!("is it the same child? `yjs case set {reference} --born DATE` corrects the store");
    differs("born", &stored.born, &given.born, born)?;
    let moved = format!("`yjs case move {reference} --protocol P` moves a case to another protocol");
    differs("protocol", &stored.protocol, &given.protocol, moved)?;
    let mut case = stored.clone();
    for (held, new) in [
        (&mut case.protocol, &given.protocol),
        (&mut case.born, &given.born),
        (&mut case.initials, &given.initials),
        (&mut case.worker, &given.worker),
    ] {
        if new.is_some() {
            held.clone_from(new);
        }
    }
    let mut retracted = Vec::new();
    for (id, value) in &given.facts.0 {
        let grave = protocol.vocabulary.fact(id).is_some_and(|fact| protocol.vocabulary.fact_definition(fact).grave);
        if grave && case.facts.get(id) == Some(&FactValue::Flag(true)) && *value == FactValue::Flag(false) {
            retracted.push(id.clone());
        }
        case.facts.set(id, Some(value.clone()));
    }
    let unsure = merge_events(&mut case.events, &given.events, protocol, is_row);
    if given.judgement.is_some() {
        case.judgement.clone_from(&given.judgement);
    }
    for waiver in &given.waivers {
        match case.waivers.iter_mut().find(|held| held.code == waiver.code) {
            Some(held) => held.clone_from(waiver),
            None => case.waivers.push(waiver.clone()),
        }
    }
    Ok(Merged { case, retracted, unsure })
}

fn merge_events(held: &mut Vec<Event>, given: &[Event], protocol: &Protocol, is_row: bool) -> Vec<Unsure> {
    // For each event of the file, its place among those held.
    let (known, mut taken, mut places) = (held.len(), BTreeSet::new(), Vec::with_capacity(given.len()));
    for event in given {
        let same = (0..known).find(|place| !taken.contains(place) && is_same(&held[*place], event));
        let place = match same {
            Some(place) => {
                taken.insert(place);
                complete(&mut held[place], event);
                place
            }
            None => {
                held.push(event.clone());
                held.len() - 1
            }
        };
        places.push(place);
    }
    if is_row {
        let new: BTreeSet<_> = held[known..].iter().filter_map(|event| moment(event).map(Moment::date)).collect();
        return same_date::arrange_on(protocol, held, &|date| new.contains(&date));
    }
    if taken.len() == known {
        // The file has every event, and its own order of them.
        let mut all: Vec<Option<Event>> = std::mem::take(held).into_iter().map(Some).collect();
        held.extend(places.into_iter().filter_map(|place| all[place].take()));
    }
    Vec::new()
}

/// Whether two records are of one event: of one kind, at one time, to one team.
fn is_same(left: &Event, right: &Event) -> bool {
    let when = |event: &Event| moment(event).ok_or_else(|| (event.on.clone(), event.at.clone()));
    left.kind == right.kind && left.to == right.to && when(left) == when(right)
}

fn moment(event: &Event) -> Option<Moment> {
    match (&event.on, &event.at) {
        (Some(on), None) => parse_date(on).ok().map(Moment::Date),
        (None, Some(at)) => parse_instant_or_local(at).ok().map(Moment::Instant),
        _ => None,
    }
}

/// Adds to an event what another record of it says: who did it, and another note beside the first.
fn complete(held: &mut Event, given: &Event) {
    if given.by.is_some() {
        held.by.clone_from(&given.by);
    }
    match (&mut held.note, &given.note) {
        (Some(note), Some(other)) if !note.contains(other.as_str()) => {
            note.push_str("; ");
            note.push_str(other);
        }
        (None, Some(other)) => held.note = Some(other.clone()),
        _ => {}
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::merge;
    use crate::domain::case::{Case, Event, FactValue};
    use crate::protocol::{embedded, load::load};

    fn event(kind: &str, on: &str) -> Event {
        Event { kind: kind.into(), on: Some(on.into()), ..Event::default() }
    }

    fn merged(stored: &Case, given: &Case, is_row: bool) -> super::Merged {
        let protocol = load(embedded::VOCABULARY, &embedded::source("camden").unwrap()).unwrap();
        merge(stored, given, &protocol, is_row).unwrap()
    }

    #[test]
    fn an_empty_field_says_nothing_and_a_given_one_replaces() {
        let mut stored = Case { born: Some("2010-01-01".into()), worker: Some("jm".into()), ..Case::default() };
        stored.facts.set("cse", Some(FactValue::Flag(true)));
        stored.events = vec![event("plan_started", "2026-05-01")];
        assert_eq!(merged(&stored, &Case::default(), true).case, stored, "nothing is taken out");
        let mut given = Case { worker: Some("ak".into()), ..Case::default() };
        given.facts.set("attendance_percent", Some(FactValue::Number(80.0)));
        let case = merged(&stored, &given, true).case;
        assert_eq!((case.worker.as_deref(), case.born.as_deref()), (Some("ak"), Some("2010-01-01")));
        assert_eq!(case.facts.0.len(), 2);
        given.facts.set("cse", Some(FactValue::Flag(false)));
        assert_eq!(merged(&stored, &given, true).retracted, ["cse"]);
    }

    #[test]
    fn an_event_is_not_doubled_and_another_note_is_added_to_it() {
        let at = |at: &str, note: &str| Event {
            kind: "referred_by_telephone".into(),
            at: Some(at.into()),
            to: Some("mash".into()),
            note: Some(note.into()),
            ..Event::default()
        };
        let stored = Case { events: vec![at("2026-06-02T10:00:00+01:00", "rang")], ..Case::default() };
        let given =
            Case { events: vec![at("2026-06-02T10:00", "rang again"), at("2026-06-02T11:00", "x")], ..Case::default() };
        let case = merged(&stored, &given, false).case;
        assert_eq!(case.events.len(), 2);
        assert_eq!(case.events[0].note.as_deref(), Some("rang; rang again"));
        assert_eq!(merged(&case, &given, false).case, case, "a second time changes nothing");
    }

    #[test]
    fn rows_go_where_they_fit_and_the_stored_order_of_other_days_is_kept() {
        let lost = |on| event("went_missing", on);
        let stored = Case {
            events: vec![lost("2026-05-01"), lost("2026-05-02"), event("located", "2026-05-02"), lost("2026-05-20")],
            ..Case::default()
        };
        let given = Case { events: vec![event("located", "2026-05-24"), lost("2026-05-24")], ..Case::default() };
        let found = merged(&stored, &given, true);
        let kinds: Vec<&str> = found.case.events.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(kinds[..3], ["went_missing", "went_missing", "located"]);
        assert_eq!(kinds[4..], ["located", "went_missing"]);
        assert_eq!(found.unsure.len(), 1);
    }

    #[test]
    fn another_child_is_refused() {
        let protocol = load(embedded::VOCABULARY, &embedded::source("camden").unwrap()).unwrap();
        let one = Case { born: Some("2010-01-01".into()), ..Case::default() };
        let other = Case { born: Some("2011-01-01".into()), ..Case::default() };
        let problem = merge(&one, &other, &protocol, false).unwrap_err();
        assert_eq!(problem.place.field.as_deref(), Some("born"));
        assert!(problem.what.contains("the store has 2010-01-01, the file has 2011-01-01"));
    }
}
