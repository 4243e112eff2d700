//! Routes that lead to nobody: where the protocol gives no contact, the data must say so in words.

use super::{Found, Lint, Subject};
use crate::protocol::Body;
use crate::protocol::diagnostic::Severity;
use crate::protocol::spans::Segment;

pub(super) const NO_CONTACT: Lint = Lint {
    code: "no-contact",
    severity: Severity::Warning,
    about: "A route leads to teams without a contact, and no note says that the protocol gives none. The reader cannot tell a contact that the protocol leaves out from one that was forgotten.",
    remedy: "Add the contact as printed, or add a note to the team that says \"The protocol gives no contact.\"",
    of_whole: true,
    find: no_contact,
};

pub(super) const EMPTY_CONTACT: Lint = Lint {
    code: "empty-contact",
    severity: Severity::Warning,
    about: "A contact has no number or address, or names no clause, so a route would lead nowhere.",
    remedy: "Copy the contact and its clause as printed, or take the contact out and say in a note that the protocol gives none.",
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

/// Words of a note that say what the protocol leaves out.
const SAY_NONE: [&str; 3] = ["printed", "gives no", "does not give"];

/// Returns true when a note says what the protocol gives of how to reach a team.
fn says_not_given(note: &str) -> bool {
    SAY_NONE.iter().any(|words| note.contains(words))
}

fn no_contact(subject: &Subject<'_>, found: &mut Found<'_>) {
    let mut told: Vec<&str> = Vec::new();
    for rule in &subject.protocol.rules {
        let Body::Route(route) = &rule.body else { continue };
        let teams = || route.to.iter().filter_map(|choice| subject.protocol.team(&choice.id));
        if teams().any(|team| !team.contacts.is_empty() || team.note.as_deref().is_some_and(says_not_given)) {
            continue;
        }
        for team in teams().filter(|team| !told.contains(&team.id.as_str())).collect::<Vec<_>>() {
            told.push(&team.id);
            let message = format!(
                "`{}` has neither a contact nor a note that the protocol gives none, and {} goes there",
                team.id, rule.id
            );
            found.add("directory.json", &team.id, message);
        }
    }
}
