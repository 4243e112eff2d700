//! The fields that a rule of each kind must have, read and checked.

use super::load::{At, Loader, Names};
use super::raw;
use super::read::{no_unit, shape_hint};
use super::since::Since;
use super::{Body, Clock, Escalation, Kind, OtherReading, Route, Starts, Urgency};
use crate::calendar::{Amount, Unit};
use crate::domain::condition::Condition;
use crate::problem::nearest;

/// One raw rule being read.
pub(super) struct Fields<'a> {
    pub(super) at: At<'a>,
    pub(super) raw: &'a raw::Rule<'a>,
    pub(super) names: &'a Names<'a>,
}

impl Fields<'_> {
    /// What follows from the rule.
    pub(super) fn body(&self, loader: &mut Loader<'_>, kind: Kind) -> Body {
        let raw = self.raw;
        for field in raw.given().filter(|field| !of_kind(kind).contains(field)) {
            let message = format!("a rule of kind {} has no `{field}`", kind.word());
            let hint = format!("take it out, or move the rule to the file of its kind; {}", shape_hint(self.at.file));
            loader.fault(self.at.key(field), "idle-field", message, Some(hint));
        }
        match kind {
            Kind::Level => Body::Level(self.level(loader).unwrap_or_default()),
            Kind::Indicator => {
                let counts_toward = raw
                    .counts_toward
                    .as_ref()
                    .and_then(|id| loader.rule_named(self.at.key("counts_toward"), id, self.names));
                let level = raw.level.and_then(|_| self.level(loader));
                Body::Indicator { level, counts_toward }
            }
            Kind::Decision => Body::Decision {
                outcome: self.outcome(loader),
                points_for: self.points(loader, &raw.points_for, "points_for"),
                points_against: self.points(loader, &raw.points_against, "points_against"),
            },
            Kind::Route => Body::Route(self.route(loader)),
            Kind::Clock => Body::Clock(self.clock(loader)),
            Kind::Escalation => Body::Escalation(self.escalation(loader)),
            Kind::Duty => Body::Duty {
                who: self.text(loader, raw.who.as_ref(), "who"),
                action: self.text(loader, raw.action.as_ref(), "do"),
                to: loader.choices(self.at.key("contact_of"), &raw.contact_of, Loader::team, self.names),
                attach: loader.choices(self.at.key("attach"), &raw.attach, Loader::form, self.names),
                record: self.systems(loader, &raw.record, "record"),
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
        let hint = Some(format!("add `{field}`; {}", shape_hint(self.at.file)));
        loader.fault(self.at.key(field), "missing-field", format!("`{}` has no `{field}`", self.raw.id), hint);
    }

    fn text(&self, loader: &mut Loader<'_>, text: Option<&String>, field: &str) -> String {
        text.filter(|text| !text.trim().is_empty()).cloned().unwrap_or_else(|| {
            self.missing(loader, field);
            String::new()
        })
    }

    fn level(&self, loader: &mut Loader<'_>) -> Option<u8> {
        let Some(level) = self.raw.level else {
            self.missing(loader, "level");
            return None;
        };
        if !self.names.has_level(level) {
            let message = format!("there is no level {level}");
            loader.fault(self.at.key("level"), "unknown-level", message, Some(self.names.levels_hint()));
            return None;
        }
        Some(level)
    }

    fn outcome(&self, loader: &mut Loader<'_>) -> String {
        let outcome = self.text(loader, self.raw.outcome.as_ref(), "outcome");
        let known = || self.names.vocabulary.outcomes.iter().map(|(id, _)| id.as_str());
        if !outcome.is_empty() && known().all(|id| id != outcome) {
            let hint = nearest(&outcome, known()).map(|near| format!("did you mean `{near}`?"));
            let message = format!("no outcome is called `{outcome}`");
            loader.fault(self.at.key("outcome"), "unknown-outcome", message, hint);
        }
        outcome
    }

    fn points(&self, loader: &mut Loader<'_>, points: &[raw::Point<'_>], list: &str) -> Vec<(Condition, String)> {
        let mut read = Vec::with_capacity(points.len());
        for (place, point) in points.iter().enumerate() {
            let when = loader.condition(&point.when, self.at.key(list).item(place).key("when"), self.names);
            read.extend(when.map(|when| (when, point.text.clone())));
        }
        read
    }

    fn systems(&self, loader: &mut Loader<'_>, ids: &[String], list: &str) -> Vec<String> {
        for (place, id) in ids.iter().enumerate() {
            loader.system(self.at.key(list).item(place), id, self.names);
        }
        ids.to_vec()
    }

    fn teams(&self, loader: &mut Loader<'_>) -> Vec<String> {
        for (place, id) in self.raw.teams.iter().enumerate() {
            loader.team(self.at.key("teams").item(place), id, self.names);
        }
        self.raw.teams.clone()
    }

    fn channels(&self, loader: &mut Loader<'_>) -> Vec<String> {
        for (place, channel) in self.raw.by.iter().enumerate() {
            if !CHANNELS.contains(&channel.as_str()) {
                let message = format!("`{channel}` is no channel of referral");
                let hint = format!("write one of: {}", CHANNELS.join(", "));
                loader.fault(self.at.key("by").item(place), "unknown-word", message, Some(hint));
            }
        }
        self.raw.by.clone()
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
            Some(raw::Within::Amount(words)) => {
                if let Some(number) = bare_number(words) {
                    loader.no_unit(self.at.key("within"), number);
                }
                Some(words.clone())
            }
            _ => None,
        };
        if raw.to.is_empty() {
            self.missing(loader, "to");
        }
        Route {
            who: self.text(loader, raw.who.as_ref(), "who"),
            action: self.text(loader, raw.action.as_ref(), "do"),
            urgency: self.urgency(loader),
            to: loader.choices(self.at.key("to"), &raw.to, Loader::team, self.names),
            by: self.channels(loader),
            attach: loader.choices(self.at.key("attach"), &raw.attach, Loader::form, self.names),
            search: self.systems(loader, &raw.search, "search"),
            record: self.systems(loader, &raw.record, "record"),
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
            tell: loader.choices(self.at.key("to"), &raw.to, Loader::team, self.names),
            attach: loader.choices(self.at.key("attach"), &raw.attach, Loader::form, self.names),
        }
    }

    /// The threshold or the loss that dates the rule.
    pub(super) fn since(&self) -> Option<Since> {
        self.raw.since.map(|since| match since {
            raw::Since::MissingDays(days) => Since::MissingDays(days),
            raw::Since::MissingEpisodes(count) => Since::MissingEpisodes(count),
            raw::Since::Loss => Since::Loss,
        })
    }

    /// What dates a route or a duty.
    pub(super) fn starts(&self, loader: &mut Loader<'_>, kind: Kind) -> Option<Starts> {
        let starts = self.raw.starts.as_ref().filter(|_| kind != Kind::Clock)?;
        Some(loader.starts(self.at.key("starts"), starts, self.names))
    }

    fn clock(&self, loader: &mut Loader<'_>) -> Clock {
        let raw = self.raw;
        let (within, opens) = match &raw.within {
            Some(raw::Within::Amount(text)) => (loader.amount(self.at.key("within"), text), None),
            Some(raw::Within::Window(window)) => {
                let at = self.at.key("within");
                let (from, to) = (loader.amount(at.key("from"), &window.from), loader.amount(at.key("to"), &window.to));
                if from.zip(to).is_some_and(|(from, to)| about_hours(to) <= about_hours(from)) {
                    let message = format!("the window closes after {} and opens after {}", window.to, window.from);
                    loader.fault(at.key("to"), "window-reversed", message, None);
                }
                (to, from)
            }
            None => {
                self.missing(loader, "within");
                (None, None)
            }
        };
        let starts = match &raw.starts {
            Some(starts) => loader.starts(self.at.key("starts"), starts, self.names),
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
            opens,
            no_limit: raw.no_limit,
            counts_to: match &raw.counts_to {
                Some(list) => loader.team_list(list, self.at.key("counts_to"), self.names).unwrap_or_default(),
                None => Vec::new(),
            },
            since_loss: self.since() == Some(Since::Loss),
            stops: loader.events(self.at.key("stops"), &raw.stops, self.names),
            ended_by: loader.events(self.at.key("ended_by"), &raw.ended_by, self.names),
            reopened_by: loader.events(self.at.key("reopened_by"), &raw.reopened_by, self.names),
            recurring: raw.recurring,
        }
    }
}

/// The fields that say something in a rule of a kind, beside those that every rule has.
fn of_kind(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Level => &["when", "level"],
        Kind::Indicator => &["when", "level", "counts_toward"],
        Kind::Decision => &["when", "outcome", "points_for", "points_against"],
        Kind::Route => &[
            "when",
            "who",
            "do",
            "urgency",
            "to",
            "by",
            "attach",
            "search",
            "record",
            "within",
            "done_by",
            "subject",
            "stays",
            "outlives_closing",
            "starts",
            "reopened_by",
            "since",
            "not_shared_with",
        ],
        Kind::Clock => &[
            "when",
            "who",
            "do",
            "starts",
            "within",
            "stops",
            "ended_by",
            "reopened_by",
            "recurring",
            "subject",
            "counts_to",
            "no_limit",
            "since",
        ],
        Kind::Escalation => &[
            "when",
            "who",
            "do",
            "urgency",
            "to",
            "attach",
            "since",
            "done_by",
            "subject",
            "stays",
            "outlives_closing",
            "not_shared_with",
        ],
        Kind::Duty => &[
            "when",
            "who",
            "do",
            "attach",
            "record",
            "done_by",
            "subject",
            "stays",
            "outlives_closing",
            "starts",
            "reopened_by",
            "since",
            "contact_of",
            "not_shared_with",
        ],
        Kind::Consent => &["when", "who", "need", "why"],
        Kind::Standing => &[],
        Kind::Directory => &["teams"],
    }
}

/// About how many hours an amount of time is: to tell which of two is the longer.
fn about_hours(amount: Amount) -> u64 {
    let hours = match amount.unit {
        Unit::Hours => 1,
        Unit::Days => 24,
        Unit::WorkingDays => 24 * 7 / 5,
        Unit::Weeks => 24 * 7,
        Unit::Months => 24 * 30,
        Unit::Years => 24 * 365,
    };
    u64::from(amount.number) * hours
}

/// The channels of referral that reports have words for.
const CHANNELS: [&str; 6] = ["telephone", "email", "form", "in_person", "discussion", "record_system"];

/// A limit that is nothing but a number.
fn bare_number(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
}

impl Loader<'_> {
    /// Reads an amount of time.
    pub(super) fn amount(&mut self, at: At<'_>, text: &str) -> Option<Amount> {
        if let Some(number) = bare_number(text) {
            self.no_unit(at, number);
            return None;
        }
        text.parse::<Amount>().map_err(|problem| self.fault(at, "bad-amount", problem.what, problem.hint)).ok()
    }

    fn no_unit(&mut self, at: At<'_>, number: &str) {
        let (message, hint) = no_unit(number);
        self.fault(at, "limit-without-unit", message, Some(hint));
    }

    fn starts(&mut self, at: At<'_>, starts: &raw::Starts, names: &Names<'_>) -> Starts {
        match starts {
            raw::Starts::Event(ids) => Starts::Event(self.events(at.key("event"), ids, names)),
            raw::Starts::FirstEvent(ids) => Starts::FirstEvent(self.events(at.key("first_event"), ids, names)),
            raw::Starts::LaterOf(ids) => Starts::LaterOf(self.events(at.key("later_of"), ids, names)),
            raw::Starts::Birthday(age) => Starts::Birthday(*age),
        }
    }

    /// Another reading, with the date or level it gives.
    pub(super) fn other_reading(&mut self, at: At<'_>, raw: &raw::OtherReading<'_>, names: &Names<'_>) -> OtherReading {
        match raw {
            raw::OtherReading::Words(text) => {
                OtherReading { text: text.clone(), within: None, schedule: None, level: None, when: None, unless: None }
            }
            raw::OtherReading::Full(full) => OtherReading {
                text: full.reading.clone(),
                within: full.within.as_ref().and_then(|text| self.amount(at.key("within"), text)),
                schedule: full.schedule.as_ref().map(|starts| self.starts(at.key("schedule"), starts, names)),
                level: full.level.map(|level| {
                    if !names.has_level(level) {
                        let message = format!("there is no level {level}");
                        self.fault(at.key("level"), "unknown-level", message, Some(names.levels_hint()));
                    }
                    if let Some(rule) = &full.rule {
                        self.rule_named(at.key("rule"), rule, names);
                    }
                    (level, full.rule.clone())
                }),
                when: full.when.as_ref().and_then(|when| self.condition(when, at.key("when"), names)),
                unless: full.unless.as_ref().and_then(|unless| self.condition(unless, at.key("unless"), names)),
            },
        }
    }
}
