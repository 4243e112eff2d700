//! Days on which several things happened, each in every order in which they could be written down.

use super::arrange;
use crate::domain::case::{Case, Event};
use crate::domain::fact::Value;
use crate::domain::situation::Situation;
use crate::protocol::{Protocol, embedded, load::load};

fn protocol() -> Protocol {
    load(embedded::VOCABULARY, &embedded::source("tower_hamlets").unwrap()).unwrap()
}

/// `lost 20, located 24 16:30`: short names, days of May 2026, times where they are known.
fn events(text: &str) -> Vec<Event> {
    let one = |part: &str| {
        let mut words = part.split_whitespace();
        let kind = match words.next().unwrap() {
            "lost" => "went_missing",
            "well" => "wellbeing_confirmed",
            "care" => "looked_after_started",
            "home" => "looked_after_ended",
            "opened" => "opened_to_yjs",
            "closed" => "closed_to_yjs",
            "shut" => "case_closed",
            "rang" => "referred_by_telephone",
            "wrote" => "referred_in_writing",
            other => other,
        };
        let date = format!("2026-05-{:0>2}", words.next().unwrap());
        let event = Event { kind: kind.into(), ..Event::default() };
        match words.next() {
            None => Event { on: Some(date), ..event },
            Some(time) => Event { at: Some(format!("{date}T{time}")), ..event },
        }
    };
    text.split(", ").map(one).collect()
}

fn orders(events: &[Event]) -> Vec<Vec<Event>> {
    if events.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for first in 0..events.len() {
        let mut rest = events.to_vec();
        let one = rest.remove(first);
        all.extend(orders(&rest).into_iter().map(|mut tail| {
            tail.insert(0, one.clone());
            tail
        }));
    }
    all
}

/// The kinds as they are put in order, which must be the same whatever order they are given in, and the days unsure.
fn arranged(text: &str) -> (String, Vec<String>) {
    let protocol = protocol();
    let mut answers = orders(&events(text)).into_iter().map(|mut events| {
        let unsure = arrange(&protocol, &mut events);
        let kinds: Vec<String> = events.iter().map(|event| event.kind.clone()).collect();
        (kinds.join(" "), unsure.iter().map(|one| one.date.to_string()).collect::<Vec<_>>())
    });
    let first = answers.next().unwrap();
    assert!(answers.all(|other| other == first), "{text}: the order given plays a part");
    first
}

#[test]
fn an_end_of_what_was_open_comes_before_a_start_and_after_one_otherwise() {
    for (given, wanted, unsure) in [
        ("lost 20, lost 24, located 24, well 24", "went_missing located wellbeing_confirmed went_missing", true),
        ("lost 20, lost 24, located 24", "went_missing located went_missing", true),
        ("lost 1, located 1, well 1", "went_missing located wellbeing_confirmed", false),
        ("lost 1, located 1", "went_missing located", false),
        ("lost 1, lost 1, located 1", "went_missing located went_missing", true),
        ("lost 1, well 1", "went_missing wellbeing_confirmed", false),
        ("lost 1, located 2, well 2", "went_missing located wellbeing_confirmed", false),
        ("lost 1 18:00, located 1 09:00, lost 1 08:00", "went_missing located went_missing", false),
        ("lost 20, located 24 10:00, lost 24 12:00", "went_missing located went_missing", false),
        ("lost 20, located 24 10:00, lost 24", "went_missing located went_missing", true),
        (
            "care 1, care 9, home 9, home 20",
            "looked_after_started looked_after_ended looked_after_started looked_after_ended",
            false,
        ),
        ("care 9, home 9", "looked_after_started looked_after_ended", false),
        ("opened 1, closed 9, opened 9", "opened_to_yjs closed_to_yjs opened_to_yjs", false),
        ("opened 1, shut 9, opened 9", "opened_to_yjs case_closed opened_to_yjs", false),
        ("rang 1, wrote 1", "referred_by_telephone referred_in_writing", false),
        ("rang 1 10:00, wrote 1", "referred_by_telephone referred_in_writing", false),
    ] {
        let (kinds, days) = arranged(given);
        assert_eq!((kinds.as_str(), !days.is_empty()), (wanted, unsure), "{given}");
    }
}

#[test]
fn the_child_counts_as_missing_where_both_orders_are_possible() {
    let protocol = protocol();
    let now = "2026-05-30T08:00:00Z".parse().unwrap();
    for given in orders(&events("lost 20, lost 24, located 24, well 24")) {
        let mut case = Case { reference: "A".into(), events: given, ..Case::default() };
        let unsure = arrange(&protocol, &mut case.events);
        let said = unsure[0].problem();
        assert!(said.what.contains("24 May 2026") && said.what.contains("`located`"), "{said}");
        let situation = Situation::new(&protocol, &case, now).unwrap();
        let fact = |name: &str| situation.facts.get(protocol.vocabulary.fact(name).unwrap());
        assert_eq!(fact("missing_now"), Some(Value::Flag(true)));
    }
}

#[test]
fn spells_in_care_that_meet_are_counted_through() {
    let protocol = protocol();
    let now = "2026-05-31T08:00:00Z".parse().unwrap();
    for given in orders(&events("care 1, home 9, care 9, home 20")) {
        let mut case =
            Case { reference: "A".into(), born: Some("2010-01-01".into()), events: given, ..Case::default() };
        assert_eq!(arrange(&protocol, &mut case.events), []);
        let situation = Situation::new(&protocol, &case, now).unwrap();
        let days = protocol.vocabulary.fact("days_looked_after_since_16").unwrap();
        assert_eq!(situation.facts.get(days), Some(Value::Number(20.0)));
    }
}

#[test]
fn every_end_without_a_start_is_a_fault_and_the_first_of_its_kind_is_none() {
    let protocol = protocol();
    let now = "2026-05-31T08:00:00Z".parse().unwrap();
    let faults = |text: &str| {
        let case = Case { reference: "A".into(), events: events(text), ..Case::default() };
        let found = crate::domain::check::faults(&protocol, &case, now);
        found.into_iter().map(|problem| problem.what).collect::<Vec<_>>()
    };
    let fit = "lost 1, located 2, well 2, home 3, care 4, home 5, closed 6, opened 7, closed 8";
    assert_eq!(faults(fit), Vec::<String>::new());
    let said = faults("located 1, lost 2, located 3, located 4, well 5, well 6, home 7, home 8");
    let wanted = [
        "`located` on 2026-05-01, but no `went_missing` is recorded before it",
        "`located` on 2026-05-04, but no `went_missing` is recorded between `located` on 2026-05-03 and it",
        "`wellbeing_confirmed` on 2026-05-06, but no `went_missing` is recorded between `wellbeing_confirmed` on 2026-05-05 and it",
        "`looked_after_ended` on 2026-05-08, but no `looked_after_started` is recorded between `looked_after_ended` on 2026-05-07 and it",
    ];
    assert_eq!(said, wanted);
    assert_eq!(faults("unauthorised_absence_ended 2").len(), 1, "of an absence too");
    assert_eq!(faults("remanded 1, custody_released 2, sentenced 3, custody_released 4"), Vec::<String>::new());
}
