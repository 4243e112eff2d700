//! The calendar: London time, working days, amounts of time, and dates as people write them.
//!
//! Everything here is pure. The present time arrives as an argument (only [`crate::clock`] reads it), and bank holidays
//! arrive as [`BankHolidays`], which knows up to which date they have been published.
//!
//! The rules, in short: hours are elapsed hours; working days are Monday to Friday less the bank holidays of England and
//! Wales, and the day of the event is day zero; days, weeks, months and years are calendar time and are never rolled
//! forward; a local time that happens twice means the earlier of the two.

pub mod bank_holidays;
pub mod london;
mod moment;
mod own_holidays;
pub mod span;
mod spoken;
pub mod when;
pub mod working_days;
mod written;

pub use bank_holidays::{BankHolidays, Holiday};
pub use moment::{Anchor, Due, Moment, When};
pub use span::{Amount, Reckoning, Unit, add};
pub use when::{Tense, Typed, parse_when, read_when};
pub use working_days::Skipped;
pub(crate) use written::parse_time;
pub use written::{FIRST_YEAR, LAST_YEAR, parse_date, parse_instant_or_local};
