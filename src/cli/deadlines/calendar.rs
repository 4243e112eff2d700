//! Deadlines as a calendar: on standard output, or in a file that is brought up to date.

use super::super::context::Context;
use crate::problem::Problem;
use crate::render::calendar::Earlier;
use crate::render::output;
use crate::report::deadlines::DeadlinesReport;
use crate::store::{read_given, write_private};
use std::path::Path;

/// Shows or writes the calendar. While some cases cannot be read, no entry of an earlier file is cancelled.
///
/// # Errors
/// When the file is another program's, is about other cases, or cannot be written.
pub(super) fn show(
    report: &DeadlinesReport<'_>,
    file: Option<&Path>,
    some_unread: bool,
    context: &Context,
) -> Result<(), Problem> {
    let (calendar, undated) = report.calendar();
    if undated > 0 {
        let things =
            if undated == 1 { "1 thing to do now has".into() } else { format!("{undated} things to do now have") };
        context.note(format!("{things} no date, and so no entry in the calendar: see `yjs deadlines`."));
    }
    let Some(file) = file else {
        return output::to_stdout(&calendar.text(None, some_unread)?, &context.style).map(drop);
    };
    let named = |problem: Problem| problem.file(file.display().to_string());
    let earlier = read_given(file)?.map(|bytes| {
        let text = String::from_utf8(bytes).map_err(|_| Problem::input("this file is not UTF-8"))?;
        Earlier::read(&text)
    });
    let earlier = earlier.transpose().map_err(named)?;
    let text = calendar.text(earlier.as_ref(), some_unread).map_err(named)?;
    write_private(file, &text)?;
    let entries = match calendar.entries.len() {
        1 => "1 entry".to_owned(),
        number => format!("{number} entries"),
    };
    context.note(format!("Wrote {entries} to {}.", file.display()));
    Ok(())
}
