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
const FAULTS: [Code; 40] = [
    fault(
        "unreadable",
        "A file is not JSON: a comma too many or too few, a quotation mark that is not closed. Nothing of the file can be read.",
        "Mend it at the place named. An editor that knows JSON shows such slips while you write.",
    ),
    fault(
        "missing-file",
        "The folder has no protocol.json, so it is no protocol.",
        "Name the folder that holds protocol.json; `yjs protocol new NAME` makes one.",
    ),
    fault(
        "folder-name",
        "The id in protocol.json is not the name of the folder, or editions of one folder have different ids. A protocol is found by its folder's name.",
        "Give the folder and `id` the same name.",
    ),
    fault(
        "unknown-field",
        "An entry has a field that is not known, often a slip in its name. It would do nothing, so it is refused.",
        "Correct the name; `yjs protocol schema NAME` lists the fields of each file.",
    ),
    fault(
        "idle-field",
        "A rule has a field that rules of its kind do not have. It would do nothing, so it is refused.",
        "Take the field out, or move the rule to the file of its kind.",
    ),
    fault(
        "window-reversed",
        "A window closes before it opens, or as it opens, so no day is within it.",
        "Give the earlier limit under `from` and the later one under `to`.",
    ),
    fault(
        "no-values",
        "A fact of type `choice` has no choices, or a number's `min` is above its `max`, so it can have no value.",
        "Give its `choices`, or mend its limits.",
    ),
    fault("unknown-word", "A field that takes one of a few words has another.", "Write one of the words listed."),
    fault(
        "wrong-type",
        "A field has a value of the wrong kind: text where a number must stand, one value where a list must stand.",
        "Write it in the form that `yjs protocol schema` gives.",
    ),
    fault(
        "duplicate-id",
        "Two entries have the same id, so neither can be looked up for certain.",
        "Give each its own id. Two versions of one rule need `in_force` dates that do not overlap.",
    ),
    fault(
        "overlapping-versions",
        "Two versions of one rule are in force on the same day, so nothing says which holds.",
        "End the earlier version on the day before the later one begins.",
    ),
    fault(
        "overlapping-editions",
        "Two editions of a protocol are in force on the same day, so nothing says which holds.",
        "End the earlier edition on the day before the later one begins.",
    ),
    fault(
        "words-in-edition",
        "A folder under editions/ has a vocabulary.json. All editions share the words that stand beside protocol.json: what was recorded under one edition must be readable under the next.",
        "Move its words to vocabulary.json beside protocol.json.",
    ),
    fault("never-in-force", "What is in force ends before it begins.", "Give an end that is not before the first day."),
    fault(
        "rule-not-in-force",
        "A rule rests on another that is not in force for all of the same time.",
        "Give both the same dates, or let the condition say itself what the other rule said.",
    ),
    fault(
        "bad-kind",
        "A rule's `kind` is not that of its file: levels.json holds rules of kind `level` and `indicator`, and each other file one kind, which need not be named.",
        "Move the rule to the file of its kind, or leave `kind` out.",
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
        "A level is named that levels.json does not have.",
        "Give one of the levels declared there.",
    ),
    fault(
        "unknown-outcome",
        "A decision names an outcome that neither vocabulary declares.",
        "Correct the name, or declare the outcome.",
    ),
    fault(
        "impossible-value",
        "A value is tested that the fact can never have, a fact that is no number is compared with one, or the vocabulary's `closing` names what cannot close a case.",
        "Give a value of the fact's type, among its choices and within its limits; under `closing` two events and a flag.",
    ),
    fault(
        "unknown-topic",
        "Something in the vocabulary names a topic that it does not declare.",
        "Name one of the topics under `topics`, or declare it there.",
    ),
    fault("missing-field", "An entry lacks a field that it must have.", "Add the field named."),
    fault(
        "limit-without-unit",
        "A limit is a number and does not say of what: 5 could be hours, days or working days.",
        "Write 48h, 10d, 10wd, 4w, 6mo or 1y.",
    ),
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

    const SOURCES: [&str; 9] = [
        include_str!("load.rs"),
        include_str!("read.rs"),
        include_str!("distinct.rs"),
        include_str!("compile.rs"),
        include_str!("order.rs"),
        include_str!("fields.rs"),
        include_str!("words.rs"),
        include_str!("history.rs"),
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
