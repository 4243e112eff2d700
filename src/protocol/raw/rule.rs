//! The shape of a rule, and of what stands in one.

use super::{InForce, Written};
use serde::Deserialize;

/// One rule of any kind. Which fields it must and may have follows from its kind; `load` checks that.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule<'a> {
    pub(crate) id: String,
    /// Only in `levels.json`, which holds levels and indicators.
    pub(crate) kind: Option<String>,
    /// Empty where it is missing, which is a fault of its own.
    #[serde(default)]
    pub(crate) clause: String,
    /// Line numbers in the source text, for whoever checks the rule.
    pub(crate) lines: Option<String>,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) note: Option<String>,
    pub(crate) reading: Option<String>,
    #[serde(default, borrow)]
    pub(crate) other_readings: Vec<OtherReading<'a>>,
    #[serde(default)]
    pub(crate) covers: Vec<Covered>,
    /// When this version of the rule is in force; open where it says nothing.
    #[serde(default)]
    pub(crate) in_force: InForce,
    #[serde(borrow)]
    pub(crate) when: Option<Written<'a>>,
    pub(crate) level: Option<u8>,
    pub(crate) counts_toward: Option<String>,
    pub(crate) outcome: Option<String>,
    #[serde(default, borrow)]
    pub(crate) points_for: Vec<Point<'a>>,
    #[serde(default, borrow)]
    pub(crate) points_against: Vec<Point<'a>>,
    pub(crate) who: Option<String>,
    #[serde(rename = "do")]
    pub(crate) action: Option<String>,
    pub(crate) urgency: Option<Urgency>,
    #[serde(default, borrow)]
    pub(crate) to: Vec<Choice<'a>>,
    #[serde(default)]
    pub(crate) by: Vec<String>,
    #[serde(default, borrow)]
    pub(crate) attach: Vec<Choice<'a>>,
    #[serde(default)]
    pub(crate) search: Vec<String>,
    #[serde(default)]
    pub(crate) record: Vec<String>,
    pub(crate) starts: Option<Starts>,
    pub(crate) within: Option<Within>,
    #[serde(default)]
    pub(crate) stops: Vec<String>,
    #[serde(default)]
    pub(crate) ended_by: Vec<String>,
    #[serde(default)]
    pub(crate) reopened_by: Vec<String>,
    #[serde(default)]
    pub(crate) recurring: bool,
    pub(crate) since: Option<Since>,
    /// What shows that it was done: names of events, or conditions on events and facts.
    #[serde(default, borrow)]
    pub(crate) done_by: Vec<Written<'a>>,
    /// While the rule is unknown and this is yes, it is shown with its question.
    #[serde(borrow)]
    pub(crate) subject: Option<Written<'a>>,
    /// Once it has applied it goes on applying until it is done.
    #[serde(default)]
    pub(crate) stays: bool,
    /// Rules about something else: a call that did one of them as well may not have been about this one.
    #[serde(default)]
    pub(crate) not_shared_with: Vec<String>,
    /// It is still to be done once the case is closed.
    #[serde(default)]
    pub(crate) outlives_closing: bool,
    /// For a clock: only events to one of these teams start or stop it; null is no team recorded.
    #[serde(borrow)]
    pub(crate) counts_to: Option<Written<'a>>,
    /// For a clock: when no limit is printed.
    pub(crate) no_limit: Option<NoLimit>,
    /// For a duty: the teams whose contacts it shows.
    #[serde(default, borrow)]
    pub(crate) contact_of: Vec<Choice<'a>>,
    pub(crate) need: Option<Need>,
    pub(crate) why: Option<String>,
    /// For a directory rule: the teams it prints contacts of.
    #[serde(default)]
    pub(crate) teams: Vec<String>,
}

impl Rule<'_> {
    /// The fields given that only some kinds of rule have, by their names in the file. One that is given empty is not.
    pub(crate) fn given(&self) -> impl Iterator<Item = &'static str> + use<> {
        let fields = [
            ("when", self.when.is_some()),
            ("level", self.level.is_some()),
            ("counts_toward", self.counts_toward.is_some()),
            ("outcome", self.outcome.is_some()),
            ("points_for", !self.points_for.is_empty()),
            ("points_against", !self.points_against.is_empty()),
            ("who", self.who.is_some()),
            ("do", self.action.is_some()),
            ("urgency", self.urgency.is_some()),
            ("to", !self.to.is_empty()),
            ("by", !self.by.is_empty()),
            ("attach", !self.attach.is_empty()),
            ("search", !self.search.is_empty()),
            ("record", !self.record.is_empty()),
            ("starts", self.starts.is_some()),
            ("within", self.within.is_some()),
            ("stops", !self.stops.is_empty()),
            ("ended_by", !self.ended_by.is_empty()),
            ("reopened_by", !self.reopened_by.is_empty()),
            ("recurring", self.recurring),
            ("since", self.since.is_some()),
            ("done_by", !self.done_by.is_empty()),
            ("subject", self.subject.is_some()),
            ("stays", self.stays),
            ("outlives_closing", self.outlives_closing),
            ("not_shared_with", !self.not_shared_with.is_empty()),
            ("counts_to", self.counts_to.is_some()),
            ("no_limit", self.no_limit.is_some()),
            ("contact_of", !self.contact_of.is_empty()),
            ("need", self.need.is_some()),
            ("why", self.why.is_some()),
            ("teams", !self.teams.is_empty()),
        ];
        fields.into_iter().filter(|(_, given)| *given).map(|(field, _)| field)
    }
}

/// Another way to read the text. With `within` or `schedule` it also gives another date; with `level`, another level.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum OtherReading<'a> {
    Words(String),
    #[serde(borrow)]
    Full(FullReading<'a>),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FullReading<'a> {
    pub(crate) reading: String,
    pub(crate) within: Option<String>,
    pub(crate) schedule: Option<Starts>,
    pub(crate) level: Option<u8>,
    pub(crate) rule: Option<String>,
    /// The reading is about these cases only.
    #[serde(borrow)]
    pub(crate) when: Option<Written<'a>>,
    /// The reading is about no such case.
    #[serde(borrow)]
    pub(crate) unless: Option<Written<'a>>,
}

/// An inventory row that says the same again.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Covered {
    pub(crate) id: String,
    pub(crate) clause: String,
    pub(crate) lines: Option<String>,
    pub(crate) title: String,
    pub(crate) text: String,
}

/// A point for or against a candidate decision.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Point<'a> {
    #[serde(borrow)]
    pub(crate) when: Written<'a>,
    pub(crate) text: String,
}

/// How soon to act, which ranks routes and escalations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Emergency services.
    Emergency,
    /// By telephone, now.
    Immediate,
    /// In writing, today or in good time.
    Prompt,
    /// Forms, panels and records.
    Routine,
}

/// A team or form that is always meant, or only on a condition.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Choice<'a> {
    Always(String),
    #[serde(borrow)]
    When(Conditional<'a>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Conditional<'a> {
    pub(crate) id: String,
    #[serde(borrow)]
    pub(crate) when: Option<Written<'a>>,
    /// It is meant until this is known to be so.
    #[serde(borrow)]
    pub(crate) unless: Option<Written<'a>>,
}

/// What a clock runs from.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Starts {
    /// The latest of these events.
    Event(Vec<String>),
    /// The first of these events ever.
    FirstEvent(Vec<String>),
    /// The later of the latest of each of these events.
    LaterOf(Vec<String>),
    /// This birthday.
    Birthday(u32),
}

/// How long a clock runs.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Within {
    Amount(String),
    Window(Window),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Window {
    pub(crate) from: String,
    pub(crate) to: String,
}

/// The moment an escalation's threshold was reached.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Since {
    /// The open episode reached this many days.
    MissingDays(u32),
    /// This many episodes fell within the window.
    MissingEpisodes(u32),
    /// The child was lost.
    Loss,
}

/// When a clock has no limit that is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoLimit {
    /// Never has one: due from its start on, never overdue.
    Always,
    /// Has none until it was met for the first time.
    UntilFirst,
}

/// What is to be done about consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// It is to be sought.
    Seek,
    /// It is not needed.
    NotNeeded,
    /// It is not to be sought.
    DoNotSeek,
}
