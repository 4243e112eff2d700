//! What others may have put in the place of the store's files: links, pipes, files of another user, files that anybody may
//! write to. Nothing is followed, nothing is written to, and no command hangs.

use super::place::{Place, finish};
use super::say;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// A command that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(60);

/// Puts something in a file's place; false when this machine does not allow it.
type Put = fn(&Path, &Path) -> bool;

const FILES: [&str; 4] = [".lock", "cases.jsonl", "store.json", "index"];
const FOLDERS: [&str; 2] = ["backups", ""];

fn ran(command: Command) -> super::place::Ran {
    let (done, wait) = mpsc::channel();
    thread::spawn(move || drop(done.send(finish(command, None))));
    wait.recv_timeout(LIMIT).expect("the command hangs")
}

#[test]
fn nothing_is_followed_written_to_or_waited_for() {
    let root_owned = fs::metadata("/proc/self").unwrap().uid() == 0;
    let puts: [(&str, Put); 5] = [
        ("a link", |path, victim| symlink(victim, path).is_ok()),
        ("a hard link", |path, victim| victim.is_file() && fs::hard_link(victim, path).is_ok()),
        ("a pipe", |path, _| Command::new("mkfifo").arg(path).status().is_ok_and(|status| status.success())),
        ("another user's", |path, victim| copied(victim, path) && chown(path, Some(65534), None).is_ok()),
        ("open to all", |path, victim| {
            copied(victim, path)
                && fs::set_permissions(path, Permissions::from_mode(if path.is_dir() { 0o777 } else { 0o666 })).is_ok()
        }),
    ];
    let (mut tried, mut left_out) = (0, 0);
    for name in FILES.iter().chain(&FOLDERS) {
        for (what, put) in &puts {
            let place = Place::stocked();
            place.must(&["store", "backup"]);
            let path = if name.is_empty() { place.folder.clone() } else { place.file(name) };
            let victim = place.beside("victim");
            fs::rename(&path, &victim).unwrap();
            if !put(&path, &victim) {
                left_out += 1;
                continue;
            }
            tried += 1;
            let before = bytes_of(&victim);
            for words in [
                &["case", "list"][..],
                &["case", "show", "YJ-1"],
                &["store", "verify"],
                &["store", "doctor"],
                &["store", "backup"],
                &["case", "set", "YJ-1", "--worker", "ak"],
            ] {
                let ran = ran(place.command(words));
                // A backup that cannot be kept is said; the change itself is saved, and answers rest on no backup. The
                // index proves nothing while the lines prove themselves.
                let harmless = matches!(*name, "backups" | "index");
                assert!(ran.code == Some(2) || harmless && ran.code == Some(0), "{what} {name}: {words:?}: {ran:?}");
                let reads = words[0] == "case" && words[1] != "set";
                assert!(harmless && reads || !ran.err.is_empty() || !ran.out.is_empty(), "{what} {name}: {words:?}");
            }
            if *what != "a pipe" && *what != "another user's" && *what != "open to all" {
                assert_eq!(bytes_of(&victim), before, "{what} {name}: what it leads to was written to");
            }
        }
    }
    say(&format!(
        "links, pipes, other users' and open files: {tried} places, each with 6 commands: 0 followed, 0 written to, 0 hung; \
         {left_out} not allowed here{}",
        if root_owned { "; files of a second user by changing their owner" } else { "" }
    ));
}

fn copied(from: &Path, to: &Path) -> bool {
    if from.is_dir() {
        super::place::copy(from, to);
        return true;
    }
    fs::copy(from, to).is_ok()
}

/// Everything in a file or folder.
fn bytes_of(path: &Path) -> Vec<(String, Vec<u8>)> {
    if path.is_file() {
        return vec![(String::new(), fs::read(path).unwrap())];
    }
    let mut all = Vec::new();
    for entry in fs::read_dir(path).unwrap() {
        let entry = entry.unwrap().path();
        all.extend(bytes_of(&entry).into_iter().map(|(name, bytes)| (format!("{}/{name}", entry.display()), bytes)));
    }
    all.sort();
    all
}

/// What a change answers when its answer cannot be written: it is saved, and nobody is asked to repeat it.
#[test]
fn a_full_disk_behind_the_answer_is_told_apart_from_a_change_that_failed() {
    let place = Place::stocked();
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let changes: [&[&str]; 6] = [
        &["case", "log", "YJ-1", "referred_by_telephone", "--at", "2026-06-09T16:30"],
        &["case", "set", "YJ-1", "--worker", "ak"],
        &["case", "undo", "YJ-1"],
        &["case", "add", "NEW-1", "-p", "camden"],
        &["case", "close", "YJ-5"],
        &["case", "reopen", "YJ-5"],
    ];
    for (count, words) in changes.iter().enumerate() {
        let before = place.verify().lines;
        let mut command = place.command(words);
        command.stdout(full());
        let ran = finish(command, None);
        let saved = place.verify().lines - before;
        assert_eq!((ran.code, saved), (Some(3), 1), "{count}: {words:?}: {}", ran.err);
        assert!(ran.err.contains("the change is saved") && ran.err.contains("do not repeat it"), "{}", ran.err);
        assert!(!ran.err.contains("again"), "{}", ran.err);
    }
    let mut command = place.command(&["case", "list"]);
    command.stdout(full());
    assert_eq!(finish(command, None).code, Some(2), "an answer alone");
    say(&format!("full disk behind the answer: {} changes, each saved once and told by exit 3", changes.len()));
}
