//! The store's and the protocols' readers given inputs that nobody would write: they may refuse, and may not panic, hang
//! or lose what is sound. A few in `cargo test`, a million by `just fuzz`. The readers of cases are in `src/cli/fuzz.rs`.
#![allow(clippy::disallowed_methods, reason = "a test writes its own files and measures how long it takes")]
#![allow(clippy::unwrap_used)]

#[path = "fuzz/mutate.rs"]
mod mutate;

use mutate::{run, run_some};
use serde_json::Value as Json;
use std::fs;
use std::path::Path;
use yjs::domain::case::{Case, Event, FactValue};
use yjs::protocol::load::{Source, load};
use yjs::protocol::{embedded, template};
use yjs::store::conformance::{case, change};
use yjs::store::{LocalStore, Store};

fn sound_store(folder: &Path) -> LocalStore {
    let store = LocalStore::new(folder);
    for (reference, attendance) in [("a", 1), ("b", 1), ("a", 2), ("YJ-3", 5), ("a", 3)] {
        let mut next = case(reference, attendance);
        next.protocol = Some("camden".into());
        next.facts.set("cse", Some(FactValue::Flag(true)));
        next.events.push(Event {
            kind: "went_missing".into(),
            at: Some("2026-03-03T16:30:00+00:00".into()),
            note: Some("two\nlines \u{1f4de}".into()),
            ..Event::default()
        });
        store.update(reference, change("set \"x\""), &mut |_| Ok(next.clone())).unwrap();
    }
    store
}

/// Memory where there is some to write to: a million files need not reach a disk.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

#[test]
fn the_store_survives_any_lines() {
    let folder = folder();
    let root = folder.path().join("store");
    drop(sound_store(&root));
    let file = root.join("cases.jsonl");
    let whole = fs::read(&file).unwrap();
    let seeds = [whole.clone()];
    let lock = root.join(".lock");
    let noted = fs::read(&lock).unwrap();
    // Each damaged line is tried with every bit flipped, which a debug build is slow at.
    run_some("store lines", &seeds, 100, |bytes, random| {
        fs::write(&file, bytes).unwrap();
        // With the note of how far the store was, or as a store that lost it.
        fs::write(&lock, if bytes == whole || random.below(2) == 0 { &noted[..] } else { &[] }).unwrap();
        let store = LocalStore::new(&root);
        let Ok(snapshot) = store.cases() else { return false };
        let verification = store.verify().unwrap();
        if verification.ok {
            assert_eq!(snapshot.warnings, []);
        }
        for reference in ["a", "b", "YJ-3"] {
            let held = snapshot.cases.iter().any(|stored| stored.case.reference == reference);
            let found = store.get(reference);
            assert_eq!(found.is_ok_and(|lookup| lookup.found.is_some()), held, "{reference}");
            drop(store.history(reference));
        }
        let mut raw = 0;
        store.for_each_current(&mut |line| raw += usize::from(line.parse().is_ok())).unwrap();
        assert!(raw >= snapshot.cases.len());
        if random.below(16) == 0 {
            let before = fs::read(&file).unwrap();
            let added = store.append(change("added"), &case("new", 1), None);
            let after = fs::read(&file).unwrap();
            match added {
                Ok(_) => {
                    assert!(store.get("new").unwrap().found.is_some());
                    let start =
                        after[..after.len() - 1].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
                    assert!(before.starts_with(&after[..start]), "a sound line was written over");
                }
                Err(_) => assert!(before == after, "refused, and written to"),
            }
            drop(fs::remove_dir_all(root.join("quarantine")));
        }
        verification.ok
    });
}

#[test]
fn one_line_of_the_store_is_read_as_it_was_saved_or_not_at_all() {
    let folder = folder();
    let root = folder.path().join("store");
    drop(sound_store(&root));
    let file = root.join("cases.jsonl");
    let whole = fs::read(&file).unwrap();
    let seeds: Vec<Vec<u8>> = whole.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    fs::remove_file(root.join(".lock")).unwrap();
    run("store line", &seeds, |bytes, _| {
        fs::write(&file, bytes).unwrap();
        let store = LocalStore::new(&root);
        let mut same = true;
        let read = store.cases().unwrap();
        // The quick look at a line and the full reading of it agree.
        store
            .for_each_current(&mut |line| {
                let full: Vec<&Case> = read.cases.iter().map(|stored| &stored.case).collect();
                if let (Ok(case), Some(held)) = (line.parse(), full.iter().find(|c| c.reference == line.reference)) {
                    same &= **held == case;
                }
            })
            .unwrap();
        assert!(same, "two readings of one line differ");
        !read.cases.is_empty()
    });
}

/// The files of a protocol with the first few entries of each list, so that a million of them are read in minutes.
fn shortened(json: &mut Json, most: usize) {
    match json {
        Json::Array(list) => {
            list.truncate(most);
            list.iter_mut().for_each(|json| shortened(json, most));
        }
        Json::Object(members) => members.values_mut().for_each(|json| shortened(json, most)),
        _ => {}
    }
}

const PARTED: &str = "\u{1}";

/// A whole folder as one input: the name and text of each file.
fn joined(vocabulary: &str, source: &Source) -> Vec<u8> {
    let files = source.files.iter().map(|(name, text)| format!("{PARTED}{name}{PARTED}{text}"));
    (vocabulary.to_owned() + &files.collect::<String>()).into_bytes()
}

fn short_source(id: &str, most: usize) -> Source {
    let mut source = embedded::source(id).unwrap();
    for (_, text) in &mut source.files {
        let mut json: Json = serde_json::from_str(text).unwrap();
        shortened(&mut json, most);
        *text = serde_json::to_string(&json).unwrap().into();
    }
    source
}

#[test]
fn the_protocol_reader_survives_any_folder() {
    let mut vocabulary: Json = serde_json::from_str(embedded::VOCABULARY).unwrap();
    shortened(&mut vocabulary, 12);
    let vocabulary = serde_json::to_string(&vocabulary).unwrap();
    let mut seeds: Vec<Vec<u8>> = Vec::new();
    for id in embedded::ids() {
        seeds.push(joined(&vocabulary, &short_source(id, 1)));
        seeds.push(joined(&vocabulary, &short_source(id, 2)));
    }
    // Shortened, they name what was left out: refused in words, which is an answer.
    run("protocol", &seeds, |bytes, random| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let mut parts = text.split(PARTED).map(str::to_owned);
        let common = parts.next().unwrap_or_default();
        let mut files = Vec::new();
        while let (Some(name), Some(text)) = (parts.next(), parts.next()) {
            files.push((name, text.into()));
        }
        let common = if random.below(500) == 0 { embedded::VOCABULARY } else { &common };
        match load(common, &Source { name: "camden".into(), files, ..Source::default() }) {
            Ok(_) => {}
            Err(faults) => assert!(!faults.is_empty(), "refused without a word"),
        }
        true
    });
}

/// The common words without those that neither folder needs: most of the time of a reading goes into them.
fn fewest_words(folders: &[Source]) -> String {
    let mut words: Json = serde_json::from_str(embedded::VOCABULARY).unwrap();
    let loads = |words: &Json| {
        let text = serde_json::to_string(words).unwrap();
        folders.iter().all(|folder| load(&text, folder).is_ok())
    };
    assert!(loads(&words), "the folders are sound");
    for list in words.as_object().unwrap().keys().cloned().collect::<Vec<_>>() {
        let mut size = words[&list].as_array().map_or(0, Vec::len);
        // Halves first, then single entries.
        while size > 0 {
            let mut at = 0;
            while at < words[&list].as_array().unwrap().len() {
                let mut fewer = words.clone();
                let entries = fewer[&list].as_array_mut().unwrap();
                entries.drain(at..(at + size).min(entries.len()));
                if loads(&fewer) { words = fewer } else { at += size }
            }
            size /= 2;
        }
    }
    serde_json::to_string(&words).unwrap()
}

/// Sound folders in which one file is damaged: the rest is read to the end, so that the damage is met at every depth.
#[test]
fn the_protocol_reader_survives_one_damaged_file() {
    let source = |name: &str, files: Vec<(String, String)>| Source {
        name: name.into(),
        files: files.into_iter().map(|(name, text)| (name, text.into())).collect(),
        ..Source::default()
    };
    let northmere = fs::read_dir("tests/rules/valid/northmere").unwrap().map(|entry| entry.unwrap().path());
    let northmere = northmere.filter(|path| path.is_file());
    let northmere = northmere
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap()));
    let mut northmere: Vec<_> = northmere.collect();
    northmere.sort();
    let folders = [source("northmere", northmere), source("east_moor", template::files("east_moor"))];
    let words = fewest_words(&folders);
    let mut places: Vec<(usize, Option<usize>)> = vec![(0, None), (1, None)];
    let mut seeds: Vec<Vec<u8>> = vec![words.clone().into_bytes(); 2];
    for (at, folder) in folders.iter().enumerate() {
        for (file, (name, text)) in folder.files.iter().enumerate() {
            // What is no rule is read by other commands, and not here.
            if name != "tests.json" && name.ends_with(".json") && !name.contains('/') {
                places.push((at, Some(file)));
                seeds.push(text.as_bytes().to_vec());
            }
        }
    }
    let (mut number, mut loaded) = (0, 0_usize);
    let mut folders = folders;
    run("protocol file", &seeds, |bytes, random| {
        // The damaged text stands in for a random one of the files, more often than not for that which it was.
        let at = if number < seeds.len() { number } else { random.below(seeds.len()) };
        let place = seeds.iter().position(|seed| seed.get(..24) == bytes.get(..24)).filter(|_| number >= seeds.len());
        let (folder, file) = places[place.unwrap_or(at)];
        number += 1;
        let text = String::from_utf8_lossy(bytes).into_owned();
        let read = match file {
            None => load(&text, &folders[folder]),
            Some(file) => {
                let sound = std::mem::replace(&mut folders[folder].files[file].1, text.into());
                let read = load(&words, &folders[folder]);
                folders[folder].files[file].1 = sound;
                read
            }
        };
        loaded += 1;
        read.map_err(|faults| assert!(!faults.is_empty(), "refused without a word")).is_ok()
    });
    assert_eq!(loaded, number, "an input was not read");
}

/// The built-in folders whole, which takes milliseconds each: one for every hundred of the other targets.
#[test]
fn the_protocol_reader_survives_one_damaged_file_of_a_built_in_folder() {
    let mut whole: Vec<Source> = embedded::ids().map(|id| embedded::source(id).unwrap()).collect();
    let texts: Vec<(usize, usize)> =
        whole.iter().enumerate().flat_map(|(at, source)| (0..source.files.len()).map(move |file| (at, file))).collect();
    let seeds: Vec<Vec<u8>> = texts.iter().map(|(at, file)| whole[*at].files[*file].1.as_bytes().to_vec()).collect();
    let mut number = 0;
    run_some("built-in protocol file", &seeds, 100, |bytes, random| {
        let (at, file) = if number < seeds.len() { texts[number] } else { texts[random.below(texts.len())] };
        number += 1;
        let sound = std::mem::replace(&mut whole[at].files[file].1, String::from_utf8_lossy(bytes).into_owned().into());
        let loaded = load(embedded::VOCABULARY, &whole[at]);
        whole[at].files[file].1 = sound;
        loaded.is_ok()
    });
}
