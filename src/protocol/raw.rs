//! The shapes of the files in a protocol folder, as serde reads them. Unknown fields are refused, so that a slip of the
//! pen is an error and not a rule that silently does nothing.

use serde::Deserialize;
use serde_json::Value as Json;

/// `data/vocabulary.json`, and a protocol's own `vocabulary.json` beside its rules.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vocabulary {
    #[serde(default, rename = "$schema")]
    pub(crate) _schema: Option<String>,
    #[serde(default, rename = "note")]
    pub(crate) _note: Option<String>,
    #[serde(default)]
    pub(crate) facts: Vec<Fact>,
    #[serde(default)]
    pub(crate) concerns: Vec<Concern>,
    /// What a practitioner may come for: facts and events name theirs.
    #[serde(default)]
    pub(crate) topics: Vec<Named>,
    #[serde(default)]
    pub(crate) events: Vec<Event>,
    #[serde(default)]
    pub(crate) outcomes: Vec<Named>,
    #[serde(default)]
    pub(crate) readings: Vec<Reading>,
    #[serde(default)]
    pub(crate) missing: Option<MissingEvents>,
}

/// An id with the words for it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Named {
    pub(crate) id: String,
    pub(crate) title: String,
}

/// A reading of "so many times in a month": `same_month`, or an amount of time from the first one's end.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reading {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) window: String,
}

/// A fact's declaration.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fact {
    pub(crate) id: String,
    #[serde(rename = "type")]
    pub(crate) kind: FactKind,
    pub(crate) question: String,
    pub(crate) help: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    #[serde(default)]
    pub(crate) choices: Vec<String>,
    /// Held on the case itself, not among its facts.
    #[serde(default)]
    pub(crate) case_field: bool,
    /// How it is worked out, when it is.
    pub(crate) derive: Option<Derive>,
    /// Whether a value given in the case may stand in for, or win over, the one worked out.
    pub(crate) given: Option<Given>,
    /// In words, how it is worked out.
    pub(crate) how: Option<String>,
    /// The facts to ask for when this one is unknown; itself when empty.
    #[serde(default)]
    pub(crate) settled_by: Vec<String>,
    /// Asked before the others: 1 first.
    pub(crate) ask_first: Option<u8>,
    /// A few words for a row among others, where the whole question is too long.
    pub(crate) label: Option<String>,
    /// What a practitioner who knows of it came for.
    pub(crate) topic: Option<String>,
    /// Given in nearly every case, so that it says nothing of what this one is about.
    #[serde(default)]
    pub(crate) background: bool,
}

/// What a fact holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FactKind {
    Flag,
    Number,
    Choice,
    Date,
}

/// What a given value does where the fact is also worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// The given value wins.
    Wins,
    /// The given value is used when nothing can be worked out.
    WhenUnknown,
}

/// How a derived fact is worked out; the parameters are the data's, the method the program's.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Derive {
    Age,
    /// Outside these hours, on these days, or on a bank holiday.
    OutOfHours {
        days: Vec<String>,
        from: String,
        to: String,
    },
    /// The latest of two kinds of event decides; else another fact having a value.
    LatestOf {
        opens: String,
        closes: String,
        otherwise: Option<Json>,
    },
    /// True when each of these facts is.
    Both {
        of: Vec<String>,
    },
    /// Age now, while it is below this.
    AgeWhileBelow {
        below: u32,
    },
    /// Days in spells between two kinds of event, from a birthday on.
    DaysInSpells {
        starts: String,
        ends: String,
        from_birthday: u32,
    },
    MissingNow,
    MissingDays,
    MissingEpisodes {
        within_days: u32,
    },
    DaysSinceLastMissing,
    /// False while an episode is open; else as given.
    KnownUnlessMissing,
    WellbeingConfirmed,
}

/// A concern: a flag that a route can start from. The fact behind it can differ by protocol.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Concern {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) fact: ConcernFact,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum ConcernFact {
    One(String),
    ByProtocol(std::collections::BTreeMap<String, String>),
}

/// An event's declaration.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) title: String,
    /// The event that this one ends.
    pub(crate) ends: Option<String>,
    /// Whether it makes no sense unless its start is recorded too.
    #[serde(default)]
    pub(crate) needs_start: bool,
    /// What a practitioner who knows of it came for.
    pub(crate) topic: Option<String>,
    /// The channels of a route that, once used, make this event.
    #[serde(default)]
    pub(crate) by: Vec<String>,
}

/// Which events make a missing episode, and the windows that several are counted in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MissingEvents {
    pub(crate) lost: String,
    pub(crate) located: String,
    pub(crate) confirmed: String,
}

/// `protocol.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Protocol {
    #[serde(default, rename = "$schema")]
    pub(crate) _schema: Option<String>,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) edition: String,
    pub(crate) source: String,
    /// What the protocol calls social care.
    pub(crate) social_care: String,
    #[serde(default)]
    pub(crate) in_force: InForce,
    #[serde(default)]
    pub(crate) silences: Vec<Silence>,
}

/// From when until when something is in force; absent is open.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InForce {
    pub(crate) from: Option<String>,
    pub(crate) until: Option<String>,
}

/// Something the protocol leaves out, and when that matters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Silence {
    pub(crate) topic: String,
    pub(crate) text: String,
    /// Absent for the silence about a concern that no rule tests.
    pub(crate) when: Option<Json>,
}

/// `levels.json`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Levels {
    #[serde(default, rename = "$schema")]
    pub(crate) _schema: Option<String>,
    #[serde(default)]
    pub(crate) levels: Vec<Level>,
    pub(crate) rules: Vec<Rule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Level {
    pub(crate) level: u8,
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Every other file of rules.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rules {
    #[serde(default, rename = "$schema")]
    pub(crate) _schema: Option<String>,
    pub(crate) rules: Vec<Rule>,
}

/// `directory.json`: who and what the rules speak of.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Directory {
    #[serde(default, rename = "$schema")]
    pub(crate) _schema: Option<String>,
    pub(crate) teams: Vec<Team>,
    pub(crate) forms: Vec<Form>,
    pub(crate) systems: Vec<System>,
    pub(crate) rules: Vec<Rule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Team {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) note: Option<String>,
    #[serde(default)]
    pub(crate) contacts: Vec<Contact>,
}

/// A way to reach a team, exactly as printed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contact {
    pub(crate) kind: ContactKind,
    pub(crate) value: String,
    pub(crate) clause: String,
    /// The hours printed with it, in words.
    pub(crate) hours: Option<String>,
    /// Whether it serves in office hours, outside them, or always.
    #[serde(default)]
    pub(crate) serves: Serves,
    pub(crate) note: Option<String>,
}

/// A channel of contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// A telephone number.
    Telephone,
    /// An e-mail address.
    Email,
    /// A fax number.
    Fax,
    /// A postal or visiting address.
    Address,
    /// A form or page.
    Form,
}

/// When a contact serves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Serves {
    /// At any time, or at times not printed.
    #[default]
    Always,
    /// In office hours only.
    OfficeHours,
    /// Outside office hours.
    OutOfHours,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Form {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) note: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct System {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) note: Option<String>,
}

/// One rule of any kind. Which fields it must and may have follows from its kind; `load` checks that.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub(crate) id: String,
    /// Only in `levels.json`, which holds levels and indicators.
    pub(crate) kind: Option<String>,
    /// Empty where it is missing, which is a fault of its own.
    #[serde(default)]
    pub(crate) clause: String,
    /// Line numbers in the source text, for whoever checks the rule.
    pub(crate) lines: Option<String>,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) note: Option<String>,
    pub(crate) reading: Option<String>,
    #[serde(default)]
    pub(crate) other_readings: Vec<OtherReading>,
    #[serde(default)]
    pub(crate) covers: Vec<Covered>,
    /// When this version of the rule is in force; open where it says nothing.
    #[serde(default)]
    pub(crate) in_force: InForce,
    pub(crate) when: Option<Json>,
    pub(crate) level: Option<u8>,
    pub(crate) counts_toward: Option<String>,
    pub(crate) outcome: Option<String>,
    #[serde(default)]
    pub(crate) points_for: Vec<Point>,
    #[serde(default)]
    pub(crate) points_against: Vec<Point>,
    pub(crate) who: Option<String>,
    #[serde(rename = "do")]
    pub(crate) action: Option<String>,
    pub(crate) urgency: Option<Urgency>,
    #[serde(default)]
    pub(crate) to: Vec<Choice>,
    #[serde(default)]
    pub(crate) by: Vec<String>,
    #[serde(default)]
    pub(crate) attach: Vec<Choice>,
    #[serde(default)]
    pub(crate) search: Vec<String>,
    #[serde(default)]
    pub(crate) record: Vec<String>,
    pub(crate) starts: Option<Starts>,
    pub(crate) within: Option<Within>,
    #[serde(default)]
    pub(crate) stops: Vec<String>,
    #[serde(default)]
    pub(crate) ended_by: Vec<String>,
    #[serde(default)]
    pub(crate) reopened_by: Vec<String>,
    #[serde(default)]
    pub(crate) recurring: bool,
    pub(crate) since: Option<Since>,
    #[serde(default)]
    pub(crate) done_by: Vec<String>,
    pub(crate) need: Option<Need>,
    pub(crate) why: Option<String>,
    /// For a directory rule: the teams it prints contacts of.
    #[serde(default)]
    pub(crate) teams: Vec<String>,
}

/// Another way to read the text. With `within` or `schedule` it also gives another date; with `level`, another level.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum OtherReading {
    Words(String),
    Full(FullReading),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FullReading {
    pub(crate) reading: String,
    pub(crate) within: Option<String>,
    pub(crate) schedule: Option<Starts>,
    pub(crate) level: Option<u8>,
    pub(crate) rule: Option<String>,
    /// With `level`: the reading is about these cases only.
    pub(crate) when: Option<Json>,
}

/// An inventory row that says the same again.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Covered {
    pub(crate) id: String,
    pub(crate) clause: String,
    pub(crate) lines: Option<String>,
    pub(crate) title: String,
    pub(crate) text: String,
}

/// A point for or against a candidate decision.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Point {
    pub(crate) when: Json,
    pub(crate) text: String,
}

/// How soon to act, which ranks routes and escalations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Emergency services.
    Emergency,
    /// By telephone, now.
    Immediate,
    /// In writing, today or in good time.
    Prompt,
    /// Forms, panels and records.
    Routine,
}

/// A team or form that is always meant, or only on a condition.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Choice {
    Always(String),
    When(Conditional),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Conditional {
    pub(crate) id: String,
    pub(crate) when: Json,
}

/// What a clock runs from.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Starts {
    /// The latest of these events.
    Event(Vec<String>),
    /// The first of these events ever.
    FirstEvent(Vec<String>),
    /// The later of the latest of each of these events.
    LaterOf(Vec<String>),
    /// This birthday.
    Birthday(u32),
}

/// How long a clock runs.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Within {
    Amount(String),
    Window(Window),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Window {
    pub(crate) from: String,
    pub(crate) to: String,
}

/// The moment an escalation's threshold was reached.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Since {
    /// The open episode reached this many days.
    MissingDays(u32),
    /// This many episodes fell within the window.
    MissingEpisodes(u32),
}

/// What is to be done about consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// It is to be sought.
    Seek,
    /// It is not needed.
    NotNeeded,
    /// It is not to be sought.
    DoNotSeek,
}
