//! The writers' lock. It is a file of its own: one who waits on the data file across a rename would wake up holding
//! the old one.
//!
//! The lock is the system's, so it ends with its process, however that ends. What stands in the file is for people,
//! who want to know whom they wait for, and for the end of the chain: how far the store had come.

use super::files;
use super::format::{Head, hash};
use crate::calendar::london;
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::Duration;

/// A shorter wait is not worth a word.
const SAY_AFTER: Duration = Duration::from_secs(1);

/// Who holds the lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The number of the process.
    pub pid: u32,
    /// Since when, by the clock of its command.
    pub since: DateTime<Utc>,
}

impl fmt::Display for Holder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "process {}, since {}", self.pid, london::short(self.since))
    }
}

/// What stands in the lock file, on one line. Anything else there says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    /// Who took the lock and did not give it back yet. When the lock is free, its process was ended in the middle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) holder: Option<Holder>,
    /// The last line that was saved. Never ahead of the cases, as it is written after them; at most behind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) head: Option<Head>,
    /// There is no such line as yet, or the files are being written anew: a note without a head is then as it should be.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) open: bool,
}

impl Note {
    /// What the lock file at `path` says; none when that cannot be read, or is not as it was written.
    pub(crate) fn read(path: &Path) -> Option<Self> {
        files::read_small(path).ok().flatten().and_then(|bytes| Self::parse(&bytes))
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let space = line.iter().rposition(|byte| *byte == b' ')?;
        let (note, seal) = (&line[..space], &line[space + 1..]);
        if seal_of(note).as_bytes() != seal {
            return None;
        }
        serde_json::from_slice(note).ok()
    }

    /// The note and its seal: one that was damaged, or read while it was written, must not accuse the cases.
    pub(crate) fn line(&self) -> io::Result<Vec<u8>> {
        let mut line = serde_json::to_vec(self)?;
        let seal = seal_of(&line);
        line.push(b' ');
        line.extend(seal.as_bytes());
        line.push(b'\n');
        Ok(line)
    }
}

/// The start of the hash of a note.
fn seal_of(note: &[u8]) -> String {
    hash(Some(note))[..16].to_owned()
}

/// How a writer waits for another one.
#[derive(Clone)]
pub(crate) struct Waiting {
    /// For at least so long.
    pub(crate) patience: Duration,
    /// Told once, when it takes long.
    pub(crate) tell: Option<Arc<dyn Fn(&str) + Send + Sync>>,
}

impl fmt::Debug for Waiting {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Waiting").field("patience", &self.patience).finish_non_exhaustive()
    }
}

/// Held while one writer reads, changes and writes; released when dropped, or when the process ends however it ends.
#[derive(Debug)]
pub(crate) struct WriteLock {
    file: File,
    note: Note,
    done: bool,
}

impl WriteLock {
    /// Takes the lock at `path` at the time `at`, waiting for another writer if need be. `fresh` is whether there are no
    /// cases yet.
    ///
    /// # Errors
    /// When it is still held after that, or the file cannot be made, locked or written to.
    pub(crate) fn take(path: &Path, waiting: &Waiting, at: DateTime<Utc>, fresh: bool) -> Result<Self, Problem> {
        let mut file = wait(files::open_lock(path)?, path, waiting)?;
        // Whoever removed it while it was waited for left this one holding a lock that nobody else looks at.
        for _ in 0..16 {
            if files::is_at(&file, path) {
                break;
            }
            file = wait(files::open_lock(path)?, path, waiting)?;
        }
        let refused = |error: io::Error| files::problem("written to", path, &error);
        let mut bytes = Vec::new();
        (&file).take(files::SMALL).read_to_end(&mut bytes).map_err(refused)?;
        let known = Note::parse(&bytes);
        let open = known.as_ref().map_or(fresh, |note| note.open);
        let note = Note { open, ..known.unwrap_or_default() };
        let mut lock = Self { file, note, done: false };
        lock.write(Some(Holder { pid: std::process::id(), since: at })).map_err(refused)?;
        Ok(lock)
    }

    /// Whether this is still the lock that every other writer looks at.
    pub(crate) fn is_at(&self, path: &Path) -> bool {
        files::is_at(&self.file, path)
    }

    /// The last line that was saved, as far as is known.
    pub(crate) fn head(&self) -> Option<&Head> {
        self.note.head.as_ref()
    }

    /// Remembers the last line that was saved, once it is durable.
    pub(crate) fn set_head(&mut self, head: Option<Head>) {
        self.note = Note { open: head.is_none(), head, holder: None };
    }

    /// Notes what was saved; the lock is given back when this is dropped.
    ///
    /// # Errors
    /// When the note cannot be written. What was saved is safe; only the end of the file has no witness until the next
    /// change.
    pub(crate) fn finish(&mut self, path: &Path) -> Result<(), Problem> {
        self.done = true;
        self.write(None).map_err(|error| files::problem("written to", path, &error))
    }

    /// Forgets the last line at once, before the cases are put back to an earlier state.
    ///
    /// # Errors
    /// When the file cannot be written to.
    pub(crate) fn forget_head(&mut self, path: &Path, at: DateTime<Utc>) -> Result<(), Problem> {
        self.set_head(None);
        let holder = Holder { pid: std::process::id(), since: at };
        self.write(Some(holder)).map_err(|error| files::problem("written to", path, &error))
    }

    fn write(&mut self, holder: Option<Holder>) -> io::Result<()> {
        let line = Note { holder, ..self.note.clone() }.line()?;
        self.file.rewind()?;
        self.file.write_all(&line)?;
        self.file.set_len(line.len() as u64)
    }
}

/// Locks `file`, or gives up. The system hands the lock on to those who wait in it: looking again and again would let
/// newcomers in first, and of many writers one could be passed over until its patience ends.
fn wait(file: File, path: &Path, waiting: &Waiting) -> Result<File, Problem> {
    let refused = |error: io::Error| files::problem("locked", path, &error);
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(error)) => return Err(refused(error)),
    }
    let (locked, lock) = mpsc::channel();
    let in_system = move || {
        let mut result = file.lock();
        while result.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::Interrupted) {
            result = file.lock();
        }
        // When nobody waits any more, the file comes back and is dropped, and with it the lock.
        drop(locked.send(result.map(|()| file)));
    };
    std::thread::Builder::new().spawn(in_system).map_err(refused)?;
    let quietly = waiting.patience.min(SAY_AFTER);
    let mut answer = lock.recv_timeout(quietly);
    if answer.is_err() && waiting.patience > quietly {
        if let Some(tell) = &waiting.tell {
            tell(&format!("waiting for {} to finish with the store …", holder(path)));
        }
        answer = lock.recv_timeout(waiting.patience - quietly);
    }
    answer.map_err(|_| busy(path, waiting.patience))?.map_err(refused)
}

impl Drop for WriteLock {
    fn drop(&mut self) {
        // Nothing was saved, or whoever saved has said already that this failed.
        if !self.done {
            let _ = self.write(None);
        }
    }
}

/// Whether the lock at `path` is held now.
pub(crate) fn is_held(path: &Path) -> bool {
    files::open_to_read(path).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

fn holder(path: &Path) -> String {
    match Note::read(path).unwrap_or_default().holder {
        Some(holder) => format!("another yjs ({holder})"),
        None => "another yjs".to_owned(),
    }
}

fn busy(path: &Path, patience: Duration) -> Problem {
    let (holder, seconds) = (holder(path), patience.as_secs_f32());
    Problem::store(format!("{holder} has held the lock for {seconds} seconds; nothing was saved"))
        .file(path.display().to_string())
        .hint("Wait for the other command to finish, or end it, and try again")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Holder, Note, Waiting, WriteLock, is_held};
    use crate::store::format::Head;
    use chrono::DateTime;
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    fn take(path: &std::path::Path, patience: Duration) -> Result<WriteLock, crate::problem::Problem> {
        WriteLock::take(path, &Waiting { patience, tell: None }, DateTime::UNIX_EPOCH, false)
    }

    #[test]
    fn a_second_writer_gives_up_and_names_the_lock_and_its_holder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".lock");
        let held = take(&path, Duration::ZERO).unwrap();
        assert!(is_held(&path));
        let problem = take(&path, Duration::from_millis(30)).unwrap_err();
        assert_eq!(problem.place.file, Some(path.display().to_string()));
        let expected = format!(
            "another yjs (process {}, since Thu 1 Jan 1970, 01:00 BST) has held the lock for 0.03 seconds",
            std::process::id()
        );
        assert!(problem.what.starts_with(&expected), "{}", problem.what);
        drop(held);
        // The wait that was given up may be handed the lock now, and hands it back.
        drop(take(&path, Duration::from_secs(60)).unwrap());
        while is_held(&path) {
            std::thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(Note::read(&path), Some(Note::default()));
    }

    #[test]
    fn a_waiting_writer_says_so_once_and_gets_the_lock_when_it_is_released() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".lock");
        let held = take(&path, Duration::ZERO).unwrap();
        let said = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&said);
        let tell = move |text: &str| heard.lock().unwrap().push(text.to_owned());
        let waiting = Waiting { patience: Duration::from_secs(60), tell: Some(Arc::new(tell)) };
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| WriteLock::take(&path, &waiting, DateTime::UNIX_EPOCH, false));
            while said.lock().unwrap().is_empty() {
                std::thread::sleep(Duration::from_millis(10));
            }
            std::thread::sleep(Duration::from_millis(100));
            drop(held);
            assert!(waiting.join().unwrap().is_ok());
        });
        let said = said.lock().unwrap();
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with("waiting for another yjs (process "), "{said:?}");
    }

    #[test]
    fn what_a_dead_process_left_does_not_block_and_the_head_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".lock");
        let head = Some(Head { seq: 7, hash: "ab".to_owned() });
        let holder = Some(Holder { pid: 4242, since: DateTime::UNIX_EPOCH });
        let mut left = Note { holder, head: head.clone(), ..Note::default() }.line().unwrap();
        left.extend(b"rest of a longer line");
        std::fs::write(&path, left).unwrap();
        let lock = take(&path, Duration::ZERO).unwrap();
        assert_eq!(lock.head(), head.as_ref());
        drop(lock);
        assert_eq!(Note::read(&path), Some(Note { head, ..Note::default() }));
        let mut damaged = std::fs::read(&path).unwrap();
        let digit = damaged.iter().position(|byte| *byte == b'7').unwrap();
        damaged[digit] = b'9';
        std::fs::write(&path, damaged).unwrap();
        assert_eq!(Note::read(&path), None);
        std::fs::write(&path, "no note").unwrap();
        assert_eq!(take(&path, Duration::ZERO).unwrap().head(), None);
    }
}
