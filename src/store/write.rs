//! Saving to a folder. A change is acknowledged only when its line is on the disk; whatever stops it before that
//! leaves the file as long as it was, or with a torn end that the next writer sets aside.

use super::chain::Chain;
use super::files;
use super::format::{FORMAT, Head, Manifest, hash, ranges};
use super::index::{Index, Torn};
use super::local::{BACKUPS, LOCK, LocalStore, MANIFEST, QUARANTINE};
use super::lock::WriteLock;
use super::next::{self, Draft};
use super::reading::Files;
use super::survey::Survey;
use super::{Change, Existing, Saved, SavedAll, backup, check_reference, compact, staged};
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
        let ((version, case), warnings) = self.write(at, |index, warning| {
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
        let (saved, warnings) = self.write(change.stamp.at, |index, warning| {
            next::lines(index, change, cases, existing, warning, &self.meter)
        })?;
        Ok(SavedAll { warnings, ..saved })
    }

    /// Holds the lock while `prepare` makes, from what is there, the bytes to add; its second argument is what to note
    /// in the first line of them. Returns what else `prepare` gave, and warnings.
    fn write<T>(
        &self,
        at: DateTime<Utc>,
        prepare: impl FnOnce(&Index<'_>, Option<String>) -> Result<(Vec<u8>, T), Problem>,
    ) -> Result<(T, Vec<Problem>), Problem> {
        let (mut lock, mut warnings) = self.take_over(at)?;
        let name = self.name();
        let held = self.held()?;
        let Ok(index) = held.sound(&name) else { return Err(self.damaged()?) };
        let torn = index.torn.map(|torn| TornEnd::of(torn, &held.bytes));
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
        let length = file.metadata().map_err(|error| files::problem("read", &self.cases, &error))?.len();
        if length != held.bytes.len() as u64 || !self.is_in_place(&file, &lock) {
            return Err(Problem::store("another program is writing to the cases; nothing was saved")
                .file(name)
                .hint("Close it and try again"));
        }
        if let Some(torn) = torn {
            self.set_aside(&torn, &mut file)?;
            warnings.push(Problem::store(torn.note()).file(name.as_str()).at(torn.torn.line, None));
        }
        let whole = index.torn.map_or(length, |torn| torn.start as u64);
        let (added, start) = if index.unended { ([b"\n", &lines[..]].concat(), 1) } else { (lines, 0) };
        add_lines(&mut file, &self.cases, whole, &added)?;
        self.refuse_replaced(&mut file, &lock, whole, added.len() as u64)?;
        lock.set_head(Head::of(&added));
        let kept = &held.bytes[..usize::try_from(whole).unwrap_or(held.bytes.len()).min(held.bytes.len())];
        warnings.extend(self.enter(kept, index.last().1, &added[start..]).err().map(not_entered));
        warnings.extend(lock.finish(&self.folder.join(LOCK)).err().map(not_noted));
        warnings.extend(next::clock_set_back(&index, at).map(|said| Problem::store(said).file(name.as_str())));
        let (length, live) = (usize::try_from(whole).unwrap_or(usize::MAX), index.live_bytes());
        self.note_saved(compact::outweighs(length.saturating_add(added.len()).saturating_sub(live), live));
        Ok((told, warnings))
    }

    /// Why nothing is written to a store that is not as it was saved: a line added now would vouch for the damage.
    pub(super) fn damaged(&self) -> Result<Problem, Problem> {
        let (sources, _) = self.sources()?;
        let faults = Survey::of(&sources).damage().faults;
        let first =
            faults.into_iter().next().unwrap_or_else(|| Problem::store("it is not as it was saved").at(1, None));
        let line = first.place.line.unwrap_or(1);
        let refused = Problem::store(format!("store damaged at line {line} ({}), nothing was saved", first.what));
        let file = self.folder.join(first.place.file.as_deref().unwrap_or(super::local::CASES));
        Ok(refused.file(file.display().to_string()).at(line, None).hint(
            "Cases that are proved can still be read. `yjs store repair --dry-run` shows what can be brought back",
        ))
    }

    /// Whether the cases file and the lock are those that stand in the folder.
    fn is_in_place(&self, cases: &File, lock: &WriteLock) -> bool {
        files::is_at(cases, &self.cases) && lock.is_at(&self.folder.join(LOCK))
    }

    /// Refuses to acknowledge what was written to a file that is no longer the one in the folder, or without a lock that
    /// others look at.
    fn refuse_replaced(&self, file: &mut File, lock: &WriteLock, whole: u64, added: u64) -> Result<(), Problem> {
        if self.is_in_place(file, lock) {
            return Ok(());
        }
        let replaced = !files::is_at(file, &self.cases);
        // Taken back, unless somebody has written after it meanwhile.
        let alone = file.metadata().is_ok_and(|found| found.len() == whole + added);
        let taken_back = alone && file.cut(whole).and_then(|()| file.sync()).is_ok();
        let which = if replaced { "the cases file" } else { "the lock file" };
        let state = if replaced || taken_back {
            "the change is not saved"
        } else {
            "it is not certain that the change is saved"
        };
        Err(Problem::store(format!("another program replaced {which} while the change was written; {state}"))
            .file(self.name())
            .hint(
                "Find out which program writes to the store's folder, and stop it; then look with `yjs case history`",
            ))
    }

    /// Takes the lock, finishes what another writer was stopped in, and upgrades an older format. Returns warnings.
    pub(super) fn take_over(&self, at: DateTime<Utc>) -> Result<(WriteLock, Vec<Problem>), Problem> {
        // Before anything is made in the folder: a store of a newer yjs is not touched, not even by a lock.
        let mut warnings = Vec::new();
        if self.manifest_there()?.is_none() {
            warnings.extend(self.make_anew()?);
        }
        files::private_folder(&self.folder)?;
        let mut lock = self.lock(at)?;
        if let Some(manifest) = self.manifest()?.filter(|manifest| manifest.format != FORMAT) {
            warnings.push(self.upgrade(&mut lock, &manifest, at)?);
        }
        Ok((lock, warnings))
    }

    /// Takes the lock and clears up what another writer left.
    pub(super) fn lock(&self, at: DateTime<Utc>) -> Result<WriteLock, Problem> {
        let fresh = files::is_new(&self.cases)?;
        let lock = WriteLock::take(&self.folder.join(LOCK), &self.waiting, at, fresh)?;
        staged::recover(&self.folder)?;
        self.clear_unfinished()?;
        Ok(lock)
    }

    /// Writes a store of an older format in the present one, after a copy of it was kept.
    pub(super) fn upgrade(&self, lock: &mut WriteLock, old: &Manifest, at: DateTime<Utc>) -> Result<Problem, Problem> {
        let from = old.format;
        let files = self.everything()?.ok_or_else(|| self.no_store())?;
        // Checked, checked again as it is backed up, and as it will stand.
        let _work = self.meter.work(2 * files.bytes_to_check() + files.bytes_to_back_up() + files.bytes());
        if let Some(finding) = files.verify(&self.meter).findings.iter().find(|one| one.check != super::Check::TornTail)
        {
            return Err(Problem::store(format!(
                "a store of format {from} is not upgraded while it is damaged: {}",
                finding.what
            ))
            .file(self.name())
            .at(finding.line.unwrap_or(1), None)
            .hint("`yjs store repair --dry-run` shows what can be brought back; nothing was changed"));
        }
        let raw = staged::read(&self.folder, super::local::CASES)?.unwrap_or_default();
        let history = if from == 0 { Vec::new() } else { files.history.clone() };
        let (sound, _) = Files { history, ..files.clone() }.sound_lines(&self.meter)?;
        let kept = backup::raw(old, if from == 0 { &raw } else { &sound }, at, None)?;
        let kept = self.keep(&format!("before-upgrade-{}", backup::moment(at)), &kept)?;
        let chain = Chain::of(&files.cases, &files.history, &self.meter);
        let lines: Vec<(&str, &[u8])> =
            chain.links.iter().map(|link| (link.reference.as_deref().unwrap_or_default(), link.text)).collect();
        let torn = chain.torn.iter().map(|(_, line, bytes)| (*line, *bytes)).collect::<Vec<_>>();
        for (line, bytes) in torn {
            self.keep_aside(line, bytes)?;
        }
        let change = Change::new(format!("upgraded from format {from}"), super::Stamp { at, by: OWN.to_owned() });
        lock.forget_head(&self.folder.join(LOCK), at)?;
        let head = self.put(old, &lines, ranges(old.lost.iter().copied()), (change, None))?;
        lock.set_head(Some(head));
        // A line is added next: it must go to the file that holds, so that one must stand in its place.
        staged::recover(&self.folder)?;
        let mut what = format!(
            "the store was brought from format {from} to format {FORMAT}; it is kept as it was in {BACKUPS}/{kept}"
        );
        if let Some(id) = &old.default_protocol {
            what.push_str(&format!("; it named {id} as the default protocol, which now belongs to your own settings"));
        }
        Ok(Problem::store(what).file(self.folder.display().to_string()))
    }

    fn make_manifest(&self) -> Result<(), Problem> {
        if self.manifest()?.is_some() {
            return Ok(());
        }
        files::write_whole(&self.folder, MANIFEST, &Manifest::fresh()?.bytes()?)
    }

    /// Keeps a torn end in the quarantine.
    fn keep_aside(&self, line: usize, bytes: &[u8]) -> Result<(), Problem> {
        let quarantine = self.folder.join(QUARANTINE);
        files::private_folder(&quarantine)?;
        files::write_whole(&quarantine, &name_aside(line, bytes), bytes)?;
        files::sync_folder(&self.folder)
    }

    /// Copies the torn end away, and only then cuts it off.
    fn set_aside(&self, end: &TornEnd<'_>, cases: &mut File) -> Result<(), Problem> {
        self.keep_aside(end.torn.line, end.bytes)?;
        let cut = cases.cut(end.torn.start as u64).and_then(|()| cases.sync());
        cut.map_err(|error| files::problem("written to", &self.cases, &error))
    }
}

/// Who is said to have done what yjs did by itself.
pub(super) const OWN: &str = "yjs";

/// The change is durable by then: what is lost is the witness of its line, until the next change notes that.
pub(super) fn not_noted(problem: Problem) -> Problem {
    let what = format!("the change is saved, but the lock file could not note it: {}", problem.what);
    Problem { what, ..problem }
        .hint("Nothing is lost. Until the next change, a last line that is cut off later goes unnoticed")
}

fn name_aside(line: usize, bytes: &[u8]) -> String {
    format!("line-{line}-{}", &hash(Some(bytes))[..16])
}

/// As [`not_noted`], of the index of references.
fn not_entered(problem: Problem) -> Problem {
    let what = format!("the change is saved, but the index of references could not take it: {}", problem.what);
    Problem { what, ..problem }
        .hint("Nothing is lost. Were a line damaged later, more cases than that one's would go unanswered")
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
        Self { torn, bytes, name: name_aside(torn.line, bytes) }
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
