//! The cases that a protocol carries in `tests.json` to show that its rules answer rightly: facts, events and a time, and
//! what is expected of each rule named.

use super::diagnostic::Diagnostic;
use super::load::{Loader, Source};
use super::{Body, Kind, Need, Protocol};
use crate::calendar::{Moment, london, parse_date, parse_instant_or_local};
use crate::domain::case::{Case, Event, Facts};
use crate::domain::condition::RuleIndex;
use crate::domain::situation::Situation;
use crate::domain::truth::Truth;
use crate::problem::{Problem, nearest};
use chrono::{DateTime, Utc};
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fmt;

/// The file that holds them.
pub const FILE: &str = "tests.json";

/// One case with what is expected of it.
#[derive(Debug)]
pub struct Trial {
    /// Its fixed name within the file.
    pub id: String,
    /// What it shows, in words.
    pub title: String,
    /// The child's case.
    pub case: Case,
    /// The present.
    pub now: DateTime<Utc>,
    /// What is expected of each rule named, in the order given.
    pub rules: Vec<(RuleIndex, Expected)>,
    /// The level of need.
    pub level: Option<u8>,
    /// The higher levels not ruled out.
    pub could_be: Option<Vec<u8>>,
    /// Silences that are said, by place.
    pub silent: Vec<usize>,
    /// Silences that are not said, by place.
    pub not_silent: Vec<usize>,
}

/// What is expected of one rule. What is not given is not looked at.
#[derive(Debug, Clone)]
pub struct Expected {
    /// Whether it applies.
    pub applies: Truth,
    /// The level that it points to.
    pub level: Option<u8>,
    /// The levels by its other readings.
    pub other_levels: Option<Vec<u8>>,
    /// The candidate outcome.
    pub outcome: Option<String>,
    /// Which points for it hold, counted from 1.
    pub points_for: Option<Vec<usize>>,
    /// Which points against it hold, counted from 1.
    pub points_against: Option<Vec<usize>>,
    /// What is to be done about consent.
    pub need: Option<Need>,
    /// The teams it goes to, or that are told.
    pub to: Option<Vec<String>>,
    /// The contacts shown, as printed.
    pub contact: Option<Vec<String>>,
    /// The forms that go with it.
    pub attach: Option<Vec<String>>,
    /// When the clock ends, or the window opens.
    pub due: Option<Moment>,
    /// When the window closes.
    pub closes: Option<Moment>,
    /// Where the deadline stands; none for a clock that has ended.
    pub status: Option<Standing>,
    /// Dates by its other readings, in order; none where a reading gives none.
    pub other_due: Option<Vec<Option<Moment>>>,
    /// When the threshold was reached.
    pub since: Option<Moment>,
    /// Which readings of "in a month" are met.
    pub readings: Option<Vec<String>>,
    /// When it was acted on.
    pub done: Option<Moment>,
}

/// Where a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its end has passed.
    Overdue,
    /// It ends today.
    DueToday,
    /// It ends later.
    Upcoming,
    /// Its start is not recorded.
    Waiting,
    /// Done after its end.
    MetLate,
    /// Done in time.
    Met,
    /// Over, without being met.
    Ended,
}

/// The file as serde reads it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "$schema")]
    _schema: Option<String>,
    #[serde(default, rename = "note")]
    _note: Option<String>,
    /// The present of every case that gives none.
    now: Option<String>,
    cases: Vec<RawTrial>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTrial {
    id: String,
    title: Option<String>,
    now: Option<String>,
    born: Option<String>,
    #[serde(default)]
    facts: Facts,
    #[serde(default)]
    events: Vec<Event>,
    expect: Expect,
}

/// What is not one of these words is the id of a rule; `load` checks that it is.
#[derive(Debug, Deserialize)]
struct Expect {
    level: Option<u8>,
    could_be: Option<Vec<u8>>,
    #[serde(default)]
    silent: Vec<String>,
    #[serde(default)]
    not_silent: Vec<String>,
    #[serde(flatten)]
    rules: Rules,
}

#[derive(Debug)]
struct Rules(Vec<(String, RawExpected)>);

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Applies {
    Yes,
    No,
    Unknown,
}

/// `"yes"`, or an object when more is expected than whether it applies.
#[derive(Debug)]
enum RawExpected {
    Short(Applies),
    Full(Box<Full>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Full {
    applies: Applies,
    level: Option<u8>,
    other_levels: Option<Vec<u8>>,
    outcome: Option<String>,
    #[serde(rename = "for")]
    points_for: Option<Vec<usize>>,
    against: Option<Vec<usize>>,
    need: Option<Need>,
    to: Option<Vec<String>>,
    contact: Option<Vec<String>>,
    attach: Option<Vec<String>>,
    due: Option<String>,
    closes: Option<String>,
    status: Option<Standing>,
    other_due: Option<Vec<Option<String>>>,
    since: Option<String>,
    readings: Option<Vec<String>>,
    done: Option<String>,
}

impl<'de> Deserialize<'de> for Rules {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RulesVisitor;
        impl<'de> Visitor<'de> for RulesVisitor {
            type Value = Rules;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object of what is expected")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Rules, A::Error> {
                let mut rules: Vec<(String, RawExpected)> = Vec::new();
                while let Some(id) = map.next_key::<String>()? {
                    if rules.iter().any(|(held, _)| *held == id) {
                        return Err(de::Error::custom(format!("duplicate rule `{id}`")));
                    }
                    rules.push((id, map.next_value()?));
                }
                Ok(Rules(rules))
            }
        }
        deserializer.deserialize_map(RulesVisitor)
    }
}

impl<'de> Deserialize<'de> for RawExpected {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ExpectedVisitor;
        impl<'de> Visitor<'de> for ExpectedVisitor {
            type Value = RawExpected;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("\"yes\", \"no\", \"unknown\", or an object with `applies`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<RawExpected, E> {
                Applies::deserialize(de::value::StrDeserializer::new(text)).map(RawExpected::Short)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawExpected, A::Error> {
                Full::deserialize(MapAccessDeserializer::new(map)).map(|full| RawExpected::Full(Box::new(full)))
            }
        }
        deserializer.deserialize_any(ExpectedVisitor)
    }
}

/// Reads a protocol's tests. None when it has no such file.
///
/// # Errors
/// Every fault found: names that nothing declares, an answer that a rule of its kind never gives, a case that cannot be.
pub fn load(protocol: &Protocol, source: &Source) -> Result<Option<Vec<Trial>>, Vec<Diagnostic>> {
    if source.text(FILE).is_none() {
        return Ok(None);
    }
    let mut reader = Reader { protocol, loader: Loader::new(source, None) };
    let file = reader.loader.wanted_file::<File>(FILE);
    let trials = file.map(|(file, _)| reader.trials(file)).unwrap_or_default();
    if reader.loader.faults.is_empty() { Ok(Some(trials)) } else { Err(reader.loader.faults) }
}

struct Reader<'a> {
    protocol: &'a Protocol,
    loader: Loader<'a>,
}

impl Reader<'_> {
    fn trials(&mut self, file: File) -> Vec<Trial> {
        let mut ids = HashSet::new();
        let mut trials = Vec::with_capacity(file.cases.len());
        for raw in file.cases {
            if !ids.insert(raw.id.clone()) {
                self.fault(&raw.id, "duplicate-id", format!("`{}` is defined twice", raw.id), None);
            }
            trials.extend(self.trial(raw, file.now.as_deref()));
        }
        trials
    }

    fn fault(&mut self, id: &str, code: &'static str, message: String, hint: Option<String>) {
        // Said of a name: the last one in backticks.
        let words: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let words: Vec<&str> = words.into_iter().rev().collect();
        let place = self.loader.source.word(FILE, id, &words);
        self.loader.fault_at(FILE, place, Some(id.to_owned()), code, message, hint);
    }

    fn trial(&mut self, raw: RawTrial, now: Option<&str>) -> Option<Trial> {
        let id = raw.id.clone();
        let Some(now) = raw.now.as_deref().or(now) else {
            let hint = "give `now` in the case, or once for all beside `cases`".to_owned();
            self.fault(&id, "impossible-case", "the case has no `now`".into(), Some(hint));
            return None;
        };
        let now = self.read(&id, parse_instant_or_local(now))?;
        let today = london::date_of(now);
        if !self.protocol.in_force.contains(today) {
            let message = "the edition is not in force at `now`".to_owned();
            let hint = format!("it is in force {}", self.protocol.in_force.words());
            self.fault(&id, "impossible-case", message, Some(hint));
            return None;
        }
        if !self.protocol.era.contains(today) {
            // A case for these rules as they are at another time.
            return None;
        }
        let case =
            Case { reference: id.clone(), born: raw.born, facts: raw.facts, events: raw.events, ..Case::default() };
        if let Err(problem) = Situation::new(self.protocol, &case, now) {
            self.fault(&id, "impossible-case", problem.to_string(), problem.hint);
            return None;
        }
        for level in raw.expect.level.iter().chain(raw.expect.could_be.iter().flatten()) {
            self.level(&id, *level);
        }
        let silent = self.silences(&id, &raw.expect.silent);
        let not_silent = self.silences(&id, &raw.expect.not_silent);
        let mut rules = Vec::with_capacity(raw.expect.rules.0.len());
        for (name, expected) in raw.expect.rules.0 {
            rules.extend(self.rule(&id, &name, expected));
        }
        if rules.is_empty() && raw.expect.level.is_none() && silent.is_empty() && not_silent.is_empty() {
            let hint = "name a rule under `expect`, with yes, no or unknown".to_owned();
            self.fault(&id, "nothing-expected", "the case expects nothing".into(), Some(hint));
        }
        Some(Trial {
            title: raw.title.unwrap_or_default(),
            case,
            now,
            rules,
            level: raw.expect.level,
            could_be: raw.expect.could_be,
            silent,
            not_silent,
            id,
        })
    }

    fn read<T>(&mut self, id: &str, value: Result<T, Problem>) -> Option<T> {
        value.map_err(|problem| self.fault(id, "bad-date", problem.what, problem.hint)).ok()
    }

    fn moment(&mut self, id: &str, text: Option<String>) -> Option<Moment> {
        let text = text?;
        let moment = parse_date(&text).map(Moment::Date);
        self.read(id, moment.or_else(|_| parse_instant_or_local(&text).map(Moment::Instant)))
    }

    fn level(&mut self, id: &str, level: u8) {
        if !self.protocol.levels.iter().any(|held| held.level == level) {
            self.fault(id, "unknown-level", format!("levels.json has no level {level}"), None);
        }
    }

    fn silences(&mut self, id: &str, topics: &[String]) -> Vec<usize> {
        let known = &self.protocol.silences;
        let mut places = Vec::with_capacity(topics.len());
        for topic in topics {
            match known.iter().position(|silence| silence.topic == *topic) {
                Some(place) => places.push(place),
                None => {
                    let near = nearest(topic, known.iter().map(|silence| silence.topic.as_str()));
                    let hint = near.map(|near| format!("did you mean `{near}`?"));
                    self.fault(id, "unknown-silence", format!("no silence is called `{topic}`"), hint);
                }
            }
        }
        places
    }

    fn rule(&mut self, id: &str, name: &str, raw: RawExpected) -> Option<(RuleIndex, Expected)> {
        let Some(index) = self.protocol.find_rule(name) else {
            let near = nearest(name, self.protocol.rules.iter().map(|rule| rule.id.as_str()));
            let hint = near.map(|near| format!("did you mean `{near}`?"));
            self.fault(id, "unknown-rule", format!("no rule is called `{name}`"), hint);
            return None;
        };
        let rule = self.protocol.rule(index);
        if rule.when.is_none() {
            let message = format!("`{name}` has no condition, so no case can show it");
            self.fault(id, "no-such-answer", message, Some("expect rules that say when they apply".into()));
            return None;
        }
        let full = match raw {
            RawExpected::Short(applies) => return Some((index, Expected::only(applies))),
            RawExpected::Full(full) => *full,
        };
        for (kinds, field) in full.given() {
            if !kinds.contains(&rule.kind) {
                let message = format!("`{name}` is a {} and never has `{field}`", rule.kind.word());
                self.fault(id, "no-such-answer", message, Some(format!("take `{field}` out")));
            }
        }
        self.names(id, &full);
        if let Body::Decision { points_for, points_against, .. } = &rule.body {
            for (given, held) in [(&full.points_for, points_for), (&full.against, points_against)] {
                for place in given.iter().flatten().filter(|place| **place == 0 || **place > held.len()) {
                    let message = format!("`{name}` has no point {place}");
                    self.fault(id, "no-such-answer", message, Some("points are counted from 1".into()));
                }
            }
        }
        let mut other_due = full.other_due.as_ref().map(|_| Vec::new());
        for text in full.other_due.iter().flatten() {
            let moment = self.moment(id, text.clone());
            other_due.iter_mut().for_each(|list| list.push(moment));
        }
        Some((
            index,
            Expected {
                level: full.level,
                other_levels: full.other_levels,
                outcome: full.outcome,
                points_for: full.points_for,
                points_against: full.against,
                need: full.need,
                to: full.to,
                contact: full.contact,
                attach: full.attach,
                due: self.moment(id, full.due),
                closes: self.moment(id, full.closes),
                status: full.status,
                other_due,
                since: self.moment(id, full.since),
                readings: full.readings,
                done: self.moment(id, full.done),
                ..Expected::only(full.applies)
            },
        ))
    }

    /// The names in an expectation must be the protocol's own.
    fn names(&mut self, id: &str, full: &Full) {
        let protocol = self.protocol;
        let vocabulary = &protocol.vocabulary;
        let teams: Vec<&str> = protocol.teams.iter().map(|team| team.id.as_str()).collect();
        let forms: Vec<&str> = protocol.forms.iter().map(|form| form.id.as_str()).collect();
        let outcomes: Vec<&str> = vocabulary.outcomes.iter().map(|(id, _)| id.as_str()).collect();
        let readings: Vec<&str> = vocabulary.readings.iter().map(|reading| reading.id.as_str()).collect();
        let outcome: Vec<String> = full.outcome.iter().cloned().collect();
        let lists: [(&[String], &[&str], &'static str, &'static str); 4] = [
            (full.to.as_deref().unwrap_or_default(), &teams, "team", "unknown-team"),
            (full.attach.as_deref().unwrap_or_default(), &forms, "form", "unknown-form"),
            (&outcome, &outcomes, "outcome", "unknown-outcome"),
            (full.readings.as_deref().unwrap_or_default(), &readings, "reading", "unknown-reading"),
        ];
        for (given, known, what, code) in lists {
            for name in given.iter().filter(|name| !known.contains(&name.as_str())) {
                let near = nearest(name, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
                self.fault(id, code, format!("no {what} is called `{name}`"), near);
            }
        }
        for level in full.level.iter().chain(full.other_levels.iter().flatten()) {
            self.level(id, *level);
        }
    }
}

impl Expected {
    fn only(applies: Applies) -> Self {
        Self {
            applies: match applies {
                Applies::Yes => Truth::Yes,
                Applies::No => Truth::No,
                Applies::Unknown => Truth::Unknown,
            },
            level: None,
            other_levels: None,
            outcome: None,
            points_for: None,
            points_against: None,
            need: None,
            to: None,
            contact: None,
            attach: None,
            due: None,
            closes: None,
            status: None,
            other_due: None,
            since: None,
            readings: None,
            done: None,
        }
    }
}

impl Full {
    /// The fields given, each with the kinds of rule that can have it.
    fn given(&self) -> Vec<(&'static [Kind], &'static str)> {
        const LEVELS: &[Kind] = &[Kind::Level, Kind::Indicator];
        const SENT: &[Kind] = &[Kind::Route, Kind::Escalation];
        const WITH_FORMS: &[Kind] = &[Kind::Route, Kind::Escalation, Kind::Duty];
        const CLOCK: &[Kind] = &[Kind::Clock];
        const ESCALATION: &[Kind] = &[Kind::Escalation];
        const DECISION: &[Kind] = &[Kind::Decision];
        [
            (self.level.is_some(), LEVELS, "level"),
            (self.other_levels.is_some(), LEVELS, "other_levels"),
            (self.outcome.is_some(), DECISION, "outcome"),
            (self.points_for.is_some(), DECISION, "for"),
            (self.against.is_some(), DECISION, "against"),
            (self.need.is_some(), &[Kind::Consent], "need"),
            (self.to.is_some(), SENT, "to"),
            (self.contact.is_some(), SENT, "contact"),
            (self.attach.is_some(), WITH_FORMS, "attach"),
            (self.due.is_some(), CLOCK, "due"),
            (self.closes.is_some(), CLOCK, "closes"),
            (self.status.is_some(), CLOCK, "status"),
            (self.other_due.is_some(), CLOCK, "other_due"),
            (self.since.is_some(), ESCALATION, "since"),
            (self.readings.is_some(), ESCALATION, "readings"),
            (self.done.is_some(), ESCALATION, "done"),
        ]
        .into_iter()
        .filter(|(given, ..)| *given)
        .map(|(_, kinds, field)| (kinds, field))
        .collect()
    }
}
