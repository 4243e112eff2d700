//! How to reach teams, in words.

use crate::render::Line;
use crate::report::assessment::ContactRow;
use crate::report::wording::lower_first;
use std::collections::BTreeSet;

/// The teams of a row with how to reach each; the second time a team is named, its name alone.
pub(super) fn reach(teams: &[String], names: &[String], contacts: &[ContactRow], told: &mut BTreeSet<String>) -> Line {
    let mut line = Line::new();
    for (place, (team, name)) in teams.iter().zip(names).enumerate() {
        line = line.plain(if place == 0 { "" } else { "; " });
        let again = !told.insert(team.clone());
        line = one(line, team, name, contacts, again);
    }
    line
}

fn one(line: Line, team: &str, name: &str, contacts: &[ContactRow], again: bool) -> Line {
    let own: Vec<&ContactRow> = contacts.iter().filter(|contact| contact.team == team).collect();
    let reach: Vec<&&ContactRow> = own.iter().filter(|contact| !matches!(contact.kind, "address" | "fax")).collect();
    let printed: Vec<&&&ContactRow> = reach.iter().filter(|contact| contact.kind != "not_printed").collect();
    if printed.is_empty() {
        if again {
            return line.strong(name);
        }
        let note = own.iter().find_map(|contact| contact.note.clone());
        return line.strong(name).plain(": ").warn(note.unwrap_or_else(|| "The protocol gives no contact.".to_owned()));
    }
    let mut line = line.strong(name).plain(": ");
    for (place, contact) in printed.iter().enumerate() {
        line = line.plain(if place == 0 { "" } else { " or " }).strong(contact.value.clone());
        if again {
            continue;
        }
        line = match (&contact.hours, &contact.note) {
            (Some(hours), _) => line.plain(format!(" ({hours})")),
            (None, Some(note)) => line.plain(format!(" ({})", lower_first(note.trim_end_matches('.')))),
            (None, None) => line,
        };
    }
    line
}
