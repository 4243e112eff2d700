//! What can go wrong, said so that a practitioner can act: what, where, and what to do about it.

use std::fmt;

/// Where in the user's input a problem lies. Every part is optional; what is known is printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it, or `standard input`.
    pub file: Option<String>,
    /// 1-based line.
    pub line: Option<usize>,
    /// 1-based column, in characters.
    pub column: Option<usize>,
    /// Path to the field, such as `events[2].at`.
    pub field: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        let mut part = |out: &mut fmt::Formatter<'_>, text: String| {
            let lead = if std::mem::take(&mut first) { "" } else { ", " };
            write!(out, "{lead}{text}")
        };
        if let Some(file) = &self.file {
            part(out, file.clone())?;
        }
        if let Some(line) = self.line {
            part(out, format!("line {line}"))?;
        }
        if let Some(column) = self.column {
            part(out, format!("column {column}"))?;
        }
        if let Some(field) = &self.field {
            part(out, field.clone())?;
        }
        Ok(())
    }
}

/// Why no answer could be given. Every kind exits 2 except a change that was saved (3) and an interruption (130).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The command line asks for something that cannot be.
    Usage,
    /// A file, case or protocol is not as it must be.
    Input,
    /// The store could not be read or written.
    Store,
    /// The answer could not be written.
    Output,
    /// A change was saved, and its answer could not be written.
    Unanswered,
    /// The user stopped a conversation.
    Interrupted,
}

/// One problem: what is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct Problem {
    /// Decides the exit status.
    pub kind: Kind,
    /// What is wrong, without a full stop.
    pub what: String,
    /// Where it is.
    pub place: Place,
    /// What to do, as a sentence without a full stop.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem of `kind` with no place or hint yet.
    pub fn new(kind: Kind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), place: Place::default(), hint: None }
    }

    /// A problem in a file, a case or a protocol.
    pub fn input(what: impl Into<String>) -> Self {
        Self::new(Kind::Input, what)
    }

    /// A problem in how the command was called.
    pub fn usage(what: impl Into<String>) -> Self {
        Self::new(Kind::Usage, what)
    }

    /// A problem in reading or writing the store.
    pub fn store(what: impl Into<String>) -> Self {
        Self::new(Kind::Store, what)
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Names the field, unless a deeper one is named already.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.place.field.get_or_insert_with(|| field.into());
        self
    }

    /// Names the file, unless one is named already.
    #[must_use]
    pub fn file(mut self, file: impl Into<String>) -> Self {
        self.place.file.get_or_insert_with(|| file.into());
        self
    }

    /// Names the line and column, unless they are named already.
    #[must_use]
    pub fn at(mut self, line: usize, column: Option<usize>) -> Self {
        self.place.line.get_or_insert(line);
        self.place.column = self.place.column.or(column);
        self
    }

    fn sentence(&self) -> String {
        let place = self.place.to_string();
        if place.is_empty() { self.what.clone() } else { format!("{place}: {}", self.what) }
    }
}

/// `, did you mean X?` for the known name nearest to `wanted`, when one is near enough to be a slip.
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    // Of three letters, two others are another word: `hsb` is no slip for `cse`.
    let limit = match wanted.chars().count() {
        0..=3 => 1,
        count => (count / 3).max(2),
    };
    known
        .into_iter()
        .map(|name| (distance(&wanted, &name.to_lowercase()), name))
        .filter(|(steps, name)| *steps <= limit || (wanted.len() >= 4 && name.contains(&wanted)))
        .min()
        .map(|(_, name)| name)
}

/// Edits (insert, delete, replace, swap of neighbours) that turn one word into the other.
pub(crate) fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut rows = vec![vec![0; right.len() + 1]; 3];
    let mut before_last = ' ';
    rows[1] = (0..=right.len()).collect();
    for (line, letter) in left.chars().enumerate() {
        rows[2][0] = line + 1;
        for column in 0..right.len() {
            let change = usize::from(letter != right[column]);
            let mut best = (rows[1][column] + change).min(rows[1][column + 1] + 1).min(rows[2][column] + 1);
            if line > 0 && column > 0 && letter == right[column - 1] && before_last == right[column] {
                best = best.min(rows[0][column - 1] + 1);
            }
            rows[2][column + 1] = best;
        }
        before_last = letter;
        rows.rotate_left(1);
    }
    rows[1][right.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn a_slip_is_one_or_two_edits_away() {
        assert_eq!(distance("yung_carer", "young_carer"), 1);
        assert_eq!(distance("crae", "care"), 1);
        assert_eq!(nearest("yung_carer", ["cse", "young_carer"]), Some("young_carer"));
        assert_eq!(nearest("hsb", ["cse", "cce"]), None);
        assert_eq!(nearest("zzzzzz", ["cse", "young_carer"]), None);
    }
}
