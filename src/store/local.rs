//! The store in a folder on this computer. Readers take no lock: they read the file once, and a line that is being
//! written just then is a torn last line to them, left out with a warning.

use super::files;
use super::format::Manifest;
use super::head::{HEAD, Head};
use super::index::{Index, history};
use super::next::{self, Draft};
use super::verify::{self, Check, Verification};
use super::{Change, CurrentLine, Edit, Existing, Lookup, Record, Saved, SavedAll, Snapshot, Store};
use crate::domain::case::Case;
use crate::problem::Problem;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub(super) const MANIFEST: &str = "store.json";
pub(super) const CASES: &str = "cases.jsonl";
pub(super) const LOCK: &str = ".lock";
pub(super) const QUARANTINE: &str = "quarantine";

/// How long a writer waits for another before it gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// A folder with a store in it, or where the first change will make one.
#[derive(Debug, Clone)]
pub struct LocalStore {
    pub(super) folder: PathBuf,
    pub(super) cases: PathBuf,
    pub(super) patience: Duration,
}

impl LocalStore {
    /// The store in `folder`. Nothing is touched yet.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        Self { cases: folder.join(CASES), folder, patience: PATIENCE }
    }

    /// Waits at least this long for another writer, instead of 10 seconds.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
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
    /// cases without `store.json`.
    pub fn manifest(&self) -> Result<Option<Manifest>, Problem> {
        if !files::is_folder(&self.folder)? {
            return Ok(None);
        }
        let path = self.folder.join(MANIFEST);
        let read = || -> Result<Option<Manifest>, Problem> {
            let Some(bytes) = files::read(&path)? else { return Ok(None) };
            Manifest::parse(&bytes, &path.display().to_string()).map(Some)
        };
        if let Some(manifest) = read()? {
            return Ok(Some(manifest));
        }
        if files::is_new(&self.cases)? && files::is_new(&self.folder.join(HEAD))? {
            return Ok(None);
        }
        // The first writer makes store.json before the cases: it may have done both since the look above.
        read()?.map(Some).ok_or_else(|| {
            Problem::store("store.json is missing, so the format of the cases beside it is not known")
                .file(path.display().to_string())
                .hint("Put store.json back from a backup")
        })
    }

    /// The bytes of the cases file, and what was last acknowledged of it.
    pub(super) fn held(&self) -> Result<(Vec<u8>, Option<Head>), Problem> {
        match self.manifest()? {
            Some(_) => {
                // In this order: a change that is saved in between is then one more than the head says, not one less.
                let head = Head::read(&self.folder)?;
                Ok((files::read(&self.cases)?.unwrap_or_default(), head))
            }
            None => Ok((Vec::new(), None)),
        }
    }

    fn read<T>(&self, answer: impl FnOnce(Index<'_>) -> T) -> Result<T, Problem> {
        let (bytes, head) = self.held()?;
        Ok(answer(Index::witnessed(&bytes, &self.name(), head.as_ref())))
    }

    pub(super) fn name(&self) -> String {
        self.cases.display().to_string()
    }

    fn verify_folder(&self, verification: &mut Verification) {
        let quarantine = self.folder.join(QUARANTINE);
        let held = std::fs::read_dir(&quarantine).into_iter().flatten().flatten();
        verification.set_aside = held.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        verification.set_aside.sort();
        let set_aside = verification.set_aside.iter().map(|name| quarantine.join(name)).collect::<Vec<_>>();
        let files = [MANIFEST, CASES, HEAD, LOCK].map(|name| self.folder.join(name));
        for path in [&self.folder, &quarantine].into_iter().chain(&files).chain(&set_aside) {
            if let Some(mode) = files::open_to_others(path) {
                let private = if path.is_dir() { 700 } else { 600 };
                verification.add(
                    Check::Mode,
                    format!("{} is open to other users (mode {mode:o})", path.display()),
                    format!("Run `chmod {private}` on it"),
                );
            }
        }
    }
}

impl Store for LocalStore {
    fn cases(&self) -> Result<Snapshot, Problem> {
        self.read(|index| index.snapshot())
    }

    fn get(&self, reference: &str) -> Result<Lookup, Problem> {
        self.read(|index| index.lookup(reference))?
    }

    fn for_each_current(&self, each: &mut dyn FnMut(CurrentLine<'_>)) -> Result<Vec<Problem>, Problem> {
        self.read(|index| index.for_each(each))
    }

    fn append(&self, change: Change, case: &Case, based_on: Option<u64>) -> Result<u64, Problem> {
        let draft = |_: &Index<'_>| Ok(Draft { case: case.clone(), based_on });
        Ok(self.save(&case.reference, change, draft)?.version)
    }

    fn update(&self, reference: &str, change: Change, edit: &mut Edit<'_>) -> Result<Saved, Problem> {
        self.save(reference, change, |index| next::edited(index, reference, edit))
    }

    fn append_all(&self, change: Change, cases: &[Case], existing: Existing) -> Result<SavedAll, Problem> {
        self.save_all(&change, cases, existing)
    }

    fn history(&self, reference: &str) -> Result<Vec<Record>, Problem> {
        let (bytes, head) = self.held()?;
        let name = self.name();
        Index::witnessed(&bytes, &name, head.as_ref()).refuse_missing()?;
        history(&bytes, &name, reference)
    }

    fn verify(&self) -> Result<Verification, Problem> {
        let (bytes, head) = self.held()?;
        let mut verification = verify::lines(&bytes, &self.name(), head.as_ref());
        self.verify_folder(&mut verification);
        Ok(verification)
    }
}
