//! Every case of a file, held until the last one is found sound.

use crate::cli::cases_source::{Found, Taker, name_of, read_cases};
use crate::problem::Problem;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Reads every case of a file, or of standard input for `-`, with what stands where a case should.
///
/// # Errors
/// When the file itself cannot be read to its end, or holds no case.
pub(super) fn cases(path: &str) -> Result<Vec<Found>, Problem> {
    let mut rows = Rows(Vec::new());
    read_cases(path, None, &Arc::default(), &mut rows)?;
    if rows.0.is_empty() {
        return Err(Problem::input("there is no case in it").file(name_of(path)));
    }
    Ok(rows.0)
}

struct Rows(Vec<Found>);

impl Taker for Rows {
    // A column that the protocol does not have is a fault of each case that has a value in it.
    fn wants_column(&mut self, _: usize, _: &str) -> bool {
        true
    }

    fn take(&mut self, found: Found) -> ControlFlow<()> {
        self.0.push(found);
        ControlFlow::Continue(())
    }
}
