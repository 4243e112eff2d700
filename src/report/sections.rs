//! The parts of an answer in words, shared by the commands that show an assessment or a part of it.

use super::assessment::{AssessmentReport, ContactRow, DeadlineRow, EscalationRow, RouteRow, RuleRow};
use super::due::{provisional_note, short};
use super::silence::NO_EPISODE;
use crate::domain::deadline::Status;
use crate::protocol::Need;
use crate::render::{Action, Cell, Column, Line, Page, Table};
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// How many rows of a long, less urgent list are shown unless everything is asked for.
const SHOWN: usize = 8;

/// `[6.2]`, quietly.
pub fn clause(line: Line, clause: &str) -> Line {
    line.plain(" ").faint(format!("[{clause}]"))
}

/// A fixed name in words: `child_protection` is `child protection`.
pub fn words(id: &str) -> String {
    id.replace('_', " ")
}

/// A value in words.
pub fn value(json: &Json) -> String {
    match json {
        Json::Bool(true) => "yes".into(),
        Json::Bool(false) => "no".into(),
        Json::String(text) => words(text),
        other => other.to_string(),
    }
}

/// `child protection: yes; urgent: yes`.
pub fn because(rule: &RuleRow) -> String {
    let parts: Vec<String> =
        rule.because.iter().map(|one| format!("{}: {}", words(&one.fact), value(&one.value))).collect();
    parts.join("; ")
}

/// `3`, `3 and 4`, `2, 3 and 4`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The level in one line: what it is so far, and what is not ruled out.
pub fn level_line(report: &AssessmentReport) -> Line {
    let level = &report.level;
    let Some(number) = level.level else { return Line::from("This protocol has no levels of need") };
    let name = level.name.clone().unwrap_or_default();
    if let Some(own) = &level.overridden {
        let open = if level.could_be.is_empty() { "" } else { " so far" };
        return Line::new()
            .strong(format!("Level {} by judgement", own.level))
            .plain(format!(" ({}); by the rules level {number}{open}: {name}", own.by));
    }
    if level.could_be.is_empty() {
        return Line::new().strong(format!("Level {number}: {name}"));
    }
    let open: Vec<String> = level.could_be.iter().map(|open| open.level.to_string()).collect();
    let verb = if open.len() == 1 { "is" } else { "are" };
    Line::new().strong(format!("Level {number} so far: {name}")).plain("; ").warn(format!(
        "{} {} {verb} not ruled out",
        if open.len() == 1 { "level" } else { "levels" },
        list(&open)
    ))
}

/// A practitioner's own level with its reason, beside what the rules come to.
pub fn judgement(page: &mut Page, report: &AssessmentReport) {
    let Some(own) = &report.level.overridden else { return };
    let at = crate::calendar::parse_instant_or_local(&own.at).map(|at| short(at.into())).unwrap_or_default();
    page.heading("A practitioner's judgement");
    let line = Line::new().strong(format!("Level {}", own.level)).plain(format!(", by {}, {at}. ", own.by));
    page.paragraph(line.plain(format!("Reason: {}", own.reason)));
    if !report.level.could_be.is_empty() {
        let open: Vec<String> = report.level.could_be.iter().map(|open| open.level.to_string()).collect();
        let are = if open.len() == 1 { ("level", "is") } else { ("levels", "are") };
        let text = format!("By the rules, {} {} {} not ruled out.", are.0, list(&open), are.1);
        page.paragraph(Line::new().warn(text));
    }
    page.paragraph(Line::new().faint("What follows is by the rules; the judgement changes none of it."));
}

/// Why the level is what it is, the signs, and other readings.
pub fn level_reasons(page: &mut Page, report: &AssessmentReport) {
    let level = &report.level;
    let mut reasons: Vec<Line> = Vec::new();
    for row in &level.rows {
        let line = Line::new().strong(row.title.clone()).plain(format!(": {}", because(row)));
        reasons.push(clause(line, &row.clause));
        if let Some(reading) = row.reading.as_ref().filter(|_| report.verbose) {
            reasons.push(Line::from(format!("Read as: {reading}")));
        }
    }
    if reasons.is_empty() {
        reasons.push(Line::from("Nothing given so far raises it. That is not the same as nothing being wrong."));
    }
    page.heading("Why this level");
    page.bullets(reasons);
    for other in &level.other_readings {
        let line =
            Line::new().warn(format!("Another reading gives level {}: ", other.level)).plain(other.reading.clone());
        page.paragraph(line.plain(" ").faint(format!("({})", other.rule)));
    }
    if !level.sign_rows.is_empty() {
        let shown = if report.verbose { usize::MAX } else { SHOWN };
        page.heading("Signs and grounds that apply");
        let rows = level.sign_rows.iter().take(shown);
        page.bullets(rows.map(|row| clause(Line::from(row.title.clone()), &row.clause)));
        more(page, level.sign_rows.len(), shown);
    }
}

fn more(page: &mut Page, all: usize, shown: usize) {
    if all > shown {
        page.paragraph(Line::new().faint(format!("… and {} more; -v shows them all.", all - shown)));
    }
}

/// What to do, most urgent first: escalations and routes that apply.
pub fn actions(page: &mut Page, report: &AssessmentReport) {
    no_episode(page, report);
    urgent_actions(page, report, u8::MAX);
}

/// As [`actions`], down to a rank.
pub fn urgent_actions(page: &mut Page, report: &AssessmentReport, down_to: u8) {
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut steps: Vec<(u8, Action)> = Vec::new();
    let mut done: Vec<Line> = Vec::new();
    for row in report.escalations.iter().filter(|row| row.rule.certain() && row.rank <= down_to) {
        match row.done {
            Some(on) => done.push(clause(
                Line::new().good("Done ").plain(format!("{}: {}", short(on), row.rule.title)),
                &row.rule.clause,
            )),
            None => steps.push((row.rank, escalation_step(row, report, &mut told))),
        }
    }
    for row in report.routes.iter().filter(|row| row.rule.certain() && row.rank <= down_to) {
        steps.push((row.rank, route_step(row, report, &mut told)));
    }
    steps.sort_by_key(|(rank, _)| *rank);
    if steps.is_empty() && done.is_empty() {
        return;
    }
    page.heading("What to do, most urgent first");
    page.actions(true, steps.into_iter().map(|(_, action)| action));
    page.bullets(done);
}

/// How many escalations and routes that apply are less urgent than a rank, and not done.
pub fn less_urgent(report: &AssessmentReport, down_to: u8) -> usize {
    let undone = report.escalations.iter().filter(|row| row.done.is_none()).map(|row| (&row.rule, row.rank));
    let every = undone.chain(report.routes.iter().map(|row| (&row.rule, row.rank)));
    every.filter(|(rule, rank)| rule.certain() && *rank > down_to).count()
}

/// What the record leaves out about a child said to be missing, with the command that puts it right.
pub fn no_episode(page: &mut Page, report: &AssessmentReport) {
    let case = report.case.as_deref().unwrap_or("REF");
    for row in report.silent.iter().filter(|row| row.topic == NO_EPISODE) {
        page.paragraph(Line::new().warn(row.text.clone()).plain(format!(" `yjs missing report {case} --at WHEN`")));
    }
}

/// Routes that one or two more facts would decide, under the question that decides them.
pub fn if_routes(page: &mut Page, report: &AssessmentReport) {
    let mut told: BTreeSet<String> = BTreeSet::new();
    let near = |rule: &RuleRow| !rule.certain() && rule.unknown.len() <= 2;
    let mut steps: Vec<(u8, Action)> = Vec::new();
    for row in report.routes.iter().filter(|row| near(&row.rule)) {
        steps.push((row.rank, route_step(row, report, &mut told).field("If", if_known(&row.rule, report))));
    }
    for row in report.escalations.iter().filter(|row| near(&row.rule)) {
        steps.push((row.rank, escalation_step(row, report, &mut told).field("If", if_known(&row.rule, report))));
    }
    steps.sort_by_key(|(rank, _)| *rank);
    let further = report.routes.iter().filter(|row| !row.rule.certain() && !near(&row.rule)).count();
    if steps.is_empty() && further == 0 {
        return;
    }
    page.heading("Depends on what is not known yet");
    page.actions(false, steps.into_iter().map(|(_, action)| action));
    if further > 0 {
        page.paragraph(Line::new().faint(format!("{further} more depend on several facts; --format json lists them.")));
    }
}

fn if_known(rule: &RuleRow, report: &AssessmentReport) -> Line {
    Line::new().warn(questions_of(rule, report).join(" "))
}

fn questions_of(rule: &RuleRow, report: &AssessmentReport) -> Vec<String> {
    let words = |fact: &String| {
        let question = report.questions.iter().find(|(id, _)| id == fact).map(|(_, question)| question.clone());
        question.unwrap_or_else(|| words(fact))
    };
    rule.unknown.iter().map(words).collect()
}

fn escalation_step(row: &EscalationRow, report: &AssessmentReport, told: &mut BTreeSet<String>) -> Action {
    let mut action =
        Action::new(clause(heading(&row.rule.title, row.rank).plain(row.action.clone()), &row.rule.clause));
    if let Some(since) = row.since {
        action = action.field("Reached", short(since));
    }
    action = action.field("Counted", list(&row.reading_words));
    action = contact_fields(action, &row.tell, &row.tell_names, &row.contact, told);
    finish(action.field("Attach", list(&row.attach_names)), &row.rule, report)
}

fn route_step(row: &RouteRow, report: &AssessmentReport, told: &mut BTreeSet<String>) -> Action {
    let mut action =
        Action::new(clause(heading(&row.rule.title, row.rank).plain(row.action.clone()), &row.rule.clause));
    if let Some(within) = &row.within {
        action = action.field("Limit", Line::new().strong(within.limit.clone()));
    }
    let systems = |ids: &[String]| list(&ids.iter().map(|id| id.to_uppercase()).collect::<Vec<_>>());
    action = action.field("Search", systems(&row.search));
    action = contact_fields(action, &row.to, &row.to_names, &row.contact, told);
    action = action.field("Attach", list(&row.attach_names));
    finish(action.field("Record", systems(&row.record)), &row.rule, report)
}

fn heading(title: &str, rank: u8) -> Line {
    let line = Line::new();
    let line = if rank == 1 { line.alarm(title) } else { line.strong(title) };
    line.plain(". ")
}

fn finish(mut action: Action, rule: &RuleRow, report: &AssessmentReport) -> Action {
    if report.verbose {
        action = action.field("Because", because(rule));
        action = action.field("Read as", rule.reading.clone().unwrap_or_default());
        action = action.field("Note", rule.note.clone().unwrap_or_default());
        action = action.field("Rule", Line::new().faint(rule.rule.clone()));
    }
    action
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

/// Candidate outcomes with their points.
pub fn decisions(page: &mut Page, report: &AssessmentReport) {
    let rows: Vec<_> = report.decisions.iter().filter(|row| row.rule.certain()).collect();
    if rows.is_empty() {
        return;
    }
    page.heading("Candidates to consider (a practitioner or panel decides)");
    page.actions(
        false,
        rows.into_iter().map(|row| {
            let line = Line::new().strong(row.outcome_title.clone()).plain(format!(". {}", row.rule.title));
            let action = Action::new(clause(line, &row.rule.clause))
                .field("For", row.points_for.join("; "))
                .field("Against", row.against.join("; "));
            finish(action, &row.rule, report)
        }),
    );
}

/// Consent in words. What hangs on a few questions is shown with them: silence would read as "no consent needed".
pub fn consent(page: &mut Page, report: &AssessmentReport) {
    let near = |rule: &RuleRow| rule.certain() || (rule.unknown.len() <= 3 && !rule.because.is_empty());
    let mut rows: Vec<_> = report.consent.iter().filter(|row| near(&row.rule)).collect();
    if rows.is_empty() {
        return;
    }
    rows.sort_by_key(|row| !row.rule.certain());
    // The exceptions to seeking it are the very questions that seeking it hangs on: once is enough.
    if rows.iter().any(|row| !row.rule.certain() && row.need == Need::Seek) {
        rows.retain(|row| row.rule.certain() || row.need == Need::Seek);
    }
    page.heading("Consent");
    page.actions(
        false,
        rows.into_iter().map(|row| {
            let need = match row.need {
                Need::Seek => "Seek consent",
                Need::NotNeeded => "Consent is not needed",
                Need::DoNotSeek => "Do not seek consent",
            };
            let sure = if row.rule.certain() { "" } else { ", depending on what is not known" };
            let line = Line::new().strong(format!("{need}{sure}")).plain(format!(". {}", row.why));
            let mut action = Action::new(clause(line, &row.rule.clause));
            if !row.rule.certain() {
                action = action.field("Settle first", Line::new().warn(questions_of(&row.rule, report).join(" ")));
            }
            finish(action, &row.rule, report)
        }),
    );
}

/// How a deadline stands, in words that need no colour.
pub fn standing(row: &DeadlineRow) -> Line {
    let days = row.days_left.unwrap_or_default();
    let plural = |days: i64| if days == 1 { "day" } else { "days" };
    match row.status {
        Status::Overdue if days == 0 => Line::new().alarm("overdue today"),
        Status::Overdue => Line::new().alarm(format!("overdue, {} {}", -days, plural(-days))),
        Status::DueToday => Line::new().warn("due today"),
        Status::Upcoming => Line::from(format!("in {days} {}", plural(days))),
        Status::Met => Line::new().good("met"),
        Status::MetLate => Line::new().warn("met late"),
        Status::Waiting => Line::from("waiting to start"),
    }
}

/// Deadlines that run or ran, as a table.
pub fn deadlines(page: &mut Page, report: &AssessmentReport) {
    let rows: Vec<_> = report.deadlines.iter().filter(|row| row.rule.certain()).collect();
    if rows.is_empty() {
        return;
    }
    page.heading("By when");
    page.table(deadline_table(&rows));
    for row in &rows {
        if let Some(act_by) = row.act_by.filter(|_| row.status.live()) {
            let day = crate::calendar::london::short_date(act_by);
            page.paragraph(
                Line::from(format!("{}: no working day, so act by ", row.rule.title)).strong(day).plain("."),
            );
        }
        if row.status.live() && report.editions > 1 {
            page.paragraph(Line::new().faint(format!("{}: by edition \"{}\".", row.rule.title, row.edition)));
        }
        for other in row.other_readings.iter().filter(|other| row.status.live() && other.due.is_some()) {
            let due = other.due.map(short).unwrap_or_default();
            page.paragraph(Line::new().faint(format!(
                "{}: {due}. {}.",
                row.rule.title,
                other.reading.trim_end_matches('.')
            )));
        }
    }
    if rows.iter().any(|row| row.provisional) {
        page.paragraph(Line::new().warn(provisional_note()));
    }
}

/// The table of deadlines.
pub fn deadline_table(rows: &[&DeadlineRow]) -> Table {
    let columns = [
        Column::new("Due", "due"),
        Column::new("Stands", "status"),
        Column::new("What", "title").flexible(),
        Column::new("Who", "owner").flexible(),
        Column::new("Clause", "clause"),
    ];
    let mut table = Table::new(columns, "No deadline runs.");
    for row in rows {
        let due = row.due.map_or_else(|| "not started".to_owned(), short);
        let raw = row.due.map(|due| due.to_string()).unwrap_or_default();
        table.row([
            Cell::from(due).with_value(raw),
            Cell::from(standing(row)),
            Cell::from(row.rule.title.clone()),
            Cell::from(row.owner.clone()),
            Cell::from(row.rule.clause.clone()),
        ]);
    }
    table
}

/// Who does what.
pub fn duties(page: &mut Page, report: &AssessmentReport) {
    let mut rows: Vec<_> = report.duties.iter().filter(|row| row.rule.certain()).collect();
    if rows.is_empty() {
        return;
    }
    rows.sort_by_key(|row| row.attach.is_empty());
    let shown = if report.verbose { usize::MAX } else { SHOWN };
    page.heading("Duties that come with it");
    page.actions(
        false,
        rows.iter().take(shown).map(|row| {
            let line = Line::new().strong(row.who.clone()).plain(format!(": {}", row.action));
            let action = Action::new(clause(line, &row.rule.clause)).field("Attach", list(&row.attach_names));
            finish(action, &row.rule, report)
        }),
    );
    more(page, rows.len(), shown);
}

/// What the protocol leaves out. What the record leaves out is said before anything else, with what to do.
pub fn silences(page: &mut Page, report: &AssessmentReport) {
    let unsaid = || report.silent.iter().filter(|row| row.topic != NO_EPISODE);
    if unsaid().next().is_none() {
        return;
    }
    page.heading("Not in this protocol");
    page.bullets(unsaid().map(|row| Line::from(row.text.clone())));
}

/// What is not known: rules one fact away by the question that would settle them, and how many more are open.
pub fn open_questions(page: &mut Page, report: &AssessmentReport) {
    let unknown: Vec<&RuleRow> = report
        .escalations
        .iter()
        .map(|row| &row.rule)
        .chain(report.routes.iter().map(|row| &row.rule))
        .chain(report.decisions.iter().map(|row| &row.rule))
        .chain(report.consent.iter().map(|row| &row.rule))
        .chain(report.deadlines.iter().map(|row| &row.rule))
        .chain(report.duties.iter().map(|row| &row.rule))
        .filter(|rule| !rule.certain())
        .collect();
    if unknown.is_empty() && report.questions.is_empty() {
        return;
    }
    one_answer_away(page, report, &unknown);
    let shown = if report.verbose { usize::MAX } else { 5 };
    let mut questions: Vec<Line> = Vec::new();
    for (fact, question) in &report.questions {
        let raises: Vec<String> = report
            .level
            .could_be
            .iter()
            .filter(|open| open.unknown.contains(fact))
            .map(|open| format!("level {}", open.level))
            .collect();
        let near: Vec<&&RuleRow> = unknown.iter().filter(|rule| rule.unknown.as_slice() == [fact.clone()]).collect();
        let mut line = Line::new().strong(question.clone()).plain(" ").faint(format!("({fact})"));
        if !raises.is_empty() {
            line = line.plain(format!(" Decides {}.", list(&raises)));
        } else if let Some(first) = near.first() {
            let others = if near.len() > 1 { format!(" and {} more", near.len() - 1) } else { String::new() };
            line = clause(line.plain(format!(" Decides: {}{others}", first.title)), &first.clause);
        }
        questions.push(line);
    }
    page.heading("Not known yet; these questions would settle most");
    let count = questions.len();
    page.bullets(questions.into_iter().take(shown));
    more(page, count, shown);
    if !unknown.is_empty() {
        let rules = if unknown.len() == 1 { "rule is" } else { "rules are" };
        page.paragraph(Line::new().faint(format!(
            "{} {rules} neither met nor ruled out on what is known; --format json lists each.",
            unknown.len()
        )));
    }
}

/// Rules that rest on something given here and hang on one more answer, under the question that decides them.
fn one_answer_away(page: &mut Page, report: &AssessmentReport, unknown: &[&RuleRow]) {
    // Who refers is given in nearly every case and says nothing about this one.
    let given = |rule: &RuleRow| {
        rule.because.iter().any(|one| one.fact != "referrer" && !report.derived.contains_key(&one.fact))
    };
    let near: Vec<&&RuleRow> = unknown.iter().filter(|rule| rule.unknown.len() == 1 && given(rule)).collect();
    let mut actions: Vec<Action> = Vec::new();
    for (fact, question) in &report.questions {
        let decided: Vec<&&&RuleRow> = near.iter().filter(|rule| rule.unknown[0] == *fact).collect();
        if decided.is_empty() {
            continue;
        }
        let mut action = Action::new(Line::new().warn(question.clone()).plain(" ").faint(format!("({fact})")));
        for rule in decided {
            action = action.field("Decides", clause(Line::from(rule.title.clone()), &rule.clause));
        }
        actions.push(action);
    }
    if !actions.is_empty() {
        page.heading("One answer away");
        page.actions(false, actions);
    }
}
