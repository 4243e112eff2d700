//! What was done already, recorded as events: clocks run from them, and steps are shown as done by them.

use super::Talk;
use crate::calendar::{Moment, Tense, london, parse_when};
use crate::cli::prompt::{Mark, Picked, Prompter, Question, Row, Typed};
use crate::domain::assess::Assessment;
use crate::domain::case::Event;
use crate::domain::interview::{Deed, deeds};
use crate::domain::situation::Situation;
use crate::problem::Problem;
use crate::render::{Line, Page};
use crate::report::sections;

impl Talk<'_> {
    pub(super) fn deeds(&self) -> Result<Vec<Deed>, Problem> {
        let situation = Situation::new(self.protocol, &self.case(), self.context.now)?;
        let mut offered = deeds(&Assessment::new(situation))?;
        // What was logged in this conversation is not offered again.
        offered.retain(|deed| {
            let kind = &self.protocol.vocabulary.event_definition(deed.event).id;
            !self.logged.iter().any(|event| event.kind == *kind && event.to == deed.to)
        });
        Ok(offered)
    }

    /// Asks what was done, each with its time; whether anything was recorded.
    pub(super) fn log(&mut self, prompter: &Prompter<'_>) -> Result<bool, Problem> {
        let offered = self.deeds()?;
        let mut question = Question::of("What has been done already? You will be asked when.");
        question.many = true;
        question.none = "Nothing yet".into();
        question.help.paragraph("Deadlines run from what is recorded here, and steps are shown as done by it.");
        question.rows = offered
            .iter()
            .map(|deed| {
                let starts: Vec<&str> =
                    deed.starts.iter().map(|rule| self.protocol.rule(*rule).title.as_str()).collect();
                let help = if starts.is_empty() { String::new() } else { format!("Starts: {}.", starts.join("; ")) };
                Row { label: self.deed_title(deed), help, ..Row::default() }
            })
            .collect();
        let Picked::Many(marks) = prompter.choose(&question)? else { return Ok(false) };
        let before = self.logged.len();
        for (deed, _) in offered.iter().zip(&marks).filter(|(_, mark)| **mark == Mark::Yes) {
            let mut question = Question::of(&format!("{}: when? Enter alone for now.", self.deed_title(deed)));
            question.help.paragraph("Give a date or time: 2026-03-02, 16:30, yesterday 16:30 or -2h.");
            let check = |text: &str| self.moment(text).map(drop);
            let Typed::Text(text) = prompter.line(&question, None, check)? else { continue };
            let moment = if text.is_empty() { Moment::Instant(self.context.now) } else { self.moment(&text)? };
            self.record_deed(prompter, deed, moment);
        }
        self.keep();
        Ok(self.logged.len() > before)
    }

    /// Shows what runs now.
    pub(super) fn say_deadlines(&self, prompter: &Prompter<'_>) -> Result<(), Problem> {
        let report = self.report()?;
        let mut page = Page::new();
        sections::deadlines(&mut page, &report);
        if !page.blocks.is_empty() {
            prompter.gap();
        }
        prompter.say(&page);
        Ok(())
    }

    fn deed_title(&self, deed: &Deed) -> String {
        let title = &self.protocol.vocabulary.event_definition(deed.event).title;
        match deed.to.as_ref().and_then(|id| self.protocol.team(id)) {
            Some(team) => format!("{title}, to {}", team.title),
            None => title.clone(),
        }
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
        let when = crate::report::due::short(moment);
        page.paragraph(Line::new().good("Recorded: ").plain(format!("{}, {when}.", self.deed_title(deed))));
        prompter.say(&page);
    }

    /// What was logged, as the list of answers shows it.
    pub(super) fn logged_title(&self, event: &Event) -> String {
        let vocabulary = &self.protocol.vocabulary;
        let title = vocabulary
            .event(&event.kind)
            .map_or(event.kind.as_str(), |kind| vocabulary.event_definition(kind).title.as_str());
        let to = event.to.as_ref().and_then(|id| self.protocol.team(id));
        let to = to.map(|team| format!(", to {}", team.title)).unwrap_or_default();
        let when = event.at.as_ref().or(event.on.as_ref()).and_then(|text| parse_when(text, self.context.now).ok());
        let when = when.map(|when| format!(", {}", crate::report::due::short(when))).unwrap_or_default();
        format!("{title}{to}{when}")
    }

    pub(super) fn moment(&self, text: &str) -> Result<Moment, Problem> {
        let moment = self.context.when(text, Tense::Past)?;
        if moment.earliest() > self.context.now {
            return Err(Problem::input(format!("{moment} is in the future")).hint("record what has happened"));
        }
        Ok(moment)
    }
}
