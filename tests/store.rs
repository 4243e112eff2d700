//! The store on a real disk: what it keeps, what it refuses, and what it survives.

use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use yjs::domain::case::{Case, Event};
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
    assert_eq!(fs::read_to_string(place.file("store.json")).unwrap(), "{\"format\":1,\"default_protocol\":null}\n");
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
    assert_eq!(names, [".lock", "cases.jsonl", "store.json"]);
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
    for name in ["store.json", "cases.jsonl", ".lock"] {
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
    fs::write(place.file("store.json"), "{\"format\":2,\"shards\":4}").unwrap();
    fs::write(place.file("cases.jsonl"), [0xff, 0x00]).unwrap();
    fs::remove_file(place.file(".lock")).unwrap();
    let before = place.contents();
    let expected = "this store was written by a newer yjs (format 2); this yjs reads format 1";
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
fn a_torn_last_line_of_any_length_is_set_aside_and_nothing_else_lost() {
    let whole = Place::with(&[("a", 1), ("b", 1), ("a", 2)]);
    let text = whole.text();
    let start = text[..text.len() - 1].rfind('\n').unwrap() + 1;
    for length in start + 1..text.len() {
        let place = Place::with(&[("any", 0)]);
        place.rewrite(|_| text[..length].to_owned());
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

/// The lines of a store with its second line replaced.
fn second_line(place: &Place, line: impl Fn(&str) -> String) {
    place.rewrite(|text| {
        let lines = text.lines().enumerate().map(|(at, old)| if at == 1 { line(old) } else { old.to_owned() });
        lines.map(|line| line + "\n").collect()
    });
}

#[test]
fn a_bad_line_in_the_middle_is_named_while_other_cases_answer() {
    let damages: [(&str, fn(&str) -> String); 5] = [
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
    let damages: [fn(&str) -> String; 2] =
        [|line| line.replace("\"events\":[]", "\"events\":[,]"), |line| line.replace("\"events\"", "\"eventz\"")];
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
    let place = Place::with(&[("a", 1), ("a", 2), ("b", 1)]);
    second_line(&place, |line| {
        line.replace("\"seq\":2", "\"seq\": 2").replace("\"ref\":\"a\",", "\"ref\" : \"\\u0061\",")
    });
    let store = place.store();
    assert_eq!(attendance(&store, "a").as_deref(), Some("2"));
    assert_eq!(store.cases().unwrap().warnings, []);
    let mut raw = Vec::new();
    store.for_each_current(&mut |line| raw.push((line.reference.to_owned(), line.parse().unwrap()))).unwrap();
    assert_eq!(raw, [("a".to_owned(), case("a", 2)), ("b".to_owned(), case("b", 1))]);
    let findings = store.verify().unwrap().findings;
    assert_eq!((findings[0].check, findings[0].line, findings[0].case.as_deref()), (Check::Chain, Some(2), Some("a")));
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
    assert_eq!(removed, [(Check::Chain, 1, "a".to_owned()), (Check::Sequence, 2, "c".to_owned())]);
    let beheaded = found(|lines| lines[1..].iter().map(|line| (*line).to_owned()).collect());
    assert_eq!(beheaded, [(Check::Sequence, 1, "b".to_owned()), (Check::Chain, 1, "b".to_owned())]);
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
    said(&problem, if barred { "cannot write to this: permission denied" } else { "cannot write to this" });
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
