//! From the files of a protocol folder to a checked [`Protocol`]; every fault is found in one pass.

use super::diagnostic::{Diagnostic, Severity};
use super::fields::Fields;
use super::raw;
pub use super::source::Source;
use super::vocabulary::Vocabulary;
use super::{Body, Choice, Covered, Form, Kind, Level, Protocol, Rule, Silence, Team, words};
use crate::calendar::parse_date;
use crate::domain::condition::{Condition, RuleIndex, Test};
use crate::domain::fact::{FactIndex, Value};
use crate::domain::plan::Plan;
use crate::problem::nearest;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::collections::HashMap;

/// The words that a message can be about: those in backticks, the last first.
fn culprits(message: &str) -> Vec<&str> {
    let mut words: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    words.reverse();
    words
}

/// The files of rules, in the order in which rules are numbered.
pub const RULE_FILES: [(&str, Kind); 9] = [
    ("levels.json", Kind::Indicator),
    ("decisions.json", Kind::Decision),
    ("routes.json", Kind::Route),
    ("clocks.json", Kind::Clock),
    ("escalations.json", Kind::Escalation),
    ("duties.json", Kind::Duty),
    ("consent.json", Kind::Consent),
    ("standing.json", Kind::Standing),
    ("directory.json", Kind::Directory),
];

/// Loads a protocol over the common vocabulary.
///
/// # Errors
/// Every error found, when there is one. Warnings do not stop a protocol from loading.
pub fn load(common: &str, source: &Source) -> Result<Protocol, Vec<Diagnostic>> {
    let mut loader = Loader { source, faults: Vec::new() };
    let protocol = loader.run(common);
    match protocol {
        Some(protocol) if loader.faults.is_empty() => Ok(protocol),
        _ => Err(loader.faults),
    }
}

/// Collects faults with their places while reading.
pub(super) struct Loader<'a> {
    pub(super) source: &'a Source,
    pub(super) faults: Vec<Diagnostic>,
}

/// A fault's place: a file, and the rule or other id in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) file: &'a str,
    pub(super) id: &'a str,
}

/// What names mean while rules are compiled.
pub(super) struct Names<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) rules: &'a HashMap<String, RuleIndex>,
    pub(super) levels: &'a [Level],
    pub(super) teams: &'a [Team],
    pub(super) forms: &'a [Form],
    pub(super) systems: &'a [Form],
}

impl Loader<'_> {
    pub(super) fn fault(&mut self, at: At<'_>, code: &'static str, message: String, hint: Option<String>) {
        let (line, column) = self.source.place(at.file, at.id, &culprits(&message)).unzip();
        self.faults.push(Diagnostic {
            code,
            severity: Severity::Error,
            file: at.file.to_owned(),
            line,
            column,
            rule: Some(at.id.to_owned()).filter(|id| !id.is_empty()),
            message,
            hint,
        });
    }

    pub(super) fn parse<T: DeserializeOwned>(&mut self, file: &str, text: &str) -> Option<T> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = serde_json::Deserializer::from_str(text);
        match serde_path_to_error::deserialize(&mut reader) {
            Ok(value) => match reader.end() {
                Ok(()) => Some(value),
                Err(error) => self.unreadable(file, "", &error),
            },
            Err(error) => {
                let path = error.path().to_string();
                self.unreadable(file, &path, error.inner())
            }
        }
    }

    fn unreadable<T>(&mut self, file: &str, path: &str, error: &serde_json::Error) -> Option<T> {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
        self.faults.push(Diagnostic {
            code: "unreadable",
            severity: Severity::Error,
            file: file.to_owned(),
            line: Some(error.line()),
            column: Some(error.column()),
            rule: Some(path.to_owned()).filter(|path| !path.is_empty() && path != "."),
            message,
            hint: Some("`yjs protocol schema` prints the shape of each file".into()),
        });
        None
    }

    fn file<T: DeserializeOwned + Default>(&mut self, file: &str) -> T {
        let text = self.source.files.iter().find(|(name, _)| name == file).map(|(_, text)| text.clone());
        text.and_then(|text| self.parse(file, &text)).unwrap_or_default()
    }

    fn run(&mut self, common: &str) -> Option<Protocol> {
        let common: raw::Vocabulary = self.parse("vocabulary.json (common)", common)?;
        let own: raw::Vocabulary = self.file("vocabulary.json");
        let Some(head_text) = self.source.text("protocol.json").map(str::to_owned) else {
            let at = At { file: "protocol.json", id: "" };
            self.fault(at, "missing-file", "there is no protocol.json in the folder".into(), None);
            return None;
        };
        let head: raw::Protocol = self.parse("protocol.json", &head_text)?;
        let vocabulary = words::compile(self, &head.id, common, own);
        let levels: raw::Levels = self.file("levels.json");
        let directory: raw::Directory = self.file("directory.json");
        let mut files: Vec<(&'static str, Kind, Vec<raw::Rule>)> = Vec::new();
        for (file, kind) in RULE_FILES {
            match kind {
                Kind::Indicator => {}
                Kind::Directory => {}
                _ => {
                    let rules: raw::Rules = self.file(file);
                    files.push((file, kind, rules.rules));
                }
            }
        }
        files.insert(0, ("levels.json", Kind::Indicator, levels.rules));
        files.push(("directory.json", Kind::Directory, directory.rules));
        let levels: Vec<Level> = levels
            .levels
            .into_iter()
            .map(|level| Level { level: level.level, name: level.name, text: level.text })
            .collect();
        let rule_index = self.number(&files);
        let teams: Vec<Team> = directory.teams.into_iter().map(words::team).collect();
        let form = |id, title, note| Form { id, title, note };
        let forms: Vec<Form> = directory.forms.into_iter().map(|f| form(f.id, f.title, f.note)).collect();
        let systems: Vec<Form> = directory.systems.into_iter().map(|f| form(f.id, f.title, f.note)).collect();
        let names = Names {
            vocabulary: &vocabulary,
            rules: &rule_index,
            levels: &levels,
            teams: &teams,
            forms: &forms,
            systems: &systems,
        };
        let mut rules = Vec::new();
        for (file, kind, raws) in files {
            for raw in raws {
                rules.push(self.rule(file, kind, raw, &names));
            }
        }
        let mut silences = Vec::new();
        for silence in head.silences {
            let at = At { file: "protocol.json", id: &silence.topic };
            let when = silence.when.as_ref().and_then(|json| self.condition(json, at, &names));
            silences.push(Silence { topic: silence.topic, text: silence.text, when });
        }
        let own_checks = self.file("checks.json");
        let checks = self.checks(own_checks, &names);
        let date = |loader: &mut Self, text: Option<String>| {
            text.and_then(|text| match parse_date(&text) {
                Ok(date) => Some(date),
                Err(problem) => {
                    loader.fault(At { file: "protocol.json", id: &text }, "bad-date", problem.what, problem.hint);
                    None
                }
            })
        };
        let in_force_from = date(self, head.in_force.from);
        let in_force_until = date(self, head.in_force.until);
        let (order, before_level) = self.order(&rules);
        let plan = |wanted: &dyn Fn(&Rule) -> bool| Plan::new(&rules, &order, before_level, wanted);
        let whole = plan(&|rule| rule.when.is_some());
        let owed = plan(&|rule| matches!(rule.body, Body::Clock(_) | Body::Escalation(_)));
        Some(Protocol {
            id: head.id,
            name: head.name,
            edition: head.edition,
            source: head.source,
            social_care: head.social_care,
            in_force_from,
            in_force_until,
            vocabulary,
            levels,
            whole,
            owed,
            rules,
            teams,
            forms,
            systems,
            silences,
            checks,
            rule_index,
        })
    }

    fn number(&mut self, files: &[(&'static str, Kind, Vec<raw::Rule>)]) -> HashMap<String, RuleIndex> {
        let mut index = HashMap::new();
        let mut covered: HashMap<String, &'static str> = HashMap::new();
        let mut place: u16 = 0;
        for (file, _, rules) in files {
            for rule in rules {
                if index.insert(rule.id.clone(), RuleIndex(place)).is_some() || covered.contains_key(&rule.id) {
                    let at = At { file, id: &rule.id };
                    self.fault(at, "duplicate-id", format!("`{}` is defined twice", rule.id), None);
                }
                place += 1;
                for row in &rule.covers {
                    if covered.insert(row.id.clone(), file).is_some() || index.contains_key(&row.id) {
                        let at = At { file, id: &row.id };
                        self.fault(at, "duplicate-id", format!("`{}` is defined twice", row.id), None);
                    }
                }
            }
        }
        index
    }

    fn rule(&mut self, file: &str, kind: Kind, raw: raw::Rule, names: &Names<'_>) -> Rule {
        let at = At { file, id: &raw.id };
        let kind = match raw.kind.as_deref() {
            Some("level") => Kind::Level,
            Some("indicator") | None => kind,
            Some(other) => {
                self.fault(at, "bad-kind", format!("`{other}` is not a kind of rule here"), None);
                kind
            }
        };
        if raw.clause.trim().is_empty() {
            self.fault(at, "no-clause", "the clause is missing".into(), Some("name the clause of the text".into()));
        }
        let when = raw.when.as_ref().and_then(|json| self.condition(json, at, names));
        if raw.when.is_none() && !matches!(kind, Kind::Standing | Kind::Directory) {
            let hint = "say when it applies, or make it a standing rule".to_owned();
            self.fault(at, "no-condition", format!("a {} needs `when`", kind.word()), Some(hint));
        }
        let other_readings = raw.other_readings.iter().map(|other| self.other_reading(at, other, names)).collect();
        let body = Fields { at, raw: &raw, names }.body(self, kind);
        let covers = raw
            .covers
            .into_iter()
            .map(|row| Covered { id: row.id, clause: row.clause, lines: row.lines, title: row.title, text: row.text })
            .collect();
        Rule {
            id: raw.id,
            kind,
            clause: raw.clause,
            lines: raw.lines,
            title: raw.title,
            text: raw.text,
            note: raw.note,
            reading: raw.reading,
            other_readings,
            covers,
            when,
            body,
        }
    }

    /// Sorts rules so that each comes after those it rests on, those that rest on the level last.
    fn order(&mut self, rules: &[Rule]) -> (Vec<RuleIndex>, usize) {
        let rests_on: Vec<(Vec<usize>, bool)> = rules.iter().map(rests_on).collect();
        let mut needs_level: Vec<bool> = rests_on.iter().map(|(_, level)| *level).collect();
        // A rule that rests on one that needs the level needs it too; ends since each pass adds at least one.
        while rests_on.iter().enumerate().fold(false, |changed, (place, (rules, _))| {
            let needs = needs_level[place] || rules.iter().any(|rule| needs_level[*rule]);
            std::mem::replace(&mut needs_level[place], needs) != needs || changed
        }) {}
        let mut state = vec![0_u8; rules.len()];
        let mut order = Vec::with_capacity(rules.len());
        for wants_level in [false, true] {
            for (place, _) in needs_level.iter().enumerate().filter(|(_, needs)| **needs == wants_level) {
                self.visit(place, rules, &rests_on, &mut state, &mut order);
            }
        }
        let before_level = needs_level.iter().filter(|needs| !**needs).count();
        for (rule, needs) in rules.iter().zip(&needs_level) {
            if *needs && matches!(rule.body, Body::Level(_) | Body::Indicator { .. }) {
                let file = At { file: "levels.json", id: &rule.id };
                self.fault(file, "circular", "what decides the level cannot rest on the level".into(), None);
            }
        }
        (order, before_level)
    }

    fn visit(
        &mut self,
        place: usize,
        rules: &[Rule],
        rests_on: &[(Vec<usize>, bool)],
        state: &mut [u8],
        order: &mut Vec<RuleIndex>,
    ) {
        const OPEN: u8 = 1;
        const DONE: u8 = 2;
        match state[place] {
            DONE => return,
            OPEN => {
                let at = At { file: file_of(rules[place].kind), id: &rules[place].id };
                self.fault(at, "circular", format!("`{}` rests on itself", rules[place].id), None);
                return;
            }
            _ => state[place] = OPEN,
        }
        for rule in &rests_on[place].0 {
            self.visit(*rule, rules, rests_on, state, order);
        }
        state[place] = DONE;
        order.push(RuleIndex(u16::try_from(place).unwrap_or(u16::MAX)));
    }

    /// Compiles a condition.
    pub(super) fn condition(&mut self, json: &Json, at: At<'_>, names: &Names<'_>) -> Option<Condition> {
        let bad = |loader: &mut Self, what: &str| {
            let hint = "a condition is {all}, {any}, {not}, {at_least, of}, {fact, is|in|below|at_least}, {event}, {rule} or {level}";
            loader.fault(at, "bad-condition", format!("{what} in `when`"), Some(hint.into()));
            None
        };
        let Some(object) = json.as_object() else { return bad(self, "something that is not an object") };
        let keys: Vec<&str> = object.keys().map(String::as_str).collect();
        match keys.as_slice() {
            ["all" | "any"] => {
                let Some(list) = object.values().next().and_then(Json::as_array) else {
                    return bad(self, "`all` or `any` without a list");
                };
                let parts: Vec<Condition> = list.iter().filter_map(|part| self.condition(part, at, names)).collect();
                Some(if keys[0] == "all" { Condition::All(parts) } else { Condition::Any(parts) })
            }
            ["not"] => Some(Condition::Not(Box::new(self.condition(&object["not"], at, names)?))),
            ["at_least", "of"] => {
                let needed = object["at_least"].as_u64().and_then(|number| usize::try_from(number).ok());
                let (Some(needed), Some(list)) = (needed, object["of"].as_array()) else {
                    return bad(self, "`at_least` without a number and a list `of`");
                };
                let parts = list.iter().filter_map(|part| self.condition(part, at, names)).collect();
                Some(Condition::AtLeast(needed, parts))
            }
            ["event"] => {
                let id = object["event"].as_str().unwrap_or_default();
                self.event(at, id, names).map(Condition::Event)
            }
            ["rule"] => {
                let id = object["rule"].as_str().unwrap_or_default();
                self.rule_named(at, id, names).map(Condition::Rule)
            }
            ["level"] => {
                let level = object["level"].as_u64().and_then(|level| u8::try_from(level).ok());
                let Some(level) = level.filter(|level| names.levels.iter().any(|held| held.level == *level)) else {
                    return bad(self, "a level that levels.json does not have");
                };
                Some(Condition::Level(level))
            }
            ["fact", test] => {
                let id = object["fact"].as_str().unwrap_or_default();
                let Some(fact) = names.vocabulary.fact(id) else {
                    let near = nearest(id, names.vocabulary.facts.iter().map(|fact| fact.id.as_str()));
                    let hint = near.map(|near| format!("did you mean `{near}`?"));
                    self.fault(at, "unknown-fact", format!("no fact is called `{id}`"), hint);
                    return None;
                };
                let value = &object[*test];
                let before = self.faults.len();
                let test = match *test {
                    "is" => self.value(at, fact, value, names).map(Test::Is),
                    "in" => value
                        .as_array()
                        .map(|list| list.iter().filter_map(|one| self.value(at, fact, one, names)).collect())
                        .map(Test::In),
                    "below" => value.as_f64().map(Test::Below),
                    "at_least" => value.as_f64().map(Test::AtLeast),
                    _ => return bad(self, "an unknown test"),
                };
                match test {
                    Some(test) => Some(Condition::Fact(fact, test)),
                    None if self.faults.len() > before => None,
                    None => bad(self, "a test with the wrong kind of value"),
                }
            }
            _ => bad(self, "an unknown form"),
        }
    }

    fn value(&mut self, at: At<'_>, fact: FactIndex, json: &Json, names: &Names<'_>) -> Option<Value> {
        let definition = names.vocabulary.fact_definition(fact);
        let given = serde_json::from_value(json.clone()).ok()?;
        definition.read(&given).map_err(|problem| self.fault(at, "impossible-value", problem.what, problem.hint)).ok()
    }

    pub(super) fn event(
        &mut self,
        at: At<'_>,
        id: &str,
        names: &Names<'_>,
    ) -> Option<crate::domain::condition::EventIndex> {
        let found = names.vocabulary.event(id);
        if found.is_none() {
            let near = nearest(id, names.vocabulary.events.iter().map(|event| event.id.as_str()));
            let hint = near.map(|near| format!("did you mean `{near}`?"));
            self.fault(at, "unknown-event", format!("no event is called `{id}`"), hint);
        }
        found
    }

    pub(super) fn rule_named(&mut self, at: At<'_>, id: &str, names: &Names<'_>) -> Option<RuleIndex> {
        let found = names.rules.get(id).copied();
        if found.is_none() {
            let near = nearest(id, names.rules.keys().map(String::as_str));
            let hint = near.map(|near| format!("did you mean `{near}`?"));
            self.fault(at, "unknown-rule", format!("no rule is called `{id}`"), hint);
        }
        found
    }

    pub(super) fn choices(
        &mut self,
        at: At<'_>,
        raws: &[raw::Choice],
        what: &'static str,
        names: &Names<'_>,
    ) -> Vec<Choice> {
        let mut choices = Vec::with_capacity(raws.len());
        for raw in raws {
            let (id, when) = match raw {
                raw::Choice::Always(id) => (id, None),
                raw::Choice::When(conditional) => (&conditional.id, self.condition(&conditional.when, at, names)),
            };
            let known: Vec<&str> = match what {
                "team" => names.teams.iter().map(|team| team.id.as_str()).collect(),
                _ => names.forms.iter().map(|form| form.id.as_str()).collect(),
            };
            if !known.contains(&id.as_str()) {
                let hint = nearest(id, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
                let code = if what == "team" { "unknown-team" } else { "unknown-form" };
                self.fault(at, code, format!("no {what} is called `{id}`"), hint);
            }
            choices.push(Choice { id: id.clone(), when });
        }
        choices
    }
}

fn rests_on(rule: &Rule) -> (Vec<usize>, bool) {
    let (mut rules, mut level) = (Vec::new(), false);
    if let Some(when) = &rule.when {
        when.visit(&mut |part| match part {
            Condition::Rule(index) => rules.push(usize::from(index.0)),
            Condition::Level(_) => level = true,
            _ => {}
        });
    }
    (rules, level)
}

/// The file that holds rules of a kind.
pub fn file_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Level => "levels.json",
        _ => RULE_FILES.iter().find(|(_, held)| *held == kind).map_or("", |(file, _)| file),
    }
}
