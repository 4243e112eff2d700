//! The store in a folder on this computer. Readers take no lock: they read the file once, and a line that is being
//! written just then is a torn last line to them, left out with a warning.

use super::backup::parts;
use super::chain;
use super::files;
use super::format::{self, FORMAT, Head, Manifest, Mark};
use super::index::{Flaw, Index, lines_of};
use super::lock::{Note, Waiting, WriteLock};
use super::next::{self, Draft};
use super::survey::{Sources, Survey};
use super::verify::{self, Check, Subject, Verification};
use super::whose::{self, WHOSE, Whose};
use super::write::not_noted;
use super::{
    Change, CurrentLine, Edit, Existing, Lookup, Record, Saved, SavedAll, Snapshot, Store, Visit, staged, upgrade,
};
use crate::domain::case::Case;
use crate::problem::Problem;
use std::collections::BTreeMap;
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

/// The cases file at one moment.
#[derive(Debug, Default)]
pub(super) struct Held {
    pub(super) manifest: Option<Manifest>,
    pub(super) bytes: Vec<u8>,
    pub(super) head: Option<Head>,
    /// The lock file does not say which line was saved last, though it should.
    unnoted: bool,
    /// There was a line once, for all that the folder shows.
    used: bool,
}

impl Held {
    /// What the file says, when all of it is proved.
    pub(super) fn sound<'a>(&'a self, name: &'a str) -> Result<Index<'a>, Flaw> {
        let flaw = |what: &str| Err(Flaw { line: 1, what: what.to_owned() });
        if self.manifest.as_ref().is_some_and(|manifest| manifest.format != FORMAT) {
            return flaw("this is an older format");
        }
        let index = Index::of(&self.bytes, name, self.head.as_ref())?;
        match (&index.last, &index.torn) {
            (Some(_), _) if self.unnoted => flaw("the note of the last change is gone"),
            (None, None) if self.used => flaw("the cases are gone from here"),
            _ => Ok(index),
        }
    }
}

/// All that a store says, at one moment.
#[derive(Debug, Clone)]
pub(super) struct Files {
    pub(super) manifest: Manifest,
    pub(super) cases: Vec<u8>,
    pub(super) history: Vec<u8>,
    pub(super) head: Option<Head>,
    pub(super) unnoted: bool,
}

impl Files {
    pub(super) fn verify(&self) -> Verification {
        let mut verification = verify::lines(Subject {
            cases: &self.cases,
            history: &self.history,
            head: self.head.as_ref(),
            lost: &self.manifest.lost,
        });
        if self.unnoted && verification.lines > 0 {
            let what = format!(
                "{LOCK} does not say which change was saved last, so an end that was cut off would go unnoticed"
            );
            verification.add(Check::Chain, what, "Run `yjs store repair`".to_owned());
        }
        if verification.ok
            && self.manifest.format == FORMAT
            && let Err(flaw) = Index::of(&self.cases, CASES, self.head.as_ref())
        {
            let what = format!("{CASES}, line {}: {}", flaw.line, flaw.what);
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

    /// The cases file, and what is known of its end.
    pub(super) fn held(&self) -> Result<Held, Problem> {
        // The note first: it is written after the line, so a line read later is at least as far.
        let note = self.note();
        let manifest = self.manifest()?;
        let bytes = match &manifest {
            Some(_) => staged::read(&self.folder, CASES)?.unwrap_or_default(),
            None => Vec::new(),
        };
        let used = bytes.is_empty() && manifest.is_some() && self.was_used();
        let unnoted = note.as_ref().is_none_or(|note| note.head.is_none() && !note.open);
        let Note { head, .. } = note.unwrap_or_default();
        Ok(Held { manifest, bytes, head, unnoted, used })
    }

    /// What the index of references says; nothing when it is not there or cannot be read.
    pub(super) fn whose(&self) -> Result<BTreeMap<u64, Whose>, Problem> {
        Ok(whose::read(&staged::read(&self.folder, WHOSE)?.unwrap_or_default()))
    }

    fn note(&self) -> Option<Note> {
        Note::read(&self.folder.join(LOCK))
    }

    /// Gives what the store says to `tell`: all of it when all is proved, else what still is, and what is not.
    pub(super) fn read<T>(&self, mut tell: impl FnMut(&Index<'_>) -> T) -> Result<T, Problem> {
        let name = self.name();
        let mut flaw = None;
        // Between the readings of two files the store may have been written anew.
        for _ in 0..2 {
            match self.held()?.sound(&name) {
                Ok(index) => return Ok(tell(&index)),
                Err(found) => flaw = Some(found),
            }
        }
        let (sources, format) = self.sources()?;
        let survey = Survey::of(&sources);
        let index = survey.index(&name, flaw.filter(|_| format == FORMAT).as_ref());
        if let Some(damage) = &index.damage {
            self.note_damage(&damage.faults);
        }
        Ok(tell(&index))
    }

    /// Remembers that what was answered rests on a store that is not as it was saved.
    pub(super) fn note_damage(&self, faults: &[Problem]) {
        *self.work.damaged.lock().unwrap_or_else(PoisonError::into_inner) = faults.to_vec();
    }

    /// What is wrong with the store, if it was read in this process and is not as it was saved.
    pub fn damage(&self) -> Vec<Problem> {
        self.work.damaged.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether this process has saved a change.
    pub fn has_saved(&self) -> bool {
        self.work.acknowledged.load(Ordering::Relaxed)
    }

    /// All there is to prove the store from, and its format. Backups are read only when the rest does not do.
    pub(super) fn sources(&self) -> Result<(Sources, u64), Problem> {
        let mut sources = Sources::default();
        let mut format = FORMAT;
        for _ in 0..8 {
            let before = staged::mark(&self.folder, HISTORY);
            let held = self.held()?;
            let Some(manifest) = held.manifest else { return Ok((sources, format)) };
            format = manifest.format;
            let history = staged::read(&self.folder, HISTORY)?.unwrap_or_default();
            sources = Sources {
                cases: upgrade::to_chain(format, held.bytes, &self.name())?,
                history,
                backups: Vec::new(),
                head: held.head.filter(|_| format > 0),
                whose: self.whose()?,
                unnoted: held.unnoted && format == FORMAT,
                used: held.used,
                lost: manifest.lost,
            };
            if staged::mark(&self.folder, HISTORY) == before {
                break;
            }
        }
        if !Survey::of(&sources).is_proved() {
            sources.backups = self.bodies()?;
        }
        Ok((sources, format))
    }

    /// The lines of every backup whose first line can be read, newest first, with their names.
    pub(super) fn bodies(&self) -> Result<Vec<(String, Vec<u8>)>, Problem> {
        let mut bodies = Vec::new();
        for kept in self.backups() {
            let Some(bytes) = files::read(&self.folder.join(BACKUPS).join(&kept.name))? else { continue };
            if let Ok((header, body)) = parts(&bytes, &kept.name)
                && header.manifest().format > 0
            {
                bodies.push((format!("{BACKUPS}/{}", kept.name), body.to_vec()));
            }
        }
        Ok(bodies)
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
        let verification = verify::lines(Subject { cases: &cases, history: &history, head: Some(&head), lost: &[] });
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

    /// Cases and history as of one moment; none when there is no store yet.
    pub(super) fn everything(&self) -> Result<Option<Files>, Problem> {
        // Only a replacement of the whole set changes the history: read again until none came between.
        for _ in 0..8 {
            let before = staged::mark(&self.folder, HISTORY);
            let held = self.held()?;
            let Some(manifest) = held.manifest else { return Ok(None) };
            let history = staged::read(&self.folder, HISTORY)?.unwrap_or_default();
            if staged::mark(&self.folder, HISTORY) == before {
                let cases = upgrade::to_chain(manifest.format, held.bytes, &self.name())?;
                let head = held.head.or_else(|| held.used.then(|| Head { seq: 1, hash: String::new() }));
                let unnoted = held.unnoted && manifest.format == FORMAT;
                return Ok(Some(Files { manifest, cases, history, head, unnoted }));
            }
        }
        Err(Problem::store("the store keeps changing while it is read")
            .file(self.folder.display().to_string())
            .hint("Try again"))
    }

    pub(super) fn name(&self) -> String {
        self.cases.display().to_string()
    }

    /// As [`Store::verify`], and whether a line that was kept elsewhere is still one of the store's.
    ///
    /// # Errors
    /// As [`Store::verify`].
    pub fn verify_against(&self, kept: &Head) -> Result<Verification, Problem> {
        let mut verification = self.verify()?;
        let (sources, _) = self.sources()?;
        let survey = Survey::of(&sources);
        match survey.proven.get(&kept.seq).map(|place| &survey.lines[*place]) {
            Some(line) if line.hash == kept.hash => verification.against = Some(kept.clone()),
            found => {
                let end = survey.proven.keys().next_back().copied().unwrap_or(0);
                let what = match found {
                    Some(_) => format!("change {} is another one than was kept: the store was written anew", kept.seq),
                    None if end < kept.seq => format!(
                        "the store ends at change {end}, but change {} was kept: it was put back to an earlier state",
                        kept.seq
                    ),
                    None => format!("change {}, which was kept, is not there", kept.seq),
                };
                let hint =
                    "Find out who restored or replaced the store; compare with the backup that the head came from";
                verification.add(Check::Chain, what, hint.to_owned());
            }
        }
        Ok(verification)
    }

    /// The head that a text is, or that the file of that name has: a backup, or a file with a head as its first line.
    ///
    /// # Errors
    /// When it is neither.
    pub fn kept_head(text: &str) -> Result<Head, Problem> {
        if let Ok(head) = text.parse() {
            return Ok(head);
        }
        let none = |what: &str| {
            Problem::usage(what.to_owned())
                .file(text)
                .hint("Give a head as `yjs store verify` prints it, or a backup that `yjs store backup --to` made")
        };
        let bytes =
            files::read_given(Path::new(text))?.ok_or_else(|| none("this is no head, and no such file is there"))?;
        if let Ok((header, body)) = parts(&bytes, text) {
            let head = header.head.as_deref().and_then(|head| head.parse().ok()).or_else(|| Head::of(body));
            return head.ok_or_else(|| none("this backup has no change in it"));
        }
        let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        String::from_utf8_lossy(first).parse().map_err(|()| none("there is no head in this file"))
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
        let mut verification = self.everything()?.map(|files| files.verify()).unwrap_or_else(Verification::sound);
        self.verify_folder(&mut verification);
        Ok(verification)
    }
}
