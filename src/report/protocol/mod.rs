//! The encoded protocols themselves: listed, shown whole, and checked.

mod check;
mod diff;
mod graph;
mod handbook;
mod list;
mod new;
mod show;
mod test;
mod test_page;

pub use check::CheckReport;
pub use diff::DiffReport;
pub use graph::{GraphReport, Language, is_shown};
pub use list::{ListReport, Listed, SchemasReport};
pub use new::NewReport;
pub use show::ShowReport;
pub use test::{TestReport, Tested};
