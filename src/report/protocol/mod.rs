//! The encoded protocols themselves: listed, shown whole, and checked.

mod check;
mod list;
mod show;

pub use check::CheckReport;
pub use list::{ListReport, Listed, SchemasReport};
pub use show::ShowReport;
