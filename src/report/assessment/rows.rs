//! The rows of an assessment, a kind a section.

use super::contact::ContactRow;
use super::rule::RuleRow;
use crate::calendar::{Moment, Skipped};
use crate::domain::deadline::Status;
use crate::protocol::Need;
use chrono::NaiveDate;
use serde::Serialize;

/// A candidate outcome.
#[derive(Debug, Serialize)]
pub struct DecisionRow {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleRow,
    /// The outcome's fixed name.
    pub outcome: String,
    /// Points for.
    #[serde(rename = "for")]
    pub points_for: Vec<String>,
    /// Points against.
    pub against: Vec<String>,
    /// The outcome's words, for text.
    #[serde(skip)]
    pub outcome_title: String,
}

/// A route.
#[derive(Debug, Serialize)]
pub struct RouteRow {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleRow,
    /// 1 emergency services, 2 telephone, 3 writing, 4 forms and records.
    pub rank: u8,
    /// Where to, as team ids.
    pub to: Vec<String>,
    /// Their names.
    pub to_names: Vec<String>,
    /// By which channels, in order.
    pub by: Vec<String>,
    /// How to reach them, as printed.
    pub contact: Vec<ContactRow>,
    /// What goes with it.
    pub attach: Vec<String>,
    /// Systems to search first.
    pub search: Vec<String>,
    /// Systems to record on.
    pub record: Vec<String>,
    /// A limit in words.
    pub within: Option<Within>,
    /// What shows that it was done.
    pub done: Option<DoneRow>,
    /// What may show that it was done, once somebody has checked what it covered.
    pub perhaps_done: Option<DoneRow>,
    /// While it is not known whether it applies, the last record of what it asks for, for text.
    #[serde(skip)]
    pub recorded: Option<DoneRow>,
    /// Other readings that are about this case, for text.
    #[serde(skip)]
    pub others: Vec<String>,
    /// Who sends it, for text.
    #[serde(skip)]
    pub who: String,
    /// What to do, for text.
    #[serde(skip)]
    pub action: String,
    /// Names of the forms, for text.
    #[serde(skip)]
    pub attach_names: Vec<String>,
}

/// What was done: an event, or a fact, which has no event, time or name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DoneRow {
    /// The event.
    pub event: Option<String>,
    /// When.
    pub at: Option<Moment>,
    /// The code of the worker who did it.
    pub by: Option<String>,
    /// The event and the team in words, for text.
    #[serde(skip)]
    pub words: String,
}

/// A limit that is no number.
#[derive(Debug, Clone, Serialize)]
pub struct Within {
    /// As printed: `immediately`.
    pub limit: String,
}

/// Consent.
#[derive(Debug, Serialize)]
pub struct ConsentRow {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleRow,
    /// What is to be done.
    pub need: Need,
    /// Why.
    pub why: String,
}

/// A deadline.
#[derive(Debug, Serialize)]
pub struct DeadlineRow {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleRow,
    /// Who must meet it.
    pub owner: String,
    /// What it runs from.
    pub start: Option<StartRow>,
    /// For a window, its first day.
    pub opens: Option<NaiveDate>,
    /// When it ends: a date (to its end) or an instant.
    pub due: Option<Moment>,
    /// The last working day before a due date that is none.
    pub act_by: Option<NaiveDate>,
    /// The edition it was reckoned under.
    pub edition: String,
    /// Where it stands.
    pub status: Status,
    /// Dates from today to the due date.
    pub days_left: Option<i64>,
    /// How it was reckoned.
    pub working: Option<WorkingRow>,
    /// Other dates, by other readings.
    pub other_readings: Vec<DateReading>,
    /// Whether unpublished bank holidays were assumed.
    pub provisional: bool,
    /// What must be done, for text.
    #[serde(skip)]
    pub action: String,
}

/// What a deadline runs from.
#[derive(Debug, Serialize)]
pub struct StartRow {
    /// The event, or `birthday`.
    pub event: String,
    /// When.
    pub at: Moment,
}

/// How a deadline was reckoned.
#[derive(Debug, Serialize)]
pub struct WorkingRow {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: &'static str,
    /// The start, which is not counted.
    pub day_zero: Moment,
    /// The first day counted.
    pub day_one: Option<NaiveDate>,
    /// Days passed over.
    pub skipped: Vec<Skipped>,
    /// A change of the clocks on the way.
    pub clock_change: Option<String>,
    /// When it was done.
    pub met_on: Option<Moment>,
}

/// Another date, by another reading.
#[derive(Debug, Serialize)]
pub struct DateReading {
    /// The reading.
    pub reading: String,
    /// The date it gives, when it gives one.
    pub due: Option<Moment>,
}

/// An escalation.
#[derive(Debug, Serialize)]
pub struct EscalationRow {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleRow,
    /// As for routes.
    pub rank: u8,
    /// Who is told, as team ids.
    pub tell: Vec<String>,
    /// How to reach them.
    pub contact: Vec<ContactRow>,
    /// What goes with it.
    pub attach: Vec<String>,
    /// When the threshold was reached.
    pub since: Option<Moment>,
    /// Readings of "in a month" that are met.
    pub readings_met: Vec<String>,
    /// When it was acted on.
    pub done: Option<Moment>,
    /// What may show that it was acted on, once somebody has checked what it covered.
    pub perhaps_done: Option<DoneRow>,
    /// What was done, for text.
    #[serde(skip)]
    pub done_row: Option<DoneRow>,
    /// The child is located again, for text.
    #[serde(skip)]
    pub is_back: bool,
    /// The child has been back for long enough that it comes after what is current, for text.
    #[serde(skip)]
    pub is_old: bool,
    /// Names of those told, for text.
    #[serde(skip)]
    pub tell_names: Vec<String>,
    /// Who does it, for text.
    #[serde(skip)]
    pub who: String,
    /// What to do, for text.
    #[serde(skip)]
    pub action: String,
    /// Names of the forms, for text.
    #[serde(skip)]
    pub attach_names: Vec<String>,
    /// The readings in words, for text.
    #[serde(skip)]
    pub reading_words: Vec<String>,
}

/// A duty.
#[derive(Debug, Serialize)]
pub struct DutyRow {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleRow,
    /// Who.
    pub who: String,
    /// What.
    #[serde(rename = "do")]
    pub action: String,
    /// Teams whose contacts it shows.
    pub to: Vec<String>,
    /// How to reach them.
    pub contact: Vec<ContactRow>,
    /// Forms that go with it.
    pub attach: Vec<String>,
    /// What shows that it was done.
    pub done: Option<DoneRow>,
    /// What may show that it was done, once somebody has checked what it covered.
    pub perhaps_done: Option<DoneRow>,
    /// Names of those teams, for text.
    #[serde(skip)]
    pub to_names: Vec<String>,
    /// Names of the forms, for text.
    #[serde(skip)]
    pub attach_names: Vec<String>,
}

/// Something the protocol leaves out.
#[derive(Debug, Clone, Serialize)]
pub struct SilenceRow {
    /// Its fixed name.
    pub topic: String,
    /// Said to the practitioner.
    pub text: String,
    /// The fact that it is about, when it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// The fact in the middle of a sentence, for text.
    #[serde(skip)]
    pub label: Option<String>,
    /// Another silence says the same of the same fact, for text.
    #[serde(skip)]
    pub is_repeated: bool,
    /// It stands before the level, for text.
    #[serde(skip)]
    pub first: bool,
    /// The nearest contacts that are printed, for text.
    #[serde(skip)]
    pub contact: Vec<ContactRow>,
    /// Their teams' names, for text.
    #[serde(skip)]
    pub names: Vec<(String, String)>,
    /// The id and the title of a rule whose clock has no answer, where that is what is said.
    #[serde(skip)]
    pub clock: Option<(String, String)>,
}
