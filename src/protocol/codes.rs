//! The codes of the faults that `protocol check` reports, each explained. Those of lints are with the lints.

use super::lint::LINTS;

/// A code and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Its fixed name.
    pub code: &'static str,
    /// What is wrong, and what follows from it.
    pub about: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// Whether it is a lint: the protocol loads in spite of it.
    pub lint: bool,
}

const fn fault(code: &'static str, about: &'static str, remedy: &'static str) -> Code {
    Code { code, about, remedy, lint: false }
}

/// The faults that stop a protocol from loading.
const FAULTS: [Code; 27] = [
    fault(
        "unreadable",
        "A file is not JSON of the shape that it must have: a comma too many, a field that is not known, a value of the wrong type.",
        "Mend it at the place named; `yjs protocol schema` prints the shape of each file.",
    ),
    fault(
        "missing-file",
        "The folder has no protocol.json, so it is no protocol.",
        "Name the folder that holds protocol.json.",
    ),
    fault(
        "duplicate-id",
        "Two entries have the same id, so neither can be looked up for certain.",
        "Give each its own id.",
    ),
    fault(
        "bad-kind",
        "levels.json holds rules of kind `level` and `indicator` only.",
        "Move the rule to the file of its kind.",
    ),
    fault(
        "no-clause",
        "A rule names no clause, and every answer must show its clause.",
        "Name the clause of the text.",
    ),
    fault(
        "no-condition",
        "A rule that gives an answer must say when it applies.",
        "Add `when`, or move the rule to standing.json if it always holds.",
    ),
    fault(
        "circular",
        "A rule rests on itself by way of others, or what decides the level rests on the level.",
        "Break the circle.",
    ),
    fault(
        "bad-condition",
        "A condition has a form that is not known.",
        "Use all, any, not, at_least with of, fact, event, rule or level.",
    ),
    fault(
        "unknown-fact",
        "A fact is named that neither vocabulary declares.",
        "Correct the name, or declare the fact in the protocol's own vocabulary.json.",
    ),
    fault(
        "unknown-event",
        "An event is named that neither vocabulary declares.",
        "Correct the name, or declare the event in the protocol's own vocabulary.json.",
    ),
    fault("unknown-rule", "A rule is named that the protocol does not have.", "Correct the id."),
    fault(
        "unknown-team",
        "A team is named that directory.json does not have.",
        "Correct the name, or add the team with its contacts as printed.",
    ),
    fault("unknown-form", "A form is named that directory.json does not have.", "Correct the name, or add the form."),
    fault(
        "unknown-system",
        "A record system is named that directory.json does not have.",
        "Correct the name, or add the system.",
    ),
    fault(
        "unknown-level",
        "A rule gives no level, or one that levels.json does not have.",
        "Give one of the levels declared there.",
    ),
    fault(
        "unknown-outcome",
        "A decision names an outcome that neither vocabulary declares.",
        "Correct the name, or declare the outcome.",
    ),
    fault(
        "impossible-value",
        "A value is tested that the fact can never have.",
        "Give a value of the fact's type, among its choices and within its limits.",
    ),
    fault(
        "unknown-topic",
        "Something in the vocabulary names a topic that it does not declare.",
        "Name one of the topics under `topics`, or declare it there.",
    ),
    fault("missing-field", "A rule lacks a field that rules of its kind must have.", "Add the field named."),
    fault("bad-amount", "An amount of time is not written as it must be.", "Write 48h, 10d, 10wd, 4w, 6mo or 1y."),
    fault("bad-date", "A date is not written as it must be, or does not exist.", "Write it as 2026-03-02."),
    fault(
        "impossible-case",
        "A case in tests.json cannot be: a fact or event that is not known, an impossible value, an event in the future, or no time.",
        "Mend the case at the place named; it must be a case that could be stored.",
    ),
    fault(
        "nothing-expected",
        "A case in tests.json expects nothing, so it can never fail.",
        "Name a rule under `expect`, with yes, no or unknown.",
    ),
    fault(
        "no-such-answer",
        "A case in tests.json expects something that a rule of that kind never answers.",
        "Take it out, or expect it of the rule that answers it.",
    ),
    fault(
        "unknown-silence",
        "A case in tests.json names a silence that protocol.json does not have.",
        "Correct the topic, or add the silence.",
    ),
    fault(
        "unknown-reading",
        "A case in tests.json names a reading that neither vocabulary declares.",
        "Correct the name of the reading.",
    ),
    fault("bad-hours", "Office hours are not written as times.", "Write them as 09:00 and 17:00."),
];

/// Every code that `protocol check` can report, faults first.
pub fn codes() -> impl Iterator<Item = Code> {
    FAULTS.into_iter().chain(LINTS.iter().map(|lint| Code {
        code: lint.code,
        about: lint.about,
        remedy: lint.remedy,
        lint: true,
    }))
}

#[cfg(test)]
mod tests {
    use super::{FAULTS, codes};

    const SOURCES: [&str; 4] = [
        include_str!("load.rs"),
        include_str!("fields.rs"),
        include_str!("words.rs"),
        include_str!("trials/reader.rs"),
    ];

    #[test]
    fn every_code_is_reported_somewhere_and_every_reported_code_is_explained() {
        for fault in FAULTS {
            assert!(
                SOURCES.iter().any(|text| text.contains(&format!("\"{}\"", fault.code))),
                "{} is never reported",
                fault.code
            );
        }
        for word in SOURCES.iter().flat_map(|text| text.split('"').skip(1).step_by(2)) {
            let is_code = word.contains('-') && word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-');
            assert!(!is_code || codes().any(|code| code.code == word), "`{word}` is not explained");
        }
    }

    #[test]
    fn no_code_is_used_twice() {
        let mut names: Vec<&str> = codes().map(|code| code.code).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
