//! What a command shows and says: the answer on standard output, all else on standard error.

use super::context::Context;
use crate::domain::assess::Assessment;
use crate::domain::case::Case;
use crate::domain::situation::Situation;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::render::{self, ColorWish, Format, Line, Page, Report, Terminal};
use chrono::{DateTime, Utc};
use std::io::IsTerminal;

impl Context {
    /// Refuses formats that a command does not have before it does something that printing too late could not undo.
    /// Calendars and pictures are refused without being named: few commands have one.
    ///
    /// # Errors
    /// When one of them is asked for.
    pub fn refuse_formats(&self, formats: &[Format]) -> Result<(), Problem> {
        let format = self.format();
        if !formats.contains(&format) && !format.is_apart() {
            return Ok(());
        }
        Err(Problem::usage(format!("this command has no {format}; nothing was done"))
            .hint("choose one of table, plain, json, md, html"))
    }

    /// Prints an answer.
    ///
    /// # Errors
    /// When the command has no such form, or standard output cannot take it.
    pub fn show(&self, report: &impl Report) -> Result<(), Problem> {
        if self.format() == Format::Table && !self.may_page() {
            return render::output::drawn_to_stdout(report, &self.style).map(drop);
        }
        let text = render::render(report, self.format(), &self.style)?;
        self.print(&text)
    }

    /// Prints a text on standard output, in a pager when it is longer than the terminal is high.
    ///
    /// # Errors
    /// When standard output cannot take it.
    pub fn print(&self, text: &str) -> Result<(), Problem> {
        if self.page(text) { Ok(()) } else { render::output::to_stdout(text, &self.style).map(drop) }
    }

    /// Shows the answer on standard output at the width that the terminal has by now.
    ///
    /// # Errors
    /// As [`Context::show`].
    pub fn show_resized(&self, report: &impl Report) -> Result<(), Problem> {
        let terminal = Terminal::read(|name| std::env::var(name).ok());
        let style = terminal.detect(self.global.color, std::io::stdout().is_terminal());
        let text = render::render(report, self.format(), &style)?;
        render::output::to_stdout(&text, &style).map(drop)
    }

    /// The exit for an answer: a finding only where `--exit-code` asks for one.
    pub fn adverse(&self, adverse: bool) -> Exit {
        if adverse && self.global.exit_code { Exit::Finding } else { Exit::Answered }
    }

    /// Says something beside the answer, on standard error, unless told to be quiet.
    pub fn note(&self, line: impl Into<Line>) {
        if !self.global.quiet {
            let mut page = Page::new();
            page.paragraph(line);
            self.to_stderr(&page);
        }
    }

    /// Shows a part of an answer early, on standard error, quiet or not.
    pub fn note_report(&self, report: &impl Report) {
        self.to_stderr(&report.page());
    }

    /// Shows a page on standard error, quiet or not.
    pub fn note_page(&self, page: &Page) {
        self.to_stderr(page);
    }

    /// Warns of each problem, quiet or not: what could not be read may be a child's case.
    pub fn warn_all(&self, problems: &[Problem]) {
        let mut told = self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let fresh: Vec<Problem> = problems.iter().filter(|problem| !told.contains(problem)).cloned().collect();
        told.extend(fresh.iter().cloned());
        drop(told);
        self.tell(&fresh, &Line::new().warn("warning: "));
    }

    /// Says what could not be answered, though the rest was, on standard error. The exit status says so too.
    pub fn fail_all(&self, problems: &[Problem]) -> Exit {
        self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(problems.iter().cloned());
        self.tell(problems, &Line::new().alarm("error: "));
        if problems.is_empty() { Exit::Answered } else { Exit::Partly }
    }

    /// The clocks of a case of which nothing can be said, because no edition was in force when they started: for each an
    /// error, and the exit status that goes with it. The rest of the case is answered as ever.
    ///
    /// # Errors
    /// When the case cannot be.
    pub fn without_edition(&self, protocol: &Protocol, case: &Case, now: DateTime<Utc>) -> Result<Exit, Problem> {
        if protocol.era.is_open() {
            return Ok(Exit::Answered);
        }
        let unanswered = Assessment::new(Situation::new(protocol, case, now)?).unanswered();
        Ok(self.fail_all(&unanswered))
    }

    fn tell(&self, problems: &[Problem], word: &Line) {
        for problem in problems {
            let mut page = Page::new();
            page.paragraph(word.clone().plain(problem.to_string()));
            if let Some(hint) = &problem.hint {
                page.paragraph(Line::new().strong("hint: ").plain(hint.clone()));
            }
            self.to_stderr(&page);
        }
    }

    fn to_stderr(&self, page: &Page) {
        self.wipe_line();
        draw_to_stderr(page, self.global.color);
    }
}

pub(super) fn draw_to_stderr(page: &Page, color: ColorWish) {
    let terminal = Terminal::read(|name| std::env::var(name).ok());
    let style = terminal.detect(color, std::io::stderr().is_terminal());
    render::output::to_stderr(&render::terminal::render(page, &style), &style);
}
