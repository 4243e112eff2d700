//! What the store keeps: every acknowledged change, whoever else is writing, and nothing else.

use super::{Place, attendance, said};
use proptest::prelude::*;
use std::collections::BTreeMap;
use yjs::domain::case::{Case, Event};
use yjs::problem::Problem;
use yjs::store::conformance::{case, change};
use yjs::store::{LocalStore, MemoryStore, Store};

const WRITERS: u32 = 8;
const CHANGES: u32 = 50;

/// Each writer has a store of its own, as a process would, and first of all they race to make the folder.
#[test]
fn no_acknowledged_change_is_lost_between_writers() {
    let place = Place::new();
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let store = place.store();
            scope.spawn(move || {
                let own = format!("own-{writer}");
                let mut based_on = None;
                for number in 0..CHANGES {
                    based_on = Some(store.append(change("set"), &case(&own, number), based_on).unwrap());
                    log(&store, &format!("{writer}.{number}"));
                    assert!(store.cases().unwrap().cases.len() > 1);
                }
            });
        }
    });
    let store = place.store();
    let verification = store.verify().unwrap();
    assert!(verification.ok, "{verification:?}");
    assert_eq!(verification.lines, (WRITERS * CHANGES * 2) as usize);
    assert_eq!(verification.set_aside, [""; 0]);
    for writer in 0..WRITERS {
        assert_eq!(attendance(&store, &format!("own-{writer}")), Some((CHANGES - 1).to_string()));
        assert_eq!(store.history(&format!("own-{writer}")).unwrap().len(), CHANGES as usize);
    }
    let mut logged: Vec<String> =
        store.get("shared").unwrap().found.unwrap().case.events.into_iter().map(|event| event.kind).collect();
    logged.sort();
    let mut expected: Vec<String> =
        (0..WRITERS).flat_map(|writer| (0..CHANGES).map(move |number| format!("{writer}.{number}"))).collect();
    expected.sort();
    assert_eq!(logged, expected);
}

fn log(store: &LocalStore, kind: &str) {
    let logged = |now: Option<&Case>| {
        let mut next = now.cloned().unwrap_or_else(|| case("shared", 0));
        next.events.push(Event { kind: kind.to_owned(), ..Event::default() });
        Ok(next)
    };
    store.update("shared", change("logged"), &mut { logged }).unwrap();
}

#[test]
fn of_two_changes_based_on_one_reading_exactly_one_is_saved() {
    let place = Place::with(&[("a", 0)]);
    for round in 1..=20 {
        let read = place.store().get("a").unwrap().found.unwrap().version;
        let saved: Vec<Result<u64, Problem>> = std::thread::scope(|scope| {
            let writers = [round * 10, round * 10 + 1].map(|value| {
                let store = place.store();
                scope.spawn(move || store.append(change("set"), &case("a", value), Some(read)))
            });
            writers.map(|writer| writer.join().unwrap()).into()
        });
        let refusals: Vec<&Problem> = saved.iter().filter_map(|answer| answer.as_ref().err()).collect();
        assert_eq!(refusals.len(), 1, "{saved:?}");
        said(refusals[0], "changed since it was read");
        let winner = saved.iter().position(Result::is_ok).unwrap();
        assert_eq!(attendance(&place.store(), "a"), Some((round * 10 + u32::try_from(winner).unwrap()).to_string()));
    }
}

/// What to do to a store: which of a few references, which value, and on which reading it is based.
#[derive(Debug, Clone)]
struct Step {
    reference: &'static str,
    value: u32,
    note: String,
    stale_by: u64,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let reference = prop_oneof![Just("a"), Just("A"), Just("b.1"), Just("YJ-1"), Just("yj-1"), Just("a b")];
    let step = (reference, 0..100_u32, any::<String>(), prop_oneof![4 => Just(0), 1 => 1..3_u64]);
    prop::collection::vec(
        step.prop_map(|(reference, value, note, stale_by)| Step { reference, value, note, stale_by }),
        0..24,
    )
}

/// Applies the steps to a store and to a map, and compares.
fn agrees_with_a_map(store: &dyn Store, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut model: BTreeMap<String, (Case, u64)> = BTreeMap::new();
    let mut lines = 0;
    for step in steps {
        let mut next = case(step.reference, step.value);
        next.events.push(Event { kind: "x".to_owned(), note: Some(step.note.clone()), ..Event::default() });
        let version = model.get(step.reference).map(|(_, version)| *version);
        let based_on = version.map(|version| version - step.stale_by.min(version));
        let twin = |held: &String| held != step.reference && held.eq_ignore_ascii_case(step.reference);
        let allowed = step.reference != "a b" && based_on == version && !model.keys().any(twin);
        match store.append(change("set"), &next, based_on) {
            Ok(saved) => {
                lines += 1;
                prop_assert!(allowed, "{step:?}");
                prop_assert_eq!(saved, lines);
                model.insert(step.reference.to_owned(), (next, saved));
            }
            Err(problem) => prop_assert!(!allowed, "{step:?}: {problem}"),
        }
    }
    let snapshot = store.cases().unwrap();
    prop_assert_eq!(snapshot.warnings, vec![]);
    let stored: Vec<(Case, u64)> = snapshot.cases.into_iter().map(|stored| (stored.case, stored.version)).collect();
    prop_assert_eq!(stored, model.into_values().collect::<Vec<_>>());
    prop_assert!(store.verify().unwrap().ok);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn any_sequence_of_appends_reads_back_as_a_map_would(steps in steps()) {
        agrees_with_a_map(&MemoryStore::new(), &steps)?;
        let place = Place::new();
        agrees_with_a_map(&place.store(), &steps)?;
    }
}
