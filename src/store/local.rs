//! The store in a folder on this computer. Readers take no lock: they read the file once, and a line that is being
//! written just then is a torn last line to them, left out with a warning.

use super::chain;
use super::files;
use super::format::{self, FORMAT, Head, Manifest, Mark};
use super::index::{Index, lines_of};
use super::lock::{Note, Waiting, WriteLock};
use super::meter::Meter;
use super::next::{self, Draft};
use super::survey::Survey;
use super::verify::{self, Check, Subject, Verification};
use super::whose::{self, WHOSE};
use super::write::not_noted;
use super::{Change, CurrentLine, Edit, Existing, Lookup, Record, Saved, SavedAll, Snapshot, Store, Visit, staged};
use crate::domain::case::Case;
use crate::problem::Problem;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub(super) const MANIFEST: &str = "store.json";
pub(super) const CASES: &str = "cases.jsonl";
pub(super) const HISTORY: &str = "history.jsonl";
pub(super) const LOCK: &str = ".lock";
pub(super) const QUARANTINE: &str = "quarantine";
pub(super) const BACKUPS: &str = "backups";
pub(super) const DRAFTS: &str = "drafts";

/// How long a writer waits for another before it gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// A folder with a store in it, or where the first change will make one.
#[derive(Debug, Clone)]
pub struct LocalStore {
    pub(super) folder: PathBuf,
    pub(super) cases: PathBuf,
    pub(super) waiting: Waiting,
    /// Where it is noted which stores are known.
    pub(super) settings: Option<PathBuf>,
    pub(super) named: bool,
    /// How far long work has come.
    pub(super) meter: Arc<Meter>,
    /// Shared by clones, so that the one who tidies up knows what the others did.
    pub(super) work: Arc<Work>,
}

/// What writers of this process left to be done when nobody waits any more.
#[derive(Debug, Default)]
pub(super) struct Work {
    /// Something was saved.
    pub(super) saved: AtomicBool,
    /// Superseded lines outweigh live ones.
    pub(super) crowded: AtomicBool,
    /// There was no store, and one is being made.
    pub(super) anew: AtomicBool,
    /// Something was saved in the life of this process.
    pub(super) acknowledged: AtomicBool,
    /// The store was read, and is not as it was saved.
    pub(super) damaged: Mutex<Vec<Problem>>,
    /// What happened on the way, for whoever was not told in an answer.
    said: Mutex<Vec<Problem>>,
}

impl LocalStore {
    /// The store in `folder`. Nothing is touched yet.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        let waiting = Waiting { patience: PATIENCE, tell: None };
        let (cases, meter, work) = (folder.join(CASES), Arc::default(), Arc::default());
        Self { cases, folder, waiting, settings: None, named: false, meter, work }
    }

    /// Notes on `meter` how far long work has come.
    #[must_use]
    pub fn metered(mut self, meter: Arc<Meter>) -> Self {
        self.meter = meter;
        self
    }

    /// Waits at least this long for another writer, instead of 10 seconds.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.waiting.patience = patience;
        self
    }

    /// Calls `tell` when another writer has been waited for for a second.
    #[must_use]
    pub fn on_wait(mut self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.waiting.tell = Some(Arc::new(tell));
        self
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What `store.json` says; none when there is no store yet.
    ///
    /// # Errors
    /// When it cannot be read, is not as it must be, or was written by a newer yjs; when the folder is none, or holds
    /// cases without `store.json`; when there was a store and it is gone.
    pub fn manifest(&self) -> Result<Option<Manifest>, Problem> {
        match self.manifest_there()? {
            None => self.refuse_gone().map(|()| None),
            found => Ok(found),
        }
    }

    /// As [`Self::manifest`], whatever was here before.
    pub(super) fn manifest_there(&self) -> Result<Option<Manifest>, Problem> {
        if !files::is_own_folder(&self.folder)? {
            return Ok(None);
        }
        let path = self.folder.join(MANIFEST);
        let read = || -> Result<Option<Manifest>, Problem> {
            let Some(bytes) = staged::read(&self.folder, MANIFEST)? else { return Ok(None) };
            Manifest::parse(&bytes, &path.display().to_string()).map(Some)
        };
        if let Some(manifest) = read()? {
            return Ok(Some(manifest));
        }
        if files::is_new(&self.cases)? {
            return Ok(None);
        }
        // The first writer makes store.json before the cases: it may have done both since the look above.
        read()?.map(Some).ok_or_else(|| {
            Problem::store("store.json is missing, so the format of the cases beside it is not known")
                .file(path.display().to_string())
                .hint("Put store.json back from a backup, or run `yjs store repair --dry-run`")
        })
    }

    /// Puts a whole new state in place of the files, all or none, with a mark that says so as its last line; returns that
    /// line. The caller holds the lock. `lines` are in the order of their numbers, each with its case.
    pub(super) fn put(
        &self,
        manifest: &Manifest,
        lines: &[(&str, &[u8])],
        lost: Vec<(u64, u64)>,
        (change, warning): (Change, Option<String>),
    ) -> Result<Head, Problem> {
        let (live, superseded) = chain::split(lines.iter().copied());
        let mark = Mark::of(live.iter().copied(), lost);
        let last = lines.last().map(|(_, text)| *text);
        let last_seq = last.and_then(format::seq).unwrap_or(0);
        let line = next::mark((last_seq, last), change, mark, warning)?;
        let mut cases = chain::joined(live);
        cases.extend(&line.bytes);
        let history = chain::joined(superseded);
        let head = Head { seq: line.seq, hash: format::hash(Some(&line.bytes[..line.bytes.len() - 1])) };
        // Nothing is put in place that a reader would not take.
        let subject = Subject { cases: &cases, history: &history, head: Some(&head), lost: &[] };
        let verification = verify::lines(subject, &self.meter);
        if let Some(what) = verification
            .findings
            .first()
            .map(|one| one.what.clone())
            .or_else(|| Index::of(&cases, CASES, Some(&head)).err().map(|flaw| flaw.what))
        {
            return Err(Problem::store(format!("the store cannot be written anew: {what}; nothing was changed"))
                .file(self.name())
                .hint("Keep the folder as it is, and restore a backup with `yjs store restore`"));
        }
        let id = manifest.id.clone().map_or_else(next::nonce, Ok)?;
        let manifest = Manifest { id: Some(id), ..Manifest::of(FORMAT) }.bytes()?;
        let index = whose::entries(lines_of(&cases));
        let new: [(&str, &[u8]); 4] = [(MANIFEST, &manifest), (CASES, &cases), (HISTORY, &history), (WHOSE, &index)];
        staged::replace(&self.folder, &new)?;
        Ok(head)
    }

    /// Every folder of the store.
    fn folders(&self) -> [PathBuf; 4] {
        [self.folder.clone(), self.folder.join(QUARANTINE), self.folder.join(BACKUPS), self.folder.join(DRAFTS)]
    }

    /// Removes what processes that were ended left half written.
    pub(super) fn clear_unfinished(&self) -> Result<(), Problem> {
        self.folders().iter().try_for_each(|folder| files::remove_unfinished(folder))
    }

    /// As [`Self::clear_unfinished`], for a command that changes nothing, when no writer is at work.
    ///
    /// # Errors
    /// When something of it cannot be removed.
    pub fn clear_leftovers(&self) -> Result<(), Problem> {
        if !matches!(files::is_own_folder(&self.folder), Ok(true))
            || (self.unfinished().is_empty() && !staged::is_unfinished(&self.folder))
        {
            return Ok(());
        }
        // A writer that is at work clears up by itself.
        let waiting = Waiting { patience: Duration::ZERO, tell: None };
        let at = Note::read(&self.folder.join(LOCK)).and_then(|note| Some(note.holder?.since)).unwrap_or_default();
        let Ok(lock) = WriteLock::take(&self.folder.join(LOCK), &waiting, at, files::is_new(&self.cases)?) else {
            return Ok(());
        };
        staged::recover(&self.folder)?;
        drop(lock);
        self.clear_unfinished()
    }

    /// What processes that were ended left half written.
    pub(super) fn unfinished(&self) -> Vec<PathBuf> {
        self.folders().iter().flat_map(|folder| files::unfinished(folder)).collect()
    }

    /// Whether the folder shows that the store had lines once.
    pub(super) fn was_used(&self) -> bool {
        files::length(&self.folder.join(HISTORY)) > 0 || !files::names_in(&self.folder.join(BACKUPS)).is_empty()
    }

    pub(super) fn name(&self) -> String {
        self.cases.display().to_string()
    }

    fn verify_folder(&self, verification: &mut Verification) {
        let quarantine = self.folder.join(QUARANTINE);
        verification.set_aside = files::names_in(&quarantine);
        for (path, mode) in self.open_to_others() {
            verification.add(
                Check::Mode,
                format!("{} is open to other users (mode {mode:o})", path.display()),
                "Run `yjs store repair`, which closes it".to_owned(),
            );
        }
        for name in self.copies() {
            verification.add(
                Check::Copy,
                format!("{name} looks like a copy of the store's own file, made by a sync tool or an editor"),
                "Changes may have gone there: compare it with the file itself, then move it away".to_owned(),
            );
        }
    }

    /// What is the store's own and may be used by others, with its mode.
    pub(super) fn open_to_others(&self) -> Vec<(PathBuf, u32)> {
        let folders = [QUARANTINE, BACKUPS].map(|name| self.folder.join(name));
        let inside =
            folders.iter().flat_map(|folder| files::names_in(folder).into_iter().map(|name| folder.join(name)));
        let own = [MANIFEST, CASES, HISTORY, LOCK, WHOSE].map(|name| self.folder.join(name));
        let all = [self.folder.clone()].into_iter().chain(folders.clone()).chain(own).chain(inside);
        all.filter_map(|path| files::open_to_others(&path).map(|mode| (path, mode))).collect()
    }

    /// Files beside the store's own whose names are made from theirs.
    pub(super) fn copies(&self) -> Vec<String> {
        let own = [MANIFEST, CASES, HISTORY];
        let stems = ["store", "cases", "history"];
        let alike =
            |name: &str| stems.iter().any(|stem| name.trim_start_matches(['.', '~', '#', '$']).starts_with(stem));
        files::names_in(&self.folder).into_iter().filter(|name| alike(name) && !own.contains(&name.as_str())).collect()
    }

    /// Notes the end of the store after all of it was replaced.
    pub(super) fn note_end(&self, mut lock: WriteLock, head: Head) {
        lock.set_head(Some(head));
        self.say(lock.finish(&self.folder.join(LOCK)).err().map(not_noted));
    }

    fn say(&self, problems: impl IntoIterator<Item = Problem>) {
        self.work.said.lock().unwrap_or_else(PoisonError::into_inner).extend(problems);
    }

    /// What happened on the way of changes that were saved, as far as no answer of this store or a clone of it told it.
    pub fn warnings(&self) -> Vec<Problem> {
        std::mem::take(&mut *self.work.said.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn note_saved(&self, crowded: bool) {
        self.work.saved.store(true, Ordering::Relaxed);
        self.work.acknowledged.store(true, Ordering::Relaxed);
        self.work.crowded.store(crowded, Ordering::Relaxed);
    }
}

impl Store for LocalStore {
    fn cases(&self) -> Result<Snapshot, Problem> {
        self.read(|index| index.snapshot())
    }

    fn get(&self, reference: &str) -> Result<Lookup, Problem> {
        self.read(|index| index.lookup(reference))?
    }

    fn with_current(&self, all: &mut dyn FnMut(&[CurrentLine<'_>])) -> Result<Vec<Problem>, Problem> {
        self.read(|index| index.with_current(all))
    }

    fn sweep(&self, visit: &Visit<'_>) -> Result<Option<Vec<usize>>, Problem> {
        self.swept(visit)
    }

    fn append(&self, change: Change, case: &Case, based_on: Option<u64>) -> Result<u64, Problem> {
        let draft = |_: &Index<'_>| Ok(Draft { case: case.clone(), based_on });
        let saved = self.save(&case.reference, change, draft)?;
        self.say(saved.warnings);
        Ok(saved.version)
    }

    fn update(&self, reference: &str, change: Change, edit: &mut Edit<'_>) -> Result<Saved, Problem> {
        self.save(reference, change, |index| next::edited(index, reference, edit))
    }

    fn append_all(&self, change: Change, cases: &[Case], existing: Existing) -> Result<SavedAll, Problem> {
        self.save_all(&change, cases, existing)
    }

    fn history(&self, reference: &str) -> Result<Vec<Record>, Problem> {
        let (sources, format) = self.sources()?;
        let survey = Survey::of(&sources);
        let damage = survey.damage();
        if !damage.faults.is_empty() && (format == FORMAT || !survey.is_proved()) {
            self.note_damage(&damage.faults);
        }
        let read = |line: &super::survey::Line<'_>| {
            let (file, at) = survey.place(line);
            format::parse(&line.text).map_err(|fault| fault.in_line(&file, at))
        };
        survey.history(reference).into_iter().map(read).collect()
    }

    fn verify(&self) -> Result<Verification, Problem> {
        let checked = self.everything()?.map(|files| {
            let _work = self.meter.work(files.bytes_to_check());
            files.verify(&self.meter)
        });
        let mut verification = checked.unwrap_or_else(Verification::sound);
        self.verify_folder(&mut verification);
        Ok(verification)
    }
}
