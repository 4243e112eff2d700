//! The user's own list of bank holidays, beside the settings.

use super::input::{text_of, unreadable};
use super::settings::folder;
use crate::calendar::BankHolidays;
use crate::problem::Problem;
use std::io::ErrorKind;

const NAME: &str = "bank-holidays.json";

/// Reads the file, when there is one, before any date is worked out.
///
/// # Errors
/// When it is there and cannot be read: a date must not be wrong because of a typing mistake in it.
pub(super) fn read() -> Result<(), Problem> {
    let Some(path) = folder().map(|folder| folder.join(NAME)) else { return Ok(()) };
    let name = path.display().to_string();
    match std::fs::read(&path) {
        Ok(bytes) => {
            let text = text_of(&bytes).map_err(|problem| problem.file(&name))?;
            BankHolidays::add_own(&name, text)
        }
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(()),
        Err(error) => Err(unreadable(&name, &error)),
    }
}
