//! Cases made ready once, to be run many times: facts and events are bound to indices, and each case knows which rules its
//! expectations rest on.

use crate::domain::assess::Assessment;
use crate::domain::condition::{Condition, RuleIndex};
use crate::domain::fact::{FactIndex, FactSheet, Value};
use crate::domain::happening::{Happening, Kinds};
use crate::domain::missing::Episode;
use crate::domain::plan::Plan;
use crate::domain::situation::Situation;
use crate::domain::trial::places;
use crate::problem::Problem;
use crate::protocol::trials::Trial;
use crate::protocol::{Body, Protocol};
use chrono::{DateTime, NaiveDate, Utc};

/// Every case of a protocol, bound to it.
#[derive(Debug)]
pub struct Bench {
    /// In file order.
    pub(super) prepared: Vec<Prepared>,
}

/// One case, bound.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) trial: Trial,
    pub(super) plan: Plan,
    now: DateTime<Utc>,
    today: NaiveDate,
    born: Option<NaiveDate>,
    facts: FactSheet,
    given: Vec<(FactIndex, Value)>,
    events: Vec<Happening>,
    episodes: Vec<Episode>,
}

/// Something in which a case came out otherwise than expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The case.
    pub case: usize,
    /// The rule; none for the level and the silences.
    pub rule: Option<RuleIndex>,
    /// What differs: `applies`, `due`, …
    pub what: &'static str,
    /// What was expected.
    pub expected: String,
    /// What came out.
    pub got: String,
}

impl Bench {
    /// Binds the cases.
    ///
    /// # Errors
    /// When a case cannot be; loading the cases has looked at that already.
    pub fn new(protocol: &Protocol, trials: Vec<Trial>) -> Result<Self, Problem> {
        let prepared = trials.into_iter().map(|trial| Prepared::new(protocol, trial)).collect::<Result<_, _>>()?;
        Ok(Self { prepared })
    }

    /// Keeps only the cases that expect something of a rule.
    pub fn keep(&mut self, rule: RuleIndex) {
        self.prepared.retain(|prepared| prepared.names(rule));
    }

    /// How many cases there are.
    pub fn count(&self) -> usize {
        self.prepared.len()
    }

    /// A case by place.
    pub fn trial(&self, place: usize) -> &Trial {
        &self.prepared[place].trial
    }

    /// Runs every case; what comes out otherwise than expected.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub fn run(&self, protocol: &Protocol) -> Result<Vec<Difference>, Problem> {
        let mut differences = Vec::new();
        for (place, prepared) in self.prepared.iter().enumerate() {
            super::compare::compare(&prepared.assess(protocol), place, &prepared.trial, &mut differences)?;
        }
        Ok(differences)
    }

    /// The case's assessment, as far as its expectations rest on it.
    pub fn assess<'a>(&'a self, protocol: &'a Protocol, place: usize) -> Assessment<'a> {
        self.prepared[place].assess(protocol)
    }
}

impl Prepared {
    fn new(protocol: &Protocol, trial: Trial) -> Result<Self, Problem> {
        let Situation { now, today, born, facts, given, events, episodes, .. } =
            Situation::new(protocol, &trial.case, trial.now)?;
        let plan = plan(protocol, &trial);
        Ok(Self { trial, plan, now, today, born, facts, given, events, episodes })
    }

    /// The assessment under a protocol of the same words and the same rules, whatever they say now.
    pub(super) fn assess<'a>(&'a self, protocol: &'a Protocol) -> Assessment<'a> {
        let situation = Situation {
            protocol,
            now: self.now,
            today: self.today,
            born: self.born,
            facts: self.facts.clone(),
            given: self.given.clone(),
            implied: Vec::new(),
            signed: Vec::new(),
            recorded: None,
            kinds: Kinds::of(&self.events),
            events: self.events.clone(),
            episodes: self.episodes.clone(),
            judgement: None,
            waivers: Vec::new(),
        };
        Assessment::planned(situation, &self.plan)
    }

    /// Whether the outcome rests on a rule.
    pub(super) fn rests_on(&self, rule: RuleIndex) -> bool {
        self.plan.before_level.contains(&rule) || self.plan.after_level.contains(&rule)
    }

    /// Whether something is expected of a rule.
    pub(super) fn names(&self, rule: RuleIndex) -> bool {
        self.trial.rules.iter().any(|(named, _)| *named == rule)
    }

    /// Whether something is expected of a silence.
    pub(super) fn names_silence(&self, place: usize) -> bool {
        self.trial.silent.contains(&place) || self.trial.not_silent.contains(&place)
    }

    /// Whether contacts are expected.
    pub(super) fn names_contacts(&self) -> bool {
        !self.trial.contacts.is_empty() || self.trial.rules.iter().any(|(_, expected)| expected.contact.is_some())
    }
}

/// The rules to evaluate: those expected, those that their teams, forms and points hang on, those that silences rest on,
/// and those that decide the level where it matters.
fn plan(protocol: &Protocol, trial: &Trial) -> Plan {
    let mut wanted = vec![false; protocol.rules.len()];
    let of_readings = trial.rules.iter().any(|(_, expected)| expected.other_levels.is_some());
    let mut level = trial.level.is_some() || trial.could_be.is_some() || of_readings;
    let mut want = |condition: &Condition| {
        condition.visit(&mut |part| match part {
            Condition::Rule(rule) => wanted[usize::from(rule.0)] = true,
            Condition::Level(_) | Condition::LevelSoFar(_) => level = true,
            _ => {}
        });
    };
    for (rule, _) in &trial.rules {
        places::of_rule(protocol.rule(*rule)).iter().for_each(|place| want(place.condition));
        protocol.rule(*rule).done_by.iter().for_each(&mut want);
    }
    for silence in trial.silent.iter().chain(&trial.not_silent) {
        let silence = &protocol.silences[*silence];
        silence.when.iter().chain(&silence.unless).for_each(&mut want);
    }
    for (rule, _) in &trial.rules {
        wanted[usize::from(rule.0)] = true;
        for other in &protocol.rule(*rule).not_shared_with {
            wanted[usize::from(other.0)] = true;
        }
    }
    if level {
        for (want, rule) in wanted.iter_mut().zip(&protocol.rules) {
            *want |= matches!(rule.body, Body::Level(_) | Body::Indicator { .. });
        }
    }
    let order: Vec<RuleIndex> =
        protocol.whole.before_level.iter().chain(&protocol.whole.after_level).copied().collect();
    let wanted =
        |rule: &crate::protocol::Rule| protocol.find_rule(&rule.id).is_some_and(|index| wanted[usize::from(index.0)]);
    let mut plan = Plan::new(&protocol.rules, &order, protocol.whole.before_level.len(), wanted);
    plan.level |= level;
    plan
}
