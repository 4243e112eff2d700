//! What is owed in one case.

use crate::calendar::Moment;
use crate::domain::condition::RuleIndex;
use crate::domain::deadline::{Others, Standing};
use crate::domain::fact::FactIndex;
use crate::domain::missing_check::Threshold;
use crate::protocol::Protocol;
use crate::protocol::checks::Severity;
use std::sync::Arc;

/// A deadline of a case.
#[derive(Debug)]
pub struct Owed {
    /// Which of the protocol's other eras the rule is of; none for the one in force now.
    pub era: Option<u16>,
    /// The rule.
    pub rule: RuleIndex,
    /// False when a fact that decides whether it runs is not known.
    pub certain: bool,
    /// The facts that would settle it.
    pub ask: Box<[FactIndex]>,
    /// Where it stands.
    pub standing: Standing,
    /// The other dates that could be meant, where there is any.
    pub others: Option<Box<Others>>,
}

impl Owed {
    /// The protocol that the rule is of, given that in force now.
    pub fn protocol<'p>(&self, now: &'p Protocol) -> &'p Protocol {
        self.era.and_then(|era| now.others.get(usize::from(era))).unwrap_or(now)
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
    pub teams: Box<[Arc<str>]>,
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
    pub code: Arc<str>,
    /// How much it matters.
    pub severity: Severity,
    /// What was found, without a full stop.
    pub message: Arc<str>,
    /// What to do.
    pub remedy: Option<Arc<str>>,
    /// Since when, where that is known.
    pub since: Option<Moment>,
    /// It heads the list.
    pub is_first: bool,
}

/// What is owed in one case. There may be a hundred thousand, held until the list is shown, so no list has room to spare.
#[derive(Debug)]
pub struct CaseAgenda {
    /// The case's reference.
    pub reference: Box<str>,
    /// The worker's short mark.
    pub worker: Option<Arc<str>>,
    /// The protocol that governs.
    pub protocol: Arc<Protocol>,
    /// Its deadlines that are listed; those that may run, on a fact not known, only while they would be live.
    pub deadlines: Box<[Owed]>,
    /// Who must now be told.
    pub tell: Box<[Tell]>,
    /// What else is to be done, with no deadline of its own.
    pub to_do: Box<[ToDo]>,
    /// Whether the case is closed: then it is listed only for what outlives closing.
    pub is_closed: bool,
    /// Thresholds of the open missing episode that lie ahead.
    pub ahead: Box<[Threshold]>,
}
