//! Every case of a file, or of the files of one return, held until the last one is found sound.

use crate::input::ask::Ask;
use crate::input::foreign::{groups, read_joined, read_one};
use crate::input::format::library::Formats;
use crate::input::found::Found;
use crate::input::source::{Taker, name_of};
use crate::input::told::Told;
use crate::problem::Problem;
use crate::store::Meter;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Reads every case of files, or of standard input for `-`, with what stands where a case should. Several files are of one
/// return.
///
/// # Errors
/// When a file itself cannot be read to its end, or there is no case.
pub(super) fn cases(
    paths: &[String],
    ask: &Ask,
    formats: &Formats,
    meter: &Meter,
) -> Result<(Vec<Found>, Vec<Told>), Problem> {
    let bytes = Arc::default();
    let mut rows = Rows { found: Vec::new(), file: None, bytes: Arc::clone(&bytes), told: 0, meter };
    let mut told = Vec::new();
    for group in groups(paths, ask, formats)? {
        rows.file = Some(group.join(", ").into()).filter(|_| paths.len() > 1);
        match group.as_slice() {
            [path] => told.extend(read_one(path, None, ask, formats, &bytes, &mut rows)?),
            group => told.push(read_joined(group, ask, formats, &bytes, &mut rows)?),
        }
    }
    if rows.found.is_empty() {
        let names: Vec<&str> = paths.iter().map(|path| name_of(path)).collect();
        return Err(Problem::input("there is no case in it").file(names.join(", ")));
    }
    Ok((rows.found, told))
}

/// The length of a file; 0 for standard input and whatever else has none.
pub(super) fn length(path: &str) -> u64 {
    std::fs::metadata(path).ok().filter(|file| file.is_file()).map_or(0, |file| file.len())
}

struct Rows<'m> {
    found: Vec<Found>,
    /// The file that is being read, where there are several.
    file: Option<Arc<str>>,
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

    fn take(&mut self, mut found: Found) -> ControlFlow<()> {
        if found.file.is_none() {
            found.file.clone_from(&self.file);
        }
        self.found.push(found);
        let read = self.bytes.load(Ordering::Relaxed);
        self.meter.add(read - self.told);
        self.told = read;
        ControlFlow::Continue(())
    }
}
