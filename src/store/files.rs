//! Private folders and files, and what to say when the system refuses one.

use crate::problem::Problem;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::path::Path;

/// No note, header or setting is longer.
pub(crate) const SMALL: u64 = 1024 * 1024;

/// No file of a store is longer: a hundred times what the largest service has.
pub(crate) const MOST: u64 = 4 * 1024 * 1024 * 1024;

/// Why something that stands at a path is not used.
#[derive(Debug, thiserror::Error)]
#[error("{why}")]
struct Unfit {
    why: String,
    hint: &'static str,
}

fn unfit(why: impl Into<String>, hint: &'static str) -> io::Error {
    io::Error::other(Unfit { why: why.into(), hint })
}

/// The problem that `path` cannot be `done` (read, written to, …).
pub(crate) fn problem(done: &str, path: &Path, error: &io::Error) -> Problem {
    let reason = error.get_ref().and_then(|inner| inner.downcast_ref::<Unfit>());
    let (why, hint) = match error.kind() {
        _ if let Some(Unfit { why, hint }) = reason => (why.clone(), *hint),
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

const NOT_OURS: &str = "Something else put it there: look what it is, and move it away";

/// Refuses what is not a plain file of this user, which no other may write to.
#[cfg(unix)]
fn check_own(file: File) -> io::Result<File> {
    use std::os::unix::fs::MetadataExt;
    let found = file.metadata()?;
    if !found.is_file() {
        return Err(unfit("it is not a plain file", NOT_OURS));
    }
    check_owner(&found)?;
    if found.nlink() > 1 {
        return Err(unfit("it is a hard link: the same file has another name elsewhere", NOT_OURS));
    }
    Ok(file)
}

#[cfg(not(unix))]
fn check_own(file: File) -> io::Result<File> {
    if file.metadata()?.is_file() { Ok(file) } else { Err(unfit("it is not a plain file", NOT_OURS)) }
}

/// Refuses what belongs to somebody else, or may be written to by others.
#[cfg(unix)]
fn check_owner(found: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;
    if found.uid() != rustix::process::geteuid().as_raw() {
        return Err(unfit("it belongs to another user", "Use a store of your own, or run yjs as that user"));
    }
    match found.mode() & 0o777 {
        mode if mode & 0o022 != 0 => Err(unfit(
            format!("other users may write to it (mode {mode:o})"),
            "Check who could have written to it; `yjs store repair` closes it",
        )),
        _ => Ok(()),
    }
}

/// Opens without following a link, and without waiting for the other end of a pipe.
fn careful(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(i32::try_from(flags.bits()).unwrap_or_default()).mode(0o600);
    }
    options
}

/// What the system says when a link was not followed, in words.
fn opened(result: io::Result<File>, path: &Path) -> io::Result<File> {
    match result {
        Err(_) if fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) => {
            Err(unfit("it is a link to somewhere else", NOT_OURS))
        }
        // Without a reader or writer at the other end, a pipe cannot be opened; a folder cannot be written to.
        Err(error) => match fs::symlink_metadata(path) {
            Ok(found) if !found.is_file() && error.kind() != ErrorKind::PermissionDenied => {
                Err(unfit("it is not a plain file", NOT_OURS))
            }
            _ => Err(error),
        },
        Ok(file) => check_own(file),
    }
}

/// Opens a file of the store to be read.
///
/// # Errors
/// When it is not a plain file of this user alone.
pub(crate) fn open_to_read(path: &Path) -> io::Result<File> {
    opened(careful(OpenOptions::new().read(true)).open(path), path)
}

/// The bytes of a file of the store; none when it does not exist.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, Problem> {
    read_most(path, MOST)
}

/// As [`read`], of a file that is small.
pub(crate) fn read_small(path: &Path) -> Result<Option<Vec<u8>>, Problem> {
    read_most(path, SMALL)
}

fn read_most(path: &Path, most: u64) -> Result<Option<Vec<u8>>, Problem> {
    match open_to_read(path).and_then(|file| all_of(&file, most)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(problem("read", path, &error)),
    }
}

/// The bytes of a file that the user named, wherever it is; none when it does not exist.
pub(crate) fn read_given(path: &Path) -> Result<Option<Vec<u8>>, Problem> {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let flags = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default();
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags);
    }
    let read = options.read(true).open(path).and_then(|file| {
        if file.metadata()?.is_file() {
            all_of(&file, MOST)
        } else {
            Err(unfit("it is not a plain file", "Name a file"))
        }
    });
    match read {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(problem("read", path, &error)),
    }
}

/// All bytes of an open file, when they are no more than so many.
pub(crate) fn all_of(file: &File, most: u64) -> io::Result<Vec<u8>> {
    let length = file.metadata()?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(most)).unwrap_or_default());
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(unfit(format!("it is longer than {} MiB", most / SMALL), NOT_OURS));
    }
    Ok(bytes)
}

/// Whether `file` is what stands at `path` now.
#[cfg(unix)]
pub(crate) fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let key = |found: fs::Metadata| (found.dev(), found.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(held), Ok(there)) => key(held) == key(there),
        _ => false,
    }
}

/// A file that is open cannot be replaced here.
#[cfg(not(unix))]
pub(crate) fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// Whether `folder` exists.
///
/// # Errors
/// When something else stands in its place, or it cannot be looked at.
pub(crate) fn is_folder(folder: &Path) -> Result<bool, Problem> {
    let refused = |error: io::Error| Err(problem("used", folder, &error));
    match fs::symlink_metadata(folder) {
        Ok(found) if found.is_dir() => Ok(true),
        Ok(found) if found.is_symlink() => refused(unfit(
            "it is a link to somewhere else",
            "Name the folder itself; if it is in the store, something else put it there: move it away",
        )),
        Ok(_) => refused(ErrorKind::NotADirectory.into()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(problem("read", folder, &error)),
    }
}

/// As [`is_folder`], and refuses one that belongs to somebody else or that others may write to, unless it is empty.
///
/// # Errors
/// As [`is_folder`], and for that.
pub(crate) fn is_own_folder(folder: &Path) -> Result<bool, Problem> {
    if !is_folder(folder)? {
        return Ok(false);
    }
    #[cfg(unix)]
    {
        let found = fs::symlink_metadata(folder).map_err(|error| problem("read", folder, &error))?;
        if let Err(error) = check_owner(&found)
            && !fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
        {
            return Err(problem("used", folder, &error));
        }
    }
    Ok(true)
}

/// The names in `folder`, sorted; none when it cannot be read, or is a link.
pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    if !is_folder(folder).unwrap_or(false) {
        return Vec::new();
    }
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The first line of `path` with its newline, if it can be read and is no longer than a header may be.
pub(crate) fn first_line(path: &Path) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    std::io::BufReader::new(open_to_read(path).ok()?.take(SMALL)).read_until(b'\n', &mut line).ok()?;
    Some(line)
}

/// The length of `path`; 0 when it cannot be looked at.
pub(crate) fn length(path: &Path) -> u64 {
    fs::symlink_metadata(path).map_or(0, |found| found.len())
}

/// Removes a file.
pub(crate) fn remove(path: &Path) -> Result<(), Problem> {
    fs::remove_file(path).map_err(|error| problem("removed", path, &error))
}

/// Whether nothing stands at `path` yet, not even a link to nowhere.
pub(crate) fn is_new(path: &Path) -> Result<bool, Problem> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(false),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(problem("read", path, &error)),
    }
}

/// Makes `folder` for its owner only. One that is there must be so; an empty one is closed to others.
pub(crate) fn private_folder(folder: &Path) -> Result<(), Problem> {
    let refused = |error: io::Error| problem("made", folder, &error);
    if is_own_folder(folder)? {
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
    careful(options.read(true).append(true));
    open_or_make(options, path)
}

/// Opens the lock file at `path`, made for its owner only if it is new. Unlike the cases it is written over.
pub(crate) fn open_lock(path: &Path) -> Result<File, Problem> {
    let mut options = OpenOptions::new();
    careful(options.read(true).write(true));
    open_or_make(options, path)
}

fn open_or_make(options: OpenOptions, path: &Path) -> Result<File, Problem> {
    match options.clone().create_new(true).open(path) {
        Ok(file) => {
            set_private(path, 0o600)?;
            Ok(file)
        }
        // Made by another writer at this moment, its mode may not be set yet.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            opened(options.open(path), path).map_err(|error| problem("written to", path, &error))
        }
        Err(_) if !is_new(path)? => {
            opened(options.open(path), path).map_err(|error| problem("written to", path, &error))
        }
        Err(error) => Err(problem("written to", path, &error)),
    }
}

/// What processes that were ended left half written in `folder`: files that nobody holds.
pub(crate) fn unfinished(folder: &Path) -> Vec<std::path::PathBuf> {
    let names = names_in(folder).into_iter().filter(|name| [UNFINISHED, WRITING].iter().any(|it| name.starts_with(it)));
    let held = |path: &Path| {
        let file = open_to_read(path);
        file.is_ok_and(|file| matches!(file.try_lock_shared(), Err(fs::TryLockError::WouldBlock)))
    };
    names.map(|name| folder.join(name)).filter(|path| !held(path)).collect()
}

/// Removes what a process that was ended left half written.
pub(crate) fn remove_unfinished(folder: &Path) -> Result<(), Problem> {
    for path in unfinished(folder) {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(problem("removed", &path, &error)),
            _ => {}
        }
    }
    Ok(())
}

/// How the name of a draft begins that is not whole yet.
pub(crate) const WRITING: &str = ".writing-";

/// How the name of a file begins that is not whole yet.
pub(crate) const UNFINISHED: &str = ".new-";

/// Writes a file that is not there yet, durably, for its owner only.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let refused = |error: io::Error| problem("written to", path, &error);
    let mut options = OpenOptions::new();
    careful(options.write(true).create_new(true));
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
    // Held until it is whole: what nobody holds was left by a process that was ended.
    let _ = file.as_file().try_lock();
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

/// Whether a folder belongs to this user and is open to nobody else.
#[cfg(unix)]
pub(crate) fn is_private(folder: &Path) -> bool {
    fs::symlink_metadata(folder).is_ok_and(|found| check_owner(&found).is_ok()) && open_to_others(folder).is_none()
}

/// Modes mean nothing here.
#[cfg(not(unix))]
pub(crate) fn is_private(_: &Path) -> bool {
    true
}

/// The mode of `path` when others may use it in any way.
#[cfg(unix)]
pub(crate) fn open_to_others(path: &Path) -> Option<u32> {
    let found = fs::symlink_metadata(path).ok().filter(|found| !found.is_symlink())?;
    let mode = std::os::unix::fs::PermissionsExt::mode(&found.permissions());
    (mode & 0o077 != 0).then_some(mode & 0o777)
}

/// Modes mean nothing here.
#[cfg(not(unix))]
pub(crate) fn open_to_others(_: &Path) -> Option<u32> {
    None
}
