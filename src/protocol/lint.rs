//! Named lints: faults that do not stop a protocol from loading.
