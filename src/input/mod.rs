//! Cases from outside the store: files and standard input, in whatever form they come.
#![allow(clippy::disallowed_methods, reason = "the room of files that the user names")]

pub(crate) mod ask;
pub(crate) mod cell;
pub(crate) mod csv_rows;
mod detect;
pub(crate) mod foreign;
pub(crate) mod format;
pub(crate) mod found;
pub(crate) mod heading;
pub(crate) mod joined;
pub(crate) mod json_rows;
pub(crate) mod json_values;
pub(crate) mod limits;
pub(crate) mod lines;
pub(crate) mod own_table;
pub(crate) mod packed;
pub(crate) mod sampled;
pub(crate) mod source;
pub(crate) mod table_reader;
pub(crate) mod text;
pub(crate) mod told;
pub(crate) mod workbook;
pub(crate) mod xml;
