//! The formats that files of other systems are read by: `yjs.formats/1`.

use crate::input::format::library::{Formats, Known};
use crate::input::format::raw::{Conditions, Dates, Format, Table as FormatTable};
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

pub(super) fn dates(order: Option<Dates>) -> &'static str {
    match order {
        Some(Dates::Dmy) => "day first, as 29/06/2022, 29-Jun-22 or 2022-06-29",
        Some(Dates::Iso) => "year first, as 2022-06-29",
        Some(Dates::Serial) => "as a spreadsheet counts days",
        None => "not said: those that can be read in two ways are refused",
    }
}

/// How each column is read, a line each.
pub(super) fn readings(table: &FormatTable) -> Vec<Line> {
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
