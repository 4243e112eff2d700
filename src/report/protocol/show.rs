//! One protocol whole: the contract `yjs.protocol/1`.

use super::handbook;
use super::list::{KINDS, plural};
use crate::protocol::uses::{By, How, Target, uses};
use crate::protocol::{Kind, Protocol, Rule};
use crate::render::{Cell, Column, Line, Page, Report, Table};
use crate::report::contacts::TeamRow;
use crate::report::wording::upper_first;
use serde::Serialize;
use serde_json::Value as Json;

/// The answer of `yjs protocol show`.
#[derive(Debug, Serialize)]
pub struct ShowReport {
    schema: &'static str,
    id: String,
    name: String,
    edition: String,
    source: String,
    rules: Vec<RuleRow>,
    directory: Vec<Entry>,
    forms: Vec<Thing>,
    systems: Vec<Thing>,
    levels: Vec<LevelRow>,
    silences: Vec<Silence>,
    /// The handbook, for text; none when only titles and clauses are asked for.
    #[serde(skip)]
    handbook: Option<Page>,
}

#[derive(Debug, Serialize)]
struct RuleRow {
    rule: String,
    kind: &'static str,
    clause: String,
    title: String,
    covers: Vec<String>,
    #[serde(skip)]
    of: Option<Kind>,
}

#[derive(Debug, Serialize)]
struct Entry {
    #[serde(flatten)]
    team: TeamRow,
    /// The directory rules that list it.
    rules: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Thing {
    id: String,
    title: String,
    note: Option<String>,
}

#[derive(Debug, Serialize)]
struct LevelRow {
    level: u8,
    name: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct Silence {
    topic: String,
    text: String,
}

impl ShowReport {
    /// Lays out a protocol; text is a handbook, unless it is to be `brief`.
    pub fn new(protocol: &Protocol, brief: bool) -> Self {
        let rule = |rule: &Rule| RuleRow {
            rule: rule.id.clone(),
            kind: rule.kind.word(),
            clause: rule.clause.clone(),
            title: rule.title.clone(),
            covers: rule.covers.iter().map(|row| row.id.clone()).collect(),
            of: Some(rule.kind),
        };
        let mentions = uses(protocol);
        let listed = |team: &str| {
            let by = mentions.iter().filter(|used| used.target == Target::Team(team) && used.how == How::Listed);
            by.filter_map(|used| match used.by {
                By::Rule(index) => Some(protocol.rule(index).id.clone()),
                By::Silence(_) => None,
            })
            .collect()
        };
        let thing = |form: &crate::protocol::Form| Thing {
            id: form.id.clone(),
            title: form.title.clone(),
            note: form.note.clone(),
        };
        Self {
            handbook: (!brief).then(|| handbook::page(protocol)),
            schema: "yjs.protocol/1",
            id: protocol.id.clone(),
            name: protocol.name.clone(),
            edition: protocol.edition.clone(),
            source: protocol.source.clone(),
            rules: protocol.rules.iter().map(rule).collect(),
            directory: protocol
                .teams
                .iter()
                .map(|team| Entry { team: TeamRow::new(team), rules: listed(&team.id) })
                .collect(),
            forms: protocol.forms.iter().map(thing).collect(),
            systems: protocol.systems.iter().map(thing).collect(),
            levels: protocol
                .levels
                .iter()
                .map(|level| LevelRow { level: level.level, name: level.name.clone(), text: level.text.clone() })
                .collect(),
            silences: protocol
                .silences
                .iter()
                .map(|silence| Silence { topic: silence.topic.clone(), text: silence.text.clone() })
                .collect(),
        }
    }
}

impl Report for ShowReport {
    fn page(&self) -> Page {
        if let Some(handbook) = &self.handbook {
            return handbook.clone();
        }
        let mut page = Page::new();
        page.title(Line::from(self.name.as_str()).faint(format!(" ({})", self.id)));
        page.field("Edition", self.edition.as_str());
        page.field("Source", self.source.as_str());
        if !self.levels.is_empty() {
            page.heading("Levels of need");
            page.bullets(self.levels.iter().map(|level| {
                Line::new().strong(format!("{} {}", level.level, level.name)).plain(format!(": {}", level.text))
            }));
        }
        for kind in KINDS {
            let rules: Vec<&RuleRow> = self.rules.iter().filter(|rule| rule.of == Some(kind)).collect();
            if rules.is_empty() {
                continue;
            }
            page.heading(format!("{} ({})", upper_first(plural(kind)), rules.len()));
            let mut points: Vec<(usize, Line)> = Vec::new();
            for rule in rules {
                let line = Line::from(rule.title.as_str()).faint(format!(" [{}] ", rule.clause));
                points.push((0, line.plain(rule.rule.as_str())));
                if !rule.covers.is_empty() {
                    points.push((1, Line::from("covers ").plain(rule.covers.join(", "))));
                }
            }
            page.outline(points);
        }
        if !self.silences.is_empty() {
            page.heading("What it leaves out");
            page.bullets(
                self.silences
                    .iter()
                    .map(|silence| Line::from(silence.text.as_str()).faint(format!(" ({})", silence.topic))),
            );
        }
        page.gap();
        page.paragraph(format!("`yjs contacts --protocol {}` shows its {} teams.", self.id, self.directory.len()));
        page
    }

    fn table(&self) -> Option<Table> {
        let columns = [
            Column::new("Rule", "rule"),
            Column::new("Kind", "kind"),
            Column::new("Clause", "clause"),
            Column::new("Title", "title"),
            Column::new("Covers", "covers"),
        ];
        let mut table = Table::new(columns, "The protocol has no rules.");
        for rule in &self.rules {
            table.row([
                Cell::from(rule.rule.as_str()),
                Cell::from(rule.kind),
                Cell::from(rule.clause.as_str()),
                Cell::from(rule.title.as_str()),
                Cell::from(rule.covers.join(" ")),
            ]);
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<Json>> {
        Some(self.rules.iter().filter_map(|rule| serde_json::to_value(rule).ok()).collect())
    }
}
