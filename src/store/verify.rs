//! Checks a store line by line. The chain of hashes shows a line that was changed, removed or inserted after it was
//! saved; only the very last line has no witness.

use super::check_reference;
use super::format::{self, Record};
use super::head::Head;
use super::header;
use super::index::{missing_end, whole_lines};
use serde::Serialize;
use std::collections::HashSet;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The line is not JSON of the right shape, or its reference is not allowed.
    Shape,
    /// The numbers of the lines do not run on.
    Sequence,
    /// A line is not as it was when the next one was saved.
    Chain,
    /// A folder or file is open to other users.
    Mode,
    /// The last line is not whole.
    TornTail,
    /// Changes that were saved are missing from the end.
    Missing,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which check found it.
    pub check: Check,
    /// 1-based line of the cases file.
    pub line: Option<usize>,
    /// The case whose line it is, when that much can be read.
    pub case: Option<String>,
    /// What is wrong, without a full stop.
    pub what: String,
    /// What to do, when there is something simple.
    pub hint: Option<String>,
}

/// The outcome of checking a whole store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Nothing was found. Lines that were set aside before do not count against it.
    pub ok: bool,
    /// Whole lines checked.
    pub lines: usize,
    /// Cases that those lines are about.
    pub cases: usize,
    /// What is wrong, in the order of the lines; findings without a line come last.
    pub findings: Vec<Finding>,
    /// Torn lines that were set aside earlier: file names in the folder `quarantine`.
    pub set_aside: Vec<String>,
}

impl Verification {
    /// Adds what is wrong with the folder rather than a line.
    pub(crate) fn add(&mut self, check: Check, what: String, hint: String) {
        self.ok = false;
        self.findings.push(Finding { check, line: None, case: None, what, hint: Some(hint) });
    }
}

/// Checks the bytes of a cases file.
pub(crate) fn lines(bytes: &[u8], file: &str, head: Option<&Head>) -> Verification {
    let (lines, torn) = whole_lines(bytes);
    let mut walk = Walk { file, head, ..Walk::default() };
    for line in &lines {
        walk.step(line);
    }
    walk.compare_end();
    let missing = head.map_or(0, |head| head.seq.saturating_sub(walk.seq));
    if let (Some(torn), 1..) = (torn, missing) {
        let case = header::scan(&bytes[torn.start..]).map(|header| header.reference.to_owned());
        walk.seq += 1;
        walk.report(Check::Shape, torn.line, case, "the last line was saved, and is not whole any more");
    } else if let Some(torn) = torn {
        walk.report(Check::TornTail, torn.line, None, "the last line is not whole");
        if let Some(finding) = walk.findings.last_mut() {
            finding.hint = Some("The next change sets it aside in the folder quarantine and goes on".to_owned());
        }
    }
    if let Some(head) = head.filter(|head| walk.seq < head.seq) {
        let line = walk.line + 1 + usize::from(torn.is_some());
        walk.report(Check::Missing, line, None, missing_end(walk.seq, head.seq));
    }
    let Walk { mut findings, cases, .. } = walk;
    findings.sort_by_key(|finding| finding.line);
    Verification { ok: findings.is_empty(), lines: lines.len(), cases: cases.len(), findings, set_aside: Vec::new() }
}

#[derive(Default)]
struct Walk<'a> {
    file: &'a str,
    head: Option<&'a Head>,
    line: usize,
    seq: u64,
    before: Option<&'a [u8]>,
    case_before: Option<String>,
    cases: HashSet<String>,
    findings: Vec<Finding>,
}

impl<'a> Walk<'a> {
    fn report(&mut self, check: Check, line: usize, case: Option<String>, what: impl Into<String>) {
        self.findings.push(Finding { check, line: Some(line), case, what: what.into(), hint: None });
    }

    fn step(&mut self, text: &'a [u8]) {
        self.line += 1;
        let case = match format::parse::<Record>(text) {
            Ok(record) => {
                self.check(&record);
                self.cases.insert(record.case.reference.clone());
                Some(record.case.reference)
            }
            Err(fault) => {
                let case = header::scan(text).map(|header| header.reference.to_owned());
                let what = fault.in_line(self.file, self.line);
                let column = what.place.column.unwrap_or_default();
                self.report(Check::Shape, self.line, case.clone(), format!("column {column}: {}", what.what));
                self.seq += 1;
                case
            }
        };
        self.before = Some(text);
        self.case_before = case;
    }

    /// The last line has no line after it to vouch for it, save what was noted when it was saved.
    fn compare_end(&mut self) {
        let changed = self.head.filter(|head| head.seq == self.seq && self.before.is_some());
        if changed.is_some_and(|head| format::hash(self.before) != head.last) {
            let case = self.case_before.clone();
            self.report(Check::Chain, self.line, case, "this line is not as it was saved");
        }
    }

    fn check(&mut self, record: &Record) {
        let (line, case) = (self.line, Some(record.case.reference.clone()));
        let expected = self.seq.saturating_add(1);
        if record.seq != expected {
            let what = format!("seq is {} where {expected} was expected", record.seq);
            self.report(Check::Sequence, line, case.clone(), what);
        }
        self.seq = record.seq;
        if record.prev != format::hash(self.before) {
            match self.before {
                Some(_) => {
                    let what = format!("this line is not as it was when line {line} was saved");
                    let changed = self.case_before.clone();
                    self.report(Check::Chain, line - 1, changed, what);
                }
                None => self.report(Check::Chain, line, case.clone(), "a line before this one is missing"),
            }
        }
        if let Err(problem) = check_reference(&record.case.reference) {
            self.report(Check::Shape, line, case.clone(), problem.what);
        }
        if record.nonce.len() != 16 || !record.nonce.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            self.report(Check::Shape, line, case, "nonce is not 16 hex digits");
        }
    }
}
