//! Questions that are drawn: keys move among the answers, and what changes is drawn again.

use super::selection::{Outcome, Selection};
use super::{Mark, Picked, Prompter, Question};
use crate::problem::Problem;
use crate::render::choices::{Choice, Choices, Drawn, draw};
use crate::render::{Line, Page, output};
use dialoguer::Input;

/// With more rows than this the search is pointed out.
const SEARCHED: usize = 8;

struct Widget<'p, 'q> {
    prompter: &'p Prompter<'p>,
    question: &'q Question,
    selection: Selection<'q>,
    /// The lines drawn and the width they were drawn at.
    drawn: Option<(usize, usize)>,
}

/// Asks to choose by keys.
pub(super) fn choose(
    prompter: &Prompter<'_>,
    question: &Question,
    keep: &mut dyn FnMut(&[Mark]),
) -> Result<Picked, Problem> {
    let mut widget = Widget { prompter, question, selection: Selection::new(question), drawn: None };
    let _ = prompter.terminal.hide_cursor();
    let result = widget.run(keep);
    widget.wipe();
    let _ = prompter.terminal.show_cursor();
    result
}

/// Reads a line with its own small editor.
pub(super) fn line(prompter: &Prompter<'_>, before: Option<&str>) -> Result<String, Problem> {
    let mut input = Input::<String>::new().with_prompt("Answer").allow_empty(true);
    if let Some(before) = before {
        input = input.with_initial_text(before);
    }
    input
        .interact_on(&prompter.terminal)
        .map(|text| text.trim().to_owned())
        .map_err(|dialoguer::Error::IO(error)| prompter.ended(&error))
}

/// The terminal in raw mode for as long as questions are asked, between them too. Without it keys that come between two
/// reads would be echoed into what is drawn, and a Ctrl-C that comes between two questions would be lost.
pub(super) struct Raw {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

#[cfg(unix)]
impl Raw {
    pub(super) fn begin() -> Self {
        use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
        let terminal = std::io::stdin();
        let before = tcgetattr(&terminal).ok();
        if let Some(before) = &before {
            let mut raw = before.clone();
            raw.make_raw();
            raw.output_modes = before.output_modes;
            let _ = tcsetattr(&terminal, OptionalActions::Drain, &raw);
        }
        Self { before }
    }
}

#[cfg(unix)]
impl Drop for Raw {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            let now = rustix::termios::OptionalActions::Drain;
            let _ = rustix::termios::tcsetattr(std::io::stdin(), now, before);
        }
    }
}

#[cfg(not(unix))]
impl Raw {
    pub(super) fn begin() -> Self {
        Self {}
    }
}

impl Widget<'_, '_> {
    fn run(&mut self, keep: &mut dyn FnMut(&[Mark])) -> Result<Picked, Problem> {
        loop {
            self.draw();
            let key = self.prompter.terminal.read_key_raw().map_err(|error| self.prompter.ended(&error))?;
            match self.selection.key(&key) {
                Outcome::Open => {}
                Outcome::Marked(marks) => keep(&marks),
                Outcome::Done(picked) => return Ok(picked),
                Outcome::Stop => return Err(Prompter::stopped()),
            }
        }
    }

    fn draw(&mut self) {
        let style = self.prompter.style();
        let height = self.prompter.terminal.size_checked().map_or(24, |(rows, _)| usize::from(rows).max(8));
        let selection = &self.selection;
        let mut above = self.question.above.clone();
        if selection.help() {
            above.append(self.question.help.clone());
            let current = self.question.rows.get(selection.current());
            if let Some(row) = current.filter(|row| !row.help.is_empty()) {
                above.paragraph(Line::new().strong(row.label.as_str()).plain(": ").plain(row.help.as_str()));
            }
        }
        if selection.searching() {
            let cursor = if selection.typing() { "_" } else { "" };
            above.paragraph(format!("Search: {}{cursor}", selection.search()));
        }
        let shown = selection.shown();
        if shown.is_empty() {
            above.paragraph("Nothing matches. Esc shows every row again.");
        }
        let rows = shown.into_iter().map(|place| self.row(place)).collect();
        let Drawn { text, shown } = draw(&Choices { above, rows, below: self.below() }, &style, height - 1);
        self.selection.saw(shown);
        self.wipe_for(style.width);
        let text = format!("\n{text}");
        output::to_stderr(&text, &style);
        self.drawn = Some((text.lines().count(), style.width));
    }

    fn row(&self, place: usize) -> Choice {
        let current = place == self.selection.current();
        let Some(row) = self.question.rows.get(place) else {
            let mark = if self.selection.none() { "[yes]" } else { "[   ]" };
            return Choice { mark: mark.into(), label: Line::from(self.question.none.as_str()), current };
        };
        let mark = match self.selection.mark(place) {
            _ if !self.question.many => "",
            Mark::Open => "[   ]",
            Mark::Yes => "[yes]",
            Mark::No => "[no ]",
        };
        let key = row.key.map(|key| format!(" ({key})")).unwrap_or_default();
        let label = Line::from(row.label.as_str()).faint(key).faint(row.aside.as_str());
        Choice { mark: mark.into(), label, current }
    }

    /// Something to say about the last key, and the keys that do something now.
    fn below(&self) -> Page {
        let mut page = Page::new();
        if let Some(notice) = self.selection.notice() {
            page.paragraph(Line::new().warn(notice));
        }
        let question = self.question;
        let mut keys: Vec<&str> = Vec::new();
        if self.selection.typing() {
            page.paragraph(Line::new().faint("Type part of a word. Enter = use these rows, Esc = every row."));
        } else {
            let main = match (question.many, question.enter.as_str()) {
                _ if question.by_words => "Space = yes, Enter = next, a word = search. Blank means not known.",
                (true, _) => "Space = yes, n = no, Enter = next. Blank means not known.",
                (false, "") => "Enter or Space = choose.",
                (false, enter) => enter,
            };
            page.paragraph(Line::new().faint(main));
            if self.selection.searching() {
                keys.push("Esc = every row");
            }
            if question.rows.len() > SEARCHED && !question.by_words {
                keys.push("/ search");
            }
        }
        keys.push("? help");
        if question.in_conversation && !self.selection.typing() && !question.by_words {
            keys.extend(["b change an answer", "e finish now"]);
        }
        if question.emergency {
            keys.push("! emergency");
        }
        page.paragraph(Line::new().faint(keys.join(", ")));
        page
    }

    /// Takes away what is drawn. After a resize nobody knows where it is: then it stays, and drawing goes on below.
    fn wipe_for(&mut self, width: usize) {
        match self.drawn.take() {
            Some((lines, before)) if before == width => {
                let _ = self.prompter.terminal.clear_last_lines(lines);
            }
            Some(_) => {
                let _ = self.prompter.terminal.write_line("");
            }
            None => {}
        }
    }

    fn wipe(&mut self) {
        let width = self.prompter.style().width;
        self.wipe_for(width);
    }
}
