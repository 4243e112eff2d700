//! `yjs protocol list`.

use crate::calendar::london;
use crate::cli::context::Context;
use crate::exit::Exit;
use crate::protocol::{embedded, history};
use crate::report::protocol::{ListReport, Listed};
use clap::Args;

/// List the protocols: built in, in your own folder, and in the --protocols folder
///
/// If two places have a protocol with the same id, your own folder comes first, then --protocols, then the built-in ones.
#[derive(Debug, Args)]
pub(super) struct ListArgs {}

pub(super) fn run(_args: &ListArgs, context: &Context) -> anyhow::Result<Exit> {
    let today = london::date_of(context.now);
    let mut listed = Vec::new();
    let mut problems = Vec::new();
    for (id, origins) in context.protocol_origins()? {
        let Some((used, hidden)) = origins.split_first() else { continue };
        let read = context.protocol_source(&id).and_then(|source| history::all(embedded::VOCABULARY, &source));
        match read {
            Ok(eras) => listed.push(Listed {
                eras,
                place: used.words(),
                embedded: used.folder().is_none(),
                hides: hidden.iter().map(|origin| origin.words()).collect(),
            }),
            Err(problem) => problems.push(problem),
        }
    }
    let own = context.own_protocols().map(|folder| folder.display().to_string());
    context.show(&ListReport::new(&listed, today, own))?;
    context.warn_all(&problems);
    // Somebody may be writing it: the others are listed all the same, and the warning names what is wrong.
    Ok(Exit::Answered)
}
