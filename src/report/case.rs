//! One case on one screen: the contract `yjs.case/1`.

use super::assessment::AssessmentReport;
use super::due::short;
use super::gaps::{GapRow, gaps};
use super::missing::MissingReport;
use super::sections;
use super::silence::NO_EDITION;
use crate::calendar::{Moment, london};
use crate::domain::assess::Assessment;
use crate::domain::case::Case;
use crate::domain::closing::closed_since;
use crate::domain::derive::age;
use crate::domain::situation::Situation;
use crate::domain::waiver::Waived;
use crate::problem::Problem;
use crate::protocol::checks::Severity;
use crate::render::{Line, Page, Report};
use serde::Serialize;

/// How many events are shown unless everything is asked for.
const SHOWN: usize = 10;

/// An earlier state of a case: the time it is looked at from, and the change that made it.
#[derive(Debug, Serialize)]
pub struct Seen {
    /// The time it is looked at from.
    pub at: Moment,
    /// When the change was saved.
    pub saved_at: Moment,
    /// Who saved it.
    pub saved_by: String,
    /// The number of the change.
    pub change: u64,
}

/// A case and what it comes to.
#[derive(Debug, Serialize)]
pub struct CaseReport {
    schema: &'static str,
    case: Case,
    /// What it comes to.
    pub assessment: AssessmentReport,
    /// What is not recorded and has to be, with no deadline of its own.
    to_do: Vec<GapRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<Seen>,
    #[serde(skip)]
    child: String,
    /// Where a missing child stands.
    #[serde(skip)]
    missing: Option<Line>,
    #[serde(skip)]
    closed: Option<Moment>,
    /// Newest first.
    #[serde(skip)]
    events: Vec<Line>,
    #[serde(skip)]
    facts: Vec<Line>,
    /// Each with whether it is over.
    #[serde(skip)]
    waivers: Vec<(Waived, bool)>,
}

impl CaseReport {
    /// Lays out a case with its assessment.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub fn new(case: Case, assessment: &Assessment<'_>, verbose: bool) -> Result<Self, Problem> {
        let situation = &assessment.situation;
        let reference = Some(case.reference.clone()).filter(|reference| !reference.is_empty());
        let mut report = AssessmentReport::new(assessment, reference.clone())?;
        report.verbose = verbose;
        let missing = MissingReport::new(assessment, reference, Vec::new(), false)?;
        Ok(Self {
            missing: missing.state_line(),
            schema: "yjs.case/1",
            child: child(&case, situation),
            closed: closed_since(situation),
            events: situation.events.iter().rev().map(|one| event(&case, situation, one.place, one.when)).collect(),
            facts: facts(&case, situation),
            waivers: situation.waivers.iter().map(|one| (one.clone(), one.until < situation.today)).collect(),
            case,
            to_do: gaps(assessment, |_| true)?,
            assessment: report,
            as_of: None,
        })
    }

    /// Whether something is to be done that cannot wait, or is a breach.
    pub fn is_adverse(&self) -> bool {
        self.assessment.is_adverse() || self.to_do.iter().any(|row| row.severity == Severity::Breach)
    }

    /// Says that this is not the present state, when it is not.
    #[must_use]
    pub fn seen(self, as_of: Option<Seen>) -> Self {
        Self { as_of, ..self }
    }
}

fn child(case: &Case, situation: &Situation<'_>) -> String {
    let initials = case.initials.clone().unwrap_or_else(|| "initials not given".into());
    match situation.born {
        Some(born) => {
            let years = age(born, situation.today);
            format!("{initials}, {years} years old, born {}", london::day(born))
        }
        None => format!("{initials}, date of birth not known"),
    }
}

fn event(case: &Case, situation: &Situation<'_>, place: usize, when: Moment) -> Line {
    let Some(event) = case.events.get(place) else { return Line::new() };
    let vocabulary = &situation.protocol.vocabulary;
    let title = vocabulary.event(&event.kind).map(|kind| vocabulary.event_definition(kind).title.as_str());
    let mut line = Line::new().strong(short(when)).plain(format!(": {}", title.unwrap_or(&event.kind)));
    if let Some(to) = &event.to {
        let team = situation.protocol.team(to).map_or(to.as_str(), |team| team.title.as_str());
        line = line.plain(format!(", to {team}"));
    }
    if let Some(by) = &event.by {
        line = line.plain(format!(" (by {by})"));
    }
    match &event.note {
        Some(note) => line.plain(format!(". {note}")),
        None => line,
    }
}

fn facts(case: &Case, situation: &Situation<'_>) -> Vec<Line> {
    let vocabulary = &situation.protocol.vocabulary;
    let definition = |id: &str| vocabulary.fact(id).map(|fact| vocabulary.fact_definition(fact));
    let line = |(id, value): &(String, crate::domain::case::FactValue)| {
        let question = definition(id).map_or(id.as_str(), |fact| fact.question.as_str());
        let value = match definition(id) {
            Some(fact) => fact.in_words(value),
            None => sections::words(&value.to_string()),
        };
        Line::from(format!("{question} ")).strong(value).plain(" ").faint(format!("({id})"))
    };
    case.facts.0.iter().map(line).collect()
}

impl CaseReport {
    fn add_waivers(&self, page: &mut Page) {
        if self.waivers.is_empty() {
            return;
        }
        page.heading("Findings set aside");
        page.bullets(self.waivers.iter().map(|(waiver, expired)| {
            let ended = if *expired { " (over: it counts again)" } else { "" };
            let until = london::short_date(waiver.until);
            Line::new().strong(waiver.code.as_str()).plain(format!(" until {until}{ended}: {}", waiver.reason))
        }));
    }
}

impl Report for CaseReport {
    fn page(&self) -> Page {
        let report = &self.assessment;
        let mut page = Page::new();
        let (case, place) = (&self.case.reference, &report.protocol.short);
        page.title(format!("{case}, {place}, {}", london::short(report.instant)));
        if let Some(Seen { at, saved_at, saved_by, change }) = &self.as_of {
            page.field("As of", Line::new().warn(format!("{}, not now", short(*at))));
            page.field("Saved", format!("{} by {saved_by} (change {change})", short(*saved_at)));
        }
        if let Some(closed) = self.closed {
            page.field("State", Line::new().warn(format!("closed since {}", short(closed))));
        }
        let worker = self.case.worker.as_deref().unwrap_or("not given");
        page.field("Child", format!("{}; worker: {worker}", self.child));
        // A threshold that was reached says it among what to do now.
        let is_said =
            report.escalations.iter().any(|row| row.since.is_some() && row.done_row.is_none() && !row.is_back);
        if let Some(missing) = self.missing.as_ref().filter(|_| !is_said) {
            let more = format!(" `yjs missing check {}` says what to do.", self.case.reference);
            page.paragraph(missing.clone().plain(more));
        }
        sections::level_first(&mut page, report);
        sections::warnings(&mut page, report);
        sections::judgement(&mut page, report);
        if report.silent.iter().any(|row| row.topic == NO_EDITION) {
            page.paragraph(Line::new().alarm("One deadline or more cannot be given: see below."));
        }
        sections::answer(&mut page, report);
        let to_do: Vec<Line> = self.to_do.iter().filter(|row| !row.is_step).map(GapRow::line).collect();
        if !to_do.is_empty() {
            page.heading("Not recorded").bullets(to_do);
        }
        if report.verbose {
            sections::level_reasons(&mut page, report);
            sections::open_questions(&mut page, report);
        }
        page.heading("What happened, newest first");
        let shown = if report.verbose { usize::MAX } else { SHOWN };
        if self.events.is_empty() {
            page.paragraph("Nothing is recorded yet; `yjs case log` records it.");
        }
        page.bullets(self.events.iter().take(shown).cloned());
        if self.events.len() > shown {
            page.paragraph(
                Line::new().faint(format!("… and {} earlier; -v shows them all.", self.events.len() - shown)),
            );
        }
        self.add_waivers(&mut page);
        page.heading("What is known");
        if self.facts.is_empty() {
            page.paragraph("No fact is recorded yet; `yjs case set` or `yjs triage` records them.");
        }
        page.bullets(self.facts.iter().cloned());
        if let Some((fact, question)) = report.questions.first() {
            let others = match report.questions.len() - 1 {
                0 => "No other could change the answer;".to_owned(),
                1 => "One more could change the answer;".to_owned(),
                more => format!("{more} more could change the answer;"),
            };
            page.heading("What is not known");
            let line =
                Line::from("The first question: ").strong(question.clone()).plain(" ").faint(format!("({fact})"));
            page.paragraph(line.plain(format!(" {others} `yjs triage {}` asks.", self.case.reference)));
        }
        page
    }
}
