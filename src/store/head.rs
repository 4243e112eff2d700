//! The witness of the end of the cases file. A file that was emptied, cut at the end of a line or put back as it was
//! last week is sound in itself; only `head.json`, which says what was last acknowledged, tells that lines are missing.
//! It is written after the line is durable and before the change is acknowledged, so it is never ahead of the file; a
//! crash between the two leaves it behind, which does no harm.

use super::files;
use super::format::hash;
use super::header;
use super::index::Index;
use crate::problem::Problem;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::path::Path;

pub(super) const HEAD: &str = "head.json";

/// The file is always as long as this, so that it is written over in one go, with no moment when it is cut short.
const LENGTH: usize = 256;

/// What was last acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    /// The `seq` of the last line.
    pub(crate) seq: u64,
    /// How many cases there were.
    pub(crate) cases: usize,
    /// The hash of the last line.
    pub(crate) last: String,
    /// The start of the hash of the three above: a head that was damaged itself must not accuse the cases.
    sum: String,
}

impl Head {
    /// The head of a file whose last line is `last`.
    pub(crate) fn new(seq: u64, cases: usize, last: &[u8]) -> Self {
        let last = hash(Some(last));
        Self { sum: Self::sum(seq, cases, &last), seq, cases, last }
    }

    /// The head after `lines`, newlines and all, were added to what `index` has.
    pub(crate) fn after(index: &Index<'_>, lines: &[u8]) -> Option<Self> {
        let added = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let headers: Vec<_> = added.clone().filter_map(header::scan).collect();
        let new = headers.iter().map(|header| header.reference).filter(|reference| index.find(reference).is_none());
        let cases = index.entries().len() + new.collect::<HashSet<_>>().len();
        Some(Self::new(headers.last()?.seq, cases, added.last()?))
    }

    fn sum(seq: u64, cases: usize, last: &str) -> String {
        hash(Some(format!("{seq} {cases} {last}").as_bytes()))[..16].to_owned()
    }

    /// None when it is not whole: a new file that the power failed under is empty. The next change writes it anew.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let line = bytes.split(|byte| *byte == b'\n').next()?;
        let head: Self = serde_json::from_slice(line).ok()?;
        (head.sum == Self::sum(head.seq, head.cases, &head.last)).then_some(head)
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        bytes.resize(LENGTH - 1, b' ');
        bytes.push(b'\n');
        bytes
    }

    /// What `folder` says; none when it says nothing that can be relied on. Read it before the cases: then they may only be
    /// further on.
    pub(crate) fn read(folder: &Path) -> Result<Option<Self>, Problem> {
        Ok(files::read(&folder.join(HEAD))?.as_deref().and_then(Self::parse))
    }

    /// Writes it over the one before. Not made durable here: an older one is as true.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), Problem> {
        files::write_over(&folder.join(HEAD), &self.to_bytes())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Head, LENGTH};

    #[test]
    fn the_longest_head_fits() {
        let head = Head::new(u64::MAX, usize::MAX, b"x");
        assert_eq!(head.to_bytes().len(), LENGTH);
        assert_eq!(Head::parse(&head.to_bytes()), Some(head));
    }

    #[test]
    fn a_damaged_head_says_nothing() {
        let whole = Head::new(17, 3, b"x").to_bytes();
        assert!(Head::parse(&whole).is_some());
        let written = whole.iter().position(|byte| *byte == b'}').unwrap();
        for place in 0..=written {
            let mut bytes = whole.clone();
            bytes[place] ^= 1;
            assert_eq!(Head::parse(&bytes), None, "{place}");
            assert_eq!(Head::parse(&whole[..place]), None, "{place}");
        }
    }
}
