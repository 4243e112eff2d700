//! The cases as they stand, as lines that are not read yet, for those who want a part of every case.

use super::{Store, format};
use crate::domain::case::Case;
use crate::parallel;
use crate::problem::Problem;
use std::sync::{Mutex, PoisonError};

/// The last line of one case, unparsed, for readers that want only some fields and borrow them from the bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurrentLine<'a> {
    /// The case's reference.
    pub reference: &'a str,
    /// The `seq` of the line.
    pub version: u64,
    /// 1-based line in the cases file; in a [part](Part) of it, from where that begins.
    pub line: usize,
    /// The file, as an error names it.
    pub file: &'a str,
    /// The case's JSON object. Only its start and end have been looked at.
    pub json: &'a [u8],
}

impl CurrentLine<'_> {
    /// The whole case, checked; the problem names file, line, column and field.
    pub fn parse(&self) -> Result<Case, Problem> {
        format::parse(self.json).map_err(|fault| fault.in_line(self.file, self.line))
    }
}

/// Takes some lines, which stand in this order in the part of the file of that number.
pub type Visit<'v> = dyn Fn(usize, &[CurrentLine<'_>]) + Sync + 'v;

/// What was made of some lines.
#[derive(Debug)]
pub struct Part<T> {
    /// How many lines of the file come before: to be added to a [`CurrentLine::line`].
    pub before: usize,
    /// What was made.
    pub made: T,
}

/// What was made of every case.
#[derive(Debug)]
pub struct Gathered<T> {
    /// In the order of the file, or in that of the references; each case is in one of them.
    pub parts: Vec<Part<T>>,
    /// What could not be read.
    pub warnings: Vec<Problem>,
}

/// Makes something of the last lines of all cases, so many at a time, on every processor.
///
/// # Errors
/// As [`Store::cases`].
pub fn gather<T: Send>(
    store: &dyn Store,
    make: impl Fn(&[CurrentLine<'_>]) -> T + Sync,
) -> Result<Gathered<T>, Problem> {
    let made = Mutex::new(Vec::new());
    let swept = store.sweep(&|part, lines| {
        let some = make(lines);
        made.lock().unwrap_or_else(PoisonError::into_inner).push((part, some));
    })?;
    let Some(lines) = swept else {
        drop(made);
        return whole(store, make);
    };
    let mut made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    made.sort_unstable_by_key(|(part, _)| *part);
    let before = |part: usize| lines[..part].iter().sum();
    let parts = made.into_iter().map(|(part, made)| Part { before: before(part), made }).collect();
    Ok(Gathered { parts, warnings: Vec::new() })
}

/// The same from lines that are all there at once. Each knows its place in the whole file.
fn whole<T: Send>(store: &dyn Store, make: impl Fn(&[CurrentLine<'_>]) -> T + Sync) -> Result<Gathered<T>, Problem> {
    let mut made = Vec::new();
    let warnings = store.with_current(&mut |lines| made = parallel::parts(lines.len(), |part| make(&lines[part])))?;
    Ok(Gathered { parts: made.into_iter().map(|made| Part { before: 0, made }).collect(), warnings })
}
