//! What a person at the terminal sees while the store does long work: nothing for a second, then a line of progress.

use super::Global;
use crate::clock::Stopwatch;
use crate::render::Terminal;
use crate::render::progress::{Progress, Standing};
use crate::store::Meter;
use std::io::IsTerminal;
use std::sync::{Arc, Mutex, PoisonError};

/// The line, while it may be drawn.
#[derive(Debug, Default)]
pub(super) struct WorkLine(Mutex<State>);

#[derive(Debug, Default)]
enum State {
    /// No work goes on.
    #[default]
    Idle,
    Drawn(Progress, Stopwatch),
    /// Something else was said on the terminal: no more is drawn until this work has ended.
    Silent,
}

impl WorkLine {
    /// A line, and the meter whose work it shows. Where nobody looks, the meter shows nothing.
    pub(super) fn of(global: &Global) -> (Arc<Self>, Arc<Meter>) {
        let line = Arc::new(Self::default());
        if global.quiet || !std::io::stderr().is_terminal() {
            return (line, Arc::default());
        }
        let (shown, color) = (Arc::clone(&line), global.color);
        let width = move || Terminal::read(|name| std::env::var(name).ok()).detect(color, true).width;
        (line, Arc::new(Meter::watched(move |standing| shown.at(standing, width))))
    }

    fn at(&self, standing: Option<(u64, u64)>, width: impl Fn() -> usize) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((bytes, of)) = standing else {
            if let State::Drawn(progress, _) = &mut *state {
                progress.clear();
            }
            *state = State::Idle;
            return;
        };
        if matches!(*state, State::Idle) {
            *state = State::Drawn(Progress::new(width()), Stopwatch::start());
        }
        if let State::Drawn(progress, watch) = &mut *state {
            let elapsed = watch.elapsed();
            if progress.is_due(elapsed) {
                progress.draw(&Standing { elapsed, cases: None, bytes, of: Some(of) });
            }
        }
    }

    /// Wipes the line away, before anything else is said.
    pub(super) fn wipe(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let State::Drawn(progress, _) = &mut *state {
            progress.clear();
            *state = State::Silent;
        }
    }
}
