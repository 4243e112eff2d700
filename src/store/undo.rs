//! Takes a case back to what it was before its last change, by a new change. Undone twice, it stands as it did: the
//! last change is then the undoing.

use super::{Change, Record, Stamp, Store};
use crate::problem::Problem;

/// How the change of an undoing begins.
const UNDID: &str = "undid change ";

/// The last change of a case, and what was before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Undo {
    /// The line before the last: what undoing brings back.
    pub to: Record,
    /// The last line: what undoing takes back.
    pub last: Record,
}

impl Undo {
    /// What undoing would do to a case with this history.
    ///
    /// # Errors
    /// When there is no such case, or nothing was changed since it was added.
    pub fn of(reference: &str, mut history: Vec<Record>) -> Result<Self, Problem> {
        match (history.pop(), history.pop()) {
            (Some(last), Some(to)) => Ok(Self { to, last }),
            (Some(last), None) => Err(Problem::store(format!(
                "there is nothing to undo in case {reference}: it was {} and not changed since",
                last.change
            ))
            .hint(format!("`yjs case history {reference}` shows every change"))),
            (None, _) => {
                Err(Problem::store(format!("the store has no case `{reference}`"))
                    .hint("`yjs case list` shows the cases"))
            }
        }
    }

    /// Saves the case as it was, and returns its new version.
    ///
    /// # Errors
    /// As [`Store::append`]: when the case was changed since the history was read, above all.
    pub fn save(&self, store: &dyn Store, stamp: Stamp) -> Result<u64, Problem> {
        let Record { seq, change, .. } = &self.last;
        // Undone time and again, it would tell the whole story each time.
        let what = match change.strip_prefix(UNDID) {
            None => format!("{UNDID}{seq}: {change}"),
            Some(_) => format!("{UNDID}{seq}, an undoing"),
        };
        store.append(Change::new(what, stamp), &self.to.case, Some(self.last.seq))
    }
}
