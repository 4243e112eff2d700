//! A store whose folder is not there any more is not an empty one.

use super::{Place, contents, references, said};
use std::fs;
use std::path::PathBuf;
use yjs::store::conformance::{case, change};
use yjs::store::{LocalStore, Store};

fn known(place: &Place) -> (LocalStore, PathBuf) {
    let settings = place.folder.parent().unwrap().parent().unwrap().join("settings");
    (place.store().named(true).known_in(Some(settings.clone())), settings.join("stores.json"))
}

#[test]
fn a_store_that_was_here_is_not_read_as_an_empty_one() {
    let place = Place::with(&[("a", 1), ("b", 2)]);
    let (store, note) = known(&place);
    assert_eq!(references(&store), ["a", "b"]);
    store.remember();
    let away = place.folder.with_file_name("away");
    fs::rename(&place.folder, &away).unwrap();
    for empty in [false, true] {
        if empty {
            // What is left of a drive that is not there: the folder that it was mounted on.
            fs::create_dir(&place.folder).unwrap();
        }
        let gone = "there was a store here, and it is gone";
        said(&store.cases().unwrap_err(), gone);
        said(&store.get("a").unwrap_err(), gone);
        said(&store.history("a").unwrap_err(), gone);
        said(&store.verify().unwrap_err(), gone);
        said(&store.manifest().unwrap_err(), gone);
        said(&store.repair(&change("").stamp, &[], true).unwrap_err(), gone);
        assert!(!store.doctor(change("").stamp.at).unwrap().ok);
    }
    fs::remove_dir(&place.folder).unwrap();
    fs::rename(&away, &place.folder).unwrap();
    assert_eq!(references(&store), ["a", "b"]);
    // Whoever removed it on purpose says so.
    fs::remove_dir_all(&place.folder).unwrap();
    fs::remove_file(note).unwrap();
    assert!(references(&store).is_empty());
}

#[test]
fn nothing_is_saved_in_place_of_a_store_whose_disk_is_away() {
    let place = Place::with(&[("a", 1)]);
    let (store, note) = known(&place);
    store.remember();
    fs::remove_dir_all(&place.folder).unwrap();
    let text = fs::read_to_string(&note).unwrap();
    let (start, _) = text.split_once("\"disk\": ").unwrap();
    fs::write(&note, format!("{start}\"disk\": 1}}}}")).unwrap();
    said(&store.append(change("added"), &case("b", 1), None).unwrap_err(), "there was a store here, and it is gone");
    assert!(!place.folder.exists());
}

#[test]
fn a_store_that_was_removed_makes_room_for_a_new_one_with_a_warning() {
    let place = Place::with(&[("a", 1)]);
    let (store, _) = known(&place);
    store.remember();
    fs::remove_dir_all(&place.folder).unwrap();
    let saved = store.update("b", change("added"), &mut |_| Ok(case("b", 1))).unwrap();
    assert!(saved.warnings[0].what.contains("there was a store here before"), "{:?}", saved.warnings);
    assert_eq!(references(&known(&place).0), ["b"]);
}

#[test]
fn the_note_is_private_and_says_nothing_of_cases() {
    let place = Place::with(&[("YJ-1", 1)]);
    let (store, note) = known(&place);
    store.remember();
    let text = fs::read_to_string(&note).unwrap();
    assert!(text.contains(&*place.folder.to_string_lossy()) && !text.contains("YJ-1"), "{text}");
    #[cfg(unix)]
    for (path, mode) in [(note.as_path(), 0o600), (note.parent().unwrap(), 0o700)] {
        let held = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).unwrap().permissions());
        assert_eq!(held & 0o777, mode, "{}", path.display());
    }
    let before = fs::metadata(&note).unwrap().modified().unwrap();
    store.remember();
    assert_eq!(fs::metadata(&note).unwrap().modified().unwrap(), before, "written again for nothing");
    assert_eq!(contents(note.parent().unwrap()).len(), 1);
}

#[test]
fn a_folder_that_was_named_and_could_not_be_there_is_refused() {
    let place = Place::new();
    said(&place.store().named(true).cases().unwrap_err(), "there is no store here, nor the folder it would be in");
    assert!(references(&place.store()).is_empty());
    fs::create_dir(place.folder.parent().unwrap()).unwrap();
    assert!(references(&place.store().named(true)).is_empty());
}
