//! What the store survives: torn ends, bad lines, tampering.

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
        let place = Place::with(&[("any", 0)]);
        place.rewrite(|_| text[..length].to_owned());
        fs::remove_file(place.file(".lock")).unwrap();
        let store = place.store();

        let snapshot = store.cases().unwrap();
        assert_eq!(snapshot.warnings.len(), 1, "{length}");
        assert_eq!(snapshot.warnings[0].place.line, Some(3));
        assert!(snapshot.warnings[0].what.contains("not whole"), "{}", snapshot.warnings[0]);
        assert_eq!(attendance(&store, "a").as_deref(), Some("1"), "as before the change that was cut off");
        let verification = store.verify().unwrap();
        assert_eq!(verification.findings[0].check, Check::TornTail);
        assert_eq!(place.text(), text[..length], "reading touches nothing");

        let saved = store.update("b", change("set"), &mut |_| Ok(case("b", 9))).unwrap();
        assert_eq!(saved.version, 3);
        assert_eq!(saved.warnings.len(), 1);
        let set_aside = fs::read_dir(place.file("quarantine")).unwrap().map(|entry| entry.unwrap().path());
        let set_aside: Vec<PathBuf> = set_aside.collect();
        assert_eq!(set_aside.len(), 1);
        assert_eq!(fs::read_to_string(&set_aside[0]).unwrap(), text[start..length]);
        assert_eq!(&place.text()[..start], &text[..start]);
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
fn a_last_line_that_is_no_json_is_torn_even_with_its_newline() {
    for tail in ["\u{0}\u{0}\u{0}\n", "{\"seq\":3,\n", "\n"] {
        let place = Place::with(&[("a", 1), ("b", 1)]);
        place.rewrite(|text| text + tail);
        assert_eq!(place.store().append(change("set"), &case("a", 2), Some(1)).unwrap(), 3);
        assert!(place.store().verify().unwrap().ok);
        assert_eq!(place.store().verify().unwrap().set_aside.len(), 1);
    }
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
        assert_eq!(snapshot.warnings.len(), 1, "{name}: {:?}", snapshot.warnings);
        assert_eq!(snapshot.warnings[0].place.line, Some(2), "{name}");
        assert!(snapshot.warnings[0].place.file.as_ref().unwrap().ends_with("cases.jsonl"));
        assert_eq!(attendance(&store, "a").as_deref(), Some("1"));

        let verification = store.verify().unwrap();
        assert!(!verification.ok);
        assert_eq!((verification.findings[0].check, verification.findings[0].line), (Check::Shape, Some(2)), "{name}");

        let before = place.contents();
        let problem = store.append(change("set"), &case("a", 2), Some(1)).unwrap_err();
        said(&problem, "store damaged at line 2, run `yjs store verify`");
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
        said(&problem, "case a cannot be read");
        assert_eq!(problem.place.line, Some(2));
        assert!(problem.place.column.is_some());
        assert_eq!(store.history("a").unwrap_err().place.line, Some(2));
        assert_eq!(store.history("b").unwrap().len(), 1);
        assert_eq!(attendance(&store, "b").as_deref(), Some("1"));
    }
}

#[test]
fn a_line_written_by_hand_in_another_shape_is_still_read() {
    let place = Place::with(&[("b", 1), ("a", 1), ("a", 2)]);
    fs::remove_file(place.file(".lock")).unwrap();
    place.rewrite(|text| {
        let start = text[..text.len() - 1].rfind('\n').unwrap();
        let last = text[start..].replace("\"seq\":3", "\"seq\": 3").replace("\"ref\":\"a\",", "\"ref\" : \"\\u0061\",");
        text[..start].to_owned() + &last
    });
    let store = place.store();
    assert_eq!(attendance(&store, "a").as_deref(), Some("2"));
    assert_eq!(store.cases().unwrap().warnings, []);
    let mut raw = Vec::new();
    store.for_each_current(&mut |line| raw.push((line.reference.to_owned(), line.parse().unwrap()))).unwrap();
    assert_eq!(raw, [("a".to_owned(), case("a", 2)), ("b".to_owned(), case("b", 1))]);
    assert!(store.verify().unwrap().ok);
    assert_eq!(store.append(change("set"), &case("b", 2), Some(1)).unwrap(), 4);
}

/// One letter of a reference changed makes one case look like another, and every line still has the right shape.
#[test]
fn a_line_that_says_something_else_than_was_saved_is_no_answer() {
    for compacted in [false, true] {
        for (from, to, shown) in [("b", "a", &["a", "c"][..]), ("b", "q", &["a", "c"]), ("c", "b", &["a", "b"])] {
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
    assert_eq!((warnings.len(), warnings[0].place.line), (1, Some(2)));
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
        prop_assert_eq!(store.cases().unwrap().warnings.is_empty(), tail.is_empty());
        match store.append(change("set"), &case("a", 2), Some(1)) {
            Ok(_) => prop_assert!(store.verify().unwrap().ok),
            Err(problem) => prop_assert!(problem.what.contains("store damaged at line"), "{problem}"),
        }
    }
}
