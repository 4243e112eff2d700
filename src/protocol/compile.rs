//! From a condition as written to one compiled to indices, with every slip in it reported where it stands.

use super::Choice;
use super::load::{At, Loader, Names};
use super::raw;
use super::vocabulary::FactKind;
use crate::domain::condition::{Condition, EventIndex, RuleIndex, Test};
use crate::domain::fact::{FactIndex, Value};
use crate::problem::nearest;
use serde_json::{Map, Value as Json};

const FORMS: &str =
    "a condition is {all}, {any}, {not}, {at_least, of}, {fact, is|in|below|at_least}, {event}, {rule} or {level}";

fn did_you_mean<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(wanted, known).map(|near| format!("did you mean `{near}`?"))
}

impl Loader<'_> {
    fn bad<T>(&mut self, at: At<'_>, what: &str) -> Option<T> {
        self.fault(at, "bad-condition", what.to_owned(), Some(FORMS.into()));
        None
    }

    /// Compiles a condition. A part with a slip in it is left out, so that those beside it are still read.
    pub(super) fn condition(&mut self, json: &Json, at: At<'_>, names: &Names<'_>) -> Option<Condition> {
        let Some(object) = json.as_object() else { return self.bad(at, "a condition must be an object") };
        let has = |key: &str| object.contains_key(key);
        if has("fact") {
            return self.on_fact(object, at, names);
        }
        match object.keys().map(String::as_str).collect::<Vec<_>>().as_slice() {
            [key @ ("all" | "any")] => {
                let at = at.key(key);
                let parts = self.parts(&object[*key], at, names)?;
                Some(if *key == "all" { Condition::All(parts) } else { Condition::Any(parts) })
            }
            ["not"] => Some(Condition::Not(Box::new(self.condition(&object["not"], at.key("not"), names)?))),
            [_, _] if has("at_least") && has("of") => {
                let needed = object["at_least"].as_u64().and_then(|number| usize::try_from(number).ok());
                let Some(needed) = needed else {
                    return self.bad(at.key("at_least"), "`at_least` must be a whole number");
                };
                Some(Condition::AtLeast(needed, self.parts(&object["of"], at.key("of"), names)?))
            }
            ["event"] => {
                let id = object["event"].as_str().unwrap_or_default();
                self.event(at.key("event"), id, names).map(Condition::Event)
            }
            ["rule"] => {
                let id = object["rule"].as_str().unwrap_or_default();
                self.rule_named(at.key("rule"), id, names).map(Condition::Rule)
            }
            ["level"] => {
                let level = object["level"].as_u64().and_then(|level| u8::try_from(level).ok());
                if let Some(level) = level.filter(|level| names.has_level(*level)) {
                    return Some(Condition::Level(level));
                }
                let message = format!("there is no level {}", object["level"]);
                self.fault(at.key("level"), "unknown-level", message, Some(names.levels_hint()));
                None
            }
            [] => self.bad(at, "the condition is empty"),
            [key, ..] => self.bad(at.key(key), &format!("`{key}` here makes no form of condition")),
        }
    }

    fn parts(&mut self, json: &Json, at: At<'_>, names: &Names<'_>) -> Option<Vec<Condition>> {
        let Some(list) = json.as_array() else { return self.bad(at, "a list of conditions must stand here") };
        let part = |(place, part)| self.condition(part, at.item(place), names);
        Some(list.iter().enumerate().filter_map(part).collect())
    }

    fn on_fact(&mut self, object: &Map<String, Json>, at: At<'_>, names: &Names<'_>) -> Option<Condition> {
        let id = object["fact"].as_str().unwrap_or_default();
        let fact = names.vocabulary.fact(id);
        if fact.is_none() {
            let near = did_you_mean(id, names.vocabulary.facts.iter().map(|fact| fact.id.as_str()));
            self.fault(at.key("fact"), "unknown-fact", format!("no fact is called `{id}`"), near);
        }
        let others: Vec<&String> = object.keys().filter(|key| *key != "fact").collect();
        let [test] = others.as_slice() else { return self.bad(at, "a fact needs one test, and only one") };
        let (here, value) = (at.key(test), &object[*test]);
        let fact = fact?;
        let numeric = || value.as_f64().filter(|_| names.vocabulary.fact_definition(fact).kind == FactKind::Number);
        let test = match test.as_str() {
            "is" => Test::Is(self.value(here, fact, value, names)?),
            "in" => {
                let Some(list) = value.as_array() else { return self.bad(here, "`in` needs a list of values") };
                let one = |(place, one)| self.value(here.item(place), fact, one, names);
                Test::In(list.iter().enumerate().filter_map(one).collect())
            }
            "below" | "at_least" => {
                let Some(limit) = numeric() else {
                    let message = format!("`{id}` cannot be compared with {value}");
                    let hint = "`below` and `at_least` compare a number with a number".to_owned();
                    self.fault(here, "impossible-value", message, Some(hint));
                    return None;
                };
                if test.as_str() == "below" { Test::Below(limit) } else { Test::AtLeast(limit) }
            }
            other => return self.bad(here, &format!("`{other}` is no test of a fact")),
        };
        Some(Condition::Fact(fact, test))
    }

    fn value(&mut self, at: At<'_>, fact: FactIndex, json: &Json, names: &Names<'_>) -> Option<Value> {
        let definition = names.vocabulary.fact_definition(fact);
        let Ok(given) = serde_json::from_value(json.clone()) else {
            let message = format!("`{}` cannot be {json}", definition.id);
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
        raws: &[raw::Choice],
        check: fn(&mut Self, At<'_>, &str, &Names<'_>),
        names: &Names<'_>,
    ) -> Vec<Choice> {
        let mut choices = Vec::with_capacity(raws.len());
        for (place, raw) in raws.iter().enumerate() {
            let item = at.item(place);
            let (id, when) = match raw {
                raw::Choice::Always(id) => {
                    check(self, item, id, names);
                    (id, None)
                }
                raw::Choice::When(conditional) => {
                    check(self, item.key("id"), &conditional.id, names);
                    (&conditional.id, self.condition(&conditional.when, item.key("when"), names))
                }
            };
            choices.push(Choice { id: id.clone(), when });
        }
        choices
    }
}
