//! Answers as plain, serialisable data. One file a subcommand; renderers see only these.

pub mod assessment;
pub mod contacts;
pub mod due;
pub mod explain;
pub mod find;
pub mod protocol;
pub mod silence;
pub mod wording;
