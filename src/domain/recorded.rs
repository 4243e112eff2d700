//! The order in which a case was recorded: what was known when a call was made decides what the call was about.

use crate::domain::case::Case;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// In which change of a case each of its facts and events was recorded; the first change is 1.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// How many changes the case has had.
    pub changes: u32,
    /// The change that gave a fact its present value, where it was not the first.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, u32>,
    /// The change that recorded each event, in the order of the case's events; absent when all were in the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<u32>,
}

impl Recorded {
    /// Returns the change that gave a fact its value.
    pub fn of_fact(&self, id: &str) -> u32 {
        self.facts.get(id).copied().unwrap_or(1)
    }

    /// Returns the change that recorded the event at an index of the case's events.
    pub fn of_event(&self, index: usize) -> u32 {
        self.events.get(index).copied().unwrap_or(1)
    }
}

/// Notes in a case which of its facts and events this change records, given the case before it.
pub fn note(before: Option<&Case>, after: &mut Case) {
    let Some(before) = before else {
        // A case that comes with an order of its own, as an export does, keeps it.
        return;
    };
    if before.facts == after.facts && before.events == after.events {
        after.recorded.clone_from(&before.recorded);
        return;
    }
    let earlier = before.recorded.clone().unwrap_or_else(|| Recorded { changes: 1, ..Recorded::default() });
    let now = earlier.changes + 1;
    let mut facts = BTreeMap::new();
    for (id, value) in &after.facts.0 {
        let change = if before.facts.get(id) == Some(value) { earlier.of_fact(id) } else { now };
        if change > 1 {
            facts.insert(id.clone(), change);
        }
    }
    let mut left: Vec<Option<&crate::domain::case::Event>> = before.events.iter().map(Some).collect();
    let mut events = Vec::with_capacity(after.events.len());
    for event in &after.events {
        let held = left.iter().position(|other| *other == Some(event));
        events.push(held.map_or(now, |index| {
            left[index] = None;
            earlier.of_event(index)
        }));
    }
    if events.iter().all(|change| *change == 1) {
        events.clear();
    }
    after.recorded = Some(Recorded { changes: now, facts, events });
}

#[cfg(test)]
mod tests {
    use super::{Recorded, note};
    use crate::domain::case::{Case, Event, FactValue};

    fn event(kind: &str) -> Event {
        Event { kind: kind.into(), on: Some("2026-03-02".into()), ..Event::default() }
    }

    #[test]
    fn each_change_is_counted_and_what_stays_keeps_its_own() {
        let first = Case { events: vec![event("a")], ..Case::default() };
        let mut second = first.clone();
        second.facts.set("cse", Some(FactValue::Flag(true)));
        second.events.insert(0, event("b"));
        note(Some(&first), &mut second);
        let recorded = second.recorded.clone().expect("two changes");
        assert_eq!((recorded.changes, recorded.of_fact("cse"), recorded.events), (2, 2, vec![2, 1]));
        let mut third = second.clone();
        third.facts.set("cse", Some(FactValue::Flag(false)));
        third.events.remove(0);
        note(Some(&second), &mut third);
        assert_eq!(third.recorded, Some(Recorded { changes: 3, facts: [("cse".into(), 3)].into(), events: vec![] }));
        let again = third.clone();
        note(Some(&second), &mut third);
        assert_eq!(third, again, "noting twice changes nothing");
        let mut fourth = Case { worker: Some("jm".into()), ..third.clone() };
        note(Some(&third), &mut fourth);
        assert_eq!(fourth.recorded, third.recorded, "a change of the worker records no fact");
    }
}
