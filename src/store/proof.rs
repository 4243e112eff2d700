//! Which lines of a damaged store hold. Every line carries the hash of the one before: a line is proven by the next one,
//! the last by the lock file.

use super::chain::{Chain, Link, Origin};
use super::check_reference;
use super::format::{FORMAT, Head, Manifest, hash};
use super::local::{CASES, HISTORY};
use std::collections::BTreeMap;

/// A line that might be the one of its number, and where it was found.
pub(super) struct Candidate<'a> {
    pub(super) text: &'a [u8],
    pub(super) hash: String,
    pub(super) prev: String,
    pub(super) case: String,
    /// In the store itself rather than a backup.
    pub(super) present: bool,
    /// The last line of the cases, with a number that fits its place.
    pub(super) ends: bool,
    pub(super) from: String,
}

/// All candidates by number.
pub(super) type Candidates<'a> = BTreeMap<u64, Vec<Candidate<'a>>>;

/// The lines that hold, by number.
pub(super) type Proven<'c, 'a> = BTreeMap<u64, &'c Candidate<'a>>;

/// Every line that might be one of the store's: those that are there, and those of the backups.
pub(super) fn candidates<'a>(chain: &Chain<'a>, backups: &'a [(String, Manifest, Vec<u8>)]) -> Candidates<'a> {
    let mut candidates = Candidates::new();
    let mut cases: Vec<&Link<'_>> = chain.links.iter().filter(|link| link.origin == Origin::Cases).collect();
    cases.sort_by_key(|link| link.line);
    let end = cases.iter().rposition(|link| link.known.is_ok());
    let end = end.filter(|place| {
        let before = cases[..*place].iter().rfind(|link| link.known.is_ok());
        let (line, seq) = before.map_or((0, 0), |before| (before.line, before.seq));
        cases[*place].seq.checked_sub(seq).is_some_and(|step| step == (cases[*place].line - line) as u64)
    });
    let end = end.map(|place| cases[place].text);
    let mut add = |link: &Link<'a>, present: bool, from: &str| {
        let Ok(known) = &link.known else { return };
        if check_reference(&known.reference).is_err() {
            return;
        }
        let held: &mut Vec<Candidate<'a>> = candidates.entry(link.seq).or_default();
        if held.iter().all(|held| held.text != link.text) {
            let (hash, prev) = (hash(Some(link.text)), known.prev.clone());
            let (case, ends) = (known.reference.clone(), present && Some(link.text) == end);
            held.push(Candidate { text: link.text, hash, prev, case, present, ends, from: from.into() });
        }
    };
    for link in &chain.links {
        add(link, true, name_of(link.origin));
    }
    for (name, manifest, body) in backups {
        if manifest.format == FORMAT {
            for link in &Chain::of(body, &[]).links {
                add(link, false, name);
            }
        }
    }
    candidates
}

/// The lines that hold: from the last one down, each by the hash that the next one gives. Below a gap, where no line
/// gives one, a line holds when it names the line before it rightly, or when there is none that it could contradict. Of two
/// that contradict each other neither holds, as it cannot be told which of them was changed.
pub(super) fn prove<'c, 'a>(candidates: &'c Candidates<'a>, head: Option<&Head>) -> Proven<'c, 'a> {
    let mut proven = Proven::new();
    let Some((mut top, line)) = top(candidates, head) else { return proven };
    let start = top;
    proven.insert(top, line);
    // Upwards, as far as there is exactly one line that follows.
    while let Some(next) = candidates.get(&(top + 1)) {
        let (hash, saved) = (proven[&top].hash.as_str(), head.is_some_and(|head| top < head.seq));
        // The line that the lock file witnesses is not among them, or it would be the last one that holds.
        let other = head.is_some_and(|head| head.seq == top + 1);
        let follows: Vec<_> = next.iter().filter(|one| one.prev == hash && (one.present || saved) && !other).collect();
        let [one] = follows[..] else { break };
        proven.insert(top + 1, one);
        top += 1;
    }
    let mut above = (start, Some(line.prev.as_str()));
    for seq in candidates.range(..start).rev().map(|(seq, _)| *seq) {
        let asked = above.1.filter(|_| above.0 == seq + 1);
        let found = match asked {
            Some(hash) => candidates[&seq].iter().find(|one| one.hash == hash),
            None if above == (seq + 1, None) => None,
            None => unwitnessed(candidates, seq),
        };
        match found {
            Some(line) => {
                above = (seq, Some(&line.prev));
                proven.insert(seq, line);
            }
            // A line that contradicts the one before it takes that one down with it.
            None if asked.is_none() && above != (seq + 1, None) && candidates[&seq].iter().any(|one| one.present) => {
                above = (seq, None);
            }
            None => {}
        }
    }
    proven
}

/// The last line that holds.
fn top<'c, 'a>(candidates: &'c Candidates<'a>, head: Option<&Head>) -> Option<(u64, &'c Candidate<'a>)> {
    if let Some(head) = head
        && let Some(line) = candidates.get(&head.seq).and_then(|held| held.iter().find(|one| one.hash == head.hash))
    {
        return Some((head.seq, line));
    }
    let from_top = || candidates.iter().rev().flat_map(|(seq, held)| held.iter().map(|one| (*seq, one)));
    let alone = |seq: u64| seq.checked_sub(1).is_none_or(|before| !candidates.contains_key(&before));
    let changed = |seq: u64| head.is_some_and(|head| head.seq == seq);
    let fits = |seq: u64, one: &Candidate<'_>| leads_down(candidates, seq, one) || (one.ends && alone(seq));
    let present = from_top().find(|(seq, one)| one.present && !changed(*seq) && fits(*seq, one));
    // Nothing is left here: the newest that a backup has, but nothing beyond what was saved.
    let limit = head.map_or(0, |head| head.seq);
    present.or_else(|| from_top().find(|(seq, one)| *seq < limit && leads_down(candidates, *seq, one)))
}

/// The line of the number `seq` when no line after it tells which one it is.
fn unwitnessed<'c, 'a>(candidates: &'c Candidates<'a>, seq: u64) -> Option<&'c Candidate<'a>> {
    let held = &candidates[&seq];
    let leading = |present: bool| held.iter().find(|one| one.present == present && leads_down(candidates, seq, one));
    leading(true).or_else(|| leading(false).filter(|_| held.iter().any(|one| one.present))).or_else(|| {
        let mut present = held.iter().filter(|one| one.present);
        let only = present.next().filter(|_| present.next().is_none());
        only.filter(|_| seq > 1 && !candidates.contains_key(&(seq - 1)))
    })
}

/// Whether the line before the one of this number is there, and is the one that it names.
fn leads_down(candidates: &Candidates<'_>, seq: u64, one: &Candidate<'_>) -> bool {
    match seq {
        0 => false,
        1 => one.prev == hash(None),
        _ => candidates.get(&(seq - 1)).is_some_and(|before| before.iter().any(|before| before.hash == one.prev)),
    }
}

/// The name of a file, for people.
pub(super) fn name_of(origin: Origin) -> &'static str {
    if origin == Origin::Cases { CASES } else { HISTORY }
}
