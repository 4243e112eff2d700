//! The fields that a rule of each kind must have, read and checked.

use super::load::{At, Loader, Names};
use super::raw;
use super::since::Since;
use super::{Body, Clock, Escalation, Kind, OtherReading, Route, Starts, Urgency};
use crate::calendar::{Amount, Unit};
use crate::domain::condition::{Condition, EventIndex};
use crate::problem::nearest;

/// One raw rule being read.
pub(super) struct Fields<'a> {
    pub(super) at: At<'a>,
    pub(super) raw: &'a raw::Rule,
    pub(super) names: &'a Names<'a>,
}

impl Fields<'_> {
    /// What follows from the rule.
    pub(super) fn body(&self, loader: &mut Loader<'_>, kind: Kind) -> Body {
        let raw = self.raw;
        match kind {
            Kind::Level => Body::Level(self.level(loader).unwrap_or_default()),
            Kind::Indicator => {
                let counts_toward =
                    raw.counts_toward.as_ref().and_then(|id| loader.rule_named(self.at, id, self.names));
                let level = raw.level.and_then(|_| self.level(loader));
                Body::Indicator { level, counts_toward }
            }
            Kind::Decision => Body::Decision {
                outcome: self.outcome(loader),
                points_for: self.points(loader, &raw.points_for),
                points_against: self.points(loader, &raw.points_against),
            },
            Kind::Route => Body::Route(self.route(loader)),
            Kind::Clock => Body::Clock(self.clock(loader)),
            Kind::Escalation => Body::Escalation(self.escalation(loader)),
            Kind::Duty => Body::Duty {
                who: self.text(loader, raw.who.as_ref(), "who"),
                action: self.text(loader, raw.action.as_ref(), "do"),
                attach: loader.choices(self.at, &raw.attach, "form", self.names),
                record: self.systems(loader, &raw.record),
            },
            Kind::Consent => Body::Consent {
                need: raw.need.unwrap_or_else(|| {
                    self.missing(loader, "need");
                    raw::Need::Seek
                }),
                who: self.text(loader, raw.who.as_ref(), "who"),
                why: self.text(loader, raw.why.as_ref(), "why"),
            },
            Kind::Standing => Body::Standing,
            Kind::Directory => Body::Directory(self.teams(loader)),
        }
    }

    fn missing(&self, loader: &mut Loader<'_>, field: &str) {
        loader.fault(self.at, "missing-field", format!("`{}` has no `{field}`", self.raw.id), None);
    }

    fn text(&self, loader: &mut Loader<'_>, text: Option<&String>, field: &str) -> String {
        text.cloned().unwrap_or_else(|| {
            self.missing(loader, field);
            String::new()
        })
    }

    fn level(&self, loader: &mut Loader<'_>) -> Option<u8> {
        let level = self.raw.level.filter(|level| self.names.levels.iter().any(|held| held.level == *level));
        if level.is_none() {
            loader.fault(self.at, "unknown-level", "`level` is missing or not in levels.json".into(), None);
        }
        level
    }

    fn outcome(&self, loader: &mut Loader<'_>) -> String {
        let outcome = self.text(loader, self.raw.outcome.as_ref(), "outcome");
        if !outcome.is_empty() && !self.names.vocabulary.outcomes.iter().any(|(id, _)| *id == outcome) {
            loader.fault(self.at, "unknown-outcome", format!("no outcome is called `{outcome}`"), None);
        }
        outcome
    }

    fn points(&self, loader: &mut Loader<'_>, points: &[raw::Point]) -> Vec<(Condition, String)> {
        points
            .iter()
            .filter_map(|point| Some((loader.condition(&point.when, self.at, self.names)?, point.text.clone())))
            .collect()
    }

    fn systems(&self, loader: &mut Loader<'_>, ids: &[String]) -> Vec<String> {
        for id in ids {
            if !self.names.systems.iter().any(|system| system.id == *id) {
                loader.fault(self.at, "unknown-system", format!("no system is called `{id}`"), None);
            }
        }
        ids.to_vec()
    }

    fn teams(&self, loader: &mut Loader<'_>) -> Vec<String> {
        for id in &self.raw.teams {
            if !self.names.teams.iter().any(|team| team.id == *id) {
                let near = nearest(id, self.names.teams.iter().map(|team| team.id.as_str()));
                let hint = near.map(|near| format!("did you mean `{near}`?"));
                loader.fault(self.at, "unknown-team", format!("no team is called `{id}`"), hint);
            }
        }
        self.raw.teams.clone()
    }

    fn urgency(&self, loader: &mut Loader<'_>) -> Urgency {
        self.raw.urgency.unwrap_or_else(|| {
            self.missing(loader, "urgency");
            Urgency::Immediate
        })
    }

    fn route(&self, loader: &mut Loader<'_>) -> Route {
        let raw = self.raw;
        let within = match &raw.within {
            Some(raw::Within::Amount(words)) => Some(words.clone()),
            _ => None,
        };
        if raw.to.is_empty() {
            self.missing(loader, "to");
        }
        Route {
            who: self.text(loader, raw.who.as_ref(), "who"),
            action: self.text(loader, raw.action.as_ref(), "do"),
            urgency: self.urgency(loader),
            to: loader.choices(self.at, &raw.to, "team", self.names),
            by: raw.by.clone(),
            attach: loader.choices(self.at, &raw.attach, "form", self.names),
            search: self.systems(loader, &raw.search),
            record: self.systems(loader, &raw.record),
            within,
        }
    }

    fn escalation(&self, loader: &mut Loader<'_>) -> Escalation {
        let raw = self.raw;
        if raw.to.is_empty() {
            self.missing(loader, "to");
        }
        Escalation {
            who: self.text(loader, raw.who.as_ref(), "who"),
            action: self.text(loader, raw.action.as_ref(), "do"),
            urgency: self.urgency(loader),
            tell: loader.choices(self.at, &raw.to, "team", self.names),
            attach: loader.choices(self.at, &raw.attach, "form", self.names),
            since: raw.since.map(|since| match since {
                raw::Since::MissingDays(days) => Since::MissingDays(days),
                raw::Since::MissingEpisodes(count) => Since::MissingEpisodes(count),
            }),
            done_by: self.events(loader, &raw.done_by),
        }
    }

    fn clock(&self, loader: &mut Loader<'_>) -> Clock {
        let raw = self.raw;
        let (within, window_to) = match &raw.within {
            Some(raw::Within::Amount(text)) => (loader.amount(self.at, text), None),
            Some(raw::Within::Window(window)) => {
                (loader.amount(self.at, &window.from), loader.amount(self.at, &window.to))
            }
            None => {
                self.missing(loader, "within");
                (None, None)
            }
        };
        let starts = match &raw.starts {
            Some(starts) => loader.starts(self.at, starts, self.names),
            None => {
                self.missing(loader, "starts");
                Starts::Event(Vec::new())
            }
        };
        Clock {
            owner: self.text(loader, raw.who.as_ref(), "who"),
            action: self.text(loader, raw.action.as_ref(), "do"),
            starts,
            within: within.unwrap_or(Amount { number: 0, unit: Unit::Days }),
            window_to,
            stops: self.events(loader, &raw.stops),
            ended_by: self.events(loader, &raw.ended_by),
            reopened_by: self.events(loader, &raw.reopened_by),
            recurring: raw.recurring,
        }
    }

    fn events(&self, loader: &mut Loader<'_>, ids: &[String]) -> Vec<EventIndex> {
        ids.iter().filter_map(|id| loader.event(self.at, id, self.names)).collect()
    }
}

impl Loader<'_> {
    pub(super) fn amount(&mut self, at: At<'_>, text: &str) -> Option<Amount> {
        text.parse::<Amount>().map_err(|problem| self.fault(at, "bad-amount", problem.what, problem.hint)).ok()
    }

    fn starts(&mut self, at: At<'_>, starts: &raw::Starts, names: &Names<'_>) -> Starts {
        let mut events =
            |ids: &[String]| -> Vec<EventIndex> { ids.iter().filter_map(|id| self.event(at, id, names)).collect() };
        match starts {
            raw::Starts::Event(ids) => Starts::Event(events(ids)),
            raw::Starts::FirstEvent(ids) => Starts::FirstEvent(events(ids)),
            raw::Starts::LaterOf(ids) => Starts::LaterOf(events(ids)),
            raw::Starts::Birthday(age) => Starts::Birthday(*age),
        }
    }

    /// Another reading, with the date or level it gives.
    pub(super) fn other_reading(&mut self, at: At<'_>, raw: &raw::OtherReading, names: &Names<'_>) -> OtherReading {
        match raw {
            raw::OtherReading::Words(text) => {
                OtherReading { text: text.clone(), within: None, schedule: None, level: None }
            }
            raw::OtherReading::Full(full) => OtherReading {
                text: full.reading.clone(),
                within: full.within.as_ref().and_then(|text| self.amount(at, text)),
                schedule: full.schedule.as_ref().map(|starts| self.starts(at, starts, names)),
                level: full.level.map(|level| (level, full.rule.clone())),
            },
        }
    }
}
