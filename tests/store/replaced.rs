//! Another program that puts other files in place of the store's while a change is made: what is not in the store is never
//! acknowledged.

use super::{Place, attendance, said};
use std::fs;
use yjs::store::Store;
use yjs::store::conformance::{case, change};

#[test]
fn a_change_to_a_file_that_was_replaced_meanwhile_is_not_acknowledged() {
    let place = Place::with(&[("a", 1)]);
    let copy = place.file("../copy");
    fs::copy(place.file("cases.jsonl"), &copy).unwrap();
    let refused = place.store().update("a", change("set"), &mut |_| {
        fs::rename(&copy, place.file("cases.jsonl")).unwrap();
        Ok(case("a", 2))
    });
    // The file is opened after that: it is the same, and the change is in it.
    assert!(refused.is_ok());
    assert_eq!(attendance(&place.store(), "a").as_deref(), Some("2"));
    let refused = place.store().update("a", change("set"), &mut |_| {
        fs::write(&copy, "{}\n").unwrap();
        fs::rename(&copy, place.file("cases.jsonl")).unwrap();
        Ok(case("a", 3))
    });
    said(&refused.unwrap_err(), "another program is writing to the cases; nothing was saved");
    assert_eq!(fs::read_to_string(place.file("cases.jsonl")).unwrap(), "{}\n");
}

#[test]
fn a_change_under_a_lock_that_was_removed_is_not_made() {
    for replaced in [false, true] {
        let place = Place::with(&[("a", 1)]);
        let before = place.text();
        let refused = place.store().update("a", change("set"), &mut |_| {
            fs::remove_file(place.file(".lock")).unwrap();
            if replaced {
                fs::write(place.file(".lock"), "").unwrap();
            }
            Ok(case("a", 2))
        });
        said(&refused.unwrap_err(), "another program is writing to the cases; nothing was saved");
        assert_eq!(place.text(), before);
        // Nothing tells any more which change was the last: that is put right before the next one.
        assert!(!place.store().cases().unwrap().warnings.is_empty());
        said(&place.store().append(change("set"), &case("a", 2), Some(1)).unwrap_err(), "store damaged");
        place.store().repair(&super::care::stamp(0), &[], false).unwrap();
        assert!(place.store().verify().unwrap().ok);
        assert_eq!(attendance(&place.store(), "a").as_deref(), Some("1"));
    }
}
