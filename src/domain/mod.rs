//! The pure core: what a case and a protocol, at a given time, mean. No I/O, no clock.

pub mod case;
