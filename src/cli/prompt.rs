//! Questions at a terminal. They go to standard error, so that standard output stays clean for the answer.

use super::context::Context;
use crate::problem::{Kind, Problem};
use crate::render::sanitize::clean;
use crate::render::{Line, Page};
use dialoguer::console::Term;
use dialoguer::{Input, MultiSelect, Select};

/// A terminal to ask at. Ctrl-C ends a question instead of killing the process, so that the cursor is shown again.
///
/// A question is written by our own renderer, wrapped to the terminal; only a short prompt is left to be redrawn, since
/// what wraps cannot be redrawn cleanly.
pub(super) struct Prompter<'a> {
    terminal: Term,
    context: &'a Context,
}

impl<'a> Prompter<'a> {
    /// Makes ready to ask. The caller has made sure that there is a terminal.
    pub(super) fn new(context: &'a Context) -> Self {
        // A second handler is refused; the first one serves.
        let _ = ctrlc::set_handler(|| {});
        Self { terminal: Term::stderr(), context }
    }

    /// One of several answers. `None` when the question was left with Esc.
    ///
    /// # Errors
    /// When interrupted, or the terminal is gone.
    pub(super) fn choose(&self, question: &str, answers: &[String]) -> Result<Option<usize>, Problem> {
        let answers: Vec<String> = answers.iter().map(|answer| clean(answer).into_owned()).collect();
        self.say(question);
        let select = Select::new().with_prompt("Answer").items(&answers).default(0);
        select.interact_on_opt(&self.terminal).map_err(|error| self.ended(error))
    }

    /// Any of several answers. `None` when the question was left with Esc.
    ///
    /// # Errors
    /// As [`Prompter::choose`].
    pub(super) fn choose_any(&self, question: &str, answers: &[String]) -> Result<Option<Vec<usize>>, Problem> {
        let answers: Vec<String> = answers.iter().map(|answer| clean(answer).into_owned()).collect();
        self.say(question);
        let select = MultiSelect::new().with_prompt("Space ticks, Enter goes on").items(&answers).max_length(15);
        select.interact_on_opt(&self.terminal).map_err(|error| self.ended(error))
    }

    /// A line of text that `check` accepts; empty is allowed and means "don't know".
    ///
    /// # Errors
    /// As [`Prompter::choose`].
    pub(super) fn line(&self, question: &str, check: impl Fn(&str) -> Result<(), Problem>) -> Result<String, Problem> {
        self.say(question);
        Input::<String>::new()
            .with_prompt("Answer")
            .allow_empty(true)
            .validate_with(|text: &String| -> Result<(), String> {
                if text.trim().is_empty() {
                    return Ok(());
                }
                check(text.trim()).map_err(|problem| {
                    let hint = problem.hint.map(|hint| format!("; {hint}")).unwrap_or_default();
                    clean(&format!("{}{hint}", problem.what)).into_owned()
                })
            })
            .interact_on(&self.terminal)
            .map(|text| text.trim().to_owned())
            .map_err(|error| self.ended(error))
    }

    fn say(&self, question: &str) {
        let mut page = Page::new();
        page.paragraph(Line::new().strong(question));
        self.context.note_page(&page);
    }

    fn ended(&self, error: dialoguer::Error) -> Problem {
        // Whatever happened, the cursor must come back; if even that fails the terminal is gone.
        let _ = self.terminal.show_cursor();
        let dialoguer::Error::IO(error) = error;
        match error.kind() {
            std::io::ErrorKind::Interrupted => Problem::new(Kind::Interrupted, "Stopped; nothing was saved."),
            _ => Problem::usage(format!("the terminal cannot be read: {error}"))
                .hint("give a case instead: `yjs triage --from FILE`"),
        }
    }
}
