//! Forms in which other systems write cases, as data: `data/formats/<id>.json`.

mod columns;
pub(crate) mod dates;
pub(crate) mod library;
pub(crate) mod lint;
pub(crate) mod mapping;
pub(crate) mod propose;
pub(crate) mod raw;
pub(crate) mod recognise;
pub(crate) mod spells;
pub(crate) mod trial;
pub(crate) mod values;
pub(crate) mod write;
