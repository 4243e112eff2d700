//! A missing child: how long, what is reached, what must be done now. The contract `yjs.missing/1`.

mod build;
pub mod list;
mod page;
mod tables;

use super::assessment::{
    AssessmentReport, ContactRow, DeadlineRow, DoneRow, DutyRow, ProtocolName, RuleRow, SilenceRow,
};
use crate::calendar::Moment;
use crate::render::{Line, Page, Report};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// The answer of `yjs missing check`, and of the commands that record an episode.
#[derive(Debug, Serialize)]
pub struct MissingReport {
    schema: &'static str,
    protocol: ProtocolName,
    case: Option<String>,
    now: String,
    /// What was just recorded.
    recorded: Vec<RecordedRow>,
    state: State,
    /// The open episode.
    open: Option<OpenRow>,
    /// Days missing at which somebody is told, as the protocol names them.
    thresholds: Vec<ThresholdRow>,
    episodes: Vec<EpisodeRow>,
    /// Numbers of episodes at which somebody is told, as the protocol names them.
    in_a_month: Vec<TimesRow>,
    /// Absences with the child's whereabouts known: apart, and not counted.
    unauthorised_absences: Vec<Moment>,
    /// What must be done, most urgent first; what is done comes last.
    steps: Vec<StepRow>,
    deadlines: Vec<DeadlineRow>,
    /// Clocks that would run, or may, once their start is recorded.
    not_started: Vec<NotStarted>,
    duties: Vec<DutyRow>,
    /// What would have to be done if the child is missing, while no time is recorded.
    if_missing: Vec<IfMissing>,
    /// What the facts say of missing, absent and unauthorised absence.
    kinds: Vec<KindRow>,
    silent: Vec<SilenceRow>,
    /// What is not known and would change the answer.
    ask: Vec<AskRow>,
    #[serde(skip)]
    instant: DateTime<Utc>,
    #[serde(skip)]
    verbose: bool,
    /// What bears on a missing child and is still to be done, for people.
    #[serde(skip)]
    shown: Option<AssessmentReport>,
    /// The level of need, for text.
    #[serde(skip)]
    level_line: Line,
    /// Whether the last episode was ended with no record that the child was located.
    #[serde(skip)]
    never_located: bool,
    /// Whether some rule of this protocol counts episodes.
    #[serde(skip)]
    counts_episodes: bool,
}

/// Where a child stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// An episode is open and the child has not been located.
    Missing,
    /// Located, but well-being is not confirmed: the episode is still open.
    LocatedNotConfirmed,
    /// The case says that the police have the child as missing, but no open episode is recorded.
    TimeNotRecorded,
    /// No episode is open.
    NotMissing,
}

#[derive(Debug, Serialize)]
struct RecordedRow {
    event: String,
    at: Moment,
    #[serde(skip)]
    title: String,
    /// What it means for the episode, where that needs saying.
    note: Option<String>,
}

#[derive(Debug, Serialize)]
struct OpenRow {
    lost: Moment,
    located: Option<Moment>,
    hours: i64,
    days: u32,
    /// Full days by the police meaning: from the loss that opened it, until well-being is confirmed.
    police_days: u32,
    clock_change: Option<String>,
}

#[derive(Debug, Serialize)]
struct ThresholdRow {
    rule: String,
    clause: String,
    title: String,
    days: u32,
    at: Moment,
    reached: bool,
}

#[derive(Debug, Serialize)]
struct EpisodeRow {
    lost: Moment,
    located: Option<Moment>,
    ended: Option<Moment>,
    confirmed: Option<Moment>,
}

#[derive(Debug, Serialize)]
struct TimesRow {
    rule: String,
    clause: String,
    title: String,
    times: usize,
    applies: &'static str,
    since: Option<Moment>,
    one_more_by: Option<chrono::NaiveDate>,
    readings: Vec<CountRow>,
}

#[derive(Debug, Serialize)]
struct CountRow {
    reading: String,
    title: String,
    governs: bool,
    met: bool,
    /// The most that ever counted together.
    count: usize,
    /// When those began.
    episodes: Vec<Moment>,
}

#[derive(Debug, Serialize)]
struct StepRow {
    kind: &'static str,
    #[serde(flatten)]
    rule: RuleRow,
    rank: u8,
    who: String,
    #[serde(rename = "do")]
    action: String,
    to: Vec<String>,
    to_names: Vec<String>,
    contact: Vec<ContactRow>,
    attach: Vec<String>,
    attach_names: Vec<String>,
    since: Option<Moment>,
    readings_met: Vec<String>,
    done: Option<Moment>,
    /// For a route: when the escalations that call for it were acted on. No record shows that it was sent.
    occasion_done: Option<Moment>,
    /// What may show that it was done, once somebody has checked what it covered.
    perhaps_done: Option<DoneRow>,
}

impl StepRow {
    /// Whether it is done, or every occasion for it is.
    fn is_settled(&self) -> bool {
        self.done.or(self.occasion_done).is_some()
    }
}

#[derive(Debug, Serialize)]
struct NotStarted {
    rule: String,
    clause: String,
    title: String,
    applies: &'static str,
    starts_with: Vec<String>,
    #[serde(skip)]
    starts_words: Vec<String>,
}

#[derive(Debug, Serialize)]
struct IfMissing {
    rule: String,
    clause: String,
    who: String,
    #[serde(rename = "do")]
    action: String,
}

#[derive(Debug, Serialize)]
struct KindRow {
    rule: String,
    clause: String,
    title: String,
    outcome: String,
    applies: &'static str,
    unknown: Vec<String>,
    #[serde(skip)]
    questions: Vec<String>,
}

#[derive(Debug, Serialize)]
struct AskRow {
    fact: String,
    question: String,
    decides: Vec<Decides>,
}

#[derive(Debug, Serialize)]
struct Decides {
    rule: String,
    clause: String,
    title: String,
}

impl MissingReport {
    /// Whether somebody must be told now, or a deadline about the child is overdue.
    pub fn adverse(&self) -> bool {
        self.steps.iter().any(|step| step.kind == "escalation" && step.done.is_none())
            || self.deadlines.iter().any(|row| row.status == crate::domain::deadline::Status::Overdue)
    }
}

impl MissingReport {
    /// Where the child stands and since when, while an episode is open or facts speak of one.
    pub fn state_line(&self) -> Option<Line> {
        (self.state != State::NotMissing).then(|| page::state(self))
    }
}

impl Report for MissingReport {
    fn page(&self) -> Page {
        page::page(self)
    }
}
