//! A change that reads only its own case does what one does that reads everything; a store that anybody else touched is
//! read in full.

use super::{Place, attendance, references, said};
use std::fs;
use yjs::domain::case::Case;
use yjs::store::conformance::{case, change};
use yjs::store::{LocalStore, Store};

fn cases(store: &LocalStore) -> Vec<Case> {
    let snapshot = store.cases().unwrap();
    assert_eq!(snapshot.warnings, []);
    snapshot.cases.into_iter().map(|stored| stored.case).collect()
}

/// Forgets that the file was checked, as a copy of it would; the end of the chain stays known.
fn forget(place: &Place) {
    fs::copy(place.file("cases.jsonl"), place.file("copied")).unwrap();
    fs::rename(place.file("copied"), place.file("cases.jsonl")).unwrap();
}

#[test]
fn what_is_read_in_part_comes_to_the_same() {
    let (quick, full) = (Place::new(), Place::new());
    let names = ["a", "B", "YJ-1", "YJ-10", "c.d"];
    let mut number = 7_u32;
    for count in 0..200 {
        number = number.wrapping_mul(1_103_515_245).wrapping_add(12345);
        let name = names[(number >> 16) as usize % names.len()];
        let next = case(name, number % 100);
        if count > 0 {
            forget(&full);
        }
        for place in [&quick, &full] {
            // Two stores over one folder, as two commands have them.
            let store = place.store();
            let held = store.get(name).unwrap().found.map(|stored| stored.version);
            let saved = store.update(name, change("set"), &mut |_| Ok(next.clone())).unwrap();
            assert_eq!(saved.warnings, []);
            assert_eq!(saved.version, count + 1);
            assert!(held < Some(saved.version));
            let twin = if name == "a" { "A" } else { "b" };
            if cases(&store).iter().any(|case| case.reference.eq_ignore_ascii_case(twin)) {
                let refused = store.append(change("added"), &case(twin, 1), None).unwrap_err();
                assert!(refused.what.contains("only in capitals"), "{refused}");
            }
            let stale = store.append(change("set"), &next, Some(saved.version + 1)).unwrap_err();
            said(&stale, "changed since it was read");
        }
        assert_eq!(cases(&quick.store()), cases(&full.store()));
        for name in names {
            let found =
                |place: &Place| place.store().get(name).unwrap().found.map(|stored| (stored.version, stored.case));
            assert_eq!(found(&quick), found(&full));
        }
    }
    assert!(quick.store().verify().unwrap().ok && full.store().verify().unwrap().ok);
}

#[test]
fn a_change_after_another_program_touched_the_file_checks_all_of_it() {
    let lines = [("a", 1), ("b", 2), ("a", 3), ("c", 4)];
    let sound = Place::with(&lines).text();
    for at in (0..sound.len() - 1).step_by(41) {
        let place = Place::with(&lines);
        let mut bytes = place.text().into_bytes();
        bytes[at] ^= 1;
        fs::write(place.file("cases.jsonl"), &bytes).unwrap();
        let refused = place.store().update("c", change("set"), &mut |_| Ok(case("c", 5)));
        let shown = String::from_utf8_lossy(&bytes);
        assert!(refused.is_err(), "byte {at}: {refused:?}: {shown}");
        assert_eq!(fs::read(place.file("cases.jsonl")).unwrap(), bytes, "byte {at}");
        assert!(!place.store().cases().unwrap().warnings.is_empty(), "byte {at}");
    }
}

#[test]
fn a_writer_and_a_reader_see_each_others_changes() {
    let place = Place::with(&[("a", 1)]);
    let (one, two) = (place.store(), place.store());
    for value in 2..20 {
        assert_eq!(attendance(&two, "a").as_deref(), Some(&*(value - 1).to_string()));
        one.update("a", change("set"), &mut |_| Ok(case("a", value))).unwrap();
        assert_eq!(attendance(&two, "a").as_deref(), Some(&*value.to_string()));
        two.append(change("added"), &case(&format!("n{value}"), 1), None).unwrap();
        assert!(references(&one).contains(&format!("n{value}")));
    }
}

/// Whoever asks for the version alone is told the rest apart.
#[test]
fn what_happens_on_the_way_of_a_change_is_told_once() {
    let place = Place::with(&[("a", 1)]);
    place.rewrite(|text| text + "{\"seq\":2,");
    let store = place.store();
    store.append(change("set"), &case("a", 2), Some(1)).unwrap();
    let said = store.clone().warnings();
    assert!(said.len() == 1 && said[0].what.contains("a torn last line"), "{said:?}");
    assert_eq!(store.warnings(), []);
}
