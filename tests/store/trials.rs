//! Many damages of each kind, read within the process: no case is ever answered from another line than its last one, and
//! nothing that is damaged is read without a word.

#![allow(clippy::print_stderr, reason = "the figures are for whoever runs the test")]

use super::Place;
use std::collections::BTreeMap;
use std::fs;
use yjs::domain::case::Case;
use yjs::store::Store;

/// A xorshift generator: the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 16) % u64::try_from(end).unwrap()).unwrap()
    }
}

/// All of it where YJS_FAULTS is `long`, a part of it in every `cargo test`.
fn count(all: usize) -> usize {
    if std::env::var_os("YJS_FAULTS").is_some_and(|how| how == "long") { all } else { all / 25 }
}

struct Trials {
    place: Place,
    sound: Vec<u8>,
    cases: BTreeMap<String, Case>,
    random: Random,
    answered: usize,
    refused: usize,
}

impl Trials {
    /// Twelve cases in sixty lines; with `compacted`, forty of these are in the history, and twelve vouched for by a mark.
    fn new(compacted: bool, seed: u64) -> Self {
        let mut lines: Vec<(String, u32)> = Vec::new();
        for value in 0..60_u32 {
            lines.push((format!("YJ-{}", (value * 7 + value / 12) % 12), value));
        }
        let place = Place::new();
        let store = place.store();
        let set = |(name, value): &(String, u32)| {
            let edit = &mut |_: Option<&Case>| Ok(yjs::store::conformance::case(name, *value));
            store.update(name, yjs::store::conformance::change("set"), edit).unwrap();
        };
        lines[..40].iter().for_each(set);
        if compacted {
            store.compact(yjs::store::conformance::change("").stamp.at).unwrap();
        }
        lines[40..].iter().for_each(set);
        let held = store.cases().unwrap().cases.into_iter().map(|stored| stored.case);
        let cases = held.map(|case| (case.reference.clone(), case)).collect();
        let sound = fs::read(place.file("cases.jsonl")).unwrap();
        Self { place, sound, cases, random: Random(seed), answered: 0, refused: 0 }
    }

    fn hold(&mut self, damaged: &[u8], what: &str) {
        fs::write(self.place.file("cases.jsonl"), damaged).unwrap();
        let store = self.place.store();
        let same = damaged == self.sound || self.sound.strip_suffix(b"\n") == Some(damaged);
        let snapshot = store.cases().unwrap();
        for stored in &snapshot.cases {
            assert_eq!(Some(&stored.case), self.cases.get(&stored.case.reference), "{what}: another answer");
        }
        let reference = format!("YJ-{}", self.random.below(12));
        match store.get(&reference) {
            Ok(lookup) => {
                if let Some(stored) = lookup.found {
                    assert_eq!(stored.case, self.cases[&reference], "{what}: {reference}: another answer");
                    self.answered += 1;
                } else {
                    assert!(!lookup.warnings.is_empty(), "{what}: {reference} is not there, without a word");
                    self.refused += 1;
                }
            }
            Err(_) => self.refused += 1,
        }
        let lines = store.sweep(&|_, _| {}).unwrap();
        assert!(same || lines.is_none(), "{what}: taken for sound by a list");
        let silent = snapshot.warnings.is_empty() && store.damage().is_empty();
        assert!(same || !silent, "{what}: nothing is said");
        assert!(!silent || snapshot.cases.len() == self.cases.len(), "{what}: fewer cases");
        let change = store.update(&reference, yjs::store::conformance::change("set"), &mut |now| {
            Ok(now.cloned().unwrap_or_else(|| yjs::store::conformance::case(&reference, 1)))
        });
        assert!(same || change.is_err(), "{what}: a change was saved on damage");
    }

    fn lines(&self) -> Vec<Vec<u8>> {
        self.sound.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
    }
}

fn tell(trials: &Trials, what: &str, count: usize) {
    let (answered, refused) = (trials.answered, trials.refused);
    let line = format!(
        "trials: {what}: {count} damages: 0 wrong or older answers, 0 without a word, 0 written on; of one case each \
         {answered} answered rightly, {refused} not answered"
    );
    eprintln!("{line}");
}

#[test]
fn no_damage_of_any_kind_gives_another_answer() {
    for compacted in [false, true] {
        let kind = if compacted { "compacted" } else { "not compacted" };
        let mut trials = Trials::new(compacted, 71);
        let all = count(500);
        for trial in 0..all {
            let mut lines = trials.lines();
            for _ in 0..[1, 2, 5][trial % 3] {
                let at = trials.random.below(lines.len());
                lines.remove(at);
            }
            trials.hold(&lines.concat(), &format!("{kind}, lines taken out, trial {trial}"));
        }
        tell(&trials, &format!("{kind}, 1, 2 or 5 lines taken out"), all);
        let mut trials = Trials::new(compacted, 72);
        let all = count(200);
        for trial in 0..all {
            let mut bytes = trials.sound.clone();
            let start = trials.random.below(bytes.len());
            let end = (start + 1 + trials.random.below(4096)).min(bytes.len());
            bytes[start..end].fill(0);
            trials.hold(&bytes, &format!("{kind}, zeroed from {start} to {end}, trial {trial}"));
        }
        tell(&trials, &format!("{kind}, blocks zeroed"), all);
        let mut trials = Trials::new(compacted, 73);
        let all = count(1000);
        for trial in 0..all {
            let mut bytes = trials.sound.clone();
            let (at, bit) = (trials.random.below(bytes.len()), trials.random.below(8));
            bytes[at] ^= 1 << bit;
            trials.hold(&bytes, &format!("{kind}, bit {bit} of byte {at}, trial {trial}"));
        }
        tell(&trials, &format!("{kind}, one bit flipped"), all);
    }
}
