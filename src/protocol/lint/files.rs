//! Files of the folder that nothing reads.

use super::{Found, Lint, Subject};
use crate::problem::nearest;
use crate::protocol::diagnostic::Severity;
use crate::protocol::load::RULE_FILES;
use crate::protocol::spans::{self, Segment};

pub(super) const UNKNOWN_FILE: Lint = Lint {
    code: "unknown-file",
    severity: Severity::Warning,
    about: "The folder holds a JSON file of a name that is not read, so what is in it does nothing.",
    remedy: "Give the file the name of its kind, or take it out of the folder.",
    of_whole: false,
    find: unknown_files,
};

pub(super) const REPEATED_FIELD: Lint = Lint {
    code: "repeated-field",
    severity: Severity::Error,
    about: "An object gives the same field twice. Only one of the two is read, so the other silently does nothing.",
    remedy: "Keep one of them.",
    of_whole: false,
    find: repeated_fields,
};

pub(super) const NO_SCHEMA: Lint = Lint {
    code: "schema-not-found",
    severity: Severity::Warning,
    about: "A file's `$schema` names a file that is not there, so an editor completes nothing and marks no slip in it.",
    remedy: "Name the schema by its way from this file, such as schema/levels.json, or ../../schema/levels.json from within editions/NAME; or take `$schema` out.",
    of_whole: false,
    find: no_schema,
};

fn no_schema(subject: &Subject<'_>, found: &mut Found<'_>) {
    for file in &subject.source.without_schema {
        found.add_from_top(file, &[Segment::Key("$schema")], "the schema named here is not there".into());
    }
}

fn repeated_fields(subject: &Subject<'_>, found: &mut Found<'_>) {
    for (file, text) in &subject.source.files {
        for (offset, name) in spans::repeated_keys(text) {
            let place = Some(spans::line_and_column(text, offset));
            found.put(file, "", place, format!("`{name}` is given twice here"));
        }
    }
}

fn unknown_files(subject: &Subject<'_>, found: &mut Found<'_>) {
    let known: Vec<&str> = RULE_FILES
        .iter()
        .map(|(file, _)| *file)
        .chain(["protocol.json", "vocabulary.json", "checks.json", "tests.json"])
        .collect();
    for (file, _) in subject.source.files.iter().filter(|(file, _)| !known.contains(&file.as_str())) {
        let near = nearest(file, known.iter().copied()).map(|near| format!(" (did you mean {near}?)"));
        found.add(file, "", format!("{file} is not read{}", near.unwrap_or_default()));
    }
}
