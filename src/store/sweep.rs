//! One sweep over a sound cases file, from its end, in blocks that are shared among the processors: no more of it is
//! held than a block for each. A line is looked at, its hash compared with what the line after it says, and its case
//! given out while all of that is in the processor's own memory; a superseded line is skipped unread.
//!
//! A sweep says nothing about damage. At the first thing that is not as it is written here it gives up, and the file
//! is read in the way that can tell what is wrong (see [`Index`](super::index::Index)).

use super::format::{FORMAT, HexHash, hex_hash};
use super::glance::{Identity, Sums};
use super::header::{self, Header};
use super::local::{CASES, LOCK, LocalStore};
use super::lock::Note;
use super::{CurrentLine, Visit, staged};
use crate::parallel;
use crate::problem::Problem;
use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};
use memchr::memchr;
use serde::de::IgnoredAny;
use std::fs::File;
use std::hash::BuildHasher;
use std::io;
use std::panic::resume_unwind;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// So much of the file is looked at together, and stays in the processor's own memory meanwhile.
pub(crate) const BLOCK: usize = 256 * 1024;

/// Few lines are longer, so that the end of a block's last line seldom needs a second reading.
const OVERLAP: usize = 8 * 1024;

/// So long is the line of a case of many events.
const A_CASE: usize = 2 * 1024;

/// A file to go over.
pub(crate) struct Sweep<'a> {
    /// It, opened.
    pub(crate) file: &'a File,
    /// What problems call it.
    pub(crate) name: &'a str,
    /// So much of it was there when it was opened.
    pub(crate) length: usize,
    /// Whether each line is compared with the hash that the next one gives.
    pub(crate) hashes: bool,
    /// [`BLOCK`], save in tests.
    pub(crate) block: usize,
    /// How many processors.
    pub(crate) processors: usize,
}

/// What a sweep found beside the cases.
#[derive(Debug, Default)]
pub(crate) struct Swept {
    /// The number and the hash of the last line.
    pub(crate) last: Option<(u64, HexHash)>,
    /// What the cases come to.
    pub(crate) sums: Sums,
    /// How many lines there are in each block, the first block first.
    pub(crate) lines: Vec<usize>,
}

impl LocalStore {
    /// As [`Store::sweep`](super::Store::sweep).
    pub(super) fn swept(&self, visit: &Visit<'_>) -> Result<Option<Vec<usize>>, Problem> {
        // The note first: it is written after the line, so a line read later is at least as far.
        let Note { head, checked, .. } = Note::read(&self.folder.join(LOCK));
        let manifest = self.manifest()?;
        let Ok(file) = staged::open(&self.folder, CASES) else { return Ok(None) };
        let described = || file.metadata().ok().and_then(|found| Identity::of(&found));
        let Some(is) = described() else { return Ok(None) };
        let checked = checked.filter(|checked| checked.file == is);
        let readable = manifest
            .as_ref()
            .is_some_and(|manifest| manifest.format == FORMAT && (checked.is_some() || manifest.sealed.is_none()));
        let Ok(length) = usize::try_from(is.length) else { return Ok(None) };
        if !readable {
            return Ok(None);
        }
        let sweep = Sweep {
            file: &file,
            name: &self.name(),
            length,
            hashes: checked.is_none(),
            block: BLOCK,
            processors: parallel::processors(),
        };
        let Ok(Some(swept)) = sweep.run(visit) else { return Ok(None) };
        let at_its_end = match (&swept.last, &head) {
            (Some((seq, hash)), Some(head)) => *seq > head.seq || (*seq == head.seq && *hash == *head.hash.as_bytes()),
            (last, None) => last.is_some(),
            (None, Some(_)) => false,
        };
        // What was checked before is relied on only if nobody touched the file meanwhile, and it comes to the same.
        let as_checked = checked.is_none_or(|checked| checked.sums == swept.sums && described() == Some(checked.file));
        let same = self.manifest()? == manifest;
        Ok((at_its_end && as_checked && same).then_some(swept.lines))
    }
}

/// The lines of one block.
struct Lines<'b> {
    texts: Vec<(&'b [u8], Header<'b>)>,
    /// The last one's, when hashes are compared.
    last_hash: HexHash,
}

/// What has to be done in the order of the blocks, the last one first.
#[derive(Default)]
struct State {
    /// How many blocks have been through.
    done: usize,
    /// Something was not as it must be, or a thread has panicked: nothing more is done.
    over: bool,
    seen: Names,
    /// The number, and the hash of the line before, that the line after gives.
    next: Option<(u64, HexHash)>,
    swept: Swept,
}

impl State {
    fn of(length: usize, blocks: usize) -> Self {
        // Room at once for as many as there may be. Where there are fewer, it is a hundredth of the file too much.
        let seen = Names { places: HashTable::with_capacity(length / A_CASE), ..Names::default() };
        let swept = Swept { lines: vec![0; blocks], ..Swept::default() };
        Self { seen, swept, ..Self::default() }
    }
}

/// Which references were met with. There is one for each case of the store, so they stand in one text, and their places
/// in it in few bytes.
#[derive(Default)]
struct Names {
    text: String,
    places: HashTable<(u32, u32)>,
    hasher: DefaultHashBuilder,
}

impl Names {
    /// Whether this one is new; none when there is no room for more.
    fn insert(&mut self, name: &str) -> Option<bool> {
        let Self { text, places, hasher } = self;
        let held = |&(start, end): &(u32, u32)| &text[start as usize..end as usize];
        let hash = |place: &(u32, u32)| hasher.hash_one(held(place));
        let Entry::Vacant(free) = places.entry(hasher.hash_one(name), |place| held(place) == name, hash) else {
            return Some(false);
        };
        free.insert((text.len().try_into().ok()?, (text.len() + name.len()).try_into().ok()?));
        text.push_str(name);
        Some(true)
    }
}

struct Turns {
    state: Mutex<State>,
    moved: Condvar,
}

impl Sweep<'_> {
    /// Gives the last line of every case to `visit`, in pieces, each with the number of the block it stands in and each
    /// line with its number within the block. None when the file is not sound in every way; then what was given out
    /// counts for nothing.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn run(&self, visit: &Visit<'_>) -> io::Result<Option<Swept>> {
        let blocks = self.length.div_ceil(self.block);
        let turns = Turns { state: Mutex::new(State::of(self.length, blocks)), moved: Condvar::new() };
        let next = Mutex::new((0..blocks).rev());
        let work = || -> io::Result<()> {
            let mut bytes = Vec::new();
            // Whoever ends early, for whatever reason, leaves nobody waiting.
            let ending = Ending(&turns);
            loop {
                let block = next.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some(block) = block else { break };
                let length = self.read(block, &mut bytes)?;
                let Some(lines) = self.lines(block, &bytes[..length]) else { return Ok(()) };
                let Some(current) = self.in_turn(blocks - 1 - block, block, &lines, &turns) else { return Ok(()) };
                if !current.is_empty() {
                    visit(block, &current);
                }
            }
            std::mem::forget(ending);
            Ok(())
        };
        let others = self.processors.min(blocks).saturating_sub(1);
        thread::scope(|scope| {
            let threads: Vec<_> = (0..others).map(|_| scope.spawn(work)).collect();
            let own = work();
            let all = threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
            all.fold(own, Result::and)
        })?;
        let state = turns.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok((!state.over && blocks > 0).then_some(state.swept))
    }

    /// Reads a block: the byte before it, which says whether a line begins with it, and to the end of its last line. The
    /// length is given; what stands behind is of earlier blocks.
    fn read(&self, block: usize, bytes: &mut Vec<u8>) -> io::Result<usize> {
        let start = (block * self.block).saturating_sub(1);
        let last = ((block + 1) * self.block).min(self.length) - 1 - start;
        let (mut held, mut reach) = (0, OVERLAP);
        loop {
            let end = (last + reach).min(self.length - start);
            if bytes.len() < end {
                bytes.resize(end, 0);
            }
            read_at(self.file, &mut bytes[held..end], (start + held) as u64)?;
            // The line that the block's last byte is in ends there or later; the next one is no longer of this block.
            if let Some(more) = memchr(b'\n', &bytes[last.max(held)..end]) {
                return Ok(last.max(held) + more + 1);
            }
            if start + end == self.length {
                return Ok(end);
            }
            (held, reach) = (end, reach.saturating_mul(8));
        }
    }

    /// The lines that begin in a block, each sound by itself and by the one after it; none when one is not.
    fn lines<'b>(&self, block: usize, bytes: &'b [u8]) -> Option<Lines<'b>> {
        // Of a line that began before, only the end is here.
        let mut at = if block == 0 { 0 } else { memchr(b'\n', bytes).map_or(bytes.len(), |end| end + 1) };
        let mut lines = Lines { texts: Vec::with_capacity(self.block / 1024), last_hash: [0; 64] };
        while at < bytes.len() {
            let end = at + memchr(b'\n', &bytes[at..])?;
            let text = &bytes[at..end];
            let header = header::scan(text).filter(|header| header.case.is_some())?;
            if let Some((before, its)) = lines.texts.last() {
                let follows = its.seq.checked_add(1) == Some(header.seq);
                // After a repair there may be a gap.
                let fits = !self.hashes || !follows || hex_hash(before) == *header.prev;
                if its.seq >= header.seq || !fits {
                    return None;
                }
            }
            lines.texts.push((text, header));
            at = end + 1;
        }
        if let Some((last, _)) = lines.texts.last().filter(|_| self.hashes) {
            lines.last_hash = hex_hash(last);
        }
        Some(lines)
    }

    /// Waits for the blocks after this one, and picks out the lines that no later one supersedes; none when this is over.
    fn in_turn<'b>(
        &'b self,
        turn: usize,
        block: usize,
        lines: &Lines<'b>,
        turns: &Turns,
    ) -> Option<Vec<CurrentLine<'b>>> {
        let mut state = turns.locked();
        while state.done < turn && !state.over {
            state = turns.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.over || !self.fits(lines, &state) {
            return None;
        }
        let mut current = Vec::with_capacity(lines.texts.len());
        for (place, (text, header)) in lines.texts.iter().enumerate().rev() {
            if !state.seen.insert(header.reference)? {
                continue;
            }
            state.swept.sums.add(header.reference, text.len() + 1);
            current.push(CurrentLine {
                reference: header.reference,
                version: header.seq,
                line: place + 1,
                file: self.name,
                json: header.case?,
            });
        }
        if let Some((_, first)) = lines.texts.first() {
            state.next = Some((first.seq, first.prev.try_into().ok()?));
        }
        if let (None, Some((text, last))) = (&state.swept.last, lines.texts.last()) {
            state.swept.last = Some((last.seq, hex_hash(text)));
        }
        state.swept.lines[block] = lines.texts.len();
        state.done += 1;
        drop(state);
        turns.moved.notify_all();
        current.reverse();
        Some(current)
    }

    /// Whether the last of these lines and the first one after them belong together; the very last line is JSON.
    fn fits(&self, lines: &Lines<'_>, state: &State) -> bool {
        let Some((text, last)) = lines.texts.last() else { return true };
        match &state.next {
            Some((seq, prev)) => last.seq < *seq && (!self.hashes || last.seq + 1 < *seq || lines.last_hash == *prev),
            None => serde_json::from_slice::<IgnoredAny>(text).is_ok(),
        }
    }
}

impl Turns {
    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends a sweep for everybody when it is dropped.
struct Ending<'t>(&'t Turns);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.locked().over = true;
        self.0.moved.notify_all();
    }
}

#[cfg(unix)]
fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, into, at)
}

#[cfg(not(unix))]
fn read_at(_: &File, _: &mut [u8], _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
