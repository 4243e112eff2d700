//! A protocol's own tests: its cases run against its rules, which branches of its conditions they reach, and which changes
//! to its rules they notice.

pub mod bench;
mod compare;
pub mod coverage;
mod mutant;
pub mod mutate;
mod places;
mod reach;
mod variants;
mod worlds;

pub use bench::{Bench, Difference};
pub use coverage::{Coverage, Missed};
pub use mutate::{Change, Mutation};
