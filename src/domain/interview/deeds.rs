//! What may just have been done: the events that an answer calls for.

use super::reads::starts;
use crate::domain::assess::Assessment;
use crate::domain::condition::{Condition, EventIndex, RuleIndex, TeamIndex};
use crate::domain::deadline::Status;
use crate::domain::fact::{FactIndex, Value};
use crate::domain::truth::Truth;
use crate::problem::Problem;
use crate::protocol::{Body, Rule};
use std::collections::BTreeSet;

/// An event that would record what an answer calls for.
#[derive(Debug, Clone, PartialEq)]
pub struct Deed {
    /// The event.
    pub event: EventIndex,
    /// The route, clock or escalation that calls for it.
    pub rule: RuleIndex,
    /// The team that it goes to, where the rule names one.
    pub to: Option<String>,
    /// Clocks that start from it.
    pub starts: Vec<RuleIndex>,
}

/// What can be logged as done: a route's referral, what meets a running clock or starts a waiting one, and what shows
/// that somebody was told. Most urgent first.
///
/// # Errors
/// When a date runs off the calendar.
pub fn deeds(assessment: &Assessment<'_>) -> Result<Vec<Deed>, Problem> {
    let protocol = assessment.protocol();
    let mut deeds: Vec<(u8, Deed)> = Vec::new();
    let mut add = |rank: u8, event: EventIndex, rule: RuleIndex, to: Option<String>| {
        deeds.push((rank, Deed { event, rule, to, starts: started_by(assessment, event) }));
    };
    for (index, rule, truth) in assessment.open_rules() {
        match &rule.body {
            // A route that one or two more answers would decide may have been taken already: nobody waits with a call.
            _ if truth != Truth::Yes && !is_near_route(assessment, rule) => {}
            _ if assessment.completion(rule).is_done() => {}
            Body::Route(route) => {
                let teams = assessment.chosen(&route.to);
                for (event, to) in recorded_by(assessment, rule, &teams) {
                    add(route.urgency as u8, event, index, to);
                }
            }
            Body::Escalation(escalation) => {
                let teams = assessment.chosen(&escalation.tell);
                for (event, to) in recorded_by(assessment, rule, &teams) {
                    add(escalation.urgency as u8, event, index, to);
                }
            }
            Body::Clock(clock) => {
                let Some(standing) = assessment.standing(rule)? else { continue };
                if standing.status == Status::Waiting {
                    for event in starts(&clock.starts) {
                        add(4, event, index, None);
                    }
                } else if standing.status.live() {
                    for event in &clock.stops {
                        add(2, *event, index, None);
                    }
                }
            }
            _ => {}
        }
    }
    let channels = |event: EventIndex| protocol.vocabulary.event_definition(event).by.len();
    let near = |deed: &Deed| assessment.truth(deed.rule) != Truth::Yes;
    // What surely applies names the team where several rules call for the same.
    deeds.sort_by_key(|(rank, deed)| (done_today(assessment, deed.event), near(deed), *rank, channels(deed.event)));
    let mut named: BTreeSet<(EventIndex, Option<String>)> = BTreeSet::new();
    let mut deeds: Vec<Deed> = deeds.into_iter().map(|(_, deed)| deed).collect();
    deeds.retain(|deed| named.insert((deed.event, deed.to.clone())));
    // A clock that any referral starts adds nothing to the referrals to the teams that the routes name.
    let to_a_team: BTreeSet<EventIndex> =
        deeds.iter().filter(|deed| deed.to.is_some()).map(|deed| deed.event).collect();
    deeds.retain(|deed| deed.to.is_some() || !to_a_team.contains(&deed.event));
    Ok(deeds)
}

/// The events that show what a rule asks for as done, each to the team that the rule names: who referred to one team has
/// not told the other. By each channel the event that says most.
fn recorded_by(assessment: &Assessment<'_>, rule: &Rule, teams: &[&str]) -> Vec<(EventIndex, Option<String>)> {
    let protocol = assessment.protocol();
    let mut found: Vec<(EventIndex, Option<String>)> = Vec::new();
    let mut add = |event: EventIndex, listed: Option<&[Option<TeamIndex>]>| {
        let is_listed = |id: &&&str| {
            let team = protocol.team_index(id);
            listed.is_none_or(|listed| team.is_some() && listed.contains(&team))
        };
        // A meeting goes to nobody.
        let is_referral = !protocol.vocabulary.event_definition(event).by.is_empty();
        let to: Vec<&&str> = teams.iter().filter(|_| is_referral || listed.is_some()).filter(is_listed).collect();
        if to.is_empty() {
            found.push((event, None));
        }
        found.extend(to.into_iter().map(|team| (event, Some((*team).to_owned()))));
    };
    for condition in &rule.done_by {
        condition.visit(&mut |part| match part {
            Condition::Event(event) => add(*event, None),
            Condition::EventTo(event, listed) => add(*event, Some(listed)),
            _ => {}
        });
    }
    let channels = |event: EventIndex| protocol.vocabulary.event_definition(event).by.as_slice();
    let says_more = |event: EventIndex, other: EventIndex| {
        channels(event).len() > channels(other).len()
            && channels(other).iter().all(|channel| channels(event).contains(channel))
            && !channels(other).is_empty()
    };
    let all: Vec<EventIndex> = found.iter().map(|(event, _)| *event).collect();
    found.retain(|(event, _)| !all.iter().any(|other| says_more(*event, *other)));
    found
}

/// A route that something known speaks for, and that at most two more facts would decide.
fn is_near_route(assessment: &Assessment<'_>, rule: &Rule) -> bool {
    let Some(when) = rule.when.as_ref().filter(|_| matches!(rule.body, Body::Route(_))) else { return false };
    let working = assessment.working(when);
    let vocabulary = &assessment.protocol().vocabulary;
    let speaks = |fact: FactIndex| !vocabulary.fact_definition(fact).background;
    working.unknown.len() <= 2
        && working.facts.iter().any(|(fact, value)| speaks(*fact) && *value != Value::Flag(false))
}

/// The clocks that an event starts.
fn started_by(assessment: &Assessment<'_>, event: EventIndex) -> Vec<RuleIndex> {
    let rules = assessment.protocol().rules.iter().enumerate();
    let started = rules.filter(|(_, rule)| match &rule.body {
        Body::Clock(clock) => starts(&clock.starts).contains(&event),
        _ => false,
    });
    started.map(|(place, _)| RuleIndex(u16::try_from(place).unwrap_or(u16::MAX))).collect()
}

fn done_today(assessment: &Assessment<'_>, event: EventIndex) -> bool {
    assessment.situation.latest(&[event]).is_some_and(|(_, held)| held.when.date() == assessment.situation.today)
}
