//! The user's own `contacts.json`: contacts that stand in for the printed ones on this computer. What was printed is
//! kept beside each, so that an answer can always say so.

use super::{Contact, ContactKind, Protocol, Serves, Team};
use crate::problem::{Problem, nearest};
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a contact of the user's own has in place of a clause.
pub const OWN_CLAUSE: &str = "contacts.json";

/// What is kept as printed where nothing of the kind is.
const NONE_PRINTED: &str = "none";

/// The file, read: protocol, then team, then its contacts.
#[derive(Debug, Default)]
pub struct Overrides {
    file: String,
    text: String,
    contacts: BTreeMap<String, BTreeMap<String, Vec<Own>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    kind: ContactKind,
    value: String,
    hours: Option<String>,
    #[serde(default)]
    serves: Serves,
    note: Option<String>,
    /// When somebody last checked it: `2026-11-03`.
    checked: Option<NaiveDate>,
    /// Who did: a worker code, never a name.
    by: Option<String>,
}

impl Overrides {
    /// Reads the text of a file that the user knows as `file`.
    ///
    /// # Errors
    /// When it is no JSON of the shape `{"camden": {"mash": [{"kind": "telephone", "value": "…"}]}}`, with its place.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let contacts = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let path = error.path().to_string();
            let problem = Self::unreadable(file, error.inner());
            if path == "." { problem } else { problem.field(path) }
        })?;
        reader.end().map_err(|error| Self::unreadable(file, &error))?;
        Ok(Self { file: file.to_owned(), text: text.to_owned(), contacts })
    }

    fn unreadable(file: &str, error: &serde_json::Error) -> Problem {
        let message = error.to_string();
        let what = message.split(" at line ").next().unwrap_or(&message).to_owned();
        Problem::input(what).file(file).at(error.line(), Some(error.column())).hint(
            "write {\"camden\": {\"mash\": [{\"kind\": \"telephone\", \"value\": \"…\", \"note\": \"…\"}]}}, \
             or take the file away to see what is printed",
        )
    }

    /// Puts the user's contacts in place of the printed ones of the same kind, team by team.
    ///
    /// # Errors
    /// When it names a protocol that is none of `known`, a team that the protocol does not have, or an empty contact.
    pub fn apply(&self, protocol: &mut Protocol, known: &[&str]) -> Result<(), Problem> {
        if let Some(id) = self.contacts.keys().find(|id| !known.contains(&id.as_str())) {
            return Err(self.fault(id, format!("no protocol is called `{id}`"), known.iter().copied()));
        }
        let Some(teams) = self.contacts.get(&protocol.id) else { return Ok(()) };
        for (id, own) in teams {
            let Some(team) = protocol.teams.iter_mut().find(|team| team.id == *id) else {
                let what = format!("no team of {} is called `{id}`", protocol.id);
                return Err(self.fault(id, what, protocol.teams.iter().map(|team| team.id.as_str())));
            };
            if own.is_empty() || own.iter().any(|contact| contact.value.trim().is_empty()) {
                let what = format!("`{id}` is given no contact");
                let problem = self.fault(id, what, std::iter::empty());
                return Err(problem.hint("give each contact a value, or leave the team out to see what is printed"));
            }
            replace(team, own);
        }
        Ok(())
    }

    fn fault<'a>(&self, id: &str, what: String, known: impl Iterator<Item = &'a str>) -> Problem {
        let mut problem = Problem::input(what).file(&self.file);
        if let Some(offset) = self.text.find(&format!("\"{id}\"")) {
            let before = &self.text[..offset];
            let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
            problem = problem.at(before.matches('\n').count() + 1, Some(column));
        }
        match nearest(id, known) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem.hint("`yjs contacts` lists the protocols and their teams"),
        }
    }
}

fn replace(team: &mut Team, own: &[Own]) {
    let all = std::mem::take(&mut team.contacts);
    // What is printed for an emergency stays, and so does a number for the night unless there is one of the user's own.
    let replaces = |printed: &Contact| {
        let night = |serves: Serves| serves == Serves::OutOfHours;
        let same = |own: &Own| own.kind == printed.kind && (!night(printed.serves) || night(own.serves));
        !printed.emergency && own.iter().any(same)
    };
    let kept: Vec<Contact> = all.iter().filter(|printed| !replaces(printed)).cloned().collect();
    let (first, kept): (Vec<Contact>, Vec<Contact>) = kept.into_iter().partition(|printed| printed.emergency);
    let own = own.iter().map(|contact| Contact {
        kind: contact.kind,
        value: contact.value.clone(),
        clause: OWN_CLAUSE.to_owned(),
        hours: contact.hours.clone(),
        serves: contact.serves,
        note: contact.note.clone(),
        emergency: false,
        checked: contact.checked,
        checked_by: contact.by.clone(),
        overridden: Some(printed(&all, contact.kind)),
    });
    team.contacts = first.into_iter().chain(own).chain(kept).collect();
}

/// What was printed of this kind: `020 7946 0000 (App 2)`, or that nothing was.
fn printed(all: &[Contact], kind: ContactKind) -> String {
    let values: Vec<String> = all
        .iter()
        .filter(|contact| contact.kind == kind)
        .map(|contact| {
            let hours = contact.hours.as_ref().map(|hours| format!(", {hours}")).unwrap_or_default();
            format!("{}{hours} ({})", contact.value, contact.clause)
        })
        .collect();
    if values.is_empty() { NONE_PRINTED.to_owned() } else { values.join("; ") }
}
