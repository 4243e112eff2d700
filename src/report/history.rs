//! Every change of a case, and the undoing of one: the contracts `yjs.history/1` and `yjs.undo/1`.

use super::assessment::AssessmentReport;
use super::due::short;
use super::sections;
use crate::calendar::Moment;
use crate::domain::case::Case;
use crate::domain::difference::{Difference, between};
use crate::render::{Cell, Column, Line, Page, Report, Table};
use crate::store::{Record, Undo};
use serde::Serialize;

/// Every change of a case.
#[derive(Debug, Serialize)]
pub struct HistoryReport {
    schema: &'static str,
    case: String,
    /// The fact or field that it is about, where not all were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// Oldest first.
    changes: Vec<ChangeRow>,
}

#[derive(Debug, Serialize)]
struct ChangeRow {
    change: u64,
    saved_at: Moment,
    saved_by: String,
    what: String,
    /// What happened to the store just before.
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<String>,
    fields: Vec<Difference>,
}

impl HistoryReport {
    /// Of a case's lines, oldest first.
    pub fn new(reference: &str, records: &[Record]) -> Self {
        let nothing = Case::default();
        let before = std::iter::once(&nothing).chain(records.iter().map(|record| &record.case));
        let changes = records.iter().zip(before).map(|(record, before)| ChangeRow {
            change: record.seq,
            saved_at: Moment::Instant(record.saved_at),
            saved_by: record.saved_by.clone(),
            what: record.change.clone(),
            warning: record.warning.clone(),
            fields: between(before, &record.case),
        });
        Self { schema: "yjs.history/1", case: reference.to_owned(), field: None, changes: changes.collect() }
    }
}

impl HistoryReport {
    /// Only the changes of one field, and of each only that field.
    #[must_use]
    pub fn of_field(mut self, field: &str) -> Self {
        for row in &mut self.changes {
            row.fields.retain(|one| one.field == field);
        }
        self.changes.retain(|row| !row.fields.is_empty());
        self.field = Some(field.split_once('.').map_or(field, |(_, name)| name).to_owned());
        self
    }
}

/// `attendance_percent: 84, was 81`.
fn difference(one: &Difference) -> Line {
    let field = one.name();
    if let Some(kind) = one.field.strip_prefix("events.") {
        return match (&one.from, &one.to) {
            (None, Some(to)) => Line::from(format!("{kind} recorded: ")).strong(to.clone()),
            (Some(from), _) => Line::from(format!("{kind} taken out: ")).strong(from.clone()),
            (None, None) => Line::from(kind.to_owned()),
        };
    }
    let value = |value: &Option<String>| value.as_deref().map(sections::words);
    match (value(&one.from), value(&one.to)) {
        (None, Some(to)) => Line::from(format!("{field}: ")).strong(to),
        (Some(from), Some(to)) => Line::from(format!("{field}: ")).strong(to).plain(format!(", was {from}")),
        (Some(from), None) => Line::from(format!("{field}: ")).strong("not known").plain(format!(", was {from}")),
        (None, None) => Line::from(field.to_owned()),
    }
}

/// How many fields of one case a list of many cases shows.
const MOST_FIELDS: usize = 4;

/// How many letters of a value it shows.
const MOST_LETTERS: usize = 60;

/// `attendance_percent 84, was 81; cse yes`: what differs in one case of many, in a few words.
pub(super) fn in_few_words(differences: &[Difference]) -> String {
    let mut words: Vec<String> = differences.iter().take(MOST_FIELDS).map(few_words).collect();
    if differences.len() > MOST_FIELDS {
        words.push(format!("and {} more", differences.len() - MOST_FIELDS));
    }
    words.join("; ")
}

/// A note may be as long as a page.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_LETTERS) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

fn few_words(one: &Difference) -> String {
    let name = one.name();
    let is_event = one.field.starts_with("events.");
    let value = |value: &Option<String>| value.as_deref().map(|value| shortened(&sections::words(value)));
    match (value(&one.from), value(&one.to)) {
        (None, Some(to)) if is_event => format!("{name} recorded {to}"),
        (Some(from), _) if is_event => format!("{name} taken out {from}"),
        (None, Some(to)) => format!("{name} {to}"),
        (Some(from), Some(to)) => format!("{name} {to}, was {from}"),
        (Some(from), None) => format!("{name} not known, was {from}"),
        (None, None) => name.to_owned(),
    }
}

impl Report for HistoryReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let count = self.changes.len();
        let of = self.field.as_ref().map(|field| format!(" of {field}")).unwrap_or_default();
        page.title(format!("{}: {count} change{}{of}", self.case, if count == 1 { "" } else { "s" }));
        if count == 0 {
            page.paragraph("It was never given.");
        }
        for row in &self.changes {
            page.heading(
                Line::new()
                    .strong(short(row.saved_at))
                    .plain(format!(", {}: {} ", row.saved_by, row.what))
                    .faint(format!("(change {})", row.change)),
            );
            if row.fields.is_empty() {
                page.paragraph("Nothing in the case differs from before.");
            }
            page.bullets(row.fields.iter().map(difference));
            if let Some(warning) = &row.warning {
                page.paragraph(Line::new().warn("Note: ").plain(warning.clone()));
            }
        }
        page
    }

    fn table(&self) -> Option<Table> {
        let columns = [
            Column::new("Change", "change").right(),
            Column::new("When", "saved_at"),
            Column::new("Who", "saved_by"),
            Column::new("What", "what").flexible(),
            Column::new("Field", "field").flexible(),
            Column::new("From", "from").flexible(),
            Column::new("To", "to").flexible(),
        ];
        let mut table = Table::new(columns, "There is no change.");
        for row in &self.changes {
            let nothing = Difference { field: String::new(), from: None, to: None };
            let fields = if row.fields.is_empty() { std::slice::from_ref(&nothing) } else { &row.fields };
            for one in fields {
                table.row([
                    Cell::from(row.change.to_string()),
                    Cell::from(short(row.saved_at)).with_value(row.saved_at.to_string()),
                    Cell::from(row.saved_by.clone()),
                    Cell::from(row.what.clone()),
                    Cell::from(one.field.clone()),
                    Cell::from(one.from.clone().unwrap_or_default()),
                    Cell::from(one.to.clone().unwrap_or_default()),
                ]);
            }
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<serde_json::Value>> {
        self.changes.iter().map(|row| serde_json::to_value(row).ok()).collect()
    }
}

/// A change that was taken back.
#[derive(Debug, Serialize)]
pub struct UndoReport {
    schema: &'static str,
    case: String,
    /// The number of the new change.
    change: u64,
    undone: ChangeRow,
    /// What the new change changed.
    fields: Vec<Difference>,
    #[serde(skip)]
    level: Option<Line>,
}

impl UndoReport {
    /// Of an undoing that was saved as the change `change`, and what the case comes to after it.
    pub fn new(reference: &str, undo: &Undo, change: u64, after: Option<&AssessmentReport>) -> Self {
        let Undo { to, last } = undo;
        Self {
            schema: "yjs.undo/1",
            case: reference.to_owned(),
            change,
            undone: ChangeRow {
                change: last.seq,
                saved_at: Moment::Instant(last.saved_at),
                saved_by: last.saved_by.clone(),
                what: last.change.clone(),
                warning: None,
                fields: between(&to.case, &last.case),
            },
            fields: between(&last.case, &to.case),
            level: after.map(sections::level_line),
        }
    }
}

/// An import that was taken back.
#[derive(Debug, Serialize)]
pub struct UndoneImportReport {
    schema: &'static str,
    /// The change of the import, in words.
    import: String,
    saved_at: Moment,
    saved_by: String,
    /// Cases that are as they were before it.
    restored: Vec<String>,
    /// Cases that it had added: of them the reference stays, and nothing else.
    emptied: Vec<String>,
}

impl UndoneImportReport {
    /// Of a line of the import, and what became of its cases.
    pub fn new(last: &Record, restored: Vec<String>, emptied: Vec<String>) -> Self {
        Self {
            schema: "yjs.undo_import/1",
            import: last.change.clone(),
            saved_at: Moment::Instant(last.saved_at),
            saved_by: last.saved_by.clone(),
            restored,
            emptied,
        }
    }
}

impl Report for UndoneImportReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(format!("Undone: {}", self.import));
        page.field("It was saved", format!("{} by {}", short(self.saved_at), self.saved_by));
        if !self.restored.is_empty() {
            page.field("As before", self.restored.join(", "));
        }
        if !self.emptied.is_empty() {
            let what = format!("{}; the import added them, and their references stay", self.emptied.join(", "));
            page.field("Empty now", what);
        }
        page.paragraph("Nothing was deleted; the history of each case shows the import.");
        page
    }
}

impl Report for UndoReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let undone = &self.undone;
        page.title(format!("Undone in {}: {}", self.case, undone.what));
        page.field(
            "It was saved",
            format!("{} by {} (change {})", short(undone.saved_at), undone.saved_by, undone.change),
        );
        if let Some(level) = &self.level {
            page.field("Need now", level.clone());
        }
        page.heading("What is different now");
        if self.fields.is_empty() {
            page.paragraph("Nothing: the change had left the case as it was.");
        }
        page.bullets(self.fields.iter().map(difference));
        page.paragraph(format!("Nothing was deleted; `yjs case undo {}` again brings the change back.", self.case));
        page
    }
}
