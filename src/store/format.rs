//! The shapes on disk: `store.json` and the lines of `cases.jsonl`.

use crate::domain::case::Case;
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The format that this yjs writes. Older ones are read as they are and [upgraded](super::upgrade).
pub const FORMAT: u64 = 2;

/// `store.json`: what must be known before a line is read. An unknown field is refused, so that a store is never
/// written to by a yjs that does not understand it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The format of the whole folder.
    pub format: u64,
    /// The store's own mark, at random: a store is known by it under every name of its folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The protocol of a case that names none, as formats 0 and 1 had it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_protocol: Option<String>,
    /// Numbers of changes that a repair could not bring back, as format 1 had them. Since then the chain says so itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<u64>,
    /// What format 1 knew of the start of the cases file. It is not relied on any more.
    #[serde(default, skip_serializing)]
    pub(crate) sealed: Option<serde_json::Value>,
}

/// What is read of `store.json` before it is known to be of this format.
#[derive(Deserialize)]
struct Numbered {
    format: u64,
}

impl Manifest {
    /// Of a store that is made now.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub(crate) fn fresh() -> Result<Self, Problem> {
        Ok(Self { id: Some(super::next::nonce()?), ..Self::of(FORMAT) })
    }

    /// Of a format, and nothing else.
    pub(crate) fn of(format: u64) -> Self {
        Self { format, id: None, default_protocol: None, lost: Vec::new(), sealed: None }
    }

    /// Reads `store.json`. A newer format is refused before anything else of it is read.
    pub(crate) fn parse(bytes: &[u8], file: &str) -> Result<Self, Problem> {
        let format = parse::<Numbered>(bytes).map_err(|fault| fault.in_file(file))?.format;
        if format > FORMAT {
            return Err(Problem::store(format!(
                "this store was written by a newer yjs (format {format}); this yjs reads format {FORMAT}"
            ))
            .file(file)
            .hint("Upgrade yjs; nothing in the store was touched"));
        }
        let manifest: Self = parse(bytes).map_err(|fault| fault.in_file(file))?;
        if manifest.format == FORMAT && (!manifest.lost.is_empty() || manifest.sealed.is_some()) {
            // Only the chain may say that a change is missing: anybody can add to a list.
            return Err(Problem::store("`lost` and `sealed` belong to format 1")
                .file(file)
                .hint("Something else has written to it: run `yjs store repair`, which makes it anew from a backup"));
        }
        Ok(manifest)
    }

    /// Whether these bytes are the `store.json` of a newer yjs.
    pub(crate) fn is_newer(bytes: &[u8]) -> bool {
        parse::<Numbered>(bytes).is_ok_and(|told| told.format > FORMAT)
    }

    /// The bytes of `store.json`.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Problem> {
        let mut json = serde_json::to_vec(self).map_err(|error| Problem::store(error.to_string()))?;
        json.push(b'\n');
        Ok(json)
    }
}

/// One line of `cases.jsonl`: a whole case as it stood after one change. The keys are always written in this order,
/// `case` last and `ref` first within it, which is what lets superseded lines be skipped unread.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record<C = Case> {
    /// 1 for the first line of the store, then one more each line.
    pub seq: u64,
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
    /// The short mark of who saved it.
    pub saved_by: String,
    /// What was done.
    pub change: String,
    /// What happened to the store just before, such as a torn line that was set aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
    /// How many lines of the same change follow: none of them counts before all are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more: Option<u64>,
    /// 16 hex digits at random, so that the hash of an erased line cannot be matched by guessing the case.
    pub nonce: String,
    /// The SHA-256 of the line before, without its newline, as 64 hex digits; all zeros in the first line.
    pub prev: String,
    /// The case.
    pub case: C,
}

/// A line that says something of the store itself: that it was written anew, and which changes are lost. It is a line of
/// the chain like any other, so that nobody can add one unseen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkLine {
    pub(crate) seq: u64,
    pub(crate) saved_at: DateTime<Utc>,
    pub(crate) saved_by: String,
    /// What was done: `compacted`, `repaired`, `restored …`, `upgraded …`.
    pub(crate) change: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) warning: Option<String>,
    pub(crate) nonce: String,
    pub(crate) prev: String,
    pub(crate) mark: Mark,
}

/// What a mark vouches for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mark {
    /// How many lines stand before it in the cases file: the last one of each case.
    pub(crate) live: u64,
    /// The SHA-256 of the SHA-256s of these lines, in their order.
    pub(crate) digest: String,
    /// Changes that are lost, from the first to the last number of each gap, earlier losses included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) lost: Vec<(u64, u64)>,
}

impl Mark {
    /// Of these lines.
    pub(crate) fn of<'t>(lines: impl Iterator<Item = &'t [u8]>, lost: Vec<(u64, u64)>) -> Self {
        let (mut live, mut digest) = (0, Sha256::new());
        for line in lines {
            live += 1;
            digest.update(Sha256::digest(line));
        }
        Self { live, digest: hex(&digest.finalize()), lost }
    }
}

/// Gaps from single numbers, which stand in order.
pub(crate) fn ranges(numbers: impl IntoIterator<Item = u64>) -> Vec<(u64, u64)> {
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    ranges
}

/// The last line that was saved: the witness of the end of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its number.
    pub seq: u64,
    /// Its SHA-256, as the next line's `prev` will have it.
    pub hash: String,
}

impl std::fmt::Display for Head {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}:{}", self.seq, self.hash)
    }
}

impl std::str::FromStr for Head {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (seq, hash) = text.trim().split_once(':').ok_or(())?;
        let hex = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let seq = seq.parse().map_err(|_| ())?;
        if hex { Ok(Self { seq, hash: hash.to_ascii_lowercase() }) } else { Err(()) }
    }
}

impl Head {
    /// Of the last of `lines`; none when there is no line of the right shape.
    pub(crate) fn of(lines: &[u8]) -> Option<Self> {
        let whole = &lines[..lines.iter().rposition(|byte| *byte == b'\n')?];
        let last = &whole[whole.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1)..];
        Some(Self { seq: seq(last)?, hash: hash(Some(last)) })
    }
}

/// The number of a line, when it has the right shape.
pub(crate) fn seq(line: &[u8]) -> Option<u64> {
    super::header::scan(line).map(|header| header.seq)
}

/// What `prev` must be in the line after `line`.
pub(crate) fn hash(line: Option<&[u8]>) -> String {
    line.map_or_else(|| "0".repeat(64), |line| hex(&Sha256::digest(line)))
}

/// The digits of a hash.
pub(crate) type HexHash = [u8; 64];

/// The digits of the hash whose bytes are `digest`.
pub(crate) fn hex_digits(digest: &[u8; 32]) -> HexHash {
    let mut digits = [0; 64];
    for (pair, byte) in digits.as_chunks_mut().0.iter_mut().zip(digest) {
        *pair = hex_pair(*byte);
    }
    digits
}

/// Lower-case hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| hex_pair(*byte)).map(char::from).collect()
}

fn hex_pair(byte: u8) -> [u8; 2] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]
}

/// Why some JSON could not be read, before it is known where the JSON stands.
#[derive(Debug)]
pub(crate) struct ParseFault {
    what: String,
    line: usize,
    column: usize,
    field: Option<String>,
}

impl ParseFault {
    /// The problem, for JSON that is the whole of `file`.
    pub(crate) fn in_file(self, file: &str) -> Problem {
        let line = self.line;
        self.placed(file, line)
    }

    /// The problem, for JSON that is (the end of) line `line` of `file`.
    pub(crate) fn in_line(self, file: &str, line: usize) -> Problem {
        self.placed(file, line)
    }

    fn placed(self, file: &str, line: usize) -> Problem {
        let problem = Problem::store(self.what).file(file).at(line, Some(self.column));
        match self.field {
            Some(field) => problem.field(field),
            None => problem,
        }
    }
}

/// Parses JSON; only when that fails is it parsed again for the path of the field.
pub(crate) fn parse<T: DeserializeOwned>(json: &[u8]) -> Result<T, ParseFault> {
    serde_json::from_slice(json).map_err(|error| {
        let place = format!(" at line {} column {}", error.line(), error.column());
        let what = error.to_string();
        let mut deserializer = serde_json::Deserializer::from_slice(json);
        let path = serde_path_to_error::deserialize::<_, T>(&mut deserializer).err().map(|e| e.path().to_string());
        ParseFault {
            what: what.strip_suffix(&place).unwrap_or(&what).to_owned(),
            line: error.line(),
            column: column_in_characters(json, error.line(), error.column()),
            field: path.filter(|path| path != "." && !path.is_empty()),
        }
    })
}

/// serde_json counts bytes; people and editors count characters.
fn column_in_characters(json: &[u8], line: usize, column: usize) -> usize {
    let text = json.split(|byte| *byte == b'\n').nth(line.saturating_sub(1)).unwrap_or_default();
    let before = &text[..column.saturating_sub(1).min(text.len())];
    String::from_utf8_lossy(before).chars().count() + 1
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Manifest, Record, hash, parse};

    #[test]
    fn a_fault_names_file_line_column_and_field() {
        let problem = Manifest::parse(b"{\"format\":1,\n \"default_protocol\":7}", "store.json").unwrap_err();
        assert_eq!(problem.place.file.as_deref(), Some("store.json"));
        assert_eq!((problem.place.line, problem.place.column), (Some(2), Some(21)));
        assert_eq!(problem.place.field.as_deref(), Some("default_protocol"));
        assert!(problem.what.starts_with("invalid type: integer `7`, expected"), "{}", problem.what);
        assert!(!problem.what.contains(" at line "), "{}", problem.what);
    }

    #[test]
    fn a_column_counts_characters_not_bytes() {
        let fault = parse::<Record>("{\"saved_by\":\"\u{e9}\u{e9}\",?}".as_bytes()).unwrap_err();
        assert_eq!(fault.in_line("cases.jsonl", 9).place.column, Some(18));
    }

    #[test]
    fn a_newer_format_is_refused_whatever_else_the_file_says() {
        let problem = Manifest::parse(br#"{"format":3,"shards":[1]}"#, "store.json").unwrap_err();
        assert_eq!(problem.what, "this store was written by a newer yjs (format 3); this yjs reads format 2");
        assert!(problem.hint.unwrap().contains("Upgrade"));
        assert_eq!(Manifest::parse(br#"{"format":0}"#, "store.json").unwrap().format, 0);
        assert!(Manifest::parse(br#"{"format":1,"sealed":{"bytes":1,"sha256":""},"lost":[2]}"#, "store.json").is_ok());
        for refused in [r#""recipients":["x"]"#, r#""lost":[2]"#, r#""sealed":{}"#] {
            assert!(Manifest::parse(format!("{{\"format\":2,{refused}}}").as_bytes(), "store.json").is_err());
        }
    }

    #[test]
    fn the_first_line_follows_zeros() {
        assert_eq!(hash(None), "0".repeat(64));
        assert_eq!(hash(Some(b"abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
