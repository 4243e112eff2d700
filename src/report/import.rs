//! What came of an import: `yjs.import/3`.

use super::history::in_few_words;
use super::store::counted;
use crate::calendar::Moment;
use crate::domain::difference::Difference;
use crate::input::told::{TableTold, Told};
use crate::problem::Problem;
use crate::render::{Cell, Column, Line, Page, Report, Table};
use serde::Serialize;

/// How many cases a preview names.
const SHOWN: usize = 12;

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
    /// Events that the store did not have.
    events_new: usize,
    /// Events that it had.
    events_known: usize,
    /// Deadlines that run now and did not before, in the order in which they end.
    deadlines: Vec<NewDeadline>,
    /// How tables of other systems were read; none for a file of `yjs`'s own.
    tables: Vec<TableTold>,
    /// How many rows of them were joined to another of the same child.
    joined: usize,
    #[serde(skip)]
    told: Vec<String>,
    /// Nothing was changed: it was only asked what would be.
    dry_run: bool,
}

/// A deadline that an import starts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewDeadline {
    /// The case.
    pub case: String,
    /// The rule.
    pub rule: String,
    /// The rule in words.
    pub title: String,
    /// When it ends.
    pub due: Option<Moment>,
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
    /// The file or sheet, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    line: usize,
    column: Option<usize>,
    case: Option<String>,
    field: Option<String>,
    what: String,
    hint: Option<String>,
}

/// Says how many more there are than are shown.
fn more_of(count: usize, page: &mut Page) {
    let more = count.saturating_sub(SHOWN);
    if more > 0 {
        page.paragraph(Line::new().faint(format!("… and {more} more; --format json lists them all.")));
    }
}

impl NewDeadline {
    fn line(&self) -> Line {
        let due = self.due.map(|due| format!(", due {due}")).unwrap_or_default();
        Line::new().strong(self.case.clone()).plain(format!(": {}{due}", self.title))
    }
}

impl Removal {
    fn line(&self) -> Line {
        Line::new().strong(self.case.clone()).plain(format!(": {}", self.what))
    }
}

impl Fault {
    fn new(line: usize, case: Option<String>, problem: &Problem) -> Self {
        Self {
            file: problem.place.file.clone(),
            line: problem.place.line.unwrap_or(line),
            column: problem.place.column,
            case: case.filter(|reference| !reference.is_empty()),
            field: problem.place.field.clone(),
            what: problem.what.clone(),
            hint: problem.hint.clone(),
        }
    }

    fn place(&self) -> String {
        match &self.file {
            Some(file) => format!("{file}, line {}", self.line),
            None => format!("Line {}", self.line),
        }
    }

    fn line(&self) -> Line {
        let column = self.column.map(|column| format!(", column {column}")).unwrap_or_default();
        let case = self.case.as_ref().map(|case| format!(", {case}")).unwrap_or_default();
        let field = self.field.as_ref().map(|field| format!(", {field}")).unwrap_or_default();
        let line =
            Line::new().strong(format!("{}{column}{case}{field}", self.place())).plain(format!(": {}", self.what));
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
            schema: "yjs.import/3",
            file: file.to_owned(),
            read,
            added: 0,
            changed: 0,
            unchanged: 0,
            faults: Vec::new(),
            warnings: Vec::new(),
            changes: Vec::new(),
            removals: Vec::new(),
            events_new: 0,
            events_known: 0,
            deadlines: Vec::new(),
            tables: Vec::new(),
            joined: 0,
            told: Vec::new(),
            dry_run: false,
        }
    }

    /// Adds how tables of other systems were read.
    pub(crate) fn read_as(&mut self, all: Vec<Told>) {
        for told in all {
            self.told.extend(told.lines());
            self.joined += told.joined;
            self.tables.extend(told.tables);
        }
    }

    /// Counts events of a case: those that the store did not have, and those that it had.
    pub fn events(&mut self, new: usize, known: usize) {
        self.events_new += new;
        self.events_known += known;
    }

    /// Adds deadlines that start.
    pub fn starts(&mut self, deadlines: Vec<NewDeadline>) {
        self.deadlines.extend(deadlines);
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
    pub fn planned(mut self, changes: Vec<CaseChange>, unchanged: usize, removals: Vec<Removal>) -> Self {
        let added = changes.iter().filter(|change| change.new).count();
        // Once, at the end: sorted for each case, a large file would take hours.
        let key = |one: &NewDeadline| (one.due.map(|due| due.to_string()), one.case.clone(), one.rule.clone());
        self.deadlines.sort_by_cached_key(key);
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

    /// How the files were read, on a page.
    fn told(&self, page: &mut Page) {
        if !self.told.is_empty() {
            page.heading("How the files were read");
            page.bullets(self.told.iter().map(|line| Line::from(line.as_str())));
        }
    }

    fn rows(&self) -> Table {
        let columns = [
            Column::new("File", "file").flexible(),
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
                Cell::from(fault.file.clone().unwrap_or_default()),
                fault.line.to_string().into(),
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
            self.told(&mut page);
            return page;
        }
        page.title(match self.dry_run {
            false => format!("Imported from {}", self.file),
            true => format!("Nothing was changed. An import of {} would do this", self.file),
        });
        page.field("Added", self.added.to_string());
        page.field("Changed", self.changed.to_string());
        page.field("Unchanged", self.unchanged.to_string());
        if self.events_new + self.events_known > 0 {
            page.field("Events", format!("{} new, {} already there", self.events_new, self.events_known));
        }
        let shown = if self.dry_run { self.changes.iter().collect() } else { self.replaced() };
        page.bullets(shown.iter().take(SHOWN).map(|change| {
            let what = if change.new { "new".to_owned() } else { in_few_words(&change.fields) };
            Line::new().strong(change.case.clone()).plain(format!(": {what}"))
        }));
        more_of(shown.len(), &mut page);
        if !self.removals.is_empty() {
            page.heading(if self.dry_run { "This would take away" } else { "Taken away" });
            page.bullets(self.removals.iter().map(Removal::line));
        }
        if !self.deadlines.is_empty() {
            page.heading(if self.dry_run { "Deadlines that would run" } else { "Deadlines that now run" });
            page.bullets(self.deadlines.iter().take(SHOWN).map(NewDeadline::line));
            more_of(self.deadlines.len(), &mut page);
        }
        self.told(&mut page);
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
