//! The formats that files of other systems are read by: `yjs.formats/1`, `yjs.formats_check/1` and `yjs.format_new/1`.

use crate::input::format::library::{Formats, Known};
use crate::input::format::raw::{Conditions, Dates, Format, Table as FormatTable};
use crate::problem::Problem;
use crate::render::{Cell, Column, Line, Page, Report, Table};
use serde::Serialize;
use serde_json::Value as Json;

/// The answer of `yjs formats list`.
#[derive(Debug, Serialize)]
pub struct ListReport {
    schema: &'static str,
    formats: Vec<Row>,
    #[serde(skip)]
    own: Option<String>,
}

#[derive(Debug, Serialize)]
struct Row {
    id: String,
    title: String,
    /// The file; absent when it is built in.
    file: Option<String>,
    /// What it is read from.
    reads: Vec<&'static str>,
    /// Whether `yjs store export --as` can write it.
    writes: bool,
}

impl ListReport {
    /// Of the formats; `own` is the folder of the user's own.
    pub(crate) fn new(formats: &Formats, own: Option<String>) -> Self {
        let row = |known: &Known| Row {
            id: known.format.id.clone(),
            title: known.format.title.clone(),
            file: known.file.clone(),
            reads: reads(&known.format, formats),
            writes: known.format.own || known.format.is_writable(),
        };
        Self { schema: "yjs.formats/1", formats: formats.all.iter().map(row).collect(), own }
    }
}

/// The files that a format is read from.
fn reads(format: &Format, formats: &Formats) -> Vec<&'static str> {
    if format.own {
        return vec!["CSV"];
    }
    let tables = formats.tables(&format.id).unwrap_or_default();
    let has_xml = tables.iter().any(|(_, table)| table.xml.is_some());
    ["CSV", "workbook", "JSON"].into_iter().chain(has_xml.then_some("XML")).collect()
}

impl Report for ListReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let columns = [
            Column::new("Format", "id"),
            Column::new("What it is", "title").flexible(),
            Column::new("Read from", "reads").flexible(),
        ];
        let mut table = Table::new(columns, "There is no format.");
        for row in &self.formats {
            let own = if row.file.is_some() { " (your own)" } else { "" };
            table.row([
                Cell::from(row.id.as_str()),
                Cell::from(format!("{}{own}", row.title)),
                Cell::from(row.reads.join(", ")),
            ]);
        }
        page.table(table);
        page.paragraph("`yjs formats show FORMAT` says how each column is read. A format that fits a file alone is taken without --as.");
        if let Some(own) = &self.own {
            page.paragraph(
                Line::new().faint(format!("Your own formats are in {own}; `yjs formats new FILE` makes one.")),
            );
        }
        page
    }

    fn table(&self) -> Option<Table> {
        let columns = ["id", "title", "file", "reads", "writes"].map(|key| Column::new(key, key));
        let mut table = Table::new(columns, "There is no format.");
        for row in &self.formats {
            let cells = [
                row.id.clone(),
                row.title.clone(),
                row.file.clone().unwrap_or_default(),
                row.reads.join(" "),
                row.writes.to_string(),
            ];
            table.row(cells.map(Cell::from));
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<Json>> {
        self.formats.iter().map(|row| serde_json::to_value(row).ok()).collect()
    }
}

/// The answer of `yjs formats show`: the format itself, and in words.
#[derive(Debug, Serialize)]
pub struct ShowReport {
    #[serde(flatten)]
    format: Format,
    #[serde(skip)]
    file: Option<String>,
}

impl ShowReport {
    /// Of one format.
    pub(crate) fn new(known: &Known) -> Self {
        Self { format: known.format.clone(), file: known.file.clone() }
    }
}

impl Report for ShowReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(Line::new().strong(self.format.id.clone()).plain(format!(": {}", self.format.title)));
        page.field("From", self.file.clone().unwrap_or_else(|| "built in".to_owned()));
        if let Some(source) = &self.format.source {
            page.field("Described in", source.clone());
        }
        if !self.format.parts.is_empty() {
            page.field("Joins", self.format.parts.join(", "));
        }
        if self.format.own {
            page.paragraph("Columns are called ref, protocol, born, initials, worker, by the name of a fact, or event:KIND. docs/case-file.md shows one.");
        }
        for table in &self.format.tables {
            self.show_table(table, &mut page);
        }
        page
    }
}

impl ShowReport {
    fn show_table(&self, table: &FormatTable, page: &mut Page) {
        page.heading(table.name.clone().unwrap_or_else(|| "Its table".to_owned()));
        page.field("Recognised by", table.headings.join(", "));
        page.field("Dates", dates(table.dates));
        page.bullets(readings(table));
        if !table.names.is_empty() {
            page.field(
                "Never read",
                format!("{} (names of workers; --worker-codes turns each into a code)", table.names.join(", ")),
            );
        }
        if !table.passed_over.is_empty() {
            page.field("Passed over", table.passed_over.join(", "));
        }
        if !table.cannot_say.is_empty() {
            page.heading("What it cannot say");
            page.bullets(table.cannot_say.iter().map(|line| Line::from(line.as_str())));
        }
    }
}

fn dates(order: Option<Dates>) -> &'static str {
    match order {
        Some(Dates::Dmy) => "day first, as 29/06/2022, 29-Jun-22 or 2022-06-29",
        Some(Dates::Iso) => "year first, as 2022-06-29",
        Some(Dates::Serial) => "as a spreadsheet counts days",
        None => "not said: those that can be read in two ways are refused",
    }
}

/// How each column is read, a line each.
fn readings(table: &FormatTable) -> Vec<Line> {
    let line = |column: &str, what: String| Line::new().strong(column.to_owned()).plain(format!(": {what}"));
    let mut lines = vec![line(&table.reference, "the child's reference".into())];
    lines.extend(table.born.iter().map(|column| line(column, "the date of birth".into())));
    lines.extend(table.worker.iter().map(|column| line(column, "the worker's code".into())));
    for fact in &table.facts {
        let values: Vec<String> = fact
            .values
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(text, value)| format!("{text} is {}", plain(value)))
            .collect();
        let values = if values.is_empty() { String::new() } else { format!(" ({})", values.join(", ")) };
        let count = if fact.count { " when it is more than 0" } else { "" };
        let open = if fact.while_open { ", of what is open now" } else { "" };
        lines.push(line(&fact.column, format!("{}{values}{count}{open}{}", fact.fact, when(&fact.when))));
    }
    for event in &table.events {
        lines.push(line(&event.column, format!("event:{}{}", event.event, when(&event.when))));
    }
    for spell in &table.spells {
        let kind =
            |kind: &Option<String>| kind.as_ref().map_or_else(|| "no event".to_owned(), |kind| format!("event:{kind}"));
        let column = format!("{} to {}", spell.from, spell.to);
        let facts: Vec<String> = spell.open.iter().map(|(id, value)| format!("{id} is {}", plain(value))).collect();
        let facts = if facts.is_empty() { String::new() } else { format!("; while it is open, {}", facts.join(", ")) };
        let worker = spell
            .worker
            .as_ref()
            .map(|column| format!("; while it is open, the worker is in {column}"))
            .unwrap_or_default();
        let joins = if spell.joins { "; rows that meet are one" } else { "" };
        lines.push(line(
            &column,
            format!("{} to {}{}{joins}{facts}{worker}", kind(&spell.starts), kind(&spell.ends), when(&spell.when)),
        ));
    }
    lines
}

fn plain(value: &Json) -> String {
    match value {
        Json::Bool(true) => "yes".to_owned(),
        Json::Bool(false) => "no".to_owned(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn when(conditions: &Conditions) -> String {
    let all: Vec<String> =
        conditions.iter().map(|(column, values)| format!("{column} is {}", values.join(" or "))).collect();
    if all.is_empty() { String::new() } else { format!(", when {}", all.join(" and ")) }
}

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

fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
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
