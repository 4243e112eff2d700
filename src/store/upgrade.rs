//! Older formats. A store is read as it is, so that one which cannot be written to can still be read; the first writer
//! keeps a copy of it, and then writes the whole of it anew with a mark that vouches for its lines.

use super::format::{self, Record};
use super::index::lines_of;
use super::next::nonce;
use crate::domain::case::Case;
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use serde::Deserialize;

/// The lines of `format` as a chain: those of format 0 get one, later ones have it.
///
/// # Errors
/// When a line of format 0 is not as it must be: with nothing to prove the others, a damaged store is not guessed at.
pub(super) fn to_chain(format: u64, bytes: Vec<u8>, file: &str) -> Result<Vec<u8>, Problem> {
    if format == 0 { from_0(&bytes, file) } else { Ok(bytes) }
}

/// Format 0 had neither nonces nor a chain: its lines were what format 1 has, without both.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line0 {
    seq: u64,
    saved_at: DateTime<Utc>,
    saved_by: String,
    change: String,
    case: Case,
}

fn from_0(bytes: &[u8], file: &str) -> Result<Vec<u8>, Problem> {
    let mut lines = lines_of(bytes);
    let torn = if bytes.is_empty() || bytes.ends_with(b"\n") { None } else { lines.pop() };
    let mut upgraded: Vec<u8> = Vec::with_capacity(bytes.len() * 2);
    let mut last: Option<std::ops::Range<usize>> = None;
    for (place, line) in lines.iter().enumerate() {
        let refused = |problem: Problem| {
            let what = format!("a store of format 0 cannot be upgraded while it is damaged: {}", problem.what);
            Problem { what, ..problem }.hint("Put the line right, or take it out; nothing was changed")
        };
        let Line0 { seq, saved_at, saved_by, change, case } =
            format::parse(line).map_err(|fault| refused(fault.in_line(file, place + 1)))?;
        let expected = place as u64 + 1;
        if seq != expected {
            let what = format!("seq is {seq} where {expected} was expected");
            return Err(refused(Problem::store(what).file(file).at(place + 1, None)));
        }
        let prev = format::hash(last.clone().map(|range| &upgraded[range]));
        let record = Record { seq, saved_at, saved_by, change, warning: None, more: None, nonce: nonce()?, prev, case };
        let start = upgraded.len();
        serde_json::to_writer(&mut upgraded, &record).map_err(|error| Problem::store(error.to_string()).file(file))?;
        last = Some(start..upgraded.len());
        upgraded.push(b'\n');
    }
    upgraded.extend(torn.unwrap_or_default());
    Ok(upgraded)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::to_chain;
    use crate::store::Meter;
    use crate::store::verify::{Subject, lines as verify};

    const OLD: &str = r#"{"seq":1,"saved_at":"2026-03-02T09:00:00Z","saved_by":"jm","change":"added","case":{"ref":"a","facts":{"cse":true},"events":[]}}
{"seq":2,"saved_at":"2026-03-03T09:00:00Z","saved_by":"jm","change":"set cse","case":{"ref":"a","facts":{"cse":false},"events":[]}}
"#;

    #[test]
    fn format_0_gets_nonces_and_a_chain() {
        let new = to_chain(0, OLD.into(), "cases.jsonl").unwrap();
        let verification = verify(Subject { cases: &new, ..Subject::default() }, &Meter::default());
        assert!(verification.ok, "{verification:?}");
        assert_eq!(verification.lines, 2);
        assert!(
            String::from_utf8(new.clone())
                .unwrap()
                .contains(r#""case":{"ref":"a","facts":{"cse":false},"events":[]}}"#)
        );
        assert_eq!(to_chain(1, new.clone(), "").unwrap(), new, "a later format stays as it is");
    }

    #[test]
    fn a_torn_end_is_carried_along_and_a_damaged_line_refused() {
        let torn = format!("{OLD}{{\"seq\":3");
        assert!(to_chain(0, torn.into(), "").unwrap().ends_with(b"\n{\"seq\":3"));
        for (damaged, line) in [
            (OLD.replace("\"seq\":1", "\"seq\":4"), 1),
            (OLD.replace("\"jm\",\"change\":\"set", "7,\"change\":\"set"), 2),
        ] {
            let problem = to_chain(0, damaged.into(), "cases.jsonl").unwrap_err();
            assert_eq!(problem.place.line, Some(line), "{problem}");
            assert!(problem.what.contains("cannot be upgraded while it is damaged"), "{problem}");
        }
    }
}
