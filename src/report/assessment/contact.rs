//! How to reach a team, as printed or as overridden on this computer.

use crate::calendar::london;
use crate::domain::assess::Assessment;
use crate::protocol::{Contact, ContactKind, Team};
use crate::report::wording::upper_first;
use chrono::NaiveDate;
use serde::Serialize;

/// One way to reach a team.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ContactRow {
    /// The team.
    pub team: String,
    /// `telephone`, `email`, `fax`, `address`, `form` or `not_printed`.
    pub kind: &'static str,
    /// Exactly as printed.
    pub value: String,
    /// The hours printed with it.
    pub hours: Option<String>,
    /// What to know about it.
    pub note: Option<String>,
    /// Where it is printed; none when it is the user's own.
    pub clause: Option<String>,
    /// What is printed, when this is the user's own contact in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overridden: Option<String>,
    /// When a contact of the user's own was last checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<NaiveDate>,
    /// Who checked it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked_by: Option<String>,
}

impl ContactRow {
    /// `local, checked 3 Nov 2026 by jm`, or `as printed`.
    pub fn origin(&self) -> String {
        if self.overridden.is_none() {
            "as printed".to_owned()
        } else {
            local(self.checked, self.checked_by.as_deref())
        }
    }
}

/// Says that a contact is the user's own, and when somebody last checked it.
fn local(checked: Option<NaiveDate>, by: Option<&str>) -> String {
    match checked {
        Some(date) => {
            let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
            format!("local, checked {}{by}", london::day_and_month(date))
        }
        None => "local, not checked".to_owned(),
    }
}

/// How to reach these teams now: what serves at this hour, or all when nothing does.
pub(super) fn contacts(assessment: &Assessment<'_>, teams: &[&str]) -> Vec<ContactRow> {
    let protocol = assessment.protocol();
    let out_of_hours = assessment.situation.out_of_hours();
    teams.iter().filter_map(|id| protocol.team(id)).flat_map(|team| team_contacts(team, out_of_hours)).collect()
}

/// How to reach one team. Where nothing is printed, one row says so.
pub fn team_contacts(team: &Team, out_of_hours: Option<bool>) -> Vec<ContactRow> {
    if team.contacts.is_empty() {
        return vec![ContactRow {
            team: team.id.clone(),
            kind: "not_printed",
            value: "not printed".into(),
            hours: None,
            note: team.note.clone(),
            clause: None,
            overridden: None,
            checked: None,
            checked_by: None,
        }];
    }
    team.serving(out_of_hours)
        .into_iter()
        .map(|contact| ContactRow {
            team: team.id.clone(),
            kind: contact_kind(contact.kind),
            value: contact.value.clone(),
            hours: contact.hours.clone(),
            note: contact_note(contact),
            clause: contact.overridden.is_none().then(|| contact.clause.clone()),
            overridden: contact.overridden.clone(),
            checked: contact.checked,
            checked_by: contact.checked_by.clone(),
        })
        .collect()
}

/// What to know about a contact; where it is the user's own, what was printed comes first.
fn contact_note(contact: &Contact) -> Option<String> {
    let Some(printed) = &contact.overridden else { return contact.note.clone() };
    let own = contact.note.as_ref().map(|note| format!(" {note}")).unwrap_or_default();
    let origin = upper_first(&local(contact.checked, contact.checked_by.as_deref()));
    Some(format!("{origin}; printed: {}.{own}", printed.trim_end_matches('.')))
}

/// The word for a channel of contact.
pub fn contact_kind(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Telephone => "telephone",
        ContactKind::Email => "email",
        ContactKind::Fax => "fax",
        ContactKind::Address => "address",
        ContactKind::Form => "form",
    }
}
