//! A case read from text of the plain shape in which most cases come: no escapes, whole numbers, nothing twice. On any
//! other shape it gives up, so that it can be wrong about nothing: the caller then parses in full. A morning's list and a
//! nightly check spend a third of their time on this reading.

use crate::domain::case::FactValue;
use crate::domain::view::{CaseView, EventView, FactsView};
use std::borrow::Cow;

/// The case in `text`, or nothing when the text is of another shape, sound or not.
pub fn case(text: &str) -> Option<CaseView<'_>> {
    // Looked at many bytes at a time: without an escape or a control character, a string ends at the next quote.
    let plain = text.bytes().fold(true, |plain, byte| plain & (byte >= b' ') & (byte != b'\\'));
    if !plain {
        return None;
    }
    let mut scan = Scan { text, bytes: text.as_bytes(), at: 0 };
    let case = scan.case()?;
    scan.space();
    (scan.at == text.len()).then_some(case)
}

struct Scan<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

/// The most digits that any number read here has: all such numbers are exact.
const DIGITS: usize = 15;

/// Longer strings are searched for their end by other means.
const SHORT: usize = 32;

impl<'a> Scan<'a> {
    fn case(&mut self) -> Option<CaseView<'a>> {
        let mut case = CaseView::default();
        let mut seen = Seen::default();
        self.object(|scan, key| {
            match key {
                b"ref" => case.reference = seen.once(0).and_then(|()| scan.string()).map(Cow::Borrowed)?,
                b"protocol" => case.protocol = seen.once(1).and_then(|()| scan.text_or_null())?,
                b"born" => case.born = seen.once(2).and_then(|()| scan.text_or_null())?,
                b"initials" => seen.once(3).and_then(|()| scan.passed())?,
                b"worker" => case.worker = seen.once(4).and_then(|()| scan.text_or_null())?,
                b"facts" => case.facts = seen.once(5).and_then(|()| scan.facts())?,
                b"events" => case.events = seen.once(6).and_then(|()| scan.events())?,
                _ => return None,
            }
            Some(())
        })?;
        seen.has(0).then_some(case)
    }

    fn facts(&mut self) -> Option<FactsView<'a>> {
        let mut facts: Vec<(Cow<'a, str>, FactValue)> = Vec::with_capacity(8);
        self.object(|scan, name| {
            let name = str::from_utf8(name).ok()?;
            if facts.iter().any(|(held, _)| held == name) {
                return None;
            }
            facts.push((Cow::Borrowed(name), scan.fact()?));
            Some(())
        })?;
        Some(FactsView(facts))
    }

    fn fact(&mut self) -> Option<FactValue> {
        match self.peek()? {
            b't' => self.word("true").map(|()| FactValue::Flag(true)),
            b'f' => self.word("false").map(|()| FactValue::Flag(false)),
            b'"' => self.string().map(|text| FactValue::Text(text.to_owned())),
            b'1'..=b'9' => {
                let rest = &self.bytes[self.at..];
                let length = rest.iter().take(DIGITS + 1).take_while(|byte| byte.is_ascii_digit()).count();
                let ends = matches!(rest.get(length), Some(b',' | b'}' | b' '));
                let number: u64 =
                    self.text[self.at..self.at + length].parse().ok().filter(|_| ends && length <= DIGITS)?;
                self.at += length;
                Some(FactValue::Number(number as f64))
            }
            _ => None,
        }
    }

    fn events(&mut self) -> Option<Vec<EventView<'a>>> {
        let mut events = Vec::with_capacity(8);
        self.byte(b'[')?;
        if self.peek()? == b']' {
            self.at += 1;
            return Some(events);
        }
        loop {
            events.push(self.event()?);
            match self.next()? {
                b',' => {}
                b']' => return Some(events),
                _ => return None,
            }
        }
    }

    fn event(&mut self) -> Option<EventView<'a>> {
        let mut event = EventView::default();
        let mut seen = Seen::default();
        self.object(|scan, key| {
            match key {
                b"kind" => event.kind = seen.once(0).and_then(|()| scan.string()).map(Cow::Borrowed)?,
                b"on" => event.on = seen.once(1).and_then(|()| scan.text_or_null())?,
                b"at" => event.at = seen.once(2).and_then(|()| scan.text_or_null())?,
                b"to" => event.to = seen.once(3).and_then(|()| scan.text_or_null())?,
                b"by" => seen.once(4).and_then(|()| scan.passed())?,
                b"note" => seen.once(5).and_then(|()| scan.passed())?,
                _ => return None,
            }
            Some(())
        })?;
        seen.has(0).then_some(event)
    }

    /// An object, each key given to `value`, which reads what stands behind it.
    fn object(&mut self, mut value: impl FnMut(&mut Self, &'a [u8]) -> Option<()>) -> Option<()> {
        self.byte(b'{')?;
        if self.peek()? == b'}' {
            self.at += 1;
            return Some(());
        }
        loop {
            let key = self.key()?;
            value(self, key)?;
            match self.next()? {
                b',' => {}
                b'}' => return Some(()),
                _ => return None,
            }
        }
    }

    /// A key and the colon behind it.
    #[inline]
    fn key(&mut self) -> Option<&'a [u8]> {
        self.byte(b'"')?;
        let rest = &self.bytes[self.at..];
        let length = quote(rest)?;
        self.at += length + 1;
        self.byte(b':')?;
        Some(&rest[..length])
    }

    fn text_or_null(&mut self) -> Option<Option<Cow<'a, str>>> {
        if self.peek()? == b'n' {
            return self.word("null").map(|()| None);
        }
        self.string().map(|text| Some(Cow::Borrowed(text)))
    }

    /// A string or null that nobody wants.
    fn passed(&mut self) -> Option<()> {
        if self.peek()? == b'n' {
            return self.word("null");
        }
        self.byte(b'"')?;
        self.at += quote(&self.bytes[self.at..])? + 1;
        Some(())
    }

    /// A string; there is no escape anywhere.
    fn string(&mut self) -> Option<&'a str> {
        self.byte(b'"')?;
        let length = quote(&self.bytes[self.at..])?;
        let string = &self.text[self.at..self.at + length];
        self.at += length + 1;
        Some(string)
    }

    fn word(&mut self, word: &str) -> Option<()> {
        self.text[self.at..].starts_with(word).then(|| self.at += word.len())
    }

    fn byte(&mut self, wanted: u8) -> Option<()> {
        (self.next()? == wanted).then_some(())
    }

    /// The next byte that is no space, which is passed.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// The next byte that is no space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        match self.bytes.get(self.at) {
            Some(b' ') => {
                self.space();
                self.bytes.get(self.at).copied()
            }
            byte => byte.copied(),
        }
    }

    #[cold]
    fn space(&mut self) {
        while let Some(b' ') = self.bytes.get(self.at) {
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

/// Which keys of an object were met with.
#[derive(Default)]
struct Seen(u8);

impl Seen {
    fn once(&mut self, place: usize) -> Option<()> {
        let new = !self.has(place);
        self.0 |= 1 << place;
        new.then_some(())
    }

    fn has(&self, place: usize) -> bool {
        self.0 & (1 << place) != 0
    }
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
        assert_eq!(case(&text), serde_json::from_str(&text).ok());
        assert!(case(&text).is_some());
        for text in [r#"{"ref":"A"}"#, r#" { "ref" : "A" , "facts" : { } , "events" : [ ] } "#] {
            assert_eq!(case(text), serde_json::from_str(text).ok());
            assert!(case(text).is_some(), "{text}");
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
        ] {
            assert_eq!(case(text), None, "{text}");
        }
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
            if let Some(scanned) = case(&text) {
                prop_assert_eq!(Some(scanned), serde_json::from_str::<CaseView<'_>>(&text).ok(), "{}", text);
            }
        }
    }
}
