//! The case store: one append-only file of whole cases, each line one change, so that a change costs one line and
//! what was known when stays readable. [`LocalStore`] keeps it in a folder, [`MemoryStore`] in memory; both read and
//! write the same bytes and pass the same [`conformance`] suite. Time and user arrive in a [`Stamp`]: nothing here
//! reads a clock.
#![allow(clippy::disallowed_methods, reason = "the room of the case store's own files")]

mod backup;
mod chain;
mod compact;
pub mod conformance;
mod current;
mod doctor;
mod drafts;
mod files;
mod format;
mod header;
mod index;
mod known;
mod local;
mod locate;
mod lock;
mod memory;
mod meter;
mod next;
mod reading;
mod readings;
mod reference;
mod repair;
mod restore;
mod staged;
pub mod suggest;
mod survey;
mod sweep;
mod undo;
mod upgrade;
mod verify;
mod whose;
mod write;

use crate::domain::case::Case;
use crate::problem::Problem;
use chrono::{DateTime, Utc};

pub use backup::{BackedUp, Kept};
pub use current::{CurrentLine, Gathered, Part, Visit, gather};
pub use doctor::{Health, Sign, State};
pub use drafts::{Drafts, write_private};
pub(crate) use files::read_given;
pub use format::{FORMAT, Head, Manifest, Record};
pub use known::Copied;
pub use local::LocalStore;
pub use locate::locate;
pub use lock::Holder;
pub use memory::MemoryStore;
pub use meter::{Meter, Work};
pub use reference::check_reference;
pub use repair::{Branch, ForkFound, Lost, Recovered, Repaired, SetAside};
pub use restore::{CaseChange, Restored};
pub use undo::Undo;
pub use verify::{Check, Finding, Verification};

/// When a change is saved, and the short mark of who saves it (never a name).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The instant, from the caller's clock.
    pub at: DateTime<Utc>,
    /// The user's short mark.
    pub by: String,
}

/// What is done to a case, and by whom when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// A short past tense, such as `added` or `logged referred_by_telephone`.
    pub what: String,
    /// When and by whom.
    pub stamp: Stamp,
}

impl Change {
    /// A change described by `what`.
    pub fn new(what: impl Into<String>, stamp: Stamp) -> Self {
        Self { what: what.into(), stamp }
    }
}

/// A case as it now stands.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredCase {
    /// The case.
    pub case: Case,
    /// The `seq` of its last line: give it back as `based_on` with a change computed from this reading.
    pub version: u64,
    /// When it was last changed.
    pub saved_at: DateTime<Utc>,
    /// Who changed it last.
    pub saved_by: String,
}

/// Every case as it now stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    /// The cases, in the byte order of their references.
    pub cases: Vec<StoredCase>,
    /// What could not be read, each with its line. A case whose last line is damaged is left out, never shown as it
    /// was before.
    pub warnings: Vec<Problem>,
}

/// One case looked up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lookup {
    /// The case, when the store has it.
    pub found: Option<StoredCase>,
    /// What else could not be read: a damaged line might have held this case.
    pub warnings: Vec<Problem>,
}

/// The outcome of [`Store::update`].
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// The new version.
    pub version: u64,
    /// The case as saved.
    pub case: Case,
    /// What happened on the way, such as a torn last line that was set aside.
    pub warnings: Vec<Problem>,
}

/// What [`Store::append_all`] does with a case that the store has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Refuses the whole batch.
    Refuse,
    /// Saves the new state after the old one, which stays in the history; a case that is the same is left alone.
    Replace,
    /// As [`Existing::Replace`], unless one of the cases changed after this version: then the whole batch is refused.
    ReplaceUnchangedSince(u64),
}

/// The outcome of [`Store::append_all`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SavedAll {
    /// Cases that the store did not have.
    pub added: usize,
    /// Cases that it had, differently.
    pub replaced: usize,
    /// Cases that it had just so: nothing was written for them.
    pub unchanged: usize,
    /// What happened on the way, such as a torn last line that was set aside.
    pub warnings: Vec<Problem>,
}

/// How an [update](Store::update) makes the new case from the one stored, if any.
pub type Edit<'e> = dyn FnMut(Option<&Case>) -> Result<Case, Problem> + 'e;

/// A place where cases are kept. All answers are as of one moment; none takes a reader's lock.
pub trait Store {
    /// Each case as it now stands, ordered by reference.
    ///
    /// # Errors
    /// When the store as a whole cannot be read. A damaged line is a warning, not an error.
    fn cases(&self) -> Result<Snapshot, Problem>;

    /// One case as it now stands.
    ///
    /// # Errors
    /// As [`Store::cases`], and when the last line of this very case is damaged.
    fn get(&self, reference: &str) -> Result<Lookup, Problem>;

    /// Calls `all` once with the last line of each case, unparsed, in the order of their references, and returns the
    /// warnings. Having them at once lets a reader share them among threads.
    ///
    /// # Errors
    /// As [`Store::cases`].
    fn with_current(&self, all: &mut dyn FnMut(&[CurrentLine<'_>])) -> Result<Vec<Problem>, Problem>;

    /// Gives the last line of each case to `visit`, many at once, on every processor, in no order, and says how many lines
    /// each part of the file has. None when the store cannot be read in this way, or turned out to hold something that
    /// [`Store::with_current`] has to tell of; then what was given counts for nothing. See [`gather`].
    ///
    /// # Errors
    /// As [`Store::cases`].
    fn sweep(&self, _visit: &Visit<'_>) -> Result<Option<Vec<usize>>, Problem> {
        Ok(None)
    }

    /// As [`Store::with_current`], one line at a time.
    ///
    /// # Errors
    /// As [`Store::cases`].
    fn for_each_current(&self, each: &mut dyn FnMut(CurrentLine<'_>)) -> Result<Vec<Problem>, Problem> {
        self.with_current(&mut |lines| lines.iter().for_each(|line| each(*line)))
    }

    /// Saves `case` as it stands after `change` and returns its new version. `based_on` is the version the change was
    /// computed from; none means that the case must not exist yet.
    ///
    /// # Errors
    /// When the case changed since `based_on` (nothing is merged), the reference is not allowed, the store is damaged,
    /// busy or read-only, or writing fails. After an error nothing is saved.
    fn append(&self, change: Change, case: &Case, based_on: Option<u64>) -> Result<u64, Problem>;

    /// Reads a case, changes it and saves it with no other writer in between, so it never conflicts. `edit` is called
    /// once and must not use the store itself; its error is returned and nothing is saved.
    ///
    /// # Errors
    /// Those of `edit` and of [`Store::append`], save a conflict.
    fn update(&self, reference: &str, change: Change, edit: &mut Edit<'_>) -> Result<Saved, Problem>;

    /// Saves many cases as they stand after `change`, in one write with no other writer in between: all of them or,
    /// after an error, none.
    ///
    /// # Errors
    /// As [`Store::append`], for the first case that cannot be saved; a reference that is in `cases` twice; with
    /// [`Existing::Refuse`], a case that the store has.
    fn append_all(&self, change: Change, cases: &[Case], existing: Existing) -> Result<SavedAll, Problem>;

    /// Every line of one case, oldest first; empty when the store has no such case.
    ///
    /// # Errors
    /// As [`Store::cases`], and when a line of this case is damaged.
    fn history(&self, reference: &str) -> Result<Vec<Record>, Problem>;

    /// Checks every line: shape, order, the chain of hashes, and for a folder the file modes.
    ///
    /// # Errors
    /// When the store cannot be read at all; what is wrong inside it is a finding.
    fn verify(&self) -> Result<Verification, Problem>;
}
