//! Pieces of arguments that several commands share.

use crate::domain::case::Facts;
use crate::domain::fact::{FactIndex, Value};
use crate::domain::naming::known_fact;
use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::protocol::names::{Name, NameKind, Names};
use crate::protocol::vocabulary::FactKind;

/// Adds facts given as `F`, `F=V` or `F=?` to a case's facts. `F` alone is yes; `F=?` is unknown again.
///
/// # Errors
/// Unknown facts, impossible values, and facts that are worked out.
pub(super) fn add_facts(protocol: &Protocol, facts: &mut Facts, given: &[String]) -> Result<(), Problem> {
    for text in given {
        let (name, value) = text.split_once('=').map_or((text.as_str(), None), |(name, value)| (name, Some(value)));
        let index: FactIndex = fact(protocol, name)?;
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
        facts.set(&definition.id, value);
    }
    Ok(())
}

/// A fact by its fixed name, or by words that name it and no other.
///
/// # Errors
/// When no fact is called so, or more than one: a misspelt word is never taken for another.
fn fact(protocol: &Protocol, name: &str) -> Result<FactIndex, Problem> {
    if let Some(index) = protocol.vocabulary.fact(name) {
        return Ok(index);
    }
    let names = Names::new(protocol, &[NameKind::Fact]);
    match names.exact(name).as_slice() {
        [] => match names.nearest(name).as_slice() {
            [] => known_fact(protocol, name),
            near => Err(Problem::input(format!("no fact is called `{name}`"))
                .field("facts")
                .hint(format!("did you mean {}?", ids(near)))),
        },
        [only] => known_fact(protocol, only.id),
        several => Err(Problem::usage(format!("`{name}` can mean several facts"))
            .field("--fact")
            .hint(format!("choose one: {}", ids(several)))),
    }
}

fn ids(names: &[Name<'_>]) -> String {
    names.iter().map(|name| format!("`{}`", name.id)).collect::<Vec<_>>().join(" or ")
}
