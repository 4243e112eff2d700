//! `yjs store import`: all of a file or nothing of it.

use super::read;
use crate::cli::case::vet;
use crate::cli::cases_rows;
use crate::cli::cases_source::{Found, name_of};
use crate::cli::context::Context;
use crate::domain::case::Case;
use crate::domain::difference::between;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::render::Format;
use crate::report::store::{ImportReport, Preview};
use crate::store::{Change, Existing, Store};
use clap::Args;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Add the cases of a file: JSON Lines, a JSON array, or CSV
///
/// All or nothing: every case is checked first, all faults are reported with their lines, and nothing is stored while
/// there is one. Exits 2 then.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs store import cases.jsonl\n  yjs store import cases.csv --protocol camden\n  \
    yjs store import cases.jsonl --replace --dry-run\n  \
    yjs store import - --replace < cases.jsonl")]
pub(super) struct ImportArgs {
    /// The file, or - for standard input
    #[arg(value_name = "FILE")]
    file: String,
    /// Save the new state of cases that the store has already; the old one stays in their history
    #[arg(long)]
    replace: bool,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &ImportArgs, context: &Context) -> anyhow::Result<Exit> {
    context.refuse_formats(&[Format::Ics])?;
    let rows = read::cases(&args.file)?;
    let name = name_of(&args.file);
    let store = context.store()?;
    let mut taken = taken(store.as_ref(), context)?;
    let (mut cases, mut report) = (Vec::with_capacity(rows.len()), ImportReport::new(name, rows.len()));
    for Found { line, reference, case, row } in rows {
        match case.and_then(|case| check(case, line, row, args.replace, &mut taken, context)) {
            Ok(case) => cases.push(case),
            Err(problem) => report.fault(line, reference, &problem),
        }
    }
    if report.has_faults() {
        context.show(&report)?;
        return Ok(Exit::Partly);
    }
    if args.dry_run {
        let (previews, unchanged) = preview(&cases, store.as_ref())?;
        context.show(&report.previewed(previews, unchanged))?;
        return Ok(Exit::Answered);
    }
    let existing = if args.replace { Existing::Replace } else { Existing::Refuse };
    let saved = store.append_all(Change::new("imported", context.stamp()?), &cases, existing)?;
    context.warn_all(&saved.warnings);
    context.show(&report.saved(saved.added, saved.replaced, saved.unchanged))?;
    Ok(Exit::Answered)
}

/// What the import of these cases would change, and how many it would leave as they are.
fn preview(cases: &[Case], store: &dyn Store) -> Result<(Vec<Preview>, usize), Problem> {
    let held: HashMap<String, Case> =
        store.cases()?.cases.into_iter().map(|stored| (stored.case.reference.clone(), stored.case)).collect();
    let mut previews = Vec::new();
    for case in cases {
        let before = held.get(&case.reference);
        if before != Some(case) {
            let nothing = Case::default();
            let fields = between(before.unwrap_or(&nothing), case);
            previews.push(Preview { case: case.reference.clone(), new: before.is_none(), fields });
        }
    }
    let unchanged = cases.len() - previews.len();
    Ok((previews, unchanged))
}

/// Where a reference stands already.
enum Held {
    Stored,
    Line(usize),
}

/// References that are taken, in lower case: two that differ in capitals only are soon confused.
type Taken = HashMap<String, (String, Held)>;

fn taken(store: &dyn Store, context: &Context) -> Result<Taken, Problem> {
    let mut taken = Taken::new();
    let warnings = store.for_each_current(&mut |line| {
        taken.insert(line.reference.to_ascii_lowercase(), (line.reference.to_owned(), Held::Stored));
    })?;
    context.warn_all(&warnings);
    Ok(taken)
}

/// The case as it is to be stored, its protocol written down. A row of CSV is text until its protocol is known.
fn check(
    mut case: Case,
    line: usize,
    row: bool,
    replace: bool,
    taken: &mut Taken,
    context: &Context,
) -> Result<Case, Problem> {
    let protocol = context.protocol_of(&case)?;
    case.protocol = Some(protocol.id.clone());
    let first = if row {
        cases_rows::ordered(&protocol, &mut case);
        cases_rows::typed(&protocol, &mut case).into_iter().next()
    } else {
        None
    };
    first.map_or_else(|| vet(&protocol, &case, context.now).map(drop), Err).map_err(|mut problem| {
        problem.place.field = problem.place.field.map(|field| match row {
            true => cases_rows::column_of(&case, &field),
            false => field,
        });
        problem
    })?;
    let own = (case.reference.clone(), Held::Line(line));
    let problem = match taken.entry(case.reference.to_ascii_lowercase()) {
        Entry::Vacant(place) => {
            place.insert(own);
            return Ok(case);
        }
        Entry::Occupied(mut place) => match place.get() {
            (other, Held::Stored) if *other != case.reference => {
                Problem::input(format!("the store has a case `{other}`, which differs only in capitals"))
                    .hint("choose another reference")
            }
            (_, Held::Stored) if replace => {
                place.insert(own);
                return Ok(case);
            }
            (_, Held::Stored) => {
                Problem::input("the store has this case already").hint("--replace saves the new state")
            }
            (other, Held::Line(first)) if *other == case.reference => {
                Problem::input(format!("the case stands on line {first} already")).hint("keep one of the two")
            }
            (other, Held::Line(first)) => Problem::input(format!("`{other}` on line {first} differs only in capitals"))
                .hint("choose another reference"),
        },
    };
    Err(problem.field("ref"))
}
