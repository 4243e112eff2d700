//! The sheets of a workbook (`.xlsx`, `.xlsm`, `.ods`), row by row. What it unpacks to is measured before it is opened:
//! a small file may hold more than any memory.

use super::cell::Cell;
use super::limits::{MOST_CELLS, MOST_COLUMNS, MOST_PACKED, MOST_UNPACKED};
use crate::problem::Problem;
use calamine::{Data, DataRef, ExcelDateTime, Ods, OdsError, Reader, Xlsx, XlsxError};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use quick_xml::events::Event;
use std::borrow::Cow;
use std::io::{BufReader, Cursor, Read};
use std::ops::ControlFlow;
use zip::ZipArchive;
use zip::result::ZipError;

/// Takes one row: its 1-based line, and its cells from the first column on.
pub(crate) type TakeRow<'t> = dyn FnMut(usize, &[Cell<'_>]) -> Result<ControlFlow<()>, Problem> + 't;

/// A workbook, its sheets not read yet.
pub(crate) enum Workbook {
    Excel(Box<Xlsx<Cursor<Vec<u8>>>>),
    Open(Box<Ods<Cursor<Vec<u8>>>>),
}

impl Workbook {
    /// Opens a workbook, measured first.
    ///
    /// # Errors
    /// When it is too large, protected by a password, damaged, or no workbook.
    pub(crate) fn open(source: impl Read) -> Result<Self, Problem> {
        let mut bytes = Vec::new();
        let cut = |error| Problem::input(format!("it cannot be read: {error}"));
        source.take(MOST_PACKED + 1).read_to_end(&mut bytes).map_err(cut)?;
        if bytes.len() as u64 > MOST_PACKED {
            return Err(too_large());
        }
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(match Xlsx::new(Cursor::new(bytes)) {
                Err(XlsxError::Password) => password(),
                _ => Problem::input("it is an old Excel workbook or a Word document")
                    .hint("open it and save it as an Excel workbook (.xlsx)"),
            });
        }
        let is_open = measure(&bytes)?;
        if is_open {
            let book = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
                OdsError::Password => password(),
                other => damaged(&other),
            });
            return book.map(|book| Self::Open(Box::new(book)));
        }
        let book = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
            XlsxError::Password => password(),
            other => damaged(&other),
        });
        book.map(|book| Self::Excel(Box::new(book)))
    }

    /// Returns the names of its sheets, in their order.
    pub(crate) fn sheets(&self) -> Vec<String> {
        match self {
            Self::Excel(book) => book.sheet_names(),
            Self::Open(book) => book.sheet_names(),
        }
    }

    /// Gives each row of a sheet to `take`.
    ///
    /// # Errors
    /// When the sheet is damaged or has too many columns, or when `take` fails.
    pub(crate) fn rows(&mut self, sheet: &str, take: &mut TakeRow<'_>) -> Result<(), Problem> {
        match self {
            Self::Excel(book) => excel_rows(book, sheet, take),
            Self::Open(book) => open_rows(book, sheet, take),
        }
    }
}

fn excel_rows(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str, take: &mut TakeRow<'_>) -> Result<(), Problem> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(|error| damaged(&error))?;
    let (mut cells, mut line): (Vec<Cell<'_>>, Option<u32>) = (Vec::new(), None);
    while let Some(found) = reader.next_cell_with_formula_metadata().map_err(|error| damaged(&error))? {
        let (row, column) = found.pos;
        if column as usize >= MOST_COLUMNS {
            return Err(too_many_columns().at(row as usize + 1, None));
        }
        if line != Some(row) {
            if let Some(line) = line
                && take(line as usize + 1, &cells)?.is_break()
            {
                return Ok(());
            }
            if line.is_some_and(|line| line > row) {
                return Err(Problem::input("its rows are out of order")
                    .at(row as usize + 1, None)
                    .hint("open it and save it again"));
            }
            cells.clear();
            line = Some(row);
        }
        let cell = if found.formula.is_some() { Cell::Formula } else { cell(found.value) };
        let place = column as usize;
        if cells.len() <= place {
            cells.resize(place + 1, Cell::Empty);
        }
        cells[place] = cell;
    }
    if let Some(line) = line {
        // Whether more rows are wanted no longer matters.
        let _ = take(line as usize + 1, &cells)?;
    }
    Ok(())
}

fn open_rows(book: &mut Ods<Cursor<Vec<u8>>>, sheet: &str, take: &mut TakeRow<'_>) -> Result<(), Problem> {
    let range = book.worksheet_range(sheet).map_err(|error| damaged(&error))?;
    let formulas = book.worksheet_formula(sheet).map_err(|error| damaged(&error))?;
    let (first, left) = range.start().unwrap_or_default();
    for (place, row) in range.rows().enumerate() {
        let line = first as usize + place;
        let mut cells: Vec<Cell<'_>> = vec![Cell::Empty; left as usize];
        for (column, value) in row.iter().enumerate() {
            let at = (u32::try_from(line).unwrap_or(u32::MAX), left + u32::try_from(column).unwrap_or(u32::MAX));
            let is_formula = formulas.get_value(at).is_some_and(|formula| !formula.is_empty());
            cells.push(if is_formula { Cell::Formula } else { open_cell(value) });
        }
        if cells.len() > MOST_COLUMNS {
            return Err(too_many_columns().at(line + 1, None));
        }
        if take(line + 1, &cells)?.is_break() {
            break;
        }
    }
    Ok(())
}

fn cell(value: DataRef<'_>) -> Cell<'_> {
    let text = |text: String| Cell::Text(Cow::Owned(text));
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::SharedString(held) => Cell::Text(Cow::Borrowed(held)),
        DataRef::String(held) => text(held),
        DataRef::Int(number) => text(number.to_string()),
        DataRef::Float(number) => text(whole(number)),
        DataRef::Bool(flag) => text(flag.to_string()),
        DataRef::DateTime(moment) => of_moment(&moment),
        DataRef::DateTimeIso(held) => of_iso(&held),
        DataRef::DurationIso(held) => text(held),
        DataRef::Error(error) => text(error.to_string()),
    }
}

fn open_cell(value: &Data) -> Cell<'_> {
    match value {
        Data::String(held) => Cell::Text(Cow::Borrowed(held)),
        Data::Empty => Cell::Empty,
        Data::Int(number) => Cell::Text(Cow::Owned(number.to_string())),
        Data::Float(number) => Cell::Text(Cow::Owned(whole(*number))),
        Data::Bool(flag) => Cell::Text(Cow::Owned(flag.to_string())),
        Data::DateTime(moment) => of_moment(moment),
        Data::DateTimeIso(held) => of_iso(held),
        Data::DurationIso(held) => Cell::Text(Cow::Borrowed(held)),
        Data::Error(error) => Cell::Text(Cow::Owned(error.to_string())),
    }
}

/// A number as a person would write it: a reference of digits has no decimal point.
fn whole(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{number:.0}") } else { number.to_string() }
}

fn of_moment<'r>(moment: &ExcelDateTime) -> Cell<'r> {
    if !moment.is_datetime() {
        return Cell::Text(Cow::Owned(whole(moment.as_f64())));
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day));
    let time = NaiveTime::from_hms_opt(u32::from(hour), u32::from(minute), u32::from(second));
    match (date, time) {
        (Some(date), Some(time)) => Cell::Moment(date.and_time(time)),
        _ => Cell::Text(Cow::Owned(whole(moment.as_f64()))),
    }
}

fn of_iso<'r>(text: &str) -> Cell<'r> {
    let moment = text.parse::<NaiveDateTime>().ok();
    let moment = moment.or_else(|| Some(text.parse::<NaiveDate>().ok()?.and_time(NaiveTime::MIN)));
    moment.map_or_else(|| Cell::Text(Cow::Owned(text.to_owned())), Cell::Moment)
}

/// Unpacks everything once without keeping it. Returns true for an OpenDocument workbook.
fn measure(bytes: &[u8]) -> Result<bool, Problem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let (mut left, mut is_open, mut is_excel) = (MOST_UNPACKED, false, false);
    for place in 0..archive.len() {
        let file = archive.by_index(place).map_err(|error| match error {
            ZipError::UnsupportedArchive(what) if what == ZipError::PASSWORD_REQUIRED => password(),
            other => damaged(&other),
        })?;
        let name = file.name().map_err(|error| damaged(&error))?.into_owned();
        is_open |= name == "content.xml";
        is_excel |= name == "xl/workbook.xml";
        let mut file = file.take(left + 1);
        if name == "content.xml" {
            spread(&mut file)?;
        }
        std::io::copy(&mut file, &mut std::io::sink()).map_err(|error| damaged(&error))?;
        left = file.limit().checked_sub(1).ok_or_else(too_large)?;
    }
    if is_open || is_excel {
        return Ok(is_open);
    }
    Err(Problem::input("it is a packed file, but not a workbook")
        .hint("give an Excel workbook (.xlsx, .xlsm), an OpenDocument one (.ods), or unpack it first"))
}

/// Refuses an OpenDocument sheet that has too many cells once repeated ones are written out.
fn spread(source: &mut impl Read) -> Result<(), Problem> {
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(source));
    let (mut buffer, mut cells, mut row, mut times) = (Vec::new(), 0_u64, 0_u64, 1_u64);
    let (mut pending, mut filled) = (0_u64, false);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| damaged(&error))? {
            Event::Eof => return Ok(()),
            Event::DocType(_) => return Err(damaged(&"it declares entities")),
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "table-row" => {
                    (times, row, pending, filled) = (repeated(&element, "number-rows-repeated"), 0, 0, false);
                }
                "table-cell" | "covered-table-cell" => {
                    let more = repeated(&element, "number-columns-repeated");
                    let holds = ["value", "formula"].iter().any(|word| element.attributes_raw().contains(word));
                    pending = pending.saturating_add(more);
                    if holds {
                        (row, filled) = (pending, true);
                    }
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "table-row" && filled => {
                cells = cells.saturating_add(row.saturating_mul(times));
                if cells > MOST_CELLS || row > MOST_COLUMNS as u64 {
                    return Err(too_large());
                }
            }
            _ => {}
        }
    }
}

fn repeated(element: &quick_xml::events::BytesStart<'_>, name: &str) -> u64 {
    let found = element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name);
    found.and_then(|attribute| attribute.value.parse().ok()).unwrap_or(1)
}

fn password() -> Problem {
    Problem::input("it is protected by a password").hint("open it, take the password off a copy, and give the copy")
}

/// What the libraries say of it is about parts that nobody sees; it is left out.
fn damaged<E>(_: &E) -> Problem {
    Problem::input("the workbook cannot be read: it is damaged, or not all there")
        .hint("open it and save it again, or save the sheet as CSV")
}

pub(crate) fn too_large() -> Problem {
    Problem::input(format!("unpacked, it is larger than {} MiB", MOST_UNPACKED / (1024 * 1024)))
        .hint("is it the right file? save the sheet that is wanted as CSV")
}

pub(crate) fn too_many_columns() -> Problem {
    Problem::input(format!("it has more than {MOST_COLUMNS} columns"))
        .hint("is it the right file? keep the columns that are wanted")
}
