//! Many cases from one file or standard input: JSON, JSON Lines or CSV, packed or not, one at a time, with where each
//! begins.

use super::format::spells::Part;
use super::found::Found;
use super::heading::{NO_TABLE, other_kind, utf_16};
use super::joined::{Joined, Row, Spot};
use super::json_values::{End, RawValues};
use super::lines::{LONGEST, RawLine, RawLines};
use super::own_table::{CsvCases, read_csv};
use super::packed::{unpacked, without_packing};
use super::text::{text_of, unreadable};
use crate::domain::case::{Case, FactValue};
use crate::interrupt::StandardInput;
use crate::problem::{Problem, nearest};
use clap::ValueEnum;
use serde_json::error::Category;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const STANDARD_INPUT: &str = "standard input";

/// The forms that cases come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputKind {
    /// One case, or a list of cases
    Json,
    /// One case a line
    Jsonl,
    /// One case a row, with a heading
    Csv,
}

/// Who takes the cases.
pub(crate) trait Taker {
    /// A column of facts or events of a CSV file, on this line; it is left out when it is not wanted.
    fn wants_column(&mut self, line: usize, name: &str) -> bool;

    /// One case. Breaking off ends the reading.
    fn take(&mut self, found: Found) -> ControlFlow<()>;

    /// The lines of JSON Lines, blank ones too.
    ///
    /// # Errors
    /// When the source cannot be read on.
    fn take_lines(&mut self, lines: &mut Lines<'_>) -> io::Result<()> {
        while let Some(line) = lines()? {
            let blank = line.bytes.as_ref().is_some_and(|bytes| bytes.iter().all(u8::is_ascii_whitespace));
            if !blank && self.take(found(line.number, 0, line.bytes.as_deref())).is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// Gives one line after the other.
pub(crate) type Lines<'s> = dyn FnMut() -> io::Result<Option<RawLine>> + Send + 's;

/// The name of a source, as problems give it.
pub(crate) fn name_of(path: &str) -> &str {
    if path == "-" { STANDARD_INPUT } else { path }
}

/// Gives each case of an open source to `taker`, in order; `path` is what it is called.
///
/// # Errors
/// As [`read_unpacked`].
#[cfg(test)]
pub(crate) fn read_from(
    source: Box<dyn BufRead + Send + '_>,
    path: &str,
    kind: Option<InputKind>,
    taker: &mut dyn Taker,
) -> Result<(), Problem> {
    let source = unpacked(source).map_err(|error| unreadable(name_of(path), &error))?;
    read_unpacked(source, path, kind, taker)
}

/// Gives each case of an open source that is not packed to `taker`, in order; `path` is what it is called.
///
/// # Errors
/// When the source as a whole, or the rest of it, cannot be read: no such file, a folder, empty, not any of the forms.
pub(crate) fn read_unpacked(
    mut source: Box<dyn BufRead + Send + '_>,
    path: &str,
    kind: Option<InputKind>,
    taker: &mut dyn Taker,
) -> Result<(), Problem> {
    let name = name_of(path);
    let head = head(&mut source).map_err(|error| unreadable(name, &error))?;
    if let Some(problem) = utf_16(&head) {
        return Err(problem.file(name));
    }
    if let Some(problem) = other_kind(&head) {
        return Err(problem.file(name));
    }
    let head = head.strip_prefix("\u{feff}".as_bytes()).map(<[u8]>::to_vec).unwrap_or(head);
    if head.iter().all(u8::is_ascii_whitespace) {
        if kind == Some(InputKind::Jsonl) {
            // A part of a file that a program hands out may have no line in it.
            return Ok(());
        }
        let hint = "give cases as JSON, JSON Lines or CSV; docs/case-file.md shows the form of a case";
        return Err(Problem::input("it is empty").file(name).hint(hint));
    }
    let said = kind.or_else(|| kind_of_name(path, &head));
    let kind = said.unwrap_or_else(|| kind_of_content(&head));
    let whole = Cursor::new(head).chain(source);
    let read = match kind {
        InputKind::Jsonl => json_lines(whole, taker),
        InputKind::Json => json(whole, taker),
        InputKind::Csv => csv(whole, taker),
    };
    read.map_err(|mut problem| {
        if said.is_none() && problem.what == NO_TABLE {
            problem = Problem::input("it is neither JSON nor CSV with a column `ref`")
                .hint("docs/case-file.md shows the forms; --input says which one it is");
        }
        problem.file(name)
    })
}

/// Opens a file, or standard input for `-`, and unpacks it.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn open(path: &str) -> Result<Box<dyn BufRead + Send>, Problem> {
    open_counted(path, &Arc::default())
}

/// As [`open`], and counts the bytes that are read.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn open_counted(path: &str, bytes: &Arc<AtomicU64>) -> Result<Box<dyn BufRead + Send>, Problem> {
    let failed = |error| unreadable(name_of(path), &error);
    let source: Box<dyn Read + Send> = match path {
        "-" => Box::new(StandardInput::new().map_err(failed)?),
        path => Box::new(File::open(path).map_err(failed)?),
    };
    let counted = Counted { source, bytes: Arc::clone(bytes) };
    unpacked(Box::new(BufReader::with_capacity(64 * 1024, counted))).map_err(failed)
}

/// A source that says how much of it has been read.
struct Counted<R> {
    source: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(out)?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// The source up to the end of its first line that is not blank, or as much of that as a case may take.
fn head(source: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while head.len() <= LONGEST && head.iter().all(u8::is_ascii_whitespace) {
        let room = (LONGEST + 1 - head.len()) as u64;
        if io::Read::take(&mut *source, room).read_until(b'\n', &mut head)? == 0 {
            break;
        }
    }
    Ok(head)
}

fn kind_of_name(path: &str, head: &[u8]) -> Option<InputKind> {
    let ending = Path::new(without_packing(path)).extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "jsonl" | "ndjson" => Some(InputKind::Jsonl),
        "csv" => Some(InputKind::Csv),
        // Either form is often called .json.
        "json" if kind_of_content(head) != InputKind::Jsonl => Some(InputKind::Json),
        "json" => Some(InputKind::Jsonl),
        _ => None,
    }
}

/// An object that ends on its line is a line of JSON Lines; so is a line of any kind that is too long to tell.
fn kind_of_content(head: &[u8]) -> InputKind {
    let cut = !head.ends_with(b"\n") && head.len() > LONGEST;
    match head.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'[') => InputKind::Json,
        _ if cut => InputKind::Jsonl,
        Some(b'{') => match serde_json::from_slice::<serde::de::IgnoredAny>(head) {
            Err(error) if error.is_eof() => InputKind::Json,
            _ => InputKind::Jsonl,
        },
        _ => InputKind::Csv,
    }
}

/// What is said of a line, or of a case in a list, that is longer than any case.
pub(crate) fn too_long() -> Problem {
    let hint = "is it the right file? Give each case its own line";
    Problem::input(format!("it is longer than any one case can be ({} MiB)", LONGEST / (1024 * 1024))).hint(hint)
}

fn broken(error: &io::Error) -> Problem {
    Problem::input(format!("the rest of it cannot be read: {error}"))
}

fn json_lines(source: impl BufRead + Send, taker: &mut dyn Taker) -> Result<(), Problem> {
    let mut lines = RawLines::new(source);
    taker.take_lines(&mut || lines.next()).map_err(|error| broken(&error))
}

fn json(source: impl BufRead, taker: &mut dyn Taker) -> Result<(), Problem> {
    let mut values = RawValues::new(source);
    while let Some(value) = values.next().map_err(|error| broken(&error))? {
        if taker.take(found(value.line, value.column, value.bytes.as_deref())).is_break() {
            return Ok(());
        }
    }
    match values.end() {
        Some(End::Unclosed) => Err(Problem::input("the list of cases is not closed: its end may be missing")
            .hint("look for a missing `]` or `}`, or get the file again")),
        Some(End::Trailing(line)) => Err(Problem::input("something follows the end of the list of cases")
            .at(line, None)
            .hint("put every case inside one `[…]`, or each on a line of its own")),
        Some(End::Sound) | None => Ok(()),
    }
}

fn csv(source: impl Read, taker: &mut dyn Taker) -> Result<(), Problem> {
    let mut cases: CsvCases<_> = read_csv(source)?;
    for column in cases.columns() {
        if !taker.wants_column(1, &column) {
            cases.leave_out(&column);
        }
    }
    let mut joined = Joined::near();
    let mut take = |(spot, row): Row| {
        let (line, case) = (spot.line, row.map(|part| part.case));
        let reference = case.as_ref().ok().map(|case| case.reference.clone());
        let case = case.and_then(|case| checked(case).map_err(|problem| problem.at(line, None)));
        taker.take(Found::own(line, reference, case, true))
    };
    for (line, case) in cases.by_ref() {
        if let Some(row) = joined.put(Spot { file: None, line }, case.map(Part::from))
            && take(row).is_break()
        {
            return Ok(());
        }
    }
    while let Some(row) = joined.next() {
        if take(row).is_break() {
            return Ok(());
        }
    }
    cases.broken().map_or(Ok(()), |error| Err(broken(&error)))
}

/// One case, or what stands in its place, from its text; none was too long.
pub(crate) fn found(line: usize, column: usize, bytes: Option<&[u8]>) -> Found {
    let Some(bytes) = bytes else {
        return Found::own(line, None, Err(too_long().at(line, None)), false);
    };
    match text_of(bytes) {
        Ok(text) => {
            let case = parse(text).and_then(checked).map_err(|problem| shifted(problem, line, column));
            let reference = match &case {
                Ok(case) => Some(case.reference.clone()),
                // When the reference is what is wrong, none can be trusted.
                Err(problem) if problem.place.field.as_deref() == Some("ref") => None,
                Err(_) => reference(text),
            };
            Found::own(line, reference, case, false)
        }
        Err(problem) => Found::own(line, None, Err(shifted(problem, line, column)), false),
    }
}

/// Moves a place within a value to the place in its file.
fn shifted(mut problem: Problem, line: usize, column: usize) -> Problem {
    let within = problem.place.line.unwrap_or(1);
    if within == 1 {
        problem.place.column = problem.place.column.map(|own| own + column);
    }
    problem.place.line = Some(line + within - 1);
    problem
}

/// The reference in a text that is no case, when it is one that a case may have.
fn reference(text: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let reference = value.get("ref")?.as_str()?;
    crate::store::check_reference(reference).ok().map(|()| reference.to_owned())
}

fn checked(case: Case) -> Result<Case, Problem> {
    crate::store::check_reference(&case.reference).map(|()| case)
}

/// One case. Only when that fails is it parsed again, for the path of the field.
fn parse(text: &str) -> Result<Case, Problem> {
    if !text.trim_start().starts_with('{') {
        return Err(Problem::input("it is not a case").hint("a case is an object, `{…}`; docs/case-file.md shows one"));
    }
    let error = match serde_json::from_str::<Case>(text) {
        Ok(case) => return Ok(case),
        Err(error) => error,
    };
    let mut reader = serde_json::Deserializer::from_str(text);
    let path = serde_path_to_error::deserialize::<_, Case>(&mut reader).err().map(|error| error.path().to_string());
    let mut problem = in_words(&error, path.filter(|path| path != "."));
    problem.place.line = Some(error.line());
    problem.place.column = Some(characters_before(text, error.line(), error.column()));
    Err(problem)
}

/// The parser's message as a practitioner can use it.
fn in_words(error: &serde_json::Error, path: Option<String>) -> Problem {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or(&message);
    let quoted = |text: &str| text.split('`').nth(1).unwrap_or_default().to_owned();
    let field = |problem: Problem| path.clone().into_iter().fold(problem, Problem::field);
    let form = "docs/case-file.md shows the form of a case";
    if error.classify() == Category::Eof {
        return Problem::input("it is cut short: a bracket or a quotation mark is not closed").hint(form);
    }
    if error.classify() != Category::Data {
        return Problem::input(format!("it is not JSON: {what}")).hint(form);
    }
    if what == "missing field `ref`" {
        return Problem::input("it has no `ref`").field("ref").hint("give each case its own reference");
    }
    if what.starts_with("missing field") {
        return field(Problem::input(format!("`{}` is missing", quoted(what))).hint(form));
    }
    if what.starts_with("duplicate field") {
        let name = quoted(what);
        return field(Problem::input(format!("`{name}` is given twice")).field(name).hint("keep one of them"));
    }
    if what.starts_with("duplicate fact") {
        let name = quoted(what);
        let problem = Problem::input(format!("the fact `{name}` is given twice"));
        return problem.field(format!("facts.{name}")).hint("keep the one that is right");
    }
    if let Some(known) = what.strip_prefix("unknown field ") {
        let name = quoted(known);
        let known: Vec<&str> = known.split('`').skip(3).step_by(2).collect();
        let problem = field(Problem::input(format!("there is no field `{name}`")).field(name.clone()));
        return match nearest(&name, known.iter().copied()) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem.hint(format!("the fields are: {}", known.join(", "))),
        };
    }
    if what.ends_with(FactValue::EXPECTED) {
        let hint = "give true, false, a number or text in quotes; leave out a fact that is not known";
        return field(Problem::input("a fact cannot have this value").hint(hint));
    }
    let what = what.replace("struct Case", "a case").replace("struct Event", "an event");
    field(Problem::input(what).hint(form))
}

/// The parser counts bytes; people and editors count characters.
fn characters_before(text: &str, line: usize, column: usize) -> usize {
    let line = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default();
    let before = &line.as_bytes()[..column.saturating_sub(1).min(line.len())];
    String::from_utf8_lossy(before).chars().count() + 1
}
