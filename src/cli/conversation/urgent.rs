//! What cannot wait for the end of the questions.

use super::{Next, Talk};
use crate::cli::prompt::{Picked, Prompter, Question, Row};
use crate::domain::case::FactValue;
use crate::domain::condition::Condition;
use crate::domain::interview::{Answer, Screen};
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::render::{Line, Page, Report};
use crate::report::urgent::UrgentReport;

impl Talk<'_> {
    /// Shows what to do at once, as soon as it is known, and again when there is more of it.
    pub(super) fn tell_urgent(&mut self, prompter: &Prompter<'_>) -> Result<(), Problem> {
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

    /// Records an emergency and shows the answer at once. The questions can go on after it.
    pub(super) fn emergency(&mut self, prompter: &Prompter<'_>) -> Result<Next, Problem> {
        let Some(fact) = self.protocol.vocabulary.conversation.emergency else { return Ok(Next::Ask) };
        let yes = Answer::Value(FactValue::Flag(true));
        let asked = |entry: &crate::domain::interview::Entry| entry.screen == Screen::Fact(fact);
        match self.interview.entries().iter().position(asked) {
            Some(place) => self.interview.replace(place, yes)?,
            None => self.interview.answer(Screen::Fact(fact), yes)?,
        }
        self.keep();
        let report = self.report()?;
        self.told.extend(UrgentReport::of(&report).iter().flat_map(|urgent| urgent.rules().iter().cloned()));
        self.told.extend(report.silent.iter().map(|silence| format!("silence {}", silence.topic)));
        let mut page = Page::new();
        page.paragraph(Line::new().alarm("Emergency recorded. On what is known so far:"));
        page.append(report.page());
        prompter.say_on_screen(&page);
        let row = |label: &str, key| Row { label: label.into(), key: Some(key), ..Row::default() };
        let mut question = Question::of("The questions can wait. What now?");
        question.rows = vec![row("Go on with the questions", 'g'), row("Finish now", 'f')];
        Ok(match prompter.choose(&question)? {
            Picked::One(1) => Next::Stop,
            _ => Next::Ask,
        })
    }

    /// Whether an emergency can still be declared.
    pub(super) fn may_declare(&self) -> bool {
        let fact = self.protocol.vocabulary.conversation.emergency;
        fact.is_some_and(|fact| {
            let id = &self.protocol.vocabulary.fact_definition(fact).id;
            self.interview.said().facts.get(id) != Some(&FactValue::Flag(true))
        })
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
