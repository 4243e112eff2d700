//! The values of a JSON text one after another: the members of a list, or objects that follow each other. Each is cut
//! out by its brackets before it is parsed, so that a bad one does not hide the next and a long list needs no memory.

use super::lines::LONGEST;
use std::io::{self, BufRead};

/// One value, not parsed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawValue {
    /// 1-based line on which it begins.
    pub(crate) line: usize,
    /// 0-based byte of that line at which it begins.
    pub(crate) column: usize,
    /// Its text; none when it is longer than a case may be: then it was passed over unread.
    pub(crate) bytes: Option<Vec<u8>>,
}

/// How the text ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// As it must.
    Sound,
    /// A list was opened and not closed before the end.
    Unclosed,
    /// Something follows the list, on this line.
    Trailing(usize),
}

/// The values of a source.
#[derive(Debug)]
pub(crate) struct RawValues<R> {
    source: R,
    line: usize,
    column: usize,
    list: bool,
    begun: bool,
    end: Option<End>,
}

impl<R: BufRead> RawValues<R> {
    /// The values of `source`.
    pub(crate) fn new(source: R) -> Self {
        Self { source, line: 1, column: 0, list: false, begun: false, end: None }
    }

    /// How the text ended; none before it has.
    pub(crate) fn end(&self) -> Option<End> {
        self.end
    }

    /// The next value; none after the last.
    ///
    /// # Errors
    /// When the source cannot be read on.
    pub(crate) fn next(&mut self) -> io::Result<Option<RawValue>> {
        while self.end.is_none() {
            let Some(byte) = self.peek()? else {
                self.end = Some(if self.list { End::Unclosed } else { End::Sound });
                break;
            };
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b',' => self.step(byte),
                b'[' if !self.begun => {
                    (self.list, self.begun) = (true, true);
                    self.step(byte);
                }
                b']' if self.list => {
                    self.step(byte);
                    self.end = Some(self.rest()?);
                }
                _ => {
                    self.begun = true;
                    return self.value().map(Some);
                }
            }
        }
        Ok(None)
    }

    fn value(&mut self) -> io::Result<RawValue> {
        let (line, column) = (self.line, self.column);
        let mut bytes = Vec::new();
        let (mut depth, mut quoted, mut escaped, mut long) = (0_usize, false, false, false);
        while let Some(byte) = self.peek()? {
            if depth == 0 && !quoted && !bytes.is_empty() && matches!(byte, b',' | b']' | b' ' | b'\t' | b'\r' | b'\n')
            {
                break;
            }
            self.step(byte);
            long |= bytes.len() >= LONGEST;
            if !long {
                bytes.push(byte);
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                b'{' | b'[' if !quoted => depth += 1,
                b'}' | b']' if !quoted => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                }
                _ => {}
            }
        }
        Ok(RawValue { line, column, bytes: Some(bytes).filter(|_| !long) })
    }

    fn rest(&mut self) -> io::Result<End> {
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() {
                return Ok(End::Trailing(self.line));
            }
            self.step(byte);
        }
        Ok(End::Sound)
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.source.fill_buf() {
                Ok(buffer) => return Ok(buffer.first().copied()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn step(&mut self, byte: u8) {
        self.source.consume(1);
        if byte == b'\n' {
            self.line += 1;
            self.column = 0;
        } else {
            self.column += 1;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{End, LONGEST, RawValues};

    fn values(text: &str) -> (Vec<(usize, usize, String)>, End) {
        let mut values = RawValues::new(text.as_bytes());
        let mut found = Vec::new();
        while let Some(value) = values.next().unwrap() {
            let text = value.bytes.map_or("long".into(), |bytes| String::from_utf8(bytes).unwrap());
            found.push((value.line, value.column, text));
        }
        (found, values.end().unwrap())
    }

    fn texts(text: &str) -> Vec<String> {
        values(text).0.into_iter().map(|(.., text)| text).collect()
    }

    #[test]
    fn a_list_and_loose_objects_give_their_values_with_their_places() {
        let list = "[\n  {\"a\": [1, \"}\\\"]\"]},\n {}]\n";
        let found = vec![(2, 2, "{\"a\": [1, \"}\\\"]\"]}".to_owned()), (3, 1, "{}".to_owned())];
        assert_eq!(values(list), (found, End::Sound));
        assert_eq!(texts("{\"a\":1}\n{\"b\":2} 7 x"), ["{\"a\":1}", "{\"b\":2}", "7", "x"]);
        assert_eq!(texts("[]"), Vec::<String>::new());
        assert_eq!(texts("[1,[2,[3]],\"a b\"]"), ["1", "[2,[3]]", "\"a b\""]);
    }

    #[test]
    fn the_end_says_what_is_wrong_with_the_list() {
        assert_eq!(values("[{}").1, End::Unclosed);
        assert_eq!(values("[{}]\n\n{}").1, End::Trailing(3));
        assert_eq!(values("{}").1, End::Sound);
        assert_eq!(values("[{\"a\":").0.len(), 1, "what is cut short is still given, and refused when it is parsed");
    }

    #[test]
    fn a_value_that_is_too_long_is_passed_over_and_the_next_is_read() {
        let text = format!("[{{\"a\":\"{}\"}},{{}}]", "x".repeat(LONGEST));
        assert_eq!(texts(&text), ["long", "{}"]);
    }
}
