//! The user's own editor, for text that is not to be given on the command line. No other program is ever started.
#![allow(clippy::disallowed_types, reason = "the one program that is started is the editor that the user names")]

use super::context::Context;
use crate::problem::Problem;
use std::io::{Read, Write};
use std::process::Command;

/// The editor where the user names none.
const USUAL: &str = if cfg!(windows) { "notepad" } else { "vi" };

/// The most bytes that are read back.
const MOST_BYTES: u64 = 1024 * 1024;

/// Opens a private file with `text` in the user's editor, and returns what is in it afterwards. `ending` is that of the
/// file's name.
///
/// # Errors
/// When there is no terminal for it, the editor cannot be started or fails, or the file cannot be written or read.
pub(super) fn edit(text: &str, ending: &str, context: &Context) -> Result<String, Problem> {
    if !context.may_ask() {
        return Err(Problem::usage("there is no terminal for an editor"));
    }
    let refused = |error: std::io::Error| Problem::input(format!("the text for the editor cannot be kept: {error}"));
    // Kept in memory only, where the system has such a folder.
    let folder = std::env::var_os("XDG_RUNTIME_DIR").filter(|folder| !folder.is_empty());
    let folder = folder.map_or_else(std::env::temp_dir, std::path::PathBuf::from);
    let mut file = tempfile::Builder::new().prefix("yjs-").suffix(ending).tempfile_in(folder).map_err(refused)?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(refused)?;
    let named = ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let line = named.unwrap_or_else(|| USUAL.to_owned());
    let mut words = line.split_whitespace();
    let program = words.next().unwrap_or(USUAL);
    let status = Command::new(program).args(words).arg(file.path()).status().map_err(|error| {
        Problem::usage(format!("the editor `{program}` cannot be started: {error}"))
            .hint("name another with the variable EDITOR")
    })?;
    if !status.success() {
        return Err(Problem::usage(format!("the editor `{program}` ended with a fault; nothing was changed")));
    }
    let mut edited = Vec::new();
    // Opened anew: many editors put another file in its place.
    std::fs::File::open(file.path())
        .and_then(|held| held.take(MOST_BYTES).read_to_end(&mut edited))
        .map_err(|error| Problem::input(format!("what was edited cannot be read: {error}")))?;
    super::input::text_of(&edited).map(str::to_owned)
}
