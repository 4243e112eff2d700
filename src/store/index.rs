//! What the bytes of `cases.jsonl` say now. Lines are looked at from the end: the first line seen of a reference is
//! the case as it stands, every earlier one is superseded and skipped unread.

use super::format::{self, Head, Record, hash};
use super::header;
use super::{CurrentLine, Lookup, Snapshot, StoredCase};
use crate::parallel;
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::BufRead;

/// The last line of one case.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) reference: Cow<'a, str>,
    pub(crate) version: u64,
    pub(crate) line: usize,
    text: &'a [u8],
    case: Cow<'a, [u8]>,
}

impl Entry<'_> {
    /// The bytes of the line, its newline included.
    pub(crate) fn length(&self) -> usize {
        self.text.len() + 1
    }
}

/// A line that cannot be read or is out of order.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) line: usize,
    pub(crate) problem: Problem,
    /// The case that has no answer because of it, when that much could be read.
    hides: Option<String>,
}

/// The end of the file when it is no whole line: a change that was cut off before it was acknowledged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Torn {
    pub(crate) line: usize,
    pub(crate) start: usize,
}

/// Where each case's last line is, and what is wrong with the file.
#[derive(Debug)]
pub(crate) struct Index<'a> {
    file: &'a str,
    /// In the order of the references.
    current: Vec<Entry<'a>>,
    /// In the order of the lines.
    faults: Vec<Fault>,
    torn: Option<Torn>,
    lines: Vec<&'a [u8]>,
    /// The last whole line, and its `seq` (0 when it is damaged or there is none).
    last: Option<&'a [u8]>,
    last_seq: u64,
    /// Every line has the shape that is written here.
    plain: bool,
}

/// The whole lines of `bytes`, without their newlines, and the torn end.
pub(crate) fn whole_lines(bytes: &[u8]) -> (Vec<&[u8]>, Option<Torn>) {
    let mut lines = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let here = rest;
        // A slice never fails to be read; this is the standard library's quickest way to the next newline.
        let length = rest.skip_until(b'\n').unwrap_or(here.len());
        lines.push(&here[..length]);
    }
    let torn = lines.pop_if(|line| !line.ends_with(b"\n") || serde_json::from_slice::<IgnoredAny>(line).is_err());
    let torn = torn.map(|end| Torn { line: lines.len() + 1, start: bytes.len() - end.len() });
    for line in &mut lines {
        *line = &line[..line.len() - 1];
    }
    (lines, torn)
}

/// What the chain needs of a line.
struct Placed<'a> {
    seq: u64,
    prev: Cow<'a, [u8]>,
}

impl<'a> Placed<'a> {
    /// Of any line that can be read, whether or not it has the shape that is written here.
    fn of(line: &'a [u8]) -> Option<Self> {
        if let Some(header) = header::scan(line) {
            return Some(Self { seq: header.seq, prev: Cow::Borrowed(header.prev) });
        }
        let record: Record<IgnoredAny> = serde_json::from_slice(line).ok()?;
        Some(Self { seq: record.seq, prev: Cow::Owned(record.prev.into_bytes()) })
    }
}

impl<'a> Index<'a> {
    /// Reads `bytes`, which problems call `file`.
    pub(crate) fn of(bytes: &'a [u8], file: &'a str) -> Self {
        let (lines, torn) = whole_lines(bytes);
        let mut index = Self {
            file,
            current: Vec::new(),
            faults: Vec::new(),
            torn,
            lines: Vec::new(),
            last: None,
            last_seq: 0,
            plain: true,
        };
        index.last = lines.last().copied();
        let mut seen: HashSet<Cow<'a, str>> = HashSet::new();
        let mut later = None;
        for (place, text) in lines.iter().enumerate().rev() {
            let line = place + 1;
            match entry(text, line) {
                Ok(entry) => {
                    index.plain &= matches!(entry.case, Cow::Borrowed(_));
                    if let Some(later) = later.filter(|later| entry.version >= *later) {
                        let what = format!("seq {} comes before seq {later}", entry.version);
                        index.faults.push(Fault { line, problem: index.at(line, what), hides: None });
                    }
                    later = Some(entry.version);
                    if line == lines.len() {
                        index.last_seq = entry.version;
                    }
                    if seen.insert(entry.reference.clone()) {
                        index.current.push(entry);
                    }
                }
                Err(fault) => {
                    let hides = header::scan(text).map(|header| header.reference);
                    let hides = hides.filter(|reference| seen.insert(Cow::Borrowed(reference))).map(str::to_owned);
                    index.faults.push(Fault { line, problem: fault.in_line(file, line), hides });
                }
            }
        }
        index.faults.reverse();
        index.lines = lines;
        index.current.sort_unstable_by(|left, right| left.reference.cmp(&right.reference));
        index
    }

    /// Compares the end of the file with the last line that was saved as far as is known: an end that was cut off looks
    /// sound otherwise. `gone` is whether there was ever a line, when that is all that is known.
    pub(crate) fn witness(&mut self, head: Option<&Head>, gone: bool) {
        let saved = head.map_or(u64::from(gone), |head| head.seq);
        let what = if self.last.is_some() && self.last_seq == 0 {
            return;
        } else if self.last_seq == 0 && saved > 0 {
            "the cases are gone from here".to_owned()
        } else if self.last_seq < saved {
            format!("the file ends at change {}, but change {saved} was saved", self.last_seq)
        } else if head.is_some_and(|head| head.seq == self.last_seq && head.hash != hash(self.last)) {
            self.distrust(self.lines.len(), "the last line is not as it was saved");
            return;
        } else {
            return;
        };
        let line = self.lines.len() + 1;
        self.faults.push(Fault { line, problem: self.at(line, what), hides: None });
    }

    /// Checks every line by the hash that the line after it gives, superseded ones too: with another reference, one of
    /// them hides the case it was about. The first `sealed` bytes were checked as a whole.
    pub(crate) fn check_chain(&mut self, sealed: usize) {
        let mut end = 0;
        let checked = self.lines.iter().take_while(|line| {
            end += line.len() + 1;
            end <= sealed
        });
        let rest = &self.lines[checked.count().min(self.lines.len())..];
        let before = self.lines.len() - rest.len();
        let changed = parallel::parts(rest.len().saturating_sub(1), |places| {
            let mut here = rest.get(places.start).and_then(|line| Placed::of(line));
            let mut changed = Vec::new();
            for place in places {
                let next = Placed::of(rest[place + 1]);
                // A line that cannot be read is told by other checks; after a repair there may be a gap.
                if let (Some(here), Some(next)) = (&here, &next)
                    && next.seq == here.seq + 1
                    && *next.prev != *hash(Some(rest[place])).as_bytes()
                {
                    changed.push(before + place + 1);
                }
                here = next;
            }
            changed
        });
        for line in changed.concat() {
            self.distrust(line, "this line is not as it was when the next one was saved");
        }
    }

    /// Takes a line out of the answers: whose it was, and what it said, cannot be relied on.
    pub(crate) fn distrust(&mut self, line: usize, what: &str) {
        if self.faults.iter().any(|fault| fault.line == line) {
            return;
        }
        let place = self.current.iter().position(|entry| entry.line == line);
        let hides = place.map(|place| self.current.remove(place).reference.into_owned());
        let text = self.lines.get(line - 1).copied().unwrap_or_default();
        let problem = match format::parse::<Record>(text) {
            Err(fault) => fault.in_line(self.file, line),
            Ok(_) => self.at(line, what.to_owned()),
        };
        self.faults.push(Fault { line, problem, hides });
        self.faults.sort_by_key(|fault| fault.line);
    }

    /// The bytes of the last lines of all cases, newlines included.
    pub(crate) fn live_bytes(&self) -> usize {
        self.current.iter().map(Entry::length).sum()
    }

    /// When the last whole line was saved.
    pub(crate) fn last_saved_at(&self) -> Option<DateTime<Utc>> {
        #[derive(Deserialize)]
        struct Dated {
            saved_at: DateTime<Utc>,
        }
        serde_json::from_slice::<Dated>(self.last?).ok().map(|line| line.saved_at)
    }

    fn at(&self, line: usize, what: String) -> Problem {
        Problem::store(what).file(self.file).at(line, None)
    }

    /// Whether every line has the very shape that is written here, and nothing is wrong as far as was looked.
    pub(crate) fn is_plain(&self) -> bool {
        self.plain && self.faults.is_empty() && self.torn.is_none()
    }

    /// Takes nothing on trust any more: what was checked before is not what is read now.
    pub(crate) fn doubt(&mut self) {
        self.check_chain(0);
        if self.faults.is_empty() {
            let problem = self.at(1, "the cases are not those that were here when they were last checked".to_owned());
            self.faults.push(Fault { line: 1, problem, hides: None });
        }
    }

    /// The name of the file in problems.
    pub(crate) fn file(&self) -> &str {
        self.file
    }

    /// The torn end, if there is one.
    pub(crate) fn torn(&self) -> Option<Torn> {
        self.torn
    }

    /// The last whole line and its `seq`.
    pub(crate) fn last(&self) -> (u64, Option<&'a [u8]>) {
        (self.last_seq, self.last)
    }

    /// The last line of every case, in the order of the references.
    pub(crate) fn entries(&self) -> &[Entry<'a>] {
        &self.current
    }

    /// The last line of one case.
    pub(crate) fn find(&self, reference: &str) -> Option<&Entry<'a>> {
        let place = self.current.binary_search_by(|entry| entry.reference.as_ref().cmp(reference)).ok()?;
        self.current.get(place)
    }

    fn warned(&self, fault: &Fault) -> Problem {
        if fault.line > self.lines.len() {
            fault.problem.clone().hint(VERIFY)
        } else {
            warning(&fault.problem, fault.hides.as_deref())
        }
    }

    /// The warnings that every reader passes on.
    pub(crate) fn warnings(&self) -> Vec<Problem> {
        let mut warnings: Vec<Problem> = self.faults.iter().map(|fault| self.warned(fault)).collect();
        warnings.extend(self.torn.map(|torn| {
            self.at(torn.line, "the last line is not whole and was left out".to_owned())
                .hint("A change was cut off, or is being saved now; the next change sets such a line aside")
        }));
        warnings
    }

    /// The line that keeps writers out, if any. The last line of every case is checked to be JSON; superseded lines
    /// are only looked at from the outside, so that a change stays cheap in a large store.
    pub(crate) fn damage(&self) -> Option<usize> {
        let broken = |entry: &&Entry<'_>| serde_json::from_slice::<IgnoredAny>(entry.text).is_err();
        let current = self.current.iter().filter(broken).map(|entry| entry.line);
        self.faults.iter().map(|fault| fault.line).chain(current).min()
    }

    /// Every case as it stands.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let mut snapshot = Snapshot { cases: Vec::with_capacity(self.current.len()), warnings: self.warnings() };
        for entry in &self.current {
            match self.stored(entry) {
                Ok(case) => snapshot.cases.push(case),
                Err(problem) => snapshot.warnings.push(warning(&problem, Some(&entry.reference))),
            }
        }
        snapshot.warnings.sort_by_key(|warning| warning.place.line);
        snapshot
    }

    /// One case as it stands.
    pub(crate) fn lookup(&self, reference: &str) -> Result<Lookup, Problem> {
        let hidden = |fault: &&Fault| fault.hides.as_deref() == Some(reference);
        if let Some(fault) = self.faults.iter().find(hidden) {
            return Err(unreadable(reference, fault.problem.clone()));
        }
        let found = self.find(reference).map(|entry| self.stored(entry)).transpose();
        let found = found.map_err(|problem| unreadable(reference, problem))?;
        Ok(Lookup { found, warnings: self.warnings() })
    }

    /// Gives the last line of every case, all at once.
    pub(crate) fn with_current(&self, all: &mut dyn FnMut(&[CurrentLine<'_>])) -> Vec<Problem> {
        let lines: Vec<CurrentLine<'_>> = self
            .current
            .iter()
            .map(|entry| CurrentLine {
                reference: &entry.reference,
                version: entry.version,
                line: entry.line,
                file: self.file,
                json: &entry.case,
            })
            .collect();
        all(&lines);
        self.warnings()
    }

    fn stored(&self, entry: &Entry<'_>) -> Result<StoredCase, Problem> {
        let record: Record = format::parse(entry.text).map_err(|fault| fault.in_line(self.file, entry.line))?;
        let Record { seq, saved_at, saved_by, case, .. } = record;
        Ok(StoredCase { case, version: seq, saved_at, saved_by })
    }
}

/// Every line of one case in these files, oldest first.
pub(crate) fn history(files: &[(&[u8], &str)], reference: &str) -> Result<Vec<Record>, Problem> {
    let mut records = Vec::new();
    for (bytes, file) in files {
        collect(bytes, file, reference, &mut records)?;
    }
    records.sort_by_key(|record| record.seq);
    records.dedup();
    Ok(records)
}

fn collect(bytes: &[u8], file: &str, reference: &str, records: &mut Vec<Record>) -> Result<(), Problem> {
    let (lines, _) = whole_lines(bytes);
    for (place, text) in lines.iter().enumerate() {
        let header = header::scan(text);
        if header.is_some_and(|header| header.reference != reference) {
            continue;
        }
        match format::parse::<Record>(text) {
            Ok(record) if record.case.reference == reference => records.push(record),
            Ok(_) => {}
            Err(fault) if header.is_some() => return Err(unreadable(reference, fault.in_line(file, place + 1))),
            // Whose line it was cannot be told; every other reader warns of it.
            Err(_) => {}
        }
    }
    Ok(())
}

fn entry(text: &[u8], line: usize) -> Result<Entry<'_>, format::ParseFault> {
    if let Some(header::Header { seq, reference, case: Some(case), .. }) = header::scan(text) {
        return Ok(Entry { reference: Cow::Borrowed(reference), version: seq, line, text, case: Cow::Borrowed(case) });
    }
    let record: Record = format::parse(text)?;
    let case = serde_json::to_vec(&record.case).unwrap_or_default();
    Ok(Entry { reference: Cow::Owned(record.case.reference), version: record.seq, line, text, case: Cow::Owned(case) })
}

/// What to do about damage.
const VERIFY: &str = "Run `yjs store verify`, then `yjs store repair --dry-run`";

fn warning(problem: &Problem, hides: Option<&str>) -> Problem {
    let mut warning = problem.clone();
    warning.what = match hides {
        Some(reference) => format!("case {reference} is left out: its last line is damaged ({})", warning.what),
        None => format!("this line is damaged ({})", warning.what),
    };
    warning.hint(VERIFY)
}

fn unreadable(reference: &str, mut problem: Problem) -> Problem {
    problem.what = format!("case {reference} cannot be read: {}", problem.what);
    problem.hint(VERIFY)
}
