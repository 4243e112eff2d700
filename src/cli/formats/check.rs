//! `yjs formats check`.

use crate::cli::context::Context;
use crate::cli::reading::{format_text, formats_in, own_formats};
use crate::exit::Exit;
use crate::input::format::library::BUILT_IN;
use crate::input::format::{lint, trial};
use crate::problem::Problem;
use crate::protocol::spans::{self, Segment, line_and_column};
use crate::report::formats_made::CheckReport;
use clap::Args;
use std::path::Path;

/// Check formats: names, columns and values, and the tests that each carries
///
/// Without a file, checks those built in and your own. Every fault is given with its place. Exits 2 if there is one.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs formats check\n  yjs formats check weekly.json")]
pub(super) struct CheckArgs {
    /// A format's file, or a folder of them
    #[arg(value_name = "FILE")]
    file: Option<String>,
}

pub(super) fn run(args: &CheckArgs, context: &Context) -> anyhow::Result<Exit> {
    let built_in = BUILT_IN.iter().map(|(id, text)| (format!("{id}.json"), (*text).to_owned()));
    let files: Vec<(String, String)> = match &args.file {
        Some(file) if Path::new(file).is_dir() => formats_in(Path::new(file))?,
        Some(file) => vec![(file.clone(), format_text(Path::new(file))?)],
        None => built_in.chain(own_formats()?).collect(),
    };
    let known = context.formats()?;
    let mut ids: Vec<&str> = known.all.iter().map(|known| known.format.id.as_str()).collect();
    let read: Vec<_> = files.iter().map(|(file, text)| lint::read(file, text)).collect();
    ids.extend(read.iter().flatten().map(|format| format.id.as_str()));
    let protocols: Vec<_> = context.protocol_ids()?.iter().filter_map(|id| context.protocol(id).ok()).collect();
    let (mut faults, mut tests): (Vec<Problem>, usize) = (Vec::new(), 0);
    for ((file, text), format) in files.iter().zip(&read) {
        let format = match format {
            Ok(format) => format,
            Err(problem) => {
                faults.push(problem.clone());
                continue;
            }
        };
        faults.extend(lint::faults(file, text, format, &ids, &protocols));
        for (number, test) in format.tests.iter().enumerate() {
            tests += 1;
            if let Some(wrong) = trial::run(format, test) {
                let (offset, _) = spans::find(text, &[Segment::Key("tests"), Segment::Item(number)]);
                let (line, column) = line_and_column(text, offset);
                let what = format!("the test “{}” fails: {wrong}", test.name);
                faults.push(
                    Problem::input(what)
                        .at(line, Some(column))
                        .file(file)
                        .hint("change the table, or the case that it must make"),
                );
            }
        }
    }
    let report = CheckReport::new(files.len(), tests, &faults);
    context.show(&report)?;
    Ok(if faults.is_empty() { Exit::Answered } else { Exit::Partly })
}
