//! Whether a case is closed in the store: the last word of its opening and closing events.

use crate::calendar::Moment;
use crate::domain::situation::Situation;

/// The event that closes a case.
pub const CASE_CLOSED: &str = "case_closed";

/// The event that opens one, or opens it again.
pub const CASE_OPENED: &str = "opened_to_yjs";

/// The fact that rules about closing rest on.
pub const CLOSURE_PROPOSED: &str = "closure_proposed";

/// When the case was closed, if it is: the latest of its closing and opening events closes it.
pub fn closed_since(situation: &Situation<'_>) -> Option<Moment> {
    let vocabulary = &situation.protocol.vocabulary;
    let closed = vocabulary.event(CASE_CLOSED)?;
    let opened = vocabulary.event(CASE_OPENED).unwrap_or(closed);
    let (_, last) = situation.latest(&[closed, opened])?;
    (last.kind == closed).then_some(last.when)
}
