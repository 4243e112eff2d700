//! The names that a case uses, found in its protocol; of an unknown name, the nearest is suggested.

use crate::domain::condition::{EventIndex, TeamIndex};
use crate::domain::fact::FactIndex;
use crate::problem::{Problem, nearest};
use crate::protocol::Protocol;

/// A fact by name, or a problem that suggests the nearest.
///
/// # Errors
/// When no fact has that name.
#[inline]
pub fn known_fact(protocol: &Protocol, name: &str) -> Result<FactIndex, Problem> {
    protocol.vocabulary.fact(name).ok_or_else(|| no_fact(protocol, name))
}

#[cold]
fn no_fact(protocol: &Protocol, name: &str) -> Problem {
    let near = nearest(name, protocol.vocabulary.facts.iter().map(|fact| fact.id.as_str()));
    let problem = Problem::input(format!("no fact is called `{name}`")).field("facts");
    match near {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint("`yjs find WORDS` searches facts too"),
    }
}

/// An event by name, or a problem that suggests the nearest.
///
/// # Errors
/// When no event has that name.
#[inline]
pub fn known_event(protocol: &Protocol, name: &str) -> Result<EventIndex, Problem> {
    protocol.vocabulary.event(name).ok_or_else(|| no_event(protocol, name))
}

#[cold]
fn no_event(protocol: &Protocol, name: &str) -> Problem {
    let ids: Vec<&str> = protocol.vocabulary.events.iter().map(|event| event.id.as_str()).collect();
    let problem = Problem::input(format!("no event is called `{name}`"));
    match nearest(name, ids.iter().copied()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint(format!("the events are: {}", ids.join(", "))),
    }
}

/// A team by name, or a problem that suggests the nearest.
///
/// # Errors
/// When no team of the protocol has that name.
pub fn known_team(protocol: &Protocol, name: &str) -> Result<(), Problem> {
    team_index(protocol, name).map(drop)
}

pub(super) fn team_index(protocol: &Protocol, name: &str) -> Result<TeamIndex, Problem> {
    if let Some(index) = protocol.team_index(name) {
        return Ok(index);
    }
    let ids: Vec<&str> = protocol.teams.iter().map(|team| team.id.as_str()).collect();
    let problem = Problem::input(format!("no team of {} is called `{name}`", protocol.id));
    Err(match nearest(name, ids.iter().copied()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint(format!("the teams are: {}", ids.join(", "))),
    })
}
