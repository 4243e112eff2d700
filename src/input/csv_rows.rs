//! The rows of a CSV file, read one at a time; a row may take several lines, and a broken one gives its lines back.

use super::lines::{LONGEST, RawLine, RawLines};
use crate::problem::Problem;
use std::collections::VecDeque;
use std::io;

/// One row: its cells end to end.
#[derive(Debug, Default)]
pub(crate) struct Row {
    text: String,
    ends: Vec<usize>,
    /// Whether something other than a separator follows a closing quotation mark.
    pub(crate) malformed: bool,
    /// The lines after the first that it took, for a cell with a line break in it.
    pub(crate) taken: Vec<RawLine>,
}

impl Row {
    pub(crate) fn cells(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.text.get(start..*end).unwrap_or_default())
    }

    /// The row as one line, as it was written but for quotation marks.
    pub(crate) fn line(&self) -> String {
        self.cells().collect::<Vec<_>>().join(",")
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Adds the cells of one line, begun `within` the state that the line before left.
    fn extend(&mut self, line: &str, mut within: Within, separator: char) -> Within {
        if within == Within::Start && !line.contains('"') {
            for (number, cell) in line.split(separator).enumerate() {
                if number > 0 {
                    self.ends.push(self.text.len());
                }
                self.text.push_str(cell);
            }
            return if line.ends_with(separator) { Within::Start } else { Within::Plain };
        }
        for letter in line.chars() {
            within = match (within, letter) {
                (Within::Start, '"') => Within::Quotes,
                (Within::Quotes, '"') => Within::ClosedQuotes,
                (Within::Start | Within::Plain | Within::ClosedQuotes, letter) if letter == separator => {
                    self.ends.push(self.text.len());
                    Within::Start
                }
                (Within::Quotes, _) | (Within::ClosedQuotes, '"') => {
                    self.text.push(letter);
                    Within::Quotes
                }
                (Within::Start | Within::Plain | Within::ClosedQuotes, _) => {
                    self.malformed |= within == Within::ClosedQuotes;
                    self.text.push(letter);
                    Within::Plain
                }
            };
        }
        within
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Start,
    Plain,
    Quotes,
    ClosedQuotes,
}

/// Rows made of lines.
#[derive(Debug)]
pub(crate) struct CsvLines<R> {
    separator: char,
    lines: RawLines<R>,
    waiting: VecDeque<RawLine>,
}

impl<R: io::BufRead> CsvLines<R> {
    pub(crate) fn of(source: R) -> Self {
        Self::separated(source, ',')
    }

    /// Reads rows whose cells another letter than the comma separates.
    pub(crate) fn separated(source: R, separator: char) -> Self {
        Self { separator, lines: RawLines::new(source), waiting: VecDeque::new() }
    }

    pub(crate) fn next(&mut self) -> io::Result<Option<(usize, Result<Row, Problem>)>> {
        let Some(first) = self.line()? else { return Ok(None) };
        let number = first.number;
        let mut row = Row::default();
        let mut within = Within::Start;
        let mut line = first;
        loop {
            match text(&line, number) {
                Ok(part) => within = row.extend(part, within, self.separator),
                Err(problem) if row.taken.is_empty() => return Ok(Some((number, Err(problem)))),
                Err(_) => break,
            }
            if row.malformed && !row.taken.is_empty() {
                // The mark that closed the cell was meant to open another, in a row below.
                break;
            }
            if within != Within::Quotes {
                row.ends.push(row.text.len());
                return Ok(Some((number, Ok(row))));
            }
            row.text.push('\n');
            match self.line()? {
                Some(next) if row.text.len() < LONGEST => {
                    row.taken.push(next.clone());
                    line = next;
                }
                next => {
                    row.taken.extend(next);
                    break;
                }
            }
        }
        self.put_back(row.taken);
        let problem =
            Problem::input("a quotation mark is opened and not closed").hint("write `\"` inside quotes as `\"\"`");
        Ok(Some((number, Err(problem))))
    }

    fn line(&mut self) -> io::Result<Option<RawLine>> {
        match self.waiting.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.lines.next(),
        }
    }

    pub(crate) fn put_back(&mut self, lines: Vec<RawLine>) {
        for line in lines.into_iter().rev() {
            self.waiting.push_front(line);
        }
    }
}

fn text(line: &RawLine, first: usize) -> Result<&str, Problem> {
    let Some(bytes) = &line.bytes else { return Err(super::source::too_long()) };
    let text = super::text::text_of(bytes).map_err(|mut problem| {
        problem.place.line = None;
        problem
    })?;
    Ok(if first == 1 { text } else { text.strip_prefix('\u{feff}').unwrap_or(text) })
}
