//! Cases written as CSV: one row a case; columns `ref,protocol,born,initials,worker`, fact ids, and `event:KIND` with
//! several dates or times separated by `;`. An empty cell is unknown. [`super::cases_rows`] reads it.
//!
//! CSV leaves out whom an event went to, who did it, and notes: JSON Lines holds a whole case.

use super::cases_rows::{EVENT, OWN_COLUMNS, date_of, read_csv};
use crate::domain::case::Case;
use crate::render::{Cell, Column, Table};

/// The cases as a table that CSV is written from. A fact or event has a column when some case has it, in the order of
/// `facts` and `events`.
pub(super) fn table(cases: &[Case], facts: &[String], events: &[String]) -> Table {
    let facts: Vec<&String> = facts.iter().filter(|id| cases.iter().any(|case| case.facts.get(id).is_some())).collect();
    let events: Vec<&String> = events
        .iter()
        .filter(|kind| cases.iter().any(|case| case.events.iter().any(|one| one.kind == **kind)))
        .collect();
    let names = OWN_COLUMNS.into_iter().map(str::to_owned);
    let names = names.chain(facts.iter().map(|id| (*id).clone()));
    let names = names.chain(events.iter().map(|kind| format!("{EVENT}{kind}")));
    let mut table = Table::new(names.map(|name| Column::new(name.as_str(), name.as_str())), "No cases.");
    for case in cases {
        let fields =
            [&case.protocol, &case.born, &case.initials, &case.worker].map(|field| field.clone().unwrap_or_default());
        let known = facts.iter().map(|id| case.facts.get(id).map(ToString::to_string).unwrap_or_default());
        let happened = events.iter().map(|kind| {
            let own = case.events.iter().filter(|event| event.kind == **kind);
            let when = own.filter_map(|event| event.on.clone().or_else(|| event.at.clone()));
            when.collect::<Vec<_>>().join(";")
        });
        table.row(std::iter::once(case.reference.clone()).chain(fields).chain(known).chain(happened).map(Cell::from));
    }
    table
}

/// How many of the cases would not come back from CSV as they are: those with notes, teams or marks on events, or with
/// events of one date in an order that the columns do not keep.
pub(super) fn lossy(cases: &[Case], written: &str) -> usize {
    let comparable = |case: &Case| {
        let mut case = case.clone();
        let mut facts: Vec<(String, String)> =
            case.facts.0.drain(..).map(|(id, value)| (id, value.to_string())).collect();
        facts.sort();
        case.events.sort_by(|left, right| date_of(left).cmp(date_of(right)));
        (case, facts)
    };
    // What was just written has a heading with a column `ref`.
    let back = read_csv(written.as_bytes()).into_iter().flatten().filter_map(|(_, case)| case.ok());
    cases.len() - cases.iter().zip(back).filter(|(case, back)| comparable(case) == comparable(back)).count()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{lossy, read_csv, table};
    use crate::domain::case::{Case, Event, FactValue};
    use crate::render::csv::render;

    #[test]
    fn what_is_written_comes_back_and_what_is_lost_is_counted() {
        let event = |kind: &str, on: &str| Event { kind: kind.into(), on: Some(on.into()), ..Event::default() };
        let mut whole = Case { reference: "A".into(), worker: Some("=1+1".into()), ..Case::default() };
        whole.facts.set("consent", Some(FactValue::Text("given".into())));
        whole.facts.set("cse", Some(FactValue::Flag(false)));
        whole.facts.set("victim_age", Some(FactValue::Number(12.0)));
        whole.events = vec![event("went_missing", "2026-03-02"), event("located", "2026-03-02")];
        let swapped =
            Case { reference: "B".into(), events: whole.events.iter().rev().cloned().collect(), ..Case::default() };
        let mut noted = Case { reference: "C".into(), events: vec![event("located", "2026-03-02")], ..Case::default() };
        noted.events[0].note = Some("x".into());
        let cases = [whole, swapped, noted];
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let facts = names(&["cse", "consent", "victim_age", "cce"]);
        let text = render(&table(&cases, &facts, &names(&["went_missing", "located"]))).unwrap();
        assert!(text.starts_with(
            "ref,protocol,born,initials,worker,cse,consent,victim_age,event:went_missing,event:located\n"
        ));
        assert!(text.contains("A,,,,'=1+1,no,given,12,2026-03-02,2026-03-02\n"), "{text}");
        let (_, first) = read_csv(text.as_bytes()).unwrap().next().unwrap();
        assert_eq!(first.unwrap().worker.as_deref(), Some("=1+1"));
        assert_eq!(lossy(&cases, &text), 2);
    }
}
