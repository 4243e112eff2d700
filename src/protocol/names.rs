//! Finds the things of a protocol by the words that practitioners use: whatever the case, the plural, the hyphen or the
//! order of the words, and by the synonyms that the data keeps. A misspelt word is never taken for another here.

use super::Protocol;
use super::load::Source;
use crate::problem::{distance, nearest};

/// What a name can be of, the first to be preferred where one wording fits several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// A concern that a route can start from.
    Concern,
    /// A fact.
    Fact,
    /// A team.
    Team,
    /// A form or document.
    Form,
    /// A record system.
    System,
    /// An event.
    Event,
    /// An outcome of a decision.
    Outcome,
    /// A rule.
    Rule,
}

/// One thing that a wording names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name<'p> {
    /// What it is.
    pub kind: NameKind,
    /// Its fixed name.
    pub id: &'p str,
    /// Its words.
    pub title: &'p str,
}

/// What a protocol says nothing about, with the nearest things that it has.
#[derive(Debug, Clone)]
pub struct NotCovered {
    /// Its words.
    pub title: String,
    /// How else people call it.
    pub synonyms: Vec<String>,
    /// Names of the nearest things, the nearest first.
    pub nearest: Vec<String>,
}

impl NotCovered {
    /// Returns true when the words ask for it.
    pub fn is_asked(&self, asked: &str) -> bool {
        let wanted = [Wording::new(asked), Wording::without_people(asked)];
        let held = self.synonyms.iter().chain([&self.title]).map(|text| Wording::new(text));
        held.into_iter().any(|held| wanted.iter().any(|wanted| held.means(wanted)))
    }
}

/// Every wording of a protocol's things.
#[derive(Debug)]
pub struct Names<'p> {
    entries: Vec<Entry<'p>>,
}

#[derive(Debug)]
struct Entry<'p> {
    name: Name<'p>,
    texts: Vec<&'p str>,
}

impl<'p> Names<'p> {
    /// Gathers the names of these kinds.
    pub fn new(protocol: &'p Protocol, kinds: &[NameKind]) -> Self {
        let mut all: Vec<Entry<'p>> = Vec::new();
        let vocabulary = &protocol.vocabulary;
        for concern in &vocabulary.concerns {
            let texts = texts(&concern.title, &concern.synonyms);
            all.push(Entry::new(NameKind::Concern, &concern.id, &concern.title, texts));
        }
        for (place, fact) in vocabulary.facts.iter().enumerate() {
            let title = fact.label.as_ref().unwrap_or(&fact.question);
            let mut texts = texts(title, &fact.synonyms);
            // What a concern is called, the fact behind it is called too.
            for concern in vocabulary.concerns.iter().filter(|concern| usize::from(concern.fact.0) == place) {
                texts.extend(concern.synonyms.iter().map(String::as_str));
            }
            all.push(Entry::new(NameKind::Fact, &fact.id, title, texts));
        }
        for team in &protocol.teams {
            all.push(Entry::new(NameKind::Team, &team.id, &team.title, texts(&team.title, &team.synonyms)));
        }
        for (kind, things) in [(NameKind::Form, &protocol.forms), (NameKind::System, &protocol.systems)] {
            for thing in things {
                all.push(Entry::new(kind, &thing.id, &thing.title, texts(&thing.title, &thing.synonyms)));
            }
        }
        for event in &vocabulary.events {
            all.push(Entry::new(NameKind::Event, &event.id, &event.title, texts(&event.title, &event.synonyms)));
        }
        for (id, title) in &vocabulary.outcomes {
            all.push(Entry::new(NameKind::Outcome, id, title, vec![title]));
        }
        for rule in &protocol.rules {
            all.push(Entry::new(NameKind::Rule, &rule.id, &rule.title, vec![&rule.title]));
        }
        all.retain(|entry| kinds.contains(&entry.name.kind));
        Self { entries: all }
    }

    /// Everything that these words name, the preferred kind first; empty when they name nothing.
    ///
    /// The words must be all of a name, and nothing more: the fixed name, the title, a short title, or a synonym. Words
    /// about the child, such as "the boy" in "the boy ran off", may be left out.
    pub fn exact(&self, asked: &str) -> Vec<Name<'p>> {
        let by_id: Vec<Name<'p>> =
            self.entries.iter().filter(|entry| entry.name.id == asked).map(|entry| entry.name).collect();
        if !by_id.is_empty() {
            return by_id;
        }
        for wanted in [Wording::new(asked), Wording::without_people(asked)] {
            let found: Vec<Name<'p>> =
                self.entries.iter().filter(|entry| entry.means(&wanted)).map(|entry| entry.name).collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Everything whose names hold each of these words.
    pub fn holding(&self, asked: &str) -> Vec<Name<'p>> {
        let wanted = Wording::without_people(asked);
        let holds = |entry: &&Entry<'p>| entry.wordings().any(|held| held.holds(&wanted));
        self.entries.iter().filter(holds).map(|entry| entry.name).collect()
    }

    /// The names that are nearest to a misspelt one: those that are equally near, each once.
    pub fn nearest(&self, asked: &str) -> Vec<Name<'p>> {
        let asked = asked.to_lowercase();
        let texts = || self.entries.iter().flat_map(Entry::all_texts);
        let lower: Vec<String> = texts().map(|text| text.to_lowercase().replace('_', " ")).collect();
        let plain = asked.replace(['_', '-'], " ");
        let Some(near) = nearest(&plain, lower.iter().map(String::as_str)) else { return Vec::new() };
        let wanted = distance(&plain, near);
        let mut found: Vec<Name<'p>> = Vec::new();
        for entry in &self.entries {
            let close = entry.all_texts().map(|text| text.to_lowercase().replace('_', " ")).any(|text| {
                text == near || distance(&plain, &text) == wanted && nearest(&plain, [text.as_str()]).is_some()
            });
            if close && !found.iter().any(|held| held.id == entry.name.id) {
                found.push(entry.name);
            }
        }
        found
    }
}

impl<'p> Entry<'p> {
    fn new(kind: NameKind, id: &'p str, title: &'p str, texts: Vec<&'p str>) -> Self {
        Self { name: Name { kind, id, title }, texts }
    }

    fn all_texts(&self) -> impl Iterator<Item = &'p str> {
        std::iter::once(self.name.id).chain(self.texts.iter().copied())
    }

    fn wordings(&self) -> impl Iterator<Item = Wording> {
        self.all_texts().map(Wording::new)
    }

    fn means(&self, wanted: &Wording) -> bool {
        self.wordings().any(|held| held.means(wanted))
    }
}

fn texts<'p>(title: &'p str, synonyms: &'p [String]) -> Vec<&'p str> {
    std::iter::once(title).chain(synonyms.iter().map(String::as_str)).collect()
}

/// Returns true when two wordings are the same words.
pub fn same(one: &str, other: &str) -> bool {
    Wording::new(one).means(&Wording::new(other))
}

/// What a protocol is called, read from its `protocol.json` alone; `None` when that cannot be read.
pub fn of_protocol(source: &Source) -> Option<Vec<String>> {
    #[derive(serde::Deserialize)]
    struct Head {
        name: String,
        short: Option<String>,
        #[serde(default)]
        synonyms: Vec<String>,
    }
    let (_, text) = source.files.iter().find(|(file, _)| file == "protocol.json")?;
    let head: Head = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    Some(std::iter::once(head.name).chain(head.short).chain(head.synonyms).collect())
}

/// Words that join others, and change nothing about what is asked for.
const LITTLE: [&str; 24] = [
    "a", "an", "and", "are", "at", "be", "been", "by", "for", "from", "has", "have", "in", "into", "is", "of", "on",
    "or", "the", "to", "was", "were", "who", "with",
];

/// Words about whom it is, and that somebody is concerned: they are in every question.
const PEOPLE: [&str; 22] = [
    "about",
    "boy",
    "child",
    "children",
    "concern",
    "concerned",
    "girl",
    "he",
    "her",
    "him",
    "his",
    "i",
    "kid",
    "my",
    "person",
    "she",
    "their",
    "they",
    "worried",
    "worry",
    "year-old",
    "young",
];

/// A wording as it is compared: its words without plurals, whatever their order, and all of them run together.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wording {
    words: Vec<String>,
    joined: String,
}

impl Wording {
    /// Reads a wording.
    pub(crate) fn new(text: &str) -> Self {
        Self::of(text, |_| true)
    }

    /// Reads a wording without the words about whom it is; the whole of it when nothing else is there.
    fn without_people(text: &str) -> Self {
        let held = Self::of(text, |word| !PEOPLE.contains(&word));
        if held.words.is_empty() { Self::new(text) } else { held }
    }

    fn of(text: &str, keep: impl Fn(&str) -> bool) -> Self {
        let text = text.to_lowercase().replace("\u{2019}s", "").replace("'s", "");
        let mut words: Vec<String> = text
            .split(|letter: char| !(letter.is_alphanumeric() || letter == '.'))
            .map(|word| word.trim_matches('.'))
            .filter(|word| !word.is_empty() && !LITTLE.contains(word) && keep(word))
            .map(singular)
            .collect();
        let joined = words.concat();
        words.sort();
        words.dedup();
        Self { words, joined }
    }

    /// Returns true when both are the same words.
    pub(crate) fn means(&self, other: &Self) -> bool {
        !self.words.is_empty() && (self.words == other.words || self.joined == other.joined)
    }

    /// Returns true when it has each word of the other.
    fn holds(&self, other: &Self) -> bool {
        !other.words.is_empty() && other.words.iter().all(|word| self.words.contains(word))
    }
}

/// A word without the ending of its plural.
pub(crate) fn singular(word: &str) -> String {
    let count = word.chars().count();
    let stem = |ending: &str, instead: &str| word.strip_suffix(ending).map(|stem| format!("{stem}{instead}"));
    let plural = match word {
        _ if count <= 3
            || !word.ends_with('s')
            || word.ends_with("ss")
            || word.ends_with("us")
            || word.ends_with("is") =>
        {
            None
        }
        _ if word.ends_with("ies") && count > 4 => stem("ies", "y"),
        _ if ["sses", "xes", "ches", "shes"].iter().any(|ending| word.ends_with(ending)) => stem("es", ""),
        _ => stem("s", ""),
    };
    plural.unwrap_or_else(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Wording, singular};

    fn same(one: &str, other: &str) -> bool {
        Wording::new(one).means(&Wording::new(other))
    }

    #[test]
    fn case_plural_hyphen_and_order_change_nothing() {
        for (one, other) in [
            ("County lines", "lines COUNTY"),
            ("self-harm", "Self harms"),
            ("selfharm", "self-harm"),
            ("e-CAF", "ecaf"),
            ("e_caf", "e-CAFs"),
            ("gangs", "gang"),
            ("child's plan", "child plan"),
            ("in the police station", "police stations"),
        ] {
            assert!(same(one, other), "{one} / {other}");
        }
        for (one, other) in [("cse", "cce"), ("hsb", "cse"), ("6.2", "6"), ("care", "carer"), ("", "the")] {
            assert!(!same(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn only_plurals_lose_their_ending() {
        for (plural, one) in [("knives", "knive"), ("agencies", "agency"), ("boxes", "box"), ("abuses", "abuse")] {
            assert_eq!(singular(plural), one);
        }
        for word in ["abuse", "illness", "status", "crisis", "gas", "yjs", "iss"] {
            assert_eq!(singular(word), word);
        }
    }
}
