//! Pieces of arguments that several commands share.

use crate::domain::case::Facts;
use crate::domain::fact::{FactIndex, Value};
use crate::domain::naming::known_fact;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::protocol::vocabulary::FactKind;

/// Adds facts given as `F`, `F=V` or `F=?` to a case's facts. `F` alone is yes; `F=?` is unknown again.
///
/// # Errors
/// Unknown facts, impossible values, and facts that are worked out.
pub(super) fn add_facts(protocol: &Protocol, facts: &mut Facts, given: &[String]) -> Result<(), Problem> {
    for text in given {
        let (name, value) = text.split_once('=').map_or((text.as_str(), None), |(name, value)| (name, Some(value)));
        let index: FactIndex = known_fact(protocol, name)?;
        let definition = protocol.vocabulary.fact_definition(index);
        let value = match value {
            Some("?") => None,
            Some(value) => Some(definition.read_typed(value)?),
            None if definition.kind == FactKind::Flag => Some(definition.write(Value::Flag(true))),
            None => {
                let problem = Problem::usage(format!("`{name}` needs a value: `{name}=…`")).field("--fact");
                return Err(problem.hint(definition.expects()));
            }
        };
        facts.set(name, value);
    }
    Ok(())
}
