//! Rows as JSON: a list of objects, objects one after another, or an object whose members are lists of them.

use super::json_values::{End, RawValues};
use super::text::text_of;
use super::xml::Named;
use crate::problem::Problem;
use serde_json::{Map, Value as Json};
use std::io::BufRead;
use std::ops::ControlFlow;

/// Takes a row: the name of the list that it is in, if that has one, and the line on which it begins.
pub(crate) type TakeObject<'t> =
    dyn FnMut(Option<&str>, usize, Result<Named, Problem>) -> Result<ControlFlow<()>, Problem> + 't;

/// Gives each row to `take`.
///
/// # Errors
/// When the text is cut short, or cannot be read; or when `take` fails.
pub(crate) fn rows(source: impl BufRead, take: &mut TakeObject<'_>) -> Result<(), Problem> {
    let broken = |error| Problem::input(format!("the rest of it cannot be read: {error}"));
    let mut values = RawValues::new(source);
    while let Some(value) = values.next().map_err(broken)? {
        let line = value.line;
        let Some(bytes) = &value.bytes else {
            return Err(Problem::input("it has an object that is longer than any row can be (1 MiB)")
                .at(line, None)
                .hint("give the rows of each table as a list, or each row on a line of its own"));
        };
        let text = text_of(bytes).map_err(|problem| problem.at(line, None))?;
        let json: Result<Json, _> = serde_json::from_str(text);
        let map = match json {
            Ok(Json::Object(map)) => map,
            Ok(_) => {
                return Err(Problem::input("it is not a list of rows")
                    .at(line, None)
                    .hint("each row is an object, `{…}`"));
            }
            Err(error) => {
                return Err(Problem::input(format!("it is not JSON: {error}"))
                    .at(line, None)
                    .hint("get the file again"));
            }
        };
        let is_list = |json: &Json| json.as_array().is_some_and(|list| list.iter().all(Json::is_object));
        if !map.is_empty() && map.values().all(is_list) {
            for (name, list) in &map {
                for row in list.as_array().into_iter().flatten().filter_map(Json::as_object) {
                    if take(Some(name), line, named(row))?.is_break() {
                        return Ok(());
                    }
                }
            }
        } else if take(None, line, named(&map))?.is_break() {
            return Ok(());
        }
    }
    match values.end() {
        Some(End::Unclosed) => {
            Err(Problem::input("the list of rows is not closed: its end may be missing").hint("get the file again"))
        }
        Some(End::Trailing(line)) => Err(Problem::input("something follows the end of the list of rows")
            .at(line, None)
            .hint("get the file again")),
        Some(End::Sound) | None => Ok(()),
    }
}

fn named(row: &Map<String, Json>) -> Result<Named, Problem> {
    let cell = |(name, value): (&String, &Json)| {
        let text = match value {
            Json::Null => String::new(),
            Json::String(text) => text.clone(),
            Json::Bool(_) | Json::Number(_) => value.to_string(),
            Json::Array(_) | Json::Object(_) => return None,
        };
        Some((name.clone(), text))
    };
    Ok(row.iter().filter_map(cell).collect())
}
