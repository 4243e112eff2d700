//! Counts of what checks found, by rule, worker and protocol: the contract `yjs.check-summary/1`. Two summaries make one
//! in whatever order they come, so that parts of a caseload can be checked apart.

use super::check::{Tally, WaivedRow, counted, grouped};
use crate::protocol::checks::Severity;
use crate::render::{Cell, Column, Line, Page, Report, Table};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const SCHEMA: &str = "yjs.check-summary/1";

/// How many of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// What the protocol asked for and was not done.
    pub breach: u64,
    /// What is to be done soon.
    pub due: u64,
    /// What is worth knowing.
    pub advice: u64,
    /// Problems in the data.
    pub data: u64,
}

impl Counts {
    fn count(&mut self, severity: Severity) {
        *match severity {
            Severity::Breach => &mut self.breach,
            Severity::Due => &mut self.due,
            Severity::Advice => &mut self.advice,
            Severity::Data => &mut self.data,
        } += 1;
    }

    fn add(&mut self, other: Self) {
        self.breach += other.breach;
        self.due += other.due;
        self.advice += other.advice;
        self.data += other.data;
    }

    fn cells(self) -> [String; 4] {
        [self.breach, self.due, self.advice, self.data].map(|number| number.to_string())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct RuleRow {
    code: String,
    rule: Option<String>,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct WorkerRow {
    worker: Option<String>,
    cases: u64,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct ProtocolRow {
    protocol: Option<String>,
    cases: u64,
    #[serde(flatten)]
    counts: Counts,
}

/// What is written, and read again to be put together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryReport {
    schema: String,
    /// The latest time of any part.
    now: String,
    summary: Tally,
    rules: Vec<RuleRow>,
    workers: Vec<WorkerRow>,
    protocols: Vec<ProtocolRow>,
    waived: Vec<WaivedRow>,
}

/// A summary while it is counted.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    rules: BTreeMap<(String, Option<String>), Counts>,
    workers: BTreeMap<Option<String>, (u64, Counts)>,
    protocols: BTreeMap<Option<String>, (u64, Counts)>,
}

impl Summary {
    /// Counts a case, under what is known of it.
    pub fn case(&mut self, worker: Option<&str>, protocol: Option<&str>) {
        entry(&mut self.workers, worker).0 += 1;
        entry(&mut self.protocols, protocol).0 += 1;
    }

    /// Counts a finding.
    pub fn finding(&mut self, code: &str, rule: Option<&str>, severity: Severity, of: (Option<&str>, Option<&str>)) {
        let key = (code.to_owned(), rule.map(str::to_owned));
        self.rules.entry(key).or_default().count(severity);
        entry(&mut self.workers, of.0).1.count(severity);
        entry(&mut self.protocols, of.1).1.count(severity);
    }

    /// The answer.
    pub fn report(self, now: String, summary: Tally, mut waived: Vec<WaivedRow>) -> SummaryReport {
        waived.sort();
        SummaryReport {
            schema: SCHEMA.to_owned(),
            now,
            summary,
            rules: self.rules.into_iter().map(|((code, rule), counts)| RuleRow { code, rule, counts }).collect(),
            workers: self
                .workers
                .into_iter()
                .map(|(worker, (cases, counts))| WorkerRow { worker, cases, counts })
                .collect(),
            protocols: self
                .protocols
                .into_iter()
                .map(|(protocol, (cases, counts))| ProtocolRow { protocol, cases, counts })
                .collect(),
            waived,
        }
    }
}

fn entry<'m>(map: &'m mut BTreeMap<Option<String>, (u64, Counts)>, key: Option<&str>) -> &'m mut (u64, Counts) {
    map.entry(key.map(str::to_owned)).or_default()
}

impl SummaryReport {
    /// One summary of several; the same whatever their order.
    pub fn merged(parts: Vec<Self>) -> Option<Self> {
        let now = parts.iter().max_by_key(|part| instant(&part.now)).map(|part| part.now.clone())?;
        let (mut whole, mut tally, mut waived) = (Summary::default(), Tally::default(), Vec::new());
        for part in parts {
            tally.add(part.summary);
            waived.extend(part.waived);
            for row in part.rules {
                whole.rules.entry((row.code, row.rule)).or_default().add(row.counts);
            }
            for row in part.workers {
                let held = whole.workers.entry(row.worker).or_default();
                held.0 += row.cases;
                held.1.add(row.counts);
            }
            for row in part.protocols {
                let held = whole.protocols.entry(row.protocol).or_default();
                held.0 += row.cases;
                held.1.add(row.counts);
            }
        }
        Some(whole.report(now, tally, waived))
    }

    /// Whether it is a summary of this edition.
    pub fn is_known(&self) -> bool {
        self.schema == SCHEMA
    }

    /// The counts of everything.
    pub fn tally(&self) -> &Tally {
        &self.summary
    }

    fn rows(&self) -> Vec<[String; 8]> {
        let mut rows = Vec::new();
        let mut row = |by: &str, name: Option<&str>, rule: Option<&str>, cases: Option<u64>, counts: Counts| {
            let [breach, due, advice, data] = counts.cells();
            let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
            let cases = cases.map(|cases| cases.to_string()).unwrap_or_default();
            rows.push([by.to_owned(), text(name), text(rule), cases, breach, due, advice, data]);
        };
        for one in &self.rules {
            row("rule", Some(&one.code), one.rule.as_deref(), None, one.counts);
        }
        for one in &self.workers {
            row("worker", one.worker.as_deref(), None, Some(one.cases), one.counts);
        }
        for one in &self.protocols {
            row("protocol", one.protocol.as_deref(), None, Some(one.cases), one.counts);
        }
        rows
    }
}

fn instant(text: &str) -> Option<chrono::DateTime<chrono::FixedOffset>> {
    chrono::DateTime::parse_from_rfc3339(text).ok()
}

const NUMBERS: [&str; 4] = ["Breach", "Due", "Advice", "Data"];

fn table(first: &[&str], empty: &str) -> Table {
    let mut columns: Vec<Column> = first.iter().map(|name| Column::new(*name, *name)).collect();
    if let Some(first) = columns.first_mut() {
        *first = first.clone().flexible();
    }
    columns.extend(NUMBERS.map(|name| Column::new(name, name).right()));
    Table::new(columns, empty)
}

fn numbers(counts: Counts) -> impl Iterator<Item = Cell> {
    counts.cells().into_iter().map(Cell::from)
}

impl Report for SummaryReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(format!("Summary of {}", counted(self.summary.cases, "case", "cases")));
        page.paragraph(format!("{}.", self.summary.sentence()));
        page.heading("By rule");
        let mut rules = table(&["Code and rule"], "Nothing was found.");
        for row in &self.rules {
            let rule = row.rule.as_ref().map_or(String::new(), |rule| format!(" ({rule})"));
            rules.row(std::iter::once(Cell::from(format!("{}{rule}", row.code))).chain(numbers(row.counts)));
        }
        page.table(rules);
        let by = |name: &Option<String>, cases: u64| {
            let cases = grouped(usize::try_from(cases).unwrap_or(usize::MAX));
            [Cell::from(name.clone().unwrap_or_else(|| "not given".into())), Cell::from(cases)]
        };
        page.heading("By worker");
        let mut workers = table(&["Worker", "Cases"], "There was no case.");
        for row in &self.workers {
            workers.row(by(&row.worker, row.cases).into_iter().chain(numbers(row.counts)));
        }
        page.table(workers);
        page.heading("By protocol");
        let mut protocols = table(&["Protocol", "Cases"], "There was no case.");
        for row in &self.protocols {
            protocols.row(by(&row.protocol, row.cases).into_iter().chain(numbers(row.counts)));
        }
        page.table(protocols);
        if !self.waived.is_empty() {
            page.heading(format!("Set aside ({})", self.waived.len()));
            page.bullets(self.waived.iter().map(|row| Line::from(row.words())));
        }
        page
    }

    fn table(&self) -> Option<Table> {
        let keys = ["by", "name", "rule", "cases", "breach", "due", "advice", "data"];
        let mut table = Table::new(keys.map(|key| Column::new(key, key)), "Nothing was counted.");
        for row in self.rows() {
            table.row(row.map(Cell::from));
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<serde_json::Value>> {
        Some(serde_json::to_value(self).into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{Summary, SummaryReport};
    use crate::protocol::checks::Severity;
    use crate::report::check::{Tally, WaivedRow};

    fn part(worker: &str, codes: &[&str], now: &str) -> SummaryReport {
        let mut summary = Summary::default();
        let mut tally = Tally { cases: 1, waived: 1, ..Tally::default() };
        summary.case(Some(worker), Some("camden"));
        for code in codes {
            tally.count(Severity::Breach);
            summary.finding(code, Some("r-1"), Severity::Breach, (Some(worker), Some("camden")));
        }
        let waived = WaivedRow {
            case: worker.into(),
            code: "c".into(),
            rule: None,
            until: "2026-06-30".into(),
            reason: "R".into(),
        };
        summary.report(now.into(), tally, vec![waived])
    }

    #[test]
    fn parts_make_the_same_whole_in_every_order() {
        let parts = [
            part("jm", &["a", "b"], "2026-06-10T10:00:00+01:00"),
            part("ak", &["a"], "2026-06-10T09:30:00Z"),
            part("jm", &["b"], "2026-06-09T10:00:00+01:00"),
        ];
        let merged = |order: [usize; 3]| SummaryReport::merged(order.map(|place| parts[place].clone()).to_vec());
        let whole = merged([0, 1, 2]).expect("a whole");
        for order in [[0, 2, 1], [1, 0, 2], [2, 1, 0]] {
            assert_eq!(merged(order).as_ref(), Some(&whole));
        }
        let nested =
            SummaryReport::merged(vec![SummaryReport::merged(parts[..2].to_vec()).expect("a whole"), parts[2].clone()]);
        assert_eq!(nested.as_ref(), Some(&whole));
        assert_eq!(whole.now, "2026-06-10T09:30:00Z");
        assert_eq!((whole.summary.cases, whole.summary.breaches, whole.summary.waived), (3, 4, 3));
        assert_eq!(whole.workers.iter().map(|row| row.cases).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(whole.rules.iter().map(|row| row.counts.breach).collect::<Vec<_>>(), [2, 2]);
        assert_eq!(SummaryReport::merged(Vec::new()), None);
        let text = serde_json::to_string(&whole).expect("a form in JSON");
        assert_eq!(serde_json::from_str::<SummaryReport>(&text).expect("read again"), whole);
    }
}
