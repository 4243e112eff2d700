//! A format that was made or checked: `yjs.format_new/1` and `yjs.formats_check/1`.

use super::formats::{dates, readings};
use super::store::counted;
use crate::input::format::raw::Format;
use crate::problem::Problem;
use crate::render::{Cell, Column, Line, Page, Report, Table};
use serde::Serialize;
use serde_json::Value as Json;

/// The answer of `yjs formats check`.
#[derive(Debug, Serialize)]
pub struct CheckReport {
    schema: &'static str,
    formats: usize,
    tests: usize,
    faults: Vec<Fault>,
}

#[derive(Debug, Serialize)]
struct Fault {
    file: String,
    line: Option<usize>,
    column: Option<usize>,
    field: Option<String>,
    what: String,
    hint: Option<String>,
}

impl CheckReport {
    /// Of so many formats and tests.
    pub(crate) fn new(formats: usize, tests: usize, faults: &[Problem]) -> Self {
        let fault = |problem: &Problem| Fault {
            file: problem.place.file.clone().unwrap_or_default(),
            line: problem.place.line,
            column: problem.place.column,
            field: problem.place.field.clone(),
            what: problem.what.clone(),
            hint: problem.hint.clone(),
        };
        Self { schema: "yjs.formats_check/1", formats, tests, faults: faults.iter().map(fault).collect() }
    }
}

impl Report for CheckReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let looked_at = format!("{} and {}", counted(self.formats, "format"), counted(self.tests, "test"));
        if self.faults.is_empty() {
            page.title(Line::new().good(format!("Nothing is wrong: {looked_at}")));
            return page;
        }
        page.title(Line::new().alarm(format!("{} in {looked_at}", counted(self.faults.len(), "fault"))));
        page.bullets(self.faults.iter().map(|fault| {
            let line = fault.line.map(|line| format!(", line {line}")).unwrap_or_default();
            let column = fault.column.map(|column| format!(", column {column}")).unwrap_or_default();
            let field = fault.field.as_ref().map(|field| format!(", {field}")).unwrap_or_default();
            let hint = fault.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
            Line::new().strong(format!("{}{line}{column}{field}", fault.file)).plain(format!(": {}{hint}", fault.what))
        }));
        page
    }

    fn table(&self) -> Option<Table> {
        let columns = ["file", "line", "column", "field", "what", "hint"].map(|key| Column::new(key, key));
        let mut table = Table::new(columns, "Nothing is wrong.");
        for fault in &self.faults {
            let number = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let cells = [
                fault.file.clone(),
                number(fault.line),
                number(fault.column),
                text(&fault.field),
                fault.what.clone(),
                text(&fault.hint),
            ];
            table.row(cells.map(Cell::from));
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<Json>> {
        self.faults.iter().map(|fault| serde_json::to_value(fault).ok()).collect()
    }
}

/// The answer of `yjs formats new`.
#[derive(Debug, Serialize)]
pub struct NewReport {
    schema: &'static str,
    id: String,
    file: String,
    format: Format,
    /// Columns that may hold something, which nobody could be asked about.
    unsure: Vec<UnsureColumn>,
    dates_unknown: bool,
    /// The sheet that was looked at, of a workbook.
    sheet: Option<String>,
    #[serde(skip)]
    next: String,
}

#[derive(Debug, Serialize)]
struct UnsureColumn {
    column: String,
    may_hold: String,
}

impl NewReport {
    /// Of a format that was written to `file`, for the table of `source`.
    pub(crate) fn new(
        format: &Format,
        file: &str,
        is_own: bool,
        source: &str,
        unsure: Vec<(String, String)>,
        dates_unknown: bool,
    ) -> Self {
        let next = match is_own {
            true => format!(
                "Try it: `yjs check {source} --as {}`. Change the file by hand as you like, then `yjs formats check {file}`.",
                format.id
            ),
            false => format!(
                "Check it: `yjs formats check {file}`. Commands find it in your own folder of formats (`yjs formats list` names it)."
            ),
        };
        Self {
            schema: "yjs.format_new/1",
            id: format.id.clone(),
            file: file.to_owned(),
            format: format.clone(),
            unsure: unsure.into_iter().map(|(column, may_hold)| UnsureColumn { column, may_hold }).collect(),
            dates_unknown,
            sheet: None,
            next,
        }
    }
}

impl NewReport {
    /// Names the sheet that was looked at.
    #[must_use]
    pub(crate) fn of_sheet(self, sheet: Option<String>) -> Self {
        Self { sheet, ..self }
    }
}

impl Report for NewReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(format!("The format {} is in {}", self.id, self.file));
        if let Some(sheet) = &self.sheet {
            page.field("Sheet", sheet.clone());
        }
        for table in &self.format.tables {
            if let Some(heading) = table.heading {
                page.field("Heading", format!("line {heading}"));
            }
            page.field("Dates", dates(table.dates));
            page.bullets(readings(table));
            if !table.names.is_empty() {
                page.field("Never read", format!("{} (names)", table.names.join(", ")));
            }
            if !table.passed_over.is_empty() {
                page.field("Passed over", table.passed_over.join(", "));
            }
        }
        if !self.unsure.is_empty() {
            page.heading("Not sure, and left out");
            page.bullets(self.unsure.iter().map(|one| {
                Line::new()
                    .strong(one.column.clone())
                    .plain(format!(" may hold {0}: --columns \"{0}={1}\" says so", one.may_hold, one.column))
            }));
        }
        if self.dates_unknown {
            page.paragraph(
                Line::new().warn("The dates do not show whether the day or the month is first: --dates says it."),
            );
        }
        page.paragraph(self.next.as_str());
        page
    }
}
