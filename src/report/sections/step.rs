//! One thing to do, of routes, escalations or duties that are done by the same call or the same form.

use super::contact::{reach, reach_in_brief};
use super::{clause, finish, list};
use crate::calendar::Moment;
use crate::render::{Action, Line};
use crate::report::assessment::{AssessmentReport, ContactRow, DoneRow, DutyRow, EscalationRow, RouteRow, RuleRow};
use crate::report::due::short;
use std::collections::BTreeSet;

/// One thing to do.
pub(super) struct Step<'a> {
    pub(super) rule: &'a RuleRow,
    pub(super) rank: u8,
    action: &'a str,
    /// Since when, and how it was counted.
    reached: String,
    /// What is done by the same call or form.
    also: Vec<Self>,
    limit: Option<&'a str>,
    who: &'a str,
    search: &'a [String],
    record: &'a [String],
    pub(super) teams: &'a [String],
    names: &'a [String],
    contact: &'a [ContactRow],
    attach: &'a [String],
    perhaps: Option<&'a DoneRow>,
    /// A record of it, while it is not known whether it applies.
    pub(super) recorded: Option<&'a DoneRow>,
    others: &'a [String],
}

/// The rank of a duty: it has no urgency of its own.
const DUTY: u8 = 4;

impl<'a> Step<'a> {
    pub(super) fn escalation(row: &'a EscalationRow) -> Self {
        let mut reached: Vec<String> = row.since.map(|since| format!("reached {}", short(since))).into_iter().collect();
        if row.is_back {
            reached = vec![format!("reached, not recorded as done{}", since_words(row.since))];
        }
        if !row.reading_words.is_empty() {
            reached.push(format!("counted {}", list(&row.reading_words)));
        }
        Self {
            rank: row.rank,
            action: &row.action,
            reached: reached.join("; "),
            who: &row.who,
            teams: &row.tell,
            names: &row.tell_names,
            contact: &row.contact,
            attach: &row.attach_names,
            perhaps: row.perhaps_done.as_ref(),
            ..Self::of(&row.rule)
        }
    }

    pub(super) fn route(row: &'a RouteRow) -> Self {
        Self {
            rank: row.rank,
            action: &row.action,
            limit: row.within.as_ref().map(|within| within.limit.as_str()),
            who: &row.who,
            search: &row.search,
            record: &row.record,
            teams: &row.to,
            names: &row.to_names,
            contact: &row.contact,
            attach: &row.attach_names,
            perhaps: row.perhaps_done.as_ref(),
            recorded: row.recorded.as_ref(),
            others: &row.others,
            ..Self::of(&row.rule)
        }
    }

    pub(super) fn duty(row: &'a DutyRow) -> Self {
        Self {
            action: &row.action,
            teams: &row.to,
            names: &row.to_names,
            contact: &row.contact,
            attach: &row.attach_names,
            perhaps: row.perhaps_done.as_ref(),
            ..Self::of(&row.rule)
        }
    }

    fn of(rule: &'a RuleRow) -> Self {
        Self {
            rule,
            rank: DUTY,
            action: "",
            reached: String::new(),
            also: Vec::new(),
            limit: None,
            who: "",
            search: &[],
            record: &[],
            teams: &[],
            names: &[],
            contact: &[],
            attach: &[],
            perhaps: None,
            recorded: None,
            others: &[],
        }
    }

    /// Adds a step to a list, with those that go to the same teams with the same form.
    pub(super) fn join(self, steps: &mut Vec<Self>) {
        let same = |step: &Self| (step.rank <= URGENT, step.teams, step.attach, step.perhaps.is_some());
        let held = steps.iter_mut().find(|held| !self.teams.is_empty() && same(held) == same(&self));
        match held {
            Some(held) => held.also.push(self),
            None => steps.push(self),
        }
    }

    /// The titles of every rule of the step.
    pub(super) fn rules(&self) -> impl Iterator<Item = &RuleRow> {
        std::iter::once(self.rule).chain(self.also.iter().map(|step| step.rule))
    }

    fn clauses(&self) -> String {
        let mut clauses: Vec<&str> = Vec::new();
        for rule in self.rules() {
            if !clauses.contains(&rule.clause.as_str()) {
                clauses.push(&rule.clause);
            }
        }
        clauses.join(", ")
    }

    /// What to do, with its clauses.
    pub(super) fn head(&self, report: &AssessmentReport) -> Line {
        let line = Line::new();
        let mut line = if self.rank == 1 { line.alarm(self.action) } else { line.strong(self.action) };
        if !self.reached.is_empty() {
            line = line.plain(format!(" {} ({}).", self.rule.title, self.reached));
        } else if report.verbose {
            line = line.plain(format!(" {}.", self.rule.title));
        }
        clause(line, &self.clauses())
    }

    /// Whether it is a threshold that has been reached.
    pub(super) fn is_reached(&self) -> bool {
        !self.reached.is_empty()
    }

    /// Whom to reach and how.
    pub(super) fn reach(&self, told: &mut BTreeSet<String>) -> Line {
        reach(self.teams, self.names, self.contact, told)
    }

    /// The same in a line with a question.
    pub(super) fn reach_in_brief(&self) -> Line {
        reach_in_brief(self.teams, self.names, self.contact)
    }

    pub(super) fn action(self, report: &AssessmentReport, told: &mut BTreeSet<String>) -> Action {
        let systems = |ids: &[String]| list(&ids.iter().map(|id| id.to_uppercase()).collect::<Vec<_>>());
        let mut action = Action::new(self.head(report));
        for also in self.also.iter().filter(|also| report.verbose || !also.reached.is_empty()) {
            action = action.field("Also", also.head(report));
        }
        action = action.field("To", self.reach(told));
        if report.names_who || report.verbose {
            action = action.field("Who", self.who);
        }
        let mut with: Vec<String> = Vec::new();
        if !self.search.is_empty() {
            with.push(format!("search {} first", systems(self.search)));
        }
        if !self.attach.is_empty() {
            with.push(format!("attach {}", list(self.attach)));
        }
        if !self.record.is_empty() {
            with.push(format!("record on {}", systems(self.record)));
        }
        action = action.field("With", with.join("; "));
        action = action.field("When", self.when(report));
        if let Some(perhaps) = self.perhaps {
            let line = Line::new().warn(format!("{}; check that it covered this", done_words(perhaps)));
            action = action.field("Perhaps done", line);
        }
        action = action.field("Another reading", self.others.join(" "));
        finish(action, self.rule, report)
    }

    /// The limit that is printed with it, or the deadline of the same clause that runs.
    fn when(&self, report: &AssessmentReport) -> Line {
        if let Some(limit) = self.limit {
            return Line::new().strong(limit);
        }
        let same = report.deadlines.iter().find(|row| {
            row.rule.certain() && row.status.live() && row.due.is_some() && row.rule.clause == self.rule.clause
        });
        match same.and_then(|row| row.due) {
            Some(due) if self.rank > URGENT => Line::new().strong(format!("by {}", short(due))),
            _ => Line::new(),
        }
    }
}

fn since_words(since: Option<Moment>) -> String {
    since.map(|since| format!(", since {}", short(since))).unwrap_or_default()
}

/// The ranks of what goes to the emergency services or by telephone.
pub(super) const URGENT: u8 = 2;

/// What was done, when and by whom.
pub(super) fn done_words(done: &DoneRow) -> String {
    let by = done.by.as_ref().map(|by| format!(", by {by}")).unwrap_or_default();
    match done.at {
        Some(at) => format!("{}{by}, {}", short(at), crate::report::wording::lower_first(&done.words)),
        None => "recorded as done, with no date".to_owned(),
    }
}
