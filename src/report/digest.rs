//! A team's work in figures, for its manager: what is overdue and by how long, what has no worker, what has gone quiet, what
//! was met in time, and who was not told. The contract `yjs.digest/1`.

use super::due::short;
use super::words::{count, list};
use crate::calendar::{Amount, Moment, london};
use crate::domain::agenda::CaseAgenda;
use crate::domain::assess::Assessment;
use crate::domain::deadline::Status;
use crate::domain::truth::Truth;
use crate::problem::Problem;
use crate::protocol::Body;
use crate::render::{Cell, Column, Line, Page, Report, Table};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::Serialize;
use std::collections::BTreeMap;

/// Up to how many days late each group of overdue deadlines reaches; the last has the rest.
const LATE: [i64; 2] = [7, 28];

/// How many months of what was met are counted.
const MONTHS: usize = 6;

/// The answer of `yjs digest`.
#[derive(Debug, Serialize)]
pub struct DigestReport {
    schema: &'static str,
    now: String,
    quiet_for: String,
    cases: usize,
    workers: Vec<WorkerRow>,
    unassigned: Vec<String>,
    quiet: Vec<QuietRow>,
    in_time: Vec<RuleRow>,
    not_told: Vec<UntoldRow>,
    #[serde(skip)]
    instant: DateTime<Utc>,
}

/// One worker's cases in figures.
#[derive(Debug, Default, Serialize)]
struct WorkerRow {
    worker: Option<String>,
    cases: usize,
    /// Overdue by up to a week, by up to four, and by more.
    overdue: [usize; 3],
    /// To be done now: whom to tell, and a referral at the highest level.
    to_do_now: usize,
    missing: usize,
}

/// A case in which nothing has been recorded for long.
#[derive(Debug, Clone, Serialize)]
struct QuietRow {
    case: String,
    worker: Option<String>,
    last: Option<Moment>,
}

/// What was met in time of one rule, by the month in which it was due.
#[derive(Debug, Serialize)]
struct RuleRow {
    rule: String,
    clause: String,
    title: String,
    protocol: String,
    months: Vec<MonthRow>,
}

#[derive(Debug, Clone, Serialize)]
struct MonthRow {
    month: String,
    in_time: usize,
    of: usize,
}

/// An escalation that was reached, and is not recorded as done.
#[derive(Debug, Clone, Serialize)]
struct UntoldRow {
    case: String,
    worker: Option<String>,
    rule: String,
    clause: String,
    title: String,
    since: Option<Moment>,
}

/// A deadline that has ended: whether it was met in time.
struct Ended {
    rule: String,
    clause: String,
    title: String,
    protocol: String,
    due: NaiveDate,
    in_time: bool,
}

/// What the digest has of one case.
pub struct CaseDigest {
    case: String,
    worker: Option<String>,
    is_open: bool,
    is_missing: bool,
    last: Option<Moment>,
    overdue: Vec<i64>,
    to_do_now: usize,
    not_told: Vec<UntoldRow>,
    ended: Vec<Ended>,
}

impl CaseDigest {
    /// Sums up a case. `agenda` is what is owed in it, if anything is.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub fn of(
        case: &str,
        worker: Option<&str>,
        assessment: &Assessment<'_>,
        agenda: Option<&CaseAgenda>,
        is_open: bool,
        is_missing: bool,
    ) -> Result<Self, Problem> {
        let situation = &assessment.situation;
        let worker = worker.map(str::to_owned);
        let mut ended = Vec::new();
        for assessment in assessment.eras() {
            for (_, rule, _) in assessment.open_rules().filter(|(_, _, truth)| *truth == Truth::Yes) {
                if !matches!(rule.body, Body::Clock(_)) {
                    continue;
                }
                let Some(standing) = assessment.standing(rule)? else { continue };
                let in_time = match standing.status {
                    Status::Met => true,
                    Status::MetLate | Status::Overdue => false,
                    _ => continue,
                };
                ended.extend(standing.due.map(|due| Ended {
                    rule: rule.id.clone(),
                    clause: rule.clause.clone(),
                    title: rule.title.clone(),
                    protocol: assessment.protocol().short.clone(),
                    due: due.date(),
                    in_time,
                }));
            }
        }
        let untold = |tell: &crate::domain::agenda::Tell| {
            let rule = assessment.protocol().rule(tell.rule);
            UntoldRow {
                case: case.to_owned(),
                worker: worker.clone(),
                rule: rule.id.clone(),
                clause: rule.clause.clone(),
                title: rule.title.clone(),
                since: tell.since,
            }
        };
        let late = |due: Moment| (situation.today - due.date()).num_days();
        let deadlines = agenda.into_iter().flat_map(|agenda| agenda.deadlines.iter());
        let overdue = deadlines.filter(|owed| owed.certain && owed.standing.status == Status::Overdue);
        Ok(Self {
            overdue: overdue.filter_map(|owed| owed.standing.due.map(late)).collect(),
            to_do_now: agenda
                .map_or(0, |agenda| agenda.tell.len() + agenda.to_do.iter().filter(|to_do| to_do.is_first).count()),
            not_told: agenda.into_iter().flat_map(|agenda| agenda.tell.iter()).map(untold).collect(),
            case: case.to_owned(),
            worker: worker.clone(),
            is_open,
            is_missing,
            last: situation.events.last().map(|event| event.when),
            ended,
        })
    }
}

impl DigestReport {
    /// Sums up every case. A case is quiet when nothing in it happened since `quiet_since`.
    pub fn new(mut cases: Vec<CaseDigest>, now: DateTime<Utc>, quiet: Amount, quiet_since: NaiveDate) -> Self {
        cases.sort_by(|one, other| one.case.cmp(&other.case));
        let mut workers: BTreeMap<Option<String>, WorkerRow> = BTreeMap::new();
        for case in cases.iter().filter(|case| case.is_open || case.is_missing) {
            let row = workers.entry(case.worker.clone()).or_default();
            row.worker.clone_from(&case.worker);
            row.cases += 1;
            row.to_do_now += case.to_do_now;
            row.missing += usize::from(case.is_missing);
            for late in &case.overdue {
                let group = LATE.iter().position(|most| late <= most).unwrap_or(LATE.len());
                row.overdue[group] += 1;
            }
        }
        let open = || cases.iter().filter(|case| case.is_open);
        let is_quiet = |case: &&CaseDigest| case.last.is_none_or(|last| last.date() < quiet_since);
        let quiet_row =
            |case: &CaseDigest| QuietRow { case: case.case.clone(), worker: case.worker.clone(), last: case.last };
        Self {
            schema: "yjs.digest/1",
            now: london::rfc3339(now),
            quiet_for: quiet.words(),
            cases: open().count(),
            unassigned: open().filter(|case| case.worker.is_none()).map(|case| case.case.clone()).collect(),
            quiet: open().filter(is_quiet).map(quiet_row).collect(),
            in_time: in_time(cases.iter().flat_map(|case| &case.ended), london::date_of(now)),
            not_told: cases.iter().flat_map(|case| case.not_told.iter().cloned()).collect(),
            workers: workers.into_values().collect(),
            instant: now,
        }
    }
}

/// The share of what ended in time, rule by rule, in the last months.
fn in_time<'a>(ended: impl Iterator<Item = &'a Ended>, today: NaiveDate) -> Vec<RuleRow> {
    let number = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
    let first = number(today) + 1 - i64::try_from(MONTHS).unwrap_or(0);
    let mut rules: BTreeMap<(String, String), RuleRow> = BTreeMap::new();
    for one in ended.filter(|one| (first..=number(today)).contains(&number(one.due))) {
        let row = rules.entry((one.protocol.clone(), one.rule.clone())).or_insert_with(|| RuleRow {
            rule: one.rule.clone(),
            clause: one.clause.clone(),
            title: one.title.clone(),
            protocol: one.protocol.clone(),
            months: (first..=number(today))
                .map(|month| MonthRow { month: format!("{}-{:02}", month / 12, month % 12 + 1), in_time: 0, of: 0 })
                .collect(),
        });
        if let Some(month) = usize::try_from(number(one.due) - first).ok().and_then(|month| row.months.get_mut(month)) {
            month.of += 1;
            month.in_time += usize::from(one.in_time);
        }
    }
    rules.into_values().collect()
}

impl DigestReport {
    fn workers(&self) -> Table {
        let columns = [
            Column::new("Worker", "worker"),
            Column::new("Cases", "cases").right(),
            Column::new("To do now", "to_do_now").right(),
            Column::new("Missing", "missing").right(),
            Column::new(format!("up to {} days late", LATE[0]), "overdue_week").right(),
            Column::new(format!("{}–{}", LATE[0] + 1, LATE[1]), "overdue_month").right(),
            Column::new(format!("{} or more", LATE[1] + 1), "overdue_longer").right(),
        ];
        let mut table = Table::new(columns, "There is no open case.");
        for row in &self.workers {
            let worker = row.worker.as_deref().map_or(Line::new().warn("unassigned"), Line::from);
            let [week, month, longer] = row.overdue;
            let figures = [row.cases, row.to_do_now, row.missing, week, month, longer];
            let cell = |number: usize| {
                let cell = Cell::from(if number == 0 { "–".to_owned() } else { number.to_string() });
                cell.with_value(number.to_string())
            };
            table.row(std::iter::once(Cell::from(worker)).chain(figures.map(cell)));
        }
        table
    }

    fn kept(&self) -> Table {
        let months = self.in_time.first().map(|row| row.months.as_slice()).unwrap_or_default();
        let mut columns = vec![Column::new("Deadline", "title").flexible()];
        columns.extend(months.iter().map(|month| Column::new(month.month.clone(), month.month.clone()).right()));
        let mut table = Table::new(columns, "No deadline ended in these months.");
        for row in &self.in_time {
            let title = Line::from(format!("{}, {} ", row.title, row.protocol)).faint(format!("[{}]", row.clause));
            let cell = |month: &MonthRow| match month.of {
                0 => Cell::from("–"),
                of => Cell::from(format!("{} of {of}", month.in_time)),
            };
            table.row(std::iter::once(Cell::from(title)).chain(row.months.iter().map(cell)));
        }
        table
    }
}

impl Report for DigestReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(format!("Digest, {}", london::short(self.instant)));
        page.paragraph(format!("{}.", count(self.cases as u64, "open case")));
        page.heading("By worker").table(self.workers());
        if !self.unassigned.is_empty() {
            page.heading("With no worker").paragraph(format!("{}.", list(&self.unassigned)));
        }
        page.heading("Reached, and not recorded as done");
        if self.not_told.is_empty() {
            page.paragraph("Nothing.");
        }
        page.bullets(self.not_told.iter().map(|row| {
            let since = row.since.map(|since| format!(", since {}", short(since))).unwrap_or_default();
            let worker = row.worker.as_ref().map(|worker| format!(" ({worker})")).unwrap_or_default();
            let line = Line::new().strong(row.case.as_str()).plain(format!("{worker}: {}{since} ", row.title));
            line.faint(format!("[{}]", row.clause))
        }));
        page.heading(format!("No event recorded for {}", self.quiet_for));
        if self.quiet.is_empty() {
            page.paragraph("No case.");
        }
        page.bullets(self.quiet.iter().map(|row| {
            let last =
                row.last.map_or_else(|| "no event is recorded".to_owned(), |last| format!("last {}", short(last)));
            let worker = row.worker.as_ref().map(|worker| format!(" ({worker})")).unwrap_or_default();
            Line::new().strong(row.case.as_str()).plain(format!("{worker}: {last}"))
        }));
        page.heading("Met in time, by the month in which it was due").table(self.kept());
        page
    }

    fn table(&self) -> Option<Table> {
        Some(self.workers())
    }
}

#[cfg(test)]
mod tests {
    use super::{Ended, in_time};
    use chrono::NaiveDate;

    #[test]
    fn what_ended_is_counted_in_its_month_and_what_is_older_is_not() {
        let date = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let one = |due: &str, in_time: bool| Ended {
            rule: "r".into(),
            clause: "1".into(),
            title: "Title".into(),
            protocol: "Camden".into(),
            due: date(due),
            in_time,
        };
        let ended =
            [one("2026-06-01", true), one("2026-06-30", false), one("2026-01-31", true), one("2025-12-31", true)];
        let rows = in_time(ended.iter(), date("2026-06-10"));
        let months: Vec<_> =
            rows[0].months.iter().map(|month| (month.month.as_str(), month.in_time, month.of)).collect();
        assert_eq!(months.first(), Some(&("2026-01", 1, 1)));
        assert_eq!(months.last(), Some(&("2026-06", 1, 2)));
        assert_eq!(rows.len(), 1);
    }
}
