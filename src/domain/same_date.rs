//! The order of events that have one date and no times, from a source that keeps none, such as the columns of a table.
//!
//! What ends something is paired with what began it by how things stood, never by the place where it was written: an end
//! that closes what was open when the day began comes before a start; with nothing open, the start comes first.

use crate::calendar::{Moment, london, parse_date, parse_instant_or_local};
use crate::domain::case::Event;
use crate::domain::condition::EventIndex;
use crate::domain::happening::Happening;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::protocol::vocabulary::{MissingEvents, Vocabulary};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{HashMap, HashSet};

/// A date on which what happened to a child who went missing could have happened in two orders that matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsure {
    /// The date.
    pub date: NaiveDate,
    /// The kinds of event, each once.
    pub kinds: Vec<String>,
}

impl Unsure {
    /// What to say of it, as a fault of the data.
    pub fn problem(&self) -> Problem {
        let kinds: Vec<String> = self.kinds.iter().map(|kind| format!("`{kind}`")).collect();
        let what = format!(
            "{} happened on {}, in an order that is not recorded; the answer takes the child as still missing",
            kinds.join(", "),
            london::day(self.date)
        );
        Problem::input(what).hint(format!("give the time of each, as in {}T16:30", self.date))
    }
}

/// Puts events in the order of their dates, and those of one date in the order that fits. The order in which they are
/// given plays no part. Returns the dates on which another order would fit as well and mean something else.
///
/// Events of which one cannot be read are put in order by what is written.
pub fn arrange(protocol: &Protocol, events: &mut Vec<Event>) -> Vec<Unsure> {
    arrange_on(protocol, events, &|_| true)
}

/// As [`arrange`], but only on the dates for which `is_loose` holds: on the others the order given is kept.
pub fn arrange_on(protocol: &Protocol, events: &mut Vec<Event>, is_loose: &dyn Fn(NaiveDate) -> bool) -> Vec<Unsure> {
    let vocabulary = &protocol.vocabulary;
    let Some(read) = events.iter().map(|event| Dated::of(vocabulary, event)).collect::<Option<Vec<_>>>() else {
        events.sort_by(|left, right| text_key(left).cmp(&text_key(right)));
        return Vec::new();
    };
    let mut days: Vec<usize> = (0..read.len()).collect();
    days.sort_by_key(|place| read[*place].date);
    let mut chains = chains(vocabulary);
    let (mut order, mut unsure): (Vec<usize>, Vec<Unsure>) = (Vec::with_capacity(read.len()), Vec::new());
    for day in days.chunk_by_mut(|left, right| read[*left].date == read[*right].date) {
        if day.first().is_some_and(|place| !is_loose(read[*place].date)) {
            for place in day.iter() {
                chains.iter_mut().for_each(|chain| chain.pass(read[*place].kind));
            }
            order.extend_from_slice(day);
            continue;
        }
        // What is alike gets one order, whatever was given.
        day.sort_by_key(|place| (read[*place].kind.0, text_key(&events[*place])));
        order.extend(arranged(day, &read, &mut chains));
        for chain in chains.iter_mut().filter(|chain| chain.was_unsure) {
            chain.was_unsure = false;
            let mut kinds: Vec<String> = Vec::new();
            for place in day.iter().filter(|place| chain.has(read[**place].kind)) {
                if !kinds.contains(&events[*place].kind) {
                    kinds.push(events[*place].kind.clone());
                }
            }
            unsure.extend(day.first().map(|place| Unsure { date: read[*place].date, kinds }));
        }
    }
    let mut held: Vec<Option<Event>> = std::mem::take(events).into_iter().map(Some).collect();
    events.extend(order.into_iter().filter_map(|place| held[place].take()));
    unsure
}

/// As [`arrange`], but only on the dates of the events from place `known` on, which a form gave without an order.
pub fn arrange_new(protocol: &Protocol, events: &mut Vec<Event>, known: usize) -> Vec<Unsure> {
    let new = events.iter().skip(known).filter_map(|event| Dated::of(&protocol.vocabulary, event));
    let dates: HashSet<NaiveDate> = new.map(|dated| dated.date).collect();
    if dates.is_empty() { Vec::new() } else { arrange_on(protocol, events, &|date| dates.contains(&date)) }
}

/// The events of each chain, in the order in which they are bound: what an order within a date can change.
pub fn sequences(protocol: &Protocol, events: &[Happening]) -> Vec<Vec<(EventIndex, Moment)>> {
    let own = |chain: &Chain| {
        let own = events.iter().filter(|event| chain.has(event.kind));
        own.map(|event| (event.kind, event.when)).collect()
    };
    chains(&protocol.vocabulary).iter().map(own).collect()
}

/// By the date as written, then by all else: events that differ in nothing need no order.
fn text_key(event: &Event) -> (&str, &str, &str, [Option<&str>; 3]) {
    let when = event.on.as_deref().or(event.at.as_deref()).unwrap_or_default();
    let date = when.split('T').next().unwrap_or_default();
    (date, &event.kind, when, [&event.to, &event.by, &event.note].map(Option::as_deref))
}

/// When an event happened, read.
#[derive(Debug, Clone, Copy)]
struct Dated {
    kind: EventIndex,
    date: NaiveDate,
    at: Option<DateTime<Utc>>,
}

impl Dated {
    fn of(vocabulary: &Vocabulary, event: &Event) -> Option<Self> {
        let kind = vocabulary.event(&event.kind)?;
        let when = match (&event.on, &event.at) {
            (Some(on), None) => Moment::Date(parse_date(on).ok()?),
            (None, Some(at)) => Moment::Instant(parse_instant_or_local(at).ok()?),
            _ => return None,
        };
        let at = if let Moment::Instant(at) = when { Some(at) } else { None };
        Some(Self { kind, date: when.date(), at })
    }
}

/// Events that begin something and events that end it.
#[derive(Debug)]
struct Chain {
    starts: Vec<EventIndex>,
    /// In the order in which they follow one another on one date.
    ends: Vec<EventIndex>,
    /// Whether each end closes those before it too, as well-being confirmed says that the child was located.
    in_turn: bool,
    /// For each end, whether there is something for it to close.
    open: Vec<bool>,
    was_unsure: bool,
}

/// The chains of a vocabulary. Pairs with the same start are one chain, so that all of them agree on its place.
fn chains(vocabulary: &Vocabulary) -> Vec<Chain> {
    let mut chains: Vec<Chain> = Vec::new();
    let mut add = |starts: Vec<EventIndex>, ends: Vec<EventIndex>, in_turn: bool| match chains
        .iter_mut()
        .find(|chain: &&mut Chain| !in_turn && !chain.in_turn && chain.starts == starts)
    {
        Some(chain) => {
            chain.open.extend(ends.iter().map(|_| false));
            chain.ends.extend(ends);
        }
        None => {
            let open = vec![false; ends.len()];
            chains.push(Chain { starts, ends, in_turn, open, was_unsure: false });
        }
    };
    let missing = vocabulary.missing;
    if let Some(MissingEvents { lost, located, confirmed }) = missing {
        add(vec![lost], vec![located, confirmed], true);
    }
    for (place, definition) in vocabulary.events.iter().enumerate() {
        let Ok(kind) = u16::try_from(place).map(EventIndex) else { continue };
        if missing.is_some_and(|names| [names.located, names.confirmed].contains(&kind)) {
            continue;
        }
        if let Some(start) = definition.ends {
            add(std::iter::once(start).chain(definition.also_ends.iter().copied()).collect(), vec![kind], false);
        }
    }
    if let Some(closing) = vocabulary.closing {
        add(vec![closing.opened], vec![closing.closed], false);
    }
    chains
}

/// The events of one date in the order that fits.
fn arranged(day: &[usize], read: &[Dated], chains: &mut [Chain]) -> Vec<usize> {
    let mut timed: Vec<usize> = day.iter().copied().filter(|place| read[*place].at.is_some()).collect();
    timed.sort_by_key(|place| read[*place].at);
    // Where each event without a time goes: before the timed one of this number, or after all of them.
    let mut slots: Vec<(usize, usize, usize)> = Vec::with_capacity(day.len());
    let mut placed: HashSet<usize> = HashSet::new();
    for chain in chains.iter_mut() {
        let own: Vec<usize> = day.iter().copied().filter(|place| chain.has(read[*place].kind)).collect();
        if own.is_empty() {
            continue;
        }
        let sequence = chain.follow(&own, read, &timed);
        let mut slot = timed.len();
        for place in sequence.into_iter().rev() {
            if let Some(number) = timed.iter().position(|held| *held == place) {
                slot = number;
            } else if placed.insert(place) {
                slots.push((slot, slots.len(), place));
            }
        }
    }
    // Last to first within a chain, so the later of two in one slot was noted before the other.
    slots.sort_by_key(|(slot, noted, _)| (*slot, std::cmp::Reverse(*noted)));
    let mut order = Vec::with_capacity(day.len());
    let mut waiting = slots.into_iter().peekable();
    for (number, place) in timed.iter().enumerate() {
        while let Some((.., early)) = waiting.next_if(|(slot, ..)| *slot <= number) {
            order.push(early);
        }
        order.push(*place);
    }
    order.extend(waiting.map(|(.., place)| place));
    order.extend(day.iter().copied().filter(|place| read[*place].at.is_none() && !placed.contains(place)));
    order
}

impl Chain {
    fn has(&self, kind: EventIndex) -> bool {
        self.starts.contains(&kind) || self.ends.contains(&kind)
    }

    /// The events of one date that belong to the chain, in the order that fits; how things stand afterwards is kept.
    fn follow(&mut self, own: &[usize], read: &[Dated], timed: &[usize]) -> Vec<usize> {
        let mut fixed: Vec<usize> = timed.iter().copied().filter(|place| own.contains(place)).collect();
        fixed.reverse();
        let mut loose: Vec<usize> = own.iter().copied().filter(|place| read[*place].at.is_none()).collect();
        if self.in_turn && !loose.is_empty() && own.len() > 1 {
            let kinds = |places: &[usize]| places.iter().map(|place| read[*place].kind).collect::<Vec<_>>();
            let mut first = kinds(&fixed);
            first.reverse();
            self.was_unsure = self.is_unsure(&first, &kinds(&loose));
        }
        let mut sequence = Vec::with_capacity(own.len());
        while !fixed.is_empty() || !loose.is_empty() {
            let wanted = self.ends.iter().zip(&self.open).filter(|(_, open)| **open).map(|(end, _)| *end);
            let next = wanted.chain(self.starts.iter().copied()).find_map(|kind| {
                if fixed.last().is_some_and(|place| read[*place].kind == kind) {
                    return fixed.pop();
                }
                let found = loose.iter().position(|place| read[*place].kind == kind)?;
                Some(loose.remove(found))
            });
            // What is left ends nothing.
            let Some(place) = next.or_else(|| fixed.pop()).or_else(|| loose.pop()) else { break };
            self.open = self.after(&self.open, read[place].kind).0;
            sequence.push(place);
        }
        sequence
    }

    /// Takes note of an event whose place is settled.
    fn pass(&mut self, kind: EventIndex) {
        if self.has(kind) {
            self.open = self.after(&self.open, kind).0;
        }
    }

    /// How things stand after an event, and whether it ended nothing.
    fn after(&self, open: &[bool], kind: EventIndex) -> (Vec<bool>, bool) {
        let Some(end) = self.ends.iter().position(|end| *end == kind) else {
            return (vec![true; self.ends.len()], false);
        };
        let mut after = open.to_vec();
        let surplus = !open[end];
        after[end] = false;
        if self.in_turn {
            after[..end].fill(false);
            // Found, by whatever record: what follows on it is open.
            after[end + 1..].fill(true);
        }
        (after, surplus)
    }

    /// Whether the events could also have come in an order after which things stand otherwise, with as few ends that end
    /// nothing.
    fn is_unsure(&self, fixed: &[EventIndex], loose: &[EventIndex]) -> bool {
        let mut counts: Vec<(EventIndex, usize)> = Vec::new();
        for kind in loose {
            match counts.iter_mut().find(|(held, _)| held == kind) {
                Some((_, count)) => *count += 1,
                None => counts.push((*kind, 1)),
            }
        }
        let mut known = HashMap::new();
        let ends = self.outcomes(&self.open, fixed, &mut counts, &mut known);
        let least = ends.iter().map(|(surplus, _)| *surplus).min();
        ends.iter().filter(|(surplus, _)| Some(*surplus) == least).map(|(_, open)| open).collect::<HashSet<_>>().len()
            > 1
    }

    fn outcomes(
        &self,
        open: &[bool],
        fixed: &[EventIndex],
        counts: &mut [(EventIndex, usize)],
        known: &mut HashMap<Known, HashSet<(usize, Vec<bool>)>>,
    ) -> HashSet<(usize, Vec<bool>)> {
        let key: Known = (open.to_vec(), fixed.len(), counts.iter().map(|(_, count)| *count).collect());
        if let Some(found) = known.get(&key) {
            return found.clone();
        }
        let mut found = HashSet::new();
        let mut add = |surplus: bool, rest: HashSet<(usize, Vec<bool>)>| {
            found.extend(rest.into_iter().map(|(more, end)| (more + usize::from(surplus), end)));
        };
        if let Some((kind, rest)) = fixed.split_first() {
            let (next, surplus) = self.after(open, *kind);
            add(surplus, self.outcomes(&next, rest, counts, known));
        }
        for place in 0..counts.len() {
            if counts[place].1 > 0 {
                counts[place].1 -= 1;
                let (next, surplus) = self.after(open, counts[place].0);
                add(surplus, self.outcomes(&next, fixed, counts, known));
                counts[place].1 += 1;
            }
        }
        if fixed.is_empty() && counts.iter().all(|(_, count)| *count == 0) {
            found.insert((0, open.to_vec()));
        }
        known.insert(key, found.clone());
        found
    }
}

/// How things stand, how many timed events are left, and how many of each kind without a time.
type Known = (Vec<bool>, usize, Vec<usize>);

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
