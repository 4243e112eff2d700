//! Cases as CSV: one row a case; columns `ref,protocol,born,initials,worker`, fact ids, and `event:KIND` with several
//! dates or times separated by `;`. An empty cell is unknown. Only `ref` must be there; columns come in any order.
//!
//! CSV leaves out whom an event went to, who did it, and notes: JSON Lines holds a whole case.

use super::input::text_of;
use crate::domain::case::{Case, Event, FactValue};
use crate::problem::Problem;
use crate::render::csv::guarded;
use crate::render::{Cell, Column, Table};
use csv::{ByteRecord, ErrorKind, Position, ReaderBuilder, Terminator};
use std::io::Read;

/// What stands before an event in the name of its column.
const EVENT: &str = "event:";

/// Columns that are fields of the case itself.
const FIELDS: [&str; 5] = ["ref", "protocol", "born", "initials", "worker"];

/// Reads cases row by row, each with its 1-based line; nothing but the present row is held. A row that is no case is a
/// problem with its line and column's name, and the next row is read all the same; after a fault in the header or in
/// reading itself there are no more rows. A row of empty cells says nothing and is passed over.
///
/// No protocol is needed: `yes`, `no`, `true` and `false` in either case are flags, what reads as a number is one, all
/// else is text. Whether that suits the fact is seen when the case is bound.
pub(super) fn read_csv(bytes: impl Read) -> impl Iterator<Item = (usize, Result<Case, Problem>)> {
    // With a line break added at the end, every row ends in one, so that its own line can be told from where it ends. A
    // carriage return is left in the last cell, where it is trimmed off.
    let whole = bytes.chain(&b"\n"[..]);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).terminator(Terminator::Any(b'\n')).from_reader(whole);
    let mut columns: Option<Vec<Kind>> = None;
    let mut ended = false;
    let mut record = ByteRecord::new();
    std::iter::from_fn(move || {
        while !ended {
            match reader.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => {
                    ended = true;
                    let empty = columns.is_none();
                    return empty.then(|| (1, Err(Problem::input("it is empty").hint(HEADER_HINT).at(1, None))));
                }
                Err(error) => {
                    ended = true;
                    let line = error.position().map_or(1, line_of);
                    return Some((line, Err(unreadable(&error).at(line, None))));
                }
            }
            let within = record.as_slice().iter().filter(|byte| **byte == b'\n').count();
            // A quotation mark that is never closed takes in the line break added at the end, which begins no line.
            let line = line_of(reader.position()).saturating_sub(1 + within).max(1);
            let Some(columns) = &columns else {
                match header(&record) {
                    Ok(read) => columns = Some(read),
                    Err(problem) => {
                        ended = true;
                        return Some((line, Err(problem.at(line, None))));
                    }
                }
                continue;
            };
            if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
                continue;
            }
            return Some((line, row(columns, &record).map_err(|problem| placed(problem, line))));
        }
        None
    })
}

const HEADER_HINT: &str = "the first line names the columns: ref,protocol,born,initials,worker, facts, event:KIND";

/// What a column holds.
enum Kind {
    Field(&'static str),
    Fact(String),
    Event(String),
}

impl Kind {
    fn name(&self) -> String {
        match self {
            Self::Field(name) => (*name).to_owned(),
            Self::Fact(id) => id.clone(),
            Self::Event(kind) => format!("{EVENT}{kind}"),
        }
    }
}

fn line_of(position: &Position) -> usize {
    usize::try_from(position.line()).unwrap_or(usize::MAX)
}

/// The line of the file, whatever line a part of the row gave.
fn placed(mut problem: Problem, line: usize) -> Problem {
    (problem.place.line, problem.place.column) = (Some(line), None);
    problem
}

fn unreadable(error: &csv::Error) -> Problem {
    match error.kind() {
        ErrorKind::Io(error) => Problem::input(format!("it cannot be read: {error}")),
        _ => Problem::input(format!("it is not CSV: {error}")),
    }
}

fn header(record: &ByteRecord) -> Result<Vec<Kind>, Problem> {
    let mut names: Vec<String> = Vec::new();
    for (place, cell) in record.iter().enumerate() {
        let name = unguarded(text_of(cell)?.trim()).to_owned();
        if name.is_empty() {
            return Err(Problem::input(format!("column {} has no name", place + 1)).hint(HEADER_HINT));
        }
        if names.contains(&name) {
            return Err(Problem::input("there are two columns of this name").field(name).hint("keep one of them"));
        }
        names.push(name);
    }
    if !names.iter().any(|name| name == "ref") {
        return Err(Problem::input("there is no column `ref`").hint(HEADER_HINT));
    }
    let kind = |name: String| match name.strip_prefix(EVENT) {
        Some(kind) => Kind::Event(kind.to_owned()),
        None => FIELDS.into_iter().find(|field| *field == name).map_or(Kind::Fact(name), Kind::Field),
    };
    Ok(names.into_iter().map(kind).collect())
}

fn row(columns: &[Kind], record: &ByteRecord) -> Result<Case, Problem> {
    if record.len() != columns.len() {
        let what = format!("the row has {} cells, the header {}", record.len(), columns.len());
        return Err(Problem::input(what).hint("put text that holds a comma in double quotes"));
    }
    let mut case = Case::default();
    for (column, cell) in columns.iter().zip(record) {
        let text = text_of(cell).map_err(|problem| problem.field(column.name()))?;
        let text = unguarded(text.trim());
        if text.is_empty() {
            continue;
        }
        match column {
            Kind::Field("ref") => case.reference = text.to_owned(),
            Kind::Field("protocol") => case.protocol = Some(text.to_owned()),
            Kind::Field("born") => case.born = Some(text.to_owned()),
            Kind::Field("initials") => case.initials = Some(text.to_owned()),
            Kind::Field(_) => case.worker = Some(text.to_owned()),
            Kind::Fact(id) => case.facts.set(id, Some(value(text))),
            Kind::Event(kind) => case.events.extend(text.split(';').filter_map(|when| event(kind, when.trim()))),
        }
    }
    // Stable: events of one date keep the order of their columns.
    case.events.sort_by(|left, right| date_of(left).cmp(date_of(right)));
    Ok(case)
}

fn value(text: &str) -> FactValue {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" => FactValue::Flag(true),
        "no" | "false" => FactValue::Flag(false),
        _ => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => FactValue::Number(number),
            _ => FactValue::Text(text.to_owned()),
        },
    }
}

/// `2026-03-02` is a date; anything longer is meant as a time, with a space allowed before it as spreadsheets write it.
fn event(kind: &str, when: &str) -> Option<Event> {
    let event = Event { kind: kind.to_owned(), ..Event::default() };
    match when.split_once([' ', 'T']) {
        None if when.is_empty() => None,
        None => Some(Event { on: Some(when.to_owned()), ..event }),
        Some((date, time)) => Some(Event { at: Some(format!("{date}T{}", time.trim())), ..event }),
    }
}

/// The date of an event as written, for sorting.
fn date_of(event: &Event) -> &str {
    let written = event.on.as_deref().or(event.at.as_deref()).unwrap_or_default();
    written.split('T').next().unwrap_or_default()
}

/// Takes off the apostrophe that [`guarded`] puts before what a spreadsheet would run.
fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if guarded(rest) != rest => rest,
        _ => text,
    }
}

/// The cases as a table that CSV is written from. A fact or event has a column when some case has it, in the order of
/// `facts` and `events`.
pub(super) fn table(cases: &[Case], facts: &[String], events: &[String]) -> Table {
    let facts: Vec<&String> = facts.iter().filter(|id| cases.iter().any(|case| case.facts.get(id).is_some())).collect();
    let events: Vec<&String> = events
        .iter()
        .filter(|kind| cases.iter().any(|case| case.events.iter().any(|one| one.kind == **kind)))
        .collect();
    let names = FIELDS.into_iter().map(str::to_owned);
    let names = names.chain(facts.iter().map(|id| (*id).clone()));
    let names = names.chain(events.iter().map(|kind| format!("{EVENT}{kind}")));
    let mut table = Table::new(names.map(|name| Column::new(name.as_str(), name.as_str())), "No cases.");
    for case in cases {
        let fields =
            [&case.protocol, &case.born, &case.initials, &case.worker].map(|field| field.clone().unwrap_or_default());
        let known = facts.iter().map(|id| case.facts.get(id).map(ToString::to_string).unwrap_or_default());
        let happened = events.iter().map(|kind| {
            let own = case.events.iter().filter(|event| event.kind == **kind);
            let when = own.filter_map(|event| event.on.clone().or_else(|| event.at.clone()));
            when.collect::<Vec<_>>().join(";")
        });
        table.row(std::iter::once(case.reference.clone()).chain(fields).chain(known).chain(happened).map(Cell::from));
    }
    table
}

/// How many of the cases would not come back from CSV as they are: those with notes, teams or marks on events, or with
/// events of one date in an order that the columns do not keep.
pub(super) fn lossy(cases: &[Case], written: &str) -> usize {
    let comparable = |case: &Case| {
        let mut case = case.clone();
        case.facts.0.sort_by(|left, right| left.0.cmp(&right.0));
        case.events.sort_by(|left, right| date_of(left).cmp(date_of(right)));
        case
    };
    let back = read_csv(written.as_bytes()).filter_map(|(_, case)| case.ok());
    cases.len() - cases.iter().zip(back).filter(|(case, back)| comparable(case) == comparable(back)).count()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{lossy, read_csv, table};
    use crate::domain::case::{Case, Event, FactValue};
    use crate::problem::Problem;
    use crate::render::csv::render;

    fn read(text: &str) -> Vec<(usize, Result<Case, Problem>)> {
        read_csv(text.as_bytes()).collect()
    }

    fn said(text: &str) -> String {
        let (_, last) = read(text).pop().unwrap();
        last.unwrap_err().to_string()
    }

    #[test]
    fn a_row_is_a_case_and_an_empty_cell_is_unknown() {
        let text = "\u{feff}ref,born,cse,attendance_percent,consent,gang_involvement,event:went_missing,event:located\r\n\
            YJ-1, 2010-09-14 ,yes,84.5,given,,2026-03-02 16:30;2026-03-09,2026-03-04T09:00:00+00:00\r\n";
        let (line, case) = read(text).remove(0);
        let case = case.unwrap();
        assert_eq!((line, case.reference.as_str(), case.born.as_deref()), (2, "YJ-1", Some("2010-09-14")));
        let facts = [
            ("cse".to_owned(), FactValue::Flag(true)),
            ("attendance_percent".to_owned(), FactValue::Number(84.5)),
            ("consent".to_owned(), FactValue::Text("given".to_owned())),
        ];
        assert_eq!(case.facts.0, facts);
        let events: Vec<_> =
            case.events.iter().map(|one| (one.kind.as_str(), one.on.as_deref(), one.at.as_deref())).collect();
        let expected = [
            ("went_missing", None, Some("2026-03-02T16:30")),
            ("located", None, Some("2026-03-04T09:00:00+00:00")),
            ("went_missing", Some("2026-03-09"), None),
        ];
        assert_eq!(events, expected);
    }

    #[test]
    fn lines_count_line_breaks_in_cells_and_empty_rows_are_passed_over() {
        for (end, last) in [("\n", ""), ("\r\n", ""), ("\n", "\n"), ("\r\n", "\r\n\r\n")] {
            let text = ["ref,worker", "", "A,\"x", "y\"", "", ",,", " , ", "", "B,\"jm\""].join(end) + last;
            let rows = read(&text);
            let lines: Vec<_> = rows.iter().map(|(line, case)| (*line, case.is_ok())).collect();
            assert_eq!(lines, [(3, true), (9, true)], "{text:?}");
            assert_eq!(rows[1].1.as_ref().unwrap().worker.as_deref(), Some("jm"));
        }
    }

    #[test]
    fn a_bad_row_is_named_and_the_next_is_read() {
        let rows = read("ref,worker\nA\nB,jm\n");
        assert_eq!(rows[0].1.as_ref().unwrap_err().to_string(), "line 2: the row has 1 cells, the header 2");
        assert!(rows[1].1.is_ok());
        let rows: Vec<_> = read_csv(&b"ref,worker\nA,\xff\nB,jm\n"[..]).collect();
        assert_eq!(rows[0].1.as_ref().unwrap_err().to_string(), "line 2, worker: it is not UTF-8 text");
        assert!(rows[1].1.is_ok());
    }

    #[test]
    fn a_bad_header_ends_it() {
        assert!(said("").contains("it is empty"));
        assert!(said("born,cse\n2010-09-14,yes\n").contains("no column `ref`"));
        assert!(said("ref,cse,cse\nA,yes,no\n").contains("two columns"));
        assert!(said("ref,,cse\nA,yes,no\n").contains("column 2 has no name"));
    }

    #[test]
    fn what_is_written_comes_back_and_what_is_lost_is_counted() {
        let event = |kind: &str, on: &str| Event { kind: kind.into(), on: Some(on.into()), ..Event::default() };
        let mut whole = Case { reference: "A".into(), worker: Some("=1+1".into()), ..Case::default() };
        whole.facts.set("consent", Some(FactValue::Text("given".into())));
        whole.facts.set("cse", Some(FactValue::Flag(false)));
        whole.facts.set("victim_age", Some(FactValue::Number(12.0)));
        whole.events = vec![event("went_missing", "2026-03-02"), event("located", "2026-03-02")];
        let swapped =
            Case { reference: "B".into(), events: whole.events.iter().rev().cloned().collect(), ..Case::default() };
        let mut noted = Case { reference: "C".into(), events: vec![event("located", "2026-03-02")], ..Case::default() };
        noted.events[0].note = Some("x".into());
        let cases = [whole, swapped, noted];
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let facts = names(&["cse", "consent", "victim_age", "cce"]);
        let text = render(&table(&cases, &facts, &names(&["went_missing", "located"]))).unwrap();
        assert!(text.starts_with(
            "ref,protocol,born,initials,worker,cse,consent,victim_age,event:went_missing,event:located\n"
        ));
        assert!(text.contains("A,,,,'=1+1,no,given,12,2026-03-02,2026-03-02\n"), "{text}");
        assert_eq!(read(&text)[0].1.as_ref().unwrap().worker.as_deref(), Some("=1+1"));
        assert_eq!(lossy(&cases, &text), 2);
    }
}
