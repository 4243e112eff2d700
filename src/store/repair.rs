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
use super::proof::{Proven, candidates, name_of, prove};
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
        self.note_end(lock, Head::of(&live));
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
