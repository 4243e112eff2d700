//! What keys do among answers, apart from any terminal: the same keys always give the same answer.

use super::{Mark, Picked, Question, Row, Wish};
use dialoguer::console::Key;
use std::ops::Range;

/// How many rows a page key passes over.
const PAGE: usize = 8;

const UNSEEN: &str = "Look through every row first: \"none\" answers only for rows that you have seen.";
const NOTHING_TICKED: &str = "Nothing is ticked yet. Space ticks the row; Enter again goes on without.";

/// A question while it is being answered.
pub(super) struct Selection<'q> {
    question: &'q Question,
    marks: Vec<Mark>,
    none: bool,
    current: usize,
    search: String,
    typing: bool,
    help: bool,
    seen: Vec<bool>,
    notice: Option<&'static str>,
}

/// What follows from a key.
pub(super) enum Outcome {
    /// The question is still open.
    Open,
    /// A row was marked; the question is still open.
    Marked(Vec<Mark>),
    /// It is answered, or left.
    Done(Picked),
    /// The user wants to stop altogether.
    Stop,
}

impl<'q> Selection<'q> {
    pub(super) fn new(question: &'q Question) -> Self {
        let marks: Vec<Mark> = question.rows.iter().map(|row| row.mark).collect();
        let current = if question.many { 0 } else { begin(question) };
        let seen = vec![false; question.rows.len()];
        let (search, notice) = (String::new(), None);
        Self { question, marks, none: false, current, search, typing: false, help: false, seen, notice }
    }

    /// The places of the rows to draw, the best match first. The place after the last row is the row for none of them;
    /// it is left out while a search is on, because it would answer for rows that are not there.
    pub(super) fn shown(&self) -> Vec<usize> {
        let mut shown = find(&self.question.rows, &self.search);
        if self.question.many && !self.searching() {
            shown.push(self.question.rows.len());
        }
        shown
    }

    /// Notes which of the rows of [`Selection::shown`] were drawn.
    pub(super) fn saw(&mut self, drawn: Range<usize>) {
        for place in self.shown().get(drawn).unwrap_or_default() {
            if let Some(seen) = self.seen.get_mut(*place) {
                *seen = true;
            }
        }
    }

    pub(super) fn current(&self) -> usize {
        self.current
    }

    pub(super) fn none(&self) -> bool {
        self.none
    }

    pub(super) fn typing(&self) -> bool {
        self.typing
    }

    pub(super) fn search(&self) -> &str {
        &self.search
    }

    pub(super) fn searching(&self) -> bool {
        self.typing || !self.search.is_empty()
    }

    pub(super) fn help(&self) -> bool {
        self.help
    }

    /// Something to say about the last key.
    pub(super) fn notice(&self) -> Option<&'static str> {
        self.notice
    }

    /// The state of a row, "none of the others" counted in.
    pub(super) fn mark(&self, place: usize) -> Mark {
        match self.marks.get(place) {
            Some(Mark::Open) if self.none => Mark::No,
            Some(mark) => *mark,
            None => Mark::Open,
        }
    }

    /// The state of every row.
    pub(super) fn settled(&self) -> Vec<Mark> {
        (0..self.marks.len()).map(|place| self.mark(place)).collect()
    }

    pub(super) fn key(&mut self, key: &Key) -> Outcome {
        let warned = self.notice.take() == Some(NOTHING_TICKED);
        if self.typing && self.typed(key) {
            return Outcome::Open;
        }
        match key {
            Key::CtrlC => return Outcome::Stop,
            Key::ArrowUp | Key::BackTab => self.step(-1),
            Key::ArrowDown | Key::Tab => self.step(1),
            Key::PageUp => (0..PAGE).for_each(|_| self.step_within(-1)),
            Key::PageDown => (0..PAGE).for_each(|_| self.step_within(1)),
            Key::Home => self.go_to(self.shown().first().copied()),
            Key::End => self.go_to(self.shown().last().copied()),
            Key::Escape => self.leave_search(),
            Key::Enter => return self.enter(warned),
            Key::Char(letter) => return self.letter(*letter),
            _ => {}
        }
        Outcome::Open
    }

    /// A key while a search is typed; whether it belonged to the search.
    fn typed(&mut self, key: &Key) -> bool {
        match key {
            // These do what the line of keys says at any time.
            Key::Char('?' | '!') => return false,
            Key::Char(letter) if !letter.is_control() => self.search.push(*letter),
            Key::Backspace => drop(self.search.pop()),
            Key::Enter => {
                self.typing = false;
                if self.search.trim().is_empty() {
                    self.search.clear();
                }
                return true;
            }
            Key::Escape => {
                self.leave_search();
                return true;
            }
            _ => {
                self.typing = false;
                return false;
            }
        }
        self.go_to(self.shown().first().copied());
        true
    }

    fn leave_search(&mut self) {
        self.typing = false;
        self.search.clear();
    }

    fn letter(&mut self, letter: char) -> Outcome {
        let question = self.question;
        match letter {
            _ if question.by_words && letter.is_alphabetic() => self.look_for(letter),
            '?' => self.help = !self.help,
            'b' if question.in_conversation => return Outcome::Done(Picked::Wish(Wish::Back, self.settled())),
            'e' if question.in_conversation => return Outcome::Done(Picked::Wish(Wish::Enough, self.settled())),
            '!' if question.emergency => return Outcome::Done(Picked::Wish(Wish::Emergency, self.settled())),
            // In a short list too: a person used to searching would otherwise answer by the Enter that ends the search.
            '/' => {
                self.typing = true;
                self.search.clear();
            }
            ' ' if question.many => return self.tick(Mark::Yes),
            'n' if question.many => return self.tick(Mark::No),
            ' ' => return self.enter(false),
            '1'..='9' => {
                let place = letter.to_digit(10).map_or(0, |digit| digit as usize - 1);
                let place = self.shown().get(place).copied();
                self.go_to(place);
            }
            _ if !question.many => {
                if let Some(place) = question.rows.iter().position(|row| row.key == Some(letter)) {
                    return Outcome::Done(Picked::One(place));
                }
            }
            // As in a question with three answers.
            'y' => return self.tick(Mark::Yes),
            _ => {}
        }
        Outcome::Open
    }

    fn look_for(&mut self, letter: char) {
        self.typing = true;
        self.search = letter.to_string();
        self.go_to(self.shown().first().copied());
    }

    fn enter(&mut self, warned: bool) -> Outcome {
        if !self.question.many {
            let chosen = self.shown().contains(&self.current).then_some(self.current);
            return chosen.map_or(Outcome::Open, |place| Outcome::Done(Picked::One(place)));
        }
        let settled = self.settled();
        // Whoever looks for a row means to tick it.
        if self.searching() && !warned && settled.iter().all(|mark| *mark == Mark::Open) {
            self.notice = Some(NOTHING_TICKED);
            return Outcome::Open;
        }
        Outcome::Done(Picked::Many(settled))
    }

    fn tick(&mut self, mark: Mark) -> Outcome {
        if !self.shown().contains(&self.current) {
            return Outcome::Open;
        }
        if let Some(held) = self.marks.get_mut(self.current) {
            *held = if *held == mark { Mark::Open } else { mark };
        } else if self.none || mark == Mark::No {
            self.none = false;
        } else if let Some(unseen) = self.seen.iter().position(|seen| !seen) {
            self.current = unseen;
            self.notice = Some(UNSEEN);
        } else {
            self.none = true;
        }
        Outcome::Marked(self.settled())
    }

    fn go_to(&mut self, place: Option<usize>) {
        self.current = place.unwrap_or(self.current);
    }

    fn step(&mut self, by: isize) {
        let shown = self.shown();
        let Some(count) = isize::try_from(shown.len()).ok().filter(|count| *count > 0) else { return };
        let here = shown.iter().position(|place| *place == self.current).and_then(|place| isize::try_from(place).ok());
        let next = here.map_or(0, |here| (here + by).rem_euclid(count));
        self.go_to(usize::try_from(next).ok().and_then(|next| shown.get(next).copied()));
    }

    fn step_within(&mut self, by: isize) {
        let shown = self.shown();
        let end = if by < 0 { shown.first() } else { shown.last() };
        if end != Some(&self.current) {
            self.step(by);
        }
    }
}

/// Where the choice begins: at the answer given before, else where Enter alone says "don't know".
fn begin(question: &Question) -> usize {
    let not_known = |row: &Row| question.in_conversation && row.key == Some('d');
    let place = |wanted: &dyn Fn(&Row) -> bool| question.rows.iter().position(wanted);
    place(&|row| row.mark == Mark::Yes).or_else(|| place(&not_known)).unwrap_or(0)
}

/// The places of the rows in which every word is found: first where the label itself begins so, then where a word of it
/// does, then where the label has it anywhere, then where only the hidden words do. Without words, every row in its order.
pub(super) fn find(rows: &[Row], words: &str) -> Vec<usize> {
    let words = words.to_lowercase();
    let words: Vec<&str> = words.split_whitespace().collect();
    let rank = |row: &Row| -> Option<u8> {
        let (label, hidden) = (row.label.to_lowercase(), row.keywords.to_lowercase());
        let of_word = |word: &&str| {
            let begins = label.split(|letter: char| !letter.is_alphanumeric()).any(|part| part.starts_with(*word));
            match (begins, label.contains(*word), hidden.contains(*word)) {
                (true, _, _) => Some(0),
                (_, true, _) => Some(1),
                (_, _, true) => Some(2),
                _ => None,
            }
        };
        let worst = words.iter().map(of_word).try_fold(0, |worst, rank| rank.map(|rank| worst.max(rank)))?;
        let is_start = !words.is_empty() && label.starts_with(&words.join(" "));
        Some(if is_start { 0 } else { worst + 1 })
    };
    let mut found: Vec<(u8, usize)> =
        rows.iter().enumerate().filter_map(|(place, row)| rank(row).map(|rank| (rank, place))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests;
