//! Sweeps over sound and damaged files.

use super::{Sweep, Swept};
use crate::store::conformance::{case, change};
use crate::store::index::Index;
use crate::store::{CurrentLine, LocalStore, Store, gather};
use std::fs::{self, File};
use std::path::Path;
use std::sync::Mutex;

/// A case with the number of its line's change and of its line.
type Seen = Vec<(String, u64, usize)>;

fn store(folder: &Path, changes: &[(&str, u32)]) -> LocalStore {
    let store = LocalStore::new(folder.join("store"));
    for (reference, value) in changes {
        store.update(reference, change("set"), &mut |_| Ok(case(reference, *value))).unwrap();
    }
    store
}

const CHANGES: [(&str, u32); 9] =
    [("a", 1), ("b", 1), ("a", 2), ("c", 1), ("long-reference", 1), ("b", 2), ("d", 1), ("a", 3), ("e", 1)];

/// What a sweep over `path` finds, by blocks of so many bytes.
fn swept(path: &Path, block: usize, processors: usize) -> Option<(Swept, Seen)> {
    let file = File::open(path).unwrap();
    let length = usize::try_from(file.metadata().unwrap().len()).unwrap();
    let sweep = Sweep { file: &file, name: "", length, head: None, block, processors };
    let seen: Mutex<Vec<(usize, String, u64, usize)>> = Mutex::default();
    let visit = |block: usize, lines: &[CurrentLine<'_>]| {
        let lines = lines.iter().map(|line| (block, line.reference.to_owned(), line.version, line.line));
        seen.lock().unwrap().extend(lines);
    };
    let swept = sweep.run(&visit).unwrap()?;
    let before = |block: usize| swept.lines[..block].iter().sum::<usize>();
    let seen = seen.into_inner().unwrap().into_iter();
    let mut seen: Seen = seen.map(|(block, name, version, line)| (name, version, before(block) + line)).collect();
    seen.sort();
    Some((swept, seen))
}

/// What reading the whole file finds, when nothing is wrong with it.
fn indexed(bytes: &[u8]) -> Option<Seen> {
    let index = Index::of(bytes, "", None).ok().filter(|index| index.torn.is_none() && !index.unended)?;
    let entry = |entry: &crate::store::index::Entry<'_>| (entry.reference.to_string(), entry.version, entry.line);
    Some(index.current.iter().map(entry).collect())
}

#[test]
fn however_the_file_is_cut_into_blocks_the_same_lines_are_given() {
    let root = tempfile::tempdir().unwrap();
    let store = store(root.path(), &CHANGES);
    let bytes = fs::read(&store.cases).unwrap();
    let expected = indexed(&bytes).unwrap();
    assert_eq!(expected.len(), 6);
    for block in (1..40).chain([100, 331, 332, 333, 1000, bytes.len() - 1, bytes.len(), bytes.len() + 1]) {
        for processors in [1, 2, 5] {
            let (swept, seen) = swept(&store.cases, block, processors).unwrap();
            assert_eq!(seen, expected, "{block}");
            assert_eq!(swept.lines.iter().sum::<usize>(), CHANGES.len(), "{block}");
            assert_eq!(swept.last, Some(CHANGES.len() as u64));
        }
    }
}

/// Nothing that is wrong with a file is passed over.
#[test]
fn a_sweep_gives_up_or_finds_what_reading_the_whole_file_finds() {
    let root = tempfile::tempdir().unwrap();
    let store = store(root.path(), &CHANGES[..5]);
    let bytes = fs::read(&store.cases).unwrap();
    let path = root.path().join("damaged");
    let check = |bytes: &[u8], what: &str| {
        fs::write(&path, bytes).unwrap();
        let found = swept(&path, 700, 2).map(|(_, seen)| seen);
        // What is told of an end that is no longer there stands in the note of the lock, of which this knows nothing.
        assert!(found.is_none() || found == indexed(bytes), "{what}");
        found.is_some()
    };
    let mut passed = 0;
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 1 << (place % 8);
        passed += usize::from(check(&changed, &format!("byte {place}")));
        passed += usize::from(check(&bytes[..place], &format!("cut at {place}")));
    }
    let last = bytes.iter().rev().skip(1).position(|byte| *byte == b'\n').unwrap();
    // The last line has no witness in the file, and a file that ends after a whole line is whole.
    assert!(passed > 0 && passed <= last + CHANGES.len(), "{passed}");
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    for one in 0..lines.len() {
        for other in 0..lines.len() {
            let mut moved = lines.clone();
            moved.swap(one, other);
            assert_eq!(check(&moved.concat(), &format!("{one} and {other}")), one == other);
        }
        let mut twice = lines.clone();
        twice.insert(one, lines[one]);
        assert!(!check(&twice.concat(), &format!("{one} twice")));
    }
    assert!(!check(&[&bytes[..], b"\n"].concat(), "an empty line"));
}

/// Were it always given up, nobody would see it but by the time it takes.
#[test]
fn a_sound_store_is_swept_and_any_other_is_not() {
    let root = tempfile::tempdir().unwrap();
    let store = store(root.path(), &CHANGES);
    let is_swept = || store.sweep(&|_, _| {}).unwrap().is_some();
    assert!(is_swept());
    let bytes = fs::read(&store.cases).unwrap();
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    for kept in 0..lines.len() {
        fs::write(&store.cases, lines[..kept].concat()).unwrap();
        assert!(!is_swept(), "the note in the lock knows of more than {kept} lines");
    }
    fs::write(&store.cases, &bytes).unwrap();
    assert!(is_swept());
    fs::remove_file(root.path().join("store/.lock")).unwrap();
    assert!(!is_swept(), "nothing says which change was saved last");
    fs::write(root.path().join("store/store.json"), "{\"format\":99}").unwrap();
    assert!(store.sweep(&|_, _| {}).is_err());
}

#[test]
fn a_compacted_store_is_swept_when_its_mark_holds() {
    let root = tempfile::tempdir().unwrap();
    let store = store(root.path(), &CHANGES);
    store.compact(change("set").stamp.at).unwrap();
    store.update("f", change("added"), &mut |_| Ok(case("f", 1))).unwrap();
    let seen = || {
        let gathered = gather(&store, |lines| lines.iter().map(|line| line.reference.to_owned()).collect::<Vec<_>>());
        let gathered = gathered.unwrap();
        let mut names: Vec<String> = gathered.parts.into_iter().flat_map(|part| part.made).collect();
        names.sort();
        (names.join(" "), gathered.warnings.len())
    };
    assert_eq!(seen(), ("a b c d e f long-reference".to_owned(), 0));
    // The mark vouches for every line before it.
    let bytes = fs::read(&store.cases).unwrap();
    assert!(store.sweep(&|_, _| {}).unwrap().is_some());
    for block in (1..2000).step_by(97) {
        assert_eq!(swept(&store.cases, block, 2).unwrap().1, indexed(&bytes).unwrap(), "{block}");
    }
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    for dropped in 0..lines.len() {
        let rest = [&lines[..dropped], &lines[dropped + 1..]].concat().concat();
        fs::write(&store.cases, rest).unwrap();
        assert!(store.sweep(&|_, _| {}).unwrap().is_none(), "{dropped}");
    }
    fs::write(&store.cases, &bytes).unwrap();
    assert_eq!(seen(), ("a b c d e f long-reference".to_owned(), 0));
}

#[test]
fn a_panic_leaves_nobody_waiting() {
    let root = tempfile::tempdir().unwrap();
    let store = store(root.path(), &CHANGES);
    let file = File::open(&store.cases).unwrap();
    let length = usize::try_from(file.metadata().unwrap().len()).unwrap();
    for processors in [1, 3] {
        let sweep = Sweep { file: &file, name: "", length, head: None, block: 100, processors };
        let panicked = std::panic::catch_unwind(|| sweep.run(&|block, _| assert!(block > 9, "on purpose")));
        assert!(panicked.is_err());
    }
}
