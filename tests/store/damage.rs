//! What the store survives: torn ends, bad lines, tampering.

use super::care::stamp;
use super::{Place, attendance, references, said};
use proptest::prelude::*;
use std::fs;
use std::path::PathBuf;
use yjs::store::conformance::{case, change};
use yjs::store::{Check, Store};

#[test]
fn a_torn_last_line_of_any_length_is_set_aside_and_nothing_else_lost() {
    let whole = Place::with(&[("a", 1), ("b", 1), ("a", 2)]);
    let text = whole.text();
    let start = text[..text.len() - 1].rfind('\n').unwrap() + 1;
    for length in start + 1..text.len() {
        let place = Place::with(&[("a", 1), ("b", 1)]);
        let sound = place.text();
        place.rewrite(|held| held + &text[start..length]);
        let store = place.store();

        let snapshot = store.cases().unwrap();
        assert_eq!(snapshot.warnings, [], "{length}: what was never acknowledged is no damage");
        assert_eq!(attendance(&store, "a").as_deref(), Some("1"), "as before the change that was cut off");
        let verification = store.verify().unwrap();
        assert_eq!(verification.findings[0].check, Check::TornTail);
        assert_eq!(place.text(), sound.clone() + &text[start..length], "reading touches nothing");

        let saved = store.update("b", change("set"), &mut |_| Ok(case("b", 9))).unwrap();
        assert_eq!(saved.version, 3);
        assert_eq!(saved.warnings.len(), 1);
        let set_aside = fs::read_dir(place.file("quarantine")).unwrap().map(|entry| entry.unwrap().path());
        let set_aside: Vec<PathBuf> = set_aside.collect();
        assert_eq!(set_aside.len(), 1);
        assert_eq!(fs::read_to_string(&set_aside[0]).unwrap(), text[start..length]);
        assert!(place.text().starts_with(&sound));
        let verification = store.verify().unwrap();
        assert!(verification.ok, "{verification:?}");
        assert_eq!((verification.lines, verification.set_aside.len()), (3, 1));
        let note = store.history("b").unwrap().pop().unwrap().warning.unwrap();
        assert!(note.contains(&verification.set_aside[0]), "{note}");
        assert_eq!(store.cases().unwrap().warnings, []);
        assert_eq!(attendance(&store, "b").as_deref(), Some("9"));
    }
}

#[test]
fn a_whole_line_that_is_none_is_damage() {
    for tail in ["\u{0}\u{0}\u{0}\n", "{\"seq\":3,\n", "\n"] {
        let place = Place::with(&[("a", 1), ("b", 1)]);
        place.rewrite(|text| text + tail);
        assert!(!place.store().cases().unwrap().warnings.is_empty());
        said(&place.store().append(change("set"), &case("a", 2), Some(1)).unwrap_err(), "store damaged at line 3");
        let repaired = place.store().repair(&stamp(0), &[], false).unwrap();
        assert_eq!(repaired.set_aside.len(), 1, "{repaired:?}");
        assert!(place.store().verify().unwrap().ok);
        assert_eq!(references(&place.store()), ["a", "b"]);
    }
}

/// What an editor does to the end of a file, and to every line of it.
#[test]
fn a_last_line_without_its_newline_that_proves_itself_is_whole() {
    let place = Place::with(&[("a", 1), ("b", 1), ("a", 2)]);
    place.rewrite(|text| text.trim_end().to_owned());
    let store = place.store();
    assert_eq!(attendance(&store, "a").as_deref(), Some("2"));
    assert_eq!(store.cases().unwrap().warnings, []);
    assert!(store.verify().unwrap().ok, "{:?}", store.verify());
    assert_eq!(store.append(change("set"), &case("b", 2), Some(2)).unwrap(), 4);
    assert!(store.verify().unwrap().ok);
    assert_eq!(place.text().lines().count(), 4);
}

/// Of a change of many lines none counts before all are there.
#[test]
fn a_change_of_many_lines_is_there_in_full_or_not_at_all() {
    let whole = Place::with(&[("a", 1)]);
    let sound = whole.text();
    let lock = fs::read(whole.file(".lock")).unwrap();
    let all = [case("b", 1), case("c", 1), case("d", 1)];
    whole.store().append_all(change("imported"), &all, yjs::store::Existing::Refuse).unwrap();
    let text = whole.text();
    assert_eq!(references(&whole.store()), ["a", "b", "c", "d"]);
    for length in (sound.len() + 1..text.len() - 1).step_by(13).chain([text.len() - 2]) {
        // As it is when the process ended while it wrote: the note is the one of before.
        whole.rewrite(|_| text[..length].to_owned());
        fs::write(whole.file(".lock"), &lock).unwrap();
        let store = whole.store();
        assert_eq!(references(&store), ["a"], "{length}");
        assert_eq!(store.cases().unwrap().warnings, [], "{length}");
        assert!(store.sweep(&|_, lines| assert!(lines.len() < 2)).is_ok());
        assert_eq!(store.append(change("set"), &case("a", 2), Some(1)).unwrap(), 2, "{length}");
        assert!(store.verify().unwrap().ok, "{length}: {:?}", store.verify());
        assert_eq!(attendance(&store, "a").as_deref(), Some("2"));
    }
    whole.rewrite(|_| text.trim_end().to_owned());
    fs::write(whole.file(".lock"), &lock).unwrap();
    assert_eq!(references(&whole.store()), ["a", "b", "c", "d"], "only its newline is missing");
}

#[test]
fn a_refused_change_leaves_a_torn_tail_where_it_is() {
    let place = Place::with(&[("a", 1)]);
    place.rewrite(|text| text + "{\"seq\"");
    let before = place.contents();
    assert!(place.store().append(change("added"), &case("a", 1), None).is_err());
    assert_eq!(place.contents(), before);
    assert!(!place.file("quarantine").exists());
}

/// What happens to a line.
type Damage = fn(&str) -> String;

/// Puts something else in place of the second line.
fn second_line(place: &Place, line: impl Fn(&str) -> String) {
    place.rewrite(|text| {
        let lines = text.lines().enumerate().map(|(at, old)| if at == 1 { line(old) } else { old.to_owned() });
        lines.map(|line| line + "\n").collect()
    });
}

#[test]
fn a_bad_line_in_the_middle_is_named_while_other_cases_answer() {
    let damages: [(&str, Damage); 5] = [
        ("garbage", |_| "garbage".to_owned()),
        ("empty", |_| String::new()),
        ("cut", |line| line[..line.len() - 20].to_owned()),
        ("a slip in the case", |line| line.replace("\"events\":[]", "\"events\":[,]")),
        ("a slip in the envelope", |line| line.replace("\"seq\":2", "\"seq\":")),
    ];
    for (name, damage) in damages {
        let place = Place::with(&[("a", 1), ("b", 1), ("c", 1)]);
        second_line(&place, damage);
        let store = place.store();
        let snapshot = store.cases().unwrap();
        assert_eq!(references(&store), ["a", "c"], "{name}");
        let named = |what: &str| snapshot.warnings.iter().any(|warning| warning.what.contains(what));
        assert!(named("case b is not answered"), "{name}: {:?}", snapshot.warnings);
        assert!(!store.damage().is_empty(), "{name}");
        assert_eq!(snapshot.warnings[0].place.line, Some(2), "{name}");
        assert!(snapshot.warnings[0].place.file.as_ref().unwrap().ends_with("cases.jsonl"));
        assert_eq!(attendance(&store, "a").as_deref(), Some("1"));

        let verification = store.verify().unwrap();
        assert!(!verification.ok);
        assert_eq!((verification.findings[0].check, verification.findings[0].line), (Check::Shape, Some(2)), "{name}");

        let before = place.contents();
        let problem = store.append(change("set"), &case("a", 2), Some(1)).unwrap_err();
        said(&problem, "store damaged at line 2");
        said(&store.update("d", change("added"), &mut |_| Ok(case("d", 2))).unwrap_err(), "store damaged at line 2");
        assert_eq!(place.contents(), before, "{name}");
    }
}

#[test]
fn a_case_whose_last_line_is_damaged_is_never_shown_as_it_was_before() {
    let damages: [Damage; 3] = [
        |line| line[..line.len() - 20].to_owned(),
        |line| line.replace("\"events\":[]", "\"events\":[,]"),
        |line| line.replace("\"events\"", "\"eventz\""),
    ];
    for damage in damages {
        let place = Place::with(&[("a", 1), ("a", 2), ("b", 1)]);
        second_line(&place, damage);
        let store = place.store();
        assert_eq!(references(&store), ["b"]);
        let problem = store.get("a").unwrap_err();
        said(&problem, "case a is not answered, as it cannot be proved how it stands");
        assert!(!store.damage().is_empty());
        assert_eq!(store.history("a").unwrap().len(), 1, "what is proved of it");
        assert_eq!(store.history("b").unwrap().len(), 1);
        assert_eq!(attendance(&store, "b").as_deref(), Some("1"));
    }
}

/// One letter of a reference changed makes one case look like another, and every line still has the right shape.
#[test]
fn a_line_that_says_something_else_than_was_saved_is_no_answer() {
    for compacted in [false, true] {
        for (from, to, shown) in [("b", "a", &["a", "c"][..]), ("b", "q", &["a", "c"]), ("c", "b", &["a", "b", "c"])] {
            let place = Place::with(&[("a", 1), ("b", 1), ("c", 1), ("a", 2)]);
            let store = place.store();
            if compacted {
                store.compact(super::care::day(0)).unwrap();
                store.append(change("set"), &case("a", 3), Some(4)).unwrap();
            }
            let edit = |text: String| text.replace(&format!("\"ref\":\"{from}\""), &format!("\"ref\":\"{to}\""));
            place.rewrite(edit);
            let snapshot = store.cases().unwrap();
            assert!(!snapshot.warnings.is_empty(), "{compacted}, {from} to {to}");
            let line = if from == "b" { 2 } else { 3 } - usize::from(compacted);
            assert_eq!(snapshot.warnings[0].place.line, Some(line), "{compacted}, {from} to {to}");
            let held = references(&store);
            assert!(held.iter().all(|name| shown.contains(&name.as_str())), "{compacted}, {from} to {to}: {held:?}");
            assert_eq!(attendance(&store, "a").as_deref(), Some(if compacted { "3" } else { "2" }));
            // One flipped bit is put right, as the hash proves; more than that is not guessed at.
            assert_eq!(held.len(), if from == "c" { 3 } else { 2 }, "{compacted}, {from} to {to}: {held:?}");
            said(&store.append(change("set"), &case("a", 9), None).unwrap_err(), "store damaged at line");
        }
    }
}

#[test]
fn verify_sees_a_line_changed_removed_inserted_or_moved() {
    let lines = [("a", 1), ("b", 1), ("c", 1), ("d", 1)];
    let found = |edit: fn(Vec<&str>) -> Vec<String>| {
        let place = Place::with(&lines);
        place.rewrite(|text| edit(text.lines().collect()).into_iter().map(|line| line + "\n").collect());
        let verification = place.store().verify().unwrap();
        assert_eq!(verification.ok, verification.findings.is_empty());
        verification.findings.into_iter().map(|f| (f.check, f.line.unwrap(), f.case.unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(found(|lines| lines.into_iter().map(str::to_owned).collect()), []);
    let changed = found(|lines| lines.iter().map(|line| line.replace("\"ref\":\"b\"", "\"ref\":\"x\"")).collect());
    assert_eq!(changed, [(Check::Chain, 2, "x".to_owned())]);
    let removed = found(|lines| [lines[0], lines[2], lines[3]].map(str::to_owned).into());
    assert_eq!(removed, [(Check::Sequence, 2, "c".to_owned())]);
    let beheaded = found(|lines| lines[1..].iter().map(|line| (*line).to_owned()).collect());
    assert_eq!(beheaded, [(Check::Sequence, 1, "b".to_owned())]);
    let repeated = found(|lines| [lines[0], lines[1], lines[1], lines[2], lines[3]].map(str::to_owned).into());
    assert!(repeated.contains(&(Check::Sequence, 3, "b".to_owned())), "{repeated:?}");
    let moved = found(|lines| [lines[0], lines[2], lines[1], lines[3]].map(str::to_owned).into());
    assert!(moved.iter().any(|(check, ..)| *check == Check::Sequence), "{moved:?}");
}

#[test]
fn lines_out_of_order_keep_writers_out() {
    let place = Place::with(&[("a", 1), ("b", 1), ("c", 1)]);
    second_line(&place, |line| line.replace("\"seq\":2", "\"seq\":7"));
    let warnings = place.store().cases().unwrap().warnings;
    assert_eq!(warnings[0].place.line, Some(2), "{warnings:?}");
    said(&place.store().append(change("set"), &case("a", 2), Some(1)).unwrap_err(), "store damaged at line 2");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn any_bytes_after_a_sound_store_are_survived(tail in prop::collection::vec(any::<u8>(), 0..200)) {
        let place = Place::with(&[("a", 1), ("b", 1)]);
        let mut bytes = fs::read(place.file("cases.jsonl")).unwrap();
        bytes.extend(&tail);
        fs::write(place.file("cases.jsonl"), &bytes).unwrap();
        let store = place.store();
        prop_assert_eq!(references(&store), vec!["a", "b"]);
        prop_assert_eq!(store.cases().unwrap().warnings.is_empty(), !tail.contains(&b'\n'));
        match store.append(change("set"), &case("a", 2), Some(1)) {
            Ok(_) => prop_assert!(store.verify().unwrap().ok),
            Err(problem) => prop_assert!(problem.what.contains("store damaged at line"), "{problem}"),
        }
    }
}
