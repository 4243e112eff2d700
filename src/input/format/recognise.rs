//! Tells by its headings which format a table is in.

use super::raw::Table;
use super::values::same_name;
use crate::problem::Problem;

/// How many columns are named.
const SHOWN: usize = 12;

/// Where each column of a table is among the names of a heading, by the name that the format uses.
pub(crate) fn place(table: &Table, column: &str, names: &[String]) -> Option<usize> {
    let own = names.iter().position(|name| same_name(name, column));
    own.or_else(|| {
        let others = table.also_called.iter().filter(|(_, meant)| *meant == column);
        others.filter_map(|(other, _)| names.iter().position(|name| same_name(name, other))).next()
    })
}

/// Whether a heading has every column that tells this table from others.
pub(crate) fn fits(table: &Table, names: &[String]) -> bool {
    !table.headings.is_empty() && table.headings.iter().all(|column| place(table, column, names).is_some())
}

/// The tables that a heading fits. One that asks for more columns than another, all of the other's among them, is meant.
pub(crate) fn fitting<'f>(tables: &[(&'f str, &'f Table)], names: &[String]) -> Vec<(&'f str, &'f Table)> {
    let all: Vec<(&str, &Table)> = tables.iter().copied().filter(|(_, table)| fits(table, names)).collect();
    let asks_for_more = |table: &Table, other: &Table| {
        other.headings.len() > table.headings.len()
            && table.headings.iter().all(|column| other.headings.contains(column))
    };
    all.iter().copied().filter(|(_, table)| !all.iter().any(|(_, other)| asks_for_more(table, other))).collect()
}

/// Refuses a heading that fits two formats.
pub(crate) fn two(ids: &[&str]) -> Problem {
    let names: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    Problem::input(format!("it fits more than one format: {}", names.join(", ")))
        .hint(format!("say which one it is: --as {}", ids.first().copied().unwrap_or_default()))
}

/// Says that no line is a heading of the tables looked for. `lines` has the first lines, each with its number.
pub(crate) fn none(lines: &[(usize, Vec<String>)], tables: &[(&str, &Table)], asked: Option<&str>) -> Problem {
    let widest = lines
        .iter()
        .max_by_key(|(number, names)| (names.iter().filter(|name| !name.is_empty()).count(), usize::MAX - number));
    let Some((number, names)) = widest else {
        return Problem::input("it has no heading").hint("the first line names the columns");
    };
    let lacks = |table: &Table| -> Vec<String> {
        let lacks = table.headings.iter().filter(|column| place(table, column, names).is_none());
        lacks.map(|column| format!("`{column}`")).collect()
    };
    let shown: Vec<String> =
        names.iter().filter(|name| !name.is_empty()).take(SHOWN).map(|name| format!("`{name}`")).collect();
    let more = names.iter().filter(|name| !name.is_empty()).count().saturating_sub(SHOWN);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let heading = format!("line {number} seems to be the heading, with the columns {}{more}", shown.join(", "));
    let problem = match (asked, tables.iter().min_by_key(|(_, table)| lacks(table).len())) {
        (Some(asked), Some((_, table))) => {
            let what = format!("it does not look like `{asked}`: {heading}; {} missing", is_missing(&lacks(table)));
            Problem::input(what)
                .hint("is it the right file? `yjs formats list` shows the formats; --columns says what columns hold")
        }
        _ => Problem::input(format!("no format matches it: {heading}"))
            .hint("`yjs formats new FILE` makes a format for it; --columns says what its columns hold"),
    };
    problem.at(*number, None)
}

fn is_missing(columns: &[String]) -> String {
    match columns {
        [one] => format!("{one} is"),
        many => format!("{} are", many.join(", ")),
    }
}
