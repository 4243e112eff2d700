//! Asks at a terminal which protocol to answer from, and offers to remember it.

use super::context::Context;
use super::prompt::{Picked, Prompter, Question, Row};
use super::settings::{Setting, remember};
use crate::problem::Problem;
use crate::render::{Line, Page};

/// Asks. The caller has made sure that questions may be asked.
///
/// # Errors
/// When interrupted, when there is no protocol, or one cannot be read.
pub(super) fn ask(context: &Context) -> Result<String, Problem> {
    let ids = context.protocol_ids()?;
    let prompter = Prompter::new(context);
    let mut question = Question::of("Which protocol do you work under?");
    for id in &ids {
        let label = context.protocol(id)?.name.clone();
        question.rows.push(Row { label, keywords: id.clone(), ..Row::default() });
    }
    let id = loop {
        if let Picked::One(place) = prompter.choose(&question)? {
            break ids[place].clone();
        }
    };
    if yes(&prompter, "Remember this for next time?")? {
        // The command goes on without it.
        match remember(Setting::Protocol, &id) {
            Ok(path) => {
                let mut page = Page::new();
                let undo = "`yjs config unset protocol` takes it out again";
                page.paragraph(Line::new().faint(format!("Remembered in {}; {undo}.", path.display())));
                prompter.say(&page);
            }
            Err(problem) => context.warn_all(&[problem]),
        }
    }
    Ok(id)
}

/// Asks a question of yes or no.
///
/// # Errors
/// When interrupted, or the terminal is gone.
pub(super) fn yes(prompter: &Prompter<'_>, question: &str) -> Result<bool, Problem> {
    let mut question = Question::of(question);
    for (label, key) in [("Yes", 'y'), ("No", 'n')] {
        question.rows.push(Row { label: label.into(), key: Some(key), ..Row::default() });
    }
    loop {
        if let Picked::One(place) = prompter.choose(&question)? {
            return Ok(place == 0);
        }
    }
}
