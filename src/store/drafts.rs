//! Conversations that are not finished: each a private file beside the cases, written anew on every answer and removed
//! when it is saved or discarded. What is in one is the caller's.

use super::files::{private_folder, problem, read_small};
use crate::problem::Problem;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The drafts of one store.
#[derive(Debug, Clone)]
pub struct Drafts {
    store: PathBuf,
}

impl Drafts {
    /// The drafts of the store in a folder, which need not exist.
    pub fn new(store: impl Into<PathBuf>) -> Self {
        Self { store: store.into() }
    }

    fn folder(&self) -> PathBuf {
        self.store.join(super::local::DRAFTS)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder().join(format!("{name}.json"))
    }

    /// Keeps a draft, in place of an earlier one of that name. A name is a case's reference, or one made up.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn keep(&self, name: &str, text: &str) -> Result<(), Problem> {
        private_folder(&self.store)?;
        private_folder(&self.folder())?;
        write_private(&self.path(name), text)
    }

    /// Every draft: its name and text, by name.
    ///
    /// # Errors
    /// When the folder or a draft cannot be read.
    pub fn all(&self) -> Result<Vec<(String, String)>, Problem> {
        let folder = self.folder();
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(problem("read", &folder, &error)),
        };
        let mut drafts = Vec::new();
        for entry in entries {
            let path = entry.map_err(|error| problem("read", &folder, &error))?.path();
            let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if path.extension().is_none_or(|kind| kind != "json") || name.starts_with('.') {
                continue;
            }
            if let Some(bytes) = read_small(&path)? {
                drafts.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
        drafts.sort();
        Ok(drafts)
    }

    /// Removes a draft. One that is not there is no error; nor does an empty folder stay behind.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self, name: &str) -> Result<(), Problem> {
        let path = self.path(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(problem("removed", &path, &error)),
            _ => {}
        }
        // Refused by the system while anything is in them, which is what is wanted.
        if fs::remove_dir(self.folder()).is_ok() {
            let _ = fs::remove_dir(&self.store);
        }
        Ok(())
    }
}

/// Writes a file that only its owner may read, whole or not at all.
///
/// # Errors
/// When it cannot be written.
pub fn write_private(path: &Path, text: &str) -> Result<(), Problem> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let refused = |error: std::io::Error| problem("written to", path, &error);
    let mut file = tempfile::Builder::new().prefix(super::files::WRITING).tempfile_in(folder).map_err(refused)?;
    let _ = file.as_file().try_lock();
    file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(refused)?;
    file.persist(path).map_err(|error| problem("written to", path, &error.error))?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Drafts;

    #[test]
    fn a_draft_is_private_replaced_listed_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store");
        let drafts = Drafts::new(&store);
        assert!(drafts.all().unwrap().is_empty());
        drafts.keep("YJ-1", "one").unwrap();
        drafts.keep("YJ-1", "two").unwrap();
        assert_eq!(drafts.all().unwrap(), [("YJ-1".to_owned(), "two".to_owned())]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&store.join("drafts")), mode(&store.join("drafts/YJ-1.json"))), (0o700, 0o600));
        }
        drafts.remove("YJ-1").unwrap();
        drafts.remove("YJ-1").unwrap();
        assert!(!store.exists());
    }
}
