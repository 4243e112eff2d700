//! How to reach teams, in words.

use crate::render::Line;
use crate::report::assessment::ContactRow;
use crate::report::wording::lower_first;
use std::collections::BTreeSet;

/// The teams of a row with how to reach each; the second time a team is named, its name and number alone.
pub(super) fn reach(teams: &[String], names: &[String], contacts: &[ContactRow], told: &mut BTreeSet<String>) -> Line {
    let each = teams.iter().zip(names).map(|(team, name)| one(team, name, contacts, !told.insert(team.clone()), true));
    joined(each.collect())
}

/// The same in a line with a question: numbers with their hours, and no other note about them. A team that no number is
/// printed for has its note, since that is all there is.
pub(in crate::report) fn reach_in_brief(teams: &[String], names: &[String], contacts: &[ContactRow]) -> Line {
    joined(teams.iter().zip(names).map(|(team, name)| one(team, name, contacts, false, false)).collect())
}

fn joined(each: Vec<Line>) -> Line {
    let mut line = Line::new();
    for (place, one) in each.into_iter().enumerate() {
        line = line.plain(if place == 0 { "" } else { "; " }).then(one);
    }
    line
}

fn one(team: &str, name: &str, contacts: &[ContactRow], again: bool, notes: bool) -> Line {
    let line = Line::new().strong(name);
    let own: Vec<&ContactRow> = contacts.iter().filter(|contact| contact.team == team).collect();
    let reach = own.iter().filter(|contact| !matches!(contact.kind, "address" | "fax"));
    let printed: Vec<_> = reach.filter(|contact| contact.kind != "not_printed").collect();
    if printed.is_empty() {
        if again {
            return line;
        }
        let note = own.iter().find_map(|contact| contact.note.as_deref());
        let note = note.unwrap_or("The protocol gives no contact").trim_end_matches('.');
        return line.plain(": ").warn(note);
    }
    let mut line = line.plain(": ");
    for (place, contact) in printed.iter().enumerate() {
        line = line.plain(if place == 0 { "" } else { " or " }).strong(contact.value.clone());
        let note = contact.note.as_deref().map(|note| lower_first(note.trim_end_matches('.')));
        let note = match (&contact.hours, &contact.overridden) {
            // Whose number it is, and how old, is said wherever it is given.
            (_, Some(_)) if !notes || again => Some(contact.origin()),
            (None, None) => note.filter(|_| notes && !again),
            (Some(_), None) => None,
            (_, Some(_)) => note,
        };
        let said: Vec<String> = contact.hours.clone().filter(|_| !again).into_iter().chain(note).collect();
        if !said.is_empty() {
            line = line.plain(format!(" ({})", said.join("; ")));
        }
    }
    line
}
