//! What differs between two states of one case, field by field.

use crate::domain::case::{Case, Event, Judgement, Waiver};
use serde::Serialize;

/// One field that differs. A fact is `facts.ID`, an event `events.KIND`, a waiver `waivers.CODE`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Which field.
    pub field: String,
    /// What it was; none when it was not given.
    pub from: Option<String>,
    /// What it is; none when it is not given any more.
    pub to: Option<String>,
}

impl Difference {
    /// The name of the field alone, as people know it.
    pub fn name(&self) -> &str {
        self.field.split_once('.').map_or(&self.field, |(_, name)| name)
    }
}

/// A waiver on one line: until when, why, by whom.
fn waiver_words(waiver: &Waiver) -> String {
    let by = waiver.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
    format!("until {}{by}: {}", waiver.until, waiver.reason)
}

/// A judgement on one line.
fn judgement_words(judgement: &Judgement) -> String {
    format!("level {} by {} on {}: {}", judgement.level, judgement.by, judgement.at, judgement.reason)
}

/// What differs, fields of the case first, then facts, then events, each in the order of the case.
///
/// Events have no names: one that was changed shows as one taken out and one put in.
pub fn between(before: &Case, after: &Case) -> Vec<Difference> {
    // Named one by one, so that a field that is added is not left out here.
    let Case { reference: _, protocol, born, initials, worker, facts, events, judgement, waivers, recorded: _ } =
        before;
    let mut differences = Vec::new();
    let mut compare = |field: String, from: Option<String>, to: Option<String>| {
        if from != to {
            differences.push(Difference { field, from, to });
        }
    };
    for (name, from, to) in [
        ("protocol", protocol, &after.protocol),
        ("born", born, &after.born),
        ("initials", initials, &after.initials),
        ("worker", worker, &after.worker),
    ] {
        compare(name.to_owned(), from.clone(), to.clone());
    }
    let words = |judgement: &Option<Judgement>| judgement.as_ref().map(judgement_words);
    compare("judgement".to_owned(), words(judgement), words(&after.judgement));
    let new = after.facts.0.iter().filter(|(id, _)| facts.get(id).is_none());
    for (id, _) in facts.0.iter().chain(new) {
        let value = |case: &Case| case.facts.get(id).map(ToString::to_string);
        compare(format!("facts.{id}"), value(before), value(after));
    }
    for event in missing_from(events, &after.events) {
        compare(format!("events.{}", event.kind), Some(event_words(event)), None);
    }
    for event in missing_from(&after.events, events) {
        compare(format!("events.{}", event.kind), None, Some(event_words(event)));
    }
    let new = after.waivers.iter().filter(|waiver| waivers.iter().all(|held| held.code != waiver.code));
    for Waiver { code, .. } in waivers.iter().chain(new) {
        let of = |held: &[Waiver]| held.iter().find(|waiver| waiver.code == *code).map(waiver_words);
        compare(format!("waivers.{code}"), of(waivers), of(&after.waivers));
    }
    if differences.is_empty() && before.events != after.events {
        let kinds = |case: &Case| case.events.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>().join(", ");
        differences.push(Difference { field: "events".into(), from: Some(kinds(before)), to: Some(kinds(after)) });
    }
    differences
}

/// Events of `here` that are not in `there`, each counted as often as it stands.
fn missing_from<'a>(here: &'a [Event], there: &[Event]) -> Vec<&'a Event> {
    let mut left: Vec<&Event> = there.iter().collect();
    let mut missing = Vec::new();
    for event in here {
        match left.iter().position(|held| *held == event) {
            Some(place) => drop(left.swap_remove(place)),
            None => missing.push(event),
        }
    }
    missing
}

/// An event on one line: when, to whom, by whom, and its note.
fn event_words(event: &Event) -> String {
    let mut words = event.at.clone().or_else(|| event.on.clone()).unwrap_or_else(|| "no date".into());
    for (name, value) in [(" to ", &event.to), (" by ", &event.by), (": ", &event.note)] {
        if let Some(value) = value {
            words.push_str(name);
            words.push_str(value);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::between;
    use crate::domain::case::{Case, Event, FactValue, Judgement, Waiver};

    fn event(kind: &str, on: &str) -> Event {
        Event { kind: kind.into(), on: Some(on.into()), ..Event::default() }
    }

    fn told(before: &Case, after: &Case) -> Vec<(String, Option<String>, Option<String>)> {
        between(before, after).into_iter().map(|one| (one.field, one.from, one.to)).collect()
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn each_field_fact_and_event_is_named() {
        let mut before = Case { born: some("2010-09-14"), worker: some("jm"), ..Case::default() };
        before.facts.set("cse", Some(FactValue::Flag(true)));
        before.facts.set("attendance_percent", Some(FactValue::Number(84.0)));
        before.events = vec![event("x", "2026-03-02"), event("x", "2026-03-02"), event("y", "2026-03-03")];
        let mut after = before.clone();
        assert_eq!(told(&before, &after), []);
        after.worker = None;
        after.facts.set("cse", None);
        after.facts.set("attendance_percent", Some(FactValue::Number(81.5)));
        after.facts.set("home_educated", Some(FactValue::Flag(false)));
        after.events.remove(0);
        after.events.push(Event { note: some("by post"), ..event("z", "2026-03-04") });
        assert_eq!(
            told(&before, &after),
            [
                ("worker".into(), some("jm"), None),
                ("facts.cse".into(), some("yes"), None),
                ("facts.attendance_percent".into(), some("84"), some("81.5")),
                ("facts.home_educated".into(), None, some("no")),
                ("events.x".into(), some("2026-03-02"), None),
                ("events.z".into(), None, some("2026-03-04: by post")),
            ]
        );
    }

    #[test]
    fn a_judgement_and_a_waiver_are_named_with_their_reasons() {
        let before = Case::default();
        let judgement = Judgement { level: 3, reason: "seen".into(), by: "jm".into(), at: "2026-03-02".into() };
        let waiver = |until: &str| Waiver {
            code: "search-not-made".into(),
            until: until.into(),
            reason: "MOSAIC down".into(),
            by: some("jm"),
            at: None,
        };
        let after = Case { judgement: Some(judgement), waivers: vec![waiver("2026-03-09")], ..Case::default() };
        let waived = some("until 2026-03-09 by jm: MOSAIC down");
        assert_eq!(
            told(&before, &after),
            [
                ("judgement".into(), None, some("level 3 by jm on 2026-03-02: seen")),
                ("waivers.search-not-made".into(), None, waived.clone()),
            ]
        );
        let longer = Case { waivers: vec![waiver("2026-04-09")], ..after.clone() };
        let to = some("until 2026-04-09 by jm: MOSAIC down");
        assert_eq!(told(&after, &longer), [("waivers.search-not-made".into(), waived, to)]);
    }

    #[test]
    fn another_order_of_events_is_a_difference() {
        let before = Case { events: vec![event("x", "2026-03-02"), event("y", "2026-03-02")], ..Case::default() };
        let mut after = before.clone();
        after.events.swap(0, 1);
        assert_eq!(told(&before, &after), [("events".into(), some("x, y"), some("y, x"))]);
    }
}
