//! The rows of a long table, padded as comfy-table pads them, which costs it more than all else that is done for a
//! row. It draws the heads, and short tables whole.

use super::page::{Align, Cell, Column, Line};
use super::wrap::{lines, shown};
use hashbrown::HashMap;
use std::borrow::Cow;
use std::ops::Range;

/// A text in lines.
struct Wrapped<'t> {
    text: Cow<'t, str>,
    /// Where each stands in the text, and the columns it takes up.
    lines: Vec<(Range<usize>, usize)>,
}

impl<'t> Wrapped<'t> {
    fn of(line: &'t Line, width: usize, unicode: bool) -> Self {
        let text = shown(line, unicode);
        let mut each = lines(&*text, width);
        let mut lines = Vec::with_capacity(1);
        while let Some(place) = each.next() {
            lines.push((place.clone(), each.width(place)));
        }
        Self { text, lines }
    }
}

/// The lines of some rows whose cells fit these widths once wrapped, without the spaces at their ends. Most of what a
/// long list says it says again and again, and that is wrapped once.
pub(super) fn padded(
    columns: &[Column],
    rows: &[Vec<Cell>],
    widths: &[usize],
    between: usize,
    unicode: bool,
) -> Vec<String> {
    let room = widths.iter().map(|width| width + between).sum();
    let blank = " ".repeat(room);
    let mut known: Vec<HashMap<&str, usize>> = vec![HashMap::new(); columns.len()];
    let mut wrapped: Vec<Wrapped<'_>> = Vec::new();
    let (mut drawn, mut cells) = (Vec::with_capacity(rows.len()), Vec::with_capacity(columns.len()));
    for row in rows {
        cells.extend(row.iter().zip(widths).zip(&mut known).map(|((cell, width), known)| {
            *known.entry(cell.line.text()).or_insert_with(|| {
                wrapped.push(Wrapped::of(&cell.line, *width, unicode));
                wrapped.len() - 1
            })
        }));
        let height = cells.iter().map(|cell| wrapped[*cell].lines.len()).max().unwrap_or(0).max(1);
        for number in 0..height {
            let mut line = String::with_capacity(room);
            let (mut start, mut filled) = (0, 0);
            for ((cell, column), whole) in cells.iter().zip(columns).zip(widths) {
                let Wrapped { text, lines } = &wrapped[*cell];
                if let Some((place, own)) = lines.get(number) {
                    let from = start + if column.align == Align::Right { whole.saturating_sub(*own) } else { 0 };
                    line.push_str(&blank[..from.saturating_sub(filled)]);
                    line.push_str(&text[place.clone()]);
                    filled = from + own;
                }
                start += whole + between;
            }
            drawn.push(line);
        }
        cells.clear();
    }
    drawn
}

#[cfg(test)]
mod tests {
    use crate::render::grid::{GridLine, lines, widths};
    use crate::render::page::{Cell, Column, Line, Table, Tone};
    use proptest::collection::vec;
    use proptest::prelude::*;

    /// Words of many widths, and telephone numbers.
    fn text() -> impl Strategy<Value = String> {
        let letters =
            "[a-z ,0-9\u{e9}\u{301}\u{8b66}\u{5bdf}\u{1f469}\u{200d}\u{fe0f}\u{644}\u{627}\u{a0}\u{2019}]{0,24}";
        let number = "[+(]?0[0-9]{2,4}[)]? [0-9]{3,4} [0-9]{4}[.,]?";
        prop_oneof![letters, "[a-z]{0,9}( [a-z]{1,9}){0,9}", number, Just(String::new())]
    }

    fn cell() -> impl Strategy<Value = Cell> {
        let tone = prop_oneof![Just(Tone::Plain), Just(Tone::Alarm), Just(Tone::Faint)];
        let line = |stretches: Vec<(Tone, String)>| {
            stretches.into_iter().fold(Line::new(), |line, (tone, text)| line.toned(tone, text))
        };
        vec((tone, text()), 0..4).prop_map(move |stretches| Cell::from(line(stretches)))
    }

    fn table() -> impl Strategy<Value = Table> {
        let column = (text(), any::<bool>(), any::<bool>()).prop_map(|(title, flexible, right)| {
            let column = Column::new(title, "");
            let column = if flexible { column.flexible() } else { column };
            if right { column.right() } else { column }
        });
        (vec(column, 1..6), vec(vec(cell(), 0..7), 1..9)).prop_map(|(columns, rows)| {
            let mut table = Table::new(columns, "");
            table.rows = rows;
            table
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

        #[test]
        fn rows_are_padded_as_comfy_table_pads_them(table in table(), unicode: bool, color: bool, first: bool, limit in 8..200_usize) {
            let Some(widths) = widths(&table, unicode, limit) else { return Ok(()) };
            let drawn = |long: bool| -> Vec<_> {
                let lines = lines(&table, &table.rows, (first, long), &widths, (unicode, color));
                lines.map(|GridLine { text, words }| (text, words)).collect()
            };
            prop_assert_eq!(drawn(true), drawn(false));
        }
    }
}
