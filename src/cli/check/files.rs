//! The cases of one file, as a check takes them.

use super::judge::{Judge, Judged};
use super::run::{At, Run};
use crate::cli::pipeline::in_order;
use crate::domain::naming::{known_event, known_fact, known_team};
use crate::input::found::Found;
use crate::input::lines::RawLine;
use crate::input::own_table::EventColumn;
use crate::input::source::{Lines, Taker};
use crate::interrupt;
use crate::parallel;
use crate::problem::{Place, Problem};
use crate::protocol::checks::Fault;
use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

/// How many bytes of lines are checked at one go.
const BATCH: usize = 64 * 1024;

/// How many rows are checked at one go.
const ROWS: usize = 1024;

/// The cases of one file.
pub(super) struct FileCases<'r, 'a> {
    pub(super) run: &'r mut Run<'a>,
    pub(super) judge: &'r Judge<'a>,
    pub(super) file: &'r str,
    pub(super) seen: References,
    /// Rows that wait to be checked together.
    pub(super) waiting: Vec<Found>,
}

/// The line of each reference met with lately, by its hash. A file may hold a million, and what is held must not grow
/// with it.
#[derive(Debug, Default)]
pub(super) struct References {
    lines: HashMap<u64, usize>,
    order: VecDeque<u64>,
    /// Whether some are no longer held.
    pub(super) past: bool,
}

/// How many references are held: more cases than a service has.
pub(super) const HELD: usize = 16 * 1024;

impl References {
    /// The line on which a reference was met with before, if that is known; it is held from now on.
    fn earlier(&mut self, reference: &str, line: usize) -> Option<usize> {
        let hash = hash(reference);
        if let Some(first) = self.lines.get(&hash) {
            return Some(*first);
        }
        if self.order.len() == HELD {
            self.past = true;
            self.order.pop_front().map(|oldest| self.lines.remove(&oldest));
        }
        self.order.push_back(hash);
        self.lines.insert(hash, line);
        None
    }
}

impl FileCases<'_, '_> {
    /// Checks the rows that wait, on every processor, and takes what was found in their order.
    pub(super) fn flush(&mut self) -> ControlFlow<()> {
        let rows: Vec<Mutex<Option<Found>>> = self.waiting.drain(..).map(|found| Mutex::new(Some(found))).collect();
        let (judge, file) = (self.judge, self.file);
        let judge_one = |place: usize| {
            let found = rows[place].lock().unwrap_or_else(PoisonError::into_inner).take()?;
            // One of several files or sheets has a name of its own.
            let own = found.file.clone();
            let judged = judge.found(own.as_deref().unwrap_or(file), found);
            Some((own, judged))
        };
        let made = parallel::parts(rows.len(), |range| range.filter_map(judge_one).collect::<Vec<_>>());
        for (own, judged) in made.into_iter().flatten() {
            self.absorb(own.as_deref().unwrap_or(file), judged)?;
        }
        if interrupt::asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Says that a reference is that of an earlier line too, then counts and writes the rest.
    fn absorb(&mut self, file: &str, judged: Option<Judged>) -> ControlFlow<()> {
        if let Some(mut judged) = judged {
            let read = judged.protocol.is_some() || !judged.unread;
            if let (true, Some(case), Some(line)) = (read, &judged.case, judged.line)
                && let Some(first) = self.seen.earlier(case, line)
            {
                let what = format!("`{case}` is the reference of line {first} too");
                judged.faults.insert(0, (Fault::DuplicateRef, Problem::input(what).field("ref")));
            }
            self.run.absorb(file, judged);
        }
        if self.run.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl Taker for FileCases<'_, '_> {
    fn wants_column(&mut self, line: usize, name: &str) -> bool {
        let asked = self.run.context.global.protocol.as_deref();
        let mut unknown = None;
        let ids = self.run.context.protocol_ids().unwrap_or_default();
        for id in ids.iter().filter(|id| asked.is_none_or(|asked| asked == id.as_str())) {
            let Ok(protocol) = self.run.context.protocol(id) else { continue };
            let found = match EventColumn::named(name) {
                Some(EventColumn { kind, team }) => {
                    known_event(&protocol, &kind).and_then(|_| team.map_or(Ok(()), |team| known_team(&protocol, &team)))
                }
                None => known_fact(&protocol, name).map(drop),
            };
            match found {
                Ok(()) => return true,
                Err(problem) => unknown = Some(problem),
            }
        }
        let problem = Problem { place: Place::default(), ..unknown.unwrap_or_else(|| Problem::input("not known")) };
        let at = At { file: self.file, line: Some(line), ..At::default() };
        self.run.fault(at, Fault::Column, &problem.field(format!("column `{name}`")));
        false
    }

    fn take(&mut self, found: Found) -> ControlFlow<()> {
        // Rows have waited for others of their child already; a few more at a time cost nobody anything.
        if found.row {
            self.waiting.push(found);
            return if self.waiting.len() < ROWS { ControlFlow::Continue(()) } else { self.flush() };
        }
        let judged = self.judge.found(self.file, found);
        self.absorb(self.file, judged)?;
        if interrupt::asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// On every processor, some lines at a time. After Ctrl-C no more are read; what was read is checked.
    fn take_lines(&mut self, lines: &mut Lines<'_>) -> io::Result<()> {
        let (judge, file) = (self.judge, self.file);
        let (mut at_end, mut failed) = (false, None);
        let next = || {
            let (mut batch, mut bytes) = (Vec::<io::Result<RawLine>>::new(), 0);
            while bytes < BATCH && !at_end && !interrupt::asked() {
                match lines() {
                    Ok(Some(line)) => {
                        bytes += line.bytes.as_ref().map_or(0, Vec::len) + size_of::<RawLine>();
                        batch.push(Ok(line));
                    }
                    Ok(None) => at_end = true,
                    Err(error) => {
                        at_end = true;
                        batch.push(Err(error));
                    }
                }
            }
            (!batch.is_empty()).then_some(batch)
        };
        let work = |batch: Vec<io::Result<RawLine>>| -> Vec<io::Result<Option<Judged>>> {
            batch.into_iter().map(|line| line.map(|line| judge.line(file, &line))).collect()
        };
        in_order(next, work, |batch| {
            for judged in batch {
                match judged {
                    Ok(judged) => self.absorb(file, judged)?,
                    Err(error) => failed = Some(error),
                }
            }
            ControlFlow::Continue(())
        });
        failed.map_or(Ok(()), Err)
    }
}

fn hash(reference: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    reference.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{HELD, References};

    #[test]
    fn the_latest_references_are_held_and_no_more() {
        let mut seen = References::default();
        assert_eq!((seen.earlier("YJ-1", 1), seen.earlier("YJ-2", 2), seen.earlier("YJ-1", 3)), (None, None, Some(1)));
        for line in 3..=HELD {
            assert_eq!(seen.earlier(&format!("R-{line}"), line), None);
        }
        assert!(!seen.past);
        assert_eq!((seen.earlier("YJ-1", 9), seen.earlier("YJ-3", 9)), (Some(1), None));
        assert!(seen.past && seen.order.len() == HELD && seen.lines.len() == HELD);
        assert_eq!(seen.earlier("YJ-1", 10), None, "the oldest made room");
    }
}
