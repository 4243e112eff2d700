//! What a check of one case finds: deadlines missed or coming, escalations left open, a level left undecided; and, when
//! a case cannot be bound to its protocol, everything that is wrong with it.

mod clocks;
mod faults;
mod taken;
mod words;

use crate::calendar::Moment;
use crate::domain::assess::Assessment;
use crate::domain::closing::closed_since;
use crate::domain::condition::RuleIndex;
use crate::domain::done::Completion;
use crate::domain::gaps;
use crate::domain::interview;
use crate::domain::missing;
use crate::domain::pairs;
use crate::domain::truth::Truth;
use crate::domain::waiver::{self, Waived};
use crate::problem::Problem;
use crate::protocol::checks::{Check, Finds, Severity};
use crate::protocol::{Body, Escalation, Rule};
pub use faults::faults;
use std::borrow::Cow;
pub use taken::taken_otherwise;
use words::listed;
pub(super) use words::words;

/// One thing found.
#[derive(Debug, Clone)]
pub struct Finding<'a> {
    /// The check that found it.
    pub check: &'a Check,
    /// The rule it is about, when it is about one.
    pub rule: Option<&'a Rule>,
    /// How much it matters: as its check says, or less where something is not known.
    pub severity: Severity,
    /// What was found, without a full stop.
    pub message: Cow<'a, str>,
    /// What to do.
    pub remedy: Option<Cow<'a, str>>,
    /// By when it is, or was, to be done; none where the protocol prints no limit.
    pub due: Option<Moment>,
    /// Since when it has been so, where that is known: for a deadline, its end.
    pub since: Option<Moment>,
    /// Why and until when a practitioner put it aside, while that holds: it is shown, and does not count.
    pub waived: Option<Waived>,
}

/// What the protocol's checks find in one case, the most serious first. Within a severity escalations come first, since
/// nothing printed lets them wait; then deadlines by date; then gaps in the record; then the level. A closed case is
/// checked for what was amiss when it was closed. The assessment must be of the protocol's plan for its checks, or of every
/// rule.
///
/// # Errors
/// When a date runs off the calendar.
pub fn findings<'a>(assessment: &Assessment<'a>) -> Result<Vec<Finding<'a>>, Problem> {
    let checks = &assessment.protocol().checks;
    let mut search = Search { assessment, checks, found: Vec::new() };
    for (era, own) in assessment.eras().enumerate() {
        // What a rule of another era is checked for is said there too.
        (search.assessment, search.checks) = (own, &own.protocol().checks);
        for (index, rule, truth) in own.open_rules() {
            match &rule.body {
                Body::Clock(clock) if truth == Truth::Yes => search.clock(index, rule, clock)?,
                Body::Escalation(escalation) if truth == Truth::Yes && era == 0 => {
                    search.escalation(index, rule, escalation)
                }
                _ => {}
            }
        }
    }
    (search.assessment, search.checks) = (assessment, checks);
    search.record(Severity::Data, |_| true)?;
    search.perhaps_done();
    search.answered_otherwise();
    search.level();
    search.at_closing();
    search.waive();
    let mut found = search.found;
    found.sort_by_key(|finding| {
        let kind = match finding.check.finds {
            Finds::EscalationOpen { .. } => 0,
            Finds::LevelUndecided { .. } => 3,
            Finds::Gap(_) | Finds::OutOfOrder(_) | Finds::EndWithoutStart => 2,
            _ => 1,
        };
        (finding.severity, kind, finding.due.map(Moment::earliest))
    });
    Ok(found)
}

/// The gaps in the record of one case that something must be done about: what the protocol's checks call a breach or due,
/// apart from deadlines and escalations, which an agenda lists by themselves.
///
/// # Errors
/// As [`findings`].
pub fn gaps_to_close<'a>(assessment: &Assessment<'a>) -> Result<Vec<Finding<'a>>, Problem> {
    let mut search = Search { assessment, checks: &assessment.protocol().checks, found: Vec::new() };
    let least = Severity::Due;
    search.record(least, |check| check.severity <= least && matches!(check.finds, Finds::Gap(_)))?;
    search.at_closing();
    search.waive();
    search.found.retain(|finding| finding.severity <= least && finding.waived.is_none());
    Ok(search.found)
}

/// Returns true for a rule that is still to be done once the case is closed: it says so itself, or the child is still
/// missing.
pub fn outlives_closing(assessment: &Assessment<'_>, rule: &Rule) -> bool {
    let is_lost = || missing::lost(&assessment.situation.episodes).is_some();
    rule.outlives_closing || (rule.since.is_some() && is_lost())
}

/// What to do by a check itself.
fn of_check(check: &Check) -> Option<Cow<'_, str>> {
    check.remedy.as_deref().map(Cow::Borrowed)
}

struct Search<'s, 'a> {
    assessment: &'s Assessment<'a>,
    checks: &'a [Check],
    found: Vec<Finding<'a>>,
}

impl<'a> Search<'_, 'a> {
    /// The checks of a kind that are made for a rule.
    fn about<K: Fn(&Finds) -> bool>(&self, rule: RuleIndex, kind: K) -> impl Iterator<Item = &'a Check> + use<'a, K> {
        // Most checks are of another kind, which is seen at once.
        self.checks.iter().filter(move |check| kind(&check.finds) && check.is_about(rule))
    }

    fn put(
        &mut self,
        check: &'a Check,
        rule: Option<&'a Rule>,
        message: impl Into<Cow<'a, str>>,
        remedy: Option<Cow<'a, str>>,
    ) -> &mut Finding<'a> {
        let (severity, message) = (check.severity, message.into());
        let place = self.found.len();
        self.found.push(Finding { check, rule, severity, message, remedy, due: None, since: None, waived: None });
        &mut self.found[place]
    }

    /// Returns the first check that looks for something.
    fn one(&self, finds: &Finds) -> Option<&'a Check> {
        self.checks.iter().find(|check| check.finds == *finds)
    }

    /// What may have been done.
    fn perhaps_done(&mut self) {
        let Some(check) = self.one(&Finds::PerhapsDone) else { return };
        let vocabulary = &self.assessment.protocol().vocabulary;
        for (_, rule) in self.assessment.applying() {
            if let Completion::Perhaps(event) = self.assessment.completion(rule) {
                let title = &vocabulary.event_definition(event.kind).title;
                let message = format!("{} (perhaps done: {title}, {})", rule.title, words(event.when));
                self.put(check, Some(rule), message, of_check(check)).since = Some(event.when);
            }
        }
    }

    /// Facts that are taken otherwise than they were answered.
    fn answered_otherwise(&mut self) {
        let Some(check) = self.one(&Finds::AnsweredOtherwise) else { return };
        for message in taken_otherwise(self.assessment) {
            self.put(check, None, message, of_check(check));
        }
    }

    /// In a closed case: what outlives closing stays; what was open when it closed is worth knowing; the rest is over.
    fn at_closing(&mut self) {
        let Some(closed) = closed_since(&self.assessment.situation) else { return };
        let check = self.one(&Finds::OpenAtClosing);
        let found = std::mem::take(&mut self.found);
        for mut finding in found {
            if finding.rule.is_some_and(|rule| outlives_closing(self.assessment, rule)) {
                self.found.push(finding);
                continue;
            }
            let was_open = finding.since.is_some_and(|since| since.date() <= closed.date());
            match (finding.severity, check) {
                (Severity::Breach | Severity::Due, Some(check)) if was_open => {
                    finding.message = format!("Closed with this still to be done: {}", finding.message).into();
                    finding.severity = check.severity;
                    finding.check = check;
                    self.found.push(finding);
                }
                (Severity::Advice | Severity::Data, _) if was_open => self.found.push(finding),
                _ => {}
            }
        }
    }

    fn waive(&mut self) {
        let situation = &self.assessment.situation;
        if situation.waivers.is_empty() {
            return;
        }
        for finding in &mut self.found {
            let rule = finding.rule.map(|rule| rule.id.as_str());
            let waived = waiver::of(&situation.waivers, &finding.check.code, rule, situation.today);
            finding.waived = waived.cloned();
        }
    }

    /// Gaps in the record that matter at least so much, and events out of order.
    fn record(&mut self, least: Severity, wanted: impl Fn(&Check) -> bool) -> Result<(), Problem> {
        for check in self.checks.iter().filter(|check| wanted(check)) {
            match &check.finds {
                Finds::Gap(gap) => {
                    for missing in gaps::missing(self.assessment, check, gap, least)? {
                        let rule = missing.rule.map(|rule| self.assessment.protocol().rule(rule));
                        let remedy = missing.remedy.map(Cow::Owned).or_else(|| of_check(check));
                        let finding = self.put(check, rule, missing.message, remedy);
                        finding.severity = missing.severity.unwrap_or(check.severity);
                        finding.since = missing.since;
                    }
                }
                Finds::OutOfOrder(pairs) => {
                    for misplaced in gaps::misplaced(self.assessment, pairs) {
                        let finding = self.put(check, None, misplaced.message, of_check(check));
                        finding.since = Some(misplaced.since);
                    }
                }
                Finds::EndWithoutStart => {
                    let situation = &self.assessment.situation;
                    for (since, message) in pairs::firsts(situation.protocol, &situation.events) {
                        self.put(check, None, message, of_check(check)).since = Some(since);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn escalation(&mut self, index: RuleIndex, rule: &'a Rule, escalation: &'a Escalation) {
        let reached = self.assessment.reached(rule);
        // What may have been done is advice of its own.
        if reached.completion != Completion::Open {
            return;
        }
        let since = reached.since;
        let kind = move |finds: &Finds| matches!(finds, Finds::EscalationOpen { dated } if *dated == since.is_some());
        for check in self.about(index, kind) {
            let message = match (since, rule.done_by.is_empty()) {
                (Some(since), _) => {
                    let from = words(since);
                    format!("{} (reached {from}; nothing recorded since shows that it was done)", rule.title)
                }
                (None, true) => format!("{} (it applies now; no event records whether it was done)", rule.title),
                (None, false) => format!("{} (it applies now; nothing recorded shows that it was done)", rule.title),
            };
            // No limit is printed for an escalation, so there is no date to give.
            let remedy = Some(escalation.action.as_str().into());
            self.put(check, Some(rule), message, remedy).since = reached.since;
        }
    }

    fn level(&mut self) {
        let answer = self.assessment.level();
        let Some(level) = answer.level.filter(|_| !answer.could_be.is_empty()) else { return };
        for check in self.checks {
            let Finds::LevelUndecided { questions } = check.finds else { continue };
            let higher: Vec<String> = answer.could_be.iter().map(|(level, _)| level.to_string()).collect();
            let message = format!("Level {level} so far; {} not ruled out", listed(&higher));
            let asked = self.deciding_questions(questions);
            let remedy = Some(format!("Ask: {}", asked.join(" ")).into()).filter(|_| !asked.is_empty());
            self.put(check, None, message, remedy);
        }
    }

    /// The first questions, by how much they could change, that decide whether the level is a higher one.
    fn deciding_questions(&self, most: usize) -> Vec<&str> {
        let vocabulary = &self.assessment.protocol().vocabulary;
        let questions = interview::questions_of_level(self.assessment, most).into_iter();
        questions.map(|question| vocabulary.fact_definition(question.fact).question.as_str()).collect()
    }
}
