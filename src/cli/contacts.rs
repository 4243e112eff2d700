//! `yjs contacts`: the directory, and contacts of the user's own.

mod set;

use super::context::Context;
use crate::calendar::{Amount, Tense, read_when};
use crate::exit::Exit;
use crate::problem::{Kind, Problem, nearest};
use crate::protocol::names::{NameKind, Names};
use crate::protocol::{Protocol, Team};
use crate::report::contacts::ContactsReport;
use crate::report::named::{Said, not_covered};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use std::sync::Arc;

/// Show how to reach a team, as printed in the protocol
///
/// Say the team in your own words: front door, social services, out of hours. Without a team, shows the whole directory;
/// without --protocol, the directory of every protocol, your own first. `yjs contacts set` uses
/// a contact of your own instead of a printed one; answers then say that it is local, and what the protocol prints.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  yjs contacts mash\n  yjs contacts lado --protocol tower_hamlets\n  yjs contacts --format csv\n  \
    yjs contacts set mash -p camden --telephone \"020 7946 0000\"\n  yjs contacts --stale 90d"
)]
pub(super) struct ContactsArgs {
    /// The team's id, or words from its name
    #[arg(value_name = "TEAM")]
    team: Vec<String>,
    /// Show only contacts of your own that nobody has checked for this long, such as 90d; with --exit-code, exit 1 if any
    #[arg(long, value_name = "AMOUNT")]
    stale: Option<String>,
    #[command(subcommand)]
    command: Option<ContactsCommand>,
}

#[derive(Debug, Subcommand)]
enum ContactsCommand {
    Set(set::SetArgs),
    Unset(set::UnsetArgs),
}

pub(super) fn run(args: &ContactsArgs, context: &Context) -> anyhow::Result<Exit> {
    match &args.command {
        Some(ContactsCommand::Set(args)) => return set::set(args, context),
        Some(ContactsCommand::Unset(args)) => return set::unset(args, context),
        None => {}
    }
    let since = args.stale.as_deref().map(|text| since(text, context)).transpose()?;
    let protocols = context.protocols()?;
    let asked = without_channel(&args.team);
    let own_file = context.contacts_file().map(|path| path.display().to_string());
    let wanted: Vec<Vec<&str>> = protocols.iter().map(|protocol| teams(protocol, &asked)).collect();
    // A team that is named in full, wherever, comes before those that only have the words in their name.
    let named = wanted.iter().any(|ids| !ids.is_empty());
    // What the first protocol itself calls so is what is meant, whatever another calls so too.
    let by_id = protocols.first().is_some_and(|first| first.team(&asked).is_some());
    let wanted: Vec<Vec<&str>> = match named {
        true if by_id => protocols.iter().map(|protocol| id_of(protocol, &asked)).collect(),
        true => wanted,
        false => protocols.iter().map(|protocol| holding(protocol, &asked)).collect(),
    };
    if wanted.iter().all(Vec::is_empty) {
        let all: Vec<&Protocol> = protocols.iter().map(Arc::as_ref).collect();
        if let Some(line) = not_covered(&all, &asked) {
            context.show(&Said::new(line))?;
            return Ok(Exit::Answered);
        }
        return Err(unknown(&asked, &protocols).into());
    }
    let is_wanted = |protocol: &Protocol, team: &Team| {
        let place = protocols.iter().position(|held| held.id == protocol.id);
        place.is_some_and(|place| wanted[place].contains(&team.id.as_str()))
    };
    let mut report = ContactsReport::new(protocols.iter().map(Arc::as_ref), is_wanted, own_file);
    let is_stale = since.is_some_and(|(since, words)| report.keep_stale(since, words));
    context.show(&report)?;
    Ok(context.adverse(is_stale))
}

/// The words without those that say what is wanted of a team: this command shows every number and address of it anyway.
fn without_channel(words: &[String]) -> String {
    const CHANNELS: [&str; 11] =
        ["out", "of", "hours", "number", "telephone", "phone", "email", "address", "contact", "ring", "call"];
    let kept: Vec<&str> =
        words.iter().map(String::as_str).filter(|word| !CHANNELS.contains(&word.to_lowercase().as_str())).collect();
    if kept.is_empty() { words.join(" ") } else { kept.join(" ") }
}

/// The day on which a contact must have been checked last, or after it, and the amount in words.
fn since(text: &str, context: &Context) -> Result<(NaiveDate, String), Problem> {
    let usage = |problem: Problem| Problem { kind: Kind::Usage, ..problem }.field("--stale");
    let amount = Amount::typed(text).map_err(usage)?;
    let ago = format!("{} ago", amount.words());
    let since = read_when(&ago, context.now, Tense::Any).map_err(usage)?;
    Ok((since.when.date(), amount.words()))
}

/// The team of that id, where the protocol has it.
fn id_of<'p>(protocol: &'p Protocol, id: &str) -> Vec<&'p str> {
    protocol.team(id).map(|team| team.id.as_str()).into_iter().collect()
}

/// The teams that the words name; every team when there are no words.
fn teams<'p>(protocol: &'p Protocol, asked: &str) -> Vec<&'p str> {
    if asked.trim().is_empty() {
        return protocol.teams.iter().map(|team| team.id.as_str()).collect();
    }
    Names::new(protocol, &[NameKind::Team]).exact(asked).into_iter().map(|name| name.id).collect()
}

/// The teams that have each word, or its beginning, in their names.
fn holding<'p>(protocol: &'p Protocol, asked: &str) -> Vec<&'p str> {
    let words = Names::new(protocol, &[NameKind::Team]).holding(asked).into_iter().map(|name| name.id);
    let asked = asked.to_lowercase();
    let begun = |team: &&Team| {
        let name = format!("{} {}", team.id, team.title).to_lowercase();
        asked.split_whitespace().all(|word| name.contains(word))
    };
    let begun = protocol.teams.iter().filter(begun).map(|team| team.id.as_str());
    words.chain(begun).collect()
}

fn unknown(asked: &str, protocols: &[Arc<Protocol>]) -> Problem {
    let teams = || protocols.iter().flat_map(|protocol| &protocol.teams);
    let place =
        if let [only] = protocols { format!("{} has no team", only.id) } else { "no protocol has a team".into() };
    let problem = Problem::usage(format!("{place} called `{asked}`"));
    match nearest(asked, teams().flat_map(|team| [team.id.as_str(), team.title.as_str()])) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint("`yjs contacts` without a team lists them all"),
    }
}
