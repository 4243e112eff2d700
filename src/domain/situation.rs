//! A case bound to a protocol at a given time: names turned to indices, dates read, impossible things refused.

use crate::calendar::{london, parse_date, parse_instant_or_local};
use crate::domain::case::Case;
use crate::domain::case::Judgement;
use crate::domain::condition::{EventIndex, RuleIndex, TeamIndex, World};
use crate::domain::derive;
use crate::domain::fact::{FactIndex, FactSheet, Value};
use crate::domain::happening::{Happening, Kinds, happenings};
use crate::domain::level_set::LevelSet;
use crate::domain::missing::{self, Episode};
use crate::domain::naming::known_fact;
use crate::domain::recorded::Recorded;
use crate::domain::truth::Truth;
use crate::domain::view::CaseView;
use crate::domain::waiver::{self, Waived};
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::protocol::vocabulary::{Derive, Given};
use chrono::{DateTime, NaiveDate, Utc};

/// A fact that follows from others, against or beside what was given for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Implied {
    /// The fact.
    pub fact: FactIndex,
    /// The index of what implies it among the protocol's implications.
    pub by: usize,
    /// What was given for it; `None` where nothing was.
    pub given: Option<Value>,
}

/// A case at a time, under a protocol.
#[derive(Debug, Clone)]
pub struct Situation<'a> {
    /// The protocol that governs.
    pub protocol: &'a Protocol,
    /// The present.
    pub now: DateTime<Utc>,
    /// The London date of the present.
    pub today: NaiveDate,
    /// Date of birth, when known.
    pub born: Option<NaiveDate>,
    /// What is known, derived and implied facts included.
    pub facts: FactSheet,
    /// The facts that were given, in the order given, with their values.
    pub given: Vec<(FactIndex, Value)>,
    /// The facts that follow from others.
    pub implied: Vec<Implied>,
    /// Who did each event, by its place among the case's events, where that is recorded.
    pub signed: Vec<(usize, Box<str>)>,
    /// In which change each fact and event was recorded; `None` when all came in one.
    pub recorded: Option<Recorded>,
    /// What happened, in order of time; on one date as given.
    pub events: Vec<Happening>,
    /// The kinds of those.
    pub kinds: Kinds,
    /// Missing episodes, first to last.
    pub episodes: Vec<Episode>,
    /// A practitioner's own level, when one was recorded.
    pub judgement: Option<Judgement>,
    /// Findings that are put aside for a time.
    pub waivers: Vec<Waived>,
}

impl<'a> Situation<'a> {
    /// Binds a case.
    ///
    /// # Errors
    /// Unknown names, impossible values, events in the future or before birth, an end before its own start.
    pub fn new(protocol: &'a Protocol, case: &Case, now: DateTime<Utc>) -> Result<Self, Problem> {
        let mut situation = Self::of_view(protocol, &case.view(), now)?;
        let signed = case.events.iter().enumerate();
        situation.signed = signed.filter_map(|(place, event)| Some((place, event.by.as_deref()?.into()))).collect();
        Ok(situation)
    }

    /// Binds a case that was read without copying, for a list: who did each event is left out.
    ///
    /// # Errors
    /// As [`Situation::new`].
    pub fn of_view(protocol: &'a Protocol, case: &CaseView<'_>, now: DateTime<Utc>) -> Result<Self, Problem> {
        let today = london::date_of(now);
        let born = born(case, today)?;
        let vocabulary = &protocol.vocabulary;
        let mut facts = FactSheet::new(vocabulary.facts.len());
        let mut given = Vec::with_capacity(case.facts.0.len());
        for (name, value) in &case.facts.0 {
            let index = known_fact(protocol, name)?;
            let definition = vocabulary.fact_definition(index);
            if definition.case_field {
                let hint = format!("give it as `{name}` on the case itself, not among the facts");
                return Err(Problem::input(format!("`{name}` is not a fact of its own")).field("facts").hint(hint));
            }
            if definition.derive.is_some() && definition.given.is_none() {
                let how = definition.how.clone().unwrap_or_default();
                let what = format!("`{name}` is worked out and cannot be given");
                return Err(Problem::input(what).field(format!("facts.{name}")).hint(how));
            }
            let value = definition.read(value)?;
            facts.set(index, Some(value));
            given.push((index, value));
        }
        let events = happenings(protocol, case, now, today, born)?;
        let kinds = Kinds::of(&events);
        let episodes = missing::episodes(protocol, &events);
        let judgement = case.judgement.as_ref().map(|held| judgement(protocol, held, now)).transpose()?;
        let waivers = waiver::read(&case.waivers)?;
        let (implied, signed, recorded) = (Vec::new(), Vec::new(), case.recorded.clone());
        let mut situation = Self {
            protocol,
            now,
            today,
            born,
            facts,
            given,
            implied,
            signed,
            recorded,
            events,
            kinds,
            episodes,
            judgement,
            waivers,
        };
        situation.derive();
        situation.imply();
        situation.ages_can_be()?;
        Ok(situation)
    }

    /// The same case at the same time, under the same protocol in another of its eras. They share their words, so
    /// nothing need be bound again.
    #[must_use]
    pub fn in_era(&self, protocol: &'a Protocol) -> Self {
        let mut other = Self { protocol, ..self.clone() };
        // Two editions may list their teams in another order.
        for event in &mut other.events {
            let id = event.to.and_then(|team| self.protocol.teams.get(usize::from(team.0))).map(|team| &team.id);
            event.to = id.map(|id| protocol.team_index(id).unwrap_or(TeamIndex(u16::MAX)));
        }
        other
    }

    /// Makes known what follows from the facts, in the protocol's order.
    fn imply(&mut self) {
        for (by, implication) in self.protocol.implications.iter().enumerate() {
            if implication.when.evaluate(&Alone(&*self)) != Truth::Yes {
                continue;
            }
            for (fact, value) in &implication.then {
                let given = self.facts.get(*fact);
                if given != Some(*value) {
                    self.facts.set(*fact, Some(*value));
                    self.implied.push(Implied { fact: *fact, by, given });
                }
            }
        }
    }

    fn derive(&mut self) {
        let vocabulary = &self.protocol.vocabulary;
        for index in vocabulary.derived.iter().copied() {
            let definition = vocabulary.fact_definition(index);
            let Some(method) = &definition.derive else { continue };
            let given = self.facts.get(index);
            if given.is_some() && definition.given == Some(Given::Wins) {
                continue;
            }
            // What was given stands where nothing can be worked out.
            if let Some(value) = derive::value(self, method) {
                self.facts.set(index, Some(value));
            }
        }
    }

    /// An age at some time past cannot be above the age now: a slip of the pen there would hide a child under an age limit.
    fn ages_can_be(&self) -> Result<(), Problem> {
        let vocabulary = &self.protocol.vocabulary;
        for index in &vocabulary.derived {
            let definition = vocabulary.fact_definition(*index);
            let Some(Derive::AgeWhileBelow(_)) = definition.derive else { continue };
            let Some(Value::Number(then)) = self.facts.get(*index) else { continue };
            let Some(Value::Number(now)) = derive::value(self, &Derive::Age) else { return Ok(()) };
            if then > now {
                let name = &definition.id;
                return Err(Problem::input(format!(
                    "`{name}` cannot be {then}: by the date of birth the child is {now} now"
                ))
                .field(format!("facts.{name}"))
                .hint("correct the date of birth or this age"));
            }
        }
        Ok(())
    }

    /// Whether it is outside office hours, as the case or the clock says; unknown when the vocabulary has no such fact.
    pub fn out_of_hours(&self) -> Option<bool> {
        let vocabulary = &self.protocol.vocabulary;
        let says =
            |fact: &&FactIndex| matches!(vocabulary.fact_definition(**fact).derive, Some(Derive::OutOfHours { .. }));
        match self.facts.get(*vocabulary.derived.iter().find(says)?)? {
            Value::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// Returns who did an event, where that is recorded.
    pub fn signed_by(&self, event: &Happening) -> Option<&str> {
        self.signed.iter().find(|(place, _)| *place == event.place).map(|(_, by)| &**by)
    }

    /// Returns true when an event has happened to one of these teams; `None` is no team recorded.
    pub fn happened_to(&self, kind: EventIndex, teams: &[Option<TeamIndex>]) -> bool {
        self.kinds.may_have(kind) && self.events.iter().any(|event| event.kind == kind && teams.contains(&event.to))
    }

    /// Whether an event has happened.
    #[inline]
    pub fn happened(&self, kind: EventIndex) -> bool {
        self.kinds.may_have(kind) && self.events.iter().any(|event| event.kind == kind)
    }

    /// False when none of some kinds of event has happened.
    #[inline]
    pub fn may_have(&self, kinds: &[EventIndex]) -> bool {
        self.kinds.shares(Kinds::among(kinds))
    }

    /// The latest of some kinds of event, with its place in `events`.
    pub fn latest(&self, kinds: &[EventIndex]) -> Option<(usize, Happening)> {
        if !self.may_have(kinds) {
            return None;
        }
        let wanted = Kinds::among(kinds);
        let is_wanted = |event: &Happening| wanted.may_have(event.kind) && kinds.contains(&event.kind);
        let place = self.events.iter().rposition(is_wanted)?;
        Some((place, self.events[place]))
    }

    /// The latest of some kinds of event to one of these teams; an empty list is any.
    pub fn latest_to(&self, kinds: &[EventIndex], teams: &[Option<TeamIndex>]) -> Option<(usize, Happening)> {
        if teams.is_empty() {
            return self.latest(kinds);
        }
        let wanted = |event: &Happening| kinds.contains(&event.kind) && event.is_to(teams);
        let place = self.events.iter().rposition(wanted)?;
        Some((place, self.events[place]))
    }

    /// Returns the case as it stood after one of its changes; the first change is 1. Only what governs an answer is taken
    /// back: waivers and a judgement stay.
    #[must_use]
    pub fn as_recorded(&self, change: u32) -> Self {
        let Some(recorded) = &self.recorded else { return self.clone() };
        let id = |fact: FactIndex| &self.protocol.vocabulary.fact_definition(fact).id;
        let mut earlier = self.with_facts(|fact, _| recorded.of_fact(id(fact)) <= change);
        earlier.events.retain(|event| recorded.of_event(event.place) <= change);
        earlier.rebind();
        earlier
    }

    /// Returns the case with only those of the facts given that `keep` accepts.
    #[must_use]
    pub fn with_facts(&self, keep: impl Fn(FactIndex, Value) -> bool) -> Self {
        let mut other = self.clone();
        other.given.retain(|(fact, value)| keep(*fact, *value));
        other.rebind();
        other
    }

    /// Works out again what follows from the facts given and the events.
    fn rebind(&mut self) {
        self.facts = FactSheet::new(self.protocol.vocabulary.facts.len());
        for (fact, value) in &self.given {
            self.facts.set(*fact, Some(*value));
        }
        self.kinds = Kinds::of(&self.events);
        self.episodes = missing::episodes(self.protocol, &self.events);
        self.implied.clear();
        self.derive();
        self.imply();
    }

    /// The first of some kinds of event.
    pub fn first(&self, kinds: &[EventIndex]) -> Option<(usize, Happening)> {
        if !self.may_have(kinds) {
            return None;
        }
        let wanted = Kinds::among(kinds);
        let is_wanted = |event: &Happening| wanted.may_have(event.kind) && kinds.contains(&event.kind);
        let place = self.events.iter().position(is_wanted)?;
        Some((place, self.events[place]))
    }
}

/// A situation by itself, before any rule: no rule applies in it yet, and no level is known.
struct Alone<'t, 'a>(&'t Situation<'a>);

impl World for Alone<'_, '_> {
    fn facts(&self) -> &FactSheet {
        &self.0.facts
    }

    fn happened(&self, event: EventIndex) -> bool {
        self.0.happened(event)
    }

    fn happened_to(&self, event: EventIndex, teams: &[Option<TeamIndex>]) -> bool {
        self.0.happened_to(event, teams)
    }

    fn applies(&self, _: RuleIndex) -> Truth {
        Truth::Unknown
    }

    fn level_among(&self, _: LevelSet) -> Truth {
        Truth::Unknown
    }

    fn level_so_far(&self) -> Option<u8> {
        None
    }
}

fn born(case: &CaseView<'_>, today: NaiveDate) -> Result<Option<NaiveDate>, Problem> {
    let Some(text) = &case.born else { return Ok(None) };
    let born = parse_date(text).map_err(|problem| problem.field("born"))?;
    if born > today {
        let hint = "check the date of birth, and the time given as now";
        return Err(Problem::input(format!("born on {born}, which lies in the future")).field("born").hint(hint));
    }
    Ok(Some(born))
}

fn judgement(protocol: &Protocol, held: &Judgement, now: DateTime<Utc>) -> Result<Judgement, Problem> {
    let levels: Vec<String> = protocol.levels.iter().map(|level| level.level.to_string()).collect();
    if !protocol.levels.iter().any(|level| level.level == held.level) {
        return Err(Problem::input(format!("{} has no level {}", protocol.id, held.level))
            .field("judgement.level")
            .hint(format!("the levels are: {}", levels.join(", "))));
    }
    if held.reason.trim().is_empty() {
        return Err(Problem::input("a judgement without a reason")
            .field("judgement.reason")
            .hint("say why, in a line"));
    }
    let at = parse_instant_or_local(&held.at).map_err(|problem| problem.field("judgement.at"))?;
    if at > now {
        return Err(Problem::input("the judgement lies in the future").field("judgement.at"));
    }
    Ok(held.clone())
}
