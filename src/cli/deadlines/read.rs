//! Takes in the cases of a store for the morning's list.

use super::{DeadlinesArgs, of_case};
use crate::cli::context::Context;
use crate::domain::agenda::{Agenda, Scope};
use crate::domain::case::Case;
use crate::domain::situation::Situation;
use crate::domain::view::CaseView;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::report::deadlines::LeftOut;
use crate::shared_text::SharedText;
use crate::store::{CurrentLine, Part};
use std::sync::Arc;

/// So many cases are taken through a step together: so the part of the program that does the step is not fetched anew
/// for each of them, and they themselves are still at hand for the next step.
const TOGETHER: usize = 8;

/// What was read of some cases.
#[derive(Default)]
pub(super) struct Read {
    pub(super) agenda: Agenda,
    pub(super) left_out: LeftOut,
    pub(super) problems: Vec<Unread>,
}

/// A case that could not be read, or not answered.
pub(super) struct Unread {
    pub(super) reference: String,
    pub(super) problem: Problem,
    /// Whether the problem stands in the store's own file, at a line counted from where its part begins.
    is_placed: bool,
}

impl Read {
    pub(super) fn of(
        lines: &[CurrentLine<'_>],
        args: &DeadlinesArgs,
        scope: &Scope,
        texts: &Arc<SharedText>,
        context: &Context,
    ) -> Self {
        let views = vec![CaseView::default(); TOGETHER];
        let mut reader = Reader {
            read: Self { agenda: Agenda::sharing(Arc::clone(texts)), ..Self::default() },
            args,
            scope,
            known: Known { context, held: Vec::new() },
            views,
        };
        in_turn(lines, |some, later| reader.take(some, later));
        reader.read.agenda.shrink();
        reader.read
    }

    pub(super) fn add(&mut self, part: Part<Self>) {
        let Part { before, made: more } = part;
        self.agenda.extend([more.agenda]);
        self.left_out.other_protocol += more.left_out.other_protocol;
        self.left_out.other_worker += more.left_out.other_worker;
        self.left_out.unassigned += more.left_out.unassigned;
        self.problems.extend(more.problems.into_iter().map(|mut unread| {
            unread.problem.place.line =
                unread.problem.place.line.map(|line| line + before * usize::from(unread.is_placed));
            unread
        }));
    }

    /// Takes a case of a file, which is open unless it says otherwise.
    pub(super) fn take_file_case(
        &mut self,
        case: &Case,
        protocol: &Arc<Protocol>,
        args: &DeadlinesArgs,
        scope: &Scope,
        context: &Context,
    ) -> Result<(), Problem> {
        let case = case.view();
        if !self.left_out.keeps(&case, args, context) {
            return Ok(());
        }
        self.agenda.take(protocol, &case, context.now, scope)
    }

    fn take_whole(
        &mut self,
        case: &CaseView<'_>,
        args: &DeadlinesArgs,
        scope: &Scope,
        known: &mut Known<'_>,
    ) -> Result<(), Problem> {
        if !self.left_out.keeps(case, args, known.context) {
            return Ok(());
        }
        let place = known.place(case.protocol.as_deref())?;
        self.agenda.take(known.at(place), case, known.context.now, scope)
    }

    fn note(&mut self, line: &CurrentLine<'_>, taken: Result<(), Problem>) {
        let Err(problem) = taken else { return };
        let problem = of_case(problem, line.reference).file(line.file).at(line.line, None);
        let is_placed = problem.place.file.as_deref() == Some(line.file);
        self.problems.push(Unread { reference: line.reference.to_owned(), problem, is_placed });
    }
}

struct Reader<'r, 'l> {
    read: Read,
    args: &'r DeadlinesArgs,
    scope: &'r Scope,
    known: Known<'r>,
    /// Room for the cases that are taken together.
    views: Vec<CaseView<'l>>,
}

impl<'l> Reader<'_, 'l> {
    /// Takes in at most [`TOGETHER`] lines. Those whose protocol another thread is loading are put off, where there is a
    /// list for them: there may be one to load here meanwhile.
    fn take(&mut self, lines: &[CurrentLine<'l>], mut later: Option<&mut Vec<CurrentLine<'l>>>) {
        let Self { read, args, scope, known, views } = self;
        let mut wanted = Vec::with_capacity(TOGETHER);
        for (line, case) in lines.iter().zip(views) {
            // Read without copying; what cannot be is read again whole, for a problem that names the place.
            if !case.read_again(line.json) {
                let taken = line.parse().and_then(|case| read.take_whole(&case.view(), args, scope, known));
                read.note(line, taken);
                continue;
            }
            let case = &*case;
            if let Some(later) = &mut later
                && known.is_loading(case.protocol.as_deref())
            {
                later.push(*line);
            } else if read.left_out.keeps(case, args, known.context) {
                match known.place(case.protocol.as_deref()) {
                    Ok(protocol) => wanted.push((line, case, protocol)),
                    Err(problem) => read.note(line, Err(problem)),
                }
            }
        }
        let bind = wanted.into_iter().map(|(line, case, protocol)| {
            let protocol = known.at(protocol);
            (line, case, protocol, Situation::of_view(protocol, case, known.context.now))
        });
        for (line, case, protocol, situation) in bind.collect::<Vec<_>>() {
            let taken = situation.and_then(|situation| read.agenda.take_bound(protocol, case, situation, scope));
            read.note(line, taken);
        }
    }
}

impl LeftOut {
    /// Whether a case is of the protocol and of the worker asked for; if not, it is counted.
    fn keeps(&mut self, case: &CaseView<'_>, args: &DeadlinesArgs, context: &Context) -> bool {
        let asked = context.global.protocol.as_deref();
        if asked.is_some() && case.protocol.is_some() && case.protocol.as_deref() != asked {
            self.other_protocol += 1;
            return false;
        }
        if args.unassigned {
            self.other_worker += usize::from(case.worker.is_some());
            return case.worker.is_none();
        }
        let same = |worker: &String| case.worker.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(worker));
        let is_other = args.worker.as_ref().is_some_and(|worker| !same(worker));
        match &case.worker {
            Some(_) => self.other_worker += usize::from(is_other),
            None => self.unassigned += usize::from(is_other),
        }
        !is_other
    }
}

/// The protocols that cases name, each asked for once: who asks for one may have to wait for others who do.
struct Known<'c> {
    context: &'c Context,
    held: Vec<(Option<String>, Arc<Protocol>)>,
}

impl Known<'_> {
    fn is_loading(&self, own: Option<&str>) -> bool {
        let held = || self.held.iter().any(|(name, _)| name.as_deref() == own);
        own.is_some_and(|id| !held() && self.context.is_loading(id))
    }

    /// Where the protocol stands that a case names, or that is asked for where it names none.
    fn place(&mut self, own: Option<&str>) -> Result<usize, Problem> {
        if let Some(place) = self.held.iter().position(|(name, _)| name.as_deref() == own) {
            return Ok(place);
        }
        self.held.push((own.map(str::to_owned), self.context.protocol_named(own)?));
        Ok(self.held.len() - 1)
    }

    fn at(&self, place: usize) -> &Arc<Protocol> {
        &self.held[place].1
    }
}

/// Gives everything to `take`, [`TOGETHER`] at a time. What it puts off comes after all else, and cannot be put off again.
fn in_turn<T>(all: &[T], mut take: impl FnMut(&[T], Option<&mut Vec<T>>)) {
    let mut later = Vec::new();
    for some in all.chunks(TOGETHER) {
        take(some, Some(&mut later));
    }
    for some in later.chunks(TOGETHER) {
        take(some, None);
    }
}

#[cfg(test)]
mod tests {
    use super::{TOGETHER, in_turn};

    #[test]
    fn what_is_put_off_comes_last_and_nothing_is_left_out() {
        let all: Vec<usize> = (0..5 * TOGETHER + 3).collect();
        for every in [1, 2, 3, usize::MAX] {
            let mut taken = Vec::new();
            in_turn(&all, |some, mut later| {
                assert!(some.len() <= TOGETHER);
                for one in some {
                    match &mut later {
                        Some(later) if one % every == every - 1 => later.push(*one),
                        _ => taken.push(*one),
                    }
                }
            });
            let at_once = all.iter().filter(|one| **one % every != every - 1);
            let put_off = all.iter().filter(|one| **one % every == every - 1);
            assert_eq!(taken, at_once.chain(put_off).copied().collect::<Vec<_>>());
        }
    }
}
