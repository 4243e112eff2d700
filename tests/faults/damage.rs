//! Files damaged in every way: never fewer cases with exit 0, the line is named, other cases answer, and no writer writes
//! over what is damaged.

use super::place::{Place, Ran};
use super::random::Random;
use super::{choose, say};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// What is known of the sound store.
struct Sound {
    bytes: Vec<u8>,
    references: BTreeSet<String>,
    shown: BTreeMap<String, String>,
}

impl Sound {
    fn of(place: &Place) -> Self {
        let references: BTreeSet<String> = place.cases().unwrap().into_keys().collect();
        let shown = references.iter().map(|reference| (reference.clone(), show(place, reference).out)).collect();
        Self { bytes: place.bytes("cases.jsonl"), references, shown }
    }

    fn lines(&self) -> Vec<&[u8]> {
        self.bytes.split_inclusive(|byte| *byte == b'\n').collect()
    }
}

fn show(place: &Place, reference: &str) -> Ran {
    place.run(&["case", "show", reference, "--format", "json"])
}

/// What came of the damages of one sort.
#[derive(Default)]
struct Tally {
    tried: usize,
    listed_in_part: usize,
    verify_found: usize,
    silent: usize,
    answered: usize,
}

impl Tally {
    fn tell(&self, sort: &str) {
        let Self { tried, listed_in_part, verify_found, silent, answered } = self;
        say(&format!(
            "damage, {sort}: {tried} files; 0 listed with fewer cases and exit 0; {listed_in_part} lists exited 2, \
             {verify_found} found by store verify, {silent} by no list; {answered} other cases answered; 0 written over"
        ));
    }
}

/// Damages one file and holds everything that is promised against it.
fn hold(sound: &Sound, place: &Place, what: &str, damaged: Option<&[u8]>, tally: &mut Tally) {
    let file = place.file("cases.jsonl");
    match damaged {
        Some(bytes) => fs::write(&file, bytes).unwrap(),
        None => fs::remove_file(&file).unwrap(),
    }
    tally.tried += 1;
    let same = damaged == Some(&*sound.bytes);
    let list = place.run(&["case", "list", "--all", "--format", "json"]);
    let listed = listed(&list.out);
    let fewer = sound.references.iter().any(|reference| !listed.contains(reference));
    match list.code {
        Some(0) => {
            assert!(listed.len() >= sound.references.len(), "{what}: fewer cases, and exit 0: {listed:?}");
            tally.silent += usize::from(!same);
        }
        Some(2) => {
            tally.listed_in_part += 1;
            // A line that can be read, and says what no protocol knows, is named by its case.
            let line = list.err.contains("cases.jsonl, line ");
            let case = sound.references.iter().any(|reference| list.err.contains(&format!("case {reference}")));
            assert!(line || case, "{what}: neither line nor case is named: {}", list.err);
        }
        other => panic!("{what}: {other:?}: {}", list.err),
    }
    let deadlines = place.run(&["deadlines", "--format", "json"]);
    let counted = looked_at(&deadlines.out);
    match deadlines.code {
        Some(0) => {
            assert!(counted >= Some(sound.references.len()), "{what}: deadlines of {counted:?} cases, and exit 0")
        }
        code => assert_eq!(code, Some(2), "{what}: {}", deadlines.err),
    }
    assert!(!same || counted == Some(sound.references.len()), "{what}: {counted:?}");
    let verify = place.run(&["store", "verify"]);
    assert!(matches!(verify.code, Some(0 | 2)), "{what}: {verify:?}");
    assert!(same || verify.code == Some(2), "{what}: store verify finds nothing: {}", verify.out);
    assert!(!fewer || verify.code == Some(2), "{what}");
    tally.verify_found += usize::from(verify.code == Some(2));
    // A case that is listed answers by itself, too; which one changes from damage to damage.
    let held: Vec<&String> = sound.references.iter().filter(|reference| listed.contains(*reference)).collect();
    if let Some(reference) = held.get(tally.tried % held.len().max(1)) {
        let shown = show(place, reference);
        assert_eq!(shown.code, Some(0), "{what}: {reference}: {}", shown.err);
        tally.answered += usize::from(shown.out == sound.shown[*reference]);
    }
    let before = place.files();
    let change = place.run(&["case", "add", "NEXT", "-p", "camden"]);
    let after = place.files();
    let bytes = damaged.unwrap_or_default();
    match change.code {
        Some(2) => assert!(before == after, "{what}: refused, and yet written to"),
        Some(0) => {
            let held = &after["cases.jsonl"];
            let kept = !bytes.is_empty() && held.starts_with(bytes) || set_aside(bytes, held, &after);
            assert!(kept, "{what}: written over");
        }
        other => panic!("{what}: {other:?}: {}", change.err),
    }
    for name in before.keys().chain(after.keys()) {
        if before.get(name) != after.get(name) {
            // Back as it was, for the next damage.
            match before.get(name) {
                Some(bytes) => fs::write(place.file(name), bytes).unwrap(),
                None => fs::remove_file(place.file(name)).unwrap(),
            }
        }
    }
}

/// Whether all of `bytes` is still there: the start in the file, the end in quarantine.
fn set_aside(bytes: &[u8], held: &[u8], files: &BTreeMap<String, Vec<u8>>) -> bool {
    let mut torn = files.iter().filter(|(name, _)| name.starts_with("quarantine/"));
    torn.any(|(_, end)| bytes.strip_suffix(&**end).is_some_and(|start| held.starts_with(start)))
}

fn listed(json: &str) -> BTreeSet<String> {
    let Ok(list) = serde_json::from_str::<serde_json::Value>(json) else { return BTreeSet::new() };
    let cases = list["cases"].as_array().cloned().unwrap_or_default();
    cases.iter().filter_map(|case| case["ref"].as_str().map(str::to_owned)).collect()
}

/// How many cases the deadlines are of, closed ones included, which have none.
fn looked_at(json: &str) -> Option<usize> {
    let answer: serde_json::Value = serde_json::from_str(json).ok()?;
    let number = |value: &serde_json::Value| usize::try_from(value.as_u64()?).ok();
    Some(number(&answer["looked_at"])? + number(&answer["left_out"]["closed"])?)
}

fn sound() -> (Place, Sound) {
    let place = Place::stocked();
    let sound = Sound::of(&place);
    (place, sound)
}

#[test]
fn an_emptied_missing_or_shortened_file_is_never_taken_for_a_smaller_store() {
    let (place, sound) = sound();
    let mut tally = Tally::default();
    hold(&sound, &place, "missing", None, &mut tally);
    for length in (0..sound.bytes.len()).step_by(choose(67, 1)) {
        hold(&sound, &place, &format!("cut to {length} bytes"), Some(&sound.bytes[..length]), &mut tally);
    }
    // At the ends of lines nothing in the file itself is amiss.
    let mut end = 0;
    for line in sound.lines() {
        hold(&sound, &place, &format!("cut after {end} bytes"), Some(&sound.bytes[..end]), &mut tally);
        end += line.len();
    }
    tally.tell("missing and cut short");
    assert_eq!(tally.silent, 0);
}

#[test]
fn lines_swapped_dropped_or_there_twice_are_found() {
    let (place, sound) = sound();
    let mut tally = Tally::default();
    let lines = sound.lines();
    let every = choose(4, 1);
    for first in 0..lines.len() {
        let mut dropped = lines.clone();
        dropped.remove(first);
        hold(&sound, &place, &format!("line {} dropped", first + 1), Some(&dropped.concat()), &mut tally);
        let mut twice = lines.clone();
        twice.insert(first, lines[first]);
        hold(&sound, &place, &format!("line {} twice", first + 1), Some(&twice.concat()), &mut tally);
        for second in (first + 1..lines.len()).step_by(every) {
            let mut swapped = lines.clone();
            swapped.swap(first, second);
            let what = format!("lines {} and {} swapped", first + 1, second + 1);
            hold(&sound, &place, &what, Some(&swapped.concat()), &mut tally);
        }
    }
    tally.tell("lines moved");
}

#[test]
fn zeroed_flipped_and_random_bytes_are_found() {
    let (place, sound) = sound();
    let mut random = Random::new(7);
    let length = sound.bytes.len();
    let mut tally = Tally::default();
    for _ in 0..choose(12, 300) {
        let (start, mut bytes) = (random.below(length), sound.bytes.clone());
        let end = (start + 4096).min(length);
        bytes[start..end].fill(0);
        hold(&sound, &place, &format!("zeroed from {start}"), Some(&bytes), &mut tally);
    }
    tally.tell("4 KiB zeroed");
    let mut tally = Tally::default();
    for _ in 0..choose(40, 2000) {
        let (at, bit, mut bytes) = (random.below(length), random.below(8), sound.bytes.clone());
        bytes[at] ^= 1 << bit;
        hold(&sound, &place, &format!("bit {bit} of byte {at} flipped"), Some(&bytes), &mut tally);
    }
    tally.tell("one bit flipped");
    let mut tally = Tally::default();
    for _ in 0..choose(12, 300) {
        let mut bytes = sound.bytes.clone();
        let start = random.below(length);
        for byte in &mut bytes[start..(start + 1 + random.below(600)).min(length)] {
            *byte = u8::try_from(random.below(256)).unwrap();
        }
        hold(&sound, &place, &format!("random bytes from {start}"), Some(&bytes), &mut tally);
    }
    let bytes: Vec<u8> = (0..5000).map(|_| u8::try_from(random.below(256)).unwrap()).collect();
    hold(&sound, &place, "random bytes throughout", Some(&bytes), &mut tally);
    tally.tell("random bytes");
}

/// A store whose superseded lines were archived, and a backup of all of it.
fn archived() -> Place {
    let place = Place::stocked();
    place.store().compact(yjs::store::conformance::change("").stamp.at).unwrap();
    place.must(&["store", "backup"]);
    place
}

/// Damage to the archived lines: no case as it stands rests on them, so readers answer in full; `store verify` names the
/// line, and `store repair` brings all of it back from the backup.
#[test]
fn damaged_archived_lines_are_found_and_come_back() {
    let whole = archived();
    let sound = whole.bytes("history.jsonl");
    let lines: Vec<&[u8]> = sound.split_inclusive(|byte| *byte == b'\n').collect();
    assert!(lines.len() > 5);
    let mut random = Random::new(13);
    let mut damages: Vec<(String, Option<Vec<u8>>)> =
        vec![("missing".into(), None), ("emptied".into(), Some(Vec::new()))];
    for (at, line) in lines.iter().enumerate() {
        let mut dropped = lines.clone();
        dropped.remove(at);
        damages.push((format!("line {} dropped", at + 1), Some(dropped.concat())));
        let mut inserted = lines.clone();
        let altered = String::from_utf8(line.to_vec()).unwrap().replace("90", "91").into_bytes();
        inserted.insert(at, &altered);
        damages.push((format!("a line inserted before {}", at + 1), Some(inserted.concat())));
        for other in at + 1..lines.len() {
            let mut swapped = lines.clone();
            swapped.swap(at, other);
            damages.push((format!("lines {} and {} swapped", at + 1, other + 1), Some(swapped.concat())));
        }
    }
    for _ in 0..choose(30, 600) {
        let (at, bit, mut bytes) = (random.below(sound.len()), random.below(8), sound.clone());
        bytes[at] ^= 1 << bit;
        damages.push((format!("bit {bit} of byte {at} flipped"), Some(bytes)));
    }
    for length in (1..sound.len()).step_by(choose(211, 7)) {
        damages.push((format!("cut to {length} bytes"), Some(sound[..length].to_vec())));
    }
    let expected = Sound::of(&whole);
    let every = choose(3, 1);
    let (mut tried, mut repaired) = (0, 0);
    for (what, damage) in damages.iter().step_by(every) {
        let place = archived_like(&whole);
        match damage {
            Some(bytes) => fs::write(place.file("history.jsonl"), bytes).unwrap(),
            None => fs::remove_file(place.file("history.jsonl")).unwrap(),
        }
        tried += 1;
        let list = place.run(&["case", "list", "--all", "--format", "json"]);
        assert_eq!((list.code, listed(&list.out)), (Some(0), expected.references.clone()), "{what}: {}", list.err);
        for (reference, shown) in &expected.shown {
            let ran = show(&place, reference);
            assert!(ran.code == Some(0) && ran.out == *shown, "{what}: {reference}: {}", ran.err);
        }
        let verify = place.run(&["store", "verify"]);
        assert_eq!(verify.code, Some(2), "{what}: {}", verify.out);
        let preview = place.run(&["store", "repair", "--dry-run"]);
        assert_eq!(preview.code, Some(0), "{what}: {} {}", preview.out, preview.err);
        place.must(&["store", "repair"]);
        assert!(place.bytes("history.jsonl") == sound, "{what}: not as it was");
        assert!(place.bytes("cases.jsonl") == expected.bytes, "{what}: the cases changed");
        place.must(&["store", "verify"]);
        repaired += 1;
    }
    say(&format!(
        "damage, archived lines: {tried} files; every case answered as before; {tried} found by store verify; {repaired} \
         repaired from the backup, byte for byte"
    ));
}

fn archived_like(whole: &Place) -> Place {
    super::place::Stock::of(whole).place()
}

/// The other files of the folder: no answer is given that rests on what cannot be read, and none is lost.
#[test]
fn other_damaged_files_lose_no_case() {
    let (place, sound) = sound();
    let mut random = Random::new(11);
    let (mut refused, mut answered) = (0, 0);
    for name in ["store.json", ".lock"] {
        let whole = place.bytes(name);
        let mut damages: Vec<Option<Vec<u8>>> = vec![None, Some(Vec::new()), Some(vec![0; 4096])];
        damages.extend((1..whole.len()).step_by(choose(37, 1)).map(|length| Some(whole[..length].to_vec())));
        for _ in 0..choose(20, 400) {
            let mut bytes = whole.clone();
            bytes[random.below(whole.len())] ^= 1 << random.below(8);
            damages.push(Some(bytes));
        }
        for damage in damages {
            match &damage {
                Some(bytes) => fs::write(place.file(name), bytes).unwrap(),
                None => fs::remove_file(place.file(name)).unwrap(),
            }
            let list = place.run(&["case", "list", "--all", "--format", "json"]);
            match list.code {
                Some(0) => {
                    answered += 1;
                    assert_eq!(listed(&list.out), sound.references, "{name}: {damage:?}");
                }
                Some(2) => {
                    refused += 1;
                    assert!(list.err.contains(name), "{name}: {damage:?}: {}", list.err);
                }
                other => panic!("{other:?}: {}", list.err),
            }
            fs::write(place.file(name), &whole).unwrap();
        }
    }
    say(&format!("damage, other files: {refused} refused by name, {answered} answered in full"));
}
