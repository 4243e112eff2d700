//! A draft of a referral from what a case holds, to paste into a form or an email: where it goes, why, who the child is, what is
//! known and what happened, and what is still missing. The contract `yjs.draft/1`.

use super::assessment::{AssessmentReport, ContactRow, RouteRow, RuleRow};
use super::due::short;
use super::sections::{self, because, clause, list, reach_in_brief};
use crate::calendar::london;
use crate::domain::assess::Assessment;
use crate::domain::case::{Case, FactValue};
use crate::domain::derive::age;
use crate::problem::Problem;
use crate::render::{Line, Page, Report};
use serde::Serialize;

/// How many questions that are open are named.
const OPEN: usize = 8;

/// The answer of `yjs case draft`.
#[derive(Debug, Serialize)]
pub struct DraftReport {
    schema: &'static str,
    case: String,
    /// The form or the team that it is for, as its fixed name.
    #[serde(rename = "for")]
    wanted: String,
    title: String,
    asked_by: Vec<AskedBy>,
    gaps: Vec<String>,
    #[serde(skip)]
    page: Page,
}

/// A rule that applies and asks for it.
#[derive(Debug, Serialize)]
struct AskedBy {
    rule: String,
    clause: String,
    #[serde(rename = "do")]
    action: String,
}

/// A row of the assessment that sends something somewhere.
struct Row<'a> {
    rule: &'a RuleRow,
    action: &'a str,
    to: &'a [String],
    names: &'a [String],
    contact: &'a [ContactRow],
    attach: &'a [String],
    attach_names: &'a [String],
    search: &'a [String],
}

fn rows(report: &AssessmentReport) -> Vec<Row<'_>> {
    let open = |row: &&RouteRow| row.done.is_none();
    let routes = report.routes.iter().filter(open).map(|row| Row {
        rule: &row.rule,
        action: &row.action,
        to: &row.to,
        names: &row.to_names,
        contact: &row.contact,
        attach: &row.attach,
        attach_names: &row.attach_names,
        search: &row.search,
    });
    let escalations = report.escalations.iter().filter(|row| row.done_row.is_none()).map(|row| Row {
        rule: &row.rule,
        action: &row.action,
        to: &row.tell,
        names: &row.tell_names,
        contact: &row.contact,
        attach: &row.attach,
        attach_names: &row.attach_names,
        search: &[],
    });
    let duties = report.duties.iter().filter(|row| row.done.is_none()).map(|row| Row {
        rule: &row.rule,
        action: &row.action,
        to: &row.to,
        names: &row.to_names,
        contact: &row.contact,
        attach: &row.attach,
        attach_names: &row.attach_names,
        search: &[],
    });
    routes.chain(escalations).chain(duties).collect()
}

impl DraftReport {
    /// Drafts what goes with a form, or to a team: `wanted` is its fixed name, `title` its words.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub fn new(case: &Case, assessment: &Assessment<'_>, wanted: &str, title: &str) -> Result<Self, Problem> {
        let report = AssessmentReport::new(assessment, Some(case.reference.clone()))?;
        let all = rows(&report);
        let asks = |row: &&Row<'_>| [row.attach, row.to].iter().any(|ids| ids.iter().any(|id| id == wanted));
        let (certain, open): (Vec<&Row<'_>>, Vec<&Row<'_>>) =
            all.iter().filter(asks).partition(|row| row.rule.certain());
        let gaps = gaps(case, &report, &certain, &open);
        let mut page = Page::new();
        page.title(format!("Draft for {}: {title}", case.reference));
        page.paragraph(Line::new().faint(format!(
            "{}, {}. Check every line before you send it. The protocol does not print what else is asked.",
            report.protocol.short,
            london::short(report.instant)
        )));
        where_to(&mut page, &certain, &open);
        child(&mut page, case, assessment);
        known(&mut page, case, assessment);
        happened(&mut page, case, assessment);
        due(&mut page, &report);
        page.gap();
        sections::consent(&mut page, &report);
        page.heading("Still missing").bullets(gaps.iter().map(String::as_str));
        let asked_by = certain.iter().map(|row| AskedBy {
            rule: row.rule.rule.clone(),
            clause: row.rule.clause.clone(),
            action: row.action.to_owned(),
        });
        Ok(Self {
            schema: "yjs.draft/1",
            case: case.reference.clone(),
            wanted: wanted.to_owned(),
            title: title.to_owned(),
            asked_by: asked_by.collect(),
            gaps,
            page,
        })
    }
}

fn where_to(page: &mut Page, certain: &[&Row<'_>], open: &[&Row<'_>]) {
    page.heading("Where it goes, and why");
    if certain.is_empty() {
        page.paragraph(Line::new().warn("No rule is known to ask for it in this case."));
    }
    page.bullets(certain.iter().map(|row| {
        let mut line = clause(Line::new().strong(row.action), &row.rule.clause);
        let reach = reach_in_brief(row.to, row.names, row.contact);
        if !reach.is_empty() {
            line = line.plain(" To: ").then(reach).plain(".");
        }
        if !row.search.is_empty() {
            let systems: Vec<String> = row.search.iter().map(|id| id.to_uppercase()).collect();
            line = line.plain(format!(" First: search {}.", list(&systems)));
        }
        if !row.attach_names.is_empty() {
            line = line.plain(format!(" With: {}.", list(row.attach_names)));
        }
        let why = because(row.rule);
        if why.is_empty() { line } else { line.plain(format!(" Because: {why}.")) }
    }));
    if !open.is_empty() {
        let actions = open.iter().map(|row| clause(Line::from(row.action), &row.rule.clause));
        page.paragraph("It may also be for this, which depends on what is not known:");
        page.bullets(actions);
    }
}

/// The deadlines that run, with the level of need: what a reader asks first.
fn due(page: &mut Page, report: &AssessmentReport) {
    page.heading("Level and deadlines").paragraph(sections::level_line(report));
    let running = report.deadlines.iter().filter(|row| row.rule.certain() && row.status.live());
    page.bullets(running.filter_map(|row| {
        let line = Line::from(format!("{}: due ", row.rule.title)).strong(short(row.due?));
        Some(clause(line, &row.rule.clause))
    }));
}

fn child(page: &mut Page, case: &Case, assessment: &Assessment<'_>) {
    let situation = &assessment.situation;
    page.heading("The child");
    page.field("Reference", case.reference.as_str());
    page.field("Initials", case.initials.as_deref().unwrap_or("not recorded"));
    let born = situation.born.map(|born| format!("{}, {} years old", london::day(born), age(born, situation.today)));
    page.field("Date of birth", born.unwrap_or_else(|| "not recorded".to_owned()));
    page.field("Worker", case.worker.as_deref().unwrap_or("not recorded"));
}

fn known(page: &mut Page, case: &Case, assessment: &Assessment<'_>) {
    let vocabulary = &assessment.protocol().vocabulary;
    page.heading("What is known");
    let line = |(id, value): &(String, FactValue)| {
        let definition = vocabulary.fact(id).map(|fact| vocabulary.fact_definition(fact))?;
        let value = definition.in_words(value);
        Some(Line::from(format!("{} ", definition.question)).strong(value))
    };
    let lines: Vec<Line> = case.facts.0.iter().filter_map(line).collect();
    if lines.is_empty() {
        page.paragraph("Nothing is recorded.");
    }
    page.bullets(lines);
}

fn happened(page: &mut Page, case: &Case, assessment: &Assessment<'_>) {
    let protocol = assessment.protocol();
    page.heading("What happened");
    if assessment.situation.events.is_empty() {
        page.paragraph("Nothing is recorded.");
    }
    page.bullets(assessment.situation.events.iter().map(|happened| {
        let kind = protocol.vocabulary.event_definition(happened.kind);
        let event = case.events.get(happened.place);
        let to = event.and_then(|event| event.to.as_deref()).and_then(|to| protocol.team(to));
        let to = to.map(|team| format!(", to {}", team.title)).unwrap_or_default();
        let note = event.and_then(|event| event.note.as_ref()).map(|note| format!(". {note}")).unwrap_or_default();
        Line::new().strong(short(happened.when)).plain(format!(": {}{to}{note}", kind.title))
    }));
}

/// What a person would have to find out: what the case lacks, and the questions that the rules for it wait for.
fn gaps(case: &Case, report: &AssessmentReport, certain: &[&Row<'_>], open: &[&Row<'_>]) -> Vec<String> {
    let mut gaps: Vec<String> = Vec::new();
    for (held, words) in [(&case.initials, "The child's initials."), (&case.born, "The child's date of birth.")] {
        if held.is_none() {
            gaps.push(words.to_owned());
        }
    }
    let consent = report.consent.iter().filter(|row| !row.rule.certain()).map(|row| &row.rule);
    let rules = certain.iter().chain(open).map(|row| row.rule).chain(consent);
    for fact in rules.flat_map(|rule| &rule.unknown) {
        let question = report.questions.iter().find(|(id, _)| id == fact).map(|(_, question)| question.clone());
        if let Some(question) = question.filter(|question| !gaps.contains(question)) {
            gaps.push(question);
        }
    }
    let more = gaps.len().saturating_sub(OPEN);
    gaps.truncate(OPEN);
    if more > 0 {
        let questions = if more == 1 { "question" } else { "questions" };
        gaps.push(format!("And {more} more {questions}: `yjs case show {} -v` lists them.", case.reference));
    }
    gaps.push("Whatever the form asks that is not here.".to_owned());
    gaps
}

impl Report for DraftReport {
    fn page(&self) -> Page {
        self.page.clone()
    }
}
