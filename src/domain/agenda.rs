//! What is owed in each of many cases: deadlines, who must be told, and what comes next for a child who is missing.
//! Cases are taken one at a time and only what is owed is kept, so a whole caseload costs no more than its answer.

use crate::calendar::Moment;
use crate::domain::assess::Assessment;
use crate::domain::closing;
use crate::domain::condition::RuleIndex;
use crate::domain::deadline::{Deadline, Status};
use crate::domain::fact::FactIndex;
use crate::domain::missing;
use crate::domain::missing_check::{self, Threshold};
use crate::domain::situation::Situation;
use crate::domain::truth::Truth;
use crate::domain::view::CaseView;
use crate::problem::Problem;
use crate::protocol::{Body, Protocol};
use chrono::{DateTime, Utc};
use std::borrow::Cow;
use std::sync::Arc;

/// A deadline of a case.
#[derive(Debug)]
pub struct Owed {
    /// Which of the protocol's other eras the rule is of; none for the one in force now.
    pub era: Option<usize>,
    /// The rule.
    pub rule: RuleIndex,
    /// False when a fact that decides whether it runs is not known.
    pub certain: bool,
    /// The facts that would settle it.
    pub ask: Vec<FactIndex>,
    /// What it comes to.
    pub deadline: Deadline,
}

impl Owed {
    /// The protocol that the rule is of, given that in force now.
    pub fn protocol<'p>(&self, now: &'p Protocol) -> &'p Protocol {
        self.era.and_then(|era| now.others.get(era)).unwrap_or(now)
    }
}

/// An escalation that was reached and has not been acted on.
#[derive(Debug)]
pub struct Tell {
    /// The rule.
    pub rule: RuleIndex,
    /// When its threshold was reached, where it has one.
    pub since: Option<Moment>,
    /// Who is told, as team ids.
    pub teams: Vec<String>,
}

/// What is owed in one case.
#[derive(Debug)]
pub struct CaseAgenda {
    /// The case's reference.
    pub reference: String,
    /// The worker's short mark.
    pub worker: Option<String>,
    /// The protocol that governs.
    pub protocol: Arc<Protocol>,
    /// Its deadlines; those that may run, on a fact not known, only while they would be live.
    pub deadlines: Vec<Owed>,
    /// Who must now be told.
    pub tell: Vec<Tell>,
    /// Thresholds of the open missing episode that lie ahead.
    pub ahead: Vec<Threshold>,
}

/// What was owed in the cases looked at.
#[derive(Debug, Default)]
pub struct Agenda {
    /// Open cases in which something is owed, in the order taken.
    pub cases: Vec<CaseAgenda>,
    /// How many open cases were looked at.
    pub open: usize,
    /// Open cases with an open missing episode, or said to be missing with no time recorded.
    pub missing: Vec<String>,
    /// How many closed cases were left out.
    pub closed: usize,
    /// Closed cases with a missing episode that never ended.
    pub closed_missing: Vec<String>,
}

impl Agenda {
    /// Looks at one case.
    ///
    /// # Errors
    /// As [`Situation::new`], and when a date runs off the calendar. The agenda is as it was before.
    pub fn take(&mut self, protocol: &Arc<Protocol>, case: &CaseView<'_>, now: DateTime<Utc>) -> Result<(), Problem> {
        let situation = Situation::of_view(protocol, case, now)?;
        if is_closed(&situation) {
            self.closed += 1;
            if missing::open(&situation.episodes).is_some() {
                self.closed_missing.push(case.reference.clone().into_owned());
            }
            return Ok(());
        }
        let assessment = Assessment::planned(situation, &protocol.owed);
        let deadlines = deadlines(&assessment)?;
        let (tell, ahead) = (tell(&assessment), ahead(&assessment));
        self.open += 1;
        let situation = &assessment.situation;
        if missing::open(&situation.episodes).is_some() || missing_check::said_to_be_missing(situation) {
            self.missing.push(case.reference.clone().into_owned());
        }
        if !(deadlines.is_empty() && tell.is_empty() && ahead.is_empty()) {
            self.cases.push(CaseAgenda {
                reference: case.reference.clone().into_owned(),
                worker: case.worker.clone().map(Cow::into_owned),
                protocol: Arc::clone(protocol),
                deadlines,
                tell,
                ahead,
            });
        }
        Ok(())
    }
}

/// Adds what was owed in further cases, which come after these.
impl Extend<Agenda> for Agenda {
    fn extend<T: IntoIterator<Item = Agenda>>(&mut self, further: T) {
        for more in further {
            self.cases.extend(more.cases);
            self.open += more.open;
            self.missing.extend(more.missing);
            self.closed += more.closed;
            self.closed_missing.extend(more.closed_missing);
        }
    }
}

/// Whether a case has been closed and not opened again since.
pub fn is_closed(situation: &Situation<'_>) -> bool {
    closing::closed_since(situation).is_some()
}

fn deadlines(assessment: &Assessment<'_>) -> Result<Vec<Owed>, Problem> {
    let mut owed = Vec::new();
    for (place, assessment) in assessment.eras().enumerate() {
        for (index, rule, truth) in assessment.open_rules() {
            let Some(deadline) = assessment.deadline(rule)? else { continue };
            let certain = truth == Truth::Yes;
            if !certain && !deadline.status.live() {
                continue;
            }
            let ask = match &rule.when {
                Some(when) if !certain => assessment.working(when).unknown,
                _ => Vec::new(),
            };
            owed.push(Owed { era: place.checked_sub(1), rule: index, certain, ask, deadline });
        }
    }
    Ok(owed)
}

fn tell(assessment: &Assessment<'_>) -> Vec<Tell> {
    let mut tell = Vec::new();
    for (rule, body, truth) in assessment.open_rules().map(|(index, rule, truth)| (index, &rule.body, truth)) {
        let Body::Escalation(escalation) = body else { continue };
        if truth != Truth::Yes {
            continue;
        }
        let reached = assessment.reached(escalation);
        if reached.done.is_none() {
            let teams = assessment.chosen(&escalation.tell).into_iter().map(str::to_owned).collect();
            tell.push(Tell { rule, since: reached.since, teams });
        }
    }
    tell
}

fn ahead(assessment: &Assessment<'_>) -> Vec<Threshold> {
    let now = assessment.situation.now;
    missing_check::thresholds(assessment).into_iter().filter(|threshold| threshold.at > now).collect()
}

/// Where a deadline belongs in a list that is read from the top: what is late first, what is done last.
pub fn urgency(status: Status) -> u8 {
    match status {
        Status::Overdue => 0,
        Status::DueToday => 1,
        Status::Upcoming => 2,
        Status::Waiting => 3,
        Status::MetLate => 4,
        Status::Met => 5,
    }
}
