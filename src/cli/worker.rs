//! Who saves a change: a worker code, never a name.

use super::context::Context;
use super::prompt::{Prompter, Question, Typed};
use super::settings::{Setting, checked, is_worker, remember};
use super::which_protocol::yes;
use crate::problem::Problem;
use crate::render::{Line, Page};

impl Context {
    /// The worker code that each change of this command bears: as given, else as set, else asked at a terminal; in a script
    /// the login, when it has that form.
    ///
    /// # Errors
    /// When there is none, or one that was given is none.
    pub fn worker(&self) -> Result<String, Problem> {
        if let Some(code) = self.known_worker()? {
            return Ok(code);
        }
        // Held while it is asked, so that it is asked once.
        let mut asked = self.asked_worker.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(code) = &*asked {
            return Ok(code.clone());
        }
        if self.may_ask() {
            return Ok(asked.insert(ask(self)?).clone());
        }
        login().ok_or_else(|| {
            Problem::usage("who saves this change? There is no worker code; nothing was saved")
                .field("--saved-by")
                .hint("add --saved-by with 2 to 8 lower-case letters and digits, such as jm, never a name; `yjs config set worker CODE` remembers one")
        })
    }

    /// The worker code, when nothing has to be asked for it.
    ///
    /// # Errors
    /// When one that was given is none.
    pub fn known_worker(&self) -> Result<Option<String>, Problem> {
        if let Some(code) = self.global.saved_by.as_deref().filter(|code| !code.is_empty()) {
            return checked(Setting::Worker, code).map(Some).map_err(|problem| Problem {
                place: crate::problem::Place { field: Some("--saved-by".into()), ..problem.place },
                ..problem
            });
        }
        Ok(self.settings()?.get(Setting::Worker).map(str::to_owned))
    }
}

/// The login, when it can be a worker code.
fn login() -> Option<String> {
    let names = ["LOGNAME", "USER", "USERNAME"].into_iter();
    names.filter_map(|name| std::env::var(name).ok()).find(|name| !name.is_empty()).filter(|name| is_worker(name))
}

fn ask(context: &Context) -> Result<String, Problem> {
    let prompter = Prompter::new(context);
    let question = Question::of("Your worker code, which each change that you save bears?")
        .hint("2 to 8 lower-case letters and digits, such as jm. Never a name. Without one nothing is saved.");
    let usual = login();
    let code = loop {
        let check = |text: &str| checked(Setting::Worker, text).map(drop);
        if let Typed::Text(text) = prompter.line(&question, usual.as_deref(), check)?
            && !text.is_empty()
        {
            break text;
        }
    };
    if yes(&prompter, "Remember this for next time?")? {
        match remember(Setting::Worker, &code) {
            Ok(path) => {
                let mut page = Page::new();
                let undo = "`yjs config unset worker` takes it out again";
                page.paragraph(Line::new().faint(format!("Remembered in {}; {undo}.", path.display())));
                prompter.say(&page);
            }
            // The command goes on without it.
            Err(problem) => context.warn_all(&[problem]),
        }
    }
    Ok(code)
}
