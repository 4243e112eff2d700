//! Every fault of a protocol's data: the contract `yjs.protocol-check/1`.

use crate::protocol::Protocol;
use crate::protocol::diagnostic::{Diagnostic, Severity};
use crate::protocol::load::Source;
use crate::render::{Cell, Column, Line, Page, Report, Table, Tone};
use serde::Serialize;
use serde_json::Value as Json;

/// The answer of `yjs protocol check`.
#[derive(Debug, Serialize)]
pub struct CheckReport {
    schema: &'static str,
    strict: bool,
    errors: usize,
    warnings: usize,
    info: usize,
    checked: Vec<Checked>,
    #[serde(skip)]
    whole: bool,
}

#[derive(Debug, Serialize)]
struct Checked {
    /// The protocol's id, or the folder as named.
    name: String,
    /// How many rules it has; none when it could not be loaded.
    rules: Option<usize>,
    faults: Vec<Fault>,
}

#[derive(Debug, Serialize)]
struct Fault {
    #[serde(flatten)]
    fault: Diagnostic,
    #[serde(skip)]
    excerpt: Option<Excerpt>,
}

/// A line of the source, and the place in it.
#[derive(Debug)]
struct Excerpt {
    line: String,
    place: usize,
}

impl CheckReport {
    /// A report of nothing yet; `strict` lets warnings fail it.
    /// Text shows what is only for information when it is `whole`.
    pub fn new(strict: bool, whole: bool) -> Self {
        Self { schema: "yjs.protocol-check/1", strict, errors: 0, warnings: 0, info: 0, checked: Vec::new(), whole }
    }

    /// Adds the faults of one protocol, with the lines of its files that they are in.
    pub fn add(&mut self, source: &Source, protocol: Option<&Protocol>, mut faults: Vec<Diagnostic>) {
        faults.sort_by(|left, right| {
            (left.severity, &left.file, left.line, left.column).cmp(&(
                right.severity,
                &right.file,
                right.line,
                right.column,
            ))
        });
        for fault in &faults {
            match fault.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Info => self.info += 1,
            }
        }
        let faults = faults.into_iter().map(|fault| Fault { excerpt: excerpt(source, &fault), fault }).collect();
        let rules = protocol.map(|protocol| protocol.rules.len());
        self.checked.push(Checked { name: source.name.clone(), rules, faults });
    }

    /// Whether the check fails: on errors, and on warnings when strict.
    pub fn fails(&self) -> bool {
        self.errors > 0 || (self.strict && self.warnings > 0)
    }

    fn faults(&self) -> impl Iterator<Item = (&Checked, &Diagnostic)> {
        self.checked.iter().flat_map(|checked| checked.faults.iter().map(move |fault| (checked, &fault.fault)))
    }

    fn summary(&self) -> Line {
        let counts = format!("{}, {}", count(self.errors, "error"), count(self.warnings, "warning"));
        let info = match (self.info, self.whole) {
            (0, _) => String::new(),
            (info, true) => format!(", {info} for information"),
            (info, false) => format!(", {info} for information (-v shows them)"),
        };
        let verdict = match (self.errors > 0, self.fails()) {
            (true, _) => Line::new().alarm("Cannot be used").plain(": "),
            (false, true) => Line::new().warn("Refused as --strict asks").plain(": "),
            (false, false) if self.warnings > 0 => Line::new().warn("Can be used").plain(": "),
            _ => Line::new().good("Clean").plain(": "),
        };
        verdict.plain(counts).plain(info).plain(".")
    }
}

pub(super) fn count(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}

fn excerpt(source: &Source, fault: &Diagnostic) -> Option<Excerpt> {
    let (line, column) = (fault.line?, fault.column?);
    let text = source.text(&fault.file)?.lines().nth(line.checked_sub(1)?)?;
    Some(Excerpt { line: text.replace('\t', " "), place: column.saturating_sub(1) })
}

impl Report for CheckReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        for checked in &self.checked {
            let shown = |fault: &&Fault| self.whole || fault.fault.severity != Severity::Info;
            let faults: Vec<&Fault> = checked.faults.iter().filter(shown).collect();
            if faults.is_empty() && checked.rules.is_none() {
                continue;
            }
            let rules = checked.rules.map(|rules| format!(": {}", count(rules, "rule"))).unwrap_or_default();
            page.heading(format!("{}{rules}", checked.name));
            if faults.is_empty() {
                page.paragraph("Nothing is wrong.");
            }
            for (place, fault) in faults.into_iter().enumerate() {
                if place > 0 {
                    page.gap();
                }
                add_fault(&mut page, fault);
            }
        }
        page.gap();
        page.heading(self.summary());
        page
    }

    fn table(&self) -> Option<Table> {
        let columns = [
            Column::new("Protocol", "protocol"),
            Column::new("Severity", "severity"),
            Column::new("Code", "code"),
            Column::new("File", "file"),
            Column::new("Line", "line").right(),
            Column::new("Column", "column").right(),
            Column::new("Rule", "rule"),
            Column::new("What is wrong", "message"),
            Column::new("What to do", "hint"),
        ];
        let mut table = Table::new(columns, "Nothing is wrong.");
        for (checked, fault) in self.faults() {
            let number =
                |number: Option<usize>| number.map_or_else(Cell::empty, |number| Cell::from(number.to_string()));
            let words = |text: &Option<String>| text.as_deref().map_or_else(Cell::empty, Cell::from);
            table.row([
                Cell::from(checked.name.as_str()),
                Cell::from(fault.severity.word()),
                Cell::from(fault.code),
                Cell::from(fault.file.as_str()),
                number(fault.line),
                number(fault.column),
                words(&fault.rule),
                Cell::from(fault.message.as_str()),
                words(&fault.hint),
            ]);
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<Json>> {
        let line = |(checked, fault): (&Checked, &Diagnostic)| {
            let mut value = serde_json::to_value(fault).ok()?;
            value.as_object_mut()?.insert("protocol".into(), checked.name.as_str().into());
            Some(value)
        };
        Some(self.faults().filter_map(line).collect())
    }
}

fn add_fault(page: &mut Page, Fault { fault, excerpt }: &Fault) {
    let tone = if fault.severity == Severity::Error { Tone::Alarm } else { Tone::Warn };
    let line = Line::new().toned(tone, format!("{}: ", fault.severity.word())).plain(fault.message.as_str());
    page.paragraph(line.faint(format!(" [{}]", fault.code)));
    let mut place = fault.file.clone();
    for (word, number) in [("line", fault.line), ("column", fault.column)] {
        if let Some(number) = number {
            place = format!("{place}, {word} {number}");
        }
    }
    page.field("At", place);
    if let Some(excerpt) = excerpt {
        page.excerpt(excerpt.line.as_str(), excerpt.place);
    }
    if let Some(hint) = &fault.hint {
        page.field("Do", hint.as_str());
    }
}
