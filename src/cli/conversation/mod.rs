//! The conversation of `yjs triage`: one screen at a time, chosen by the domain from what can still change the answer.

mod after;
mod ask;
mod draft;
mod keep;
mod log;
mod protocol;
mod record;
mod review;
mod save;
mod urgent;
mod wording;

pub(super) use draft::{find, read};
pub(super) use protocol::governing;
pub(super) use record::Conversation;

use super::context::Context;
use super::prompt::{Prompter, Wish};
use crate::domain::case::{Case, Event, Facts, Judgement};
use crate::domain::interview::{Answer, Entry, Interview, Item, Screen};
use crate::domain::naming::known_fact;
use crate::exit::Exit;
use crate::problem::{Kind, Problem};
use crate::protocol::Protocol;
use crate::render::{Line, Page};
use crate::report::assessment::AssessmentReport;
use ask::{is_typed, typed};
use draft::Draft;
use record::Details;
use review::Reviewed;
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
    details: Details,
    /// What was shown as urgent or as missing from the protocol, so that it is not shown again.
    told: BTreeSet<String>,
    /// A question that was left before it was answered, with what was ticked.
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
    if context.may_ask() || plan.earlier.is_some() {
        interview = interview.assuming();
    }
    for (id, value) in &plan.given.0 {
        let screen = Screen::Fact(known_fact(protocol, id)?);
        interview.answer(screen, Answer::Value(value.clone()))?;
    }
    let (mut logged, mut judgement, mut standing) = (Vec::new(), plan.case.judgement.clone(), None);
    let mut details = Details::default();
    if let Some(earlier) = &plan.earlier {
        let named = |problem: Problem| match &plan.source {
            Some(name) => problem.file(name),
            None => problem,
        };
        record::replay(&mut interview, &earlier.answers).map_err(named)?;
        logged.clone_from(&earlier.logged);
        details.clone_from(&earlier.details);
        judgement = earlier.judgement.clone().or(judgement);
        // One that the protocol no longer asks so is asked anew.
        standing = earlier.standing.as_ref().and_then(|step| record::entry(protocol, step).ok());
    }
    let name = plan.draft.clone().or_else(|| plan.reference.clone());
    let draft = Draft::new(context, name)?;
    let told = BTreeSet::new();
    let mut talk = Talk { plan, interview, protocol, context, draft, logged, judgement, details, told, standing };
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
    /// Whether nothing was said that a case could hold. What is taken for granted was not said.
    fn is_empty(&self) -> bool {
        self.grown(self.interview.said()) == *self.interview.base()
    }

    /// The case with everything that was said, done and judged.
    fn case(&self) -> Case {
        self.grown(self.interview.case())
    }

    fn grown(&self, mut case: Case) -> Case {
        case.events.extend(self.logged.iter().cloned());
        case.judgement.clone_from(&self.judgement);
        case.worker = self.details.worker.clone().or(case.worker);
        case.initials = self.details.initials.clone().or(case.initials);
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

    fn wording(&self) -> Wording<'_> {
        Wording { protocol: self.protocol }
    }

    fn converse(&mut self) -> Result<AssessmentReport, Problem> {
        let prompter = Prompter::new(self.context);
        let mut hello = Page::new();
        hello.paragraph(format!("{}. Each answer is kept as you give it.", self.protocol.name));
        if !self.interview.entries().is_empty() {
            hello.paragraph(Line::new().strong("Your answers so far:"));
            let entries = self.interview.entries().iter().enumerate();
            hello.bullets(entries.map(|(place, entry)| self.wording().entry(place, entry)));
        }
        prompter.say(&hello);
        self.tell_urgent(&prompter)?;
        self.questions(&prompter)?;
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

    /// Asks until nothing is left or the user has had enough, then shows every answer to be checked.
    fn questions(&mut self, prompter: &Prompter<'_>) -> Result<(), Problem> {
        let mut asking = true;
        loop {
            while asking {
                asking = matches!(self.step(prompter)?, Next::Ask);
            }
            let was_last = self.interview.offers()?.is_empty();
            match self.review(prompter)? {
                Reviewed::Right => return Ok(()),
                Reviewed::More => asking = true,
                // A changed answer may open a question where none was left.
                Reviewed::Changed => asking = was_last,
            }
        }
    }

    /// One question; whether there may be another.
    fn step(&mut self, prompter: &Prompter<'_>) -> Result<Next, Problem> {
        let offers = self.interview.offers()?;
        let Some(offer) = offers.first() else { return Ok(Next::Stop) };
        let asked = self.interview.entries().len();
        let ticked = self.ticked_before(&offer.screen);
        let (answer, wish) = self.ask(prompter, offer, &format!("Question {}", asked + 1), ticked.as_ref(), false)?;
        // What was ticked before another wish is shown ticked when the question comes again.
        if let (Some(answer), Some(Wish::Back | Wish::Emergency)) = (&answer, wish) {
            self.standing = Some(Entry { screen: offer.screen.clone(), answer: answer.clone() });
        } else if let Some(answer) = answer {
            if let Err(problem) = self.interview.answer(offer.screen.clone(), answer) {
                prompter.refuse(&problem);
                return Ok(Next::Ask);
            }
            self.answered(prompter, asked)?;
        }
        match wish {
            Some(Wish::Enough) => Ok(Next::Stop),
            Some(Wish::Back) => self.back(prompter),
            Some(Wish::Emergency) => self.emergency(prompter),
            None => Ok(Next::Ask),
        }
    }

    /// The rows of a screen that were ticked when it, or one with the same rows, was left.
    fn ticked_before(&mut self, screen: &Screen) -> Option<Answer> {
        let rows = screen.rows();
        let Answer::Rows { yes, no } = &self.standing.as_ref()?.answer else { return None };
        let here = |items: &[Item]| items.iter().copied().filter(|item| rows.contains(item)).collect::<Vec<_>>();
        let (yes, no) = (here(yes), here(no));
        if yes.is_empty() && no.is_empty() {
            return None;
        }
        self.standing = None;
        Some(Answer::Rows { yes, no })
    }

    /// What is kept and said after an answer.
    fn answered(&mut self, prompter: &Prompter<'_>, place: usize) -> Result<(), Problem> {
        self.keep();
        // What was typed is on the screen already.
        let entry = self
            .interview
            .entries()
            .get(place)
            .filter(|entry| !typed(Some(&entry.answer)) || !is_typed(&entry.screen, self.protocol));
        if let Some(entry) = entry {
            let mut page = Page::new();
            page.paragraph(self.wording().entry(place, entry));
            prompter.say(&page);
        }
        self.tell_urgent(prompter)
    }

    fn stopped(&self, problem: Problem) -> Problem {
        let what = if self.draft.is_kept() {
            "Stopped. Your answers are kept: `yjs triage --resume` goes on from here."
        } else {
            "Stopped. Nothing was saved."
        };
        Problem { what: what.into(), ..problem }
    }
}
