//! A case read from text of the plain shape in which most cases come: the keys in the order in which yjs writes them, no
//! escapes, whole numbers, nothing twice, and no space between one thing and the next, or spaces wherever the writer
//! puts them. On any other shape it gives up, so that it can be wrong about nothing: the caller then parses in full. A
//! morning's list and a nightly check spend a good part of their time on this reading.

use crate::domain::case::FactValue;
use crate::domain::view::{CaseView, EventView, FactsView};
use crate::quote;
use serde::Deserialize;
use std::borrow::Cow;

/// Reads the case in `text`. False when the text is of another shape, sound or not; what was read then counts for nothing.
pub(super) fn case<'a>(text: &'a [u8], into: &mut CaseView<'a>) -> bool {
    // Looked at many bytes at a time: without an escape or a control character, a string ends at the next quote.
    let plain = text.iter().fold(true, |plain, byte| plain & (*byte >= b' ') & (*byte != b'\\'));
    let Some(text) = str::from_utf8(text).ok().filter(|_| plain) else { return false };
    into.clear();
    let (compact, rest) = (text.starts_with(COMPACT), text.as_bytes());
    if compact { Scan::<false> { text, rest }.whole(into) } else { Scan::<true> { text, rest }.whole(into) }
}

/// How a case begins that is written without spaces, as yjs writes it.
const COMPACT: &str = "{\"ref\":\"";

/// With or without a look for spaces.
struct Scan<'a, const SPACED: bool> {
    text: &'a str,
    /// What of it is still to be read.
    rest: &'a [u8],
}

/// The most digits that any number read here has: all such numbers are exact.
const DIGITS: usize = 15;

impl<'a, const SPACED: bool> Scan<'a, SPACED> {
    fn whole(mut self, case: &mut CaseView<'a>) -> bool {
        self.space();
        self.case(case).is_some() && self.rest.is_empty()
    }

    fn case(&mut self, case: &mut CaseView<'a>) -> Option<()> {
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
            case.initials = self.string_or_null()?;
        }
        if self.key(b',', b"\"worker\":") {
            case.worker = self.string_or_null()?;
        }
        if self.key(b',', b"\"facts\":") {
            self.facts(&mut case.facts)?;
        }
        if self.key(b',', b"\"events\":") {
            self.events(&mut case.events)?;
        }
        if self.key(b',', b"\"judgement\":") {
            case.judgement = self.parsed()?;
        }
        if self.key(b',', b"\"waivers\":") {
            case.waivers = self.parsed()?;
        }
        if self.key(b',', b"\"recorded\":") {
            case.recorded = self.parsed()?;
        }
        self.mark(b'}').then_some(())
    }

    fn facts(&mut self, FactsView(facts): &mut FactsView<'a>) -> Option<()> {
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
            match self.rest {
                [b't', b'r', b'u', b'e', rest @ ..] => {
                    self.rest = rest;
                    facts.push((name, FactValue::Flag(true)));
                }
                [b'f', b'a', b'l', b's', b'e', rest @ ..] => {
                    self.rest = rest;
                    facts.push((name, FactValue::Flag(false)));
                }
                [b'"', ..] => {
                    let text = self.string()?;
                    facts.push((name, FactValue::Text(Cow::Borrowed(text))));
                }
                _ => {
                    let number = self.number()?;
                    facts.push((name, FactValue::Number(number)));
                }
            }
            self.space();
        }
        Some(())
    }

    /// What stands at the end of a case and is small: the parser reads it where it stands.
    fn parsed<T: Deserialize<'a>>(&mut self) -> Option<T> {
        let mut values = serde_json::Deserializer::from_slice(self.rest).into_iter();
        let value = values.next()?.ok()?;
        self.rest = &self.rest[values.byte_offset()..];
        self.space();
        Some(value)
    }

    fn number(&mut self) -> Option<f64> {
        let length = self.rest.iter().take(DIGITS + 1).take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.rest.split_at(length);
        let is_plain = (1..=DIGITS).contains(&length) && digits[0] != b'0';
        self.rest = rest;
        let number = digits.iter().fold(0, |number: u64, digit| number * 10 + u64::from(digit - b'0'));
        is_plain.then_some(number as f64)
    }

    fn events(&mut self, events: &mut Vec<EventView<'a>>) -> Option<()> {
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
        Some(())
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
            event.by = self.string_or_null()?;
        }
        if self.key(b',', b"\"note\":") {
            self.pass_over(|note| memchr::memchr(b'"', note))?;
        }
        self.mark(b'}').then_some(())
    }

    /// Whether a key of an object stands here, behind the mark that must be before it; then both are passed.
    #[inline]
    fn key<const N: usize>(&mut self, mark: u8, key: &[u8; N]) -> bool {
        let rest = match self.rest {
            [first, b' ', rest @ ..] if SPACED && *first == mark => rest,
            [first, rest @ ..] if *first == mark => rest,
            _ => return false,
        };
        match rest.split_first_chunk() {
            Some((found, rest)) if found == key => self.rest = rest,
            _ => return false,
        }
        self.space();
        true
    }

    /// Whether this mark stands here; then it is passed.
    #[inline]
    fn mark(&mut self, mark: u8) -> bool {
        match self.rest {
            [first, rest @ ..] if *first == mark => self.rest = rest,
            _ => return false,
        }
        self.space();
        true
    }

    /// Whether `null` stands here; then it is passed.
    #[inline]
    fn null(&mut self) -> bool {
        match self.rest {
            [b'n', b'u', b'l', b'l', rest @ ..] => self.rest = rest,
            _ => return false,
        }
        self.space();
        true
    }

    #[inline]
    fn string_or_null(&mut self) -> Option<Option<Cow<'a, str>>> {
        if self.null() { Some(None) } else { self.string().map(|text| Some(Cow::Borrowed(text))) }
    }

    /// What stands between two quotation marks; there is no escape anywhere.
    #[inline]
    fn string(&mut self) -> Option<&'a str> {
        let [b'"', rest @ ..] = self.rest else { return None };
        let (start, length) = (self.text.len() - rest.len(), end(rest)?);
        self.rest = &rest[length + 1..];
        self.space();
        self.text.get(start..start + length)
    }

    /// Passes a string that nobody wants, whose end is found like this, or `null`.
    #[inline]
    fn pass_over(&mut self, ends: impl Fn(&[u8]) -> Option<usize>) -> Option<()> {
        if self.null() {
            return Some(());
        }
        let [b'"', rest @ ..] = self.rest else { return None };
        self.rest = &rest[ends(rest)? + 1..];
        self.space();
        Some(())
    }

    #[inline]
    fn space(&mut self) {
        while SPACED && let [b' ', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }
}

/// Where a string ends that is most often short.
#[inline]
fn end(text: &[u8]) -> Option<usize> {
    quote::first(text, [b'"'])
}

#[cfg(test)]
mod tests {
    use crate::domain::view::CaseView;
    use proptest::prelude::*;

    /// Held before by what another case is read into; nothing of it may stay.
    const OTHER: &str = r#"{"ref":"OTHER \u0031","protocol":"tower_hamlets","born":"2011-01-01","initials":"CD","worker":"ts","facts":{"consent":"given"},"events":[{"kind":"opened_to_yjs","on":"2026-01-01","to":"mash"}],"judgement":{"level":3,"reason":"seen","by":"jm","at":"2026-03-02T10:00"},"waivers":[{"code":"deadline-due","until":"2026-07-01","reason":"agreed","by":"jm","at":"2026-03-02T10:00"}]}"#;

    fn case(text: &[u8]) -> Option<CaseView<'_>> {
        let mut case: CaseView<'_> = serde_json::from_str(OTHER).expect("a case");
        super::case(text, &mut case).then_some(case)
    }

    const TEXT: &str = r#"{"ref":"YJ-1","protocol":"camden","born":"2010-09-14","initials":"AB","worker":null,"facts":{"cse":true,"missing_from_education":false,"offence_number":12,"known_to_social_care":"open"},"events":[{"kind":"opened_to_yjs","on":"2026-03-02","note":"a word, caf\u00e9"},{"kind":"x","at":"2026-03-02T10:00","to":"mash","by":"jm"}],"judgement":{"level":2,"reason":"seen","by":"ts","at":"2026-03-02T11:00"},"waivers":[{"code":"joint-no-supervision","until":"2026-07-01","reason":"agreed","by":"jm","at":"2026-03-02T10:00"}],"recorded":{"changes":3,"facts":{"cse":2},"events":[1,3]}}"#;

    #[test]
    fn the_plain_shape_is_read_as_the_parser_reads_it() {
        let text = TEXT.replace("\\u00e9", "\u{e9}");
        assert_eq!(case(text.as_bytes()), serde_json::from_str(&text).ok());
        assert!(case(text.as_bytes()).is_some());
        let spaced = text.replace(',', " , ").replace("\":", "\":  ");
        for text in [
            spaced.as_str(),
            r#"{"ref":"A"}"#,
            r#" { "ref":  "A" , "facts": { } , "events": [ ] } "#,
            r#"{"ref":"A","judgement":null}"#,
        ] {
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
            r#"{"ref":"A","waivers":null}"#,
            r#"{"ref":"A","recorded":{"changes":1,"changes":2}}"#,
            r#"{"ref":"A","recorded":null,"judgement":null}"#,
            r#"{"ref":"A","born":null,"protocol":null}"#,
            r#"{"ref" :"A"}"#,
            r#"{"ref":"A", "facts":{}}"#,
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
        fn what_it_reads_the_parser_reads_alike(
            spaced: bool,
            edits in prop::collection::vec((any::<prop::sample::Index>(), "[ -~\u{e9}\t\n]{0,3}"), 1..4),
        ) {
            let text = TEXT.replace("\\u00e9", "\u{e9}");
            let mut text: Vec<char> = if spaced { text.replace("\":", "\": ") } else { text }.chars().collect();
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
