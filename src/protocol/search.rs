//! Looks for words in protocols: in rules of every kind, the rows they cover, the directory, facts, events, forms and
//! silences.

use super::codes::codes;
use super::names::{NameKind, Names, singular};
use super::{Body, Protocol};
use crate::problem::nearest;

/// What can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The protocol it is in; none for words that protocols share.
    pub protocol: Option<String>,
    /// What it is: a kind of rule, `covered`, `fact`, `event`, `team`, `form`, `system` or `silence`.
    pub kind: &'static str,
    /// Its name, as `explain` takes it.
    pub id: String,
    /// Its clause, where it has one.
    pub clause: Option<String>,
    /// Its title or question.
    pub title: String,
    /// What it says.
    pub text: String,
    /// More to look in that is not shown: who, what to do, notes, readings.
    more: String,
}

/// The kind of a row that another rule covers.
const COVERED: &str = "covered";

/// Entries that hold every word, best first.
#[derive(Debug, Default)]
pub struct Hits {
    /// The entries.
    pub entries: Vec<Entry>,
    /// For a word that nothing holds at all: the nearest word that something does hold.
    pub nearest: Vec<(String, Option<String>)>,
    /// The words that were looked for in place of misspelt ones.
    pub instead: Option<String>,
    /// Entries hold most of the words, as none holds all.
    pub partly: bool,
}

/// What a word is worth, by where it stands.
mod weight {
    pub(super) const TITLE: u32 = 12;
    pub(super) const CLAUSE: u32 = 10;
    pub(super) const ID: u32 = 8;
    pub(super) const TEXT: u32 = 4;
    pub(super) const MORE: u32 = 2;
    /// Added when the word is the whole word, not only its beginning.
    pub(super) const WHOLE: u32 = 1;
    /// What people call so, and then the rules that rest on it.
    pub(super) const CALLED: u32 = 2000;
    pub(super) const RESTS_ON_CALLED: u32 = 1000;
    /// Added when every word is in the title.
    pub(super) const ALL_IN_TITLE: u32 = 8;
}

/// What some protocols hold, ready to be searched.
#[derive(Debug)]
pub struct Index<'p> {
    protocols: Vec<&'p Protocol>,
    entries: Vec<Entry>,
    fields: Vec<Indexed>,
}

impl<'p> Index<'p> {
    /// Reads all that these protocols hold.
    pub fn new(protocols: &[&'p Protocol]) -> Self {
        let entries = entries(protocols);
        let fields = entries.iter().map(Indexed::new).collect();
        Self { protocols: protocols.to_vec(), fields, entries }
    }

    /// Looks for entries that hold every word of `asked`, each at the beginning of a word, and for what people call so. When
    /// there is none, looks for the nearest words, then for entries that hold most of the words.
    pub fn search(&self, asked: &str) -> Hits {
        let wanted = words(asked);
        let hits = self.all_of(asked, &wanted);
        if !hits.entries.is_empty() {
            return hits;
        }
        let near = |word: &String| {
            let slip = hits.nearest.iter().find(|(strange, _)| strange == word);
            slip.map_or(Some(word.clone()), |(_, near)| near.clone())
        };
        let instead: Option<Vec<String>> = wanted.iter().map(near).collect();
        if let Some(instead) = instead.filter(|instead| *instead != wanted) {
            let asked = instead.join(" ");
            let found = self.all_of(&asked, &instead);
            if !found.entries.is_empty() {
                return Hits { nearest: hits.nearest, instead: Some(asked), ..found };
            }
        }
        let entries = self.most_of(&wanted);
        Hits { partly: !entries.is_empty(), entries, ..hits }
    }

    /// Entries that hold most of several words, and at least two of them, the most first.
    fn most_of(&self, wanted: &[String]) -> Vec<Entry> {
        let least = (wanted.len() / 2 + 1).max(2);
        let held = |fields: &Indexed| {
            let each = wanted.iter().filter_map(|word| fields.score(std::slice::from_ref(word)));
            each.fold((0, 0), |(count, score), worth| (count + 1, score + worth))
        };
        let mut ranked: Vec<((usize, u32), usize)> =
            self.fields.iter().map(held).enumerate().map(|(place, worth)| (worth, place)).collect();
        ranked.retain(|((count, _), _)| *count >= least);
        ranked.sort_by_key(|(worth, place)| (std::cmp::Reverse(*worth), *place));
        ranked.into_iter().map(|(_, place)| self.entries[place].clone()).collect()
    }

    /// Entries that hold every word, and those that people call so, which come first with the rules that rest on them.
    fn all_of(&self, asked: &str, wanted: &[String]) -> Hits {
        let mut scores: Vec<Option<u32>> = self.fields.iter().map(|fields| fields.score(wanted)).collect();
        lead_with_rules(&self.entries, &mut scores);
        self.add_called(asked, &mut scores);
        let mut ranked: Vec<(u32, usize)> =
            scores.into_iter().enumerate().filter_map(|(place, score)| Some((score?, place))).collect();
        ranked.sort_by_key(|(score, place)| (std::cmp::Reverse(*score), *place));
        let nearest = if ranked.is_empty() { self.slips(wanted) } else { Vec::new() };
        let entries = ranked.into_iter().map(|(_, place)| self.entries[place].clone()).collect();
        Hits { entries, nearest, ..Hits::default() }
    }

    /// Puts what people call so first, and after it the rules that rest on a fact of that name.
    fn add_called(&self, asked: &str, scores: &mut [Option<u32>]) {
        let kinds =
            [NameKind::Concern, NameKind::Fact, NameKind::Event, NameKind::Team, NameKind::Form, NameKind::System];
        for protocol in &self.protocols {
            for name in Names::new(protocol, &kinds).exact(asked) {
                let fact = match name.kind {
                    NameKind::Concern => protocol.vocabulary.concern(name.id).map(|concern| concern.fact),
                    NameKind::Fact => protocol.vocabulary.fact(name.id),
                    _ => None,
                };
                let id = fact.map_or(name.id, |fact| &protocol.vocabulary.fact_definition(fact).id);
                let readers = fact.map(|fact| protocol.readers[usize::from(fact.0)].as_slice()).unwrap_or_default();
                let readers: Vec<&str> = readers.iter().map(|index| protocol.rule(*index).id.as_str()).collect();
                for (entry, score) in self.entries.iter().zip(scores.iter_mut()) {
                    let own = entry.protocol.as_ref().is_none_or(|held| *held == protocol.id);
                    let worth = match () {
                        () if own && entry.id == id && entry.kind != COVERED => weight::CALLED,
                        () if own && readers.contains(&entry.id.as_str()) => weight::RESTS_ON_CALLED,
                        () => continue,
                    };
                    *score = Some(score.unwrap_or_default().max(worth));
                }
            }
        }
    }

    /// The words that nothing holds, each with the nearest that something does.
    fn slips(&self, wanted: &[String]) -> Vec<(String, Option<String>)> {
        let known: Vec<&str> = self.fields.iter().flat_map(Indexed::words).collect();
        let strange =
            wanted.iter().filter(|word| !known.iter().any(|held| begins(held, word) || begins(held, &singular(word))));
        strange
            .map(|word| {
                // Of short words nearly any is near.
                let near = (word.chars().count() > 3).then(|| nearest(word, known.iter().copied())).flatten();
                (word.clone(), near.map(str::to_owned))
            })
            .collect()
    }
}

/// A rule scores no less than the rows it covers; standing before them in the data, it then comes first.
fn lead_with_rules(entries: &[Entry], scores: &mut [Option<u32>]) {
    let mut start = 0;
    while start < entries.len() {
        let covered = entries[start + 1..].iter().take_while(|entry| entry.kind == COVERED).count();
        let best = scores[start..=start + covered].iter().flatten().max().copied();
        scores[start] = scores[start].and(best);
        start += covered + 1;
    }
}

#[derive(Debug)]
struct Indexed {
    fields: [(u32, Vec<String>); 5],
}

impl Indexed {
    fn new(entry: &Entry) -> Self {
        let clause = entry.clause.as_deref().unwrap_or_default();
        let id = format!("{} {}", entry.id, entry.protocol.as_deref().unwrap_or_default());
        Self {
            fields: [
                (weight::TITLE, words(&entry.title)),
                (weight::CLAUSE, words(clause)),
                (weight::ID, words(&id)),
                (weight::TEXT, words(&entry.text)),
                (weight::MORE, words(&entry.more)),
            ],
        }
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().flat_map(|(_, words)| words.iter().map(String::as_str))
    }

    /// `None` unless every word is somewhere.
    fn score(&self, wanted: &[String]) -> Option<u32> {
        let mut score = 0;
        let mut in_title = !wanted.is_empty();
        for word in wanted {
            let best = |(worth, held): &(u32, Vec<String>)| {
                let one = singular(word);
                let whole = held.contains(word) || held.contains(&one);
                (whole || held.iter().any(|held| begins(held, word) || begins(held, &one)))
                    .then(|| worth + u32::from(whole) * weight::WHOLE)
            };
            score += self.fields.iter().filter_map(best).max()?;
            in_title &= best(&self.fields[0]).is_some();
        }
        let score = score + u32::from(in_title) * weight::ALL_IN_TITLE;
        (!wanted.is_empty()).then_some(score)
    }
}

/// Whether a word begins with what was asked for. Figures must be whole, or end at a point: `6` is not `60`.
fn begins(held: &str, asked: &str) -> bool {
    let Some(rest) = held.strip_prefix(asked) else { return false };
    rest.is_empty()
        || !asked.ends_with(|letter: char| letter.is_ascii_digit())
        || !rest.starts_with(|letter: char| letter.is_ascii_digit())
}

/// The words of a text, small. A clause such as `6.2` is one word; `co-ordinator` is also `coordinator`.
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace('\u{2019}', "'");
    let mut found: Vec<String> = Vec::new();
    for group in text.split_whitespace() {
        let mut parts: Vec<&str> = Vec::new();
        for part in group.split(|letter: char| !(letter.is_alphanumeric() || letter == '.' || letter == '\'')) {
            let part = part.trim_matches(['.', '\'']);
            if !part.is_empty() {
                parts.push(part);
            }
        }
        match parts.as_slice() {
            [first, second] if group.contains('-') && first.chars().chain(second.chars()).all(char::is_alphabetic) => {
                found.push(format!("{first}{second}"));
            }
            _ => {}
        }
        found.extend(parts.into_iter().map(str::to_owned));
    }
    found
}

/// Everything that can be found, in the order of the data.
fn entries(protocols: &[&Protocol]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for protocol in protocols {
        add_rules(&mut entries, protocol);
        add_directory(&mut entries, protocol);
    }
    let shared_from = entries.len();
    for protocol in protocols {
        add_vocabulary(&mut entries, shared_from, protocol);
    }
    entries.extend(codes().map(|code| Entry {
        protocol: None,
        kind: "code",
        id: code.code.to_owned(),
        clause: None,
        title: format!("Code of protocol check: {}", code.code),
        text: code.about.to_owned(),
        more: code.remedy.to_owned(),
    }));
    entries
}

fn add_rules(entries: &mut Vec<Entry>, protocol: &Protocol) {
    for rule in &protocol.rules {
        let mut more: Vec<&str> = rule.note.iter().chain(&rule.reading).map(String::as_str).collect();
        more.extend(rule.other_readings.iter().map(|other| other.text.as_str()));
        more.extend(sentences(&rule.body));
        entries.push(Entry {
            protocol: Some(protocol.id.clone()),
            kind: rule.kind.word(),
            id: rule.id.clone(),
            clause: Some(rule.clause.clone()),
            title: rule.title.clone(),
            text: rule.text.clone(),
            more: more.join(" "),
        });
        entries.extend(rule.covers.iter().map(|row| Entry {
            protocol: Some(protocol.id.clone()),
            kind: COVERED,
            id: row.id.clone(),
            clause: Some(row.clause.clone()),
            title: row.title.clone(),
            text: row.text.clone(),
            more: String::new(),
        }));
    }
}

/// A rule's own sentences: who, what to do, why, the points.
fn sentences(body: &Body) -> Vec<&str> {
    match body {
        Body::Decision { points_for, points_against, .. } => {
            points_for.iter().chain(points_against).map(|(_, text)| text.as_str()).collect()
        }
        Body::Route(route) => vec![&route.who, &route.action],
        Body::Clock(clock) => vec![&clock.owner, &clock.action],
        Body::Escalation(escalation) => vec![&escalation.who, &escalation.action],
        Body::Duty { who, action, .. } => vec![who, action],
        Body::Consent { who, why, .. } => vec![who, why],
        Body::Level(_) | Body::Indicator { .. } | Body::Standing | Body::Directory(_) => Vec::new(),
    }
}

fn add_directory(entries: &mut Vec<Entry>, protocol: &Protocol) {
    let named = |kind: &'static str, id: &str, title: &str, note: Option<&String>| Entry {
        protocol: Some(protocol.id.clone()),
        kind,
        id: id.to_owned(),
        clause: None,
        title: title.to_owned(),
        text: note.cloned().unwrap_or_default(),
        more: String::new(),
    };
    for team in &protocol.teams {
        let values: Vec<&str> = team.contacts.iter().map(|contact| contact.value.as_str()).collect();
        let mut entry = named("team", &team.id, &team.title, team.note.as_ref());
        entry.clause = team.contacts.first().map(|contact| contact.clause.clone());
        if !values.is_empty() {
            entry.text = format!("{} {}", values.join("; "), entry.text).trim_end().to_owned();
        }
        entries.push(entry);
    }
    entries.extend(protocol.forms.iter().map(|form| named("form", &form.id, &form.title, form.note.as_ref())));
    entries
        .extend(protocol.systems.iter().map(|system| named("system", &system.id, &system.title, system.note.as_ref())));
    entries.extend(protocol.silences.iter().map(|silence| {
        let mut entry = named("silence", &silence.topic, "Not in the protocol", None);
        entry.text.clone_from(&silence.text);
        entry
    }));
}

/// Facts and events: those that protocols share, from `shared_from` on, only once.
fn add_vocabulary(entries: &mut Vec<Entry>, shared_from: usize, protocol: &Protocol) {
    let shared = |kind, id: &str, title: &str, text: String, more: String| Entry {
        protocol: None,
        kind,
        id: id.to_owned(),
        clause: None,
        title: title.to_owned(),
        text,
        more,
    };
    let mut own: Vec<Entry> = Vec::new();
    for fact in &protocol.vocabulary.facts {
        let text = fact.help.clone().or_else(|| fact.how.clone()).unwrap_or_default();
        own.push(shared("fact", &fact.id, &fact.question, text, fact.choices.join(" ")));
    }
    for event in &protocol.vocabulary.events {
        own.push(shared("event", &event.id, &event.title, String::new(), String::new()));
    }
    own.retain(|entry| !entries[shared_from..].contains(entry));
    entries.extend(own);
}

#[cfg(test)]
mod tests {
    use super::{begins, words};

    #[test]
    fn words_keep_clauses_whole_and_join_hyphens() {
        assert_eq!(words("See 6.2, the co-ordinator."), ["see", "6.2", "the", "coordinator", "co", "ordinator"]);
        assert_eq!(words("camden-6.2-cp-written-48h"), ["camden", "6.2", "cp", "written", "48h"]);
        assert_eq!(words("the child\u{2019}s (own) plan"), ["the", "child's", "own", "plan"]);
    }

    #[test]
    fn a_word_may_be_begun_and_a_figure_must_be_whole() {
        assert!(begins("remanded", "remand") && begins("6.2", "6.2") && begins("48h", "48") && begins("6.2.1", "6.2"));
        assert!(!begins("60", "6") && !begins("6.20", "6.2") && !begins("unremanded", "remand"));
    }
}
