//! `yjs explain`: what a name means.

use super::context::Context;
use crate::exit::Exit;
use crate::problem::{Problem, nearest};
use crate::protocol::Protocol;
use crate::report::explain::ExplainReport;
use clap::Args;

/// Explain a rule: its clause, what it says, when it applies, how it is read, and where it is used
///
/// Also explains a fact, an event, a concern, an outcome, a team, a form, a record system, a silence of a protocol, or a
/// code of `yjs protocol check`. Both protocols are searched unless --protocol names one.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  yjs explain camden-6.2-cp-written-48h\n  yjs explain open_to_both\n  yjs explain mash\n\n\
    To look for words rather than a name, use `yjs find`."
)]
pub(super) struct ExplainArgs {
    /// Name of a rule, fact, event, team, form, silence or code
    #[arg(value_name = "RULE")]
    name: String,
}

/// How many names to suggest.
const SUGGESTIONS: usize = 3;

pub(super) fn run(args: &ExplainArgs, context: &Context) -> anyhow::Result<Exit> {
    let held = context.protocols()?;
    let protocols: Vec<&Protocol> = held.iter().map(AsRef::as_ref).collect();
    let name = args.name.trim();
    let found = ExplainReport::find(name, &protocols).or_else(|| ExplainReport::find(&name.to_lowercase(), &protocols));
    context.show(&found.ok_or_else(|| unknown(name, &protocols))?)?;
    Ok(Exit::Answered)
}

fn unknown(name: &str, protocols: &[&Protocol]) -> Problem {
    let mut names = ExplainReport::names(protocols);
    let mut near: Vec<String> = Vec::new();
    while near.len() < SUGGESTIONS {
        let Some(next) = nearest(name, names.iter().copied()) else { break };
        near.push(format!("`{next}`"));
        names.retain(|held| *held != next);
    }
    let place = if let [only] = protocols { format!(" in {}", only.id) } else { String::new() };
    let problem = Problem::usage(format!("nothing{place} is called `{name}`"));
    if near.is_empty() {
        return problem.hint(format!("`yjs find {name}` looks for words in both protocols"));
    }
    let or = near.join(" or ");
    problem.hint(format!("did you mean {or}? `yjs find` looks for words"))
}
