//! The beginning of a table, to propose how it is to be read.

use super::ask::Ask;
use super::cell::Cell;
use super::csv_rows::CsvLines;
use super::detect::{Container, container, head};
use super::format::propose::Sample;
use super::limits::LOOKED_AT;
use super::source::{name_of, open_counted};
use super::text::unreadable;
use super::workbook::Workbook;
use crate::problem::Problem;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::sync::Arc;

/// How many rows are looked at for what columns hold.
const SAMPLED: usize = 200;

/// The first rows of a table.
#[derive(Debug)]
pub(crate) struct Sampled {
    /// The 1-based line of the heading.
    pub(crate) heading: usize,
    /// The sheet, of a workbook.
    pub(crate) sheet: Option<String>,
    pub(crate) columns: Vec<Sample>,
}

/// Reads the beginning of a table, to propose how it is to be read. The heading is the first of the fullest lines, unless
/// `ask` names it.
///
/// # Errors
/// When the file cannot be read, is no table, or has no heading.
pub(crate) fn sample(path: &str, ask: &Ask) -> Result<Sampled, Problem> {
    let name = name_of(path);
    let mut source = open_counted(path, &Arc::default())?;
    let head = head(&mut source).map_err(|error| unreadable(name, &error))?;
    let whole = Cursor::new(head.clone()).chain(source);
    let mut lines: Vec<(usize, Vec<Cell<'static>>)> = Vec::new();
    let mut keep = |line: usize, cells: &[Cell<'_>]| {
        if !cells.iter().all(Cell::is_blank) {
            lines.push((line, cells.iter().map(Cell::kept).collect()));
        }
        if lines.len() < LOOKED_AT + SAMPLED { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let mut sheet = None;
    match container(&head) {
        Some(Container::Text(separator)) => {
            let mut rows = CsvLines::separated(whole, separator);
            while let Ok(Some((line, row))) = rows.next() {
                let row = row.map_err(|problem| problem.at(line, None).file(name))?;
                let cells: Vec<Cell<'_>> = row.cells().map(|cell| Cell::Text(cell.into())).collect();
                if keep(line, &cells).is_break() {
                    break;
                }
            }
        }
        Some(Container::Workbook) => {
            let mut book = Workbook::open(whole).map_err(|problem| problem.file(name))?;
            let sheets = book.sheets();
            let asked = ask.sheet.as_ref();
            let wanted =
                sheets.iter().find(|held| asked.is_none_or(|asked| held.trim().eq_ignore_ascii_case(asked.trim())));
            let Some(wanted) = wanted.cloned() else {
                return Err(Problem::usage("it has no such sheet")
                    .file(name)
                    .field("--sheet")
                    .hint(format!("its sheets are {}", sheets.join(", "))));
            };
            book.rows(&wanted, &mut |line, cells| Ok(keep(line, cells))).map_err(|problem| problem.file(name))?;
            sheet = Some(wanted);
        }
        Some(Container::Xml | Container::Json) => {
            return Err(Problem::input("a format is proposed for a table only: CSV or a workbook")
                .file(name)
                .hint("docs/formats.md shows how to write one for XML or JSON"));
        }
        None => {
            return Err(Problem::input("it is empty, or no table").file(name).hint("give a CSV file or a workbook"));
        }
    }
    let filled = |cells: &[Cell<'_>]| cells.iter().filter(|cell| !cell.name().is_empty()).count();
    let most = lines.iter().take(LOOKED_AT).map(|(_, cells)| filled(cells)).max().unwrap_or(0);
    let place = match ask.heading {
        Some(asked) => lines.iter().position(|(line, _)| *line == asked),
        None => lines.iter().take(LOOKED_AT).position(|(_, cells)| filled(cells) == most),
    };
    let Some(place) = place.filter(|_| most > 1) else {
        return Err(Problem::input("no line of it looks like a heading")
            .file(name)
            .hint("--heading says which line names the columns"));
    };
    let (heading, names) = &lines[place];
    let column = |(number, name): (usize, String)| {
        let cells = || lines[place + 1..].iter().filter_map(move |(_, cells)| cells.get(number));
        Sample {
            name,
            values: cells().map(Cell::name).collect(),
            has_moments: cells().any(|cell| matches!(cell, Cell::Moment(_))),
        }
    };
    let columns = names.iter().map(Cell::name).enumerate().filter(|(_, name)| !name.is_empty()).map(column).collect();
    Ok(Sampled { heading: *heading, sheet, columns })
}
