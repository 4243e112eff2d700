//! Breaks running text into lines by display width. A telephone number is one word: it is read aloud and dialled from
//! the screen, so it is never cut.
//!
//! A table of a large caseload has a hundred thousand cells, most of them short: text that needs nothing done to it is
//! looked at where it is.

use super::page::{Line, Tone};
use super::sanitize::plain_marks;
use std::borrow::Cow;
use std::ops::Range;
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
}

/// Columns that text takes up.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// The text in lines of at most `limit` columns; a word wider than that has a line to itself. Runs of spaces become
/// one.
pub(super) fn wrap(line: &Line, unicode: bool, limit: usize) -> Vec<Row> {
    let running = Running::of(line, unicode);
    running.lines(limit).into_iter().map(|line| running.row(line)).collect()
}

/// As [`wrap`], without tones: one text with a line break after each line but the last.
pub(super) fn wrapped_text(line: &Line, unicode: bool, limit: usize) -> String {
    let running = Running::of(line, unicode);
    let mut text = String::with_capacity(running.text.len());
    for (place, line) in running.lines(limit).into_iter().enumerate() {
        if place > 0 {
            text.push('\n');
        }
        text.push_str(&running.text[line]);
    }
    text
}

/// Columns of the widest word and of the whole text on one line.
pub(super) fn measure(line: &Line, unicode: bool) -> (usize, usize) {
    let running = Running::of(line, unicode);
    let widest = running.words().map(|word| width(&running.text[word])).max().unwrap_or(0);
    (widest, width(&running.text))
}

/// Makes the widest word and the widest text so far grow to those of one more line.
pub(super) fn widen((word, whole): &mut (usize, usize), line: &Line, unicode: bool) {
    let running = Running::of(line, unicode);
    let own = width(&running.text);
    *whole = own.max(*whole);
    // No word of a text is wider than the text.
    if own > *word {
        *word = running.words().map(|place| width(&running.text[place])).fold(*word, usize::max);
    }
}

/// Text with one space between its words and none around them, and its tones.
struct Running<'a> {
    text: Cow<'a, str>,
    tones: Tones,
}

/// The tones of a text.
enum Tones {
    /// One for all of it.
    One(Tone),
    /// Each to where it ends.
    Each(Vec<(usize, Tone)>),
}

impl<'a> Running<'a> {
    fn of(line: &'a Line, unicode: bool) -> Self {
        match line.spans() {
            [] => Self { text: Cow::Borrowed(""), tones: Tones::One(Tone::Plain) },
            [span] if (unicode || span.text.is_ascii()) && is_tidy(&span.text) => {
                Self { text: Cow::Borrowed(&span.text), tones: Tones::One(span.tone) }
            }
            _ => Self::tidied(line, unicode),
        }
    }

    fn tidied(line: &Line, unicode: bool) -> Self {
        let mut text = String::with_capacity(line.spans().iter().map(|span| span.text.len()).sum());
        let mut tones: Vec<(usize, Tone)> = Vec::new();
        let mut add = |text: &mut String, more: &str, tone: Tone| {
            text.push_str(more);
            match tones.last_mut().filter(|(_, last)| *last == tone) {
                Some((end, _)) => *end = text.len(),
                None => tones.push((text.len(), tone)),
            }
        };
        let (mut before, mut parted) = (Tone::Plain, false);
        for span in line.spans() {
            let shown = if unicode { Cow::Borrowed(span.text.as_str()) } else { plain_marks(&span.text) };
            for (place, word) in shown.split(breaks).enumerate() {
                parted |= place > 0 && !text.is_empty();
                if word.is_empty() {
                    continue;
                }
                if std::mem::take(&mut parted) {
                    // A space takes the tone of its neighbours when they agree.
                    add(&mut text, " ", if before == span.tone { before } else { Tone::Plain });
                }
                add(&mut text, word, span.tone);
                before = span.tone;
            }
        }
        Self { text: Cow::Owned(text), tones: Tones::Each(tones) }
    }

    fn words(&self) -> Words<'_> {
        Words { text: &self.text, at: 0, numbers: self.text.bytes().any(|byte| byte.is_ascii_digit()) }
    }

    fn lines(&self, limit: usize) -> Vec<Range<usize>> {
        if !self.text.is_empty() && width(&self.text) <= limit {
            return std::iter::once(0..self.text.len()).collect();
        }
        let mut lines: Vec<Range<usize>> = Vec::new();
        let mut so_far = 0;
        for word in self.words() {
            let own = width(&self.text[word.clone()]);
            match lines.last_mut() {
                Some(line) if so_far + 1 + own <= limit => {
                    line.end = word.end;
                    so_far += 1 + own;
                }
                _ => {
                    lines.push(word);
                    so_far = own;
                }
            }
        }
        lines
    }

    fn row(&self, line: Range<usize>) -> Row {
        let run = |range: Range<usize>, tone: Tone| Run { text: self.text[range].to_owned(), tone };
        match &self.tones {
            Tones::One(tone) => Row(vec![run(line, *tone)]),
            Tones::Each(tones) => {
                let starts = std::iter::once(0).chain(tones.iter().map(|(end, _)| *end));
                let pieces = starts.zip(tones).map(|(start, (end, tone))| {
                    let (start, end) = (start.max(line.start), (*end).min(line.end));
                    (start..end, *tone)
                });
                Row(pieces.filter(|(range, _)| !range.is_empty()).map(|(range, tone)| run(range, tone)).collect())
            }
        }
    }
}

/// The words of a tidied text; a telephone number is one.
struct Words<'t> {
    text: &'t str,
    at: usize,
    /// Whether there is any figure in it.
    numbers: bool,
}

impl Words<'_> {
    fn piece(&self, start: usize) -> Option<Range<usize>> {
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        Some(start..start + rest.bytes().position(|byte| byte == b' ').unwrap_or(rest.len()))
    }
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let mut word = self.piece(self.at)?;
        if self.numbers {
            let open = |text: &str, digits: usize| if digits > 0 && ends_a_number(text) { 0 } else { digits };
            let mut so_far = open(&self.text[word.clone()], digits_of_group(&self.text[word.clone()]));
            while let Some(piece) = self.piece(word.end + 1).filter(|_| so_far > 0) {
                let text = &self.text[piece.clone()];
                let digits = digits_of_group(text);
                let next_number = text.starts_with(['0', '+', '(']) && so_far >= WHOLE_NUMBER;
                if digits == 0 || next_number || so_far + digits > LONGEST_NUMBER {
                    break;
                }
                word.end = piece.end;
                so_far = open(text, so_far + digits);
            }
        }
        self.at = word.end + 1;
        Some(word)
    }
}

fn breaks(letter: char) -> bool {
    letter.is_whitespace() && !matches!(letter, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

/// Whether words already stand one plain space apart, with none around them.
fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ends = bytes.first() != Some(&b' ') && bytes.last() != Some(&b' ');
    let single = !bytes.windows(2).any(|pair| pair == b"  ");
    ends && single && (text.is_ascii() || !text.chars().any(|letter| letter != ' ' && breaks(letter)))
}

fn ends_a_number(text: &str) -> bool {
    text.ends_with(['.', ',', ';', ':'])
}

/// How many digits a group such as `020`, `(0)20` or `3317.` has; 0 when it is something else.
fn digits_of_group(word: &str) -> usize {
    if !matches!(word.as_bytes().first(), Some(b'0'..=b'9' | b'+' | b'(' | b')' | b'-')) {
        return 0;
    }
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
