//! A protocol as data: read from a folder, checked, and compiled to indices.

pub mod checks;
pub mod codes;
mod compile;
pub mod diagnostic;
pub mod embedded;
mod fields;
pub mod history;
pub mod lint;
pub mod load;
mod order;
pub mod overrides;
pub mod period;
pub mod raw;
mod read;
pub mod schema;
pub mod search;
pub mod source;
pub mod spans;
pub mod template;
pub mod trials;
pub mod uses;
pub mod vocabulary;
mod words;

use crate::calendar::Amount;
use crate::domain::condition::{Condition, EventIndex, RuleIndex};
use crate::domain::plan::Plan;
use chrono::NaiveDate;
use period::Period;
pub use raw::{ContactKind, Need, Serves, Urgency};
use std::collections::HashMap;
use vocabulary::Vocabulary;

/// A checked protocol.
#[derive(Debug, Clone)]
pub struct Protocol {
    /// `camden`, `tower_hamlets`, …
    pub id: String,
    /// Its name in full.
    pub name: String,
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
    /// What `yjs check` looks for in a case under it.
    pub checks: Vec<checks::Check>,
    pub(crate) rule_index: HashMap<String, RuleIndex>,
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

/// The kinds of rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Establishes a level.
    Level,
    /// Points to a level, or is a sign that other rules rest on.
    Indicator,
    /// A candidate outcome.
    Decision,
    /// Where to send it.
    Route,
    /// By when.
    Clock,
    /// Who must now be told.
    Escalation,
    /// Who does what.
    Duty,
    /// Whether consent is to be sought.
    Consent,
    /// Always true; shown when looked up.
    Standing,
    /// An entry of the directory.
    Directory,
}

impl Kind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Indicator => "indicator",
            Self::Decision => "decision",
            Self::Route => "route",
            Self::Clock => "clock",
            Self::Escalation => "escalation",
            Self::Duty => "duty",
            Self::Consent => "consent",
            Self::Standing => "standing",
            Self::Directory => "directory",
        }
    }
}

/// A checked rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its fixed id.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// The clause of the text.
    pub clause: String,
    /// Lines of the source text, for whoever checks it.
    pub lines: Option<String>,
    /// What a practitioner would call it.
    pub title: String,
    /// What it says, in plain words.
    pub text: String,
    /// What else must be known.
    pub note: Option<String>,
    /// How an ambiguity was resolved.
    pub reading: Option<String>,
    /// How else it could be read.
    pub other_readings: Vec<OtherReading>,
    /// Rows that say the same again.
    pub covers: Vec<Covered>,
    /// When this version of it is in force.
    pub in_force: Period,
    /// When it applies; none for standing rules and the directory.
    pub when: Option<Condition>,
    /// What follows, by kind.
    pub body: Body,
}

/// Another way to read the text, and the date or level it would give.
#[derive(Debug, Clone)]
pub struct OtherReading {
    /// In words.
    pub text: String,
    /// Another amount of time from the same start.
    pub within: Option<Amount>,
    /// The same amount of time, repeated from another start.
    pub schedule: Option<Starts>,
    /// Another level, and the rule that says so.
    pub level: Option<(u8, Option<String>)>,
    /// The cases that the other level is about, where they are not all those of the rule.
    pub when: Option<Condition>,
}

/// A row of the inventory that another rule covers.
#[derive(Debug, Clone)]
pub struct Covered {
    /// Its fixed id.
    pub id: String,
    /// Its clause.
    pub clause: String,
    /// Lines of the source text.
    pub lines: Option<String>,
    /// Its title.
    pub title: String,
    /// What it says.
    pub text: String,
}

/// Something that is always meant, or only on a condition.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The team or form.
    pub id: String,
    /// On this condition only.
    pub when: Option<Condition>,
}

/// What follows from a rule, by kind.
#[derive(Debug, Clone)]
pub enum Body {
    /// Establishes this level.
    Level(u8),
    /// Points to a level by itself, or counts toward another rule, or is a bare sign.
    Indicator {
        /// The level it establishes by itself.
        level: Option<u8>,
        /// The rule that counts it.
        counts_toward: Option<RuleIndex>,
    },
    /// A candidate outcome with points.
    Decision {
        /// The outcome's fixed name.
        outcome: String,
        /// Points for, each on a condition.
        points_for: Vec<(Condition, String)>,
        /// Points against.
        points_against: Vec<(Condition, String)>,
    },
    /// Where to send it.
    Route(Route),
    /// By when.
    Clock(Clock),
    /// Who must now be told.
    Escalation(Escalation),
    /// Who does what.
    Duty {
        /// Who.
        who: String,
        /// What.
        action: String,
        /// Forms that go with it.
        attach: Vec<Choice>,
        /// Systems to record on.
        record: Vec<String>,
    },
    /// Whether consent is to be sought.
    Consent {
        /// What is to be done.
        need: Need,
        /// Who.
        who: String,
        /// Why.
        why: String,
    },
    /// Always true.
    Standing,
    /// Prints contacts of these teams.
    Directory(Vec<String>),
}

/// A referral route.
#[derive(Debug, Clone)]
pub struct Route {
    /// Who sends it.
    pub who: String,
    /// What to do, in one sentence.
    pub action: String,
    /// How soon.
    pub urgency: Urgency,
    /// Where to.
    pub to: Vec<Choice>,
    /// By which channels, in order.
    pub by: Vec<String>,
    /// What goes with it.
    pub attach: Vec<Choice>,
    /// Systems to search first.
    pub search: Vec<String>,
    /// Systems to record on.
    pub record: Vec<String>,
    /// A limit in words, such as "immediately".
    pub within: Option<String>,
}

/// A deadline.
#[derive(Debug, Clone)]
pub struct Clock {
    /// Who must meet it.
    pub owner: String,
    /// What must be done.
    pub action: String,
    /// What it runs from.
    pub starts: Starts,
    /// How long; for a window, to its opening.
    pub within: Amount,
    /// For a window, how long to its close.
    pub window_to: Option<Amount>,
    /// Events that meet it.
    pub stops: Vec<EventIndex>,
    /// Events that end it without meeting it.
    pub ended_by: Vec<EventIndex>,
    /// Events after which it can run again.
    pub reopened_by: Vec<EventIndex>,
    /// Whether it runs again from each time it was met.
    pub recurring: bool,
}

/// What a clock runs from.
#[derive(Debug, Clone)]
pub enum Starts {
    /// The latest of these events.
    Event(Vec<EventIndex>),
    /// The first of these events.
    FirstEvent(Vec<EventIndex>),
    /// The later of the latest of each.
    LaterOf(Vec<EventIndex>),
    /// A birthday.
    Birthday(u32),
}

/// Who must now be told.
#[derive(Debug, Clone)]
pub struct Escalation {
    /// Who tells them.
    pub who: String,
    /// What to do.
    pub action: String,
    /// How soon.
    pub urgency: Urgency,
    /// Who is told.
    pub tell: Vec<Choice>,
    /// What goes with it.
    pub attach: Vec<Choice>,
    /// The threshold that dates it.
    pub since: Option<since::Since>,
    /// Events that show it was acted on.
    pub done_by: Vec<EventIndex>,
}

/// Thresholds that date an escalation.
pub mod since {
    /// When an escalation's threshold was reached.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Since {
        /// The open episode reached this many days.
        MissingDays(u32),
        /// This many episodes fell within the window.
        MissingEpisodes(u32),
    }
}

/// A team and how to reach it.
#[derive(Debug, Clone)]
pub struct Team {
    /// Its fixed name.
    pub id: String,
    /// Its own name.
    pub title: String,
    /// What to know about reaching it.
    pub note: Option<String>,
    /// As printed; empty where nothing is printed.
    pub contacts: Vec<Contact>,
}

impl Team {
    /// The contacts that serve at this hour, or all when none does; what serves just now before what serves always.
    pub fn serving(&self, out_of_hours: Option<bool>) -> Vec<&Contact> {
        let serves = |wanted: Serves| match out_of_hours {
            None => true,
            Some(true) => wanted != Serves::OfficeHours,
            Some(false) => wanted != Serves::OutOfHours,
        };
        let none_serves = !self.contacts.iter().any(|contact| serves(contact.serves));
        let mut held: Vec<_> = self.contacts.iter().filter(|contact| none_serves || serves(contact.serves)).collect();
        held.sort_by_key(|contact| contact.serves == Serves::Always);
        held
    }
}

/// A way to reach a team, exactly as printed.
#[derive(Debug, Clone)]
pub struct Contact {
    /// The channel.
    pub kind: ContactKind,
    /// Exactly as printed.
    pub value: String,
    /// Where it is printed.
    pub clause: String,
    /// The hours printed with it.
    pub hours: Option<String>,
    /// When it serves.
    pub serves: Serves,
    /// What to know about it.
    pub note: Option<String>,
    /// What was printed, when the user's own `contacts.json` puts this in its place.
    pub overridden: Option<String>,
}

/// A form, document or system.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its fixed name.
    pub id: String,
    /// Its own name.
    pub title: String,
    /// What to know about it.
    pub note: Option<String>,
}

/// Something the protocol leaves out, and when that matters.
#[derive(Debug, Clone)]
pub struct Silence {
    /// Its fixed name.
    pub topic: String,
    /// Said to the practitioner.
    pub text: String,
    /// When it matters; none for the silence about a concern that no rule tests.
    pub when: Option<Condition>,
}

impl Protocol {
    /// The same rules, taken to be in force at all times: to ask what they would answer.
    #[must_use]
    pub fn at_all_times(self) -> Self {
        Self { in_force: Period::default(), era: Period::default(), others: Vec::new(), ..self }
    }

    /// Which edition a rule is of, and when it is in force where that differs.
    pub fn edition_of(&self, rule: &Rule) -> String {
        if rule.in_force.is_open() {
            return self.edition.clone();
        }
        format!("{}, rule in force {}", self.edition, rule.in_force.words())
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
