//! Ctrl-C during long work: the work is told to end, and ends with what was done.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

static ASKED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C only sets the flag that [`asked`] tells.
pub(crate) fn catch() {
    // Without a handler Ctrl-C ends the process at once, which is worse and no reason to stop here.
    let _ = ctrlc::set_handler(|| ASKED.store(true, Ordering::Relaxed));
}

/// Whether Ctrl-C was pressed.
pub(crate) fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}

/// Standard input, read in a thread of its own: a read that waits for more cannot be called off.
pub(crate) struct StandardInput {
    parts: Receiver<io::Result<Vec<u8>>>,
    part: Vec<u8>,
    taken: usize,
}

const PART: usize = 64 * 1024;

/// How many parts wait to be taken.
const WAITING: usize = 4;

/// How soon a Ctrl-C is seen while nothing comes.
const PATIENCE: Duration = Duration::from_millis(100);

impl StandardInput {
    pub(crate) fn new() -> io::Result<Self> {
        let (sender, parts) = sync_channel(WAITING);
        thread::Builder::new().name("standard input".into()).stack_size(128 * 1024).spawn(move || {
            let mut input = io::stdin().lock();
            loop {
                let mut part = vec![0; PART];
                let read = match input.read(&mut part) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Ok(0) => return,
                    Ok(read) => {
                        part.truncate(read);
                        Ok(part)
                    }
                    Err(error) => Err(error),
                };
                let failed = read.is_err();
                if sender.send(read).is_err() || failed {
                    return;
                }
            }
        })?;
        Ok(Self { parts, part: Vec::new(), taken: 0 })
    }
}

impl Read for StandardInput {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.part.len() {
            match self.parts.recv_timeout(PATIENCE) {
                Ok(part) => (self.part, self.taken) = (part?, 0),
                Err(RecvTimeoutError::Timeout) if !asked() => {}
                // The end, or as good as the end.
                Err(_) => return Ok(0),
            }
        }
        let length = out.len().min(self.part.len() - self.taken);
        out[..length].copy_from_slice(&self.part[self.taken..self.taken + length]);
        self.taken += length;
        Ok(length)
    }
}
