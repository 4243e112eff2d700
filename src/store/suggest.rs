//! References and workers to suggest while a command is typed. Nothing is proved and no lock is taken: the command that
//! follows looks for itself.

use super::whose::WHOSE;
use memchr::{memchr, memmem, memrchr};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// The most of the index that is read, from its end: some four hundred thousand lines.
const INDEX: u64 = 16 * 1024 * 1024;

/// The most of the cases that is looked through for workers, from the end: the newest few thousand cases name them all.
const CASES: u64 = 2 * 1024 * 1024;

/// References that begin so, at most `most`, in the order of letters; none of an encrypted store.
///
/// # Errors
/// When there is no store, or it cannot be read.
pub fn references(folder: &Path, begins: &str, most: usize) -> io::Result<BTreeSet<String>> {
    if is_encrypted(folder) {
        return Ok(BTreeSet::new());
    }
    let Ok(bytes) = end_of(&folder.join(WHOSE), INDEX) else { return values(folder, "ref", begins, most) };
    let wanted = format!(" {begins}");
    let mut found = BTreeSet::new();
    for place in memmem::find_iter(&bytes, wanted.as_bytes()) {
        let start = memrchr(b'\n', &bytes[..place]).map_or(0, |end| end + 1);
        let length = memchr(b'\n', &bytes[place..]).unwrap_or(bytes.len() - place);
        let line = String::from_utf8_lossy(&bytes[start..place + length]);
        // The number of the line, the start of its hash, the reference, and a check of these.
        let mut fields = line.split(' ');
        let reference = fields.nth(2).filter(|reference| fields.next().is_some() && reference.starts_with(begins));
        found.extend(reference.map(str::to_owned));
        if found.len() >= most {
            break;
        }
    }
    Ok(found)
}

/// Workers of the newest cases that begin so, at most `most`, in the order of letters; none of an encrypted store.
///
/// # Errors
/// As [`references`].
pub fn workers(folder: &Path, begins: &str, most: usize) -> io::Result<BTreeSet<String>> {
    if is_encrypted(folder) { Ok(BTreeSet::new()) } else { values(folder, "worker", begins, most) }
}

/// The values of a field that begin so, in the newest cases.
fn values(folder: &Path, field: &str, begins: &str, most: usize) -> io::Result<BTreeSet<String>> {
    let bytes = end_of(&folder.join("cases.jsonl"), CASES)?;
    let lead = format!("\"{field}\":\"");
    let mut found = BTreeSet::new();
    for place in memmem::find_iter(&bytes, format!("{lead}{begins}").as_bytes()) {
        let value = &bytes[place + lead.len()..];
        let value = memchr(b'"', value).and_then(|length| std::str::from_utf8(&value[..length]).ok());
        found.extend(value.filter(|value| !value.contains('\\')).map(str::to_owned));
        if found.len() >= most {
            break;
        }
    }
    Ok(found)
}

/// What an encrypted store holds is nobody's to see on a command line.
fn is_encrypted(folder: &Path) -> bool {
    let header = std::fs::read(folder.join("store.json")).unwrap_or_default();
    memmem::find(&header, b"\"recipients\"").is_some()
}

fn end_of(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(most)))?;
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(most)).unwrap_or_default());
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
