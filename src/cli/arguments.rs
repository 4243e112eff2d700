//! Pieces of arguments that several commands share.

use super::called::named;
use super::context::Context;
use crate::calendar::{Moment, Tense};
use crate::domain::case::{FactValue, Facts};
use crate::domain::fact::Value;
use crate::domain::naming::known_fact;
use crate::problem::{Kind, Problem};
use crate::protocol::Protocol;
use crate::protocol::names::NameKind;
use crate::protocol::vocabulary::{FactDefinition, FactKind};

/// Adds facts given as `F`, `F=V` or `F=?` to a case's facts. `F` alone is yes; `F=?` is unknown again.
///
/// # Errors
/// Unknown facts, impossible values, and facts that are worked out.
pub(super) fn add_facts(
    protocol: &Protocol,
    facts: &mut Facts,
    given: &[String],
    context: &Context,
) -> Result<(), Problem> {
    for text in given {
        let (name, value) = text.split_once('=').map_or((text.as_str(), None), |(name, value)| (name, Some(value)));
        let index = known_fact(protocol, &named(protocol, NameKind::Fact, name, "--fact")?)?;
        let definition = protocol.vocabulary.fact_definition(index);
        let value = match value {
            Some("?") => None,
            Some(value) => Some(typed(definition, value, context)?),
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

/// A fact's value as a person types it; a date in any of the ways in which people write one.
///
/// # Errors
/// When it is no value of the fact.
pub(super) fn typed(definition: &FactDefinition, text: &str, context: &Context) -> Result<FactValue, Problem> {
    match definition.kind {
        FactKind::Date => {
            day(text, Tense::Any, context).map(FactValue::Text).map_err(|problem| problem.field("--fact"))
        }
        _ => definition.read_typed(text),
    }
}

/// A date of birth as typed, as a case holds it.
///
/// # Errors
/// When it is no date.
pub(super) fn born(text: &str, context: &Context) -> Result<String, Problem> {
    day(text, Tense::Past, context).map_err(|problem| problem.field("--born"))
}

/// A day as typed, as a case holds it.
///
/// # Errors
/// When it is no date, or has a time.
pub(super) fn day(text: &str, tense: Tense, context: &Context) -> Result<String, Problem> {
    match context.when(text, tense) {
        Ok(Moment::Date(date)) => Ok(date.to_string()),
        Ok(Moment::Instant(_)) => {
            Err(Problem::usage(format!("`{text}` has a time")).hint("give a date alone, such as 2010-09-14"))
        }
        Err(problem) => Err(Problem { kind: Kind::Usage, ..problem }),
    }
}
