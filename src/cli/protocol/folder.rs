//! A protocol's folder on this computer.

use crate::cli::input::{text_of, unreadable};
use crate::problem::Problem;
use crate::protocol::load::Source;
use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The most bytes that one file of a protocol may take: a guard against being handed the wrong folder.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// Reads the JSON files of a folder.
///
/// # Errors
/// When it is no folder, holds no JSON file, or a file of it cannot be read as UTF-8 text.
pub(in crate::cli) fn read(path: &Path) -> Result<Source, Problem> {
    let name = path.display().to_string();
    let entries = std::fs::read_dir(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotADirectory => {
            Problem::input("it is a file, not a folder").file(&name).hint("name the folder that holds protocol.json")
        }
        std::io::ErrorKind::NotFound => Problem::input("there is no such folder")
            .file(&name)
            .hint("check the name, or leave it out to check the built-in protocols"),
        _ => unreadable(&name, &error),
    })?;
    let mut files: Vec<(String, Cow<'static, str>)> = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(&name, &error))?;
        let file = entry.file_name().to_string_lossy().into_owned();
        let hidden = file.starts_with('.');
        if !hidden && file.to_ascii_lowercase().ends_with(".json") {
            files.push((file, Cow::Owned(text(&entry.path())?)));
        }
    }
    // The folder's own order is by chance.
    files.sort();
    if files.is_empty() {
        let problem = Problem::input("the folder holds no JSON file").file(&name);
        return Err(problem.hint("name the folder that holds protocol.json"));
    }
    Ok(Source { name, files })
}

fn text(path: &Path) -> Result<String, Problem> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| unreadable(&name, &error))?;
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&name, &error))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Problem::input("it is larger than any protocol's file can be (16 MiB)")
            .file(&name)
            .hint("is it the right folder?"));
    }
    text_of(&bytes).map(str::to_owned).map_err(|problem| problem.file(&name))
}

/// The names of the folders in `path` that hold a protocol, in order.
///
/// # Errors
/// When `path` cannot be read.
pub(in crate::cli) fn folders(path: &Path) -> Result<Vec<String>, Problem> {
    let name = path.display().to_string();
    let entries = std::fs::read_dir(path).map_err(|error| unreadable(&name, &error).field("--protocols"))?;
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(&name, &error))?;
        if entry.path().join("protocol.json").is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}
