//! Links between rules: which rule mentions a thing, and in what way.

use crate::protocol::uses::{By, Target, uses};
use crate::protocol::{Protocol, Rule};
use crate::render::{Line, Page};
use crate::report::wording::{kind_words, upper_first};
use serde::Serialize;

/// Another rule, and what it has to do with this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The protocol.
    pub protocol: String,
    /// The rule's id.
    pub rule: String,
    /// Its kind.
    pub kind: &'static str,
    /// Its clause.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// In what way it is linked, in words.
    #[serde(rename = "as")]
    pub role: Vec<&'static str>,
}

impl Link {
    fn new(protocol: &Protocol, rule: &Rule, role: &'static str) -> Self {
        Self {
            protocol: protocol.id.clone(),
            rule: rule.id.clone(),
            kind: rule.kind.word(),
            clause: rule.clause.clone(),
            title: rule.title.clone(),
            role: vec![role],
        }
    }

    fn line(&self) -> Line {
        Line::from(self.title.as_str())
            .faint(format!(" [{} {}, {}] ", self.protocol, self.clause, kind_words(self.kind)))
            .plain(self.rule.as_str())
    }
}

/// The rules of a protocol that mention something, in file order, and the topics of the silences that do.
pub(super) fn mentions(protocol: &Protocol, target: Target<'_>) -> (Vec<Link>, Vec<String>) {
    let (mut links, mut topics) = (Vec::new(), Vec::new());
    for used in uses(protocol).into_iter().filter(|used| used.target == target) {
        match used.by {
            By::Rule(index) => add(&mut links, Link::new(protocol, protocol.rule(index), used.how.words_there())),
            By::Silence(topic) => topics.push(topic.to_owned()),
        }
    }
    (links, topics)
}

/// The rules that a rule itself mentions.
pub(super) fn rests_on(protocol: &Protocol, by: By<'_>) -> Vec<Link> {
    let mut links = Vec::new();
    for used in uses(protocol).into_iter().filter(|used| used.by == by) {
        if let Target::Rule(index) = used.target {
            add(&mut links, Link::new(protocol, protocol.rule(index), used.how.words()));
        }
    }
    links
}

fn add(links: &mut Vec<Link>, link: Link) {
    match links.iter_mut().find(|held| held.rule == link.rule) {
        Some(held) => held.role.extend(link.role),
        None => links.push(link),
    }
}

/// Adds links under a heading, grouped by what they are linked as; none adds the sentence for none.
pub(super) fn add_links(page: &mut Page, heading: &str, links: &[Link], none: &str) {
    page.heading(heading);
    if links.is_empty() {
        page.paragraph(none);
        return;
    }
    let mut roles: Vec<&str> = Vec::new();
    for role in links.iter().flat_map(|link| &link.role) {
        if !roles.contains(role) {
            roles.push(role);
        }
    }
    let mut points: Vec<(usize, Line)> = Vec::new();
    for role in roles {
        points.push((0, Line::from(format!("{}:", upper_first(role)))));
        points.extend(links.iter().filter(|link| link.role.contains(&role)).map(|link| (1, link.line())));
    }
    page.outline(points);
}
