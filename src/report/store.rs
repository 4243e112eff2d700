//! Care of the store: `yjs.store/1`, `yjs.verify/1` and `yjs.import/1`, and cases as they are exchanged.

use super::history::in_few_words;
use crate::domain::case::Case;
use crate::domain::difference::Difference;
use crate::problem::Problem;
use crate::render::{Cell, Column, Line, Page, Report, Table};
use crate::store::{Check, Finding, Verification};
use serde::{Serialize, Serializer};

/// How many cases a preview names.
const SHOWN: usize = 12;

/// Where the store is.
#[derive(Debug, Serialize)]
pub struct PathReport {
    schema: &'static str,
    path: String,
    exists: bool,
}

impl PathReport {
    /// Of a folder.
    pub fn new(path: String, exists: bool) -> Self {
        Self { schema: "yjs.store/1", path, exists }
    }
}

impl Report for PathReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.paragraph(self.path.as_str());
        if !self.exists {
            page.paragraph("There is no store in it yet; the first case that is added makes one.");
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
            Column::new("File", "file"),
            Column::new("Line", "line").right(),
            Column::new("Change", "change").right(),
            Column::new("Case", "case"),
            Column::new("What is wrong", "what").flexible(),
            Column::new("What to do", "hint").flexible(),
        ];
        let mut table = Table::new(columns, "Nothing is wrong.");
        for finding in &self.verification.findings {
            table.row([
                finding.file.unwrap_or_default().into(),
                finding.line.map(|line| line.to_string()).unwrap_or_default().into(),
                finding.change.map(|change| change.to_string()).unwrap_or_default().into(),
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
        let archived = if held.archived == 0 { String::new() } else { format!(", {} of them archived", held.archived) };
        page.field("Lines", format!("{}{archived}", held.lines));
        page.field("Cases", held.cases.to_string());
        page.field(
            "Chain",
            if self.chain_intact { "intact: no line was changed after it was saved" } else { "broken" },
        );
        if let Some(head) = &held.head {
            page.field("Head", head.to_string());
        }
        if let Some(kept) = &held.against {
            page.field("Kept head", format!("change {} is as it was kept: nothing up to it was taken back", kept.seq));
        }
        if !held.set_aside.is_empty() {
            let what = format!("{} in quarantine, from earlier damage", counted(held.set_aside.len(), "file"));
            page.field("Set aside", what);
        }
        if !held.lost.is_empty() {
            let numbers: Vec<String> = held.lost.iter().map(u64::to_string).collect();
            page.field("Lost changes", format!("{}; an earlier repair could not bring them back", numbers.join(", ")));
        }
        page.bullets(held.findings.iter().map(|finding| {
            let place = [
                finding.file.map(str::to_owned),
                finding.line.map(|line| format!("line {line}")),
                finding.change.map(|change| format!("change {change}")),
                finding.case.as_ref().map(|case| format!("case {case}")),
            ];
            let place: Vec<String> = place.into_iter().flatten().collect();
            let place = if place.is_empty() { String::new() } else { format!("{}: ", place.join(", ")) };
            Line::from(place).strong(finding.what.clone())
        }));
        let mut hints: Vec<&str> = held.findings.iter().filter_map(|finding| finding.hint.as_deref()).collect();
        hints.dedup();
        if !hints.is_empty() {
            page.heading("What to do");
            page.bullets(hints.into_iter().map(str::to_owned));
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
    /// What would change, when that was asked instead of a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    preview: Option<Vec<Preview>>,
}

/// What an import would do to one case.
#[derive(Debug, Serialize)]
pub struct Preview {
    /// Its reference.
    pub case: String,
    /// Not in the store yet.
    pub new: bool,
    /// What would differ.
    pub fields: Vec<Difference>,
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
        Self { schema, file, read, added: 0, replaced: 0, unchanged: 0, faults: Vec::new(), preview: None }
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

    /// What would be stored; cases that would stay as they are are only counted.
    #[must_use]
    pub fn previewed(self, previews: Vec<Preview>, unchanged: usize) -> Self {
        let added = previews.iter().filter(|preview| preview.new).count();
        Self { added, replaced: previews.len() - added, unchanged, preview: Some(previews), ..self }
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
        page.title(match self.preview {
            None => format!("Imported from {}", self.file),
            Some(_) => format!("Nothing was changed. An import of {} would do this", self.file),
        });
        page.field("Added", self.added.to_string());
        page.field("Replaced", self.replaced.to_string());
        page.field("Unchanged", self.unchanged.to_string());
        page.bullets(self.preview.iter().flatten().take(SHOWN).map(|preview| {
            let what = if preview.new { "new".to_owned() } else { in_few_words(&preview.fields) };
            Line::new().strong(preview.case.clone()).plain(format!(": {what}"))
        }));
        let more = self.preview.as_ref().map_or(0, |previews| previews.len().saturating_sub(SHOWN));
        if more > 0 {
            page.paragraph(Line::new().faint(format!("… and {more} more; --format json lists them all.")));
        }
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

/// What an export would write.
#[derive(Debug, Serialize)]
pub struct ExportPreview {
    schema: &'static str,
    format: String,
    cases: usize,
    /// Cases that lose something in this format.
    lossy: usize,
}

impl ExportPreview {
    /// Of so many cases in a format.
    pub fn new(format: String, cases: usize, lossy: usize) -> Self {
        Self { schema: "yjs.export/1", format, cases, lossy }
    }
}

impl Report for ExportPreview {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(format!("Nothing was written. An export as {} would do this", self.format));
        page.field("Written", counted(self.cases, "case"));
        page.field(
            "Whole",
            match self.lossy {
                0 => Line::from("every case in full"),
                lossy => Line::new()
                    .warn(format!("{} would lose something", counted(lossy, "case")))
                    .plain(": notes, whom an event went to, who did it, or the order within a day"),
            },
        );
        page
    }
}
