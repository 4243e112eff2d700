//! Tables as CSV for scripts and spreadsheets. A spreadsheet runs a cell that looks like a formula: such a cell gets a
//! leading apostrophe, which shows the text as text.

use super::page::Table;
use super::sanitize::clean;
use crate::problem::Problem;
use std::borrow::Cow;

/// Room for a usual row.
const ROW: usize = 512;

/// Writes the table with its columns' keys as the header; cells hold their raw values.
///
/// # Errors
/// When the text could not be put together.
pub fn render(table: &Table) -> Result<String, Problem> {
    let failed =
        |error: &dyn std::fmt::Display| Problem::input(format!("the table could not be written as CSV: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    let keys = table.columns.iter().map(|column| guarded(&column.key).into_owned());
    writer.write_record(keys).map_err(|error| failed(&error))?;
    for row in &table.rows {
        let cells =
            (0..table.columns.len()).map(|place| row.get(place).map(super::page::Cell::raw).unwrap_or_default());
        writer.write_record(cells.map(|cell| guarded(&cell).into_owned())).map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}

/// One row, ending in a line break.
///
/// # Errors
/// When the text could not be put together.
pub(super) fn record<'t>(cells: impl IntoIterator<Item = &'t str>) -> Result<String, Problem> {
    let failed =
        |error: &dyn std::fmt::Display| Problem::input(format!("the row could not be written as CSV: {error}"));
    let mut writer = csv::WriterBuilder::new().buffer_capacity(ROW).from_writer(Vec::with_capacity(ROW));
    for cell in cells {
        writer.write_field(guarded(cell).as_ref()).map_err(|error| failed(&error))?;
    }
    writer.write_record(None::<&[u8]>).map_err(|error| failed(&error))?;
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}

/// The text as a spreadsheet may open it: no control characters, and nothing that it would run.
pub fn guarded(text: &str) -> Cow<'_, str> {
    let cleaned = clean(text);
    let start =
        text.trim_start_matches(|letter: char| letter == ' ' || (letter.is_whitespace() && !letter.is_control()));
    if start.starts_with(starts_formula) && !is_number(start.trim_end()) {
        return Cow::Owned(format!("'{cleaned}"));
    }
    cleaned
}

fn starts_formula(letter: char) -> bool {
    matches!(letter, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n')
        || matches!(letter, '\u{FF1D}' | '\u{FF0B}' | '\u{FF0D}' | '\u{FF20}' | '\u{2212}')
}

/// `-3`, `-2.5`: figures that stay numbers. A leading plus is left out: it is the start of a telephone number.
fn is_number(text: &str) -> bool {
    let mut parts = text.trim_start_matches('-').splitn(2, '.');
    let figures = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    !text.starts_with("--") && parts.all(figures)
}

#[cfg(test)]
mod tests {
    use super::{guarded, render};
    use crate::render::page::{Cell, Column, Table};

    #[test]
    fn what_looks_like_a_formula_is_shown_as_text() {
        let hyperlink = "=HYPERLINK(\"x\")";
        for text in [hyperlink, "+44 20", "-2+3", "@SUM", "  =1", "\u{ff1d}1", "\u{a0}=1", "--3", "-", "-1.2.3", "+4"] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        assert_eq!(guarded("\t=1"), "' =1");
        assert_eq!(guarded("\r=1"), "'\u{fffd}=1");
    }

    #[test]
    fn numbers_and_words_stay_as_they_are() {
        for text in ["-3", "-2.5", "12", "a=b", "YJ-1", "", "020 0000 0001"] {
            assert_eq!(guarded(text), text);
        }
    }

    #[test]
    fn keys_head_the_columns_and_values_replace_words() {
        let mut table = Table::new([Column::new("Case", "case"), Column::new("Due", "due")], "None.");
        table.row([Cell::from("a,\"b\"\nc"), Cell::from("today").with_value("2026-03-02")]).row(["=x".into()]);
        assert_eq!(render(&table).expect("a form in CSV"), "case,due\n\"a,\"\"b\"\" c\",2026-03-02\n'=x,\n");
        assert_eq!(render(&Table::new([Column::new("Case", "case")], "None.")).expect("a form in CSV"), "case\n");
    }
}
