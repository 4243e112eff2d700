//! What a damaged line may have been. Every reading is a guess until a hash proves it: the one that the next line, the
//! lock file or a mark names.

use super::header;
use memchr::memmem;
use sha2::{Digest, Sha256};

/// A longer line is not tried bit by bit: it would take too long.
const LONGEST: usize = 8 * 1024;

/// So many bytes are hashed at most while one bit is looked for.
const MOST_HASHED: usize = 16 * 1024 * 1024;

/// How every line begins.
const START: &[u8] = b"{\"seq\":";

/// Whether these bytes have the shape of a line.
pub(super) fn is_line(text: &[u8]) -> bool {
    header::scan(text).is_some_and(|header| header.body.is_some())
}

/// The lines that stand in the bytes between two newlines: one, as a rule; with a newline lost, several; none when there
/// is nothing of the right shape.
pub(super) fn lines_in(raw: &[u8]) -> Vec<&[u8]> {
    let text = trimmed(raw);
    if is_line(text) && memmem::find_iter(text, START).count() == 1 {
        return vec![text];
    }
    let starts: Vec<usize> = memmem::find_iter(text, START).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let pieces = starts.iter().zip(ends).map(|(start, end)| trimmed(&text[*start..end]));
    pieces
        .filter_map(|piece| [piece, &piece[..piece.len().saturating_sub(1)]].into_iter().find(|text| is_line(text)))
        .collect()
}

/// Without what other programs put around lines: a carriage return, a mark of the byte order, spaces.
fn trimmed(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii()
}

/// The line of this hash, when one bit of `raw` was flipped: nothing else has that hash.
pub(super) fn with_one_bit(raw: &[u8], wanted: &str) -> Option<Vec<u8>> {
    if raw.len() > LONGEST || raw.len().saturating_mul(raw.len()).saturating_mul(8) > MOST_HASHED {
        return None;
    }
    let pair = |at: usize| u8::from_str_radix(wanted.get(at..at + 2)?, 16).ok();
    let wanted: Vec<u8> = (0..64).step_by(2).map(pair).collect::<Option<_>>()?;
    let mut text = raw.to_vec();
    for place in 0..text.len() {
        for bit in 0..8 {
            text[place] ^= 1 << bit;
            if Sha256::digest(&text)[..] == wanted[..] {
                return Some(text);
            }
            text[place] ^= 1 << bit;
        }
    }
    None
}

/// Whether one of these is the other with a few bytes changed, rather than a change of its own.
pub(super) fn is_altered(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).filter(|(left, right)| left != right).count() <= 4
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{is_line, lines_in, with_one_bit};
    use crate::store::format::hash;

    fn line(seq: u64) -> String {
        format!(
            r#"{{"seq":{seq},"saved_at":"2026-03-02T09:00:00Z","saved_by":"jm","change":"set","nonce":"{}","prev":"{}","case":{{"ref":"a"}}}}"#,
            "ab".repeat(8),
            "0".repeat(64)
        )
    }

    #[test]
    fn what_other_programs_do_to_lines_is_undone() {
        let (one, two) = (line(1), line(2));
        for raw in [format!("{one}\r"), format!("\u{feff}{one}"), format!(" {one} ")] {
            assert_eq!(lines_in(raw.as_bytes()), [one.as_bytes()], "{raw:?}");
        }
        for between in ["", "\r", "*"] {
            assert_eq!(lines_in(format!("{one}{between}{two}").as_bytes()), [one.as_bytes(), two.as_bytes()]);
        }
        assert!(lines_in(b"garbage").is_empty() && lines_in(b"").is_empty());
        assert_eq!(lines_in(format!("{}{two}", &one[..40]).as_bytes()), [two.as_bytes()]);
    }

    #[test]
    fn one_flipped_bit_is_found_by_the_hash() {
        let whole = line(7).into_bytes();
        let wanted = hash(Some(&whole));
        for place in (0..whole.len()).step_by(7) {
            let mut flipped = whole.clone();
            flipped[place] ^= 1 << (place % 8);
            assert_eq!(with_one_bit(&flipped, &wanted), Some(whole.clone()), "{place}");
            assert!(!is_line(&flipped) || flipped != whole);
        }
        let mut twice = whole.clone();
        (twice[3], twice[30]) = (b'x', b'y');
        assert_eq!(with_one_bit(&twice, &wanted), None);
    }
}
