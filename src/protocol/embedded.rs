//! The protocols that are built in. Only the one asked for is loaded.

use super::load::Source;
use super::raw;
use std::borrow::Cow;
use std::sync::OnceLock;

/// The common vocabulary.
pub const VOCABULARY: &str = include_str!("../../data/vocabulary.json");

/// The common vocabulary, read once for all protocols.
pub(super) fn vocabulary() -> Option<&'static raw::Vocabulary<'static>> {
    static READ: OnceLock<Option<raw::Vocabulary<'static>>> = OnceLock::new();
    READ.get_or_init(|| serde_json::from_str(VOCABULARY).ok()).as_ref()
}

macro_rules! folder {
    ($id:literal $(, $more:literal)*) => {
        folder!($id: "protocol.json", "levels.json", "decisions.json", "routes.json", "clocks.json",
            "escalations.json", "duties.json", "consent.json", "standing.json", "directory.json", "checks.json"
            $(, $more)*)
    };
    ($id:literal: $($file:literal),*) => {
        ($id, &[$(($file, include_str!(concat!("../../data/protocols/", $id, "/", $file)))),*])
    };
}

type Folder = (&'static str, &'static [(&'static str, &'static str)]);

const FOLDERS: [Folder; 2] = [folder!("camden"), folder!("tower_hamlets", "vocabulary.json")];

/// The ids of the built-in protocols.
pub fn ids() -> impl Iterator<Item = &'static str> {
    FOLDERS.iter().map(|(id, _)| *id)
}

macro_rules! trials {
    ($($id:literal),*) => {
        [$(($id, include_str!(concat!("../../data/protocols/", $id, "/tests.json")))),*]
    };
}

/// The protocols' own tests, apart from the rest: no other command reads them.
const TRIALS: [(&str, &str); 2] = trials!("camden", "tower_hamlets");

/// The tests that a built-in protocol carries.
pub fn trials(id: &str) -> Option<&'static str> {
    TRIALS.iter().find(|(held, _)| *held == id).map(|(_, text)| *text)
}

/// The files of a built-in protocol.
pub fn source(id: &str) -> Option<Source> {
    let (name, files) = FOLDERS.iter().find(|(held, _)| *held == id)?;
    let files = files.iter().map(|(file, text)| ((*file).to_owned(), Cow::Borrowed(*text))).collect();
    Some(Source { name: (*name).to_owned(), files, built_in: true, ..Source::default() })
}
