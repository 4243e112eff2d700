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

/// The line's text with one space between its words and none around them.
pub(super) fn shown(line: &Line, unicode: bool) -> Cow<'_, str> {
    let text = if unicode { Cow::Borrowed(line.text()) } else { plain_marks(line.text()) };
    if is_tidy(&text) {
        return text;
    }
    let mut tidied = String::with_capacity(text.len());
    for word in text.split(breaks).filter(|word| !word.is_empty()) {
        if !tidied.is_empty() {
            tidied.push(' ');
        }
        tidied.push_str(word);
    }
    Cow::Owned(tidied)
}

/// The text in lines of at most `limit` columns; a word wider than that has a line to itself. Runs of spaces become
/// one.
pub(super) fn wrap(line: &Line, unicode: bool, limit: usize) -> Vec<Row> {
    if let Some(tone) = line.tone() {
        let text = shown(line, unicode);
        return lines(&*text, limit).map(|line| Row(vec![Run { text: text[line].to_owned(), tone }])).collect();
    }
    let (text, tones) = toned(line, unicode);
    lines(&*text, limit).map(|line| row(&text, &tones, &line)).collect()
}

/// Columns of the widest word and of the whole text on one line.
pub(super) fn measure(line: &Line, unicode: bool) -> (usize, usize) {
    let text = shown(line, unicode);
    (widest_word(&text), width(&text))
}

/// Columns of the widest word of a text as [`shown`].
pub(super) fn widest_word(text: &str) -> usize {
    let mut words = Words::of(text.into());
    let mut widest = 0;
    while let Some(word) = words.next() {
        widest = words.width(word).max(widest);
    }
    widest
}

/// Where the lines of a text as [`shown`] stand in it.
pub(super) fn lines<'t>(text: impl Into<Cow<'t, str>>, limit: usize) -> Lines<'t> {
    let mut words = Words::of(text.into());
    let whole = 0..words.text.len();
    if !whole.is_empty() && words.width(whole.clone()) <= limit {
        words.at = whole.end;
        return Lines { words, next: Some(whole), limit };
    }
    let next = words.next();
    Lines { words, next, limit }
}

/// The text as [`shown`], and its tones, each with where it ends.
fn toned(line: &Line, unicode: bool) -> (String, Vec<(usize, Tone)>) {
    let mut text = String::with_capacity(line.text().len());
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
        let shown = if unicode { Cow::Borrowed(span.text) } else { plain_marks(span.text) };
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
    (text, tones)
}

fn row(text: &str, tones: &[(usize, Tone)], line: &Range<usize>) -> Row {
    let starts = std::iter::once(0).chain(tones.iter().map(|(end, _)| *end));
    let pieces = starts.zip(tones).map(|(start, (end, tone))| (start.max(line.start)..(*end).min(line.end), *tone));
    let run = |(range, tone): (Range<usize>, Tone)| Run { text: text[range].to_owned(), tone };
    Row(pieces.filter(|(range, _)| !range.is_empty()).map(run).collect())
}

/// The lines of a text, each as many words as fit.
pub(super) struct Lines<'t> {
    words: Words<'t>,
    /// The next line so far: its first word.
    next: Option<Range<usize>>,
    limit: usize,
}

impl Lines<'_> {
    /// The columns that a line takes up.
    pub(super) fn width(&self, line: Range<usize>) -> usize {
        self.words.width(line)
    }
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let mut line = self.next.take()?;
        let mut so_far = self.words.width(line.clone());
        while let Some(word) = self.words.next() {
            so_far += 1 + self.words.width(word.clone());
            if so_far > self.limit {
                self.next = Some(word);
                break;
            }
            line.end = word.end;
        }
        Some(line)
    }
}

/// The words of a tidied text; a telephone number is one.
struct Words<'t> {
    text: Cow<'t, str>,
    at: usize,
    /// Whether every letter takes one byte and one column.
    ascii: bool,
    /// Whether there is any figure in it.
    numbers: bool,
}

impl<'t> Words<'t> {
    fn of(text: Cow<'t, str>) -> Self {
        let numbers = text.bytes().fold(false, |any, byte| any | byte.is_ascii_digit());
        Self { at: 0, ascii: text.is_ascii(), numbers, text }
    }

    fn width(&self, place: Range<usize>) -> usize {
        if self.ascii { place.len() } else { self.text[place].width() }
    }

    fn piece(&self, start: usize) -> Option<Range<usize>> {
        let rest = self.text.as_bytes().get(start..).filter(|rest| !rest.is_empty())?;
        Some(start..start + rest.iter().position(|byte| *byte == b' ').unwrap_or(rest.len()))
    }
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let mut word = self.piece(self.at)?;
        if self.numbers {
            let text = self.text.as_bytes();
            let open = |group: &[u8], digits: usize| if ends_a_number(group) { 0 } else { digits };
            let group = &text[word.clone()];
            let mut so_far = open(group, digits_of_group(group));
            while let Some(piece) = self.piece(word.end + 1).filter(|_| so_far > 0) {
                let group = &text[piece.clone()];
                let digits = digits_of_group(group);
                let next_number = matches!(group.first(), Some(b'0' | b'+' | b'(')) && so_far >= WHOLE_NUMBER;
                if digits == 0 || next_number || so_far + digits > LONGEST_NUMBER {
                    break;
                }
                word.end = piece.end;
                so_far = open(group, so_far + digits);
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
    let single = !bytes.windows(2).fold(false, |any, pair| any | (pair == b"  "));
    ends && single && (text.is_ascii() || !text.chars().any(|letter| letter != ' ' && breaks(letter)))
}

fn ends_a_number(group: &[u8]) -> bool {
    matches!(group.last(), Some(b'.' | b',' | b';' | b':'))
}

/// How many digits a group such as `020`, `(0)20` or `3317.` has; 0 when it is something else.
fn digits_of_group(group: &[u8]) -> usize {
    let end = group.iter().rposition(|byte| !ends_a_number(&[*byte])).map_or(0, |last| last + 1);
    let body = &group[..end];
    let is_number = body.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'(' | b')' | b'-'));
    if is_number { body.iter().filter(|byte| byte.is_ascii_digit()).count() } else { 0 }
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
