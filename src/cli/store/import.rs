//! `yjs store import`: all of a file or nothing of it.

use super::merge::merge;
use super::read;
use crate::calendar::Moment;
use crate::cli::case::{IMPORTED, vet};
use crate::cli::context::Context;
use crate::cli::prompt::Prompter;
use crate::cli::reading::ReadingArgs;
use crate::cli::which_protocol::yes;
use crate::domain::case::{Case, Event};
use crate::domain::check::faults;
use crate::domain::difference::between;
use crate::domain::recorded;
use crate::domain::same_date;
use crate::exit::Exit;
use crate::input::found::{Found, column_of};
use crate::input::joined::contradiction;
use crate::input::own_table;
use crate::input::source::name_of;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::report::assessment::AssessmentReport;
use crate::report::import::{CaseChange, ImportReport, NewDeadline, Removal};
use crate::store::{Change, Existing, check_reference};
use clap::Args;
use std::collections::HashMap;
use std::sync::Arc;

/// Add the cases of files: JSON Lines, a JSON array, CSV, or what another system exports
///
/// Workbooks, CSV, XML and JSON of other systems are read by their formats (`yjs formats list`). Several files are those
/// of one return, and are joined by child. What the file says is added to the cases that the store has: an empty cell says nothing, an event that is there
/// already is not doubled, and a value that differs replaces the stored one and is listed. All or nothing: every case is
/// checked first, all faults are reported with their lines, and nothing is stored while there is one. Exits 2 then.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs store import cases.jsonl\n  yjs store import cases.csv --protocol camden\n  \
    yjs store import cases.jsonl --dry-run\n  \
    yjs store import header.csv episodes.csv missing.csv --as ssda903 --protocol camden --dry-run\n  \
    yjs store import - --replace --yes < cases.jsonl\n\n\
    `yjs case undo --import` takes the last import back.")]
pub(super) struct ImportArgs {
    /// The file, or - for standard input; several are joined by child
    #[arg(value_name = "FILE", required = true)]
    files: Vec<String>,
    /// Add to the cases that the store has, as without it
    #[arg(long, conflicts_with = "replace")]
    merge: bool,
    /// Put the cases of the file in the place of those that the store has; what that removes is named first
    #[arg(long)]
    replace: bool,
    /// Do it without asking: needed where nobody can be asked, for what takes something away
    #[arg(long)]
    yes: bool,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    reading: ReadingArgs,
}

/// The cases of the store, and the version of the last change among them.
struct Held {
    cases: HashMap<String, Case>,
    /// The reference as the store writes it, by its small letters: two that differ in capitals only are soon confused.
    spelt: HashMap<String, String>,
    version: u64,
}

/// A case as it is to be stored.
struct Planned {
    case: Case,
    protocol: Arc<Protocol>,
    retracted: Vec<String>,
    /// How many events of the file the store did not have, and how many it had.
    events_new: usize,
    events_known: usize,
}

pub(super) fn run(args: &ImportArgs, context: &Context) -> anyhow::Result<Exit> {
    context.refuse_formats(&[])?;
    let names: Vec<&str> = args.files.iter().map(|file| name_of(file)).collect();
    let name = names.join(", ");
    let (length, meter) = (args.files.iter().map(|file| read::length(file)).sum::<u64>(), context.meter());
    // Read, planned, and compared with what the store has.
    let work = meter.work(3 * length);
    let (rows, told) = read::cases(&args.files, &args.reading.ask(context)?, &context.formats()?, meter)?;
    let held = held(context)?;
    let share = length / rows.len() as u64;
    let (mut planned, mut report) = (Vec::with_capacity(rows.len()), ImportReport::new(&name, rows.len()));
    report.read_as(told);
    let mut lines: HashMap<String, (usize, String)> = HashMap::new();
    for mut found in rows {
        meter.add(share);
        let (line, reference, file) = (found.line, found.reference.clone(), found.file.clone());
        let fault = |report: &mut ImportReport, problem: Problem| {
            let problem = file.as_deref().map_or_else(|| problem.clone(), |file| problem.clone().file(file));
            report.fault(line, reference.clone(), &problem);
        };
        let case = match std::mem::replace(&mut found.case, Ok(Case::default())) {
            Ok(case) => case,
            Err(problem) => {
                fault(&mut report, contradiction(&problem).unwrap_or(problem));
                continue;
            }
        };
        match plan(case, &found, args, &held, &mut lines, context) {
            Ok((plan, warnings)) => {
                warnings.iter().for_each(|problem| report.warning(line, &plan.case.reference, problem));
                report.events(plan.events_new, plan.events_known);
                planned.push(plan);
            }
            Err(problems) => problems.into_iter().for_each(|problem| fault(&mut report, problem)),
        }
    }
    if report.has_faults() {
        drop(work);
        context.show(&report)?;
        return Ok(Exit::Partly);
    }
    let (mut removals, mut changes) = (Vec::new(), Vec::new());
    for plan in &planned {
        meter.add(share);
        removals.extend(removals_of(plan, &held, args, context));
        if let Some(change) = change(&plan.case, &held) {
            report.starts(started_deadlines(plan, &held, context));
            changes.push(change);
        }
    }
    drop(work);
    let unchanged = planned.len() - changes.len();
    let mut report = report.planned(changes, unchanged, removals);
    if args.dry_run {
        context.show(&report.previewed())?;
        return Ok(Exit::Answered);
    }
    if report.removes() && !args.yes {
        agree(&report, context)?;
    }
    let cases: Vec<Case> = planned.into_iter().map(|plan| plan.case).collect();
    let written = cases.len() - unchanged;
    let what = format!("{IMPORTED}{written} {} from {name}", if written == 1 { "case" } else { "cases" });
    let change = Change::new(what, context.stamp()?);
    let saved = context.store()?.append_all(change, &cases, Existing::ReplaceUnchangedSince(held.version))?;
    context.warn_all(&saved.warnings);
    report.saved(saved.added, saved.replaced, saved.unchanged);
    context.show(&report)?;
    Ok(Exit::Answered)
}

fn held(context: &Context) -> Result<Held, Problem> {
    let snapshot = context.store()?.cases()?;
    context.warn_all(&snapshot.warnings);
    let version = snapshot.cases.iter().map(|stored| stored.version).max().unwrap_or(0);
    let cases: HashMap<String, Case> =
        snapshot.cases.into_iter().map(|stored| (stored.case.reference.clone(), stored.case)).collect();
    let spelt = cases.keys().map(|reference| (reference.to_ascii_lowercase(), reference.clone())).collect();
    Ok(Held { cases, spelt, version })
}

/// The case as it is to be stored, or everything that is wrong with it.
fn plan(
    mut case: Case,
    found: &Found,
    args: &ImportArgs,
    held: &Held,
    lines: &mut HashMap<String, (usize, String)>,
    context: &Context,
) -> Result<(Planned, Vec<Problem>), Vec<Problem>> {
    let row = found.row;
    known_reference(&case.reference, found.line, held, lines).map_err(|problem| vec![problem])?;
    let stored = held.cases.get(&case.reference);
    if case.protocol.is_none() {
        // A case that the store has keeps its protocol.
        case.protocol = stored.and_then(|stored| stored.protocol.clone());
    }
    let protocol = context.protocol_of(&case).map_err(|problem| vec![problem])?;
    case.protocol = Some(protocol.id.clone());
    let mut unsure = Vec::new();
    if row {
        unsure = own_table::ordered(&protocol, &mut case);
        let wrong = own_table::typed(&protocol, &mut case);
        if !wrong.is_empty() {
            let all = wrong.into_iter().chain(faults(&protocol, &case, context.now));
            return Err(all.map(|problem| named(problem, &case, found)).collect());
        }
    }
    let (mut merged, mut retracted) = (case.clone(), Vec::new());
    if let Some(stored) = stored.filter(|_| !args.replace) {
        let found = merge(stored, &case, &protocol, row).map_err(|problem| {
            // What is wrong with the row itself is said too.
            std::iter::once(problem).chain(wrong_with(&protocol, &case, found, context)).collect::<Vec<_>>()
        })?;
        unsure = if row { found.unsure.iter().map(same_date::Unsure::problem).collect() } else { unsure };
        (merged, retracted) = (found.case, found.retracted);
    }
    let wrong = wrong_with(&protocol, &merged, found, context);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    unsure.extend(lapsed(stored, &merged, found));
    let events_new = new_events(stored, &merged);
    let events_known = case.events.len() - events_new.min(case.events.len());
    if merged.recorded.is_none() || stored.is_some() {
        recorded::note(stored, &mut merged);
    }
    Ok((Planned { case: merged, protocol, retracted, events_new, events_known }, unsure))
}

/// Everything for which a case may not be stored.
fn wrong_with(protocol: &Protocol, case: &Case, found: &Found, context: &Context) -> Vec<Problem> {
    let Err(first) = vet(protocol, case, context.now).map(drop) else { return Vec::new() };
    let mut all = faults(protocol, case, context.now);
    if !all.contains(&first) {
        all.insert(0, first);
    }
    all.into_iter().map(|problem| named(problem, case, found)).collect()
}

/// A field of a row is named as its column.
fn named(mut problem: Problem, case: &Case, found: &Found) -> Problem {
    let column = |field: String| column_of(found.columns.as_deref(), case, &field);
    problem.place.field = problem.place.field.map(|field| if found.row { column(field) } else { field });
    problem
}

/// How many events of a case the stored one does not have.
fn new_events(stored: Option<&Case>, case: &Case) -> usize {
    let key = |event: &Event| (event.kind.clone(), event.on.clone(), event.at.clone(), event.to.clone());
    let mut held: Vec<_> = stored.iter().flat_map(|stored| &stored.events).map(key).collect();
    let is_new = |event: &&Event| match held.iter().position(|one| *one == key(event)) {
        Some(place) => {
            held.swap_remove(place);
            false
        }
        None => true,
    };
    case.events.iter().filter(is_new).count()
}

/// Facts that the store holds and that rested on something which has ended by what the file says. They are kept: somebody
/// may have recorded them for another reason.
fn lapsed(stored: Option<&Case>, merged: &Case, found: &Found) -> Vec<Problem> {
    let Some(stored) = stored else { return Vec::new() };
    let held = found.lapsed.iter().filter_map(|id| Some((id, stored.facts.get(id)?)));
    let said = held.map(|(id, value)| {
        let what = format!(
            "the store says that {id} is {value}, but by the file the time that this came from has ended; the store keeps it"
        );
        let undo = format!("`yjs case set {} --fact {id}=?` makes it unknown, if it no longer holds", merged.reference);
        Problem::input(what).field(id.clone()).hint(undo)
    });
    said.collect()
}

/// Refuses a reference that is on another line already, or that differs from another in capitals only.
fn known_reference(
    reference: &str,
    line: usize,
    held: &Held,
    lines: &mut HashMap<String, (usize, String)>,
) -> Result<(), Problem> {
    check_reference(reference)?;
    let refused = |what: String, hint: &str| Err(Problem::input(what).field("ref").hint(hint));
    let small = reference.to_ascii_lowercase();
    if let Some(other) = held.spelt.get(&small).filter(|other| *other != reference) {
        let what = format!("the store has a case `{other}`, which differs only in capitals");
        return refused(what, "choose another reference");
    }
    match lines.insert(small, (line, reference.to_owned())) {
        None => Ok(()),
        Some((first, other)) if other == reference => {
            refused(format!("the case is on line {first} already"), "keep one of the two")
        }
        Some((first, other)) => {
            refused(format!("`{other}` on line {first} differs only in capitals"), "choose another reference")
        }
    }
}

/// How a case would differ from the stored one; none when it would not.
fn change(case: &Case, held: &Held) -> Option<CaseChange> {
    let before = held.cases.get(&case.reference);
    let nothing = Case::default();
    let fields = between(before.unwrap_or(&nothing), case);
    let is_same = before.is_some_and(|before| before == case);
    (!is_same).then(|| CaseChange { case: case.reference.clone(), new: before.is_none(), fields })
}

/// What the import would take away: with `--replace` whatever the file does not have, else a grave yes that becomes no.
fn removals_of(plan: &Planned, held: &Held, args: &ImportArgs, context: &Context) -> Vec<Removal> {
    let Some(before) = held.cases.get(&plan.case.reference) else { return Vec::new() };
    let removal = |what: String| Removal { case: plan.case.reference.clone(), what };
    if !args.replace {
        let said = |fact: &String| removal(format!("{fact} was yes and would be no"));
        return plan.retracted.iter().map(said).collect();
    }
    let gone = between(before, &plan.case).into_iter().filter(|one| {
        let grave = plan.protocol.vocabulary.fact(one.name());
        let grave = grave.is_some_and(|fact| plan.protocol.vocabulary.fact_definition(fact).grave);
        one.to.is_none() || (grave && one.from.as_deref() == Some("yes"))
    });
    let mut found: Vec<Removal> = gone
        .map(|one| {
            let from = one.from.clone().unwrap_or_default();
            let kind = if one.field.starts_with("events.") { "the event " } else { "" };
            removal(format!("{kind}{} ({from})", one.name()))
        })
        .collect();
    found.extend(ended_deadlines(before, plan, context).into_iter().map(removal));
    found
}

/// A deadline that runs: its rule, the rule's title, and when it ends.
type Running = (String, String, Option<Moment>);

/// The deadlines of a case that run.
fn running(case: &Case, context: &Context) -> Vec<Running> {
    let rows = || {
        let protocol = context.protocol_of(case).ok()?;
        let report = AssessmentReport::of_case(&protocol, case, context.now).ok()?;
        Some(report.deadlines.into_iter().filter(|row| row.rule.certain() && row.status.live()))
    };
    let rows = rows().into_iter().flatten();
    rows.map(|row| (row.rule.rule.clone(), row.rule.title.clone(), row.due)).collect()
}

/// The deadlines that run by one list and not by the other.
fn only_in(one: Vec<Running>, other: &[Running]) -> impl Iterator<Item = Running> {
    one.into_iter().filter(|(rule, _, due)| !other.iter().any(|(held, _, end)| held == rule && end == due))
}

/// The deadlines that run once the case is stored, and did not before.
fn started_deadlines(plan: &Planned, held: &Held, context: &Context) -> Vec<NewDeadline> {
    let before = held.cases.get(&plan.case.reference).map(|case| running(case, context)).unwrap_or_default();
    let case = || plan.case.reference.clone();
    let new = only_in(running(&plan.case, context), &before);
    new.map(|(rule, title, due)| NewDeadline { case: case(), rule, title, due }).collect()
}

/// The running deadlines of the stored case that the new one does not have.
fn ended_deadlines(before: &Case, plan: &Planned, context: &Context) -> Vec<String> {
    let after = running(&plan.case, context);
    let gone = only_in(running(before, context), &after);
    gone.map(|(_, title, due)| {
        let due = due.map(|due| format!(", due {due}")).unwrap_or_default();
        format!("the running deadline “{title}”{due}")
    })
    .collect()
}

/// Asks at a terminal whether to take away what is named; refuses where nobody can be asked.
fn agree(report: &ImportReport, context: &Context) -> Result<(), Problem> {
    context.note_page(&report.removals_page());
    if !context.may_ask() {
        return Err(Problem::usage("the import would take something away; nothing was imported")
            .hint("look at what is named above, and at `--dry-run`; add --yes if that is meant"));
    }
    if yes(&Prompter::new(context), "Import it all the same?")? {
        return Ok(());
    }
    Err(Problem::usage("nothing was imported"))
}
