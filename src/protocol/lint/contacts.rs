//! Routes that lead to nobody: where the text prints no contact, the data must say so in words.

use super::{Found, Lint, Subject};
use crate::protocol::Body;
use crate::protocol::diagnostic::Severity;

pub(super) const NO_CONTACT: Lint = Lint {
    code: "no-contact",
    severity: Severity::Warning,
    about: "A route leads to teams of which none has a contact, and nothing says why: the reader cannot tell a contact that is not printed from one that was forgotten.",
    remedy: "Add the contact as printed, or a note to the team that says it is not printed.",
    find: no_contact,
};

fn no_contact(subject: &Subject<'_>, found: &mut Found<'_>) {
    let mut told: Vec<&str> = Vec::new();
    for rule in &subject.protocol.rules {
        let Body::Route(route) = &rule.body else { continue };
        let teams = || route.to.iter().filter_map(|choice| subject.protocol.team(&choice.id));
        if teams().any(|team| !team.contacts.is_empty() || team.note.is_some()) {
            continue;
        }
        for team in teams().filter(|team| !told.contains(&team.id.as_str())).collect::<Vec<_>>() {
            told.push(&team.id);
            let message = format!("`{}` has neither a contact nor a note, and {} goes there", team.id, rule.id);
            found.add("directory.json", &team.id, message);
        }
    }
}
