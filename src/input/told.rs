//! What was read of the files of other systems, and what they could not say: said once, not once a child.

use super::format::spells::Unsettled;
use serde::Serialize;

/// One table: a file, a sheet of a workbook, or a list within a file.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct TableTold {
    pub(crate) file: String,
    /// The sheet or the list, where the file has several.
    pub(crate) part: Option<String>,
    /// The format that it was read as.
    pub(crate) format: String,
    /// The 1-based line of its heading.
    pub(crate) heading: Option<usize>,
    pub(crate) rows: usize,
    pub(crate) refused: usize,
    /// Columns from which nothing is read, as the format says.
    pub(crate) passed_over: Vec<String>,
    /// Columns that the format does not know.
    pub(crate) not_known: Vec<String>,
    /// Columns of workers' names, which are not read.
    pub(crate) names: Vec<String>,
    /// What this form cannot say.
    pub(crate) cannot_say: Vec<String>,
    /// Events that this form never has.
    pub(crate) never_has: Vec<String>,
    /// Columns whose dates were refused and can only have the day first.
    pub(crate) day_first: Vec<String>,
}

/// Everything that was read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    pub(crate) tables: Vec<TableTold>,
    /// Whether the format was recognised, and not asked for.
    pub(crate) recognised: bool,
    /// Sheets or lists in which nothing is known.
    pub(crate) left_aside: Vec<String>,
    /// Tables of the format that the files do not have.
    pub(crate) absent: Vec<String>,
    pub(crate) children: usize,
    /// Rows that were joined to another of the same child.
    pub(crate) joined: usize,
    pub(crate) unsettled: Unsettled,
}

/// How many columns are named from which nothing is read.
const SHOWN: usize = 12;

fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

impl TableTold {
    fn counts(&self) -> String {
        let part = self.part.as_ref().map(|part| format!("{part}, ")).unwrap_or_default();
        let refused = if self.refused == 0 { String::new() } else { format!(", {} refused", self.refused) };
        let heading = self.heading.filter(|line| *line > 1);
        let heading = heading.map(|line| format!(" below the heading on line {line}")).unwrap_or_default();
        format!("{part}{}{heading}{refused}", counted(self.rows, "row", "rows"))
    }
}

impl Told {
    /// Returns the number of rows of all tables.
    pub(crate) fn rows(&self) -> usize {
        self.tables.iter().map(|table| table.rows).sum()
    }

    /// Returns the number of rows that were refused.
    pub(crate) fn refused(&self) -> usize {
        self.tables.iter().map(|table| table.refused).sum()
    }

    /// Says in sentences what was read and what was not, each thing once.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut said = |line: String| {
            if !lines.contains(&line) {
                lines.push(line);
            }
        };
        let way = if self.recognised { "recognised as" } else { "read as" };
        let mut files: Vec<(&str, &str)> = Vec::new();
        for table in &self.tables {
            if !files.contains(&(&table.file, &table.format)) {
                files.push((&table.file, &table.format));
            }
        }
        for (file, format) in files {
            let own = self.tables.iter().filter(|table| table.file == file && table.format == format);
            let tables: Vec<String> = own.map(TableTold::counts).collect();
            said(format!("{file} was {way} {format}: {}.", tables.join("; ")));
        }
        if self.joined > 0 || self.tables.len() > 1 {
            said(format!(
                "{} are about {}.",
                counted(self.rows() - self.refused(), "row", "rows"),
                counted(self.children, "child", "children")
            ));
        }
        for table in &self.tables {
            for sentence in &table.cannot_say {
                said(sentence.clone());
            }
        }
        let named = |columns: fn(&TableTold) -> &Vec<String>| -> Vec<String> {
            let mut all: Vec<String> = Vec::new();
            for column in self.tables.iter().flat_map(columns) {
                if !all.contains(column) {
                    all.push(column.clone());
                }
            }
            all
        };
        let passed = named(|table| &table.passed_over);
        if !passed.is_empty() {
            let more = passed.len().saturating_sub(SHOWN);
            let formats = self.tables.first().map(|table| table.format.as_str()).unwrap_or_default();
            let more =
                if more == 0 { String::new() } else { format!(" and {more} more (`yjs formats show {formats}`)") };
            said(format!("Columns not used: {}{more}.", passed[..passed.len().min(SHOWN)].join(", ")));
        }
        let not_known = named(|table| &table.not_known);
        if !not_known.is_empty() {
            said(format!("The format does not know these columns, so they were not used: {}.", not_known.join(", ")));
        }
        let names = named(|table| &table.names);
        if !names.is_empty() {
            said(format!(
                "Workers' names are never read ({}). To use codes instead, add --worker-codes FILE.",
                names.join(", ")
            ));
        }
        if !self.left_aside.is_empty() {
            said(format!("The format has no table for these, so they were not read: {}.", self.left_aside.join(", ")));
        }
        if !self.absent.is_empty() {
            said(format!("These are not in the files: {}. What they would say is not known.", self.absent.join(", ")));
        }
        let day_first = named(|table| &table.day_first);
        if !day_first.is_empty() {
            said(format!(
                "Some dates in {} can only be day first. If all of them are, add --dates dmy.",
                day_first.join(", ")
            ));
        }
        let Unsettled { broken_off, differing, workers } = self.unsettled;
        if broken_off > 0 {
            let episodes = match broken_off {
                1 => "1 episode says that another follows on the same day, but none does. It was taken".to_owned(),
                many => {
                    format!("{many} episodes say that another follows on the same day, but none does. They were taken")
                }
            };
            said(format!("{episodes} as still open."));
        }
        let children =
            |count: usize| if count == 1 { "1 child has".to_owned() } else { format!("{count} children have") };
        if differing > 0 {
            said(format!("{} open rows that disagree. What they disagree on is not known.", children(differing)));
        }
        if workers > 0 {
            said(format!("{} several workers now, so no worker was taken.", children(workers)));
        }
        lines
    }
}
