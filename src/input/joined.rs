//! Rows of one reference in one file are one child's: they are joined where they do not contradict each other. A table of
//! missing episodes, or of times in care, has one row for each.

use crate::domain::case::{Case, Event, FactValue};
use crate::problem::Problem;
use crate::store::check_reference;
use std::collections::{HashMap, VecDeque};

/// How many children are held at once, at most. A file may hold a million rows, and memory must not grow with it.
const HELD: usize = 16 * 1024;

/// What stands before the field in a contradiction between two rows.
const ROW: &str = "row.";

/// A contradiction between two rows, its column named as the user knows it; none for another problem.
pub(crate) fn contradiction(problem: &Problem) -> Option<Problem> {
    let field = problem.place.field.as_deref()?.strip_prefix(ROW)?.to_owned();
    let mut problem = problem.clone();
    problem.place.field = Some(field);
    Some(problem)
}

/// A row as a case, or what is wrong with it, with the line on which it begins.
type Row = (usize, Result<Case, Problem>);

/// Joins the rows that another reader gives.
#[derive(Debug)]
pub(crate) struct Joined<I> {
    rows: I,
    held: VecDeque<Row>,
    /// The number of each reference among all that were held, from the first of the file on.
    numbers: HashMap<String, usize>,
    /// How many are no longer held.
    gone: usize,
    ended: bool,
}

impl<I: Iterator<Item = Row>> Joined<I> {
    pub(crate) fn new(rows: I) -> Self {
        Self { rows, held: VecDeque::new(), numbers: HashMap::new(), gone: 0, ended: false }
    }

    fn take(&mut self, line: usize, row: Result<Case, Problem>) {
        // Without a reference that may be used nothing says whose row it is.
        let case = match row {
            Ok(case) if check_reference(&case.reference).is_ok() => case,
            other => {
                self.held.push_back((line, other));
                return;
            }
        };
        let place = self.numbers.get(&case.reference).and_then(|number| number.checked_sub(self.gone));
        match place.and_then(|place| self.held.get_mut(place)) {
            Some((first, Ok(before))) => {
                if let Err(problem) = join(before, case, *first, line) {
                    self.held.push_back((line, Err(problem.at(line, None))));
                }
            }
            _ => {
                self.numbers.insert(case.reference.clone(), self.gone + self.held.len());
                self.held.push_back((line, Ok(case)));
            }
        }
    }
}

impl<I: Iterator<Item = Row>> Iterator for Joined<I> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        while !self.ended && self.held.len() <= HELD {
            match self.rows.next() {
                Some((line, row)) => self.take(line, row),
                None => self.ended = true,
            }
        }
        let (line, row) = self.held.pop_front()?;
        if let Ok(case) = &row
            && self.numbers.get(&case.reference) == Some(&self.gone)
        {
            self.numbers.remove(&case.reference);
        }
        self.gone += 1;
        Some((line, row))
    }
}

/// Adds what another row says of the same child, unless the two contradict each other.
fn join(before: &mut Case, other: Case, first: usize, line: usize) -> Result<(), Problem> {
    let contradicts = |field: String, one: &str, two: &str| {
        Err(Problem::input(format!("`{two}` here, but `{one}` on line {first}, for the same reference"))
            .field(format!("{ROW}{field}"))
            .hint(format!("correct line {first} or line {line}; give another child a reference of its own")))
    };
    let mut joined = before.clone();
    for (name, held, given) in [
        ("protocol", &mut joined.protocol, &other.protocol),
        ("born", &mut joined.born, &other.born),
        ("initials", &mut joined.initials, &other.initials),
        ("worker", &mut joined.worker, &other.worker),
    ] {
        match (held.as_deref(), given) {
            (Some(one), Some(two)) if one != two => return contradicts(name.to_owned(), one, two),
            (None, Some(given)) => *held = Some(given.clone()),
            _ => {}
        }
    }
    for (id, given) in other.facts.0 {
        match joined.facts.get(&id) {
            Some(held) if !is_same(held, &given) => {
                return contradicts(id, &held.to_string(), &given.to_string());
            }
            Some(_) => {}
            None => joined.facts.0.push((id, given)),
        }
    }
    let known = joined.events.len();
    for event in other.events {
        match joined.events[..known].iter_mut().find(|held| is_one(held, &event)) {
            Some(held) => held.by = held.by.take().or(event.by),
            None => joined.events.push(event),
        }
    }
    *before = joined;
    Ok(())
}

/// Whether two records are of one event: of one kind, at one time, to one team.
pub(crate) fn is_one(left: &Event, right: &Event) -> bool {
    (&left.kind, &left.on, &left.at, &left.to) == (&right.kind, &right.on, &right.at, &right.to)
}

/// Values of a row are text until its protocol is known.
fn is_same(left: &FactValue, right: &FactValue) -> bool {
    let plain = |value: &FactValue| match value.to_string().to_ascii_lowercase().as_str() {
        "true" => "yes".to_owned(),
        "false" => "no".to_owned(),
        other => other.to_owned(),
    };
    plain(left) == plain(right)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{HELD, Joined};
    use crate::input::own_table::read_csv;

    fn joined(text: &str) -> Vec<(usize, Result<String, String>)> {
        let rows = Joined::new(read_csv(text.as_bytes()).unwrap());
        let shown = |case: crate::domain::case::Case| {
            let events = case.events.iter().map(|event| format!(" {}", event.on.clone().unwrap_or_default()));
            format!("{}{}", case.reference, events.collect::<String>())
        };
        rows.map(|(line, row)| (line, row.map(shown).map_err(|problem| problem.what))).collect()
    }

    #[test]
    fn rows_of_one_reference_are_one_case_wherever_they_are() {
        let text =
            "ref,born,cse,event:located\nA,2010-01-01,yes,2026-05-01\nB,,,\nA,2010-01-01,true,2026-05-03;2026-05-01\n";
        assert_eq!(joined(text), [(2, Ok("A 2026-05-01 2026-05-03".into())), (3, Ok("B".into()))]);
    }

    #[test]
    fn a_contradiction_names_both_lines_and_hides_neither_row() {
        let found = joined("ref,born,cse\nA,2010-01-01,\nA,2011-01-01,yes\nA,,no\n");
        let said = "`2011-01-01` here, but `2010-01-01` on line 2, for the same reference".to_owned();
        assert_eq!(found, [(2, Ok("A".into())), (3, Err(said))]);
        let found = joined("ref,cse\nA,yes\nA,no\n");
        assert_eq!(found[1].1, Err("`no` here, but `yes` on line 2, for the same reference".into()));
    }

    #[test]
    fn no_more_are_held_than_memory_has_room_for() {
        let many: String = (0..HELD + 10).map(|number| format!("R{number}\n")).collect();
        let found = joined(&format!("ref\nA\n{many}A\n"));
        assert_eq!(found.len(), HELD + 12, "the second A comes too late");
        let found = joined(&format!("ref\n{many}R{}\n", HELD + 1));
        assert_eq!(found.len(), HELD + 10);
    }
}
