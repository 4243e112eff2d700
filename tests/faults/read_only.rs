//! A store that may be read and not written to: another's folder, or a disk that is mounted read-only.

use super::full_disk::Disk;
use super::place::{Place, copy};
use super::say;
use super::scenario::{Scenario, all};
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::process::Command;

/// Someone who owns nothing.
const NOBODY: u32 = 65534;

/// Commands that only read.
const READING: [&str; 12] = [
    "case list",
    "case list --all --format json",
    "case show YJ-2",
    "deadlines",
    "missing list",
    "triage YJ-2",
    "store verify",
    "store export",
    "store path",
    "store doctor",
    "case history YJ-2",
    "store restore backups/2026-06-10.jsonl --dry-run",
];

fn reading_works_and_writing_does_not(place: &Place, wrapper: &[String], why: &str) -> (usize, usize) {
    let before = place.files();
    let (mut reading, mut writing) = (0, 0);
    for line in READING {
        let ran = place.wrapped(wrapper, &line.split(' ').collect::<Vec<_>>()).output().unwrap();
        let said = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(0), "{line}: {said}");
        assert!(!ran.stdout.is_empty(), "{line}");
        reading += 1;
    }
    for scenario in all().iter().filter(|scenario| scenario.usual) {
        let ran = scenario.run(place, wrapper);
        assert_eq!(ran.code, Some(2), "{}: {}", scenario.name, ran.err);
        assert!(ran.err.contains(why), "{}: {}", scenario.name, ran.err);
        assert!(ran.err.contains(&*place.folder.to_string_lossy()), "{}: {}", scenario.name, ran.err);
        writing += 1;
    }
    assert!(place.files() == before);
    (reading, writing)
}

fn modes(place: &Place, folder: u32, file: u32) {
    for name in place.files().keys().map(String::as_str).chain([".lock"]) {
        fs::set_permissions(place.file(name), Permissions::from_mode(file)).unwrap();
    }
    fs::set_permissions(place.file("backups"), Permissions::from_mode(folder)).unwrap();
    fs::set_permissions(&place.folder, Permissions::from_mode(folder)).unwrap();
}

#[test]
fn a_folder_that_may_only_be_read_answers_and_refuses_changes() {
    let place = Place::stocked();
    let is_root = fs::metadata(&place.folder).unwrap().permissions().mode() & 0o777 == 0o700
        && Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    let mut wrapper = Vec::new();
    if is_root {
        // Root may write anywhere, so the binary runs as someone else, from where they may run it.
        let yjs = place.beside("yjs");
        fs::copy(env!("CARGO_BIN_EXE_yjs"), &yjs).unwrap();
        fs::set_permissions(place.beside(""), Permissions::from_mode(0o755)).unwrap();
        for name in place.files().keys().map(String::as_str).chain([".lock", "", "backups"]) {
            chown(place.file(name), Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let script = "shift; exec setpriv --reuid=65534 --regid=65534 --clear-groups -- \"$0\" \"$@\"";
        wrapper = ["sh", "-c", script].map(str::to_owned).into();
        wrapper.push(yjs.display().to_string());
        let can = place.wrapped(&wrapper, &["store", "path"]).output().is_ok_and(|output| output.status.success());
        if !can {
            say("a read-only folder: root here, and setpriv is not here or may not: NOT TESTED with modes");
            return;
        }
    }
    modes(&place, 0o500, 0o400);
    let (reading, writing) = reading_works_and_writing_does_not(&place, &wrapper, "permission denied");
    modes(&place, 0o700, 0o600);
    say(&format!("a read-only folder: {reading} reading commands answered, {writing} writing commands exited 2"));
}

#[test]
fn a_disk_that_is_mounted_read_only_answers_and_refuses_changes() {
    let Some(disk) = Disk::new("size=256m") else {
        say("a read-only disk: this machine lets no test mount a disk: NOT TESTED (root and tmpfs are needed)");
        return;
    };
    let place = Place::in_folder(disk.path());
    copy(&Place::stocked().folder, &place.folder);
    disk.remount("ro");
    let (reading, writing) = reading_works_and_writing_does_not(&place, &[], "the file system is read-only");
    disk.remount("rw");
    say(&format!("a read-only disk: {reading} reading commands answered, {writing} writing commands exited 2"));
    let scenario: Option<Scenario> = all().into_iter().nth(1);
    assert_eq!(scenario.unwrap().run(&place, &[]).code, Some(0));
}
