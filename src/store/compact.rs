//! What is done when nobody waits any more: superseded lines move to the history, and the day's backup is made.

use super::chain::{Chain, Origin, split};
use super::files;
use super::local::{CASES, HISTORY, LocalStore};
use super::lock;
use super::write::OWN;
use super::{Change, Stamp};
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use std::sync::atomic::Ordering;

/// Superseded lines of fewer bytes than this are left where they are: every command reads past them in well under a
/// millisecond, while moving them writes the whole store anew.
const LEAST: usize = 256 * 1024;

/// A store of more bytes than this is not compacted after a command, as that might be felt: a quarter of a second or so.
/// `yjs store backup` does it then.
const MOST: u64 = 64 * 1024 * 1024;

/// Whether superseded lines are worth moving.
pub(super) fn outweighs(superseded: usize, live: usize) -> bool {
    superseded >= LEAST && superseded > live
}

impl LocalStore {
    /// Does what the changes saved by this store (or a clone of it) left to be done: today's backup, and compaction.
    /// Called after a change was acknowledged. What cannot be done now is done after a later change.
    ///
    /// Returns what went wrong; the changes themselves are safe.
    pub fn tidy(&self, at: DateTime<Utc>) -> Vec<Problem> {
        if !self.work.saved.swap(false, Ordering::Relaxed) {
            return Vec::new();
        }
        self.remember();
        if lock::is_held(&self.folder.join(super::local::LOCK)) {
            return Vec::new();
        }
        let size = [CASES, HISTORY].map(|name| files::length(&self.folder.join(name))).iter().sum::<u64>();
        let crowded = self.work.crowded.swap(false, Ordering::Relaxed) && size <= MOST;
        let done = [self.generation(at), if crowded { self.compact(at).map(drop) } else { Ok(()) }];
        done.into_iter().filter_map(Result::err).collect()
    }

    /// Whether superseded lines outweigh live ones.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_crowded(&self) -> Result<bool, Problem> {
        self.read(|index| {
            let (live, all) = (index.live_bytes(), files::length(&self.cases));
            outweighs(usize::try_from(all).unwrap_or(usize::MAX).saturating_sub(live), live)
        })
    }

    /// Moves superseded lines from the cases to the history, all or none; returns how many were moved.
    ///
    /// # Errors
    /// When there is no store, it is not sound, or cannot be written to; then nothing was moved.
    pub fn compact(&self, at: DateTime<Utc>) -> Result<usize, Problem> {
        self.refuse_none()?;
        let (mut lock, _) = self.take_over(at)?;
        let files = self.everything()?.ok_or_else(|| self.no_store())?;
        let verification = files.verify(&self.meter);
        if let Some(finding) = verification.findings.first() {
            return Err(Problem::store(format!("the store is not sound: {}", finding.what))
                .file(self.name())
                .hint("Run `yjs store verify`"));
        }
        let chain = Chain::of(&files.cases, &files.history, &self.meter);
        let lines: Vec<(&str, &[u8])> =
            chain.links.iter().map(|link| (link.reference.as_deref().unwrap_or_default(), link.text)).collect();
        let live = split(lines.iter().copied()).0.len();
        let marks = chain.links.iter().filter(|link| link.origin == Origin::Cases && link.reference.is_none()).count();
        let moved = (verification.lines - verification.archived).saturating_sub(live + marks);
        if moved > 0 {
            let path = self.folder.join(super::local::LOCK);
            let head = lock.head().cloned();
            lock.forget_head(&path, at)?;
            let change = Change::new("compacted", Stamp { at, by: OWN.to_owned() });
            let put = self.put(&files.manifest, &lines, Vec::new(), (change, None));
            let head = put.inspect_err(|_| lock.set_head(head))?;
            self.note_end(lock, head);
        }
        Ok(moved)
    }
}
