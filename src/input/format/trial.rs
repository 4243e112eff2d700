//! Runs the tests that a format carries: rows, and the case that they must make.

use super::mapping::Mapping;
use super::raw::{Format, Table, Test};
use super::spells::Part;
use crate::domain::case::Case;
use crate::input::ask::Ask;
use crate::input::cell::Cell;
use crate::input::joined::{Joined, Spot};
use crate::problem::Problem;

/// The year in which the tests of formats are run, for years of two digits.
const TEST_YEAR: i32 = 2026;

/// Says what is wrong with a test; `None` when it passes.
pub(crate) fn run(format: &Format, test: &Test) -> Option<String> {
    let table = format.tables.iter().find(|table| test.table.is_none() || table.name == test.table);
    let Some(table) = table else {
        return Some(format!("there is no table `{}`", test.table.clone().unwrap_or_default()));
    };
    let made = made(table, test);
    match (&test.case, &test.refused, made) {
        (Some(wanted), None, Ok(case)) => {
            let wanted: Case = match serde_json::from_value(wanted.clone()) {
                Ok(wanted) => wanted,
                Err(error) => return Some(format!("its `case` is not a case: {error}")),
            };
            let shown = |case: &Case| serde_json::to_string(case).unwrap_or_default();
            (wanted != case).then(|| format!("the rows make {}, not {}", shown(&case), shown(&wanted)))
        }
        (None, Some(words), Err(problem)) => {
            let said = problem.to_string();
            (!said.contains(words.as_str())).then(|| format!("it is refused with other words: {said}"))
        }
        (Some(_), None, Err(problem)) => Some(format!("the rows are refused: {problem}")),
        (None, Some(_), Ok(_)) => Some("the rows are read, and were to be refused".to_owned()),
        _ => Some("give it either `case` or `refused`".to_owned()),
    }
}

fn made(table: &Table, test: &Test) -> Result<Case, Problem> {
    let ask = Ask { this_year: TEST_YEAR, ..Ask::default() };
    let mut mapping = Mapping::new(table, &ask, |_| true);
    let mut joined = Joined::all();
    for (number, row) in test.rows.iter().enumerate() {
        let cells: Vec<Cell<'_>> = mapping
            .columns
            .iter()
            .map(|column| row.get(column).map_or(Cell::Empty, |text| Cell::Text(text.as_str().into())))
            .collect();
        let part: Part = mapping.read(&cells)?;
        joined.put(Spot { file: None, line: number + 1 }, Ok(part));
    }
    let first = joined.next().ok_or_else(|| Problem::input("there is no row"))?;
    // Another row that could not be joined stands for itself.
    if let Some((_, Err(problem))) = joined.next() {
        return Err(problem);
    }
    first.1.map(|part| part.into_case().case)
}
