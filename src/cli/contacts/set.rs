//! `yjs contacts set` and `unset`: contacts of the user's own, with when they were checked and by whom.

use crate::calendar::{Tense, london};
use crate::cli::context::Context;
use crate::cli::{own_contacts, settings};
use crate::exit::Exit;
use crate::problem::{Place, Problem};
use crate::protocol::names::{NameKind, Names};
use crate::protocol::{Protocol, Team};
use crate::report::contacts::ContactsReport;
use clap::Args;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// Use a contact of your own for a team, checked today unless you say when
///
/// Every answer then shows your contact first, says that it is local and when it was checked, and shows what the protocol
/// prints. A printed number for an emergency or for the night always stays.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs contacts set mash -p camden --telephone \"020 7946 0000\"\n  \
    yjs contacts set lado -p camden --email lado@example.org --checked \"3 November\" --by jm\n  \
    yjs contacts set front door -p camden --telephone \"020 7946 0001\" --out-of-hours")]
pub(super) struct SetArgs {
    /// The team's id, or what people call it
    #[arg(value_name = "TEAM", required = true)]
    team: Vec<String>,
    /// A telephone number
    #[arg(long, value_name = "NUMBER")]
    telephone: Option<String>,
    /// An email address
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// A postal or visiting address
    #[arg(long, value_name = "TEXT")]
    address: Option<String>,
    /// The hours in which it is answered, in words
    #[arg(long, value_name = "TEXT")]
    hours: Option<String>,
    /// It is for outside office hours only
    #[arg(long)]
    out_of_hours: bool,
    /// What to know about it; no names
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// When it was checked; today unless you say
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    checked: Option<String>,
    /// Who checked it: a worker code, never a name; yours unless you say
    #[arg(long, value_name = "CODE")]
    by: Option<String>,
}

/// Show what is printed for a team again, and forget contacts of your own
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs contacts unset mash -p camden")]
pub(super) struct UnsetArgs {
    /// The team's id, or what people call it
    #[arg(value_name = "TEAM", required = true)]
    team: Vec<String>,
}

pub(super) fn set(args: &SetArgs, context: &Context) -> anyhow::Result<Exit> {
    let given = [("telephone", &args.telephone), ("email", &args.email), ("address", &args.address)];
    let given: Vec<(&str, &str)> =
        given.into_iter().filter_map(|(kind, value)| Some((kind, value.as_deref()?.trim()))).collect();
    if given.is_empty() || given.iter().any(|(_, value)| value.is_empty()) {
        let problem = Problem::usage("there is no contact to set; nothing was changed");
        return Err(problem.hint("add --telephone, --email or --address with a value").into());
    }
    if let Some((_, number)) = given.iter().find(|(kind, value)| *kind == "telephone" && !is_number(value)) {
        let problem = Problem::usage(format!("`{number}` is not a telephone number; nothing was changed"));
        return Err(problem.field("--telephone").hint("write at least 3 digits, as you would dial them").into());
    }
    let checked = match &args.checked {
        Some(text) => context.when(text, Tense::Past).map_err(|problem| problem.field("--checked"))?.date(),
        None => london::date_of(context.real_time()),
    };
    if checked > london::date_of(context.real_time()) {
        let problem = Problem::usage("a contact cannot have been checked in the future; nothing was changed");
        return Err(problem.field("--checked").into());
    }
    let by = match &args.by {
        Some(code) => settings::checked(settings::Setting::Worker, code).map_err(by_whom)?,
        None => context.worker()?,
    };
    let (protocol, team) = team(&args.team.join(" "), context)?;
    let serves = if args.out_of_hours { "out_of_hours" } else { "always" };
    let mut file = own_contacts::read_json()?;
    let mut held = take_own(&mut file, &protocol.id, &team);
    for (kind, value) in given {
        held.retain(|one| one["kind"] != kind || (one["serves"] == "out_of_hours") != args.out_of_hours);
        let mut contact = json!({"kind": kind, "value": value, "serves": serves});
        for (key, text) in [("hours", &args.hours), ("note", &args.note)] {
            if let Some(text) = text {
                contact[key] = json!(text);
            }
        }
        contact["checked"] = json!(checked.to_string());
        contact["by"] = json!(by);
        held.push(contact);
    }
    put_own(&mut file, &protocol.id, &team, held);
    save(&file, &protocol, &team, context)
}

pub(super) fn unset(args: &UnsetArgs, context: &Context) -> anyhow::Result<Exit> {
    let (protocol, team) = team(&args.team.join(" "), context)?;
    let mut file = own_contacts::read_json()?;
    let removed = file.get_mut(&protocol.id).and_then(Json::as_object_mut).and_then(|teams| teams.remove(&team));
    if removed.is_none() {
        let problem = Problem::usage(format!("there is no contact of your own for {team} in {}", protocol.id));
        return Err(problem.field("TEAM").hint("`yjs contacts` shows which contacts are yours").into());
    }
    save(&file, &protocol, &team, context)
}

/// Writes the file, and shows the team as answers show it from now on.
fn save(file: &Map<String, Json>, protocol: &Protocol, team: &str, context: &Context) -> anyhow::Result<Exit> {
    let path = own_contacts::write(file)?;
    let mut shown = context.printed_protocol(&protocol.id)?;
    if let Some(overrides) = own_contacts::read()? {
        let known = context.protocol_ids()?;
        overrides.apply(&mut shown, &known.iter().map(String::as_str).collect::<Vec<_>>())?;
    }
    let is_wanted = |_: &Protocol, held: &Team| held.id == team;
    context.show(&ContactsReport::new([&shown], is_wanted, Some(path.display().to_string())))?;
    Ok(Exit::Answered)
}

/// Takes the user's own contacts of a team out of the file.
fn take_own(file: &mut Map<String, Json>, protocol: &str, team: &str) -> Vec<Json> {
    match file.get_mut(protocol).and_then(|teams| teams.get_mut(team)) {
        Some(held) => held.take().as_array().cloned().unwrap_or_default(),
        None => Vec::new(),
    }
}

/// Puts the user's own contacts of a team into the file.
fn put_own(file: &mut Map<String, Json>, protocol: &str, team: &str, held: Vec<Json>) {
    let teams = file.entry(protocol).or_insert_with(|| json!({}));
    if let Some(teams) = teams.as_object_mut() {
        teams.insert(team.to_owned(), Json::Array(held));
    }
}

fn by_whom(problem: Problem) -> Problem {
    Problem { place: Place { field: Some("--by".into()), ..Place::default() }, ..problem }
}

/// At least three digits, and nothing that is no part of a number but words of explanation.
fn is_number(value: &str) -> bool {
    value.chars().filter(char::is_ascii_digit).count() >= 3
}

/// The one team that the words name.
fn team(asked: &str, context: &Context) -> Result<(Arc<Protocol>, String), Problem> {
    let mut found: Vec<(Arc<Protocol>, String)> = Vec::new();
    for protocol in context.protocols()? {
        let ids: Vec<String> =
            Names::new(&protocol, &[NameKind::Team]).exact(asked).iter().map(|name| name.id.to_owned()).collect();
        found.extend(ids.into_iter().map(|id| (Arc::clone(&protocol), id)));
    }
    match found.len() {
        0 => Err(Problem::usage(format!("no team is called `{asked}`; nothing was changed"))
            .field("TEAM")
            .hint("`yjs contacts` lists the teams")),
        1 => Ok(found.remove(0)),
        _ => {
            let places: Vec<String> = found.iter().map(|(protocol, id)| format!("`{id}` -p {}", protocol.id)).collect();
            Err(Problem::usage(format!("`{asked}` can mean several teams; nothing was changed"))
                .field("TEAM")
                .hint(format!("say which: {}", places.join(", "))))
        }
    }
}
