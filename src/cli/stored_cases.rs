//! Makes something of every case of the store, on every processor, without holding the cases themselves.

use super::context::Context;
use super::deadlines::of_case;
use crate::domain::view::CaseView;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::store::{CurrentLine, gather};
use std::sync::Arc;

/// What was made of the cases under the protocol asked for.
pub(super) struct Made<T> {
    /// One for each case that had something, in no order.
    pub(super) all: Vec<T>,
    /// Why a case could not be read or answered, each with its place, in the order of the references.
    pub(super) problems: Vec<Problem>,
}

/// What was made of some lines.
struct Taken<T> {
    made: Vec<T>,
    problems: Vec<Unread>,
}

struct Unread {
    reference: String,
    problem: Problem,
    /// True when the problem gives a line of the store's own file, counted from where its part begins.
    in_part: bool,
}

/// Gives each case of the store to `make`, with its protocol. With `--protocol`, cases under another one are left out.
///
/// # Errors
/// When there is no such protocol, or the store as a whole cannot be read.
pub(super) fn make_of_each<T: Send>(
    context: &Context,
    make: impl Fn(&CaseView<'_>, &Arc<Protocol>) -> Result<Option<T>, Problem> + Sync,
) -> Result<Made<T>, Problem> {
    context.check_asked()?;
    let gathered = gather(&*context.store()?, |lines| take_in(lines, context, &make))?;
    let (mut all, mut unread) = (Vec::new(), Vec::new());
    all.reserve_exact(gathered.parts.iter().map(|part| part.made.made.len()).sum());
    for part in gathered.parts {
        all.extend(part.made.made);
        unread.extend(part.made.problems.into_iter().map(|mut found| {
            found.problem.place.line =
                found.problem.place.line.map(|line| line + part.before * usize::from(found.in_part));
            found
        }));
    }
    unread.sort_by(|one, other| one.reference.cmp(&other.reference));
    let problems = unread.into_iter().map(|found| found.problem).chain(gathered.warnings).collect();
    Ok(Made { all, problems })
}

fn take_in<T>(
    lines: &[CurrentLine<'_>],
    context: &Context,
    make: &impl Fn(&CaseView<'_>, &Arc<Protocol>) -> Result<Option<T>, Problem>,
) -> Taken<T> {
    let mut taken_in = Taken { made: Vec::new(), problems: Vec::new() };
    let asked = context.global.protocol.as_deref();
    let take = |case: &CaseView<'_>| match case.protocol.as_deref() {
        Some(own) if asked.is_some_and(|asked| asked != own) => Ok(None),
        own => make(case, &context.protocol_named(own)?),
    };
    let mut view = CaseView::default();
    for line in lines {
        // What cannot be read without copying is read again whole, for a problem that names the place.
        let taken =
            if view.read_again(line.json) { take(&view) } else { line.parse().and_then(|case| take(&case.view())) };
        match taken {
            Ok(made) => taken_in.made.extend(made),
            Err(problem) => {
                let problem = of_case(problem, line.reference).file(line.file).at(line.line, None);
                let in_part = problem.place.file.as_deref() == Some(line.file);
                taken_in.problems.push(Unread { reference: line.reference.to_owned(), problem, in_part });
            }
        }
    }
    taken_in.made.shrink_to_fit();
    taken_in
}
