//! Summaries of parts of a caseload, put together.

use super::run::exit;
use crate::cli::context::Context;
use crate::cli::input::text_of;
use crate::exit::Exit;
use crate::input::lines::RawLines;
use crate::input::source::{name_of, open};
use crate::problem::Problem;
use crate::report::check_summary::SummaryReport;
use std::io::Read;

/// The most bytes of one file of summaries: a guard against being handed cases.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Puts the summaries of these files together, whatever their order, and ends as a check of the whole would have.
pub(super) fn run(files: &[String], strict: bool, context: &Context) -> anyhow::Result<Exit> {
    context.refuse_formats(&[])?;
    let mut parts = Vec::new();
    for path in files {
        parts.extend(summaries(path)?);
    }
    let Some(whole) = SummaryReport::merged(parts) else {
        return Err(no_summary(&files.join(", ")).into());
    };
    let tally = *whole.tally();
    context.show(&whole)?;
    context.note(tally.sentence());
    Ok(exit(&tally, tally.unread_cases + tally.unread_files > tally.known, strict))
}

/// The summaries of one file: one as JSON, or several, one a line.
fn summaries(path: &str) -> Result<Vec<SummaryReport>, Problem> {
    let name = name_of(path);
    let broken = |error| Problem::input(format!("it cannot be read: {error}")).file(name);
    let mut bytes = Vec::new();
    open(path)?.take(MOST_BYTES).read_to_end(&mut bytes).map_err(broken)?;
    if let Some(one) = text_of(&bytes).ok().and_then(summary) {
        return Ok(vec![one]);
    }
    let mut lines = RawLines::new(bytes.as_slice());
    let mut parts = Vec::new();
    while let Some(line) = lines.next().map_err(broken)? {
        let text = line.bytes.as_deref().and_then(|bytes| text_of(bytes).ok()).unwrap_or_default();
        if text.trim().is_empty() && line.bytes.is_some() {
            continue;
        }
        parts.push(summary(text).ok_or_else(|| no_summary(name).at(line.number, None))?);
    }
    Ok(parts)
}

fn summary(text: &str) -> Option<SummaryReport> {
    serde_json::from_str(text).ok().filter(SummaryReport::is_known)
}

fn no_summary(name: &str) -> Problem {
    let hint = "give a file that `yjs check --summary --format json` (or jsonl) wrote";
    Problem::input("it has no summary of a check").file(name).hint(hint)
}
