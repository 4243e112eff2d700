//! What may just have been done: the events that an answer calls for.

use super::relevance::starts;
use crate::domain::assess::Assessment;
use crate::domain::condition::{EventIndex, RuleIndex};
use crate::domain::deadline::Status;
use crate::domain::done;
use crate::domain::fact::{FactIndex, Value};
use crate::domain::truth::Truth;
use crate::problem::Problem;
use crate::protocol::{Body, Route, Rule};
use std::collections::BTreeSet;

/// An event that would record what an answer calls for.
#[derive(Debug, Clone, PartialEq)]
pub struct Deed {
    /// The event.
    pub event: EventIndex,
    /// The route, clock or escalation that calls for it.
    pub rule: RuleIndex,
    /// The team that it goes to, where the route names just one.
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
            Body::Route(route) => {
                let to = assessment.chosen(&route.to);
                let only = if let [only] = to.as_slice() { Some((*only).to_owned()) } else { None };
                for event in referrals(assessment, route) {
                    add(route.urgency as u8, event, index, only.clone());
                }
            }
            Body::Escalation(escalation) if !assessment.completion(rule).is_done() => {
                for event in done::kinds_of(rule) {
                    add(escalation.urgency as u8, event, index, None);
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
    let mut named: BTreeSet<EventIndex> = BTreeSet::new();
    Ok(deeds.into_iter().map(|(_, deed)| deed).filter(|deed| named.insert(deed.event)).collect())
}

/// The events that record a route taken, by its channels.
fn referrals(assessment: &Assessment<'_>, route: &Route) -> Vec<EventIndex> {
    let events = assessment.protocol().vocabulary.events.iter().enumerate();
    let taken = events.filter(|(_, event)| event.by.iter().any(|channel| route.by.contains(channel)));
    taken.map(|(place, _)| EventIndex(u16::try_from(place).unwrap_or(u16::MAX))).collect()
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
