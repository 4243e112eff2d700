//! What the bytes of `cases.jsonl` say now, when every one of them is proved; anything else is [surveyed](super::survey).
//!
//! Lines follow each other by number and by hash, from the first one, or from the mark that vouches for all lines before
//! it. The last one is proved by the note in the lock file.

use super::format::{self, Head, MarkLine, Record, hash};
use super::header::{self, Header};
use super::{CurrentLine, Lookup, Snapshot, StoredCase};
use crate::parallel;
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::BufRead;

/// The last line of one case.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    pub(crate) reference: &'a str,
    pub(crate) version: u64,
    /// Where it was found, for messages.
    pub(crate) file: Cow<'a, str>,
    pub(crate) line: usize,
    pub(crate) text: &'a [u8],
    pub(crate) case: &'a [u8],
}

impl Entry<'_> {
    /// The bytes of the line, its newline included.
    pub(crate) fn length(&self) -> usize {
        self.text.len() + 1
    }
}

/// The end of the file when it is no whole change: cut off before it was acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Torn {
    pub(crate) line: usize,
    pub(crate) start: usize,
}

/// The first thing that keeps a file from being proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub(crate) line: usize,
    pub(crate) what: String,
}

/// What is wrong with a store, and which cases have no answer because of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Damage {
    /// In the order of the lines, each with its place.
    pub(crate) faults: Vec<Problem>,
    /// Cases whose last line cannot be proved, by reference, each with the reason.
    pub(crate) unproved: Vec<(String, String)>,
}

/// Where each case's last line is.
#[derive(Debug)]
pub(crate) struct Index<'a> {
    pub(crate) file: &'a str,
    /// In the order of the references.
    pub(crate) current: Vec<Entry<'a>>,
    /// The last whole line and its number.
    pub(crate) last: Option<(u64, &'a [u8])>,
    pub(crate) torn: Option<Torn>,
    /// The last line is whole and proves itself, but its newline is missing.
    pub(crate) unended: bool,
    /// None when all is proved.
    pub(crate) damage: Option<Damage>,
}

/// The lines of `bytes`, without their newlines; the last one may have had none.
pub(crate) fn lines_of(bytes: &[u8]) -> Vec<&[u8]> {
    let mut lines = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let here = rest;
        // A slice never fails to be read; this is the standard library's quickest way to the next newline.
        let length = rest.skip_until(b'\n').unwrap_or(here.len());
        let line = &here[..length];
        lines.push(line.strip_suffix(b"\n").unwrap_or(line));
    }
    lines
}

/// A line that was looked at.
#[derive(Clone, Copy)]
struct Scanned<'a> {
    text: &'a [u8],
    header: Header<'a>,
    digest: [u8; 32],
}

impl Scanned<'_> {
    fn hash(&self) -> String {
        format::hex(&self.digest)
    }
}

/// How many lines of `scanned`, from the end, belong to a change of several lines whose last ones are missing.
fn unfinished(scanned: &[Scanned<'_>]) -> usize {
    let mut count = usize::from(scanned.last().is_some_and(|last| last.header.more > 0));
    while count > 0 && count < scanned.len() {
        let here = &scanned[scanned.len() - count];
        let before = &scanned[scanned.len() - count - 1];
        if before.header.more != here.header.more + 1 {
            break;
        }
        count += 1;
    }
    count
}

impl<'a> Index<'a> {
    /// Reads `bytes`, which problems call `file`; `head` is the last line that was saved, as far as is known.
    pub(crate) fn of(bytes: &'a [u8], file: &'a str, head: Option<&Head>) -> Result<Self, Flaw> {
        let mut lines = lines_of(bytes);
        let tail = if bytes.is_empty() || bytes.ends_with(b"\n") { None } else { lines.pop() };
        let scanned: Vec<Result<Scanned<'a>, Flaw>> = parallel::parts(lines.len(), |places| {
            places.map(|place| scan(lines[place], place + 1)).collect::<Vec<_>>()
        })
        .into_iter()
        .flatten()
        .collect();
        let mut scanned: Vec<Scanned<'a>> = scanned.into_iter().collect::<Result<_, _>>()?;
        check(&scanned)?;
        let mut torn = None;
        let mut unended = false;
        if let Some(tail) = tail {
            let whole = scan(tail, scanned.len() + 1).ok().filter(|one| proves_itself(one, scanned.last(), head));
            match whole {
                Some(one) => {
                    scanned.push(one);
                    unended = true;
                }
                None => torn = Some(Torn { line: scanned.len() + 1, start: bytes.len() - tail.len() }),
            }
        }
        let open = unfinished(&scanned);
        if open > 0 {
            scanned.truncate(scanned.len() - open);
            let start = scanned.iter().map(|one| one.text.len() + 1).sum();
            (torn, unended) = (Some(Torn { line: scanned.len() + 1, start }), false);
        }
        check_end(&scanned, head)?;
        Ok(Self {
            file,
            current: current(&scanned, file),
            last: scanned.last().map(|last| (last.header.seq, last.text)),
            torn,
            unended,
            damage: None,
        })
    }

    /// The bytes of the last lines of all cases, newlines included.
    pub(crate) fn live_bytes(&self) -> usize {
        self.current.iter().map(Entry::length).sum()
    }

    /// When the last whole line was saved.
    pub(crate) fn last_saved_at(&self) -> Option<DateTime<Utc>> {
        saved_at(self.last?.1)
    }

    /// The number of the last whole line (0 when there is none) and the line.
    pub(crate) fn last(&self) -> (u64, Option<&'a [u8]>) {
        self.last.map_or((0, None), |(seq, text)| (seq, Some(text)))
    }

    /// The last line of one case.
    pub(crate) fn find(&self, reference: &str) -> Option<&Entry<'a>> {
        let place = self.current.binary_search_by(|entry| entry.reference.cmp(reference)).ok()?;
        self.current.get(place)
    }

    /// The warnings that every reader passes on.
    pub(crate) fn warnings(&self) -> Vec<Problem> {
        let Some(damage) = &self.damage else { return Vec::new() };
        let mut warnings = damage.faults.clone();
        for (reference, why) in &damage.unproved {
            warnings.push(unproved(reference, why, self.file));
        }
        warnings
    }

    /// Every case as it stands.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let mut snapshot = Snapshot { cases: Vec::with_capacity(self.current.len()), warnings: self.warnings() };
        for entry in &self.current {
            match stored(entry) {
                Ok(case) => snapshot.cases.push(case),
                Err(problem) => snapshot.warnings.push(unreadable(entry.reference, problem)),
            }
        }
        snapshot
    }

    /// One case as it stands.
    pub(crate) fn lookup(&self, reference: &str) -> Result<Lookup, Problem> {
        if let Some(damage) = &self.damage
            && let Some((reference, why)) = damage.unproved.iter().find(|(name, _)| name == reference)
        {
            return Err(unproved(reference, why, self.file));
        }
        let found = self.find(reference).map(stored).transpose();
        let found = found.map_err(|problem| unreadable(reference, problem))?;
        Ok(Lookup { found, warnings: self.warnings() })
    }

    /// Gives the last line of every case, all at once.
    pub(crate) fn with_current(&self, all: &mut dyn FnMut(&[CurrentLine<'_>])) -> Vec<Problem> {
        let lines: Vec<CurrentLine<'_>> = self
            .current
            .iter()
            .map(|entry| CurrentLine {
                reference: entry.reference,
                version: entry.version,
                line: entry.line,
                file: &entry.file,
                json: entry.case,
            })
            .collect();
        all(&lines);
        self.warnings()
    }
}

/// When a line was saved.
pub(crate) fn saved_at(line: &[u8]) -> Option<DateTime<Utc>> {
    #[derive(Deserialize)]
    struct Dated {
        saved_at: DateTime<Utc>,
    }
    serde_json::from_slice::<Dated>(line).ok().map(|line| line.saved_at)
}

fn scan(text: &[u8], line: usize) -> Result<Scanned<'_>, Flaw> {
    match header::scan(text).filter(|header| header.body.is_some()) {
        Some(header) => Ok(Scanned { text, header, digest: Sha256::digest(text).into() }),
        None => Err(Flaw { line, what: "this line is not as it was saved".to_owned() }),
    }
}

/// Whether the lines follow each other.
fn check(scanned: &[Scanned<'_>]) -> Result<(), Flaw> {
    let mark = scanned.iter().rposition(|one| one.header.is_mark());
    let nothing = hash(None);
    for (place, here) in scanned.iter().enumerate() {
        let flaw = |what: String| Err(Flaw { line: place + 1, what });
        let before = place.checked_sub(1).map(|place| &scanned[place]);
        let seq_before = before.map_or(0, |before| before.header.seq);
        if here.header.seq <= seq_before {
            return flaw(format!("change {} comes after change {seq_before}", here.header.seq));
        }
        if mark.is_some_and(|mark| place < mark) {
            if here.header.is_mark() {
                return flaw("an earlier mark stands before a later one".to_owned());
            }
            continue;
        }
        if mark != Some(place) && here.header.seq != seq_before + 1 {
            return flaw(format!("a change is missing before change {}", here.header.seq));
        }
        let prev = before.map_or_else(|| nothing.clone(), Scanned::hash);
        // The line before a mark may be an earlier mark, which stands in the history.
        if mark != Some(place) && *here.header.prev != *prev.as_bytes() {
            return match place {
                0 => flaw("a line before this one is missing".to_owned()),
                _ => Err(Flaw {
                    line: place,
                    what: format!("this line is not as it was when change {} was saved", here.header.seq),
                }),
            };
        }
        if mark == Some(place) {
            let Ok(MarkLine { mark, .. }) = serde_json::from_slice::<MarkLine>(here.text) else {
                return flaw("this mark is not as it was saved".to_owned());
            };
            let mut digest = Sha256::new();
            scanned[..place].iter().for_each(|one| digest.update(one.digest));
            if mark.live != place as u64 || mark.digest != format::hex(&digest.finalize()) {
                return flaw("the lines before this mark are not those that it vouches for".to_owned());
            }
        }
    }
    Ok(())
}

/// Whether a last line without its newline is whole all the same.
fn proves_itself(one: &Scanned<'_>, before: Option<&Scanned<'_>>, head: Option<&Head>) -> bool {
    let seq = before.map_or(0, |before| before.header.seq);
    let follows = before.map_or_else(|| hash(None), Scanned::hash);
    one.header.seq == seq + 1
        && *one.header.prev == *follows.as_bytes()
        && head.is_none_or(|head| head.seq <= seq || (head.seq == seq + 1 && head.hash == one.hash()))
        && serde_json::from_slice::<serde::de::IgnoredAny>(one.text).is_ok()
}

/// Compares the end of the file with the last line that was saved, as far as is known: an end that was cut off looks
/// sound otherwise.
fn check_end(scanned: &[Scanned<'_>], head: Option<&Head>) -> Result<(), Flaw> {
    let line = scanned.len() + 1;
    let last = scanned.last();
    let end = last.map_or(0, |last| last.header.seq);
    let Some(head) = head else { return check_json(last, scanned.len()) };
    if head.seq > end {
        let what = match end {
            0 => "the cases are gone from here".to_owned(),
            _ => format!("the file ends at change {end}, but change {} was saved", head.seq),
        };
        return Err(Flaw { line, what });
    }
    let place = scanned.iter().rposition(|one| one.header.seq == head.seq);
    match place {
        Some(place) if scanned[place].hash() != head.hash => {
            Err(Flaw { line: place + 1, what: "this line is not as it was saved".to_owned() })
        }
        Some(place) if place + 1 == scanned.len() => Ok(()),
        // What was saved before the files were last written anew is proved by the mark that stands there since.
        _ => check_json(last, scanned.len()),
    }
}

/// A last line that nothing witnesses has to be JSON at least.
fn check_json(last: Option<&Scanned<'_>>, line: usize) -> Result<(), Flaw> {
    let is_json = |one: &Scanned<'_>| serde_json::from_slice::<serde::de::IgnoredAny>(one.text).is_ok();
    match last {
        Some(last) if !is_json(last) => Err(Flaw { line, what: "this line is not as it was saved".to_owned() }),
        _ => Ok(()),
    }
}

/// The last line of each reference.
fn current<'a>(scanned: &[Scanned<'a>], file: &'a str) -> Vec<Entry<'a>> {
    let mut seen: HashSet<&str> = HashSet::with_capacity(scanned.len());
    let mut current = Vec::new();
    for (place, one) in scanned.iter().enumerate().rev() {
        let Header { reference, seq, body, .. } = one.header;
        if one.header.is_mark() || !seen.insert(reference) {
            continue;
        }
        let case = body.unwrap_or_default();
        current.push(Entry {
            reference,
            version: seq,
            file: Cow::Borrowed(file),
            line: place + 1,
            text: one.text,
            case,
        });
    }
    current.sort_unstable_by_key(|entry| entry.reference);
    current
}

fn stored(entry: &Entry<'_>) -> Result<StoredCase, Problem> {
    let record: Record = format::parse(entry.text).map_err(|fault| fault.in_line(&entry.file, entry.line))?;
    let Record { seq, saved_at, saved_by, case, .. } = record;
    Ok(StoredCase { case, version: seq, saved_at, saved_by })
}

/// What to do about damage.
pub(crate) const REPAIR: &str = "`yjs store repair --dry-run` shows what can be brought back";

fn unproved(reference: &str, why: &str, file: &str) -> Problem {
    Problem::store(format!("case {reference} is not answered, as it cannot be proved how it stands: {why}"))
        .file(file)
        .hint(format!("{REPAIR}; `yjs case show {reference} --as-of TIME` shows what is proved of it up to that time"))
}

fn unreadable(reference: &str, mut problem: Problem) -> Problem {
    problem.what = format!("case {reference} cannot be read: {}", problem.what);
    problem.hint(REPAIR)
}
