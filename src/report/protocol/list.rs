//! The protocols that are at hand (`yjs.protocols/1`), and the schemas of their files (`yjs.schemas/1`).

use super::check::count;
use crate::protocol::{Kind, Protocol};
use crate::render::{Cell, Column, Line, Page, Report, Table};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value as Json};

/// The answer of `yjs protocol list`.
#[derive(Debug, Serialize)]
pub struct ListReport {
    schema: &'static str,
    protocols: Vec<Row>,
    /// Where protocols of the user's own are looked for.
    #[serde(skip)]
    own: Option<String>,
}

#[derive(Debug, Serialize)]
struct Row {
    id: String,
    name: String,
    /// The edition in force today; none when no edition is.
    edition: Option<String>,
    source: String,
    embedded: bool,
    /// Where it is found.
    place: String,
    /// Other places that have one of this id, which is not used.
    hides: Vec<String>,
    editions: Vec<EditionRow>,
    rules: usize,
    covered: usize,
    by_kind: Map<String, Json>,
    teams: usize,
    forms: usize,
}

#[derive(Debug, Serialize)]
struct EditionRow {
    edition: String,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    #[serde(skip)]
    words: String,
}

/// A protocol to list.
#[derive(Debug)]
pub struct Listed {
    /// It in each of its eras, the earliest first.
    pub eras: Vec<Protocol>,
    /// Where it is found, in words.
    pub place: String,
    /// Whether it is built in.
    pub embedded: bool,
    /// Other places that have one of this id, in words.
    pub hides: Vec<String>,
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
    /// Counts what each protocol holds on a date; `own` is the folder for protocols of the user's own.
    pub fn new(protocols: &[Listed], today: NaiveDate, own: Option<String>) -> Self {
        let row = |listed: &Listed| {
            let current = listed.eras.iter().find(|era| era.era.contains(today));
            let protocol = current.or(listed.eras.last())?;
            let mut editions: Vec<EditionRow> = Vec::new();
            for Protocol { edition, in_force, .. } in &listed.eras {
                if !editions.iter().any(|row| row.edition == *edition && row.from == in_force.from) {
                    let (from, until) = (in_force.from, in_force.until);
                    editions.push(EditionRow { edition: edition.clone(), from, until, words: in_force.words() });
                }
            }
            let count = |kind: Kind| protocol.rules.iter().filter(|rule| rule.kind == kind).count();
            Some(Row {
                id: protocol.id.clone(),
                name: protocol.name.clone(),
                edition: current.map(|protocol| protocol.edition.clone()),
                source: protocol.source.clone(),
                embedded: listed.embedded,
                place: listed.place.clone(),
                hides: listed.hides.clone(),
                editions,
                rules: protocol.rules.len(),
                covered: protocol.rules.iter().map(|rule| rule.covers.len()).sum(),
                by_kind: KINDS.iter().map(|kind| (kind.word().to_owned(), Json::from(count(*kind)))).collect(),
                teams: protocol.teams.len(),
                forms: protocol.forms.len(),
            })
        };
        Self { schema: "yjs.protocols/1", protocols: protocols.iter().filter_map(row).collect(), own }
    }
}

impl Report for ListReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        for row in &self.protocols {
            page.heading(Line::from(row.name.as_str()).faint(format!(" ({})", row.id)));
            match &row.edition {
                Some(edition) => page.field("Edition", edition.as_str()),
                None => page.field("Edition", Line::new().warn("no edition is in force today")),
            };
            if row.editions.iter().any(|edition| edition.from.is_some() || edition.until.is_some()) {
                let each = row.editions.iter().map(|edition| format!("{} ({})", edition.edition, edition.words));
                page.field("In force", each.collect::<Vec<_>>().join("; "));
            }
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
            page.field("Directory", format!("{}, {}", count(row.teams, "team"), count(row.forms, "form")));
            page.field("Where", row.place.as_str());
            if !row.hides.is_empty() {
                let others = row.hides.join("; ");
                page.field("Not used", Line::new().warn("hidden by the one above: ").plain(others));
            }
        }
        if let Some(own) = &self.own {
            page.gap();
            page.paragraph(format!(
                "Where two places have one of the same id, the first is used: your own folder ({own}), then that of \
                 --protocols, then what is built in."
            ));
        }
        page
    }

    fn table(&self) -> Option<Table> {
        let mut columns = vec![
            Column::new("Id", "id"),
            Column::new("Name", "name"),
            Column::new("Edition", "edition"),
            Column::new("Built in", "embedded"),
            Column::new("Where", "place"),
            Column::new("Rules", "rules").right(),
            Column::new("Covered", "covered").right(),
        ];
        columns.extend(KINDS.iter().map(|kind| Column::new(plural(*kind), kind.word()).right()));
        let mut table = Table::new(columns, "No protocol is at hand.");
        for row in &self.protocols {
            let mut cells = vec![
                Cell::from(row.id.as_str()),
                Cell::from(row.name.as_str()),
                row.edition.as_deref().map_or_else(Cell::empty, Cell::from),
                Cell::from(if row.embedded { "yes" } else { "no" }),
                Cell::from(row.place.as_str()),
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
