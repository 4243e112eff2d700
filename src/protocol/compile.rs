//! From a condition as written to one compiled to indices, with every slip in it reported where it stands.

use super::Choice;
use super::load::{At, Loader, Names};
use super::raw::{self, Word, Written};
use super::vocabulary::FactKind;
use crate::domain::case::FactValue;
use crate::domain::condition::{Condition, EventIndex, RuleIndex, TeamIndex, Test};
use crate::domain::fact::{FactIndex, Value};
use crate::problem::nearest;

const FORMS: &str = "a condition is {all}, {any}, {not}, {at_least, of}, {fact, is|in|below|at_least}, {event} or {event, to}, {rule}, {level} or {level, so_far}";

fn did_you_mean<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(wanted, known).map(|near| format!("did you mean `{near}`?"))
}

impl Loader<'_> {
    fn bad<T>(&mut self, at: At<'_>, what: &str) -> Option<T> {
        self.fault(at, "bad-condition", what.to_owned(), Some(FORMS.into()));
        None
    }

    /// Compiles a condition. A part with a slip in it is left out, so that those beside it are still read.
    pub(super) fn condition(&mut self, written: &Written<'_>, at: At<'_>, names: &Names<'_>) -> Option<Condition> {
        let Written::Object(members) = written else { return self.bad(at, "a condition must be an object") };
        let member = |key: &str| members.iter().find(|(name, _)| **name == *key).map(|(_, value)| value);
        if let Some(fact) = member("fact") {
            return self.on_fact(fact.as_str().unwrap_or_default(), members, at, names);
        }
        if let ([_, _], Some(needed), Some(of)) = (members.as_slice(), member("at_least"), member("of")) {
            let needed = needed.as_u64().and_then(|number| usize::try_from(number).ok());
            let Some(needed) = needed else {
                return self.bad(at.key("at_least"), "`at_least` must be a whole number");
            };
            return Some(Condition::AtLeast(needed, self.parts(of, at.key("of"), names)?));
        }
        if let ([_, _], Some(event), Some(to)) = (members.as_slice(), member("event"), member("to")) {
            let event = self.event(at.key("event"), event.as_str().unwrap_or_default(), names);
            let teams = self.team_list(to, at.key("to"), names)?;
            return Some(Condition::EventTo(event?, teams));
        }
        if let ([_, _], Some(level), Some(Written::Flag(true))) =
            (members.as_slice(), member("level"), member("so_far"))
        {
            return self.level_named(level, at.key("level"), names).map(Condition::LevelSoFar);
        }
        let [(key, value)] = members.as_slice() else {
            return match members.first() {
                None => self.bad(at, "the condition is empty"),
                Some((key, _)) => self.no_form(at, key),
            };
        };
        let here = at.key(key);
        match key.as_ref() {
            "all" => self.parts(value, here, names).map(Condition::All),
            "any" => self.parts(value, here, names).map(Condition::Any),
            "not" => Some(Condition::Not(Box::new(self.condition(value, here, names)?))),
            "event" => self.event(here, value.as_str().unwrap_or_default(), names).map(Condition::Event),
            "rule" => self.rule_named(here, value.as_str().unwrap_or_default(), names).map(Condition::Rule),
            "level" => self.level_named(value, here, names).map(Condition::Level),
            key => self.no_form(at, key),
        }
    }

    fn level_named(&mut self, written: &Written<'_>, at: At<'_>, names: &Names<'_>) -> Option<u8> {
        let level = written.as_u64().and_then(|level| u8::try_from(level).ok()).filter(|level| names.has_level(*level));
        if level.is_none() {
            self.fault(at, "unknown-level", format!("there is no level {written}"), Some(names.levels_hint()));
        }
        level
    }

    /// Compiles a list of teams, in which null is "no team recorded".
    pub(super) fn team_list(
        &mut self,
        written: &Written<'_>,
        at: At<'_>,
        names: &Names<'_>,
    ) -> Option<Vec<Option<TeamIndex>>> {
        let Some(list) = written.as_list() else { return self.bad(at, "a list of teams must stand here") };
        let mut teams = Vec::with_capacity(list.len());
        for (place, one) in list.iter().enumerate() {
            if matches!(one, Written::Null) {
                teams.push(None);
                continue;
            }
            let id = one.as_str().unwrap_or_default();
            self.team(at.item(place), id, names);
            let found = names.teams.iter().position(|team| team.id == id);
            teams.extend(found.and_then(|place| u16::try_from(place).ok()).map(|place| Some(TeamIndex(place))));
        }
        Some(teams)
    }

    /// Compiles the list of what shows that something was done: the name of an event, or a condition.
    pub(super) fn done_by(&mut self, list: &[Written<'_>], at: At<'_>, names: &Names<'_>) -> Vec<Condition> {
        let mut done = Vec::with_capacity(list.len());
        for (place, one) in list.iter().enumerate() {
            let at = at.item(place);
            done.extend(match one.as_str() {
                Some(event) => self.event(at, event, names).map(Condition::Event),
                None => self.condition(one, at, names),
            });
        }
        done
    }

    fn no_form<T>(&mut self, at: At<'_>, key: &str) -> Option<T> {
        self.bad(at.key(key), &format!("`{key}` here makes no form of condition"))
    }

    fn parts(&mut self, written: &Written<'_>, at: At<'_>, names: &Names<'_>) -> Option<Vec<Condition>> {
        let Some(list) = written.as_list() else { return self.bad(at, "a list of conditions must stand here") };
        let mut parts = Vec::with_capacity(list.len());
        for (place, part) in list.iter().enumerate() {
            parts.extend(self.condition(part, at.item(place), names));
        }
        Some(parts)
    }

    fn on_fact(
        &mut self,
        id: &str,
        members: &[(Word<'_>, Written<'_>)],
        at: At<'_>,
        names: &Names<'_>,
    ) -> Option<Condition> {
        let fact = names.vocabulary.fact(id);
        if fact.is_none() {
            let near = did_you_mean(id, names.vocabulary.facts.iter().map(|fact| fact.id.as_str()));
            self.fault(at.key("fact"), "unknown-fact", format!("no fact is called `{id}`"), near);
        }
        let mut tests = members.iter().filter(|(key, _)| **key != *"fact");
        let (Some((test, value)), None) = (tests.next(), tests.next()) else {
            return self.bad(at, "a fact needs one test, and only one");
        };
        let here = at.key(test);
        let fact = fact?;
        let numeric = || value.as_f64().filter(|_| names.vocabulary.fact_definition(fact).kind == FactKind::Number);
        let test = match test.as_ref() {
            "is" => Test::Is(self.value(here, fact, value, names)?),
            "in" => {
                let Some(list) = value.as_list() else { return self.bad(here, "`in` needs a list of values") };
                let mut values = Vec::with_capacity(list.len());
                for (place, one) in list.iter().enumerate() {
                    values.extend(self.value(here.item(place), fact, one, names));
                }
                Test::In(values)
            }
            "below" | "at_least" => {
                let Some(limit) = numeric() else {
                    let message = format!("`{id}` cannot be compared with {value}");
                    let hint = "`below` and `at_least` compare a number with a number".to_owned();
                    self.fault(here, "impossible-value", message, Some(hint));
                    return None;
                };
                if **test == *"below" { Test::Below(limit) } else { Test::AtLeast(limit) }
            }
            other => return self.bad(here, &format!("`{other}` is no test of a fact")),
        };
        Some(Condition::Fact(fact, test))
    }

    fn value(&mut self, at: At<'_>, fact: FactIndex, written: &Written<'_>, names: &Names<'_>) -> Option<Value> {
        let definition = names.vocabulary.fact_definition(fact);
        let Ok(given) = serde_json::from_value::<FactValue>(written.to_json()) else {
            let message = format!("`{}` cannot be {written}", definition.id);
            self.fault(at, "impossible-value", message, Some(definition.expects()));
            return None;
        };
        definition.read(&given).map_err(|problem| self.fault(at, "impossible-value", problem.what, problem.hint)).ok()
    }

    /// An event by name.
    pub(super) fn event(&mut self, at: At<'_>, id: &str, names: &Names<'_>) -> Option<EventIndex> {
        let found = names.vocabulary.event(id);
        if found.is_none() {
            let near = did_you_mean(id, names.vocabulary.events.iter().map(|event| event.id.as_str()));
            self.fault(at, "unknown-event", format!("no event is called `{id}`"), near);
        }
        found
    }

    /// A list of events by name.
    pub(super) fn events(&mut self, at: At<'_>, ids: &[String], names: &Names<'_>) -> Vec<EventIndex> {
        ids.iter().enumerate().filter_map(|(place, id)| self.event(at.item(place), id, names)).collect()
    }

    /// A rule by name. One that was left out for a fault of its own is passed over in silence.
    pub(super) fn rule_named(&mut self, at: At<'_>, id: &str, names: &Names<'_>) -> Option<RuleIndex> {
        let found = names.rules.get(id).copied();
        if found.is_none() && names.withdrawn.iter().any(|other| other == id) {
            let message = format!("`{id}` is not in force {}, when this rests on it", names.era.words());
            let hint = "give both the same dates, or end this one with the other".to_owned();
            self.fault(at, "rule-not-in-force", message, Some(hint));
        } else if found.is_none() && !self.left_out.iter().any(|other| other == id) {
            let near = did_you_mean(id, names.rules.keys().map(String::as_str));
            self.fault(at, "unknown-rule", format!("no rule is called `{id}`"), near);
        }
        found
    }

    /// A team by name.
    pub(super) fn team(&mut self, at: At<'_>, id: &str, names: &Names<'_>) {
        let known = || names.teams.iter().map(|team| team.id.as_str());
        self.listed(at, id, "unknown-team", "team", known);
    }

    /// A form by name.
    pub(super) fn form(&mut self, at: At<'_>, id: &str, names: &Names<'_>) {
        self.listed(at, id, "unknown-form", "form", || names.forms.iter().map(|form| form.id.as_str()));
    }

    /// A record system by name.
    pub(super) fn system(&mut self, at: At<'_>, id: &str, names: &Names<'_>) {
        self.listed(at, id, "unknown-system", "system", || names.systems.iter().map(|form| form.id.as_str()));
    }

    fn listed<'n, I: Iterator<Item = &'n str>>(
        &mut self,
        at: At<'_>,
        id: &str,
        code: &'static str,
        what: &str,
        known: impl Fn() -> I,
    ) {
        if known().all(|other| other != id) && !self.left_out.iter().any(|other| other == id) {
            self.fault(at, code, format!("no {what} is called `{id}`"), did_you_mean(id, known()));
        }
    }

    /// Teams or forms, each with the condition on which it is meant.
    pub(super) fn choices(
        &mut self,
        at: At<'_>,
        raws: &[raw::Choice<'_>],
        check: fn(&mut Self, At<'_>, &str, &Names<'_>),
        names: &Names<'_>,
    ) -> Vec<Choice> {
        let mut choices = Vec::with_capacity(raws.len());
        for (place, raw) in raws.iter().enumerate() {
            let item = at.item(place);
            let (id, when, unless) = match raw {
                raw::Choice::Always(id) => {
                    check(self, item, id, names);
                    (id, None, None)
                }
                raw::Choice::When(raw::Conditional { id, when, unless }) => {
                    check(self, item.key("id"), id, names);
                    let when = when.as_ref().and_then(|when| self.condition(when, item.key("when"), names));
                    let unless = unless.as_ref().and_then(|it| self.condition(it, item.key("unless"), names));
                    (id, when, unless)
                }
            };
            choices.push(Choice { id: id.clone(), when, unless });
        }
        choices
    }
}
