//! Answers as plain, serialisable data. One file a subcommand; renderers see only these.

pub mod assessment;
mod assessment_page;
pub mod care;
pub mod case;
pub mod cases;
pub mod changes;
pub mod check;
pub mod check_summary;
pub mod closing;
pub mod contacts;
pub mod deadlines;
pub mod due;
pub mod explain;
pub mod find;
pub mod history;
pub mod missing;
pub mod next;
pub mod protocol;
pub mod route;
pub mod sections;
pub mod silence;
pub mod store;
pub mod threshold;
pub mod under;
pub mod urgent;
pub mod wording;
mod words;
