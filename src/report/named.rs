//! Things that were asked for in words: what kind of thing each is, and what the protocols do not cover.

use super::words::list;
use crate::protocol::Protocol;
use crate::protocol::names::{NameKind, Names, NotCovered};
use crate::render::{Page, Report};
use serde::Serialize;

/// A sentence that is the whole answer: the contract `yjs.said/1`.
#[derive(Debug, Serialize)]
pub struct Said {
    schema: &'static str,
    text: String,
}

impl Said {
    /// An answer of one sentence or two.
    pub fn new(text: String) -> Self {
        Self { schema: "yjs.said/1", text }
    }
}

impl Report for Said {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.paragraph(self.text.as_str());
        page
    }
}

/// The sentence to say when the words ask for what these protocols do not cover.
pub fn not_covered(protocols: &[&Protocol], asked: &str) -> Option<String> {
    let held = protocols.iter().flat_map(|protocol| &protocol.vocabulary.not_covered);
    held.into_iter().find(|held| held.is_asked(asked)).map(|held| not_covered_line(held, protocols))
}

/// The word for a kind of thing, as JSON has it.
pub fn kind_word(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Concern => "concern",
        NameKind::Fact => "fact",
        NameKind::Team => "team",
        NameKind::Form => "form",
        NameKind::System => "system",
        NameKind::Event => "event",
        NameKind::Outcome => "outcome",
        NameKind::Rule => "rule",
    }
}

/// Every kind of thing that has a name.
pub const EVERY_KIND: [NameKind; 8] = [
    NameKind::Concern,
    NameKind::Fact,
    NameKind::Team,
    NameKind::Form,
    NameKind::System,
    NameKind::Event,
    NameKind::Outcome,
    NameKind::Rule,
];

/// Says that these protocols have no rule about something, and names the nearest things that they have.
pub fn not_covered_line(not_covered: &NotCovered, protocols: &[&Protocol]) -> String {
    let mut near: Vec<String> = Vec::new();
    for protocol in protocols {
        let names = Names::new(protocol, &EVERY_KIND);
        for id in &not_covered.nearest {
            let title = names.exact(id).first().map(|name| name.title.to_owned());
            let line = title.map(|title| format!("{title} ({id})")).filter(|line| !near.contains(line));
            near.extend(line);
        }
    }
    let place = match protocols {
        [only] => format!("{} has no rule about this", only.short),
        _ => "no protocol has a rule about this".to_owned(),
    };
    let near = if near.is_empty() { String::new() } else { format!(" The nearest it has: {}.", list(&near)) };
    let near = if protocols.len() > 1 { near.replace("it has", "they have") } else { near };
    format!("{}: {place}.{near}", not_covered.title)
}
