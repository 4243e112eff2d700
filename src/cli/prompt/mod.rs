//! Questions at a terminal. They go to standard error, so that standard output stays clean for the answer.
//!
//! Two ways to ask: drawn, where keys move among answers and what is drawn is drawn again; and in lines, for a screen
//! reader, a dumb terminal and `--format plain`, where nothing is drawn twice and answers are typed as numbers.

mod drawn;
mod lines;
mod selection;

use super::context::Context;
use crate::interrupt::{self, StandardInput};
use crate::problem::{Kind, Problem};
use crate::render::sanitize::clean;
use crate::render::{Format, Line, Page, Report, Style, Terminal, render};
use dialoguer::console::Term;
use std::cell::RefCell;
use std::io::BufReader;

/// What is asked, with its answers.
#[derive(Debug, Default)]
pub(super) struct Question {
    /// The question, and what to know about it.
    pub(super) above: Page,
    /// The answers.
    pub(super) rows: Vec<Row>,
    /// Whether several can be so; else one is chosen.
    pub(super) many: bool,
    /// Whether letters look for rows at once, and are no keys: who is asked what it is about types a word.
    pub(super) by_words: bool,
    /// What the row says that answers all rows without a tick.
    pub(super) none: String,
    /// What is said when help is asked for, by row; the last also when there is no row.
    pub(super) help: Page,
    /// Whether the conversation's own keys (back, enough) mean something here.
    pub(super) in_conversation: bool,
    /// Whether the key that declares an emergency means something here.
    pub(super) emergency: bool,
    /// What Enter does at one answer, where it is more than choosing it.
    pub(super) enter: String,
}

impl Question {
    /// A question of one sentence.
    pub(super) fn of(text: &str) -> Self {
        let mut question = Self::default();
        question.above.paragraph(Line::new().strong(text));
        question
    }

    /// Adds what to know about it.
    pub(super) fn hint(mut self, text: &str) -> Self {
        self.above.paragraph(Line::new().faint(text));
        self
    }
}

/// One answer.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// Its words.
    pub(super) label: String,
    /// Words after the label that are not part of it.
    pub(super) aside: String,
    /// Further words by which it is found.
    pub(super) keywords: String,
    /// What it means.
    pub(super) help: String,
    /// The key that chooses it at once.
    pub(super) key: Option<char>,
    /// How it stands already.
    pub(super) mark: Mark,
}

/// How a row stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Mark {
    /// Not said.
    #[default]
    Open,
    /// So.
    Yes,
    /// Not so.
    No,
}

/// What to do instead of answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// Back to an earlier answer.
    Back,
    /// No more questions.
    Enough,
    /// Somebody is in danger now.
    Emergency,
}

/// What was chosen.
#[derive(Debug)]
pub(super) enum Picked {
    /// One answer.
    One(usize),
    /// How each row stands.
    Many(Vec<Mark>),
    /// Something else; ticks made so far are kept.
    Wish(Wish, Vec<Mark>),
}

/// What was typed.
#[derive(Debug)]
pub(super) enum Typed {
    /// A line; empty when not known.
    Text(String),
    /// Something else.
    Wish(Wish),
}

/// A terminal to ask at.
pub(super) struct Prompter<'a> {
    terminal: Term,
    context: &'a Context,
    drawn: bool,
    /// Keeps Ctrl-C among the keys while questions are drawn.
    _raw: Option<drawn::Raw>,
    /// Where lines are read, once one was.
    input: RefCell<Option<BufReader<StandardInput>>>,
}

impl<'a> Prompter<'a> {
    /// Makes ready to ask. The caller has made sure that there is a terminal.
    pub(super) fn new(context: &'a Context) -> Self {
        context.wipe_line();
        let terminal = Term::stderr();
        let dumb = std::env::var("TERM").is_ok_and(|term| term.is_empty() || term == "dumb");
        let drawn = !dumb && context.format() != Format::Plain;
        // Ctrl-C ends a question instead of the process, so that the cursor is shown again and it can be said what was
        // kept.
        interrupt::catch();
        Self { terminal, context, drawn, _raw: drawn.then(drawn::Raw::begin), input: RefCell::default() }
    }

    /// Asks to choose.
    ///
    /// # Errors
    /// When interrupted, or the terminal is gone.
    pub(super) fn choose(&self, question: &Question) -> Result<Picked, Problem> {
        self.choose_keeping(question, &mut |_| {})
    }

    /// As [`Prompter::choose`]; every tick is told to `keep` as it is made.
    pub(super) fn choose_keeping(&self, question: &Question, keep: &mut dyn FnMut(&[Mark])) -> Result<Picked, Problem> {
        if self.drawn { drawn::choose(self, question, keep) } else { lines::choose(self, question, keep) }
    }

    /// Asks for a line of text that `check` accepts; empty is allowed and means "don't know".
    ///
    /// # Errors
    /// As [`Prompter::choose`].
    pub(super) fn line(
        &self,
        question: &Question,
        before: Option<&str>,
        check: impl Fn(&str) -> Result<(), Problem>,
    ) -> Result<Typed, Problem> {
        self.gap();
        let mut above = question.above.clone();
        if question.in_conversation {
            let emergency = if question.emergency { ", ! emergency" } else { "" };
            above.paragraph(Line::new().faint("Press Enter alone if you don't know, or after one of these:"));
            let keys = format!("? help, b change an answer, e finish now{emergency}");
            above.paragraph(Line::new().faint(keys));
        }
        self.say(&above);
        loop {
            let text = if self.drawn { drawn::line(self, before)? } else { lines::line(self)? };
            match text.as_str() {
                "?" | "help" => self.say(&question.help),
                "b" | "back" if question.in_conversation => return Ok(Typed::Wish(Wish::Back)),
                "e" | "enough" | "finish" if question.in_conversation => return Ok(Typed::Wish(Wish::Enough)),
                "!" | "emergency" if question.emergency => return Ok(Typed::Wish(Wish::Emergency)),
                "d" | "don't know" if question.in_conversation => return Ok(Typed::Text(String::new())),
                "" => return Ok(Typed::Text(text)),
                _ => match check(&text) {
                    Ok(()) => return Ok(Typed::Text(text)),
                    Err(problem) => {
                        self.refuse(&problem);
                    }
                },
            }
        }
    }

    /// Says something beside the questions.
    pub(super) fn say(&self, page: &Page) {
        if !page.blocks.is_empty() {
            self.context.note_page(page);
        }
    }

    /// Says as much of a page as leaves room for a question below it on the screen.
    pub(super) fn say_on_screen(&self, page: &Page) {
        let style = self.style();
        let room = self.terminal.size_checked().map_or(24, |(rows, _)| usize::from(rows)).saturating_sub(8).max(8);
        let text = crate::render::terminal::render(page, &style);
        let mut lines: Vec<&str> = text.lines().take(room).collect();
        if text.lines().count() > room {
            lines.truncate(room - 1);
            lines.push("… the rest comes with the answer at the end.");
        }
        crate::render::output::to_stderr(&format!("\n{}\n", lines.join("\n")), &style);
    }

    /// A pause before a question.
    pub(super) fn gap(&self) {
        crate::render::output::to_stderr("\n", &self.style());
    }

    /// Says why something is not taken, and what would be.
    pub(super) fn refuse(&self, problem: &Problem) {
        let hint = problem.hint.as_deref().unwrap_or_default().trim_end_matches('.');
        let between = match hint.chars().next() {
            None => "",
            Some(first) if first.is_uppercase() => ". ",
            Some(_) => "; ",
        };
        self.complain(&format!("{}{between}{hint}.", problem.what));
    }

    /// Says what cannot be.
    pub(super) fn complain(&self, text: &str) {
        let mut page = Page::new();
        page.paragraph(Line::new().warn("Not taken: ").plain(clean(text).into_owned()));
        self.context.note_page(&page);
    }

    /// How questions are drawn now: the terminal may have been resized since.
    /// Whether an answer and so many lines more fit on the screen; true where it does not scroll away.
    pub(super) fn has_room(&self, report: &impl Report, more: usize) -> bool {
        let Some((rows, _)) = self.terminal.size_checked().filter(|_| self.drawn) else { return true };
        let text = render(report, Format::Table, &self.style()).unwrap_or_default();
        text.lines().count() + more <= usize::from(rows)
    }

    fn style(&self) -> Style {
        let terminal = Terminal::read(|name| std::env::var(name).ok());
        let mut style = terminal.detect(self.context.global.color, true);
        if let Some((_, width)) = self.terminal.size_checked().filter(|_| terminal.columns.is_none()) {
            style.width = usize::from(width).clamp(40, 200);
        }
        style
    }

    fn stopped() -> Problem {
        Problem::new(Kind::Interrupted, "Stopped.")
    }

    fn ended(&self, error: &std::io::Error) -> Problem {
        // Whatever happened, the cursor must come back; if even that fails the terminal is gone.
        let _ = self.terminal.show_cursor();
        match error.kind() {
            std::io::ErrorKind::Interrupted | std::io::ErrorKind::UnexpectedEof => Self::stopped(),
            _ => Problem::usage(format!("the terminal cannot be read: {error}"))
                .hint("give a case instead: `yjs triage --from FILE`"),
        }
    }
}
