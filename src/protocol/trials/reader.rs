//! From `tests.json` to checked cases; every fault is found in one pass.

use super::raw::{File, Full, RawExpected, RawTrial};
use super::{Expected, FILE, Trial};
use crate::calendar::{Moment, london, parse_date, parse_instant_or_local};
use crate::domain::case::Case;
use crate::domain::condition::RuleIndex;
use crate::domain::situation::Situation;
use crate::problem::{Problem, nearest};
use crate::protocol::diagnostic::Diagnostic;
use crate::protocol::load::{At, Loader, Source};
use crate::protocol::{Body, Protocol};
use std::collections::HashSet;

/// Reads the file's text.
///
/// # Errors
/// As [`super::load`].
pub(super) fn read(protocol: &Protocol, source: &Source) -> Result<Vec<Trial>, Vec<Diagnostic>> {
    let mut reader = Reader { protocol, loader: Loader::new(source, None) };
    let file = reader.loader.wanted_file::<File>(FILE);
    let trials = file.map(|(file, _)| reader.trials(file)).unwrap_or_default();
    if reader.loader.faults.is_empty() { Ok(trials) } else { Err(reader.loader.faults) }
}

struct Reader<'a> {
    protocol: &'a Protocol,
    loader: Loader<'a>,
}

impl Reader<'_> {
    fn trials(&mut self, file: File) -> Vec<Trial> {
        let mut ids = HashSet::new();
        let mut trials = Vec::with_capacity(file.cases.len());
        let common = file.now.as_deref();
        // Said once where the time that the cases share is at fault, not once a case.
        let shared = common.and_then(|now| parse_instant_or_local(now).ok()).map(london::date_of);
        let out_of_force = shared.is_some_and(|today| !self.protocol.in_force.contains(today));
        if out_of_force && file.cases.iter().any(|raw| raw.now.is_none()) {
            let at = At::top(FILE);
            let message = format!("the edition is not in force at `{}`", common.unwrap_or_default());
            self.loader.fault(at.key("now"), "impossible-case", message, Some(self.when_in_force()));
        }
        for raw in file.cases {
            if raw.now.is_none() && out_of_force {
                continue;
            }
            if !ids.insert(raw.id.clone()) {
                self.fault(&raw.id, "duplicate-id", format!("`{}` is defined twice", raw.id), None);
            }
            trials.extend(self.trial(raw, common));
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

    fn when_in_force(&self) -> String {
        format!(
            "edition \"{}\" is in force {}: give a `now` in that time, or move the case to the tests.json of the edition \
             that was in force then",
            self.protocol.edition,
            self.protocol.in_force.words()
        )
    }

    fn trial(&mut self, raw: RawTrial, now: Option<&str>) -> Option<Trial> {
        let id = raw.id.clone();
        let Some(now) = raw.now.as_deref().or(now) else {
            let hint = "give `now` in the case, or once for all beside `cases`".to_owned();
            self.fault(&id, "impossible-case", "the case has no `now`".into(), Some(hint));
            return None;
        };
        let told = now;
        let now = self.read(&id, parse_instant_or_local(now))?;
        let today = london::date_of(now);
        if !self.protocol.in_force.contains(today) {
            let message = format!("the edition is not in force at `{told}`");
            let hint = self.when_in_force();
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
        let silences = raw.expect.silent.len() + raw.expect.not_silent.len();
        let given = raw.expect.rules.0.len() + raw.expect.contacts.0.len() + silences;
        let mut contacts = Vec::with_capacity(raw.expect.contacts.0.len());
        for (team, values) in raw.expect.contacts.0 {
            match self.protocol.teams.iter().position(|held| held.id == team) {
                Some(place) => contacts.push((place, values)),
                None => {
                    let near = nearest(&team, self.protocol.teams.iter().map(|held| held.id.as_str()));
                    let hint = near.map(|near| format!("did you mean `{near}`?"));
                    self.fault(&id, "unknown-team", format!("no team is called `{team}`"), hint);
                }
            }
        }
        let mut rules = Vec::with_capacity(raw.expect.rules.0.len());
        for (name, expected) in raw.expect.rules.0 {
            rules.extend(self.rule(&id, &name, expected));
        }
        let level = raw.expect.level.is_some() || raw.expect.could_be.is_some();
        if given == 0 && !level {
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
            contacts,
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
            RawExpected::Short(applies) => return Some((index, Expected::only(applies.into()))),
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
                opens: self.moment(id, full.opens),
                status: full.status,
                other_due,
                since: self.moment(id, full.since),
                readings: full.readings,
                done: self.moment(id, full.done),
                ..Expected::only(full.applies.into())
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
