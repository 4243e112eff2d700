//! The pure core: what a case and a protocol, at a given time, mean. No I/O, no clock.

pub mod agenda;
pub mod assess;
pub mod case;
pub mod check;
pub mod closing;
pub mod condition;
pub mod deadline;
pub mod derive;
pub mod difference;
pub mod fact;
pub mod gaps;
pub mod interview;
pub mod level;
pub mod missing;
pub mod missing_check;
pub mod pairs;
pub mod plan;
pub mod same_date;
pub mod scan;
pub mod situation;
pub mod trial;
pub mod truth;
pub mod view;
pub mod waiver;
pub mod working;
