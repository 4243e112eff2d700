//! A case read from text of the plain shape in which most cases come: the keys in the order in which yjs writes them, no
//! escapes, whole numbers, nothing twice. On any other shape it gives up, so that it can be wrong about nothing: the
//! caller then parses in full. A morning's list and a nightly check spend a good part of their time on this reading.

use crate::domain::case::FactValue;
use crate::domain::view::{CaseView, EventView, FactsView};
use std::borrow::Cow;

/// The case in `text`, or nothing when the text is of another shape, sound or not.
pub fn case(text: &[u8]) -> Option<CaseView<'_>> {
    // Looked at many bytes at a time: without an escape or a control character, a string ends at the next quote.
    let plain = text.iter().fold(true, |plain, byte| plain & (*byte >= b' ') & (*byte != b'\\'));
    let text = str::from_utf8(text).ok().filter(|_| plain)?;
    let mut scan = Scan { text, at: 0 };
    scan.space();
    let case = scan.case()?;
    (scan.at == text.len()).then_some(case)
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

/// The most digits that any number read here has: all such numbers are exact.
const DIGITS: usize = 15;

/// Longer strings are searched for their end by other means.
const SHORT: usize = 32;

impl<'a> Scan<'a> {
    fn case(&mut self) -> Option<CaseView<'a>> {
        let mut case = CaseView::default();
        if !self.key(b'{', b"\"ref\":") {
            return None;
        }
        case.reference = Cow::Borrowed(self.string()?);
        if self.key(b',', b"\"protocol\":") {
            case.protocol = self.string_or_null()?;
        }
        if self.key(b',', b"\"born\":") {
            case.born = self.string_or_null()?;
        }
        if self.key(b',', b"\"initials\":") {
            self.string_or_null()?;
        }
        if self.key(b',', b"\"worker\":") {
            case.worker = self.string_or_null()?;
        }
        if self.key(b',', b"\"facts\":") {
            case.facts = self.facts()?;
        }
        if self.key(b',', b"\"events\":") {
            case.events = self.events()?;
        }
        self.mark(b'}').then_some(case)
    }

    fn facts(&mut self) -> Option<FactsView<'a>> {
        let mut facts: Vec<(Cow<'a, str>, FactValue)> = Vec::with_capacity(8);
        if !self.mark(b'{') {
            return None;
        }
        while !self.mark(b'}') {
            if !facts.is_empty() && !self.mark(b',') {
                return None;
            }
            let name = self.string()?;
            if !self.mark(b':') || facts.iter().any(|(held, _)| held == name) {
                return None;
            }
            let name = Cow::Borrowed(name);
            // Each kind of value is put where it is kept, so that none is copied there.
            match self.rest() {
                [b't', b'r', b'u', b'e', ..] => {
                    self.at += 4;
                    facts.push((name, FactValue::Flag(true)));
                }
                [b'f', b'a', b'l', b's', b'e', ..] => {
                    self.at += 5;
                    facts.push((name, FactValue::Flag(false)));
                }
                [b'"', ..] => {
                    let text = self.string()?.to_owned();
                    facts.push((name, FactValue::Text(text)));
                }
                _ => {
                    let number = self.number()?;
                    facts.push((name, FactValue::Number(number)));
                }
            }
            self.space();
        }
        Some(FactsView(facts))
    }

    fn number(&mut self) -> Option<f64> {
        let rest = &self.text[self.at..];
        let length = rest.bytes().take(DIGITS + 1).take_while(u8::is_ascii_digit).count();
        let number: u64 = rest[..length].parse().ok().filter(|_| length <= DIGITS && !rest.starts_with('0'))?;
        self.at += length;
        Some(number as f64)
    }

    fn events(&mut self) -> Option<Vec<EventView<'a>>> {
        let mut events = Vec::with_capacity(8);
        if !self.mark(b'[') {
            return None;
        }
        while !self.mark(b']') {
            if !events.is_empty() && !self.mark(b',') {
                return None;
            }
            events.push(EventView::default());
            self.event(events.last_mut()?)?;
        }
        Some(events)
    }

    fn event(&mut self, event: &mut EventView<'a>) -> Option<()> {
        if !self.key(b'{', b"\"kind\":") {
            return None;
        }
        event.kind = Cow::Borrowed(self.string()?);
        if self.key(b',', b"\"on\":") {
            event.on = self.string_or_null()?;
        }
        if self.key(b',', b"\"at\":") {
            event.at = self.string_or_null()?;
        }
        if self.key(b',', b"\"to\":") {
            event.to = self.string_or_null()?;
        }
        if self.key(b',', b"\"by\":") {
            self.string_or_null()?;
        }
        if self.key(b',', b"\"note\":") {
            self.string_or_null()?;
        }
        self.mark(b'}').then_some(())
    }

    /// Whether a key of an object stands here, behind the mark that must be before it; then both are passed.
    #[inline]
    fn key<const N: usize>(&mut self, mark: u8, key: &[u8; N]) -> bool {
        let space = match self.rest() {
            [first, b' ', ..] if *first == mark => 1,
            [first, ..] if *first == mark => 0,
            _ => return false,
        };
        let found = self.rest()[1 + space..].first_chunk() == Some(key);
        if found {
            self.at += 1 + space + N;
            self.space();
        }
        found
    }

    /// Whether this mark stands here; then it is passed.
    #[inline]
    fn mark(&mut self, mark: u8) -> bool {
        let found = self.rest().first() == Some(&mark);
        if found {
            self.at += 1;
            self.space();
        }
        found
    }

    #[inline]
    fn string_or_null(&mut self) -> Option<Option<Cow<'a, str>>> {
        if self.rest().first() == Some(&b'n') {
            let null = self.rest().starts_with(b"null");
            self.at += 4;
            self.space();
            return null.then_some(None);
        }
        self.string().map(|text| Some(Cow::Borrowed(text)))
    }

    /// What stands between two quotation marks; there is no escape anywhere.
    #[inline]
    fn string(&mut self) -> Option<&'a str> {
        let [b'"', rest @ ..] = self.rest() else { return None };
        let (start, length) = (self.at + 1, quote(rest)?);
        self.at = start + length + 1;
        self.space();
        Some(&self.text[start..start + length])
    }

    #[inline]
    fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..]
    }

    #[inline]
    fn space(&mut self) {
        while self.text.as_bytes().get(self.at) == Some(&b' ') {
            self.at += 1;
        }
    }
}

/// Where the next quotation mark is. Most strings here are short, so the first bytes are looked at eight at a time
/// before a search is set up that pays for a long one.
#[inline]
fn quote(bytes: &[u8]) -> Option<usize> {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    let mut at = 0;
    while at < SHORT
        && let Some(eight) = bytes[at..].first_chunk()
    {
        // A byte is nought where the mark stands; only there (and above it) does taking one away set its highest bit.
        let differs = u64::from_le_bytes(*eight) ^ (EACH * u64::from(b'"'));
        let found = differs.wrapping_sub(EACH) & !differs & (EACH << 7);
        if found != 0 {
            return Some(at + (found.trailing_zeros() / 8) as usize);
        }
        at += eight.len();
    }
    memchr::memchr(b'"', &bytes[at..]).map(|more| at + more)
}

#[cfg(test)]
mod tests {
    use super::case;
    use crate::domain::view::CaseView;
    use proptest::prelude::*;

    const TEXT: &str = r#"{"ref":"YJ-1","protocol":"camden","born":"2010-09-14","initials":"AB","worker":null, "facts":  {"cse":true,"missing_from_education":false,"offence_number":12,"known_to_social_care":"open"}, "events":[{"kind":"opened_to_yjs","on":"2026-03-02","note":"a word, caf\u00e9"},{"kind":"x","at":"2026-03-02T10:00","to":"mash","by":"jm"}]}"#;

    #[test]
    fn the_plain_shape_is_read_as_the_parser_reads_it() {
        let text = TEXT.replace("\\u00e9", "\u{e9}");
        assert_eq!(case(text.as_bytes()), serde_json::from_str(&text).ok());
        assert!(case(text.as_bytes()).is_some());
        for text in [r#"{"ref":"A"}"#, r#" { "ref":  "A" , "facts": { } , "events": [ ] } "#] {
            assert_eq!(case(text.as_bytes()), serde_json::from_str(text).ok());
            assert!(case(text.as_bytes()).is_some(), "{text}");
        }
    }

    #[test]
    fn any_other_shape_is_left_to_the_parser() {
        for text in [
            TEXT,
            "{\"ref\":\"A\",\n\"facts\":{}}",
            "{\"ref\":\"A\tB\"}",
            "",
            "[]",
            r#"{"facts":{}}"#,
            r#"{"ref":null}"#,
            r#"{"ref":"A","ref":"B"}"#,
            r#"{"ref":"A"}x"#,
            r#"{"ref":"A",}"#,
            r#"{"ref":"A" "born":null}"#,
            r#"{"ref":"A","facts":{"n":1.5}}"#,
            r#"{"ref":"A","facts":{"n":01}}"#,
            r#"{"ref":"A","facts":{"n":1e3}}"#,
            r#"{"ref":"A","facts":{"n":1234567890123456}}"#,
            r#"{"ref":"A","facts":{"cse":truee}}"#,
            r#"{"ref":"A","facts":{"cse":true,"cse":true}}"#,
            r#"{"ref":"A","events":[{"on":"2026-01-01"}]}"#,
            r#"{"ref":"A","events":[{"kind":"x","kind":"x"}]}"#,
            r#"{"ref":"A","events":[{"kind":"x"},]}"#,
            r#"{"ref":"A","judgement":null}"#,
            r#"{"ref":"A","born":null,"protocol":null}"#,
            r#"{"ref" :"A"}"#,
        ] {
            assert_eq!(case(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_text_is_left_to_the_parser() {
        let text = b"{\"ref\":\"A\",\"events\":[{\"kind\":\"x\",\"note\":\"\xff\"}]}";
        assert_eq!(case(text), None);
        assert_eq!(CaseView::read(text), None);
    }

    proptest! {
        #[test]
        fn what_it_reads_the_parser_reads_alike(edits in prop::collection::vec((any::<prop::sample::Index>(), "[ -~\u{e9}\t\n]{0,3}"), 1..4)) {
            let mut text: Vec<char> = TEXT.replace("\\u00e9", "\u{e9}").chars().collect();
            for (place, edit) in edits {
                let place = place.index(text.len());
                let end = (place + edit.chars().count() % 2).min(text.len());
                text.splice(place..end, edit.chars());
            }
            let text: String = text.into_iter().collect();
            if let Some(scanned) = case(text.as_bytes()) {
                prop_assert_eq!(Some(scanned), serde_json::from_str::<CaseView<'_>>(&text).ok(), "{}", text);
            }
        }
    }
}
