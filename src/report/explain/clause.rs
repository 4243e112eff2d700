//! A clause explained: the rules that are in it, in the order of the protocol.

use crate::protocol::Protocol;
use crate::render::{Line, Page};
use crate::report::wording::kind_words;
use serde::Serialize;

/// The rules of one clause of one protocol.
#[derive(Debug, Serialize)]
pub struct ClauseEntry {
    protocol: String,
    protocol_name: String,
    clause: String,
    rules: Vec<ClauseRule>,
}

#[derive(Debug, Serialize)]
struct ClauseRule {
    rule: String,
    kind: &'static str,
    title: String,
    text: String,
}

impl ClauseEntry {
    /// The rules, and the rows that rules cover, of a clause such as `6.2` or `App 1`. `None` when the protocol has none.
    pub(super) fn find(protocol: &Protocol, asked: &str) -> Option<Self> {
        let plain = |text: &str| text.to_lowercase().replace("clause", "").replace("section", "").replace(' ', "");
        let wanted = plain(asked);
        let mut clause = None;
        let mut rules = Vec::new();
        for rule in &protocol.rules {
            if plain(&rule.clause) == wanted {
                clause = Some(rule.clause.clone());
                rules.push(ClauseRule::new(&rule.id, rule.kind.word(), &rule.title, &rule.text));
            }
            for row in rule.covers.iter().filter(|row| plain(&row.clause) == wanted) {
                clause = Some(row.clause.clone());
                rules.push(ClauseRule::new(&row.id, "covered", &row.title, &row.text));
            }
        }
        Some(Self { protocol: protocol.id.clone(), protocol_name: protocol.short.clone(), clause: clause?, rules })
    }

    pub(super) fn add_to(&self, page: &mut Page) {
        page.title(Line::from(format!("Clause {}", self.clause)).faint(format!(" [{}]", self.protocol_name)));
        for rule in &self.rules {
            page.heading(Line::from(rule.title.as_str()).faint(format!(" [{}]", kind_words(rule.kind))));
            page.paragraph(rule.text.as_str());
            page.paragraph(Line::new().faint(rule.rule.as_str()));
        }
    }
}

impl ClauseRule {
    fn new(id: &str, kind: &'static str, title: &str, text: &str) -> Self {
        Self { rule: id.to_owned(), kind, title: title.to_owned(), text: text.to_owned() }
    }
}
