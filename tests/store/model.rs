//! Any sequence of additions, changes, undoings, compactions, backups, restores and reopenings leaves the store as a
//! simple model in memory has it.

use super::Place;
use super::care::{day, stamp};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use yjs::domain::case::Case;
use yjs::store::conformance::case;
use yjs::store::{Change, LocalStore, MemoryStore, Store, Undo};

#[derive(Debug, Clone)]
enum Step {
    Set(&'static str, u32),
    Undo(&'static str),
    Compact,
    Backup,
    Restore(usize),
    Tidy,
    Reopen,
    NextDay,
    Repair,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let name = || prop_oneof![Just("a"), Just("b"), Just("YJ-1")];
    let step = prop_oneof![
        6 => (name(), 0..100_u32).prop_map(|(name, value)| Step::Set(name, value)),
        3 => name().prop_map(Step::Undo),
        2 => Just(Step::Compact),
        1 => Just(Step::Backup),
        1 => (0..4_usize).prop_map(Step::Restore),
        1 => Just(Step::Tidy),
        1 => Just(Step::Reopen),
        1 => Just(Step::NextDay),
        1 => Just(Step::Repair),
    ];
    prop::collection::vec(step, 0..40)
}

/// Every state of every case, in order.
type Model = BTreeMap<&'static str, Vec<Case>>;

fn compare(store: &dyn Store, model: &Model) -> Result<(), TestCaseError> {
    let snapshot = store.cases().unwrap();
    prop_assert_eq!(snapshot.warnings, vec![]);
    let held: Vec<Case> = snapshot.cases.into_iter().map(|stored| stored.case).collect();
    let mut expected: Vec<Case> = model.values().filter_map(|states| states.last().cloned()).collect();
    expected.sort_by(|left, right| left.reference.cmp(&right.reference));
    prop_assert_eq!(held, expected);
    for name in ["a", "b", "YJ-1"] {
        let states: Vec<Case> = store.history(name).unwrap().into_iter().map(|record| record.case).collect();
        prop_assert_eq!(states, model.get(name).cloned().unwrap_or_default(), "{}", name);
    }
    let verification = store.verify().unwrap();
    prop_assert!(verification.ok, "{:?}", verification);
    // Beside the changes there is a mark for each time that the store was written anew.
    prop_assert!(verification.lines >= model.values().map(Vec::len).sum::<usize>());
    Ok(())
}

/// Adds, changes and undoes in any store; whether the step was one of these.
fn step_anywhere(store: &dyn Store, model: &mut Model, step: &Step, days: i64) -> bool {
    match step {
        Step::Set(name, value) => {
            let next = case(name, *value);
            store.update(name, Change::new("set", stamp(days)), &mut |_| Ok(next.clone())).unwrap();
            model.entry(name).or_default().push(next);
        }
        Step::Undo(name) => {
            let states = model.get(name).map_or(0, Vec::len);
            match Undo::of(name, store.history(name).unwrap()) {
                Ok(undo) => {
                    undo.save(store, stamp(days)).unwrap();
                    let before = model[name][states - 2].clone();
                    model.entry(name).or_default().push(before);
                }
                Err(problem) => assert!(states < 2, "{problem}"),
            }
        }
        _ => return false,
    }
    true
}

fn follow(store: &mut LocalStore, place: &Place, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut model = Model::new();
    let mut backups: Vec<(PathBuf, Model)> = Vec::new();
    let mut days = 0;
    for step in steps {
        let empty = model.is_empty();
        match step {
            Step::Compact if !empty => drop(store.compact(day(days)).unwrap()),
            Step::Backup if !empty => {
                let path = place.file(&format!("../backup-{}.jsonl", backups.len()));
                store.backup(Some(&path), day(days)).unwrap();
                backups.push((path, model.clone()));
            }
            Step::Restore(which) if !backups.is_empty() => {
                let (path, then) = &backups[which % backups.len()];
                store.restore(path, &stamp(days)).unwrap();
                model.clone_from(then);
            }
            Step::Tidy => prop_assert_eq!(store.tidy(day(days)), vec![]),
            Step::Reopen => *store = place.store(),
            Step::NextDay => days += 1,
            Step::Repair if !empty => prop_assert!(store.repair(&stamp(days), &[], false).unwrap().sound),
            step => {
                step_anywhere(store, &mut model, step, days);
            }
        }
        compare(store, &model)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn any_sequence_leaves_the_folder_as_the_model_has_it(steps in steps()) {
        let place = Place::new();
        follow(&mut place.store(), &place, &steps)?;
    }

    #[test]
    fn any_sequence_leaves_memory_as_the_model_has_it(steps in steps()) {
        let (store, mut model) = (MemoryStore::new(), Model::new());
        for step in &steps {
            if step_anywhere(&store, &mut model, step, 0) {
                compare(&store, &model)?;
            }
        }
    }
}
