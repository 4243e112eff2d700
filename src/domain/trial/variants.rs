//! The changes that a slip of the pen could make to a condition, an amount of time or a list of names, one at a time.

use super::places::written;
use crate::calendar::{Amount, Unit};
use crate::domain::condition::{Condition, EventIndex, Test};
use crate::domain::fact::{FactIndex, Value};
use crate::protocol::{Protocol, Starts};

/// A changed condition.
pub(super) struct Variant {
    /// The way to the part that changed.
    pub(super) path: String,
    /// What stood there.
    pub(super) from: String,
    /// What stands there now.
    pub(super) to: String,
    /// The part that changed, and what it was.
    pub(super) part: (Condition, Condition),
    /// The whole with that part changed.
    pub(super) whole: Condition,
}

/// What stands where something was left out.
pub(super) const LEFT_OUT: &str = "left out";

/// Every change of one part of a condition.
pub(super) fn of_condition(protocol: &Protocol, condition: &Condition, path: &str) -> Vec<Variant> {
    let mut variants = own(protocol, condition, path);
    let mut within = |parts: &[Condition], word: &str, whole: &dyn Fn(Vec<Condition>) -> Condition| {
        for (place, part) in parts.iter().enumerate() {
            for variant in of_condition(protocol, part, &format!("{path}.{word}[{place}]")) {
                let mut parts = parts.to_vec();
                parts[place] = variant.whole;
                variants.push(Variant { whole: whole(parts), ..variant });
            }
        }
    };
    match condition {
        Condition::All(parts) => within(parts, "all", &|parts| Condition::All(parts)),
        Condition::Any(parts) => within(parts, "any", &|parts| Condition::Any(parts)),
        Condition::AtLeast(needed, parts) => within(parts, "of", &|parts| Condition::AtLeast(*needed, parts)),
        Condition::Not(part) => {
            for variant in of_condition(protocol, part, &format!("{path}.not")) {
                variants.push(Variant { whole: Condition::Not(Box::new(variant.whole.clone())), ..variant });
            }
        }
        Condition::Fact(..)
        | Condition::Event(_)
        | Condition::EventTo(..)
        | Condition::Rule(_)
        | Condition::Level(_)
        | Condition::LevelSoFar(_) => {}
    }
    variants
}

/// The changes of the outermost part alone.
fn own(protocol: &Protocol, condition: &Condition, path: &str) -> Vec<Variant> {
    let changed = |path: String, from: String, to: String, whole: Condition| Variant {
        path,
        from,
        to,
        part: (condition.clone(), whole.clone()),
        whole,
    };
    let replaced =
        |whole: Condition| changed(path.to_owned(), written(protocol, condition), written(protocol, &whole), whole);
    let left_out = |parts: &[Condition], word: &str, whole: &dyn Fn(Vec<Condition>) -> Condition| -> Vec<Variant> {
        let places = if parts.len() < 2 { 0..0 } else { 0..parts.len() };
        let leave_out = |place: usize| {
            let from = written(protocol, &parts[place]);
            changed(format!("{path}.{word}[{place}]"), from, LEFT_OUT.to_owned(), whole(without(parts, place)))
        };
        places.map(leave_out).collect()
    };
    let joined = |parts: &[Condition], from: &str, to: &str, whole: Condition| {
        (parts.len() > 1).then(|| changed(path.to_owned(), from.to_owned(), to.to_owned(), whole))
    };
    match condition {
        Condition::All(parts) => joined(parts, "all", "any", Condition::Any(parts.clone()))
            .into_iter()
            .chain(left_out(parts, "all", &Condition::All))
            .collect(),
        Condition::Any(parts) => joined(parts, "any", "all", Condition::All(parts.clone()))
            .into_iter()
            .chain(left_out(parts, "any", &Condition::Any))
            .collect(),
        Condition::AtLeast(needed, parts) => [needed.saturating_sub(1), needed + 1]
            .into_iter()
            .filter(|other| *other > 0)
            .map(|other| {
                let whole = Condition::AtLeast(other, parts.clone());
                changed(path.to_owned(), format!("at_least {needed}"), format!("at_least {other}"), whole)
            })
            .chain(left_out(parts, "of", &|parts| Condition::AtLeast(*needed, parts)))
            .collect(),
        Condition::Not(part) => vec![changed(path.to_owned(), "not".into(), LEFT_OUT.into(), (**part).clone())],
        Condition::Fact(fact, test) => {
            tests(protocol, *fact, test).into_iter().map(|test| replaced(Condition::Fact(*fact, test))).collect()
        }
        Condition::Event(event) => vec![replaced(Condition::Event(next_event(protocol, *event, &[])))],
        Condition::Level(level) => {
            let others = protocol.levels.iter().map(|held| held.level).filter(|other| other != level);
            others.map(|other| replaced(Condition::Level(other))).collect()
        }
        Condition::EventTo(event, teams) => {
            let other = next_event(protocol, *event, &[]);
            let fewer = (0..teams.len()).filter(|_| teams.len() > 1).map(|place| without(teams, place));
            fewer
                .map(|teams| Condition::EventTo(*event, teams))
                .chain([Condition::EventTo(other, teams.clone())])
                .map(replaced)
                .collect()
        }
        Condition::LevelSoFar(level) => vec![replaced(Condition::Level(*level))],
        Condition::Rule(_) => Vec::new(),
    }
}

fn tests(protocol: &Protocol, fact: FactIndex, test: &Test) -> Vec<Test> {
    let choices = protocol.vocabulary.fact_definition(fact).choices.len();
    let choices = || (0..choices).filter_map(|place| u16::try_from(place).ok()).map(Value::Choice);
    match test {
        Test::Is(Value::Flag(flag)) => vec![Test::Is(Value::Flag(!flag))],
        Test::Is(Value::Number(number)) => {
            [number - 1.0, number + 1.0].map(|other| Test::Is(Value::Number(other))).into()
        }
        Test::Is(Value::Choice(choice)) => {
            choices().filter(|other| *other != Value::Choice(*choice)).map(Test::Is).collect()
        }
        Test::Is(Value::Date(date)) => date.succ_opt().map(|next| Test::Is(Value::Date(next))).into_iter().collect(),
        Test::In(values) => {
            let fewer = (0..values.len()).filter(|_| values.len() > 1).map(|place| without(values, place));
            let more = choices().filter(|choice| !values.contains(choice)).map(|choice| {
                let mut values = values.clone();
                values.push(choice);
                values
            });
            fewer.chain(more).map(Test::In).collect()
        }
        Test::Below(limit) => vec![Test::AtLeast(*limit), Test::Below(limit - 1.0), Test::Below(limit + 1.0)],
        Test::AtLeast(limit) => vec![Test::Below(*limit), Test::AtLeast(limit - 1.0), Test::AtLeast(limit + 1.0)],
    }
}

/// The list without one of its members.
pub(super) fn without<T: Clone>(list: &[T], place: usize) -> Vec<T> {
    list.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, one)| one.clone()).collect()
}

/// The next event of the vocabulary that is not among these.
fn next_event(protocol: &Protocol, event: EventIndex, besides: &[EventIndex]) -> EventIndex {
    let count = u16::try_from(protocol.vocabulary.events.len()).unwrap_or(u16::MAX).max(1);
    let mut next = EventIndex((event.0 + 1) % count);
    while besides.contains(&next) && next != event {
        next = EventIndex((next.0 + 1) % count);
    }
    next
}

/// One number more, one less, and each other unit.
pub(super) fn of_amount(amount: Amount) -> Vec<Amount> {
    const UNITS: [Unit; 6] = [Unit::Hours, Unit::Days, Unit::WorkingDays, Unit::Weeks, Unit::Months, Unit::Years];
    let number = |number: u32| Amount { number, unit: amount.unit };
    let mut others: Vec<Amount> = amount.number.checked_sub(1).into_iter().map(number).collect();
    others.push(number(amount.number + 1));
    let units = UNITS.into_iter().filter(|unit| *unit != amount.unit);
    others.extend(units.map(|unit| Amount { number: amount.number, unit }));
    // Nothing at all can be written in days only.
    others.retain(|other| other.number > 0 || other.unit == Unit::Days);
    others
}

/// One event left out, or another in its place.
pub(super) fn of_events(protocol: &Protocol, events: &[EventIndex]) -> Vec<Vec<EventIndex>> {
    let mut others: Vec<Vec<EventIndex>> = (0..events.len()).map(|place| without(events, place)).collect();
    for place in 0..events.len() {
        let mut changed = events.to_vec();
        changed[place] = next_event(protocol, events[place], events);
        others.push(changed);
    }
    others
}

/// Another start: other events, another way of choosing among them, another birthday.
pub(super) fn of_starts(protocol: &Protocol, starts: &Starts) -> Vec<Starts> {
    let lists = |events: &[EventIndex]| -> Vec<Vec<EventIndex>> {
        of_events(protocol, events).into_iter().filter(|events| !events.is_empty()).collect()
    };
    match starts {
        Starts::Event(events) => {
            let first = std::iter::once(Starts::FirstEvent(events.clone()));
            first.chain(lists(events).into_iter().map(Starts::Event)).collect()
        }
        Starts::FirstEvent(events) => {
            let latest = std::iter::once(Starts::Event(events.clone()));
            latest.chain(lists(events).into_iter().map(Starts::FirstEvent)).collect()
        }
        Starts::LaterOf(events) => {
            let latest = std::iter::once(Starts::Event(events.clone()));
            latest.chain(lists(events).into_iter().map(Starts::LaterOf)).collect()
        }
        Starts::Birthday(years) => vec![Starts::Birthday(years.saturating_sub(1)), Starts::Birthday(years + 1)],
    }
}

/// A start as the file writes it.
pub(super) fn starts_written(protocol: &Protocol, starts: &Starts) -> String {
    match starts {
        Starts::Event(events) => format!("event {}", events_written(protocol, events)),
        Starts::FirstEvent(events) => format!("first_event {}", events_written(protocol, events)),
        Starts::LaterOf(events) => format!("later_of {}", events_written(protocol, events)),
        Starts::Birthday(years) => format!("birthday {years}"),
    }
}

/// Events as the file writes them.
pub(super) fn events_written(protocol: &Protocol, events: &[EventIndex]) -> String {
    let ids: Vec<&str> = events.iter().map(|event| protocol.vocabulary.event_definition(*event).id.as_str()).collect();
    format!("[{}]", ids.join(", "))
}
