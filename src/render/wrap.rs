//! Breaks running text into lines by display width. A telephone number is one word: it is read aloud and dialled from
//! the screen, so it is never cut.

use super::page::{Line, Tone};
use super::sanitize::plain_marks;
use unicode_width::UnicodeWidthStr;

/// Words in one tone on one line of output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) tone: Tone,
}

/// One line of output, ready to be coloured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row(pub(super) Vec<Run>);

/// The most digits an international telephone number has: a longer run of figures is a list.
const LONGEST_NUMBER: usize = 15;

/// Digits after which a group that starts like a number starts the next one.
const WHOLE_NUMBER: usize = 10;

impl Row {
    /// The words without their tones.
    pub(super) fn text(&self) -> String {
        self.0.iter().map(|run| run.text.as_str()).collect()
    }

    fn push(&mut self, letter: char, tone: Tone) {
        match self.0.last_mut() {
            Some(run) if run.tone == tone => run.text.push(letter),
            _ => self.0.push(Run { text: letter.to_string(), tone }),
        }
    }

    /// Adds a word after a space, which takes the tone of its neighbours when they agree.
    fn join(&mut self, word: Row) {
        if let (Some(before), Some(after)) = (self.0.last(), word.0.first()) {
            let tone = if before.tone == after.tone { before.tone } else { Tone::Plain };
            self.push(' ', tone);
        }
        for run in word.0 {
            match self.0.last_mut() {
                Some(last) if last.tone == run.tone => last.text.push_str(&run.text),
                _ => self.0.push(run),
            }
        }
    }
}

/// Columns that text takes up.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The text in lines of at most `limit` columns; a word wider than that has a line to itself. Runs of spaces become
/// one.
pub(super) fn wrap(line: &Line, unicode: bool, limit: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut current = String::new();
    for word in words(line, unicode) {
        let text = word.text();
        let longer = if current.is_empty() { text.clone() } else { format!("{current} {text}") };
        match rows.last_mut() {
            Some(row) if width(&longer) <= limit => {
                row.join(word);
                current = longer;
            }
            _ => {
                rows.push(word);
                current = text;
            }
        }
    }
    rows
}

/// Columns of the widest word and of the whole text on one line.
pub(super) fn measure(line: &Line, unicode: bool) -> (usize, usize) {
    let words: Vec<String> = words(line, unicode).iter().map(Row::text).collect();
    (words.iter().map(|word| width(word)).max().unwrap_or(0), width(&words.join(" ")))
}

/// The words of a line; one word may hold several tones.
fn words(line: &Line, unicode: bool) -> Vec<Row> {
    let mut words = Vec::new();
    let mut word = Row::default();
    for span in line.spans() {
        let text = if unicode { span.text.as_str().into() } else { plain_marks(&span.text) };
        for letter in text.chars() {
            if breaks(letter) {
                words.push(std::mem::take(&mut word));
            } else {
                word.push(letter, span.tone);
            }
        }
    }
    words.push(word);
    words.retain(|word| !word.0.is_empty());
    keep_numbers_whole(words)
}

fn breaks(letter: char) -> bool {
    letter.is_whitespace() && !matches!(letter, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

fn keep_numbers_whole(words: Vec<Row>) -> Vec<Row> {
    let mut whole: Vec<Row> = Vec::with_capacity(words.len());
    let mut digits_so_far = 0;
    for word in words {
        let text = word.text();
        let digits = digits_of_group(&text);
        let next_number = text.starts_with(['0', '+', '(']) && digits_so_far >= WHOLE_NUMBER;
        let same_number = digits > 0 && digits_so_far > 0 && !next_number;
        match whole.last_mut() {
            Some(last) if same_number && digits_so_far + digits <= LONGEST_NUMBER => {
                last.join(word);
                digits_so_far += digits;
            }
            _ => {
                whole.push(word);
                digits_so_far = digits;
            }
        }
        if text.ends_with(['.', ',', ';', ':']) {
            digits_so_far = 0;
        }
    }
    whole
}

/// How many digits a group such as `020`, `(0)20` or `3317.` has; 0 when it is something else.
fn digits_of_group(word: &str) -> usize {
    let body = word.trim_end_matches(['.', ',', ';', ':']);
    let digits = body.chars().filter(char::is_ascii_digit).count();
    let marks = body.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '+' | '(' | ')' | '-'));
    if marks { digits } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::{Row, measure, wrap};
    use crate::render::page::{Line, Tone};

    fn lines(line: impl Into<Line>, limit: usize) -> Vec<String> {
        wrap(&line.into(), true, limit).iter().map(Row::text).collect()
    }

    #[test]
    fn breaks_between_words_by_display_width() {
        assert_eq!(lines("one two  three", 7), ["one two", "three"]);
        assert_eq!(lines("\u{8b66}\u{5bdf} \u{8b66}\u{5bdf}", 8), ["\u{8b66}\u{5bdf}", "\u{8b66}\u{5bdf}"]);
        assert!(lines("  ", 7).is_empty());
    }

    #[test]
    fn a_long_word_is_not_cut() {
        assert_eq!(lines("a duty@example.test b", 6), ["a", "duty@example.test", "b"]);
    }

    #[test]
    fn a_telephone_number_is_one_word_across_tones_and_punctuation() {
        let number = Line::from("ring ").strong("020 0000").plain(" 0001, now");
        assert_eq!(lines(number, 12), ["ring", "020 0000 0001,", "now"]);
        assert_eq!(lines("or +44 (0)20 0000 0000", 5), ["or", "+44 (0)20 0000 0000"]);
        assert_eq!(measure(&Line::from("on 020 0000 0001"), true), (13, 16));
    }

    #[test]
    fn two_numbers_after_each_other_may_part() {
        assert_eq!(lines("020 0000 0001 020 0000 0002", 14), ["020 0000 0001", "020 0000 0002"]);
    }

    #[test]
    fn tones_survive_wrapping() {
        let rows = wrap(&Line::from("now ").alarm("overdue today"), true, 11);
        assert_eq!(rows[0].0[1].tone, Tone::Alarm);
        assert_eq!((rows[1].text().as_str(), rows[1].0[0].tone), ("today", Tone::Alarm));
    }
}
