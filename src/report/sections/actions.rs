//! What to do: whom to tell and where it goes, with how to reach them.

use super::{clause, finish, list, questions_of};
use crate::render::{Action, Line, Page};
use crate::report::assessment::{AssessmentReport, Because, ContactRow, EscalationRow, RouteRow, RuleRow};
use crate::report::due::short;
use std::collections::BTreeSet;

/// What to do, most urgent first: escalations and routes that apply.
pub fn actions(page: &mut Page, report: &AssessmentReport) {
    urgent_actions(page, report, u8::MAX);
}

/// As [`actions`], down to a rank. Unless the whole working is asked for, what goes to the same teams with the same
/// forms is one step.
pub fn urgent_actions(page: &mut Page, report: &AssessmentReport, down_to: u8) {
    let certain = |rule: &RuleRow, rank: u8| rule.certain() && rank <= down_to;
    let (done, tell): (Vec<&EscalationRow>, Vec<&EscalationRow>) =
        report.escalations.iter().filter(|row| certain(&row.rule, row.rank)).partition(|row| row.done.is_some());
    let tell = tell.into_iter().map(Step::escalation);
    let routes = report.routes.iter().filter(|row| certain(&row.rule, row.rank)).map(Step::route);
    let mut steps: Vec<Step<'_>> = Vec::new();
    for step in tell.chain(routes) {
        match steps.iter_mut().find(|held| !report.verbose && held.takes(&step)) {
            Some(held) => held.join(step),
            None => steps.push(step),
        }
    }
    steps.sort_by_key(|step| step.rank);
    if steps.is_empty() && done.is_empty() {
        return;
    }
    page.heading("What to do, most urgent first");
    let mut told: BTreeSet<String> = BTreeSet::new();
    page.actions(true, steps.into_iter().map(|step| step.action(report, &mut told)));
    page.bullets(done.into_iter().map(|row| {
        let on = row.done.map(short).unwrap_or_default();
        clause(Line::new().good("Done ").plain(format!("{on}: {}", row.rule.title)), &row.rule.clause)
    }));
}

/// Routes that one or two more facts would decide, under the question that decides them.
pub fn if_routes(page: &mut Page, report: &AssessmentReport) {
    let near = |rule: &RuleRow| !rule.certain() && still_to_ask(rule, report).len() <= 2;
    let routes = report.routes.iter().filter(|row| near(&row.rule)).map(Step::route);
    let tell = report.escalations.iter().filter(|row| near(&row.rule)).map(Step::escalation);
    let mut steps: Vec<Step<'_>> = routes.chain(tell).collect();
    steps.sort_by_key(|step| step.rank);
    let further = report.routes.iter().filter(|row| !row.rule.certain() && !near(&row.rule)).count();
    if steps.is_empty() && further == 0 {
        return;
    }
    page.heading("Depends on what is not known yet");
    let mut told: BTreeSet<String> = BTreeSet::new();
    page.actions(
        false,
        steps.into_iter().map(|step| {
            let asks = if_known(step.rule, report);
            step.action(report, &mut told).field("If", asks)
        }),
    );
    if further > 0 {
        page.paragraph(Line::new().faint(format!("{further} more depend on several facts; --format json lists them.")));
    }
}

fn if_known(rule: &RuleRow, report: &AssessmentReport) -> Line {
    let mut conditions = questions_of(&still_to_ask(rule, report), report);
    if waits_for_levels(rule, report) {
        let open: Vec<String> = report.level.could_be.iter().map(|open| open.level.to_string()).collect();
        let levels = if open.len() == 1 { "Level" } else { "Levels" };
        conditions.insert(0, format!("{levels} {} must first be ruled out.", list(&open)));
    }
    Line::new().warn(conditions.join(" "))
}

/// Whether a rule rests on the level so far, and so waits for every higher one to be ruled out: one condition to a
/// reader, however many facts could raise the level.
fn waits_for_levels(rule: &RuleRow, report: &AssessmentReport) -> bool {
    let mut open = report.level.could_be.iter().flat_map(|open| &open.unknown).peekable();
    let so_far = |because: &Because| report.level.rows.iter().any(|row| row.because.contains(because));
    open.peek().is_some() && rule.because.iter().any(so_far) && open.all(|fact| rule.unknown.contains(fact))
}

/// What a rule waits for, other than the higher levels that are open.
fn still_to_ask(rule: &RuleRow, report: &AssessmentReport) -> Vec<String> {
    if !waits_for_levels(rule, report) {
        return rule.unknown.clone();
    }
    let raises = |fact: &&String| report.level.could_be.iter().any(|open| open.unknown.contains(*fact));
    rule.unknown.iter().filter(|fact| !raises(fact)).cloned().collect()
}

/// One thing to do, of a route or an escalation.
struct Step<'a> {
    rule: &'a RuleRow,
    rank: u8,
    /// Its title, and since when.
    title: Line,
    action: &'a str,
    /// What else is done by the same referral.
    also: Vec<Line>,
    limit: Option<&'a str>,
    search: &'a [String],
    record: &'a [String],
    teams: &'a [String],
    names: &'a [String],
    contact: &'a [ContactRow],
    attach: &'a [String],
}

impl<'a> Step<'a> {
    fn escalation(row: &'a EscalationRow) -> Self {
        let mut reached: Vec<String> = row.since.map(|since| format!("reached {}", short(since))).into_iter().collect();
        if !row.reading_words.is_empty() {
            reached.push(format!("counted {}", list(&row.reading_words)));
        }
        Self {
            rule: &row.rule,
            rank: row.rank,
            title: title(&row.rule, row.rank, &reached.join("; ")),
            action: &row.action,
            also: Vec::new(),
            limit: None,
            search: &[],
            record: &[],
            teams: &row.tell,
            names: &row.tell_names,
            contact: &row.contact,
            attach: &row.attach_names,
        }
    }

    fn route(row: &'a RouteRow) -> Self {
        Self {
            rule: &row.rule,
            rank: row.rank,
            title: title(&row.rule, row.rank, ""),
            action: &row.action,
            also: Vec::new(),
            limit: row.within.as_ref().map(|within| within.limit.as_str()),
            search: &row.search,
            record: &row.record,
            teams: &row.to,
            names: &row.to_names,
            contact: &row.contact,
            attach: &row.attach_names,
        }
    }

    /// Whether another is done by the same call or the same form.
    fn takes(&self, other: &Self) -> bool {
        let same = |step: &Self| (step.rank, step.limit, step.search, step.record, step.teams, step.attach);
        !self.teams.is_empty() && same(self) == same(other)
    }

    /// Takes another in. What it says in the same words is not said again.
    fn join(&mut self, other: Self) {
        let action = if other.action == self.action { "" } else { other.action };
        self.also.push(head(other.title, action, other.rule));
    }

    fn action(self, report: &AssessmentReport, told: &mut BTreeSet<String>) -> Action {
        let systems = |ids: &[String]| list(&ids.iter().map(|id| id.to_uppercase()).collect::<Vec<_>>());
        let mut action = Action::new(head(self.title, self.action, self.rule));
        for also in self.also {
            action = action.field("Also", also);
        }
        action = action.field("Limit", Line::new().strong(self.limit.unwrap_or_default()));
        action = action.field("Search", systems(self.search));
        action = contact_fields(action, self.teams, self.names, self.contact, told);
        action = action.field("Attach", list(self.attach));
        finish(action.field("Record", systems(self.record)), self.rule, report)
    }
}

/// A rule's title; `when` says since when, in brackets.
fn title(rule: &RuleRow, rank: u8, when: &str) -> Line {
    let line = Line::new();
    let line = if rank == 1 { line.alarm(rule.title.as_str()) } else { line.strong(rule.title.as_str()) };
    if when.is_empty() { line } else { line.plain(format!(" ({when})")) }
}

fn head(title: Line, action: &str, rule: &RuleRow) -> Line {
    let line = if action.is_empty() { title } else { title.plain(format!(". {action}")) };
    clause(line, &rule.clause)
}

/// Each team with how to reach it, the first time it is named.
fn contact_fields(
    mut action: Action,
    teams: &[String],
    names: &[String],
    contacts: &[ContactRow],
    told: &mut BTreeSet<String>,
) -> Action {
    for (team, name) in teams.iter().zip(names) {
        let mut line = Line::new().strong(name.clone());
        if !told.insert(team.clone()) {
            action = action.field("To", line.plain(" (as above)"));
            continue;
        }
        let own: Vec<&ContactRow> = contacts.iter().filter(|contact| contact.team == *team).collect();
        let reach: Vec<&&ContactRow> =
            own.iter().filter(|contact| !matches!(contact.kind, "address" | "fax")).collect();
        line = line.plain(": ");
        if reach.iter().all(|contact| contact.kind == "not_printed") {
            let note = own.iter().find_map(|contact| contact.note.clone());
            line = line.warn(note.unwrap_or_else(|| "No contact is printed.".to_owned()));
            action = action.field("To", line);
            continue;
        }
        for (place, contact) in reach.iter().enumerate() {
            line = line.plain(if place == 0 { "" } else { "; " });
            line = line.strong(contact.value.clone());
            line = match (&contact.hours, &contact.note) {
                (Some(hours), _) => line.plain(format!(" ({hours})")),
                (None, Some(note)) => line.plain(format!(" ({})", note.trim_end_matches('.').to_lowercase_first())),
                (None, None) => line,
            };
        }
        action = action.field("To", line);
    }
    action
}

trait LowercaseFirst {
    fn to_lowercase_first(&self) -> String;
}

impl LowercaseFirst for str {
    /// For a note set in brackets; abbreviations keep their capitals.
    fn to_lowercase_first(&self) -> String {
        let mut letters = self.chars();
        match (letters.next(), letters.clone().next()) {
            (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
            _ => self.to_owned(),
        }
    }
}
