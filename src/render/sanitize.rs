//! Text that is safe to show. A note, a reference or a file may hold characters that move the cursor, recolour the
//! screen, hide words or turn them round; none of them may reach a terminal, a document or a spreadsheet. Every piece
//! of text in a page is a [`Text`], and a [`Text`] can only be made by cleaning.

use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

/// Stands for a character that may not be shown, so that its removal is seen.
pub const MARK: char = '\u{FFFD}';

/// Text without control characters, line breaks, or invisible and direction-changing characters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(String);

impl Text {
    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Adds another to the end: two clean texts make one.
    pub(super) fn push(&mut self, more: &Text) {
        // A line is put together from a few, and of a long list held with all the others.
        self.0.reserve_exact(more.len());
        self.0.push_str(more);
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(clean(text).into_owned())
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        match clean(&text) {
            Cow::Borrowed(_) => Self(text),
            Cow::Owned(cleaned) => Self(cleaned),
        }
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Puts [`MARK`] for each character that may not be shown, and a space for each line break or tab.
pub fn clean(text: &str) -> Cow<'_, str> {
    if is_printable_ascii(text) || !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\t' => cleaned.push(' '),
            letter if is_hidden(letter) => cleaned.push(MARK),
            letter => cleaned.push(letter),
        }
    }
    Cow::Owned(cleaned)
}

/// Most text: looked at by bytes, many at a time.
pub fn is_printable_ascii(text: &str) -> bool {
    text.bytes().fold(true, |all, byte| all & (b' '..=b'~').contains(&byte))
}

/// Whether a character is a control, breaks the line, changes direction, or shows nothing while carrying something.
pub fn is_hidden(letter: char) -> bool {
    match letter {
        ' '..='~' => false,
        letter if letter.is_control() => true,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' => true,
        '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' => true,
        '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' => true,
        '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}' => true,
        _ => false,
    }
}

/// The text with typographic marks in plain ASCII: for screen readers, which name them aloud, and for terminals that
/// cannot draw them. Letters keep their accents.
pub fn plain_marks(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' => plain.push('\''),
            '\u{201C}'..='\u{201F}' => plain.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2022}' | '\u{B7}' => plain.push('-'),
            '\u{2026}' => plain.push_str("..."),
            '\u{2192}' => plain.push_str("->"),
            MARK => plain.push('?'),
            letter if letter.is_whitespace() => plain.push(' '),
            letter => plain.push(letter),
        }
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::{Text, clean, is_hidden, plain_marks};
    use std::borrow::Cow;

    #[test]
    fn ordinary_text_is_borrowed_as_it_is() {
        for text in ["", "Ring 020 0000 0000", "caf\u{e9} \u{2013} \u{2018}now\u{2019}", "Zo\u{eb}"] {
            assert!(matches!(clean(text), Cow::Borrowed(same) if same == text), "{text:?}");
        }
    }

    #[test]
    fn line_breaks_and_tabs_become_one_space() {
        assert_eq!(clean("a\nb\tc\r\nd"), "a b c d");
    }

    #[test]
    fn what_could_act_on_a_terminal_becomes_a_visible_mark() {
        assert_eq!(clean("\u{1b}[31mred"), "\u{fffd}[31mred");
        for letter in ['\r', '\u{7}', '\u{7f}', '\u{9b}', '\u{202e}', '\u{2066}', '\u{200b}', '\u{2028}', '\u{e0041}'] {
            assert_eq!(clean(&format!("a{letter}b")), "a\u{fffd}b", "{letter:?}");
        }
    }

    #[test]
    fn a_text_is_clean_whichever_way_it_is_made() {
        let hostile = "x\u{1b}]0;t\u{7}";
        for text in [Text::from(hostile), Text::from(hostile.to_owned()), Text::from(&hostile.to_owned())] {
            assert!(!text.chars().any(is_hidden), "{text:?}");
        }
    }

    #[test]
    fn plain_marks_keeps_letters_and_folds_punctuation() {
        assert_eq!(plain_marks("Zo\u{eb}\u{2019}s \u{2013} \u{2026}\u{a0}\u{fffd}"), "Zo\u{eb}'s - ... ?");
    }
}
