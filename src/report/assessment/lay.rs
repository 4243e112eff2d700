//! How a rule that is open becomes a row.

use super::contact::contacts;
use super::rank;
use super::rows::{
    DateReading, DeadlineRow, DecisionRow, DoneRow, DutyRow, EscalationRow, RouteRow, StartRow, Within, WorkingRow,
};
use super::rule::{RuleRow, rule_row};
use crate::calendar::Moment;
use crate::domain::assess::{Assessment, Reached};
use crate::domain::condition::Condition;
use crate::domain::deadline::{Deadline, Status};
use crate::domain::done::{self, Completion};
use crate::domain::happening::Happening;
use crate::domain::missing;
use crate::domain::missing_check;
use crate::domain::truth::Truth;
use crate::problem::Problem;
use crate::protocol::{Choice, Clock, Escalation, OtherReading, Protocol, Route, Rule};
use crate::report::wording::fact_label;

/// One open rule to be laid out.
pub(super) struct Lay<'a, 'b> {
    pub(super) assessment: &'a Assessment<'b>,
    pub(super) rule: &'a Rule,
    pub(super) truth: Truth,
}

impl Lay<'_, '_> {
    pub(super) fn row(&self) -> RuleRow {
        rule_row(self.assessment, self.rule, self.truth)
    }

    pub(super) fn decision(
        &self,
        outcome: &str,
        points_for: &[(Condition, String)],
        points_against: &[(Condition, String)],
    ) -> DecisionRow {
        DecisionRow {
            rule: self.row(),
            outcome: outcome.to_owned(),
            points_for: points(self.assessment, points_for),
            against: points(self.assessment, points_against),
            outcome_title: self.assessment.protocol().vocabulary.outcome_title(outcome).to_owned(),
        }
    }

    pub(super) fn route(&self, route: &Route) -> RouteRow {
        let to = self.assessment.chosen(&route.to);
        let (attach, attach_names) = forms(self.assessment, &route.attach);
        RouteRow {
            rule: self.row(),
            rank: rank(route.urgency),
            to_names: names(self.assessment.protocol(), &to),
            contact: contacts(self.assessment, &to),
            to: owned(&to),
            by: route.by.clone(),
            attach_names,
            attach,
            search: route.search.clone(),
            record: route.record.clone(),
            within: route.within.clone().map(|limit| Within { limit }),
            others: self.others(),
            done: self.done(),
            perhaps_done: self.perhaps_done(),
            recorded: self.recorded(),
            who: route.who.clone(),
            action: route.action.clone(),
        }
    }

    /// None when its start is no longer looked for.
    ///
    /// # Errors
    /// When a date runs off the calendar.
    pub(super) fn deadline(&self, clock: &Clock) -> Result<Option<DeadlineRow>, Problem> {
        let certain = self.truth == Truth::Yes;
        let deadline = if certain { self.assessment.deadline(self.rule)? } else { None };
        if certain && deadline.is_none() {
            return Ok(None);
        }
        // Where nothing known speaks for a clock that has not started there is nothing to say of it yet.
        let row = self.row();
        if !certain && !row.speaks && !row.is_subject {
            return Ok(None);
        }
        let protocol = self.assessment.protocol();
        let reckoning = deadline.as_ref().and_then(|deadline| deadline.reckoning.as_ref());
        let working = reckoning.map(|reckoning| WorkingRow {
            amount: clock.within.number,
            unit: clock.within.unit.word(),
            day_zero: reckoning.day_zero,
            day_one: reckoning.day_one,
            skipped: reckoning.skipped.clone(),
            clock_change: reckoning.clock_change.clone(),
            met_on: deadline.as_ref().and_then(|deadline| deadline.met).map(|met| met.when),
        });
        let others = deadline.as_ref().map(|deadline| deadline.other_dates(&protocol.vocabulary)).unwrap_or_default();
        Ok(Some(DeadlineRow {
            rule: self.row(),
            owner: clock.owner.clone(),
            start: deadline.as_ref().and_then(|deadline| self.start(deadline)),
            opens: deadline.as_ref().and_then(|deadline| deadline.opens).map(Moment::date),
            due: reckoning.map(|reckoning| reckoning.due),
            act_by: reckoning.and_then(|reckoning| reckoning.act_by),
            edition: protocol.edition_of(self.rule).into_owned(),
            status: deadline.as_ref().map_or(Status::Waiting, |deadline| deadline.status),
            days_left: deadline.as_ref().and_then(|deadline| deadline.days_left),
            working,
            provisional: reckoning.is_some_and(|reckoning| reckoning.provisional),
            other_readings: others.into_iter().map(|(reading, due)| DateReading { reading, due }).collect(),
            action: clock.action.clone(),
        }))
    }

    fn start(&self, deadline: &Deadline) -> Option<StartRow> {
        let vocabulary = &self.assessment.protocol().vocabulary;
        let start = deadline.start?;
        let event =
            start.event.map_or_else(|| "birthday".into(), |event| vocabulary.event_definition(event).id.clone());
        Some(StartRow { event, at: start.at })
    }

    pub(super) fn escalation(&self, escalation: &Escalation) -> EscalationRow {
        let tell = self.assessment.chosen(&escalation.tell);
        let (attach, attach_names) = forms(self.assessment, &escalation.attach);
        let reached = (self.truth == Truth::Yes).then(|| self.assessment.reached(self.rule));
        let done_row = self.done();
        EscalationRow {
            who: escalation.who.clone(),
            rule: self.row(),
            rank: rank(escalation.urgency),
            tell_names: names(self.assessment.protocol(), &tell),
            contact: contacts(self.assessment, &tell),
            tell: owned(&tell),
            attach_names,
            attach,
            since: reached.as_ref().and_then(|reached| reached.since),
            readings_met: reached.iter().flat_map(|reached| &reached.readings).map(|held| held.id.clone()).collect(),
            reading_words: self.readings_apart(reached.as_ref()),
            done: done_row.as_ref().and_then(|done| done.at),
            is_back: self.rule.since.is_some() && missing::lost(&self.assessment.situation.episodes).is_none(),
            done_row,
            perhaps_done: self.perhaps_done(),
            is_old: self.assessment.is_old(self.rule),
            action: escalation.action.clone(),
        }
    }

    /// The readings by which it is reached, in words; none where every reading agrees.
    fn readings_apart(&self, reached: Option<&Reached<'_>>) -> Vec<String> {
        let held = reached.map(|reached| reached.readings.as_slice()).unwrap_or_default();
        let every = missing_check::counts(&self.assessment.situation).len();
        if held.len() == every { Vec::new() } else { held.iter().map(|reading| reading.title.clone()).collect() }
    }

    pub(super) fn duty(&self, who: &str, action: &str, to: &[Choice], attach: &[Choice]) -> DutyRow {
        let (attach, attach_names) = forms(self.assessment, attach);
        let to = self.assessment.chosen(to);
        DutyRow {
            rule: self.row(),
            who: who.to_owned(),
            action: action.to_owned(),
            contact: contacts(self.assessment, &to),
            to_names: names(self.assessment.protocol(), &to),
            to: owned(&to),
            done: self.done(),
            perhaps_done: self.perhaps_done(),
            attach_names,
            attach,
        }
    }

    /// Other readings that are about this case.
    fn others(&self) -> Vec<String> {
        let about =
            |other: &&OtherReading| other.when.is_some() && other.level.is_none() && self.assessment.is_meant(other);
        self.rule.other_readings.iter().filter(about).map(|other| other.text.clone()).collect()
    }

    fn completion(&self) -> Completion {
        if self.truth == Truth::Yes { self.assessment.completion(self.rule) } else { Completion::Open }
    }

    fn done(&self) -> Option<DoneRow> {
        match self.completion() {
            Completion::Done(Some(event)) => Some(self.done_row(&event)),
            Completion::Done(None) => Some(DoneRow { event: None, at: None, by: None, words: String::new() }),
            Completion::Open | Completion::Perhaps(_) => None,
        }
    }

    fn perhaps_done(&self) -> Option<DoneRow> {
        match self.completion() {
            Completion::Perhaps(event) => Some(self.done_row(&event)),
            Completion::Open | Completion::Done(_) => None,
        }
    }

    /// The last record of what a rule asks for, while it is not known whether it applies.
    fn recorded(&self) -> Option<DoneRow> {
        let events = &self.assessment.situation.events;
        let shows = |event: &&Happening| done::can_show(self.rule, event);
        let last = events.iter().rfind(shows).filter(|_| self.truth == Truth::Unknown);
        last.map(|event| self.done_row(event))
    }

    fn done_row(&self, event: &Happening) -> DoneRow {
        let protocol = self.assessment.protocol();
        let definition = protocol.vocabulary.event_definition(event.kind);
        let team = event.to.and_then(|team| protocol.teams.get(usize::from(team.0)));
        let to = team.map(|team| format!(" to {}", team.title)).unwrap_or_default();
        DoneRow {
            event: Some(definition.id.clone()),
            at: Some(event.when),
            by: self.assessment.situation.signed_by(event).map(str::to_owned),
            words: format!("{}{to}", definition.title),
        }
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
        match assessment.meant(choice) {
            Truth::Yes => {
                ids.push(choice.id.clone());
                names.push(title.to_owned());
            }
            Truth::Unknown => {
                let unknown = choice.when.as_ref().map(|when| assessment.working(when).unknown).unwrap_or_default();
                let vocabulary = &assessment.protocol().vocabulary;
                let words: Vec<String> =
                    unknown.iter().map(|fact| fact_label(vocabulary.fact_definition(*fact))).collect();
                names.push(format!("{title}, if {} (not yet known)", words.join(" or ")));
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
