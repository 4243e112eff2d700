//! One sweep over a sound cases file, from its end, in blocks that are shared among the processors: no more of it is
//! held than a block for each. A line is looked at, its hash compared with what the line after it says, and its case
//! given out while all of that is in the processor's own memory; a superseded line is skipped unread.
//!
//! A sweep says nothing about damage. At the first thing that is not as it is written here it gives up, and the file
//! is read in the way that can tell what is wrong (see [`Index`](super::index::Index)).

use super::format::{self, FORMAT, Head, HexHash, Mark, hex_digits};
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
use sha2::{Digest, Sha256};
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
    /// The last line that was saved, as far as is known.
    pub(crate) head: Option<&'a Head>,
    /// [`BLOCK`], save in tests.
    pub(crate) block: usize,
    /// How many processors.
    pub(crate) processors: usize,
}

/// What a sweep found beside the cases.
#[derive(Debug, Default)]
pub(crate) struct Swept {
    /// The number of the last line.
    pub(crate) last: Option<u64>,
    /// How many lines there are in each block, the first block first.
    pub(crate) lines: Vec<usize>,
}

impl LocalStore {
    /// As [`Store::sweep`](super::Store::sweep).
    pub(super) fn swept(&self, visit: &Visit<'_>) -> Result<Option<Vec<usize>>, Problem> {
        // The note first: it is written after the line, so a line read later is at least as far.
        let note = Note::read(&self.folder.join(LOCK));
        let manifest = self.manifest()?;
        let Some(Note { head, open, .. }) = note else { return Ok(None) };
        let readable = manifest.as_ref().is_some_and(|manifest| manifest.format == FORMAT);
        if !readable || (head.is_none() && !open) {
            return Ok(None);
        }
        let Ok(file) = staged::open(&self.folder, CASES) else { return Ok(None) };
        let length = file.metadata().ok().and_then(|found| usize::try_from(found.len()).ok());
        let Some(length) = length.filter(|length| *length > 0) else { return Ok(None) };
        let sweep = Sweep {
            file: &file,
            name: &self.name(),
            length,
            head: head.as_ref(),
            block: BLOCK,
            processors: parallel::processors(),
        };
        let Ok(Some(swept)) = sweep.run(visit) else { return Ok(None) };
        let at_its_end = swept.last >= head.as_ref().map(|head| head.seq);
        Ok(at_its_end.then_some(swept.lines))
    }
}

/// A SHA-256.
type Hash = [u8; 32];

/// The lines of one block.
struct Lines<'b> {
    texts: Vec<(&'b [u8], Header<'b>)>,
    hashes: Vec<Hash>,
    /// The last one that does not follow on the one before it, by number and hash. Before a mark none need do.
    unlinked: Option<usize>,
    /// The last mark.
    mark: Option<usize>,
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
    /// The last mark of the file, and the hashes of the lines before it, the last block first.
    mark: Option<Mark>,
    live: Vec<Vec<Hash>>,
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

impl State {
    /// Whether the first line is the first of all, or the lines before the mark are those that it vouches for.
    fn is_whole(&self) -> bool {
        let Some(mark) = &self.mark else {
            return self.next.is_none_or(|(seq, prev)| seq == 1 && prev.iter().all(|digit| *digit == b'0'));
        };
        let mut digest = Sha256::new();
        self.live.iter().rev().flatten().for_each(|hash| digest.update(hash));
        let live = self.live.iter().map(Vec::len).sum::<usize>() as u64;
        mark.live == live && mark.digest == format::hex(&digest.finalize())
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
        Ok((!state.over && blocks > 0 && state.is_whole()).then_some(state.swept))
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
        let mut lines = Lines {
            texts: Vec::with_capacity(self.block / 1024),
            hashes: Vec::with_capacity(self.block / 1024),
            unlinked: None,
            mark: None,
        };
        while at < bytes.len() {
            let end = at + memchr(b'\n', &bytes[at..])?;
            let text = &bytes[at..end];
            let header = header::scan(text).filter(|header| header.body.is_some())?;
            let place = lines.texts.len();
            if let (Some((_, its)), Some(hash)) = (lines.texts.last(), lines.hashes.last()) {
                if its.seq >= header.seq {
                    return None;
                }
                if its.seq.checked_add(1) != Some(header.seq) || hex_digits(hash) != *header.prev {
                    lines.unlinked = Some(place);
                }
            }
            if header.is_mark() {
                (lines.mark, lines.unlinked) = (Some(place), None);
            }
            lines.texts.push((text, header));
            lines.hashes.push(Sha256::digest(text).into());
            at = end + 1;
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
        if state.mark.is_some() {
            state.live.push(lines.hashes.clone());
        } else if let Some(place) = lines.mark {
            state.mark = Some(serde_json::from_slice(lines.texts[place].1.body?).ok()?);
            state.live.push(lines.hashes[..place].to_vec());
        }
        let mut current = Vec::with_capacity(lines.texts.len());
        for (place, (_, header)) in lines.texts.iter().enumerate().rev() {
            if header.is_mark() || !state.seen.insert(header.reference)? {
                continue;
            }
            current.push(CurrentLine {
                reference: header.reference,
                version: header.seq,
                line: place + 1,
                file: self.name,
                json: header.body?,
            });
        }
        if let Some((_, first)) = lines.texts.first() {
            state.next = Some((first.seq, first.prev.try_into().ok()?));
        }
        if let (None, Some((_, last))) = (&state.swept.last, lines.texts.last()) {
            state.swept.last = Some(last.seq);
        }
        state.swept.lines[block] = lines.texts.len();
        state.done += 1;
        drop(state);
        turns.moved.notify_all();
        current.reverse();
        Some(current)
    }

    /// Whether these lines follow on each other, and the first one after them on the last of them, as far as no mark vouches
    /// for them; the very last line is JSON, and the last of its change.
    fn fits(&self, lines: &Lines<'_>, state: &State) -> bool {
        let (Some((text, last)), Some(hash)) = (lines.texts.last(), lines.hashes.last()) else { return true };
        let from = if state.mark.is_some() { lines.texts.len() } else { lines.mark.unwrap_or(0) };
        let is_head = |(place, (_, header)): (usize, &(&[u8], Header<'_>))| match self.head {
            Some(head) if place >= from && header.seq == head.seq => {
                hex_digits(&lines.hashes[place]) == *head.hash.as_bytes()
            }
            _ => true,
        };
        let linked = state.mark.is_some() && lines.mark.is_none() || state.mark.is_none() && lines.unlinked.is_none();
        let next = match &state.next {
            Some((seq, prev)) => {
                last.seq < *seq && (state.mark.is_some() || (last.seq + 1 == *seq && hex_digits(hash) == *prev))
            }
            None => last.more == 0 && serde_json::from_slice::<IgnoredAny>(text).is_ok(),
        };
        linked && next && lines.texts.iter().enumerate().all(is_head)
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
