//! Where the words of `yjs route` lead: to concerns, facts, teams or rules of the protocol.

use crate::problem::Problem;
use crate::protocol::Protocol;
use crate::protocol::names::{Name, NameKind, Names, NotCovered};

/// What leads to somewhere to send a child. What says most about the child is preferred: of `lado`, the allegation comes
/// before the team.
const KINDS: [NameKind; 5] = [NameKind::Concern, NameKind::Fact, NameKind::Team, NameKind::Form, NameKind::Rule];

/// How many choices an error lists.
const CHOICES: usize = 6;

/// What some words of the command line ask for.
#[derive(Debug)]
pub(super) struct Asked<'p> {
    /// The words as they were typed.
    pub(super) words: String,
    /// What they name. Of concerns, each that they can mean; of all else, things of one kind.
    pub(super) names: Vec<Name<'p>>,
    /// What no protocol covers, where they ask for that.
    pub(super) not_covered: Option<&'p NotCovered>,
}

/// Reads all the words: as many at a time as name something, so that `county lines knife` asks for two things.
///
/// # Errors
/// When some words name nothing, or several things of which one must be chosen.
pub(super) fn read<'p>(protocol: &'p Protocol, given: &[String]) -> Result<Vec<Asked<'p>>, Problem> {
    let names = Names::new(protocol, &KINDS);
    let by_kind = KINDS.map(|kind| Names::new(protocol, &[kind]));
    let mut asked = Vec::new();
    let mut start = 0;
    while start < given.len() {
        let named = (start + 1..=given.len()).rev().find_map(|end| {
            let words = given[start..end].join(" ");
            one(protocol, &by_kind, &words).map(|found| (end, found))
        });
        let Some((end, found)) = named else {
            asked.push(loose(&names, &given[start..].join(" "))?);
            break;
        };
        asked.push(found);
        start = end;
    }
    Ok(asked)
}

/// What these words name in full.
fn one<'p>(protocol: &'p Protocol, by_kind: &[Names<'p>], words: &str) -> Option<Asked<'p>> {
    let found = by_kind.iter().map(|names| names.exact(words)).find(|found| !found.is_empty()).unwrap_or_default();
    let asked = |names, not_covered| Some(Asked { words: words.to_owned(), names, not_covered });
    if found.is_empty() {
        let not_covered = protocol.vocabulary.not_covered.iter().find(|held| held.is_asked(words))?;
        return asked(Vec::new(), Some(not_covered));
    }
    asked(found, None)
}

/// What the names hold these words among others. Nothing is given as a fact that several could be meant by.
fn loose<'p>(names: &Names<'p>, words: &str) -> Result<Asked<'p>, Problem> {
    let found = names.holding(words);
    let facts = |name: &&Name<'p>| matches!(name.kind, NameKind::Concern | NameKind::Fact);
    let concerns: Vec<Name<'p>> = found.iter().filter(facts).copied().collect();
    let places: Vec<Name<'p>> = found.iter().filter(|name| !facts(name)).copied().collect();
    let one_only = concerns.first().filter(|first| concerns.iter().all(|other| other.id == first.id));
    if let Some(first) = one_only {
        return Ok(Asked { words: words.to_owned(), names: vec![*first], not_covered: None });
    }
    if concerns.is_empty() && !places.is_empty() {
        return Ok(Asked { words: words.to_owned(), names: places, not_covered: None });
    }
    Err(unclear(names, words, &concerns))
}

/// The problem of words that name nothing, or too much.
fn unclear(names: &Names<'_>, words: &str, several: &[Name<'_>]) -> Problem {
    let listed = |held: &[Name<'_>]| {
        let mut ids: Vec<String> = Vec::new();
        for name in held {
            let text = format!("`{}` ({})", name.id, name.title);
            if !ids.iter().any(|other| other.starts_with(&format!("`{}`", name.id))) {
                ids.push(text);
            }
        }
        let more = ids.len().saturating_sub(CHOICES);
        ids.truncate(CHOICES);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{more}", ids.join(", "))
    };
    if !several.is_empty() {
        let problem = Problem::usage(format!("`{words}` can mean several things")).field("CONCERN");
        return problem.hint(format!("choose one: {}", listed(several)));
    }
    let problem = Problem::usage(format!("nothing is called `{words}`")).field("CONCERN");
    let near = names.nearest(words);
    if near.is_empty() {
        return problem.hint("try another word, or `yjs find WORDS`; `yjs route --help` shows examples");
    }
    problem.hint(format!("did you mean {}?", listed(&near)))
}
