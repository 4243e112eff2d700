//! Compaction, backups, restoring, older formats: what is kept, and that nothing is lost on the way.

use super::{Place, attendance, contents, references, said};
use chrono::{DateTime, TimeDelta, Utc};
use std::fs;
use std::path::Path;
use yjs::store::conformance::{case, change};
use yjs::store::{Change, Check, LocalStore, Stamp, State, Store, Undo};

/// So many days after the first of January 2026, at noon.
pub(super) fn day(days: i64) -> DateTime<Utc> {
    "2026-01-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::days(days)
}

pub(super) fn stamp(days: i64) -> Stamp {
    Stamp { at: day(days), by: "jm".to_owned() }
}

pub(super) fn set(store: &LocalStore, reference: &str, value: u32, days: i64) {
    store.update(reference, Change::new("set", stamp(days)), &mut |_| Ok(case(reference, value))).unwrap();
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).map(|entries| entries.map(|entry| entry.unwrap().file_name())).unwrap();
    let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn compaction_moves_superseded_lines_and_changes_no_answer() {
    let place = Place::with(&[("a", 1), ("b", 1), ("a", 2), ("c", 1), ("b", 2), ("a", 3)]);
    let store = place.store();
    let before: Vec<_> = ["a", "b", "c"].map(|name| store.history(name).unwrap()).into();
    let cases = store.cases().unwrap();
    assert_eq!(store.compact(day(0)).unwrap(), 3);
    assert_eq!(place.text().lines().count(), 4, "the last lines of three cases, and the mark that vouches for them");
    let history = fs::read_to_string(place.file("history.jsonl")).unwrap();
    assert_eq!(history.lines().count(), 3);
    assert_eq!(store.cases().unwrap(), cases);
    assert_eq!(["a", "b", "c"].map(|name| store.history(name).unwrap()).to_vec(), before);
    let verification = store.verify().unwrap();
    assert!(verification.ok, "{verification:?}");
    assert_eq!((verification.lines, verification.archived, verification.cases), (7, 3, 3));
    assert_eq!(store.compact(day(0)).unwrap(), 0, "there is nothing more to move");

    assert_eq!(store.append(change("set"), &case("c", 2), Some(4)).unwrap(), 8, "numbers run on");
    assert_eq!(store.compact(day(0)).unwrap(), 1);
    assert!(store.verify().unwrap().ok);
    let numbers: Vec<String> = fs::read_to_string(place.file("history.jsonl"))
        .unwrap()
        .lines()
        .map(|line| line.split([':', ',']).nth(1).unwrap().to_owned())
        .collect();
    assert_eq!(numbers, ["1", "2", "3", "4", "7"], "the history stays in order");
}

#[test]
fn verify_finds_an_archived_line_changed_dropped_moved_or_inserted() {
    let edits: [(&str, fn(Vec<&str>) -> Vec<String>); 4] = [
        ("changed", |lines| lines.iter().map(|line| line.replace("percent\":2", "percent\":9")).collect()),
        ("dropped", |lines| [lines[0], lines[2]].map(str::to_owned).into()),
        ("moved", |lines| [lines[0], lines[2], lines[1]].map(str::to_owned).into()),
        ("inserted", |lines| [lines[0], lines[1], lines[1], lines[2]].map(str::to_owned).into()),
    ];
    for (name, edit) in edits {
        let place = Place::with(&[("a", 1), ("a", 2), ("a", 3), ("a", 4)]);
        place.store().compact(day(0)).unwrap();
        let text = fs::read_to_string(place.file("history.jsonl")).unwrap();
        let edited: String = edit(text.lines().collect()).into_iter().map(|line| line + "\n").collect();
        assert_ne!(edited, text, "{name}");
        fs::write(place.file("history.jsonl"), edited).unwrap();
        let verification = place.store().verify().unwrap();
        assert!(!verification.ok, "{name}");
        assert!(verification.findings.iter().all(|finding| finding.file.is_some()), "{name}: {verification:?}");
        assert_eq!(attendance(&place.store(), "a").as_deref(), Some("4"), "{name}: the case still answers");
        assert!(place.store().compact(day(0)).is_err(), "{name}: damage is not written on");
    }
}

#[test]
fn a_crowded_store_is_compacted_after_a_change_and_not_before() {
    let place = Place::new();
    let store = place.store();
    let mut large = case("a", 1);
    large.events.push(yjs::domain::case::Event { note: Some("x".repeat(60_000)), ..Default::default() });
    for round in 0..9 {
        large.facts.set("attendance_percent", Some(yjs::domain::case::FactValue::Number(round.into())));
        store.update("a", Change::new("set", stamp(0)), &mut |_| Ok(large.clone())).unwrap();
        let lines = place.text().lines().count();
        assert_eq!(store.tidy(day(0)), []);
        let after = place.text().lines().count();
        if after < lines {
            assert!(lines >= 5, "little was in the way: {lines} lines");
            assert_eq!(after, 2, "the case and the mark that vouches for it");
            assert!(store.verify().unwrap().ok);
            assert_eq!(store.history("a").unwrap().len(), usize::try_from(round).unwrap() + 1);
            return;
        }
    }
    panic!("never compacted");
}

#[test]
fn each_day_with_a_change_leaves_a_backup_and_a_fortnight_is_kept() {
    let place = Place::new();
    let store = place.store();
    for days in 0..20 {
        set(&store, "a", u32::try_from(days).unwrap(), days);
        set(&store, "b", 0, days);
        assert_eq!(store.tidy(day(days)), []);
        set(&store, "b", 1, days);
        assert_eq!(store.tidy(day(days)), []);
    }
    let kept = names(&place.file("backups"));
    assert_eq!(kept.len(), 14, "{kept:?}");
    assert_eq!((kept[0].as_str(), kept[13].as_str()), ("2026-01-07.jsonl", "2026-01-20.jsonl"));
    let old = store.preview_restore(&place.file("backups/2026-01-10.jsonl")).unwrap();
    assert_eq!((old.cases, old.lines), (2, 29));
    assert_eq!(store.tidy(day(40)), [], "without a change nothing is done");
    assert_eq!(names(&place.file("backups")), kept);
}

#[test]
fn a_damaged_store_pushes_no_sound_backup_out() {
    let place = Place::new();
    let store = place.store();
    for days in 0..14 {
        set(&store, "a", u32::try_from(days).unwrap(), days);
        store.tidy(day(days));
    }
    let kept = names(&place.file("backups"));
    store.compact(day(13)).unwrap();
    let history = fs::read_to_string(place.file("history.jsonl")).unwrap();
    fs::write(place.file("history.jsonl"), history.replacen("percent\":3", "percent\":4", 1)).unwrap();
    set(&store, "a", 99, 14);
    let problems = store.tidy(day(14));
    assert_eq!(problems.len(), 1);
    said(&problems[0], "the store is not sound: this line is not as it was when change 5 was saved");
    assert_eq!(names(&place.file("backups")), kept);
    said(&store.backup(None, day(14)).unwrap_err(), "the store is not sound");
    said(&store.backup(Some(&place.file("../b.jsonl")), day(14)).unwrap_err(), "the store is not sound");
}

#[test]
fn a_backup_holds_everything_and_restoring_it_keeps_the_present_store() {
    let place = Place::with(&[("a", 1), ("b", 1), ("a", 2)]);
    let store = place.store();
    store.compact(day(0)).unwrap();
    let file = place.file("../backup.jsonl");
    let made = store.backup(Some(&file), day(1)).unwrap();
    assert_eq!((made.lines, made.cases), (4, 2));
    let then = (store.cases().unwrap(), store.history("a").unwrap());
    set(&store, "a", 3, 2);
    set(&store, "c", 1, 2);
    let now = store.cases().unwrap();

    let before = contents(&place.folder);
    let preview = store.preview_restore(&file).unwrap();
    let told: Vec<_> =
        preview.changes.iter().map(|one| (one.reference.as_str(), one.before.is_some(), one.after.is_some())).collect();
    assert_eq!(told, [("a", true, true), ("c", true, false)]);
    assert_eq!(contents(&place.folder), before, "a preview touches nothing");

    let restored = store.restore(&file, &stamp(3)).unwrap();
    assert_eq!(restored.changes, preview.changes);
    assert_eq!((store.cases().unwrap(), store.history("a").unwrap()), then);
    assert!(store.verify().unwrap().ok);
    assert_eq!(restored.kept.len(), 1);
    store.restore(&place.file(&restored.kept[0]), &stamp(4)).unwrap();
    assert_eq!(store.cases().unwrap(), now, "what was kept brings the store before back");
    assert_eq!(store.append(change("set"), &case("c", 2), Some(6)).unwrap(), 8);
    assert!(store.verify().unwrap().ok);
}

#[test]
fn a_backup_is_private_and_never_written_over_another_file() {
    let place = Place::with(&[("a", 1)]);
    let file = place.file("../backup.jsonl");
    place.store().backup(Some(&file), day(0)).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    place.store().backup(Some(&file), day(1)).unwrap();
    for other in ["cases.jsonl", "store.json"] {
        let before = place.contents();
        let problem = place.store().backup(Some(&place.file(other)), day(2)).unwrap_err();
        said(&problem, "there is a file already that is no backup");
        assert_eq!(place.contents(), before);
    }
    let none = Place::new();
    said(&none.store().backup(None, day(0)).unwrap_err(), "there is no store here yet");
    assert!(!none.folder.exists());
}

#[test]
fn a_backup_that_is_damaged_anywhere_is_refused_and_nothing_changed() {
    let place = Place::with(&[("a", 1), ("a", 2)]);
    let file = place.file("../backup.jsonl");
    place.store().backup(Some(&file), day(0)).unwrap();
    let bytes = fs::read(&file).unwrap();
    let before = place.contents();
    for at in (0..bytes.len()).step_by(7) {
        let mut bad = bytes.clone();
        bad[at] ^= 1;
        fs::write(&file, &bad).unwrap();
        // A changed time of making is the one thing that nothing depends on.
        if let Ok(restored) = place.store().preview_restore(&file) {
            assert_eq!((restored.lines, &restored.changes[..]), (2, &[][..]), "byte {at}");
            continue;
        }
        assert!(place.store().restore(&file, &stamp(1)).is_err(), "byte {at}");
        fs::write(&file, &bytes[..at]).unwrap();
        assert!(place.store().restore(&file, &stamp(1)).is_err(), "cut at {at}");
    }
    assert_eq!(place.contents(), before);
}

#[test]
fn restoring_over_a_damaged_store_keeps_its_files_byte_for_byte() {
    let place = Place::with(&[("a", 1), ("a", 2)]);
    let file = place.file("../backup.jsonl");
    place.store().backup(Some(&file), day(0)).unwrap();
    for (round, damage) in ["", "garbage\n", "{\"seq\":1}\n{\"seq\":2}\n"].into_iter().enumerate() {
        fs::write(place.file("cases.jsonl"), damage).unwrap();
        let restored = place.store().restore(&file, &stamp(i64::try_from(round).unwrap())).unwrap();
        let kept = restored.kept.iter().find(|name| name.ends_with("cases.jsonl")).unwrap();
        assert_eq!(fs::read_to_string(place.file(kept)).unwrap(), damage);
        assert_eq!(attendance(&place.store(), "a").as_deref(), Some("2"));
        assert!(place.store().verify().unwrap().ok);
    }
    fs::remove_file(place.file("store.json")).unwrap();
    place.store().restore(&file, &stamp(9)).unwrap();
    assert!(place.store().verify().unwrap().ok);
}

#[test]
fn undo_goes_back_one_change_and_undoing_that_goes_forward_again() {
    let place = Place::with(&[("a", 1), ("a", 2)]);
    let store = place.store();
    store.compact(day(0)).unwrap();
    let undo = || Undo::of("a", store.history("a").unwrap());
    undo().unwrap().save(&store, stamp(0)).unwrap();
    assert_eq!(attendance(&store, "a").as_deref(), Some("1"));
    let stale = undo().unwrap();
    stale.save(&store, stamp(0)).unwrap();
    assert_eq!(attendance(&store, "a").as_deref(), Some("2"));
    said(&stale.save(&store, stamp(0)).unwrap_err(), "changed since it was read");
    let told: Vec<String> = store.history("a").unwrap().into_iter().map(|record| record.change).collect();
    assert_eq!(told, ["set", "set", "undid change 2: set", "undid change 4, an undoing"]);
}

#[test]
fn a_store_of_format_0_is_read_as_it_is_and_upgraded_by_the_first_change_after_a_backup() {
    let place = Place::new();
    fs::create_dir_all(&place.folder).unwrap();
    let old = ["store.json", "cases.jsonl"].map(|name| {
        let bytes = fs::read(Path::new("tests/store/fixtures/format-0").join(name)).unwrap();
        fs::write(place.file(name), &bytes).unwrap();
        bytes
    });
    let before = place.contents();
    let store = place.store();
    assert_eq!(references(&store), ["YJ-1", "YJ-2"]);
    assert_eq!(attendance(&store, "YJ-1").as_deref(), Some("81"));
    assert_eq!(store.history("YJ-1").unwrap().len(), 2);
    assert!(store.verify().unwrap().findings.iter().all(|finding| finding.check == Check::Mode));
    assert_eq!(place.contents(), before, "reading upgrades nothing");

    let saved = store.update("YJ-1", Change::new("set", stamp(90)), &mut |_| Ok(case("YJ-1", 70))).unwrap();
    assert_eq!(saved.version, 5, "after the mark of the upgrade");
    said_in(&saved.warnings[0].what, "brought from format 0 to format 2");
    said_in(&saved.warnings[0].what, "it named camden as the default protocol");
    assert!(fs::read_to_string(place.file("store.json")).unwrap().starts_with("{\"format\":2,\"id\":"));
    let kept = place.file("backups").join(&names(&place.file("backups"))[0]);
    let backup = fs::read(&kept).unwrap();
    assert!(backup.ends_with(&old[1]), "the old lines are kept as they were");
    set(&store, "YJ-1", 60, 91);
    assert_eq!(names(&place.file("backups")).len(), 1, "once is enough");
    assert_eq!(store.history("YJ-1").unwrap().len(), 4);
    store.restore(&kept, &stamp(92)).unwrap();
    assert_eq!(attendance(&store, "YJ-1").as_deref(), Some("81"), "even the old format is restored");
    assert!(store.verify().unwrap().findings.iter().all(|finding| finding.check == Check::Mode));
}

fn said_in(text: &str, expected: &str) {
    assert!(text.contains(expected), "`{expected}` was expected: {text}");
}

#[test]
fn a_damaged_store_of_format_0_is_not_upgraded() {
    let place = Place::new();
    fs::create_dir_all(&place.folder).unwrap();
    fs::write(place.file("store.json"), "{\"format\":0}").unwrap();
    fs::write(place.file("cases.jsonl"), "{\"seq\":1}\n{\"seq\":2}\n").unwrap();
    let before = place.contents();
    let problem = place.store().append(change("added"), &case("a", 1), None).unwrap_err();
    assert_eq!(problem.place.line, Some(1));
    assert!(problem.what.contains("cannot be upgraded while it is damaged"), "{problem}");
    assert_eq!(place.contents(), before);
}

#[test]
fn a_clock_set_back_never_makes_a_change_older_than_the_one_before() {
    let place = Place::new();
    let store = place.store();
    set(&store, "a", 1, 10);
    let saved = store.update("a", Change::new("set", stamp(3)), &mut |_| Ok(case("a", 2))).unwrap();
    said_in(
        &saved.warnings[0].what,
        "this computer's clock (2026-01-04T12:00:00+00:00) is behind the last saved change",
    );
    let history = store.history("a").unwrap();
    assert_eq!(history[1].saved_at, day(10));
    said_in(history[1].warning.as_deref().unwrap(), "clock (2026-01-04");
    set(&store, "a", 3, 11);
    assert_eq!(store.history("a").unwrap()[2].warning, None);
}

#[test]
fn the_doctor_sees_what_is_wrong() {
    let place = Place::new();
    let store = place.store();
    assert!(store.doctor(day(0)).unwrap().ok, "a store that is not there yet is well");
    set(&store, "a", 1, 0);
    store.tidy(day(0));
    let health = store.doctor(day(0)).unwrap();
    assert!(health.ok, "{health:?}");
    let topics: Vec<&str> = health.signs.iter().map(|sign| sign.topic).collect();
    assert_eq!(topics, ["Format", "Holds", "Chain", "Lock", "Access", "Copies", "Backups", "Room"]);

    let wrong = |topic: &str, at: i64| {
        let health = store.doctor(day(at)).unwrap();
        let bad: Vec<_> = health.signs.iter().filter(|sign| sign.state == State::Bad).collect();
        assert!(bad.len() == 1 && bad[0].topic == topic && bad[0].hint.is_some() && !health.ok, "{topic}: {health:?}");
    };
    let copy = place.file("cases (conflicted copy 2026-01-02).jsonl");
    fs::write(&copy, "x").unwrap();
    #[cfg(unix)]
    fs::set_permissions(&copy, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    wrong("Copies", 0);
    assert_eq!(store.verify().unwrap().findings[0].check, Check::Copy);
    fs::remove_file(copy).unwrap();
    set(&store, "a", 2, 5);
    wrong("Backups", 5);
    store.tidy(day(5));
    assert!(store.doctor(day(30)).unwrap().ok, "no change, no newer backup");
    place.rewrite(|text| text.replacen("percent\":1", "percent\":9", 1));
    wrong("Chain", 5);
}

#[test]
fn what_a_killed_process_left_is_cleared_by_the_next_change() {
    let place = Place::with(&[("a", 1)]);
    for left in [".new-store.json-x1", "backups/.new-2026-01-01.jsonl-x2", ".prepared/cases.jsonl"] {
        let path = place.file(left);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "half").unwrap();
    }
    set(&place.store(), "a", 2, 0);
    assert_eq!(names(&place.folder), [".lock", "backups", "cases.jsonl", "index", "store.json"]);
    assert_eq!(names(&place.file("backups")), [""; 0]);
    assert_eq!(attendance(&place.store(), "a").as_deref(), Some("2"));
}
