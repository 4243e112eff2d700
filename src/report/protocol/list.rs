//! The protocols that are built in (`yjs.protocols/1`), and the schemas of their files (`yjs.schemas/1`).

use crate::protocol::{Kind, Protocol};
use crate::render::{Cell, Column, Line, Page, Report, Table};
use serde::Serialize;
use serde_json::{Map, Value as Json};

/// The answer of `yjs protocol list`.
#[derive(Debug, Serialize)]
pub struct ListReport {
    schema: &'static str,
    protocols: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    id: String,
    name: String,
    edition: String,
    source: String,
    embedded: bool,
    rules: usize,
    covered: usize,
    by_kind: Map<String, Json>,
    teams: usize,
    forms: usize,
}

/// The kinds in the order in which an assessment shows them.
pub(super) const KINDS: [Kind; 10] = [
    Kind::Level,
    Kind::Indicator,
    Kind::Decision,
    Kind::Route,
    Kind::Consent,
    Kind::Clock,
    Kind::Escalation,
    Kind::Duty,
    Kind::Standing,
    Kind::Directory,
];

/// What rules of a kind are called together.
pub(super) fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Level => "levels",
        Kind::Indicator => "indicators",
        Kind::Decision => "decisions",
        Kind::Route => "routes",
        Kind::Clock => "deadlines",
        Kind::Escalation => "escalations",
        Kind::Duty => "duties",
        Kind::Consent => "consent",
        Kind::Standing => "standing rules",
        Kind::Directory => "directory",
    }
}

impl ListReport {
    /// Counts what each protocol holds.
    pub fn new(protocols: &[Protocol]) -> Self {
        let row = |protocol: &Protocol| Row {
            id: protocol.id.clone(),
            name: protocol.name.clone(),
            edition: protocol.edition.clone(),
            source: protocol.source.clone(),
            embedded: true,
            rules: protocol.rules.len(),
            covered: protocol.rules.iter().map(|rule| rule.covers.len()).sum(),
            by_kind: KINDS
                .iter()
                .map(|kind| {
                    let count = protocol.rules.iter().filter(|rule| rule.kind == *kind).count();
                    (kind.word().to_owned(), Json::from(count))
                })
                .collect(),
            teams: protocol.teams.len(),
            forms: protocol.forms.len(),
        };
        Self { schema: "yjs.protocols/1", protocols: protocols.iter().map(row).collect() }
    }
}

impl Report for ListReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        for row in &self.protocols {
            page.heading(Line::from(row.name.as_str()).faint(format!(" ({})", row.id)));
            page.field("Edition", row.edition.as_str());
            page.field("Source", row.source.as_str());
            let covered = match row.covered {
                0 => String::new(),
                covered => format!(", which cover {covered} more places in the text"),
            };
            page.field("Rules", format!("{}{covered}", row.rules));
            let counts: Vec<String> = KINDS
                .iter()
                .map(|kind| format!("{} {}", plural(*kind), row.by_kind.get(kind.word()).unwrap_or(&Json::Null)))
                .collect();
            page.field("By kind", counts.join(", "));
            page.field("Directory", format!("{} teams, {} forms", row.teams, row.forms));
            page.field("Built in", if row.embedded { "yes" } else { "no" });
        }
        page
    }

    fn table(&self) -> Option<Table> {
        let mut columns = vec![
            Column::new("Id", "id"),
            Column::new("Name", "name"),
            Column::new("Edition", "edition"),
            Column::new("Built in", "embedded"),
            Column::new("Rules", "rules").right(),
            Column::new("Covered", "covered").right(),
        ];
        columns.extend(KINDS.iter().map(|kind| Column::new(plural(*kind), kind.word()).right()));
        let mut table = Table::new(columns, "No protocol is built in.");
        for row in &self.protocols {
            let mut cells = vec![
                Cell::from(row.id.as_str()),
                Cell::from(row.name.as_str()),
                Cell::from(row.edition.as_str()),
                Cell::from(if row.embedded { "yes" } else { "no" }),
                Cell::from(row.rules.to_string()),
                Cell::from(row.covered.to_string()),
            ];
            cells.extend(row.by_kind.values().map(|count| Cell::from(count.to_string())));
            table.row(cells);
        }
        Some(table)
    }
}

/// The answer of `yjs protocol schema` without a name.
#[derive(Debug, Serialize)]
pub struct SchemasReport {
    schema: &'static str,
    schemas: Vec<SchemaRow>,
}

#[derive(Debug, Serialize)]
struct SchemaRow {
    name: &'static str,
    title: String,
}

impl SchemasReport {
    /// Lists schemas by name and title.
    pub fn new(schemas: impl Iterator<Item = (&'static str, String)>) -> Self {
        Self { schema: "yjs.schemas/1", schemas: schemas.map(|(name, title)| SchemaRow { name, title }).collect() }
    }
}

impl Report for SchemasReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.table(self.rows());
        page.paragraph("`yjs protocol schema NAME` prints one.");
        page
    }

    fn table(&self) -> Option<Table> {
        Some(self.rows())
    }
}

impl SchemasReport {
    fn rows(&self) -> Table {
        let columns = [Column::new("Name", "name"), Column::new("What it describes", "title").flexible()];
        let mut table = Table::new(columns, "There are no schemas.");
        for row in &self.schemas {
            table.row([Cell::from(row.name), Cell::from(row.title.as_str())]);
        }
        table
    }
}
