//! The files of one protocol, as text. Nothing here opens a file: a folder is read in `cli`.

use super::spans::{self, Segment};
use chrono::NaiveDate;
use std::borrow::Cow;

/// The folder within a protocol's that holds its other editions, each in a folder of its own.
pub const EDITIONS: &str = "editions/";

/// The file of words, which every edition of a protocol shares: a case recorded under one edition must be readable
/// under the next.
pub const OWN_WORDS: &str = "vocabulary.json";

/// The files of one protocol, by name within its folder.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The folder's name, as the user knows it.
    pub name: String,
    /// The id that the protocol must have, where it was found by its folder's name.
    pub id: Option<String>,
    /// Whether it is built in.
    pub built_in: bool,
    /// What stands before the name of each file of this edition: empty, or `editions/2024/`.
    pub within: String,
    /// File name and text.
    pub files: Vec<(String, Cow<'static, str>)>,
    /// Files whose `$schema` names a file that is not there, where that was looked for.
    pub without_schema: Vec<String>,
}

impl Source {
    /// The text of one file.
    pub fn text(&self, file: &str) -> Option<&str> {
        self.files.iter().find(|(name, _)| name == file).map(|(_, text)| text.as_ref())
    }

    /// A file of this edition by the name that the whole folder knows it by.
    pub fn named(&self, file: &str) -> String {
        if file == OWN_WORDS { file.to_owned() } else { format!("{}{file}", self.within) }
    }

    /// Whether the folder holds more editions than one.
    pub fn has_editions(&self) -> bool {
        self.files.iter().any(|(name, _)| name.starts_with(EDITIONS))
    }

    /// Each edition: the folder itself, then those under `editions/`, which share its words.
    pub fn editions(&self) -> Vec<Self> {
        let own = |within: &str| -> Vec<(String, Cow<'static, str>)> {
            let of = |(name, text): &(String, Cow<'static, str>)| {
                let rest = name.strip_prefix(within)?;
                let shared = rest == OWN_WORDS && !within.is_empty();
                (!rest.contains('/') && !shared).then(|| (rest.to_owned(), text.clone()))
            };
            self.files.iter().filter_map(of).collect()
        };
        let mut folders: Vec<String> = Vec::new();
        for (name, _) in &self.files {
            let folder = name.strip_prefix(EDITIONS).and_then(|rest| rest.split_once('/'));
            let within = folder.map(|(folder, _)| format!("{EDITIONS}{folder}/"));
            folders.extend(within.filter(|within| !folders.contains(within)));
        }
        let edition = |within: String| {
            let mut files = own(&within);
            if !within.is_empty() {
                files.extend(self.files.iter().find(|(name, _)| name == OWN_WORDS).cloned());
            }
            let rest = |file: &String| Some(file.strip_prefix(&within)?.to_owned()).filter(|rest| !rest.contains('/'));
            let without_schema = self.without_schema.iter().filter_map(rest).collect();
            let (name, id) = (self.name.clone(), self.id.clone());
            Self { name, id, built_in: self.built_in, within, files, without_schema }
        };
        std::iter::once(String::new()).chain(folders).map(edition).collect()
    }

    /// The 1-based line and column of the value at the end of a way; where the way breaks off, of the name of the entry
    /// that lacks it.
    pub fn at(&self, file: &str, way: &[Segment<'_>]) -> Option<(usize, usize)> {
        let text = self.text(file)?;
        Some(spans::line_and_column(text, named(text, spans::find(text, way))))
    }

    /// The 1-based line and column of a field of the entry that has `id` as its own name; of the name itself where the
    /// entry has no such field. Of several versions of a rule, that which is in force from this day.
    pub fn place(&self, file: &str, id: &str, from: Option<NaiveDate>, way: &[Segment<'_>]) -> Option<(usize, usize)> {
        let text = self.text(file)?;
        let entries = spans::entries(text, id);
        let wanted = from.map(|from| format!("\"{from}\""));
        let is_from = |entry: &&usize| {
            let (offset, found) = spans::find_from(text, **entry, &[Segment::Key("in_force"), Segment::Key("from")]);
            wanted.as_ref().map_or(!found, |wanted| found && text[offset..].starts_with(wanted))
        };
        let entry = entries.iter().find(is_from).or(entries.first()).copied()?;
        let found = if way.is_empty() { (entry, false) } else { spans::find_from(text, entry, way) };
        Some(spans::line_and_column(text, named(text, found)))
    }

    /// The 1-based line and column of the first of these words within the entry that has `id` as its own name; of that
    /// name where none of them stands there.
    pub fn word(&self, file: &str, id: &str, words: &[&str]) -> Option<(usize, usize)> {
        let text = self.text(file)?;
        let entry = spans::entries(text, id).first().copied()?;
        let within = &text[entry..spans::end_of(text, entry)];
        let quoted = |word: &&&str| within.find(&format!("\"{word}\""));
        let found = words.iter().filter(|word| **word != id).find_map(|word| quoted(&word));
        let place = found.map_or_else(|| named(text, (entry, false)), |found| entry + found);
        Some(spans::line_and_column(text, place))
    }
}

/// The place itself where it was found, else that of the name of what lacks it.
fn named(text: &str, (offset, found): (usize, bool)) -> usize {
    let name = |key| Some(spans::find_from(text, offset, &[Segment::Key(key)])).filter(|(_, found)| *found);
    let named = if found { None } else { ["id", "topic", "code"].into_iter().find_map(name) };
    named.map_or(offset, |(offset, _)| offset)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Segment, Source};

    fn source() -> Source {
        let file = |name: &str, text: &'static str| (name.to_owned(), text.into());
        let files = vec![
            file("levels.json", "{\"rules\": [\n {\"id\": \"a\", \"to\": [\"x\"]}]}"),
            file("vocabulary.json", "{}"),
            file("editions/2024/levels.json", "{}"),
            file("editions/2025/levels.json", "{}"),
            file("editions/2025/protocol.json", "{}"),
        ];
        Source { name: "here".into(), files, ..Source::default() }
    }

    #[test]
    fn editions_share_the_words_and_nothing_else() {
        let editions = source().editions();
        let names: Vec<&str> = editions.iter().map(|edition| edition.within.as_str()).collect();
        assert_eq!(names, ["", "editions/2024/", "editions/2025/"]);
        assert_eq!(editions[0].files.len(), 2);
        assert!(editions[1].text("vocabulary.json").is_some() && editions[1].text("protocol.json").is_none());
        assert_eq!(editions[2].named("levels.json"), "editions/2025/levels.json");
        assert_eq!(editions[2].named("vocabulary.json"), "vocabulary.json");
    }

    #[test]
    fn a_field_has_a_place_and_what_is_not_there_has_that_of_its_entry() {
        let source = source();
        let to = [Segment::Key("to"), Segment::Item(0)];
        assert_eq!(source.place("levels.json", "a", None, &to), Some((2, 21)));
        assert_eq!(source.place("levels.json", "a", None, &[Segment::Key("by")]), Some((2, 9)));
        assert_eq!(source.place("levels.json", "b", None, &[]), None);
        assert_eq!(source.at("levels.json", &[Segment::Key("rules"), Segment::Item(0)]), Some((2, 2)));
    }
}
