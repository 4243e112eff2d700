//! Dates and times as they are typed: read, and said in full where they were not typed as yjs stores them.

use super::context::Context;
use crate::calendar::{Tense, When, read_when};
use crate::problem::Problem;
use std::sync::PoisonError;

impl Context {
    /// Reads a date or a time, and says on standard error how it was read: a wrong date can harm a child.
    ///
    /// # Errors
    /// When it is no date and no time, or can be meant in two ways.
    pub fn when(&self, text: &str, tense: Tense) -> Result<When, Problem> {
        let typed = read_when(text, self.now, tense)?;
        if let Some(echo) = typed.echo() {
            let echo = format!("{text}: {echo}.");
            let mut told = self.told_times.lock().unwrap_or_else(PoisonError::into_inner);
            // A time that is checked, and then taken, is read twice.
            if !told.contains(&echo) {
                self.note(echo.as_str());
                told.push(echo);
            }
        }
        Ok(typed.when)
    }
}
