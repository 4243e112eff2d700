//! The children of an XML file, one at a time: each row of each table of a format, as named values.

use super::format::raw;
use super::limits::{DEEPEST, LONGEST_RECORD};
use super::lines::LONGEST;
use crate::problem::Problem;
use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

/// A row as names and values.
pub(crate) type Named = Vec<(String, String)>;

/// An element with its text and the elements within it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    text: String,
    line: usize,
    within: Vec<Element>,
}

/// Counts the lines that have been read.
struct Lines<R> {
    source: R,
    line: usize,
    column: usize,
    /// Bytes since the last piece of markup: one that has no end must not be held whole.
    since: usize,
}

impl<R: BufRead> Read for Lines<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.source.fill_buf()?.len().min(out.len());
        out[..length].copy_from_slice(&self.source.fill_buf()?[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since > LONGEST_RECORD {
            return Err(io::Error::other("one piece of it is longer than any can be (1 MiB)"));
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        if let Ok(read) = self.source.fill_buf() {
            let read = &read[..amount.min(read.len())];
            self.line += memchr::memchr_iter(b'\n', read).count();
            self.column = memchr::memrchr(b'\n', read).map_or(self.column + read.len(), |place| read.len() - place - 1);
        }
        self.since += amount;
        self.source.consume(amount);
    }
}

/// The most values that an element may hold for the rows of a child, and the most rows of one table.
const MOST_LEAVES: usize = 1000;
const MOST_ROWS: usize = 10_000;

/// Takes a row: the place of its table in the list, the line on which it begins, and how many of its values are its own;
/// those after them are of the child.
pub(crate) type TakeNamed<'t> = dyn FnMut(usize, usize, Named, usize) -> Result<ControlFlow<()>, Problem> + 't;

/// Returns the name of the outermost element, from the beginning of a file.
pub(crate) fn root(head: &[u8]) -> Option<String> {
    let mut reader = Reader::from_reader(head);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) | Event::Empty(element) => return Some(element.local_name().as_ref().to_owned()),
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Gives each row of these tables to `take`, child by child.
///
/// # Errors
/// When the text is not sound XML, declares entities, goes too deep, or a child is too long; or when `take` fails.
pub(crate) fn rows(source: impl BufRead, tables: &[&raw::Table], take: &mut TakeNamed<'_>) -> Result<(), Problem> {
    let mut reader = Reader::from_reader(Lines { source, line: 1, column: 0, since: 0 });
    let places: Vec<&raw::Xml> = tables.iter().filter_map(|table| table.xml.as_ref()).collect();
    let mut buffer = Vec::new();
    // The elements that are open within a child's, and those outside it.
    let (mut open, mut depth, mut bytes): (Vec<Element>, usize, usize) = (Vec::new(), 0, 0);
    loop {
        buffer.clear();
        reader.get_mut().since = 0;
        let event = reader.read_event_into(&mut buffer);
        let line = reader.get_ref().line;
        let event = event.map_err(|error| {
            Problem::input(format!("it is not sound XML: {error}"))
                .at(line, None)
                .hint("get the file again, or export it again")
        })?;
        bytes += if open.is_empty() { 0 } else { event.len() };
        if bytes > LONGEST_RECORD.min(LONGEST) {
            return Err(Problem::input("one child's element is longer than any can be (1 MiB)")
                .at(line, None)
                .hint("is it the right file?"));
        }
        match event {
            Event::DocType(_) => {
                return Err(Problem::input("it declares a document type, which this program does not read")
                    .at(line, None)
                    .hint("export it again without one; returns have none"));
            }
            Event::Start(element) => {
                let name = element.local_name().as_ref().to_owned();
                depth += 1;
                if depth > DEEPEST {
                    return Err(Problem::input(format!("its elements are more than {DEEPEST} deep"))
                        .at(line, None)
                        .hint("is it the right file?"));
                }
                if !open.is_empty() || places.iter().any(|place| place.child == name) {
                    open.push(Element { name, line, ..Element::default() });
                }
            }
            Event::Empty(element) => {
                let name = element.local_name().as_ref().to_owned();
                if let Some(parent) = open.last_mut() {
                    parent.within.push(Element { name, line, ..Element::default() });
                }
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if let Some(done) = open.pop() {
                    match open.last_mut() {
                        Some(parent) => parent.within.push(done),
                        None => {
                            bytes = 0;
                            if of_child(&done, &places, take)?.is_break() {
                                return Ok(());
                            }
                        }
                    }
                }
            }
            Event::Text(text) => add(&mut open, &text),
            Event::CData(text) => add(&mut open, &text),
            Event::GeneralRef(reference) => {
                let letter = reference.resolve_char_ref().ok().flatten().map(String::from);
                let text = letter.or_else(|| resolve_xml_entity(&reference).map(str::to_owned));
                let Some(text) = text else {
                    return Err(Problem::input("it uses an entity that XML does not have")
                        .at(line, None)
                        .hint("export it again"));
                };
                add(&mut open, &text);
            }
            Event::Eof => {
                if depth > 0 {
                    return Err(Problem::input("it is cut short: an element is not closed")
                        .at(line, None)
                        .hint("get the file again"));
                }
                return Ok(());
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

fn add(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn of_child(child: &Element, places: &[&raw::Xml], take: &mut TakeNamed<'_>) -> Result<ControlFlow<()>, Problem> {
    for (table, place) in places.iter().enumerate().filter(|(_, place)| place.child == child.name) {
        let mut shared = Named::new();
        for name in &place.shared {
            each(child, name, &mut |element| leaves(element, &mut shared));
        }
        let mut rows: Vec<(usize, Named)> = Vec::new();
        each(child, &place.row, &mut |element| {
            let mut row = Named::new();
            leaves(element, &mut row);
            rows.push((element.line, row));
        });
        if rows.len() > MOST_ROWS
            || rows.iter().map(|(_, row)| row.len()).chain([shared.len()]).any(|all| all > MOST_LEAVES)
        {
            return Err(Problem::input("one child has more rows, or more values, than any can have")
                .at(child.line, None)
                .hint("is it the right file?"));
        }
        for (line, row) in rows {
            // Where a row has a value of its own, the shared one of that name is another thing.
            let more = shared
                .iter()
                .filter(|(name, _)| !row.iter().any(|(held, _)| held == name))
                .cloned()
                .collect::<Vec<_>>();
            let own = row.len();
            if take(table, line, row.into_iter().chain(more).collect(), own)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Every element of this name, within an element or the element itself.
fn each<'e>(element: &'e Element, name: &str, see: &mut impl FnMut(&'e Element)) {
    if element.name == name {
        see(element);
        return;
    }
    for inner in &element.within {
        each(inner, name, see);
    }
}

/// The values directly within an element.
fn leaves(element: &Element, found: &mut Named) {
    for inner in element.within.iter().filter(|inner| inner.within.is_empty()) {
        if found.len() <= MOST_LEAVES && !found.iter().any(|(name, _)| *name == inner.name) {
            found.push((inner.name.clone(), inner.text.trim().to_owned()));
        }
    }
}
