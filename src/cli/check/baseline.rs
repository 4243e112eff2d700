//! Findings of an earlier check, so that only what is new is shown.

use crate::cli::input::text_of;
use crate::input::lines::RawLines;
use crate::input::source::open;
use crate::problem::Problem;
use crate::report::check::FindingRow;
use serde::Deserialize;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The findings of a file of JSON Lines, each as a hash: what was found, not how many days ago it was due by then.
#[derive(Debug, Default)]
pub(super) struct Baseline(HashSet<u64>);

/// What tells one finding from another.
#[derive(Debug, Deserialize)]
struct Earlier {
    case: Option<String>,
    file: Option<String>,
    rule: Option<String>,
    code: String,
    severity: String,
    message: String,
    due: Option<String>,
}

impl Baseline {
    /// Reads a file that `yjs check --format jsonl` wrote, packed or not.
    ///
    /// # Errors
    /// When it cannot be read, or a line of it is no finding.
    pub(super) fn read(path: &str) -> Result<Self, Problem> {
        let mut lines = RawLines::new(open(path)?);
        let mut held = HashSet::new();
        let broken = |error| Problem::input(format!("it cannot be read: {error}")).file(path);
        while let Some(line) = lines.next().map_err(broken)? {
            let bytes = line.bytes.as_deref().unwrap_or_default();
            if bytes.trim_ascii().is_empty() && line.bytes.is_some() {
                continue;
            }
            let read = text_of(bytes).ok().and_then(|text| serde_json::from_str::<Earlier>(text).ok());
            let Some(earlier) = read else {
                let hint = "give a file that `yjs check --format jsonl` wrote";
                return Err(Problem::input("it is not a finding").file(path).at(line.number, None).hint(hint));
            };
            held.insert(earlier.hash());
        }
        Ok(Self(held))
    }

    /// Whether a finding was there before.
    pub(super) fn has(&self, row: &FindingRow) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let text = |value: &Option<String>| value.clone();
        let now = Earlier {
            case: text(&row.case),
            file: text(&row.file),
            rule: text(&row.rule),
            code: row.code.clone(),
            severity: row.severity.word().to_owned(),
            message: row.message.clone(),
            due: row.due.map(|due| due.to_string()),
        };
        self.0.contains(&now.hash())
    }
}

impl Earlier {
    fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        // Where the case is not known, the file and what is wrong tell which line is meant; line numbers move.
        let case = self.case.as_ref().or(self.file.as_ref());
        let fault = Some(&self.message).filter(|_| self.severity == "data");
        (case, &self.rule, &self.code, &self.due, fault).hash(&mut hasher);
        hasher.finish()
    }
}
