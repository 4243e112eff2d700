//! The shapes of the files in a protocol folder, as serde reads them. Unknown fields are refused, so that a slip of the
//! pen is an error and not a rule that silently does nothing.

mod rule;
mod vocabulary;
mod written;

pub(crate) use rule::*;
pub use rule::{Need, NoLimit, Urgency};
pub use vocabulary::Given;
pub(crate) use vocabulary::*;
pub(crate) use written::{Word, Written};

use serde::Deserialize;

/// `protocol.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Protocol<'a> {
    #[serde(default, rename = "$schema")]
    pub(crate) _schema: Option<String>,
    pub(crate) id: String,
    pub(crate) name: String,
    /// In short, such as the borough's name.
    pub(crate) short: Option<String>,
    /// How else people call it.
    #[serde(default)]
    pub(crate) synonyms: Vec<String>,
    pub(crate) edition: String,
    pub(crate) source: String,
    /// What the protocol calls social care.
    pub(crate) social_care: String,
    #[serde(default)]
    pub(crate) in_force: InForce,
    #[serde(default, borrow)]
    pub(crate) silences: Vec<Silence<'a>>,
}

/// From when until when something is in force; absent is open.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InForce {
    pub(crate) from: Option<String>,
    pub(crate) until: Option<String>,
}

/// Something the protocol leaves out, and when that matters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Silence<'a> {
    pub(crate) topic: String,
    pub(crate) text: String,
    /// Absent for the silences about what no rule tests.
    #[serde(borrow)]
    pub(crate) when: Option<Written<'a>>,
    /// It matters until this is known to be so.
    #[serde(borrow)]
    pub(crate) unless: Option<Written<'a>>,
    /// It stands before everything else.
    #[serde(default)]
    pub(crate) first: bool,
    /// The teams whose contacts stand with it.
    #[serde(default)]
    pub(crate) contacts: Vec<String>,
}

/// Rules as they stand in a file. Each is large, and the list is moved and grows.
#[allow(clippy::vec_box, reason = "a kilobyte is moved each time otherwise")]
pub(crate) type RuleList<'a> = Vec<Box<Rule<'a>>>;

/// `levels.json`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Levels<'a> {
    #[serde(default, rename = "$schema")]
    pub(crate) _schema: Option<String>,
    #[serde(default)]
    pub(crate) levels: Vec<Level>,
    #[serde(borrow)]
    pub(crate) rules: RuleList<'a>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Level {
    pub(crate) level: u8,
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Every other file of rules.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rules<'a> {
    #[serde(default, rename = "$schema")]
    pub(crate) _schema: Option<String>,
    #[serde(borrow)]
    pub(crate) rules: RuleList<'a>,
}

/// `directory.json`: who and what the rules speak of.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Directory<'a> {
    #[serde(default, rename = "$schema")]
    pub(crate) _schema: Option<String>,
    pub(crate) teams: Vec<Team>,
    pub(crate) forms: Vec<Form>,
    pub(crate) systems: Vec<System>,
    #[serde(borrow)]
    pub(crate) rules: RuleList<'a>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Team {
    pub(crate) id: String,
    pub(crate) title: String,
    /// How else people call it.
    #[serde(default)]
    pub(crate) synonyms: Vec<String>,
    pub(crate) note: Option<String>,
    #[serde(default)]
    pub(crate) contacts: Vec<Contact>,
}

/// A way to reach a team, exactly as printed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contact {
    pub(crate) kind: ContactKind,
    pub(crate) value: String,
    pub(crate) clause: String,
    /// The hours printed with it, in words.
    pub(crate) hours: Option<String>,
    /// Whether it serves in office hours, outside them, or always.
    #[serde(default)]
    pub(crate) serves: Serves,
    /// A contact of the user's own never takes its place.
    #[serde(default)]
    pub(crate) emergency: bool,
    pub(crate) note: Option<String>,
}

/// A channel of contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// A telephone number.
    Telephone,
    /// An e-mail address.
    Email,
    /// A fax number.
    Fax,
    /// A postal or visiting address.
    Address,
    /// A form or page.
    Form,
}

/// When a contact serves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Serves {
    /// At any time, or at times not printed.
    #[default]
    Always,
    /// In office hours only.
    OfficeHours,
    /// Outside office hours.
    OutOfHours,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Form {
    pub(crate) id: String,
    pub(crate) title: String,
    /// How else people call it.
    #[serde(default)]
    pub(crate) synonyms: Vec<String>,
    pub(crate) note: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct System {
    pub(crate) id: String,
    pub(crate) title: String,
    /// How else people call it.
    #[serde(default)]
    pub(crate) synonyms: Vec<String>,
    pub(crate) note: Option<String>,
}
