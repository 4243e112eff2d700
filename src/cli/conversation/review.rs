//! Check your answers: each with a change beside it, before anything is saved.

use super::{Next, Talk};
use crate::cli::prompt::{Picked, Prompter, Question, Row, Wish};
use crate::domain::interview::{Offer, Screen};
use crate::problem::Problem;
use crate::render::Line;

/// What came of a look at the answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reviewed {
    /// They are right.
    Right,
    /// One was changed.
    Changed,
    /// The user wants more questions.
    More,
}

/// What a row of the list of answers leads to.
#[derive(Clone, PartialEq)]
pub(super) enum AnswerRow {
    Go(Reviewed),
    Entry(usize),
    Assumed(Screen),
}

impl Talk<'_> {
    /// Shows every answer; an answer that is chosen is asked again.
    pub(super) fn review(&mut self, prompter: &Prompter<'_>) -> Result<Reviewed, Problem> {
        loop {
            if self.interview.entries().is_empty() {
                return Ok(Reviewed::Right);
            }
            let (mut lines, mut rows) = self.answers();
            let more = !self.interview.offers()?.is_empty();
            let first = |label: &str| Row { label: label.into(), ..Row::default() };
            let mut head = vec![(AnswerRow::Go(Reviewed::Right), first("These are right: show the answer"))];
            if more {
                head.push((AnswerRow::Go(Reviewed::More), first("Answer more questions")));
            }
            for (line, row) in head.into_iter().rev() {
                lines.insert(0, line);
                rows.insert(0, row);
            }
            let mut question = Question { rows, ..Question::default() };
            question.above.paragraph(Line::new().strong("Check your answers"));
            let unanswered = "What you have not answered is \"not known\"; it is never treated as \"no\".";
            question.above.paragraph(Line::new().faint(unanswered));
            question.help.paragraph("Choose an answer to change it. Nothing is saved before you say so.");
            question.enter = "Enter = go on, or change the answer at the arrow.".into();
            let Picked::One(place) = prompter.choose(&question)? else { continue };
            match lines.get(place) {
                None => {}
                Some(AnswerRow::Go(reviewed)) => return Ok(*reviewed),
                Some(line) if self.change(prompter, line)? => return Ok(Reviewed::Changed),
                Some(_) => {}
            }
        }
    }

    /// Any earlier answer, to be given again. The latest comes first: it is the one that is most often meant.
    pub(super) fn back(&mut self, prompter: &Prompter<'_>) -> Result<Next, Problem> {
        let (mut lines, mut rows) = self.answers();
        if self.interview.entries().is_empty() {
            prompter.complain("This is the first question.");
            return Ok(Next::Ask);
        }
        let given = self.interview.entries().len();
        lines[..given].reverse();
        rows[..given].reverse();
        rows.push(Row { label: "Go on without a change".into(), key: Some('g'), ..Row::default() });
        let mut question = Question { rows, ..Question::default() };
        question.above.paragraph(Line::new().strong("Which answer do you want to change?"));
        question.help.paragraph("The latest answer comes first.");
        let Picked::One(place) = prompter.choose(&question)? else { return Ok(Next::Ask) };
        if let Some(line) = lines.get(place) {
            self.change(prompter, line)?;
        }
        Ok(Next::Ask)
    }

    /// The answers as rows with a change beside each, and what is taken for granted.
    pub(super) fn answers(&self) -> (Vec<AnswerRow>, Vec<Row>) {
        let wording = self.wording();
        let change = " (change)";
        let entries = self.interview.entries().iter().enumerate().map(|(place, entry)| {
            let (title, answer) = (wording.title(&entry.screen), wording.answer(&entry.screen, &entry.answer));
            let label = format!("{}. {title} {answer}", place + 1);
            (AnswerRow::Entry(place), Row { label, aside: change.into(), ..Row::default() })
        });
        let assumed = self.interview.assumed().into_iter().map(|(fact, value)| {
            let screen = Screen::Fact(fact);
            let label = format!("{} {} (assumed)", wording.title(&screen), wording.value(&screen, &value));
            (AnswerRow::Assumed(screen), Row { label, aside: change.into(), ..Row::default() })
        });
        entries.chain(assumed).unzip()
    }

    /// Asks for an answer again; whether it was changed.
    pub(super) fn change(&mut self, prompter: &Prompter<'_>, line: &AnswerRow) -> Result<bool, Problem> {
        let before = self.interview.entries().len();
        let (screen, place, held) = match line {
            AnswerRow::Go(_) => return Ok(false),
            AnswerRow::Assumed(screen) => (screen.clone(), before, None),
            AnswerRow::Entry(place) => match self.interview.entries().get(*place) {
                Some(entry) => (entry.screen.clone(), *place, Some(entry.answer.clone())),
                None => return Ok(false),
            },
        };
        let offer = Offer { screen: screen.clone(), rules: Vec::new(), by_order: true };
        let status = format!("Question {}, again", place + 1);
        let (answer, wish) = self.ask(prompter, &offer, &status, held.as_ref(), true)?;
        if wish == Some(Wish::Emergency) {
            self.emergency(prompter)?;
            return Ok(true);
        }
        let Some(answer) = answer.filter(|answer| Some(answer) != held.as_ref()) else { return Ok(false) };
        let changed = match held {
            Some(_) => self.interview.replace(place, answer),
            None => self.interview.answer(screen, answer),
        };
        if let Err(problem) = changed {
            prompter.refuse(&problem);
            return Ok(false);
        }
        self.answered(prompter, place)?;
        Ok(true)
    }
}
