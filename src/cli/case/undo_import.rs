//! Takes a whole import back, by one new change: every case of it, or none.

use super::history::records;
use crate::cli::context::Context;
use crate::domain::case::Case;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::report::history::UndoneImportReport;
use crate::store::{Change, Existing, Record};

/// How the change of an import begins.
pub(in crate::cli) const IMPORTED: &str = "imported ";
/// How the change of taking one back begins.
const UNDID: &str = "undid the import: ";

/// The last import that is found, and what it made of each case.
#[derive(Default)]
struct Import {
    last: Option<Record>,
    /// The cases as they were before it.
    restored: Vec<Case>,
    /// The references of cases that it added.
    added: Vec<Case>,
    /// Cases that were changed since.
    changed: Vec<String>,
}

pub(super) fn run(context: &Context) -> anyhow::Result<Exit> {
    let store = context.store()?;
    let snapshot = store.cases()?;
    context.warn_all(&snapshot.warnings);
    let version = snapshot.cases.iter().map(|stored| stored.version).max().unwrap_or(0);
    let mut cases = snapshot.cases;
    // The newest first: those of the last import are soon together.
    cases.sort_by_key(|stored| std::cmp::Reverse(stored.version));
    let mut import = Import::default();
    for stored in cases {
        import.take(records(&stored.case.reference, context)?)?;
        if import.is_whole() {
            break;
        }
    }
    let Some(last) = &import.last else {
        return Err(Problem::store("no import is recorded in this store")
            .hint("`yjs case undo REF` takes one change back")
            .into());
    };
    if !import.changed.is_empty() {
        let what = format!("changed since the import: {}; nothing was taken back", import.changed.join(", "));
        return Err(Problem::store(what).hint("`yjs case undo REF` takes the later change back first").into());
    }
    let what = format!("{UNDID}{}", last.change);
    let all: Vec<Case> = import.restored.iter().chain(&import.added).cloned().collect();
    let saved =
        store.append_all(Change::new(what, context.stamp()?), &all, Existing::ReplaceUnchangedSince(version))?;
    context.warn_all(&saved.warnings);
    let names = |cases: &[Case]| cases.iter().map(|case| case.reference.clone()).collect();
    context.show(&UndoneImportReport::new(last, names(&import.restored), names(&import.added)))?;
    Ok(Exit::Answered)
}

impl Import {
    /// Looks for the import in the history of one case.
    fn take(&mut self, mut history: Vec<Record>) -> Result<(), Problem> {
        let is_own = |record: &Record| record.change.starts_with(IMPORTED) || record.change.starts_with(UNDID);
        let Some(place) = history.iter().rposition(is_own) else { return Ok(()) };
        let found = history[place].clone();
        match &self.last {
            Some(last) if (&last.change, last.saved_at) != (&found.change, found.saved_at) => return Ok(()),
            Some(_) => {}
            None if found.change.starts_with(UNDID) => {
                return Err(Problem::store("the last import was taken back already")
                    .hint(format!("`yjs case history {}` shows it", found.case.reference)));
            }
            None => self.last = Some(found.clone()),
        }
        // A later change that was itself undone left the case as the import made it.
        if history.last().is_some_and(|last| last.case != found.case) {
            self.changed.push(found.case.reference);
        } else if let Some(before) = place.checked_sub(1) {
            self.restored.push(history.swap_remove(before).case);
        } else {
            let Case { reference, protocol, .. } = found.case;
            self.added.push(Case { reference, protocol, ..Case::default() });
        }
        Ok(())
    }

    /// Whether every case of the import was found; its change says how many there are.
    fn is_whole(&self) -> bool {
        let count = self.restored.len() + self.added.len() + self.changed.len();
        let said =
            self.last.as_ref().and_then(|last| last.change.strip_prefix(IMPORTED)?.split(' ').next()?.parse().ok());
        said == Some(count)
    }
}
