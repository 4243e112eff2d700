//! A checked rule, and what follows from it, by kind.

use super::period::Period;
use super::{Need, NoLimit, Urgency};
use crate::calendar::Amount;
use crate::domain::condition::{Condition, EventIndex, RuleIndex, TeamIndex};

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
    /// Any one of these shows that it was done.
    pub done_by: Vec<Condition>,
    /// While the rule is unknown and this is yes, it is shown with its question.
    pub subject: Option<Condition>,
    /// Once it has applied it goes on applying until it is done.
    pub stays: bool,
    /// Rules about something else: a call that did one of them as well may not have been about this one.
    pub not_shared_with: Vec<RuleIndex>,
    /// It is still to be done once the case is closed.
    pub outlives_closing: bool,
    /// The threshold or the loss that dates it.
    pub since: Option<since::Since>,
    /// For a route or a duty: what dates it.
    pub starts: Option<Starts>,
    /// Events after which those of `starts` count anew.
    pub reopened_by: Vec<EventIndex>,
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
    /// The cases that it is about, where they are not all those of the rule.
    pub when: Option<Condition>,
    /// The cases that it is not about.
    pub unless: Option<Condition>,
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
    /// Until this is known to be so.
    pub unless: Option<Condition>,
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
        /// Teams whose contacts it shows.
        to: Vec<Choice>,
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
    /// How long; for a window, to its end.
    pub within: Amount,
    /// For a window, how long to its opening.
    pub opens: Option<Amount>,
    /// When no limit is printed.
    pub no_limit: Option<NoLimit>,
    /// Only events to one of these teams start or stop it; empty is any. `None` is no team recorded.
    pub counts_to: Vec<Option<TeamIndex>>,
    /// Only what happened since the child was last lost counts.
    pub since_loss: bool,
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
        /// The child was lost.
        Loss,
    }
}
