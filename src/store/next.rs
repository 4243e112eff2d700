//! Decides whether a change may be saved, and writes its line. Pure: the caller holds the lock and the bytes.

use super::format::{self, Mark, MarkLine, Record};
use super::index::Index;
use super::meter::Meter;
use super::{Change, Existing, SavedAll, check_reference};
use crate::calendar::london;
use crate::domain::case::Case;
use crate::domain::difference::between;
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use std::collections::{HashMap, HashSet};

/// How many fields a refusal shows: enough to see whose change it was.
const MOST_SHOWN: usize = 6;

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
    let (change, warning) = dated(index, change, warning);
    write(index, index.last(), change, &draft.case, warning, 0)
}

/// The lines that save `cases` after the last line of `index`, newlines and all, and how many of each sort they are.
pub(crate) fn lines(
    index: &Index<'_>,
    change: &Change,
    cases: &[Case],
    existing: Existing,
    warning: Option<String>,
    meter: &Meter,
) -> Result<(Vec<u8>, SavedAll), Problem> {
    let (change, mut warning) = dated(index, change.clone(), warning);
    let mut taken: HashMap<String, &str> = HashMap::with_capacity(index.current.len() + cases.len());
    for entry in &index.current {
        taken.insert(entry.reference.to_ascii_lowercase(), entry.reference);
    }
    let mut seen: HashSet<&str> = HashSet::with_capacity(cases.len());
    let (mut changed, mut saved) = (Vec::with_capacity(cases.len()), SavedAll::default());
    for case in cases {
        let reference = case.reference.as_str();
        check_reference(reference)?;
        if !seen.insert(reference) {
            return Err(Problem::input(format!("case {reference} is there twice")).field("ref"));
        }
        match taken.insert(reference.to_ascii_lowercase(), reference) {
            Some(twin) if twin != reference => return Err(twins(reference, twin)),
            _ => {}
        }
        if let Some(entry) = index.find(reference) {
            if let Existing::ReplaceUnchangedSince(version) = existing
                && entry.version > version
            {
                return Err(Problem::store(format!("case {reference} changed in the meantime; nothing was saved"))
                    .hint("run the command again")
                    .file(index.file));
            }
            if existing == Existing::Refuse {
                return Err(exists(reference, entry.version).file(index.file));
            }
            if index.lookup(reference)?.found.is_some_and(|held| held.case == *case) {
                saved.unchanged += 1;
                continue;
            }
            saved.replaced += 1;
        } else {
            saved.added += 1;
        }
        changed.push(case);
    }
    let (mut bytes, mut seq, mut last_start) = (Vec::new(), index.last().0, None);
    let mut work = None;
    for (place, case) in changed.iter().enumerate() {
        // The line before is the last one of this batch, once there is one.
        let before = last_start.map_or(index.last().1, |start: usize| Some(&bytes[start..bytes.len() - 1]));
        let more = (changed.len() - 1 - place) as u64;
        let next = write(index, (seq, before), change.clone(), case, warning.take(), more)?;
        (seq, last_start) = (next.seq, Some(bytes.len()));
        let length = next.bytes.len() as u64;
        // The lines of one change are much alike.
        work.get_or_insert_with(|| meter.work(length * changed.len() as u64));
        meter.add(length);
        bytes.extend(next.bytes);
    }
    Ok((bytes, saved))
}

/// What to say when the clock stands before the last change; the new one is then dated as that one.
pub(crate) fn clock_set_back(index: &Index<'_>, at: DateTime<Utc>) -> Option<String> {
    let last = index.last_saved_at().filter(|last| at < *last)?;
    let (at, last) = (london::rfc3339(at), london::rfc3339(last));
    Some(format!(
        "this computer's clock ({at}) is behind the last saved change ({last}), so this change was given that change's time"
    ))
}

/// Times never run backwards within a store, so that what was known when has one answer.
fn dated(index: &Index<'_>, mut change: Change, warning: Option<String>) -> (Change, Option<String>) {
    let Some(said) = clock_set_back(index, change.stamp.at) else { return (change, warning) };
    change.stamp.at = index.last_saved_at().unwrap_or(change.stamp.at);
    let warning = warning.map_or_else(|| said.clone(), |warning| format!("{warning}; {said}"));
    (change, Some(warning))
}

/// The line of `case` after the line `last`, whose number is `last_seq`.
fn write(
    index: &Index<'_>,
    last: (u64, Option<&[u8]>),
    change: Change,
    case: &Case,
    warning: Option<String>,
    more: u64,
) -> Result<NextLine, Problem> {
    write_in(index.file, last, change, case, warning, more)
}

fn write_in(
    file: &str,
    (last_seq, last): (u64, Option<&[u8]>),
    change: Change,
    case: &Case,
    warning: Option<String>,
    more: u64,
) -> Result<NextLine, Problem> {
    let seq = last_seq
        .checked_add(1)
        .ok_or_else(|| Problem::store("the store has no number left for a further line").file(file))?;
    let record = Record {
        seq,
        saved_at: change.stamp.at,
        saved_by: change.stamp.by,
        change: change.what,
        warning,
        more: Some(more).filter(|more| *more > 0),
        nonce: nonce()?,
        prev: format::hash(last),
        case,
    };
    let unsaveable = |why: String| Problem::input(format!("case {} cannot be saved: {why}", case.reference));
    let mut bytes = serde_json::to_vec(&record).map_err(|error| unsaveable(error.to_string()))?;
    // A case built in memory can hold what JSON cannot (a fact twice, a number that is none): such a line would be
    // refused by every later reader.
    format::parse::<Record>(&bytes).map_err(|fault| unsaveable(fault.in_line(file, 0).what))?;
    bytes.push(b'\n');
    Ok(NextLine { seq, bytes })
}

fn refuse_stale(index: &Index<'_>, draft: &Draft) -> Result<(), Problem> {
    let reference = draft.case.reference.as_str();
    let problem = match (index.find(reference), draft.based_on) {
        (Some(entry), Some(based_on)) if entry.version == based_on => return Ok(()),
        (Some(entry), Some(based_on)) => Problem::store(format!(
            "case {reference} changed since it was read (version {based_on} then, {} now); nothing was saved{}",
            entry.version,
            both(index, draft)
        ))
        .hint(format!("`yjs case history {reference}` shows who changed what; then make the change again")),
        (Some(entry), None) => exists(reference, entry.version),
        (None, Some(based_on)) => Problem::store(format!(
            "case {reference} changed since it was read (version {based_on} then, not in the store now); \
             nothing was saved"
        ))
        .hint("Check `--store` and `yjs case list`"),
        (None, None) => return refuse_twin(index, reference),
    };
    Err(problem.file(index.file))
}

/// What the store has now and what this change would have put in its place, field by field.
fn both(index: &Index<'_>, draft: &Draft) -> String {
    let Ok(Some(stored)) = index.lookup(&draft.case.reference).map(|lookup| lookup.found) else { return String::new() };
    let differences = between(&stored.case, &draft.case);
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
    let shown = differences.iter().take(MOST_SHOWN);
    let mut shown: Vec<String> = shown
        .map(|one| format!("{}: {} in the store, {} in this change", one.name(), value(&one.from), value(&one.to)))
        .collect();
    if differences.len() > MOST_SHOWN {
        shown.push(format!("and {} more", differences.len() - MOST_SHOWN));
    }
    if shown.is_empty() { String::new() } else { format!(" ({})", shown.join("; ")) }
}

/// Two references that differ only in capitals are one child with two files, or two children soon confused.
fn refuse_twin(index: &Index<'_>, reference: &str) -> Result<(), Problem> {
    match index.current.iter().find(|entry| entry.reference.eq_ignore_ascii_case(reference)) {
        None => Ok(()),
        Some(twin) => Err(twins(reference, twin.reference)),
    }
}

fn twins(reference: &str, twin: &str) -> Problem {
    Problem::input(format!("the reference {reference} differs from the case {twin} only in capitals"))
        .field("ref")
        .hint(format!("Write {twin} for that case, or choose a reference that differs in more"))
}

fn exists(reference: &str, version: u64) -> Problem {
    Problem::store(format!("case {reference} exists already (version {version})"))
        .hint("Change the case that exists, or choose another reference")
}

/// The line that saves a case once more as it stood, without its newline.
pub(crate) fn again(
    (last_seq, last): (u64, Option<&[u8]>),
    change: Change,
    case: &Case,
    warning: String,
) -> Result<Vec<u8>, Problem> {
    let before = last.and_then(super::index::saved_at);
    let at = before.map_or(change.stamp.at, |before| before.max(change.stamp.at));
    let change = Change { stamp: super::Stamp { at, ..change.stamp }, ..change };
    let mut line = write_in("", (last_seq, last), change, case, Some(warning), 0)?.bytes;
    line.pop();
    Ok(line)
}

/// The line that says that the store was written anew after the line `last`, newline and all; `live` are the lines that
/// will stand before it in the cases file.
pub(crate) fn mark(
    (last_seq, last): (u64, Option<&[u8]>),
    change: Change,
    mark: Mark,
    warning: Option<String>,
) -> Result<NextLine, Problem> {
    let seq = mark.lost.last().map_or(last_seq, |(_, end)| last_seq.max(*end)).saturating_add(1);
    let before = last.and_then(super::index::saved_at);
    let line = MarkLine {
        seq,
        saved_at: before.map_or(change.stamp.at, |before| before.max(change.stamp.at)),
        saved_by: change.stamp.by,
        change: change.what,
        warning,
        nonce: nonce()?,
        prev: format::hash(last),
        mark,
    };
    let mut bytes = serde_json::to_vec(&line).map_err(|error| Problem::store(error.to_string()))?;
    bytes.push(b'\n');
    Ok(NextLine { seq, bytes })
}

/// 16 hex digits at random.
pub(crate) fn nonce() -> Result<String, Problem> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(|error| Problem::store(format!("the system gave no random bytes: {error}")))?;
    Ok(format::hex(&bytes))
}
