//! Answers as plain, serialisable data. One file a subcommand; renderers see only these.

pub mod assessment;
mod assessment_page;
pub mod case;
pub mod cases;
pub mod changes;
pub mod closing;
pub mod deadlines;
pub mod due;
pub mod missing;
pub mod route;
pub mod sections;
pub mod silence;
pub mod store;
pub mod threshold;
pub mod urgent;
mod words;
