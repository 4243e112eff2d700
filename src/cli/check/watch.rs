//! What a person at the terminal sees while a check goes on: nothing for a second, then a line of progress.

use crate::cli::context::Context;
use crate::clock::Stopwatch;
use crate::interrupt;
use crate::render::progress::{Progress, Standing};
use crate::render::{Format, Terminal};
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many cases pass between looks at the watch.
const CASES: usize = 64;

pub(super) struct Watch {
    /// None where nobody looks.
    progress: Option<(Progress, Stopwatch)>,
    /// Bytes read so far.
    pub(super) bytes: Arc<AtomicU64>,
    of: Option<u64>,
    cases: usize,
}

impl Watch {
    /// `files` are those to be read; where their size is known, the time left can be told.
    pub(super) fn new(files: &[String], context: &Context) -> Self {
        interrupt::catch();
        // Findings that go to the same terminal show by themselves how far the work has come.
        let streams = matches!(context.format(), Format::Jsonl | Format::Csv) && std::io::stdout().is_terminal();
        let watched = std::io::stderr().is_terminal() && !context.global.quiet && !streams;
        let width = || Terminal::read(|name| std::env::var(name).ok()).detect(context.global.color, true).width;
        let size = |path: &String| std::fs::metadata(path).ok().filter(|file| file.is_file()).map(|file| file.len());
        Self {
            progress: watched.then(|| (Progress::new(width()), Stopwatch::start())),
            bytes: Arc::default(),
            of: files.iter().map(size).sum::<Option<u64>>().filter(|_| !files.is_empty()),
            cases: 0,
        }
    }

    /// One more case.
    pub(super) fn case(&mut self) {
        self.cases += 1;
        if let Some((progress, watch)) = self.progress.as_mut().filter(|_| self.cases.is_multiple_of(CASES)) {
            let elapsed = watch.elapsed();
            if progress.is_due(elapsed) {
                let bytes = self.bytes.load(Ordering::Relaxed);
                progress.draw(&Standing { elapsed, cases: Some(self.cases), bytes, of: self.of });
            }
        }
    }

    /// Wipes the line away, before anything else is said.
    pub(super) fn clear(&mut self) {
        if let Some((progress, _)) = &mut self.progress {
            progress.clear();
        }
    }
}
