//! The conversation, in a real pseudo-terminal. (Unix only: there the terminal is one.)
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test runs the program on its own files")]

#[path = "terminal/after.rs"]
mod after;
#[path = "terminal/kept.rs"]
mod kept;
#[path = "terminal/keys.rs"]
mod keys;
#[path = "terminal/lines.rs"]
mod lines;
#[path = "terminal/pages.rs"]
mod pages;
#[path = "terminal/shortest.rs"]
mod shortest;
#[path = "terminal/talk.rs"]
mod talk;
