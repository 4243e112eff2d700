//! The last line of one case, found from the end of a cases file that is known to be sound, without reading the rest.
//!
//! Whoever checked the whole file under the lock notes in the lock file how the system then described it: its number,
//! length and times. While that description is the same nobody has written to the file since, save with the lock. A
//! file that was touched in any other way, or copied, is read and checked in full again.

use super::format::{FORMAT, Head};
use super::header;
use super::index::Index;
use super::local::{LOCK, LocalStore};
use super::lock::Note;
use super::staged;
use memchr::{memchr, memmem, memrchr};
use serde::{Deserialize, Serialize};
use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::PoisonError;

/// How the system describes a file. Any writing to it, and any copying of it, changes that; only a disk that rots does
/// not, which `store verify`, backups and compaction find, as they read everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    number: u64,
    pub(crate) length: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Identity {
    /// None where the system says too little to tell one state from another.
    #[cfg(unix)]
    pub(crate) fn of(found: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        Some(Self {
            number: found.ino(),
            length: found.len(),
            modified: (found.mtime(), found.mtime_nsec()),
            changed: (found.ctime(), found.ctime_nsec()),
        })
    }

    /// None where the system says too little to tell one state from another.
    #[cfg(not(unix))]
    pub(crate) fn of(_: &Metadata) -> Option<Self> {
        None
    }

    /// Whether `other` was changed at a later time than this. Two changes in one tick of the system's clock could not
    /// be told apart.
    pub(crate) fn is_before(&self, other: &Self) -> bool {
        self.changed < other.modified
    }
}

/// What a cases file holds, in sums that tell whether a reading of it came to the same cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sums {
    /// Bytes of the last lines of all cases.
    pub(crate) live: usize,
    /// Cases.
    pub(crate) cases: usize,
    /// The hashes of their references, added up.
    pub(crate) names: u64,
}

impl Sums {
    /// Of a whole file.
    pub(crate) fn of(index: &Index<'_>) -> Self {
        Self::default().with(None, index)
    }

    /// With one more case, whose last line has so many bytes.
    pub(crate) fn add(&mut self, reference: &str, length: usize) {
        self.cases += 1;
        self.names = self.names.wrapping_add(hash_of(reference));
        self.live += length;
    }

    /// After the lines of `added` were put after those of `held`; only the cases of `added` are looked for there.
    pub(crate) fn with(mut self, held: Option<&Index<'_>>, added: &Index<'_>) -> Self {
        for entry in added.entries() {
            match held.and_then(|held| held.find(&entry.reference)) {
                Some(before) => self.live = self.live.saturating_sub(before.length()) + entry.length(),
                None => self.add(&entry.reference, entry.length()),
            }
        }
        self
    }
}

/// FNV-1a: it need not withstand anybody, as whoever can write here can write the sums too.
fn hash_of(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A cases file that was checked in full, every line of it in the very shape that is written here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Checked {
    pub(crate) file: Identity,
    pub(crate) sums: Sums,
}

/// What one change of one case must know of the store.
#[derive(Debug, Clone)]
pub(crate) struct Glance {
    reference: String,
    pub(crate) checked: Checked,
    /// The last line of the case, or of one whose reference differs only in capitals, and the last line of the file.
    pub(crate) bytes: Vec<u8>,
}

impl LocalStore {
    /// Looks for one case only; none when the file has to be read in full, for whatever reason.
    pub(super) fn glance(&self, reference: &str) -> Option<Glance> {
        let Note { head: Some(head), checked: Some(checked), .. } = Note::read(&self.folder.join(LOCK)) else {
            return None;
        };
        if staged::is_unfinished(&self.folder) || self.manifest().ok()??.format != FORMAT {
            return None;
        }
        let mut file = File::open(&self.cases).ok()?;
        let is_same =
            |file: &File| file.metadata().is_ok_and(|found| Identity::of(&found).as_ref() == Some(&checked.file));
        if !is_same(&file) {
            return None;
        }
        let mut seen = self.work.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seen) = seen.as_ref().filter(|seen| seen.checked == checked && seen.reference == reference) {
            return Some(seen.clone());
        }
        let bytes = lines_about(&mut file, checked.file.length, reference).ok()??;
        // What was written to meanwhile may have been read in part.
        if !is_same(&file) || Head::of(&bytes).as_ref() != Some(&head) {
            return None;
        }
        let index = Index::of(&bytes, "");
        if !index.is_plain() || index.damage().is_some() || index.lookup(reference).is_err() {
            return None;
        }
        let glance = Glance { reference: reference.to_owned(), checked, bytes };
        *seen = Some(glance.clone());
        Some(glance)
    }
}

/// How every line leads up to its reference. Within a string a quotation mark is escaped, so this stands nowhere else.
const LEAD: &[u8] = b"\",\"case\":{\"ref\":\"";

/// A line is looked for in pieces of this size, which stay in the processor's own memory.
const PIECE: u64 = 256 * 1024;

/// More than the lead and the longest reference after it.
const OVERLAP: u64 = 128;

/// The last line of `reference` (or the last of one that differs only in capitals) and the last line of the file.
fn lines_about(file: &mut File, length: u64, reference: &str) -> io::Result<Option<Vec<u8>>> {
    let Some((last_start, last)) = line_at(file, length, length.saturating_sub(2))? else { return Ok(None) };
    let finder = memmem::Finder::new(LEAD);
    let (mut piece, mut end, mut twin) = (Vec::new(), length, None);
    let found = 'search: loop {
        if end == 0 {
            break None;
        }
        let start = end.saturating_sub(PIECE);
        read(file, start, (end + OVERLAP).min(length), &mut piece)?;
        let own = usize::try_from(end - start).unwrap_or(piece.len());
        let hits: Vec<usize> = finder.find_iter(&piece).take_while(|hit| *hit < own).collect();
        for hit in hits.into_iter().rev() {
            let name = &piece[hit + LEAD.len()..];
            let name = &name[..memchr(b'"', name).unwrap_or(0)];
            if name == reference.as_bytes() {
                break 'search Some(start + hit as u64);
            }
            if twin.is_none() && name.eq_ignore_ascii_case(reference.as_bytes()) {
                twin = Some(start + hit as u64);
            }
        }
        end = start;
    };
    let Some(place) = found.or(twin) else { return Ok(Some(last)) };
    let Some((start, mut line)) = line_at(file, length, place)? else { return Ok(None) };
    let is_it = header::scan(&line[..line.len() - 1])
        .is_some_and(|header| header.reference.eq_ignore_ascii_case(reference) && header.case.is_some());
    if !is_it {
        return Ok(None);
    }
    if start != last_start {
        line.extend(last);
    }
    Ok(Some(line))
}

/// Where the line begins that `place` is in, and the line with its newline; none when it has none.
fn line_at(file: &mut File, length: u64, place: u64) -> io::Result<Option<(u64, Vec<u8>)>> {
    let (mut reach, mut bytes) = (8 * 1024, Vec::new());
    loop {
        let (from, to) = (place.saturating_sub(reach), place.saturating_add(reach).min(length));
        read(file, from, to, &mut bytes)?;
        let here = usize::try_from(place - from).unwrap_or_default().min(bytes.len());
        let start = memrchr(b'\n', &bytes[..here]).map(|end| end + 1).or((from == 0).then_some(0));
        let end = memchr(b'\n', &bytes[here..]).map(|more| here + more + 1);
        match (start, end) {
            (Some(start), Some(end)) => return Ok(Some((from + start as u64, bytes[start..end].to_vec()))),
            _ if from == 0 && to == length => return Ok(None),
            _ => reach = reach.saturating_mul(8),
        }
    }
}

fn read(file: &mut File, from: u64, to: u64, into: &mut Vec<u8>) -> io::Result<()> {
    into.resize(usize::try_from(to.saturating_sub(from)).map_err(io::Error::other)?, 0);
    file.seek(SeekFrom::Start(from))?;
    file.read_exact(into)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Checked, Identity, Index, Note, OVERLAP, PIECE, Sums, lines_about};
    use crate::store::conformance::{case, change};
    use crate::store::{LocalStore, Store};
    use std::fs::{self, File};

    fn store(folder: &std::path::Path, cases: &[(&str, u32)]) -> LocalStore {
        let store = LocalStore::new(folder.join("store"));
        for (reference, value) in cases {
            store.update(reference, change("set"), &mut |_| Ok(case(reference, *value))).unwrap();
        }
        store
    }

    /// Wherever in the pieces the line stands, it is found, and it is the last one of its case.
    #[test]
    fn the_last_line_of_a_case_is_found_wherever_it_stands() {
        let root = tempfile::tempdir().unwrap();
        let store = store(root.path(), &[("a", 1), ("b", 1), ("a", 2), ("ab", 1)]);
        let bytes = fs::read(&store.cases).unwrap();
        let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
        let path = root.path().join("long");
        let end = String::from_utf8(lines[3].to_vec()).unwrap();
        let piece = usize::try_from(PIECE).unwrap();
        for shift in (0..usize::try_from(OVERLAP * 4).unwrap()).chain([1000, 5000]) {
            // One line of nothing much, so long that the others come to stand across the end of a piece.
            let padding = end.replace("\"ref\":\"ab\"", "\"ref\":\"x\"");
            let length = (2 * piece + shift).saturating_sub(lines[2].len() + end.len() + padding.len());
            let padding = padding.replace("\"saved_by\":\"jm", &format!("\"saved_by\":\"jm{}", "x".repeat(length / 2)));
            let whole = [lines[0], lines[1], lines[2], padding.as_bytes(), padding.as_bytes(), end.as_bytes()].concat();
            fs::write(&path, &whole).unwrap();
            let mut file = File::open(&path).unwrap();
            let mut about = |name: &str| lines_about(&mut file, whole.len() as u64, name).unwrap().unwrap();
            assert_eq!(about("a"), [lines[2], end.as_bytes()].concat(), "{shift}");
            assert_eq!(about("b"), [lines[1], end.as_bytes()].concat(), "{shift}");
            assert_eq!(about("ab"), end.as_bytes());
            assert_eq!(about("B"), [lines[1], end.as_bytes()].concat(), "{shift}");
            assert_eq!(about("none"), end.as_bytes());
        }
    }

    /// A disk that rots leaves the description of the file as it is. The set of cases is compared all the same.
    #[cfg(unix)]
    #[test]
    fn fewer_cases_or_others_are_noticed_even_when_the_description_is_the_same() {
        let root = tempfile::tempdir().unwrap();
        let store = store(root.path(), &[("a", 1), ("b", 1), ("a", 2), ("c", 1)]);
        let (bytes, lock) = (fs::read(&store.cases).unwrap(), root.path().join("store/.lock"));
        let mut note = Note::read(&lock);
        let sums = Sums::of(&Index::of(&bytes, ""));
        let text = String::from_utf8(bytes).unwrap();
        let mut trust = |text: &str| {
            fs::write(&store.cases, text).unwrap();
            let file = Identity::of(&fs::metadata(&store.cases).unwrap()).unwrap();
            note.checked = Some(Checked { file, sums });
            fs::write(&lock, note.line().unwrap()).unwrap();
            store.cases().unwrap()
        };
        assert_eq!(trust(&text).warnings, []);
        for (from, to) in [("\"ref\":\"b\"", "\"ref\":\"a\""), ("\"ref\":\"b\"", "\"ref\":\"d\"")] {
            let snapshot = trust(&text.replace(from, to));
            assert!(snapshot.warnings.iter().any(|warning| warning.place.line == Some(2)), "{to}: {snapshot:?}");
        }
    }

    #[test]
    fn a_glance_needs_a_file_that_nobody_else_touched() {
        let root = tempfile::tempdir().unwrap();
        let store = store(root.path(), &[("a", 1), ("b", 1), ("a", 2)]);
        if store.glance("a").is_none() {
            // Where two changes of a file can have one time, nothing is noted.
            assert!(Note::read(&root.path().join("store/.lock")).checked.is_none());
            return;
        }
        let bytes = fs::read(&store.cases).unwrap();
        for damaged in [bytes.clone(), bytes[..bytes.len() - 1].to_vec(), [&bytes[..], b"x"].concat()] {
            fs::write(&store.cases, damaged).unwrap();
            assert!(store.glance("a").is_none());
        }
    }
}
