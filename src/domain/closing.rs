//! Whether a case is closed in the store: the last word of its opening and closing events.

use crate::calendar::Moment;
use crate::domain::situation::Situation;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::protocol::vocabulary::Closing;

/// How a case is opened and closed.
///
/// # Errors
/// When the protocol's words do not say.
pub fn named(protocol: &Protocol) -> Result<Closing, Problem> {
    protocol.vocabulary.closing.ok_or_else(|| {
        Problem::usage(format!("the words of {} name no event that opens or closes a case", protocol.id))
            .hint("give `closing` in its vocabulary.json")
    })
}

/// When the case was closed, if it is: the latest of its closing and opening events closes it.
pub fn closed_since(situation: &Situation<'_>) -> Option<Moment> {
    let Closing { opened, closed, .. } = situation.protocol.vocabulary.closing?;
    let (_, last) = situation.latest(&[closed, opened])?;
    (last.kind == closed).then_some(last.when)
}
