//! How much of a file from outside is taken. Nothing that a person or a council's system writes comes near.

/// The most columns of a table: what a spreadsheet has.
pub(crate) const MOST_COLUMNS: usize = 16_384;

/// The most bytes of a packed workbook.
pub(crate) const MOST_PACKED: u64 = 64 * 1024 * 1024;

/// The most bytes that a workbook may unpack to.
pub(crate) const MOST_UNPACKED: u64 = 512 * 1024 * 1024;

/// The most cells of an OpenDocument workbook, repeated ones written out.
pub(crate) const MOST_CELLS: u64 = 8 * 1024 * 1024;

/// The most elements of XML within one another.
pub(crate) const DEEPEST: usize = 32;

/// The most bytes of one child's element of XML, or of one JSON object.
pub(crate) const LONGEST_RECORD: usize = 1024 * 1024;

/// How many lines are looked at for a heading.
pub(crate) const LOOKED_AT: usize = 20;
