//! What is overdue, due today and coming: the contract `yjs.deadlines/1`.

mod page;

use super::assessment::rank;
use crate::calendar::{Amount, BankHolidays, Moment, london, span};
use crate::domain::agenda::{self, Agenda, CaseAgenda, Owed, Scope, Tell};
use crate::domain::deadline::{Start as Started, Status};
use crate::domain::missing_check::Threshold;
use crate::parallel;
use crate::protocol::{Body, Rule};
use crate::render::{Cell, Column, Line, Page, Report, Table};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Value as Json, json};
use std::borrow::Cow;

/// What was asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The present.
    pub now: DateTime<Utc>,
    /// How far ahead.
    pub within: Amount,
    /// What that lists.
    pub scope: Scope,
    /// One case only.
    pub case: Option<String>,
    /// One worker's cases only.
    pub worker: Option<String>,
    /// One protocol's cases only.
    pub protocol: Option<String>,
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
pub struct DeadlinesReport<'a> {
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
    missing: &'a [String],
    tell_now: Vec<TellRow<'a>>,
    ahead: Vec<AheadRow<'a>>,
    deadlines: Vec<Row<'a>>,
    /// They run only if a fact that is not known says so.
    not_certain: Vec<Row<'a>>,
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
#[derive(Debug, Clone, Copy, Serialize)]
struct Key<'a> {
    case: &'a str,
    worker: Option<&'a str>,
    protocol: &'a str,
    rule: &'a str,
    clause: &'a str,
    title: &'a str,
    #[serde(skip)]
    order: u16,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    key: Key<'a>,
    applies: &'static str,
    unknown: Vec<&'a str>,
    owner: &'a str,
    #[serde(rename = "do")]
    action: &'a str,
    start: Option<Start<'a>>,
    due: Option<Moment>,
    act_by: Option<NaiveDate>,
    /// The edition that was in force when the clock started.
    edition: Cow<'a, str>,
    status: Status,
    days_left: Option<i64>,
    met_on: Option<Moment>,
    provisional: bool,
    other_readings: Vec<OtherDate<'a>>,
    #[serde(skip)]
    start_words: Option<&'a str>,
    /// Whether the rule is one of another time than now.
    #[serde(skip)]
    other_era: bool,
    #[serde(skip)]
    within: Option<Amount>,
    #[serde(skip)]
    questions: Vec<&'a str>,
}

/// Another date that could be meant.
#[derive(Debug, Serialize)]
struct OtherDate<'a> {
    reading: Cow<'a, str>,
    due: Option<Moment>,
}

/// What a deadline runs from.
#[derive(Debug, Serialize)]
struct Start<'a> {
    event: &'a str,
    at: Moment,
}

#[derive(Debug, Serialize)]
struct TellRow<'a> {
    #[serde(flatten)]
    key: Key<'a>,
    rank: u8,
    who: &'a str,
    #[serde(rename = "do")]
    action: &'a str,
    tell: &'a [String],
    since: Option<Moment>,
    #[serde(skip)]
    tell_names: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct AheadRow<'a> {
    #[serde(flatten)]
    key: Key<'a>,
    missing_days: u32,
    at: Moment,
    who: &'a str,
}

impl<'a> DeadlinesReport<'a> {
    /// Lays out what is owed.
    pub fn new(agenda: &'a Agenda, asked: Asked, mut left_out: LeftOut) -> Self {
        left_out.closed = agenda.closed;
        left_out.closed_missing.clone_from(&agenda.closed_missing);
        let mut report = Self {
            schema: "yjs.deadlines/1",
            now: london::rfc3339(asked.now),
            until: asked.scope.until,
            within: asked.within.to_string(),
            looked_at: agenda.open,
            left_out,
            later: agenda.later,
            missing: &agenda.missing,
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
        report.deadlines = listed(agenda, true, report.asked.now);
        report.not_certain = listed(agenda, false, report.asked.now);
        for case in &agenda.cases {
            report.tell_now.extend(case.tell.iter().map(|tell| tell_row(case, tell)));
            report.ahead.extend(case.ahead.iter().map(|threshold| ahead_row(case, threshold)));
        }
        // Ties keep the order of the references, then of the protocol's own files.
        report.tell_now.sort_by_cached_key(|row| (row.rank, row.since.map(Moment::earliest), row.key.last()));
        report.ahead.sort_by_cached_key(|row| (row.at.earliest(), row.key.last()));
        report
    }

    /// Whether something is overdue.
    pub fn overdue(&self) -> bool {
        self.deadlines.iter().any(|row| row.status == Status::Overdue)
    }
}

impl<'a> Key<'a> {
    fn last(&self) -> (&'a str, u16) {
        (self.case, self.order)
    }
}

/// On one date, times come before the end of the day.
fn ends(due: Moment) -> (NaiveDate, bool, DateTime<Utc>) {
    (due.date(), matches!(due, Moment::Date(_)), due.earliest())
}

/// The rows of all that is owed, or of all that may be: what is late first, then by the date, the case and the rule.
fn listed(agenda: &Agenda, certain: bool, now: DateTime<Utc>) -> Vec<Row<'_>> {
    let each = agenda.cases.iter().flat_map(|case| case.deadlines.iter().map(move |owed| (case, owed)));
    let place = |owed: &Owed| (agenda::urgency(owed.standing.status), owed.standing.due.map(ends));
    let mut sorted: Vec<_> = each
        .filter(|(_, owed)| owed.certain == certain)
        .map(|(case, owed)| (place(owed), case.reference.as_str(), owed.rule.0, case, owed))
        .collect();
    sorted.sort_by(|one, other| (one.0, one.1, one.2).cmp(&(other.0, other.1, other.2)));
    let today = london::date_of(now);
    let rows = parallel::parts(sorted.len(), |part| -> Vec<Row<'_>> {
        sorted[part].iter().map(|(.., case, owed)| row(case, owed, today)).collect()
    });
    let mut list = Vec::with_capacity(sorted.len());
    rows.into_iter().for_each(|rows| list.extend(rows));
    list
}

fn key<'a>(case: &'a CaseAgenda, rule: &'a Rule, order: u16) -> Key<'a> {
    Key {
        case: &case.reference,
        worker: case.worker.as_deref(),
        protocol: &case.protocol.id,
        rule: &rule.id,
        clause: &rule.clause,
        title: &rule.title,
        order,
    }
}

fn row<'a>(case: &'a CaseAgenda, owed: &'a Owed, today: NaiveDate) -> Row<'a> {
    let protocol = owed.protocol(&case.protocol);
    let vocabulary = &protocol.vocabulary;
    let rule = protocol.rule(owed.rule);
    let clock = match &rule.body {
        Body::Clock(clock) => Some(clock),
        _ => None,
    };
    let standing = &owed.standing;
    let due = standing.due;
    let reckoned = clock.zip(standing.start).zip(due);
    let (act_by, provisional) = reckoned.map_or((None, false), |((clock, start), due)| {
        span::margin(clock.within, start.at, due, BankHolidays::published())
    });
    let event = |start: &Started| start.event.map(|event| vocabulary.event_definition(event));
    let definitions = owed.ask.iter().map(|fact| vocabulary.fact_definition(*fact));
    let readings = rule.other_readings.iter().map(|other| Cow::Borrowed(other.text.as_str()));
    let readings = readings.zip(owed.others.readings.iter().copied());
    let earlier = owed.others.earlier.iter().map(|start| (Cow::Owned(start.words(vocabulary)), Some(start.due)));
    let other = |(reading, due)| OtherDate { reading, due };
    Row {
        key: key(case, rule, owed.rule.0),
        applies: if owed.certain { "yes" } else { "unknown" },
        unknown: definitions.clone().map(|fact| fact.id.as_str()).collect(),
        owner: clock.map_or("", |clock| &clock.owner),
        action: clock.map_or("", |clock| &clock.action),
        start: standing
            .start
            .as_ref()
            .map(|start| Start { event: event(start).map_or("birthday", |event| &event.id), at: start.at }),
        due,
        act_by,
        edition: protocol.edition_of(rule),
        status: standing.status,
        days_left: due.map(|due| (due.date() - today).num_days()),
        met_on: standing.met.map(|met| met.when),
        provisional,
        other_readings: readings.chain(earlier).map(other).collect(),
        start_words: standing.start.as_ref().map(|start| event(start).map_or("the birthday", |event| &event.title)),
        other_era: owed.era.is_some(),
        within: clock.map(|clock| clock.within),
        questions: definitions.map(|fact| fact.question.as_str()).collect(),
    }
}

fn tell_row<'a>(case: &'a CaseAgenda, tell: &'a Tell) -> TellRow<'a> {
    let rule = case.protocol.rule(tell.rule);
    let escalation = match &rule.body {
        Body::Escalation(escalation) => Some(escalation),
        _ => None,
    };
    let name = |id: &'a String| case.protocol.team(id).map_or(id.as_str(), |team| &team.title);
    TellRow {
        key: key(case, rule, tell.rule.0),
        rank: escalation.map_or(0, |escalation| rank(escalation.urgency)),
        who: escalation.map_or("", |escalation| &escalation.who),
        action: escalation.map_or("", |escalation| &escalation.action),
        tell_names: tell.teams.iter().map(name).collect(),
        tell: &tell.teams,
        since: tell.since,
    }
}

fn ahead_row<'a>(case: &'a CaseAgenda, threshold: &Threshold) -> AheadRow<'a> {
    let rule = case.protocol.rule(threshold.rule);
    let who = match &rule.body {
        Body::Escalation(escalation) => &escalation.who,
        _ => "",
    };
    AheadRow {
        key: key(case, rule, threshold.rule.0),
        missing_days: threshold.days,
        at: Moment::Instant(threshold.at),
        who,
    }
}

impl Report for DeadlinesReport<'_> {
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
        let mut add = |list: &str, key: &Key<'_>, owner: &str, cells: [String; 6]| {
            let [status, due, days_left, act_by, since, provisional] = cells;
            let worker = key.worker.unwrap_or_default();
            let texts = [
                list,
                key.case,
                &status,
                &due,
                &days_left,
                &act_by,
                &since,
                key.title,
                owner,
                key.clause,
                key.rule,
                key.protocol,
                worker,
                &provisional,
            ];
            table.row(texts.map(Cell::from));
        };
        let text = |moment: Option<Moment>| moment.map(|moment| moment.to_string()).unwrap_or_default();
        let none = String::new;
        for row in &self.tell_now {
            let cells = ["tell_now".into(), none(), none(), none(), text(row.since), none()];
            add("tell_now", &row.key, row.who, cells);
        }
        for row in &self.ahead {
            add("ahead", &row.key, row.who, ["ahead".into(), text(Some(row.at)), none(), none(), none(), none()]);
        }
        for (list, rows) in [("deadlines", &self.deadlines), ("not_certain", &self.not_certain)] {
            for row in rows {
                let days = row.days_left.map(|days| days.to_string()).unwrap_or_default();
                let act_by = row.act_by.map(|date| date.to_string()).unwrap_or_default();
                let since = text(row.start.as_ref().map(|start| start.at));
                let cells =
                    [row.status.id().to_owned(), text(row.due), days, act_by, since, row.provisional.to_string()];
                add(list, &row.key, row.owner, cells);
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
fn clause(key: &Key<'_>) -> Line {
    Line::new().faint(format!("[{}]", key.clause))
}
