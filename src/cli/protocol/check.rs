//! `yjs protocol check`.

use crate::cli::context::Context;
use crate::cli::library;
use crate::exit::Exit;
use crate::protocol::embedded;
use crate::protocol::lint;
use crate::protocol::load::Source;
use crate::report::protocol::CheckReport;
use clap::Args;

/// Check a protocol's data: every fault at once, each with its place and what to do
///
/// Without a name, checks every protocol. Checks a folder with the built-in vocabulary and its own. Exits 2 if there are
/// errors or, with --strict, warnings. `yjs explain CODE` explains a code.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  yjs protocol check --strict\n  yjs protocol check camden\n  yjs protocol check ./my-borough"
)]
pub(super) struct CheckArgs {
    /// A protocol's id, or a folder that holds protocol.json
    #[arg(value_name = "ID|DIR")]
    target: Option<String>,
    /// Make warnings fail the check too
    #[arg(long)]
    strict: bool,
}

pub(super) fn run(args: &CheckArgs, context: &Context) -> anyhow::Result<Exit> {
    let target = args.target.as_ref().or(context.global.protocol.as_ref());
    let mut sources = super::sources(target, context)?;
    for source in sources.iter_mut().filter(|source| !source.built_in) {
        source.without_schema = library::without_schema(source);
    }
    let mut report = CheckReport::new(args.strict, context.global.verbose);
    let mut loaded = Vec::new();
    for source in &sources {
        let (protocol, faults) = lint::check(embedded::VOCABULARY, source);
        report.add(source, protocol.as_ref(), faults);
        loaded.extend(protocol);
    }
    // What is never used can be said of the common words only when every protocol has been read.
    if target.is_none() && loaded.len() == sources.len() {
        let words = Source {
            name: "vocabulary".into(),
            files: vec![("vocabulary.json".into(), embedded::VOCABULARY.into())],
            ..Source::default()
        };
        let faults = lint::unused_words(&words, &loaded.iter().collect::<Vec<_>>());
        report.add(&words, None, faults);
    }
    context.show(&report)?;
    Ok(if report.fails() { Exit::Partly } else { Exit::Answered })
}
