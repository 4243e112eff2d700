//! The lines of the cases file and of the history together, in the order in which they were saved.

use super::format::{self, Record};
use super::header;
use super::index::whole_lines;
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
    pub(crate) reference: String,
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
    pub(crate) fn of(cases: &'a [u8], history: &'a [u8]) -> Self {
        let mut chain = Self { links: Vec::new(), torn: Vec::new() };
        for (origin, bytes) in [(Origin::History, history), (Origin::Cases, cases)] {
            let (lines, torn) = whole_lines(bytes);
            chain.torn.extend(torn.map(|torn| (origin, torn.line, &bytes[torn.start..])));
            let mut before = 0;
            for (place, text) in lines.into_iter().enumerate() {
                let link = Link::of(origin, place + 1, text, before);
                before = link.seq;
                chain.links.push(link);
            }
        }
        chain.links.sort_by_key(|link| link.seq);
        chain
    }

    /// The lines split into those of the cases as they stand and those superseded, each in order.
    pub(crate) fn split(&self) -> (Vec<u8>, Vec<u8>) {
        split(self.links.iter().map(|link| (link.reference.as_deref().unwrap_or_default(), link.text)))
    }
}

/// Lines, oldest first, split into those of the cases as they stand and those superseded, each in order.
pub(crate) fn split<'t>(
    lines: impl DoubleEndedIterator<Item = (&'t str, &'t [u8])> + ExactSizeIterator,
) -> (Vec<u8>, Vec<u8>) {
    let mut seen = HashSet::new();
    let mut sorted: Vec<(bool, &[u8])> = lines.rev().map(|(name, text)| (seen.insert(name), text)).collect();
    sorted.reverse();
    let (mut live, mut superseded) = (Vec::new(), Vec::new());
    for (is_live, text) in sorted {
        let target = if is_live { &mut live } else { &mut superseded };
        target.extend_from_slice(text);
        target.push(b'\n');
    }
    (live, superseded)
}

impl<'a> Link<'a> {
    fn of(origin: Origin, line: usize, text: &'a [u8], before: u64) -> Self {
        match format::parse::<Record>(text) {
            Ok(record) => {
                let Record { seq, prev, nonce, case, .. } = record;
                let reference = case.reference;
                let known = Known { prev, nonce, reference: reference.clone() };
                Self { origin, line, text, known: Ok(known), seq, reference: Some(reference) }
            }
            Err(fault) => {
                let header = header::scan(text);
                let problem = fault.in_line("", line);
                let known = Err((problem.place.column.unwrap_or_default(), problem.what));
                let seq = header.map_or(before.saturating_add(1), |header| header.seq);
                Self { origin, line, text, known, seq, reference: header.map(|header| header.reference.to_owned()) }
            }
        }
    }
}
