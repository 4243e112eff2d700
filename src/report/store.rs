//! Care of the store: `yjs.store/1` and `yjs.verify/1`, and cases as they are exchanged.

use crate::domain::case::Case;
use crate::render::{Cell, Column, Line, Page, Report, Table};
use crate::store::{Check, Finding, Verification};
use serde::{Serialize, Serializer};

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

pub(super) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
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
