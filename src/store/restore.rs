//! Puts a store back to what a backup holds. The backup is checked first, the present store is kept, and all files
//! change together.

use super::backup::{Backup, moment, raw};
use super::chain::Chain;
use super::format::{Manifest, ranges};
use super::local::{BACKUPS, CASES, HISTORY, LOCK, LocalStore, MANIFEST, QUARANTINE};
use super::meter::length;
use super::survey::{Sources, Survey};
use super::{Change, Snapshot, Stamp, StoredCase, files, staged};
use crate::calendar::london;
use crate::domain::case::Case;
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::path::Path;

/// What becomes of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseChange {
    /// Its reference.
    pub reference: String,
    /// As it stands; none when it is not there, or cannot be read.
    pub before: Option<Case>,
    /// As it will stand; none when it will not be there.
    pub after: Option<Case>,
}

/// What a restore did, or would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Restored {
    /// When the backup was made.
    pub made_at: DateTime<Utc>,
    /// Lines in it, superseded ones included.
    pub lines: usize,
    /// Cases in it.
    pub cases: usize,
    /// Cases that are not the same in both, by reference.
    pub changes: Vec<CaseChange>,
    /// Where the present store was kept, within its folder; none when there was none, or nothing was done.
    pub kept: Vec<String>,
}

impl LocalStore {
    /// What [`restore`](Self::restore) would do.
    ///
    /// # Errors
    /// When the backup cannot be read, is damaged or was made by a newer yjs.
    pub fn preview_restore(&self, backup: &Path) -> Result<Restored, Problem> {
        let bytes = bytes_of(backup)?;
        let _work = self.meter.work(3 * length(&bytes));
        let backup = Backup::read(&bytes, &backup.display().to_string(), &self.meter)?;
        Ok(self.compare(&backup))
    }

    /// Puts the store back to what the file `backup` holds and keeps the present one.
    ///
    /// # Errors
    /// As [`Self::preview_restore`], and when the store is busy or cannot be written to; then nothing was changed.
    pub fn restore(&self, backup: &Path, stamp: &Stamp) -> Result<Restored, Problem> {
        let at = stamp.at;
        let bytes = bytes_of(backup)?;
        let present = files::length(&self.folder.join(CASES)) + files::length(&self.folder.join(HISTORY));
        // Checked, compared, taken apart, and checked again as it will stand; and the present store backed up.
        let _work = self.meter.work(6 * length(&bytes) + 4 * present);
        let backup = Backup::read(&bytes, &backup.display().to_string(), &self.meter)?;
        self.refuse_newer()?;
        if self.manifest_there().ok().flatten().is_none() {
            self.make_anew()?;
        }
        files::private_folder(&self.folder)?;
        let mut lock = self.lock(at)?;
        let restored = self.compare(&backup);
        let kept = self.keep_present(at)?;
        let head = lock.head().cloned();
        lock.forget_head(&self.folder.join(LOCK), at)?;
        let chain = Chain::of(&backup.lines, &[], &self.meter).without_unfinished(0);
        let lines: Vec<(&str, &[u8])> =
            chain.links.iter().map(|link| (link.reference.as_deref().unwrap_or_default(), link.text)).collect();
        let what = format!("restored from a backup made {}", london::rfc3339(backup.made_at));
        let lost = ranges(backup.manifest.lost.iter().copied());
        let put = self.put(&backup.manifest, &lines, lost, (Change::new(what, stamp.clone()), None));
        let head = put.inspect_err(|_| lock.set_head(head))?;
        self.note_end(lock, head);
        Ok(Restored { kept, ..restored })
    }

    /// A newer store is left alone. One whose store.json is damaged or gone is just what backups and repairs are for.
    pub(super) fn refuse_newer(&self) -> Result<(), Problem> {
        if !files::is_folder(&self.folder)? {
            return Ok(());
        }
        let bytes = staged::read(&self.folder, MANIFEST)?.unwrap_or_default();
        if Manifest::is_newer(&bytes) { self.manifest().map(drop) } else { Ok(()) }
    }

    /// Keeps the store as it stands: as a backup when it is sound, and otherwise its files as they are.
    fn keep_present(&self, at: DateTime<Utc>) -> Result<Vec<String>, Problem> {
        let name = format!("before-restore-{}", moment(at));
        if let Ok(Some(present)) = self.everything()
            && let Ok((lines, _)) = present.sound_lines(&self.meter)
        {
            let kept = self.keep(&name, &raw(&present.manifest, &lines, at, present.head.as_ref())?)?;
            // A torn end is no part of a backup, and is kept beside it.
            let torn = lines.len() != present.cases.len() + present.history.len();
            let mut all = vec![format!("{BACKUPS}/{kept}")];
            if torn {
                all.extend(self.keep_files(&name)?);
            }
            return Ok(all);
        }
        self.keep_files(&name)
    }

    /// Copies the store's files into the quarantine, byte for byte.
    pub(super) fn keep_files(&self, prefix: &str) -> Result<Vec<String>, Problem> {
        let quarantine = self.folder.join(QUARANTINE);
        let mut kept = Vec::new();
        for name in [MANIFEST, CASES, HISTORY] {
            if let Some(bytes) = files::read(&self.folder.join(name))? {
                files::private_folder(&quarantine)?;
                let mut free = format!("{prefix}-{name}");
                while !files::is_new(&quarantine.join(&free))? {
                    free.insert_str(0, "again-");
                }
                files::write_whole(&quarantine, &free, &bytes)?;
                kept.push(format!("{QUARANTINE}/{free}"));
            }
        }
        files::sync_folder(&self.folder)?;
        Ok(kept)
    }

    fn compare(&self, backup: &Backup) -> Restored {
        let by_name = |snapshot: Snapshot| -> BTreeMap<String, StoredCase> {
            snapshot.cases.into_iter().map(|held| (held.case.reference.clone(), held)).collect()
        };
        let present = self.read(|index| index.snapshot()).map(by_name).unwrap_or_default();
        let sources = Sources { cases: backup.lines.clone(), lost: backup.manifest.lost.clone(), ..Sources::default() };
        let to_come = by_name(Survey::watched(&sources, &self.meter).index(CASES, None).snapshot());
        let mut changes = Vec::new();
        for reference in present.keys().chain(to_come.keys().filter(|reference| !present.contains_key(*reference))) {
            let case = |held: &BTreeMap<String, StoredCase>| held.get(reference).map(|held| held.case.clone());
            let (before, after) = (case(&present), case(&to_come));
            if before != after {
                changes.push(CaseChange { reference: reference.clone(), before, after });
            }
        }
        changes.sort_by(|left, right| left.reference.cmp(&right.reference));
        let verification = &backup.verification;
        Restored {
            made_at: backup.made_at,
            lines: verification.lines,
            cases: verification.cases,
            changes,
            kept: Vec::new(),
        }
    }
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, Problem> {
    files::read_given(path)?.ok_or_else(|| {
        Problem::input("there is no such file")
            .file(path.display().to_string())
            .hint("`yjs store doctor` lists the store's backups")
    })
}
