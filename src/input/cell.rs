//! A cell of a table, whatever file it comes from.

use chrono::NaiveDateTime;
use std::borrow::Cow;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell<'r> {
    /// Nothing.
    Empty,
    /// Text, or a number as it is written.
    Text(Cow<'r, str>),
    /// A date or a time that the file itself marks as one.
    Moment(NaiveDateTime),
    /// A formula, whose value may be out of date or missing.
    Formula,
}

impl Cell<'_> {
    /// Returns the cell as one line of text, for the names of columns.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Self::Moment(moment) => moment.date().to_string(),
            Self::Empty | Self::Formula => String::new(),
        }
    }

    /// Returns the same with a copy of its text.
    pub(crate) fn kept(&self) -> Cell<'static> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::Text(Cow::Owned(text.clone().into_owned())),
            Self::Moment(moment) => Cell::Moment(*moment),
            Self::Formula => Cell::Formula,
        }
    }

    /// Returns true when there is nothing in it but spaces.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Moment(_) | Self::Formula => false,
        }
    }
}
