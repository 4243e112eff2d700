//! Answers as plain, serialisable data. One file a subcommand; renderers see only these.

pub mod assessment;
pub mod deadlines;
pub mod due;
pub mod missing;
pub mod silence;
mod words;
