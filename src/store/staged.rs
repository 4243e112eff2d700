//! Replaces several files of the store as one. The new ones are written into a folder beside, made durable, and then
//! that folder is renamed: this one rename is the moment at which the new state holds. Its files are then moved over
//! the old ones. Readers look into the renamed folder first, so whatever stops the moving, everyone sees the new state
//! in full; the next writer moves the rest. Before the rename everyone sees the old state, and the next writer removes
//! what was prepared.

use super::files;
use crate::problem::Problem;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Where the new files are written.
const PREPARED: &str = ".prepared";

/// Where they stand once they hold.
const COMMITTED: &str = ".committed";

/// The bytes of the file `name` as it holds now; none when there is none.
///
/// # Errors
/// When it cannot be read.
pub(super) fn read(folder: &Path, name: &str) -> Result<Option<Vec<u8>>, Problem> {
    // Looked for first: were it moved between the two looks, the second one finds it.
    if !files::is_folder(&folder.join(COMMITTED))? {
        return files::read(&folder.join(name));
    }
    match files::read(&folder.join(COMMITTED).join(name)) {
        Ok(Some(bytes)) => Ok(Some(bytes)),
        _ => files::read(&folder.join(name)),
    }
}

/// The file `name` as it holds now.
pub(super) fn open(folder: &Path, name: &str) -> io::Result<fs::File> {
    files::open_to_read(&folder.join(COMMITTED).join(name)).or_else(|_| files::open_to_read(&folder.join(name)))
}

/// What tells one state of the file `name` from another without reading it.
pub(super) fn mark(folder: &Path, name: &str) -> Option<impl PartialEq + use<>> {
    let found = fs::metadata(folder.join(COMMITTED).join(name)).or_else(|_| fs::metadata(folder.join(name))).ok()?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&found);
    #[cfg(not(unix))]
    let number = 0_u64;
    Some((number, found.len(), found.modified().ok()))
}

/// Whether a replacement was stopped before its end.
pub(super) fn is_unfinished(folder: &Path) -> bool {
    [PREPARED, COMMITTED].iter().any(|name| folder.join(name).exists())
}

/// Puts `new` in place of the files of these names, all or none. The caller holds the lock and has
/// [recovered](recover).
///
/// # Errors
/// When something cannot be written; then the old files hold.
pub(super) fn replace(folder: &Path, new: &[(&str, &[u8])]) -> Result<(), Problem> {
    let (prepared, committed) = (folder.join(PREPARED), folder.join(COMMITTED));
    let replaced = prepare(&prepared, new).and_then(|()| {
        fs::rename(&prepared, &committed).map_err(|error| files::problem("written to", &committed, &error))?;
        files::sync_folder(folder).inspect_err(|_| {
            // Not known to be durable: taken back, so that "nothing was changed" is true.
            let _ = fs::rename(&committed, &prepared);
        })
    });
    if let Err(problem) = replaced {
        let _ = fs::remove_dir_all(&prepared);
        return Err(problem);
    }
    // From here the new state holds, whether or not its files can be moved now.
    let _ = finish(folder);
    Ok(())
}

fn prepare(prepared: &Path, new: &[(&str, &[u8])]) -> Result<(), Problem> {
    files::private_folder(prepared)?;
    for (name, bytes) in new {
        files::write_new(&prepared.join(name), bytes)?;
    }
    files::sync_folder(prepared)
}

/// Finishes or undoes a replacement that was stopped. The caller holds the lock.
///
/// # Errors
/// When files cannot be moved or removed.
pub(super) fn recover(folder: &Path) -> Result<(), Problem> {
    finish(folder)?;
    let prepared = folder.join(PREPARED);
    match fs::remove_dir_all(&prepared) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(files::problem("removed", &prepared, &error)),
        _ => Ok(()),
    }
}

fn finish(folder: &Path) -> Result<(), Problem> {
    let committed = folder.join(COMMITTED);
    let entries = match fs::read_dir(&committed) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(|error| files::problem("read", &committed, &error))?,
    };
    for entry in entries {
        let entry = entry.map_err(|error| files::problem("read", &committed, &error))?;
        let target = folder.join(entry.file_name());
        fs::rename(entry.path(), &target).map_err(|error| files::problem("written to", &target, &error))?;
    }
    // The files must stand in their places before the folder that proves them is gone.
    files::sync_folder(folder)?;
    fs::remove_dir(&committed).map_err(|error| files::problem("removed", &committed, &error))?;
    files::sync_folder(folder)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{COMMITTED, PREPARED, is_unfinished, read, recover, replace};
    use std::fs;
    use std::path::Path;

    const OLD: [(&str, &[u8]); 2] = [("a", b"old a"), ("b", b"old b")];
    const NEW: [(&str, &[u8]); 2] = [("a", b"new a"), ("b", b"new b")];

    fn folder_with(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), files);
        folder
    }

    fn write(folder: &Path, files: &[(&str, &[u8])]) {
        fs::create_dir_all(folder).unwrap();
        for (name, bytes) in files {
            fs::write(folder.join(name), bytes).unwrap();
        }
    }

    fn holds(folder: &Path, files: &[(&str, &[u8])]) {
        for (name, bytes) in files {
            assert_eq!(read(folder, name).unwrap().as_deref(), Some(*bytes), "{name}");
        }
    }

    #[test]
    fn all_files_are_replaced_and_nothing_is_left_over() {
        let folder = folder_with(&OLD);
        replace(folder.path(), &NEW).unwrap();
        holds(folder.path(), &NEW);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"new a");
    }

    #[test]
    fn what_was_only_prepared_is_removed_and_never_read() {
        for written in 0..=NEW.len() {
            let folder = folder_with(&OLD);
            write(&folder.path().join(PREPARED), &NEW[..written]);
            assert!(is_unfinished(folder.path()));
            holds(folder.path(), &OLD);
            recover(folder.path()).unwrap();
            holds(folder.path(), &OLD);
            assert!(!is_unfinished(folder.path()));
        }
    }

    #[test]
    fn what_was_committed_is_read_at_once_and_moved_by_the_next() {
        for moved in 0..=NEW.len() {
            let folder = folder_with(&OLD);
            write(&folder.path().join(COMMITTED), &NEW[moved..]);
            write(folder.path(), &NEW[..moved]);
            holds(folder.path(), &NEW);
            recover(folder.path()).unwrap();
            holds(folder.path(), &NEW);
            assert_eq!(fs::read(folder.path().join("b")).unwrap(), b"new b");
            assert!(!is_unfinished(folder.path()));
        }
    }
}
