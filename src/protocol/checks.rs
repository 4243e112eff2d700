//! The checks that `yjs check` makes, as data: each has a code, a severity and an explanation. What a check looks for
//! is one of a few methods; the numbers that a method needs stand in the data.

use crate::calendar::Amount;
use crate::problem::Problem;
use serde::{Deserialize, Deserializer, Serialize};

/// The checks that are built in.
pub const CHECKS: &str = include_str!("../../data/checks.json");

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
}

/// What a check looks for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finds {
    /// A running deadline has passed.
    DeadlineOverdue,
    /// The time from an earlier start of a deadline passed before anything could meet it.
    EarlierStartOverdue,
    /// A running deadline ends soon.
    DeadlineDue {
        /// How soon, from today.
        #[serde(deserialize_with = "amount")]
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
    /// The data cannot be read.
    Fault(Fault),
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
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
}

/// The checks, in the order in which they are made.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checks {
    #[serde(default, rename = "note")]
    _note: Option<String>,
    /// Each check.
    pub checks: Vec<Check>,
}

impl Checks {
    /// Reads checks.
    ///
    /// # Errors
    /// When the text has another shape, or two checks have one code.
    pub fn from_json(text: &str) -> Result<Self, Problem> {
        let read: Self = serde_json::from_str(text)
            .map_err(|error| Problem::input(error.to_string()).file("checks.json").at(error.line(), None))?;
        for (place, check) in read.checks.iter().enumerate() {
            if read.checks[..place].iter().any(|other| other.code == check.code) {
                return Err(Problem::input(format!("`{}` is there twice", check.code)).file("checks.json"));
            }
        }
        Ok(read)
    }

    /// The check that is made for a fault in the data; none when the checks leave it out.
    pub fn of_fault(&self, fault: Fault) -> Option<&Check> {
        self.checks.iter().find(|check| check.finds == Finds::Fault(fault))
    }
}

fn amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Amount, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(|problem: Problem| serde::de::Error::custom(problem))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{CHECKS, Checks, Fault, Severity};

    #[test]
    fn the_built_in_checks_are_sound_and_every_fault_has_one() {
        let checks = Checks::from_json(CHECKS).unwrap();
        for check in &checks.checks {
            assert!(check.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", check.code);
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
