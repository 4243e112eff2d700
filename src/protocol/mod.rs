//! A protocol as data: read from a folder, checked, and compiled to indices.

pub mod checks;
pub mod codes;
mod compile;
pub mod diagnostic;
mod directory;
mod distinct;
pub mod embedded;
mod era;
mod fields;
pub mod history;
pub mod lint;
pub mod load;
pub mod names;
mod order;
pub mod overrides;
pub mod period;
pub mod raw;
mod read;
mod reading;
mod rule;
pub mod schema;
pub mod search;
pub mod source;
pub mod spans;
pub mod template;
pub mod trials;
pub mod uses;
pub mod vocabulary;
mod words;

use crate::domain::condition::{Condition, RuleIndex, TeamIndex};
use crate::domain::fact::{FactIndex, Value};
use crate::domain::interview::RuleReads;
use crate::domain::plan::Plan;
use chrono::NaiveDate;
pub use directory::{Contact, Form, Team};
use period::Period;
pub use raw::{ContactKind, Need, NoLimit, Serves, Urgency};
pub use rule::{Body, Choice, Clock, Covered, Escalation, Kind, OtherReading, Route, Rule, Starts, since};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;
use vocabulary::Vocabulary;

/// A checked protocol.
#[derive(Debug, Clone)]
pub struct Protocol {
    /// `camden`, `tower_hamlets`, …
    pub id: String,
    /// Its name in full.
    pub name: String,
    /// Its name in short, such as the borough's.
    pub short: String,
    /// How else people call it.
    pub synonyms: Vec<String>,
    /// Which edition of the text is encoded.
    pub edition: String,
    /// Where the text comes from.
    pub source: String,
    /// What this protocol calls social care.
    pub social_care: String,
    /// When this edition is in force.
    pub in_force: Period,
    /// The part of that in which all of these rules are in force as they stand here.
    pub era: Period,
    /// The days on which some rule of this edition changes.
    pub changes: Vec<NaiveDate>,
    /// The same protocol in its other eras: earlier and later editions, and these rules before and after they changed.
    pub others: Vec<Protocol>,
    /// The words its rules and cases use.
    pub vocabulary: Vocabulary,
    /// Levels of need, lowest first.
    pub levels: Vec<Level>,
    /// Every rule, in file order.
    pub rules: Vec<Rule>,
    /// How to evaluate every rule.
    pub whole: Plan,
    /// How to evaluate only what is owed: clocks and escalations.
    pub owed: Plan,
    /// How to evaluate what the checks look at: what is owed, the level, and what gaps in the record rest on.
    pub checked: Plan,
    /// Teams, with their contacts as printed.
    pub teams: Vec<Team>,
    /// Forms and documents.
    pub forms: Vec<Form>,
    /// Record systems.
    pub systems: Vec<Form>,
    /// What the protocol leaves out.
    pub silences: Vec<Silence>,
    /// What a fact makes known besides itself, in order.
    pub implications: Vec<Implication>,
    /// Grounds for a referral: signs without a level of their own on which a route rests.
    pub grounds: Vec<RuleIndex>,
    /// For each fact, the rules whose conditions read it, directly or by what it implies.
    pub readers: Vec<Vec<RuleIndex>>,
    /// What `yjs check` looks for in a case under it.
    pub checks: Vec<checks::Check>,
    pub(crate) rule_index: HashMap<String, RuleIndex>,
    /// What its rules test and rest on, once somebody asks.
    pub(crate) reads: OnceLock<RuleReads>,
}

/// Facts that follow from others.
#[derive(Debug, Clone)]
pub struct Implication {
    /// When this is yes,
    pub when: Condition,
    /// each of these facts has this value, whatever was given for it.
    pub then: Vec<(FactIndex, Value)>,
    /// The clause that says so.
    pub clause: String,
}

/// A level of need.
#[derive(Debug, Clone)]
pub struct Level {
    /// 1 to 4.
    pub level: u8,
    /// Its name.
    pub name: String,
    /// What it means.
    pub text: String,
}

/// Something the protocol leaves out, and when that matters.
#[derive(Debug, Clone)]
pub struct Silence {
    /// Its fixed name.
    pub topic: String,
    /// Said to the practitioner.
    pub text: String,
    /// When it matters; none for the silences about what no rule tests.
    pub when: Option<Condition>,
    /// It matters until this is known to be so.
    pub unless: Option<Condition>,
    /// It stands before everything else.
    pub first: bool,
    /// The teams whose contacts stand with it.
    pub contacts: Vec<String>,
}

impl Silence {
    /// Returns true when it is the one about a fact that no rule reads.
    pub fn names_fact(&self) -> bool {
        self.when.is_none() && self.text.contains(FACT)
    }
}

/// Where the words for a fact go in the text of a silence.
pub const FACT: &str = "{fact}";

impl Protocol {
    /// The same rules, taken to be in force at all times: to ask what they would answer.
    #[must_use]
    pub fn at_all_times(self) -> Self {
        Self { in_force: Period::default(), era: Period::default(), others: Vec::new(), ..self }
    }

    /// Which edition a rule is of, and when it is in force where that differs.
    pub fn edition_of(&self, rule: &Rule) -> Cow<'_, str> {
        if rule.in_force.is_open() {
            return Cow::Borrowed(&self.edition);
        }
        Cow::Owned(format!("{}, rule in force {}", self.edition, rule.in_force.words()))
    }

    /// What its rules test and rest on.
    pub fn reads(&self) -> &RuleReads {
        self.reads.get_or_init(|| RuleReads::new(self))
    }

    /// A rule by place.
    pub fn rule(&self, index: RuleIndex) -> &Rule {
        &self.rules[usize::from(index.0)]
    }

    /// A rule by id.
    pub fn find_rule(&self, id: &str) -> Option<RuleIndex> {
        self.rule_index.get(id).copied()
    }

    /// A team by id.
    pub fn team(&self, id: &str) -> Option<&Team> {
        self.teams.iter().find(|team| team.id == id)
    }

    /// A team's index, by id.
    pub fn team_index(&self, id: &str) -> Option<TeamIndex> {
        let place = self.teams.iter().position(|team| team.id == id)?;
        u16::try_from(place).ok().map(TeamIndex)
    }

    /// A form's own name, else its id.
    pub fn form_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.forms.iter().find(|form| form.id == id).map_or(id, |form| &form.title)
    }

    /// A system's own name, else its id.
    pub fn system_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.systems.iter().find(|form| form.id == id).map_or(id, |form| &form.title)
    }

    /// A level's name.
    pub fn level_name(&self, level: u8) -> Option<&str> {
        self.levels.iter().find(|held| held.level == level).map(|held| held.name.as_str())
    }

    /// The lowest level, the floor.
    pub fn floor(&self) -> Option<u8> {
        self.levels.iter().map(|level| level.level).min()
    }
}
