//! Cases written as CSV: one row a case; columns `ref,protocol,born,initials,worker`, fact ids, and `event:KIND` or
//! `event:KIND:TEAM` with several dates or times separated by `;`. An empty cell is unknown. [`crate::input::own_table`] reads it.
//!
//! A table holds no note, no waiver, no level of a practitioner's own, and no order within a date.

use crate::domain::case::{Case, Event};
use crate::domain::recorded::Recorded;
use crate::domain::same_date::sequences;
use crate::domain::situation::Situation;
use crate::input::own_table::{BY, EventColumn, OWN_COLUMNS, RECORDED, ordered, read_csv, typed};
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::render::{Cell, Column, Table};
use crate::report::assessment::AssessmentReport;
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::sync::Arc;

/// The cases as a table that CSV is written from. A fact or event has a column when some case has it, in the order of
/// `facts` and `events`; those of one kind of event by team.
pub(super) fn table(cases: &[Case], facts: &[String], events: &[String]) -> Table {
    let facts: Vec<&String> = facts.iter().filter(|id| cases.iter().any(|case| case.facts.get(id).is_some())).collect();
    let columns: Vec<EventColumn> = events.iter().flat_map(|kind| columns_of(kind, cases)).collect();
    let names = OWN_COLUMNS.into_iter().map(str::to_owned);
    let names = names.chain(facts.iter().map(|id| (*id).clone()));
    let names = names.chain(columns.iter().map(EventColumn::name));
    let has_recorded = cases.iter().any(|case| case.recorded.is_some());
    let names = names.chain(has_recorded.then(|| RECORDED.to_owned()));
    let mut table = Table::new(names.map(|name| Column::new(name.as_str(), name.as_str())), "No cases.");
    for case in cases {
        let fields =
            [&case.protocol, &case.born, &case.initials, &case.worker].map(|field| field.clone().unwrap_or_default());
        let known = facts.iter().map(|id| case.facts.get(id).map(ToString::to_string).unwrap_or_default());
        let happened = columns.iter().map(|column| {
            let own = case.events.iter().filter(|event| event.kind == column.kind && event.to == column.team);
            own.filter_map(cell).collect::<Vec<_>>().join(";")
        });
        let recorded = case.recorded.as_ref().and_then(|recorded| serde_json::to_string(recorded).ok());
        let recorded = has_recorded.then(|| recorded.unwrap_or_default());
        let cells = std::iter::once(case.reference.clone()).chain(fields).chain(known).chain(happened).chain(recorded);
        table.row(cells.map(Cell::from));
    }
    table
}

/// The columns of one kind of event: without a team, then by team.
fn columns_of(kind: &str, cases: &[Case]) -> Vec<EventColumn> {
    let own = cases.iter().flat_map(|case| &case.events).filter(|event| event.kind == kind);
    let mut teams: Vec<&Option<String>> = own.map(|event| &event.to).collect();
    teams.sort();
    teams.dedup();
    teams.into_iter().map(|team| EventColumn { kind: kind.to_owned(), team: team.clone() }).collect()
}

/// When an event happened, and by whom.
fn cell(event: &Event) -> Option<String> {
    let when = event.on.as_ref().or(event.at.as_ref())?;
    let by = event.by.as_ref().map(|by| format!("{BY}{by}")).unwrap_or_default();
    Some(format!("{when}{by}"))
}

/// The cases as a table holds them: the order of recording is kept only where an answer rests on it.
pub(super) fn written(cases: &[Case], protocols: &[Arc<Protocol>], now: DateTime<Utc>) -> Vec<Case> {
    let one = |(case, protocol): (&Case, &Arc<Protocol>)| {
        let Some(recorded) = &case.recorded else { return case.clone() };
        let plain = Case { recorded: None, ..case.clone() };
        let answer = |case: &Case| {
            let report = AssessmentReport::of_case(protocol, case, now).ok()?;
            serde_json::to_value(report).ok()
        };
        if answer(case) == answer(&plain) {
            return plain;
        }
        // Its numbers follow the order in which the events will be read back.
        let mut back = plain.clone();
        ordered(protocol, &mut back);
        let mut left: Vec<Option<&Event>> = case.events.iter().map(Some).collect();
        let numbers = back.events.iter().map(|event| {
            let place = left.iter().position(|held| *held == Some(event));
            place.map_or(1, |place| {
                left[place] = None;
                recorded.of_event(place)
            })
        });
        let events = numbers.collect();
        Case { recorded: Some(Recorded { events, ..recorded.clone() }), ..plain }
    };
    cases.iter().zip(protocols).map(one).collect()
}

/// A case that a table does not hold, so that reading it back would give another answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotHeld {
    pub(super) reference: String,
    /// What is lost, in words.
    pub(super) what: String,
}

/// The cases whose answer would change when `written` is read back. `protocols` has that of each case.
///
/// # Errors
/// When what was written cannot be read at all.
pub(super) fn not_held(
    cases: &[Case],
    written: &str,
    protocols: &[Arc<Protocol>],
    now: DateTime<Utc>,
) -> Result<Vec<NotHeld>, Problem> {
    let back: HashMap<String, Case> = read_csv(written.as_bytes())?
        .filter_map(|(_, case)| case.ok())
        .map(|case| (case.reference.clone(), case))
        .collect();
    let mut lost = Vec::new();
    for (case, protocol) in cases.iter().zip(protocols) {
        let what = match back.get(&case.reference) {
            Some(back) => difference(case, back.clone(), protocol, now),
            None => Some("the case as a whole".to_owned()),
        };
        lost.extend(what.map(|what| NotHeld { reference: case.reference.clone(), what }));
    }
    Ok(lost)
}

fn difference(case: &Case, mut back: Case, protocol: &Protocol, now: DateTime<Utc>) -> Option<String> {
    let mut lost: Vec<&str> = Vec::new();
    if case.judgement.is_some() {
        lost.push("a level of the practitioner's own");
    }
    if !case.waivers.is_empty() {
        lost.push("a waiver");
    }
    // Read as an import reads it.
    ordered(protocol, &mut back);
    if !typed(protocol, &mut back).is_empty() || sorted_facts(case) != sorted_facts(&back) {
        lost.push("a fact");
    }
    let fields = |case: &Case| {
        [&case.protocol, &case.born, &case.initials, &case.worker].map(|field| field.clone().unwrap_or_default())
    };
    if fields(case) != fields(&back) {
        lost.push("a field of the case");
    }
    if sorted_events(case) != sorted_events(&back) {
        lost.push("an event");
    } else if lost.is_empty() && !answers_alike(case, &back, protocol, now) {
        lost.push("the order of events within a day, or that of recording them");
    }
    (!lost.is_empty()).then(|| lost.join(", "))
}

fn sorted_facts(case: &Case) -> Vec<(String, String)> {
    let mut facts: Vec<(String, String)> =
        case.facts.0.iter().map(|(id, value)| (id.clone(), format!("{value:?}"))).collect();
    facts.sort();
    facts
}

fn sorted_events(case: &Case) -> Vec<String> {
    let without_note = |event: &Event| Event { note: None, ..event.clone() };
    let mut events: Vec<String> = case.events.iter().map(|event| format!("{:?}", without_note(event))).collect();
    events.sort();
    events
}

/// Whether two cases that differ in the order of their events are answered alike, now and later.
fn answers_alike(case: &Case, back: &Case, protocol: &Protocol, now: DateTime<Utc>) -> bool {
    let order = |case: &Case| case.events.iter().map(|event| (event.kind.clone(), cell(event))).collect::<Vec<_>>();
    if case.recorded.is_none() && order(case) == order(back) {
        return true;
    }
    let bound = |case: &Case| {
        let situation = Situation::new(protocol, case, now).ok()?;
        let chains = sequences(protocol, &situation.events);
        let report = AssessmentReport::of_case(protocol, case, now).ok()?;
        Some((chains, serde_json::to_value(report).ok()?))
    };
    match (bound(case), bound(back)) {
        (Some(before), Some(after)) => before == after,
        // A case that cannot be assessed must come back as it is.
        _ => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{not_held, read_csv, table};
    use crate::domain::case::{Case, Event, FactValue, Waiver};
    use crate::protocol::{embedded, load::load};
    use crate::render::csv::render;
    use std::sync::Arc;

    #[test]
    fn what_is_written_comes_back_and_what_would_not_is_named() {
        let event = |kind: &str, on: &str| Event { kind: kind.into(), on: Some(on.into()), ..Event::default() };
        let mut whole = Case { reference: "A".into(), ..Case::default() };
        whole.facts.set("consent", Some(FactValue::Text("given".into())));
        whole.facts.set("cse", Some(FactValue::Flag(false)));
        whole.facts.set("attendance_percent", Some(FactValue::Number(12.0)));
        whole.events = vec![
            event("went_missing", "2026-03-02"),
            event("located", "2026-03-02"),
            Event { to: Some("mast".into()), by: Some("jm".into()), ..event("referred_in_writing", "2026-03-01") },
        ];
        let mut noted = Case { reference: "B".into(), events: whole.events[..1].to_vec(), ..Case::default() };
        noted.events[0].note = Some("x".into());
        // Lost, found and lost again, then found: by state the first end closes the first loss, here it came last.
        let turned = ["went_missing", "went_missing", "located"].map(|kind| event(kind, "2026-03-02")).to_vec();
        let turned = Case { reference: "C".into(), events: turned, ..Case::default() };
        let mut waived = Case { reference: "D".into(), ..Case::default() };
        waived.waivers.push(Waiver {
            code: "x".into(),
            until: "2026-06-30".into(),
            reason: "r".into(),
            ..Waiver::default()
        });
        let cases = [whole, noted, turned, waived];
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let facts = names(&["cse", "consent", "attendance_percent", "cce"]);
        let text = render(&table(&cases, &facts, &names(&["referred_in_writing", "went_missing", "located"]))).unwrap();
        assert!(text.starts_with(
            "ref,protocol,born,initials,worker,cse,consent,attendance_percent,\
             event:referred_in_writing:mast,event:went_missing,event:located\n"
        ));
        assert!(text.contains("A,,,,,no,given,12,2026-03-01 by jm,2026-03-02,2026-03-02\n"), "{text}");
        let (_, first) = read_csv(text.as_bytes()).unwrap().next().unwrap();
        assert_eq!(first.unwrap().events[0].by.as_deref(), Some("jm"));
        let protocol = Arc::new(load(embedded::VOCABULARY, &embedded::source("tower_hamlets").unwrap()).unwrap());
        let protocols = vec![protocol; cases.len()];
        let now = "2026-06-10T09:00:00Z".parse().unwrap();
        let lost = not_held(&cases, &text, &protocols, now).unwrap();
        let lost: Vec<String> = lost.into_iter().map(|one| format!("{}: {}", one.reference, one.what)).collect();
        assert_eq!(lost, ["C: the order of events within a day, or that of recording them", "D: a waiver"]);
    }
}
