//! Texts that a reader could not tell apart, or could not read at a glance.

use super::{Found, Lint, Subject};
use crate::protocol::diagnostic::Severity;
use crate::protocol::load::file_of;
use std::collections::HashMap;

/// Characters that a title fits in, so that a line of 80 holds it with its clause.
const LONGEST_TITLE: usize = 64;

pub(super) const SAME_TEXT: Lint = Lint {
    code: "same-text",
    severity: Severity::Warning,
    about: "Two rules say the same in the same words, so a reader cannot tell why both are there.",
    remedy: "Say in each what is its own, or let one cover the other.",
    find: same_text,
};

pub(super) const LONG_TITLE: Lint = Lint {
    code: "long-title",
    severity: Severity::Warning,
    about: "A title is too long to stand on one line with its clause.",
    remedy: "Shorten it to 64 characters.",
    find: long_titles,
};

pub(super) const EMPTY_TEXT: Lint = Lint {
    code: "empty-text",
    severity: Severity::Warning,
    about: "A rule has no title or does not say what it says, so `explain` has nothing to show.",
    remedy: "Say it in plain words.",
    find: empty_texts,
};

/// Every row of the protocol: file, id, title and text, covered rows too.
fn rows<'a>(subject: &Subject<'a>) -> impl Iterator<Item = (&'static str, &'a str, &'a str, &'a str)> {
    subject.protocol.rules.iter().flat_map(|rule| {
        let file = file_of(rule.kind);
        let covered = rule.covers.iter().map(move |row| (file, row.id.as_str(), row.title.as_str(), row.text.as_str()));
        std::iter::once((file, rule.id.as_str(), rule.title.as_str(), rule.text.as_str())).chain(covered)
    })
}

fn same_text(subject: &Subject<'_>, found: &mut Found<'_>) {
    let mut first: HashMap<&str, &str> = HashMap::new();
    for (file, id, _, text) in rows(subject).filter(|(.., text)| !text.trim().is_empty()) {
        if let Some(other) = first.get(text) {
            found.add(file, id, format!("`{id}` says what `{other}` says, word for word"));
        } else {
            first.insert(text, id);
        }
    }
}

fn long_titles(subject: &Subject<'_>, found: &mut Found<'_>) {
    for (file, id, title, _) in rows(subject) {
        let length = title.chars().count();
        if length > LONGEST_TITLE {
            found.add(file, id, format!("the title of `{id}` has {length} characters; {LONGEST_TITLE} fit"));
        }
    }
}

fn empty_texts(subject: &Subject<'_>, found: &mut Found<'_>) {
    for (file, id, title, text) in rows(subject) {
        if title.trim().is_empty() || text.trim().is_empty() {
            found.add(file, id, format!("`{id}` has no title or no text"));
        }
    }
}
