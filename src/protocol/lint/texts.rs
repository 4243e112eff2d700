//! Texts that a reader could not tell apart, or could not read at a glance.

use super::{Found, Lint, Subject};
use crate::protocol::Rule;
use crate::protocol::diagnostic::Severity;
use crate::protocol::load::file_of;
use crate::protocol::spans::Segment;
use std::collections::HashMap;

/// Characters that a title fits in, so that a line of 80 holds it with its clause.
const LONGEST_TITLE: usize = 64;

pub(super) const SAME_TEXT: Lint = Lint {
    code: "same-text",
    severity: Severity::Warning,
    about: "Two rules say the same in the same words, so a reader cannot tell why both are there.",
    remedy: "Say in each what is its own, or let one cover the other.",
    of_whole: false,
    find: same_text,
};

pub(super) const COPIED_TEXT: Lint = Lint {
    code: "copied-text",
    severity: Severity::Warning,
    about: "Two rules say the same in the same words but for a number, as when a text was copied and only half changed: one of the numbers may be the other rule's.",
    remedy: "Compare both with their clauses, and say in each what is its own.",
    of_whole: false,
    find: copied_text,
};

pub(super) const LONG_TITLE: Lint = Lint {
    code: "long-title",
    severity: Severity::Warning,
    about: "A title is too long to stand on one line with its clause.",
    remedy: "Shorten it to 64 characters.",
    of_whole: false,
    find: long_titles,
};

pub(super) const EMPTY_TEXT: Lint = Lint {
    code: "empty-text",
    severity: Severity::Warning,
    about: "A rule has no title or does not say what it says, so `explain` has nothing to show.",
    remedy: "Say it in plain words.",
    of_whole: false,
    find: empty_texts,
};

pub(super) const NO_READING: Lint = Lint {
    code: "no-reading",
    severity: Severity::Warning,
    about: "A rule says how else its clause could be read, and not how it was read, so nobody can tell which reading governs.",
    remedy: "Say in `reading` how it was read, and why.",
    of_whole: false,
    find: no_reading,
};

pub(super) const ODD_ID: Lint = Lint {
    code: "odd-id",
    severity: Severity::Warning,
    about: "A rule's id has a space, a capital or another letter that is hard to type after `yjs explain`.",
    remedy: "Write ids in small letters and digits, with - . and _ between.",
    of_whole: false,
    find: odd_ids,
};

fn no_reading(subject: &Subject<'_>, found: &mut Found<'_>) {
    let unread =
        |rule: &&Rule| !rule.other_readings.is_empty() && rule.reading.as_ref().is_none_or(|it| it.trim().is_empty());
    for rule in subject.protocol.rules.iter().filter(unread) {
        let message = format!("`{}` has other readings and does not say how it was read", rule.id);
        found.add_at(file_of(rule.kind), &rule.id, &[Segment::Key("other_readings")], message);
    }
}

fn odd_ids(subject: &Subject<'_>, found: &mut Found<'_>) {
    let plain = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || b"-._".contains(&letter);
    for (file, id, ..) in rows(subject).filter(|(_, id, ..)| id.is_empty() || !id.bytes().all(plain)) {
        found.add(file, id, format!("`{id}` is no plain id"));
    }
}

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
            let message = format!("`{id}` says what `{other}` says, word for word");
            found.add_at(file, id, &[Segment::Key("text")], message);
        } else {
            first.insert(text, id);
        }
    }
}

/// Words in a text below which it is too short to have been copied.
const SHORTEST_COPY: usize = 8;

/// Numbers as they are written out.
const NUMBERS: [&str; 16] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "once", "twice", "first",
    "second", "third",
];

/// A text with its numbers taken out, and the numbers.
fn without_numbers(text: &str) -> (String, Vec<String>) {
    let (mut kept, mut numbers) = (Vec::new(), Vec::new());
    for word in text.to_lowercase().split_whitespace() {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        if bare.bytes().any(|byte| byte.is_ascii_digit()) || NUMBERS.contains(&bare) {
            kept.push("#".to_owned());
            numbers.push(bare.to_owned());
        } else {
            kept.push(word.to_owned());
        }
    }
    (kept.join(" "), numbers)
}

fn copied_text(subject: &Subject<'_>, found: &mut Found<'_>) {
    let mut first: HashMap<String, (&str, Vec<String>)> = HashMap::new();
    for (file, id, _, text) in rows(subject).filter(|(.., text)| text.split_whitespace().count() >= SHORTEST_COPY) {
        let (words, numbers) = without_numbers(text);
        match first.get(&words) {
            Some((other, others)) if *others != numbers => {
                let message = format!("`{id}` says what `{other}` says, with other numbers");
                found.add_at(file, id, &[Segment::Key("text")], message);
            }
            Some(_) => {}
            None => drop(first.insert(words, (id, numbers))),
        }
    }
}

fn long_titles(subject: &Subject<'_>, found: &mut Found<'_>) {
    for (file, id, title, _) in rows(subject) {
        let length = title.chars().count();
        if length > LONGEST_TITLE {
            found.add_at(
                file,
                id,
                &[Segment::Key("title")],
                format!("the title of `{id}` has {length} characters; {LONGEST_TITLE} fit"),
            );
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
