//! What a person calls a fact, an event or a team, as the name that a case holds.

use crate::domain::naming::{known_event, known_fact, known_team};
use crate::problem::{Kind, Problem};
use crate::protocol::Protocol;
use crate::protocol::names::{Name, NameKind, Names};

/// The fixed name of the one thing of this kind that the words name: the fixed name itself, its title or a synonym.
///
/// # Errors
/// When nothing is called so, or more than one thing is: a misspelt word is never taken for another.
pub(super) fn named(protocol: &Protocol, kind: NameKind, words: &str, field: &str) -> Result<String, Problem> {
    let names = Names::new(protocol, &[kind]);
    match names.exact(words).as_slice() {
        [only] => Ok(only.id.to_owned()),
        [] => {
            let problem = match names.nearest(words).as_slice() {
                [] => unknown(protocol, kind, words),
                near => {
                    let problem = unknown(protocol, kind, words);
                    Problem { hint: None, ..problem }.hint(format!("did you mean {}?", ids(near)))
                }
            };
            Err(Problem { kind: Kind::Usage, ..problem }.field(field))
        }
        several => Err(Problem::usage(format!("`{words}` can mean several things"))
            .field(field)
            .hint(format!("choose one: {}", ids(several)))),
    }
}

fn unknown(protocol: &Protocol, kind: NameKind, words: &str) -> Problem {
    let found = match kind {
        NameKind::Event => known_event(protocol, words).map(drop),
        NameKind::Team => known_team(protocol, words),
        NameKind::Form => Err(no_form(protocol, words)),
        _ => known_fact(protocol, words).map(drop),
    };
    found.err().unwrap_or_else(|| Problem::usage(format!("nothing is called `{words}`")))
}

fn no_form(protocol: &Protocol, words: &str) -> Problem {
    let known: Vec<&str> = protocol.forms.iter().map(|form| form.id.as_str()).collect();
    Problem::usage(format!("no form or team is called `{words}`")).hint(format!("the forms are: {}", known.join(", ")))
}

fn ids(names: &[Name<'_>]) -> String {
    names.iter().map(|name| format!("`{}`", name.id)).collect::<Vec<_>>().join(" or ")
}
