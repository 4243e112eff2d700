//! Every case of a file, held until the last one is found sound.

use crate::input::source::{Found, Taker, name_of, read_cases};
use crate::problem::Problem;
use crate::store::Meter;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Reads every case of a file, or of standard input for `-`, with what stands where a case should.
///
/// # Errors
/// When the file itself cannot be read to its end, or holds no case.
pub(super) fn cases(path: &str, meter: &Meter) -> Result<Vec<Found>, Problem> {
    let bytes = Arc::default();
    let mut rows = Rows { found: Vec::new(), bytes: Arc::clone(&bytes), told: 0, meter };
    read_cases(path, None, &bytes, &mut rows)?;
    if rows.found.is_empty() {
        return Err(Problem::input("there is no case in it").file(name_of(path)));
    }
    Ok(rows.found)
}

/// The length of a file; 0 for standard input and whatever else has none.
pub(super) fn length(path: &str) -> u64 {
    std::fs::metadata(path).ok().filter(|file| file.is_file()).map_or(0, |file| file.len())
}

struct Rows<'m> {
    found: Vec<Found>,
    /// Read so far.
    bytes: Arc<AtomicU64>,
    /// Of these, what the meter knows of.
    told: u64,
    meter: &'m Meter,
}

impl Taker for Rows<'_> {
    // A column that the protocol does not have is a fault of each case that has a value in it.
    fn wants_column(&mut self, _: usize, _: &str) -> bool {
        true
    }

    fn take(&mut self, found: Found) -> ControlFlow<()> {
        self.found.push(found);
        let read = self.bytes.load(Ordering::Relaxed);
        self.meter.add(read - self.told);
        self.told = read;
        ControlFlow::Continue(())
    }
}
