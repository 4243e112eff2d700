//! An interview: a case as it was, and what has been answered since. What is known follows from the two, so an earlier
//! answer can be changed without undoing the later ones.

use super::choose::{self, Offer};
use super::screen::{Answer, Item, Screen, Time};
use crate::domain::assess::Assessment;
use crate::domain::case::{Case, Event, FactValue};
use crate::domain::condition::EventIndex;
use crate::domain::fact::FactIndex;
use crate::domain::same_date;
use crate::domain::situation::Situation;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::protocol::vocabulary::TopicIndex;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// One step that was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What was asked.
    pub screen: Screen,
    /// What was answered.
    pub answer: Answer,
}

/// A conversation so far.
#[derive(Debug, Clone)]
pub struct Interview<'a> {
    /// The protocol that governs.
    pub protocol: &'a Protocol,
    /// The present.
    pub now: DateTime<Utc>,
    base: Case,
    entries: Vec<Entry>,
    /// Whether what the vocabulary takes for granted holds until somebody says otherwise.
    assuming: bool,
}

impl<'a> Interview<'a> {
    /// Begins from a case, which may be empty.
    pub fn new(protocol: &'a Protocol, base: Case, now: DateTime<Utc>) -> Self {
        Self { protocol, now, base, entries: Vec::new(), assuming: false }
    }

    /// Takes for granted what the vocabulary says, until somebody says otherwise.
    #[must_use]
    pub fn assuming(self) -> Self {
        Self { assuming: true, ..self }
    }

    /// What is taken for granted now: nobody has said or been asked otherwise.
    pub fn assumed(&self) -> Vec<(FactIndex, FactValue)> {
        let conversation = &self.protocol.vocabulary.conversation;
        if !self.assuming {
            return Vec::new();
        }
        let (said, asked) = (self.said(), self.asked());
        let topics = self.topics(&said);
        let doubted = |fact: FactIndex| {
            conversation.ask_next.iter().any(|(topic, facts)| topics.contains(topic) && facts.contains(&fact))
        };
        let assumed = conversation.assumed.iter().filter(|(fact, _)| {
            let definition = self.protocol.vocabulary.fact_definition(*fact);
            !asked.contains(&Item::Fact(*fact)) && said.facts.get(&definition.id).is_none() && !doubted(*fact)
        });
        assumed.cloned().collect()
    }

    /// The case as it was before.
    pub fn base(&self) -> &Case {
        &self.base
    }

    /// What was answered, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The case with the answers in it, and with what is taken for granted.
    pub fn case(&self) -> Case {
        let mut case = self.said();
        for (fact, value) in self.assumed() {
            case.facts.set(&self.protocol.vocabulary.fact_definition(fact).id, Some(value));
        }
        case
    }

    /// The case with the answers in it, without anything taken for granted.
    pub fn said(&self) -> Case {
        let mut case = self.base.clone();
        let known = case.events.len();
        for entry in &self.entries {
            match (&entry.screen, &entry.answer) {
                (Screen::Fact(fact), Answer::Value(value)) => {
                    let definition = self.protocol.vocabulary.fact_definition(*fact);
                    if definition.case_field {
                        case.born = Some(value.to_string());
                    } else {
                        case.facts.set(&definition.id, Some(value.clone()));
                    }
                }
                (Screen::Event(event), Answer::When(times)) => {
                    let kind = &self.protocol.vocabulary.event_definition(*event).id;
                    case.events.extend(times.iter().map(|time| happened(kind, time)));
                }
                (Screen::Several(_), Answer::Rows { yes, no }) => {
                    for (rows, value) in [(yes, true), (no, false)] {
                        for row in rows {
                            if let Item::Fact(fact) = row {
                                let definition = self.protocol.vocabulary.fact_definition(*fact);
                                case.facts.set(&definition.id, Some(FactValue::Flag(value)));
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        // One kind of event is asked for after another: within a date, the answers have no order.
        same_date::arrange_new(self.protocol, &mut case.events, known);
        case
    }

    /// What the protocol says of the case so far.
    ///
    /// # Errors
    /// As [`Situation::new`].
    pub fn assess(&self) -> Result<Assessment<'a>, Problem> {
        Ok(Assessment::new(Situation::new(self.protocol, &self.case(), self.now)?))
    }

    /// Everything still worth asking, in order; empty when nothing that could matter is left.
    ///
    /// # Errors
    /// As [`Interview::assess`].
    pub fn offers(&self) -> Result<Vec<Offer>, Problem> {
        choose::offers(self, &self.assess()?)
    }

    /// What to ask next.
    ///
    /// # Errors
    /// As [`Interview::assess`].
    pub fn next_screen(&self) -> Result<Option<Screen>, Problem> {
        Ok(self.offers()?.into_iter().next().map(|offer| offer.screen))
    }

    /// Takes an answer.
    ///
    /// # Errors
    /// When the case would then say something impossible; nothing is changed.
    pub fn answer(&mut self, screen: Screen, answer: Answer) -> Result<(), Problem> {
        let mut changed = self.clone();
        changed.entries.push(Entry { screen, answer });
        changed.assess()?;
        self.entries = changed.entries;
        Ok(())
    }

    /// Changes an earlier answer. Times of an event that is no longer said to have happened are dropped with it.
    ///
    /// # Errors
    /// As [`Interview::answer`].
    pub fn replace(&mut self, place: usize, answer: Answer) -> Result<(), Problem> {
        let mut changed = self.clone();
        let Some(entry) = changed.entries.get_mut(place) else { return Ok(()) };
        let before = ticked(&entry.answer);
        entry.answer = answer;
        let after = ticked(&entry.answer);
        let dropped: Vec<Item> = before.into_iter().filter(|item| !after.contains(item)).collect();
        changed
            .entries
            .retain(|entry| !matches!(entry.screen, Screen::Event(event) if dropped.contains(&Item::Event(event))));
        changed.assess()?;
        self.entries = changed.entries;
        Ok(())
    }

    /// Takes back the latest answer.
    pub fn take_back(&mut self) -> Option<Entry> {
        self.entries.pop()
    }

    /// Everything that was asked about, answered or not.
    pub fn asked(&self) -> BTreeSet<Item> {
        self.entries.iter().flat_map(|entry| entry.screen.items()).collect()
    }

    /// Events that are said to have happened and whose time was not asked yet.
    pub(super) fn undated(&self) -> Vec<EventIndex> {
        let dated =
            |event| self.entries.iter().any(|entry| matches!(entry.screen, Screen::Event(asked) if asked == event));
        let events = self.entries.iter().flat_map(|entry| ticked(&entry.answer)).filter_map(|item| match item {
            Item::Event(event) => Some(event),
            Item::Fact(_) | Item::Topic(_) => None,
        });
        events.filter(|event| !dated(*event)).collect()
    }

    /// What the practitioner came for, as far as the answers and the case show it.
    pub(super) fn topics(&self, case: &Case) -> BTreeSet<TopicIndex> {
        let vocabulary = &self.protocol.vocabulary;
        let ticked = self.entries.iter().flat_map(|entry| ticked(&entry.answer)).filter_map(|item| match item {
            Item::Topic(topic) => Some(topic),
            Item::Event(event) => vocabulary.event_definition(event).topic,
            Item::Fact(_) => None,
        });
        let facts = case.facts.0.iter().filter(|(_, value)| *value != FactValue::Flag(false)).filter_map(|(id, _)| {
            let definition = vocabulary.fact_definition(vocabulary.fact(id)?);
            definition.topic.filter(|_| !definition.background)
        });
        let events = case.events.iter().filter_map(|event| {
            let event = vocabulary.event(&event.kind)?;
            vocabulary.event_definition(event).topic
        });
        ticked.chain(facts).chain(events).collect()
    }
}

fn ticked(answer: &Answer) -> Vec<Item> {
    match answer {
        Answer::Rows { yes, .. } => yes.clone(),
        Answer::NotKnown | Answer::Value(_) | Answer::When(_) => Vec::new(),
    }
}

fn happened(kind: &str, time: &Time) -> Event {
    let event = Event { kind: kind.to_owned(), ..Event::default() };
    match time {
        Time::On(on) => Event { on: Some(on.clone()), ..event },
        Time::At(at) => Event { at: Some(at.clone()), ..event },
    }
}
