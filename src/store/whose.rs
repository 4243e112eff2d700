//! The index of references: whose each line of the cases file is, and the start of its hash. No answer rests on it while
//! the lines prove themselves. When one is gone, it tells which case that one was about, so that all others can still be
//! answered. Whenever it does not match the lines it is made anew.

use super::files;
use super::format::hash;
use super::header::{self, Header};
use super::index::lines_of;
use super::local::LocalStore;
use crate::problem::Problem;
use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom, Write};

/// The name of the file.
pub(super) const WHOSE: &str = "index";

/// How the line of a mark, which is about no case, is entered.
const NOBODY: &str = "-";

/// So many digits of a hash are noted, and of that of the entry itself.
const DIGITS: usize = 16;
const CHECK: usize = 8;

/// The end of the file that the last entry is in.
const END: u64 = 512;

/// What is known of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Whose {
    hash: String,
    /// The case's reference; none for a mark.
    pub(crate) reference: Option<String>,
}

impl Whose {
    /// Whether a line with this hash may be the one.
    pub(crate) fn fits(&self, hash: &str) -> bool {
        hash.starts_with(&self.hash)
    }
}

/// The entry of a line.
fn entry(text: &[u8]) -> Option<String> {
    let Header { seq, reference, .. } = header::scan(text)?;
    let reference = if reference.is_empty() { NOBODY } else { reference };
    let noted = format!("{seq} {} {reference}", &hash(Some(text))[..DIGITS]);
    Some(format!("{noted} {}\n", &hash(Some(noted.as_bytes()))[..CHECK]))
}

/// The index of these lines.
pub(super) fn entries<'t>(lines: impl IntoIterator<Item = &'t [u8]>) -> Vec<u8> {
    lines.into_iter().filter_map(entry).collect::<String>().into_bytes()
}

/// What an index says. An entry that is not as it was written says nothing.
pub(crate) fn read(bytes: &[u8]) -> BTreeMap<u64, Whose> {
    let sound = |line: &[u8]| -> Option<(u64, Whose)> {
        let line = str::from_utf8(line).ok()?;
        let (noted, check) = line.rsplit_once(' ')?;
        if hash(Some(noted.as_bytes()))[..CHECK] != *check {
            return None;
        }
        let mut words = noted.split(' ');
        let (seq, hash, reference) = (words.next()?.parse().ok()?, words.next()?.to_owned(), words.next()?);
        let reference = (reference != NOBODY).then(|| reference.to_owned());
        Some((seq, Whose { hash, reference }))
    };
    lines_of(bytes).into_iter().filter_map(sound).collect()
}

impl LocalStore {
    /// Enters the lines `added` after those of `held`, whose last one is `last`. The caller holds the lock.
    ///
    /// # Errors
    /// When the file cannot be written; only that is lost which it is for.
    pub(super) fn enter(&self, held: &[u8], last: Option<&[u8]>, added: &[u8]) -> Result<(), Problem> {
        let path = self.folder.join(WHOSE);
        let refused = |error: std::io::Error| files::problem("written to", &path, &error);
        let mut file = files::open_private(&path)?;
        let length = file.metadata().map_err(refused)?.len();
        let mut end = Vec::new();
        file.seek(SeekFrom::Start(length.saturating_sub(END))).map_err(refused)?;
        file.read_to_end(&mut end).map_err(refused)?;
        let matches = match last.and_then(entry) {
            Some(entry) => end.ends_with(entry.as_bytes()),
            None => end.is_empty(),
        };
        if matches {
            return file.write_all(&entries(lines_of(added))).map_err(refused);
        }
        let all = lines_of(held).into_iter().chain(lines_of(added));
        files::write_whole(&self.folder, WHOSE, &entries(all))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{WHOSE, entries, read};
    use crate::store::conformance::{case, change};
    use crate::store::index::lines_of;
    use crate::store::{LocalStore, Store};
    use std::fs;

    #[test]
    fn every_line_is_entered_and_what_does_not_match_is_made_anew() {
        let root = tempfile::tempdir().unwrap();
        let store = LocalStore::new(root.path().join("store"));
        let set = |name: &str, value| store.update(name, change("set"), &mut |_| Ok(case(name, value))).unwrap();
        let path = root.path().join("store").join(WHOSE);
        let is_whole = || {
            let cases = fs::read(&store.cases).unwrap();
            assert_eq!(fs::read(&path).unwrap(), entries(lines_of(&cases)));
        };
        set("a", 1);
        set("b", 2);
        is_whole();
        let bytes = fs::read(&path).unwrap();
        assert_eq!(read(&bytes)[&2].reference.as_deref(), Some("b"));
        for damage in [Vec::new(), b"x".to_vec(), bytes[..bytes.len() - 3].to_vec()] {
            fs::write(&path, damage).unwrap();
            set("a", 3);
            is_whole();
        }
        store.compact(change("").stamp.at).unwrap();
        is_whole();
        let mut bytes = fs::read(&path).unwrap();
        bytes[0] ^= 1;
        assert_eq!(read(&bytes).len(), lines_of(&bytes).len() - 1);
        fs::remove_file(&path).unwrap();
        set("b", 4);
        is_whole();
    }
}
