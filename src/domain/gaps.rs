//! Gaps and slips in the record of one case: what should be shown and is not, and events in an order that cannot be.

use crate::calendar::{BankHolidays, Moment, span};
use crate::domain::assess::Assessment;
use crate::domain::check::words;
use crate::domain::condition::RuleIndex;
use crate::domain::deadline::Status;
use crate::domain::done::Completion;
use crate::domain::happening::Happening;
use crate::domain::truth::Truth;
use crate::problem::Problem;
use crate::protocol::checks::{Check, Gap, Order, Severity};
use crate::protocol::{Body, Urgency};
use std::borrow::Cow;

/// A gap that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing<'a> {
    /// The rule that asks for it.
    pub rule: Option<RuleIndex>,
    /// How much it matters, when not as much as its check says.
    pub severity: Option<Severity>,
    /// What was found, without a full stop.
    pub message: Cow<'a, str>,
    /// What to do, where the rules themselves say it.
    pub remedy: Option<String>,
    /// Since when.
    pub since: Option<Moment>,
}

/// What is missing by one check, one finding for each rule that it is made for and that applies; nothing that matters less
/// than `least`.
///
/// # Errors
/// When a date runs off the calendar.
pub fn missing<'a>(
    assessment: &Assessment<'a>,
    check: &Check,
    gap: &'a Gap,
    least: Severity,
) -> Result<Vec<Missing<'a>>, Problem> {
    // What happened and which rules apply is seen at a glance, and rules most cases out.
    let start = assessment.situation.latest(&gap.after);
    let is_about = |rule: &&RuleIndex| applies(assessment, **rule);
    if (start.is_none() && !gap.after.is_empty())
        || !(check.rules.is_empty() || check.rules.iter().any(|rule| is_about(&rule)))
        || is_done(assessment, gap, start)?
    {
        return Ok(Vec::new());
    }
    let holds = |condition| assessment.holds(condition);
    let looked_for = gap.when.as_ref().is_none_or(|when| holds(when) == Truth::Yes)
        && gap.unless.as_ref().is_none_or(|unless| holds(unless) != Truth::Yes);
    if !looked_for {
        return Ok(Vec::new());
    }
    let undone = match undone(assessment, gap) {
        Undone::NotAsked => None,
        Undone::Nothing => return Ok(Vec::new()),
        Undone::These { remedy, doubt } => Some((remedy, doubt)),
    };
    if runs(assessment, gap)? {
        return Ok(Vec::new());
    }
    let (severity, message) = match (gap.needs.as_ref().map_or(Truth::No, holds), &gap.not_known) {
        (Truth::No, _) => (None, &gap.message),
        (Truth::Unknown, Some(said)) => (Some(said.severity), &said.message),
        (Truth::Yes, _) | (Truth::Unknown, None) => return Ok(Vec::new()),
    };
    let (remedy, doubt) = undone.unzip();
    let doubt = doubt.flatten();
    let severity = if doubt.is_some() { Some(Severity::Advice) } else { severity };
    if severity.unwrap_or(check.severity) > least {
        return Ok(Vec::new());
    }
    let since = start.or_else(|| assessment.situation.latest(&gap.dated_by)).map(|(_, event)| event.when);
    let mut message = filled(assessment, message);
    if let Some(event) = doubt {
        let title = &assessment.protocol().vocabulary.event_definition(event.kind).title;
        let when = words(event.when);
        message = format!("{message}; perhaps done: {title}, {when}; check that it covered this").into();
    }
    let missing = |rule| Missing { rule, severity, message: message.clone(), remedy: remedy.clone(), since };
    Ok(match check.rules.as_slice() {
        [] => vec![missing(gap.cites)],
        rules => rules.iter().filter(is_about).map(|rule| missing(Some(*rule))).collect(),
    })
}

/// What is still to be done of the rules of which none must be done.
enum Undone {
    /// The check names none.
    NotAsked,
    /// None applies, or one is done.
    Nothing,
    /// What to do, and what may have done it.
    These { remedy: String, doubt: Option<Happening> },
}

fn undone(assessment: &Assessment<'_>, gap: &Gap) -> Undone {
    if gap.none_done.is_empty() {
        return Undone::NotAsked;
    }
    if !gap.none_done.iter().any(|index| assessment.truth(*index) == Truth::Yes) {
        return Undone::Nothing;
    }
    let protocol = assessment.protocol();
    let mut applying: Vec<(Urgency, &str)> = Vec::new();
    let mut doubt = None;
    // What is not ruled out may be the one that was done: a call where nobody recorded whether it was urgent.
    for index in gap.none_done.iter().filter(|index| assessment.truth(**index) != Truth::No) {
        let rule = protocol.rule(*index);
        match assessment.completion(rule) {
            Completion::Done(_) => return Undone::Nothing,
            Completion::Perhaps(event) => doubt = Some(event),
            Completion::Open => {}
        }
        if assessment.truth(*index) != Truth::Yes {
            continue;
        }
        applying.extend(match &rule.body {
            Body::Route(route) => Some((route.urgency, route.action.as_str())),
            Body::Escalation(escalation) => Some((escalation.urgency, escalation.action.as_str())),
            Body::Duty { action, .. } => Some((Urgency::Routine, action.as_str())),
            _ => None,
        });
    }
    if applying.is_empty() {
        return Undone::Nothing;
    }
    applying.sort_by_key(|(urgency, _)| *urgency);
    applying.dedup_by(|one, other| one.1 == other.1);
    let remedy = applying.iter().map(|(_, action)| *action).take(2).collect::<Vec<_>>().join(" ");
    Undone::These { remedy, doubt }
}

/// A rule without a condition always applies.
fn applies(assessment: &Assessment<'_>, rule: RuleIndex) -> bool {
    assessment.protocol().rule(rule).when.is_none() || assessment.truth(rule) == Truth::Yes
}

/// Whether a clock says what is missing, with its date.
fn runs(assessment: &Assessment<'_>, gap: &Gap) -> Result<bool, Problem> {
    let Some(clock) = gap.unless_runs.filter(|clock| assessment.truth(*clock) == Truth::Yes) else { return Ok(false) };
    let standing = assessment.standing(assessment.protocol().rule(clock))?;
    Ok(standing.is_some_and(|standing| standing.status != Status::Waiting))
}

fn is_done(assessment: &Assessment<'_>, gap: &Gap, start: Option<(usize, Happening)>) -> Result<bool, Problem> {
    let situation = &assessment.situation;
    if !situation.may_have(&gap.done_by) {
        return Ok(false);
    }
    for (place, deed) in situation.events.iter().enumerate().filter(|(_, event)| gap.done_by.contains(&event.kind)) {
        let counts = match (start, gap.lead) {
            (None, None) => true,
            (Some((from, event)), _) if place > from || not_before(deed.when, event.when) => true,
            (Some(_), None) => false,
            (start, Some(lead)) => {
                let until = start.map_or(situation.today, |(_, event)| event.when.date());
                span::due(lead, deed.when, BankHolidays::published()).map(Moment::date)? >= until
            }
        };
        if counts {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A deed recorded by its date alone may have been done at any time of that day.
fn not_before(done: Moment, start: Moment) -> bool {
    match (done, start) {
        (Moment::Instant(done), Moment::Instant(start)) => done >= start,
        _ => done.date() >= start.date(),
    }
}

/// A message with the values of the facts that it names as `{fact}`.
fn filled<'m>(assessment: &Assessment<'_>, message: &'m str) -> Cow<'m, str> {
    if !message.contains('{') {
        return Cow::Borrowed(message);
    }
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        let vocabulary = &assessment.protocol().vocabulary;
        let known = vocabulary.fact(name).and_then(|fact| {
            let value = assessment.situation.facts.get(fact)?;
            Some(vocabulary.fact_definition(fact).write(value).to_string())
        });
        out.push_str(before);
        out.push_str(known.as_deref().unwrap_or("not known"));
        rest = after;
    }
    Cow::Owned(out + rest)
}

/// An event that is recorded before the one it follows.
#[derive(Debug, Clone, PartialEq)]
pub struct Misplaced {
    /// What was found, without a full stop.
    pub message: String,
    /// When the event is said to have happened.
    pub since: Moment,
}

/// The events of one case that stand before what they follow, by date: the order within a day is not looked at.
pub fn misplaced(assessment: &Assessment<'_>, pairs: &[Order]) -> Vec<Misplaced> {
    let situation = &assessment.situation;
    let title = |event: Happening| &assessment.protocol().vocabulary.event_definition(event.kind).title;
    let mut found = Vec::new();
    for pair in pairs {
        let Some((_, event)) = situation.first(&[pair.event]) else { continue };
        let Some((_, before)) = situation.first(&pair.follows) else { continue };
        if event.when.date() < before.when.date() {
            let message = format!(
                "`{}` ({}) is recorded before `{}` ({}), which it follows",
                title(event),
                words(event.when),
                title(before),
                words(before.when)
            );
            found.push(Misplaced { message, since: event.when });
        }
    }
    found
}
