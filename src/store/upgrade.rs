//! Older formats, brought up to the present one step at a time. Readers do it in memory, so that a store which cannot
//! be written to can still be read; the first writer keeps a copy of the old store and then writes the new one.

use super::format::{self, FORMAT, Record};
use super::index::whole_lines;
use super::next::nonce;
use crate::domain::case::Case;
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use serde::Deserialize;

/// From the lines of one format to those of the next.
type Step = fn(&[u8], &str) -> Result<Vec<u8>, Problem>;

/// The step out of each format, by its number.
const STEPS: [Step; FORMAT as usize] = [from_0];

/// The lines of `format` in the present format. An end that is no whole line is carried along as it is.
///
/// # Errors
/// When a line is not as its format has it: a damaged store is not upgraded.
pub(super) fn lines(format: u64, bytes: &[u8], file: &str) -> Result<Vec<u8>, Problem> {
    let from = usize::try_from(format).unwrap_or(STEPS.len());
    STEPS.iter().skip(from).try_fold(bytes.to_vec(), |bytes, step| step(&bytes, file))
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
    let (lines, torn) = whole_lines(bytes);
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
        let record = Record { seq, saved_at, saved_by, change, warning: None, nonce: nonce()?, prev, case };
        let start = upgraded.len();
        serde_json::to_writer(&mut upgraded, &record).map_err(|error| Problem::store(error.to_string()).file(file))?;
        last = Some(start..upgraded.len());
        upgraded.push(b'\n');
    }
    upgraded.extend(torn.map_or(&[][..], |torn| &bytes[torn.start..]));
    Ok(upgraded)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::lines;
    use crate::store::verify::{Subject, lines as verify};

    const OLD: &str = r#"{"seq":1,"saved_at":"2026-03-02T09:00:00Z","saved_by":"jm","change":"added","case":{"ref":"a","facts":{"cse":true},"events":[]}}
{"seq":2,"saved_at":"2026-03-03T09:00:00Z","saved_by":"jm","change":"set cse","case":{"ref":"a","facts":{"cse":false},"events":[]}}
"#;

    #[test]
    fn format_0_gets_nonces_and_a_chain() {
        let new = lines(0, OLD.as_bytes(), "cases.jsonl").unwrap();
        let verification = verify(Subject { cases: &new, ..Subject::default() });
        assert!(verification.ok, "{verification:?}");
        assert_eq!(verification.lines, 2);
        assert!(
            String::from_utf8(new.clone())
                .unwrap()
                .contains(r#""case":{"ref":"a","facts":{"cse":false},"events":[]}}"#)
        );
        assert_eq!(lines(1, &new, "").unwrap(), new, "the present format stays as it is");
    }

    #[test]
    fn a_torn_end_is_carried_along_and_a_damaged_line_refused() {
        let torn = format!("{OLD}{{\"seq\":3");
        assert!(lines(0, torn.as_bytes(), "").unwrap().ends_with(b"\n{\"seq\":3"));
        for (damaged, line) in [
            (OLD.replace("\"seq\":1", "\"seq\":4"), 1),
            (OLD.replace("\"jm\",\"change\":\"set", "7,\"change\":\"set"), 2),
        ] {
            let problem = lines(0, damaged.as_bytes(), "cases.jsonl").unwrap_err();
            assert_eq!(problem.place.line, Some(line), "{problem}");
            assert!(problem.what.contains("cannot be upgraded while it is damaged"), "{problem}");
        }
    }
}
