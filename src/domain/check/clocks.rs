//! What is found of deadlines: missed, met late, due soon, and those from earlier starts.

use super::words::{after, between, words};
use super::{Search, of_check};
use crate::calendar::{Amount, BankHolidays, Moment, add, london, span};
use crate::domain::condition::RuleIndex;
use crate::domain::deadline::{Standing, Status};
use crate::problem::Problem;
use crate::protocol::checks::Finds;
use crate::protocol::{Clock, Rule};
use chrono::NaiveDate;

impl<'a> Search<'_, 'a> {
    pub(super) fn clock(&mut self, index: RuleIndex, rule: &'a Rule, clock: &'a Clock) -> Result<(), Problem> {
        let Some(standing) = self.assessment.standing(rule)? else { return Ok(()) };
        if standing.status == Status::Due {
            self.no_limit(index, rule, clock, &standing);
            return Ok(());
        }
        let (Some(start), Some(due), status) = (standing.start, standing.due, standing.status) else { return Ok(()) };
        let working = || add(clock.within, start.at, BankHolidays::published());
        let provisional = |yes: bool| if yes { "; the date is provisional" } else { "" };
        let kind = move |finds: &Finds| match finds {
            Finds::DeadlineOverdue => status == Status::Overdue,
            Finds::DeadlineMetLate => status == Status::MetLate,
            Finds::DeadlineDue { .. } => matches!(status, Status::DueToday | Status::Upcoming),
            _ => false,
        };
        for check in self.about(index, kind) {
            let working = working()?;
            let note = provisional(working.provisional);
            let (message, remedy) = match &check.finds {
                Finds::DeadlineMetLate => {
                    let done = standing.met.map(|met| met.when).unwrap_or(due);
                    let late = between(due, done);
                    let message =
                        format!("{} (due {}, done {}, {late} late{note})", rule.title, words(due), words(done));
                    (message, of_check(check))
                }
                Finds::DeadlineDue { within } => {
                    if working.act_by.unwrap_or(due.date()).min(due.date()) > self.last_day(*within)? {
                        continue;
                    }
                    let act_by = working.act_by.map_or(String::new(), |day| {
                        format!("; act by {}, the last working day before", london::short_date(day))
                    });
                    let message = format!("{} (due {}, {}{act_by}{note})", rule.title, words(due), self.until(due));
                    (message, Some(clock.action.as_str().into()))
                }
                _ => {
                    let over = self.since(due);
                    (
                        format!("{} (due {}, {over} over{note})", rule.title, words(due)),
                        Some(clock.action.as_str().into()),
                    )
                }
            };
            let finding = self.put(check, Some(rule), message, remedy);
            (finding.due, finding.since) = (Some(due), Some(due));
        }
        self.earlier_starts(index, rule, clock, &standing)
    }

    /// What is to be done now, with no limit printed.
    fn no_limit(&mut self, index: RuleIndex, rule: &'a Rule, clock: &'a Clock, standing: &Standing) {
        for check in self.about(index, |finds| matches!(finds, Finds::DeadlineDue { .. })) {
            let since = standing.due.map(|due| format!(" since {}", words(due))).unwrap_or_default();
            let message = format!("{} (due{since}; no limit is printed)", rule.title);
            let finding = self.put(check, Some(rule), message, Some(clock.action.as_str().into()));
            finding.since = standing.due;
        }
    }

    /// What meets the last start within an earlier date meets that date too.
    fn earlier_starts(
        &mut self,
        index: RuleIndex,
        rule: &'a Rule,
        clock: &'a Clock,
        standing: &Standing,
    ) -> Result<(), Problem> {
        let vocabulary = &self.assessment.protocol().vocabulary;
        for start in standing.earlier(&self.assessment.situation, clock)? {
            let due = start.due;
            let met = standing.met.is_some_and(|met| !after(met.when, due));
            if met {
                continue;
            }
            let past = after(Moment::Instant(self.assessment.situation.now), due);
            let met = standing.met;
            let act_by = span::margin(clock.within, start.at, due, BankHolidays::published()).0;
            let to_act = act_by.unwrap_or(due.date()).min(due.date());
            let kind = move |finds: &Finds| match finds {
                Finds::EarlierStartOverdue => past && met.is_none(),
                // Nothing is left to be done.
                Finds::DeadlineMetLate => met.is_some(),
                Finds::DeadlineDue { .. } => !past && met.is_none(),
                _ => false,
            };
            for check in self.about(index, kind) {
                let standing = match (&check.finds, met) {
                    (Finds::DeadlineDue { within }, _) if to_act > self.last_day(*within)? => continue,
                    (Finds::DeadlineDue { .. }, _) => self.until(due),
                    (_, Some(met)) => format!("done {}, {} late", words(met.when), between(due, met.when)),
                    (_, None) => format!("{} over", self.since(due)),
                };
                let from = start.words(vocabulary);
                let message = format!("{} (due {}, {standing}). {from}", rule.title, words(due));
                let remedy = match met {
                    Some(_) => of_check(check),
                    None => Some(clock.action.as_str().into()),
                };
                let finding = self.put(check, Some(rule), message, remedy);
                (finding.due, finding.since) = (Some(due), Some(due));
            }
        }
        Ok(())
    }

    fn last_day(&self, within: Amount) -> Result<NaiveDate, Problem> {
        let today = Moment::Date(self.assessment.situation.today);
        span::due(within, today, BankHolidays::published()).map(Moment::date)
    }

    fn since(&self, due: Moment) -> String {
        between(due, self.now(due))
    }

    fn until(&self, due: Moment) -> String {
        match (due.date() - self.assessment.situation.today).num_days() {
            ..=0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            days => format!("in {days} days"),
        }
    }

    /// The present, as exact as `due` is.
    fn now(&self, due: Moment) -> Moment {
        match due {
            Moment::Date(_) => Moment::Date(self.assessment.situation.today),
            Moment::Instant(_) => Moment::Instant(self.assessment.situation.now),
        }
    }
}
