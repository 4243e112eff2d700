//! Faults found in a protocol folder: each with a code, a place and what to do. All are reported at once.

use crate::problem::Problem;
use serde::Serialize;

/// How much a fault matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The protocol cannot be used.
    Error,
    /// It can be used; `--strict` refuses it.
    Warning,
    /// Worth knowing; nothing refuses it.
    Info,
}

impl Severity {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Short fixed name, such as `unknown-fact`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The file, within the protocol folder.
    pub file: String,
    /// 1-based line, when known.
    pub line: Option<usize>,
    /// 1-based column, when known.
    pub column: Option<usize>,
    /// The rule it is in, when it is in one.
    pub rule: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// As a problem, for a command that needed the protocol.
    pub fn problem(&self) -> Problem {
        let mut problem = Problem::input(format!("{} [{}]", self.message, self.code)).file(&self.file);
        problem.place.line = self.line;
        problem.place.column = self.column;
        problem.place.field = self.rule.clone();
        problem.hint = self.hint.clone();
        problem
    }
}
