//! What is owed in each of many cases: deadlines, who must be told, and what comes next for a child who is missing.
//! Cases are taken one at a time and only what is owed is kept, so a whole caseload costs no more than its answer.

use crate::calendar::{Amount, BankHolidays, Moment, Unit, london, span};
use crate::domain::assess::Assessment;
use crate::domain::check::{self, Finding};
use crate::domain::closing;
use crate::domain::condition::RuleIndex;
use crate::domain::deadline::{self, Others, Standing, Status};
use crate::domain::done::Completion;
use crate::domain::fact::FactIndex;
use crate::domain::missing;
use crate::domain::missing_check::{self, Threshold};
use crate::domain::situation::Situation;
use crate::domain::truth::Truth;
use crate::domain::view::CaseView;
use crate::domain::waiver;
use crate::problem::Problem;
use crate::protocol::checks::{Finds, Severity};
use crate::protocol::{Body, Clock, Protocol};
use chrono::{DateTime, NaiveDate, Utc};
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
    /// Where it stands.
    pub standing: Standing,
    /// The other dates that could be meant.
    pub others: Others,
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
    /// What is called a breach as long as it is not done: it was reached at a known time, and nothing may have done it.
    pub is_adverse: bool,
    /// The child has been back for so long that it comes after what is current.
    pub is_old: bool,
}

/// Something to do that has no deadline of its own: what the protocol's checks call a breach or due.
#[derive(Debug)]
pub struct ToDo {
    /// The rule that asks for it.
    pub rule: Option<RuleIndex>,
    /// The code of the check.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// What was found, without a full stop.
    pub message: String,
    /// What to do.
    pub remedy: Option<String>,
    /// Since when, where that is known.
    pub since: Option<Moment>,
    /// It heads the list.
    pub is_first: bool,
}

/// What is listed, of all that is owed.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    /// The last day or instant that "coming" reaches to.
    pub until: Moment,
    /// Later, waiting and met deadlines too.
    pub all: bool,
    /// The present day.
    today: NaiveDate,
}

impl Scope {
    /// So far ahead from now; everything, when `all`.
    ///
    /// # Errors
    /// When the time asked for runs off the calendar.
    pub fn new(now: DateTime<Utc>, within: Amount, all: bool) -> Result<Self, Problem> {
        let from = if within.unit == Unit::Hours { Moment::Instant(now) } else { Moment::Date(london::date_of(now)) };
        Ok(Self { until: span::due(within, from, BankHolidays::published())?, all, today: london::date_of(now) })
    }

    /// Whether a due date lies within the time asked for. A day that has begun by then counts.
    fn reaches(&self, due: Moment) -> bool {
        match (due, self.until) {
            (Moment::Instant(due), Moment::Instant(until)) => due <= until,
            (due, until) => due.date() <= until.date(),
        }
    }

    /// Whether the first day of a window has come.
    fn is_in_window(&self, standing: &Standing, clock: &Clock) -> bool {
        let opens = standing.start.and_then(|start| deadline::opens(clock, start.at).ok().flatten());
        opens.is_some_and(|opens| opens.date() <= self.today)
    }

    fn lists(&self, standing: &Standing, clock: &Clock) -> bool {
        let reached = |due| {
            // What ends on a day off has to be done on the last working day before.
            let act_by = || {
                let start = standing.start?;
                span::margin(clock.within, start.at, due, BankHolidays::published()).0
            };
            self.reaches(due) || act_by().is_some_and(|day| self.reaches(Moment::Date(day)))
        };
        match standing.status {
            Status::Overdue | Status::DueToday | Status::Due => true,
            Status::Upcoming => self.all || standing.due.is_some_and(reached) || self.is_in_window(standing, clock),
            Status::Waiting => true,
            Status::MetLate | Status::Met => self.all,
        }
    }
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
    /// Its deadlines that are listed; those that may run, on a fact not known, only while they would be live.
    pub deadlines: Vec<Owed>,
    /// Who must now be told.
    pub tell: Vec<Tell>,
    /// What else is to be done, with no deadline of its own.
    pub to_do: Vec<ToDo>,
    /// Whether the case is closed: then it is listed only for what outlives closing.
    pub is_closed: bool,
    /// Thresholds of the open missing episode that lie ahead.
    pub ahead: Vec<Threshold>,
}

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
    /// How many closed cases were left out.
    pub closed: usize,
    /// Closed cases with a missing episode that never ended, or said to be missing with no time recorded.
    pub closed_missing: Vec<String>,
    /// Clocks of which nothing can be said, each with its case.
    pub unanswered: Vec<(String, Problem)>,
}

impl Agenda {
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
        let (mut deadlines, mut later) = deadlines(&assessment, scope)?;
        let (mut tell, mut ahead) = (tell(&assessment), ahead(&assessment));
        let to_do = to_do(&assessment)?;
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
        }
        if !(deadlines.is_empty() && tell.is_empty() && ahead.is_empty() && to_do.is_empty()) {
            let case = CaseAgenda {
                reference: case.reference.clone().into_owned(),
                worker: case.worker.clone().map(Cow::into_owned),
                protocol: Arc::clone(protocol),
                deadlines,
                tell,
                to_do,
                is_closed: closed,
                ahead,
            };
            match self.cases.last_mut() {
                Some(cases) => cases.push(case),
                None => self.cases.push(vec![case]),
            }
        }
        Ok(())
    }
}

impl Agenda {
    /// Open cases in which something is listed, in the order taken.
    pub fn cases(&self) -> impl Iterator<Item = &CaseAgenda> {
        self.cases.iter().flatten()
    }

    /// Puts everything but those cases in the order of the references.
    pub fn sort(&mut self) {
        self.missing.sort_unstable();
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

/// The deadlines that are listed, and how many lie later.
fn deadlines(assessment: &Assessment<'_>, scope: &Scope) -> Result<(Vec<Owed>, usize), Problem> {
    let (mut owed, mut later) = (Vec::new(), 0);
    for (place, assessment) in assessment.eras().enumerate() {
        for (index, rule, truth) in assessment.open_rules() {
            let Body::Clock(clock) = &rule.body else { continue };
            let Some(standing) = assessment.standing(rule)? else { continue };
            let certain = truth == Truth::Yes;
            if !certain && !standing.status.live() {
                continue;
            }
            let era = place.checked_sub(1);
            if certain && standing.met.is_none() && standing.status != Status::Due {
                // Each start that nothing has met is a deadline of its own.
                for start in standing.earlier(&assessment.situation, clock)? {
                    let standing = start.standing(&assessment.situation);
                    let others = Others::default();
                    if scope.lists(&standing, clock) {
                        owed.push(Owed { era, rule: index, certain, ask: Vec::new(), standing, others });
                    }
                }
            }
            if !scope.lists(&standing, clock) {
                later += usize::from(certain && standing.status == Status::Upcoming);
                continue;
            }
            let ask = match &rule.when {
                Some(when) if !certain => assessment.working(when).unknown,
                _ => Vec::new(),
            };
            let others = assessment.other_dates(rule, &standing)?;
            owed.push(Owed { era, rule: index, certain, ask, standing, others });
        }
    }
    // Kept until the list is shown, and most cases have one or none.
    owed.shrink_to_fit();
    Ok((owed, later))
}

fn tell(assessment: &Assessment<'_>) -> Vec<Tell> {
    let mut tell = Vec::new();
    for (index, rule) in assessment.applying() {
        let Body::Escalation(escalation) = &rule.body else { continue };
        let reached = assessment.reached(rule);
        if !reached.completion.is_done() {
            let teams = assessment.chosen(&escalation.tell).into_iter().map(str::to_owned).collect();
            let is_adverse = reached.since.is_some() && reached.completion == Completion::Open;
            tell.push(Tell { rule: index, since: reached.since, teams, is_adverse, is_old: assessment.is_old(rule) });
        }
    }
    tell
}

fn to_do(assessment: &Assessment<'_>) -> Result<Vec<ToDo>, Problem> {
    let protocol = assessment.protocol();
    let found = check::gaps_to_close(assessment)?;
    let one = |finding: Finding<'_>| ToDo {
        rule: finding.rule.and_then(|rule| protocol.find_rule(&rule.id)),
        code: finding.check.code.clone(),
        severity: finding.severity,
        message: finding.message,
        remedy: finding.remedy,
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
