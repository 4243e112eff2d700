//! What a change of a case brings about: the assessment before beside the one after. The contract `yjs.changes/1`.

mod deadlines;

use super::assessment::{AssessmentReport, ContactRow, DoneRow, RuleRow};
use super::due::short;
use super::sections::{clause, level_line, reach_in_brief};
use crate::calendar::Moment;
use crate::protocol::{Need, Protocol};
use crate::render::{Line, Page, Report};
use deadlines::deadlines;
use serde::Serialize;

/// How many rows of one sort are shown unless everything is asked for.
const SHOWN: usize = 6;

/// What a change brought about.
#[derive(Debug, Serialize)]
pub struct ChangesReport {
    schema: &'static str,
    case: Option<String>,
    protocol: String,
    changes: Vec<Change>,
    #[serde(skip)]
    headline: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<String>,
    #[serde(skip)]
    level: Option<Line>,
    #[serde(skip)]
    verbose: bool,
}

/// The sorts of change, in the order they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Sort {
    Unanswered,
    EscalationReached,
    EscalationDone,
    DeadlineStarted,
    DeadlineReplaced,
    DeadlineMet,
    DeadlineMetLate,
    DeadlineWaiting,
    DeadlineEnded,
    LevelChanged,
    RouteAdded,
    RouteDone,
    DutyAdded,
    DutyDone,
    DecisionAdded,
    ConsentAdded,
    EscalationEnded,
    RouteRemoved,
    DutyRemoved,
    DecisionRemoved,
    ConsentRemoved,
}

const SORTS: [Sort; 21] = [
    Sort::Unanswered,
    Sort::EscalationReached,
    Sort::EscalationDone,
    Sort::DeadlineStarted,
    Sort::DeadlineReplaced,
    Sort::DeadlineMet,
    Sort::DeadlineMetLate,
    Sort::DeadlineWaiting,
    Sort::DeadlineEnded,
    Sort::LevelChanged,
    Sort::RouteAdded,
    Sort::RouteDone,
    Sort::DutyAdded,
    Sort::DutyDone,
    Sort::DecisionAdded,
    Sort::ConsentAdded,
    Sort::EscalationEnded,
    Sort::RouteRemoved,
    Sort::DutyRemoved,
    Sort::DecisionRemoved,
    Sort::ConsentRemoved,
];

impl Sort {
    fn heading(self) -> &'static str {
        match self {
            Self::Unanswered => "Cannot be answered",
            Self::EscalationReached => "Who must now be told",
            Self::EscalationDone => "Told, or acted on",
            Self::DeadlineStarted => "Deadlines started",
            Self::DeadlineReplaced => "Deadlines replaced",
            Self::DeadlineMet => "Deadlines met",
            Self::DeadlineMetLate => "Deadlines met late",
            Self::DeadlineWaiting => "Deadlines whose start is not recorded yet",
            Self::DeadlineEnded => "Deadlines that no longer run",
            Self::LevelChanged => "Level of need",
            Self::RouteAdded => "Routes that now apply",
            Self::RouteDone => "Referrals now shown as done",
            Self::DutyAdded => "Duties that now apply",
            Self::DutyDone => "Duties now shown as done",
            Self::DutyRemoved => "Duties that no longer apply",
            Self::DecisionAdded => "Candidates now to consider (a practitioner or panel decides)",
            Self::ConsentAdded => "Consent",
            Self::EscalationEnded => "Escalations that no longer apply",
            Self::RouteRemoved => "Routes that no longer apply",
            Self::DecisionRemoved => "Candidates that no longer apply",
            Self::ConsentRemoved => "Consent rules that no longer apply",
        }
    }
}

#[derive(Debug, Serialize)]
struct Change {
    change: Sort,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clause: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// When it is due, was reached, was done or met.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Moment>,
    /// When it was due before.
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    could_be: Option<Vec<u8>>,
    #[serde(skip)]
    line: Line,
}

impl Change {
    fn of(change: Sort, rule: &RuleRow, at: Option<Moment>, line: Line) -> Self {
        Self {
            change,
            rule: Some(rule.rule.clone()),
            clause: Some(rule.clause.clone()),
            title: Some(rule.title.clone()),
            at,
            was: None,
            level: None,
            could_be: None,
            line: clause(line, &rule.clause),
        }
    }
}

impl ChangesReport {
    /// What adding a case starts.
    pub fn added(protocol: &Protocol, after: &AssessmentReport, verbose: bool) -> Self {
        let case = after.case.clone().unwrap_or_default();
        let mut report = Self::new(protocol, format!("Added {case} ({})", protocol.id), None, after, verbose);
        report.changes.retain(|change| change.change != Sort::LevelChanged);
        report.level = Some(level_line(after));
        report
    }

    /// What came of a change that `headline` tells.
    pub fn new(
        protocol: &Protocol,
        headline: String,
        before: Option<&AssessmentReport>,
        after: &AssessmentReport,
        verbose: bool,
    ) -> Self {
        let mut changes = Vec::new();
        unanswered(&mut changes, before, after);
        levels(&mut changes, before, after);
        deadlines(&mut changes, before, after);
        escalations(&mut changes, before, after);
        routes(&mut changes, before, after);
        duties(&mut changes, before, after);
        decisions(&mut changes, before, after);
        consent(&mut changes, before, after);
        changes.sort_by_key(|change| SORTS.iter().position(|sort| *sort == change.change));
        Self {
            schema: "yjs.changes/1",
            case: after.case.clone(),
            protocol: protocol.id.clone(),
            changes,
            headline,
            remark: None,
            level: None,
            verbose,
        }
    }

    /// Adds what else must be known of the change, if anything.
    #[must_use]
    pub fn remark(self, remark: Option<String>) -> Self {
        Self { remark, ..self }
    }
}

fn certain<'r, T>(rows: Option<&'r [T]>, rule: impl Fn(&T) -> &RuleRow, id: &str) -> Option<&'r T> {
    rows?.iter().find(|row| rule(row).rule == id && rule(row).certain())
}

/// Clocks that started when no such rule was in force: that no deadline comes of them is no answer.
fn unanswered(changes: &mut Vec<Change>, before: Option<&AssessmentReport>, after: &AssessmentReport) {
    let known = |clock| before.is_some_and(|before| before.silent.iter().any(|row| row.clock.as_ref() == Some(clock)));
    for row in &after.silent {
        let Some(clock) = row.clock.as_ref().filter(|clock| !known(clock)) else { continue };
        changes.push(Change {
            change: Sort::Unanswered,
            rule: Some(clock.0.clone()),
            clause: None,
            title: Some(clock.1.clone()),
            at: None,
            was: None,
            level: None,
            could_be: None,
            line: Line::new().alarm(row.text.clone()),
        });
    }
}

fn levels(changes: &mut Vec<Change>, before: Option<&AssessmentReport>, after: &AssessmentReport) {
    let open = |report: &AssessmentReport| report.level.could_be.iter().map(|open| open.level).collect::<Vec<_>>();
    let same = |before: &AssessmentReport| before.level.level == after.level.level && open(before) == open(after);
    if before.is_some_and(same) {
        return;
    }
    let was = before.map(level_line).map(|line| format!(" (before: {})", line.text())).unwrap_or_default();
    changes.push(Change {
        change: Sort::LevelChanged,
        rule: None,
        clause: None,
        title: None,
        at: None,
        was: None,
        level: after.level.level,
        could_be: Some(open(after)),
        line: level_line(after).faint(was),
    });
}

fn escalations(changes: &mut Vec<Change>, before: Option<&AssessmentReport>, after: &AssessmentReport) {
    let rows = before.map(|report| report.escalations.as_slice());
    for row in after.escalations.iter().filter(|row| row.rule.certain()) {
        let old = certain(rows, |row| &row.rule, &row.rule.rule);
        let known = old.is_some_and(|old| old.since == row.since);
        match row.done {
            Some(done) if old.is_none_or(|old| old.done != row.done) => {
                let line = Line::new().good(short(done)).plain(format!(": {}", row.rule.title));
                changes.push(Change::of(Sort::EscalationDone, &row.rule, Some(done), line));
            }
            None if !known => {
                let since = row.since.map(|since| format!(" Reached {}.", short(since))).unwrap_or_default();
                let to = reached(&row.tell, &row.tell_names, &row.contact);
                let line = Line::new().strong(row.action.clone()).then(to).plain(since);
                changes.push(Change::of(Sort::EscalationReached, &row.rule, row.since, line));
            }
            _ => {}
        }
    }
    gone(changes, Sort::EscalationEnded, rows, &after.escalations, |row| &row.rule);
}

/// ` To: MAST: 020 …`, with how to reach each team.
fn reached(teams: &[String], names: &[String], contacts: &[ContactRow]) -> Line {
    let reach = reach_in_brief(teams, names, contacts);
    if reach.is_empty() { reach } else { Line::from(" To: ").then(reach).plain(".") }
}

fn routes(changes: &mut Vec<Change>, before: Option<&AssessmentReport>, after: &AssessmentReport) {
    let rows = before.map(|report| report.routes.as_slice());
    for row in after.routes.iter().filter(|row| row.rule.certain()) {
        let old = certain(rows, |row| &row.rule, &row.rule.rule);
        if let Some(done) = &row.done {
            if old.is_none_or(|old| old.done != row.done) {
                changes.push(Change::of(Sort::RouteDone, &row.rule, done.at, done_line(done, &row.rule)));
            }
        } else if old.is_none() {
            let to = reached(&row.to, &row.to_names, &row.contact);
            let line = Line::new().strong(row.action.clone()).then(to);
            changes.push(Change::of(Sort::RouteAdded, &row.rule, None, line));
        }
    }
    gone(changes, Sort::RouteRemoved, rows, &after.routes, |row| &row.rule);
}

fn duties(changes: &mut Vec<Change>, before: Option<&AssessmentReport>, after: &AssessmentReport) {
    let rows = before.map(|report| report.duties.as_slice());
    for row in after.duties.iter().filter(|row| row.rule.certain()) {
        let old = certain(rows, |row| &row.rule, &row.rule.rule);
        if let Some(done) = &row.done {
            if old.is_none_or(|old| old.done != row.done) {
                changes.push(Change::of(Sort::DutyDone, &row.rule, done.at, done_line(done, &row.rule)));
            }
        } else if old.is_none() {
            let line = Line::new().strong(row.who.clone()).plain(format!(": {}", row.action));
            changes.push(Change::of(Sort::DutyAdded, &row.rule, None, line));
        }
    }
    gone(changes, Sort::DutyRemoved, rows, &after.duties, |row| &row.rule);
}

fn done_line(done: &DoneRow, rule: &RuleRow) -> Line {
    let at = done.at.map(|at| format!("{}: ", short(at))).unwrap_or_default();
    Line::new().good(at).plain(rule.title.clone())
}

fn decisions(changes: &mut Vec<Change>, before: Option<&AssessmentReport>, after: &AssessmentReport) {
    let rows = before.map(|report| report.decisions.as_slice());
    for row in after.decisions.iter().filter(|row| row.rule.certain()) {
        if certain(rows, |row| &row.rule, &row.rule.rule).is_none() {
            let line = Line::new().strong(row.outcome_title.clone()).plain(format!(": {}", row.rule.title));
            changes.push(Change::of(Sort::DecisionAdded, &row.rule, None, line));
        }
    }
    gone(changes, Sort::DecisionRemoved, rows, &after.decisions, |row| &row.rule);
}

fn consent(changes: &mut Vec<Change>, before: Option<&AssessmentReport>, after: &AssessmentReport) {
    let rows = before.map(|report| report.consent.as_slice());
    for row in after.consent.iter().filter(|row| row.rule.certain()) {
        if certain(rows, |row| &row.rule, &row.rule.rule).is_none() {
            let need = match row.need {
                Need::Seek => "Seek consent",
                Need::NotNeeded => "Consent is not needed",
                Need::DoNotSeek => "Do not seek consent",
            };
            let line = Line::new().strong(need).plain(format!(". {}", row.why));
            changes.push(Change::of(Sort::ConsentAdded, &row.rule, None, line));
        }
    }
    gone(changes, Sort::ConsentRemoved, rows, &after.consent, |row| &row.rule);
}

/// Rows that applied before and are not certain to apply any more.
fn gone<T>(
    changes: &mut Vec<Change>,
    sort: Sort,
    before: Option<&[T]>,
    after: &[T],
    rule: impl Fn(&T) -> &RuleRow + Copy,
) {
    for row in before.into_iter().flatten().map(rule).filter(|row| row.certain()) {
        if certain(Some(after), rule, &row.rule).is_none() {
            let open = after.iter().any(|held| rule(held).rule == row.rule);
            let why = if open { ": not known any more" } else { "" };
            changes.push(Change::of(sort, row, None, Line::from(row.title.clone()).plain(why)));
        }
    }
}

impl Report for ChangesReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(self.headline.as_str());
        if let Some(level) = &self.level {
            page.paragraph(level.clone());
        }
        if let Some(remark) = &self.remark {
            page.paragraph(Line::new().warn(remark.clone()));
        }
        if self.changes.is_empty() {
            page.paragraph(if self.level.is_some() {
                "No deadline runs and no one must be told, on what is known so far."
            } else {
                "Saved. Nothing else changes."
            });
        }
        for sort in SORTS {
            let rows: Vec<&Change> = self.changes.iter().filter(|change| change.change == sort).collect();
            if rows.is_empty() {
                continue;
            }
            page.heading(sort.heading());
            let shown = if self.verbose { usize::MAX } else { SHOWN };
            page.bullets(rows.iter().take(shown).map(|change| change.line.clone()));
            if rows.len() > shown {
                page.paragraph(Line::new().faint(format!("… and {} more; -v shows them all.", rows.len() - shown)));
            }
        }
        page
    }
}

/// A finding set aside in several cases, or counted again.
#[derive(Debug, Serialize)]
pub struct WaivedReport {
    schema: &'static str,
    cases: Vec<String>,
    code: String,
    until: Option<String>,
    #[serde(skip)]
    headline: String,
    #[serde(skip)]
    remark: Option<String>,
}

impl WaivedReport {
    /// Of some cases; without a date the finding counts again.
    pub fn new(
        headline: String,
        remark: Option<String>,
        cases: Vec<String>,
        code: String,
        until: Option<String>,
    ) -> Self {
        Self { schema: "yjs.waived/1", cases, code, until, headline, remark }
    }
}

impl Report for WaivedReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(self.headline.clone());
        if let Some(remark) = &self.remark {
            page.paragraph(remark.clone());
        }
        page
    }
}
