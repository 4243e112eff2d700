//! From the files of a protocol folder to a checked [`Protocol`]; every fault is found in one pass.

use super::diagnostic::{Diagnostic, Severity};
use super::embedded;
use super::era::{in_era, number};
use super::fields::Fields;
use super::period::Period;
use super::raw;
use super::read::Places;
pub use super::source::Source;
use super::spans::{Segment, Way};
use super::vocabulary::Vocabulary;
use super::{Body, Covered, Form, Kind, Level, Protocol, Rule, Silence, Team, words};
use crate::calendar::parse_date;
use crate::domain::condition::RuleIndex;
use crate::domain::plan::Plan;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

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

/// Loads one edition of a protocol over the common vocabulary, with the rules of its last dates.
///
/// # Errors
/// Every error found, when there is one. Warnings do not stop a protocol from loading.
pub fn load(common: &str, source: &Source) -> Result<Protocol, Vec<Diagnostic>> {
    load_on(common, source, None)
}

/// Loads one edition of a protocol with the rules that are in force on a date; without one, those of its last dates.
///
/// # Errors
/// As [`load`]. Whether the edition itself is in force on the date is not looked at.
pub fn load_on(common: &str, source: &Source, on: Option<NaiveDate>) -> Result<Protocol, Vec<Diagnostic>> {
    match load_in_spite(common, source, on) {
        (Some(protocol), faults) if faults.is_empty() => Ok(protocol),
        (_, faults) => Err(faults),
    }
}

/// Loads in spite of faults: what is faulty is left out. Only to look for more faults, never to answer from.
pub(super) fn load_in_spite(
    common: &str,
    source: &Source,
    on: Option<NaiveDate>,
) -> (Option<Protocol>, Vec<Diagnostic>) {
    let mut loader = Loader::new(source, on);
    let protocol = loader.run(common);
    (protocol, loader.faults)
}

/// Collects faults with their places while reading.
pub(super) struct Loader<'a> {
    pub(super) source: &'a Source,
    on: Option<NaiveDate>,
    pub(super) faults: Vec<Diagnostic>,
    /// Names of entries that were left out for a fault of their own; no more is said of who mentions them.
    pub(super) left_out: Vec<String>,
    /// Files that could not be read at all; no more is said of what they might have declared.
    pub(super) unread: Vec<String>,
}

/// A fault's place: a file, the rule or other entry in it, and the way to the field.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) file: &'a str,
    pub(super) id: &'a str,
    pub(super) way: Way<'a>,
}

impl<'a> At<'a> {
    /// The top of a file.
    pub(super) fn top(file: &'a str) -> Self {
        Self { file, id: "", way: Way::Top }
    }

    /// The same place, said to be in an entry of this name.
    pub(super) fn named(self, id: &'a str) -> Self {
        Self { id, ..self }
    }

    /// A member of what is here.
    pub(super) fn key<'b>(&'b self, key: &'b str) -> At<'b> {
        At { file: self.file, id: self.id, way: Way::To(&self.way, Segment::Key(key)) }
    }

    /// An item of what is here.
    pub(super) fn item(&self, place: usize) -> At<'_> {
        At { file: self.file, id: self.id, way: Way::To(&self.way, Segment::Item(place)) }
    }
}

/// What names mean while rules are compiled.
pub(super) struct Names<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) rules: &'a HashMap<String, RuleIndex>,
    /// Rules that are there, and not in force on the date.
    pub(super) withdrawn: &'a [String],
    pub(super) era: Period,
    pub(super) levels: &'a [Level],
    pub(super) teams: &'a [Team],
    pub(super) forms: &'a [Form],
    pub(super) systems: &'a [Form],
}

impl Names<'_> {
    pub(super) fn has_level(&self, level: u8) -> bool {
        self.levels.iter().any(|held| held.level == level)
    }

    pub(super) fn levels_hint(&self) -> String {
        let known: Vec<String> = self.levels.iter().map(|level| level.level.to_string()).collect();
        match known.is_empty() {
            true => "declare the levels in levels.json first".into(),
            false => format!("the levels are: {}", known.join(", ")),
        }
    }
}

/// A rule as read, with its place in the list of its file, and when it is in force.
pub(super) struct Raw<'a> {
    pub(super) place: usize,
    pub(super) period: Period,
    pub(super) rule: Box<raw::Rule<'a>>,
}

/// The rules of one file.
pub(super) type RawFile<'a> = (&'static str, Kind, Vec<Raw<'a>>);

impl<'a> Loader<'a> {
    /// Nothing read yet.
    pub(super) fn new(source: &'a Source, on: Option<NaiveDate>) -> Self {
        Self { source, on, faults: Vec::new(), left_out: Vec::new(), unread: Vec::new() }
    }
}

impl<'a> Loader<'a> {
    /// Reports an error at the end of a way.
    pub(super) fn fault(&mut self, at: At<'_>, code: &'static str, message: String, hint: Option<String>) {
        let place = self.source.at(at.file, &at.way.segments());
        self.fault_at(at.file, place, Some(at.id.to_owned()), code, message, hint);
    }

    /// Reports an error at a line and column.
    pub(super) fn fault_at(
        &mut self,
        file: &str,
        place: Option<(usize, usize)>,
        rule: Option<String>,
        code: &'static str,
        message: String,
        hint: Option<String>,
    ) {
        let (line, column) = place.unzip();
        let (file, rule) = (self.source.named(file), rule.filter(|id| !id.is_empty()));
        self.faults.push(Diagnostic { code, severity: Severity::Error, file, line, column, rule, message, hint });
    }

    /// A file that is built in and common to all protocols.
    pub(super) fn common<'t, T: Deserialize<'t>>(&mut self, file: &str, text: &'t str) -> Option<T> {
        match serde_json::from_str(text) {
            Ok(read) => Some(read),
            Err(error) => {
                let place = Some((error.line(), error.column()));
                self.fault_at(file, place, None, "unreadable", error.to_string(), None);
                None
            }
        }
    }

    fn run(&mut self, common: &str) -> Option<Protocol> {
        let read;
        let built_in = if common == embedded::VOCABULARY { embedded::vocabulary() } else { None };
        let common = match built_in {
            Some(common) => common,
            None => {
                read = self.common("vocabulary.json (common)", common)?;
                &read
            }
        };
        let (own, own_places) = self.file::<raw::Vocabulary<'_>>("vocabulary.json");
        if self.source.text("protocol.json").is_none() {
            let hint = Some("name the folder that holds protocol.json; `yjs protocol new NAME` makes one".into());
            let message = "there is no protocol.json in the folder".into();
            self.fault_at("protocol.json", None, None, "missing-file", message, hint);
            return None;
        }
        let (head, head_places) = self.wanted_file::<raw::Protocol<'_>>("protocol.json")?;
        let top = At::top("protocol.json");
        if let Some(id) = self.source.id.clone().filter(|id| *id != head.id) {
            let message = format!("the id is `{}`, and the folder is called `{id}`", head.id);
            self.fault(top.key("id"), "folder-name", message, Some("give both the same name".into()));
        }
        let in_force = self.period(&head.in_force, top.key("in_force"));
        let vocabulary = words::compile(self, &head.id, common, &own, &own_places);
        let (levels, level_places) = self.file::<raw::Levels<'_>>("levels.json");
        let (directory, directory_places) = self.file::<raw::Directory<'_>>("directory.json");
        self.declared_once(&levels, &level_places, &directory, &directory_places);
        let mut files: Vec<RawFile<'_>> = Vec::with_capacity(RULE_FILES.len());
        files.push(("levels.json", Kind::Indicator, self.dated("levels.json", levels.rules, &level_places)));
        for (file, kind) in RULE_FILES {
            if !matches!(kind, Kind::Indicator | Kind::Directory) {
                let (rules, places) = self.file::<raw::Rules<'_>>(file);
                files.push((file, kind, self.dated(file, rules.rules, &places)));
            }
        }
        files.push((
            "directory.json",
            Kind::Directory,
            self.dated("directory.json", directory.rules, &directory_places),
        ));
        self.defined_once(&files);
        let (era, changes, withdrawn) = in_era(&mut files, in_force, self.on);
        let rule_index = number(&files);
        let level = |level: raw::Level| Level { level: level.level, name: level.name, text: level.text };
        let levels: Vec<Level> = levels.levels.into_iter().map(level).collect();
        let teams: Vec<Team> = directory.teams.into_iter().map(words::team).collect();
        let form = |id, title, synonyms, note| Form { id, title, synonyms, note };
        let forms: Vec<Form> = directory.forms.into_iter().map(|f| form(f.id, f.title, f.synonyms, f.note)).collect();
        let systems: Vec<Form> =
            directory.systems.into_iter().map(|f| form(f.id, f.title, f.synonyms, f.note)).collect();
        let names = Names {
            vocabulary: &vocabulary,
            rules: &rule_index,
            withdrawn: &withdrawn,
            era,
            levels: &levels,
            teams: &teams,
            forms: &forms,
            systems: &systems,
        };
        let mut rules = Vec::with_capacity(rule_index.len());
        for (file, kind, raws) in files {
            for raw in raws {
                rules.push(self.rule(file, kind, raw, &names));
            }
        }
        let mut silences = Vec::new();
        for (read, silence) in head.silences.into_iter().enumerate() {
            let (top, place) = (top.named(&silence.topic), head_places.of("silences", read));
            let list = top.key("silences");
            let mut condition = |written: &Option<raw::Written<'_>>, key: &str| {
                let written = written.as_ref()?;
                self.condition(written, list.item(place).key(key), &names)
            };
            let (when, unless) = (condition(&silence.when, "when"), condition(&silence.unless, "unless"));
            for (team, id) in silence.contacts.iter().enumerate() {
                self.team(list.item(place).key("contacts").item(team), id, &names);
            }
            let raw::Silence { topic, text, first, contacts, .. } = silence;
            silences.push(Silence { topic, text, when, unless, first, contacts });
        }
        let (own_checks, check_places) = self.file("checks.json");
        let checks = self.checks(own_checks, &check_places, &names);
        let implications = self.implications(&head.id, common, &own, &own_places, &names);
        let readers = super::reading::readers(vocabulary.facts.len(), &rules, &implications);
        let grounds = super::reading::grounds(&rules);
        let (order, before_level) = self.order(&rules);
        let plan = |wanted: &dyn Fn(&Rule) -> bool| Plan::new(&rules, &order, before_level, wanted);
        let mut whole = plan(&|rule| rule.when.is_some());
        // Also where no rule raises it: the lowest is an answer.
        whole.level = true;
        let is_owed = |rule: &Rule| matches!(rule.body, Body::Clock(_) | Body::Escalation(_));
        let owed = plan(&is_owed);
        let checked = Plan::looking_at(&rules, &order, before_level, is_owed, &super::checks::looked_at(&checks));
        Some(Protocol {
            id: head.id,
            short: head.short.unwrap_or_else(|| head.name.clone()),
            synonyms: head.synonyms,
            name: head.name,
            edition: head.edition,
            source: head.source,
            social_care: head.social_care,
            in_force,
            era,
            changes,
            others: Vec::new(),
            checked,
            vocabulary,
            levels,
            whole,
            owed,
            rules,
            teams,
            forms,
            systems,
            silences,
            implications,
            grounds,
            readers,
            checks,
            rule_index,
            reads: OnceLock::new(),
        })
    }

    fn period(&mut self, raw: &raw::InForce, at: At<'_>) -> Period {
        let mut date = |text: &Option<String>, key: &str| {
            parse_date(text.as_deref()?).map_err(|it| self.fault(at.key(key), "bad-date", it.what, it.hint)).ok()
        };
        let period = Period { from: date(&raw.from, "from"), until: date(&raw.until, "until") };
        if period.is_empty() {
            let message = "it ends before it begins, so it is never in force".into();
            self.fault(
                at.key("until"),
                "never-in-force",
                message,
                Some("give an end on the first day or later".into()),
            );
        }
        period
    }

    fn dated<'r>(&mut self, file: &str, rules: raw::RuleList<'r>, places: &Places) -> Vec<Raw<'r>> {
        let mut dated = Vec::with_capacity(rules.len());
        for (read, rule) in rules.into_iter().enumerate() {
            let (place, top) = (places.of("rules", read), At::top(file).named(&rule.id));
            let period = self.period(&rule.in_force, top.key("rules").item(place).key("in_force"));
            dated.push(Raw { place, period, rule });
        }
        dated
    }

    fn rule(&mut self, file: &str, kind: Kind, Raw { place, period, rule: raw }: Raw<'_>, names: &Names<'_>) -> Rule {
        let top = At::top(file).named(&raw.id);
        let list = top.key("rules");
        let at = list.item(place);
        let kind = match raw.kind.as_deref() {
            Some("level") if kind == Kind::Indicator => Kind::Level,
            None => kind,
            Some(word) if word == kind.word() => kind,
            Some(other) => {
                let known = if kind == Kind::Indicator { "level or indicator" } else { kind.word() };
                let hint = Some(format!("the rules of {file} are of kind {known}"));
                self.fault(at.key("kind"), "bad-kind", format!("`{other}` is not a kind of rule here"), hint);
                kind
            }
        };
        if raw.clause.trim().is_empty() {
            let hint = "name the clause of the text, as printed".into();
            let message = format!("`{}` names no clause", raw.id);
            self.fault(at.key("clause"), "no-clause", message, Some(hint));
        }
        let when = raw.when.as_ref().and_then(|written| self.condition(written, at.key("when"), names));
        if raw.when.is_none() && !matches!(kind, Kind::Standing | Kind::Directory) {
            let hint = "say in `when` on which condition it applies, or make it a standing rule".to_owned();
            self.fault(
                at.key("when"),
                "no-condition",
                format!("`{}` does not say when it applies", raw.id),
                Some(hint),
            );
        }
        let mut other_readings = Vec::with_capacity(raw.other_readings.len());
        for (place, other) in raw.other_readings.iter().enumerate() {
            other_readings.push(self.other_reading(at.key("other_readings").item(place), other, names));
        }
        let fields = Fields { at, raw: &raw, names };
        let (since, starts) = (fields.since(), fields.starts(self, kind));
        let body = fields.body(self, kind);
        let done_by = self.done_by(&raw.done_by, at.key("done_by"), names);
        let subject = raw.subject.as_ref().and_then(|written| self.condition(written, at.key("subject"), names));
        let shared = at.key("not_shared_with");
        let apart = raw.not_shared_with.iter().enumerate();
        let not_shared_with = apart.filter_map(|(place, id)| self.rule_named(shared.item(place), id, names)).collect();
        let reopened_by = match kind {
            Kind::Clock => Vec::new(),
            _ => self.events(at.key("reopened_by"), &raw.reopened_by, names),
        };
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
            in_force: period,
            when,
            done_by,
            subject,
            stays: raw.stays,
            outlives_closing: raw.outlives_closing,
            not_shared_with,
            since,
            starts,
            reopened_by,
            body,
        }
    }
}

/// The file that holds rules of a kind.
pub fn file_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Level => "levels.json",
        _ => RULE_FILES.iter().find(|(_, held)| *held == kind).map_or("", |(file, _)| file),
    }
}
