//! The whole assessment: every rule of a protocol evaluated in one situation.

use crate::calendar::{Moment, london};
use crate::domain::condition::{Condition, EventIndex, RuleIndex, TeamIndex, World};
use crate::domain::deadline::{self, Deadline, Others, Standing};
use crate::domain::done::{self, Completion};
use crate::domain::fact::{FactIndex, FactSheet, Value};
use crate::domain::happening::Happening;
use crate::domain::level::{LevelAnswer, LevelSoFar};
use crate::domain::level_set::LevelSet;
use crate::domain::missing;
use crate::domain::plan::Plan;
use crate::domain::situation::Situation;
use crate::domain::truth::Truth;
use crate::problem::Problem;
use crate::protocol::since::Since;
use crate::protocol::source::EDITIONS;
use crate::protocol::vocabulary::Reading;
use crate::protocol::{Body, Choice, OtherReading, Protocol, Rule};
use chrono::NaiveDate;
use std::cell::OnceCell;

/// What a protocol says of a situation.
#[derive(Debug)]
pub struct Assessment<'a> {
    /// The situation.
    pub situation: Situation<'a>,
    /// Which rules were evaluated.
    plan: &'a Plan,
    /// Whether each rule applies; unknown where it was not evaluated.
    truth: Vec<Truth>,
    /// The level of need, as conditions ask for it.
    so_far: LevelSoFar,
    /// The same with its rules, once somebody asks for them.
    level: OnceCell<LevelAnswer>,
    /// What is owed by the protocol's other eras: a clock runs by the rule that was in force when it started.
    others: Vec<Assessment<'a>>,
    /// Whether this is such another era.
    is_other: bool,
}

/// A clock that started when its rule was not in force yet, or no longer: then nothing is owed by it.
#[derive(Debug)]
pub struct PassedOver<'a> {
    /// The rule as it is in force now.
    pub rule: &'a Rule,
    /// When the clock started.
    pub start: NaiveDate,
    /// The edition in force then, which has no such rule; none where no edition was in force.
    pub edition: Option<&'a str>,
}

/// When an escalation's threshold was reached, by which readings, and whether it was acted on.
#[derive(Debug)]
pub struct Reached<'a> {
    /// The moment.
    pub since: Option<Moment>,
    /// The readings of "in a month" that are met.
    pub readings: Vec<&'a Reading>,
    /// What the record shows of whether it was acted on.
    pub completion: Completion,
}

impl<'a> Assessment<'a> {
    /// Evaluates every rule.
    pub fn new(situation: Situation<'a>) -> Self {
        let plan = &situation.protocol.whole;
        Self::planned(situation, plan)
    }

    /// Evaluates the rules of a plan; no other rule is looked at or listed.
    pub fn planned(situation: Situation<'a>, plan: &'a Plan) -> Self {
        let others = situation.protocol.others.iter();
        let others = others.map(|other| Self::alone(situation.in_era(other), &other.owed, Vec::new(), true)).collect();
        Self::alone(situation, plan, others, false)
    }

    fn alone(situation: Situation<'a>, plan: &'a Plan, others: Vec<Self>, is_other: bool) -> Self {
        let protocol = situation.protocol;
        let truth = vec![Truth::Unknown; protocol.rules.len()];
        let (so_far, level) = (LevelSoFar::default(), OnceCell::new());
        let mut assessment = Self { situation, plan, truth, so_far, level, others, is_other };
        assessment.evaluate(&plan.before_level);
        if plan.level {
            assessment.so_far = LevelSoFar::new(protocol, &plan.leveled, &assessment.truth, || assessment.is_grave());
        }
        assessment.evaluate(&plan.after_level);
        assessment
    }

    fn evaluate(&mut self, order: &[RuleIndex]) {
        let rules = &self.situation.protocol.rules;
        for place in order.iter().map(|index| usize::from(index.0)) {
            let Some(when) = &rules[place].when else { continue };
            let truth = when.evaluate(self);
            self.truth[place] = if rules[place].stays { self.staying(&rules[place], truth) } else { truth };
        }
    }

    /// The truth of a rule that goes on applying, once it has applied, until it is done; then while the child is missing.
    fn staying(&self, rule: &Rule, truth: Truth) -> Truth {
        let reached = !self.starts_of(rule).1.is_empty();
        if !reached {
            return truth;
        }
        let missing = missing::open(&self.situation.episodes).is_some();
        if missing || !self.completion(rule).is_done() { Truth::Yes } else { Truth::No }
    }

    /// Returns true when something known speaks against the lowest level of need: a grave fact, or a ground for a referral.
    fn is_grave(&self) -> bool {
        let vocabulary = &self.protocol().vocabulary;
        let is_yes = |fact: &FactIndex| self.situation.facts.get(*fact) == Some(Value::Flag(true));
        let grave = (0..).map(FactIndex).zip(&vocabulary.facts).filter(|(_, fact)| fact.grave).map(|(index, _)| index);
        grave.into_iter().any(|fact| is_yes(&fact))
            || self.protocol().grounds.iter().any(|ground| self.truth(*ground) == Truth::Yes)
    }

    /// This case supposed otherwise, under the same rules; `None` for an assessment of another era.
    pub(super) fn supposing(&self, situation: Situation<'a>) -> Option<Self> {
        (!self.is_other).then(|| Self::alone(situation, self.plan, Vec::new(), false))
    }

    /// The level of need, and the rules that it rests on.
    pub fn level(&self) -> &LevelAnswer {
        self.level.get_or_init(|| {
            if !self.plan.level {
                return LevelAnswer::default();
            }
            LevelAnswer::new(self.protocol(), &self.plan.leveled, &self.truth, &self.so_far)
        })
    }

    /// The protocol.
    pub fn protocol(&self) -> &'a Protocol {
        self.situation.protocol
    }

    /// The plan's rules that apply or may apply, in file order.
    pub fn open_rules(&self) -> impl Iterator<Item = (RuleIndex, &'a Rule, Truth)> + '_ {
        let protocol = self.situation.protocol;
        let open = self.plan.wanted.iter().filter(|index| self.truth(**index) != Truth::No);
        open.map(move |index| (*index, protocol.rule(*index), self.truth(*index)))
    }

    /// The plan's rules that apply, in file order.
    pub fn applying(&self) -> impl Iterator<Item = (RuleIndex, &'a Rule)> + '_ {
        let protocol = self.situation.protocol;
        let applying = self.plan.wanted.iter().filter(|index| self.truth(**index) == Truth::Yes);
        applying.map(move |index| (*index, protocol.rule(*index)))
    }

    /// Whether a rule applies.
    pub fn truth(&self, rule: RuleIndex) -> Truth {
        self.truth[usize::from(rule.0)]
    }

    /// Whether a condition holds here.
    pub fn holds(&self, condition: &Condition) -> Truth {
        condition.evaluate(self)
    }

    /// Each other level that a reading of a rule that applies gives, with that rule.
    pub fn other_levels(&self) -> Vec<(&'a Rule, u8, &'a OtherReading)> {
        let each = self.applying().flat_map(|(_, rule)| rule.other_readings.iter().map(move |other| (rule, other)));
        each.filter_map(|(rule, other)| Some((rule, self.other_level(rule, other)?, other))).collect()
    }

    /// The level that another reading of a rule that applies gives here, if that is not the level anyway. A lower one
    /// is left out while another rule establishes the level all the same.
    pub fn other_level(&self, rule: &Rule, other: &OtherReading) -> Option<u8> {
        let (level, _) = other.level.as_ref()?;
        let held = self.so_far.level?;
        let said = self.is_meant(other);
        let firm = || {
            let mut others = self.level().rules.iter().map(|holds| self.protocol().rule(*holds));
            others.any(|holds| holds.id != rule.id && establishes(&holds.body))
        };
        (said && *level != held && !firm()).then_some(*level)
    }

    /// Returns true when another reading is about this case.
    pub fn is_meant(&self, other: &OtherReading) -> bool {
        other.when.as_ref().is_none_or(|when| self.holds(when) == Truth::Yes)
            && other.unless.as_ref().is_none_or(|unless| self.holds(unless) != Truth::Yes)
    }

    /// Whether a choice is meant here.
    pub fn meant(&self, choice: &Choice) -> Truth {
        if choice.unless.as_ref().is_some_and(|unless| self.holds(unless) == Truth::Yes) {
            return Truth::No;
        }
        choice.when.as_ref().map_or(Truth::Yes, |when| self.holds(when))
    }

    /// The choices that are not ruled out.
    pub fn chosen<'c>(&self, choices: &'c [Choice]) -> Vec<&'c str> {
        choices.iter().filter(|choice| self.meant(choice) != Truth::No).map(|choice| choice.id.as_str()).collect()
    }

    /// Every assessment that a clock may run by: this one, then those of the protocol's other eras. All other rules are
    /// those of this one.
    pub fn eras(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.others)
    }

    /// Where a clock stands. `None` when it has ended, and when it started in another era: then it runs by the rule of
    /// that one.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub fn standing(&self, rule: &Rule) -> Result<Option<Standing>, Problem> {
        let Body::Clock(clock) = &rule.body else { return Ok(None) };
        let Some(standing) = deadline::standing(&self.situation, clock)? else { return Ok(None) };
        // By the rule of that time, where there is one: see `passed_over`.
        let own = match standing.start {
            Some(start) => self.protocol().era.contains_moment(start.at),
            None => !self.is_other,
        };
        Ok(Some(standing).filter(|_| own))
    }

    /// What a clock comes to, with its working. `None` as for [`Assessment::standing`].
    ///
    /// # Errors
    /// As [`Assessment::standing`].
    pub fn deadline(&self, rule: &Rule) -> Result<Option<Deadline>, Problem> {
        self.standing(rule)?.map(|standing| self.worked_out(rule, standing)).transpose()
    }

    /// The working of where a clock stands.
    ///
    /// # Errors
    /// As [`Assessment::standing`].
    pub fn worked_out(&self, rule: &Rule, standing: Standing) -> Result<Deadline, Problem> {
        let Body::Clock(clock) = &rule.body else { return Err(Problem::input(format!("{} is no clock", rule.id))) };
        standing.worked_out(&self.situation, clock, &rule.other_readings)
    }

    /// The other dates that could be meant where a clock stands so.
    ///
    /// # Errors
    /// As [`Assessment::standing`].
    pub fn other_dates(&self, rule: &Rule, standing: &Standing) -> Result<Others, Problem> {
        let Body::Clock(clock) = &rule.body else { return Ok(Others::default()) };
        standing.others(&self.situation, clock, &rule.other_readings)
    }

    /// Clocks that would run by a rule of now, are not met, and started when no such rule was in force.
    pub fn passed_over(&self) -> Vec<PassedOver<'a>> {
        let mut passed = Vec::new();
        if self.protocol().era.is_open() {
            return passed;
        }
        for (_, rule) in self.applying() {
            let Body::Clock(clock) = &rule.body else { continue };
            let Ok(Some(standing)) = deadline::standing(&self.situation, clock) else { continue };
            let Some(start) = standing.start.map(|start| start.at.date()).filter(|_| standing.status.live()) else {
                continue;
            };
            let mut eras = self.eras().map(Self::protocol);
            let then = eras.find(|era| era.era.contains(start));
            if then.is_none_or(|then| then.find_rule(&rule.id).is_none()) {
                passed.push(PassedOver { rule, start, edition: then.map(|then| then.edition.as_str()) });
            }
        }
        passed
    }

    /// Clocks of which nothing can be said, because no edition was in force when they started: none is taken in its place.
    pub fn unanswered(&self) -> Vec<Problem> {
        let protocol = self.protocol();
        let without = self.passed_over().into_iter().filter(|passed| passed.edition.is_none());
        let problem = |passed: PassedOver<'_>| {
            let on = london::long_date(passed.start);
            let (rule, id) = (&passed.rule.id, &protocol.id);
            let what = format!("the clock of {rule} started on {on}, when no edition of {id} was in force");
            Problem::input(what).hint(format!(
                "nothing is said of that deadline: edition \"{}\" is in force {}; add the edition of that time under \
                 {EDITIONS}, or correct its dates",
                protocol.edition,
                protocol.in_force.words()
            ))
        };
        without.map(problem).collect()
    }

    /// When a rule's threshold was reached, each time since the case was last closed, by which readings of the count.
    pub fn starts_of(&self, rule: &Rule) -> (Vec<&'a Reading>, Vec<Moment>) {
        let situation = &self.situation;
        let vocabulary = &situation.protocol.vocabulary;
        let closed = vocabulary.closing.and_then(|closing| situation.latest(&[closing.closed]));
        let kept = closed.map_or(0, |(_, closed)| {
            // A loss that was still open when the case was closed outlives the closing.
            let outlives = |episode: &missing::Episode| {
                episode.ended.is_none_or(|ended| !deadline::not_before(closed.when, ended))
            };
            situation.episodes.iter().position(outlives).unwrap_or(situation.episodes.len())
        });
        let episodes = &situation.episodes[kept..];
        match rule.since {
            Some(Since::MissingDays(days)) => (Vec::new(), missing::reached(episodes, days, situation.now)),
            Some(Since::MissingEpisodes(count)) => {
                let count = usize::try_from(count).unwrap_or(usize::MAX);
                let reach = missing::last_reach(episodes, count, &vocabulary.readings, situation.today);
                (reach.readings, reach.starts)
            }
            Some(Since::Loss) => (Vec::new(), episodes.iter().map(|episode| episode.lost).collect()),
            None => (Vec::new(), Vec::new()),
        }
    }

    /// Returns true for a rule dated by a loss when the child has been back for as long as the protocol says that what was
    /// reached comes after what is current.
    pub fn is_old(&self, rule: &Rule) -> bool {
        let Some(days) = self.protocol().vocabulary.old_after_return else { return false };
        let last = self.situation.episodes.last().and_then(|last| last.ended);
        rule.since.is_some()
            && missing::lost(&self.situation.episodes).is_none()
            && last.is_some_and(|back| (self.situation.today - back.date()).num_days() >= i64::from(days))
    }

    /// When a rule's threshold was reached and whether it was acted on.
    pub fn reached(&self, rule: &Rule) -> Reached<'a> {
        let (readings, starts) = self.starts_of(rule);
        let completion = self.completion(rule);
        let Some(last) = starts.last() else { return Reached { readings, since: None, completion } };
        // What was done before it was reached yet again answered the earlier times only.
        let shows = |event: &&Happening| done::can_show(rule, event) && !deadline::not_before(event.when, *last);
        let answered = self.situation.events.iter().rfind(shows);
        let open = |start: &&Moment| answered.is_none_or(|deed| !deadline::not_before(deed.when, **start));
        Reached { since: starts.iter().find(open).copied(), readings, completion }
    }
}

/// Whether a rule gives a level by itself.
fn establishes(body: &Body) -> bool {
    matches!(body, Body::Level(_) | Body::Indicator { level: Some(_), counts_toward: None })
}

impl World for Assessment<'_> {
    fn facts(&self) -> &FactSheet {
        &self.situation.facts
    }

    fn happened(&self, event: EventIndex) -> bool {
        self.situation.happened(event)
    }

    fn happened_to(&self, event: EventIndex, teams: &[Option<TeamIndex>]) -> bool {
        self.situation.happened_to(event, teams)
    }

    fn applies(&self, rule: RuleIndex) -> Truth {
        self.truth(rule)
    }

    fn level_among(&self, named: LevelSet) -> Truth {
        self.so_far.among(named)
    }

    fn level_so_far(&self) -> Option<u8> {
        self.so_far.level
    }
}
