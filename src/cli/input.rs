//! Cases from outside the store: one file, standard input, or the built-in sample.

use crate::calendar::{Moment, london, parse_when};
use crate::domain::case::{Case, Event};
pub(super) use crate::input::text::{text_of, unreadable};
use crate::problem::Problem;
use crate::store::{MemoryStore, Stamp};
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::Read;

/// The most bytes that one case may take: a guard against being handed the wrong file.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

const SAMPLE: &str = include_str!("../../data/sample-cases.json");

/// Reads one case from a file, or from standard input for `-`.
///
/// # Errors
/// When it cannot be read, is no UTF-8, is too large, is empty, or is no case; with file, line, column and field.
pub(super) fn case_from(path: &str) -> Result<Case, Problem> {
    let (name, bytes) = read(path)?;
    let text = text_of(&bytes).map_err(|problem| problem.file(&name))?;
    if text.trim().is_empty() {
        return Err(Problem::input("it is empty")
            .file(&name)
            .hint("give one case as JSON; docs/case-file.md shows one"));
    }
    let case: Case = json(text).map_err(|problem| problem.file(&name))?;
    if !case.reference.is_empty() {
        crate::store::check_reference(&case.reference).map_err(|problem| problem.file(&name).field("ref"))?;
    }
    Ok(case)
}

/// The text of a file that the user names, or of standard input for `-`.
///
/// # Errors
/// When it cannot be read, is no UTF-8, or is too large.
pub(super) fn file(path: &str) -> Result<String, Problem> {
    let (name, bytes) = read(path)?;
    text_of(&bytes).map(str::to_owned).map_err(|problem| problem.file(&name))
}

fn read(path: &str) -> Result<(String, Vec<u8>), Problem> {
    let (name, source): (String, Box<dyn Read>) = if path == "-" {
        ("standard input".into(), Box::new(std::io::stdin().lock()))
    } else {
        (path.to_owned(), Box::new(File::open(path).map_err(|error| unreadable(path, &error))?))
    };
    let mut bytes = Vec::new();
    source.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&name, &error))?;
    if bytes.len() as u64 > MOST_BYTES {
        let hint = "is it the right file? `yjs check FILE` reads whole caseloads";
        return Err(Problem::input("it is larger than any one case can be (4 MiB)").file(&name).hint(hint));
    }
    Ok((name, bytes))
}

/// Reads JSON of a known shape; the problem names line, column and field.
pub(super) fn json<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let problem = json_problem(error.inner());
        if path == "." || path == "?" { problem } else { problem.field(path) }
    })?;
    reader.end().map_err(|error| json_problem(&error))?;
    Ok(value)
}

fn json_problem(error: &serde_json::Error) -> Problem {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text).to_owned();
    Problem::input(what).at(error.line(), Some(error.column())).hint("docs/case-file.md shows the form of a case")
}

/// The built-in fictional cases, with dates relative to now; nothing can be changed in them.
///
/// # Errors
/// Only when the built-in file is faulty, which a test rules out.
pub(super) fn sample_store(now: DateTime<Utc>) -> Result<MemoryStore, Problem> {
    let mut cases: Vec<Case> = json(SAMPLE).map_err(|problem| problem.file("the built-in sample"))?;
    for case in &mut cases {
        if let Some(born) = &mut case.born {
            *born = date(born, now)?;
        }
        for Event { on, at, .. } in &mut case.events {
            if let Some(on) = on {
                *on = date(on, now)?;
            }
            if let Some(at) = at {
                *at = instant(at, now)?;
            }
        }
    }
    let stamp = Stamp { at: now, by: "sample".into() };
    Ok(MemoryStore::with_cases(&cases, &stamp)?.read_only())
}

fn date(offset: &str, now: DateTime<Utc>) -> Result<String, Problem> {
    Ok(parse_when(offset, now)?.date().to_string())
}

/// `-50h`, or a day and a local time such as `-3d 16:30`.
fn instant(offset: &str, now: DateTime<Utc>) -> Result<String, Problem> {
    if let Some((day, time)) = offset.split_once(' ') {
        return Ok(format!("{}T{time}", date(day, now)?));
    }
    match parse_when(offset, now)? {
        Moment::Instant(instant) => Ok(london::rfc3339(instant)),
        Moment::Date(date) => Ok(format!("{date}T09:00")),
    }
}
