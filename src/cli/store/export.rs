//! `yjs store export`.

use crate::cli::cases_csv;
use crate::cli::context::Context;
use crate::domain::case::Case;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::render::{self, Format, Line};
use crate::report::store::{ExportPreview, ExportReport};
use clap::Args;

/// Write every case to standard output: JSON Lines, or --format csv or json
///
/// JSON Lines holds each case whole. CSV has one row a case and leaves out notes, teams and who did what.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs store export > cases.jsonl\n  yjs store export --format csv > cases.csv")]
pub(super) struct ExportArgs {
    /// Say what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &ExportArgs, context: &Context) -> anyhow::Result<Exit> {
    let format = context.global.format.unwrap_or(Format::Jsonl);
    if !matches!(format, Format::Jsonl | Format::Json | Format::Csv) {
        return Err(Problem::usage(format!("cases are not exported as {format}"))
            .hint("choose one of jsonl, json, csv; `yjs case list` is for reading")
            .into());
    }
    let snapshot = context.store()?.cases()?;
    context.warn_all(&snapshot.warnings);
    let cases: Vec<Case> = snapshot.cases.into_iter().map(|stored| stored.case).collect();
    let table = match format {
        Format::Csv => Some(table(&cases, context)?),
        _ => None,
    };
    let report = ExportReport::new(cases, table);
    let text = render::render(&report, format, &context.style)?;
    let lossy = if format == Format::Csv { cases_csv::lossy(report.cases(), &text) } else { 0 };
    if args.dry_run {
        let preview = ExportPreview::new(format.to_string(), report.cases().len(), lossy);
        // `--format` says what would be exported here; the preview itself is for reading.
        render::output::to_stdout(&render::render(&preview, Format::Table, &context.style)?, &context.style)?;
        return Ok(if snapshot.warnings.is_empty() { Exit::Answered } else { Exit::Partly });
    }
    warn_of_loss(lossy, context);
    render::output::to_stdout(&text, &context.style)?;
    Ok(if snapshot.warnings.is_empty() { Exit::Answered } else { Exit::Partly })
}

fn table(cases: &[Case], context: &Context) -> Result<render::Table, Problem> {
    let (mut facts, mut events): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut seen: Vec<&str> = Vec::new();
    for case in cases {
        let protocol = context.protocol_of(case).map_err(|problem| problem.file(format!("case {}", case.reference)))?;
        if case.protocol.as_deref().is_some_and(|id| seen.contains(&id)) {
            continue;
        }
        seen.extend(case.protocol.as_deref());
        let vocabulary = &protocol.vocabulary;
        for (held, ids) in [
            (&mut facts, vocabulary.facts.iter().map(|fact| &fact.id).collect::<Vec<_>>()),
            (&mut events, vocabulary.events.iter().map(|event| &event.id).collect()),
        ] {
            let new: Vec<String> = ids.into_iter().filter(|id| !held.contains(id)).cloned().collect();
            held.extend(new);
        }
    }
    Ok(cases_csv::table(cases, &facts, &events))
}

fn warn_of_loss(lossy: usize, context: &Context) {
    if lossy > 0 {
        let cases = if lossy == 1 { "1 case loses".to_owned() } else { format!("{lossy} cases lose") };
        context.note(Line::new().warn("note: ").plain(format!(
            "{cases} something in CSV: notes, whom an event went to, who did it, the order within a day, \
             a judgement or a waiver. \
             JSON Lines keeps all of it."
        )));
    }
}
