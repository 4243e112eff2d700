//! What changed from one protocol, edition or date to another, in words: the contract `yjs.protocol-diff/1`.

use super::list::KINDS;
use crate::domain::condition::EventIndex;
use crate::domain::fact::{FactIndex, Value};
use crate::protocol::vocabulary::{FactDefinition, Vocabulary};
use crate::protocol::{Protocol, Rule, Team};
use crate::render::{Cell, Column, Line, Page, Report, Table};
use crate::report::contacts::{TeamRow, contact_line};
use crate::report::explain::{digest, sentence};
use crate::report::wording::{self, answer_words};
use serde::Serialize;
use serde_json::Value as Json;

/// The answer of `yjs protocol diff`.
#[derive(Debug, Serialize)]
pub struct DiffReport {
    schema: &'static str,
    old: Side,
    new: Side,
    changes: Vec<Change>,
    #[serde(skip)]
    same_protocol: bool,
}

#[derive(Debug, Serialize)]
struct Side {
    id: String,
    name: String,
    edition: String,
    /// When the rules are in force as they are compared.
    in_force: String,
}

/// What happened to one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Changed,
    New,
    Gone,
}

impl What {
    fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::New => "new",
            Self::Gone => "gone",
        }
    }
}

#[derive(Debug, Serialize)]
struct Change {
    what: What,
    /// A kind of rule, or `protocol`, `level_of_need`, `team`, `form`, `system`, `silence`, `fact`, `event`.
    kind: &'static str,
    id: String,
    clause: Option<String>,
    title: String,
    fields: Vec<Field>,
}

#[derive(Debug, Serialize)]
struct Field {
    field: String,
    before: Option<String>,
    after: Option<String>,
}

/// A thing to compare: what it is, its name, and its fields in words.
struct Thing {
    kind: &'static str,
    id: String,
    clause: Option<String>,
    title: String,
    fields: Vec<(String, String)>,
}

impl Thing {
    fn new(
        kind: &'static str,
        id: &str,
        title: &str,
        fields: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Self {
        let fields = fields.into_iter().map(|(label, value)| (label.to_owned(), value));
        Self {
            kind,
            id: id.to_owned(),
            clause: None,
            title: title.to_owned(),
            fields: fields.filter(|(_, value)| !value.is_empty()).collect(),
        }
    }
}

impl DiffReport {
    /// Compares two protocols, or two editions of one.
    pub fn new(old: &Protocol, new: &Protocol) -> Self {
        let side = |protocol: &Protocol| Side {
            id: protocol.id.clone(),
            name: protocol.name.clone(),
            edition: protocol.edition.clone(),
            in_force: protocol.era.words(),
        };
        let (before, after) = (things(old), things(new));
        let mut changes: Vec<Change> = Vec::new();
        let find = |things: &[Thing], wanted: &Thing| {
            things.iter().position(|thing| thing.kind == wanted.kind && thing.id == wanted.id)
        };
        for thing in &before {
            match find(&after, thing) {
                Some(place) => changes.extend(changed(thing, &after[place])),
                None => changes.push(whole(What::Gone, thing)),
            }
        }
        let added = after.iter().filter(|thing| find(&before, thing).is_none());
        changes.extend(added.map(|thing| whole(What::New, thing)));
        Self { schema: "yjs.protocol-diff/1", old: side(old), new: side(new), changes, same_protocol: old.id == new.id }
    }

    /// Whether anything changed.
    pub fn differs(&self) -> bool {
        !self.changes.is_empty()
    }
}

fn changed(before: &Thing, after: &Thing) -> Option<Change> {
    let value =
        |thing: &Thing, label: &str| thing.fields.iter().find(|(held, _)| held == label).map(|(_, text)| text.clone());
    let mut labels: Vec<&String> = before.fields.iter().map(|(label, _)| label).collect();
    labels.extend(after.fields.iter().map(|(label, _)| label).filter(|label| value(before, label).is_none()));
    let fields: Vec<Field> = labels
        .into_iter()
        .map(|label| Field { field: label.clone(), before: value(before, label), after: value(after, label) })
        .filter(|field| field.before != field.after)
        .collect();
    (!fields.is_empty()).then(|| Change { fields, ..whole(What::Changed, after) })
}

fn whole(what: What, thing: &Thing) -> Change {
    Change {
        what,
        kind: thing.kind,
        id: thing.id.clone(),
        clause: thing.clause.clone(),
        title: thing.title.clone(),
        fields: Vec::new(),
    }
}

fn things(protocol: &Protocol) -> Vec<Thing> {
    let mut things = vec![Thing::new(
        "protocol",
        "protocol",
        &protocol.name,
        [
            ("Name", protocol.name.clone()),
            ("Edition", protocol.edition.clone()),
            ("In force", protocol.in_force.words()),
            ("Source", protocol.source.clone()),
            ("Social care is called", protocol.social_care.clone()),
        ],
    )];
    for level in &protocol.levels {
        let name = format!("Level {}", level.level);
        things.push(Thing::new(
            "level_of_need",
            &level.level.to_string(),
            &name,
            [("Name", level.name.clone()), ("Text", level.text.clone())],
        ));
    }
    for kind in KINDS {
        things.extend(protocol.rules.iter().filter(|rule| rule.kind == kind).map(|rule| of_rule(protocol, rule)));
    }
    things.extend(protocol.teams.iter().map(of_team));
    for (kind, list) in [("form", &protocol.forms), ("system", &protocol.systems)] {
        let thing = |form: &crate::protocol::Form| {
            let note = form.note.clone().unwrap_or_default();
            Thing::new(kind, &form.id, &form.title, [("Name", form.title.clone()), ("Note", note)])
        };
        things.extend(list.iter().map(thing));
    }
    for silence in &protocol.silences {
        let when = silence.when.as_ref().map(|when| sentence(&wording::condition(protocol, when)));
        let fields = [("Text", silence.text.clone()), ("When", when.unwrap_or_default())];
        things.push(Thing::new("silence", &silence.topic, &silence.topic, fields));
    }
    things.extend(protocol.vocabulary.facts.iter().map(|fact| of_fact(&protocol.vocabulary, fact)));
    for event in &protocol.vocabulary.events {
        things.push(Thing::new("event", &event.id, &event.title, [("Name", event.title.clone())]));
    }
    things.extend(of_settings(&protocol.vocabulary));
    things
}

/// What the vocabulary says of its words besides declaring them.
fn of_settings(vocabulary: &Vocabulary) -> impl Iterator<Item = Thing> {
    let event = |event: EventIndex| vocabulary.event_definition(event).id.clone();
    let missing = vocabulary.missing.map(|named| {
        let said = |(fact, value): &(FactIndex, Value)| {
            let definition = vocabulary.fact_definition(*fact);
            format!("{} is {}", definition.id, definition.write(*value))
        };
        let said_by: Vec<String> = vocabulary.said_missing.iter().map(said).collect();
        let fields = [
            ("Lost", event(named.lost)),
            ("Located", event(named.located)),
            ("Confirmed", event(named.confirmed)),
            ("Said by", said_by.join("; ")),
        ];
        Thing::new("setting", "missing", "How a child is known to be missing", fields)
    });
    let closing = vocabulary.closing.map(|named| {
        let proposed = named.proposed.map(|fact| vocabulary.fact_definition(fact).id.clone()).unwrap_or_default();
        let fields = [("Opened", event(named.opened)), ("Closed", event(named.closed)), ("Proposed", proposed)];
        Thing::new("setting", "closing", "The events that open and close a case", fields)
    });
    missing.into_iter().chain(closing)
}

fn of_rule(protocol: &Protocol, rule: &Rule) -> Thing {
    let head = [("Clause", rule.clause.clone()), ("Title", rule.title.clone()), ("Text", rule.text.clone())];
    // When a version is in force is what is compared, not what changed.
    let digest = digest(protocol, rule).into_iter().filter(|(label, _)| *label != "In force");
    let thing = Thing::new(rule.kind.word(), &rule.id, &rule.title, head.into_iter().chain(digest));
    Thing { clause: Some(rule.clause.clone()), ..thing }
}

fn of_team(team: &Team) -> Thing {
    let row = TeamRow::new(team);
    let contacts: Vec<String> = row.contacts.iter().map(|contact| contact_line(contact).text().to_owned()).collect();
    let fields = [
        ("Name", team.title.clone()),
        ("Contacts", contacts.join("; ")),
        ("Note", team.note.clone().unwrap_or_default()),
    ];
    Thing::new("team", &team.id, &team.title, fields)
}

fn of_fact(vocabulary: &Vocabulary, fact: &FactDefinition) -> Thing {
    let limit = |limit: Option<f64>| limit.map(|limit| limit.to_string()).unwrap_or_default();
    let settled = fact.settled_by.iter().map(|fact| vocabulary.fact_definition(*fact).id.as_str());
    Thing::new(
        "fact",
        &fact.id,
        &fact.question,
        [
            ("Question", fact.question.clone()),
            ("Answer", answer_words(fact)),
            ("At least", limit(fact.min)),
            ("At most", limit(fact.max)),
            ("Worked out", fact.how.clone().unwrap_or_default()),
            ("Settled by", settled.collect::<Vec<_>>().join(", ")),
        ],
    )
}

/// What a thing is called in text.
fn kind_words(kind: &'static str) -> &'static str {
    match kind {
        "level_of_need" => "level of need",
        "system" => "record system",
        other => wording::kind_words(other),
    }
}

impl Report for DiffReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        let name = |side: &Side| format!("{} \"{}\" (in force {})", side.id, side.edition, side.in_force);
        page.title(format!("From {} to {}", self.old.id, self.new.id));
        page.field("Old", name(&self.old));
        page.field("New", name(&self.new));
        if self.changes.is_empty() {
            page.gap();
            page.paragraph("Nothing changed.");
            return page;
        }
        if !self.same_protocol {
            page.gap();
            page.paragraph("These are two protocols, so their rules have different names: compare their clauses.");
        }
        for what in [What::Changed, What::New, What::Gone] {
            let changes: Vec<&Change> = self.changes.iter().filter(|change| change.what == what).collect();
            if changes.is_empty() {
                continue;
            }
            let heading = match what {
                What::Changed => "Changed",
                What::New => "New",
                What::Gone => "Gone",
            };
            page.heading(format!("{heading} ({})", changes.len()));
            let mut points: Vec<(usize, Line)> = Vec::new();
            for change in changes {
                let clause = change.clause.as_ref().map(|clause| format!(" [{clause}]")).unwrap_or_default();
                let line = Line::new().strong(change.title.as_str()).faint(clause);
                let what = match change.kind {
                    "protocol" => "the protocol itself".to_owned(),
                    kind => format!("{}, {}", change.id, kind_words(kind)),
                };
                points.push((0, line.plain(format!(" {what}"))));
                for field in &change.fields {
                    let line = Line::from(format!("{}: ", field.field));
                    let line = match (&field.before, &field.after) {
                        (Some(before), Some(after)) => {
                            line.plain("was ").plain(before.as_str()).plain(" \u{2014} is now ").strong(after.as_str())
                        }
                        (None, Some(after)) => line.plain("is new: ").strong(after.as_str()),
                        (Some(before), None) => line.plain("is gone; it was: ").plain(before.as_str()),
                        (None, None) => continue,
                    };
                    points.push((1, line));
                }
            }
            page.outline(points);
        }
        page
    }

    fn table(&self) -> Option<Table> {
        let columns = ["what", "kind", "id", "clause", "title", "field", "before", "after"];
        let mut table = Table::new(columns.map(|key| Column::new(key, key)), "Nothing changed.");
        for change in &self.changes {
            let clause = change.clause.as_deref().unwrap_or_default();
            let mut row = |field: &str, before: &str, after: &str| {
                let cells = [change.what.word(), change.kind, &change.id, clause, &change.title, field, before, after];
                table.row(cells.map(Cell::from));
            };
            if change.fields.is_empty() {
                row("", "", "");
            }
            for field in &change.fields {
                let text = |value: &Option<String>| value.clone().unwrap_or_default();
                row(&field.field, &text(&field.before), &text(&field.after));
            }
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<Json>> {
        Some(self.changes.iter().filter_map(|change| serde_json::to_value(change).ok()).collect())
    }
}
