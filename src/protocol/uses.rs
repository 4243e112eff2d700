//! Who rests on what: every mention that a protocol's rules and silences make of facts, events, other rules, teams,
//! forms, systems and outcomes. `explain` shows it; lints look for what is never mentioned.

use super::vocabulary::{Derive, FactDefinition, Vocabulary};
use super::{Body, Choice, Protocol, Rule, Starts};
use crate::domain::condition::{Condition, EventIndex, RuleIndex};
use crate::domain::fact::FactIndex;

/// What is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// A fact.
    Fact(FactIndex),
    /// An event.
    Event(EventIndex),
    /// Another rule.
    Rule(RuleIndex),
    /// A level of need.
    Level(u8),
    /// A team.
    Team(&'a str),
    /// A form.
    Form(&'a str),
    /// A record system.
    System(&'a str),
    /// An outcome.
    Outcome(&'a str),
}

/// What mentions it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By<'a> {
    /// A rule.
    Rule(RuleIndex),
    /// A silence, by topic.
    Silence(&'a str),
}

/// In what way it is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// In the condition that says when the rule applies.
    When,
    /// In the condition of a point for or against.
    Point,
    /// In the condition on which a team or form is meant.
    Chosen,
    /// A clock starts from it.
    Starts,
    /// It meets the clock.
    Stops,
    /// It ends the clock unmet.
    Ends,
    /// It shows that an escalation was acted on.
    Done,
    /// It is where something goes.
    To,
    /// It goes with something.
    Attached,
    /// It is searched first.
    Searched,
    /// Something is recorded on it.
    Recorded,
    /// It counts this one.
    Counted,
    /// The directory lists it.
    Listed,
    /// It is the candidate outcome.
    Outcome,
    /// It is the level established.
    Establishes,
    /// Another reading names it.
    Reading,
}

impl How {
    /// In words, from the side of the rule that mentions: it rests on the other for "when it applies".
    pub fn words(self) -> &'static str {
        match self {
            Self::When => "when it applies",
            Self::Counted => "what it counts toward",
            Self::Point => "a point for or against",
            Self::Chosen => "on what condition a team or form is meant",
            Self::Reading => "another reading",
            other => other.words_there(),
        }
    }

    /// In words, from the side of what is mentioned: it is "in the condition of" the rule.
    pub fn words_there(self) -> &'static str {
        match self {
            Self::When => "in the condition of",
            Self::Point => "in a point for or against",
            Self::Chosen => "in the condition of a team or form of",
            Self::Starts => "starts the clock of",
            Self::Stops => "meets the deadline of",
            Self::Ends => "ends the clock of",
            Self::Done => "shows as done",
            Self::To => "sent there by",
            Self::Attached => "attached by",
            Self::Searched => "searched first by",
            Self::Recorded => "recorded on by",
            Self::Counted => "counts",
            Self::Listed => "listed by",
            Self::Outcome => "the outcome of",
            Self::Establishes => "the level that follows from",
            Self::Reading => "named by another reading of",
        }
    }
}

/// One mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use<'a> {
    /// What mentions it.
    pub by: By<'a>,
    /// What is mentioned.
    pub target: Target<'a>,
    /// In what way.
    pub how: How,
}

/// Every mention, in the order of the rules.
pub fn uses(protocol: &Protocol) -> Vec<Use<'_>> {
    let mut found = Vec::new();
    for (place, rule) in protocol.rules.iter().enumerate() {
        let by = By::Rule(RuleIndex(u16::try_from(place).unwrap_or(u16::MAX)));
        Uses { by, found: &mut found }.rule(protocol, rule);
    }
    for silence in &protocol.silences {
        if let Some(when) = &silence.when {
            Uses { by: By::Silence(&silence.topic), found: &mut found }.condition(when, How::When);
        }
    }
    found
}

struct Uses<'a, 'f> {
    by: By<'a>,
    found: &'f mut Vec<Use<'a>>,
}

impl<'a> Uses<'a, '_> {
    fn add(&mut self, target: Target<'a>, how: How) {
        let found = Use { by: self.by, target, how };
        if !self.found.contains(&found) {
            self.found.push(found);
        }
    }

    fn rule(&mut self, protocol: &'a Protocol, rule: &'a Rule) {
        if let Some(when) = &rule.when {
            self.condition(when, How::When);
        }
        for other in &rule.other_readings {
            if let Some(starts) = &other.schedule {
                self.starts(starts, How::Reading);
            }
            if let Some(when) = &other.when {
                self.condition(when, How::Reading);
            }
            let named = other.level.as_ref().and_then(|(_, rule)| rule.as_deref());
            if let Some(index) = named.and_then(|rule| protocol.find_rule(rule)) {
                self.add(Target::Rule(index), How::Reading);
            }
        }
        match &rule.body {
            Body::Level(level) => self.add(Target::Level(*level), How::Establishes),
            Body::Indicator { level, counts_toward } => {
                if let Some(level) = level {
                    self.add(Target::Level(*level), How::Establishes);
                }
                if let Some(counts) = counts_toward {
                    self.add(Target::Rule(*counts), How::Counted);
                }
            }
            Body::Decision { outcome, points_for, points_against } => {
                self.add(Target::Outcome(outcome), How::Outcome);
                for (when, _) in points_for.iter().chain(points_against) {
                    self.condition(when, How::Point);
                }
            }
            Body::Route(route) => {
                self.choices(&route.to, How::To);
                self.choices(&route.attach, How::Attached);
                self.systems(&route.search, How::Searched);
                self.systems(&route.record, How::Recorded);
            }
            Body::Clock(clock) => {
                self.starts(&clock.starts, How::Starts);
                self.events(&clock.stops, How::Stops);
                self.events(&clock.ended_by, How::Ends);
            }
            Body::Escalation(escalation) => {
                self.choices(&escalation.tell, How::To);
                self.choices(&escalation.attach, How::Attached);
            }
            Body::Duty { to, attach, record, .. } => {
                self.choices(to, How::To);
                self.choices(attach, How::Attached);
                self.systems(record, How::Recorded);
            }
            Body::Directory(teams) => {
                for team in teams {
                    self.add(Target::Team(team), How::Listed);
                }
            }
            Body::Consent { .. } | Body::Standing => {}
        }
    }

    fn condition(&mut self, condition: &'a Condition, how: How) {
        condition.visit(&mut |part| match part {
            Condition::Fact(fact, _) => self.add(Target::Fact(*fact), how),
            Condition::Event(event) | Condition::EventTo(event, _) => self.add(Target::Event(*event), how),
            Condition::Rule(rule) => self.add(Target::Rule(*rule), how),
            Condition::Level(level) | Condition::LevelSoFar(level) => self.add(Target::Level(*level), how),
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::AtLeast(..) => {}
        });
    }

    fn choices(&mut self, choices: &'a [Choice], how: How) {
        for choice in choices {
            self.add(if how == How::To { Target::Team(&choice.id) } else { Target::Form(&choice.id) }, how);
            if let Some(when) = &choice.when {
                self.condition(when, How::Chosen);
            }
        }
    }

    fn systems(&mut self, ids: &'a [String], how: How) {
        for id in ids {
            self.add(Target::System(id), how);
        }
    }

    fn events(&mut self, events: &[EventIndex], how: How) {
        for event in events {
            self.add(Target::Event(*event), how);
        }
    }

    fn starts(&mut self, starts: &Starts, how: How) {
        match starts {
            Starts::Event(events) | Starts::FirstEvent(events) | Starts::LaterOf(events) => self.events(events, how),
            Starts::Birthday(_) => {}
        }
    }
}

/// The facts and events that the vocabulary itself rests on: behind concerns, derived facts and endings.
pub fn vocabulary_uses(vocabulary: &Vocabulary) -> (Vec<FactIndex>, Vec<EventIndex>) {
    let mut facts: Vec<FactIndex> = vocabulary.concerns.iter().map(|concern| concern.fact).collect();
    let mut events: Vec<EventIndex> =
        vocabulary.events.iter().flat_map(|event| event.ends.iter().chain(&event.also_ends).copied()).collect();
    for fact in &vocabulary.facts {
        let (own_facts, own_events) = worked_out_from(vocabulary, fact);
        facts.extend(own_facts);
        events.extend(own_events);
    }
    (facts, events)
}

/// What a fact is worked out from, or settled by.
pub fn worked_out_from(vocabulary: &Vocabulary, fact: &FactDefinition) -> (Vec<FactIndex>, Vec<EventIndex>) {
    let mut facts = fact.settled_by.clone();
    let mut events = Vec::new();
    match &fact.derive {
        Some(Derive::LatestOf { opens, closes, otherwise }) => {
            events.extend([*opens, *closes]);
            facts.extend(otherwise.iter().map(|(fact, _)| *fact));
        }
        Some(Derive::Both(of)) => facts.extend(of),
        Some(Derive::ClosedWhileBoth(pairs)) => {
            events.extend(pairs.iter().flat_map(|(opens, closes)| [*opens, *closes]));
        }
        Some(Derive::DaysInSpells { starts, ends, .. }) => events.extend([*starts, *ends]),
        Some(
            Derive::MissingNow
            | Derive::MissingDays
            | Derive::MissingDaysPolice
            | Derive::MissingEpisodes(_)
            | Derive::DaysSinceLastMissing
            | Derive::KnownUnlessMissing
            | Derive::WellbeingConfirmed,
        ) => events
            .extend(vocabulary.missing.iter().flat_map(|missing| [missing.lost, missing.located, missing.confirmed])),
        Some(Derive::Age | Derive::OutOfHours { .. } | Derive::AgeWhileBelow(_)) | None => {}
    }
    (facts, events)
}
