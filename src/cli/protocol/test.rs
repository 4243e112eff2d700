//! `yjs protocol test`.

use crate::cli::context::Context;
use crate::domain::condition::RuleIndex;
use crate::domain::trial::{Bench, Coverage, Mutation};
use crate::exit::Exit;
use crate::problem::{Problem, nearest};
use crate::protocol::load::Source;
use crate::protocol::{Protocol, Rule, embedded, history, trials};
use crate::report::protocol::{CheckReport, TestReport, Tested};
use clap::Args;
use std::borrow::Cow;

/// Test a protocol's rules with its own test cases
///
/// The cases are in tests.json, beside the rules. Shows the cases that fail, and the rules and branches of conditions that
/// no case reaches. Exits 1 if a case fails, and 2 if the folder is faulty.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  yjs protocol test\n  yjs protocol test camden --rule camden-7-js-10d\n  yjs protocol test ./my-borough --mutate"
)]
pub(super) struct TestArgs {
    /// A protocol's id, or a folder that holds protocol.json
    #[arg(value_name = "ID|DIR")]
    target: Option<String>,
    /// Run only the cases that expect something of this rule
    #[arg(long, value_name = "ID")]
    rule: Option<String>,
    /// Change one thing in the rules at a time, and list the changes that no case notices
    #[arg(long)]
    mutate: bool,
}

pub(super) fn run(args: &TestArgs, context: &Context) -> anyhow::Result<Exit> {
    let target = args.target.as_ref().or(context.global.protocol.as_ref());
    let sources: Vec<Source> = super::sources(target, context)?.into_iter().map(with_trials).collect();
    let mut protocols = Vec::with_capacity(sources.len());
    for source in &sources {
        match read(source) {
            Ok(read) => protocols.extend(read),
            Err(report) => {
                context.show(&report)?;
                return Ok(Exit::Partly);
            }
        }
    }
    let rules = wanted(args.rule.as_deref(), &protocols)?;
    let mut report = TestReport::new(context.global.verbose);
    for (Read { protocol, trials, scope }, rule) in protocols.into_iter().zip(rules) {
        // A rule asked for is in one protocol; the others have nothing to say of it.
        if args.rule.is_some() && rule.is_none() {
            continue;
        }
        let has_file = trials.is_some();
        let mut bench = Bench::new(&protocol, trials.unwrap_or_default())?;
        // A change to one rule may be noticed by a case about another.
        let mutation = (args.mutate && matches!(scope, Scope::Whole)).then(|| Mutation::new(&protocol, &bench, rule));
        if let Some(rule) = rule {
            bench.keep(rule);
        }
        let differences = bench.run(&protocol)?;
        let coverage = match &scope {
            Scope::Whole => Coverage::new(&protocol, &bench, rule),
            Scope::Rules(ids) => Coverage::of(
                &protocol,
                &bench,
                |index, held| ids.contains(&held.id) && rule.is_none_or(|rule| rule == index),
                false,
            ),
        };
        let mut tested = Tested::new(&protocol, &bench, &differences, &coverage, mutation, has_file);
        if !protocol.others.is_empty() {
            tested.protocol = format!("{} \"{}\" {}", protocol.id, protocol.edition, protocol.era.words());
        }
        report.add(tested);
    }
    context.show(&report)?;
    Ok(if report.fails() { Exit::Finding } else { Exit::Answered })
}

/// A protocol in one era, with its cases.
struct Read {
    protocol: Protocol,
    trials: Option<Vec<trials::Trial>>,
    scope: Scope,
}

/// What of an era is to be covered by its cases.
enum Scope {
    /// Every rule.
    Whole,
    /// Only these rules: the others are covered in another era, or are of an earlier edition.
    Rules(Vec<String>),
}

/// The protocol and its cases, in each of its eras; or every fault in them.
fn read(source: &Source) -> Result<Vec<Read>, CheckReport> {
    let faulty = |protocol: Option<&Protocol>, faults| {
        let mut report = CheckReport::new(false, false);
        report.add(source, protocol, faults);
        report
    };
    let history = history::read(embedded::VOCABULARY, source);
    if !history.faults.is_empty() {
        return Err(faulty(None, history.faults));
    }
    let mut read = Vec::new();
    for (protocol, source) in history.eras() {
        let trials = trials::load(&protocol, &source).map_err(|faults| faulty(Some(&protocol), faults))?;
        let scope = if source.within.is_empty() { Scope::Whole } else { Scope::Rules(Vec::new()) };
        read.push(Read { protocol, trials, scope });
    }
    // Of the eras of one edition, that with the most cases is to be covered whole; of the others, what is theirs alone.
    let cases = |read: &Read| read.trials.as_ref().map_or(0, Vec::len);
    let wholes = || read.iter().enumerate().filter(|(_, read)| matches!(read.scope, Scope::Whole));
    let main = wholes().max_by_key(|(place, era)| (cases(era), std::cmp::Reverse(*place))).map(|(place, _)| place);
    let Some(main) = main else { return Ok(read) };
    let versions: Vec<_> = read[main].protocol.rules.iter().map(|rule| (rule.id.clone(), rule.in_force)).collect();
    for (_, era) in read.iter_mut().enumerate().filter(|(place, _)| *place != main) {
        if matches!(era.scope, Scope::Whole) {
            let own = |rule: &&Rule| !versions.contains(&(rule.id.clone(), rule.in_force));
            era.scope = Scope::Rules(era.protocol.rules.iter().filter(own).map(|rule| rule.id.clone()).collect());
        }
    }
    Ok(read)
}

/// The rule asked for, in the protocol that has it.
fn wanted(rule: Option<&str>, protocols: &[Read]) -> Result<Vec<Option<RuleIndex>>, Problem> {
    let Some(rule) = rule else { return Ok(vec![None; protocols.len()]) };
    let found: Vec<Option<RuleIndex>> = protocols.iter().map(|read| read.protocol.find_rule(rule)).collect();
    if found.iter().all(Option::is_none) {
        let known = protocols.iter().flat_map(|read| &read.protocol.rules).map(|rule| rule.id.as_str());
        let problem = Problem::usage(format!("no rule is called `{rule}`")).field("rule");
        return Err(match nearest(rule, known) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem.hint("`yjs find WORDS` searches rules"),
        });
    }
    Ok(found)
}

/// Adds the tests that a built-in protocol carries: only this command reads them.
fn with_trials(mut source: Source) -> Source {
    if source.built_in {
        source.files.extend(embedded::trials(&source.name).map(|text| (trials::FILE.to_owned(), Cow::Borrowed(text))));
    }
    source
}
