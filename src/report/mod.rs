//! Answers as plain, serialisable data. One file a subcommand; renderers see only these.

pub mod assessment;
pub mod due;
pub mod silence;
