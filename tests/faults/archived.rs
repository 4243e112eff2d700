//! Damage to the archived lines: every case answers as before, and all of it comes back from the backup.

use super::damage::{Sound, listed, read};
use super::place::{Place, Stock};
use super::random::Random;
use super::{choose, say};
use std::collections::BTreeSet;
use std::fs;

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
    // Without its last line break alone it is whole.
    for length in (1..sound.len() - 1).step_by(choose(211, 7)) {
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
        for reference in &expected.references {
            let (ran, shown) = (read(&place, 0, reference), &expected.answers[&(0, reference.clone())]);
            assert!(ran.code == Some(0) && ran.out == *shown, "{what}: {reference}: {}", ran.err);
        }
        let verify = place.run(&["store", "verify"]);
        assert_eq!(verify.code, Some(2), "{what}: {}", verify.out);
        let preview = place.run(&["store", "repair", "--dry-run"]);
        assert_eq!(preview.code, Some(0), "{what}: {} {}", preview.out, preview.err);
        place.must(&["store", "repair"]);
        let held = [place.bytes("history.jsonl"), place.bytes("cases.jsonl")].concat();
        let held: BTreeSet<&[u8]> = held.split(|byte| *byte == b'\n').collect();
        let all = sound.split(|byte| *byte == b'\n').chain(expected.bytes.split(|byte| *byte == b'\n'));
        assert!(all.into_iter().all(|line| held.contains(line)), "{what}: a line is lost");
        place.must(&["store", "verify"]);
        repaired += 1;
    }
    say(&format!(
        "damage, archived lines: {tried} files; every case answered as before; {tried} found by store verify; {repaired} \
         repaired from the backup, every line byte for byte"
    ));
}

fn archived_like(whole: &Place) -> Place {
    Stock::of(whole).place()
}
