//! Care of the store: `yjs.store/1`, `yjs.verify/1` and `yjs.import/1`, and cases as they are exchanged.

use crate::domain::case::Case;
use crate::problem::Problem;
use crate::render::{Cell, Column, Line, Page, Report, Table};
use crate::store::{Check, Finding, Verification};
use serde::{Serialize, Serializer};

/// Where the store is.
#[derive(Debug, Serialize)]
pub struct PathReport {
    schema: &'static str,
    path: String,
    exists: bool,
    default_protocol: Option<String>,
}

impl PathReport {
    /// Of a folder.
    pub fn new(path: String, exists: bool, default_protocol: Option<String>) -> Self {
        Self { schema: "yjs.store/1", path, exists, default_protocol }
    }
}

impl Report for PathReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.paragraph(self.path.as_str());
        if !self.exists {
            page.paragraph("There is no store in it yet; the first case that is added makes one.");
        }
        if let Some(id) = &self.default_protocol {
            page.paragraph(format!("A case that names no protocol is under {id}."));
        }
        page
    }
}

/// Whether the store is sound.
#[derive(Debug, Serialize)]
pub struct VerifyReport {
    schema: &'static str,
    chain_intact: bool,
    #[serde(flatten)]
    verification: Verification,
}

impl VerifyReport {
    /// Of a check.
    pub fn new(verification: Verification) -> Self {
        let broken = |finding: &Finding| matches!(finding.check, Check::Chain | Check::Sequence | Check::Shape);
        Self { schema: "yjs.verify/1", chain_intact: !verification.findings.iter().any(broken), verification }
    }

    fn rows(&self) -> Table {
        let columns = [
            Column::new("Line", "line").right(),
            Column::new("Case", "case"),
            Column::new("What is wrong", "what").flexible(),
            Column::new("What to do", "hint").flexible(),
        ];
        let mut table = Table::new(columns, "Nothing is wrong.");
        for finding in &self.verification.findings {
            table.row([
                finding.line.map(|line| line.to_string()).unwrap_or_default().into(),
                finding.case.clone().unwrap_or_default().into(),
                Cell::from(finding.what.clone()),
                finding.hint.clone().unwrap_or_default().into(),
            ]);
        }
        table
    }
}

impl Report for VerifyReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let held = &self.verification;
        page.title(if held.ok {
            Line::new().good("The store is sound")
        } else {
            Line::new().alarm(format!("The store is not sound: {}", counted(held.findings.len(), "finding")))
        });
        page.field("Lines", held.lines.to_string());
        page.field("Cases", held.cases.to_string());
        page.field(
            "Chain",
            if self.chain_intact { "intact: no line was changed after it was saved" } else { "broken" },
        );
        if !held.set_aside.is_empty() {
            let what = format!("{} earlier; nothing to do", counted(held.set_aside.len(), "torn line"));
            page.field("Set aside", what);
        }
        if !held.findings.is_empty() {
            page.table(self.rows());
        }
        page
    }

    fn table(&self) -> Option<Table> {
        Some(self.rows())
    }

    fn lines(&self) -> Option<Vec<serde_json::Value>> {
        self.verification.findings.iter().map(|finding| serde_json::to_value(finding).ok()).collect()
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// What came of an import.
#[derive(Debug, Serialize)]
pub struct ImportReport {
    schema: &'static str,
    file: String,
    read: usize,
    added: usize,
    replaced: usize,
    unchanged: usize,
    faults: Vec<Fault>,
}

#[derive(Debug, Serialize)]
struct Fault {
    line: usize,
    column: Option<usize>,
    case: Option<String>,
    field: Option<String>,
    what: String,
    hint: Option<String>,
}

impl Fault {
    fn line(&self) -> Line {
        let column = self.column.map(|column| format!(", column {column}")).unwrap_or_default();
        let case = self.case.as_ref().map(|case| format!(", {case}")).unwrap_or_default();
        let field = self.field.as_ref().map(|field| format!(", {field}")).unwrap_or_default();
        let line =
            Line::new().strong(format!("Line {}{column}{case}{field}", self.line)).plain(format!(": {}", self.what));
        match &self.hint {
            Some(hint) => line.plain(format!(" ({})", hint.trim_end_matches('.'))),
            None => line,
        }
    }
}

impl ImportReport {
    /// Of a file from which so many cases were read.
    pub fn new(file: &str, read: usize) -> Self {
        let (schema, file) = ("yjs.import/1", file.to_owned());
        Self { schema, file, read, added: 0, replaced: 0, unchanged: 0, faults: Vec::new() }
    }

    /// Adds what is wrong with the case that begins on a line.
    pub fn fault(&mut self, line: usize, case: Option<String>, problem: &Problem) {
        self.faults.push(Fault {
            line: problem.place.line.unwrap_or(line),
            column: problem.place.column,
            case: case.filter(|reference| !reference.is_empty()),
            field: problem.place.field.clone(),
            what: problem.what.clone(),
            hint: problem.hint.clone(),
        });
    }

    /// Whether anything is wrong, so that nothing may be stored.
    pub fn has_faults(&self) -> bool {
        !self.faults.is_empty()
    }

    /// What was stored.
    #[must_use]
    pub fn saved(self, added: usize, replaced: usize, unchanged: usize) -> Self {
        Self { added, replaced, unchanged, ..self }
    }

    fn rows(&self) -> Table {
        let columns = [
            Column::new("Line", "line").right(),
            Column::new("Column", "column").right(),
            Column::new("Case", "case"),
            Column::new("Field", "field").flexible(),
            Column::new("What is wrong", "what").flexible(),
            Column::new("What to do", "hint").flexible(),
        ];
        let mut table = Table::new(columns, "Nothing is wrong.");
        for fault in &self.faults {
            table.row([
                Cell::from(fault.line.to_string()),
                fault.column.map(|column| column.to_string()).unwrap_or_default().into(),
                fault.case.clone().unwrap_or_default().into(),
                fault.field.clone().unwrap_or_default().into(),
                Cell::from(fault.what.clone()),
                fault.hint.clone().unwrap_or_default().into(),
            ]);
        }
        table
    }
}

impl Report for ImportReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        if self.has_faults() {
            let faults = counted(self.faults.len(), "fault");
            page.title(Line::new().alarm(format!("Nothing was imported: {faults} in {}", self.file)));
            page.bullets(self.faults.iter().map(Fault::line));
            return page;
        }
        page.title(format!("Imported from {}", self.file));
        page.field("Added", self.added.to_string());
        page.field("Replaced", self.replaced.to_string());
        page.field("Unchanged", self.unchanged.to_string());
        page
    }

    fn table(&self) -> Option<Table> {
        Some(self.rows())
    }

    fn lines(&self) -> Option<Vec<serde_json::Value>> {
        self.faults.iter().map(|fault| serde_json::to_value(fault).ok()).collect()
    }
}

/// Cases as they are exchanged: the case alone, no schema around it.
#[derive(Debug)]
pub struct ExportReport {
    cases: Vec<Case>,
    table: Option<Table>,
}

impl ExportReport {
    /// Of cases, with their table where CSV is wanted.
    pub fn new(cases: Vec<Case>, table: Option<Table>) -> Self {
        Self { cases, table }
    }

    /// The cases.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }
}

impl Serialize for ExportReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.cases.serialize(serializer)
    }
}

impl Report for ExportReport {
    fn page(&self) -> Page {
        Page::new()
    }

    fn table(&self) -> Option<Table> {
        self.table.clone()
    }

    fn lines(&self) -> Option<Vec<serde_json::Value>> {
        self.cases.iter().map(|case| serde_json::to_value(case).ok()).collect()
    }
}
