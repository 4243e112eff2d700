//! Questions that are drawn: keys move among the answers, and what changes is drawn again.

use super::{Mark, Picked, Prompter, Question, Row, Wish};
use crate::problem::Problem;
use crate::render::choices::{Choice, Choices, draw};
use crate::render::{Line, output};
use dialoguer::Input;
use dialoguer::console::Key;

/// With more rows than this the search is pointed out.
const SEARCHED: usize = 8;

/// How many rows a page key passes over.
const PAGE: usize = 8;

struct Widget<'p, 'q, 'k> {
    prompter: &'p Prompter<'p>,
    question: &'q Question,
    keep: &'k mut dyn FnMut(&[Mark]),
    marks: Vec<Mark>,
    none: bool,
    current: usize,
    search: String,
    typing: bool,
    help: bool,
    drawn: Option<(usize, usize)>,
}

/// Asks to choose by keys.
pub(super) fn choose(
    prompter: &Prompter<'_>,
    question: &Question,
    keep: &mut dyn FnMut(&[Mark]),
) -> Result<Picked, Problem> {
    let marks: Vec<Mark> = question.rows.iter().map(|row| row.mark).collect();
    let current = if question.many { 0 } else { begin(question) };
    let mut widget = Widget {
        prompter,
        question,
        keep,
        marks,
        none: false,
        current,
        search: String::new(),
        typing: false,
        help: false,
        drawn: None,
    };
    let raw = Raw::begin();
    let _ = prompter.terminal.hide_cursor();
    let result = widget.run();
    widget.wipe();
    let _ = prompter.terminal.show_cursor();
    drop(raw);
    result
}

/// Where the choice begins: at the answer given before, else where Enter alone says that nobody knows.
fn begin(question: &Question) -> usize {
    let nobody_knows = |row: &Row| question.in_conversation && row.key == Some('d');
    let place = |wanted: &dyn Fn(&Row) -> bool| question.rows.iter().position(wanted);
    place(&|row| row.mark == Mark::Yes).or_else(|| place(&nobody_knows)).unwrap_or(0)
}

/// Reads a line with its own small editor.
pub(super) fn line(prompter: &Prompter<'_>, before: Option<&str>, in_conversation: bool) -> Result<String, Problem> {
    let prompt = if in_conversation { "Answer (? help, b back, e enough)" } else { "Answer" };
    let mut input = Input::<String>::new().with_prompt(prompt).allow_empty(true);
    if let Some(before) = before {
        input = input.with_initial_text(before);
    }
    input
        .interact_on(&prompter.terminal)
        .map(|text| text.trim().to_owned())
        .map_err(|dialoguer::Error::IO(error)| prompter.ended(&error))
}

/// The terminal in raw mode for as long as a question stands. Without it keys that come between two reads would be
/// echoed into what is drawn, and Ctrl-C among them would be lost.
struct Raw {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

#[cfg(unix)]
impl Raw {
    fn begin() -> Self {
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
    fn begin() -> Self {
        Self {}
    }
}

impl Widget<'_, '_, '_> {
    fn run(&mut self) -> Result<Picked, Problem> {
        loop {
            self.draw();
            let key = self.prompter.terminal.read_key_raw().map_err(|error| self.prompter.ended(&error))?;
            if let Some(picked) = self.key(key)? {
                return Ok(picked);
            }
        }
    }

    /// The places of the rows that are shown: those that match the search, and the row for none of the others.
    fn shown(&self) -> Vec<usize> {
        let words = self.search.to_lowercase();
        let found = |place: &usize| {
            let row = &self.question.rows[*place];
            words.is_empty() || format!("{} {}", row.label, row.keywords).to_lowercase().contains(&words)
        };
        let mut shown: Vec<usize> = (0..self.question.rows.len()).filter(found).collect();
        if self.question.many {
            shown.push(self.question.rows.len());
        }
        shown
    }

    fn key(&mut self, key: Key) -> Result<Option<Picked>, Problem> {
        if self.typing {
            match key {
                Key::Char(letter) if !letter.is_control() => {
                    self.search.push(letter);
                    self.current = self.shown().first().copied().unwrap_or(0);
                    return Ok(None);
                }
                Key::Backspace => {
                    self.search.pop();
                    return Ok(None);
                }
                Key::Enter => {
                    self.typing = false;
                    return Ok(None);
                }
                Key::Escape => {
                    self.typing = false;
                    self.search.clear();
                    return Ok(None);
                }
                _ => self.typing = false,
            }
        }
        match key {
            Key::CtrlC => return Err(Prompter::stopped()),
            Key::ArrowUp | Key::BackTab => self.step(-1),
            Key::ArrowDown | Key::Tab => self.step(1),
            Key::PageUp => (0..PAGE).for_each(|_| self.step_within(-1)),
            Key::PageDown => (0..PAGE).for_each(|_| self.step_within(1)),
            Key::Home => self.current = self.shown().first().copied().unwrap_or(0),
            Key::End => self.current = self.shown().last().copied().unwrap_or(0),
            Key::Escape => self.search.clear(),
            Key::Enter => return Ok(self.enter()),
            Key::Char(letter) => return Ok(self.letter(letter)),
            _ => {}
        }
        Ok(None)
    }

    fn letter(&mut self, letter: char) -> Option<Picked> {
        let question = self.question;
        match letter {
            '?' | 'h' => self.help = !self.help,
            'b' if question.in_conversation => return Some(Picked::Wish(Wish::Back, self.settled())),
            'e' if question.in_conversation => return Some(Picked::Wish(Wish::Enough, self.settled())),
            // In a short list too: who is used to searching would else answer by the Enter that ends the search.
            '/' => {
                self.typing = true;
                self.search.clear();
            }
            ' ' | 'x' if question.many => self.mark(Mark::Yes),
            'n' | '-' if question.many => self.mark(Mark::No),
            '1'..='9' => {
                let place = letter.to_digit(10).map_or(0, |digit| digit as usize - 1);
                if let Some(place) = self.shown().get(place) {
                    self.current = *place;
                }
            }
            _ if !question.many => {
                let place = question.rows.iter().position(|row| row.key == Some(letter));
                return place.map(Picked::One);
            }
            _ => {}
        }
        None
    }

    fn enter(&mut self) -> Option<Picked> {
        if self.question.many {
            return Some(Picked::Many(self.settled()));
        }
        self.shown().contains(&self.current).then_some(Picked::One(self.current))
    }

    fn mark(&mut self, mark: Mark) {
        if self.current == self.question.rows.len() {
            self.none = !self.none && mark == Mark::Yes;
        } else if let Some(held) = self.marks.get_mut(self.current) {
            *held = if *held == mark { Mark::Open } else { mark };
        }
        let settled = self.settled();
        (self.keep)(&settled);
    }

    /// How each row stands, none of the others counted.
    fn settled(&self) -> Vec<Mark> {
        let none = |mark: &Mark| if *mark == Mark::Open && self.none { Mark::No } else { *mark };
        self.marks.iter().map(none).collect()
    }

    fn step(&mut self, by: isize) {
        let shown = self.shown();
        let Some(count) = isize::try_from(shown.len()).ok().filter(|count| *count > 0) else { return };
        let here = shown.iter().position(|place| *place == self.current).and_then(|place| isize::try_from(place).ok());
        let next = here.map_or(0, |here| (here + by).rem_euclid(count));
        self.current = usize::try_from(next).ok().and_then(|next| shown.get(next).copied()).unwrap_or(0);
    }

    fn step_within(&mut self, by: isize) {
        let shown = self.shown();
        let end = if by < 0 { shown.first() } else { shown.last() };
        if end != Some(&self.current) {
            self.step(by);
        }
    }

    fn draw(&mut self) {
        let style = self.prompter.style();
        let height = self.prompter.terminal.size_checked().map_or(24, |(rows, _)| usize::from(rows).max(8));
        let mut above = self.question.above.clone();
        if self.help {
            above.append(self.question.help.clone());
            if let Some(row) = self.question.rows.get(self.current).filter(|row| !row.help.is_empty()) {
                above.paragraph(Line::new().strong(row.label.as_str()).plain(": ").plain(row.help.as_str()));
            }
        }
        if self.typing || !self.search.is_empty() {
            let cursor = if self.typing { "_" } else { "" };
            above.paragraph(format!("Search: {}{cursor}", self.search));
        }
        let rows = self.shown().into_iter().map(|place| self.row(place)).collect();
        let text = format!("\n{}", draw(&Choices { above, rows, below: self.keys() }, &style, height - 1));
        self.wipe_for(style.width);
        output::to_stderr(&text, &style);
        self.drawn = Some((text.lines().count(), style.width));
    }

    fn row(&self, place: usize) -> Choice {
        let current = place == self.current;
        let Some(row) = self.question.rows.get(place) else {
            let mark = if self.none { "[yes]" } else { "[   ]" };
            return Choice { mark: mark.into(), label: Line::from(self.question.none.as_str()), current };
        };
        let mark = match self.marks[place] {
            _ if !self.question.many => String::new(),
            Mark::Open if self.none => "[no ]".to_owned(),
            Mark::Open => "[   ]".to_owned(),
            Mark::Yes => "[yes]".to_owned(),
            Mark::No => "[no ]".to_owned(),
        };
        let key = row.key.map(|key| format!(" ({key})")).unwrap_or_default();
        let label = Line::from(row.label.as_str()).faint(key);
        Choice { mark, label, current }
    }

    fn keys(&self) -> Line {
        let mut keys = if self.question.many {
            "Space ticks, n says no, Enter goes on; what is left open stays unknown.".to_owned()
        } else {
            "Enter chooses.".to_owned()
        };
        if self.question.rows.len() > SEARCHED {
            keys.push_str(" / searches.");
        }
        keys.push_str(" ? helps.");
        if self.question.in_conversation {
            keys.push_str(" b goes back, e is enough.");
        }
        Line::new().faint(keys)
    }

    /// Takes away what is drawn. After a resize nobody knows where it stands: then it stays, and drawing goes on below.
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
