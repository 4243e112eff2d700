//! The `yjs` command: see the library.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    yjs::cli::run()
}
