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

/// Who is given lines.
pub trait Visitor: Sync {
    /// Takes some lines, which stand in the `part`th part of the file in this order.
    fn visit(&self, part: usize, lines: &[CurrentLine<'_>]);

    /// Forgets every line: all of them are going to be given once more.
    fn forget(&self);
}

/// What is known once all lines were given.
#[derive(Debug, Default)]
pub struct Visited {
    /// What could not be read.
    pub warnings: Vec<Problem>,
    /// How many lines each part has; of those left out, none.
    pub lines: Vec<usize>,
}

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
    let maker = Maker { make, made: Mutex::default() };
    let Visited { warnings, lines } = store.visit_current(&maker)?;
    let mut made = maker.made.into_inner().unwrap_or_else(PoisonError::into_inner);
    made.sort_unstable_by_key(|(part, _)| *part);
    let mut before = vec![0];
    before.extend(lines.iter().scan(0, |sum, count| {
        *sum += count;
        Some(*sum)
    }));
    let before = |part: usize| before.get(part).copied().unwrap_or_default();
    let parts = made.into_iter().map(|(part, made)| Part { before: before(part), made }).collect();
    Ok(Gathered { parts, warnings })
}

struct Maker<T, M> {
    make: M,
    made: Mutex<Vec<(usize, T)>>,
}

impl<T: Send, M: Fn(&[CurrentLine<'_>]) -> T + Sync> Visitor for Maker<T, M> {
    fn visit(&self, part: usize, lines: &[CurrentLine<'_>]) {
        let made = (self.make)(lines);
        self.made.lock().unwrap_or_else(PoisonError::into_inner).push((part, made));
    }

    fn forget(&self) {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Gives lines that are all there at once. Each knows its place in the whole file, so the parts have none of their own.
pub(super) fn share(lines: &[CurrentLine<'_>], visitor: &dyn Visitor) {
    parallel::parts(lines.len(), |part| visitor.visit(part.start, &lines[part]));
}
