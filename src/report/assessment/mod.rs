//! The whole assessment as plain data: the contract `yjs.assessment/1`.

mod contact;
mod lay;
mod level;
mod rows;
mod rule;

pub use contact::{ContactRow, contact_kind, team_contacts};
pub use level::{CouldBe, LevelReading, LevelReport};
pub use rows::{
    ConsentRow, DateReading, DeadlineRow, DecisionRow, DoneRow, DutyRow, EscalationRow, RouteRow, SilenceRow, StartRow,
    Within, WorkingRow,
};
pub use rule::{Because, RuleRow, rule_row};

use crate::calendar::{Moment, london};
use crate::domain::assess::Assessment;
use crate::domain::case::Case;
use crate::domain::check;
use crate::domain::deadline::Status;
use crate::domain::fact::{FactIndex, Value};
use crate::domain::interview;
use crate::domain::missing;
use crate::domain::situation::Situation;
use crate::domain::truth::Truth;
use crate::problem::Problem;
use crate::protocol::vocabulary::FactKind;
use crate::protocol::{Body, Protocol, Rule, Urgency};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;

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
    /// The facts that are answered by yes or no, for text.
    #[serde(skip)]
    pub flags: BTreeSet<String>,
    /// What this protocol calls social care, for text.
    #[serde(skip)]
    pub social_care: String,
    /// Whether text shows the whole working.
    #[serde(skip)]
    pub verbose: bool,
    /// Whether each step says who does it, in text.
    #[serde(skip)]
    pub names_who: bool,
    /// What is recorded of the family's consent, for text.
    #[serde(skip)]
    pub recorded_consent: Option<String>,
    /// Facts that are taken otherwise than they were answered, for text.
    #[serde(skip)]
    pub taken_otherwise: Vec<String>,
    /// Located, and well-being not confirmed since, for text.
    #[serde(skip)]
    pub not_confirmed: bool,
    /// Whether it is known if the child is safe, for text.
    #[serde(skip)]
    pub safety_known: bool,
    /// The question that decides whether the child is safe, for text.
    #[serde(skip)]
    pub safety_question: Option<String>,
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
    /// Its name in short, for text.
    #[serde(skip)]
    pub short: String,
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
                short: protocol.short.clone(),
            },
            case,
            now: london::rfc3339(assessment.situation.now),
            derived: derived(assessment),
            level: level::level(assessment),
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
            flags: protocol
                .vocabulary
                .facts
                .iter()
                .filter(|fact| fact.kind == FactKind::Flag)
                .map(|fact| fact.id.clone())
                .collect(),
            social_care: protocol.social_care.clone(),
            verbose: false,
            names_who: false,
            recorded_consent: recorded_consent(assessment),
            taken_otherwise: check::taken_otherwise(assessment),
            not_confirmed: missing::open(&assessment.situation.episodes).is_some_and(|last| last.ended.is_some()),
            safety_known: protocol.vocabulary.safety.is_none_or(|fact| assessment.situation.facts.get(fact).is_some()),
            safety_question: protocol
                .vocabulary
                .safety
                .map(|fact| protocol.vocabulary.fact_definition(fact).question.clone()),
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
        let lay = lay::Lay { assessment, rule, truth };
        match &rule.body {
            Body::Decision { outcome, points_for, points_against } => {
                self.decisions.push(lay.decision(outcome, points_for, points_against));
            }
            Body::Route(route) => self.routes.push(lay.route(route)),
            Body::Clock(clock) => self.deadlines.extend(lay.deadline(clock)?),
            Body::Escalation(escalation) => self.escalations.push(lay.escalation(escalation)),
            Body::Duty { who, action, to, attach, .. } => self.duties.push(lay.duty(who, action, to, attach)),
            Body::Consent { need, why, .. } => {
                self.consent.push(ConsentRow { rule: lay.row(), need: *need, why: why.clone() });
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

/// Whether a rule of another era may matter now: only a clock can, by having started then.
fn is_running(rule: &Rule, truth: Truth) -> bool {
    matches!(rule.body, Body::Clock(_)) && truth == Truth::Yes
}

/// The fact that says whether the family agreed.
const CONSENT: &str = "consent";

fn recorded_consent(assessment: &Assessment<'_>) -> Option<String> {
    let vocabulary = &assessment.protocol().vocabulary;
    let fact = vocabulary.fact(CONSENT)?;
    let value = assessment.situation.facts.get(fact)?;
    Some(vocabulary.fact_definition(fact).write(value).to_string().replace('_', " "))
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
