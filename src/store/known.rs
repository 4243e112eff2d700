//! Which stores were seen on this computer. A drive that is not there leaves nothing behind that tells a store that is
//! gone from one that was never made, so a note in the user's settings does: the folder, and which disk it was on.

use super::files;
use super::local::LocalStore;
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

/// The name of the file among the user's settings.
const NAME: &str = "stores.json";

/// What is noted of a store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    /// The number of its disk, where the system gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    disk: Option<u64>,
    /// The store's own mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// The last copy of it on another disk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    copied: Option<Copied>,
}

/// A copy of the store on another disk, as `yjs store backup --to` made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    /// When.
    pub at: DateTime<Utc>,
    /// Where it was written to.
    pub to: PathBuf,
    /// The last line in it, as text: a store that was put back to an earlier state has it no more.
    pub head: String,
}

type Stores = BTreeMap<String, Seen>;

impl LocalStore {
    /// Notes in this folder (the user's settings) that the store is here, once it is, and looks there when it is not.
    #[must_use]
    pub fn known_in(mut self, settings: Option<PathBuf>) -> Self {
        self.settings = settings;
        self
    }

    /// The folder was named by the user: they know that it is there.
    #[must_use]
    pub fn named(mut self, named: bool) -> Self {
        self.named = named;
        self
    }

    /// Notes that the store is here. What cannot be noted is left: no answer hangs on it.
    pub fn remember(&self) {
        self.note_seen(None);
    }

    /// As [`Self::remember`], with a copy that was made just now.
    pub(super) fn note_seen(&self, copied: Option<Copied>) {
        let (Some(settings), Ok(Some(manifest))) = (&self.settings, self.manifest_there()) else { return };
        let key = self.key();
        let mut stores = self.stores();
        let before = stores.get(&key);
        let copied = copied.or_else(|| before.and_then(|seen| seen.copied.clone()));
        let seen = Seen { disk: disk_of(&self.folder), id: manifest.id, copied };
        if before == Some(&seen) {
            return;
        }
        stores.insert(key, seen);
        if let Ok(mut json) = serde_json::to_vec_pretty(&stores) {
            json.push(b'\n');
            let _ = files::private_folder(settings).and_then(|()| files::write_whole(settings, NAME, &json));
        }
    }

    /// Refuses to take a store that is gone for an empty one. Called when there is none.
    pub(super) fn refuse_gone(&self) -> Result<(), Problem> {
        if self.work.anew.load(Ordering::Relaxed) {
            return Ok(());
        }
        if self.stores().contains_key(&self.key()) {
            return Err(self.gone());
        }
        self.refuse_empty()?;
        let parent = self.folder.parent().filter(|parent| !parent.as_os_str().is_empty());
        match parent {
            Some(parent) if self.named && !self.folder.exists() && !parent.exists() => {
                Err(Problem::store("there is no store here, nor the folder it would be in")
                    .file(self.folder.display().to_string())
                    .hint("Is its drive connected? Check `--store` and YJS_STORE; `yjs case add` makes a new store"))
            }
            Some(parent) if self.named && !self.folder.exists() && !may_write(parent) => {
                Err(Problem::store("there is no store here, and none could be made")
                    .file(self.folder.display().to_string())
                    .hint("Is its drive connected? Check `--store` and YJS_STORE"))
            }
            _ => Ok(()),
        }
    }

    /// Refuses a folder that the user named, and that is there and empty: so is the place of a drive that is not connected.
    fn refuse_empty(&self) -> Result<(), Problem> {
        let empty = std::fs::read_dir(&self.folder).is_ok_and(|mut entries| entries.next().is_none());
        // One that yjs made, and was ended before it made more, is open to its owner only.
        if !self.named || !empty || files::is_private(&self.folder) {
            return Ok(());
        }
        Err(Problem::store(
            "this folder is empty: it has no store's own mark, so no store was ever here, or it is away",
        )
        .file(self.folder.display().to_string())
        .hint("Is its drive connected? If a new store is to be made here, remove the empty folder first"))
    }

    /// The last copy of the store on another disk that is known of.
    pub fn copied(&self) -> Option<Copied> {
        self.stores().remove(&self.key()).and_then(|seen| seen.copied)
    }

    /// Whether a writer may make a store where one was: not while its disk is away, as what is saved now would be hidden
    /// when it is back. Returns a warning when one was.
    ///
    /// # Errors
    /// When the disk that it was on is not there.
    pub(super) fn make_anew(&self) -> Result<Option<Problem>, Problem> {
        self.refuse_empty()?;
        let Some(seen) = self.stores().remove(&self.key()) else {
            self.work.anew.store(true, Ordering::Relaxed);
            return Ok(None);
        };
        let nearest = self.folder.ancestors().find(|folder| folder.is_dir());
        if seen.disk.is_some() && nearest.and_then(disk_of) != seen.disk {
            return Err(self.gone());
        }
        self.work.anew.store(true, Ordering::Relaxed);
        Ok(Some(
            Problem::store("there was a store here before, and it is gone; this is a new one")
                .file(self.folder.display().to_string())
                .hint("If it was not removed on purpose, look for it, or for a backup to `yjs store restore`"),
        ))
    }

    fn gone(&self) -> Problem {
        let note = self.settings.as_ref().map(|settings| settings.join(NAME).display().to_string());
        Problem::store("there was a store here, and it is gone: nothing can be said of its cases")
            .file(self.folder.display().to_string())
            .hint(format!(
                "Connect its drive, or put the folder back, or `yjs store restore` a backup. If it was removed on purpose, \
                 take its line out of {}",
                note.unwrap_or_default()
            ))
    }

    fn key(&self) -> String {
        canonical(&self.folder).display().to_string()
    }

    fn stores(&self) -> Stores {
        let path = self.settings.as_ref().map(|settings| settings.join(NAME));
        let bytes = path.and_then(|path| files::read_small(&path).ok().flatten());
        bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }
}

/// The one spelling of a path, as far as it exists.
fn canonical(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = path.ancestors().find_map(|part| Some((part, std::fs::canonicalize(part).ok()?)));
    let Some((part, whole)) = there else { return path };
    path.strip_prefix(part).map_or_else(
        |_| path.clone(),
        |rest| if rest.as_os_str().is_empty() { whole.clone() } else { whole.join(rest) },
    )
}

#[cfg(unix)]
fn may_write(folder: &Path) -> bool {
    rustix::fs::access(folder, rustix::fs::Access::WRITE_OK).is_ok()
}

/// Not asked here.
#[cfg(not(unix))]
fn may_write(_: &Path) -> bool {
    true
}

#[cfg(unix)]
pub(super) fn disk_of(folder: &Path) -> Option<u64> {
    std::fs::metadata(folder).ok().map(|found| std::os::unix::fs::MetadataExt::dev(&found))
}

/// Not told here.
#[cfg(not(unix))]
pub(super) fn disk_of(_: &Path) -> Option<u64> {
    None
}
