//! `yjs store export`.

use crate::cli::cases_csv::{self, NotHeld};
use crate::cli::context::Context;
use crate::domain::case::Case;
use crate::exit::Exit;
use crate::input::ask::OWN;
use crate::input::format::raw::Table;
use crate::input::format::write;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::render::{self, Format, Line};
use crate::report::store::{ExportPreview, ExportReport};
use clap::Args;
use std::sync::Arc;

/// How many cases are named that a table does not hold.
const NAMED: usize = 20;

/// Write every case to standard output: JSON Lines, or --format csv or json
///
/// What is written reads back to the same answers. JSON and JSON Lines hold each case whole. CSV has one row a case; it
/// leaves out notes, and cannot hold a waiver, a level of your own or some orders of events within a day: then the cases
/// are named and nothing is written.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs store export > cases.jsonl\n  yjs store export --format csv > cases.csv\n  \
    yjs store export --as ssda903-missing > missing.csv")]
pub(super) struct ExportArgs {
    /// Say what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write rows of another system's form, such as ssda903-missing; `yjs formats list --format json` says which can be
    #[arg(long = "as", value_name = "FORMAT")]
    write_as: Option<String>,
}

pub(super) fn run(args: &ExportArgs, context: &Context) -> anyhow::Result<Exit> {
    let own = args.write_as.as_deref() == Some(OWN);
    if let Some(id) = args.write_as.as_deref().filter(|_| !own) {
        return as_format(id, args.dry_run, context);
    }
    let format = context.global.format.unwrap_or(if own { Format::Csv } else { Format::Jsonl });
    if !matches!(format, Format::Jsonl | Format::Json | Format::Csv) {
        return Err(Problem::usage(format!("cases are not exported as {format}"))
            .hint("choose one of jsonl, json, csv; `yjs case list` is for reading")
            .into());
    }
    let snapshot = context.store()?.cases()?;
    context.warn_all(&snapshot.warnings);
    let cases: Vec<Case> = snapshot.cases.into_iter().map(|stored| stored.case).collect();
    let protocols = if format == Format::Csv { protocols(&cases, context)? } else { Vec::new() };
    let written = cases_csv::written(&cases, &protocols, context.now);
    let table = (format == Format::Csv).then(|| table(&written, &protocols));
    let report = ExportReport::new(cases, table);
    let text = render::render(&report, format, &context.style)?;
    let lost = match format {
        Format::Csv => cases_csv::not_held(report.cases(), &text, &protocols, context.now)?,
        _ => Vec::new(),
    };
    let read = if snapshot.warnings.is_empty() { Exit::Answered } else { Exit::Partly };
    if args.dry_run {
        let lost = lost.into_iter().map(|one| (one.reference, one.what)).collect();
        let notes = if format == Format::Csv { with_notes(report.cases()) } else { 0 };
        let preview = ExportPreview::new(format.to_string(), report.cases().len(), lost, notes);
        // `--format` says what would be exported here; the preview itself is for reading.
        render::output::to_stdout(&render::render(&preview, Format::Table, &context.style)?, &context.style)?;
        return Ok(read);
    }
    if !lost.is_empty() {
        return Err(refused(&lost).into());
    }
    if format == Format::Csv {
        tell_of_notes(with_notes(report.cases()), context);
    }
    render::output::to_stdout(&text, &context.style)?;
    Ok(read)
}

/// Writes the cases as rows of another system's form. It holds no more than that form does, which is said.
fn as_format(id: &str, dry_run: bool, context: &Context) -> anyhow::Result<Exit> {
    if context.global.format.is_some_and(|format| format != Format::Csv) {
        return Err(Problem::usage("a file of another system is written as CSV")
            .field("--format")
            .hint("leave out --format")
            .into());
    }
    let formats = context.formats()?;
    let format = &formats.get(id)?.format;
    let [table] = format.tables.as_slice() else { return Err(not_writable(id).into()) };
    if !format.is_writable() {
        return Err(not_writable(id).into());
    }
    let snapshot = context.store()?.cases()?;
    context.warn_all(&snapshot.warnings);
    let cases: Vec<Case> = snapshot.cases.into_iter().map(|stored| stored.case).collect();
    let rows = write::rows(table, &cases);
    if !rows.unpaired.is_empty() {
        let named: Vec<String> = rows.unpaired.iter().map(|(case, kind)| format!("{case} ({kind})")).collect();
        let what =
            format!("an end without a beginning cannot be written as {id}; nothing was written: {}", named.join(", "));
        return Err(Problem::input(what)
            .hint("record the beginning, or correct the end, with `yjs case correct`")
            .into());
    }
    let without = cases.len() - rows.cases;
    let plural = |count: usize, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    let mut said =
        vec![format!("{} {}.", plural(rows.cases, "case"), if dry_run { "would be written" } else { "written" })];
    said.push(format!(
        "{id} holds only {}. Other facts and events were left out, and so was {} with none of these.",
        table_words(table),
        plural(without, "case")
    ));
    if rows.times > 0 {
        said.push(format!(
            "It has no times: {} left out.",
            if rows.times == 1 { "1 time of day was".to_owned() } else { format!("{} times of day were", rows.times) }
        ));
    }
    let text = render::csv::render(&rows.table)?;
    if !dry_run {
        render::output::to_stdout(&text, &context.style)?;
    }
    said.into_iter().for_each(|line| context.note(line));
    Ok(if snapshot.warnings.is_empty() { Exit::Answered } else { Exit::Partly })
}

/// The events that a table holds, by name.
fn table_words(table: &Table) -> String {
    let kinds = table.spells.iter().flat_map(|spell| spell.starts.iter().chain(&spell.ends));
    kinds.map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn not_writable(id: &str) -> Problem {
    Problem::usage(format!("cases cannot be written as `{id}`"))
        .field("--as")
        .hint("a format of one table, whose rows are times between two dates and nothing else, can be: ssda903-missing, ssds-missing")
}

fn protocols(cases: &[Case], context: &Context) -> Result<Vec<Arc<Protocol>>, Problem> {
    let of =
        |case: &Case| context.protocol_of(case).map_err(|problem| problem.file(format!("case {}", case.reference)));
    cases.iter().map(of).collect()
}

fn table(cases: &[Case], protocols: &[Arc<Protocol>]) -> render::Table {
    let (mut facts, mut events): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut seen: Vec<&str> = Vec::new();
    for protocol in protocols {
        if seen.contains(&protocol.id.as_str()) {
            continue;
        }
        seen.push(&protocol.id);
        let vocabulary = &protocol.vocabulary;
        for (held, ids) in [
            (&mut facts, vocabulary.facts.iter().map(|fact| &fact.id).collect::<Vec<_>>()),
            (&mut events, vocabulary.events.iter().map(|event| &event.id).collect()),
        ] {
            let new: Vec<String> = ids.into_iter().filter(|id| !held.contains(id)).cloned().collect();
            held.extend(new);
        }
    }
    cases_csv::table(cases, &facts, &events)
}

/// The refusal that names each case whose answer would change when it is read back.
fn refused(lost: &[NotHeld]) -> Problem {
    let cases = if lost.len() == 1 { "1 case".to_owned() } else { format!("{} cases", lost.len()) };
    let mut named: Vec<String> =
        lost.iter().take(NAMED).map(|one| format!("{} ({})", one.reference, one.what)).collect();
    if lost.len() > NAMED {
        // Every case is named, if only by its reference.
        named.extend(lost[NAMED..].iter().map(|one| one.reference.clone()));
    }
    Problem::input(format!("CSV cannot hold {cases}; nothing was written: {}", named.join(", ")))
        .hint("`yjs store export` without --format csv writes JSON Lines, which holds every case whole")
}

/// How many cases have a note.
fn with_notes(cases: &[Case]) -> usize {
    cases.iter().filter(|case| case.events.iter().any(|event| event.note.is_some())).count()
}

fn tell_of_notes(count: usize, context: &Context) {
    if count > 0 {
        let cases = if count == 1 { "1 case has".to_owned() } else { format!("{count} cases have") };
        context.note(
            Line::new()
                .warn("note: ")
                .plain(format!("CSV leaves out the notes on events, which {cases}. JSON Lines keeps them.")),
        );
    }
}
