//! The files of a protocol, and the places of names in them.

use std::borrow::Cow;

/// The files of one protocol, by name within its folder.
#[derive(Debug, Clone)]
pub struct Source {
    /// The folder's name.
    pub name: String,
    /// File name and text.
    pub files: Vec<(String, Cow<'static, str>)>,
}

impl Source {
    /// The text of one file.
    pub fn text(&self, file: &str) -> Option<&str> {
        self.files.iter().find(|(name, _)| name == file).map(|(_, text)| text.as_ref())
    }

    /// The 1-based line and column of a name in a file: of the faulty word within the entry called `id` when that is
    /// found there, else of the entry's own name.
    pub fn place(&self, file: &str, id: &str, culprits: &[&str]) -> Option<(usize, usize)> {
        let text = self.text(file)?;
        let start = declared(text, id).or_else(|| text.find(&format!("\"{id}\"")).filter(|_| !id.is_empty()))?;
        let entry = &text[start..];
        let end = ENTRY_KEYS.iter().filter_map(|key| entry.find(key)).min().unwrap_or(entry.len());
        let within =
            culprits.iter().filter(|word| **word != id).find_map(|word| entry[..end].find(&format!("\"{word}\"")));
        let offset = start + within.unwrap_or(0);
        let before = &text[..offset];
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Some((before.matches('\n').count() + 1, column))
    }
}

/// What begins an entry of a file: its own name.
const ENTRY_KEYS: [&str; 2] = ["\"id\":", "\"topic\":"];

/// Where an entry gives `id` as its own name, not merely mentions it.
fn declared(text: &str, id: &str) -> Option<usize> {
    let quoted = format!("\"{id}\"");
    text.match_indices(&quoted).map(|(offset, _)| offset).find(|offset| {
        let before = text[..*offset].trim_end();
        ENTRY_KEYS.iter().any(|key| before.ends_with(key))
    })
}
