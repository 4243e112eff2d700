//! Two rules that say opposite things of one and the same case. Only what is certain is reported: rules whose conditions
//! hold in exactly the same cases; and one that forbids to ask for consent where another, wherever the first applies,
//! says to ask for it.

use super::solve::implies;
use super::{Found, Lint, Subject};
use crate::domain::condition::Condition;
use crate::protocol::diagnostic::Severity;
use crate::protocol::load::file_of;
use crate::protocol::spans::Segment;
use crate::protocol::{Body, Clock, Need, Protocol, Rule, Starts};

pub(super) const CONTRADICTION: Lint = Lint {
    code: "contradiction",
    severity: Severity::Warning,
    about: "Two rules that apply to the same cases contradict each other: consent to be sought by one and not by the other, one level and another, one limit and another for the same step.",
    remedy: "If the text says both, keep the cautious one and put the other in its `other_readings`; else mend the one that is wrong.",
    of_whole: false,
    find: contradictions,
};

fn contradictions(subject: &Subject<'_>, found: &mut Found<'_>) {
    let protocol = subject.protocol;
    let rules = &protocol.rules;
    for (place, later) in rules.iter().enumerate() {
        for earlier in &rules[..place] {
            let Some((field, says)) = opposite(earlier, later) else { continue };
            let (Some(one), Some(other)) = (&earlier.when, &later.when) else { continue };
            if names(earlier, &later.id) || names(later, &earlier.id) || !share(protocol, one, other) {
                continue;
            }
            let within = |one, other| implies(protocol, one, other) == Some(true);
            // An exception may say that consent is not needed where the rule would seek it; it may not be both to be
            // sought and not to be sought.
            let same = match field {
                FORBIDDEN => within(one, other) || within(other, one),
                _ => within(one, other) && within(other, one),
            };
            let field = if field == FORBIDDEN { "need" } else { field };
            if same {
                let message = format!("`{}` {says} `{}`, on the same condition", later.id, earlier.id);
                found.add_at(file_of(later.kind), &later.id, &[Segment::Key(field)], message);
            }
        }
    }
}

/// Stands for the field `need` where one rule forbids what the other asks for.
const FORBIDDEN: &str = "need, forbidden";

/// In which field two rules say opposite things, should they apply to the same case.
fn opposite(one: &Rule, other: &Rule) -> Option<(&'static str, String)> {
    match (&one.body, &other.body) {
        (Body::Consent { need: before, .. }, Body::Consent { need, .. }) => {
            let opposed = (*before == Need::Seek) != (*need == Need::Seek);
            let words = |need: Need| match need {
                Need::Seek => "consent is to be sought",
                Need::NotNeeded => "consent is not needed",
                Need::DoNotSeek => "consent is not to be sought",
            };
            let forbidden = [*before, *need].contains(&Need::DoNotSeek);
            let field = if forbidden { FORBIDDEN } else { "need" };
            opposed.then(|| (field, format!("says that {}, against", words(*need))))
        }
        (Body::Clock(before), Body::Clock(clock)) if is_same_step(before, clock) => {
            let differ = before.within != clock.within;
            differ
                .then(|| ("within", format!("gives {} where {} stand in", clock.within.words(), before.within.words())))
        }
        _ => {
            let (before, level) = (level_of(one)?, level_of(other)?);
            (before != level).then(|| ("level", format!("leads to level {level}, and to level {before} leads")))
        }
    }
}

fn level_of(rule: &Rule) -> Option<u8> {
    match &rule.body {
        Body::Level(level) => Some(*level),
        Body::Indicator { level, .. } => *level,
        _ => None,
    }
}

/// Whether two clocks run from the same and are met by the same.
fn is_same_step(one: &Clock, other: &Clock) -> bool {
    let starts = match (&one.starts, &other.starts) {
        (Starts::Event(one), Starts::Event(other))
        | (Starts::FirstEvent(one), Starts::FirstEvent(other))
        | (Starts::LaterOf(one), Starts::LaterOf(other)) => one == other,
        (Starts::Birthday(one), Starts::Birthday(other)) => one == other,
        _ => false,
    };
    starts && !one.stops.is_empty() && one.stops == other.stops && one.owner == other.owner
}

/// Whether a rule says itself that another reads the text otherwise.
fn names(rule: &Rule, other: &str) -> bool {
    rule.other_readings.iter().any(|reading| matches!(&reading.level, Some((_, Some(named))) if named == other))
}

/// Whether two conditions look at something in common, directly or by way of rules: without it they cannot be the same,
/// and asking would only take time.
fn share(protocol: &Protocol, one: &Condition, other: &Condition) -> bool {
    let looked_at = |condition: &Condition| {
        let mut all = Vec::new();
        gather(protocol, condition, &mut all, 0);
        all
    };
    let (one, other) = (looked_at(one), looked_at(other));
    one.iter().any(|mark| other.contains(mark))
}

/// A mark for each thing that a condition looks at.
fn gather(protocol: &Protocol, condition: &Condition, all: &mut Vec<(u8, u16)>, depth: usize) {
    condition.visit(&mut |part| match part {
        Condition::Fact(fact, _) => all.push((0, fact.0)),
        Condition::Event(event) | Condition::EventTo(event, _) => all.push((1, event.0)),
        Condition::Level(level) | Condition::LevelSoFar(level) => all.push((2, u16::from(*level))),
        Condition::Rule(rule) => match &protocol.rule(*rule).when {
            Some(when) if depth < 8 => gather(protocol, when, all, depth + 1),
            _ => all.push((3, rule.0)),
        },
        _ => {}
    });
}
