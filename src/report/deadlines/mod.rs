//! What is overdue, due today and coming: the contract `yjs.deadlines/1`.

mod page;

use super::assessment::{DateReading, StartRow, rank};
use crate::calendar::{Amount, BankHolidays, Moment, Unit, add, london};
use crate::domain::agenda::{self, Agenda, CaseAgenda, Owed, Tell};
use crate::domain::deadline::Status;
use crate::domain::missing_check::Threshold;
use crate::problem::Problem;
use crate::protocol::{Body, Rule};
use crate::render::{Cell, Column, Line, Page, Report, Table};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Value as Json, json};

/// What was asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The present.
    pub now: DateTime<Utc>,
    /// How far ahead.
    pub within: Amount,
    /// One case only.
    pub case: Option<String>,
    /// One worker's cases only.
    pub worker: Option<String>,
    /// One protocol's cases only.
    pub protocol: Option<String>,
    /// Later, waiting and met deadlines too.
    pub all: bool,
    /// The working and the other readings too.
    pub verbose: bool,
}

/// Cases that were not looked at.
#[derive(Debug, Default, Clone, Serialize)]
pub struct LeftOut {
    /// Closed.
    pub closed: usize,
    /// Closed, with a missing episode that never ended.
    pub closed_missing: Vec<String>,
    /// Under another protocol than the one asked for.
    pub other_protocol: usize,
    /// Another worker's.
    pub other_worker: usize,
    /// They could not be read.
    pub unreadable: usize,
}

/// The answer of `yjs deadlines`.
#[derive(Debug, Serialize)]
pub struct DeadlinesReport {
    schema: &'static str,
    now: String,
    /// The last day or instant that "coming" reaches to.
    until: Moment,
    within: String,
    looked_at: usize,
    left_out: LeftOut,
    /// How many lie after `until` and are not listed.
    later: usize,
    /// Cases of children who are missing, whether or not anything is due for them.
    missing: Vec<String>,
    tell_now: Vec<TellRow>,
    ahead: Vec<AheadRow>,
    deadlines: Vec<Row>,
    /// They run only if a fact that is not known says so.
    not_certain: Vec<Row>,
    /// Clocks of which nothing can be said, because no edition was in force when they started.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unanswered: Vec<Unanswered>,
    #[serde(skip)]
    asked: Asked,
}

/// A clock without an answer.
#[derive(Debug, Serialize)]
struct Unanswered {
    case: String,
    error: String,
}

/// What every row says of its case and its rule.
#[derive(Debug, Clone, Serialize)]
struct Key {
    case: String,
    worker: Option<String>,
    protocol: String,
    rule: String,
    clause: String,
    title: String,
    #[serde(skip)]
    order: u16,
}

#[derive(Debug, Serialize)]
struct Row {
    #[serde(flatten)]
    key: Key,
    applies: &'static str,
    unknown: Vec<String>,
    owner: String,
    #[serde(rename = "do")]
    action: String,
    start: Option<StartRow>,
    due: Option<Moment>,
    act_by: Option<NaiveDate>,
    /// The edition that was in force when the clock started.
    edition: String,
    status: Status,
    days_left: Option<i64>,
    met_on: Option<Moment>,
    provisional: bool,
    other_readings: Vec<DateReading>,
    #[serde(skip)]
    start_words: Option<String>,
    /// Whether the rule is one of another time than now.
    #[serde(skip)]
    other_era: bool,
    #[serde(skip)]
    amount_words: String,
    #[serde(skip)]
    questions: Vec<String>,
}

#[derive(Debug, Serialize)]
struct TellRow {
    #[serde(flatten)]
    key: Key,
    rank: u8,
    who: String,
    #[serde(rename = "do")]
    action: String,
    tell: Vec<String>,
    since: Option<Moment>,
    #[serde(skip)]
    tell_names: Vec<String>,
}

#[derive(Debug, Serialize)]
struct AheadRow {
    #[serde(flatten)]
    key: Key,
    missing_days: u32,
    at: Moment,
    who: String,
}

impl DeadlinesReport {
    /// Lays out what is owed.
    ///
    /// # Errors
    /// When the time asked for runs off the calendar.
    pub fn new(agenda: &Agenda, asked: Asked, mut left_out: LeftOut) -> Result<Self, Problem> {
        let today = london::date_of(asked.now);
        let anchor = if asked.within.unit == Unit::Hours { Moment::Instant(asked.now) } else { Moment::Date(today) };
        let until = add(asked.within, anchor, BankHolidays::published())?.due;
        left_out.closed = agenda.closed;
        left_out.closed_missing.clone_from(&agenda.closed_missing);
        let mut report = Self {
            schema: "yjs.deadlines/1",
            now: london::rfc3339(asked.now),
            until,
            within: asked.within.to_string(),
            looked_at: agenda.open,
            left_out,
            later: 0,
            missing: agenda.missing.clone(),
            tell_now: Vec::new(),
            ahead: Vec::new(),
            deadlines: Vec::new(),
            not_certain: Vec::new(),
            unanswered: agenda
                .unanswered
                .iter()
                .map(|(case, problem)| Unanswered { case: case.clone(), error: problem.what.clone() })
                .collect(),
            asked,
        };
        for case in &agenda.cases {
            report.add(case);
        }
        report.sort();
        Ok(report)
    }

    /// Whether something is overdue.
    pub fn overdue(&self) -> bool {
        self.deadlines.iter().any(|row| row.status == Status::Overdue)
    }

    fn add(&mut self, case: &CaseAgenda) {
        for owed in &case.deadlines {
            let status = owed.deadline.status;
            let due = owed.deadline.reckoning.as_ref().map(|reckoning| reckoning.due);
            let wanted = match status {
                Status::Overdue | Status::DueToday => true,
                Status::Upcoming if due.is_some_and(|due| self.reaches(due)) => true,
                Status::Upcoming => {
                    self.later += usize::from(owed.certain && !self.asked.all);
                    self.asked.all
                }
                Status::Waiting | Status::MetLate | Status::Met => self.asked.all,
            };
            if wanted {
                let list = if owed.certain { &mut self.deadlines } else { &mut self.not_certain };
                list.push(row(case, owed));
            }
        }
        self.tell_now.extend(case.tell.iter().map(|tell| tell_row(case, tell)));
        for threshold in &case.ahead {
            if self.asked.all || self.reaches(Moment::Instant(threshold.at)) {
                self.ahead.push(ahead_row(case, threshold));
            } else {
                self.later += 1;
            }
        }
    }

    /// Whether a due date lies within the time asked for. A day that has begun by then counts.
    fn reaches(&self, due: Moment) -> bool {
        match (due, self.until) {
            (Moment::Instant(due), Moment::Instant(until)) => due <= until,
            (due, until) => due.date() <= until.date(),
        }
    }

    fn sort(&mut self) {
        // Ties keep the order of the references, then of the protocol's own files.
        let last = |key: &Key| (key.case.clone(), key.order);
        for rows in [&mut self.deadlines, &mut self.not_certain] {
            rows.sort_by_cached_key(|row| (agenda::urgency(row.status), row.due.map(ends), last(&row.key)));
        }
        self.tell_now.sort_by_cached_key(|row| (row.rank, row.since.map(Moment::earliest), last(&row.key)));
        self.ahead.sort_by_cached_key(|row| (row.at.earliest(), last(&row.key)));
    }
}

/// On one date, times come before the end of the day.
fn ends(due: Moment) -> (NaiveDate, bool, DateTime<Utc>) {
    (due.date(), matches!(due, Moment::Date(_)), due.earliest())
}

fn key(case: &CaseAgenda, rule: &Rule, order: u16) -> Key {
    Key {
        case: case.reference.clone(),
        worker: case.worker.clone(),
        protocol: case.protocol.id.clone(),
        rule: rule.id.clone(),
        clause: rule.clause.clone(),
        title: rule.title.clone(),
        order,
    }
}

fn row(case: &CaseAgenda, owed: &Owed) -> Row {
    let protocol = owed.protocol(&case.protocol);
    let vocabulary = &protocol.vocabulary;
    let rule = protocol.rule(owed.rule);
    let (owner, action, amount_words) = match &rule.body {
        Body::Clock(clock) => (clock.owner.clone(), clock.action.clone(), clock.within.words()),
        _ => Default::default(),
    };
    let deadline = &owed.deadline;
    let reckoning = deadline.reckoning.as_ref();
    let event = |start: &crate::domain::deadline::Start| start.event.map(|event| vocabulary.event_definition(event));
    let definitions = owed.ask.iter().map(|fact| vocabulary.fact_definition(*fact));
    Row {
        key: key(case, rule, owed.rule.0),
        applies: if owed.certain { "yes" } else { "unknown" },
        unknown: definitions.clone().map(|fact| fact.id.clone()).collect(),
        owner,
        action,
        start: deadline.start.as_ref().map(|start| StartRow {
            event: event(start).map_or("birthday".into(), |event| event.id.clone()),
            at: start.at,
        }),
        due: reckoning.map(|reckoning| reckoning.due),
        act_by: reckoning.and_then(|reckoning| reckoning.act_by),
        edition: protocol.edition_of(rule),
        status: deadline.status,
        days_left: deadline.days_left,
        met_on: deadline.met.map(|met| met.when),
        provisional: reckoning.is_some_and(|reckoning| reckoning.provisional),
        other_readings: deadline
            .other_dates(vocabulary)
            .into_iter()
            .map(|(reading, due)| DateReading { reading, due })
            .collect(),
        start_words: deadline
            .start
            .as_ref()
            .map(|start| event(start).map_or("the birthday".into(), |event| event.title.clone())),
        other_era: owed.era.is_some(),
        amount_words,
        questions: definitions.map(|fact| fact.question.clone()).collect(),
    }
}

fn tell_row(case: &CaseAgenda, tell: &Tell) -> TellRow {
    let rule = case.protocol.rule(tell.rule);
    let (rank, who, action) = match &rule.body {
        Body::Escalation(escalation) => (rank(escalation.urgency), escalation.who.clone(), escalation.action.clone()),
        _ => Default::default(),
    };
    let name = |id: &String| case.protocol.team(id).map_or_else(|| id.clone(), |team| team.title.clone());
    TellRow {
        key: key(case, rule, tell.rule.0),
        rank,
        who,
        action,
        tell_names: tell.teams.iter().map(name).collect(),
        tell: tell.teams.clone(),
        since: tell.since,
    }
}

fn ahead_row(case: &CaseAgenda, threshold: &Threshold) -> AheadRow {
    let rule = case.protocol.rule(threshold.rule);
    let who = match &rule.body {
        Body::Escalation(escalation) => escalation.who.clone(),
        _ => String::new(),
    };
    AheadRow {
        key: key(case, rule, threshold.rule.0),
        missing_days: threshold.days,
        at: Moment::Instant(threshold.at),
        who,
    }
}

impl Report for DeadlinesReport {
    fn page(&self) -> Page {
        page::page(self)
    }

    fn table(&self) -> Option<Table> {
        let columns = [
            "list",
            "case",
            "status",
            "due",
            "days_left",
            "act_by",
            "since",
            "title",
            "owner",
            "clause",
            "rule",
            "protocol",
            "worker",
            "provisional",
        ];
        let mut table = Table::new(columns.map(|key| Column::new(key, key)), "Nothing is due.");
        let mut add = |list: &str, key: &Key, owner: &str, cells: [String; 6]| {
            let [status, due, days_left, act_by, since, provisional] = cells;
            let worker = key.worker.as_deref().unwrap_or_default();
            let texts = [
                list,
                &key.case,
                &status,
                &due,
                &days_left,
                &act_by,
                &since,
                &key.title,
                owner,
                &key.clause,
                &key.rule,
                &key.protocol,
                worker,
                &provisional,
            ];
            table.row(texts.map(Cell::from));
        };
        let text = |moment: Option<Moment>| moment.map(|moment| moment.to_string()).unwrap_or_default();
        let none = String::new;
        for row in &self.tell_now {
            let cells = ["tell_now".into(), none(), none(), none(), text(row.since), none()];
            add("tell_now", &row.key, &row.who, cells);
        }
        for row in &self.ahead {
            add("ahead", &row.key, &row.who, ["ahead".into(), text(Some(row.at)), none(), none(), none(), none()]);
        }
        for (list, rows) in [("deadlines", &self.deadlines), ("not_certain", &self.not_certain)] {
            for row in rows {
                let days = row.days_left.map(|days| days.to_string()).unwrap_or_default();
                let act_by = row.act_by.map(|date| date.to_string()).unwrap_or_default();
                let since = text(row.start.as_ref().map(|start| start.at));
                let cells =
                    [row.status.id().to_owned(), text(row.due), days, act_by, since, row.provisional.to_string()];
                add(list, &row.key, &row.owner, cells);
            }
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<Json>> {
        fn listed<T: Serialize>(list: &'static str, rows: &[T]) -> impl Iterator<Item = Json> {
            rows.iter().filter_map(|row| serde_json::to_value(row).ok()).map(move |row| {
                let mut line = json!({ "list": list });
                if let (Some(line), Json::Object(row)) = (line.as_object_mut(), row) {
                    line.extend(row);
                }
                line
            })
        }
        let lines = listed("tell_now", &self.tell_now)
            .chain(listed("ahead", &self.ahead))
            .chain(listed("deadlines", &self.deadlines))
            .chain(listed("not_certain", &self.not_certain));
        Some(lines.collect())
    }
}

/// A clause in brackets.
fn clause(key: &Key) -> Line {
    Line::new().faint(format!("[{}]", key.clause))
}
