//! Private folders and files, and what to say when the system refuses one.

use crate::problem::Problem;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::path::Path;

/// The problem that `path` cannot be `done` (read, written to, …).
pub(crate) fn problem(done: &str, path: &Path, error: &io::Error) -> Problem {
    let (why, hint) = match error.kind() {
        ErrorKind::PermissionDenied => {
            ("permission denied".to_owned(), "Check who owns the folder, or choose another with `--store`")
        }
        ErrorKind::ReadOnlyFilesystem => {
            ("the file system is read-only".to_owned(), "Choose a folder that can be written to with `--store`")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            (format!("no room: {error}"), "Make room on the disk and try again")
        }
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            ("there is a file where a folder should be".to_owned(), "Choose a folder with `--store`")
        }
        _ => (error.to_string(), "Check the folder, or choose another with `--store`"),
    };
    Problem::store(format!("cannot be {done}: {why}")).file(path.display().to_string()).hint(hint)
}

/// The bytes of `path`; none when it does not exist.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, Problem> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(problem("read", path, &error)),
    }
}

/// Whether `folder` exists.
///
/// # Errors
/// When something else stands in its place, or it cannot be looked at.
pub(crate) fn is_folder(folder: &Path) -> Result<bool, Problem> {
    match fs::metadata(folder) {
        Ok(found) if found.is_dir() => Ok(true),
        Ok(_) => Err(problem("used", folder, &ErrorKind::NotADirectory.into())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(problem("read", folder, &error)),
    }
}

/// The names in `folder`, sorted; none when it cannot be read.
pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The first line of `path` with its newline, if it can be read and is no longer than a header may be.
pub(crate) fn first_line(path: &Path) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    std::io::BufReader::new(File::open(path).ok()?.take(64 * 1024)).read_until(b'\n', &mut line).ok()?;
    Some(line)
}

/// The length of `path`; 0 when it cannot be looked at.
pub(crate) fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |found| found.len())
}

/// Removes a file.
pub(crate) fn remove(path: &Path) -> Result<(), Problem> {
    fs::remove_file(path).map_err(|error| problem("removed", path, &error))
}

/// Whether nothing stands at `path` yet.
pub(crate) fn is_new(path: &Path) -> Result<bool, Problem> {
    path.try_exists().map(|there| !there).map_err(|error| problem("read", path, &error))
}

/// Makes `folder` for its owner only. One that is there is taken as it is, save an empty one, which is closed to others.
pub(crate) fn private_folder(folder: &Path) -> Result<(), Problem> {
    let refused = |error: io::Error| problem("made", folder, &error);
    if is_folder(folder)? {
        let empty = fs::read_dir(folder).map_err(refused)?.next().is_none();
        return match open_to_others(folder) {
            Some(mode) if empty => set_private(folder, mode & 0o700),
            _ => Ok(()),
        };
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(refused)?;
    set_private(folder, 0o700)?;
    match folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        Some(parent) => sync_folder(parent),
        None => Ok(()),
    }
}

/// Opens `path` to be read and appended to, made for its owner only if it is new.
pub(crate) fn open_private(path: &Path) -> Result<File, Problem> {
    let mut options = OpenOptions::new();
    options.read(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.clone().create_new(true).open(path) {
        Ok(file) => {
            set_private(path, 0o600)?;
            Ok(file)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            options.open(path).map_err(|error| problem("written to", path, &error))
        }
        Err(error) => Err(problem("written to", path, &error)),
    }
}

/// Opens the lock file at `path`, made for its owner only if it is new. Unlike the cases it is written over.
pub(crate) fn open_lock(path: &Path) -> Result<File, Problem> {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    let refused = |error| problem("written to", path, &error);
    match options.open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            options.create(true).truncate(false);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let file = options.open(path).map_err(refused)?;
            set_private(path, 0o600)?;
            Ok(file)
        }
        opened => opened.map_err(refused),
    }
}

/// Removes what a process that was ended left half written.
pub(crate) fn remove_unfinished(folder: &Path) -> Result<(), Problem> {
    let refused = |error: io::Error| problem("tidied", folder, &error);
    for entry in fs::read_dir(folder).map_err(refused)? {
        let entry = entry.map_err(refused)?;
        if entry.file_name().as_encoded_bytes().starts_with(UNFINISHED.as_bytes()) {
            fs::remove_file(entry.path()).map_err(|error| problem("removed", &entry.path(), &error))?;
        }
    }
    Ok(())
}

/// How the name of a file begins that is not whole yet.
pub(crate) const UNFINISHED: &str = ".new-";

/// Writes a file that is not there yet, durably, for its owner only.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let refused = |error: io::Error| problem("written to", path, &error);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(refused)?;
    set_private(path, 0o600)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(refused)
}

/// Writes a whole small file so that it is either there in full or not at all, for its owner only.
pub(crate) fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Problem> {
    let path = folder.join(name);
    let refused = |error: io::Error| problem("written to", &path, &error);
    // tempfile makes its files 0600, and keeps that when it renames them.
    let prefix = format!("{UNFINISHED}{name}-");
    for left in names_in(folder).iter().filter(|left| left.starts_with(&prefix)) {
        remove(&folder.join(left))?;
    }
    let mut file = tempfile::Builder::new().prefix(&prefix).tempfile_in(folder).map_err(refused)?;
    file.write_all(bytes).map_err(refused)?;
    set_private(file.path(), 0o600)?;
    file.as_file().sync_all().map_err(refused)?;
    file.persist(&path).map_err(|error| refused(error.error))?;
    sync_folder(folder)
}

/// Makes the names in `folder` as durable as the bytes behind them.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), Problem> {
    #[cfg(unix)]
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| problem("written to", folder, &error))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Sets the mode whatever the user's umask took away or left.
pub(crate) fn set_private(path: &Path, mode: u32) -> Result<(), Problem> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))
        .map_err(|error| problem("made private", path, &error))?;
    #[cfg(not(unix))]
    let _ = (path, mode);
    Ok(())
}

/// The mode of `path` when others may use it in any way.
#[cfg(unix)]
pub(crate) fn open_to_others(path: &Path) -> Option<u32> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).ok()?.permissions());
    (mode & 0o077 != 0).then_some(mode & 0o777)
}

/// Modes mean nothing here.
#[cfg(not(unix))]
pub(crate) fn open_to_others(_: &Path) -> Option<u32> {
    None
}
