//! Saving to a folder. A change is acknowledged only when its line is on the disk; whatever stops it before that
//! leaves the file as long as it was, or with a torn end that the next writer sets aside.

use super::files;
use super::format::{FORMAT, Head, Manifest, hash};
use super::glance::{Checked, Identity, Sums};
use super::index::{Index, Torn};
use super::local::{BACKUPS, CASES, Held, LOCK, LocalStore, MANIFEST, QUARANTINE};
use super::lock::WriteLock;
use super::next::{self, Draft};
use super::{Change, Existing, Saved, SavedAll, backup, check_reference, compact, staged, upgrade};
use crate::domain::case::Case;
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

impl LocalStore {
    /// Reads, lets `draft` decide, and writes its line, with no other writer in between.
    pub(super) fn save(
        &self,
        reference: &str,
        change: Change,
        draft: impl FnOnce(&Index<'_>) -> Result<Draft, Problem>,
    ) -> Result<Saved, Problem> {
        check_reference(reference)?;
        let at = change.stamp.at;
        let ((version, case), warnings) = self.write(at, Some(reference), |index, warning| {
            let draft = draft(index)?;
            let line = next::line(index, change, &draft, warning)?;
            Ok((line.bytes, (line.seq, draft.case)))
        })?;
        Ok(Saved { version, case, warnings })
    }

    /// Reads, and writes the lines of all `cases` or of none, with no other writer in between.
    pub(super) fn save_all(&self, change: &Change, cases: &[Case], existing: Existing) -> Result<SavedAll, Problem> {
        for case in cases {
            check_reference(&case.reference)?;
        }
        let (saved, warnings) =
            self.write(change.stamp.at, None, |index, warning| next::lines(index, change, cases, existing, warning))?;
        Ok(SavedAll { warnings, ..saved })
    }

    /// Holds the lock while `prepare` makes, from what is there, the bytes to add; its second argument is what to note
    /// in the first line of them. Returns what else `prepare` gave, and warnings. When only one case matters, and the
    /// rest is known to be sound, `prepare` sees that one (and a twin of its name) and the last line of the file.
    fn write<T>(
        &self,
        at: DateTime<Utc>,
        only: Option<&str>,
        prepare: impl FnOnce(&Index<'_>, Option<String>) -> Result<(Vec<u8>, T), Problem>,
    ) -> Result<(T, Vec<Problem>), Problem> {
        let (mut lock, mut warnings) = self.take_over(at)?;
        let name = self.name();
        let glance = only.and_then(|reference| self.glance(reference));
        let held = if glance.is_some() { Held::default() } else { self.held()? };
        let (bytes, index, sums) = match &glance {
            Some(glance) => (&glance.bytes, Index::of(&glance.bytes, &name), Some(glance.checked.sums)),
            None => {
                let index = held.index(&name);
                next::refuse_damaged(&index)?;
                let sums = index.is_plain().then(|| Sums::of(&index));
                (&held.bytes, index, sums)
            }
        };
        let torn = index.torn().map(|torn| TornEnd::of(torn, bytes));
        let (lines, told) = prepare(&index, torn.as_ref().map(TornEnd::note))?;
        if lines.is_empty() {
            return Ok((told, warnings));
        }

        self.make_manifest()?;
        let fresh = files::is_new(&self.cases)?;
        let mut file = files::open_private(&self.cases)?;
        if fresh {
            files::sync_folder(&self.folder)?;
        }
        let found = file.metadata().map_err(|error| files::problem("read", &self.cases, &error))?;
        let length = found.len();
        let as_read = match &glance {
            Some(glance) => Identity::of(&found).as_ref() == Some(&glance.checked.file),
            None => length == bytes.len() as u64,
        };
        if !as_read {
            return Err(Problem::store("another program is writing to the cases; nothing was saved")
                .file(name)
                .hint("Close it and try again"));
        }
        if let Some(torn) = torn {
            self.set_aside(&torn, &mut file)?;
            warnings.push(Problem::store(torn.note()).file(name.as_str()).at(torn.torn.line, None));
        }
        let whole = index.torn().map_or(length, |torn| torn.start as u64);
        add_lines(&mut file, &self.cases, whole, &lines)?;
        let added = Index::of(&lines, &name);
        let live = index.live_bytes();
        let (live, sums) = match sums {
            Some(sums) => (sums.live, Some(sums.with(Some(&index), &added)).filter(|_| added.is_plain())),
            None => (live, None),
        };
        let known = file.metadata().ok().and_then(|found| Identity::of(&found));
        lock.set_head(Head::of(&lines));
        lock.set_checked(known.zip(sums).map(|(file, sums)| Checked { file, sums }));
        warnings.extend(lock.finish(&self.folder.join(LOCK)).err().map(not_noted));
        warnings.extend(next::clock_set_back(&index, at).map(|said| Problem::store(said).file(name.as_str())));
        let length = usize::try_from(whole).unwrap_or(usize::MAX);
        self.note_saved(compact::outweighs(length.saturating_add(lines.len()).saturating_sub(live), live));
        Ok((told, warnings))
    }

    /// Takes the lock, finishes what another writer was stopped in, and upgrades an older format. Returns warnings.
    pub(super) fn take_over(&self, at: DateTime<Utc>) -> Result<(WriteLock, Vec<Problem>), Problem> {
        // Before anything is made in the folder: a store of a newer yjs is not touched, not even by a lock.
        let mut warnings = Vec::new();
        if self.manifest_there()?.is_none() {
            warnings.extend(self.make_anew()?);
        }
        files::private_folder(&self.folder)?;
        let lock = self.lock(at)?;
        if let Some(manifest) = self.manifest()?.filter(|manifest| manifest.format != FORMAT) {
            warnings.push(self.upgrade(manifest, at)?);
        }
        Ok((lock, warnings))
    }

    /// Takes the lock and clears up what another writer left.
    pub(super) fn lock(&self, at: DateTime<Utc>) -> Result<WriteLock, Problem> {
        let lock = WriteLock::take(&self.folder.join(LOCK), &self.waiting, at)?;
        staged::recover(&self.folder)?;
        for folder in [self.folder.clone(), self.folder.join(QUARANTINE), self.folder.join(BACKUPS)] {
            if files::is_folder(&folder)? {
                files::remove_unfinished(&folder)?;
            }
        }
        Ok(lock)
    }

    /// Writes a store of an older format in the present one, after a copy of it was kept.
    pub(super) fn upgrade(&self, old: Manifest, at: DateTime<Utc>) -> Result<Problem, Problem> {
        let from = old.format;
        let bytes = staged::read(&self.folder, CASES)?.unwrap_or_default();
        let cases = upgrade::lines(from, &bytes, &self.name())?;
        let kept = self.keep(&format!("before-upgrade-{}", backup::moment(at)), &backup::raw(&old, &bytes, at)?)?;
        let manifest = Manifest { format: FORMAT, ..old }.bytes()?;
        staged::replace(&self.folder, &[(MANIFEST, &manifest), (CASES, &cases)])?;
        // A line is added next: it must go to the file that holds, so that one must stand in its place.
        staged::recover(&self.folder)?;
        Ok(Problem::store(format!(
            "the store was brought from format {from} to format {FORMAT}; it is kept as it was in {BACKUPS}/{kept}"
        ))
        .file(self.folder.display().to_string()))
    }

    fn make_manifest(&self) -> Result<(), Problem> {
        if self.manifest()?.is_some() {
            return Ok(());
        }
        files::write_whole(&self.folder, MANIFEST, &Manifest::default().bytes()?)
    }

    /// Copies the torn end away, and only then cuts it off.
    fn set_aside(&self, end: &TornEnd<'_>, cases: &mut File) -> Result<(), Problem> {
        let quarantine = self.folder.join(QUARANTINE);
        files::private_folder(&quarantine)?;
        files::write_whole(&quarantine, &end.name, end.bytes)?;
        files::sync_folder(&self.folder)?;
        let cut = cases.cut(end.torn.start as u64).and_then(|()| cases.sync());
        cut.map_err(|error| files::problem("written to", &self.cases, &error))
    }
}

/// The change is durable by then: what is lost is the witness of its line, until the next change notes that.
pub(super) fn not_noted(problem: Problem) -> Problem {
    let what = format!("the change is saved, but the lock file could not note it: {}", problem.what);
    Problem { what, ..problem }
        .hint("Nothing is lost. Until the next change, a last line that is cut off later goes unnoticed")
}

/// A torn end and the name it is set aside under: made from its own bytes, so that doing it twice does no harm.
struct TornEnd<'a> {
    torn: Torn,
    bytes: &'a [u8],
    name: String,
}

impl<'a> TornEnd<'a> {
    fn of(torn: Torn, bytes: &'a [u8]) -> Self {
        let bytes = &bytes[torn.start..];
        Self { torn, bytes, name: format!("line-{}-{}", torn.line, &hash(Some(bytes))[..16]) }
    }

    fn note(&self) -> String {
        format!("a torn last line ({} bytes) was set aside as {QUARANTINE}/{}", self.bytes.len(), self.name)
    }
}

/// The end of a file that lines are added to.
trait Tail {
    fn add(&mut self, bytes: &[u8]) -> io::Result<()>;
    fn sync(&mut self) -> io::Result<()>;
    fn cut(&mut self, length: u64) -> io::Result<()>;
}

impl Tail for File {
    fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }
}

/// Adds lines in a single write and makes them durable, or leaves the file `length` bytes long as it was.
fn add_lines(tail: &mut impl Tail, path: &Path, length: u64, lines: &[u8]) -> Result<(), Problem> {
    let Err(error) = tail.add(lines).and_then(|()| tail.sync()) else { return Ok(()) };
    let mut problem = files::problem("written to", path, &error);
    problem.what.push_str("; nothing was saved");
    if let Err(error) = tail.cut(length).and_then(|()| tail.sync()) {
        problem.what.push_str(&format!(", and what was written of it could not be taken back: {error}"));
    }
    Err(problem)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Tail, add_lines};
    use std::io::{self, ErrorKind};
    use std::path::Path;

    /// A disk with room for so many bytes.
    struct Disk {
        held: Vec<u8>,
        room: usize,
        sync_fails: usize,
        cut_fails: bool,
    }

    impl Tail for Disk {
        fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
            let fits = bytes.len().min(self.room - self.held.len());
            self.held.extend(&bytes[..fits]);
            if fits < bytes.len() { Err(ErrorKind::StorageFull.into()) } else { Ok(()) }
        }

        fn sync(&mut self) -> io::Result<()> {
            if self.sync_fails == 0 {
                return Ok(());
            }
            self.sync_fails -= 1;
            Err(io::Error::other("sync failed"))
        }

        fn cut(&mut self, length: u64) -> io::Result<()> {
            if self.cut_fails {
                return Err(io::Error::other("cut failed"));
            }
            self.held.truncate(usize::try_from(length).unwrap());
            Ok(())
        }
    }

    fn disk(room: usize) -> Disk {
        Disk { held: b"one\n".to_vec(), room, sync_fails: 0, cut_fails: false }
    }

    #[test]
    fn a_full_disk_leaves_the_file_as_it_was() {
        for room in 4..8 {
            let mut disk = disk(room);
            let problem = add_lines(&mut disk, Path::new("x/cases.jsonl"), 4, b"two\n").unwrap_err();
            assert_eq!(disk.held, b"one\n");
            assert_eq!(problem.place.file.as_deref(), Some("x/cases.jsonl"));
            assert!(problem.what.contains("no room") && problem.what.ends_with("nothing was saved"), "{problem}");
        }
        let mut disk = disk(8);
        add_lines(&mut disk, Path::new("x"), 4, b"two\n").unwrap();
        assert_eq!(disk.held, b"one\ntwo\n");
    }

    #[test]
    fn a_line_that_may_not_be_durable_is_taken_back() {
        let mut disk = Disk { sync_fails: 1, ..disk(80) };
        let problem = add_lines(&mut disk, Path::new("x"), 4, b"two\n").unwrap_err();
        assert_eq!(disk.held, b"one\n");
        assert!(problem.what.contains("sync failed"), "{problem}");
    }

    #[test]
    fn a_line_that_cannot_be_taken_back_is_said() {
        let mut disk = Disk { cut_fails: true, ..disk(6) };
        let problem = add_lines(&mut disk, Path::new("x"), 4, b"two\n").unwrap_err();
        assert!(problem.what.contains("could not be taken back: cut failed"), "{problem}");
    }
}
