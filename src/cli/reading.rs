//! How files from outside the store are to be read, and what was read of them.

use super::context::Context;
use super::settings;
use crate::input::ask::Ask;
use crate::input::format::library::Formats;
use crate::input::format::raw::Dates;
use crate::input::text::{text_of, unreadable};
use crate::input::told::Told;
use crate::problem::Problem;
use chrono::Datelike;
use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// The folder of formats of the user's own, beside the settings.
const FOLDER: &str = "formats";

/// The most bytes of a format's file.
const MOST_BYTES: u64 = 1024 * 1024;

#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Files of other systems")]
pub(super) struct ReadingArgs {
    /// Read the files as this format; `yjs formats list` shows them. Several files are joined by child
    #[arg(long = "as", value_name = "FORMAT")]
    read_as: Option<String>,
    /// The order of dates in the files: dmy, iso or serial
    #[arg(long, value_name = "ORDER")]
    dates: Option<Dates>,
    /// Read only this sheet of a workbook
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The line of the heading, if the first that fits is not it
    #[arg(long, value_name = "LINE", value_parser = clap::value_parser!(u32).range(1..))]
    heading: Option<u32>,
    /// What columns hold: ref, born, worker, a fact or event:KIND, each with its column's name
    #[arg(long, value_name = "WHAT=COLUMN,…")]
    columns: Vec<String>,
    /// Columns not to read
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    ignore_columns: Vec<String>,
    /// A CSV file of two columns, the name of a worker and the code to put in its place
    #[arg(long, value_name = "FILE")]
    worker_codes: Option<PathBuf>,
}

impl ReadingArgs {
    /// Whether none of them is given.
    pub(super) fn is_empty(&self) -> bool {
        self.read_as.is_none()
            && self.dates.is_none()
            && self.sheet.is_none()
            && self.heading.is_none()
            && self.columns.is_empty()
            && self.ignore_columns.is_empty()
            && self.worker_codes.is_none()
    }

    /// Refuses options for reading files where there are none.
    ///
    /// # Errors
    /// When one is given, and no file is.
    pub(super) fn needs_files(&self, files: &[String]) -> Result<(), Problem> {
        if !files.is_empty() || self.is_empty() {
            return Ok(());
        }
        Err(Problem::usage("there is no file to read").hint("name the file; the store needs no format"))
    }

    /// Reads the options.
    ///
    /// # Errors
    /// When one is not of its form, or the file of codes cannot be read.
    pub(super) fn ask(&self, context: &Context) -> Result<Ask, Problem> {
        Ok(Ask {
            format: self.read_as.clone(),
            dates: self.dates,
            sheet: self.sheet.clone(),
            heading: self.heading.map(|line| line as usize),
            columns: columns(&self.columns)?,
            ignored: self.ignore_columns.iter().map(|column| column.trim().to_owned()).collect(),
            codes: self.worker_codes.as_ref().map(|path| codes(path)).transpose()?.map(Arc::new),
            this_year: context.now.year(),
        })
    }
}

/// What columns hold, as the command line says it: `ref`, a fact or `event:KIND`, each with the column's name.
///
/// # Errors
/// When a part does not say what a column holds.
pub(super) fn columns(given: &[String]) -> Result<Vec<(String, String)>, Problem> {
    let mut columns = Vec::new();
    for pair in given.iter().flat_map(|pairs| split(pairs)) {
        let parts = pair.split_once('=').map(|(what, column)| (what.trim(), column.trim()));
        match parts.filter(|(what, column)| !what.is_empty() && !column.is_empty()) {
            Some((what, column)) => columns.push((what.to_owned(), column.to_owned())),
            None => {
                return Err(Problem::usage(format!("`{pair}` does not say what a column holds"))
                    .field("--columns")
                    .hint("write WHAT=COLUMN, as in --columns \"ref=Child ID,event:went_missing=Lost\""));
            }
        }
    }
    Ok(columns)
}

/// Splits `ref=Child ID,born=DOB` at its commas; one within the name of a column is kept.
fn split(pairs: &str) -> Vec<String> {
    let mut split: Vec<String> = Vec::new();
    for part in pairs.split(',') {
        match split.last_mut().filter(|_| !part.contains('=')) {
            Some(last) => {
                last.push(',');
                last.push_str(part);
            }
            None => split.push(part.to_owned()),
        }
    }
    split
}

/// The code of each worker, by the small letters of the name.
fn codes(path: &std::path::Path) -> Result<BTreeMap<String, String>, Problem> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| unreadable(&name, &error))?;
    let text = text_of(&bytes).map_err(|problem| problem.file(&name))?;
    let mut codes = BTreeMap::new();
    let mut rows =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    for row in rows.records() {
        let row = row.map_err(|error| Problem::input(format!("it is not CSV: {error}")).file(&name))?;
        let line = row.position().map_or(1, |position| usize::try_from(position.line()).unwrap_or(usize::MAX));
        let (Some(worker), Some(code), None) = (row.get(0), row.get(1), row.get(2)) else {
            let problem = Problem::input("it does not have two columns").at(line, None).file(&name);
            return Err(problem.hint("write the worker's name as the file has it, and the code: \"Smith, J\",js"));
        };
        if !settings::is_worker(code) {
            // The heading of the table is not a worker.
            if line == 1 {
                continue;
            }
            let problem = Problem::input(format!("`{code}` cannot be a worker's code")).at(line, None).file(&name);
            return Err(problem.hint("use 2 to 8 lower-case letters and digits"));
        }
        codes.insert(worker.to_lowercase(), code.to_owned());
    }
    Ok(codes)
}

impl Context {
    /// The formats: the user's own, and those built in. A file of the user's own that cannot be read is warned of.
    ///
    /// # Errors
    /// When the folder of formats cannot be read.
    pub(super) fn formats(&self) -> Result<Formats, Problem> {
        let formats = Formats::new(&own_formats()?)?;
        self.warn_all(&formats.left_out);
        Ok(formats)
    }

    /// Says on standard error how files of other systems were read.
    pub(super) fn tell_reading(&self, told: &Told) {
        for line in told.lines() {
            self.note(line);
        }
    }
}

/// The folder of formats of the user's own, whether or not it is there.
pub(super) fn own_folder() -> Option<PathBuf> {
    settings::folder().map(|folder| folder.join(FOLDER))
}

/// The files of formats of the user's own, each with its text.
pub(super) fn own_formats() -> Result<Vec<(String, String)>, Problem> {
    match own_folder() {
        Some(folder) if folder.is_dir() => formats_in(&folder),
        _ => Ok(Vec::new()),
    }
}

/// The files of formats in a folder, each with its text.
pub(super) fn formats_in(folder: &std::path::Path) -> Result<Vec<(String, String)>, Problem> {
    let name = folder.display().to_string();
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| unreadable(&name, &error))? {
        let path = entry.map_err(|error| unreadable(&name, &error))?.path();
        let is_format = path.extension().is_some_and(|ending| ending == "json") && path.is_file();
        let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if is_format && !is_hidden {
            files.push((path.display().to_string(), format_text(&path)?));
        }
    }
    // The folder's own order is by chance.
    files.sort();
    Ok(files)
}

/// The text of a format's file.
pub(super) fn format_text(path: &std::path::Path) -> Result<String, Problem> {
    let name = path.display().to_string();
    let length = std::fs::metadata(path).map_err(|error| unreadable(&name, &error))?.len();
    if length > MOST_BYTES {
        return Err(Problem::input("it is larger than any format's file can be (1 MiB)")
            .file(&name)
            .hint("is it the right file?"));
    }
    let bytes = std::fs::read(path).map_err(|error| unreadable(&name, &error))?;
    text_of(&bytes).map(str::to_owned).map_err(|problem| problem.file(&name))
}
