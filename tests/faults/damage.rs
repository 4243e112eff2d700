//! Files damaged in every way: never fewer cases with exit 0, the line is named, other cases answer, and no writer writes
//! over what is damaged.

use super::place::{Place, Ran};
use super::random::Random;
use super::{choose, say};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// What is known of the sound store.
pub(super) struct Sound {
    pub(super) bytes: Vec<u8>,
    pub(super) references: BTreeSet<String>,
    /// What each reader of one case answers, by its words and the case.
    pub(super) answers: BTreeMap<(usize, String), String>,
    listed: BTreeMap<String, String>,
}

/// Readers of one case: none may ever answer from an older line.
const READERS: [&[&str]; 3] = [&["case", "show"], &["threshold"], &["deadlines"]];

impl Sound {
    pub(super) fn of(place: &Place) -> Self {
        let references: BTreeSet<String> = place.cases().unwrap().into_keys().collect();
        let mut answers = BTreeMap::new();
        for reference in &references {
            for reader in 0..READERS.len() {
                let ran = read(place, reader, reference);
                assert_eq!(ran.code, Some(0), "{reference}: {}", ran.err);
                answers.insert((reader, reference.clone()), ran.out);
            }
        }
        let list = place.run(&["case", "list", "--all", "--format", "json"]);
        assert_eq!(list.code, Some(0));
        Self { bytes: place.bytes("cases.jsonl"), references, answers, listed: rows(&list.out) }
    }

    fn lines(&self) -> Vec<&[u8]> {
        self.bytes.split_inclusive(|byte| *byte == b'\n').collect()
    }
}

pub(super) fn read(place: &Place, reader: usize, reference: &str) -> Ran {
    let words: Vec<&str> = READERS[reader].iter().copied().chain([reference, "--format", "json"]).collect();
    place.run(&words)
}

/// What came of the damages of one sort.
#[derive(Default)]
struct Tally {
    tried: usize,
    answers: usize,
    right: usize,
    right_with_2: usize,
    refused: usize,
    repaired_sound: usize,
    repaired_whole: usize,
}

impl Tally {
    fn tell(&self, sort: &str) {
        let Self { tried, answers, right, right_with_2, refused, repaired_sound, repaired_whole } = self;
        say(&format!(
            "damage, {sort}: {tried} files, {answers} answers of single-case readers: 0 wrong or older with exit 0, 0 with \
             exit 2; {right} right with exit 0, {right_with_2} right with exit 2, {refused} not answered; 0 written over; \
             {repaired_sound} repaired to a sound store, {repaired_whole} of them with nothing lost"
        ));
    }
}

/// Damages one file and holds everything that is promised against it.
fn hold(sound: &Sound, place: &Place, what: &str, damaged: Option<&[u8]>, tally: &mut Tally) {
    let file = place.file("cases.jsonl");
    let before_all = place.files();
    let notes = [".lock", "index"].map(|name| (name, place.bytes(name)));
    match damaged {
        Some(bytes) => fs::write(&file, bytes).unwrap(),
        None => fs::remove_file(&file).unwrap(),
    }
    tally.tried += 1;
    // A last newline more or less is no damage: the line proves itself.
    let same = damaged.is_some_and(|bytes| bytes == &*sound.bytes || sound.bytes.strip_suffix(b"\n") == Some(bytes));
    let list = place.run(&["case", "list", "--all", "--format", "json"]);
    let listed = rows(&list.out);
    match list.code {
        Some(0) => assert!(same && listed == sound.listed, "{what}: exit 0: {listed:?}: {}", list.err),
        Some(2) => {
            assert!(!same, "{what}: {}", list.err);
            for (reference, row) in &listed {
                assert_eq!(Some(row), sound.listed.get(reference), "{what}: {reference} is listed otherwise");
            }
            assert!(list.err.contains("cases.jsonl, line ") || list.err.contains("case "), "{what}: {}", list.err);
        }
        other => panic!("{what}: {other:?}: {}", list.err),
    }
    let deadlines = place.run(&["deadlines", "--format", "json"]);
    assert_eq!(deadlines.code, Some(if same { 0 } else { 2 }), "{what}: {}", deadlines.err);
    let verify = place.run(&["store", "verify"]);
    assert_eq!(verify.code, Some(if same { 0 } else { 2 }), "{what}: store verify: {}", verify.out);
    // Every case in the long run; in the short one another from damage to damage.
    let some = sound.references.iter().enumerate();
    let some = some.filter(|(at, _)| super::long() || (tally.tried + at).is_multiple_of(sound.references.len()));
    for (_, reference) in some {
        for reader in 0..READERS.len() {
            let ran = read(place, reader, reference);
            let expected = &sound.answers[&(reader, reference.clone())];
            tally.answers += 1;
            match ran.code {
                Some(0) => {
                    assert!(
                        same && ran.out == *expected,
                        "{what}: {reference}: another answer with exit 0: {}",
                        ran.out
                    );
                    tally.right += 1;
                }
                Some(2) if ran.out.is_empty() => tally.refused += 1,
                Some(2) => {
                    assert!(ran.out == *expected, "{what}: {reference}: another answer with exit 2: {}", ran.out);
                    assert!(!ran.err.is_empty(), "{what}: {reference}: nothing is said of the damage");
                    tally.right_with_2 += 1;
                }
                other => panic!("{what}: {other:?}: {}", ran.err),
            }
        }
    }
    let before = place.files();
    let change = place.run(&["case", "add", "NEXT", "-p", "camden"]);
    let after = place.files();
    match change.code {
        Some(2) => assert!(!same && before == after, "{what}: refused, and yet written to"),
        Some(0) => assert!(same, "{what}: a change was saved on damage"),
        other => panic!("{what}: {other:?}: {}", change.err),
    }
    if !same {
        let repair = place.run(&["store", "repair"]);
        let verify = place.run(&["store", "verify"]);
        let unsaid = repair.code == Some(2) && !repair.err.is_empty();
        assert!(verify.code == Some(0) || unsaid, "{what}: neither sound nor said: {} {}", repair.out, verify.out);
        tally.repaired_sound += usize::from(verify.code == Some(0));
        if repair.code == Some(0) {
            tally.repaired_whole += 1;
            assert_eq!(
                verify.code,
                Some(0),
                "{what}: everything was brought back, and it is not sound: {}",
                verify.out
            );
            for ((reader, reference), expected) in &sound.answers {
                if *reader == 0 {
                    let ran = read(place, 0, reference);
                    assert!(
                        ran.code == Some(0) && ran.out == *expected,
                        "{what}: {reference} after repair: {}",
                        ran.out
                    );
                }
            }
        }
    }
    put_back(place, &before_all, &notes);
}

/// The folder as it was, for the next damage.
fn put_back(place: &Place, before: &BTreeMap<String, Vec<u8>>, notes: &[(&str, Vec<u8>)]) {
    for name in place.files().into_keys().filter(|name| !before.contains_key(name)) {
        fs::remove_file(place.file(&name)).unwrap();
    }
    for (name, bytes) in before {
        if place.bytes(name) != *bytes || !place.file(name).exists() {
            fs::write(place.file(name), bytes).unwrap();
        }
    }
    for (name, bytes) in notes {
        fs::write(place.file(name), bytes).unwrap();
    }
}

/// The rows of a list, by case.
fn rows(json: &str) -> BTreeMap<String, String> {
    let Ok(list) = serde_json::from_str::<serde_json::Value>(json) else { return BTreeMap::new() };
    let cases = list["cases"].as_array().cloned().unwrap_or_default();
    cases.iter().filter_map(|case| Some((case["ref"].as_str()?.to_owned(), case.to_string()))).collect()
}

pub(super) fn listed(json: &str) -> BTreeSet<String> {
    rows(json).into_keys().collect()
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
    // At the ends of lines nothing in the file itself shows that there was more.
    let mut end = 0;
    for line in sound.lines() {
        hold(&sound, &place, &format!("cut after {end} bytes"), Some(&sound.bytes[..end]), &mut tally);
        end += line.len();
    }
    tally.tell("missing and cut short");
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
    for _ in 0..choose(12, 200) {
        let (start, mut bytes) = (random.below(length), sound.bytes.clone());
        let end = (start + 4096).min(length);
        bytes[start..end].fill(0);
        hold(&sound, &place, &format!("zeroed from {start}"), Some(&bytes), &mut tally);
    }
    tally.tell("4 KiB zeroed");
    let mut tally = Tally::default();
    for _ in 0..choose(30, 1000) {
        let (at, bit, mut bytes) = (random.below(length), random.below(8), sound.bytes.clone());
        bytes[at] ^= 1 << bit;
        hold(&sound, &place, &format!("bit {bit} of byte {at} flipped"), Some(&bytes), &mut tally);
    }
    tally.tell("one bit flipped");
    let mut tally = Tally::default();
    for _ in 0..choose(10, 200) {
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

/// Lines taken out anywhere, 1, 2 or 5 of them, with and without a backup.
#[test]
fn lines_taken_out_are_never_answered_around() {
    for backed_up in [false, true] {
        let place = Place::stocked();
        if backed_up {
            place.must(&["store", "backup"]);
        }
        let sound = Sound::of(&place);
        let (mut random, mut tally) = (Random::new(23), Tally::default());
        for trial in 0..choose(12, 250) {
            let mut lines = sound.lines();
            for _ in 0..[1, 2, 5][trial % 3] {
                lines.remove(random.below(lines.len()));
            }
            hold(&sound, &place, &format!("trial {trial}"), Some(&lines.concat()), &mut tally);
        }
        tally.tell(if backed_up { "1, 2 or 5 lines taken out, with a backup" } else { "1, 2 or 5 lines taken out" });
        assert!(!backed_up || tally.repaired_whole == tally.tried, "a backup has every line");
    }
}

/// What editors and copying do to the ends of lines.
#[test]
fn ends_of_lines_that_were_changed_are_put_right() {
    let (place, sound) = sound();
    let mut tally = Tally::default();
    let text = String::from_utf8(sound.bytes.clone()).unwrap();
    let mut damages = vec![("CRLF throughout".to_owned(), text.replace('\n', "\r\n"))];
    damages.push(("a mark of the byte order".to_owned(), format!("\u{feff}{text}")));
    damages.push(("a newline more".to_owned(), format!("{text}\n")));
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    for (line, end) in ends.iter().enumerate().take(ends.len() - 1) {
        damages
            .push((format!("the newline of line {} lost", line + 1), format!("{}{}", &text[..*end], &text[end + 1..])));
        damages.push((format!("line {} with CRLF", line + 1), format!("{}\r{}", &text[..*end], &text[*end..])));
        damages.push((
            format!("a newline inside line {}", line + 1),
            format!("{}\n{}", &text[..end - 9], &text[end - 9..]),
        ));
    }
    let every = choose(3, 1);
    for (what, damage) in damages.iter().step_by(every) {
        hold(&sound, &place, what, Some(damage.as_bytes()), &mut tally);
    }
    tally.tell("ends of lines");
    assert_eq!(tally.repaired_whole, tally.tried, "every line is there");
}

/// Two writers that did not see each other, as when copies of a folder are put together.
#[test]
fn a_fork_is_kept_shown_and_chosen_from() {
    let mut tried = 0;
    for (one, other) in [("YJ-1", "YJ-3"), ("YJ-1", "YJ-1"), ("YJ-5", "TH-1")] {
        let (place, sound) = sound();
        let lock = place.bytes(".lock");
        let index = place.bytes("index");
        let change = |reference: &str, percent: u32| {
            place.must(&["case", "set", reference, "--worker", &format!("w{percent}")]);
            let line = place.bytes("cases.jsonl")[sound.bytes.len()..].to_vec();
            fs::write(place.file("cases.jsonl"), &sound.bytes).unwrap();
            fs::write(place.file(".lock"), &lock).unwrap();
            fs::write(place.file("index"), &index).unwrap();
            line
        };
        let (first, second) = (change(one, 1), change(other, 2));
        for witnessed in [false, true] {
            for order in [[&first, &second], [&second, &first]] {
                tried += 1;
                fs::write(place.file("cases.jsonl"), [&sound.bytes[..], order[0], order[1]].concat()).unwrap();
                if witnessed {
                    let hash = yjs_hash(order[0].strip_suffix(b"\n").unwrap());
                    let note = format!("{{\"head\":{{\"seq\":{},\"hash\":\"{hash}\"}}}}", sound.lines().len() + 1);
                    let sealed = format!("{note} {}\n", &yjs_hash(note.as_bytes())[..16]);
                    fs::write(place.file(".lock"), sealed).unwrap();
                }
                for reference in &sound.references {
                    let ran = read(&place, 0, reference);
                    assert_eq!(ran.code, Some(2), "{reference}: {}", ran.err);
                    let unchanged = reference != one && reference != other;
                    let right = ran.out == sound.answers[&(0, reference.clone())];
                    assert!(if unchanged { right } else { !right }, "{reference}: {}", ran.out);
                }
                let files = place.files();
                let repair = place.run(&["store", "repair", "--format", "json"]);
                assert_eq!(repair.code, Some(2), "{}", repair.out);
                assert_eq!(place.files(), files, "nothing is chosen for the user");
                let told: serde_json::Value = serde_json::from_str(&repair.out).unwrap();
                let branches = told["forks"][0]["branches"].as_array().unwrap();
                assert_eq!(branches.len(), 2, "{told}");
                let of_first = |branch: &&serde_json::Value| {
                    yjs_hash(first.strip_suffix(b"\n").unwrap()).starts_with(branch["choice"].as_str().unwrap())
                };
                let choice = branches.iter().find(of_first).unwrap()["choice"].as_str().unwrap().to_owned();
                let chosen = place.run(&["store", "repair", "--choose", &choice]);
                assert_eq!(chosen.code, Some(0), "{} {}", chosen.out, chosen.err);
                place.must(&["store", "verify"]);
                let cases = place.cases().unwrap();
                assert_eq!(cases[one].worker.as_deref(), Some("w1"));
                if other != one {
                    assert_eq!(cases[other].worker.as_deref(), Some("w2"), "the other change is carried over");
                }
                let kept = place.files();
                let second = second.strip_suffix(b"\n").unwrap();
                assert!(kept.iter().any(|(name, bytes)| name.starts_with("quarantine/") && bytes == second));
                let mut before = files.clone();
                before.insert("cases.jsonl".into(), sound.bytes.clone());
                put_back(&place, &before, &[(".lock", lock.clone()), ("index", index.clone())]);
            }
        }
    }
    say(&format!("forks: {tried} stores; 0 chosen by themselves, 0 lines lost; each sound after a choice"));
}

fn yjs_hash(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The other files of the folder: no answer is given that rests on what cannot be read, and none is lost.
#[test]
fn other_damaged_files_lose_no_case() {
    let (place, sound) = sound();
    let mut random = Random::new(11);
    let (mut refused, mut answered) = (0, 0);
    for name in ["store.json", ".lock", "index"] {
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
                    assert_eq!(rows(&list.out), sound.listed, "{name}: {damage:?}");
                }
                Some(2) => {
                    refused += 1;
                    assert!(
                        list.err.contains(name) || list.err.contains("format 0"),
                        "{name}: {damage:?}: {}",
                        list.err
                    );
                }
                other => panic!("{other:?}: {}", list.err),
            }
            fs::write(place.file(name), &whole).unwrap();
        }
    }
    say(&format!("damage, other files: {refused} refused by name, {answered} answered in full"));
}
