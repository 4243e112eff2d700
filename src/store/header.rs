//! Finds a line's `seq` and `ref` without parsing the case. It accepts exactly the shape that this yjs writes and
//! gives up on any other, so that it can be wrong about nothing: the caller then parses in full.

use super::reference::allowed;
use crate::quote;

/// The start of a line of `cases.jsonl`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header<'a> {
    /// The line's number in the chain.
    pub(crate) seq: u64,
    /// How many lines of the same change follow.
    pub(crate) more: u64,
    /// The hash of the line before.
    pub(crate) prev: &'a [u8],
    /// The case's reference; empty in a line that is a mark.
    pub(crate) reference: &'a str,
    /// The JSON object of the case or the mark, looked at from the outside only; none when the line does not end as a
    /// line must.
    pub(crate) body: Option<&'a [u8]>,
}

impl Header<'_> {
    /// Whether the line is a mark of the store rather than a case.
    pub(crate) fn is_mark(&self) -> bool {
        self.reference.is_empty()
    }
}

/// Reads the start of `line` (without its newline), or gives up.
pub(crate) fn scan(line: &[u8]) -> Option<Header<'_>> {
    let (seq, rest) = number(line.strip_prefix(b"{\"seq\":")?)?;
    let rest = string(rest.strip_prefix(b",\"saved_at\":\"")?)?;
    let rest = string(rest.strip_prefix(b",\"saved_by\":\"")?)?;
    let mut rest = string(rest.strip_prefix(b",\"change\":\"")?)?;
    if let Some(warning) = rest.strip_prefix(b",\"warning\":\"") {
        rest = string(warning)?;
    }
    let mut more = 0;
    if let Some(follow) = rest.strip_prefix(b",\"more\":") {
        (more, rest) = number(follow)?;
    }
    let rest = digits(rest.strip_prefix(b",\"nonce\":\"")?, 16)?;
    let rest = rest.strip_prefix(b",\"prev\":\"")?;
    let prev = rest.get(..64)?;
    let rest = digits(rest, 64)?;
    let whole = |body: &'_ [u8]| body.ends_with(b"}");
    if let Some(mark) = rest.strip_prefix(b",\"mark\":").filter(|mark| mark.starts_with(b"{")) {
        let body = mark.strip_suffix(b"}").filter(|mark| whole(mark));
        return Some(Header { seq, more, prev, reference: "", body });
    }
    let case = rest.strip_prefix(b",\"case\":")?;
    let reference = case.strip_prefix(b"{\"ref\":\"")?;
    let length = reference.iter().position(|byte| !allowed(*byte))?;
    if length == 0 || reference.get(length) != Some(&b'"') || !matches!(reference.get(length + 1), Some(b',' | b'}')) {
        return None;
    }
    let body = case.strip_suffix(b"}").filter(|case| whole(case));
    Some(Header { seq, more, prev, reference: str::from_utf8(&reference[..length]).ok()?, body })
}

fn number(text: &[u8]) -> Option<(u64, &[u8])> {
    let length = text.iter().position(|byte| !byte.is_ascii_digit())?;
    let (digits, rest) = text.split_at(length);
    if matches!(digits.first(), None | Some(b'0')) {
        return None;
    }
    let add = |number: u64, digit: &u8| number.checked_mul(10)?.checked_add(u64::from(digit - b'0'));
    Some((digits.iter().try_fold(0, add)?, rest))
}

/// What follows the string whose first character is the first of `text`.
fn string(text: &[u8]) -> Option<&[u8]> {
    let mut from = 0;
    loop {
        let stop = from + quote::first(&text[from..], [b'"', b'\\'])?;
        if text[stop] == b'"' {
            return Some(&text[stop + 1..]);
        }
        from = stop + 2;
        if from > text.len() {
            return None;
        }
    }
}

/// What follows a string of exactly `count` hex digits.
fn digits(text: &[u8], count: usize) -> Option<&[u8]> {
    let (digits, rest) = text.split_at_checked(count)?;
    // Without an early exit the compiler checks many at a time.
    let all_hex = digits.iter().fold(true, |all, byte| all & byte.is_ascii_hexdigit());
    rest.strip_prefix(b"\"").filter(|_| all_hex)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Header, scan};

    fn line(by: &str, case: &str) -> String {
        format!(
            r#"{{"seq":17,"saved_at":"2026-03-02T09:00:00Z","saved_by":"{by}","change":"set","nonce":"{}","prev":"{}","case":{case}}}"#,
            "ab".repeat(8),
            "0".repeat(64)
        )
    }

    #[test]
    fn our_own_shape_is_read() {
        let text = line("jm", r#"{"ref":"YJ-1","facts":{},"events":[]}"#);
        let header = scan(text.as_bytes()).unwrap();
        assert_eq!((header.seq, header.reference), (17, "YJ-1"));
        assert_eq!(header.body.unwrap(), br#"{"ref":"YJ-1","facts":{},"events":[]}"#);
    }

    #[test]
    fn a_mark_that_looks_like_a_case_does_not_deceive() {
        let mark = r#"x\",\"case\":{\"ref\":\"FALSE\"\\"#;
        let text = line(mark, r#"{"ref":"TRUE"}"#);
        assert_eq!(scan(text.as_bytes()).map(|header| header.reference), Some("TRUE"));
        let text = line("jm", r#"{"ref":"TRUE","initials":",\"case\":{\"ref\":\"FALSE\""}"#);
        assert_eq!(scan(text.as_bytes()).map(|header| header.reference), Some("TRUE"));
    }

    #[test]
    fn a_mark_and_the_lines_of_one_change_are_read() {
        let text = line("jm", "{}")
            .replace("\"case\":{}", "\"mark\":{\"live\":2}")
            .replace("\"nonce\"", "\"more\":3,\"nonce\"");
        let header = scan(text.as_bytes()).unwrap();
        assert!(header.is_mark());
        assert_eq!((header.more, header.body), (3, Some(&br#"{"live":2}"#[..])));
    }

    #[test]
    fn any_other_shape_is_left_to_the_parser() {
        let whole = line("jm", r#"{"ref":"YJ-1","facts":{}}"#);
        for text in [
            whole.replace("\"seq\":17", "\"seq\": 17"),
            whole.replace("\"seq\":17", "\"seq\":017"),
            whole.replace("{\"ref\"", "{\"born\":\"2010-01-01\",\"ref\""),
            whole.replace("YJ-1", "YJ\\u002d1"),
            whole.replace("\"saved_by\":\"jm\",", ""),
            whole.replace("abab", "ab"),
            whole.replace("\"ref\":\"YJ-1\",", "\"ref\":\"YJ-1\":"),
        ] {
            assert_ne!(text, whole);
            assert_eq!(scan(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_line_cut_short_yields_no_case() {
        let text = line("jm", r#"{"ref":"YJ-1","facts":{},"events":[{"kind":"x"}]}"#);
        for length in 0..text.len() {
            assert!(matches!(scan(&text.as_bytes()[..length]), None | Some(Header { body: None, .. })), "{length}");
        }
    }
}
