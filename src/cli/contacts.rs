//! `yjs contacts`: the directory.

use super::context::Context;
use crate::exit::Exit;
use crate::problem::{Problem, nearest};
use crate::protocol::{Protocol, Team};
use crate::report::contacts::ContactsReport;
use clap::Args;
use std::sync::Arc;

/// Show how to reach a team, as printed in the protocol
///
/// Without a team, shows the whole directory; without --protocol, the directory of every protocol. You can use your own
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
    let asked = args.team.join(" ").to_lowercase();
    let teams = || protocols.iter().flat_map(|protocol| &protocol.teams);
    let exact = teams().any(|team| team.id == asked);
    let wanted = |_: &Protocol, team: &Team| if exact { team.id == asked } else { answers(team, &asked) };
    if !teams().any(|team| if exact { team.id == asked } else { answers(team, &asked) }) {
        return Err(unknown(&args.team.join(" "), &protocols).into());
    }
    let own_file = context.contacts_file().map(|path| path.display().to_string());
    context.show(&ContactsReport::new(protocols.iter().map(Arc::as_ref), wanted, own_file))?;
    Ok(Exit::Answered)
}

/// Whether each word asked for is in the team's id or name.
fn answers(team: &Team, asked: &str) -> bool {
    let name = format!("{} {}", team.id, team.title).to_lowercase();
    asked.split_whitespace().all(|word| name.contains(word))
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
