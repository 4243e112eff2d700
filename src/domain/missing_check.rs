//! What a missing episode has reached, what it reaches next, and how many episodes count. Every number comes from the
//! protocol's escalations and the vocabulary; a protocol that prints none gets none.

use crate::calendar::{Amount, Moment, Unit};
use crate::domain::assess::Assessment;
use crate::domain::condition::{Condition, EventIndex, RuleIndex, TeamIndex, World};
use crate::domain::deadline;
use crate::domain::fact::{FactIndex, FactSheet, Value};
use crate::domain::level_set::LevelSet;
use crate::domain::missing::{self, Episode};
use crate::domain::situation::Situation;
use crate::domain::truth::Truth;
use crate::protocol::since::Since;
use crate::protocol::vocabulary::{Derive, Reading, Vocabulary, Window};
use crate::protocol::{Clock, Protocol, Rule, Starts};
use chrono::{DateTime, Days, NaiveDate, Utc};
use std::ops::RangeInclusive;

/// A number of days missing at which somebody must be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// The escalation.
    pub rule: RuleIndex,
    /// How many days.
    pub days: u32,
    /// When the open episode reaches them.
    pub at: DateTime<Utc>,
}

/// The days missing that the open episode has reached or will reach, fewest first. Thresholds that would not apply even
/// then are left out.
pub fn thresholds(assessment: &Assessment<'_>) -> Vec<Threshold> {
    let situation = &assessment.situation;
    let Some(open) = missing::lost(&situation.episodes) else { return Vec::new() };
    let mut thresholds = Vec::new();
    for (place, rule) in situation.protocol.rules.iter().enumerate() {
        let (Some(Since::MissingDays(days)), Some(when)) = (rule.since, &rule.when) else { continue };
        let at = missing::reaches(open.lost, days);
        if when.evaluate(&Then::after_days(assessment, days)) != Truth::No {
            thresholds.push(Threshold { rule: index(place), days, at });
        }
    }
    thresholds.sort_by_key(|threshold| (threshold.days, threshold.rule));
    thresholds
}

/// The situation as it is, with something supposed.
struct Then<'t, 'a> {
    assessment: &'t Assessment<'a>,
    facts: FactSheet,
    events: Vec<EventIndex>,
}

impl<'t, 'a> Then<'t, 'a> {
    fn after_days(assessment: &'t Assessment<'a>, days: u32) -> Self {
        let mut facts = assessment.situation.facts.clone();
        let vocabulary = &assessment.protocol().vocabulary;
        for fact in &vocabulary.derived {
            if matches!(vocabulary.fact_definition(*fact).derive, Some(Derive::MissingDays)) {
                facts.set(*fact, Some(Value::Number(f64::from(days))));
            }
        }
        Self { assessment, facts, events: Vec::new() }
    }

    /// As if the child were missing now, with no time known.
    fn missing(assessment: &'t Assessment<'a>) -> Self {
        let mut facts = assessment.situation.facts.clone();
        let vocabulary = &assessment.protocol().vocabulary;
        for fact in &vocabulary.derived {
            match vocabulary.fact_definition(*fact).derive {
                Some(Derive::MissingNow) => facts.set(*fact, Some(Value::Flag(true))),
                Some(Derive::KnownUnlessMissing) => facts.set(*fact, Some(Value::Flag(false))),
                Some(
                    Derive::MissingDays
                    | Derive::MissingDaysPolice
                    | Derive::MissingEpisodes(_)
                    | Derive::DaysSinceLastMissing,
                ) => {
                    facts.set(*fact, None);
                }
                _ => {}
            }
        }
        Self { assessment, facts, events: Vec::new() }
    }

    fn with_events(assessment: &'t Assessment<'a>, events: Vec<EventIndex>) -> Self {
        Self { assessment, facts: assessment.situation.facts.clone(), events }
    }
}

impl World for Then<'_, '_> {
    fn facts(&self) -> &FactSheet {
        &self.facts
    }

    fn happened(&self, event: EventIndex) -> bool {
        self.events.contains(&event) || self.assessment.happened(event)
    }

    fn happened_to(&self, event: EventIndex, teams: &[Option<TeamIndex>]) -> bool {
        self.events.contains(&event) || self.assessment.happened_to(event, teams)
    }

    fn level_so_far(&self) -> Option<u8> {
        self.assessment.level_so_far()
    }

    fn applies(&self, rule: RuleIndex) -> Truth {
        self.assessment.applies(rule)
    }

    fn level_among(&self, named: LevelSet) -> Truth {
        self.assessment.level_among(named)
    }
}

/// Whether a rule would apply if the child were missing now, with no time known.
pub fn if_missing(assessment: &Assessment<'_>, rule: &Rule) -> Truth {
    rule.when.as_ref().map_or(Truth::No, |when| when.evaluate(&Then::missing(assessment)))
}

/// Whether a clock would run (yes), or may (unknown), once what it starts from is recorded. None when that is recorded
/// and has not ended since, or would change nothing.
pub fn lacks_its_start(assessment: &Assessment<'_>, rule: &Rule, clock: &Clock) -> Option<Truth> {
    let (Some(when), Starts::Event(kinds) | Starts::FirstEvent(kinds)) = (&rule.when, &clock.starts) else {
        return None;
    };
    let truth = when.evaluate(&Then::with_events(assessment, kinds.clone()));
    (truth != Truth::No && !deadline::is_started(&assessment.situation, clock)).then_some(truth)
}

/// The facts not known that decide whether a clock without its start would run.
pub fn unknown_of_start(assessment: &Assessment<'_>, rule: &Rule, clock: &Clock) -> Vec<FactIndex> {
    let (Some(when), Starts::Event(kinds) | Starts::FirstEvent(kinds)) = (&rule.when, &clock.starts) else {
        return Vec::new();
    };
    let then = Then::with_events(assessment, kinds.clone());
    let mut unknown = Vec::new();
    when.visit(&mut |part| {
        if let Condition::Fact(fact, _) = part
            && part.evaluate(&then) == Truth::Unknown
            && !unknown.contains(fact)
        {
            unknown.push(*fact);
        }
    });
    unknown
}

/// For each rule, whether it bears on a child who is or has been missing.
pub fn related(protocol: &Protocol) -> &[bool] {
    &protocol.reads().of_missing
}

pub(super) fn find_related(protocol: &Protocol) -> Vec<bool> {
    let mut related = vec![false; protocol.rules.len()];
    for index in protocol.whole.before_level.iter().chain(&protocol.whole.after_level) {
        if let Some(when) = &protocol.rule(*index).when {
            related[usize::from(index.0)] = bears(protocol, when, &related);
        }
    }
    related
}

/// Whether a condition rests on a child being missing, given which rules do.
pub fn bears(protocol: &Protocol, condition: &Condition, related: &[bool]) -> bool {
    let vocabulary = &protocol.vocabulary;
    let mut found = false;
    condition.visit(&mut |part| {
        found |= match part {
            Condition::Fact(fact, _) => {
                vocabulary.said_missing.iter().any(|(said, _)| said == fact)
                    || matches!(
                        vocabulary.fact_definition(*fact).derive,
                        Some(
                            Derive::MissingNow
                                | Derive::MissingDays
                                | Derive::MissingDaysPolice
                                | Derive::MissingEpisodes(_)
                                | Derive::DaysSinceLastMissing
                                | Derive::KnownUnlessMissing
                                | Derive::WellbeingConfirmed
                        )
                    )
            }
            Condition::Event(event) | Condition::EventTo(event, _) => {
                vocabulary.missing.is_some_and(|names| [names.lost, names.located, names.confirmed].contains(event))
            }
            Condition::Rule(rule) => related[usize::from(rule.0)],
            _ => false,
        };
    });
    found
}

/// Whether the facts say that nobody knows where the child is, that the police have the child as missing, or that they
/// have been told, with no episode recorded. Once one has been, such a fact may be about that one.
pub fn said_to_be_missing(situation: &Situation<'_>) -> bool {
    if !situation.episodes.is_empty() {
        return false;
    }
    let vocabulary = &situation.protocol.vocabulary;
    let unknown_where = vocabulary.derived.iter().any(|fact| {
        matches!(vocabulary.fact_definition(*fact).derive, Some(Derive::KnownUnlessMissing))
            && situation.facts.get(*fact) == Some(Value::Flag(false))
    });
    unknown_where || vocabulary.said_missing.iter().any(|(fact, said)| situation.facts.get(*fact) == Some(*said))
}

/// Returns true while the child is not located, by the record or by what the facts say.
pub fn is_away(situation: &Situation<'_>) -> bool {
    missing::lost(&situation.episodes).is_some() || said_to_be_missing(situation)
}

/// How many dates after an episode's end another may start and still count with it, as the vocabulary says.
pub fn window_days(vocabulary: &Vocabulary) -> Option<u32> {
    vocabulary.facts.iter().find_map(|fact| match fact.derive {
        Some(Derive::MissingEpisodes(days)) => Some(days),
        _ => None,
    })
}

/// The episodes that count together in one reading.
#[derive(Debug, Clone)]
pub struct Count<'a> {
    /// The reading.
    pub reading: &'a Reading,
    /// Whether the protocol's rules go by it.
    pub governs: bool,
    /// The places of the most that count together, the latest such; none without episodes.
    pub places: Option<RangeInclusive<usize>>,
}

impl Count<'_> {
    /// How many count together.
    pub fn number(&self) -> usize {
        self.places.as_ref().map_or(0, |places| places.end() - places.start() + 1)
    }
}

/// The count in each reading of "so many times in a month", in the vocabulary's order.
pub fn counts<'a>(situation: &Situation<'a>) -> Vec<Count<'a>> {
    let vocabulary = &situation.protocol.vocabulary;
    let spans = missing::spans(&situation.episodes, situation.today);
    let within = window_days(vocabulary);
    let count = |reading: &'a Reading| {
        let mut best: Option<RangeInclusive<usize>> = None;
        for last in 0..spans.len() {
            let together =
                |first: &usize| missing::holds(reading.window, spans[*first].0, spans[*first].1, spans[last].0);
            let first = (0..=last).find(together).unwrap_or(last);
            if best.as_ref().is_none_or(|held| last - first >= held.end() - held.start()) {
                best = Some(first..=last);
            }
        }
        let days = within.map(|number| Window::Within(Amount { number, unit: Unit::Days }));
        Count { reading, governs: Some(reading.window) == days, places: best }
    };
    vocabulary.readings.iter().map(count).collect()
}

/// A number of episodes in a month at which somebody must be told.
#[derive(Debug)]
pub struct Times {
    /// The escalation.
    pub rule: RuleIndex,
    /// How many episodes.
    pub number: usize,
    /// When so many were reached, and not answered since: as the escalation itself says.
    pub since: Option<Moment>,
    /// The last date on which one more episode would make up the number, when one is lacking.
    pub one_more_by: Option<NaiveDate>,
}

/// The numbers of episodes that the protocol's escalations name.
pub fn times(assessment: &Assessment<'_>) -> Vec<Times> {
    let situation = &assessment.situation;
    let vocabulary = &situation.protocol.vocabulary;
    let mut times = Vec::new();
    for (place, rule) in situation.protocol.rules.iter().enumerate() {
        let Some(Since::MissingEpisodes(number)) = rule.since else { continue };
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        let lacking = assessment.truth(index(place)) != Truth::Yes;
        let one_more_by = window_days(vocabulary)
            .filter(|_| lacking)
            .and_then(|days| one_more_by(&situation.episodes, number, days, situation.today));
        let since = assessment.reached(rule).since;
        times.push(Times { rule: index(place), number, since, one_more_by });
    }
    times
}

fn one_more_by(episodes: &[Episode], number: usize, days: u32, today: NaiveDate) -> Option<NaiveDate> {
    let first = episodes.len().checked_sub(number.checked_sub(1)?)?;
    let limit = episodes.get(first)?.ended?.date().checked_add_days(Days::new(u64::from(days)))?;
    (limit >= today).then_some(limit)
}

fn index(place: usize) -> RuleIndex {
    RuleIndex(u16::try_from(place).unwrap_or(u16::MAX))
}
