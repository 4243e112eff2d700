//! Lines of a length that memory can hold, whatever is in the file.

use std::io::{self, BufRead};

/// The most bytes that one case may take. A case of a few hundred events takes a tenth of it.
pub(crate) const LONGEST: usize = 1024 * 1024;

/// One line of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawLine {
    /// 1-based.
    pub(crate) number: usize,
    /// Without its line break; none when it is longer than [`LONGEST`]: then it was passed over unread.
    pub(crate) bytes: Option<Vec<u8>>,
}

/// The lines of a source.
#[derive(Debug)]
pub(crate) struct RawLines<R> {
    source: R,
    number: usize,
}

impl<R: BufRead> RawLines<R> {
    /// The lines of `source`, from 1.
    pub(crate) fn new(source: R) -> Self {
        Self { source, number: 0 }
    }

    /// The next line; none after the last.
    ///
    /// # Errors
    /// When the source cannot be read on.
    pub(crate) fn next(&mut self) -> io::Result<Option<RawLine>> {
        let mut bytes = Vec::new();
        let room = LONGEST as u64 + 2;
        if io::Read::take(&mut self.source, room).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        let ended = bytes.pop_if(|last| *last == b'\n').is_some();
        bytes.pop_if(|last| *last == b'\r' && ended);
        if bytes.len() <= LONGEST {
            return Ok(Some(RawLine { number: self.number, bytes: Some(bytes) }));
        }
        if !ended {
            self.source.skip_until(b'\n')?;
        }
        Ok(Some(RawLine { number: self.number, bytes: None }))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{LONGEST, RawLines};

    fn lengths(text: &[u8]) -> Vec<(usize, Option<usize>)> {
        let mut lines = RawLines::new(text);
        let mut found = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            found.push((line.number, line.bytes.map(|bytes| bytes.len())));
        }
        found
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_and_the_next_is_read() {
        for (length, read) in [(LONGEST, true), (LONGEST + 1, false), (LONGEST + 2, false), (3 * LONGEST, false)] {
            for end in ["\n", "\r\n"] {
                let text = format!("a\n{}{end}bc", "x".repeat(length));
                let long = read.then_some(length);
                assert_eq!(lengths(text.as_bytes()), [(1, Some(1)), (2, long), (3, Some(2))], "{length} {end:?}");
            }
        }
    }

    #[test]
    fn the_last_line_needs_no_line_break() {
        assert_eq!(lengths(b""), []);
        assert_eq!(lengths(b"\n\nab"), [(1, Some(0)), (2, Some(0)), (3, Some(2))]);
        assert_eq!(lengths(&vec![b'x'; 2 * LONGEST]), [(1, None)]);
    }
}
