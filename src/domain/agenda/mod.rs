//! What is owed in each of many cases: deadlines, who must be told, and what comes next for a child who is missing.
//! Cases are taken one at a time and only what is owed is kept, so a whole caseload costs no more than its answer.

mod owed;
mod scope;

use crate::calendar::Moment;
use crate::domain::assess::Assessment;
use crate::domain::check::{self, Finding};
use crate::domain::closing;
use crate::domain::condition::RuleIndex;
use crate::domain::deadline::Status;
use crate::domain::done::Completion;
use crate::domain::missing;
use crate::domain::missing_check::{self, Threshold};
use crate::domain::situation::Situation;
use crate::domain::truth::Truth;
use crate::domain::view::CaseView;
use crate::domain::waiver;
use crate::problem::Problem;
use crate::protocol::checks::Finds;
use crate::protocol::{Body, Protocol};
use crate::shared_text::SharedText;
use chrono::{DateTime, Utc};
pub use owed::{CaseAgenda, Owed, Tell, ToDo};
pub use scope::Scope;
use std::sync::Arc;

/// What was owed in the cases looked at.
#[derive(Debug, Default)]
pub struct Agenda {
    /// Open cases in which something is listed, in the lists in which they were put together.
    cases: Vec<Vec<CaseAgenda>>,
    /// How many deadlines and thresholds lie later than what is listed.
    pub later: usize,
    /// How many open cases were looked at.
    pub open: usize,
    /// Open cases with an open missing episode, or said to be missing with no time recorded.
    pub missing: Vec<String>,
    /// Those of them who are located, with well-being not confirmed.
    pub unconfirmed: Vec<String>,
    /// How many closed cases were left out.
    pub closed: usize,
    /// Closed cases with a missing episode that never ended, or said to be missing with no time recorded.
    pub closed_missing: Vec<String>,
    /// Clocks of which nothing can be said, each with its case.
    pub unanswered: Vec<(String, Problem)>,
    /// What many cases say in the same words.
    texts: Arc<SharedText>,
    /// Room to put together what one case owes.
    room: Vec<Owed>,
}

impl Agenda {
    /// Nothing yet. Agendas that are put together later share their texts.
    pub fn sharing(texts: Arc<SharedText>) -> Self {
        Self { texts, ..Self::default() }
    }

    /// Looks at one case.
    ///
    /// # Errors
    /// As [`Situation::new`], and when a date runs off the calendar. The agenda is as it was before.
    pub fn take(
        &mut self,
        protocol: &Arc<Protocol>,
        case: &CaseView<'_>,
        now: DateTime<Utc>,
        scope: &Scope,
    ) -> Result<(), Problem> {
        self.take_bound(protocol, case, Situation::of_view(protocol, case, now)?, scope)
    }

    /// Looks at one case that is bound already.
    ///
    /// # Errors
    /// When a date runs off the calendar. The agenda is as it was before.
    pub fn take_bound(
        &mut self,
        protocol: &Arc<Protocol>,
        case: &CaseView<'_>,
        situation: Situation<'_>,
        scope: &Scope,
    ) -> Result<(), Problem> {
        let closed = is_closed(&situation);
        if closed {
            self.closed += 1;
            if is_missing(&situation) {
                self.closed_missing.push(case.reference.clone().into_owned());
            }
        }
        let assessment = Assessment::planned(situation, &protocol.checked);
        let mut deadlines = std::mem::take(&mut self.room);
        deadlines.clear();
        let mut later = add_deadlines(&assessment, scope, &mut deadlines)?;
        let (mut tell, mut ahead) = (tell(&assessment, &self.texts), ahead(&assessment));
        let to_do = to_do(&assessment, &self.texts)?;
        if closed {
            later = 0;
            let outlives = |rule: RuleIndex| check::outlives_closing(&assessment, protocol.rule(rule));
            deadlines.retain(|owed| owed.era.is_none() && outlives(owed.rule));
            tell.retain(|tell| outlives(tell.rule));
            ahead.retain(|threshold| outlives(threshold.rule));
            if deadlines.is_empty() && tell.is_empty() && ahead.is_empty() && to_do.is_empty() {
                return Ok(());
            }
        }
        let waived = |rule: &str| {
            let situation = &assessment.situation;
            waiver::of(&situation.waivers, rule, Some(rule), situation.today).is_some()
        };
        if !assessment.situation.waivers.is_empty() {
            let codes = waived_rules(&assessment)?;
            let is_waived = |rule: RuleIndex| codes.contains(&rule) || waived(&protocol.rule(rule).id);
            tell.retain(|tell| !is_waived(tell.rule));
            deadlines.retain(|owed| owed.era.is_some() || !is_waived(owed.rule));
        }
        let reached_next = ahead.len();
        ahead.retain(|threshold| scope.all || scope.reaches(Moment::Instant(threshold.at)));
        later += reached_next - ahead.len();
        let unanswered = assessment.unanswered().into_iter();
        self.unanswered.extend(unanswered.map(|problem| (case.reference.clone().into_owned(), problem)));
        self.open += usize::from(!closed);
        self.later += later;
        if !closed && is_missing(&assessment.situation) {
            self.missing.push(case.reference.clone().into_owned());
            if !missing_check::is_away(&assessment.situation) {
                self.unconfirmed.push(case.reference.clone().into_owned());
            }
        }
        if !(deadlines.is_empty() && tell.is_empty() && ahead.is_empty() && to_do.is_empty()) {
            let case = CaseAgenda {
                reference: case.reference.as_ref().into(),
                worker: case.worker.as_deref().map(|worker| self.texts.of(worker)),
                protocol: Arc::clone(protocol),
                deadlines: deadlines.drain(..).collect(),
                tell: tell.into(),
                to_do: to_do.into(),
                is_closed: closed,
                ahead: ahead.into(),
            };
            match self.cases.last_mut() {
                Some(cases) => cases.push(case),
                None => self.cases.push(vec![case]),
            }
        }
        self.room = deadlines;
        Ok(())
    }
}

impl Agenda {
    /// Open cases in which something is listed, in the order taken.
    pub fn cases(&self) -> impl Iterator<Item = &CaseAgenda> {
        self.cases.iter().flatten()
    }

    /// Gives back the room that was kept for further cases.
    pub fn shrink(&mut self) {
        self.cases.iter_mut().for_each(Vec::shrink_to_fit);
    }

    /// Puts everything but those cases in the order of the references.
    pub fn sort(&mut self) {
        self.missing.sort_unstable();
        self.unconfirmed.sort_unstable();
        self.closed_missing.sort_unstable();
        self.unanswered.sort_by(|(one, _), (other, _)| one.cmp(other));
    }
}

/// Adds what was owed in further cases, which come after these.
impl Extend<Agenda> for Agenda {
    fn extend<T: IntoIterator<Item = Agenda>>(&mut self, further: T) {
        for more in further {
            self.cases.extend(more.cases);
            self.open += more.open;
            self.later += more.later;
            self.missing.extend(more.missing);
            self.unconfirmed.extend(more.unconfirmed);
            self.closed += more.closed;
            self.closed_missing.extend(more.closed_missing);
            self.unanswered.extend(more.unanswered);
        }
    }
}

/// Whether a case has been closed and not opened again since.
pub fn is_closed(situation: &Situation<'_>) -> bool {
    closing::closed_since(situation).is_some()
}

/// Whether a missing episode is open, or facts say that the child is missing with none recorded.
fn is_missing(situation: &Situation<'_>) -> bool {
    missing::open(&situation.episodes).is_some() || missing_check::said_to_be_missing(situation)
}

/// Adds the deadlines that are listed, and counts those that lie later.
fn add_deadlines(assessment: &Assessment<'_>, scope: &Scope, owed: &mut Vec<Owed>) -> Result<usize, Problem> {
    let mut later = 0;
    for (place, assessment) in assessment.eras().enumerate() {
        for (index, rule, truth) in assessment.open_rules() {
            let Body::Clock(clock) = &rule.body else { continue };
            let Some(standing) = assessment.standing(rule)? else { continue };
            let certain = truth == Truth::Yes;
            if !certain && !standing.status.live() {
                continue;
            }
            let era = place.checked_sub(1).and_then(|era| u16::try_from(era).ok());
            if certain && standing.met.is_none() && standing.status != Status::Due {
                // Each start that nothing has met is a deadline of its own.
                for start in standing.earlier(&assessment.situation, clock)? {
                    let standing = start.standing(&assessment.situation);
                    if scope.lists(&standing, clock) {
                        owed.push(Owed { era, rule: index, certain, ask: Box::default(), standing, others: None });
                    }
                }
            }
            if !scope.lists(&standing, clock) {
                later += usize::from(certain && standing.status == Status::Upcoming);
                continue;
            }
            let ask = match &rule.when {
                Some(when) if !certain => assessment.working(when).unknown.into(),
                _ => Box::default(),
            };
            let others = assessment.other_dates(rule, &standing)?;
            let is_any = !others.readings.is_empty() || !others.earlier.is_empty();
            let others = is_any.then(|| Box::new(others));
            owed.push(Owed { era, rule: index, certain, ask, standing, others });
        }
    }
    Ok(later)
}

fn tell(assessment: &Assessment<'_>, texts: &SharedText) -> Vec<Tell> {
    let mut tell = Vec::new();
    for (index, rule) in assessment.applying() {
        let Body::Escalation(escalation) = &rule.body else { continue };
        let reached = assessment.reached(rule);
        if !reached.completion.is_done() {
            let teams = assessment.chosen(&escalation.tell).into_iter().map(|team| texts.of(team)).collect();
            let is_adverse = reached.since.is_some() && reached.completion == Completion::Open;
            tell.push(Tell { rule: index, since: reached.since, teams, is_adverse, is_old: assessment.is_old(rule) });
        }
    }
    tell
}

fn to_do(assessment: &Assessment<'_>, texts: &SharedText) -> Result<Vec<ToDo>, Problem> {
    let protocol = assessment.protocol();
    let found = check::gaps_to_close(assessment)?;
    let one = |finding: Finding<'_>| ToDo {
        rule: finding.rule.and_then(|rule| protocol.find_rule(&rule.id)),
        code: texts.of(&finding.check.code),
        severity: finding.severity,
        message: texts.of(&finding.message),
        remedy: finding.remedy.map(|remedy| texts.of(&remedy)),
        since: finding.since,
        is_first: matches!(&finding.check.finds, Finds::Gap(gap) if gap.do_now),
    };
    Ok(found.into_iter().map(one).collect())
}

/// The rules of the findings that are put aside.
fn waived_rules(assessment: &Assessment<'_>) -> Result<Vec<RuleIndex>, Problem> {
    let protocol = assessment.protocol();
    let found = check::findings(assessment)?.into_iter().filter(|finding| finding.waived.is_some());
    Ok(found.filter_map(|finding| protocol.find_rule(&finding.rule?.id)).collect())
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
        Status::Due => 2,
        Status::Upcoming => 3,
        Status::Waiting => 4,
        Status::MetLate => 5,
        Status::Met => 6,
    }
}
