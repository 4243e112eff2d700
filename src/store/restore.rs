//! Puts a store back to what a backup holds. The backup is checked first, the present store is kept, and all files
//! change together.

use super::backup::{Backup, moment, raw};
use super::format::{Head, Manifest};
use super::index::Index;
use super::local::{BACKUPS, CASES, Files, HISTORY, LOCK, LocalStore, MANIFEST, QUARANTINE};
use super::{Check, StoredCase, files, staged};
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
        let backup = read(backup)?;
        Ok(self.compare(&backup))
    }

    /// Puts the store back to what the file `backup` holds and keeps the present one.
    ///
    /// # Errors
    /// As [`Self::preview_restore`], and when the store is busy or cannot be written to; then nothing was changed.
    pub fn restore(&self, backup: &Path, at: DateTime<Utc>) -> Result<Restored, Problem> {
        let backup = read(backup)?;
        self.refuse_newer()?;
        files::private_folder(&self.folder)?;
        let mut lock = self.lock(at)?;
        let restored = self.compare(&backup);
        let kept = self.keep_present(at)?;
        let head = lock.head().cloned();
        lock.forget_head(&self.folder.join(LOCK), at)?;
        let Files { manifest, cases, history, .. } = &backup.files;
        self.put(manifest.clone(), cases, history).inspect_err(|_| lock.set_head(head))?;
        self.note_end(lock, Head::of(cases));
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
            && present.verify().findings.iter().all(|finding| finding.check == Check::TornTail)
        {
            let (lines, _) = present.sound_lines()?;
            let kept = self.keep(&name, &raw(&present.manifest, &lines, at)?)?;
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
        let cases = |bytes: &[u8]| -> BTreeMap<String, StoredCase> {
            let snapshot = Index::of(bytes, "").snapshot();
            snapshot.cases.into_iter().map(|held| (held.case.reference.clone(), held)).collect()
        };
        let present = self.held().map(|held| cases(&held.bytes)).unwrap_or_default();
        let to_come = cases(&backup.files.cases);
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

fn read(path: &Path) -> Result<Backup, Problem> {
    let shown = path.display().to_string();
    let bytes = files::read(path)?.ok_or_else(|| {
        Problem::input("there is no such file")
            .file(shown.as_str())
            .hint("`yjs store doctor` lists the store's backups")
    })?;
    Backup::read(&bytes, &shown)
}
