//! `yjs explain`: what a name means.

use super::context::Context;
use crate::exit::Exit;
use crate::problem::{Problem, nearest};
use crate::protocol::Protocol;
use crate::protocol::names::Names;
use crate::report::explain::ExplainReport;
use crate::report::named::{EVERY_KIND, Said, not_covered};
use clap::Args;

/// Explain a rule: its clause, what it says, when it applies, how we read it, and where it is used
///
/// Also explains a fact, an event, a concern, an outcome, a team, a form, a record system, a silence of a protocol, or a
/// code of `yjs check` or `yjs protocol check`. A clause lists its rules. Searches every protocol, your own first, unless
/// --protocol names one.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  yjs explain camden-6.2-cp-written-48h\n  yjs explain open_to_both\n  yjs explain mash\n  yjs explain 6.2\n  yjs explain county lines\n\n\
    To look for words rather than a name, use `yjs find`."
)]
pub(super) struct ExplainArgs {
    /// Name of a rule, fact, event, team, form, silence or code, in your own words; or a clause, such as 6.2
    #[arg(value_name = "RULE", required = true)]
    name: Vec<String>,
}

/// How many names to suggest.
const SUGGESTIONS: usize = 3;

pub(super) fn run(args: &ExplainArgs, context: &Context) -> anyhow::Result<Exit> {
    let held = context.protocols()?;
    let protocols: Vec<&Protocol> = held.iter().map(AsRef::as_ref).collect();
    let name = args.name.join(" ");
    let name = name.trim();
    let found = ExplainReport::find(name, &protocols)
        .or_else(|| ExplainReport::find(&name.to_lowercase(), &protocols))
        .or_else(|| ExplainReport::clause(name, &protocols))
        .or_else(|| ExplainReport::called(name, &protocols));
    let Some(found) = found else {
        if let Some(line) = not_covered(&protocols, name) {
            context.show(&Said::new(line))?;
            return Ok(Exit::Answered);
        }
        return Err(elsewhere(name, context).unwrap_or_else(|| unknown(name, &protocols)).into());
    };
    context.show(&found)?;
    Ok(Exit::Answered)
}

/// The problem to report when only a protocol that was not asked for has the name.
fn elsewhere(name: &str, context: &Context) -> Option<Problem> {
    let asked = context.global.protocol.as_ref()?;
    let other = context.protocol_ids().ok()?.into_iter().filter(|id| id != asked).find(|id| {
        context.protocol(id).is_ok_and(|protocol| ExplainReport::find(name, &[protocol.as_ref()]).is_some())
    })?;
    let problem = Problem::usage(format!("nothing in {asked} is called `{name}`"));
    Some(problem.hint(format!("it is in {other}: leave out --protocol (or YJS_PROTOCOL), or name {other}")))
}

fn unknown(name: &str, protocols: &[&Protocol]) -> Problem {
    let mut names = ExplainReport::names(protocols);
    let mut near: Vec<String> = protocols
        .iter()
        .flat_map(|protocol| Names::new(protocol, &EVERY_KIND).nearest(name))
        .map(|held| format!("`{}`", held.id))
        .collect();
    near.sort();
    near.dedup();
    near.truncate(SUGGESTIONS);
    while near.len() < SUGGESTIONS {
        let Some(next) = nearest(name, names.iter().copied()) else { break };
        let next = next.to_owned();
        names.retain(|held| *held != next);
        let next = format!("`{next}`");
        if !near.contains(&next) {
            near.push(next);
        }
    }
    let place = if let [only] = protocols { format!(" in {}", only.id) } else { String::new() };
    let problem = Problem::usage(format!("nothing{place} is called `{name}`"));
    if near.is_empty() {
        return problem.hint(format!("`yjs find {name}` looks for words instead"));
    }
    let or = near.join(" or ");
    problem.hint(format!("did you mean {or}? `yjs find` looks for words"))
}
