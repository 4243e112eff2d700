//! One case of a file, or why it cannot be read, and where it is.

use super::own_table;
use crate::domain::case::Case;
use crate::problem::Problem;
use std::sync::Arc;

/// One case, or what stands in its place.
#[derive(Debug)]
pub(crate) struct Found {
    /// 1-based line on which it begins.
    pub(crate) line: usize,
    /// Its reference, when that much could be read.
    pub(crate) reference: Option<String>,
    /// The case, or why it cannot be read. A field in the problem's place means that the rest of the text is sound.
    pub(crate) case: Result<Case, Problem>,
    /// Whether it is a row of a table, whose facts are still text.
    pub(crate) row: bool,
    /// The file or sheet that it is in, where that is not the one that was named.
    pub(crate) file: Option<Arc<str>>,
    /// What the columns are called that hold its fields, where that is not their own name.
    pub(crate) columns: Option<Arc<Vec<(String, String)>>>,
    /// Facts that held while something was open that has ended by what the file says.
    pub(crate) lapsed: Vec<String>,
}

impl Found {
    /// A row of `yjs`'s own forms, or what stands in its place.
    pub(super) fn own(line: usize, reference: Option<String>, case: Result<Case, Problem>, row: bool) -> Self {
        Self { line, reference, case, row, file: None, columns: None, lapsed: Vec::new() }
    }
}

/// The column that holds a field of a case: `event:located` for `events[3]`, `cse` for `facts.cse`, or what another
/// system calls it.
pub(crate) fn column_of(columns: Option<&Vec<(String, String)>>, case: &Case, field: &str) -> String {
    let own = own_table::column_of(case, field);
    // In another system's table an event's column does not name its team.
    let kind = || own.splitn(3, ':').take(2).collect::<Vec<_>>().join(":");
    let found = columns.and_then(|columns| columns.iter().find(|(name, _)| *name == own || *name == kind()));
    found.map_or_else(|| own.clone(), |(_, column)| column.clone())
}
