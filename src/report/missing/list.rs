//! Children who are missing, or were lately: the contract `yjs.missing_list/1`.

use super::{MissingReport, State};
use crate::calendar::{Moment, london};
use crate::domain::agenda::is_closed;
use crate::domain::assess::Assessment;
use crate::domain::check::outlives_closing;
use crate::domain::deadline::Status;
use crate::domain::missing_check;
use crate::domain::situation::Situation;
use crate::problem::Problem;
use crate::protocol::{Body, Rule};
use crate::render::{Cell, Column, Line, Page, Report, Table};
use crate::report::assessment::DeadlineRow;
use crate::report::gaps::{GapRow, gaps};
use crate::report::words::{ahead, count, near};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value as Json;

/// The answer of `yjs missing list`.
#[derive(Debug, Serialize)]
pub struct MissingList {
    schema: &'static str,
    now: String,
    looked_at: usize,
    unreadable: usize,
    cases: Vec<ListRow>,
    /// Children of files that were located and owe nothing else, whose form never says that well-being was confirmed.
    #[serde(skip_serializing_if = "is_none")]
    not_said_to_be_well: usize,
    #[serde(skip)]
    of_files: bool,
    #[serde(skip)]
    instant: DateTime<Utc>,
}

/// A child who is missing, or was lately.
#[derive(Debug, Serialize)]
pub struct ListRow {
    case: String,
    protocol: String,
    state: State,
    closed: bool,
    lost: Option<Moment>,
    located: Option<Moment>,
    ended: Option<Moment>,
    hours: Option<i64>,
    days: Option<u32>,
    /// Episodes that count together in the reading that governs; none where the protocol counts none.
    counted: Option<usize>,
    /// Rules by which somebody must be told now.
    tell_now: Vec<String>,
    /// What else is due for a child who is, or was, missing.
    due: Vec<DueRow>,
    next: Option<Next>,
    /// What is not recorded of a child who is, or was, missing, and has to be.
    to_do: Vec<GapRow>,
    #[serde(skip)]
    tell_words: Vec<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_none(count: &usize) -> bool {
    *count == 0
}

#[derive(Debug, Serialize)]
struct DueRow {
    rule: String,
    clause: String,
    title: String,
    status: Status,
    due: Option<Moment>,
}

/// Returns true while something that the loss of the child called for is not recorded as done. Once the case is closed,
/// only what outlives closing counts.
fn owes_something(assessment: &Assessment<'_>) -> bool {
    let undone = |rule: &Rule| matches!(rule.body, Body::Escalation(_)) && !assessment.completion(rule).is_done();
    let is_over = is_closed(&assessment.situation);
    let counts = |rule: &Rule| !is_over || outlives_closing(assessment, rule);
    assessment.applying().any(|(_, rule)| rule.since.is_some() && undone(rule) && counts(rule))
}

#[derive(Debug, Serialize)]
struct Next {
    rule: String,
    clause: String,
    days: u32,
    at: Moment,
}

impl ListRow {
    /// Returns the row of a case that is listed: while an episode is open, and while its last could still count with a
    /// new one.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub fn of(situation: Situation<'_>, reference: &str) -> Result<Option<Self>, Problem> {
        let within = missing_check::window_days(&situation.protocol.vocabulary).map(i64::from);
        let lately = |ended: Moment| within.is_some_and(|within| (situation.today - ended.date()).num_days() <= within);
        let listed = match situation.episodes.last() {
            Some(last) => last.confirmed.is_none() || last.ended.is_none_or(lately),
            None if missing_check::said_to_be_missing(&situation) => true,
            None => return Ok(None),
        };
        let protocol = situation.protocol;
        let related = missing_check::related(protocol);
        let bears = |rule: &Rule| protocol.find_rule(&rule.id).is_some_and(|rule| related[usize::from(rule.0)]);
        // Most of those who are back owe nothing more, which fewer rules show.
        let checked = Assessment::planned(situation, &protocol.checked);
        let to_do = gaps(&checked, bears)?;
        if !listed && to_do.is_empty() && !owes_something(&checked) {
            return Ok(None);
        }
        let assessment = &Assessment::new(checked.situation);
        let situation = &assessment.situation;
        let last = situation.episodes.last();
        let report = MissingReport::new(assessment, Some(reference.to_owned()), Vec::new(), false)?;
        let closed = is_closed(situation);
        let outlives = |id: &str| {
            !closed || protocol.find_rule(id).is_some_and(|rule| outlives_closing(assessment, protocol.rule(rule)))
        };
        let open_steps = report
            .steps
            .iter()
            .filter(|step| step.kind == "escalation" && step.done.is_none() && outlives(&step.rule.rule));
        let counted = report.in_a_month.iter().flat_map(|times| &times.readings).find(|row| row.governs);
        let live = |row: &&DeadlineRow| matches!(row.status, Status::Overdue | Status::DueToday | Status::Due);
        let due = report.deadlines.iter().filter(live).filter(|row| outlives(&row.rule.rule)).map(|row| DueRow {
            rule: row.rule.rule.clone(),
            clause: row.rule.clause.clone(),
            title: row.rule.title.clone(),
            status: row.status,
            due: row.due,
        });
        Ok(Some(Self {
            case: reference.to_owned(),
            protocol: situation.protocol.id.clone(),
            state: report.state,
            closed,
            lost: last.map(|last| last.lost),
            located: last.and_then(|last| last.located),
            ended: last.and_then(|last| last.ended),
            hours: report.open.as_ref().map(|open| open.hours),
            days: report.open.as_ref().map(|open| open.days),
            counted: counted.map(|row| row.count),
            tell_now: open_steps.clone().map(|step| step.rule.rule.clone()).collect(),
            tell_words: open_steps.map(|step| format!("{} [{}]", step.rule.title, step.rule.clause)).collect(),
            due: due.collect(),
            to_do,
            next: report.thresholds.into_iter().find(|threshold| !threshold.reached).map(|next| Next {
                rule: next.rule,
                clause: next.clause,
                days: next.days,
                at: next.at,
            }),
        }))
    }
}

impl MissingList {
    /// A list with nothing in it yet.
    pub fn new(now: DateTime<Utc>) -> Self {
        Self {
            schema: "yjs.missing_list/1",
            now: london::rfc3339(now),
            looked_at: 0,
            unreadable: 0,
            cases: Vec::new(),
            not_said_to_be_well: 0,
            of_files: false,
            instant: now,
        }
    }

    /// Takes what was found in so many cases, open episodes first, the longest missing at the top, and how many lines could
    /// not be read.
    pub fn add(&mut self, looked_at: usize, rows: Vec<ListRow>, unreadable: usize) {
        (self.looked_at, self.unreadable, self.cases) = (looked_at, unreadable, rows);
        self.cases.sort_by_cached_key(|row| (row.ended.is_some(), row.lost.map(Moment::earliest), row.case.clone()));
    }

    /// Says that the cases are those of files. Where these never say that well-being was confirmed, a child who was located
    /// and for whom nothing else is due is counted, not listed.
    pub fn of_files(&mut self, never_confirmed: bool) {
        self.of_files = true;
        if never_confirmed {
            let before = self.cases.len();
            self.cases.retain(|row| {
                let owes = !row.tell_now.is_empty() || !row.due.is_empty() || !row.to_do.is_empty();
                row.state != State::LocatedNotConfirmed || owes
            });
            self.not_said_to_be_well = before - self.cases.len();
        }
    }

    /// Whether somebody must be told now.
    pub fn adverse(&self) -> bool {
        self.cases.iter().any(|row| !row.tell_now.is_empty())
    }

    fn rows(&self) -> Table {
        let columns = [
            Column::new("Case", "case"),
            Column::new("Stands", "state").flexible(),
            Column::new("Lost", "lost").flexible(),
            Column::new("Count", "counted").right(),
            Column::new("Now, and next", "next").flexible(),
        ];
        let mut table = Table::new(
            columns,
            match self.unreadable {
                0 => "No child is missing, and none has been lately.",
                _ => "In the cases that could be read, no child is missing, and none has been lately.",
            },
        );
        let today = london::date_of(self.instant);
        for row in &self.cases {
            let counted = row.counted.map(|number| number.to_string()).unwrap_or_default();
            table.row([
                Cell::from(row.case.as_str()),
                Cell::from(self.stands(row)),
                Cell::from(row.lost.map_or_else(|| "not recorded".into(), |lost| near(lost, today))),
                Cell::from(counted),
                Cell::from(self.next(row)),
            ]);
        }
        table
    }

    fn stands(&self, row: &ListRow) -> Line {
        let lasted = match (row.days, row.hours) {
            (Some(0) | None, hours) => count(hours.unwrap_or(0).max(0).unsigned_abs(), "hour"),
            (Some(days), _) => count(days.into(), "day"),
        };
        let closed = if row.closed { " (the case is closed)" } else { "" };
        match (row.state, row.ended) {
            (State::Missing, _) => Line::new().alarm(format!("missing for {lasted}")).plain(closed),
            (State::LocatedNotConfirmed, _) => {
                Line::new().alarm("located, well-being not confirmed").plain(format!("; open for {lasted}{closed}"))
            }
            (_, Some(ended)) => Line::from(format!("found {}{closed}", near(ended, london::date_of(self.instant)))),
            (_, None) => Line::new().alarm("said to be missing, no time recorded").plain(closed),
        }
    }

    fn next(&self, row: &ListRow) -> Line {
        let mut line = Line::new();
        if row.state == State::TimeNotRecorded {
            return line.strong("Record the time").plain(format!(": `yjs missing report {} --at WHEN`", row.case));
        }
        if !row.tell_words.is_empty() {
            line = line.alarm("Tell now: ").plain(row.tell_words.join("; "));
        }
        for due in &row.due {
            let lead = if line.is_empty() { "" } else { ". " };
            line = line.plain(lead).alarm("Due now: ").plain(format!("{} [{}]", due.title, due.clause));
        }
        for gap in &row.to_do {
            let lead = if line.is_empty() { "" } else { ". " };
            line = line.plain(lead).plain(format!("{} [{}]", gap.message, gap.clause));
        }
        if let Some(next) = &row.next {
            let lead = if line.is_empty() { "" } else { ". " };
            line = line.plain(format!(
                "{lead}Reaches {} on {}, {} [{}]",
                count(next.days.into(), "day"),
                near(next.at, london::date_of(self.instant)),
                ahead(next.at, self.instant),
                next.clause
            ));
        }
        if line.is_empty() && row.ended.is_none() && row.counted.is_none() {
            line = line.plain("The protocol prints no number; see the check.");
        }
        line
    }
}

fn state_id(state: State) -> &'static str {
    match state {
        State::Missing => "missing",
        State::LocatedNotConfirmed => "located_not_confirmed",
        State::TimeNotRecorded => "time_not_recorded",
        State::NotMissing => "not_missing",
    }
}

impl Report for MissingList {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(format!("Missing children at {}", london::short(self.instant)));
        if self.looked_at == 0 && self.unreadable == 0 {
            page.paragraph("The store has no cases yet: `yjs case add` adds one, and `--sample` shows fictional ones.");
            return page;
        }
        page.table(self.rows());
        if self.cases.iter().any(|row| row.counted.is_some()) {
            page.paragraph(
                "Count: episodes that count together, by the reading that governs. Blank: the protocol counts none.",
            );
        }
        page.paragraph(format!(
            "{} looked at. `yjs missing check REF` shows one in full.",
            count(self.looked_at as u64, "case")
        ));
        if self.not_said_to_be_well > 0 {
            let found = match self.not_said_to_be_well {
                1 => "1 more child was found, and nothing else is due".to_owned(),
                many => format!("{many} more children were found, and nothing else is due"),
            };
            page.paragraph(format!(
                "{found}. These files never say whether anyone confirmed that a child was well after coming back; until \
                 then the police still count the child as missing."
            ));
        }
        if self.unreadable > 0 {
            let number = count(self.unreadable as u64, if self.of_files { "row" } else { "line" });
            let place = if self.of_files { "files" } else { "store" };
            let line = format!("{number} of the {place} could not be read: what stands there is not in this list.");
            page.paragraph(Line::new().warn(line));
        }
        page
    }

    fn table(&self) -> Option<Table> {
        let columns = [
            "case",
            "protocol",
            "state",
            "closed",
            "lost",
            "located",
            "ended",
            "days",
            "hours",
            "counted",
            "tell_now",
            "next_days",
            "next_at",
        ];
        let mut table = Table::new(columns.map(|key| Column::new(key, key)), "No child is missing.");
        let text = |value: Option<String>| value.unwrap_or_default();
        let moment = |moment: Option<Moment>| moment.map(|moment| moment.to_string()).unwrap_or_default();
        for row in &self.cases {
            let cells = [
                row.case.clone(),
                row.protocol.clone(),
                state_id(row.state).to_owned(),
                row.closed.to_string(),
                moment(row.lost),
                moment(row.located),
                moment(row.ended),
                text(row.days.map(|days| days.to_string())),
                text(row.hours.map(|hours| hours.to_string())),
                text(row.counted.map(|number| number.to_string())),
                row.tell_now.join(";"),
                text(row.next.as_ref().map(|next| next.days.to_string())),
                moment(row.next.as_ref().map(|next| next.at)),
            ];
            table.row(cells.map(Cell::from));
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<Json>> {
        Some(self.cases.iter().filter_map(|row| serde_json::to_value(row).ok()).collect())
    }
}
