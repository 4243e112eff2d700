//! A rule, a silence or a team with one thing changed.

use super::variants::{self, LEFT_OUT, Variant, events_written, starts_written, without};
use crate::domain::condition::{Condition, EventIndex, RuleIndex};
use crate::protocol::since::Since;
use crate::protocol::{Body, Choice, Clock, Need, Protocol, Rule, Serves, Silence, Team};

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Rule(RuleIndex),
    Silence(usize),
    Team(usize),
}

/// The thing as changed, to be put in the place of the one it was.
pub(super) enum Changed {
    Rule(Box<Rule>),
    Silence(Box<Silence>),
    Team(Box<Team>),
}

/// One change.
pub(super) struct Mutant {
    pub(super) path: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) changed: Changed,
    /// The condition before and after, the part and then the whole, where a condition changed.
    pub(super) conditions: Option<[(Condition, Condition); 2]>,
    /// Why no answer can change, where that is known.
    pub(super) idle: Option<&'static str>,
}

const IDLE_STOPS: &str = "a recurring clock runs again from its starts; no deadline rests on its `stops`";

/// Every change to one thing.
pub(super) fn of(protocol: &Protocol, target: Target) -> Vec<Mutant> {
    match target {
        Target::Rule(index) => {
            let mut maker = Maker { protocol, rule: protocol.rule(index), made: Vec::new() };
            maker.rule();
            maker.made
        }
        Target::Silence(place) => of_silence(protocol, &protocol.silences[place]),
        Target::Team(place) => of_team(&protocol.teams[place]),
    }
}

struct Maker<'a> {
    protocol: &'a Protocol,
    rule: &'a Rule,
    made: Vec<Mutant>,
}

impl Maker<'_> {
    fn add(&mut self, path: String, from: String, to: String, body: Body) {
        let rule = Rule { body, ..self.rule.clone() };
        self.push(path, from, to, rule);
    }

    fn push(&mut self, path: String, from: String, to: String, rule: Rule) {
        let changed = Changed::Rule(Box::new(rule));
        self.made.push(Mutant { path, from, to, changed, conditions: None, idle: None });
    }

    /// A condition changed; `put` sets it into a copy of the rule.
    fn condition(&mut self, path: &str, condition: &Condition, put: impl Fn(&mut Rule, Condition)) {
        for variant in variants::of_condition(self.protocol, condition, path) {
            let mut rule = self.rule.clone();
            put(&mut rule, variant.whole.clone());
            self.made.push(conditional(condition, variant, Changed::Rule(Box::new(rule))));
        }
    }

    fn rule(&mut self) {
        let rule = self.rule;
        if let Some(when) = &rule.when {
            self.condition("when", when, |rule, when| rule.when = Some(when));
        }
        match &rule.body {
            Body::Level(level) => self.levels(*level, Body::Level),
            Body::Indicator { level: Some(level), counts_toward } => {
                self.levels(*level, |level| Body::Indicator { level: Some(level), counts_toward: *counts_toward });
            }
            Body::Decision { .. } => self.decision(),
            Body::Route(_) | Body::Duty { .. } => self.choices(),
            Body::Escalation(_) => {
                self.choices();
                self.since();
            }
            Body::Clock(clock) => self.clock(clock),
            Body::Consent { need, who, why } => {
                for other in [Need::Seek, Need::NotNeeded, Need::DoNotSeek].into_iter().filter(|other| other != need) {
                    let body = Body::Consent { need: other, who: who.clone(), why: why.clone() };
                    self.add("need".into(), need_word(*need).into(), need_word(other).into(), body);
                }
            }
            Body::Indicator { level: None, .. } | Body::Standing | Body::Directory(_) => {}
        }
        self.readings();
    }

    fn levels(&mut self, level: u8, body: impl Fn(u8) -> Body) {
        for other in self.protocol.levels.iter().map(|held| held.level).filter(|other| *other != level) {
            self.add("level".into(), level.to_string(), other.to_string(), body(other));
        }
    }

    fn decision(&mut self) {
        let Body::Decision { outcome, points_for, points_against } = &self.rule.body else { return };
        let outcomes = &self.protocol.vocabulary.outcomes;
        let next = outcomes.iter().position(|(id, _)| id == outcome).map_or(0, |place| (place + 1) % outcomes.len());
        if let Some((other, _)) = outcomes.get(next).filter(|(other, _)| other != outcome) {
            let body = Body::Decision {
                outcome: other.clone(),
                points_for: points_for.clone(),
                points_against: points_against.clone(),
            };
            self.add("outcome".into(), outcome.clone(), other.clone(), body);
        }
        for (field, points, in_favour) in [("points_for", points_for, true), ("points_against", points_against, false)]
        {
            for (place, (condition, _)) in points.iter().enumerate() {
                self.condition(&format!("{field}[{place}].when"), condition, |rule, condition| {
                    if let Body::Decision { points_for, points_against, .. } = &mut rule.body {
                        let points = if in_favour { points_for } else { points_against };
                        points[place].0 = condition;
                    }
                });
            }
        }
    }

    /// Where it goes, and what goes with it.
    fn choices(&mut self) {
        for field in ["to", "attach"] {
            let choices = list(&self.rule.body, field).cloned().unwrap_or_default();
            let ids: Vec<String> = match field {
                "to" => self.protocol.teams.iter().map(|team| team.id.clone()).collect(),
                _ => self.protocol.forms.iter().map(|form| form.id.clone()).collect(),
            };
            for (place, choice) in choices.iter().enumerate() {
                let path = format!("{field}[{place}]");
                let mut change = |choices: Vec<Choice>, to: String| {
                    let mut rule = self.rule.clone();
                    if let Some(list) = list_mut(&mut rule.body, field) {
                        *list = choices;
                    }
                    self.push(path.clone(), choice.id.clone(), to, rule);
                };
                change(without(&choices, place), LEFT_OUT.into());
                let own = ids.iter().position(|id| *id == choice.id).unwrap_or(0);
                let other = (1..ids.len())
                    .map(|step| &ids[(own + step) % ids.len()])
                    .find(|other| choices.iter().all(|choice| choice.id != **other));
                if let Some(other) = other {
                    let mut changed = choices.clone();
                    changed[place].id.clone_from(other);
                    change(changed, other.clone());
                }
                if let Some(when) = &choice.when {
                    self.condition(&format!("{path}.when"), when, |rule, when| {
                        if let Some(list) = list_mut(&mut rule.body, field) {
                            list[place].when = Some(when);
                        }
                    });
                }
            }
        }
    }

    fn since(&mut self) {
        let Some(since) = self.rule.since else { return };
        let others = match since {
            Since::MissingDays(number) => [
                Since::MissingDays(number.saturating_sub(1)),
                Since::MissingDays(number + 1),
                Since::MissingEpisodes(number),
            ],
            Since::MissingEpisodes(number) => [
                Since::MissingEpisodes(number.saturating_sub(1)),
                Since::MissingEpisodes(number + 1),
                Since::MissingDays(number),
            ],
            Since::Loss => return,
        };
        for changed in others {
            let rule = Rule { since: Some(changed), ..self.rule.clone() };
            self.push("since".into(), since_words(since), since_words(changed), rule);
        }
    }

    fn events(&self, from: &[EventIndex], to: &[EventIndex]) -> (String, String) {
        (events_written(self.protocol, from), events_written(self.protocol, to))
    }

    fn clock(&mut self, clock: &Clock) {
        let protocol = self.protocol;
        let with = |change: &dyn Fn(&mut Clock)| {
            let mut changed = clock.clone();
            change(&mut changed);
            Body::Clock(changed)
        };
        for amount in variants::of_amount(clock.within) {
            let body = with(&|clock| clock.within = amount);
            self.add("within".into(), clock.within.to_string(), amount.to_string(), body);
        }
        if let Some(from) = clock.opens {
            for amount in variants::of_amount(from) {
                let body = with(&|clock| clock.opens = Some(amount));
                self.add("within.from".into(), from.to_string(), amount.to_string(), body);
            }
        }
        for starts in variants::of_starts(protocol, &clock.starts) {
            let (from, to) = (starts_written(protocol, &clock.starts), starts_written(protocol, &starts));
            self.add("starts".into(), from, to, with(&|clock| clock.starts = starts.clone()));
        }
        for changed in variants::of_events(protocol, &clock.stops) {
            let (from, to) = self.events(&clock.stops, &changed);
            self.add("stops".into(), from, to, with(&|clock| clock.stops.clone_from(&changed)));
            if clock.recurring
                && let Some(mutant) = self.made.last_mut()
            {
                mutant.idle = Some(IDLE_STOPS);
            }
        }
        for changed in variants::of_events(protocol, &clock.ended_by) {
            let (from, to) = self.events(&clock.ended_by, &changed);
            self.add("ended_by".into(), from, to, with(&|clock| clock.ended_by.clone_from(&changed)));
        }
        for changed in variants::of_events(protocol, &clock.reopened_by) {
            let (from, to) = self.events(&clock.reopened_by, &changed);
            self.add("reopened_by".into(), from, to, with(&|clock| clock.reopened_by.clone_from(&changed)));
        }
        let recurring = !clock.recurring;
        let body = with(&|clock| clock.recurring = recurring);
        self.add("recurring".into(), clock.recurring.to_string(), recurring.to_string(), body);
    }

    /// The dates and levels of other readings.
    fn readings(&mut self) {
        for (place, other) in self.rule.other_readings.iter().enumerate() {
            for amount in other.within.into_iter().flat_map(variants::of_amount) {
                let mut rule = self.rule.clone();
                rule.other_readings[place].within = Some(amount);
                let from = other.within.map(|within| within.to_string()).unwrap_or_default();
                self.push(format!("other_readings[{place}].within"), from, amount.to_string(), rule);
            }
            if let Some(schedule) = &other.schedule {
                for starts in variants::of_starts(self.protocol, schedule) {
                    let to = starts_written(self.protocol, &starts);
                    let mut rule = self.rule.clone();
                    rule.other_readings[place].schedule = Some(starts);
                    let from = starts_written(self.protocol, schedule);
                    self.push(format!("other_readings[{place}].schedule"), from, to, rule);
                }
            }
            if let Some((level, named)) = &other.level {
                for changed in self.protocol.levels.iter().map(|held| held.level).filter(|held| held != level) {
                    let mut rule = self.rule.clone();
                    rule.other_readings[place].level = Some((changed, named.clone()));
                    let path = format!("other_readings[{place}].level");
                    self.push(path, level.to_string(), changed.to_string(), rule);
                }
            }
        }
    }
}

fn conditional(before: &Condition, variant: Variant, changed: Changed) -> Mutant {
    let conditions = Some([variant.part, (before.clone(), variant.whole)]);
    Mutant { path: variant.path, from: variant.from, to: variant.to, changed, conditions, idle: None }
}

fn list<'a>(body: &'a Body, field: &str) -> Option<&'a Vec<Choice>> {
    match (body, field) {
        (Body::Route(route), "to") => Some(&route.to),
        (Body::Route(route), _) => Some(&route.attach),
        (Body::Escalation(escalation), "to") => Some(&escalation.tell),
        (Body::Escalation(escalation), _) => Some(&escalation.attach),
        (Body::Duty { attach, .. }, "attach") => Some(attach),
        (Body::Duty { to, .. }, "to") => Some(to),
        _ => None,
    }
}

fn list_mut<'a>(body: &'a mut Body, field: &str) -> Option<&'a mut Vec<Choice>> {
    match (body, field) {
        (Body::Route(route), "to") => Some(&mut route.to),
        (Body::Route(route), _) => Some(&mut route.attach),
        (Body::Escalation(escalation), "to") => Some(&mut escalation.tell),
        (Body::Escalation(escalation), _) => Some(&mut escalation.attach),
        (Body::Duty { attach, .. }, "attach") => Some(attach),
        (Body::Duty { to, .. }, "to") => Some(to),
        _ => None,
    }
}

fn of_silence(protocol: &Protocol, silence: &Silence) -> Vec<Mutant> {
    let Some(when) = &silence.when else { return Vec::new() };
    variants::of_condition(protocol, when, "when")
        .into_iter()
        .map(|variant| {
            let changed = Silence { when: Some(variant.whole.clone()), ..silence.clone() };
            conditional(when, variant, Changed::Silence(Box::new(changed)))
        })
        .collect()
}

/// Contacts: a figure or letter misprinted, the hours that it serves, one left out.
fn of_team(team: &Team) -> Vec<Mutant> {
    let mut made = Vec::new();
    for (place, contact) in team.contacts.iter().enumerate() {
        let mut add = |path: &str, from: String, to: String, team: Team| {
            let path = format!("contacts[{place}]{path}");
            let changed = Changed::Team(Box::new(team));
            made.push(Mutant { path, from, to, changed, conditions: None, idle: None });
        };
        let mut changed = team.clone();
        changed.contacts[place].value = misprinted(&contact.value);
        add(".value", contact.value.clone(), changed.contacts[place].value.clone(), changed);
        for serves in [Serves::Always, Serves::OfficeHours, Serves::OutOfHours] {
            if serves != contact.serves {
                let mut changed = team.clone();
                changed.contacts[place].serves = serves;
                add(".serves", serves_word(contact.serves).into(), serves_word(serves).into(), changed);
            }
        }
        let contacts = without(&team.contacts, place);
        add("", contact.value.clone(), LEFT_OUT.into(), Team { contacts, ..team.clone() });
    }
    made
}

fn need_word(need: Need) -> &'static str {
    match need {
        Need::Seek => "seek",
        Need::NotNeeded => "not_needed",
        Need::DoNotSeek => "do_not_seek",
    }
}

fn since_words(since: Since) -> String {
    match since {
        Since::MissingDays(number) => format!("missing_days {number}"),
        Since::MissingEpisodes(number) => format!("missing_episodes {number}"),
        Since::Loss => "loss".to_owned(),
    }
}

fn serves_word(serves: Serves) -> &'static str {
    match serves {
        Serves::Always => "always",
        Serves::OfficeHours => "office_hours",
        Serves::OutOfHours => "out_of_hours",
    }
}

/// The last figure one higher; without figures, the last letter doubled.
fn misprinted(value: &str) -> String {
    match value.char_indices().rev().find(|(_, letter)| letter.is_ascii_digit()) {
        Some((place, digit)) => {
            let other = digit.to_digit(10).and_then(|digit| char::from_digit((digit + 1) % 10, 10)).unwrap_or('0');
            format!("{}{other}{}", &value[..place], &value[place + 1..])
        }
        None => format!("{value}{}", value.chars().last().unwrap_or('x')),
    }
}
