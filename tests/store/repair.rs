//! Repair: what the rest proves comes back, what it does not is listed, and nothing is made up.

use super::care::{day, set, stamp};
use super::{Place, attendance, references, said};
use proptest::prelude::*;
use std::fs;
use yjs::store::{Repaired, Store};

/// Three cases over several days, some changes archived, with the backups of those days.
fn kept() -> Place {
    let place = Place::new();
    let store = place.store();
    for days in 0..4 {
        for (reference, more) in [("a", 0), ("b", 1), ("c", 2)] {
            set(&store, reference, u32::try_from(days).unwrap() * 10 + more, days);
        }
        assert_eq!(store.tidy(day(days)), []);
        if days == 1 {
            store.compact(day(days)).unwrap();
        }
    }
    place
}

fn repair(place: &Place) -> Repaired {
    let before = place.contents();
    let preview = place.store().repair(&stamp(9), &[], true).unwrap();
    assert_eq!(place.contents(), before, "a preview touches nothing");
    let repaired = place.store().repair(&stamp(9), &[], false).unwrap();
    assert_eq!(repaired, preview);
    repaired
}

/// Sound again, so that a further repair finds nothing and a change can be saved.
fn is_sound(place: &Place) {
    let verification = place.store().verify().unwrap();
    assert!(verification.ok, "{verification:?}");
    assert!(repair(place).sound);
    set(&place.store(), "d", 1, 10);
    assert!(place.store().verify().unwrap().ok);
}

fn edit(place: &Place, name: &str, edit: impl FnOnce(Vec<String>) -> Vec<String>) {
    let text = fs::read_to_string(place.file(name)).unwrap();
    let lines = edit(text.lines().map(str::to_owned).collect());
    fs::write(place.file(name), lines.into_iter().map(|line| line + "\n").collect::<String>()).unwrap();
}

#[test]
fn a_sound_store_is_left_alone() {
    let place = kept();
    let before = place.contents();
    let repaired = repair(&place);
    assert!(repaired.sound);
    assert_eq!(repaired.lines, 13, "twelve changes, and the mark of the compaction");
    assert_eq!(place.contents(), before);
}

#[test]
fn a_line_changed_in_any_way_comes_back_from_a_backup() {
    let damages: [fn(&str) -> String; 4] = [
        |_| "garbage".to_owned(),
        |line| line[..line.len() / 2].to_owned(),
        |line| line.replace("\"ref\":\"a\"", "\"ref\":\"b\""),
        |_| String::new(),
    ];
    for damage in damages {
        let place = kept();
        let whole = place.text();
        let second_day = whole.lines().next().unwrap().to_owned();
        let mut damaged = String::new();
        edit(&place, "cases.jsonl", |mut lines| {
            damaged = damage(&lines[0]);
            lines[0].clone_from(&damaged);
            lines
        });
        assert!(!place.store().verify().unwrap().ok);
        let repaired = repair(&place);
        assert_eq!(repaired.lost, []);
        assert_eq!(repaired.recovered.len(), 1, "{repaired:?}");
        assert!(repaired.recovered[0].from.starts_with("backups/"), "{repaired:?}");
        let aside = place.file("quarantine").join(&repaired.set_aside[0].name);
        assert_eq!(fs::read_to_string(aside).unwrap(), damaged);
        let all = place.text() + &fs::read_to_string(place.file("history.jsonl")).unwrap();
        assert!(all.contains(&second_day));
        assert_eq!(attendance(&place.store(), "a").as_deref(), Some("30"));
        is_sound(&place);
    }
}

#[test]
fn lines_that_were_taken_out_or_moved_come_back_in_their_order() {
    for damage in [
        (|lines: Vec<String>| lines[1..].to_vec()) as fn(Vec<String>) -> Vec<String>,
        |mut lines| {
            lines.swap(1, 2);
            lines
        },
        |lines| lines.iter().chain([&lines[0]]).cloned().collect(),
        |_| Vec::new(),
    ] {
        for name in ["cases.jsonl", "history.jsonl"] {
            let place = kept();
            let cases = place.store().cases().unwrap().cases;
            edit(&place, name, damage);
            assert!(!place.store().verify().unwrap().ok);
            let repaired = repair(&place);
            // The last two changes came after the last backup.
            let gone = name == "cases.jsonl" && fs::read_to_string(place.file(name)).unwrap().lines().count() < 3;
            assert!(repaired.lost.is_empty() || gone || repaired.lost.len() == 2, "{repaired:?}");
            if repaired.lost.is_empty() {
                assert_eq!(place.store().cases().unwrap().cases, cases);
            }
            is_sound(&place);
        }
    }
}

/// The lock file is the one witness of the last line.
#[test]
fn a_last_line_that_was_changed_is_not_believed() {
    let place = Place::with(&[("a", 1), ("b", 1), ("b", 2)]);
    place.rewrite(|text| text.replace("percent\":2", "percent\":9"));
    assert_eq!(references(&place.store()), ["a"]);
    let repaired = repair(&place);
    let lost: Vec<_> = repaired.lost.iter().map(|lost| (lost.change, lost.case.as_deref())).collect();
    assert_eq!(lost, [(3, Some("b"))]);
    assert_eq!(attendance(&place.store(), "b").as_deref(), Some("1"));
    assert!(place.store().history("b").unwrap()[1].warning.as_deref().unwrap().contains("change 3 was damaged"));
    is_sound(&place);
}

#[test]
fn of_two_lines_that_contradict_each_other_the_changed_one_is_not_believed() {
    let place = Place::with(&[("a", 1), ("b", 1), ("c", 1), ("a", 2), ("b", 2)]);
    edit(&place, "cases.jsonl", |mut lines| {
        lines[1] = lines[1].replace("percent\":1", "percent\":7");
        lines[3] = "garbage".to_owned();
        lines
    });
    let repaired = repair(&place);
    let lost: Vec<u64> = repaired.lost.iter().map(|lost| lost.change).collect();
    assert_eq!(lost, [2, 4], "the index of references tells which of the two was changed");
    assert_eq!(references(&place.store()), ["a", "b", "c"]);
    assert_eq!(attendance(&place.store(), "b").as_deref(), Some("2"));
    is_sound(&place);
}

#[test]
fn what_no_copy_proves_is_lost_listed_and_said_in_the_case() {
    let place = kept();
    // The last day's backup was made after its first change, so change 12, of b, is in none.
    let last_of_b = |lines: &[String]| lines.iter().rposition(|line| line.contains("\"ref\":\"b\"")).unwrap();
    edit(&place, "cases.jsonl", |mut lines| {
        let at = last_of_b(&lines);
        lines[at] = lines[at].replace("percent\":31", "percent\":99");
        lines
    });
    // Take away the backup that has it.
    fs::remove_file(place.file("backups/2026-01-04.jsonl")).unwrap();
    let repaired = repair(&place);
    let lost: Vec<_> = repaired.lost.iter().map(|lost| (lost.change, lost.case.as_deref())).collect();
    assert_eq!(lost, [(12, Some("b"))]);
    assert_eq!(repaired.stepped_back, ["b"]);
    assert_eq!(attendance(&place.store(), "b").as_deref(), Some("21"));
    let last = place.store().history("b").unwrap().pop().unwrap();
    assert_eq!((last.change.as_str(), last.saved_by.as_str()), ("repaired", "jm"));
    assert!(last.warning.unwrap().contains("change 12 was damaged and is lost"));
    assert_eq!(place.store().verify().unwrap().lost, [12]);
    is_sound(&place);
}

#[test]
fn an_emptied_store_comes_back_as_far_as_its_backups_go() {
    for damage in [
        |place: &Place| fs::write(place.file("cases.jsonl"), "").unwrap(),
        |place: &Place| {
            fs::remove_file(place.file("cases.jsonl")).unwrap();
        },
    ] {
        let place = kept();
        damage(&place);
        let warnings = place.store().cases().unwrap().warnings;
        assert!(warnings[0].what.contains("the cases are gone"), "{}", warnings[0]);
        let problem = place.store().append(
            yjs::store::conformance::change("added"),
            &yjs::store::conformance::case("z", 1),
            None,
        );
        said(&problem.unwrap_err(), "store damaged at line 1");
        let repaired = repair(&place);
        assert_eq!(references(&place.store()), ["a", "b", "c"]);
        assert!(repaired.lines >= 10, "{repaired:?}");
        is_sound(&place);
    }
}

#[test]
fn a_lost_store_json_is_made_anew_from_a_backup() {
    let place = kept();
    fs::remove_file(place.file("store.json")).unwrap();
    assert!(repair(&place).manifest.unwrap().contains("backups/"));
    is_sound(&place);
    let place = Place::with(&[("a", 1)]);
    fs::write(place.file("store.json"), "{").unwrap();
    said(&place.store().repair(&stamp(0), &[], false).unwrap_err(), "no backup says what stood in it");
}

#[cfg(unix)]
#[test]
fn files_open_to_others_are_closed() {
    use std::os::unix::fs::PermissionsExt;
    let place = kept();
    fs::set_permissions(place.file("cases.jsonl"), fs::Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(&place.folder, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(repair(&place).closed.len(), 2);
    is_sound(&place);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) })]

    /// Whatever happens to some bytes of the cases: no reader shows fewer cases without a word, and a repair ends in a
    /// sound store with every line that was not touched.
    #[test]
    fn any_damage_is_seen_and_repaired(at in 0..4000_usize, length in 1..600_usize, with in any::<u8>(), cut in any::<bool>()) {
        let place = kept();
        let whole = fs::read(place.file("cases.jsonl")).unwrap();
        let at = at % whole.len();
        let end = (at + length).min(whole.len());
        let mut bad = whole.clone();
        if cut { bad.drain(at..end); } else { bad[at..end].fill(with); }
        prop_assume!(bad != whole);
        fs::write(place.file("cases.jsonl"), &bad).unwrap();
        let store = place.store();
        prop_assert!(!store.verify().unwrap().ok);
        let snapshot = store.cases().unwrap();
        prop_assert!(snapshot.cases.len() >= 3 || !snapshot.warnings.is_empty());
        let repaired = store.repair(&stamp(9), &[], false).unwrap();
        prop_assert!(!repaired.sound);
        let verification = store.verify().unwrap();
        prop_assert!(verification.ok, "{:?} after {:?}", verification, repaired);
        let now = fs::read(place.file("cases.jsonl")).unwrap();
        let history = fs::read(place.file("history.jsonl")).unwrap();
        let lines = |bytes: &[u8]| bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
        let held: Vec<Vec<u8>> = lines(&now).into_iter().chain(lines(&history)).collect();
        for line in lines(&whole).iter().filter(|line| lines(&bad).contains(line)) {
            prop_assert!(held.contains(line), "a sound line was lost: {}", String::from_utf8_lossy(line));
        }
        prop_assert!(store.repair(&stamp(9), &[], true).unwrap().sound);
    }
}

/// Spaces over the end of one line and the start of the next can leave a line that reads well: the number of the one,
/// the case of the other. It is damage, not the work of a second writer.
#[test]
fn two_lines_run_together_are_no_fork() {
    for at in (317..900).step_by(31) {
        let place = kept();
        let mut bytes = fs::read(place.file("cases.jsonl")).unwrap();
        let end = (at + 518).min(bytes.len());
        bytes[at..end].fill(b' ');
        fs::write(place.file("cases.jsonl"), &bytes).unwrap();
        let repaired = place.store().repair(&stamp(9), &[], false).unwrap();
        assert!(repaired.forks.is_empty(), "{at}: {repaired:?}");
        assert!(place.store().verify().unwrap().ok, "{at}: {repaired:?}");
    }
}

/// Every place and several lengths, cut out and zeroed.
#[test]
fn whatever_is_cut_out_or_zeroed_a_repair_ends_sound() {
    for (step, length) in [(331, 243), (457, 500), (797, 1), (613, 50)] {
        for (round, at) in (0..3300).step_by(step).enumerate() {
            let place = kept();
            let whole = fs::read(place.file("cases.jsonl")).unwrap();
            let (at, cut) = (at % whole.len(), round % 2 == 0);
            let end = (at + length).min(whole.len());
            let mut bad = whole.clone();
            if cut {
                bad.drain(at..end);
            } else {
                bad[at..end].fill(0);
            }
            fs::write(place.file("cases.jsonl"), &bad).unwrap();
            let repaired = place.store().repair(&stamp(9), &[], false).unwrap();
            let verification = place.store().verify().unwrap();
            assert!(verification.ok, "{at}, {length}, {cut}: {repaired:?}: {verification:?}");
        }
    }
}
