//! Lays a table out in columns: how wide each may be, and the padded lines. Comfy-table pads and aligns, but for the
//! rows of a long table; text is wrapped here first, because its own wrapping can cut a telephone number, and coloured
//! after, because it counts escape codes as text.

use super::padded::padded;
use super::page::{Align, Cell, Column, Line, Table, Tone};
use super::wrap::{self, Row, measure, shown, widest_word, width, wrap};
use crate::parallel;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width};
use hashbrown::HashSet;

/// Columns left free between two columns of text.
const BETWEEN: usize = 2;

/// A wrapped column narrower than this is harder to read than one block a row.
const READABLE: usize = 16;

/// One line of output: its text, and the rows of words in it, left to right, when it is to be coloured.
pub(super) struct GridLine {
    pub(super) text: String,
    pub(super) words: Vec<Row>,
}

/// So many rows are laid out together, so that their lines are not all held at once. A table with more is long.
const TOGETHER: usize = 64;

/// The table in lines of at most `limit` columns, made into text by `write`, or nothing when it cannot be read at that
/// width.
pub(super) fn layout(
    table: &Table,
    unicode: bool,
    color: bool,
    limit: usize,
    write: impl Fn(&mut dyn Iterator<Item = GridLine>) -> String + Sync,
) -> Option<Vec<String>> {
    let widths = widths(table, unicode, limit)?;
    let long = table.part.is_some() || table.rows.len() > TOGETHER;
    let is_first = table.part.as_ref().is_none_or(|part| part.first);
    let texts = parallel::parts(table.rows.len(), |part| -> Vec<String> {
        let starts = (part.start..).step_by(TOGETHER);
        let pieces = starts.zip(table.rows[part].chunks(TOGETHER));
        let piece =
            |(start, rows)| write(&mut lines(table, rows, (is_first && start == 0, long), &widths, (unicode, color)));
        pieces.map(piece).collect()
    });
    Some(texts.into_iter().flatten().collect())
}

/// Some rows as lines of output, below the head of the table when they are the first.
pub(super) fn lines(
    table: &Table,
    rows: &[Vec<Cell>],
    (first, long): (bool, bool),
    widths: &[usize],
    (unicode, color): (bool, bool),
) -> impl Iterator<Item = GridLine> + use<> {
    let nothing = Line::new();
    let mut drawn = empty_table(unicode);
    let texts = |cells: &[&Line]| -> Vec<comfy_table::Cell> {
        let text = |(cell, width): (&&Line, &usize)| comfy_table::Cell::new_owned(wrapped_text(cell, unicode, *width));
        cells.iter().zip(widths).map(text).collect()
    };
    let mut words = Vec::new();
    if first {
        let head: Vec<Line> = table.columns.iter().map(|column| Line::from(column.title.as_str())).collect();
        let head: Vec<&Line> = head.iter().collect();
        drawn.set_header(texts(&head));
        if color {
            words = by_line(&wrapped(&head, Tone::Strong, widths, unicode));
        }
        words.push(Vec::new());
    }
    if !long {
        drawn.add_rows(rows.iter().map(|row| texts(&in_columns(row, &nothing, widths.len()))));
    }
    if color {
        let cells = rows.iter().map(|row| in_columns(row, &nothing, widths.len()));
        words.extend(cells.flat_map(|cells| by_line(&wrapped(&cells, Tone::Plain, widths, unicode))));
    }
    set_widths(&mut drawn, &table.columns, widths);
    let mut drawn: Vec<String> = drawn.lines().collect();
    if long {
        drawn.extend(padded(&table.columns, rows, widths, BETWEEN, unicode));
    }
    let words = words.into_iter().chain(std::iter::repeat_with(Vec::new));
    drawn.into_iter().zip(words).map(|(mut text, words)| {
        text.truncate(text.trim_end().len());
        GridLine { text, words }
    })
}

/// A row's text for each column.
fn in_columns<'t>(row: &'t [Cell], nothing: &'t Line, columns: usize) -> Vec<&'t Line> {
    (0..columns).map(|place| row.get(place).map_or(nothing, |cell| &cell.line)).collect()
}

/// A width for each column. Only flexible columns give way, the widest first.
pub(super) fn widths(table: &Table, unicode: bool, limit: usize) -> Option<Vec<usize>> {
    let sizes = table.part.as_ref().map(|part| part.sizes.clone());
    let mut sizes = sizes.unwrap_or_else(|| Sizes::of(&table.columns, &table.rows, unicode)).columns;
    let room = limit.checked_sub(BETWEEN * sizes.len().checked_sub(1)?)?;
    let least: usize = sizes.iter().map(|(least, _)| least).sum();
    let mut spare = room.checked_sub(least)?;
    // Handed out one column at a time to whichever lacks most: at most `limit` rounds over a few columns.
    while spare > 0 {
        let neediest = sizes.iter_mut().max_by_key(|(have, want)| want - *have).filter(|(have, want)| want > have);
        let Some((have, _)) = neediest else { break };
        *have += 1;
        spare -= 1;
    }
    Some(sizes.into_iter().map(|(have, _)| have).collect())
}

/// The least width each column can be read at, and the width it would like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sizes {
    columns: Vec<(usize, usize)>,
}

impl Sizes {
    /// Those of some rows and the head.
    pub(super) fn of(columns: &[Column], rows: &[Vec<Cell>], unicode: bool) -> Self {
        let head = columns.iter().map(|column| measure(&Line::from(column.title.as_str()), unicode));
        let mut widest: Vec<(usize, usize)> = head.map(|(word, whole)| (word.max(1), whole.max(1))).collect();
        // Most of what a long list says in words it says again and again.
        let mut seen = vec![HashSet::new(); columns.len()];
        for row in rows {
            for (((column, widest), seen), cell) in columns.iter().zip(&mut widest).zip(&mut seen).zip(row) {
                if !column.flexible || seen.insert(cell.line.text()) {
                    widen(widest, &cell.line, unicode, column.flexible);
                }
            }
        }
        let size = |(column, (word, whole)): (&Column, (usize, usize))| {
            if column.flexible { (word.max(whole.min(READABLE)), whole) } else { (whole, whole) }
        };
        Self { columns: columns.iter().zip(widest).map(size).collect() }
    }

    /// Those of both.
    pub(super) fn and(mut self, other: Self) -> Self {
        for (own, its) in self.columns.iter_mut().zip(other.columns) {
            *own = (own.0.max(its.0), own.1.max(its.1));
        }
        self
    }
}

/// Makes the widest word and the widest text so far grow to those of one more line. Words matter in a flexible column
/// only, and there only those wider than what is readable anyway.
fn widen((word, whole): &mut (usize, usize), line: &Line, unicode: bool, flexible: bool) {
    let text = shown(line, unicode);
    let own = width(&text);
    *whole = own.max(*whole);
    if flexible && own > READABLE.max(*word) {
        *word = widest_word(&text).max(*word);
    }
}

fn empty_table(unicode: bool) -> comfy_table::Table {
    let rule = if unicode { '\u{2500}' } else { '-' };
    let mut drawn = comfy_table::Table::new();
    drawn
        .load_style(TableStyle::new().header_separator(LineStyle::none().fill(rule)))
        .set_content_arrangement(ContentArrangement::Disabled);
    drawn
}

/// To be done once there is a row, without which comfy-table knows of no column.
fn set_widths(drawn: &mut comfy_table::Table, columns: &[Column], widths: &[usize]) {
    for (place, (column, width)) in columns.iter().zip(widths).enumerate() {
        let after = if place + 1 == columns.len() { 0 } else { BETWEEN };
        let Some(drawn_column) = drawn.column_mut(place) else { continue };
        drawn_column.set_padding((0, after.try_into().unwrap_or_default()));
        let whole = (width + after).try_into().unwrap_or(u16::MAX);
        drawn_column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(whole)));
        drawn_column.set_cell_alignment(match column.align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        });
    }
}

/// The text with a line break after each line but the last.
fn wrapped_text(line: &Line, unicode: bool, limit: usize) -> String {
    let text = shown(line, unicode);
    let mut wrapped = String::with_capacity(text.len());
    for (place, line) in wrap::lines(&*text, limit).enumerate() {
        if place > 0 {
            wrapped.push('\n');
        }
        wrapped.push_str(&text[line]);
    }
    wrapped
}

fn wrapped(cells: &[&Line], tone: Tone, widths: &[usize], unicode: bool) -> Vec<Vec<Row>> {
    cells
        .iter()
        .zip(widths)
        .map(|(line, width)| {
            let mut rows = wrap(line, unicode, *width);
            if tone != Tone::Plain {
                rows.iter_mut().flat_map(|row| &mut row.0).for_each(|run| run.tone = tone);
            }
            rows
        })
        .collect()
}

/// The words of each line of output, left to right.
fn by_line(cells: &[Vec<Row>]) -> Vec<Vec<Row>> {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
    (0..height).map(|line| cells.iter().filter_map(|rows| rows.get(line).cloned()).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::{GridLine, TOGETHER, layout};
    use crate::render::page::{Cell, Column, Line, Table};

    fn table() -> Table {
        let columns =
            [Column::new("Case", "case"), Column::new("What", "what").flexible(), Column::new("Days", "d").right()];
        let mut table = Table::new(columns, "None.");
        table.row([
            Cell::from("YJ-1"),
            Cell::from(Line::from("Ring 020 0000 0001 and then write it down")),
            "-3".into(),
        ]);
        table.row([Cell::from("YJ-2")]);
        table
    }

    fn texts(limit: usize) -> Option<Vec<String>> {
        let texts = layout(&table(), true, false, limit, |lines| lines.map(|line| line.text + "\n").collect())?;
        Some(texts.concat().lines().map(str::to_owned).collect())
    }

    #[test]
    fn columns_line_up_and_only_the_flexible_one_wraps() {
        let expected = [
            "Case  What                Days",
            &"\u{2500}".repeat(30),
            "YJ-1  Ring 020 0000 0001    -3",
            "      and then write it",
            "      down",
            "YJ-2",
        ];
        assert_eq!(texts(30).as_deref(), Some(expected.map(str::to_owned).as_slice()));
    }

    #[test]
    fn a_table_that_cannot_be_read_at_the_width_is_refused() {
        assert!(texts(27).is_none());
        assert!(texts(28).is_some());
    }

    #[test]
    fn every_line_knows_its_words_in_order() {
        let words = |line: GridLine| line.words.iter().map(super::Row::text).collect::<Vec<_>>().join("|") + "\n";
        let texts = layout(&table(), true, true, 30, |lines| lines.map(words).collect()).expect("it fits").concat();
        assert_eq!(texts.lines().count(), 6);
        assert_eq!(texts.lines().nth(2), Some("YJ-1|Ring 020 0000 0001|-3"));
    }

    /// However many rows are laid out together, they come in order, all alike.
    #[test]
    fn a_long_table_is_laid_out_as_a_short_one_is() {
        let mut long = table();
        let rows = long.rows.clone();
        for number in 1..3 * TOGETHER {
            long.rows
                .push(vec![Cell::from(format!("YJ-{number}")), rows[number % 2].get(1).cloned().unwrap_or_default()]);
        }
        let text =
            layout(&long, true, false, 34, |lines| lines.map(|line| line.text + "\n").collect()).expect("it fits");
        let text = text.concat();
        let names: Vec<&str> = text.lines().skip(2).filter_map(|line| line.strip_prefix("YJ-")).collect();
        assert_eq!(names.len(), long.rows.len());
        for (name, number) in names[2..].iter().zip(1..) {
            assert_eq!(name.split(' ').next(), Some(number.to_string().as_str()));
        }
        assert_eq!(text.matches("Case").count(), 1);
        assert_eq!(text.matches("        Ring 020 0000 0001").count(), 0, "{text}");
    }
}
