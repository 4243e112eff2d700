//! What a case expects, held against what comes out.

use super::Difference;
use crate::calendar::Moment;
use crate::domain::assess::Assessment;
use crate::domain::condition::{Condition, RuleIndex};
use crate::domain::deadline::Status;
use crate::domain::done;
use crate::domain::silence::matters;
use crate::domain::truth::Truth;
use crate::problem::Problem;
use crate::protocol::trials::{Expected, Standing, Trial};
use crate::protocol::{Body, Choice, Rule};

/// Adds each difference found.
///
/// # Errors
/// When a date runs off the calendar.
pub(super) fn compare(
    assessment: &Assessment<'_>,
    case: usize,
    trial: &Trial,
    found: &mut Vec<Difference>,
) -> Result<(), Problem> {
    let mut against = Against { assessment, case, rule: None, found };
    against.whole(trial);
    for (rule, expected) in &trial.rules {
        against.rule = Some(*rule);
        against.one(*rule, expected)?;
    }
    Ok(())
}

struct Against<'a, 'f> {
    assessment: &'a Assessment<'a>,
    case: usize,
    rule: Option<RuleIndex>,
    found: &'f mut Vec<Difference>,
}

impl Against<'_, '_> {
    fn differs(&mut self, what: &'static str, expected: String, got: String) {
        self.found.push(Difference { case: self.case, rule: self.rule, what, expected, got });
    }

    /// Compares where something is expected.
    fn same<T: PartialEq>(&mut self, what: &'static str, wanted: Option<&T>, got: &T, words: impl Fn(&T) -> String) {
        if let Some(wanted) = wanted.filter(|wanted| *wanted != got) {
            self.differs(what, words(wanted), words(got));
        }
    }

    fn whole(&mut self, trial: &Trial) {
        let answer = self.assessment.level();
        if let Some(wanted) = trial.level.filter(|wanted| *wanted != answer.level) {
            self.differs("level", level(wanted), level(answer.level));
        }
        if let Some(wanted) = &trial.could_be {
            let got: Vec<u8> = answer.could_be.iter().map(|(level, _)| *level).collect();
            if *wanted != got {
                self.differs("could_be", list(wanted), list(&got));
            }
        }
        let out_of_hours = self.assessment.situation.out_of_hours();
        for (place, wanted) in &trial.contacts {
            let team = &self.assessment.protocol().teams[*place];
            let got: Vec<String> =
                team.serving(out_of_hours).into_iter().map(|contact| contact.value.clone()).collect();
            if *wanted != got {
                let words = |contacts: &[String]| format!("{}: {}", team.id, list(contacts));
                self.differs("contacts", words(wanted), words(&got));
            }
        }
        for (places, wanted) in [(&trial.silent, true), (&trial.not_silent, false)] {
            for place in places {
                let silence = &self.assessment.protocol().silences[*place];
                if silence.when.is_none() {
                    continue;
                }
                let said = matters(self.assessment, silence);
                if said != wanted {
                    let words = |said: bool| format!("{} {}", silence.topic, if said { "said" } else { "not said" });
                    self.differs("silent", words(wanted), words(said));
                }
            }
        }
    }

    fn one(&mut self, index: RuleIndex, expected: &Expected) -> Result<(), Problem> {
        let rule = self.assessment.protocol().rule(index);
        let truth = self.assessment.truth(index);
        if truth != expected.applies {
            self.differs("applies", expected.applies.word().into(), truth.word().into());
            return Ok(());
        }
        match &rule.body {
            Body::Level(level) => self.level(expected, Some(*level), rule),
            Body::Indicator { level, .. } => self.level(expected, *level, rule),
            Body::Decision { outcome, points_for, points_against } => {
                self.same("outcome", expected.outcome.as_ref(), outcome, String::clone);
                for (what, wanted, points) in
                    [("for", &expected.points_for, points_for), ("against", &expected.points_against, points_against)]
                {
                    if let Some(wanted) = wanted {
                        let got = self.points(points);
                        self.same(what, Some(wanted), &got, |places| list(places));
                    }
                }
            }
            Body::Consent { need, .. } => self.same("need", expected.need.as_ref(), need, word),
            Body::Route(route) => {
                self.sent(expected, &route.to, &route.attach);
                self.done(expected, rule);
            }
            Body::Escalation(escalation) => {
                self.sent(expected, &escalation.tell, &escalation.attach);
                self.reached(expected, rule);
            }
            Body::Duty { to, attach, .. } => {
                self.sent(expected, to, attach);
                self.done(expected, rule);
            }
            Body::Clock(_) => self.clock(expected, rule)?,
            Body::Standing | Body::Directory(_) => {}
        }
        Ok(())
    }

    fn level(&mut self, expected: &Expected, held: Option<u8>, rule: &Rule) {
        if expected.level.is_some() && expected.level != held {
            self.differs("level", level(expected.level), level(held));
        }
        if let Some(wanted) = &expected.other_levels {
            let readings = rule.other_readings.iter();
            let got: Vec<u8> = readings.filter_map(|other| self.assessment.other_level(rule, other)).collect();
            self.same("other_levels", Some(wanted), &got, |levels| list(levels));
        }
    }

    fn points(&self, points: &[(Condition, String)]) -> Vec<usize> {
        let holds = |place: &usize| self.assessment.holds(&points[*place - 1].0) == Truth::Yes;
        (1..=points.len()).filter(holds).collect()
    }

    fn sent(&mut self, expected: &Expected, to: &[Choice], attach: &[Choice]) {
        if let Some(wanted) = &expected.to {
            let got: Vec<String> = self.assessment.chosen(to).into_iter().map(str::to_owned).collect();
            self.same("to", Some(wanted), &got, |teams| list(teams));
        }
        if let Some(wanted) = &expected.contact {
            let protocol = self.assessment.protocol();
            let out_of_hours = self.assessment.situation.out_of_hours();
            let teams = self.assessment.chosen(to).into_iter().filter_map(|id| protocol.team(id));
            let shown = teams.flat_map(|team| team.serving(out_of_hours)).map(|contact| contact.value.clone());
            let got: Vec<String> = shown.collect();
            self.same("contact", Some(wanted), &got, |contacts| list(contacts));
        }
        self.attached(expected, attach);
    }

    fn attached(&mut self, expected: &Expected, attach: &[Choice]) {
        let Some(wanted) = &expected.attach else { return };
        let meant = |choice: &&Choice| self.assessment.meant(choice) == Truth::Yes;
        let got: Vec<String> = attach.iter().filter(meant).map(|choice| choice.id.clone()).collect();
        self.same("attach", Some(wanted), &got, |forms| list(forms));
    }

    fn reached(&mut self, expected: &Expected, rule: &Rule) {
        self.done(expected, rule);
        if expected.since.is_none() && expected.readings.is_none() {
            return;
        }
        let reached = self.assessment.reached(rule);
        if expected.since.is_some() && expected.since != reached.since {
            self.differs("since", moment(expected.since), moment(reached.since));
        }
        if let Some(wanted) = &expected.readings {
            let got: Vec<String> = reached.readings.iter().map(|reading| reading.id.clone()).collect();
            self.same("readings", Some(wanted), &got, |readings| list(readings));
        }
    }

    fn done(&mut self, expected: &Expected, rule: &Rule) {
        if expected.done.is_none() {
            return;
        }
        let completion = self.assessment.completion(rule);
        let done = Some(completion).filter(|held| held.is_done()).and_then(done::when);
        if expected.done != done {
            self.differs("done", moment(expected.done), moment(done));
        }
    }

    fn clock(&mut self, expected: &Expected, rule: &Rule) -> Result<(), Problem> {
        let any = expected.status.is_some() || expected.due.is_some() || expected.opens.is_some();
        if !any && expected.other_due.is_none() {
            return Ok(());
        }
        let deadline = self.assessment.deadline(rule)?;
        let standing = deadline.as_ref().map_or(Standing::Ended, |deadline| standing(deadline.status));
        self.same("status", expected.status.as_ref(), &standing, word);
        let due = deadline.as_ref().and_then(|deadline| deadline.reckoning.as_ref()).map(|reckoning| reckoning.due);
        if expected.due.is_some() && expected.due != due {
            self.differs("due", moment(expected.due), moment(due));
        }
        let opens = deadline.as_ref().and_then(|deadline| deadline.opens);
        if expected.opens.is_some() && expected.opens != opens {
            self.differs("opens", moment(expected.opens), moment(opens));
        }
        if let Some(wanted) = &expected.other_due {
            let vocabulary = &self.assessment.protocol().vocabulary;
            let others = deadline.map(|deadline| deadline.other_dates(vocabulary)).unwrap_or_default();
            let got: Vec<Option<Moment>> = others.into_iter().map(|(_, due)| due).collect();
            self.same("other_due", Some(wanted), &got, |dates| {
                list(&dates.iter().map(|date| moment(*date)).collect::<Vec<_>>())
            });
        }
        Ok(())
    }
}

fn standing(status: Status) -> Standing {
    match status {
        Status::Overdue => Standing::Overdue,
        Status::DueToday => Standing::DueToday,
        Status::Due => Standing::Due,
        Status::Upcoming => Standing::Upcoming,
        Status::Waiting => Standing::Waiting,
        Status::MetLate => Standing::MetLate,
        Status::Met => Standing::Met,
    }
}

fn level(level: Option<u8>) -> String {
    level.map_or_else(|| "none".into(), |level| level.to_string())
}

fn moment(moment: Option<Moment>) -> String {
    moment.map_or_else(|| "none".into(), |moment| moment.to_string())
}

/// The word that the files use.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|json| json.as_str().map(str::to_owned)).unwrap_or_default()
}

fn list<T: ToString>(items: &[T]) -> String {
    if items.is_empty() {
        return "none".into();
    }
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
