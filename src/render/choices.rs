//! A question with its answers, as drawn while it is being answered.

use super::output::Style;
use super::page::{Line, Page};
use super::terminal;
use super::wrap::{Row, width, wrap};
use std::ops::Range;

/// One answer to choose from.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Drawn before it: a tick, a number.
    pub mark: String,
    /// Its words.
    pub label: Line,
    /// Whether the next key acts on it.
    pub current: bool,
}

/// A question while it is being answered.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// What is asked, and what to know about it.
    pub above: Page,
    /// The answers.
    pub rows: Vec<Choice>,
    /// The keys, and what they do.
    pub below: Page,
}

/// A question as drawn.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// Its lines.
    pub text: String,
    /// The answers that are among them, by place.
    pub shown: Range<usize>,
}

/// Draws the question in at most `height` lines, with the answers around the current one; at least one is drawn.
pub fn draw(choices: &Choices, style: &Style, height: usize) -> Drawn {
    let mut text = terminal::render(&choices.above, style);
    let foot = terminal::render(&choices.below, style);
    let taken = text.lines().count() + foot.lines().count() + 1;
    let rows: Vec<Vec<String>> = choices.rows.iter().map(|row| lines(row, style)).collect();
    let room = height.saturating_sub(taken).max(3);
    let all: usize = rows.iter().map(Vec::len).sum();
    let current = choices.rows.iter().position(|row| row.current).unwrap_or(0);
    let (first, last) =
        if all <= room { (0, rows.len()) } else { window(&rows, current, room.saturating_sub(2).max(1)) };
    if first > 0 {
        text.push_str(&format!("  ... {first} more above\n"));
    }
    for row in &rows[first..last] {
        for line in row {
            text.push_str(line);
            text.push('\n');
        }
    }
    if last < rows.len() {
        text.push_str(&format!("  ... {} more below\n", rows.len() - last));
    }
    text.push_str(&foot);
    Drawn { text, shown: first..last }
}

/// The answers, numbered, for a reader to which nothing is drawn twice.
pub fn list(rows: &[Choice], style: &Style) -> String {
    rows.iter().flat_map(|row| lines(row, style)).map(|line| line + "\n").collect()
}

fn lines(row: &Choice, style: &Style) -> Vec<String> {
    let lead = format!("{} {}", if row.current { ">" } else { " " }, row.mark);
    let hang = width(&lead) + 1;
    let wrapped = wrap(&row.label, style.unicode, style.width.saturating_sub(hang).max(20));
    let mut lines: Vec<String> = Vec::new();
    for (place, text) in wrapped.iter().map(Row::text).enumerate() {
        let lead = if place == 0 { lead.clone() } else { " ".repeat(hang - 1) };
        lines.push(format!("{lead} {text}"));
    }
    lines
}

/// As many answers around the current one as fit.
fn window(rows: &[Vec<String>], current: usize, room: usize) -> (usize, usize) {
    let (mut first, mut last) = (current, (current + 1).min(rows.len()));
    let mut taken = rows.get(current).map_or(0, Vec::len);
    loop {
        let before = taken;
        if last < rows.len() && taken + rows[last].len() <= room {
            taken += rows[last].len();
            last += 1;
        }
        if first > 0 && taken + rows[first - 1].len() <= room {
            first -= 1;
            taken += rows[first].len();
        }
        if taken == before {
            return (first, last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, Choices, Drawn, draw};
    use crate::render::Style;

    #[test]
    fn a_long_list_shows_what_is_around_the_current_answer() {
        let row = |number: usize| Choice {
            mark: "[   ]".into(),
            label: format!("answer {number}").into(),
            current: number == 10,
        };
        let mut choices = Choices { rows: (0..30).map(row).collect(), ..Choices::default() };
        choices.below.paragraph("Enter = choose");
        choices.above.paragraph("Which?");
        let Drawn { text, shown } = draw(&choices, &Style::default(), 12);
        assert_eq!(shown.len(), text.matches("[   ]").count(), "{text}");
        assert!(text.lines().count() <= 12, "{text}");
        assert!(
            text.contains("> [   ] answer 10\n") && text.contains("more above") && text.contains("more below"),
            "{text}"
        );
    }

    #[test]
    fn a_long_answer_hangs_under_its_first_word() {
        let row = Choice { mark: "[yes]".into(), label: "one two three four five six seven".into(), current: false };
        let style = Style { width: 40, ..Style::default() };
        let choices = Choices { rows: vec![row], ..Choices::default() };
        assert!(draw(&choices, &style, 20).text.contains("  [yes] one two three four five six\n        seven\n"));
    }
}
