//! Tells the form of a file from its beginning, and which formats it fits.

use super::cell::Cell;
use super::csv_rows::CsvLines;
use super::format::library::Formats;
use super::format::raw::Table;
use super::format::recognise::{fits, fitting};
use super::heading::{other_kind, utf_16};
use super::json_values::RawValues;
use super::limits::LOOKED_AT;
use super::source::open_counted;
use super::text::unmarked;
use super::xml;
use crate::problem::Problem;
use std::io::{BufRead, Read};
use std::sync::Arc;

/// What separates the columns of a table.
const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

/// The most bytes that are looked at to tell the form of a file.
const HEAD: u64 = 256 * 1024;

/// The container of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Workbook,
    Xml,
    Json,
    Text(char),
}

/// The one format that a file is in, from its beginning; `None` when that cannot be told without reading it all.
pub(super) fn format_of<'f>(path: &str, formats: &'f Formats) -> Option<&'f str> {
    if path == "-" {
        return None;
    }
    let head = head(&mut open_counted(path, &Arc::default()).ok()?).ok()?;
    let found = container(&head)?;
    if let Container::Text(separator) = found
        && is_own_table(&head, separator)
    {
        return None;
    }
    let mut ids = known_formats(&head, found, formats);
    ids.dedup();
    match ids.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// The formats that the beginning of a file fits.
pub(super) fn known_formats<'f>(head: &[u8], found: Container, formats: &'f Formats) -> Vec<&'f str> {
    let every = formats.every_table();
    let ids = |tables: Vec<(&'f str, &Table)>| tables.into_iter().map(|(id, _)| id).collect();
    match found {
        Container::Workbook => Vec::new(),
        Container::Xml => ids(of_root(&every, head)),
        Container::Json => {
            let keys = first_keys(head);
            ids(every.into_iter().filter(|(_, table)| fits(table, &keys) || is_list(table, &keys)).collect())
        }
        Container::Text(separator) => {
            let first = lines(head, separator)
                .into_iter()
                .find_map(|names| Some(fitting(&every, &names)).filter(|found| !found.is_empty()));
            ids(first.unwrap_or_default())
        }
    }
}

pub(super) fn of_root<'f>(tables: &[(&'f str, &'f Table)], head: &[u8]) -> Vec<(&'f str, &'f Table)> {
    let Some(root) = xml::root(head) else { return Vec::new() };
    let own = |table: &Table| table.xml.as_ref().is_some_and(|place| place.root == root);
    tables.iter().copied().filter(|(_, table)| own(table)).collect()
}

/// Whether the keys of an object are the names of lists, this table's among them.
fn is_list(table: &Table, keys: &[String]) -> bool {
    table.name.as_ref().is_some_and(|name| keys.iter().any(|key| key.eq_ignore_ascii_case(name)))
}

/// Whether the file is another system's, as its beginning shows.
pub(super) fn is_known(head: &[u8], found: Container, formats: &Formats) -> bool {
    match found {
        Container::Workbook | Container::Xml => true,
        Container::Text(separator) if is_own_table(head, separator) => false,
        Container::Json if first_keys(head).iter().any(|key| key == "ref") => false,
        found => !known_formats(head, found, formats).is_empty(),
    }
}

/// Whether the first line that is not blank has a column `ref`.
fn is_own_table(head: &[u8], separator: char) -> bool {
    lines(head, separator).first().is_some_and(|names| names.iter().any(|name| name == "ref"))
}

/// The beginning of a source: the first line that is not blank and, of a table, the lines among which its heading is.
pub(super) fn head(source: &mut dyn BufRead) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut lines = 0;
    while lines < LOOKED_AT && (head.len() as u64) < HEAD {
        let before = head.len();
        if Read::take(&mut *source, HEAD).read_until(b'\n', &mut head)? == 0 {
            break;
        }
        lines += usize::from(!head[before..].iter().all(u8::is_ascii_whitespace));
        // An object on a line of its own may be all that a program has to say for now.
        if lines == 1 && matches!(first(&head), Some(b'{' | b'[')) && !first_keys(&head).is_empty() {
            break;
        }
    }
    Ok(head)
}

/// Why a file is none of the forms, by its first bytes.
pub(super) fn no_table(head: &[u8]) -> Problem {
    if let Some(problem) = utf_16(head).or_else(|| other_kind(head)) {
        return problem;
    }
    Problem::input("it is empty").hint("give a file with a heading and rows")
}

fn first(head: &[u8]) -> Option<u8> {
    let head = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head);
    head.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

/// The form of a file by its first bytes; `None` when there are none, or when it is none that is known.
pub(super) fn container(head: &[u8]) -> Option<Container> {
    if utf_16(head).is_some() || head.starts_with(b"%PDF") {
        return None;
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Some(Container::Workbook);
    }
    match first(head)? {
        b'<' => Some(Container::Xml),
        b'{' | b'[' => Some(Container::Json),
        _ => Some(Container::Text(separator(head))),
    }
}

/// The separator that makes the most cells of one of the first lines.
fn separator(head: &[u8]) -> char {
    let text = String::from_utf8_lossy(head);
    let most =
        |separator: char| text.lines().take(LOOKED_AT).map(|line| line.matches(separator).count()).max().unwrap_or(0);
    let mut best = (',', most(','));
    for separator in SEPARATORS {
        let count = most(separator);
        // A line of text may have a comma; a heading in another form has none.
        if count > best.1 {
            best = (separator, count);
        }
    }
    best.0
}

/// The first lines of a table, each as names.
fn lines(head: &[u8], separator: char) -> Vec<Vec<String>> {
    // What is not UTF-8 is refused line by line, once the form is known.
    let text = String::from_utf8_lossy(unmarked(head));
    let mut rows = CsvLines::separated(text.as_bytes(), separator);
    let mut found = Vec::new();
    while found.len() < LOOKED_AT
        && let Ok(Some((_, row))) = rows.next()
    {
        if let Ok(row) = row
            && !row.is_blank()
        {
            found.push(row.cells().map(|cell| Cell::Text(cell.into()).name()).collect());
        }
    }
    found
}

/// The keys of the first object.
fn first_keys(head: &[u8]) -> Vec<String> {
    let mut values = RawValues::new(head);
    let Ok(Some(value)) = values.next() else { return Vec::new() };
    let Some(bytes) = value.bytes else { return Vec::new() };
    let found: Result<serde_json::Map<String, serde_json::Value>, _> = serde_json::from_slice(&bytes);
    match found {
        Ok(map) => map.into_iter().map(|(key, _)| key).collect(),
        // It may go on beyond what was looked at.
        Err(_) => keys_so_far(&bytes),
    }
}

/// The names at the beginning of an object that is cut short.
fn keys_so_far(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut keys = Vec::new();
    for part in text.split('"').skip(1).step_by(2).zip(text.split('"').skip(2).step_by(2)) {
        if part.1.trim_start().starts_with(':') {
            keys.push(part.0.to_owned());
        }
    }
    keys
}
