//! The conversation of `yjs triage`: one screen at a time, chosen by the domain from what can still change the answer.

mod after;
mod ask;
mod draft;
mod keep;
mod record;
mod wording;

pub(super) use draft::{find, read};
pub(super) use record::Conversation;

use super::context::Context;
use super::prompt::{Prompter, Wish};
use crate::domain::case::{Case, Event, Facts, Judgement};
use crate::domain::condition::Condition;
use crate::domain::interview::{Answer, Entry, Interview, Screen};
use crate::domain::situation::known_fact;
use crate::exit::Exit;
use crate::problem::{Kind, Problem};
use crate::protocol::Protocol;
use crate::render::{Line, Page};
use crate::report::assessment::AssessmentReport;
use crate::report::urgent::UrgentReport;
use ask::{is_typed, typed};
use draft::Draft;
use std::collections::BTreeSet;
use wording::Wording;

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
    /// The question that stood when the draft was left, with what was ticked.
    standing: Option<Entry>,
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
    let (mut logged, mut judgement, mut standing) = (Vec::new(), plan.case.judgement.clone(), None);
    if let Some(earlier) = &plan.earlier {
        let named = |problem: Problem| match &plan.source {
            Some(name) => problem.file(name),
            None => problem,
        };
        record::replay(&mut interview, &earlier.answers).map_err(named)?;
        logged.clone_from(&earlier.logged);
        judgement = earlier.judgement.clone().or(judgement);
        // One that the protocol no longer asks so is asked anew.
        standing = earlier.standing.as_ref().and_then(|step| record::entry(protocol, step).ok());
    }
    let name = plan.draft.clone().or_else(|| plan.reference.clone());
    let draft = Draft::new(context, name)?;
    let told = BTreeSet::new();
    let mut talk = Talk { plan, interview, protocol, context, draft, logged, judgement, told, standing };
    if let Some((level, reason)) = talk.plan.judgement.take() {
        talk.judge(level, reason)?;
    }
    if context.may_ask() {
        match talk.converse() {
            Ok(report) => return talk.exit(&report),
            Err(problem) if problem.kind == Kind::Interrupted => return Err(talk.stopped(problem).into()),
            Err(problem) => return Err(problem.into()),
        }
    }
    let report = talk.answer()?;
    talk.write_record()?;
    if let Some(reference) = talk.plan.save.clone() {
        talk.save(&reference)?;
    }
    talk.exit(&report)
}

impl Talk<'_> {
    /// Whether nothing was said that a case could hold.
    fn is_empty(&self) -> bool {
        self.case() == *self.interview.base()
    }

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
        self.context.show_resized(&report)?;
        Ok(report)
    }

    /// How it ended. A clock without an answer is an error here too.
    fn exit(&self, report: &AssessmentReport) -> anyhow::Result<Exit> {
        let unanswered = self.context.without_edition(self.protocol, &self.case(), self.context.now)?;
        Ok(unanswered.or(self.context.adverse(report.is_adverse())))
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
        prompter.gap();
        let report = self.answer()?;
        match self.plan.save.clone() {
            Some(reference) => self.save(&reference)?,
            None => {
                let before = self.conversation();
                self.after(&prompter)?;
                // What was logged, judged or asked since belongs to the record too.
                if self.conversation() != before {
                    self.write_record()?;
                }
            }
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
        let ticked = self.standing.take().filter(|entry| entry.screen == offer.screen).map(|entry| entry.answer);
        let (answer, wish) = self.ask(prompter, offer, &status, ticked.as_ref(), false)?;
        if let Some(answer) = answer {
            if let Err(problem) = self.interview.answer(offer.screen.clone(), answer) {
                prompter.refuse(&problem);
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
        let questions = if offers.len() == 1 { "1 question".to_owned() } else { format!("{} questions", offers.len()) };
        page.paragraph(format!("Enough for now. Left open, and kept as unknown ({questions}):"));
        page.bullets(offers.iter().take(5).map(|offer| wording.title(&offer.screen)));
        if offers.len() > 5 {
            page.paragraph(format!("and {} more.", offers.len() - 5));
        }
        prompter.gap();
        prompter.say(&page);
        Ok(())
    }

    /// What to do at once, as soon as it is known, and again when there is more of it.
    fn tell_urgent(&mut self, prompter: &Prompter<'_>) -> Result<(), Problem> {
        let report = self.report()?;
        let mut page = Page::new();
        for silence in report.silent.iter().filter(|silence| asked_first(self.protocol, &silence.topic)) {
            if self.told.insert(format!("silence {}", silence.topic)) {
                page.paragraph(Line::new().warn("Not in this protocol: ").plain(silence.text.as_str()));
            }
        }
        prompter.say(&page);
        let Some(urgent) = UrgentReport::of(&report) else { return Ok(()) };
        if urgent.rules().iter().any(|rule| !self.told.contains(rule)) {
            self.told.extend(urgent.rules().iter().cloned());
            prompter.gap();
            self.context.note_report(&urgent);
        }
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

/// Whether a silence rests on a question that is asked before all others: then it is told at once.
fn asked_first(protocol: &Protocol, topic: &str) -> bool {
    let of_topic = protocol.silences.iter().filter(|silence| silence.topic == topic);
    let mut first = false;
    for when in of_topic.filter_map(|silence| silence.when.as_ref()) {
        when.visit(&mut |part| {
            if let Condition::Fact(fact, _) = part {
                first |= protocol.vocabulary.fact_definition(*fact).ask_first.is_some();
            }
        });
    }
    first
}
