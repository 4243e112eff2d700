//! What the bytes of `cases.jsonl` say now. Lines are looked at from the end: the first line seen of a reference is
//! the case as it stands, every earlier one is superseded and skipped unread.

use super::format::{self, Record};
use super::head::Head;
use super::header;
use super::{CurrentLine, Lookup, Snapshot, StoredCase};
use crate::problem::Problem;
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
    /// What [`Head`] knows of and the file lacks.
    missing: Option<Problem>,
    /// The last whole line, and its `seq` (0 when it is damaged or there is none).
    last: Option<&'a [u8]>,
    last_seq: u64,
}

/// That the changes after `held` up to `saved` are not there.
pub(crate) fn missing_end(held: u64, saved: u64) -> String {
    match saved - held {
        1 => format!("change {saved} was saved, and is missing from the end of the file"),
        _ => format!("changes {} to {saved} were saved, and are missing from the end of the file", held + 1),
    }
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

impl<'a> Index<'a> {
    /// Reads `bytes`, which problems call `file`.
    pub(crate) fn of(bytes: &'a [u8], file: &'a str) -> Self {
        let (lines, torn) = whole_lines(bytes);
        let mut index = Self { file, current: Vec::new(), faults: Vec::new(), torn, missing: None, last: None, last_seq: 0 };
        index.last = lines.last().copied();
        let mut seen: HashSet<Cow<'a, str>> = HashSet::new();
        let mut later = None;
        for (place, text) in lines.iter().enumerate().rev() {
            let line = place + 1;
            match entry(text, line) {
                Ok(entry) => {
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
        index.current.sort_unstable_by(|left, right| left.reference.cmp(&right.reference));
        index
    }

    /// Reads `bytes`, of which `head` says what must be there.
    pub(crate) fn witnessed(bytes: &'a [u8], file: &'a str, head: Option<&Head>) -> Self {
        let mut index = Self::of(bytes, file);
        if let Some(head) = head {
            index.compare(head, bytes);
        }
        index
    }

    fn compare(&mut self, head: &Head, bytes: &'a [u8]) {
        let lines = self.torn.map_or_else(|| whole_lines(bytes).0.len(), |torn| torn.line - 1);
        let last_is_damaged = self.faults.last().is_some_and(|fault| fault.line == lines);
        if last_is_damaged {
            return;
        }
        let mut held = self.last_seq;
        if held < head.seq
            && let Some(torn) = self.torn.take()
        {
            // Not a change that was cut off while it was saved: this one had been acknowledged.
            held += 1;
            let hides = header::scan(&bytes[torn.start..]).map(|header| header.reference.to_owned());
            self.current.retain(|entry| Some(entry.reference.as_ref()) != hides.as_deref());
            let problem = self.at(torn.line, format!("change {held} was saved, and is not whole any more"));
            self.faults.push(Fault { line: torn.line, problem, hides });
        }
        if held == head.seq && self.last.is_some_and(|last| format::hash(Some(last)) != head.last) && held == self.last_seq {
            let at_end = self.current.iter().position(|entry| entry.line == lines);
            let hides = at_end.map(|place| self.current.remove(place).reference.into_owned());
            let problem = self.at(lines, "it is not as it was saved".to_owned());
            self.faults.push(Fault { line: lines, problem, hides });
        }
        let hidden = self.faults.iter().filter(|fault| fault.hides.is_some()).count();
        if held < head.seq {
            let what = missing_end(held, head.seq);
            self.missing = Some(self.at(lines + 1, what));
        } else if held == head.seq && self.current.len() + hidden < head.cases && self.faults.is_empty() {
            let what = format!("there are {} cases where {} were saved", self.current.len(), head.cases);
            self.missing = Some(self.at(lines, what));
        }
    }

    fn at(&self, line: usize, what: String) -> Problem {
        Problem::store(what).file(self.file).at(line, None)
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

    /// The warnings that every reader passes on.
    pub(crate) fn warnings(&self) -> Vec<Problem> {
        let mut warnings: Vec<Problem> =
            self.faults.iter().map(|fault| warning(&fault.problem, fault.hides.as_deref())).collect();
        warnings.extend(self.missing.iter().map(|problem| {
            problem.clone().hint("Run `yjs store verify`. A case may have been changed since what is shown of it")
        }));
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
        let missing = self.missing.iter().filter_map(|problem| problem.place.line);
        self.faults.iter().map(|fault| fault.line).chain(current).chain(missing).min()
    }

    /// The problem that changes are missing from the end, where that is so.
    pub(crate) fn refuse_missing(&self) -> Result<(), Problem> {
        self.missing.clone().map_or(Ok(()), |problem| Err(problem.hint("Run `yjs store verify`")))
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

    /// Gives the last line of every case.
    pub(crate) fn for_each(&self, each: &mut dyn FnMut(CurrentLine<'_>)) -> Vec<Problem> {
        for Entry { reference, version, line, case, .. } in &self.current {
            each(CurrentLine { reference, version: *version, line: *line, file: self.file, json: case });
        }
        self.warnings()
    }

    fn stored(&self, entry: &Entry<'_>) -> Result<StoredCase, Problem> {
        let record: Record = format::parse(entry.text).map_err(|fault| fault.in_line(self.file, entry.line))?;
        let Record { seq, saved_at, saved_by, case, .. } = record;
        Ok(StoredCase { case, version: seq, saved_at, saved_by })
    }
}

/// Every line of one case, oldest first.
pub(crate) fn history(bytes: &[u8], file: &str, reference: &str) -> Result<Vec<Record>, Problem> {
    let (lines, _) = whole_lines(bytes);
    let mut records = Vec::new();
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
    Ok(records)
}

fn entry(text: &[u8], line: usize) -> Result<Entry<'_>, format::ParseFault> {
    if let Some(header::Header { seq, reference, case: Some(case) }) = header::scan(text) {
        return Ok(Entry { reference: Cow::Borrowed(reference), version: seq, line, text, case: Cow::Borrowed(case) });
    }
    let record: Record = format::parse(text)?;
    let case = serde_json::to_vec(&record.case).unwrap_or_default();
    Ok(Entry { reference: Cow::Owned(record.case.reference), version: record.seq, line, text, case: Cow::Owned(case) })
}

fn warning(problem: &Problem, hides: Option<&str>) -> Problem {
    let mut warning = problem.clone();
    warning.what = match hides {
        Some(reference) => format!("case {reference} is left out: its last line is damaged ({})", warning.what),
        None => format!("this line is damaged ({})", warning.what),
    };
    warning.hint("Run `yjs store verify`")
}

fn unreadable(reference: &str, mut problem: Problem) -> Problem {
    problem.what = format!("case {reference} cannot be read: {}", problem.what);
    problem.hint("Run `yjs store verify`")
}
