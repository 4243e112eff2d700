//! After the answer: log what was done, record a judgement, save, or leave.

use super::Talk;
use crate::calendar::london;
use crate::cli::prompt::{Mark, Picked, Prompter, Question, Row, Typed};
use crate::domain::case::Judgement;
use crate::domain::situation::Situation;
use crate::problem::Problem;
use crate::render::{Line, Page};
use crate::report::sections;

/// What can be done with an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Todo {
    Log,
    Save,
    SaveNew,
    Judge,
    Change,
    Questions,
    Explain,
    Later,
    Discard,
}

/// How many lines stand around the rows of the question.
const AROUND: usize = 5;

impl Talk<'_> {
    /// Offers what can be done now, until it is saved or left.
    pub(super) fn after(&mut self, prompter: &Prompter<'_>) -> Result<(), Problem> {
        self.keep();
        let mut shown = self.case();
        loop {
            let todos = self.todos()?;
            let mut question = Question::of("What now?");
            if self.is_empty() {
                question.above.paragraph(Line::new().faint("There is nothing to save: no answer is known yet."));
            }
            let report = self.report()?;
            // What must be done first stays in sight where the answer leaves no room for the question.
            if !prompter.has_room(&report, todos.len() + AROUND) {
                sections::first_step(&mut question.above, &report);
            }
            question.help.paragraph("Nothing is saved before you choose it and check it.");
            question.rows = todos.iter().map(|(_, label)| Row { label: label.clone(), ..Row::default() }).collect();
            let Picked::One(place) = prompter.choose(&question)? else { continue };
            match todos[place].0 {
                Todo::Log => {
                    if self.log(prompter)? {
                        self.say_deadlines(prompter)?;
                        shown = self.case();
                    }
                }
                Todo::Judge => {
                    self.ask_judgement(prompter)?;
                    shown = self.case();
                }
                Todo::Explain => {
                    self.plan.explain = true;
                    self.answer()?;
                }
                Todo::Change => {
                    self.back(prompter)?;
                }
                Todo::Questions => self.questions(prompter)?,
                todo @ (Todo::Save | Todo::SaveNew) => {
                    let saved = match (todo, self.plan.reference.clone()) {
                        (Todo::Save, Some(reference)) => self.save_checked(prompter, &reference)?,
                        _ => self.save_as(prompter)?,
                    };
                    if saved {
                        return self.answer_again(prompter, &shown);
                    }
                }
                Todo::Later => {
                    self.context.note("Kept as a draft: `yjs triage --resume` goes on from here.");
                    return Ok(());
                }
                Todo::Discard => {
                    self.draft.remove()?;
                    self.context.note("Nothing was saved.");
                    return Ok(());
                }
            }
            if matches!(todos[place].0, Todo::Change | Todo::Questions) {
                self.answer_again(prompter, &shown)?;
                shown = self.case();
            }
        }
    }

    /// Shows the answer again where the case is not the one that was answered.
    fn answer_again(&self, prompter: &Prompter<'_>, shown: &crate::domain::case::Case) -> Result<(), Problem> {
        let case = self.case();
        let same = case.facts == shown.facts && case.events == shown.events && case.born == shown.born;
        if !same {
            prompter.gap();
            self.answer()?;
        }
        Ok(())
    }

    fn todos(&self) -> Result<Vec<(Todo, String)>, Problem> {
        let mut todos: Vec<(Todo, String)> = Vec::new();
        let sample = self.context.global.sample;
        if !sample && !self.is_empty() {
            match &self.plan.reference {
                Some(reference) => todos.push((Todo::Save, format!("Save to {reference}"))),
                None => todos.push((Todo::SaveNew, "Save to a case, new or existing".into())),
            }
        }
        if !self.deeds()?.is_empty() {
            todos.push((Todo::Log, "Log what has been done: a call, a referral, a meeting".into()));
        }
        if !self.interview.entries().is_empty() {
            todos.push((Todo::Change, "Change an answer".into()));
        }
        if !self.interview.offers()?.is_empty() {
            todos.push((Todo::Questions, "Answer more questions".into()));
        }
        if !self.protocol.levels.is_empty() {
            todos.push((Todo::Judge, "Record a level of your own, with the reason".into()));
        }
        if !self.plan.explain {
            todos.push((Todo::Explain, "Show the whole working".into()));
        }
        if !sample && !self.is_empty() {
            todos.push((Todo::Later, "Keep it as a draft, and go on later".into()));
        }
        todos.push((Todo::Discard, "Leave without saving".into()));
        Ok(todos)
    }

    /// A level of the practitioner's own; the computed one is kept beside it.
    pub(super) fn ask_judgement(&mut self, prompter: &Prompter<'_>) -> Result<(), Problem> {
        let report = self.report()?;
        let mut question = Question::of("Which level is it in your judgement?");
        let held = self.judgement.as_ref().map(|own| own.level).or(report.level.level);
        let computed = match report.level.level {
            Some(level) => format!("By the rules it is level {level} on what is known. Both are kept."),
            None => "By the rules no level is decided on what is known. Both are kept.".to_owned(),
        };
        question.above.paragraph(Line::new().faint(computed));
        question.rows = self
            .protocol
            .levels
            .iter()
            .map(|level| Row {
                label: format!("Level {}: {}", level.level, level.name),
                mark: if held == Some(level.level) { Mark::Yes } else { Mark::Open },
                ..Row::default()
            })
            .collect();
        let kept = if self.judgement.is_some() { "Take the judgement back" } else { "No judgement" };
        question.rows.push(Row { label: kept.into(), key: Some('d'), ..Row::default() });
        let Picked::One(place) = prompter.choose(&question)? else { return Ok(()) };
        let Some(level) = self.protocol.levels.get(place) else {
            self.judgement = None;
            self.keep();
            return Ok(());
        };
        let question = Question::of("Why?").hint("In one line, without names. Enter alone leaves it.");
        let Typed::Text(reason) = prompter.line(&question, None, |_| Ok(()))? else { return Ok(()) };
        if reason.is_empty() {
            self.context.note("No judgement was recorded: it needs a reason.");
            return Ok(());
        }
        self.judge(level.level, reason)?;
        self.keep();
        let mut page = Page::new();
        sections::judgement_alone(&mut page, &self.report()?);
        prompter.say(&page);
        Ok(())
    }

    /// Records a judgement.
    pub(super) fn judge(&mut self, level: u8, reason: String) -> Result<(), Problem> {
        let before = self.judgement.take();
        let (by, at) = (self.context.worker()?, london::rfc3339(self.context.now));
        self.judgement = Some(Judgement { level, reason, by, at });
        match Situation::new(self.protocol, &self.case(), self.context.now) {
            Ok(_) => Ok(()),
            Err(problem) => {
                self.judgement = before;
                Err(problem)
            }
        }
    }
}
