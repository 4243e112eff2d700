//! Many processes at once: none loses what it was told is saved, and a conflict says so.

use super::place::Place;
use super::{choose, say};
use std::collections::BTreeSet;
use yjs::domain::case::FactValue;

/// Runs `each(process, number)` in as many processes at once as the test has, each so many times after another; the
/// numbers of those that were acknowledged, and what the others said.
fn at_once(place: &Place, args: impl Fn(usize, usize) -> String + Sync) -> (BTreeSet<(usize, usize)>, Vec<String>) {
    let (processes, times) = choose((8, 20), (16, 100));
    let one = |process: usize| {
        let (mut saved, mut refused) = (Vec::new(), Vec::new());
        for number in 0..times {
            let line = args(process, number);
            let ran = place.run(&line.split(' ').collect::<Vec<_>>());
            match ran.code {
                Some(0) => saved.push((process, number)),
                Some(2) => refused.push(ran.err),
                other => panic!("{line}: {other:?}: {}", ran.err),
            }
        }
        (saved, refused)
    };
    let (mut saved, mut refused) = (BTreeSet::new(), Vec::new());
    std::thread::scope(|scope| {
        let one = &one;
        let running: Vec<_> = (0..processes).map(|process| scope.spawn(move || one(process))).collect();
        for process in running {
            let (process_saved, process_refused) = process.join().unwrap();
            saved.extend(process_saved);
            refused.extend(process_refused);
        }
    });
    assert!(place.verify().ok, "{:?}", place.verify());
    assert_eq!(place.verify().set_aside, [""; 0]);
    (saved, refused)
}

fn said(test: &str, place: &Place, saved: usize, lost: usize, refused: &[String]) {
    let lines = place.verify().lines;
    let conflicts = refused.len();
    say(&format!("{test}: {saved} acknowledged, {lost} of them lost; {conflicts} refused; {lines} lines"));
    assert_eq!(lost, 0);
}

/// Additions and changes never conflict. On a machine that has no time for anything, some may give up waiting, and say so.
fn refused_by_the_lock_alone(refused: &[String]) {
    for refusal in refused {
        assert!(refusal.contains("has held the lock") && refusal.contains("nothing was saved"), "{refusal}");
    }
}

#[test]
fn additions_at_once_are_all_kept() {
    let place = Place::new();
    let (saved, refused) = at_once(&place, |process, number| format!("case add W{process}-{number} -p camden"));
    let cases = place.cases().unwrap();
    let lost = saved.iter().filter(|(process, number)| !cases.contains_key(&format!("W{process}-{number}"))).count();
    said("additions at once", &place, saved.len(), lost, &refused);
    refused_by_the_lock_alone(&refused);
    assert_eq!(cases.len(), saved.len());
}

#[test]
fn changes_to_different_cases_at_once_are_all_kept() {
    let place = Place::new();
    for process in 0..16 {
        place.must(&["case", "add", &format!("W{process}"), "-p", "camden"]);
    }
    let (saved, refused) =
        at_once(&place, |process, number| format!("case set W{process} --fact attendance_percent={number}"));
    let cases = place.cases().unwrap();
    let mut lost = 0;
    for process in 0..16 {
        let last = saved.iter().filter(|(by, _)| *by == process).map(|(_, number)| *number).max();
        let held = cases[&format!("W{process}")].facts.get("attendance_percent").cloned();
        let expected = last.map(|last| FactValue::Number(f64::from(u32::try_from(last).unwrap())));
        lost += usize::from(held != expected);
    }
    said("changes to different cases at once", &place, saved.len(), lost, &refused);
    refused_by_the_lock_alone(&refused);
    // Each time that the store was compacted is a line of its own.
    let stored = [place.bytes("cases.jsonl"), place.bytes("history.jsonl")].concat();
    let marks = String::from_utf8(stored).unwrap().matches(r#""change":"compacted""#).count();
    assert_eq!(place.verify().lines - marks, saved.len() + 16);
}

#[test]
fn changes_to_one_case_at_once_are_all_kept() {
    let place = Place::new();
    place.must(&["case", "add", "ONE", "-p", "camden"]);
    let (saved, refused) = at_once(&place, |process, number| {
        format!("case log ONE joint_supervision_held --on 2026-03-09 --by w{process}.{number}")
    });
    let events = place.cases().unwrap().remove("ONE").unwrap().events;
    let held: Vec<String> = events.into_iter().filter_map(|event| event.by).collect();
    let kept: BTreeSet<&String> = held.iter().collect();
    let lost = saved.iter().filter(|(process, number)| !kept.contains(&format!("w{process}.{number}"))).count();
    said("changes to one case at once", &place, saved.len(), lost, &refused);
    refused_by_the_lock_alone(&refused);
    assert_eq!(held.len(), kept.len(), "one was saved twice");
    assert_eq!(held.len(), saved.len());
}

#[test]
fn of_additions_of_one_reference_at_once_one_is_saved_and_the_others_are_told_why() {
    let place = Place::new();
    let (saved, refused) =
        at_once(&place, |process, number| format!("case add SAME-{number} -p camden --worker w{process}"));
    let cases = place.cases().unwrap();
    let numbers: BTreeSet<usize> = saved.iter().map(|(_, number)| *number).collect();
    assert_eq!(numbers.len(), saved.len(), "two were told that they added one case");
    let kept = |(process, number): &&(usize, usize)| {
        cases.get(&format!("SAME-{number}")).and_then(|case| case.worker.clone()) == Some(format!("w{process}"))
    };
    let lost = saved.len() - saved.iter().filter(kept).count();
    said("additions of one reference at once", &place, saved.len(), lost, &refused);
    for refusal in &refused {
        assert!(refusal.contains("already"), "{refusal}");
    }
    assert_eq!(place.verify().lines, saved.len());
}
