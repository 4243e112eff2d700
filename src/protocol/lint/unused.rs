//! What is declared and then never mentioned: a slip in a name often shows up here first.

use super::{Found, Lint, Subject};
use crate::domain::fact::FactIndex;
use crate::protocol::Protocol;
use crate::protocol::checks::Check;
use crate::protocol::diagnostic::{Diagnostic, Severity};
use crate::protocol::load::Source;
use crate::protocol::uses::{Target, uses, vocabulary_uses};
use crate::protocol::vocabulary::FactKind;

const FILE: &str = "vocabulary.json";

pub(super) const UNUSED_TEAM: Lint = Lint {
    code: "unused-team",
    severity: Severity::Warning,
    about: "A team is declared to which no rule sends anything and which no entry of the directory lists, and no note says what it is there for.",
    remedy: "Name it in a rule, list it in an entry of the directory, say in a note what it is for, or take it out.",
    of_whole: true,
    find: teams,
};

pub(super) const UNUSED_FORM: Lint = Lint {
    code: "unused-form",
    severity: Severity::Warning,
    about: "A form is declared that no rule attaches to anything.",
    remedy: "Attach it where the text says so, or take it out.",
    of_whole: true,
    find: forms,
};

pub(super) const UNUSED_OUTCOME: Lint = Lint {
    code: "unused-outcome",
    severity: Severity::Warning,
    about: "The protocol's own vocabulary declares an outcome that no decision can come to.",
    remedy: "Name it in a decision, or take it out.",
    of_whole: true,
    find: outcomes,
};

pub(super) const UNUSED_FACT: Lint = Lint {
    code: "unused-fact",
    severity: Severity::Info,
    about: "The protocol's own vocabulary declares a fact that no rule or check tests and nothing is worked out from. It can be recorded, and changes no answer.",
    remedy: "Test it in a rule, or keep it for the record.",
    of_whole: true,
    find: facts,
};

pub(super) const NO_UNIT: Lint = Lint {
    code: "number-without-unit",
    severity: Severity::Warning,
    about: "The protocol's own vocabulary declares a number and does not say of what, so a limit on it has no unit.",
    remedy: "Say in `unit` what is counted: days, years, percent, episodes.",
    of_whole: false,
    find: units,
};

fn units(subject: &Subject<'_>, found: &mut Found<'_>) {
    for fact in &subject.protocol.vocabulary.facts {
        let bare = fact.kind == FactKind::Number && fact.unit.as_ref().is_none_or(|unit| unit.trim().is_empty());
        if bare && subject.own_facts.contains(&fact.id) {
            found.add("vocabulary.json", &fact.id, format!("the number `{}` has no unit", fact.id));
        }
    }
}

fn teams(subject: &Subject<'_>, found: &mut Found<'_>) {
    for team in &subject.protocol.teams {
        let used = subject.uses.iter().any(|used| used.target == Target::Team(&team.id));
        if !used && team.note.is_none() {
            found.add("directory.json", &team.id, format!("the team `{}` is never used", team.id));
        }
    }
}

fn forms(subject: &Subject<'_>, found: &mut Found<'_>) {
    for form in &subject.protocol.forms {
        if !subject.uses.iter().any(|used| used.target == Target::Form(&form.id)) {
            found.add("directory.json", &form.id, format!("the form `{}` is never attached", form.id));
        }
    }
}

fn outcomes(subject: &Subject<'_>, found: &mut Found<'_>) {
    for outcome in &subject.own_outcomes {
        if !subject.uses.iter().any(|used| used.target == Target::Outcome(outcome)) {
            found.add("vocabulary.json", outcome, format!("no decision comes to the outcome `{outcome}`"));
        }
    }
}

fn facts(subject: &Subject<'_>, found: &mut Found<'_>) {
    let (mut rests_on, _) = vocabulary_uses(&subject.protocol.vocabulary);
    rests_on.extend(subject.protocol.checks.iter().flat_map(Check::facts));
    for (place, fact) in subject.protocol.vocabulary.facts.iter().enumerate() {
        let index = FactIndex(u16::try_from(place).unwrap_or(u16::MAX));
        let tested = subject.uses.iter().any(|used| used.target == Target::Fact(index)) || rests_on.contains(&index);
        if !tested && subject.own_facts.contains(&fact.id) {
            found.add("vocabulary.json", &fact.id, format!("no rule tests the fact `{}`", fact.id));
        }
    }
}

/// Outcomes and facts of the common vocabulary that none of these protocols uses. Only where every protocol is at hand
/// does that say anything.
pub fn unused_words(words: &Source, protocols: &[&Protocol]) -> Vec<Diagnostic> {
    let Some(first) = protocols.first() else { return Vec::new() };
    let mut faults = Vec::new();
    let outcomes = first.vocabulary.outcomes.iter().map(|(id, _)| id.as_str());
    let idle = outcomes.filter(|id| {
        words.place(FILE, id, None, &[]).is_some() && !protocols.iter().any(|protocol| comes_to(protocol, id))
    });
    let mut found = Found { lint: &UNUSED_OUTCOME, source: words, protocol: None, faults: &mut faults };
    for id in idle {
        found.add(FILE, id, format!("no decision of any protocol comes to the outcome `{id}`"));
    }
    let facts = first.vocabulary.facts.iter().map(|fact| fact.id.as_str());
    let idle = facts.filter(|id| {
        words.place(FILE, id, None, &[]).is_some() && !protocols.iter().any(|protocol| rests_on(protocol, id))
    });
    let mut found = Found { lint: &UNUSED_FACT, source: words, protocol: None, faults: &mut faults };
    for id in idle {
        found.add(FILE, id, format!("no rule of any protocol tests the fact `{id}`"));
    }
    faults
}

fn comes_to(protocol: &Protocol, outcome: &str) -> bool {
    uses(protocol).iter().any(|used| used.target == Target::Outcome(outcome))
}

fn rests_on(protocol: &Protocol, id: &str) -> bool {
    let Some(fact) = protocol.vocabulary.fact(id) else { return false };
    vocabulary_uses(&protocol.vocabulary).0.contains(&fact)
        || protocol.checks.iter().any(|check| check.facts().contains(&fact))
        || uses(protocol).iter().any(|used| used.target == Target::Fact(fact))
}
