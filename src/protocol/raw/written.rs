//! A condition as it stands in a file, before anything is made of it.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value as Json};
use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

/// Any JSON value, with its words left where they stand in the text. Most of what a protocol says is conditions, and
/// none of their words outlives the reading, so that owned text with a hash table an object would be a third of it.
#[derive(Debug, Clone)]
pub(crate) enum Written<'a> {
    Null,
    Flag(bool),
    Number(Number),
    Text(Word<'a>),
    List(Vec<Written<'a>>),
    /// In the order of the text. A name that is given twice stands where it was first, with the last value.
    Object(Vec<(Word<'a>, Written<'a>)>),
}

impl Written<'_> {
    /// The text, where this is one.
    pub(crate) fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The whole number that is not negative, where this is one.
    pub(crate) fn as_u64(&self) -> Option<u64> {
        if let Self::Number(number) = self { number.as_u64() } else { None }
    }

    /// The number, where this is one.
    pub(crate) fn as_f64(&self) -> Option<f64> {
        if let Self::Number(number) = self { number.as_f64() } else { None }
    }

    /// The list, where this is one.
    pub(crate) fn as_list(&self) -> Option<&[Self]> {
        if let Self::List(list) = self { Some(list) } else { None }
    }

    /// The same as a value of its own.
    pub(crate) fn to_json(&self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Flag(flag) => Json::Bool(*flag),
            Self::Number(number) => Json::Number(number.clone()),
            Self::Text(text) => Json::String(text.owned()),
            Self::List(list) => Json::Array(list.iter().map(Self::to_json).collect()),
            Self::Object(members) => {
                Json::Object(members.iter().map(|(name, value)| (name.owned(), value.to_json())).collect())
            }
        }
    }
}

impl fmt::Display for Written<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_json().fmt(out)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Written<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

/// A text that is left where it stands, unless it is written with escapes.
#[derive(Debug, Clone)]
pub(crate) struct Word<'a>(Cow<'a, str>);

impl Word<'_> {
    /// The same as a text of its own.
    pub(crate) fn owned(&self) -> String {
        self.as_ref().to_owned()
    }
}

impl Deref for Word<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Word<'_> {
    fn as_ref(&self) -> &str {
        self
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Word<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(WordReader)
    }
}

struct WordReader;

impl<'de> Visitor<'de> for WordReader {
    type Value = Word<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // As of any other text: what is wrong is told in the same words.
        out.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Word(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Word(Cow::Owned(text.to_owned())))
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Written<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("any valid JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Written::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Written::Flag(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Written::Number(number.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Written::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Number::from_f64(number).map_or(Written::Null, Written::Number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Written::Text(Word(Cow::Borrowed(text))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Written::Text(Word(Cow::Owned(text.to_owned()))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Written::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut read: A) -> Result<Self::Value, A::Error> {
        // A test of a fact has two members, every other form one.
        let mut members: Vec<(Word<'de>, Written<'de>)> = Vec::with_capacity(2);
        while let Some((name, value)) = read.next_entry::<Word<'de>, _>()? {
            match members.iter_mut().find(|(other, _)| **other == *name) {
                Some((_, held)) => *held = value,
                None => members.push((name, value)),
            }
        }
        Ok(Written::Object(members))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Deserialize, Json, Written};

    #[test]
    fn it_is_read_as_any_json_value_is() {
        let texts = [
            "null",
            "true",
            "-3",
            "18446744073709551615",
            "1e400",
            "2.50",
            r#""a\u00e9\"b""#,
            r#"{"all":[{"fact":"x","is":true},{"a\tb":[],"c":{},"a\tb":[1,2.5,"z",null]}]}"#,
            r#"{"a":1,"b":2,"a":{"c":3}}"#,
            "{\"a\":}",
            "[1,]",
            "\"a",
        ];
        for text in texts {
            let (read, json) = (serde_json::from_str::<Written<'_>>(text), serde_json::from_str::<Json>(text));
            match (read, json) {
                (Ok(read), Ok(json)) => {
                    assert_eq!(read.to_string(), json.to_string());
                    assert_eq!(Written::deserialize(json.clone()).unwrap().to_json(), json);
                }
                (Err(error), Err(other)) => assert_eq!(error.to_string(), other.to_string()),
                (read, json) => panic!("{text}: {read:?}, {json:?}"),
            }
        }
    }
}
