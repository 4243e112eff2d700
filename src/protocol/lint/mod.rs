//! Named lints: faults that do not stop a protocol from loading, one concern a file. `protocol check` runs them all.

mod clocks;
mod conditions;
mod contacts;
mod files;
mod levels;
mod texts;
mod unused;

use super::Protocol;
use super::codes::codes;
use super::diagnostic::{Diagnostic, Severity};
use super::load::{Source, load};
use super::raw;
use super::uses::{Use, uses};

pub use unused::unused_words;

/// One lint.
#[derive(Debug)]
pub struct Lint {
    /// Its fixed name.
    pub code: &'static str,
    /// How much what it finds matters.
    pub severity: Severity,
    /// What it finds, and why that matters.
    pub about: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    find: fn(&Subject<'_>, &mut Found<'_>),
}

/// Every lint, in the order in which they are run.
pub const LINTS: [Lint; 15] = [
    files::UNKNOWN_FILE,
    unused::UNUSED_TEAM,
    unused::UNUSED_FORM,
    unused::UNUSED_OUTCOME,
    unused::UNUSED_FACT,
    contacts::NO_CONTACT,
    clocks::NO_START,
    clocks::NO_STOP,
    levels::UNREACHED_LEVEL,
    conditions::NEVER_TRUE,
    conditions::ALWAYS_TRUE,
    texts::SAME_TEXT,
    texts::LONG_TITLE,
    texts::EMPTY_TEXT,
    levels::NO_LEVELS,
];

/// What lints look at.
struct Subject<'a> {
    protocol: &'a Protocol,
    source: &'a Source,
    /// Facts and outcomes that the protocol's own vocabulary declares.
    own_facts: Vec<String>,
    own_outcomes: Vec<String>,
    uses: Vec<Use<'a>>,
}

/// Where a lint puts what it finds.
struct Found<'a> {
    lint: &'a Lint,
    source: &'a Source,
    faults: &'a mut Vec<Diagnostic>,
}

impl Found<'_> {
    fn add(&mut self, file: &str, id: &str, message: String) {
        let (line, column) = self.source.place(file, id, &[]).unzip();
        self.faults.push(Diagnostic {
            code: self.lint.code,
            severity: self.lint.severity,
            file: file.to_owned(),
            line,
            column,
            rule: Some(id.to_owned()).filter(|id| !id.is_empty()),
            message,
            hint: Some(self.lint.remedy.to_owned()),
        });
    }
}

/// Everything wrong with a protocol: what stops it from loading, else what the lints find. The protocol, when it loads.
pub fn check(common: &str, source: &Source) -> (Option<Protocol>, Vec<Diagnostic>) {
    match load(common, source) {
        Ok(protocol) => {
            let faults = lint(&protocol, source);
            (Some(protocol), faults)
        }
        Err(mut faults) => {
            for fault in faults.iter_mut().filter(|fault| fault.hint.is_none()) {
                fault.hint = codes().find(|code| code.code == fault.code).map(|code| code.remedy.to_owned());
            }
            (None, faults)
        }
    }
}

fn lint(protocol: &Protocol, source: &Source) -> Vec<Diagnostic> {
    // It loaded, so its own vocabulary can be read; without one nothing is its own.
    let own: raw::Vocabulary = source
        .text("vocabulary.json")
        .and_then(|text| serde_json::from_str(text.trim_start_matches('\u{feff}')).ok())
        .unwrap_or_default();
    let subject = Subject {
        protocol,
        source,
        own_facts: own.facts.into_iter().map(|fact| fact.id).collect(),
        own_outcomes: own.outcomes.into_iter().map(|outcome| outcome.id).collect(),
        uses: uses(protocol),
    };
    let mut faults = Vec::new();
    for lint in &LINTS {
        (lint.find)(&subject, &mut Found { lint, source, faults: &mut faults });
    }
    faults
}
