//! The store on a real disk: what it keeps, what it refuses, and what it survives.
#![allow(clippy::disallowed_methods, reason = "a test makes and breaks its own files")]
#![allow(clippy::unwrap_used)]

#[path = "store/care.rs"]
mod care;
#[path = "store/damage.rs"]
mod damage;
#[path = "store/glance.rs"]
mod glance;
#[path = "store/gone.rs"]
mod gone;
#[path = "store/model.rs"]
mod model;
#[path = "store/repair.rs"]
mod repair;
#[path = "store/replaced.rs"]
mod replaced;
#[path = "store/trials.rs"]
mod trials;
#[path = "store/writers.rs"]
mod writers;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use yjs::problem::{Kind, Problem};
use yjs::store::conformance::{self, case, change};
use yjs::store::{Check, LocalStore, MemoryStore, Stamp, Store};

/// A folder that is removed at the end, and the place of a store in it that does not exist yet.
struct Place {
    _root: tempfile::TempDir,
    folder: PathBuf,
}

impl Place {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        Self { folder: root.path().join("data/yjs"), _root: root }
    }

    /// A store with these versions of cases, in this order.
    fn with(lines: &[(&str, u32)]) -> Self {
        let place = Self::new();
        for (reference, attendance) in lines {
            place.store().update(reference, change("set"), &mut |_| Ok(case(reference, *attendance))).unwrap();
        }
        place
    }

    fn store(&self) -> LocalStore {
        LocalStore::new(&self.folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file("cases.jsonl")).unwrap()
    }

    fn rewrite(&self, edit: impl FnOnce(String) -> String) {
        let text = edit(self.text());
        fs::write(self.file("cases.jsonl"), text).unwrap();
    }

    /// Everything in the folder save the lock, by name.
    fn contents(&self) -> BTreeMap<String, Vec<u8>> {
        contents(&self.folder)
    }
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.is_file() && path.file_name().unwrap() != ".lock");
    files.map(|path| (path.display().to_string(), fs::read(&path).unwrap())).collect()
}

fn references(store: &dyn Store) -> Vec<String> {
    store.cases().unwrap().cases.into_iter().map(|stored| stored.case.reference).collect()
}

fn attendance(store: &dyn Store, reference: &str) -> Option<String> {
    let stored = store.get(reference).unwrap().found?;
    stored.case.facts.get("attendance_percent").map(ToString::to_string)
}

fn said(problem: &Problem, expected: &str) {
    assert_eq!(problem.kind, Kind::Store, "{problem}");
    assert!(problem.what.contains(expected), "`{expected}` was expected: {problem}");
    assert!(problem.hint.is_some(), "{problem}");
}

#[test]
fn both_stores_conform() {
    conformance::run(MemoryStore::new);
    let root = tempfile::tempdir().unwrap();
    let mut count = 0;
    conformance::run(|| {
        count += 1;
        LocalStore::new(root.path().join(count.to_string()))
    });
    assert!(count > 5);
}

#[test]
fn a_read_only_sample_answers_and_refuses() {
    let stamp: Stamp = change("").stamp;
    let store = MemoryStore::with_cases(&[case("a", 1), case("b", 2)], &stamp).unwrap().read_only();
    assert_eq!(references(&store), ["a", "b"]);
    said(&store.append(change("set"), &case("a", 2), Some(1)).unwrap_err(), "the sample store is read-only");
    said(&store.update("a", change("set"), &mut |_| Ok(case("a", 2))).unwrap_err(), "the sample store is read-only");
    assert_eq!(attendance(&store, "a").as_deref(), Some("1"));
    assert!(MemoryStore::with_cases(&[case("a", 1), case("a", 2)], &stamp).is_err());
}

#[test]
fn the_files_are_as_documented() {
    let place = Place::with(&[("YJ-1", 84), ("YJ-1", 85)]);
    let manifest = fs::read_to_string(place.file("store.json")).unwrap();
    let id = manifest.strip_prefix("{\"format\":2,\"id\":\"").and_then(|rest| rest.strip_suffix("\"}\n")).unwrap();
    assert!(id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{manifest}");
    let text = place.text();
    let lines: Vec<&str> = text.lines().collect();
    let nonce = |line: &str| line.split("\"nonce\":\"").nth(1).unwrap()[..16].to_owned();
    let expected = |seq: u32, nonce: &str, prev: &str, attendance: u32| {
        format!(
            "{{\"seq\":{seq},\"saved_at\":\"1970-01-01T00:00:00Z\",\"saved_by\":\"jm\",\"change\":\"set\",\
             \"nonce\":\"{nonce}\",\"prev\":\"{prev}\",\
             \"case\":{{\"ref\":\"YJ-1\",\"facts\":{{\"attendance_percent\":{attendance}}},\"events\":[]}}}}"
        )
    };
    assert_eq!(lines[0], expected(1, &nonce(lines[0]), &"0".repeat(64), 84));
    let hash: String = {
        use sha2::Digest;
        sha2::Sha256::digest(lines[0]).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    assert_eq!(lines[1], expected(2, &nonce(lines[1]), &hash, 85));
    assert!(text.ends_with('\n'));
    let names = fs::read_dir(&place.folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    assert_eq!(names, [".lock", "cases.jsonl", "index", "store.json"]);
}

#[test]
fn reading_makes_nothing() {
    let place = Place::new();
    assert_eq!(references(&place.store()), [""; 0]);
    assert!(place.store().verify().unwrap().ok);
    assert!(!place.folder.exists());
    fs::create_dir_all(&place.folder).unwrap();
    assert_eq!(references(&place.store()), [""; 0]);
    assert_eq!(fs::read_dir(&place.folder).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn folder_and_files_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let place = Place::with(&[("a", 1)]);
    place.rewrite(|text| text + "{\"seq\":2");
    place.store().append(change("set"), &case("b", 1), None).unwrap();
    assert_eq!(mode(&place.folder), 0o700);
    assert_eq!(mode(&place.file("quarantine")), 0o700);
    for name in ["store.json", "cases.jsonl", ".lock", "index"] {
        assert_eq!(mode(&place.file(name)), 0o600, "{name}");
    }
    let set_aside = fs::read_dir(place.file("quarantine")).unwrap().next().unwrap().unwrap().path();
    assert_eq!(mode(&set_aside), 0o600);
    assert!(place.store().verify().unwrap().ok);

    fs::set_permissions(place.file("cases.jsonl"), fs::Permissions::from_mode(0o644)).unwrap();
    let verification = place.store().verify().unwrap();
    assert!(!verification.ok);
    assert_eq!(verification.findings.len(), 1);
    assert_eq!(verification.findings[0].check, Check::Mode);
    assert!(verification.findings[0].what.ends_with("cases.jsonl is open to other users (mode 644)"));

    let open = Place::new();
    fs::create_dir_all(&open.folder).unwrap();
    fs::set_permissions(&open.folder, fs::Permissions::from_mode(0o755)).unwrap();
    open.store().append(change("added"), &case("a", 1), None).unwrap();
    assert_eq!(mode(&open.folder), 0o700, "an empty folder becomes the store's own");
}

#[test]
fn a_newer_format_is_refused_unread_and_untouched() {
    let place = Place::with(&[("a", 1)]);
    fs::write(place.file("store.json"), "{\"format\":3,\"shards\":4}").unwrap();
    fs::write(place.file("cases.jsonl"), [0xff, 0x00]).unwrap();
    fs::remove_file(place.file(".lock")).unwrap();
    let before = place.contents();
    let expected = "this store was written by a newer yjs (format 3); this yjs reads format 2";
    let store = place.store();
    said(&store.cases().unwrap_err(), expected);
    said(&store.get("a").unwrap_err(), expected);
    said(&store.verify().unwrap_err(), expected);
    said(&store.append(change("set"), &case("a", 2), Some(1)).unwrap_err(), expected);
    assert_eq!(place.contents(), before);
    assert!(!place.file(".lock").exists());
}

#[test]
fn cases_without_store_json_are_not_guessed_at() {
    let place = Place::with(&[("a", 1)]);
    fs::remove_file(place.file("store.json")).unwrap();
    said(&place.store().cases().unwrap_err(), "store.json is missing");
    said(&place.store().append(change("added"), &case("b", 1), None).unwrap_err(), "store.json is missing");
    assert!(!place.file("store.json").exists());
}

#[test]
fn a_damaged_store_json_is_named_with_line_and_column() {
    let place = Place::with(&[("a", 1)]);
    fs::write(place.file("store.json"), "{\"format\":1,\n\"default\":null}").unwrap();
    let problem = place.store().cases().unwrap_err();
    assert!(problem.place.file.as_ref().unwrap().ends_with("store.json"));
    assert_eq!((problem.place.line, problem.place.column), (Some(2), Some(9)));
    assert!(problem.what.contains("unknown field `default`"), "{problem}");
}

#[test]
fn a_file_in_place_of_the_folder_is_said_plainly() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("yjs");
    fs::write(&file, "notes").unwrap();
    for folder in [file.clone(), file.join("below")] {
        let store = LocalStore::new(&folder);
        said(&store.cases().unwrap_err(), "there is a file where a folder should be");
        let problem = store.append(change("added"), &case("a", 1), None).unwrap_err();
        said(&problem, "there is a file where a folder should be");
        assert_eq!(problem.place.file, Some(folder.display().to_string()));
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "notes");
}

/// Readers of a store that cannot be written to work; writers say why not. Root may write anywhere, so for root the
/// lock is made impossible in another way.
#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with(&[("a", 1)]);
    fs::remove_file(place.file(".lock")).unwrap();
    fs::set_permissions(&place.folder, fs::Permissions::from_mode(0o500)).unwrap();
    let barred = fs::write(place.file("probe"), "").is_err();
    if !barred {
        fs::remove_file(place.file("probe")).unwrap();
        fs::create_dir(place.file(".lock")).unwrap();
    }
    let before = place.contents();
    let problem = place.store().append(change("set"), &case("a", 2), Some(1)).unwrap_err();
    said(&problem, if barred { "cannot be written to: permission denied" } else { "cannot be written to" });
    assert!(problem.place.file.as_ref().unwrap().ends_with(".lock"), "{problem}");
    assert_eq!(attendance(&place.store(), "a").as_deref(), Some("1"));
    assert_eq!(place.contents(), before);
    fs::set_permissions(&place.folder, fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn readers_take_no_lock_and_writers_name_the_one_they_wait_for() {
    let place = Place::with(&[("a", 1)]);
    let held = fs::File::open(place.file(".lock")).unwrap();
    held.lock().unwrap();
    let store = place.store().patience(Duration::from_millis(50));
    assert_eq!(attendance(&store, "a").as_deref(), Some("1"));
    assert!(store.verify().unwrap().ok);
    let problem = store.append(change("set"), &case("a", 2), Some(1)).unwrap_err();
    said(&problem, "another yjs has held the lock");
    assert!(problem.place.file.as_ref().unwrap().ends_with(".lock"));
    held.unlock().unwrap();
    store.append(change("set"), &case("a", 2), Some(1)).unwrap();
}
