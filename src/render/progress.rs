//! A line of progress on standard error, drawn over itself and wiped away in the end.

use crate::report::check::grouped;
use std::io::{self, Write};
use std::time::Duration;

/// Work that is not over sooner is worth a line.
const FIRST: Duration = Duration::from_secs(1);

/// How often it is drawn.
const AGAIN: Duration = Duration::from_millis(200);

/// How far work has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Since it began.
    pub elapsed: Duration,
    /// Cases done, where cases are what is counted.
    pub cases: Option<usize>,
    /// Bytes read.
    pub bytes: u64,
    /// Bytes there are, when that is known.
    pub of: Option<u64>,
}

impl Standing {
    /// `43 %, 12,300 cases, 41,000 a second, about 3 s left`; without cases, `43 %, 18.2 MB, 5.3 MB a second` and so on.
    pub fn words(&self) -> String {
        let seconds = self.elapsed.as_secs_f64().max(0.001);
        let mut words = match self.cases {
            // A rate is far below what a count can hold.
            Some(cases) => {
                format!("{} cases, {} a second", grouped(cases), grouped((cases as f64 / seconds).round() as usize))
            }
            None => format!("{}, {} a second", size(self.bytes as f64), size(self.bytes as f64 / seconds)),
        };
        if let Some(of) = self.of.filter(|of| *of > 0 && self.bytes > 0) {
            let share = (self.bytes as f64 / of as f64).min(1.0);
            let left = (seconds / share - seconds).ceil();
            words = format!("{:.0} %, {words}, about {} left", share * 100.0, time(left));
        }
        words
    }
}

fn size(bytes: f64) -> String {
    format!("{:.1} MB", bytes / 1e6)
}

fn time(seconds: f64) -> String {
    let seconds = seconds as u64;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

/// The line.
#[derive(Debug, Default)]
pub struct Progress {
    /// When it was last drawn.
    drawn: Option<Duration>,
    width: usize,
}

impl Progress {
    /// A line that fits a terminal so wide.
    pub fn new(width: usize) -> Self {
        Self { drawn: None, width }
    }

    /// Whether it is time to draw.
    pub fn is_due(&self, elapsed: Duration) -> bool {
        elapsed >= self.drawn.map_or(FIRST, |last| last + AGAIN)
    }

    /// Draws it.
    pub fn draw(&mut self, standing: &Standing) {
        self.drawn = Some(standing.elapsed);
        let words: String = standing.words().chars().take(self.width.saturating_sub(1)).collect();
        self.write(&words);
    }

    /// Wipes it away, when it was drawn.
    pub fn clear(&mut self) {
        if self.drawn.take().is_some() {
            self.write("");
        }
    }

    fn write(&self, words: &str) {
        let blank = self.width.saturating_sub(1);
        let mut error = io::stderr().lock();
        // A terminal that is gone needs no progress.
        let _ = write!(error, "\r{words:<blank$}{}", if words.is_empty() { "\r" } else { "" });
        let _ = error.flush();
    }
}

#[cfg(test)]
mod tests {
    use super::{Progress, Standing};
    use std::time::Duration;

    #[test]
    fn how_far_how_fast_and_how_much_longer() {
        let half = Standing { elapsed: Duration::from_secs(3), cases: Some(12_300), bytes: 50, of: Some(100) };
        assert_eq!(half.words(), "50 %, 12,300 cases, 4,100 a second, about 3 s left");
        assert_eq!(Standing { of: None, ..half }.words(), "12,300 cases, 4,100 a second");
        let slow = Standing { bytes: 1, of: Some(2001), ..half };
        assert_eq!(slow.words(), "0 %, 12,300 cases, 4,100 a second, about 1 h 40 min left");
        let bytes = Standing { cases: None, bytes: 6_000_000, of: Some(8_000_000), ..half };
        assert_eq!(bytes.words(), "75 %, 6.0 MB, 2.0 MB a second, about 1 s left");
        assert_eq!(Standing { of: None, ..bytes }.words(), "6.0 MB, 2.0 MB a second");
    }

    #[test]
    fn it_is_drawn_after_a_second_and_not_too_often() {
        let mut progress = Progress::new(80);
        assert!(!progress.is_due(Duration::from_millis(999)));
        assert!(progress.is_due(Duration::from_millis(1000)));
        progress.drawn = Some(Duration::from_millis(1000));
        assert!(!progress.is_due(Duration::from_millis(1100)));
        assert!(progress.is_due(Duration::from_millis(1200)));
    }
}
