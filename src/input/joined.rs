//! Rows of one reference are one child's: they are joined where they do not contradict each other. A table of missing
//! episodes, or of times in care, has one row for each, and a return has several tables.

use super::format::spells::Part;
use crate::domain::case::{Event, FactValue};
use crate::problem::Problem;
use crate::store::check_reference;
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

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

/// Where a row begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The file or sheet, where there are several.
    pub(crate) file: Option<Arc<str>>,
    pub(crate) line: usize,
}

impl Spot {
    /// In words, as seen from another: the file is named where it is another one.
    fn seen_from(&self, other: &Self) -> String {
        match &self.file {
            Some(file) if self.file != other.file => format!("line {} of {file}", self.line),
            _ => format!("line {}", self.line),
        }
    }
}

/// A row as a part of a case, or what is wrong with it, with where it begins.
pub(crate) type Row = (Spot, Result<Part, Problem>);

/// Joins the rows that are put in.
#[derive(Debug)]
pub(crate) struct Joined {
    held: VecDeque<Row>,
    /// The number of each reference among all that were held, from the first on.
    numbers: HashMap<String, usize>,
    /// How many are no longer held.
    gone: usize,
    most: usize,
    /// Hashes of the references that are no longer held, where a later row of theirs is to be refused.
    passed: Option<(RandomState, HashSet<u64>)>,
    /// How many rows were added to an earlier one.
    pub(crate) joined: usize,
}

impl Joined {
    /// Joins rows that are not too far from each other. A later one stands for itself.
    pub(crate) fn near() -> Self {
        Self { held: VecDeque::new(), numbers: HashMap::new(), gone: 0, most: HELD, passed: None, joined: 0 }
    }

    /// As [`Joined::near`], but a row that comes too late is refused: part of a child's rows must not pass for all.
    pub(crate) fn near_or_refused() -> Self {
        Self { passed: Some(Default::default()), ..Self::near() }
    }

    /// Joins all rows, and so holds every child.
    pub(crate) fn all() -> Self {
        Self { most: usize::MAX, ..Self::near() }
    }

    /// Takes a row. Returns the oldest that is held when there are too many.
    pub(crate) fn put(&mut self, spot: Spot, row: Result<Part, Problem>) -> Option<Row> {
        self.take(spot, row);
        if self.held.len() > self.most { self.next() } else { None }
    }

    fn take(&mut self, spot: Spot, row: Result<Part, Problem>) {
        // Without a reference that may be used nothing says whose row it is.
        let part = match row {
            Ok(part) if check_reference(&part.case.reference).is_ok() => part,
            other => {
                self.held.push_back((spot, other));
                return;
            }
        };
        let place = self.numbers.get(&part.case.reference).and_then(|number| number.checked_sub(self.gone));
        match place.and_then(|place| self.held.get_mut(place)) {
            Some((first, Ok(before))) => match join(before, part, first, &spot) {
                Ok(()) => self.joined += 1,
                Err(problem) => {
                    let line = spot.line;
                    self.held.push_back((spot, Err(problem.at(line, None))));
                }
            },
            _ => {
                let late = |(hasher, hashes): &(RandomState, HashSet<u64>)| {
                    hashes.contains(&hasher.hash_one(&part.case.reference))
                };
                if self.passed.as_ref().is_some_and(late) {
                    let what = format!(
                        "the rows about `{}` have more than {HELD} other children between them",
                        part.case.reference
                    );
                    let problem =
                        Problem::input(what).hint("sort the file by child, so that each child's rows are together");
                    let line = spot.line;
                    self.held.push_back((spot, Err(problem.at(line, None))));
                    return;
                }
                self.numbers.insert(part.case.reference.clone(), self.gone + self.held.len());
                self.held.push_back((spot, Ok(part)));
            }
        }
    }

    /// Gives back the oldest row that is held; after the last `put`, until there is none.
    pub(crate) fn next(&mut self) -> Option<Row> {
        let (spot, row) = self.held.pop_front()?;
        if let Ok(part) = &row
            && self.numbers.get(&part.case.reference) == Some(&self.gone)
        {
            self.numbers.remove(&part.case.reference);
            if let Some((hasher, hashes)) = &mut self.passed {
                hashes.insert(hasher.hash_one(&part.case.reference));
            }
        }
        self.gone += 1;
        Some((spot, row))
    }
}

/// Adds what another row says of the same child, unless the two contradict each other.
fn join(part: &mut Part, added: Part, first: &Spot, spot: &Spot) -> Result<(), Problem> {
    let contradicts = |field: String, one: &str, two: &str| {
        let (first, line) = (first.seen_from(spot), spot.line);
        Err(Problem::input(format!("`{two}` here, but `{one}` on {first}, for the same reference"))
            .field(format!("{ROW}{field}"))
            .hint(format!("correct {first} or line {line}; give another child a reference of its own")))
    };
    let (before, other) = (&mut part.case, added.case);
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
    part.spells.extend(added.spells);
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
    use super::{HELD, Joined, Row, Spot};
    use crate::input::own_table::read_csv;

    fn rows(mut joined: Joined, text: &str) -> Vec<(usize, Result<String, String>)> {
        let mut found: Vec<Row> = Vec::new();
        for (line, row) in read_csv(text.as_bytes()).unwrap() {
            found.extend(joined.put(Spot { file: None, line }, row.map(Into::into)));
        }
        found.extend(std::iter::from_fn(|| joined.next()));
        let shown = |part: super::Part| {
            let events = part.case.events.iter().map(|event| format!(" {}", event.on.clone().unwrap_or_default()));
            format!("{}{}", part.case.reference, events.collect::<String>())
        };
        let found = found.into_iter();
        found.map(|(spot, row)| (spot.line, row.map(shown).map_err(|problem| problem.what))).collect()
    }

    fn joined(text: &str) -> Vec<(usize, Result<String, String>)> {
        rows(Joined::near(), text)
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
    #[test]
    fn a_row_that_comes_too_late_is_refused_where_it_must_not_stand_for_the_child() {
        let many: String = (0..HELD + 10).map(|number| format!("R{number}\n")).collect();
        let found = rows(Joined::near_or_refused(), &format!("ref\nA\n{many}A\n"));
        let (line, last) = found.last().unwrap();
        assert_eq!(*line, HELD + 13);
        assert!(last.as_ref().unwrap_err().contains("the rows about `A` have more than"));
        assert_eq!(rows(Joined::all(), &format!("ref\nA\n{many}A\n")).len(), HELD + 11);
    }
}
