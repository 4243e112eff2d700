//! The user's own file of contacts, on this computer.

use super::input::{text_of, unreadable};
use super::settings::{folder, no_folder};
use crate::problem::Problem;
use crate::protocol::overrides::Overrides;
use crate::store::write_private;
use serde_json::{Map, Value as Json};
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

/// The file as it stands, to be changed; empty when there is none.
///
/// # Errors
/// As [`read`].
pub(super) fn read_json() -> Result<Map<String, Json>, Problem> {
    // What cannot be read as contacts is not changed either.
    if read()?.is_none() {
        return Ok(Map::new());
    }
    let Some(path) = file() else { return Ok(Map::new()) };
    let name = path.display().to_string();
    let bytes = std::fs::read(&path).map_err(|error| unreadable(&name, &error))?;
    serde_json::from_slice(&bytes).map_err(|error| Problem::input(error.to_string()).file(&name))
}

/// Writes the file, whole or not at all, and returns where it is.
///
/// # Errors
/// When there is no folder for it, or it cannot be written.
pub(super) fn write(contacts: &Map<String, Json>) -> Result<PathBuf, Problem> {
    let path = file().ok_or_else(no_folder)?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| unreadable(&folder.display().to_string(), &error))?;
    }
    let text = serde_json::to_string_pretty(contacts).map_err(|error| Problem::input(error.to_string()))?;
    write_private(&path, &(text + "\n"))?;
    Ok(path)
}
