//! Teams and how to reach them, forms and record systems.

use super::{ContactKind, Serves};
use chrono::NaiveDate;

/// A team and how to reach it.
#[derive(Debug, Clone)]
pub struct Team {
    /// Its fixed name.
    pub id: String,
    /// Its own name.
    pub title: String,
    /// How else people call it.
    pub synonyms: Vec<String>,
    /// What to know about reaching it.
    pub note: Option<String>,
    /// As printed; empty where nothing is printed.
    pub contacts: Vec<Contact>,
}

impl Team {
    /// The contacts that serve at this hour, or all when none does; what serves just now before what serves always.
    pub fn serving(&self, out_of_hours: Option<bool>) -> Vec<&Contact> {
        let serves = |wanted: Serves| match out_of_hours {
            None => true,
            Some(true) => wanted != Serves::OfficeHours,
            Some(false) => wanted != Serves::OutOfHours,
        };
        let none_serves = !self.contacts.iter().any(|contact| serves(contact.serves));
        let mut held: Vec<_> = self.contacts.iter().filter(|contact| none_serves || serves(contact.serves)).collect();
        held.sort_by_key(|contact| contact.serves == Serves::Always);
        held
    }
}

/// A way to reach a team, exactly as printed.
#[derive(Debug, Clone)]
pub struct Contact {
    /// The channel.
    pub kind: ContactKind,
    /// Exactly as printed.
    pub value: String,
    /// Where it is printed.
    pub clause: String,
    /// The hours printed with it.
    pub hours: Option<String>,
    /// When it serves.
    pub serves: Serves,
    /// What to know about it.
    pub note: Option<String>,
    /// A contact of the user's own never takes its place.
    pub emergency: bool,
    /// When somebody last checked a contact of the user's own.
    pub checked: Option<NaiveDate>,
    /// Who did: a worker code, never a name.
    pub checked_by: Option<String>,
    /// What was printed, when the user's own `contacts.json` puts this in its place.
    pub overridden: Option<String>,
}

/// A form, document or system.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its fixed name.
    pub id: String,
    /// Its own name.
    pub title: String,
    /// How else people call it.
    pub synonyms: Vec<String>,
    /// What to know about it.
    pub note: Option<String>,
}
