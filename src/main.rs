//! The `yjs` command: see the library.
fn main() {}
