//! What a name means: a rule with its clause and where it is used, or a fact, an event, a team, a form, an outcome, a
//! silence or a code of `yjs check` or `protocol check`. The contract `yjs.explain/1`.

mod check;
mod clause;
mod digest;
mod links;
mod rule;
mod rule_page;
mod words;
mod words_page;

use crate::protocol::Protocol;
use crate::protocol::codes::codes;
use crate::protocol::names::Names;
use crate::render::{Page, Report};
use crate::report::named::EVERY_KIND;
use serde::Serialize;

pub use check::CheckEntry;
pub use clause::ClauseEntry;
pub(in crate::report) use digest::{digest, sentence};
pub use links::Link;
pub use rule::RuleEntry;
pub use words::{CodeEntry, EventEntry, FactEntry, NamedEntry, SilenceEntry, TeamEntry, ThingEntry};

/// The answer of `yjs explain`. One name can mean several things, each an entry.
#[derive(Debug, Serialize)]
pub struct ExplainReport {
    schema: &'static str,
    asked: String,
    entries: Vec<Entry>,
}

/// One thing that a name means.
#[derive(Debug, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Entry {
    /// A rule, found by its own id or by that of a row it covers.
    Rule(Box<RuleEntry>),
    /// A fact.
    Fact(FactEntry),
    /// An event.
    Event(EventEntry),
    /// A concern that a route can start from.
    Concern(NamedEntry),
    /// A candidate outcome.
    Outcome(NamedEntry),
    /// A team.
    Team(TeamEntry),
    /// A form or document.
    Form(ThingEntry),
    /// A record system.
    System(ThingEntry),
    /// What a protocol leaves out.
    Silence(SilenceEntry),
    /// A code of `yjs check`.
    Check(CheckEntry),
    /// A code of `protocol check`.
    Code(CodeEntry),
    /// A clause.
    Clause(ClauseEntry),
}

impl ExplainReport {
    /// Everything that `asked` means in these protocols; `None` when it means nothing.
    pub fn find(asked: &str, protocols: &[&Protocol]) -> Option<Self> {
        let mut entries: Vec<Entry> = Vec::new();
        for protocol in protocols {
            entries.extend(RuleEntry::find(protocol, asked).map(|rule| Entry::Rule(Box::new(rule))));
        }
        entries.extend(FactEntry::find(protocols, asked).map(Entry::Fact));
        entries.extend(EventEntry::find(protocols, asked).map(Entry::Event));
        entries.extend(NamedEntry::concern(protocols, asked).map(Entry::Concern));
        entries.extend(NamedEntry::outcome(protocols, asked).map(Entry::Outcome));
        for protocol in protocols {
            entries.extend(TeamEntry::find(protocol, asked).map(Entry::Team));
            entries.extend(ThingEntry::form(protocol, asked).map(Entry::Form));
            entries.extend(ThingEntry::system(protocol, asked).map(Entry::System));
            entries.extend(SilenceEntry::find(protocol, asked).map(Entry::Silence));
        }
        entries.extend(CheckEntry::find(protocols, asked).into_iter().map(Entry::Check));
        entries.extend(codes().find(|code| code.code == asked).map(|code| Entry::Code(CodeEntry::new(code))));
        Self::of(asked, entries)
    }

    /// The rules of a clause such as `6.2`, in each protocol that has it; `None` when none has.
    pub fn clause(asked: &str, protocols: &[&Protocol]) -> Option<Self> {
        let entries = protocols.iter().filter_map(|protocol| ClauseEntry::find(protocol, asked)).map(Entry::Clause);
        Self::of(asked, entries.collect())
    }

    /// Everything that people call so; `None` when nothing is.
    pub fn called(asked: &str, protocols: &[&Protocol]) -> Option<Self> {
        let mut ids: Vec<&str> = Vec::new();
        for protocol in protocols {
            for name in Names::new(protocol, &EVERY_KIND).exact(asked) {
                if !ids.contains(&name.id) {
                    ids.push(name.id);
                }
            }
        }
        let found = ids.into_iter().filter_map(|id| Self::find(id, protocols));
        Self::of(asked, found.flat_map(|report| report.entries).collect())
    }

    fn of(asked: &str, entries: Vec<Entry>) -> Option<Self> {
        (!entries.is_empty()).then(|| Self { schema: "yjs.explain/1", asked: asked.to_owned(), entries })
    }

    /// Every name that can be explained, for suggestions.
    pub fn names<'a>(protocols: &[&'a Protocol]) -> Vec<&'a str> {
        let mut names: Vec<&str> = Vec::new();
        for protocol in protocols {
            for rule in &protocol.rules {
                names.push(&rule.id);
                names.extend(rule.covers.iter().map(|row| row.id.as_str()));
            }
            let vocabulary = &protocol.vocabulary;
            names.extend(vocabulary.facts.iter().map(|fact| fact.id.as_str()));
            names.extend(vocabulary.events.iter().map(|event| event.id.as_str()));
            names.extend(vocabulary.concerns.iter().map(|concern| concern.id.as_str()));
            names.extend(vocabulary.outcomes.iter().map(|(id, _)| id.as_str()));
            names.extend(protocol.teams.iter().map(|team| team.id.as_str()));
            names.extend(protocol.forms.iter().chain(&protocol.systems).map(|form| form.id.as_str()));
            names.extend(protocol.silences.iter().map(|silence| silence.topic.as_str()));
        }
        names.extend(CheckEntry::codes(protocols));
        names.extend(codes().map(|code| code.code));
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl Report for ExplainReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        for entry in &self.entries {
            match entry {
                Entry::Rule(rule) => rule.add_to(&mut page),
                Entry::Fact(fact) => fact.add_to(&mut page),
                Entry::Event(event) => event.add_to(&mut page),
                Entry::Concern(named) => named.add_to("Concern", &mut page),
                Entry::Outcome(named) => named.add_to("Outcome", &mut page),
                Entry::Team(team) => team.add_to(&mut page),
                Entry::Form(form) => form.add_to("Form or document", &mut page),
                Entry::System(system) => system.add_to("Record system", &mut page),
                Entry::Silence(silence) => silence.add_to(&mut page),
                Entry::Check(check) => check.add_to(&mut page),
                Entry::Code(code) => code.add_to(&mut page),
                Entry::Clause(clause) => clause.add_to(&mut page),
            }
        }
        page
    }
}
