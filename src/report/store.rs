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
    changed: usize,
    unchanged: usize,
    faults: Vec<Fault>,
    /// What was imported all the same.
    warnings: Vec<Fault>,
    /// How each case differs from before.
    changes: Vec<CaseChange>,
    /// What was taken away, or would be.
    removals: Vec<Removal>,
    /// Nothing was changed: it was only asked what would be.
    dry_run: bool,
}

/// How an import changes one case.
#[derive(Debug, Serialize)]
pub struct CaseChange {
    /// Its reference.
    pub case: String,
    /// Not in the store before.
    pub new: bool,
    /// What differs.
    pub fields: Vec<Difference>,
}

/// Something that an import takes away.
#[derive(Debug, Serialize)]
pub struct Removal {
    /// The case.
    pub case: String,
    /// What, in words.
    pub what: String,
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

impl Removal {
    fn line(&self) -> Line {
        Line::new().strong(self.case.clone()).plain(format!(": {}", self.what))
    }
}

impl Fault {
    fn new(line: usize, case: Option<String>, problem: &Problem) -> Self {
        Self {
            line: problem.place.line.unwrap_or(line),
            column: problem.place.column,
            case: case.filter(|reference| !reference.is_empty()),
            field: problem.place.field.clone(),
            what: problem.what.clone(),
            hint: problem.hint.clone(),
        }
    }

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
        Self {
            schema: "yjs.import/2",
            file: file.to_owned(),
            read,
            added: 0,
            changed: 0,
            unchanged: 0,
            faults: Vec::new(),
            warnings: Vec::new(),
            changes: Vec::new(),
            removals: Vec::new(),
            dry_run: false,
        }
    }

    /// Adds what is to be known of a case that is imported all the same.
    pub fn warning(&mut self, line: usize, case: &str, problem: &Problem) {
        self.warnings.push(Fault::new(line, Some(case.to_owned()), problem));
    }

    /// Adds what is wrong with the case that begins on a line.
    pub fn fault(&mut self, line: usize, case: Option<String>, problem: &Problem) {
        self.faults.push(Fault::new(line, case, problem));
    }

    /// Whether anything is wrong, so that nothing may be stored.
    pub fn has_faults(&self) -> bool {
        !self.faults.is_empty()
    }

    /// How the cases would differ from the stored ones, and what would be taken away.
    #[must_use]
    pub fn planned(self, changes: Vec<CaseChange>, unchanged: usize, removals: Vec<Removal>) -> Self {
        let added = changes.iter().filter(|change| change.new).count();
        Self { added, changed: changes.len() - added, unchanged, changes, removals, ..self }
    }

    /// Whether something would be taken away.
    pub fn removes(&self) -> bool {
        !self.removals.is_empty()
    }

    /// What was stored.
    pub fn saved(&mut self, added: usize, changed: usize, unchanged: usize) {
        (self.added, self.changed, self.unchanged) = (added, changed, unchanged);
    }

    /// The same, where nothing was stored.
    #[must_use]
    pub fn previewed(self) -> Self {
        Self { dry_run: true, ..self }
    }

    /// What would be taken away, every case, fact, event and running deadline of it.
    pub fn removals_page(&self) -> Page {
        let mut page = Page::new();
        page.paragraph(Line::new().warn("This import would take away:"));
        page.bullets(self.removals.iter().map(Removal::line));
        page
    }

    /// The cases that the store had and that differ now.
    fn replaced(&self) -> Vec<&CaseChange> {
        self.changes.iter().filter(|change| !change.new && !change.fields.is_empty()).collect()
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
        page.title(match self.dry_run {
            false => format!("Imported from {}", self.file),
            true => format!("Nothing was changed. An import of {} would do this", self.file),
        });
        page.field("Added", self.added.to_string());
        page.field("Changed", self.changed.to_string());
        page.field("Unchanged", self.unchanged.to_string());
        let shown = if self.dry_run { self.changes.iter().collect() } else { self.replaced() };
        page.bullets(shown.iter().take(SHOWN).map(|change| {
            let what = if change.new { "new".to_owned() } else { in_few_words(&change.fields) };
            Line::new().strong(change.case.clone()).plain(format!(": {what}"))
        }));
        let more = shown.len().saturating_sub(SHOWN);
        if more > 0 {
            page.paragraph(Line::new().faint(format!("… and {more} more; --format json lists them all.")));
        }
        if !self.removals.is_empty() {
            page.heading(if self.dry_run { "This would take away" } else { "Taken away" });
            page.bullets(self.removals.iter().map(Removal::line));
        }
        if !self.warnings.is_empty() {
            page.heading("Look at these again");
            page.bullets(self.warnings.iter().map(Fault::line));
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
    /// Cases that this format cannot hold, so that nothing would be written.
    lost: Vec<LostCase>,
    /// Cases with notes, which this format leaves out.
    with_notes: usize,
}

#[derive(Debug, Serialize)]
struct LostCase {
    case: String,
    what: String,
}

impl ExportPreview {
    /// Of so many cases in a format.
    pub fn new(format: String, cases: usize, lost: Vec<(String, String)>, with_notes: usize) -> Self {
        let lost = lost.into_iter().map(|(case, what)| LostCase { case, what }).collect();
        Self { schema: "yjs.export/1", format, cases, lost, with_notes }
    }
}

impl Report for ExportPreview {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(format!("Nothing was written. An export as {} would do this", self.format));
        if self.lost.is_empty() {
            page.field("Written", counted(self.cases, "case"));
        } else {
            let what = format!("nothing: {} cannot be held in this format", counted(self.lost.len(), "case"));
            page.field("Written", Line::new().warn(what));
        }
        if self.with_notes > 0 {
            page.field("Left out", format!("the notes on events, which {} have", counted(self.with_notes, "case")));
        }
        page.bullets(
            self.lost.iter().map(|lost| Line::new().strong(lost.case.clone()).plain(format!(": {}", lost.what))),
        );
        page
    }
}
