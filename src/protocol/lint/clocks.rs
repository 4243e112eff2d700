//! Clocks that cannot run, or cannot be met.

use super::{Found, Lint, Subject};
use crate::protocol::diagnostic::Severity;
use crate::protocol::spans::Segment;
use crate::protocol::{Body, Clock, Rule, Starts};

pub(super) const NO_START: Lint = Lint {
    code: "clock-without-start",
    severity: Severity::Warning,
    about: "A clock names no event to start from, so it would wait for ever.",
    remedy: "Name the event that starts it in `starts`.",
    of_whole: false,
    find: no_start,
};

pub(super) const NO_STOP: Lint = Lint {
    code: "clock-without-stop",
    severity: Severity::Warning,
    about: "No event meets the clock, so once it has run out it stays overdue for ever.",
    remedy: "Name the event that shows it was done in `stops`.",
    of_whole: false,
    find: no_stop,
};

pub(super) const MET_AT_START: Lint = Lint {
    code: "met-at-start",
    severity: Severity::Warning,
    about: "One event both starts a clock and meets it, and the clock does not recur: what starts it shows that it was done.",
    remedy: "Name in `stops` the event that shows it was done; or, where it is to be done again and again, say `recurring`.",
    of_whole: false,
    find: met_at_start,
};

fn met_at_start(subject: &Subject<'_>, found: &mut Found<'_>) {
    for (rule, clock) in clocks(subject).filter(|(_, clock)| !clock.recurring) {
        let (Starts::Event(events) | Starts::FirstEvent(events) | Starts::LaterOf(events)) = &clock.starts else {
            continue;
        };
        if let Some(place) = clock.stops.iter().position(|stop| events.contains(stop)) {
            let event = &subject.protocol.vocabulary.event_definition(clock.stops[place]).id;
            let way = [Segment::Key("stops"), Segment::Item(place)];
            let message = format!("`{event}` both starts and meets the clock of `{}`", rule.id);
            found.add_at("clocks.json", &rule.id, &way, message);
        }
    }
}

fn clocks<'a>(subject: &Subject<'a>) -> impl Iterator<Item = (&'a Rule, &'a Clock)> {
    subject.protocol.rules.iter().filter_map(|rule| match &rule.body {
        Body::Clock(clock) => Some((rule, clock)),
        _ => None,
    })
}

fn no_start(subject: &Subject<'_>, found: &mut Found<'_>) {
    for (rule, clock) in clocks(subject) {
        let events = match &clock.starts {
            Starts::Event(events) | Starts::FirstEvent(events) | Starts::LaterOf(events) => events,
            Starts::Birthday(_) => continue,
        };
        if events.is_empty() {
            let way = [Segment::Key("starts")];
            found.add_at("clocks.json", &rule.id, &way, format!("nothing starts the clock of `{}`", rule.id));
        }
    }
}

fn no_stop(subject: &Subject<'_>, found: &mut Found<'_>) {
    for (rule, _) in clocks(subject).filter(|(_, clock)| clock.stops.is_empty()) {
        let way = [Segment::Key("stops")];
        found.add_at("clocks.json", &rule.id, &way, format!("nothing meets the clock of `{}`", rule.id));
    }
}
