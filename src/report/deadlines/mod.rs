//! What is overdue, due today and coming: the contract `yjs.deadlines/1`.

mod calendar;
mod group;
mod listed;
mod page;
mod rows;

use crate::calendar::{Amount, Moment, london};
use crate::domain::agenda::{Agenda, Scope};
use crate::domain::deadline::Status;
use crate::protocol::checks::Severity;
use crate::render::{Cell, Column, Line, Page, Report, Sheet, Table};
use chrono::{DateTime, NaiveDate, Utc};
pub use group::Group;
use listed::Listed;
use rows::{AheadRow, Key, TellRow, ToDoList, ahead_row, tell_row};
use serde::Serialize;
use serde_json::{Value as Json, json};

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
    /// How many rows of a long list are shown; `None` is all of them.
    pub rows: Option<usize>,
    /// What rows are put together by, where it is not how late they are.
    pub group: Option<Group>,
    /// Only what stands so; empty is everything.
    pub only: Vec<Status>,
    /// Only cases without a worker.
    pub unassigned: bool,
}

/// Cases that were not looked at.
#[derive(Debug, Default, Clone, Serialize)]
pub struct LeftOut {
    /// Closed.
    pub closed: usize,
    /// Closed, with a missing episode that never ended, or said to be missing with no time recorded.
    pub closed_missing: Vec<String>,
    /// Under another protocol than the one asked for.
    pub other_protocol: usize,
    /// Another worker's.
    pub other_worker: usize,
    /// No worker is assigned.
    pub unassigned: usize,
    /// They could not be read.
    pub unreadable: usize,
    /// The cases are those of files, not of the store.
    #[serde(skip)]
    pub of_files: bool,
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
    /// Those of them who are located, with well-being not confirmed.
    #[serde(skip)]
    unconfirmed: &'a [String],
    tell_now: Vec<TellRow<'a>>,
    ahead: Vec<AheadRow<'a>>,
    deadlines: Listed<'a>,
    /// What is to be done that has no deadline of its own: gaps that `yjs check` calls a breach or due. A referral that a
    /// child at the highest level needs comes first.
    to_do: ToDoList<'a>,
    /// They run only if a fact that is not known says so.
    not_certain: Listed<'a>,
    /// Clocks of which nothing can be said, because no edition was in force when they started.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unanswered: Vec<Unanswered>,
    /// How many there are of each, whether or not they are listed.
    totals: Totals,
    #[serde(skip)]
    is_adverse: bool,
    #[serde(skip)]
    asked: Asked,
    #[serde(skip)]
    today: NaiveDate,
}

/// How many there are of each, before anything was left out of the list.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// To do now: referrals at the highest level, and whom to tell.
    pub to_do_now: usize,
    /// Overdue.
    pub overdue: usize,
    /// Due today.
    pub due_today: usize,
    /// Coming, within the time asked for.
    pub coming: usize,
    /// To do, with no limit printed.
    pub no_limit: usize,
}

/// A clock without an answer.
#[derive(Debug, Serialize)]
struct Unanswered {
    case: String,
    error: String,
}

impl<'a> DeadlinesReport<'a> {
    /// Lays out what is owed.
    pub fn new(agenda: &'a Agenda, asked: Asked, mut left_out: LeftOut) -> Self {
        left_out.closed = agenda.closed;
        left_out.closed_missing.clone_from(&agenda.closed_missing);
        let (deadlines, not_certain) = Listed::both(agenda, asked.now);
        let mut report = Self {
            schema: "yjs.deadlines/1",
            now: london::rfc3339(asked.now),
            until: asked.scope.until,
            within: asked.within.to_string(),
            looked_at: agenda.open,
            left_out,
            later: agenda.later,
            missing: &agenda.missing,
            unconfirmed: &agenda.unconfirmed,
            tell_now: Vec::new(),
            ahead: Vec::new(),
            deadlines,
            to_do: ToDoList::of(agenda),
            not_certain,
            unanswered: agenda
                .unanswered
                .iter()
                .map(|(case, problem)| Unanswered { case: case.clone(), error: problem.what.clone() })
                .collect(),
            totals: Totals::default(),
            is_adverse: false,
            today: london::date_of(asked.now),
            asked,
        };
        for case in agenda.cases() {
            report.tell_now.extend(case.tell.iter().map(|tell| tell_row(case, tell)));
            report.ahead.extend(case.ahead.iter().map(|threshold| ahead_row(case, threshold)));
        }
        report.total();
        report.leave_out();
        // Ties keep the order of the references, then of the protocol's own files.
        report.tell_now.sort_by_cached_key(|row| (row.rank, row.since.map(Moment::earliest), row.key.last()));
        report.ahead.sort_by_cached_key(|row| (row.at.earliest(), row.key.last()));
        report
    }

    fn total(&mut self) {
        let number = |status| self.deadlines.number(status);
        let (to_do, now) = self.to_do.len();
        self.totals = Totals {
            to_do_now: now + self.tell_now.len(),
            overdue: number(Status::Overdue),
            due_today: number(Status::DueToday),
            coming: number(Status::Upcoming),
            no_limit: to_do - now + number(Status::Due),
        };
        self.is_adverse = self.totals.overdue > 0
            || self.to_do.each().any(|to_do| to_do.severity == Severity::Breach)
            || self.tell_now.iter().any(|row| row.severity.is_some());
    }

    /// Leaves out what was not asked for. What is to be done now always stays.
    fn leave_out(&mut self) {
        let only = &self.asked.only;
        if only.is_empty() {
            return;
        }
        self.deadlines.retain(|status| only.contains(&status));
        self.not_certain.retain(|status| only.contains(&status));
        self.to_do.keep_first();
        self.ahead.clear();
    }

    /// The children who are not located.
    fn away(&self) -> Vec<&str> {
        let missing = self.missing.iter().filter(|case| !self.unconfirmed.contains(case));
        missing.map(String::as_str).collect()
    }

    /// How many children are missing now.
    pub fn missing_now(&self) -> usize {
        self.missing.len()
    }

    /// How many cases could not be read.
    pub fn unreadable(&self) -> usize {
        self.left_out.unreadable
    }

    /// What is to be done now, and how much else there is.
    pub fn now_page(&self) -> Page {
        Sheet::whole(|sheet| page::now(self, sheet))
    }

    /// How many there are of each.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// Returns true when something is overdue, or is a breach by the checks.
    pub fn overdue(&self) -> bool {
        self.is_adverse
    }
}

impl Report for DeadlinesReport<'_> {
    fn page(&self) -> Page {
        Sheet::whole(|sheet| page::lay_out(self, sheet))
    }

    fn lay_out(&self, sheet: &mut Sheet<'_>) {
        page::lay_out(self, sheet);
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
        for row in self.to_do.rows() {
            let cells = [row.severity.word().to_owned(), none(), none(), none(), text(row.since), none()];
            add("to_do", &row.key, row.action.unwrap_or_default(), cells);
        }
        for row in &self.ahead {
            add("ahead", &row.key, row.who, ["ahead".into(), text(Some(row.at)), none(), none(), none(), none()]);
        }
        for (list, rows) in [("deadlines", &self.deadlines), ("not_certain", &self.not_certain)] {
            for row in rows.rows() {
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
        fn listed<T: Serialize>(list: &'static str, rows: impl Iterator<Item = T>) -> impl Iterator<Item = Json> {
            rows.filter_map(|row| serde_json::to_value(row).ok()).map(move |row| {
                let mut line = json!({ "list": list });
                if let (Some(line), Json::Object(row)) = (line.as_object_mut(), row) {
                    line.extend(row);
                }
                line
            })
        }
        let lines = listed("tell_now", self.tell_now.iter())
            .chain(listed("ahead", self.ahead.iter()))
            .chain(listed("deadlines", self.deadlines.rows()))
            .chain(listed("to_do", self.to_do.rows()))
            .chain(listed("not_certain", self.not_certain.rows()));
        Some(lines.collect())
    }
}

/// A clause in brackets.
fn clause(key: &Key<'_>) -> Line {
    Line::new().faint(["[", key.clause, "]"].concat())
}
