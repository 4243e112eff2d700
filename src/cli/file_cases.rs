//! Makes something of every case of files, as [`super::stored_cases`] does of the store's.

use super::context::Context;
use super::deadlines::of_case;
use super::reading::ReadingArgs;
use super::stored_cases::{Made, make_of_each};
use crate::domain::case::Case;
use crate::domain::view::CaseView;
use crate::input::foreign::{groups, read_joined, read_one};
use crate::input::found::{Found, column_of};
use crate::input::own_table;
use crate::input::source::{Taker, name_of};
use crate::interrupt;
use crate::problem::Problem;
use crate::protocol::Protocol;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Gives each case of the files to `see`, with its protocol, and says how the files were read. Returns why a case could not
/// be read or answered, each with its place, and the events that no table of the files can have.
///
/// # Errors
/// When a file as a whole cannot be read: part of a list must not pass for all of it.
pub(super) fn each_of_files(
    files: &[String],
    reading: &ReadingArgs,
    context: &Context,
    see: &mut dyn FnMut(&Case, &Arc<Protocol>) -> Result<(), Problem>,
) -> Result<(Vec<Problem>, Vec<String>), Problem> {
    context.check_asked()?;
    let (ask, formats) = (reading.ask(context)?, context.formats()?);
    let (mut problems, mut never): (Vec<Problem>, Option<Vec<String>>) = (Vec::new(), None);
    for group in groups(files, &ask, &formats)? {
        let Some(first) = group.first() else { continue };
        let bytes = Arc::default();
        let mut taker = Each { context, file: name_of(first), see: &mut *see, problems: Vec::new() };
        let told = match group.len() {
            1 => read_one(first, None, &ask, &formats, &bytes, &mut taker)?,
            _ => Some(read_joined(&group, &ask, &formats, &bytes, &mut taker)?),
        };
        problems.extend(taker.problems);
        if let Some(told) = &told {
            context.tell_reading(told);
        }
        let tables = told.iter().flat_map(|told| &told.tables).filter(|table| !table.never_has.is_empty());
        for table in tables {
            let both = |held: Vec<String>| held.into_iter().filter(|kind| table.never_has.contains(kind)).collect();
            never = Some(never.map_or_else(|| table.never_has.clone(), both));
        }
    }
    Ok((problems, never.unwrap_or_default()))
}

/// Makes something of each case of the files, or of the store where no file is named.
///
/// # Errors
/// As [`each_of_files`] and [`make_of_each`].
pub(super) fn make_of<T: Send>(
    files: &[String],
    reading: &ReadingArgs,
    context: &Context,
    make: impl Fn(&CaseView<'_>, &Arc<Protocol>) -> Result<Option<T>, Problem> + Sync,
) -> Result<Made<T>, Problem> {
    reading.needs_files(files)?;
    if files.is_empty() {
        return make_of_each(context, make);
    }
    let mut all = Vec::new();
    let (problems, _) = each_of_files(files, reading, context, &mut |case, protocol| {
        all.extend(make(&case.view(), protocol)?);
        Ok(())
    })?;
    Ok(Made { all, problems })
}

struct Each<'e> {
    context: &'e Context,
    file: &'e str,
    see: &'e mut dyn FnMut(&Case, &Arc<Protocol>) -> Result<(), Problem>,
    problems: Vec<Problem>,
}

impl Each<'_> {
    fn take_case(&mut self, case: &mut Case, found: &Found) -> Result<(), Problem> {
        let protocol = self.context.protocol_named(case.protocol.as_deref())?;
        if found.row {
            let wrong = own_table::typed(&protocol, case);
            if let Some(problem) = wrong.into_iter().next() {
                return Err(problem);
            }
            // Two orders of one day that matter: the cautious one is taken, and it is said.
            for problem in own_table::ordered(&protocol, case) {
                self.problems.push(self.placed(of_case(problem, &case.reference), found));
            }
        }
        (self.see)(case, &protocol)
    }

    fn placed(&self, problem: Problem, found: &Found) -> Problem {
        problem.file(found.file.as_deref().unwrap_or(self.file)).at(found.line, None)
    }
}

impl Taker for Each<'_> {
    fn wants_column(&mut self, _: usize, _: &str) -> bool {
        true
    }

    fn take(&mut self, mut found: Found) -> ControlFlow<()> {
        let case = std::mem::replace(&mut found.case, Ok(Case::default()));
        match case {
            Ok(mut case) => {
                if let Err(mut problem) = self.take_case(&mut case, &found) {
                    let column = |field: String| column_of(found.columns.as_deref(), &case, &field);
                    problem.place.field =
                        problem.place.field.map(|field| if found.row { column(field) } else { field });
                    self.problems.push(self.placed(of_case(problem, &case.reference), &found));
                }
            }
            Err(problem) => self.problems.push(self.placed(problem, &found)),
        }
        if interrupt::asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
