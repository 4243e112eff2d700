//! Shows reports. A report is described once as a [`Page`]; each renderer differs only in its marks. Nothing outside
//! this folder prints.

pub mod calendar;
pub mod chart;
pub mod choices;
pub mod csv;
mod grid;
pub mod html;
pub mod json;
mod line;
pub mod markdown;
pub mod output;
mod padded;
pub mod page;
pub mod plain;
pub mod progress;
pub mod sanitize;
mod sheet;
pub mod stream;
pub mod svg;
pub mod terminal;
mod wrap;

pub use chart::Chart;
pub use output::{ColorWish, Format, Style, Terminal};
pub use page::{Action, Align, Block, Cell, Column, Line, Page, Span, Table, Tone};
pub use sanitize::Text;
pub use sheet::Sheet;

use crate::problem::Problem;

/// An answer that can be shown. As serialised it is the JSON contract; as a page it is what people read.
pub trait Report: serde::Serialize {
    /// What people read.
    fn page(&self) -> Page;

    /// What people read, laid out on a sheet that is shown meanwhile. A list that may be long is never held whole.
    fn lay_out(&self, sheet: &mut Sheet<'_>) {
        sheet.append(self.page());
    }

    /// The rows that CSV holds, when the answer is a list.
    fn table(&self) -> Option<Table> {
        None
    }

    /// The picture, when the answer is one.
    fn chart(&self) -> Option<&Chart> {
        None
    }

    /// The values of JSON Lines, when the answer is a list.
    fn lines(&self) -> Option<Vec<serde_json::Value>> {
        None
    }
}

/// The report in the format asked for, ending in a line break.
///
/// # Errors
/// When the report does not come in that format; the hint says in which it does. Calendars are never made here.
pub fn render(report: &impl Report, format: Format, style: &Style) -> Result<String, Problem> {
    match format {
        Format::Table => {
            let page = report.page();
            let text = terminal::render(&page, style);
            // Shown once, at a command's end: to give back the many pieces of a long one takes a twentieth of its time.
            std::mem::forget(page);
            Ok(text)
        }
        Format::Plain => Ok(plain::render(&report.page())),
        Format::Md => Ok(markdown::render(&report.page())),
        Format::Json => json::pretty(report),
        Format::Jsonl => json::lines(&report.lines().ok_or_else(|| refused(report, format))?),
        Format::Csv => csv::render(&report.table().ok_or_else(|| refused(report, format))?),
        Format::Html => Ok(html::render(&report.page())),
        Format::Svg => Ok(svg::render(report.chart().ok_or_else(|| refused(report, format))?)),
        Format::Ics => Err(refused(report, format)),
    }
}

fn refused(report: &impl Report, format: Format) -> Problem {
    let mut has = vec![Format::Table, Format::Plain, Format::Json];
    has.extend(report.lines().map(|_| Format::Jsonl));
    has.extend(report.table().map(|_| Format::Csv));
    has.extend([Format::Md, Format::Html]);
    has.extend(report.chart().map(|_| Format::Svg));
    let names: Vec<String> = has.iter().map(Format::to_string).collect();
    Problem::usage(format!("this command has no {format}")).hint(format!("choose one of {}", names.join(", ")))
}
