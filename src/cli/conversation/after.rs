//! After the answer: log what was done, record a judgement, save, or leave.

use super::Talk;
use crate::calendar::{Moment, london, parse_when};
use crate::cli::case::vet;
use crate::cli::prompt::{Mark, Picked, Prompter, Question, Row, Typed};
use crate::domain::assess::Assessment;
use crate::domain::case::{Case, Event, Judgement};
use crate::domain::interview::{Deed, Interview, deeds};
use crate::domain::situation::Situation;
use crate::problem::Problem;
use crate::render::{Line, Page};
use crate::report::sections;
use crate::store::{Change, check_reference};

/// What can be done with an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Todo {
    Log,
    Save,
    SaveNew,
    Judge,
    Questions,
    Explain,
    Later,
    Discard,
}

impl Talk<'_> {
    /// Offers what can be done now, until it is saved or left.
    pub(super) fn after(&mut self, prompter: &Prompter<'_>) -> Result<(), Problem> {
        self.keep();
        loop {
            let todos = self.todos()?;
            let mut question = Question::of("What now?");
            if self.is_empty() {
                question.above.paragraph(Line::new().faint("Nothing was learned, so there is nothing to save."));
            }
            question.rows = todos.iter().map(|(_, label)| Row { label: label.clone(), ..Row::default() }).collect();
            let Picked::One(place) = prompter.choose(&question)? else { continue };
            match todos[place].0 {
                Todo::Log => self.log(prompter)?,
                Todo::Judge => self.ask_judgement(prompter)?,
                Todo::Explain => {
                    self.plan.explain = true;
                    self.answer()?;
                }
                Todo::Questions => {
                    while let super::Next::Ask = self.step(prompter)? {}
                    self.answer()?;
                }
                Todo::Save => {
                    let reference = self.plan.reference.clone().unwrap_or_default();
                    if self.try_save(prompter, &reference)? {
                        return Ok(());
                    }
                }
                Todo::SaveNew => {
                    let question =
                        Question::of("Under which reference? That of a case in the store adds the answers to it.")
                            .hint("Enter alone goes back.");
                    let check = |text: &str| check_reference(text);
                    if let Typed::Text(reference) = prompter.line(&question, None, check)?
                        && !reference.is_empty()
                        && self.try_save(prompter, &reference)?
                    {
                        return Ok(());
                    }
                }
                Todo::Later => {
                    self.context.note("Left as a draft; `yjs triage --resume` goes on from here.");
                    return Ok(());
                }
                Todo::Discard => {
                    self.draft.remove()?;
                    self.context.note("Nothing was saved.");
                    return Ok(());
                }
            }
        }
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
            todos.push((Todo::Log, "Log what was done now: a call, a referral, a meeting".into()));
        }
        if !self.protocol.levels.is_empty() {
            todos.push((Todo::Judge, "Record a level of your own, with the reason".into()));
        }
        if !self.interview.offers()?.is_empty() {
            todos.push((Todo::Questions, "Go on with the questions that are left".into()));
        }
        if !self.plan.explain {
            todos.push((Todo::Explain, "Show the whole working".into()));
        }
        if !sample && !self.is_empty() {
            todos.push((Todo::Later, "Leave it as a draft".into()));
        }
        todos.push((Todo::Discard, "Leave without saving".into()));
        Ok(todos)
    }

    fn deeds(&self) -> Result<Vec<Deed>, Problem> {
        let situation = Situation::new(self.protocol, &self.case(), self.context.now)?;
        deeds(&Assessment::new(situation))
    }

    /// What was done is recorded as events, from which clocks run.
    fn log(&mut self, prompter: &Prompter<'_>) -> Result<(), Problem> {
        let offered = self.deeds()?;
        let vocabulary = &self.protocol.vocabulary;
        let mut question = Question::of("What has been done? Each is recorded with its time.");
        question.many = true;
        question.none = "Nothing yet".into();
        question.rows = offered
            .iter()
            .map(|deed| {
                let mut label = vocabulary.event_definition(deed.event).title.clone();
                if let Some(team) = deed.to.as_ref().and_then(|id| self.protocol.team(id)) {
                    label.push_str(&format!(", to {}", team.title));
                }
                let starts: Vec<String> =
                    deed.starts.iter().map(|rule| self.protocol.rule(*rule).title.clone()).collect();
                if !starts.is_empty() {
                    label.push_str(&format!(". Starts: {}", starts.join("; ")));
                }
                Row { label, ..Row::default() }
            })
            .collect();
        let Picked::Many(marks) = prompter.choose(&question)? else { return Ok(()) };
        for (deed, _) in offered.iter().zip(&marks).filter(|(_, mark)| **mark == Mark::Yes) {
            let title = &vocabulary.event_definition(deed.event).title;
            let mut question = Question::of(&format!("{title}: when? Enter alone for now."));
            question.help.paragraph("A date or a time: 2026-03-02, 16:30, yesterday 16:30, -2h.");
            let check = |text: &str| self.moment(text).map(drop);
            let Typed::Text(text) = prompter.line(&question, None, check)? else { continue };
            let moment = if text.is_empty() { Moment::Instant(self.context.now) } else { self.moment(&text)? };
            self.record_deed(prompter, deed, moment);
        }
        self.keep();
        let report = self.report()?;
        let mut page = Page::new();
        sections::deadlines(&mut page, &report);
        if !page.blocks.is_empty() {
            prompter.gap();
        }
        prompter.say(&page);
        Ok(())
    }

    fn record_deed(&mut self, prompter: &Prompter<'_>, deed: &Deed, moment: Moment) {
        let definition = self.protocol.vocabulary.event_definition(deed.event);
        let by = self.context.known_worker().ok().flatten();
        let mut event = Event { kind: definition.id.clone(), to: deed.to.clone(), by, ..Event::default() };
        match moment {
            Moment::Date(date) => event.on = Some(date.to_string()),
            Moment::Instant(instant) => event.at = Some(london::rfc3339(instant)),
        }
        self.logged.push(event);
        if let Err(problem) = Situation::new(self.protocol, &self.case(), self.context.now) {
            self.logged.pop();
            prompter.refuse(&problem);
            return;
        }
        let mut page = Page::new();
        page.paragraph(Line::new().good("Recorded: ").plain(format!(
            "{}, {}.",
            definition.title,
            crate::report::due::short(moment)
        )));
        prompter.say(&page);
    }

    fn moment(&self, text: &str) -> Result<Moment, Problem> {
        let moment = parse_when(text, self.context.now)?;
        if moment.earliest() > self.context.now {
            return Err(Problem::input(format!("{moment} lies in the future")).hint("record what has happened"));
        }
        Ok(moment)
    }

    /// A level of the practitioner's own; the computed one stays beside it.
    fn ask_judgement(&mut self, prompter: &Prompter<'_>) -> Result<(), Problem> {
        let report = self.report()?;
        let mut question = Question::of("Which level is it in your judgement? The level by the rules stays beside it.");
        let stands = self.judgement.as_ref().map(|own| own.level).or(report.level.level);
        let computed = report.level.level.map(|level| level.to_string()).unwrap_or_default();
        question.above.paragraph(Line::new().faint(format!("By the rules it is level {computed} on what is known.")));
        question.rows = self
            .protocol
            .levels
            .iter()
            .map(|level| Row {
                label: format!("Level {}: {}", level.level, level.name),
                mark: if stands == Some(level.level) { Mark::Yes } else { Mark::Open },
                ..Row::default()
            })
            .collect();
        let kept = if self.judgement.is_some() { "Take the judgement back" } else { "No judgement: leave it" };
        question.rows.push(Row { label: kept.into(), key: Some('d'), ..Row::default() });
        let Picked::One(place) = prompter.choose(&question)? else { return Ok(()) };
        let Some(level) = self.protocol.levels.get(place) else {
            self.judgement = None;
            self.keep();
            return Ok(());
        };
        let question = Question::of("Why? In a line; keep names out of it. Enter alone leaves it.");
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

    fn try_save(&mut self, prompter: &Prompter<'_>, reference: &str) -> Result<bool, Problem> {
        if self.plan.reference.is_none() && self.context.store()?.get(reference)?.found.is_some() {
            let mut question = Question::of(&format!("{reference} is in the store already. Add these answers to it?"));
            question.rows = vec![
                Row { label: "Yes".into(), key: Some('y'), ..Row::default() },
                Row { label: "No".into(), key: Some('n'), ..Row::default() },
            ];
            if !matches!(prompter.choose(&question)?, Picked::One(0)) {
                return Ok(false);
            }
        }
        match self.save(reference) {
            Ok(()) => Ok(true),
            Err(problem) => {
                prompter.refuse(&problem);
                Ok(false)
            }
        }
    }

    /// Saves to a case: the one that the conversation began from unless it changed since, another one with the answers
    /// added, or a new one.
    pub(super) fn save(&mut self, reference: &str) -> Result<(), Problem> {
        let store = self.context.store()?;
        let held = store.get(reference)?.found;
        let own = self.plan.reference.as_deref() == Some(reference);
        let mut case = match &held {
            Some(held) if own && held.case != *self.interview.base() => {
                return Err(Problem::store(format!("`{reference}` changed while you answered; nothing was saved"))
                    .hint(format!("your answers are kept: `yjs triage {reference}` shows it as it is now")));
            }
            Some(held) if !own => self.grown(self.onto(&held.case)?),
            _ => self.case(),
        };
        reference.clone_into(&mut case.reference);
        case.protocol.get_or_insert_with(|| self.protocol.id.clone());
        vet(self.protocol, &case, self.context.now)?;
        store.append(Change::new("triaged", self.context.stamp()?), &case, held.map(|held| held.version))?;
        self.draft.remove()?;
        self.context.note(format!("Saved {reference}."));
        Ok(())
    }

    /// Another case with these answers added.
    fn onto(&self, other: &Case) -> Result<Case, Problem> {
        if let Some(protocol) = other.protocol.as_ref().filter(|protocol| **protocol != self.protocol.id) {
            return Err(Problem::store(format!("that case is under {protocol}, not {}", self.protocol.id))
                .hint("protocols are never mixed: save under another reference"));
        }
        let mut interview = Interview::new(self.protocol, other.clone(), self.context.now);
        for entry in self.interview.entries() {
            interview.answer(entry.screen.clone(), entry.answer.clone())?;
        }
        Ok(interview.case())
    }
}
