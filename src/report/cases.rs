//! The cases of a store, one a row: the contract `yjs.cases/1`.

use super::due::short;
use crate::calendar::{Moment, london};
use crate::domain::assess::Assessment;
use crate::domain::closing::closed_since;
use crate::domain::deadline::{Standing, Status};
use crate::domain::derive::age;
use crate::domain::missing_check::is_away;
use crate::domain::truth::Truth;
use crate::domain::view::CaseView;
use crate::problem::Problem;
use crate::protocol::{Body, Rule};
use crate::render::{Cell, Column, Line, Page, Report, Sheet, Table};
use crate::shared_text::SharedText;
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::sync::Arc;

/// A list of cases.
#[derive(Debug, Serialize)]
pub struct CasesReport {
    schema: &'static str,
    now: String,
    #[allow(clippy::vec_box, reason = "a hundred thousand are moved from list to list, and never held twice")]
    cases: Vec<Box<CaseRow>>,
    closed_left_out: usize,
    #[serde(skip)]
    worker: Option<String>,
}

/// One case of a list.
#[derive(Debug, Serialize)]
pub struct CaseRow {
    /// Its reference.
    #[serde(rename = "ref")]
    reference: Box<str>,
    protocol: Arc<str>,
    worker: Option<Arc<str>>,
    initials: Option<Arc<str>>,
    age: Option<u32>,
    level: Option<u8>,
    /// Higher levels not ruled out.
    could_be: Box<[u8]>,
    closed: bool,
    /// The earliest deadline that runs, overdue ones included.
    next_due: Option<Moment>,
    next_status: Option<Status>,
    next_rule: Option<Arc<str>>,
    next_title: Option<Arc<str>>,
    overdue: u32,
    /// Escalations reached and not recorded as done.
    to_tell: u32,
    /// Whether the child is not located.
    #[serde(skip)]
    missing: bool,
    /// Clocks of which nothing can be said, because no edition was in force when they started.
    #[serde(skip_serializing_if = "is_none")]
    unanswered: u32,
}

fn is_none(count: &u32) -> bool {
    *count == 0
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl CaseRow {
    /// Sums a case up.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub fn new(case: &CaseView<'_>, assessment: &Assessment<'_>, texts: &SharedText) -> Result<Self, Problem> {
        let situation = &assessment.situation;
        let mut running: Vec<(&Rule, Moment, Status)> = Vec::new();
        let mut to_tell = 0;
        for (era, assessment) in assessment.eras().enumerate() {
            for (_, rule, _) in assessment.open_rules().filter(|(_, _, truth)| *truth == Truth::Yes) {
                match &rule.body {
                    Body::Clock(_) => {
                        if let Some(Standing { due: Some(due), status, .. }) = assessment.standing(rule)?
                            && status.live()
                        {
                            running.push((rule, due, status));
                        }
                    }
                    Body::Escalation(_) if era == 0 && !assessment.completion(rule).is_done() => {
                        to_tell += 1;
                    }
                    _ => {}
                }
            }
        }
        let next = running.iter().min_by_key(|(_, due, status)| (*status, due.earliest()));
        Ok(Self {
            reference: case.reference.as_ref().into(),
            protocol: texts.of(&situation.protocol.id),
            worker: case.worker.as_deref().map(|worker| texts.of(worker)),
            initials: case.initials.as_deref().map(|initials| texts.of(initials)),
            age: situation.born.map(|born| age(born, situation.today)),
            level: assessment.level().level,
            could_be: assessment.level().could_be.iter().map(|(level, _)| *level).collect(),
            closed: closed_since(situation).is_some(),
            next_due: next.map(|(_, due, _)| *due),
            next_status: next.map(|(_, _, status)| *status),
            next_rule: next.map(|(rule, ..)| texts.of(&rule.id)),
            next_title: next.map(|(rule, ..)| texts.of(&rule.title)),
            overdue: number(running.iter().filter(|(_, _, status)| *status == Status::Overdue).count()),
            to_tell,
            missing: is_away(situation),
            unanswered: number(assessment.unanswered().len()),
        })
    }

    fn next(&self) -> Line {
        if !self.missing {
            return self.runs();
        }
        let line = Line::new().alarm("missing now");
        let nothing = self.next_status.is_none() && self.unanswered == 0 && self.to_tell == 0;
        if nothing { line } else { line.plain("; ").then(self.runs()) }
    }

    fn runs(&self) -> Line {
        let due = self.next_due.map(short).unwrap_or_default();
        let title = self.next_title.as_deref().unwrap_or_default();
        let line = match self.next_status {
            Some(Status::Overdue) => Line::new().alarm(format!("overdue, {due}")),
            Some(Status::DueToday) => Line::new().warn(format!("today, {due}")),
            Some(_) => Line::from(due),
            None if self.unanswered > 0 => Line::new().alarm("no answer: no edition then"),
            None if self.to_tell == 0 => return Line::from("nothing runs"),
            None => Line::new(),
        };
        let line = if title.is_empty() { line } else { line.plain(format!(": {title}")) };
        let told = match self.to_tell {
            0 => return line,
            1 => "1 escalation to act on".to_owned(),
            count => format!("{count} escalations to act on"),
        };
        let between = if line.is_empty() { "" } else { "; " };
        line.plain(between).warn(told)
    }

    fn cells(&self) -> Vec<Cell> {
        let reference = &*self.reference;
        let line = if self.closed { Line::from(reference).plain(" (closed)") } else { Line::from(reference) };
        vec![
            Cell::from(line).with_value(reference),
            (*self.protocol).into(),
            self.worker.as_deref().unwrap_or_default().into(),
            self.age.map_or_else(|| Cell::from("?").with_value(""), |age| age.to_string().into()),
            Cell::from(self.level_words()).with_value(self.level.map(|level| level.to_string()).unwrap_or_default()),
            Cell::from(self.next()).with_value(self.next_due.map(|due| due.to_string()).unwrap_or_default()),
        ]
    }

    fn level_words(&self) -> String {
        match self.level {
            None => "not decided".into(),
            Some(level) if self.could_be.is_empty() => level.to_string(),
            Some(level) => format!("{level} so far"),
        }
    }
}

impl CasesReport {
    /// A list with nothing in it yet, of all workers or of one.
    pub fn new(now: DateTime<Utc>, worker: Option<String>) -> Self {
        Self { schema: "yjs.cases/1", now: london::rfc3339(now), cases: Vec::new(), closed_left_out: 0, worker }
    }

    /// Adds cases in the order of their references; closed ones are only counted unless `all` are wanted.
    #[allow(clippy::vec_box, reason = "as the list itself")]
    pub fn add(&mut self, mut rows: Vec<Box<CaseRow>>, all: bool) {
        let found = rows.len();
        rows.retain(|row| all || !row.closed);
        rows.sort_unstable_by(|one, other| one.reference.cmp(&other.reference));
        self.closed_left_out += found - rows.len();
        self.cases.extend(rows);
    }

    fn summary(&self) -> String {
        let of = self.worker.as_ref().map(|worker| format!(" of {worker}")).unwrap_or_default();
        let cases = match self.cases.len() {
            0 => format!("No cases{of} to show."),
            1 => format!("1 case{of}."),
            count => format!("{count} cases{of}."),
        };
        match self.closed_left_out {
            0 => cases,
            1 => format!("{cases} 1 closed case is left out; --all shows it."),
            count => format!("{cases} {count} closed cases are left out; --all shows them."),
        }
    }

    fn columns() -> Table {
        Table::new(
            [
                Column::new("Case", "ref"),
                Column::new("Protocol", "protocol"),
                Column::new("Worker", "worker"),
                Column::new("Age", "age").right(),
                Column::new("Level", "level"),
                Column::new("Next due", "next_due").flexible(),
            ],
            "No cases to show.",
        )
    }
}

impl Report for CasesReport {
    fn page(&self) -> Page {
        Sheet::whole(|sheet| self.lay_out(sheet))
    }

    fn lay_out(&self, page: &mut Sheet<'_>) {
        if !self.cases.is_empty() {
            page.rows(Self::columns(), self.cases.len(), |part| {
                self.cases[part].iter().map(|row| row.cells()).collect()
            });
            page.gap();
        }
        page.paragraph(self.summary());
        if self.cases.is_empty() && self.closed_left_out == 0 && self.worker.is_none() {
            page.paragraph("`yjs case add REF` adds a case; --sample shows fictional ones.");
        }
    }

    fn table(&self) -> Option<Table> {
        let mut table = Self::columns();
        table.rows = self.cases.iter().map(|row| row.cells()).collect();
        // A script needs each value in a column of its own.
        let more = ["could_be", "closed", "next_status", "next_rule", "overdue", "to_tell"];
        table.columns.extend(more.map(|key| Column::new(key, key)));
        for (cells, row) in table.rows.iter_mut().zip(&self.cases) {
            let could_be: Vec<String> = row.could_be.iter().map(u8::to_string).collect();
            let status = row.next_status.and_then(|status| serde_json::to_value(status).ok());
            let status = status.and_then(|status| status.as_str().map(str::to_owned)).unwrap_or_default();
            cells.extend([
                Cell::from(could_be.join(" ")),
                Cell::from(if row.closed { "yes" } else { "no" }),
                Cell::from(status),
                Cell::from(row.next_rule.as_deref().unwrap_or_default()),
                Cell::from(row.overdue.to_string()),
                Cell::from(row.to_tell.to_string()),
            ]);
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<serde_json::Value>> {
        self.cases.iter().map(|row| serde_json::to_value(row).ok()).collect()
    }
}
