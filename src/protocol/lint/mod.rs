//! Named lints: faults that do not stop a protocol from loading, one concern a file. `protocol check` runs them all.

mod clocks;
mod conditions;
mod contacts;
mod contradictions;
mod escalations;
mod files;
mod levels;
mod solve;
mod texts;
mod unused;

use super::Protocol;
use super::codes::codes;
use super::diagnostic::{Diagnostic, Severity};
use super::history;
use super::load::Source;
use super::raw;
use super::source::OWN_WORDS;
use super::spans::Segment;
use super::trials;
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
    /// Whether it speaks of what nothing in the whole protocol does; then it is silent while something cannot be read.
    of_whole: bool,
    find: fn(&Subject<'_>, &mut Found<'_>),
}

/// Every lint, in the order in which they are run.
pub const LINTS: [Lint; 27] = [
    files::UNKNOWN_FILE,
    files::REPEATED_FIELD,
    files::NO_SCHEMA,
    unused::UNUSED_TEAM,
    unused::UNUSED_FORM,
    unused::UNUSED_OUTCOME,
    unused::UNUSED_FACT,
    unused::NO_UNIT,
    contacts::NO_CONTACT,
    contacts::EMPTY_CONTACT,
    clocks::NO_START,
    clocks::NO_STOP,
    clocks::MET_AT_START,
    escalations::OTHER_SINCE,
    levels::UNREACHED_LEVEL,
    levels::LEVEL_ORDER,
    levels::NOT_COUNTED,
    conditions::NEVER_TRUE,
    conditions::ALWAYS_TRUE,
    contradictions::CONTRADICTION,
    texts::SAME_TEXT,
    texts::COPIED_TEXT,
    texts::LONG_TITLE,
    texts::EMPTY_TEXT,
    texts::NO_READING,
    texts::ODD_ID,
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
    /// Rules and other entries with an error.
    faulty: Vec<String>,
}

/// Where a lint puts what it finds.
struct Found<'a> {
    lint: &'a Lint,
    source: &'a Source,
    protocol: Option<&'a Protocol>,
    faults: &'a mut Vec<Diagnostic>,
}

impl Found<'_> {
    /// Something wrong with an entry as a whole: its name is shown.
    fn add(&mut self, file: &str, id: &str, message: String) {
        self.add_at(file, id, &[], message);
    }

    /// Something wrong with a field of an entry.
    fn add_at(&mut self, file: &str, id: &str, way: &[Segment<'_>], message: String) {
        let rule = self.protocol.and_then(|protocol| protocol.find_rule(id).map(|index| protocol.rule(index)));
        let from = rule.and_then(|rule| rule.in_force.from);
        self.put(file, id, self.source.place(file, id, from, way), message);
    }

    /// Something wrong at the end of a way from the top of the file.
    fn add_from_top(&mut self, file: &str, way: &[Segment<'_>], message: String) {
        self.put(file, "", self.source.at(file, way), message);
    }

    fn put(&mut self, file: &str, id: &str, place: Option<(usize, usize)>, message: String) {
        let (line, column) = place.unzip();
        self.faults.push(Diagnostic {
            code: self.lint.code,
            severity: self.lint.severity,
            file: self.source.named(file),
            line,
            column,
            rule: Some(id.to_owned()).filter(|id| !id.is_empty()),
            message,
            hint: Some(self.lint.remedy.to_owned()),
        });
    }
}

/// Everything wrong with a protocol, in each of its editions and at each of its dates: what stops it from loading, and
/// what the lints find in the rest. The protocol, when it loads.
pub fn check(common: &str, source: &Source) -> (Option<Protocol>, Vec<Diagnostic>) {
    let history = history::read(common, source);
    let mut faults = history.faults;
    for fault in faults.iter_mut().filter(|fault| fault.hint.is_none()) {
        fault.hint = codes().find(|code| code.code == fault.code).map(|code| code.remedy.to_owned());
    }
    let sound = faults.is_empty();
    faults.extend(history.editions.iter().filter(|_| sound).flat_map(untestable));
    let lint_eras = |edition: &history::Edition| -> Vec<Vec<Diagnostic>> {
        edition.eras.iter().map(|era| lint(era, &edition.source, &faults)).collect()
    };
    let all: Vec<Vec<Vec<Diagnostic>>> = history.editions.iter().map(lint_eras).collect();
    for eras in &all {
        let mut found: Vec<Diagnostic> = Vec::new();
        for fault in eras.iter().flatten() {
            let of_whole = LINTS.iter().any(|lint| lint.code == fault.code && lint.of_whole);
            // Words are shared by the editions: what one of them uses is used.
            let within = if fault.file == OWN_WORDS { all.as_slice() } else { std::slice::from_ref(eras) };
            let everywhere = || within.iter().flatten().all(|era| era.contains(fault));
            if !found.contains(fault) && (!of_whole || (sound && everywhere())) {
                found.push(fault.clone());
            }
        }
        faults.extend(found);
    }
    // What the editions share is reported once.
    let mut seen: Vec<Diagnostic> = Vec::with_capacity(faults.len());
    for fault in faults {
        // In another era the same fault may be told in other words.
        let place = |fault: &Diagnostic| (fault.code, fault.file.clone(), fault.line, fault.column);
        let told = |other: &Diagnostic| place(other) == place(&fault) && (fault.line.is_some() || *other == fault);
        if !seen.iter().any(told) {
            seen.push(fault);
        }
    }
    let protocol = history.editions.into_iter().next().and_then(|edition| edition.eras.into_iter().next());
    (protocol.filter(|_| sound), seen)
}

/// What is wrong with the cases of an edition. The rules answer in spite of it, so it is a warning here, though
/// `protocol test` runs no case while one cannot be read.
fn untestable(edition: &history::Edition) -> Vec<Diagnostic> {
    let of = |era: &Protocol| trials::load(era, &edition.source).err().unwrap_or_default();
    let mut faults: Vec<Diagnostic> = edition.eras.iter().flat_map(of).collect();
    for fault in &mut faults {
        fault.severity = Severity::Warning;
        // A case's name is no rule's.
        fault.rule = None;
    }
    faults
}

/// What the lints find. A rule with an error is passed over: what follows from the error is no second fault.
fn lint(protocol: &Protocol, source: &Source, errors: &[Diagnostic]) -> Vec<Diagnostic> {
    // Its own words may not be readable; then nothing is its own.
    let own: raw::Vocabulary<'_> = source
        .text("vocabulary.json")
        .and_then(|text| serde_json::from_str(text.trim_start_matches('\u{feff}')).ok())
        .unwrap_or_default();
    let subject = Subject {
        protocol,
        source,
        own_facts: own.facts.into_iter().map(|fact| fact.id.owned()).collect(),
        own_outcomes: own.outcomes.into_iter().map(|outcome| outcome.id.owned()).collect(),
        uses: uses(protocol),
        faulty: errors.iter().filter_map(|error| error.rule.clone()).collect(),
    };
    let mut faults = Vec::new();
    for lint in &LINTS {
        (lint.find)(&subject, &mut Found { lint, source, protocol: Some(protocol), faults: &mut faults });
    }
    faults.retain(|fault| !fault.rule.as_ref().is_some_and(|id| subject.faulty.contains(id)));
    faults
}
