//! Exit statuses: what a script reads.

use crate::problem::{Kind, Problem};
use std::process::ExitCode;

/// How a command that could answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Answered: 0.
    Answered,
    /// An adverse finding: 1.
    Finding,
    /// Some input could not be read, though the rest was answered: 2.
    Partly,
    /// Called off by Ctrl-C, with what was done by then: 130.
    Interrupted,
}

impl Exit {
    /// This, unless all was answered: then the other.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if self == Self::Answered { other } else { self }
    }
}

impl Exit {
    /// This, for an answer that rests on a store which is not as it was saved: never 0 or 1.
    #[must_use]
    pub fn or_damaged(self) -> Self {
        if self == Self::Interrupted { self } else { Self::Partly }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Answered => Self::SUCCESS,
            Exit::Finding => Self::from(1),
            Exit::Partly => Self::from(2),
            Exit::Interrupted => Self::from(130),
        }
    }
}

/// The status of a command that could not answer: 2; 3 when it saved its change and could only not say so; 130 when it was
/// interrupted.
pub fn status_of(error: &anyhow::Error) -> ExitCode {
    match error.downcast_ref::<Problem>() {
        Some(Problem { kind: Kind::Interrupted, .. }) => ExitCode::from(130),
        Some(Problem { kind: Kind::Unanswered, .. }) => ExitCode::from(3),
        _ => ExitCode::from(2),
    }
}
