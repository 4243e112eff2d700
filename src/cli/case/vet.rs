//! What a case must be before it is stored: no names, as far as that can be told, and nothing impossible in it.

use crate::domain::case::Case;
use crate::domain::situation::Situation;
use crate::problem::Problem;
use crate::protocol::Protocol;
use chrono::{DateTime, Utc};

/// Initials are at most so many letters; more begins to be a name.
const MOST_INITIALS: usize = 4;

/// A mark such as `jm` or `duty-2` is at most so long.
const LONGEST_MARK: usize = 12;

/// Refuses a case that may not be stored; what it means, otherwise.
///
/// # Errors
/// A reference that is not allowed, something that looks like a name, and whatever [`Situation::new`] refuses.
pub(in crate::cli) fn vet<'a>(
    protocol: &'a Protocol,
    case: &Case,
    now: DateTime<Utc>,
) -> Result<Situation<'a>, Problem> {
    crate::store::check_reference(&case.reference)?;
    if let Some(initials) = &case.initials {
        check_initials(initials)?;
    }
    if let Some(worker) = &case.worker {
        check_mark(worker, "worker")?;
    }
    for (place, event) in case.events.iter().enumerate() {
        if let Some(by) = &event.by {
            check_mark(by, &format!("events[{place}].by"))?;
        }
    }
    for (place, waiver) in case.waivers.iter().enumerate() {
        if let Some(by) = &waiver.by {
            check_mark(by, &format!("waivers[{place}].by"))?;
        }
    }
    Situation::new(protocol, case, now)
}

fn check_initials(text: &str) -> Result<(), Problem> {
    let letters = text.chars().count();
    if (1..=MOST_INITIALS).contains(&letters) && text.chars().all(char::is_alphabetic) {
        return Ok(());
    }
    Err(Problem::input(format!("initials are 1 to {MOST_INITIALS} letters and nothing else"))
        .field("initials")
        .hint("names are never stored: give initials such as AB, or leave them out"))
}

/// Whether a text may stand for a worker.
pub(super) fn is_mark(text: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    (1..=LONGEST_MARK).contains(&text.len()) && text.chars().all(allowed)
}

fn check_mark(text: &str, field: &str) -> Result<(), Problem> {
    if is_mark(text) {
        return Ok(());
    }
    let what = format!("a worker's mark is 1 to {LONGEST_MARK} letters, digits, `-`, `_` or `.`");
    Err(Problem::input(what).field(field).hint("names are never stored: give a short mark such as jm"))
}
