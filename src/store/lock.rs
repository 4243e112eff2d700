//! The writers' lock. It is a file of its own: one who waits on the data file across a rename would wake up holding
//! the old one.

use super::files;
use crate::problem::Problem;
use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

/// Held while one writer reads, changes and writes; released when dropped, or when the process ends however it ends.
#[derive(Debug)]
pub(crate) struct WriteLock {
    _file: File,
}

/// Long waits are for another person's command to finish: no need to look more often.
const LONGEST_PAUSE: Duration = Duration::from_millis(20);

impl WriteLock {
    /// Takes the lock at `path`, waiting at least `patience` for another writer.
    ///
    /// # Errors
    /// When it is still held after that, or the file cannot be made or locked.
    pub(crate) fn take(path: &Path, patience: Duration) -> Result<Self, Problem> {
        let file = files::open_private(path)?;
        let mut waited = Duration::ZERO;
        let mut pause = Duration::from_millis(1);
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if waited < patience => {
                    // A sleep is never shorter than asked for, so the sum needs no clock.
                    std::thread::sleep(pause);
                    waited += pause;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
                Err(TryLockError::WouldBlock) => return Err(busy(path, patience)),
                Err(TryLockError::Error(error)) => return Err(files::problem("locked", path, &error)),
            }
        }
    }
}

fn busy(path: &Path, patience: Duration) -> Problem {
    Problem::store(format!("another yjs has held the lock for {} seconds; nothing was saved", patience.as_secs_f32()))
        .file(path.display().to_string())
        .hint("Wait for the other command to finish, or end it, and try again")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::WriteLock;
    use std::time::Duration;

    #[test]
    fn a_second_writer_waits_then_names_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".lock");
        let held = WriteLock::take(&path, Duration::ZERO).unwrap();
        let problem = WriteLock::take(&path, Duration::from_millis(30)).unwrap_err();
        assert_eq!(problem.place.file, Some(path.display().to_string()));
        assert!(problem.what.contains("has held the lock for 0.03 seconds"), "{}", problem.what);
        drop(held);
        WriteLock::take(&path, Duration::ZERO).unwrap();
    }

    #[test]
    fn a_waiting_writer_gets_the_lock_when_it_is_released() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".lock");
        let held = WriteLock::take(&path, Duration::ZERO).unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| WriteLock::take(&path, Duration::from_secs(10)));
            std::thread::sleep(Duration::from_millis(40));
            drop(held);
            assert!(waiting.join().unwrap().is_ok());
        });
    }
}
