//! One rule as plain data.

use super::links::{Link, mentions, rests_on};
use crate::calendar::Amount;
use crate::protocol::since::Since;
use crate::protocol::uses::{By, Target};
use crate::protocol::{Body, Choice, Clock, Need, NoLimit, Protocol, Rule, Starts, Urgency};
use crate::report::assessment::{ContactRow, ProtocolName, team_contacts};
use crate::report::contacts::TeamRow;
use crate::report::wording::{self, Words};
use serde::Serialize;

/// A rule explained. Fields that its kind does not have are left out.
#[derive(Debug, Default, Serialize)]
pub struct RuleEntry {
    pub(super) protocol: Option<ProtocolName>,
    /// The rule's fixed id.
    pub rule: String,
    pub(super) kind: &'static str,
    pub(super) clause: String,
    pub(super) lines: Option<String>,
    pub(super) title: String,
    pub(super) text: String,
    /// The covered row that was asked for, when it was one.
    pub(super) asked_for: Option<Row>,
    pub(super) note: Option<String>,
    pub(super) when: Option<Words>,
    pub(super) reading: Option<String>,
    pub(super) other_readings: Vec<OtherWords>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) who: Option<String>,
    #[serde(rename = "do", skip_serializing_if = "Option::is_none")]
    pub(super) action: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) urgency: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) level: Option<LevelWords>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) outcome: Option<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) points_for: Vec<Point>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) points_against: Vec<Point>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) need: Option<Need>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) why: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) to: Vec<Chosen>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) by: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) contact: Vec<ContactRow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) attach: Vec<Chosen>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) search: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) record: Vec<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) within: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) clock: Option<ClockWords>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) done_by: Option<String>,
    pub(super) rests_on: Vec<Link>,
    pub(super) used_by: Vec<Link>,
    pub(super) silences: Vec<String>,
    pub(super) covers: Vec<Row>,
    /// The teams of a directory entry or of `to`, for text.
    #[serde(skip)]
    pub(super) teams: Vec<TeamRow>,
}

/// A row of the inventory that the rule covers.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) clause: String,
    pub(super) title: String,
    pub(super) text: String,
}

/// Another reading, with what it changes.
#[derive(Debug, Serialize)]
pub(super) struct OtherWords {
    pub(super) reading: String,
    pub(super) within: Option<String>,
    pub(super) level: Option<u8>,
}

/// An id with its own name.
#[derive(Debug, Serialize)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) title: String,
}

/// A level with its name.
#[derive(Debug, Serialize)]
pub(super) struct LevelWords {
    pub(super) level: u8,
    pub(super) name: Option<String>,
}

/// A team or form, always or on a condition.
#[derive(Debug, Serialize)]
pub(super) struct Chosen {
    pub(super) id: String,
    pub(super) title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) when: Option<Words>,
}

/// A point for or against, and when it counts.
#[derive(Debug, Serialize)]
pub(super) struct Point {
    pub(super) text: String,
    pub(super) when: Words,
}

/// A deadline in words.
#[derive(Debug, Serialize)]
pub(super) struct ClockWords {
    pub(super) within: String,
    pub(super) starts: String,
    pub(super) stops: String,
    pub(super) ended_by: String,
    pub(super) recurring: bool,
}

impl RuleEntry {
    /// The rule of that id, or the rule that covers the row of that id.
    pub(super) fn find(protocol: &Protocol, id: &str) -> Option<Self> {
        if let Some(index) = protocol.find_rule(id) {
            return Some(Self::new(protocol, protocol.rule(index)));
        }
        let rule = protocol.rules.iter().find(|rule| rule.covers.iter().any(|row| row.id == id))?;
        let mut entry = Self::new(protocol, rule);
        let place = entry.covers.iter().position(|row| row.id == id)?;
        entry.asked_for = Some(entry.covers[place].clone());
        Some(entry)
    }

    fn new(protocol: &Protocol, rule: &Rule) -> Self {
        let mut entry = Self::plain(protocol, rule);
        if let Some(index) = protocol.find_rule(&rule.id) {
            (entry.used_by, entry.silences) = mentions(protocol, Target::Rule(index));
            entry.rests_on = rests_on(protocol, By::Rule(index));
        }
        entry
    }

    /// The rule by itself, without what hangs on it.
    pub(super) fn plain(protocol: &Protocol, rule: &Rule) -> Self {
        let mut entry = Self {
            protocol: Some(ProtocolName {
                id: protocol.id.clone(),
                name: protocol.name.clone(),
                edition: protocol.edition.clone(),
                short: protocol.short.clone(),
            }),
            rule: rule.id.clone(),
            kind: rule.kind.word(),
            clause: rule.clause.clone(),
            lines: rule.lines.clone().filter(|lines| lines.chars().any(char::is_alphanumeric)),
            title: rule.title.clone(),
            text: rule.text.clone(),
            note: rule.note.clone(),
            when: rule.when.as_ref().map(|when| wording::condition(protocol, when)),
            reading: rule.reading.clone(),
            other_readings: rule
                .other_readings
                .iter()
                .map(|other| OtherWords {
                    reading: other.text.clone(),
                    within: other.within.map(Amount::words),
                    level: other.level.as_ref().map(|(level, _)| *level),
                })
                .collect(),
            covers: rule
                .covers
                .iter()
                .map(|row| Row {
                    id: row.id.clone(),
                    clause: row.clause.clone(),
                    title: row.title.clone(),
                    text: row.text.clone(),
                })
                .collect(),
            ..Self::default()
        };
        entry.add_body(protocol, &rule.body);
        entry.since = rule.since.map(|since| match since {
            Since::MissingDays(days) => format!("the open missing episode reached {days} days"),
            Since::MissingEpisodes(count) => format!("{count} missing episodes fell within a month"),
            Since::Loss => "the child went missing".to_owned(),
        });
        let done: Vec<String> = rule.done_by.iter().map(|done| wording::in_sentence(protocol, done)).collect();
        entry.done_by = Some(done.join("; or ")).filter(|done| !done.is_empty());
        entry
    }

    fn add_body(&mut self, protocol: &Protocol, body: &Body) {
        let level = |level: u8| LevelWords { level, name: protocol.level_name(level).map(str::to_owned) };
        match body {
            Body::Level(number) => self.level = Some(level(*number)),
            Body::Indicator { level: number, .. } => self.level = number.map(level),
            Body::Decision { outcome, points_for, points_against } => {
                let title = protocol.vocabulary.outcome_title(outcome).to_owned();
                self.outcome = Some(Named { id: outcome.clone(), title });
                self.points_for = points(protocol, points_for);
                self.points_against = points(protocol, points_against);
            }
            Body::Route(route) => {
                self.who = Some(route.who.clone());
                self.action = Some(route.action.clone());
                self.urgency = Some(urgency(route.urgency));
                self.add_teams(protocol, &route.to);
                self.by = route.by.clone();
                self.attach = forms(protocol, &route.attach);
                self.search = systems(protocol, &route.search);
                self.record = systems(protocol, &route.record);
                self.within = route.within.clone();
            }
            Body::Clock(clock) => {
                self.who = Some(clock.owner.clone());
                self.action = Some(clock.action.clone());
                self.clock = Some(clock_words(protocol, clock));
            }
            Body::Escalation(escalation) => {
                self.who = Some(escalation.who.clone());
                self.action = Some(escalation.action.clone());
                self.urgency = Some(urgency(escalation.urgency));
                self.add_teams(protocol, &escalation.tell);
                self.attach = forms(protocol, &escalation.attach);
            }
            Body::Duty { who, action, to, attach, record } => {
                self.add_teams(protocol, to);
                self.who = Some(who.clone());
                self.action = Some(action.clone());
                self.attach = forms(protocol, attach);
                self.record = systems(protocol, record);
            }
            Body::Consent { need, who, why } => {
                self.who = Some(who.clone());
                self.need = Some(*need);
                self.why = Some(why.clone());
            }
            Body::Directory(teams) => {
                self.teams = teams.iter().filter_map(|id| protocol.team(id)).map(TeamRow::new).collect();
                self.contact = self.teams.iter().flat_map(|team| team.contacts.clone()).collect();
            }
            Body::Standing => {}
        }
    }

    fn add_teams(&mut self, protocol: &Protocol, choices: &[Choice]) {
        let title = |id: &str| protocol.team(id).map_or_else(|| id.to_owned(), |team| team.title.clone());
        self.to = chosen(protocol, choices, title);
        let teams = || choices.iter().filter_map(|choice| protocol.team(&choice.id));
        self.contact = teams().flat_map(|team| team_contacts(team, None)).collect();
        self.teams = teams().map(TeamRow::new).collect();
    }
}

fn chosen(protocol: &Protocol, choices: &[Choice], title: impl Fn(&str) -> String) -> Vec<Chosen> {
    let row = |choice: &Choice| Chosen {
        id: choice.id.clone(),
        title: title(&choice.id),
        when: choice.when.as_ref().map(|when| wording::condition(protocol, when)),
    };
    choices.iter().map(row).collect()
}

fn forms(protocol: &Protocol, choices: &[Choice]) -> Vec<Chosen> {
    chosen(protocol, choices, |id| protocol.form_title(id).to_owned())
}

fn systems(protocol: &Protocol, ids: &[String]) -> Vec<Named> {
    ids.iter().map(|id| Named { id: id.clone(), title: protocol.system_title(id).to_owned() }).collect()
}

fn points(protocol: &Protocol, points: &[(crate::domain::condition::Condition, String)]) -> Vec<Point> {
    let row = |(when, text): &(_, String)| Point { text: text.clone(), when: wording::condition(protocol, when) };
    points.iter().map(row).collect()
}

fn clock_words(protocol: &Protocol, clock: &Clock) -> ClockWords {
    let within = match clock.opens {
        Some(from) => format!("from {} to {}", from.words(), clock.within.words()),
        None if clock.no_limit == Some(NoLimit::Always) => "no limit is printed".to_owned(),
        None if clock.within.number == 0 => "the same day".to_owned(),
        None => clock.within.words(),
    };
    let starts = match &clock.starts {
        Starts::Event(events) if events.len() > 1 => {
            format!("the latest of: {}", wording::events(protocol, events, "or"))
        }
        Starts::Event(events) => wording::events(protocol, events, "or"),
        Starts::FirstEvent(events) => format!("the first time: {}", wording::events(protocol, events, "or")),
        Starts::LaterOf(events) => format!("the later of: {}", wording::events(protocol, events, "and")),
        Starts::Birthday(age) => format!("the birthday on which the child is {age}"),
    };
    ClockWords {
        within,
        starts,
        stops: wording::events(protocol, &clock.stops, "or"),
        ended_by: wording::events(protocol, &clock.ended_by, "or"),
        recurring: clock.recurring,
    }
}

fn urgency(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Emergency => "emergency",
        Urgency::Immediate => "immediate",
        Urgency::Prompt => "prompt",
        Urgency::Routine => "routine",
    }
}
