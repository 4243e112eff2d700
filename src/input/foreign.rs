//! Files as other systems write them: which form each is in, and its tables read by their formats.

use super::ask::{Ask, OWN};
use super::cell::Cell;
use super::csv_rows::CsvLines;
use super::detect::{Container, container, format_of, head, is_known, no_table, of_root};
use super::format::library::Formats;
use super::format::raw::Table;
use super::format::recognise::{self, fits};
use super::joined::Joined;
use super::source::{InputKind, Taker, name_of, open_counted, read_unpacked};
use super::table_reader::{Rows, TableReader, described};
use super::text::unreadable;
use super::told::Told;
use super::workbook::Workbook;
use super::{json_rows, xml};
use crate::problem::Problem;
use std::io::{BufRead, Cursor, Read};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// Reads the cases of one file, `yjs`'s own or another system's, and gives each to `taker`. What is returned says how the
/// table of another system was read; `None` for a file of `yjs`'s own.
///
/// # Errors
/// When the file as a whole, or the rest of it, cannot be read.
pub(crate) fn read_one(
    path: &str,
    kind: Option<InputKind>,
    ask: &Ask,
    formats: &Formats,
    bytes: &Arc<AtomicU64>,
    taker: &mut dyn Taker,
) -> Result<Option<Told>, Problem> {
    let mut source = open_counted(path, bytes)?;
    let name = name_of(path);
    if kind.is_some() && !ask.is_foreign() {
        return read_unpacked(source, path, kind, taker).map(|()| None);
    }
    let head = head(&mut source).map_err(|error| unreadable(name, &error))?;
    let is_own = !ask.is_foreign() && container(&head).is_none_or(|found| !is_known(&head, found, formats));
    let whole: Box<dyn BufRead + Send> = Box::new(Cursor::new(head.clone()).chain(source));
    if is_own {
        return read_unpacked(whole, path, kind, taker).map(|()| None);
    }
    let tables = tables(ask, formats, &head).map_err(|problem| problem.file(name))?;
    let mut rows = Rows::new(ask, tables, Joined::near_or_refused(), taker);
    read_file(name, whole, &head, false, &mut rows).map_err(|problem| problem.file(name))?;
    Ok(Some(rows.finish()))
}

/// Reads files of one return and joins them by child.
///
/// # Errors
/// When any of them cannot be read: part of what is known of a child must not pass for all.
pub(crate) fn read_joined(
    paths: &[String],
    ask: &Ask,
    formats: &Formats,
    bytes: &Arc<AtomicU64>,
    taker: &mut dyn Taker,
) -> Result<Told, Problem> {
    let mut known: Vec<(&str, &Table)> = match &ask.format {
        Some(id) => formats.tables(id)?,
        None => formats.every_table(),
    };
    if ask.format.is_none() && !ask.columns.is_empty() {
        known.clear();
    }
    let mut rows = Rows::new(ask, known, Joined::all(), taker);
    for path in paths {
        let name = name_of(path);
        let mut source = open_counted(path, bytes)?;
        let head = head(&mut source).map_err(|error| unreadable(name, &error))?;
        let whole: Box<dyn BufRead + Send> = Box::new(Cursor::new(head.clone()).chain(source));
        read_file(name, whole, &head, true, &mut rows).map_err(|problem| problem.file(name))?;
    }
    Ok(rows.finish())
}

/// Puts files together that are of one return, as far as that can be told; each of the others stands alone.
///
/// # Errors
/// When a format that is asked for is not known.
pub(crate) fn groups(files: &[String], ask: &Ask, formats: &Formats) -> Result<Vec<Vec<String>>, Problem> {
    if let Some(id) = &ask.format {
        formats.get(id)?;
    }
    let alone = || files.iter().map(|file| vec![file.clone()]).collect();
    if files.len() < 2 || ask.format.as_deref() == Some(OWN) {
        return Ok(alone());
    }
    if ask.format.is_some() || !ask.columns.is_empty() {
        return Ok(vec![files.to_vec()]);
    }
    let mut ids: Vec<&str> = Vec::new();
    for file in files {
        match format_of(file, formats) {
            Some(found) => ids.push(found),
            None => return Ok(alone()),
        }
    }
    ids.sort_unstable();
    ids.dedup();
    let is_one = ids.len() == 1 || formats.whole(&ids).is_some();
    Ok(if is_one { vec![files.to_vec()] } else { alone() })
}

/// The tables to look for in one file.
fn tables<'f>(ask: &Ask, formats: &'f Formats, head: &[u8]) -> Result<Vec<(&'f str, &'f Table)>, Problem> {
    if let Some(id) = &ask.format {
        let tables = formats.tables(id)?;
        return match formats.get(id)?.format.own {
            true => Err(Problem::usage("`yjs` is the form of yjs's own tables, whose columns have fixed names")
                .field("--as")
                .hint("leave out --dates, --sheet, --heading, --columns and --worker-codes, or --as")),
            false => Ok(tables),
        };
    }
    if !ask.columns.is_empty() {
        return match described(ask) {
            Some(_) => Ok(Vec::new()),
            None => Err(Problem::usage("--columns does not say which column is the reference")
                .field("--columns")
                .hint("begin with ref, as in --columns \"ref=Child ID\"")),
        };
    }
    let every = formats.every_table();
    if container(head) != Some(Container::Xml) {
        return Ok(every);
    }
    let own = of_root(&every, head);
    let mut ids: Vec<&str> = own.iter().map(|(id, _)| *id).collect();
    ids.dedup();
    if own.is_empty() {
        let root = xml::root(head)
            .map_or_else(|| "it is not sound XML".to_owned(), |root| format!("its outermost element is `{root}`"));
        let known: Vec<String> =
            every.iter().filter_map(|(_, table)| table.xml.as_ref().map(|place| format!("`{}`", place.root))).collect();
        let mut known = known;
        known.sort();
        known.dedup();
        return Err(Problem::input(format!("no format reads this XML: {root}"))
            .hint(format!("the roots known are {}; ask for the data as CSV", known.join(", "))));
    }
    if ids.len() > 1 && formats.whole(&ids).is_none() {
        return Err(recognise::two(&ids));
    }
    Ok(own)
}

/// Reads one file into `rows`. `several` says that there are more, so that places name it.
fn read_file(
    name: &str,
    source: Box<dyn BufRead + Send>,
    head: &[u8],
    several: bool,
    rows: &mut Rows<'_>,
) -> Result<(), Problem> {
    let Some(found) = container(head) else {
        return Err(no_table(head));
    };
    if let Some(sheet) = rows.ask.sheet.as_ref().filter(|_| found != Container::Workbook) {
        return Err(Problem::usage(format!("it is not a workbook, so it has no sheet `{sheet}`"))
            .field("--sheet")
            .hint("leave out --sheet"));
    }
    match found {
        Container::Workbook => workbook(name, source, several, rows),
        Container::Xml => xml_file(name, source, several, rows),
        Container::Json => json_file(name, source, several, rows),
        Container::Text(separator) => text_file(name, source, separator, several, rows),
    }
}

fn text_file(
    name: &str,
    source: impl BufRead,
    separator: char,
    several: bool,
    rows: &mut Rows<'_>,
) -> Result<(), Problem> {
    let mut lines = CsvLines::separated(source, separator);
    let mut table = TableReader::new(name, None, several);
    let mut width = None;
    while let Some((line, row)) =
        lines.next().map_err(|error| Problem::input(format!("the rest of it cannot be read: {error}")))?
    {
        let taken = match row {
            Ok(row) if row.is_blank() => continue,
            Ok(mut row) => {
                let cells: Vec<Cell<'_>> = row.cells().map(|cell| Cell::Text(cell.into())).collect();
                let (has, wants) = (cells.len(), width.unwrap_or(cells.len()));
                let spare = cells.get(wants..).is_some_and(|spare| spare.iter().all(Cell::is_blank));
                if has == wants || (has > wants && spare) {
                    let was_reading = table.is_reading();
                    let taken = table.row(line, &cells, rows)?;
                    if !was_reading && table.is_reading() {
                        width = Some(has);
                    }
                    taken
                } else {
                    let many = if has == 1 { "cell" } else { "cells" };
                    let problem = Problem::input(format!("the row has {has} {many}, but the heading names {wants}"))
                        .hint("give every row a cell for each column; put text that holds a separator in \"…\"");
                    drop(cells);
                    lines.put_back(std::mem::take(&mut row.taken));
                    table.broken(line, problem, rows)?
                }
            }
            Err(problem) => table.broken(line, problem, rows)?,
        };
        if taken.is_break() {
            break;
        }
    }
    if !table.is_reading() {
        return Err(table.no_heading(rows));
    }
    table.end(rows);
    Ok(())
}

fn workbook(name: &str, source: impl Read, several: bool, rows: &mut Rows<'_>) -> Result<(), Problem> {
    let mut book = Workbook::open(source)?;
    let sheets = book.sheets();
    let asked = rows.ask.sheet.clone();
    let wanted: Vec<String> = match &asked {
        Some(asked) => {
            let found = sheets.iter().find(|sheet| sheet.trim().eq_ignore_ascii_case(asked.trim()));
            let found = found.ok_or_else(|| {
                let names: Vec<String> = sheets.iter().map(|sheet| format!("`{sheet}`")).collect();
                Problem::usage(format!("it has no sheet `{asked}`"))
                    .field("--sheet")
                    .hint(format!("its sheets are {}", names.join(", ")))
            })?;
            vec![found.clone()]
        }
        None => sheets,
    };
    let (mut first_problem, mut read) = (None, 0);
    for sheet in &wanted {
        let mut table = TableReader::new(name, Some(sheet), several);
        let mut unknown = None;
        let taken = book.rows(sheet, &mut |line, cells| {
            let was_reading = table.is_reading();
            match table.row(line, cells, rows) {
                // A sheet without a heading that is known is left aside, if another has one.
                Err(problem) if !was_reading && problem.place.field.is_none() => {
                    unknown = Some(problem);
                    Ok(ControlFlow::Break(()))
                }
                other => other,
            }
        });
        taken.map_err(|problem| problem.file(format!("{name}, {sheet}")))?;
        if table.is_reading() {
            read += 1;
        } else {
            let problem = unknown.unwrap_or_else(|| table.no_heading(rows));
            first_problem.get_or_insert_with(|| problem.file(format!("{name}, {sheet}")));
            rows.told.left_aside.push(sheet.clone());
        }
        table.end(rows);
    }
    match first_problem {
        Some(problem) if read == 0 => Err(problem),
        _ => Ok(()),
    }
}

fn xml_file(name: &str, source: impl BufRead, several: bool, rows: &mut Rows<'_>) -> Result<(), Problem> {
    let tables: Vec<(&str, &Table)> = rows.tables.iter().copied().filter(|(_, table)| table.xml.is_some()).collect();
    if tables.is_empty() {
        return Err(Problem::input("it is XML, and the format has no form of XML").hint("give the file as CSV"));
    }
    let mut readers: Vec<TableReader> = tables.iter().map(|_| TableReader::new(name, None, several)).collect();
    let own: Vec<&Table> = tables.iter().map(|(_, table)| *table).collect();
    xml::rows(source, &own, &mut |place, line, row, own| {
        let (format, table) = tables[place];
        Ok(readers[place].named((format, table), line, &row, own, rows))
    })?;
    let mut read = false;
    for reader in readers {
        read |= reader.is_reading();
        reader.end(rows);
    }
    if read { Ok(()) } else { Err(Problem::input("there is no child in it").hint("is it the right file?")) }
}

fn json_file(name: &str, source: impl BufRead, several: bool, rows: &mut Rows<'_>) -> Result<(), Problem> {
    let tables = rows.tables.clone();
    let own = described(rows.ask).filter(|_| rows.ask.format.is_none());
    let mut readers: Vec<Option<TableReader>> = tables.iter().map(|_| None).collect();
    let mut alone = own.as_ref().map(|_| TableReader::new(name, None, several));
    json_rows::rows(source, &mut |list, line, row| {
        let row = row?;
        let keys: Vec<String> = row.iter().map(|(key, _)| key.clone()).collect();
        if let (Some(reader), Some(table)) = (&mut alone, &own) {
            return Ok(reader.named(("--columns", table), line, &row, row.len(), rows));
        }
        let mut fitting: Vec<usize> = (0..tables.len()).filter(|place| fits(tables[*place].1, &keys)).collect();
        if let Some(place) = fitting.iter().copied().find(|place| readers[*place].is_some()) {
            fitting = vec![place];
        }
        match fitting.as_slice() {
            [place] => {
                let (format, table) = tables[*place];
                let reader = readers[*place].get_or_insert_with(|| TableReader::new(name, list, several));
                Ok(reader.named((format, table), line, &row, row.len(), rows))
            }
            [] if list.is_some() => {
                let list = list.unwrap_or_default().to_owned();
                if !rows.told.left_aside.contains(&list) {
                    rows.told.left_aside.push(list);
                }
                Ok(ControlFlow::Continue(()))
            }
            [] => Err(recognise::none(&[(line, keys)], &rows.tables, rows.ask.format.as_deref())),
            many => Err(recognise::two(&many.iter().map(|place| tables[*place].0).collect::<Vec<_>>()).at(line, None)),
        }
    })?;
    let mut read = false;
    for reader in readers.into_iter().flatten().chain(alone) {
        read |= reader.is_reading();
        reader.end(rows);
    }
    if read {
        Ok(())
    } else {
        Err(Problem::input("no row of it is of a table that a format has").hint("`yjs formats list` shows the formats"))
    }
}

/// Reads an open source as another system's, for tests of the readers.
///
/// # Errors
/// As [`read_one`].
#[cfg(test)]
pub(crate) fn read_from(
    source: impl BufRead + Send + 'static,
    ask: &Ask,
    formats: &Formats,
    taker: &mut dyn Taker,
) -> Result<Told, Problem> {
    let mut source: Box<dyn BufRead + Send> = Box::new(source);
    let head = head(&mut source).map_err(|error| unreadable("it", &error))?;
    let tables = tables(ask, formats, &head)?;
    let mut rows = Rows::new(ask, tables, Joined::near_or_refused(), taker);
    let whole: Box<dyn BufRead + Send> = Box::new(Cursor::new(head.clone()).chain(source));
    read_file("it", whole, &head, false, &mut rows)?;
    Ok(rows.finish())
}
