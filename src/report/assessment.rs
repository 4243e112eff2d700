//! The whole assessment as plain data: the contract `yjs.assessment/1`.

use crate::calendar::{Moment, Skipped, london};
use crate::domain::assess::Assessment;
use crate::domain::case::{Case, Judgement};
use crate::domain::condition::{Condition, RuleIndex};
use crate::domain::deadline::{Deadline, Status};
use crate::domain::fact::{FactIndex, Value};
use crate::domain::interview;
use crate::domain::situation::Situation;
use crate::domain::truth::Truth;
use crate::problem::Problem;
use crate::protocol::{Body, Choice, Contact, ContactKind, Need, Protocol, Rule, Team, Urgency};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Map, Value as Json};

/// The assessment of one case.
#[derive(Debug, Serialize)]
pub struct AssessmentReport {
    /// `yjs.assessment/1`.
    pub schema: &'static str,
    /// Which protocol, in which edition.
    pub protocol: ProtocolName,
    /// The case's reference, when it has one.
    pub case: Option<String>,
    /// The present, in London's offset.
    pub now: String,
    /// Facts that were worked out.
    pub derived: Map<String, Json>,
    /// The level of need.
    pub level: LevelReport,
    /// Candidate outcomes.
    pub decisions: Vec<DecisionRow>,
    /// Where it goes.
    pub routes: Vec<RouteRow>,
    /// Consent.
    pub consent: Vec<ConsentRow>,
    /// By when.
    pub deadlines: Vec<DeadlineRow>,
    /// Who must now be told.
    pub escalations: Vec<EscalationRow>,
    /// Who does what.
    pub duties: Vec<DutyRow>,
    /// What the protocol leaves out.
    pub silent: Vec<SilenceRow>,
    /// Facts worth asking for, most decisive first.
    pub ask_next: Vec<String>,
    /// The present, for text.
    #[serde(skip)]
    pub instant: DateTime<Utc>,
    /// The questions of `ask_next`, for text.
    #[serde(skip)]
    pub questions: Vec<(String, String)>,
    /// What this protocol calls social care, for text.
    #[serde(skip)]
    pub social_care: String,
    /// Whether text shows the whole working.
    #[serde(skip)]
    pub verbose: bool,
    /// How many eras the protocol has; text names the edition of a deadline when there are several.
    #[serde(skip)]
    pub editions: usize,
}

/// A protocol's name and edition.
#[derive(Debug, Clone, Serialize)]
pub struct ProtocolName {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its edition.
    pub edition: String,
}

/// What every row says of its rule.
#[derive(Debug, Clone, Serialize)]
pub struct RuleRow {
    /// The rule's id.
    pub rule: String,
    /// Its clause.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// `yes` or `unknown`.
    pub applies: &'static str,
    /// What it rests on.
    pub because: Vec<Because>,
    /// What would settle it.
    pub unknown: Vec<String>,
    /// In plain words, for text.
    #[serde(skip)]
    pub text: String,
    /// What else must be known, for text.
    #[serde(skip)]
    pub note: Option<String>,
    /// How an ambiguity was resolved, for text.
    #[serde(skip)]
    pub reading: Option<String>,
}

impl RuleRow {
    /// Whether it applies on what is known.
    pub fn certain(&self) -> bool {
        self.applies == "yes"
    }
}

/// A fact or event relied on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Because {
    /// The fact or event.
    pub fact: String,
    /// Its value, or when it happened.
    pub value: Json,
}

/// The level.
#[derive(Debug, Serialize)]
pub struct LevelReport {
    /// 1 to 4; none when the protocol has no levels.
    pub level: Option<u8>,
    /// Its name.
    pub name: Option<String>,
    /// The rules that establish it, counted indicators included.
    pub rules: Vec<String>,
    /// Higher levels not ruled out.
    pub could_be: Vec<CouldBe>,
    /// Indicators that apply and point to no level.
    pub signs: Vec<String>,
    /// Other levels, by other readings.
    pub other_readings: Vec<LevelReading>,
    /// A practitioner's own level, when one was recorded.
    pub overridden: Option<Judgement>,
    /// Whether it is the protocol's highest, for text.
    #[serde(skip)]
    pub highest: bool,
    /// The rules with their titles, for text.
    #[serde(skip)]
    pub rows: Vec<RuleRow>,
    /// The signs with their titles, for text.
    #[serde(skip)]
    pub sign_rows: Vec<RuleRow>,
}

/// A higher level not ruled out.
#[derive(Debug, Serialize)]
pub struct CouldBe {
    /// The level.
    pub level: u8,
    /// What would settle it.
    pub unknown: Vec<String>,
}

/// Another level, by another reading.
#[derive(Debug, Serialize)]
pub struct LevelReading {
    /// The level it gives.
    pub level: u8,
    /// The rule that says so.
    pub rule: String,
    /// The reading.
    pub reading: String,
}

/// A candidate outcome.
#[derive(Debug, Serialize)]
pub struct DecisionRow {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleRow,
    /// The outcome's fixed name.
    pub outcome: String,
    /// Points for.
    #[serde(rename = "for")]
    pub points_for: Vec<String>,
    /// Points against.
    pub against: Vec<String>,
    /// The outcome's words, for text.
    #[serde(skip)]
    pub outcome_title: String,
}

/// A route.
#[derive(Debug, Serialize)]
pub struct RouteRow {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleRow,
    /// 1 emergency services, 2 telephone, 3 writing, 4 forms and records.
    pub rank: u8,
    /// Where to, as team ids.
    pub to: Vec<String>,
    /// Their names.
    pub to_names: Vec<String>,
    /// By which channels, in order.
    pub by: Vec<String>,
    /// How to reach them, as printed.
    pub contact: Vec<ContactRow>,
    /// What goes with it.
    pub attach: Vec<String>,
    /// Systems to search first.
    pub search: Vec<String>,
    /// Systems to record on.
    pub record: Vec<String>,
    /// A limit in words.
    pub within: Option<Within>,
    /// Who sends it, for text.
    #[serde(skip)]
    pub who: String,
    /// What to do, for text.
    #[serde(skip)]
    pub action: String,
    /// Names of the forms, for text.
    #[serde(skip)]
    pub attach_names: Vec<String>,
}

/// A limit that is no number.
#[derive(Debug, Clone, Serialize)]
pub struct Within {
    /// As printed: `immediately`.
    pub limit: String,
}

/// One way to reach a team.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ContactRow {
    /// The team.
    pub team: String,
    /// `telephone`, `email`, `fax`, `address`, `form` or `not_printed`.
    pub kind: &'static str,
    /// Exactly as printed.
    pub value: String,
    /// The hours printed with it.
    pub hours: Option<String>,
    /// What to know about it.
    pub note: Option<String>,
    /// Where it is printed; none when it is the user's own.
    pub clause: Option<String>,
    /// What is printed, when this is the user's own contact in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overridden: Option<String>,
}

/// Consent.
#[derive(Debug, Serialize)]
pub struct ConsentRow {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleRow,
    /// What is to be done.
    pub need: Need,
    /// Why.
    pub why: String,
}

/// A deadline.
#[derive(Debug, Serialize)]
pub struct DeadlineRow {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleRow,
    /// Who must meet it.
    pub owner: String,
    /// What it runs from.
    pub start: Option<StartRow>,
    /// When it ends: a date (to its end) or an instant.
    pub due: Option<Moment>,
    /// The last working day before a due date that is none.
    pub act_by: Option<NaiveDate>,
    /// The edition it was reckoned under.
    pub edition: String,
    /// Where it stands.
    pub status: Status,
    /// Dates from today to the due date.
    pub days_left: Option<i64>,
    /// How it was reckoned.
    pub working: Option<WorkingRow>,
    /// Other dates, by other readings.
    pub other_readings: Vec<DateReading>,
    /// Whether unpublished bank holidays were assumed.
    pub provisional: bool,
    /// What must be done, for text.
    #[serde(skip)]
    pub action: String,
}

/// What a deadline runs from.
#[derive(Debug, Serialize)]
pub struct StartRow {
    /// The event, or `birthday`.
    pub event: String,
    /// When.
    pub at: Moment,
}

/// How a deadline was reckoned.
#[derive(Debug, Serialize)]
pub struct WorkingRow {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: &'static str,
    /// The start, which is not counted.
    pub day_zero: Moment,
    /// The first day counted.
    pub day_one: Option<NaiveDate>,
    /// Days passed over.
    pub skipped: Vec<Skipped>,
    /// A change of the clocks on the way.
    pub clock_change: Option<String>,
    /// When it was done.
    pub met_on: Option<Moment>,
}

/// Another date, by another reading.
#[derive(Debug, Serialize)]
pub struct DateReading {
    /// The reading.
    pub reading: String,
    /// The date it gives, when it gives one.
    pub due: Option<Moment>,
}

/// An escalation.
#[derive(Debug, Serialize)]
pub struct EscalationRow {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleRow,
    /// As for routes.
    pub rank: u8,
    /// Who is told, as team ids.
    pub tell: Vec<String>,
    /// How to reach them.
    pub contact: Vec<ContactRow>,
    /// What goes with it.
    pub attach: Vec<String>,
    /// When the threshold was reached.
    pub since: Option<Moment>,
    /// Readings of "in a month" that are met.
    pub readings_met: Vec<String>,
    /// When it was acted on.
    pub done: Option<Moment>,
    /// Names of those told, for text.
    #[serde(skip)]
    pub tell_names: Vec<String>,
    /// What to do, for text.
    #[serde(skip)]
    pub action: String,
    /// Names of the forms, for text.
    #[serde(skip)]
    pub attach_names: Vec<String>,
    /// The readings in words, for text.
    #[serde(skip)]
    pub reading_words: Vec<String>,
}

/// A duty.
#[derive(Debug, Serialize)]
pub struct DutyRow {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleRow,
    /// Who.
    pub who: String,
    /// What.
    #[serde(rename = "do")]
    pub action: String,
    /// Forms that go with it.
    pub attach: Vec<String>,
    /// Names of the forms, for text.
    #[serde(skip)]
    pub attach_names: Vec<String>,
}

/// Something the protocol leaves out.
#[derive(Debug, Clone, Serialize)]
pub struct SilenceRow {
    /// Its fixed name.
    pub topic: String,
    /// Said to the practitioner.
    pub text: String,
}

impl AssessmentReport {
    /// Assesses a case under a protocol, now.
    ///
    /// # Errors
    /// As [`Situation::new`], and when a date runs off the calendar.
    pub fn of_case(protocol: &Protocol, case: &Case, now: DateTime<Utc>) -> Result<Self, Problem> {
        let situation = Situation::new(protocol, case, now)?;
        let reference = Some(case.reference.clone()).filter(|reference| !reference.is_empty());
        Self::new(&Assessment::new(situation), reference)
    }

    /// Lays out an assessment.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub fn new(assessment: &Assessment<'_>, case: Option<String>) -> Result<Self, Problem> {
        let protocol = assessment.protocol();
        let questions: Vec<(String, String)> = interview::questions(assessment)
            .into_iter()
            .map(|question| protocol.vocabulary.fact_definition(question.fact))
            .map(|fact| (fact.id.clone(), fact.question.clone()))
            .collect();
        let mut report = Self {
            schema: "yjs.assessment/1",
            protocol: ProtocolName {
                id: protocol.id.clone(),
                name: protocol.name.clone(),
                edition: protocol.edition.clone(),
            },
            case,
            now: london::rfc3339(assessment.situation.now),
            derived: derived(assessment),
            level: level(assessment),
            decisions: Vec::new(),
            routes: Vec::new(),
            consent: Vec::new(),
            deadlines: Vec::new(),
            escalations: Vec::new(),
            duties: Vec::new(),
            silent: super::silence::silences(assessment),
            ask_next: questions.iter().map(|(fact, _)| fact.clone()).collect(),
            instant: assessment.situation.now,
            questions,
            social_care: protocol.social_care.clone(),
            verbose: false,
            editions: protocol.others.len() + 1,
        };
        for (_, rule, truth) in assessment.open_rules() {
            report.add(assessment, rule, truth)?;
        }
        for era in assessment.eras().skip(1) {
            for (_, rule, truth) in era.open_rules().filter(|(_, rule, truth)| is_running(rule, *truth)) {
                report.add(era, rule, truth)?;
            }
        }
        report.routes.sort_by_key(|row| (row.rank, !row.rule.certain()));
        report.escalations.sort_by_key(|row| (row.rank, !row.rule.certain()));
        let soonest = |row: &DeadlineRow| row.due.map(Moment::earliest).unwrap_or(DateTime::<Utc>::MAX_UTC);
        report.deadlines.sort_by_key(|row| (!row.rule.certain(), row.status, soonest(row)));
        Ok(report)
    }

    /// Something is overdue, or someone who must be told has not been.
    pub fn is_adverse(&self) -> bool {
        let overdue = |row: &DeadlineRow| row.rule.certain() && row.status == Status::Overdue;
        let untold = |row: &EscalationRow| row.rule.certain() && row.since.is_some() && row.done.is_none();
        self.deadlines.iter().any(overdue) || self.escalations.iter().any(untold)
    }

    fn add(&mut self, assessment: &Assessment<'_>, rule: &Rule, truth: Truth) -> Result<(), Problem> {
        let row = || rule_row(assessment, rule, truth);
        match &rule.body {
            Body::Decision { outcome, points_for, points_against } => {
                self.decisions.push(DecisionRow {
                    rule: row(),
                    outcome: outcome.clone(),
                    points_for: points(assessment, points_for),
                    against: points(assessment, points_against),
                    outcome_title: assessment.protocol().vocabulary.outcome_title(outcome).to_owned(),
                });
            }
            Body::Route(route) => {
                let to = assessment.chosen(&route.to);
                let (attach, attach_names) = forms(assessment, &route.attach);
                self.routes.push(RouteRow {
                    rule: row(),
                    rank: rank(route.urgency),
                    to_names: names(assessment.protocol(), &to),
                    contact: contacts(assessment, &to),
                    to: owned(&to),
                    by: route.by.clone(),
                    attach_names,
                    attach,
                    search: route.search.clone(),
                    record: route.record.clone(),
                    within: route.within.clone().map(|limit| Within { limit }),
                    who: route.who.clone(),
                    action: route.action.clone(),
                });
            }
            Body::Clock(clock) => {
                let deadline = if truth == Truth::Yes { assessment.deadline(rule)? } else { None };
                if truth == Truth::Yes && deadline.is_none() {
                    return Ok(());
                }
                let edition = assessment.protocol().edition_of(rule);
                let vocabulary = &assessment.protocol().vocabulary;
                let start_name = |deadline: &Deadline| {
                    deadline.start.map(|start| StartRow {
                        event: start
                            .event
                            .map_or("birthday".into(), |event| vocabulary.event_definition(event).id.clone()),
                        at: start.at,
                    })
                };
                let reckoning = deadline.as_ref().and_then(|deadline| deadline.reckoning.as_ref());
                self.deadlines.push(DeadlineRow {
                    rule: row(),
                    owner: clock.owner.clone(),
                    start: deadline.as_ref().and_then(start_name),
                    due: reckoning.map(|reckoning| reckoning.due),
                    act_by: reckoning.and_then(|reckoning| reckoning.act_by),
                    edition,
                    status: deadline.as_ref().map_or(Status::Waiting, |deadline| deadline.status),
                    days_left: deadline.as_ref().and_then(|deadline| deadline.days_left),
                    working: reckoning.map(|reckoning| WorkingRow {
                        amount: clock.within.number,
                        unit: clock.within.unit.word(),
                        day_zero: reckoning.day_zero,
                        day_one: reckoning.day_one,
                        skipped: reckoning.skipped.clone(),
                        clock_change: reckoning.clock_change.clone(),
                        met_on: deadline.as_ref().and_then(|deadline| deadline.met).map(|met| met.when),
                    }),
                    provisional: reckoning.is_some_and(|reckoning| reckoning.provisional),
                    other_readings: deadline
                        .map(|deadline| deadline.other_dates(&assessment.protocol().vocabulary))
                        .unwrap_or_default()
                        .into_iter()
                        .map(|(reading, due)| DateReading { reading, due })
                        .collect(),
                    action: clock.action.clone(),
                });
            }
            Body::Escalation(escalation) => {
                let tell = assessment.chosen(&escalation.tell);
                let (attach, attach_names) = forms(assessment, &escalation.attach);
                let reached = if truth == Truth::Yes { assessment.reached(escalation) } else { Default::default() };
                self.escalations.push(EscalationRow {
                    rule: row(),
                    rank: rank(escalation.urgency),
                    tell_names: names(assessment.protocol(), &tell),
                    contact: contacts(assessment, &tell),
                    tell: owned(&tell),
                    attach_names,
                    attach,
                    since: reached.since,
                    readings_met: reached.readings.iter().map(|reading| reading.id.clone()).collect(),
                    reading_words: reached.readings.iter().map(|reading| reading.title.clone()).collect(),
                    done: reached.done.map(|done| done.when),
                    action: escalation.action.clone(),
                });
            }
            Body::Duty { who, action, attach, .. } => {
                let (attach, attach_names) = forms(assessment, attach);
                self.duties.push(DutyRow {
                    rule: row(),
                    who: who.clone(),
                    action: action.clone(),
                    attach_names,
                    attach,
                });
            }
            Body::Consent { need, why, .. } => {
                self.consent.push(ConsentRow { rule: row(), need: *need, why: why.clone() });
            }
            Body::Level(_) | Body::Indicator { .. } | Body::Standing | Body::Directory(_) => {}
        }
        Ok(())
    }
}

/// The rank of an urgency: 1 is most urgent.
pub fn rank(urgency: Urgency) -> u8 {
    match urgency {
        Urgency::Emergency => 1,
        Urgency::Immediate => 2,
        Urgency::Prompt => 3,
        Urgency::Routine => 4,
    }
}

/// What a row says of its rule.
pub fn rule_row(assessment: &Assessment<'_>, rule: &Rule, truth: Truth) -> RuleRow {
    let working = rule.when.as_ref().map(|when| assessment.working(when)).unwrap_or_default();
    let vocabulary = &assessment.protocol().vocabulary;
    let mut because: Vec<Because> = Vec::with_capacity(working.facts.len());
    for (fact, value) in working.facts {
        let definition = vocabulary.fact_definition(fact);
        because.push(Because { fact: definition.id.clone(), value: definition.json(value) });
    }
    for (event, when) in working.events {
        because.push(Because { fact: vocabulary.event_definition(event).id.clone(), value: when.to_string().into() });
    }
    let unknown = if truth == Truth::Unknown { working.unknown } else { Vec::new() };
    RuleRow {
        rule: rule.id.clone(),
        clause: rule.clause.clone(),
        title: rule.title.clone(),
        applies: if truth == Truth::Yes { "yes" } else { "unknown" },
        because,
        unknown: unknown.into_iter().map(|fact| vocabulary.fact_definition(fact).id.clone()).collect(),
        text: rule.text.clone(),
        note: rule.note.clone(),
        reading: rule.reading.clone(),
    }
}

/// Whether a rule of another era may matter now: only a clock can, by having started then.
fn is_running(rule: &Rule, truth: Truth) -> bool {
    matches!(rule.body, Body::Clock(_)) && truth == Truth::Yes
}

fn derived(assessment: &Assessment<'_>) -> Map<String, Json> {
    let vocabulary = &assessment.protocol().vocabulary;
    let mut derived = Map::new();
    for (place, definition) in vocabulary.facts.iter().enumerate().filter(|(_, fact)| fact.derive.is_some()) {
        let value: Option<Value> = assessment.situation.facts.get(FactIndex(u16::try_from(place).unwrap_or(u16::MAX)));
        if let Some(value) = value {
            derived.insert(definition.id.clone(), definition.json(value));
        }
    }
    derived
}

fn level(assessment: &Assessment<'_>) -> LevelReport {
    let protocol = assessment.protocol();
    let answer = &assessment.level;
    let id = |index: &RuleIndex| protocol.rule(*index).id.clone();
    let row = |index: &RuleIndex| rule_row(assessment, protocol.rule(*index), Truth::Yes);
    let could_be = answer.could_be.iter().map(|(level, rules)| {
        let mut unknown: Vec<String> = Vec::new();
        for fact in rules.iter().flat_map(|rule| rule_row(assessment, protocol.rule(*rule), Truth::Unknown).unknown) {
            if !unknown.contains(&fact) {
                unknown.push(fact);
            }
        }
        CouldBe { level: *level, unknown }
    });
    let signs: Vec<RuleIndex> = assessment
        .open_rules()
        .filter(|(_, rule, truth)| *truth == Truth::Yes && matches!(rule.body, Body::Indicator { level: None, .. }))
        .map(|(index, ..)| index)
        .filter(|index| !answer.rules.contains(index))
        .collect();
    let other_readings = assessment.other_levels().into_iter().map(|(rule, level, other)| {
        let says = other.level.as_ref().and_then(|(_, says)| says.clone());
        LevelReading { level, rule: says.unwrap_or_else(|| rule.id.clone()), reading: other.text.clone() }
    });
    LevelReport {
        level: answer.level,
        name: answer.level.and_then(|level| protocol.level_name(level)).map(str::to_owned),
        rules: answer.rules.iter().map(id).collect(),
        could_be: could_be.collect(),
        signs: signs.iter().map(id).collect(),
        other_readings: other_readings.collect(),
        overridden: assessment.situation.judgement.clone(),
        highest: answer.level == protocol.levels.iter().map(|level| level.level).max(),
        rows: answer.rules.iter().map(row).collect(),
        sign_rows: signs.iter().map(row).collect(),
    }
}

fn points(assessment: &Assessment<'_>, points: &[(Condition, String)]) -> Vec<String> {
    points.iter().filter(|(when, _)| assessment.holds(when) == Truth::Yes).map(|(_, text)| text.clone()).collect()
}

/// The forms that go with a row, and their names; one that hangs on an unknown fact is only named, with its condition.
fn forms(assessment: &Assessment<'_>, choices: &[Choice]) -> (Vec<String>, Vec<String>) {
    let (mut ids, mut names) = (Vec::new(), Vec::new());
    for choice in choices {
        let title = assessment.protocol().form_title(&choice.id);
        match choice.when.as_ref().map_or(Truth::Yes, |when| assessment.holds(when)) {
            Truth::Yes => {
                ids.push(choice.id.clone());
                names.push(title.to_owned());
            }
            Truth::Unknown => {
                let unknown = choice.when.as_ref().map(|when| assessment.working(when).unknown).unwrap_or_default();
                let vocabulary = &assessment.protocol().vocabulary;
                let facts: Vec<String> =
                    unknown.iter().map(|fact| vocabulary.fact_definition(*fact).id.replace('_', " ")).collect();
                names.push(format!("{title} (if {}: not known)", facts.join(" or ")));
            }
            Truth::No => {}
        }
    }
    (ids, names)
}

fn owned(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

fn names(protocol: &Protocol, ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| protocol.team(id).map_or_else(|| (*id).to_owned(), |team| team.title.clone())).collect()
}

/// How to reach these teams now: what serves at this hour, or all when nothing does.
fn contacts(assessment: &Assessment<'_>, teams: &[&str]) -> Vec<ContactRow> {
    let protocol = assessment.protocol();
    let out_of_hours = assessment.situation.out_of_hours();
    teams.iter().filter_map(|id| protocol.team(id)).flat_map(|team| team_contacts(team, out_of_hours)).collect()
}

/// How to reach one team. Where nothing is printed, one row says so.
pub fn team_contacts(team: &Team, out_of_hours: Option<bool>) -> Vec<ContactRow> {
    if team.contacts.is_empty() {
        return vec![ContactRow {
            team: team.id.clone(),
            kind: "not_printed",
            value: "not printed".into(),
            hours: None,
            note: team.note.clone(),
            clause: None,
            overridden: None,
        }];
    }
    team.serving(out_of_hours)
        .into_iter()
        .map(|contact| ContactRow {
            team: team.id.clone(),
            kind: contact_kind(contact.kind),
            value: contact.value.clone(),
            hours: contact.hours.clone(),
            note: contact_note(contact),
            clause: contact.overridden.is_none().then(|| contact.clause.clone()),
            overridden: contact.overridden.clone(),
        })
        .collect()
}

/// What to know about a contact; where it is the user's own, what was printed comes first.
fn contact_note(contact: &Contact) -> Option<String> {
    let Some(printed) = &contact.overridden else { return contact.note.clone() };
    let own = contact.note.as_ref().map(|note| format!(" {note}")).unwrap_or_default();
    Some(format!("Overridden on this computer; printed: {}.{own}", printed.trim_end_matches('.')))
}

/// The word for a channel of contact.
pub fn contact_kind(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Telephone => "telephone",
        ContactKind::Email => "email",
        ContactKind::Fax => "fax",
        ContactKind::Address => "address",
        ContactKind::Form => "form",
    }
}
