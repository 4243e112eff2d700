//! The directory: how to reach each team, as printed, or as the user's own file has it: the contract `yjs.contacts/1`.

use super::assessment::{ContactRow, team_contacts};
use super::wording::upper_first;
use crate::protocol::{Protocol, Team};
use crate::render::{Cell, Column, Line, Page, Report, Table};
use chrono::NaiveDate;
use serde::Serialize;

/// The answer of `yjs contacts`.
#[derive(Debug, Serialize)]
pub struct ContactsReport {
    schema: &'static str,
    protocols: Vec<ProtocolContacts>,
    #[serde(skip)]
    own_file: Option<String>,
    /// How long ago a contact must have been checked, where only those that were not are listed.
    #[serde(skip)]
    stale: Option<String>,
}

#[derive(Debug, Serialize)]
struct ProtocolContacts {
    id: String,
    name: String,
    teams: Vec<TeamRow>,
}

/// A team and how to reach it.
#[derive(Debug, Clone, Serialize)]
pub struct TeamRow {
    /// The team's fixed name.
    pub id: String,
    /// Its own name.
    pub title: String,
    /// What to know about reaching it.
    pub note: Option<String>,
    /// Its contacts; one of kind `not_printed` where there is none.
    pub contacts: Vec<ContactRow>,
}

impl TeamRow {
    /// Lays out a team.
    pub fn new(team: &Team) -> Self {
        Self {
            id: team.id.clone(),
            title: team.title.clone(),
            note: team.note.clone(),
            contacts: team_contacts(team, None),
        }
    }

    /// Whether there is any way to reach it.
    pub fn reachable(&self) -> bool {
        self.contacts.iter().any(|contact| contact.kind != "not_printed")
    }

    /// Adds how to reach it, one field a contact.
    pub fn add_fields(&self, page: &mut Page) {
        for contact in &self.contacts {
            page.field(kind_title(contact.kind), contact_line(contact));
        }
        if let Some(note) = self.note.as_ref().filter(|_| self.reachable()) {
            page.field("Note", note.as_str());
        }
    }
}

/// What a contact is called before its value.
fn kind_title(kind: &str) -> String {
    if kind == "not_printed" { "Contact".into() } else { upper_first(kind) }
}

/// The contact itself, its hours, where it is printed, and what to know about it.
pub fn contact_line(contact: &ContactRow) -> Line {
    if contact.kind == "not_printed" {
        let note = contact.note.as_ref().map(|note| format!(". {note}")).unwrap_or_default();
        return Line::new().warn("not printed").plain(note);
    }
    let mut line = Line::new().strong(contact.value.as_str());
    if let Some(hours) = &contact.hours {
        line = line.plain(format!(", {hours}"));
    }
    if let Some(clause) = &contact.clause {
        line = line.faint(format!(", {} [{clause}]", contact.origin()));
    }
    match &contact.note {
        Some(note) if contact.overridden.is_some() => line.plain(". ").warn(note.as_str()),
        Some(note) => line.plain(format!(". {note}")),
        None => line,
    }
}

impl ContactsReport {
    /// Lays out the directory of each protocol, or those of its teams that are `wanted`. A protocol without any is left
    /// out. `own_file` is the user's own file of contacts, when there is one.
    pub fn new<'a>(
        protocols: impl IntoIterator<Item = &'a Protocol>,
        wanted: impl Fn(&Protocol, &Team) -> bool,
        own_file: Option<String>,
    ) -> Self {
        let protocols = protocols
            .into_iter()
            .map(|protocol| ProtocolContacts {
                id: protocol.id.clone(),
                name: protocol.name.clone(),
                teams: protocol.teams.iter().filter(|team| wanted(protocol, team)).map(TeamRow::new).collect(),
            })
            .filter(|protocol| !protocol.teams.is_empty())
            .collect();
        Self { schema: "yjs.contacts/1", protocols, own_file, stale: None }
    }

    /// Keeps only the user's own contacts that nobody has checked since `since`; true when there is one.
    pub fn keep_stale(&mut self, since: NaiveDate, words: String) -> bool {
        let is_stale = |row: &ContactRow| row.overridden.is_some() && row.checked.is_none_or(|checked| checked < since);
        for protocol in &mut self.protocols {
            for team in &mut protocol.teams {
                team.contacts.retain(is_stale);
            }
            protocol.teams.retain(|team| !team.contacts.is_empty());
        }
        self.protocols.retain(|protocol| !protocol.teams.is_empty());
        self.stale = Some(words);
        !self.protocols.is_empty()
    }

    fn overridden(&self) -> bool {
        let teams = self.protocols.iter().flat_map(|protocol| &protocol.teams);
        teams.flat_map(|team| &team.contacts).any(|contact| contact.overridden.is_some())
    }
}

impl Report for ContactsReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        if let Some(words) = &self.stale {
            page.paragraph(match self.protocols.is_empty() {
                true => format!("Every contact of your own was checked within {words}."),
                false => format!("These contacts of your own were not checked within {words}:"),
            });
            if self.protocols.is_empty() {
                return page;
            }
        }
        for protocol in &self.protocols {
            page.title(protocol.name.as_str());
            let (reachable, others): (Vec<&TeamRow>, Vec<&TeamRow>) =
                protocol.teams.iter().partition(|team| team.reachable());
            for team in reachable {
                page.heading(Line::from(team.title.as_str()).faint(format!(" ({})", team.id)));
                team.add_fields(&mut page);
            }
            if !others.is_empty() {
                page.heading("The protocol gives no contact");
                page.bullets(others.into_iter().map(|team| {
                    let line = Line::from(team.title.as_str()).faint(format!(" ({})", team.id));
                    team.note.as_ref().map_or(line.clone(), |note| line.plain(format!(". {note}")))
                }));
            }
        }
        page.gap();
        page.heading("Before use");
        let mut points =
            vec![Line::from("Contacts are as printed in the protocol, with the clause. Check that they are current.")];
        if let Some(file) = self.own_file.as_ref().filter(|_| self.overridden()) {
            points.push(Line::from(format!("Local contacts come from {file}.")));
        }
        page.bullets(points);
        page
    }

    fn table(&self) -> Option<Table> {
        let columns = [
            Column::new("Protocol", "protocol"),
            Column::new("Team", "team"),
            Column::new("Name", "title"),
            Column::new("Kind", "kind"),
            Column::new("Contact", "value"),
            Column::new("Hours", "hours"),
            Column::new("Clause", "clause"),
            Column::new("Printed", "overridden_printed"),
            Column::new("Note", "note"),
            Column::new("Checked", "checked"),
            Column::new("Checked by", "checked_by"),
        ];
        let mut table = Table::new(columns, "There are no teams.");
        for protocol in &self.protocols {
            for team in &protocol.teams {
                for contact in &team.contacts {
                    let cell = |text: &Option<String>| text.as_deref().map_or_else(Cell::empty, Cell::from);
                    table.row([
                        Cell::from(protocol.id.as_str()),
                        Cell::from(team.id.as_str()),
                        Cell::from(team.title.as_str()),
                        Cell::from(contact.kind),
                        Cell::from(contact.value.as_str()),
                        cell(&contact.hours),
                        cell(&contact.clause),
                        cell(&contact.overridden),
                        cell(&contact.note.clone().or_else(|| team.note.clone())),
                        cell(&contact.checked.map(|date| date.to_string())),
                        cell(&contact.checked_by),
                    ]);
                }
            }
        }
        Some(table)
    }
}
