//! `yjs find`: words, in both protocols.

use super::context::Context;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::protocol::search::Index;
use crate::report::find::FindReport;
use crate::report::named::not_covered;
use clap::Args;

/// Find rules, contacts, facts and events by the words in them
///
/// Searches every protocol, your own first, unless --protocol names one. Finds what people call so, such as county lines,
/// then entries that have all the words; the start of a word is enough. A clause such as 6.2 counts as a word. For a
/// misspelt word, searches for the nearest and says so.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  yjs find missing weekly\n  yjs find remand accommodation --protocol camden\n  yjs find 10.2 --all"
)]
pub(super) struct FindArgs {
    /// Words to look for
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// Show everything found, not just the first 20
    #[arg(long)]
    all: bool,
}

/// How many are shown unless all are asked for: about what a reader looks through.
const SHOWN: usize = 20;

pub(super) fn run(args: &FindArgs, context: &Context) -> anyhow::Result<Exit> {
    let asked = args.words.join(" ");
    if !asked.chars().any(char::is_alphanumeric) {
        let problem = Problem::usage("there is no word to look for").field("WORDS");
        return Err(problem.hint("give at least one word or number, such as `yjs find strategy meeting`").into());
    }
    let held = context.protocols()?;
    let protocols: Vec<&Protocol> = held.iter().map(AsRef::as_ref).collect();
    if let Some(line) = not_covered(&protocols, &asked) {
        context.note(line);
    }
    let names = protocols.iter().map(|protocol| protocol.id.clone()).collect();
    let hits = Index::new(&protocols).search(&asked);
    context.show(&FindReport::new(asked, names, hits, (!args.all).then_some(SHOWN)))?;
    Ok(Exit::Answered)
}
