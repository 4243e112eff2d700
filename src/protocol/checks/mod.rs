//! The checks that `yjs check` makes, as data: each has a code, a severity and an explanation. What a check looks for
//! is one of a few methods; the numbers that a method needs stand in the data. A protocol adds checks of its own, in
//! `checks.json` beside its rules.

mod read;

use crate::calendar::Amount;
use crate::domain::condition::{Condition, EventIndex, RuleIndex};
use crate::domain::fact::FactIndex;
use crate::problem::Problem;
use serde::{Deserialize, Serialize};

/// The checks that are built in.
pub const CHECKS: &str = include_str!("../../../data/checks.json");

/// How much a finding matters. The most serious first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The protocol asked for something that was not done.
    Breach,
    /// Something must be done soon.
    Due,
    /// Worth knowing.
    Advice,
    /// The data could not be read, so nothing can be said.
    Data,
}

impl Severity {
    /// Every severity, the most serious first.
    pub const ALL: [Self; 4] = [Self::Breach, Self::Due, Self::Advice, Self::Data];

    /// The word for it in every format.
    pub fn word(self) -> &'static str {
        match self {
            Self::Breach => "breach",
            Self::Due => "due",
            Self::Advice => "advice",
            Self::Data => "data",
        }
    }
}

/// What is wrong with the data of a case or a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The file cannot be read at all, or not to its end.
    File,
    /// A line is no case.
    Line,
    /// A field of the case.
    Field,
    /// The reference.
    Ref,
    /// The reference, which another case of the file has too.
    DuplicateRef,
    /// The protocol.
    Protocol,
    /// The date of birth.
    Born,
    /// A fact.
    Fact,
    /// An event.
    Event,
    /// A column of a CSV file.
    Column,
    /// The order of events of one date, which the source does not keep.
    Order,
}

/// What a check looks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Finds {
    /// A running deadline has passed.
    DeadlineOverdue,
    /// The time from an earlier start of a deadline passed before anything could meet it.
    EarlierStartOverdue,
    /// A running deadline ends soon.
    DeadlineDue {
        /// How soon, from today.
        within: Amount,
    },
    /// A deadline was met after its end.
    DeadlineMetLate,
    /// An escalation applies and nothing shows that it was done.
    EscalationOpen {
        /// Whether a threshold dates it.
        dated: bool,
    },
    /// A higher level is not ruled out.
    LevelUndecided {
        /// How many questions to name at most.
        questions: usize,
    },
    /// An event is recorded before the one that it follows.
    OutOfOrder(Vec<Order>),
    /// An event ends something, and its start is not recorded.
    EndWithoutStart,
    /// What the record should show and does not.
    Gap(Box<Gap>),
    /// Something may have been done, and somebody must check what it covered.
    PerhapsDone,
    /// A fact is taken otherwise than it was answered, because another implies it.
    AnsweredOtherwise,
    /// A case was closed while something was still to be done in it.
    OpenAtClosing,
    /// The data cannot be read.
    Fault(Fault),
}

impl Finds {
    /// Whether two checks look for the same sort of thing, so that the one which names a rule stands in for the other.
    fn same_method(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::EscalationOpen { dated }, Self::EscalationOpen { dated: other }) => dated == other,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

/// Two events of which one follows the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// What comes later.
    pub event: EventIndex,
    /// What comes before it: any of these.
    pub follows: Vec<EventIndex>,
}

/// What the record should show and does not: found when `when` holds for certain, `unless` does not, and neither a deed
/// of `done_by` nor `needs` shows that it was done.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gap {
    /// The rule that asks for it, cited whether or not it applies.
    pub cites: Option<RuleIndex>,
    /// On what condition it is looked for.
    pub when: Option<Condition>,
    /// On what condition it is not.
    pub unless: Option<Condition>,
    /// While this clock runs or has run, its own deadline says what is missing.
    pub unless_runs: Option<RuleIndex>,
    /// One of these must have happened; the last of them dates the finding.
    pub after: Vec<EventIndex>,
    /// The last of these dates the finding too, where it is recorded.
    pub dated_by: Vec<EventIndex>,
    /// Deeds that show it was done: after the last of `after`, or at any time where that is empty.
    pub done_by: Vec<EventIndex>,
    /// One of these rules must apply, and none of them be done.
    pub none_done: Vec<RuleIndex>,
    /// It heads the morning list.
    pub do_now: bool,
    /// So long before `after`, or before now, a deed still counts.
    pub lead: Option<Amount>,
    /// What shows that it was done.
    pub needs: Option<Condition>,
    /// What is said of it, without a full stop. `{fact}` stands for the value of a fact.
    pub message: String,
    /// What is said when `needs` is not known; nothing is found then when there is none.
    pub not_known: Option<NotKnown>,
}

/// What a gap comes to when it is not known whether it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotKnown {
    /// How much that matters.
    pub severity: Severity,
    /// What is said of it.
    pub message: String,
}

/// One check.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Its fixed name.
    pub code: String,
    /// How much what it finds matters.
    pub severity: Severity,
    /// What it looks for.
    pub finds: Finds,
    /// In a few words.
    pub title: String,
    /// What a finding means.
    pub explanation: String,
    /// What to do, where no rule and no problem says it.
    pub remedy: Option<String>,
    /// The rules it is about. Where one of them applies, this check stands in for one of the same sort that names none.
    pub rules: Vec<RuleIndex>,
    /// Rules that a check of the same sort names for itself.
    pub(crate) left_out: Vec<RuleIndex>,
}

impl Check {
    /// Whether the check is made for a rule.
    pub fn is_about(&self, rule: RuleIndex) -> bool {
        (self.rules.is_empty() || self.rules.contains(&rule)) && !self.left_out.contains(&rule)
    }

    /// The facts that its own conditions test.
    pub fn facts(&self) -> Vec<FactIndex> {
        let Finds::Gap(gap) = &self.finds else { return Vec::new() };
        let mut facts = Vec::new();
        for condition in [&gap.when, &gap.unless, &gap.needs].into_iter().flatten() {
            condition.visit(&mut |part| {
                if let Condition::Fact(fact, _) = part {
                    facts.push(*fact);
                }
            });
        }
        facts
    }
}

/// The conditions that these checks look at; each rule that a check names counts as one.
pub(crate) fn looked_at(checks: &[Check]) -> Vec<Condition> {
    let mut conditions = Vec::new();
    for check in checks {
        conditions.extend(check.rules.iter().map(|rule| Condition::Rule(*rule)));
        match &check.finds {
            Finds::Gap(gap) => {
                conditions.extend([&gap.when, &gap.unless, &gap.needs].into_iter().flatten().cloned());
                conditions.extend(gap.unless_runs.map(Condition::Rule));
                conditions.extend(gap.none_done.iter().copied().map(Condition::Rule));
            }
            // Whichever level it is: all of them are worked out at once.
            Finds::LevelUndecided { .. } => conditions.push(Condition::Level(u8::MIN)),
            _ => {}
        }
    }
    conditions
}

/// The checks that need no protocol: those of the data itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Checks {
    /// Each check.
    pub checks: Vec<Check>,
}

impl Checks {
    /// Reads the checks of faults in the data.
    ///
    /// # Errors
    /// When the text has another shape, or two checks have one code.
    pub fn from_json(text: &str) -> Result<Self, Problem> {
        let raw: read::RawChecks<'_> = serde_json::from_str(text)
            .map_err(|error| Problem::input(error.to_string()).file("checks.json").at(error.line(), None))?;
        for (place, check) in raw.checks.iter().enumerate() {
            if raw.checks[..place].iter().any(|other| other.code == check.code) {
                return Err(Problem::input(format!("`{}` is there twice", check.code)).file("checks.json"));
            }
        }
        Ok(Self { checks: raw.checks.into_iter().filter_map(read::RawCheck::fault).collect() })
    }

    /// The check that is made for a fault in the data; none when the checks leave it out.
    pub fn of_fault(&self, fault: Fault) -> Option<&Check> {
        self.checks.iter().find(|check| check.finds == Finds::Fault(fault))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{CHECKS, Checks, Fault, Severity};
    use crate::protocol::{embedded, load::load};

    #[test]
    fn the_built_in_checks_are_sound_and_every_fault_has_one() {
        let checks = Checks::from_json(CHECKS).unwrap();
        let common = load(embedded::VOCABULARY, &embedded::source("camden").unwrap()).unwrap();
        for check in common.checks.iter().chain(&checks.checks) {
            assert!(
                check.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
                "{}",
                check.code
            );
            assert!(check.explanation.ends_with('.') && !check.title.ends_with('.'), "{}", check.code);
        }
        for fault in [
            Fault::File,
            Fault::Line,
            Fault::Field,
            Fault::Ref,
            Fault::DuplicateRef,
            Fault::Protocol,
            Fault::Born,
            Fault::Fact,
            Fault::Event,
            Fault::Column,
            Fault::Order,
        ] {
            assert_eq!(checks.of_fault(fault).map(|check| check.severity), Some(Severity::Data), "{fault:?}");
        }
    }

    #[test]
    fn a_code_used_twice_an_unknown_method_and_a_bad_amount_are_refused() {
        let one =
            |finds: &str| format!(r#"{{"code":"a","severity":"due","finds":{finds},"title":"A","explanation":"A."}}"#);
        let twice = format!(r#"{{"checks":[{0},{0}]}}"#, one(r#""deadline_overdue""#));
        assert!(Checks::from_json(&twice).unwrap_err().what.contains("twice"));
        for finds in [r#""nothing_known""#, r#"{"deadline_due":{"within":"7"}}"#, r#"{"deadline_due":{}}"#] {
            assert!(Checks::from_json(&format!(r#"{{"checks":[{}]}}"#, one(finds))).is_err(), "{finds}");
        }
    }
}
