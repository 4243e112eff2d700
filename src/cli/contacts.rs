//! `yjs contacts`: the directory.

use super::context::Context;
use crate::exit::Exit;
use crate::problem::{Problem, nearest};
use crate::protocol::names::{NameKind, Names};
use crate::protocol::{Protocol, Team};
use crate::report::contacts::ContactsReport;
use crate::report::named::{Said, not_covered};
use clap::Args;
use std::sync::Arc;

/// Show how to reach a team, as printed in the protocol
///
/// Say the team in your own words: front door, social services, out of hours. Without a team, shows the whole directory;
/// without --protocol, the directory of every protocol, your own first. You can use your own
/// contacts instead of printed ones: put them in contacts.json in the configuration folder (YJS_CONFIG names another
/// folder). The answer then says that the contact is yours, and what the protocol prints.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  yjs contacts mash\n  yjs contacts lado --protocol tower_hamlets\n  yjs contacts --format csv\n\n\
    contacts.json:\n  {\"camden\": {\"mash\": [{\"kind\": \"telephone\", \"value\": \"...\", \"note\": \"...\"}]}}"
)]
pub(super) struct ContactsArgs {
    /// The team's id, or words from its name
    #[arg(value_name = "TEAM")]
    team: Vec<String>,
}

pub(super) fn run(args: &ContactsArgs, context: &Context) -> anyhow::Result<Exit> {
    let protocols = context.protocols()?;
    let asked = args.team.join(" ");
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
    context.show(&ContactsReport::new(protocols.iter().map(Arc::as_ref), is_wanted, own_file))?;
    Ok(Exit::Answered)
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
