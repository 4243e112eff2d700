//! The rules of a protocol as a picture: facts and events to the rules that rest on them, and on to levels, routes,
//! clocks, escalations and what else follows. As Mermaid, as DOT, or as data (`yjs.protocol-graph/1`).

use crate::domain::condition::{Condition, EventIndex, RuleIndex};
use crate::protocol::{Body, Clock, Kind, Protocol, Rule, Starts};
use crate::render::{Cell, Column, Page, Report, Table};
use serde::Serialize;
use std::fmt::Write as _;

/// The answer of `yjs protocol graph`.
#[derive(Debug, Serialize)]
pub struct GraphReport {
    schema: &'static str,
    id: String,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Node {
    id: String,
    /// `fact`, `event`, `level_of_need`, `team`, or a kind of rule.
    kind: &'static str,
    title: String,
}

#[derive(Debug, PartialEq, Serialize)]
struct Edge {
    from: String,
    to: String,
    /// What the edge says, where its ends do not.
    says: Option<&'static str>,
}

/// In which language the picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Language {
    /// For Markdown that shows Mermaid.
    #[default]
    Mermaid,
    /// For Graphviz.
    Dot,
}

impl Language {
    /// Its name, as Markdown knows it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mermaid => "mermaid",
            Self::Dot => "dot",
        }
    }
}

impl GraphReport {
    /// The picture of the rules that `wanted` accepts, with all that they rest on.
    pub fn new(protocol: &Protocol, wanted: impl Fn(&Rule) -> bool) -> Self {
        let mut graph =
            Self { schema: "yjs.protocol-graph/1", id: protocol.id.clone(), nodes: Vec::new(), edges: Vec::new() };
        let mut shown = vec![false; protocol.rules.len()];
        for (place, rule) in protocol.rules.iter().enumerate() {
            if rule.when.is_some() && wanted(rule) {
                graph.rule(protocol, place, &mut shown);
            }
        }
        graph.in_order()
    }

    fn node(&mut self, kind: &'static str, id: &str, title: &str) -> String {
        let name = format!("{kind}:{id}");
        if !self.nodes.iter().any(|node| node.id == name) {
            self.nodes.push(Node { id: name.clone(), kind, title: title.to_owned() });
        }
        name
    }

    fn edge(&mut self, from: &str, to: &str, says: Option<&'static str>) {
        let edge = Edge { from: from.to_owned(), to: to.to_owned(), says };
        if !self.edges.contains(&edge) {
            self.edges.push(edge);
        }
    }

    fn rule(&mut self, protocol: &Protocol, place: usize, shown: &mut [bool]) -> String {
        let rule = &protocol.rules[place];
        let title = format!("{} [{}]", rule.title, rule.clause);
        let own = self.node(rule.kind.word(), &rule.id, &title);
        if std::mem::replace(&mut shown[place], true) {
            return own;
        }
        // What starts a clock is said once, as its start.
        let started_by: &[EventIndex] = match &rule.body {
            Body::Clock(Clock { starts, .. }) => started_by(starts),
            _ => &[],
        };
        let mut rests_on: Vec<RuleIndex> = Vec::new();
        if let Some(when) = &rule.when {
            when.visit(&mut |part| match part {
                Condition::Fact(fact, _) => {
                    let fact = protocol.vocabulary.fact_definition(*fact);
                    let from = self.node("fact", &fact.id, &fact.id.replace('_', " "));
                    self.edge(&from, &own, None);
                }
                Condition::Event(event) if started_by.contains(event) => {}
                Condition::Event(event) | Condition::EventTo(event, _) => {
                    let event = protocol.vocabulary.event_definition(*event);
                    let from = self.node("event", &event.id, &event.title);
                    self.edge(&from, &own, None);
                }
                Condition::Level(level) | Condition::LevelSoFar(level) => {
                    let from = self.level(protocol, *level);
                    self.edge(&from, &own, None);
                }
                Condition::Rule(rule) => rests_on.push(*rule),
                Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::AtLeast(..) => {}
            });
        }
        for rule in rests_on {
            let from = self.rule(protocol, usize::from(rule.0), shown);
            self.edge(&from, &own, None);
        }
        match &rule.body {
            Body::Level(level) | Body::Indicator { level: Some(level), .. } => {
                let to = self.level(protocol, *level);
                self.edge(&own, &to, None);
            }
            Body::Route(route) => self.teams(protocol, &own, route.to.iter().map(|choice| choice.id.as_str()), None),
            Body::Escalation(escalation) => {
                self.teams(protocol, &own, escalation.tell.iter().map(|choice| choice.id.as_str()), Some("tell"));
            }
            Body::Clock(clock) => {
                for start in started_by {
                    let event = protocol.vocabulary.event_definition(*start);
                    let start = self.node("event", &event.id, &event.title);
                    self.edge(&start, &own, Some("starts"));
                }
                if let Starts::Birthday(age) = &clock.starts {
                    let start = self.node("event", &format!("birthday_{age}"), &format!("Birthday {age}"));
                    self.edge(&start, &own, Some("starts"));
                }
                for stop in &clock.stops {
                    let event = protocol.vocabulary.event_definition(*stop);
                    let stop = self.node("event", &event.id, &event.title);
                    self.edge(&own, &stop, Some("met by"));
                }
            }
            _ => {}
        }
        own
    }

    fn level(&mut self, protocol: &Protocol, level: u8) -> String {
        let title = format!("Level {level}: {}", protocol.level_name(level).unwrap_or_default());
        self.node("level_of_need", &level.to_string(), &title)
    }

    fn teams<'a>(
        &mut self,
        protocol: &Protocol,
        from: &str,
        teams: impl Iterator<Item = &'a str>,
        says: Option<&'static str>,
    ) {
        for id in teams {
            let title = protocol.team(id).map_or(id, |team| team.title.as_str());
            let to = self.node("team", id, title);
            self.edge(from, &to, says);
        }
    }

    /// Puts the nodes in the order in which a reader meets them: what is known, what follows, and where that leads.
    fn in_order(mut self) -> Self {
        self.nodes.sort_by_key(|node| match node.kind {
            "fact" => 0,
            "event" => 1,
            "level_of_need" => 3,
            "team" => 4,
            _ => 2,
        });
        self
    }

    /// The picture in a language.
    pub fn written(&self, language: Language) -> String {
        match language {
            Language::Mermaid => self.mermaid(),
            Language::Dot => self.dot(),
        }
    }

    fn place(&self, id: &str) -> usize {
        self.nodes.iter().position(|node| node.id == id).unwrap_or_default()
    }

    fn mermaid(&self) -> String {
        let mut out = String::from("flowchart LR\n");
        // Writing to a string cannot fail.
        if self.edges.len() > MERMAID_DRAWS {
            let arrows = self.edges.len();
            let _ = writeln!(out, "  %% {arrows} arrows: Mermaid draws {MERMAID_DRAWS} unless its maxEdges is raised");
        }
        for (place, node) in self.nodes.iter().enumerate() {
            let (open, close) = match node.kind {
                "fact" => ("(", ")"),
                "event" => ("([", "])"),
                "level_of_need" => ("{{", "}}"),
                "team" => ("[[", "]]"),
                "clock" => ("[/", "/]"),
                _ => ("[", "]"),
            };
            let _ = writeln!(out, "  n{place}{open}\"{}\"{close}", quoted(&node.title, "#quot;"));
        }
        for edge in &self.edges {
            let says = edge.says.map(|says| format!("|{says}|")).unwrap_or_default();
            let _ = writeln!(out, "  n{} -->{says} n{}", self.place(&edge.from), self.place(&edge.to));
        }
        out
    }

    fn dot(&self) -> String {
        let mut out = format!("digraph \"{}\" {{\n  rankdir=LR;\n  node [shape=box];\n", quoted(&self.id, "'"));
        for (place, node) in self.nodes.iter().enumerate() {
            let shape = match node.kind {
                "fact" => " shape=ellipse",
                "event" => " shape=oval style=dashed",
                "level_of_need" => " shape=hexagon",
                "team" => " shape=component",
                "clock" => " shape=parallelogram",
                _ => "",
            };
            let _ = writeln!(out, "  n{place} [label=\"{}\"{shape}];", quoted(&node.title, "'"));
        }
        for edge in &self.edges {
            let says = edge.says.map(|says| format!(" [label=\"{says}\"]")).unwrap_or_default();
            let _ = writeln!(out, "  n{} -> n{}{says};", self.place(&edge.from), self.place(&edge.to));
        }
        out + "}\n"
    }
}

/// How many edges Mermaid draws unless it is told to draw more.
const MERMAID_DRAWS: usize = 500;

/// The events that a clock starts from.
fn started_by(starts: &Starts) -> &[EventIndex] {
    match starts {
        Starts::Event(events) | Starts::FirstEvent(events) | Starts::LaterOf(events) => events,
        Starts::Birthday(_) => &[],
    }
}

/// Text within quotation marks: none of its own, no line break, no backslash that would hide the closing one.
fn quoted(text: &str, mark: &str) -> String {
    text.replace('\\', "/").replace('"', mark).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The kinds of rule that a picture shows unless told otherwise: what leads to a level, where it goes, by when, and who
/// is told.
pub fn is_shown(rule: &Rule) -> bool {
    matches!(rule.kind, Kind::Level | Kind::Indicator | Kind::Route | Kind::Clock | Kind::Escalation)
}

impl Report for GraphReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.paragraph(format!("{} nodes and {} edges.", self.nodes.len(), self.edges.len()));
        page
    }

    fn table(&self) -> Option<Table> {
        let columns = ["from", "to", "says"].map(|key| Column::new(key, key));
        let mut table = Table::new(columns, "No rule has a condition.");
        for edge in &self.edges {
            table.row([&edge.from, &edge.to, edge.says.unwrap_or_default()].map(Cell::from));
        }
        Some(table)
    }
}

#[cfg(test)]
mod tests {
    use super::{GraphReport, Language, MERMAID_DRAWS, is_shown};
    use crate::protocol::embedded;
    use crate::protocol::load::load;

    fn pictures(id: &str) -> [GraphReport; 2] {
        let source = embedded::source(id).unwrap_or_default();
        let protocol = load(embedded::VOCABULARY, &source).unwrap_or_else(|faults| panic!("{faults:#?}"));
        [GraphReport::new(&protocol, is_shown), GraphReport::new(&protocol, |_| true)]
    }

    #[test]
    fn every_arrow_leads_from_a_node_that_is_drawn_to_another() {
        for graph in embedded::ids().flat_map(pictures) {
            assert!(graph.nodes.len() > 100 && graph.edges.len() > 100);
            for edge in &graph.edges {
                for end in [&edge.from, &edge.to] {
                    assert!(graph.nodes.iter().any(|node| node.id == *end), "{edge:?}");
                }
                assert_ne!(edge.from, edge.to);
                // A second arrow between the same two says something else.
                let same = |other: &&super::Edge| (&other.from, &other.to) == (&edge.from, &edge.to);
                assert!(graph.edges.iter().filter(same).all(|other| other.says.is_some() || other == edge), "{edge:?}");
            }
            let (mermaid, dot) = (graph.written(Language::Mermaid), graph.written(Language::Dot));
            assert_eq!(mermaid.matches(" -->").count(), graph.edges.len());
            assert_eq!(dot.matches(" -> ").count(), graph.edges.len());
            assert_eq!(mermaid.contains("maxEdges"), graph.edges.len() > MERMAID_DRAWS);
            // Every label is closed: no quotation mark or backslash of the data stands in one.
            for line in mermaid.lines().chain(dot.lines()) {
                assert!(line.matches('"').count() % 2 == 0 && !line.contains('\\'), "{line}");
            }
        }
    }
}
