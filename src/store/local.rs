//! The store in a folder on this computer. Readers take no lock: they read the file once, and a line that is being
//! written just then is a torn last line to them, left out with a warning.

use super::files;
use super::format::{FORMAT, Head, Manifest, Seal};
use super::glance::{Glance, Sums};
use super::index::{Index, history};
use super::lock::{Note, Waiting, WriteLock};
use super::next::{self, Draft};
use super::verify::{self, Check, Subject, Verification};
use super::write::not_noted;
use super::{
    Change, CurrentLine, Edit, Existing, Lookup, Record, Saved, SavedAll, Snapshot, Store, Visit, staged, upgrade,
};
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
    /// The case looked at last, for a change of it that follows.
    pub(super) seen: Mutex<Option<Glance>>,
    /// What happened on the way, for whoever was not told in an answer.
    said: Mutex<Vec<Problem>>,
}

/// The cases file at one moment.
#[derive(Debug, Default)]
pub(super) struct Held {
    pub(super) manifest: Option<Manifest>,
    pub(super) bytes: Vec<u8>,
    head: Option<Head>,
    gone: bool,
    /// Lines that are not as they were sealed, and what is wrong with each.
    broken: Vec<(usize, String)>,
    /// What the file held when all of it was last checked, when it was not touched since.
    checked: Option<Sums>,
}

impl Held {
    pub(super) fn index<'a>(&'a self, name: &'a str) -> Index<'a> {
        let mut index = Index::of(&self.bytes, name);
        index.witness(self.head.as_ref(), self.gone);
        if let Some(sums) = self.checked {
            if !index.is_plain() || Sums::of(&index) != sums {
                index.doubt();
            }
            return index;
        }
        let sealed = self.manifest.as_ref().and_then(|manifest| manifest.sealed.as_ref());
        index.check_chain(sealed.map_or(0, |sealed| sealed.bytes));
        for (line, what) in &self.broken {
            index.distrust(*line, what);
        }
        index
    }
}

/// All that a store says, at one moment.
#[derive(Debug, Clone, Default)]
pub(super) struct Files {
    pub(super) manifest: Manifest,
    pub(super) cases: Vec<u8>,
    pub(super) history: Vec<u8>,
    pub(super) head: Option<Head>,
}

impl Files {
    pub(super) fn verify(&self) -> Verification {
        let mut verification = verify::lines(Subject {
            cases: &self.cases,
            history: &self.history,
            head: self.head.as_ref(),
            lost: &self.manifest.lost,
        });
        if verification.ok && self.manifest.sealed.as_ref().is_some_and(|sealed| !sealed.holds(&self.cases)) {
            let what = format!("the start of {CASES} is not as {MANIFEST} says");
            verification.add(Check::Chain, what, "Run `yjs store repair`".to_owned());
        }
        verification
    }
}

impl LocalStore {
    /// The store in `folder`. Nothing is touched yet.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        let waiting = Waiting { patience: PATIENCE, tell: None };
        Self { cases: folder.join(CASES), folder, waiting, settings: None, named: false, work: Arc::default() }
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
        if !files::is_folder(&self.folder)? {
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

    /// The cases file, and what is known of its end.
    pub(super) fn held(&self) -> Result<Held, Problem> {
        let mut again = true;
        loop {
            // The note first: it is written after the line, so a line read later is at least as far.
            let Note { head, checked, .. } = Note::read(&self.folder.join(LOCK));
            let manifest = self.manifest()?;
            let (bytes, identity) = match &manifest {
                Some(_) => staged::read_known(&self.folder, CASES)?,
                None => (None, None),
            };
            let mut bytes = bytes.unwrap_or_default();
            let format = manifest.as_ref().map_or(FORMAT, |manifest| manifest.format);
            if format != FORMAT {
                bytes = upgrade::lines(format, &bytes, &self.name())?;
            }
            let last = Head::of(&bytes);
            let behind = match (&last, &head) {
                (Some(last), Some(head)) => last.seq < head.seq || (last.seq == head.seq && last != head),
                (last, head) => last.is_none() && head.is_some(),
            };
            let checked =
                checked.filter(|checked| identity.as_ref() == Some(&checked.file)).map(|checked| checked.sums);
            // Between the two readings the store may have been put back to an earlier state.
            let sealed = manifest.as_ref().and_then(|manifest| manifest.sealed.as_ref());
            let unsealed = checked.is_none() && sealed.is_some_and(|sealed| !sealed.holds(&bytes));
            if !(behind || unsealed) || !again {
                let gone = bytes.is_empty() && manifest.is_some() && self.was_used();
                let broken = if unsealed { self.broken(&bytes)? } else { Vec::new() };
                return Ok(Held { manifest, bytes, head, gone, broken, checked });
            }
            again = false;
        }
    }

    /// The lines of the cases that are not as they were, when some are not: the history tells which.
    fn broken(&self, bytes: &[u8]) -> Result<Vec<(usize, String)>, Problem> {
        let history = staged::read(&self.folder, HISTORY)?.unwrap_or_default();
        let verification = verify::lines(Subject { cases: bytes, history: &history, ..Subject::default() });
        let in_cases = verification.findings.into_iter().filter(|finding| finding.file == Some(CASES));
        let broken: Vec<_> = in_cases.filter_map(|finding| Some((finding.line?, finding.what))).collect();
        Ok(if broken.is_empty() { vec![(1, "the cases are not as they were written".to_owned())] } else { broken })
    }

    /// Puts a whole new state in place of the files, all or none. The caller holds the lock.
    pub(super) fn put(&self, manifest: Manifest, cases: &[u8], history: &[u8]) -> Result<(), Problem> {
        let sealed = (!cases.is_empty()).then(|| Seal::of(cases));
        let manifest = Manifest { sealed, ..manifest }.bytes()?;
        staged::replace(&self.folder, &[(MANIFEST, &manifest), (CASES, cases), (HISTORY, history)])
    }

    /// Whether the folder shows that the store had lines once.
    pub(super) fn was_used(&self) -> bool {
        let history = std::fs::metadata(self.folder.join(HISTORY)).is_ok_and(|found| found.len() > 0);
        history || std::fs::read_dir(self.folder.join(BACKUPS)).is_ok_and(|mut entries| entries.next().is_some())
    }

    /// Cases and history as of one moment; none when there is no store yet.
    pub(super) fn everything(&self) -> Result<Option<Files>, Problem> {
        // Only a replacement of the whole set changes the history: read again until none came between.
        for _ in 0..8 {
            let before = staged::mark(&self.folder, HISTORY);
            let held = self.held()?;
            let Some(manifest) = held.manifest else { return Ok(None) };
            let history = staged::read(&self.folder, HISTORY)?.unwrap_or_default();
            if staged::mark(&self.folder, HISTORY) == before {
                let head = held.head.or_else(|| held.gone.then(|| Head { seq: 1, hash: String::new() }));
                return Ok(Some(Files { manifest, cases: held.bytes, history, head }));
            }
        }
        Err(Problem::store("the store keeps changing while it is read")
            .file(self.folder.display().to_string())
            .hint("Try again"))
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
        let own = [MANIFEST, CASES, HISTORY, LOCK].map(|name| self.folder.join(name));
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
    pub(super) fn note_end(&self, mut lock: WriteLock, head: Option<Head>) {
        lock.set_head(head);
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
        self.work.crowded.store(crowded, Ordering::Relaxed);
    }
}

impl Store for LocalStore {
    fn cases(&self) -> Result<Snapshot, Problem> {
        Ok(self.held()?.index(&self.name()).snapshot())
    }

    fn get(&self, reference: &str) -> Result<Lookup, Problem> {
        if let Some(glance) = self.glance(reference) {
            return Index::of(&glance.bytes, &self.name()).lookup(reference);
        }
        self.held()?.index(&self.name()).lookup(reference)
    }

    fn with_current(&self, all: &mut dyn FnMut(&[CurrentLine<'_>])) -> Result<Vec<Problem>, Problem> {
        Ok(self.held()?.index(&self.name()).with_current(all))
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
        let Some(files) = self.everything()? else { return Ok(Vec::new()) };
        let archive = self.folder.join(HISTORY).display().to_string();
        history(&[(&files.history, &archive), (&files.cases, &self.name())], reference)
    }

    fn verify(&self) -> Result<Verification, Problem> {
        let mut verification = self.everything()?.map(|files| files.verify()).unwrap_or_else(Verification::sound);
        self.verify_folder(&mut verification);
        Ok(verification)
    }
}
