//! From the text of a file to its shape. Where a file does not fit its shape, each entry that does not is reported and
//! left out, and the rest is read: one slip must not hide the others.

use super::load::Loader;
use super::spans::{self, Segment};
use crate::problem::nearest;
use serde::Deserialize;
use serde_json::Value as Json;
use serde_path_to_error::{Path, Segment as Step};
use std::collections::HashMap;

/// The most faults of shape that one file is searched for.
const MOST_FAULTS: usize = 500;

/// Where the entries that were read stood in the lists of the text; empty where every entry was read.
#[derive(Debug, Default)]
pub(super) struct Places(HashMap<String, Vec<usize>>);

impl Places {
    /// Where the entry of a list stood in the text.
    pub(super) fn of(&self, list: &str, read: usize) -> usize {
        self.0.get(list).and_then(|places| places.get(read)).copied().unwrap_or(read)
    }
}

impl<'a> Loader<'a> {
    /// A file of the folder; as empty where it is not there or cannot be read.
    pub(super) fn file<T: Deserialize<'a> + Default>(&mut self, file: &str) -> (T, Places) {
        self.wanted_file(file).unwrap_or_default()
    }

    /// A file of the folder, when it is there and something of it can be read.
    pub(super) fn wanted_file<T: Deserialize<'a>>(&mut self, file: &str) -> Option<(T, Places)> {
        let source = self.source;
        let text = source.text(file)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = serde_json::Deserializer::from_str(text);
        let read = T::deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
        match read {
            Ok(value) => Some((value, Places::default())),
            Err(_) => match serde_json::from_str::<Json>(text) {
                Ok(json) => self.piecemeal(file, json),
                // Told as the slip that it is, not as what the shape would have wanted there.
                Err(slip) => {
                    let (message, hint) = plain_slip(&what(&slip), text);
                    let place = Some((slip.line(), slip.column().max(1)));
                    self.fault_at(file, place, None, "unreadable", message, Some(hint.into()));
                    self.unread.push(file.to_owned());
                    None
                }
            },
        }
    }

    /// Leaves out one entry after another until the rest fits.
    fn piecemeal<T: Deserialize<'a>>(&mut self, file: &str, mut json: Json) -> Option<(T, Places)> {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for _ in 0..MOST_FAULTS {
            let error = match serde_path_to_error::deserialize::<_, T>(json.clone()) {
                Ok(value) => return Some((value, Places(places))),
                Err(error) => error,
            };
            let way = way(error.path());
            let message = what(error.inner());
            let list = match way.as_slice() {
                [Own::Key(list), Own::Item(place), ..] => Some((list.clone(), *place)),
                _ => None,
            };
            let mut original = way.clone();
            if let (Some((list, place)), Some(Own::Item(item))) = (&list, original.get_mut(1)) {
                *item = places.get(list).and_then(|held| held.get(*place)).copied().unwrap_or(*place);
            }
            self.shape(file, &original, &message, list.as_ref().and_then(|(list, place)| json[list].get(place)));
            match list {
                Some((list, place)) => {
                    let items = json.get_mut(&list).and_then(Json::as_array_mut)?;
                    let held = places.entry(list).or_insert_with(|| (0..items.len()).collect());
                    held.remove(place);
                    let left_out = items.remove(place);
                    self.left_out.extend(left_out.get("id").and_then(Json::as_str).map(str::to_owned));
                }
                None => {
                    // A field of the file itself; without it the rest may fit.
                    let key = match unknown(&message).map(str::to_owned) {
                        Some(key) => Some(key),
                        None => {
                            way.into_iter().find_map(|step| if let Own::Key(key) = step { Some(key) } else { None })
                        }
                    };
                    if key.and_then(|key| json.as_object_mut()?.shift_remove(&key)).is_none() {
                        self.unread.push(file.to_owned());
                        return None;
                    }
                }
            }
        }
        None
    }

    /// Reports what does not fit, where it stands.
    fn shape(&mut self, file: &str, way: &[Own], message: &str, entry: Option<&Json>) {
        let source = self.source;
        let text = source.text(file).unwrap_or_default();
        let segments: Vec<Segment<'_>> = way
            .iter()
            .map(|step| match step {
                Own::Key(key) => Segment::Key(key),
                Own::Item(place) => Segment::Item(*place),
            })
            .collect();
        let (mut offset, _) = spans::find(text, &segments);
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let (code, message, hint) = if let Some(field) = unknown(message) {
            let parent =
                if way.last() == Some(&Own::Key(field.to_owned())) { &segments[..way.len() - 1] } else { &segments };
            offset = spans::key_of(text, spans::find(text, parent).0, field).unwrap_or(offset);
            let known = &quoted[1..];
            let near = nearest(field, known.iter().copied()).map(|near| format!("did you mean `{near}`? "));
            let hint = format!("{}the fields here are: {}", near.unwrap_or_default(), known.join(", "));
            ("unknown-field", format!("there is no field `{field}` here"), hint)
        } else if let Some(rest) = message.strip_prefix("unknown variant `") {
            let word = rest.split('`').next().unwrap_or_default();
            let known = &quoted[1..];
            let near = nearest(word, known.iter().copied()).map(|near| format!("did you mean `{near}`? "));
            let hint = format!("{}write one of: {}", near.unwrap_or_default(), known.join(", "));
            ("unknown-word", format!("`{word}` is not one of the words that can stand here"), hint)
        } else if let Some(field) = message.strip_prefix("missing field `") {
            let field = field.trim_end_matches('`');
            let (id, has_id) = spans::find_from(text, offset, &[Segment::Key("id")]);
            offset = if has_id { id } else { offset };
            ("missing-field", format!("`{field}` is missing"), format!("add `{field}`"))
        } else if let Some(number) = limit_without_unit(way, &text[offset..]) {
            let (message, hint) = no_unit(&number);
            ("limit-without-unit", message, hint)
        } else if message.starts_with("data did not match any variant") {
            ("wrong-type", "this is written in none of the forms that it can have".to_owned(), shape_hint(file))
        } else if way.is_empty() {
            let hint = "write { \"rules\": [ … ] } as in the other files; ".to_owned() + &shape_hint(file);
            ("wrong-type", "the whole file must be one object, in braces".to_owned(), hint)
        } else {
            ("wrong-type", plain_type(message), shape_hint(file))
        };
        let place = Some(spans::line_and_column(text, offset));
        let rule = entry.and_then(|entry| entry.get("id")).and_then(Json::as_str).map(str::to_owned);
        self.fault_at(file, place, rule, code, message, Some(hint));
    }
}

/// Where the shape of a file is told, for whoever has nothing but the program.
pub(super) fn shape_hint(file: &str) -> String {
    format!("`yjs protocol schema {}` prints the shape of this file", file.trim_end_matches(".json"))
}

/// What is wrong with a limit that is a bare number, and what to do.
pub(super) fn no_unit(number: &str) -> (String, String) {
    let message = format!("{number} of what? The limit has no unit");
    let hint = format!(
        "write \"{number}h\" (hours), \"{number}d\" (days), \"{number}wd\" (working days), \"{number}w\", \"{number}mo\" or \
         \"{number}y\""
    );
    (message, hint)
}

/// The number that stands alone where a limit must stand, or where a window opens or closes.
fn limit_without_unit(way: &[Own], text: &str) -> Option<String> {
    if !matches!(way.last(), Some(Own::Key(key)) if key == "within") {
        return None;
    }
    let value = serde_json::Deserializer::from_str(text).into_iter::<Json>().next()?.ok()?;
    let number = |value: &Json| value.as_u64().map(|number| number.to_string());
    number(&value).or_else(|| ["from", "to"].iter().find_map(|key| number(value.get(*key)?)))
}

/// What serde says of a value of the wrong kind, in plain words.
fn plain_type(message: &str) -> String {
    let told = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    let Some((given, wanted)) = told.and_then(|told| told.rsplit_once(", expected ")) else {
        return message.to_owned();
    };
    let wanted = match wanted {
        "a sequence" => "a list, in [ ],",
        "a string" => "text in quotation marks",
        "string or map" | "a map" => "an object, in { },",
        "a boolean" => "true or false",
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number that is not too large or below 0",
        "f64" => "a number",
        other if other.starts_with("struct ") => "an object, in { },",
        other => other,
    };
    let given = match given.split_once(' ') {
        Some(("string", text)) => format!("the text {text}"),
        Some(("integer", number)) => format!("the number {}", number.trim_matches('`')),
        Some(("floating", number)) => format!("the number {}", number.trim_start_matches("point ").trim_matches('`')),
        Some(("boolean", flag)) => flag.trim_matches('`').to_owned(),
        _ => match given {
            "sequence" => "a list".to_owned(),
            "map" => "an object".to_owned(),
            "null" | "unit value" => "null".to_owned(),
            other => other.to_owned(),
        },
    };
    format!("{wanted} must stand here, not {given}")
}

/// A slip in the JSON in plain words, and what to do.
fn plain_slip(message: &str, text: &str) -> (String, &'static str) {
    if text.trim().is_empty() {
        return ("the file is empty".into(), "write { \"rules\": [] } where the text has no rule of this kind");
    }
    match message {
        "key must be a string" => (
            "a field's name in straight quotation marks must stand here".into(),
            "write \"name\": before each value; curly quotation marks and comments are no JSON",
        ),
        "trailing comma" => {
            ("a comma stands before this, and nothing follows it".into(), "take out the comma after the last entry")
        }
        "trailing characters" => {
            ("the file goes on after its end".into(), "take out what follows, or a brace too many before it")
        }
        _ if message.starts_with("EOF while parsing") => (
            "the file ends before it is complete".into(),
            "close what is open: each { needs a }, each [ a ], each \" a \"",
        ),
        _ => (message.into(), "mend the JSON here; an editor that knows JSON shows such slips while you write"),
    }
}

/// A step of a way, on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Own {
    Key(String),
    Item(usize),
}

fn way(path: &Path) -> Vec<Own> {
    path.iter()
        .filter_map(|step| match step {
            Step::Seq { index } => Some(Own::Item(*index)),
            Step::Map { key } => Some(Own::Key(key.clone())),
            Step::Enum { .. } | Step::Unknown => None,
        })
        .collect()
}

fn what(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or(&message).to_owned()
}

/// The field that a message says is not known.
fn unknown(message: &str) -> Option<&str> {
    message.strip_prefix("unknown field `")?.split('`').next()
}
