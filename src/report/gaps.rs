//! Gaps in the record of one case that something must be done about: what `yjs check` calls a breach or due, apart from
//! deadlines and escalations, which have rows of their own.

use crate::calendar::Moment;
use crate::domain::assess::Assessment;
use crate::domain::check::{Finding, gaps_to_close};
use crate::problem::Problem;
use crate::protocol::checks::{Finds, Severity};
use crate::protocol::{Body, Rule};
use crate::render::Line;
use serde::Serialize;
use std::borrow::Cow;

/// One gap.
#[derive(Debug, Serialize)]
pub struct GapRow {
    /// The rule that asks for what is not recorded.
    pub rule: String,
    /// The rule's clause.
    pub clause: String,
    /// The code of the check that finds it.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// What was found, without a full stop.
    pub message: String,
    /// What to do.
    #[serde(rename = "do")]
    pub action: Option<String>,
    /// Since when, where that is known.
    pub since: Option<Moment>,
    /// The steps of the answer say it too, for text.
    #[serde(skip)]
    pub is_step: bool,
}

impl GapRow {
    /// What is missing, and what to do about it.
    pub fn line(&self) -> Line {
        let line = Line::from(format!("{}. ", self.message));
        let line = match &self.action {
            Some(action) => line.strong(action.as_str()).plain(" "),
            None => line,
        };
        line.faint(format!("[{}]", self.clause))
    }
}

/// Returns the gaps about the rules that are wanted.
///
/// # Errors
/// When a date runs off the calendar.
pub fn gaps(assessment: &Assessment<'_>, wanted: impl Fn(&Rule) -> bool) -> Result<Vec<GapRow>, Problem> {
    let row = |finding: Finding<'_>| {
        let rule = finding.rule.filter(|rule| wanted(rule))?;
        Some(GapRow {
            rule: rule.id.clone(),
            clause: rule.clause.clone(),
            code: finding.check.code.clone(),
            severity: finding.severity,
            message: finding.message.into_owned(),
            action: finding.remedy.map(Cow::into_owned),
            since: finding.since,
            is_step: matches!(&finding.check.finds, Finds::Gap(gap) if gap.do_now)
                && matches!(rule.body, Body::Route(_) | Body::Escalation(_)),
        })
    };
    Ok(gaps_to_close(assessment)?.into_iter().filter_map(row).collect())
}
