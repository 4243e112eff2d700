//! What was found: the contract `yjs.find/1`.

use crate::protocol::search::{Entry, Hits};
use crate::render::{Cell, Column, Line, Page, Report, Table};
use crate::report::wording::kind_words;
use serde::Serialize;
use serde_json::Value as Json;

/// The answer of `yjs find`.
#[derive(Debug, Serialize)]
pub struct FindReport {
    schema: &'static str,
    asked: String,
    protocols: Vec<String>,
    found: usize,
    hits: Vec<Hit>,
    nearest: Vec<Slip>,
    /// The words that were looked for in place of misspelt ones.
    instead: Option<String>,
    /// True when the hits hold most of the words, as none holds all.
    partly: bool,
}

#[derive(Debug, Serialize)]
struct Hit {
    protocol: Option<String>,
    clause: Option<String>,
    kind: &'static str,
    id: String,
    title: String,
    text: String,
}

/// A word that nothing holds, and the nearest that something does.
#[derive(Debug, Serialize)]
struct Slip {
    word: String,
    nearest: Option<String>,
}

impl FindReport {
    /// Lays out what was found, at most `limit` of it.
    pub fn new(asked: String, protocols: Vec<String>, hits: Hits, limit: Option<usize>) -> Self {
        let found = hits.entries.len();
        let entries = hits.entries.into_iter().take(limit.unwrap_or(usize::MAX));
        let hit = |entry: Entry| Hit {
            protocol: entry.protocol,
            clause: entry.clause,
            kind: entry.kind,
            id: entry.id,
            title: entry.title,
            text: entry.text,
        };
        let (instead, partly) = (hits.instead, hits.partly);
        let nearest = hits.nearest.into_iter().map(|(word, nearest)| Slip { word, nearest }).collect();
        Self {
            schema: "yjs.find/1",
            asked,
            protocols,
            found,
            hits: entries.map(hit).collect(),
            nearest,
            instead,
            partly,
        }
    }

    fn add_nothing(&self, page: &mut Page) {
        let place = match self.protocols.as_slice() {
            [only] => format!("in {only}"),
            _ => "in any protocol".to_owned(),
        };
        page.paragraph(format!("Nothing {place} has all of: {}.", self.asked));
        for slip in &self.nearest {
            let nearest = slip.nearest.as_ref().map(|near| format!("; the nearest is \u{2018}{near}\u{2019}"));
            page.paragraph(format!(
                "No word begins with \u{2018}{}\u{2019}{}.",
                slip.word,
                nearest.unwrap_or_default()
            ));
        }
        if self.nearest.is_empty() {
            page.paragraph("No entry contains every word. Try one of them.");
        }
    }
}

/// Letters of a text that are shown: about a line and a half.
const SHOWN: usize = 120;

impl Hit {
    fn place(&self) -> String {
        let mut parts: Vec<&str> = self.protocol.iter().chain(&self.clause).map(String::as_str).collect();
        let place = parts.join(" ");
        parts = if place.is_empty() { vec![kind_words(self.kind)] } else { vec![&place, kind_words(self.kind)] };
        parts.join(", ")
    }

    /// The beginning of the text, cut between words.
    fn line(&self) -> String {
        let mut line = String::new();
        for word in self.text.split_whitespace() {
            if line.chars().count() + word.chars().count() >= SHOWN {
                return format!("{}\u{2026}", line.trim_end_matches([',', ';', ':', '.']));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        line
    }
}

impl Report for FindReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        if self.hits.is_empty() {
            self.add_nothing(&mut page);
            return page;
        }
        if let Some(instead) = &self.instead {
            page.paragraph(Line::new().warn(format!(
                "Nothing has \u{2018}{}\u{2019}. This is what has the nearest words: \u{2018}{instead}\u{2019}.",
                self.asked
            )));
        }
        if self.partly {
            page.paragraph(format!("Nothing has all of: {}. These have most of the words.", self.asked));
        }
        for hit in &self.hits {
            page.heading(Line::from(hit.title.as_str()).faint(format!(" [{}]", hit.place())));
            let line = hit.line();
            if !line.is_empty() {
                page.paragraph(line);
            }
            page.paragraph(Line::new().faint(hit.id.as_str()));
        }
        page.heading(match self.found {
            1 => "1 found".to_owned(),
            found => format!("{found} found"),
        });
        let more = self.found - self.hits.len();
        if more > 0 {
            page.paragraph(format!("{more} more not shown: add a word, or --all."));
        }
        page.paragraph("`yjs explain ID` shows one whole.");
        page
    }

    fn table(&self) -> Option<Table> {
        let columns = [
            Column::new("Protocol", "protocol"),
            Column::new("Clause", "clause"),
            Column::new("Kind", "kind"),
            Column::new("Id", "id"),
            Column::new("Title", "title"),
            Column::new("Text", "text"),
        ];
        let mut table = Table::new(columns, "Nothing was found.");
        for hit in &self.hits {
            let cell = |text: &Option<String>| text.as_deref().map_or_else(Cell::empty, Cell::from);
            table.row([
                cell(&hit.protocol),
                cell(&hit.clause),
                Cell::from(hit.kind),
                Cell::from(hit.id.as_str()),
                Cell::from(hit.title.as_str()),
                Cell::from(hit.text.as_str()),
            ]);
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<Json>> {
        Some(self.hits.iter().filter_map(|hit| serde_json::to_value(hit).ok()).collect())
    }
}
