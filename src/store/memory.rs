//! A store in memory, for `--sample` and for tests: the same lines as on disk, without the disk.

use super::format;
use super::index::{Index, lines_of};
use super::meter::Meter;
use super::next::{self, Draft};
use super::verify::{self, Subject, Verification};
use super::{Change, CurrentLine, Edit, Existing, Lookup, Record, Saved, SavedAll, Snapshot, Stamp, Store};
use crate::domain::case::Case;
use crate::problem::Problem;
use std::sync::{Mutex, MutexGuard, PoisonError};

const NAME: &str = "the sample store";

/// Cases in memory; gone when dropped.
#[derive(Debug, Default)]
pub struct MemoryStore {
    lines: Mutex<Vec<u8>>,
    read_only: bool,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// A store with `cases`, each added by `stamp`.
    ///
    /// # Errors
    /// As [`Store::append`]: a reference that is not allowed or there twice.
    pub fn with_cases<'c>(cases: impl IntoIterator<Item = &'c Case>, stamp: &Stamp) -> Result<Self, Problem> {
        let store = Self::new();
        for case in cases {
            store.append(Change::new("added", stamp.clone()), case, None)?;
        }
        Ok(store)
    }

    /// Refuses every change from now on.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    fn lines(&self) -> MutexGuard<'_, Vec<u8>> {
        // Bytes are only ever extended by a whole line, so a thread that panicked left them sound.
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn refuse_read_only(&self) -> Result<(), Problem> {
        if !self.read_only {
            return Ok(());
        }
        Err(Problem::store(format!("{NAME} is read-only")).hint("Leave out `--sample` to work with your own store"))
    }

    /// What the lines say: nobody else can have written to them.
    fn index(lines: &[u8]) -> Result<Index<'_>, Problem> {
        Index::of(lines, NAME, None).map_err(|flaw| Problem::store(flaw.what).file(NAME).at(flaw.line, None))
    }

    fn save(&self, change: Change, draft: impl FnOnce(&Index<'_>) -> Result<Draft, Problem>) -> Result<Saved, Problem> {
        self.refuse_read_only()?;
        let mut lines = self.lines();
        let index = Self::index(&lines)?;
        let draft = draft(&index)?;
        let line = next::line(&index, change, &draft, None)?;
        lines.extend(&line.bytes);
        Ok(Saved { version: line.seq, case: draft.case, warnings: Vec::new() })
    }
}

impl Store for MemoryStore {
    fn cases(&self) -> Result<Snapshot, Problem> {
        Ok(Self::index(&self.lines())?.snapshot())
    }

    fn get(&self, reference: &str) -> Result<Lookup, Problem> {
        Self::index(&self.lines())?.lookup(reference)
    }

    fn with_current(&self, all: &mut dyn FnMut(&[CurrentLine<'_>])) -> Result<Vec<Problem>, Problem> {
        // A copy, so that `all` may use the store.
        let lines = self.lines().clone();
        Ok(Self::index(&lines)?.with_current(all))
    }

    fn append(&self, change: Change, case: &Case, based_on: Option<u64>) -> Result<u64, Problem> {
        let saved = self.save(change, |_| Ok(Draft { case: case.clone(), based_on }))?;
        Ok(saved.version)
    }

    fn update(&self, reference: &str, change: Change, edit: &mut Edit<'_>) -> Result<Saved, Problem> {
        self.save(change, |index| next::edited(index, reference, edit))
    }

    fn append_all(&self, change: Change, cases: &[Case], existing: Existing) -> Result<SavedAll, Problem> {
        self.refuse_read_only()?;
        let mut lines = self.lines();
        let (added, saved) = next::lines(&Self::index(&lines)?, &change, cases, existing, None, &Meter::default())?;
        lines.extend(added);
        Ok(saved)
    }

    fn history(&self, reference: &str) -> Result<Vec<Record>, Problem> {
        let lines = self.lines();
        let records = lines_of(&lines)
            .into_iter()
            .enumerate()
            .map(|(place, line)| format::parse::<Record>(line).map_err(|fault| fault.in_line(NAME, place + 1)));
        let about = |record: &Result<Record, Problem>| record.as_ref().is_ok_and(|one| one.case.reference == reference);
        records.filter(about).collect()
    }

    fn verify(&self) -> Result<Verification, Problem> {
        Ok(verify::lines(Subject { cases: &self.lines(), ..Subject::default() }, &Meter::default()))
    }
}
