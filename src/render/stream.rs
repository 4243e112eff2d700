//! Output that is written while the work goes on, so that a long list needs no memory. What is written is seen at the
//! latest when the stream is [finished](Stream::finish).

use super::csv::record;
use super::json;
use super::output::{Written, failed};
use crate::problem::Problem;
use serde::Serialize;
use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};

const BUFFER: usize = 64 * 1024;

/// Lines on their way out.
#[derive(Debug)]
pub struct Stream<W: Write> {
    out: BufWriter<W>,
    state: Written,
}

impl Stream<StdoutLock<'static>> {
    /// A stream to standard output.
    pub fn stdout() -> Self {
        Self::new(io::stdout().lock())
    }
}

impl<W: Write> Stream<W> {
    /// A stream to `out`.
    pub fn new(out: W) -> Self {
        Self { out: BufWriter::with_capacity(BUFFER, out), state: Written::All }
    }

    /// Writes a value as one line of JSON.
    ///
    /// # Errors
    /// When it has no form in JSON, or the output could not be taken. A closed pipe is no error.
    pub fn json(&mut self, value: &impl Serialize) -> Result<Written, Problem> {
        let text = json::line(value)?;
        self.write(&text)
    }

    /// Writes one row of CSV, safe for a spreadsheet.
    ///
    /// # Errors
    /// When the output could not be taken. A closed pipe is no error.
    pub fn row<'t>(&mut self, cells: impl IntoIterator<Item = &'t str>) -> Result<Written, Problem> {
        let text = record(cells)?;
        self.write(&text)
    }

    /// Sends off what is still held back.
    ///
    /// # Errors
    /// When the output could not be taken. A closed pipe is no error.
    pub fn finish(mut self) -> Result<Written, Problem> {
        let flushed = self.out.flush();
        let state = self.settle(flushed)?;
        // What a closed pipe refused is still in the buffer; it must not be tried again.
        drop(self.out.into_parts());
        Ok(state)
    }

    fn write(&mut self, text: &str) -> Result<Written, Problem> {
        if self.state == Written::Closed {
            return Ok(Written::Closed);
        }
        let written = self.out.write_all(text.as_bytes());
        self.settle(written)
    }

    fn settle(&mut self, result: io::Result<()>) -> Result<Written, Problem> {
        match result {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.state = Written::Closed,
            Err(error) => return Err(failed(&error)),
        }
        Ok(self.state)
    }
}

#[cfg(test)]
mod tests {
    use super::Stream;
    use crate::render::output::Written;
    use std::io::{self, ErrorKind, Write};

    struct Refuses(ErrorKind);

    impl Write for Refuses {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn rows_and_values_come_out_in_order() {
        let mut taken = Vec::new();
        let mut stream = Stream::new(&mut taken);
        assert_eq!(stream.row(["a,b", "=1"]), Ok(Written::All));
        assert_eq!(stream.json(&[1, 2]), Ok(Written::All));
        assert_eq!(stream.finish(), Ok(Written::All));
        assert_eq!(String::from_utf8_lossy(&taken), "\"a,b\",'=1\n[1,2]\n");
    }

    #[test]
    fn a_closed_pipe_ends_the_stream_quietly_and_a_full_disk_does_not() {
        let long = "x".repeat(super::BUFFER);
        let mut stream = Stream::new(Refuses(ErrorKind::BrokenPipe));
        assert_eq!(stream.json(&long), Ok(Written::Closed));
        assert_eq!(stream.json(&1), Ok(Written::Closed));
        assert_eq!(stream.finish(), Ok(Written::Closed));
        let mut short = Stream::new(Refuses(ErrorKind::BrokenPipe));
        assert_eq!(short.json(&1), Ok(Written::All), "still held back");
        assert_eq!(short.finish(), Ok(Written::Closed));
        let mut full = Stream::new(Refuses(ErrorKind::StorageFull));
        assert!(full.json(&long).is_err());
    }
}
