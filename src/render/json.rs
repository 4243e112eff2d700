//! Reports as JSON and JSON Lines. JSON already escapes C0 controls; what else could act on a terminal that shows the
//! output is escaped too, so the value is exact and the screen is safe.

use super::sanitize::is_hidden;
use crate::problem::Problem;
use serde::Serialize;
use std::fmt::Write as _;

/// The value over several lines, two spaces a step, ending in a line break.
///
/// # Errors
/// When the value has no form in JSON.
pub fn pretty(value: &impl Serialize) -> Result<String, Problem> {
    finished(serde_json::to_string_pretty(value))
}

/// The value on one line, ending in a line break.
///
/// # Errors
/// When the value has no form in JSON.
pub fn line(value: &impl Serialize) -> Result<String, Problem> {
    finished(serde_json::to_string(value))
}

/// The values on one line each.
///
/// # Errors
/// When a value has no form in JSON.
pub fn lines<T: Serialize>(values: &[T]) -> Result<String, Problem> {
    values.iter().map(line).collect()
}

fn finished(json: serde_json::Result<String>) -> Result<String, Problem> {
    let json = json.map_err(|error| Problem::input(format!("the answer could not be written as JSON: {error}")))?;
    Ok(escaped(json) + "\n")
}

/// Outside strings JSON holds only ASCII and line breaks, so whatever is hidden stands in a string and may be escaped.
fn escaped(json: String) -> String {
    let acts = |letter: char| letter != '\n' && is_hidden(letter);
    let plain = json.bytes().fold(true, |all, byte| all & ((b' '..=b'~').contains(&byte) | (byte == b'\n')));
    if plain || !json.chars().any(acts) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for letter in json.chars() {
        if acts(letter) {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{line, lines, pretty};
    use crate::render::sanitize::is_hidden;
    use serde_json::{Value, json};

    #[test]
    fn hidden_characters_are_escaped_and_nothing_is_lost() {
        let value = json!({"note": "a\u{1b}[31m\u{9b}\u{7f}\u{2028}\u{202e}\u{200b}\u{e0041}\u{e9}\n"});
        let text = pretty(&value).expect("a form in JSON");
        assert!(!text.chars().any(|letter| letter != '\n' && is_hidden(letter)), "{text:?}");
        assert!(text.contains("\\u202e") && text.contains("\\udb40\\udc41") && text.contains('\u{e9}'));
        assert_eq!(serde_json::from_str::<Value>(&text).expect("a form in JSON"), value);
    }

    #[test]
    fn pretty_steps_by_two_and_lines_hold_one_value_each() {
        assert_eq!(pretty(&json!({"a": [1]})).expect("a form in JSON"), "{\n  \"a\": [\n    1\n  ]\n}\n");
        assert_eq!(line(&json!({"a": 1})).expect("a form in JSON"), "{\"a\":1}\n");
        assert_eq!(lines(&[1, 2]).expect("a form in JSON"), "1\n2\n");
    }
}
