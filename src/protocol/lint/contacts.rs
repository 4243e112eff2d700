//! Routes that lead to nobody: where the text prints no contact, the data must say so in words.

use super::{Found, Lint, Subject};
use crate::protocol::Body;
use crate::protocol::diagnostic::Severity;
use crate::protocol::spans::Segment;

pub(super) const NO_CONTACT: Lint = Lint {
    code: "no-contact",
    severity: Severity::Warning,
    about: "A route leads to teams of which none has a contact, and no note says that none is printed: the reader cannot tell a contact that is not printed from one that was forgotten.",
    remedy: "Add the contact as printed, or a note to the team that says \"No contact is printed.\"",
    of_whole: true,
    find: no_contact,
};

pub(super) const EMPTY_CONTACT: Lint = Lint {
    code: "empty-contact",
    severity: Severity::Warning,
    about: "A contact has no number or address, or no clause that prints it, so a route would end in nothing.",
    remedy: "Copy the contact and its clause as printed, or take it out and say in a note that none is printed.",
    of_whole: false,
    find: empty_contacts,
};

fn empty_contacts(subject: &Subject<'_>, found: &mut Found<'_>) {
    for (place, team) in subject.protocol.teams.iter().enumerate() {
        for (item, contact) in team.contacts.iter().enumerate() {
            for (field, text) in [("value", &contact.value), ("clause", &contact.clause)] {
                if text.trim().is_empty() {
                    let contacts = [Segment::Key("teams"), Segment::Item(place), Segment::Key("contacts")];
                    let way = [&contacts[..], &[Segment::Item(item), Segment::Key(field)]].concat();
                    found.add_from_top("directory.json", &way, format!("a contact of `{}` has no {field}", team.id));
                }
            }
        }
    }
}

/// Whether a note says what is printed of how to reach a team.
fn says_not_printed(note: &str) -> bool {
    note.to_lowercase().contains("printed")
}

fn no_contact(subject: &Subject<'_>, found: &mut Found<'_>) {
    let mut told: Vec<&str> = Vec::new();
    for rule in &subject.protocol.rules {
        let Body::Route(route) = &rule.body else { continue };
        let teams = || route.to.iter().filter_map(|choice| subject.protocol.team(&choice.id));
        if teams().any(|team| !team.contacts.is_empty() || team.note.as_deref().is_some_and(says_not_printed)) {
            continue;
        }
        for team in teams().filter(|team| !told.contains(&team.id.as_str())).collect::<Vec<_>>() {
            told.push(&team.id);
            let message = format!(
                "`{}` has neither a contact nor a note that none is printed, and {} goes there",
                team.id, rule.id
            );
            found.add("directory.json", &team.id, message);
        }
    }
}
