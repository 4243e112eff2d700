//! Lays a table out in columns: how wide each may be, and the padded lines. Comfy-table pads and aligns; text is
//! wrapped here first, because its own wrapping can cut a telephone number, and coloured after, because it counts
//! escape codes as text.

use super::page::{Align, Cell, Column, Line, Table, Tone};
use super::wrap::{Row, measure, wrap, wrapped_text};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width};

/// Columns left free between two columns of text.
const BETWEEN: usize = 2;

/// A wrapped column narrower than this is harder to read than one block a row.
const READABLE: usize = 16;

/// A table as lines of output: each line's text, and the rows of words in it, left to right, when it is to be coloured.
pub(super) struct GridLine {
    pub(super) text: String,
    pub(super) words: Vec<Row>,
}

/// The table in lines of at most `limit` columns, or nothing when it cannot be read at that width.
pub(super) fn layout(table: &Table, unicode: bool, color: bool, limit: usize) -> Option<Vec<GridLine>> {
    let widths = widths(table, unicode, limit)?;
    let nothing = Cell::empty();
    let head: Vec<Line> = table.columns.iter().map(|column| Line::from(column.title.as_str())).collect();
    let mut drawn = empty_table(&table.columns, &widths, unicode);

    let texts = |cells: &[&Line]| -> Vec<String> {
        cells.iter().zip(&widths).map(|(cell, width)| wrapped_text(cell, unicode, *width)).collect()
    };
    let head: Vec<&Line> = head.iter().collect();
    drawn.set_header(texts(&head));
    let mut words = if color { by_line(&wrapped(&head, Tone::Strong, &widths, unicode)) } else { Vec::new() };
    words.push(Vec::new());
    for row in &table.rows {
        let cells: Vec<&Line> = (0..widths.len()).map(|place| &row.get(place).unwrap_or(&nothing).line).collect();
        drawn.add_row(texts(&cells));
        if color {
            words.extend(by_line(&wrapped(&cells, Tone::Plain, &widths, unicode)));
        }
    }
    let lines = drawn.lines().map(|mut line| {
        line.truncate(line.trim_end().len());
        line
    });
    let words = words.into_iter().chain(std::iter::repeat_with(Vec::new));
    Some(lines.zip(words).map(|(text, words)| GridLine { text, words }).collect())
}

/// A width for each column. Only flexible columns give way, the widest first.
fn widths(table: &Table, unicode: bool, limit: usize) -> Option<Vec<usize>> {
    let mut sizes: Vec<(usize, usize)> =
        (0..table.columns.len()).map(|place| column_size(table, place, unicode)).collect();
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

/// The least width a column can be read at, and the width it would like.
fn column_size(table: &Table, place: usize, unicode: bool) -> (usize, usize) {
    let column = &table.columns[place];
    let title = Line::from(column.title.as_str());
    let lines = table.rows.iter().filter_map(|row| row.get(place)).map(|cell| &cell.line).chain([&title]);
    let (word, whole) = lines
        .map(|line| measure(line, unicode))
        .fold((1, 1), |widest: (usize, usize), next| (widest.0.max(next.0), widest.1.max(next.1)));
    if column.flexible { (word.max(whole.min(READABLE)), whole) } else { (whole, whole) }
}

fn empty_table(columns: &[Column], widths: &[usize], unicode: bool) -> comfy_table::Table {
    let rule = if unicode { '\u{2500}' } else { '-' };
    let mut drawn = comfy_table::Table::new();
    drawn
        .load_style(TableStyle::new().header_separator(LineStyle::none().fill(rule)))
        .set_content_arrangement(ContentArrangement::Disabled);
    drawn.set_header(vec![""; columns.len()]);
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
    drawn
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
    use super::layout;
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
        layout(&table(), true, false, limit).map(|lines| lines.into_iter().map(|line| line.text).collect())
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
        let lines = layout(&table(), true, true, 30).expect("it fits");
        assert_eq!(lines.len(), 6);
        let words: Vec<_> = lines[2].words.iter().map(super::Row::text).collect();
        assert_eq!(words, ["YJ-1", "Ring 020 0000 0001", "-3"]);
    }
}
