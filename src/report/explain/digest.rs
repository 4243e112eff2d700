//! A rule as names with values, one after another: for the handbook, and to tell two versions of a rule apart.

use super::rule::{Chosen, Named, Point, RuleEntry};
use super::rule_page::{need_words, urgency_words};
use crate::protocol::{Body, Protocol, Rule};
use crate::report::wording::{Words, lower_first};

/// What a rule says, field by field. What it has nothing of is left out.
pub(in crate::report) fn digest(protocol: &Protocol, rule: &Rule) -> Vec<(&'static str, String)> {
    let entry = RuleEntry::plain(protocol, rule);
    let mut fields: Vec<(&'static str, String)> = Vec::new();
    let mut add = |label: &'static str, value: Option<String>| {
        fields.extend(value.filter(|value| !value.is_empty()).map(|value| (label, value)));
    };
    add("Do", entry.action.clone());
    add("Who", entry.who.clone());
    add("Consent", entry.need.map(|need| need_words(need).to_owned()));
    add("Why", entry.why.clone());
    add("How soon", entry.urgency.map(urgency_words));
    add("Limit", entry.within.clone());
    if let Some(level) = &entry.level {
        let name = level.name.as_ref().map(|name| format!(", {}", lower_first(name))).unwrap_or_default();
        add("Leads to", Some(format!("level {}{name}", level.level)));
    }
    if let Body::Indicator { counts_toward: Some(counter), .. } = &rule.body {
        let counter = protocol.rule(*counter);
        add("Counts toward", Some(format!("{} [{}]", counter.title, counter.clause)));
    }
    add("Candidate outcome", entry.outcome.as_ref().map(|outcome| outcome.title.clone()));
    add("Points for", points(&entry.points_for));
    add("Points against", points(&entry.points_against));
    add("To", chosen(&entry.to));
    add("By", Some(entry.by.iter().map(|channel| channel.replace('_', " ")).collect::<Vec<_>>().join(", then ")));
    add("Attach", chosen(&entry.attach));
    add("Search first", named(&entry.search));
    add("Record on", named(&entry.record));
    if let Some(clock) = &entry.clock {
        add("Time limit", Some(clock.within.clone()));
        add("Runs from", Some(clock.starts.clone()));
        add("Met by", Some(clock.stops.clone()));
        add("Ended by", Some(clock.ended_by.clone()));
        add("Repeats", clock.recurring.then(|| "from each time it was done".to_owned()));
    }
    add("Reached when", entry.since.clone());
    add("Done when", entry.done_by.as_ref().map(|events| format!("recorded: {events}")));
    add("Teams", Some(entry.teams.iter().map(|team| team.title.as_str()).collect::<Vec<_>>().join(", ")));
    add("When", entry.when.as_ref().map(sentence));
    add("Read here", entry.reading.clone());
    let others: Vec<String> = entry
        .other_readings
        .iter()
        .map(|other| {
            let within = other.within.as_ref().map(|within| format!(" (gives {within})")).unwrap_or_default();
            let level = other.level.map(|level| format!(" (gives level {level})")).unwrap_or_default();
            format!("{}{within}{level}", other.reading)
        })
        .collect();
    add("Could be read", Some(others.join(" Or: ")));
    add("Note", entry.note.clone());
    if !rule.in_force.is_open() {
        add("In force", Some(rule.in_force.words()));
    }
    fields
}

/// A condition in one sentence; groups within groups in brackets.
pub(in crate::report) fn sentence(words: &Words) -> String {
    if words.of.is_empty() {
        return words.text.clone();
    }
    let part = |part: &Words| if part.of.is_empty() { part.text.clone() } else { format!("({})", sentence(part)) };
    let parts: Vec<String> = words.of.iter().map(part).collect();
    format!("{} {}", words.text, parts.join("; "))
}

fn points(points: &[Point]) -> Option<String> {
    let each: Vec<String> = points.iter().map(|point| format!("{} [{}]", point.text, sentence(&point.when))).collect();
    (!each.is_empty()).then(|| each.join(" "))
}

fn chosen(chosen: &[Chosen]) -> Option<String> {
    let each = chosen.iter().map(|one| match &one.when {
        Some(when) => format!("{} (only: {})", one.title, sentence(when)),
        None => one.title.clone(),
    });
    Some(each.collect::<Vec<_>>().join("; "))
}

fn named(named: &[Named]) -> Option<String> {
    Some(named.iter().map(|one| one.title.as_str()).collect::<Vec<_>>().join(", "))
}
