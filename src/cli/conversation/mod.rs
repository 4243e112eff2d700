//! The conversation of `yjs triage`: one screen at a time, chosen by the domain from what can still change the answer.

mod after;
mod draft;
mod record;
mod wording;

pub(super) use draft::{find, read};
pub(super) use record::Conversation;

use super::context::Context;
use super::prompt::{Mark, Picked, Prompter, Question, Row, Typed, Wish};
use crate::calendar::{Moment, london, parse_when};
use crate::domain::case::{Case, Event, FactValue, Facts, Judgement};
use crate::domain::interview::{Answer, Interview, Offer, Screen, Time};
use crate::domain::situation::known_fact;
use crate::exit::Exit;
use crate::problem::{Kind, Problem};
use crate::protocol::Protocol;
use crate::protocol::vocabulary::FactKind;
use crate::render::{Line, Page};
use crate::report::assessment::AssessmentReport;
use crate::report::urgent::UrgentReport;
use draft::Draft;
use std::collections::BTreeSet;
use wording::{Wording, value_at};

/// What a conversation begins from, and what becomes of it.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The stored case that it is about.
    pub(super) reference: Option<String>,
    /// The case as it is before.
    pub(super) case: Case,
    /// Facts given on the command line.
    pub(super) given: Facts,
    /// Answers given before: a draft's, or a file's.
    pub(super) earlier: Option<Conversation>,
    /// The file that the earlier answers come from.
    pub(super) source: Option<String>,
    /// The draft that is continued.
    pub(super) draft: Option<String>,
    /// Where the questions and answers are written.
    pub(super) record: Option<std::path::PathBuf>,
    /// Under which reference the case is saved without asking.
    pub(super) save: Option<String>,
    /// A level of the practitioner's own, with its reason.
    pub(super) judgement: Option<(u8, String)>,
    /// Whether the answer shows the whole working.
    pub(super) explain: bool,
}

/// A conversation that is going on.
struct Talk<'a> {
    plan: Plan,
    interview: Interview<'a>,
    protocol: &'a Protocol,
    context: &'a Context,
    draft: Draft,
    logged: Vec<Event>,
    judgement: Option<Judgement>,
    told: BTreeSet<String>,
}

/// Where the questions go on.
enum Next {
    Ask,
    Stop,
}

/// Asks what is still worth asking where there is somebody to ask, shows the answer, and keeps what was said.
pub(super) fn run(plan: Plan, protocol: &Protocol, context: &Context) -> anyhow::Result<Exit> {
    let mut interview = Interview::new(protocol, plan.case.clone(), context.now);
    for (id, value) in &plan.given.0 {
        let screen = Screen::Fact(known_fact(protocol, id)?);
        interview.answer(screen, Answer::Value(value.clone()))?;
    }
    let (mut logged, mut judgement) = (Vec::new(), plan.case.judgement.clone());
    if let Some(earlier) = &plan.earlier {
        let named = |problem: Problem| match &plan.source {
            Some(name) => problem.file(name),
            None => problem,
        };
        record::replay(&mut interview, &earlier.answers).map_err(named)?;
        logged.clone_from(&earlier.logged);
        judgement = earlier.judgement.clone().or(judgement);
    }
    let name = plan.draft.clone().or_else(|| plan.reference.clone());
    let draft = Draft::new(context, name)?;
    let told = BTreeSet::new();
    let mut talk = Talk { plan, interview, protocol, context, draft, logged, judgement, told };
    if let Some((level, reason)) = talk.plan.judgement.take() {
        talk.judge(level, reason)?;
    }
    if context.may_ask() {
        match talk.converse() {
            Ok(report) => return Ok(context.adverse(report.is_adverse())),
            Err(problem) if problem.kind == Kind::Interrupted => return Err(talk.stopped(problem).into()),
            Err(problem) => return Err(problem.into()),
        }
    }
    let report = talk.answer()?;
    talk.write_record()?;
    if let Some(reference) = talk.plan.save.clone() {
        talk.save(&reference)?;
    }
    Ok(context.adverse(report.is_adverse()))
}

impl Talk<'_> {
    /// The case with everything that was said, done and judged.
    fn case(&self) -> Case {
        self.grown(self.interview.case())
    }

    fn grown(&self, mut case: Case) -> Case {
        case.events.extend(self.logged.iter().cloned());
        case.judgement.clone_from(&self.judgement);
        case
    }

    fn report(&self) -> Result<AssessmentReport, Problem> {
        let mut report = AssessmentReport::of_case(self.protocol, &self.case(), self.context.now)?;
        report.verbose = self.plan.explain || self.context.global.verbose;
        Ok(report)
    }

    fn answer(&self) -> Result<AssessmentReport, Problem> {
        let report = self.report()?;
        self.context.show(&report)?;
        Ok(report)
    }

    fn converse(&mut self) -> Result<AssessmentReport, Problem> {
        let prompter = Prompter::new(self.context);
        let begun = self.interview.entries().len();
        let mut hello = Page::new();
        hello.paragraph(format!("{}. Every answer is kept as you give it.", self.protocol.name));
        if begun > 0 {
            let were = if begun == 1 { "1 answer was" } else { &format!("{begun} answers were") };
            hello.paragraph(format!("{were} given before; the conversation goes on from there."));
        }
        prompter.say(&hello);
        self.tell_urgent(&prompter)?;
        while let Next::Ask = self.step(&prompter)? {}
        self.write_record()?;
        let report = self.answer()?;
        let nothing = self.case() == *self.interview.base();
        match self.plan.save.clone() {
            Some(reference) => self.save(&reference)?,
            None if nothing => {
                self.context.note("Nothing was learned, so there is nothing to save.");
                self.draft.remove()?;
            }
            None => self.after(&prompter)?,
        }
        Ok(report)
    }

    /// One question; whether there may be another.
    fn step(&mut self, prompter: &Prompter<'_>) -> Result<Next, Problem> {
        let offers = self.interview.offers()?;
        let Some(offer) = offers.first() else { return Ok(Next::Stop) };
        let asked = self.interview.entries().len();
        let left = match offers.len() - 1 {
            0 => "this may be the last".to_owned(),
            1 => "about 1 more may matter".to_owned(),
            more => format!("about {more} more may matter"),
        };
        let status = format!("Question {}; {left}.", asked + 1);
        let (answer, wish) = self.ask(prompter, offer, &status, None)?;
        if let Some(answer) = answer {
            if let Err(problem) = self.interview.answer(offer.screen.clone(), answer) {
                complain(prompter, &problem);
                return Ok(Next::Ask);
            }
            self.answered(prompter, asked)?;
        }
        match wish {
            Some(Wish::Enough) => {
                self.say_open(prompter)?;
                Ok(Next::Stop)
            }
            Some(Wish::Back) => self.back(prompter),
            None => Ok(Next::Ask),
        }
    }

    /// What is kept and said after an answer.
    fn answered(&mut self, prompter: &Prompter<'_>, place: usize) -> Result<(), Problem> {
        self.keep();
        // What was typed stands on the screen already.
        let entry = self
            .interview
            .entries()
            .get(place)
            .filter(|entry| !typed(Some(&entry.answer)) || !is_typed(&entry.screen, self.protocol));
        if let Some(entry) = entry {
            let wording = Wording { protocol: self.protocol };
            let mut page = Page::new();
            let line = Line::new().faint(format!("{}. {} ", place + 1, wording.title(&entry.screen)));
            page.paragraph(line.strong(wording.answer(&entry.answer)));
            prompter.say(&page);
        }
        self.tell_urgent(prompter)
    }

    /// Finished early: what is then open.
    fn say_open(&self, prompter: &Prompter<'_>) -> Result<(), Problem> {
        let offers = self.interview.offers()?;
        if offers.is_empty() {
            return Ok(());
        }
        let wording = Wording { protocol: self.protocol };
        let mut page = Page::new();
        page.gap();
        page.paragraph(format!("Enough for now. Left open, and kept as unknown ({} questions):", offers.len()));
        page.bullets(offers.iter().take(5).map(|offer| wording.title(&offer.screen)));
        if offers.len() > 5 {
            page.paragraph(format!("and {} more.", offers.len() - 5));
        }
        prompter.say(&page);
        Ok(())
    }

    /// Any earlier answer, to be given again.
    fn back(&mut self, prompter: &Prompter<'_>) -> Result<Next, Problem> {
        let wording = Wording { protocol: self.protocol };
        let entries = self.interview.entries().to_vec();
        if entries.is_empty() {
            prompter.complain("this is the first question.");
            return Ok(Next::Ask);
        }
        let mut question = Question::default();
        question.above.paragraph(Line::new().strong("Which answer do you want to change?"));
        // The latest first: it is the one that is most often meant.
        question.rows = entries
            .iter()
            .enumerate()
            .rev()
            .map(|(place, entry)| {
                let label =
                    format!("{}. {} {}", place + 1, wording.title(&entry.screen), wording.answer(&entry.answer));
                Row { label, ..Row::default() }
            })
            .collect();
        question.rows.push(Row { label: "None: go on".into(), key: Some('d'), ..Row::default() });
        let Picked::One(place) = prompter.choose(&question)? else { return Ok(Next::Ask) };
        let Some(place) = entries.len().checked_sub(place + 1) else { return Ok(Next::Ask) };
        let entry = &entries[place];
        let offer = Offer { screen: entry.screen.clone(), rules: Vec::new(), by_order: false };
        let status = format!("Question {}, again.", place + 1);
        let (answer, wish) = self.ask(prompter, &offer, &status, Some(&entry.answer))?;
        if let Some(answer) = answer {
            match self.interview.replace(place, answer) {
                Ok(()) => self.answered(prompter, place)?,
                Err(problem) => complain(prompter, &problem),
            }
        }
        Ok(if wish == Some(Wish::Enough) { Next::Stop } else { Next::Ask })
    }

    /// Asks one screen. The answer may come with a wish: what was ticked before "enough" counts.
    fn ask(
        &self,
        prompter: &Prompter<'_>,
        offer: &Offer,
        status: &str,
        before: Option<&Answer>,
    ) -> Result<(Option<Answer>, Option<Wish>), Problem> {
        let wording = Wording { protocol: self.protocol };
        let question = wording.question(offer, status, before);
        match &offer.screen {
            Screen::Several(several) => {
                let rows = |marks: &[Mark], wanted: Mark| {
                    let rows = several.rows.iter().zip(marks);
                    rows.filter(|(_, mark)| **mark == wanted).map(|(row, _)| *row).collect::<Vec<_>>()
                };
                let answer = |marks: &[Mark]| Answer::Rows { yes: rows(marks, Mark::Yes), no: rows(marks, Mark::No) };
                Ok(match prompter.choose(&question)? {
                    Picked::Many(marks) => (Some(answer(&marks)), None),
                    Picked::Wish(wish, marks) if marks.iter().any(|mark| *mark != Mark::Open) && before.is_none() => {
                        (Some(answer(&marks)), Some(wish))
                    }
                    Picked::Wish(wish, _) => (None, Some(wish)),
                    Picked::One(_) => (None, None),
                })
            }
            Screen::Fact(fact) if !question.rows.is_empty() => Ok(match prompter.choose(&question)? {
                Picked::One(place) => {
                    let value = value_at(self.protocol, *fact, place);
                    (Some(value.map_or(Answer::NotKnown, Answer::Value)), None)
                }
                Picked::Wish(wish, _) => (None, Some(wish)),
                Picked::Many(_) => (None, None),
            }),
            Screen::Fact(fact) => {
                let definition = self.protocol.vocabulary.fact_definition(*fact);
                let check = |text: &str| definition.read_typed(text).map(drop);
                let before = before.map(|answer| wording.answer(answer)).filter(|_| typed(before));
                Ok(match prompter.line(&question, before.as_deref(), check)? {
                    Typed::Wish(wish) => (None, Some(wish)),
                    Typed::Text(text) if text.is_empty() => (Some(Answer::NotKnown), None),
                    Typed::Text(text) => {
                        let value = match definition.kind {
                            FactKind::Date => FactValue::Text(text),
                            _ => definition.read_typed(&text)?,
                        };
                        (Some(Answer::Value(value)), None)
                    }
                })
            }
            Screen::Event(_) => {
                let check = |text: &str| self.times(text).map(drop);
                let before = before.map(|answer| wording.answer(answer)).filter(|_| typed(before));
                Ok(match prompter.line(&question, before.as_deref(), check)? {
                    Typed::Wish(wish) => (None, Some(wish)),
                    Typed::Text(text) if text.is_empty() => (Some(Answer::NotKnown), None),
                    Typed::Text(text) => (Some(Answer::When(self.times(&text)?)), None),
                })
            }
        }
    }

    /// Times as typed, several separated by `;`, as a case writes them.
    fn times(&self, text: &str) -> Result<Vec<Time>, Problem> {
        let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
        parts
            .map(|part| match parse_when(part, self.context.now)? {
                moment if moment.earliest() > self.context.now => {
                    Err(Problem::input(format!("{moment} lies in the future")).hint("record what has happened"))
                }
                Moment::Date(date) => Ok(Time::On(date.to_string())),
                Moment::Instant(instant) => Ok(Time::At(london::rfc3339(instant))),
            })
            .collect()
    }

    /// What to do at once, as soon as it is known, and again when there is more of it.
    fn tell_urgent(&mut self, prompter: &Prompter<'_>) -> Result<(), Problem> {
        let report = self.report()?;
        let Some(urgent) = UrgentReport::of(&report) else { return Ok(()) };
        if urgent.rules().iter().any(|rule| !self.told.contains(rule)) {
            self.told.extend(urgent.rules().iter().cloned());
            prompter.gap();
            self.context.note_report(&urgent);
        }
        Ok(())
    }

    /// Keeps the draft. Not being able to is said once; the conversation is worth more than its copy.
    fn keep(&mut self) {
        let conversation = self.conversation();
        self.draft.keep(&conversation, self.context);
    }

    fn conversation(&self) -> Conversation {
        let wording = Wording { protocol: self.protocol };
        let steps = self.interview.entries().iter();
        let base = self.interview.base().clone();
        Conversation {
            schema: record::SCHEMA.into(),
            protocol: self.protocol.id.clone(),
            reference: self.plan.reference.clone(),
            now: london::rfc3339(self.context.now),
            by: self.context.stamp().by,
            case: Some(base).filter(|base| *base != Case::default()),
            answers: steps.map(|entry| record::step(self.protocol, entry, wording.title(&entry.screen))).collect(),
            logged: self.logged.clone(),
            judgement: self.judgement.clone(),
        }
    }

    fn write_record(&self) -> Result<(), Problem> {
        let Some(path) = &self.plan.record else { return Ok(()) };
        let text = serde_json::to_string_pretty(&self.conversation())
            .map_err(|error| Problem::input(format!("the conversation cannot be written: {error}")))?;
        crate::store::write_private(path, &format!("{text}\n"))?;
        self.context.note(format!("Questions and answers written to {}.", path.display()));
        Ok(())
    }

    fn stopped(&self, problem: Problem) -> Problem {
        let what = if self.draft.is_kept() {
            "Stopped. Your answers are kept: `yjs triage --resume` goes on from here."
        } else {
            "Stopped; nothing was saved."
        };
        Problem { what: what.into(), ..problem }
    }
}

fn is_typed(screen: &Screen, protocol: &Protocol) -> bool {
    match screen {
        Screen::Fact(fact) => {
            matches!(protocol.vocabulary.fact_definition(*fact).kind, FactKind::Number | FactKind::Date)
        }
        Screen::Event(_) => true,
        Screen::Several(_) => false,
    }
}

fn typed(answer: Option<&Answer>) -> bool {
    matches!(answer, Some(Answer::Value(_) | Answer::When(_)))
}

fn complain(prompter: &Prompter<'_>, problem: &Problem) {
    let hint = problem.hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
    prompter.complain(&format!("{}{hint}.", problem.what));
}
