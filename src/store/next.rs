//! Decides whether a change may be saved, and writes its line. Pure: the caller holds the lock and the bytes.

use super::format::{self, Record};
use super::index::Index;
use super::{Change, check_reference};
use crate::domain::case::Case;
use crate::problem::Problem;

/// What a writer wants to save.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) case: Case,
    /// The version the case was computed from; none means that the case is new.
    pub(crate) based_on: Option<u64>,
}

/// A line ready to be appended, newline and all.
#[derive(Debug)]
pub(crate) struct NextLine {
    pub(crate) seq: u64,
    pub(crate) bytes: Vec<u8>,
}

/// Refuses to write to a damaged store: a line added now would vouch for the damage.
pub(crate) fn refuse_damaged(index: &Index<'_>) -> Result<(), Problem> {
    match index.damage() {
        None => Ok(()),
        Some(line) => Err(Problem::store(format!("store damaged at line {line}, run `yjs store verify`"))
            .file(index.file())
            .at(line, None)
            .hint("Nothing was saved. Cases that are not damaged can still be read")),
    }
}

/// The draft that `edit` makes from the case as it stands.
pub(crate) fn edited(index: &Index<'_>, reference: &str, edit: &mut super::Edit<'_>) -> Result<Draft, Problem> {
    let stored = index.lookup(reference)?.found;
    let case = edit(stored.as_ref().map(|stored| &stored.case))?;
    if case.reference != reference {
        return Err(Problem::input(format!("a change of case {reference} may not rename it to {}", case.reference))
            .field("ref")
            .hint("Add a new case instead"));
    }
    Ok(Draft { case, based_on: stored.map(|stored| stored.version) })
}

/// The line that saves `draft` after the last line of `index`.
pub(crate) fn line(
    index: &Index<'_>,
    change: Change,
    draft: &Draft,
    warning: Option<String>,
) -> Result<NextLine, Problem> {
    check_reference(&draft.case.reference)?;
    refuse_stale(index, draft)?;
    let (last_seq, last) = index.last();
    let seq = last_seq
        .checked_add(1)
        .ok_or_else(|| Problem::store("the store has no number left for a further line").file(index.file()))?;
    let record = Record {
        seq,
        saved_at: change.stamp.at,
        saved_by: change.stamp.by,
        change: change.what,
        warning,
        nonce: nonce()?,
        prev: format::hash(last),
        case: &draft.case,
    };
    let unsaveable = |why: String| Problem::input(format!("case {} cannot be saved: {why}", draft.case.reference));
    let mut bytes = serde_json::to_vec(&record).map_err(|error| unsaveable(error.to_string()))?;
    // A case built in memory can hold what JSON cannot (a fact twice, a number that is none): such a line would be
    // refused by every later reader.
    format::parse::<Record>(&bytes).map_err(|fault| unsaveable(fault.in_line(index.file(), 0).what))?;
    bytes.push(b'\n');
    Ok(NextLine { seq, bytes })
}

fn refuse_stale(index: &Index<'_>, draft: &Draft) -> Result<(), Problem> {
    let reference = draft.case.reference.as_str();
    let problem = match (index.find(reference), draft.based_on) {
        (Some(entry), Some(based_on)) if entry.version == based_on => return Ok(()),
        (Some(entry), Some(based_on)) => Problem::store(format!(
            "case {reference} changed since it was read (version {based_on} then, {} now); nothing was saved",
            entry.version
        ))
        .hint("Look at the case as it is now and make the change again"),
        (Some(entry), None) => Problem::store(format!("case {reference} exists already (version {})", entry.version))
            .hint("Change the case that exists, or choose another reference"),
        (None, Some(based_on)) => Problem::store(format!(
            "case {reference} changed since it was read (version {based_on} then, not in the store now); \
             nothing was saved"
        ))
        .hint("Check `--store` and `yjs case list`"),
        (None, None) => return refuse_twin(index, reference),
    };
    Err(problem.file(index.file()))
}

/// Two references that differ only in capitals are one child with two files, or two children soon confused.
fn refuse_twin(index: &Index<'_>, reference: &str) -> Result<(), Problem> {
    match index.entries().iter().find(|entry| entry.reference.eq_ignore_ascii_case(reference)) {
        None => Ok(()),
        Some(twin) => Err(Problem::input(format!(
            "the reference {reference} differs from the case {} only in capitals",
            twin.reference
        ))
        .field("ref")
        .hint(format!("Write {} for that case, or choose a reference that differs in more", twin.reference))),
    }
}

fn nonce() -> Result<String, Problem> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(|error| Problem::store(format!("the system gave no random bytes: {error}")))?;
    Ok(format::hex(&bytes))
}
