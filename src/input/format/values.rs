//! What a cell's text means: names of columns, values as people write them, and names of people.

use crate::domain::case::FactValue;
use serde_json::Value as Json;

/// A fact's value as a format's file gives it; null is unknown.
pub(crate) fn value(json: &Json) -> Option<FactValue> {
    match json {
        Json::Bool(flag) => Some(FactValue::Flag(*flag)),
        Json::Number(number) => number.as_f64().map(FactValue::Number),
        Json::String(text) => Some(FactValue::Text(text.clone())),
        _ => None,
    }
}

/// Whether two column names are the same but for capitals and spaces.
pub(crate) fn same_name(one: &str, other: &str) -> bool {
    let mut words = one.split_whitespace().zip(other.split_whitespace());
    one.split_whitespace().count() == other.split_whitespace().count()
        && words.all(|(one, other)| one.to_lowercase() == other.to_lowercase())
}

/// Whether a cell has a value, whatever its capitals, a letter before it as in `a) Yes`, and words after it as in
/// `C2: Full care order`.
pub(crate) fn is_value(text: &str, value: &str) -> bool {
    let text = match text.split_once(')') {
        Some((letter, rest)) if letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_lowercase()) => {
            rest.trim_start()
        }
        _ => text,
    };
    if text.eq_ignore_ascii_case(value) {
        return true;
    }
    let begins = text.get(..value.len()).is_some_and(|head| head.eq_ignore_ascii_case(value));
    // `No-one has asked` is not the value "No".
    let explained =
        |rest: &str| rest.starts_with(':') || rest.starts_with(' ') && rest.trim_start().starts_with([':', '-', '–']);
    !value.is_empty() && begins && explained(&text[value.len()..])
}

/// A name has two words, or a capital among small letters: `Smith`, `J Smith`, `Smith, J`. `JS`, `jm` and `W02` are codes.
pub(crate) fn looks_like_a_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let has_number = text.bytes().any(|byte| byte.is_ascii_digit());
    let mixed = text.chars().any(char::is_uppercase) && text.chars().any(char::is_lowercase);
    words > 1 || text.contains(',') || (mixed && !has_number) || (!has_number && text.chars().count() > 8)
}

#[cfg(test)]
mod tests {
    use super::{is_value, looks_like_a_name, same_name};

    #[test]
    fn a_value_may_have_a_letter_before_and_words_after_it() {
        assert!(is_value("a) Yes", "yes") && is_value("YES", "Yes") && is_value("C2: FCO", "C2"));
        assert!(is_value("V2 - single period", "V2") && is_value("X1", "X1"));
        assert!(!is_value("No-one has asked", "No") && !is_value("-x", "") && is_value("V2 : x", "V2"));
        assert!(!is_value("C21", "C2") && !is_value("No", "Yes") && !is_value("a) No", "a") && !is_value("", "Yes"));
    }

    #[test]
    fn names_are_told_from_codes() {
        for name in ["Smith", "J Smith", "Smith, J", "jane smith", "SMITHSON-JONES"] {
            assert!(looks_like_a_name(name), "{name}");
        }
        for code in ["jm", "JS", "W02", "worker12", "AB123"] {
            assert!(!looks_like_a_name(code), "{code}");
        }
    }

    #[test]
    fn column_names_differ_in_more_than_spaces() {
        assert!(same_name("Child  ID ", "child id") && !same_name("Child ID", "Child") && !same_name("", "x"));
    }
}
