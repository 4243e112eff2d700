//! Completions that know the store and the protocols: references, workers, rules, facts, events, concerns and teams.
//!
//! The shell starts yjs with `YJS_COMPLETE` and the words so far. Nothing is proved and nothing is written: a completion is
//! a suggestion, and the command that follows looks for itself.

use super::Global;
use super::context::Context;
use super::settings::{Setting, Settings};
use crate::protocol::Protocol;
use crate::store::suggest;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, ValueCompleter};
use clap_complete::env::CompleteEnv;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// The variable by which a shell asks for completions.
pub(super) const VARIABLE: &str = "YJS_COMPLETE";

/// The most suggestions that are of any use.
const MOST: usize = 100;

/// Answers a shell that asks for completions; `None` when no shell does.
pub(super) fn answer() -> Option<ExitCode> {
    std::env::var_os(VARIABLE).filter(|shell| !shell.is_empty() && shell != "0")?;
    let here = std::env::current_dir().ok();
    // Of the words after `--` the first is the program's own name, as it is on any command line.
    let words: Vec<OsString> = std::env::args_os().skip_while(|word| word != "--").skip(1).collect();
    let tree = || with_candidates(super::parse::described(&words));
    let done = CompleteEnv::with_factory(tree).var(VARIABLE).completer("yjs");
    match done.try_complete(std::env::args_os(), here.as_deref()) {
        Ok(true) => Some(ExitCode::SUCCESS),
        Ok(false) => None,
        Err(_) => Some(ExitCode::from(2)),
    }
}

/// What can stand for a value.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Reference,
    ReferenceOrWorker,
    Worker,
    Event,
    Fact,
    Concern,
    Rule,
    Team,
    Protocol,
    Topic,
}

/// Adds to each argument of the tree what can stand for it, by the name of its value.
fn with_candidates(command: clap::Command) -> clap::Command {
    let kind = |arg: &clap::Arg| {
        let names = arg.get_value_names().unwrap_or_default();
        let first = names.first().map(ToString::to_string).unwrap_or_default();
        Some(match (first.as_str(), names.len()) {
            ("REF", 2) => Kind::ReferenceOrWorker,
            ("REF", _) => Kind::Reference,
            ("W" | "MARK" | "WORKER" | "FROM" | "TO" | "CODE", _) => Kind::Worker,
            ("EVENT" | "EVENT@WHEN", _) => Kind::Event,
            ("F[=V]", _) => Kind::Fact,
            ("CONCERN", _) => Kind::Concern,
            ("RULE", _) => Kind::Rule,
            ("TEAM", _) => Kind::Team,
            ("ID", _) => Kind::Protocol,
            ("COMMAND", _) => Kind::Topic,
            _ => return None,
        })
    };
    let command = command.mut_args(|arg| match kind(&arg) {
        Some(kind) => arg.add(ArgValueCompleter::new(kind)),
        None => arg,
    });
    let below: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    below.into_iter().fold(command, |command, name| command.mut_subcommand(name, with_candidates))
}

impl ValueCompleter for Kind {
    fn complete(&self, current: &OsStr) -> Vec<CompletionCandidate> {
        let Some(current) = current.to_str() else { return Vec::new() };
        let mut found: Vec<CompletionCandidate> = match self {
            Self::Reference => references(current).into_iter().map(CompletionCandidate::new).collect(),
            Self::Worker => workers(current).into_iter().map(CompletionCandidate::new).collect(),
            Self::ReferenceOrWorker => {
                references(current).into_iter().chain(workers(current)).map(CompletionCandidate::new).collect()
            }
            Self::Topic => {
                let whole = super::parse::whole();
                let names = whole.get_subcommands().map(|below| below.get_name().to_owned());
                names.filter(|name| name.starts_with(current)).map(CompletionCandidate::new).collect()
            }
            _ => self.in_protocols(current),
        };
        found.truncate(MOST);
        found
    }
}

impl Kind {
    fn in_protocols(self, current: &str) -> Vec<CompletionCandidate> {
        let Some(context) = context() else { return Vec::new() };
        let mut found: Vec<CompletionCandidate> = Vec::new();
        if let Self::Protocol = self {
            let ids = context.protocol_ids().unwrap_or_default();
            return ids.into_iter().filter(|id| id.starts_with(current)).map(CompletionCandidate::new).collect();
        }
        // A protocol that cannot be read offers nothing; the command itself says why.
        let ids = context.protocol_ids().unwrap_or_default();
        for protocol in ids.iter().filter_map(|id| context.protocol(id).ok()) {
            for (name, help) in self.names(&protocol, current) {
                if name.starts_with(current) && !found.iter().any(|held| held.get_value() == OsStr::new(&name)) {
                    found.push(CompletionCandidate::new(name).help(Some(help.into())));
                }
            }
        }
        found
    }

    /// Every name of a protocol, with its words.
    fn names(self, protocol: &Arc<Protocol>, current: &str) -> Vec<(String, String)> {
        let vocabulary = &protocol.vocabulary;
        let pair = |id: &str, title: &str| (id.to_owned(), title.to_owned());
        match self {
            Self::Event => vocabulary.events.iter().map(|event| pair(&event.id, &event.title)).collect(),
            Self::Concern => {
                let facts = vocabulary.concerns.iter().map(|concern| pair(&concern.id, &concern.title));
                facts.chain(protocol.teams.iter().map(|team| pair(&team.id, &team.title))).collect()
            }
            Self::Team => protocol.teams.iter().map(|team| pair(&team.id, &team.title)).collect(),
            Self::Rule => {
                let rules = protocol.rules.iter().map(|rule| pair(&rule.id, &rule.title));
                let facts = vocabulary.facts.iter().map(|fact| pair(&fact.id, &fact.question));
                rules.chain(facts).collect()
            }
            Self::Fact => match current.split_once('=') {
                Some((name, _)) => {
                    let fact = vocabulary.fact(name).map(|fact| vocabulary.fact_definition(fact));
                    let choices = fact.map(|fact| fact.choices.clone()).unwrap_or_default();
                    choices.into_iter().map(|choice| (format!("{name}={choice}"), choice)).collect()
                }
                None => vocabulary.facts.iter().map(|fact| pair(&fact.id, &fact.question)).collect(),
            },
            _ => Vec::new(),
        }
    }
}

/// The world of a command without words of its own.
fn context() -> Option<Context> {
    let words = ["yjs", "protocol", "list"].map(Into::into);
    let arguments = super::parse::parse(&words).ok()?;
    Context::new(Global { sample: false, ..arguments.global }).ok()
}

/// References of the store that begin so.
fn references(current: &str) -> BTreeSet<String> {
    folder().and_then(|folder| suggest::references(&folder, current, MOST).ok()).unwrap_or_default()
}

/// Workers of the store that begin so.
fn workers(current: &str) -> BTreeSet<String> {
    folder().and_then(|folder| suggest::workers(&folder, current, MOST).ok()).unwrap_or_default()
}

fn folder() -> Option<PathBuf> {
    let settings = Settings::read().unwrap_or_default();
    crate::store::locate(settings.value(Setting::Store).map(PathBuf::from)).ok()
}
