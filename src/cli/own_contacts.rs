//! The user's own file of contacts, on this computer.

use super::input::{text_of, unreadable};
use super::settings::folder;
use crate::problem::Problem;
use crate::protocol::overrides::Overrides;
use std::io::ErrorKind;
use std::path::PathBuf;

const NAME: &str = "contacts.json";

/// Where the file is looked for: among the user's settings.
pub(super) fn file() -> Option<PathBuf> {
    folder().map(|folder| folder.join(NAME))
}

/// The file, when there is one.
///
/// # Errors
/// When it is there and cannot be read: a wrong number must not be shown for want of a comma.
pub(super) fn read() -> Result<Option<Overrides>, Problem> {
    let Some(path) = file() else { return Ok(None) };
    let name = path.display().to_string();
    match std::fs::read(&path) {
        Ok(bytes) => {
            let text = text_of(&bytes).map_err(|problem| problem.file(&name))?;
            Overrides::parse(&name, text).map(Some)
        }
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(unreadable(&name, &error)),
    }
}
