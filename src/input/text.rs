//! Bytes as text, and why a file cannot be read.

use crate::problem::Problem;
use std::io::ErrorKind;

/// Why a file cannot be read, in words.
pub(crate) fn unreadable(name: &str, error: &std::io::Error) -> Problem {
    let problem = match error.kind() {
        ErrorKind::NotFound => Problem::input("there is no such file").hint("check the name and the folder"),
        ErrorKind::PermissionDenied => Problem::input("it may not be read").hint("check who may read the file"),
        ErrorKind::IsADirectory => Problem::input("it is a folder, not a file").hint("name a file in it"),
        _ => Problem::input(format!("it cannot be read: {error}")),
    };
    problem.file(name)
}

/// The bytes behind a byte order mark, which some programs put first.
pub(crate) fn unmarked(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// Bytes as text, a byte order mark taken off.
pub(crate) fn text_of(bytes: &[u8]) -> Result<&str, Problem> {
    let bytes = unmarked(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
            Err(Problem::input("it is not UTF-8 text").at(line, Some(column)).hint("save it as UTF-8"))
        }
    }
}
