//! A case bound to a protocol at a given time: names turned to indices, dates read, impossible things refused.

use crate::calendar::{Moment, london, parse_date, parse_instant_or_local};
use crate::domain::case::Case;
use crate::domain::case::Judgement;
use crate::domain::condition::{EventIndex, RuleIndex, TeamIndex, World};
use crate::domain::derive;
use crate::domain::fact::{FactIndex, FactSheet, Value};
use crate::domain::missing::{self, Episode};
use crate::domain::pairs;
use crate::domain::recorded::Recorded;
use crate::domain::truth::Truth;
use crate::domain::view::{CaseView, EventView};
use crate::domain::waiver::{self, Waived};
use crate::problem::{Problem, nearest};
use crate::protocol::Protocol;
use crate::protocol::vocabulary::{Derive, Given};
use chrono::{DateTime, NaiveDate, Utc};

/// Something that happened, read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Happening {
    /// What.
    pub kind: EventIndex,
    /// When.
    pub when: Moment,
    /// The London date of that.
    pub date: NaiveDate,
    /// Its place among the case's events as given.
    pub place: usize,
    /// The team it went to, where one is recorded.
    pub to: Option<TeamIndex>,
}

impl Happening {
    /// Returns true when it went to one of these teams, in which `None` is no team recorded; an empty list is any.
    pub fn is_to(&self, teams: &[Option<TeamIndex>]) -> bool {
        teams.is_empty() || teams.contains(&self.to)
    }
}

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

/// The kinds of event that a case has, as marks: nearly every question about events is about one that it has not, which
/// this answers without a look at them. Two kinds may share a mark, so a mark alone says no more than "perhaps".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds(u64);

impl Kinds {
    /// Those of some events.
    pub fn of(events: &[Happening]) -> Self {
        Self::among(events.iter().map(|event| &event.kind))
    }

    #[inline]
    fn among<'k>(kinds: impl IntoIterator<Item = &'k EventIndex>) -> Self {
        Self(kinds.into_iter().fold(0, |marks, kind| marks | Self::mark(*kind)))
    }

    /// False when there is no such event.
    #[inline]
    fn may_have(self, kind: EventIndex) -> bool {
        self.0 & Self::mark(kind) != 0
    }

    fn mark(kind: EventIndex) -> u64 {
        1 << (kind.0 % u64::BITS as u16)
    }
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
        Self::of_view(protocol, &case.view(), now)
    }

    /// Binds a case that was read without copying.
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
        let signed = case.events.iter().enumerate();
        let signed = signed.filter_map(|(place, event)| Some((place, event.by.as_deref()?.into()))).collect();
        let (implied, recorded) = (Vec::new(), case.recorded.clone());
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
        self.kinds.0 & Kinds::among(kinds).0 != 0
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

    fn level_among(&self, _: &dyn Fn(u8) -> bool) -> Truth {
        Truth::Unknown
    }

    fn level_so_far(&self) -> Option<u8> {
        None
    }
}

/// A fact by name, or a problem that suggests the nearest.
///
/// # Errors
/// When no fact has that name.
#[inline]
pub fn known_fact(protocol: &Protocol, name: &str) -> Result<FactIndex, Problem> {
    protocol.vocabulary.fact(name).ok_or_else(|| no_fact(protocol, name))
}

#[cold]
fn no_fact(protocol: &Protocol, name: &str) -> Problem {
    let near = nearest(name, protocol.vocabulary.facts.iter().map(|fact| fact.id.as_str()));
    let problem = Problem::input(format!("no fact is called `{name}`")).field("facts");
    match near {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint("`yjs find WORDS` searches facts too"),
    }
}

/// An event by name, or a problem that suggests the nearest.
///
/// # Errors
/// When no event has that name.
#[inline]
pub fn known_event(protocol: &Protocol, name: &str) -> Result<EventIndex, Problem> {
    protocol.vocabulary.event(name).ok_or_else(|| no_event(protocol, name))
}

#[cold]
fn no_event(protocol: &Protocol, name: &str) -> Problem {
    let ids: Vec<&str> = protocol.vocabulary.events.iter().map(|event| event.id.as_str()).collect();
    let problem = Problem::input(format!("no event is called `{name}`"));
    match nearest(name, ids.iter().copied()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint(format!("the events are: {}", ids.join(", "))),
    }
}

/// A team by name, or a problem that suggests the nearest.
///
/// # Errors
/// When no team of the protocol has that name.
pub fn known_team(protocol: &Protocol, name: &str) -> Result<(), Problem> {
    team_index(protocol, name).map(drop)
}

fn team_index(protocol: &Protocol, name: &str) -> Result<TeamIndex, Problem> {
    if let Some(index) = protocol.team_index(name) {
        return Ok(index);
    }
    let ids: Vec<&str> = protocol.teams.iter().map(|team| team.id.as_str()).collect();
    let problem = Problem::input(format!("no team of {} is called `{name}`", protocol.id));
    Err(match nearest(name, ids.iter().copied()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint(format!("the teams are: {}", ids.join(", "))),
    })
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

fn happenings(
    protocol: &Protocol,
    case: &CaseView<'_>,
    now: DateTime<Utc>,
    today: NaiveDate,
    born: Option<NaiveDate>,
) -> Result<Vec<Happening>, Problem> {
    let mut events = Vec::with_capacity(case.events.len());
    for (place, event) in case.events.iter().enumerate() {
        events.push(happening(protocol, place, event, now, today, born)?);
    }
    sort(&mut events);
    pairs::check(protocol, &events)?;
    Ok(events)
}

/// Everything that is wrong with the events of a case: each by itself, then every end without a start among the others.
pub(super) fn event_faults(protocol: &Protocol, case: &Case, now: DateTime<Utc>) -> Vec<Problem> {
    let (view, today) = (case.view(), london::date_of(now));
    let born = born(&view, today).unwrap_or_default();
    let (mut events, mut faults) = (Vec::with_capacity(view.events.len()), Vec::new());
    for (place, event) in view.events.iter().enumerate() {
        match happening(protocol, place, event, now, today, born) {
            Ok(event) => events.push(event),
            Err(problem) => faults.push(problem),
        }
    }
    sort(&mut events);
    faults.extend(pairs::faults(protocol, &events));
    faults
}

fn happening(
    protocol: &Protocol,
    place: usize,
    event: &EventView<'_>,
    now: DateTime<Utc>,
    today: NaiveDate,
    born: Option<NaiveDate>,
) -> Result<Happening, Problem> {
    let field = |part: &str| format!("events[{place}]{part}");
    let kind = known_event(protocol, &event.kind).map_err(|problem| problem.field(field(".kind")))?;
    let to = match &event.to {
        Some(team) => Some(team_index(protocol, team).map_err(|problem| problem.field(field(".to")))?),
        None => None,
    };
    let when = moment(event).map_err(|problem| problem.field(field("")))?;
    let date = when.date();
    let late = match when {
        Moment::Date(date) => date > today,
        Moment::Instant(instant) => instant > now,
    };
    if late {
        let what = format!("`{}` on {when} lies in the future", event.kind);
        let hint = "record what has happened; something planned is no event";
        return Err(Problem::input(what).field(field("")).hint(hint));
    }
    if let Some(born) = born.filter(|born| date < *born) {
        let what = format!("`{}` on {when} is before the child was born ({born})", event.kind);
        return Err(Problem::input(what).field(field("")).hint("check `born` and the date of the event"));
    }
    Ok(Happening { kind, when, date, place, to })
}

fn moment(event: &EventView<'_>) -> Result<Moment, Problem> {
    match (&event.on, &event.at) {
        (Some(on), None) => parse_date(on).map(Moment::Date),
        (None, Some(at)) => parse_instant_or_local(at).map(Moment::Instant),
        (None, None) => Err(Problem::input(format!("`{}` has neither a date nor a time", event.kind))
            .hint("give `on` (a date) or `at` (a date and time)")),
        (Some(_), Some(_)) => Err(Problem::input(format!("`{}` has both `on` and `at`", event.kind))
            .hint("give `at` when the time is known, else `on`")),
    }
}

/// By date; on one date as given, save that events with a time stand in the order of their times. A date alone says
/// nothing of the time, so it keeps the place it was given.
fn sort(events: &mut [Happening]) {
    events.sort_by_key(|event| event.date);
    let mut start = 0;
    while start < events.len() {
        let date = events[start].date;
        let end = start + events[start..].iter().take_while(|event| event.date == date).count();
        if end == start + 1 {
            start = end;
            continue;
        }
        let is_timed = |event: &&Happening| matches!(event.when, Moment::Instant(_));
        // As events are mostly recorded in the order in which they happened, this is mostly all there is to do.
        if events[start..end].iter().filter(is_timed).is_sorted_by_key(|event| event.when.earliest()) {
            start = end;
            continue;
        }
        let timed: Vec<usize> = (start..end).filter(|place| is_timed(&&events[*place])).collect();
        let mut sorted: Vec<Happening> = timed.iter().map(|place| events[*place]).collect();
        sorted.sort_by_key(|event| event.when.earliest());
        for (place, event) in timed.into_iter().zip(sorted) {
            events[place] = event;
        }
        start = end;
    }
}
