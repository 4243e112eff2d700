//! The lines of the cases file and of the history together, in the order in which they were saved.

use super::format::{self, Mark, MarkLine, Record};
use super::header;
use super::index::lines_of;
use super::meter::{Meter, length};
use std::collections::HashSet;

/// A file of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Origin {
    /// The cases file: the last line of every case, and what was superseded since the last compaction.
    Cases,
    /// Superseded lines.
    History,
}

/// What must be known of a line to place it in the chain.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) prev: String,
    pub(crate) nonce: String,
    /// Empty for a mark.
    pub(crate) reference: String,
    pub(crate) mark: Option<Mark>,
    /// How many lines of the same change follow.
    pub(crate) more: u64,
}

/// One whole line.
#[derive(Debug)]
pub(crate) struct Link<'a> {
    pub(crate) origin: Origin,
    /// 1-based in its file.
    pub(crate) line: usize,
    pub(crate) text: &'a [u8],
    /// What it says, or why it cannot be read.
    pub(crate) known: Result<Known, (usize, String)>,
    /// Its number: as it says, as its start says, or as its place suggests.
    pub(crate) seq: u64,
    /// Whose it is, when that much can be read.
    pub(crate) reference: Option<String>,
}

/// Every whole line of both files, in the order of their numbers, and the torn ends: their lines and bytes.
pub(crate) struct Chain<'a> {
    pub(crate) links: Vec<Link<'a>>,
    pub(crate) torn: Vec<(Origin, usize, &'a [u8])>,
}

impl<'a> Chain<'a> {
    /// Reads both files.
    pub(crate) fn of(cases: &'a [u8], history: &'a [u8], meter: &Meter) -> Self {
        let mut chain = Self { links: Vec::new(), torn: Vec::new() };
        for (origin, bytes) in [(Origin::History, history), (Origin::Cases, cases)] {
            let mut lines = lines_of(bytes);
            let tail = if bytes.is_empty() || bytes.ends_with(b"\n") { None } else { lines.pop() };
            let mut before = 0;
            for (place, text) in lines.into_iter().enumerate() {
                let link = Link::of(origin, place + 1, text, before);
                before = link.seq;
                chain.links.push(link);
                meter.add(length(text) + 1);
            }
            let line = chain.links.iter().filter(|link| link.origin == origin).count() + 1;
            let Some(tail) = tail else { continue };
            let link = Link::of(origin, line, tail, before);
            let last = chain.links.last().filter(|last| last.origin == origin).map(|last| last.text);
            let follows = |known: &Known| link.seq == before + 1 && known.prev == format::hash(last);
            if link.known.as_ref().is_ok_and(follows) {
                chain.links.push(link);
            } else {
                chain.torn.push((origin, line, tail));
            }
        }
        chain.links.sort_by_key(|link| link.seq);
        chain
    }

    /// Takes the lines at the end apart that belong to a change whose last lines were not written, unless they are known
    /// to be saved.
    pub(crate) fn without_unfinished(mut self, saved: u64) -> Self {
        let more = |link: &Link<'_>| link.known.as_ref().map_or(0, |known| known.more);
        let mut expected = None;
        while let Some(link) = self.links.last() {
            let is_part = match expected {
                None => more(link) > 0,
                Some(more_after) => more(link) == more_after + 1,
            };
            if !is_part || link.seq <= saved {
                break;
            }
            expected = Some(more(link));
            self.torn.push((link.origin, link.line, link.text));
            self.links.pop();
        }
        self
    }
}

/// Lines, oldest first, split into the last one of each case and those superseded, each in order. Marks are superseded.
pub(crate) fn split<'t>(lines: impl DoubleEndedIterator<Item = (&'t str, &'t [u8])>) -> (Vec<&'t [u8]>, Vec<&'t [u8]>) {
    let mut seen = HashSet::new();
    let (mut live, mut superseded) = (Vec::new(), Vec::new());
    for (name, text) in lines.rev() {
        if !name.is_empty() && seen.insert(name) { live.push(text) } else { superseded.push(text) }
    }
    live.reverse();
    superseded.reverse();
    (live, superseded)
}

/// Lines as they stand in a file.
pub(crate) fn joined<'t>(lines: impl IntoIterator<Item = &'t [u8]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for line in lines {
        bytes.extend_from_slice(line);
        bytes.push(b'\n');
    }
    bytes
}

impl<'a> Link<'a> {
    fn of(origin: Origin, line: usize, text: &'a [u8], before: u64) -> Self {
        let header = header::scan(text);
        let parsed = if header.is_some_and(|header| header.is_mark()) {
            format::parse::<MarkLine>(text).map(|line| {
                let MarkLine { seq, prev, nonce, mark, .. } = line;
                (seq, Known { prev, nonce, reference: String::new(), mark: Some(mark), more: 0 })
            })
        } else {
            format::parse::<Record>(text).map(|record| {
                let Record { seq, prev, nonce, more, case, .. } = record;
                (seq, Known { prev, nonce, reference: case.reference, mark: None, more: more.unwrap_or(0) })
            })
        };
        match parsed {
            Ok((seq, known)) => {
                let reference = Some(known.reference.clone()).filter(|reference| !reference.is_empty());
                Self { origin, line, text, known: Ok(known), seq, reference }
            }
            Err(fault) => {
                let problem = fault.in_line("", line);
                let known = Err((problem.place.column.unwrap_or_default(), problem.what));
                let seq = header.map_or(before.saturating_add(1), |header| header.seq);
                let reference = header.map(|header| header.reference.to_owned()).filter(|name| !name.is_empty());
                Self { origin, line, text, known, seq, reference }
            }
        }
    }
}
