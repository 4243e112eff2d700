//! Instant, cited answers from youth-justice protocols.
//!
//! Data flows one way: `cli -> input -> domain -> report -> render`.
#![forbid(unsafe_code)]

pub mod calendar;
pub mod cli;
pub mod clock;
pub mod domain;
pub mod exit;
mod input;
mod interrupt;
mod parallel;
pub mod problem;
pub mod protocol;
mod quote;
pub mod render;
pub mod report;
pub mod shared_text;
pub mod store;
