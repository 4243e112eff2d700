//! What a check found: the contract `yjs.check/1`. A finding is one row in every format.

use crate::calendar::{Moment, london};
use crate::protocol::checks::Severity;
use crate::render::{Cell, Column, Line, Page, Report, Table, Tone};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// One finding. The fields and their order are fixed: scripts read them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingRow {
    /// The case's reference, when it could be read.
    pub case: Option<String>,
    /// The file as it was named, or the store's.
    pub file: Option<String>,
    /// 1-based line, where the case begins.
    pub line: Option<usize>,
    /// The rule, when it is about one.
    pub rule: Option<String>,
    /// The check that found it.
    pub code: String,
    /// The rule's clause.
    pub clause: Option<String>,
    /// How much it matters.
    pub severity: Severity,
    /// What was found.
    pub message: String,
    /// What to do.
    pub remedy: Option<String>,
    /// By when it is, or was, to be done.
    pub due: Option<Moment>,
}

impl FindingRow {
    /// The names of the fields, in order: the heading of the CSV.
    pub const KEYS: [&'static str; 10] =
        ["case", "file", "line", "rule", "code", "clause", "severity", "message", "remedy", "due"];

    /// The values as text, in order; what is not known is empty.
    pub fn cells(&self) -> [String; 10] {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        [
            text(&self.case),
            text(&self.file),
            self.line.map(|line| line.to_string()).unwrap_or_default(),
            text(&self.rule),
            self.code.clone(),
            text(&self.clause),
            self.severity.word().to_owned(),
            self.message.clone(),
            text(&self.remedy),
            self.due.map(|due| due.to_string()).unwrap_or_default(),
        ]
    }
}

/// How many of what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Cases met with, read or not.
    pub cases: usize,
    /// What the protocol asked for and was not done.
    pub breaches: usize,
    /// What is to be done soon.
    pub due: usize,
    /// What is worth knowing.
    pub advice: usize,
    /// Problems in the data.
    pub data: usize,
    /// Cases that could not be read, and so were not checked.
    pub unread_cases: usize,
    /// Files that could not be read to their end.
    pub unread_files: usize,
    /// Findings that are put aside with a reason.
    #[serde(default)]
    pub waived: usize,
    /// Findings that an earlier check had found already.
    #[serde(default)]
    pub known: usize,
    /// Findings without a date, left out where only those since a date are asked for.
    #[serde(default)]
    pub undated: usize,
}

impl Tally {
    /// Counts one finding.
    pub fn count(&mut self, severity: Severity) {
        *match severity {
            Severity::Breach => &mut self.breaches,
            Severity::Due => &mut self.due,
            Severity::Advice => &mut self.advice,
            Severity::Data => &mut self.data,
        } += 1;
    }

    /// `1,204 cases: 12 breaches, 30 due, 4 could not be read`.
    pub fn sentence(&self) -> String {
        let mut parts = vec![counted(self.breaches, "breach", "breaches"), format!("{} due", grouped(self.due))];
        if self.advice > 0 {
            parts.push(format!("{} advice", grouped(self.advice)));
        }
        if self.unread_cases > 0 {
            parts.push(format!("{} could not be read", grouped(self.unread_cases)));
        }
        if self.unread_files > 0 {
            parts.push(format!("{} could not be read", counted(self.unread_files, "file", "files")));
        }
        let problems = match self.data {
            data if data <= self.unread_cases + self.unread_files => String::new(),
            data => format!("; {} in the data", counted(data, "problem", "problems")),
        };
        let apart: String = [
            (self.waived, "set aside with a reason"),
            (self.known, "known from the baseline"),
            (self.undated, "without a date left out"),
        ]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, words)| format!("; {} {words}", grouped(number)))
        .collect();
        format!("{}: {}{problems}{apart}", counted(self.cases, "case", "cases"), parts.join(", "))
    }

    /// Adds the counts of another part.
    pub fn add(&mut self, other: Self) {
        for (own, more) in [
            (&mut self.cases, other.cases),
            (&mut self.breaches, other.breaches),
            (&mut self.due, other.due),
            (&mut self.advice, other.advice),
            (&mut self.data, other.data),
            (&mut self.unread_cases, other.unread_cases),
            (&mut self.unread_files, other.unread_files),
            (&mut self.waived, other.waived),
            (&mut self.known, other.known),
            (&mut self.undated, other.undated),
        ] {
            *own += more;
        }
    }
}

/// A finding that is put aside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WaivedRow {
    /// The case's reference.
    pub case: String,
    /// The check that found it.
    pub code: String,
    /// The rule, when it is about one.
    pub rule: Option<String>,
    /// The last day on which it is put aside.
    pub until: String,
    /// Why.
    pub reason: String,
}

impl WaivedRow {
    /// On one line.
    pub fn words(&self) -> String {
        let rule = self.rule.as_ref().map_or(String::new(), |rule| format!(" ({rule})"));
        ended(&format!("{}: {}{rule}, until {}: {}", self.case, self.code, self.until, self.reason))
    }
}

/// What a check found, whole.
#[derive(Debug, Serialize)]
pub struct CheckReport {
    schema: &'static str,
    /// The present, in London's offset.
    now: String,
    summary: Tally,
    findings: Vec<FindingRow>,
    /// Findings that are put aside: they do not count.
    waived: Vec<WaivedRow>,
    /// What each code among the findings means.
    codes: BTreeMap<String, String>,
    #[serde(skip)]
    instant: DateTime<Utc>,
    /// Whether only some findings were asked for.
    #[serde(skip)]
    narrowed: bool,
}

impl CheckReport {
    /// Puts findings together with what their codes mean.
    pub fn new(
        now: DateTime<Utc>,
        summary: Tally,
        findings: Vec<FindingRow>,
        waived: Vec<WaivedRow>,
        codes: BTreeMap<String, String>,
    ) -> Self {
        Self {
            schema: "yjs.check/1",
            now: london::rfc3339(now),
            instant: now,
            summary,
            findings,
            waived,
            codes,
            narrowed: false,
        }
    }

    /// Says that only some findings were asked for, when that is so.
    #[must_use]
    pub fn narrowed(self, narrowed: bool) -> Self {
        Self { narrowed, ..self }
    }

    fn section(&self, page: &mut Page, severity: Severity) {
        let rows: Vec<&FindingRow> = self.findings.iter().filter(|row| row.severity == severity).collect();
        if rows.is_empty() {
            return;
        }
        let (tone, words) = match severity {
            Severity::Breach => (Tone::Alarm, "Breach: put right first"),
            Severity::Due => (Tone::Warn, "Due: today or soon"),
            Severity::Advice => (Tone::Plain, "Advice: to consider"),
            Severity::Data => (Tone::Warn, "Data: correct, then check again"),
        };
        page.heading(Line::new().toned(tone, format!("{words} ({})", grouped(rows.len()))));
        // A sheet of a workbook is named even where all findings are in one.
        let files = self.files();
        let several = files.len() > 1 || files.iter().any(|file| file.contains(", "));
        let placed = severity == Severity::Data || several;
        let mut columns = vec![Column::new("Case", "case")];
        if placed {
            columns.push(Column::new("Where", "file"));
        }
        let title = match severity {
            Severity::Breach | Severity::Due => "What to do, and why",
            Severity::Advice | Severity::Data => "What, and what to do",
        };
        columns.push(Column::new(title, "message").flexible());
        let mut table = Table::new(columns, "Nothing.");
        for row in rows {
            let mut cells = vec![Cell::from(row.case.clone().unwrap_or_else(|| "not known".into()))];
            if placed {
                cells.push(Cell::from(place(row, several)));
            }
            cells.push(Cell::from(self.finding(row)));
            table.row(cells);
        }
        page.table(table);
    }

    /// What must be done comes first, then why, then the clause. Advice and faults in the data are said first.
    fn finding(&self, row: &FindingRow) -> Line {
        let reason = ended(&row.message);
        let line = match &row.remedy {
            Some(remedy) if matches!(row.severity, Severity::Breach | Severity::Due) => {
                Line::new().strong(ended(remedy)).plain(format!(" {reason}"))
            }
            Some(remedy) => Line::from(reason).plain(" ").strong(ended(remedy)),
            None => Line::from(reason),
        };
        match &row.clause {
            Some(clause) => line.faint(format!(" [{clause}]")),
            None => line,
        }
    }

    fn files(&self) -> Vec<&str> {
        let mut files: Vec<&str> = self.findings.iter().filter_map(|row| row.file.as_deref()).collect();
        files.sort_unstable();
        files.dedup();
        files
    }
}

impl Report for CheckReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let cases = counted(self.summary.cases, "case", "cases");
        page.title(Line::from(format!("Check of {cases}, {}", london::short(self.instant))));
        if self.findings.is_empty() {
            page.paragraph(match self.summary {
                Tally { cases: 0, .. } => "There was no case to check.",
                Tally { known: 1.., .. } => "Nothing was found that the baseline does not have.",
                _ if self.narrowed => "Nothing was found of what was asked for.",
                Tally { waived: 1.., .. } => "Everything that was found is set aside.",
                Tally { unread_files: 0, .. } => {
                    "Nothing was found: no deadline is missed or close, no escalation open, no gap in the record, no level undecided."
                }
                _ => "Nothing was found in what could be read. What could not be read was not checked.",
            });
        }
        for severity in Severity::ALL {
            self.section(&mut page, severity);
        }
        if !self.waived.is_empty() {
            page.heading(format!("Set aside with a reason ({})", self.waived.len()));
            page.bullets(self.waived.iter().map(|row| Line::from(row.words())));
        }
        page
    }

    fn table(&self) -> Option<Table> {
        let mut table = Table::new(FindingRow::KEYS.map(|key| Column::new(key, key)), "No findings.");
        for row in &self.findings {
            table.row(row.cells().map(Cell::from));
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<serde_json::Value>> {
        Some(self.findings.iter().filter_map(|row| serde_json::to_value(row).ok()).collect())
    }
}

/// `line 3`, or `march.csv, line 3` when there are several files.
fn place(row: &FindingRow, several: bool) -> String {
    let file = row
        .file
        .as_deref()
        .map(|file| Path::new(file).file_name().and_then(std::ffi::OsStr::to_str).unwrap_or(file).to_owned());
    match (file.filter(|_| several || row.line.is_none()), row.line) {
        (Some(file), Some(line)) => format!("{file}:{line}"),
        (Some(file), None) => file,
        (None, Some(line)) => format!("line {line}"),
        (None, None) => String::new(),
    }
}

pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// `1,204`.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn ended(text: &str) -> String {
    if text.ends_with(['.', '?', '!']) { text.to_owned() } else { format!("{text}.") }
}

/// A hint as a sentence. A name at its start, such as a file's, stays as it is.
pub fn sentence(hint: &str) -> String {
    let is_word = hint.split(' ').next().is_some_and(|word| word.chars().all(char::is_alphabetic));
    let mut letters = hint.chars();
    match letters.next().filter(|_| is_word) {
        Some(first) => ended(&first.to_uppercase().chain(letters).collect::<String>()),
        None => ended(hint),
    }
}

#[cfg(test)]
mod tests {
    use super::{FindingRow, Tally, grouped, sentence};
    use crate::protocol::checks::Severity;

    #[test]
    fn the_summary_counts_what_there_is() {
        let all = Tally { cases: 1204, breaches: 12, due: 30, data: 4, unread_cases: 4, ..Tally::default() };
        assert_eq!(all.sentence(), "1,204 cases: 12 breaches, 30 due, 4 could not be read");
        let one = Tally { cases: 1, breaches: 1, advice: 2, data: 2, unread_files: 1, ..Tally::default() };
        let words = "1 case: 1 breach, 0 due, 2 advice, 1 file could not be read; 2 problems in the data";
        assert_eq!(one.sentence(), words);
        assert_eq!([grouped(0), grouped(999), grouped(1_000_000)], ["0", "999", "1,000,000"]);
    }

    #[test]
    fn a_hint_becomes_a_sentence() {
        assert_eq!(sentence("check both dates"), "Check both dates.");
        assert_eq!(sentence("did you mean `born`?"), "Did you mean `born`?");
        assert_eq!(sentence("docs/case-file.md shows one"), "docs/case-file.md shows one.");
    }

    #[test]
    fn the_keys_are_those_of_the_line_in_order() {
        let row = FindingRow {
            case: None,
            file: None,
            line: None,
            rule: None,
            code: "a".into(),
            clause: None,
            severity: Severity::Data,
            message: "b".into(),
            remedy: None,
            due: None,
        };
        let json = serde_json::to_value(&row).expect("a form in JSON");
        let keys: Vec<&str> = json.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(keys, FindingRow::KEYS);
        assert_eq!(row.cells()[6], "data");
    }
}
