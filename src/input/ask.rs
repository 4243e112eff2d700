//! What the user says of the files to be read.

use super::format::raw::Dates;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How files are to be read, as far as the command line says it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ask {
    /// The format; `None` to recognise it.
    pub(crate) format: Option<String>,
    /// The order of dates, in place of the format's.
    pub(crate) dates: Option<Dates>,
    /// The sheet of a workbook.
    pub(crate) sheet: Option<String>,
    /// The 1-based line of the heading.
    pub(crate) heading: Option<usize>,
    /// What columns hold: `ref`, `born`, `worker`, a fact or `event:KIND`, with the column's name.
    pub(crate) columns: Vec<(String, String)>,
    /// Columns that are not to be read.
    pub(crate) ignored: Vec<String>,
    /// The code of each worker, by the small letters of the name.
    pub(crate) codes: Option<Arc<BTreeMap<String, String>>>,
    /// The year now, for years of two digits.
    pub(crate) this_year: i32,
}

impl Ask {
    /// Returns true when the file cannot be one of `yjs`'s own, or is not to be read as one.
    pub(crate) fn is_foreign(&self) -> bool {
        self.format.as_deref().is_some_and(|format| format != OWN)
            || self.dates.is_some()
            || self.sheet.is_some()
            || self.heading.is_some()
            || !self.columns.is_empty()
            || self.codes.is_some()
    }
}

/// The format of the tables that `yjs` writes.
pub(crate) const OWN: &str = "yjs";
