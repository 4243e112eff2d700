//! Brings a damaged store back as far as the rest proves it. Every line carries the hash of the one before: a line is
//! proven by the next one, the last by the lock file. What is missing or damaged is looked for in the history and in
//! the backups and taken only when its hash is the one asked for. What cannot be proven is set aside and listed; nothing
//! is made up.

use super::backup::parts;
use super::chain::{Chain, Link, Origin, split};
use super::format::{FORMAT, Head, Manifest, hash};
use super::index::Index;
use super::local::{BACKUPS, CASES, HISTORY, LOCK, LocalStore, MANIFEST, QUARANTINE};
use super::next::{self, Draft};
use super::{Change, Stamp, check_reference, files, staged, upgrade};
use crate::domain::case::Case;
use crate::problem::Problem;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a repair did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Repaired {
    /// Nothing was wrong, so nothing was changed.
    pub sound: bool,
    /// Changes brought back.
    pub recovered: Vec<Recovered>,
    /// Lines that are damaged, kept in the quarantine.
    pub set_aside: Vec<SetAside>,
    /// Changes that could not be brought back.
    pub lost: Vec<Lost>,
    /// Cases that stand as they did before a change that was lost; a new change says so in each.
    pub stepped_back: Vec<String>,
    /// Files and folders that were open to other users.
    pub closed: Vec<String>,
    /// What was found about `store.json`, when it had to be made anew.
    pub manifest: Option<String>,
    /// Lines stood out of order, or twice.
    pub reordered: bool,
    /// Lines that hold after the repair.
    pub lines: usize,
}

/// A change brought back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recovered {
    /// Its number.
    pub change: u64,
    /// The case it is about.
    pub case: String,
    /// Where it was found.
    pub from: String,
}

/// A damaged line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetAside {
    /// The file it was in.
    pub file: &'static str,
    /// 1-based.
    pub line: usize,
    /// Its name in the quarantine.
    pub name: String,
}

/// A change that could not be brought back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lost {
    /// Its number.
    pub change: u64,
    /// The case it was about, when that much can be read.
    pub case: Option<String>,
}

/// The most changes that are believed to be cut off the end.
const MOST_CUT_OFF: u64 = 1_000_000;

/// A line that might be the one of its number, and where it was found.
struct Candidate<'a> {
    text: &'a [u8],
    hash: String,
    prev: String,
    case: String,
    /// In the store itself rather than a backup.
    present: bool,
    /// The last line of the cases, with a number that fits its place.
    ends: bool,
    from: String,
}

/// All candidates by number.
type Candidates<'a> = BTreeMap<u64, Vec<Candidate<'a>>>;

/// The lines that hold, by number.
type Proven<'c, 'a> = BTreeMap<u64, &'c Candidate<'a>>;

impl LocalStore {
    /// Repairs the store, or with `dry_run` says what a repair would do.
    ///
    /// # Errors
    /// When there is no store, it is newer than this yjs, nothing of it is left to go by, or it is busy or cannot be
    /// written to; then nothing was changed.
    pub fn repair(&self, stamp: &Stamp, dry_run: bool) -> Result<Repaired, Problem> {
        self.refuse_newer()?;
        if !files::is_folder(&self.folder)? {
            return Err(self.no_store());
        }
        let lock = if dry_run { None } else { Some(self.lock(stamp.at)?) };
        if let (Some(_), Ok(Some(old))) = (&lock, self.manifest())
            && old.format != FORMAT
        {
            self.upgrade(old, stamp.at)?;
        }
        let head = super::lock::Note::read(&self.folder.join(LOCK)).head;
        let raw = |name: &str| Ok::<_, Problem>(staged::read(&self.folder, name)?.unwrap_or_default());
        let (old_manifest, cases, history) = (staged::read(&self.folder, MANIFEST)?, raw(CASES)?, raw(HISTORY)?);
        let backups = self.bodies()?;
        if old_manifest.is_none() && cases.is_empty() && history.is_empty() && head.is_none() {
            return Err(self.no_store());
        }
        let (manifest, said) = self.manifest_or_made(old_manifest.as_deref(), &backups)?;
        let cases = upgrade::lines(manifest.format, &cases, &self.name())?;
        let mut repaired = Repaired {
            closed: self.open_to_others().into_iter().map(|(path, _)| path.display().to_string()).collect(),
            manifest: said,
            ..Repaired::default()
        };

        let chain = Chain::of(&cases, &history);
        // A number that far ahead is damage in the lock file, not a million changes cut off.
        let end = chain.links.last().map_or(0, |link| link.seq);
        let head = head.filter(|head| head.seq < end.saturating_add(MOST_CUT_OFF));
        let candidates = candidates(&chain, &backups);
        let proven = prove(&candidates, head.as_ref());
        if proven.is_empty() && (self.was_used() || head.is_some() || !chain.links.is_empty()) {
            return Err(Problem::store("nothing is left here that the backups could be checked against")
                .file(self.folder.display().to_string())
                .hint("`yjs store doctor` lists the backups; `yjs store restore FILE` puts the store back to one"));
        }
        let damaged: Vec<&Link<'_>> = chain.links.iter().filter(|link| !holds(&proven, link)).collect();
        let torn = chain.torn.iter().map(|(origin, line, bytes)| (*origin, *line, *bytes));
        let aside: Vec<(Origin, usize, &[u8])> =
            damaged.iter().map(|link| (link.origin, link.line, link.text)).chain(torn).collect();
        repaired.set_aside = aside.iter().map(|(origin, line, text)| set_aside(*origin, *line, text)).collect();
        let sealed = manifest.sealed.as_ref().is_none_or(|sealed| sealed.holds(&cases));
        repaired.reordered = !in_order(&chain) || !sealed;
        repaired.recovered = recovered(&proven, &chain);
        let last = proven.last_key_value().map_or(0, |(seq, _)| *seq);
        let read = damaged.iter().filter(|link| link.known.is_ok()).map(|link| link.seq);
        let read = read.filter(|seq| *seq <= last.saturating_add(damaged.len() as u64)).max();
        let end = last.max(head.as_ref().map_or(0, |head| head.seq)).max(read.unwrap_or(0));
        repaired.lost = lost(&proven, &manifest.lost, end, &damaged);

        let lines = proven.values().map(|line| (line.case.as_str(), line.text)).collect::<Vec<_>>();
        let (mut live, mut superseded) = split(lines.into_iter());
        repaired.lines = proven.len();
        repaired.stepped_back = step_back(&mut live, &mut superseded, &proven, &repaired.lost, stamp)?;
        let numbers = repaired.lost.iter().map(|lost| lost.change).filter(|change| *change <= last);
        let manifest = Manifest { lost: manifest.lost.iter().copied().chain(numbers).collect(), ..manifest };
        let untouched = repaired.set_aside.is_empty()
            && repaired.recovered.is_empty()
            && repaired.lost.is_empty()
            && !repaired.reordered
            && repaired.manifest.is_none();
        repaired.sound = untouched && repaired.closed.is_empty();
        let Some(mut lock) = lock.filter(|_| !repaired.sound) else { return Ok(repaired) };

        for (path, _) in self.open_to_others() {
            files::set_private(&path, if path.is_dir() { 0o700 } else { 0o600 })?;
        }
        if untouched {
            return Ok(repaired);
        }
        let quarantine = self.folder.join(QUARANTINE);
        for ((_, _, text), SetAside { name, .. }) in aside.iter().zip(&repaired.set_aside) {
            files::private_folder(&quarantine)?;
            files::write_whole(&quarantine, name, text)?;
        }
        if said_anything(old_manifest.as_deref(), &repaired) {
            self.keep_files(&format!("before-repair-{}", super::backup::moment(stamp.at)))?;
        }
        lock.forget_head(&self.folder.join(LOCK), stamp.at)?;
        self.put(manifest, &live, &superseded).inspect_err(|_| lock.set_head(head))?;
        lock.set_head(Head::of(&live));
        Ok(repaired)
    }

    /// The lines of every backup whose first line can be read, newest first, with their names.
    fn bodies(&self) -> Result<Vec<(String, Manifest, Vec<u8>)>, Problem> {
        let mut bodies = Vec::new();
        for kept in self.backups() {
            let Some(bytes) = files::read(&self.folder.join(BACKUPS).join(&kept.name))? else { continue };
            if let Ok((header, body)) = parts(&bytes, &kept.name) {
                bodies.push((format!("{BACKUPS}/{}", kept.name), header.manifest(), body.to_vec()));
            }
        }
        Ok(bodies)
    }

    /// What `store.json` says or, when it is gone or damaged, what a backup says it did.
    fn manifest_or_made(
        &self,
        bytes: Option<&[u8]>,
        backups: &[(String, Manifest, Vec<u8>)],
    ) -> Result<(Manifest, Option<String>), Problem> {
        if let Some(Ok(manifest)) = bytes.map(|bytes| Manifest::parse(bytes, MANIFEST)) {
            return Ok((manifest, None));
        }
        // An upgrade is the one change of format, and whoever makes one has a backup of before.
        match backups.iter().find(|(_, manifest, _)| manifest.format == FORMAT) {
            Some((name, manifest, _)) => {
                Ok((Manifest { lost: Vec::new(), ..manifest.clone() }, Some(format!("made anew as {name} has it"))))
            }
            None => Err(Problem::store("store.json cannot be read, and no backup says what stood in it")
                .file(self.folder.join(MANIFEST).display().to_string())
                .hint("If the store was made by this yjs, write {\"format\":1} into it and repair again")),
        }
    }
}

/// Whether whole files are kept beside the single lines: when `store.json` itself is replaced by another.
fn said_anything(old_manifest: Option<&[u8]>, repaired: &Repaired) -> bool {
    old_manifest.is_some() && repaired.manifest.is_some()
}

fn candidates<'a>(chain: &Chain<'a>, backups: &'a [(String, Manifest, Vec<u8>)]) -> Candidates<'a> {
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
fn prove<'c, 'a>(candidates: &'c Candidates<'a>, head: Option<&Head>) -> Proven<'c, 'a> {
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

fn holds(proven: &Proven<'_, '_>, link: &Link<'_>) -> bool {
    proven.get(&link.seq).is_some_and(|line| line.text == link.text)
}

/// Whether in each file numbers only rise, and no number is in both.
fn in_order(chain: &Chain<'_>) -> bool {
    let numbers = |origin: Origin| {
        let mut lines: Vec<(usize, u64)> =
            chain.links.iter().filter(|link| link.origin == origin).map(|link| (link.line, link.seq)).collect();
        lines.sort_unstable();
        lines
    };
    let rises = |origin: Origin| numbers(origin).windows(2).all(|pair| pair[0].1 < pair[1].1);
    rises(Origin::Cases) && rises(Origin::History) && chain.links.windows(2).all(|pair| pair[0].seq < pair[1].seq)
}

fn name_of(origin: Origin) -> &'static str {
    if origin == Origin::Cases { CASES } else { HISTORY }
}

fn set_aside(origin: Origin, line: usize, text: &[u8]) -> SetAside {
    let file = name_of(origin);
    let stem = if origin == Origin::Cases { "line" } else { "history-line" };
    SetAside { file, line, name: format!("{stem}-{line}-{}", &hash(Some(text))[..16]) }
}

/// Lines that hold and were not in their place.
fn recovered(proven: &Proven<'_, '_>, chain: &Chain<'_>) -> Vec<Recovered> {
    let there: BTreeSet<(u64, &[u8])> = chain.links.iter().map(|link| (link.seq, link.text)).collect();
    let back = proven.iter().filter(|(seq, line)| !there.contains(&(**seq, line.text)));
    back.map(|(seq, line)| Recovered { change: *seq, case: line.case.clone(), from: line.from.clone() }).collect()
}

fn lost(proven: &Proven<'_, '_>, known: &[u64], end: u64, damaged: &[&Link<'_>]) -> Vec<Lost> {
    let mut lost = Vec::new();
    let mut next = 1;
    // Gap by gap: a number gone wrong never makes a list of all numbers below it.
    for seq in proven.keys().copied().chain([end.saturating_add(1)]) {
        lost.extend((next..seq).filter(|change| !known.contains(change)).map(|change| {
            let case = damaged.iter().find(|link| link.seq == change).and_then(|link| link.reference.clone());
            Lost { change, case: case.filter(|case| check_reference(case).is_ok()) }
        }));
        next = next.max(seq.saturating_add(1));
    }
    lost
}

/// Adds a change to each case whose last change was lost, so that its history says that it stands as it was before.
fn step_back(
    live: &mut Vec<u8>,
    superseded: &mut Vec<u8>,
    proven: &Proven<'_, '_>,
    lost: &[Lost],
    stamp: &Stamp,
) -> Result<Vec<String>, Problem> {
    let mut affected: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for Lost { change, case } in lost {
        let Some(case) = case.as_deref() else { continue };
        let last = proven.iter().rev().find(|(_, line)| line.case == case).map(|(seq, _)| *seq);
        if last.is_some_and(|last| last < *change) {
            affected.entry(case).or_default().push(*change);
        }
    }
    for (reference, changes) in &affected {
        let bytes = std::mem::take(live);
        let index = Index::of(&bytes, CASES);
        let stored = index
            .lookup(reference)?
            .found
            .ok_or_else(|| Problem::store(format!("case {reference} cannot be read")).file(CASES))?;
        let case: Case = stored.case;
        let draft = Draft { case, based_on: Some(stored.version) };
        let numbers: Vec<String> = changes.iter().map(u64::to_string).collect();
        let warning = format!("change {} was damaged and is lost; the case stands as before it", numbers.join(", "));
        let line = next::line(&index, Change::new("repaired", stamp.clone()), &draft, Some(warning))?;
        let chain = Chain::of(&bytes, superseded);
        let mut all: Vec<(&str, &[u8])> =
            chain.links.iter().map(|link| (link.reference.as_deref().unwrap_or_default(), link.text)).collect();
        all.push((reference, &line.bytes[..line.bytes.len() - 1]));
        let (new_live, new_superseded) = split(all.into_iter());
        drop(chain);
        (*live, *superseded) = (new_live, new_superseded);
    }
    Ok(affected.keys().map(|reference| (*reference).to_owned()).collect())
}
