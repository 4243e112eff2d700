//! What is still running when a case is closed, and what the protocol says about closing. The contract `yjs.closing/1`.

use super::assessment::{AssessmentReport, RuleRow};
use super::due::{long, short};
use super::sections::{clause, standing};
use crate::calendar::Moment;
use crate::domain::deadline::Status;
use crate::render::{Line, Page, Report};
use serde::Serialize;

/// The last rank of what goes to somebody by a call or in writing.
const WRITING: u8 = 3;

/// What closing a case leaves.
#[derive(Debug, Serialize)]
pub struct ClosingReport {
    schema: &'static str,
    case: String,
    closed: Moment,
    still_running: Vec<Running>,
    not_told: Vec<Untold>,
    rules: Vec<ClosingRule>,
    /// Whether the child is recorded as missing, or as located with well-being not confirmed.
    missing: bool,
}

#[derive(Debug, Serialize)]
struct Running {
    rule: String,
    clause: String,
    title: String,
    due: Option<Moment>,
    status: Status,
    #[serde(skip)]
    line: Line,
}

#[derive(Debug, Serialize)]
struct Untold {
    rule: String,
    clause: String,
    title: String,
    since: Option<Moment>,
    #[serde(skip)]
    line: Line,
}

#[derive(Debug, Serialize)]
struct ClosingRule {
    rule: String,
    clause: String,
    title: String,
    applies: &'static str,
    unknown: Vec<String>,
    #[serde(skip)]
    line: Line,
}

impl ClosingReport {
    /// From the case as it now stands, and the fact that closing is proposed with the case as it would be by that.
    pub fn new(
        case: &str,
        closed: Moment,
        after: &AssessmentReport,
        proposed: Option<(&str, &AssessmentReport)>,
        missing: bool,
    ) -> Self {
        let running = after.deadlines.iter().filter(|row| row.rule.certain() && row.status.live()).map(|row| {
            let due = row.due.map(short).unwrap_or_default();
            let line = standing(row).plain(format!(", {due}: ")).strong(row.rule.title.clone());
            Running {
                rule: row.rule.rule.clone(),
                clause: row.rule.clause.clone(),
                title: row.rule.title.clone(),
                due: row.due,
                status: row.status,
                line: clause(line, &row.rule.clause),
            }
        });
        let untold = |row: &&super::assessment::EscalationRow| row.rule.certain() && row.done.is_none();
        let not_told = after.escalations.iter().filter(untold).map(|row| Untold {
            rule: row.rule.rule.clone(),
            clause: row.rule.clause.clone(),
            title: row.rule.title.clone(),
            since: row.since,
            line: clause(Line::new().strong(row.action.clone()), &row.rule.clause),
        });
        let undone = after.routes.iter().filter(|row| row.rule.certain() && row.done.is_none() && row.rank <= WRITING);
        let undone = undone.map(|row| Untold {
            rule: row.rule.rule.clone(),
            clause: row.rule.clause.clone(),
            title: row.rule.title.clone(),
            since: None,
            line: clause(Line::new().strong(row.action.clone()), &row.rule.clause),
        });
        let not_told = not_told.chain(undone);
        Self {
            schema: "yjs.closing/1",
            case: case.to_owned(),
            closed,
            still_running: running.collect(),
            not_told: not_told.collect(),
            rules: proposed.map(|(fact, report)| rules(fact, report)).unwrap_or_default(),
            missing,
        }
    }
}

/// Rules that rest on that fact, and apply or may apply.
fn rules(fact: &str, report: &AssessmentReport) -> Vec<ClosingRule> {
    let decisions = report.decisions.iter().map(|row| (&row.rule, row.rule.text.clone()));
    let routes = report.routes.iter().map(|row| (&row.rule, row.action.clone()));
    let escalations = report.escalations.iter().map(|row| (&row.rule, row.action.clone()));
    let duties = report.duties.iter().map(|row| (&row.rule, format!("{}: {}", row.who, row.action)));
    decisions
        .chain(escalations)
        .chain(routes)
        .chain(duties)
        .filter(|(rule, _)| rule.because.iter().any(|one| one.fact == fact))
        .map(|(rule, action)| ClosingRule {
            rule: rule.rule.clone(),
            clause: rule.clause.clone(),
            title: rule.title.clone(),
            applies: rule.applies,
            unknown: rule.unknown.clone(),
            line: rule_line(rule, &action, report),
        })
        .collect()
}

fn rule_line(rule: &RuleRow, action: &str, report: &AssessmentReport) -> Line {
    let line = clause(Line::new().strong(rule.title.clone()).plain(format!(". {action}")), &rule.clause);
    if rule.certain() {
        return line;
    }
    let questions: Vec<String> = rule
        .unknown
        .iter()
        .map(|fact| report.questions.iter().find(|(id, _)| id == fact).map_or(fact, |(_, question)| question).clone())
        .collect();
    line.warn(format!(" Not known: {}", questions.join(" ")))
}

impl Report for ClosingReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(format!("Closed: {}, {}", self.case, long(self.closed)));
        if self.missing {
            page.paragraph(Line::new().alarm("A missing episode is still open in this case.").plain(format!(
                " `yjs missing check {0}` says what to do; `yjs missing list` goes on listing it.",
                self.case
            )));
        }
        page.paragraph(format!("It stays in the store; `yjs case reopen {}` opens it again.", self.case));
        page.heading("Still running, though the case is closed");
        match self.still_running.as_slice() {
            [] => page.paragraph("No deadline is running."),
            rows => page.bullets(rows.iter().map(|row| row.line.clone())),
        };
        if !self.not_told.is_empty() {
            page.heading("Not recorded as done");
            page.bullets(self.not_told.iter().map(|row| row.line.clone()));
        }
        if !self.rules.is_empty() {
            page.heading("What the protocol says about closing");
            page.bullets(self.rules.iter().map(|rule| rule.line.clone()));
        }
        page
    }
}
