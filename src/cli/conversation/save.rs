//! Saving: whose case it is, what was done already, everything to check once more, then one change of the store.

use super::Talk;
use super::review::AnswerRow;
use crate::cli::arguments::typed;
use crate::cli::case::vet;
use crate::cli::prompt::{Picked, Prompter, Question, Row, Typed};
use crate::domain::case::Case;
use crate::domain::fact::FactIndex;
use crate::domain::interview::{Answer, Interview, Item, Screen};
use crate::domain::recorded;
use crate::problem::Problem;
use crate::render::Line;
use crate::store::{Change, check_reference};

/// A part of a case that is asked for when it is saved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    Worker,
    Initials,
}

/// What a row of the last check leads to.
enum ToCheck {
    Save,
    Answer(AnswerRow),
    Detail(Detail),
    Born(FactIndex),
    Logged(usize),
    Judgement,
    Stop,
}

impl Talk<'_> {
    /// Asks for a reference and saves under it; whether it was saved.
    pub(super) fn save_as(&mut self, prompter: &Prompter<'_>) -> Result<bool, Problem> {
        let question = Question::of("Which reference? One that is in the store already gets these answers added.")
            .hint("The service's own reference, such as YJ-0042, never a name. Enter alone goes back.");
        let Typed::Text(reference) = prompter.line(&question, None, check_reference)? else { return Ok(false) };
        if reference.is_empty() {
            return Ok(false);
        }
        if self.context.store()?.get(&reference)?.found.is_some() {
            let mut question = Question::of(&format!("{reference} is in the store already. Add these answers to it?"));
            let row = |label: &str, key| Row { label: label.into(), key: Some(key), ..Row::default() };
            question.rows = vec![row("Yes", 'y'), row("No", 'n')];
            if !matches!(prompter.choose(&question)?, Picked::One(0)) {
                return Ok(false);
            }
        }
        self.save_checked(prompter, &reference)
    }

    /// Asks for what a saved case should have, shows everything to be checked, and saves; whether it was saved.
    pub(super) fn save_checked(&mut self, prompter: &Prompter<'_>, reference: &str) -> Result<bool, Problem> {
        let held = self.context.store()?.get(reference)?.found.map(|found| found.case).unwrap_or_default();
        if held.worker.is_none() && self.details.worker.is_none() {
            self.ask_detail(prompter, reference, Detail::Worker)?;
        }
        if held.initials.is_none() && self.details.initials.is_none() {
            self.ask_detail(prompter, reference, Detail::Initials)?;
        }
        if let Some(born) = self.born()
            && held.born.is_none()
            && self.case().born.is_none()
            && !self.interview.asked().contains(&Item::Fact(born))
        {
            self.ask_born(prompter, born)?;
        }
        if self.logged.is_empty() && !self.deeds()?.is_empty() {
            self.log(prompter)?;
        }
        loop {
            match self.check(prompter, reference, &held)? {
                ToCheck::Save => break,
                ToCheck::Stop => return Ok(false),
                ToCheck::Answer(line) => drop(self.change(prompter, &line)?),
                ToCheck::Detail(detail) => self.ask_detail(prompter, reference, detail)?,
                ToCheck::Born(born) => self.ask_born(prompter, born)?,
                ToCheck::Logged(place) => {
                    self.logged.remove(place);
                    self.log(prompter)?;
                }
                ToCheck::Judgement => self.ask_judgement(prompter)?,
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

    /// Everything that would be saved, with a change beside each.
    fn check(&self, prompter: &Prompter<'_>, reference: &str, held: &Case) -> Result<ToCheck, Problem> {
        let plain = |label: String| Row { label, ..Row::default() };
        let changes = |label: String| Row { label, aside: " (change)".into(), ..Row::default() };
        let mut all: Vec<(ToCheck, Row)> = vec![(ToCheck::Save, plain(format!("Save to {reference}")))];
        let (lines, rows) = self.answers();
        all.extend(lines.into_iter().map(ToCheck::Answer).zip(rows));
        let given = |value: &Option<String>| value.clone().unwrap_or_else(|| "not given".into());
        if held.worker.is_none() {
            all.push((ToCheck::Detail(Detail::Worker), changes(format!("Worker: {}", given(&self.details.worker)))));
        }
        if held.initials.is_none() {
            let initials = given(&self.details.initials);
            all.push((ToCheck::Detail(Detail::Initials), changes(format!("Initials: {initials}"))));
        }
        let case = self.case();
        let born = self.born().filter(|born| !self.interview.asked().contains(&Item::Fact(*born)));
        if let Some(born) = born.filter(|_| held.born.is_none() && case.born.is_none()) {
            all.push((ToCheck::Born(born), changes("Date of birth: not given".into())));
        }
        for (place, event) in self.logged.iter().enumerate() {
            all.push((ToCheck::Logged(place), changes(format!("Done: {}", self.logged_title(event)))));
        }
        if let Some(own) = &self.judgement {
            let label = format!("Level {} in your judgement: {}", own.level, own.reason);
            all.push((ToCheck::Judgement, changes(label)));
        }
        all.push((ToCheck::Stop, plain("Don't save yet".into())));
        let (mut leads, rows): (Vec<ToCheck>, Vec<Row>) = all.into_iter().unzip();
        let mut question = Question { rows, ..Question::default() };
        question.above.paragraph(Line::new().strong(format!("Check what will be saved to {reference}")));
        question.help.paragraph("Choose a line to change it. Nothing is saved before you choose Save.");
        question.enter = "Enter = save, or change the line at the arrow.".into();
        loop {
            if let Picked::One(place) = prompter.choose(&question)?
                && place < leads.len()
            {
                return Ok(leads.swap_remove(place));
            }
        }
    }

    fn ask_detail(&mut self, prompter: &Prompter<'_>, reference: &str, detail: Detail) -> Result<(), Problem> {
        let (question, before) = match detail {
            Detail::Worker => {
                let yours = self.details.worker.clone().or(self.context.known_worker()?);
                let hint = match &yours {
                    Some(yours) => format!(
                        "A short code, never a name. Enter alone takes {yours}; clear it to leave the case unassigned."
                    ),
                    None => "A short code, never a name. Enter alone leaves it unassigned.".to_owned(),
                };
                (Question::of("Which worker has the case?").hint(&hint), yours)
            }
            Detail::Initials => {
                let question = Question::of("What are the child's initials?");
                (question.hint("Never a name. Enter alone skips this."), self.details.initials.clone())
            }
        };
        let with = |text: &str| {
            let given = Some(text.to_owned());
            let case = Case { reference: reference.to_owned(), ..self.case() };
            match detail {
                Detail::Worker => Case { worker: given, ..case },
                Detail::Initials => Case { initials: given, ..case },
            }
        };
        let check = |text: &str| vet(self.protocol, &with(text), self.context.now).map(drop);
        if let Typed::Text(text) = prompter.line(&question, before.as_deref(), check)? {
            let given = Some(text).filter(|text| !text.is_empty());
            match detail {
                Detail::Worker => self.details.worker = given,
                Detail::Initials => self.details.initials = given,
            }
            self.keep();
        }
        Ok(())
    }

    fn ask_born(&mut self, prompter: &Prompter<'_>, born: FactIndex) -> Result<(), Problem> {
        let definition = self.protocol.vocabulary.fact_definition(born);
        let question = Question::of(&definition.question)
            .hint("For example 14 September 2010 or 14/9/2010. Enter alone skips this.");
        let check = |text: &str| typed(definition, text, self.context).map(drop);
        if let Typed::Text(text) = prompter.line(&question, None, check)?
            && !text.is_empty()
        {
            let value = typed(definition, &text, self.context)?;
            match self.interview.answer(Screen::Fact(born), Answer::Value(value)) {
                Ok(()) => self.keep(),
                Err(problem) => prompter.refuse(&problem),
            }
        }
        Ok(())
    }

    /// The fact that is the date of birth.
    fn born(&self) -> Option<FactIndex> {
        let facts = self.protocol.vocabulary.facts.iter().zip(0..);
        facts.into_iter().find(|(definition, _)| definition.case_field).map(|(_, place)| FactIndex(place))
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
        recorded::note(held.as_ref().map(|held| &held.case), &mut case);
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
        if !self.interview.assumed().is_empty() {
            interview = interview.assuming();
        }
        for entry in self.interview.entries() {
            interview.answer(entry.screen.clone(), entry.answer.clone())?;
        }
        Ok(interview.case())
    }
}
