//! Which cases would be answered otherwise by other rules: the contract `yjs.check-under/1`.

use super::assessment::{AssessmentReport, RuleRow};
use super::words::count;
use crate::protocol::Protocol;
use crate::render::{Cell, Column, Line, Page, Report, Table};
use serde::Serialize;
use serde_json::Value as Json;

/// The answer of `yjs check --under`.
#[derive(Debug, Serialize)]
pub struct UnderReport {
    schema: &'static str,
    protocol: String,
    edition: String,
    /// How many cases were compared.
    compared: usize,
    /// Cases of another protocol, which were not compared.
    pub other_protocol: usize,
    /// Cases that could not be answered under one of the two.
    pub unread: usize,
    cases: Vec<CaseRow>,
}

#[derive(Debug, Serialize)]
struct CaseRow {
    case: String,
    differences: Vec<Difference>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Difference {
    /// A rule's id; none for the level of need.
    rule: Option<String>,
    what: String,
    /// What is answered now; none where nothing is.
    now: Option<String>,
    /// What would be answered.
    then: Option<String>,
}

/// A rule's answer in words.
struct Answer {
    rule: String,
    title: String,
    says: String,
}

impl UnderReport {
    /// Nothing compared yet.
    pub fn new(proposed: &Protocol) -> Self {
        Self {
            schema: "yjs.check-under/1",
            protocol: proposed.id.clone(),
            edition: proposed.edition.clone(),
            compared: 0,
            other_protocol: 0,
            unread: 0,
            cases: Vec::new(),
        }
    }

    /// Whether any case would be answered otherwise.
    pub fn differs(&self) -> bool {
        !self.cases.is_empty()
    }

    /// Compares what one case is answered now with what it would be.
    pub fn add(&mut self, case: &str, now: &AssessmentReport, then: &AssessmentReport) {
        self.compared += 1;
        let mut differences = Vec::new();
        let mut differ = |rule: Option<&str>, what: &str, now: Option<String>, then: Option<String>| {
            if now != then {
                differences.push(Difference { rule: rule.map(str::to_owned), what: what.to_owned(), now, then });
            }
        };
        differ(None, "Level of need", level(now), level(then));
        let (before, after) = (answers(now), answers(then));
        for answer in &before {
            let other = after.iter().find(|other| other.rule == answer.rule).map(|other| other.says.clone());
            differ(Some(&answer.rule), &answer.title, Some(answer.says.clone()), other);
        }
        for answer in after.iter().filter(|answer| before.iter().all(|other| other.rule != answer.rule)) {
            differ(Some(&answer.rule), &answer.title, None, Some(answer.says.clone()));
        }
        if !differences.is_empty() {
            self.cases.push(CaseRow { case: case.to_owned(), differences });
        }
    }
}

fn level(report: &AssessmentReport) -> Option<String> {
    let level = report.level.level?;
    let higher: Vec<String> = report.level.could_be.iter().map(|could| could.level.to_string()).collect();
    Some(if higher.is_empty() {
        level.to_string()
    } else {
        format!("{level}, with {} not ruled out", higher.join(", "))
    })
}

fn answers(report: &AssessmentReport) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    let mut add = |row: &RuleRow, says: String| {
        let certain = if row.certain() { "" } else { "may apply: " };
        answers.push(Answer { rule: row.rule.clone(), title: row.title.clone(), says: format!("{certain}{says}") });
    };
    for row in &report.decisions {
        let points = format!("{} for, {} against", row.points_for.len(), row.against.len());
        add(&row.rule, format!("{} ({points})", row.outcome_title));
    }
    for row in &report.routes {
        let within = row.within.as_ref().map(|within| format!(", {}", within.limit)).unwrap_or_default();
        let with =
            if row.attach_names.is_empty() { String::new() } else { format!(", with {}", row.attach_names.join(", ")) };
        add(
            &row.rule,
            format!("to {} by {}{with}{within}. {}", row.to_names.join(", "), row.by.join(", "), row.action),
        );
    }
    for row in &report.consent {
        add(
            &row.rule,
            format!("{:?}", row.need)
                .replace("DoNotSeek", "do not seek")
                .replace("NotNeeded", "not needed")
                .to_lowercase(),
        );
    }
    for row in &report.deadlines {
        let due = row.due.map(|due| due.to_string()).unwrap_or_else(|| "not started".into());
        add(&row.rule, format!("{}, {due}", row.status.words()));
    }
    for row in &report.escalations {
        add(&row.rule, format!("tell {}. {}", row.tell_names.join(", "), row.action));
    }
    for row in &report.duties {
        add(&row.rule, format!("{}: {}", row.who, row.action));
    }
    // A clock that started when no such rule was in force is not answered "nothing".
    let clocks = report.silent.iter().filter_map(|row| row.clock.clone());
    answers.extend(clocks.map(|(rule, title)| Answer {
        rule,
        title,
        says: "no answer: not in force when it started".into(),
    }));
    answers
}

impl Report for UnderReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(format!("Under {} \"{}\"", self.protocol, self.edition));
        if self.cases.is_empty() {
            page.paragraph(match self.compared {
                0 => "No case was compared.".to_owned(),
                _ => format!("The answer to none of {} would change.", count(self.compared as u64, "case")),
            });
        } else {
            let (number, all) = (self.cases.len(), count(self.compared as u64, "case"));
            page.paragraph(format!("The answer to {number} of {all} would change."));
        }
        for row in &self.cases {
            page.heading(row.case.as_str());
            let mut points: Vec<(usize, Line)> = Vec::new();
            for one in &row.differences {
                let rule = one.rule.as_ref().map(|rule| format!(" ({rule})")).unwrap_or_default();
                points.push((0, Line::new().strong(one.what.as_str()).faint(rule)));
                let or_nothing = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".into());
                points.push((1, Line::from(format!("now: {}", or_nothing(&one.now)))));
                points.push((1, Line::from("then: ").strong(or_nothing(&one.then))));
            }
            page.outline(points);
        }
        if self.other_protocol > 0 {
            page.gap();
            page.paragraph(format!("{} of another protocol left out.", count(self.other_protocol as u64, "case")));
        }
        page
    }

    fn table(&self) -> Option<Table> {
        let columns = ["case", "rule", "what", "now", "then"].map(|key| Column::new(key, key));
        let mut table = Table::new(columns, "No answer would change.");
        for row in &self.cases {
            for one in &row.differences {
                let text = |text: &Option<String>| Cell::from(text.clone().unwrap_or_default());
                table.row([
                    Cell::from(row.case.as_str()),
                    text(&one.rule),
                    Cell::from(one.what.as_str()),
                    text(&one.now),
                    text(&one.then),
                ]);
            }
        }
        Some(table)
    }

    fn lines(&self) -> Option<Vec<Json>> {
        Some(self.cases.iter().filter_map(|row| serde_json::to_value(row).ok()).collect())
    }
}
