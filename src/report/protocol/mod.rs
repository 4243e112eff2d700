//! The encoded protocols themselves: listed, shown whole, and checked.

mod check;
mod list;
mod show;
mod test;
mod test_page;

pub use check::CheckReport;
pub use list::{ListReport, Listed, SchemasReport};
pub use show::ShowReport;
pub use test::{TestReport, Tested};
