//! `yjs protocol test`.

use crate::cli::context::Context;
use crate::domain::condition::RuleIndex;
use crate::domain::trial::{Bench, Coverage, Mutation};
use crate::exit::Exit;
use crate::problem::{Problem, nearest};
use crate::protocol::load::Source;
use crate::protocol::{Protocol, embedded, history, trials};
use crate::report::protocol::{CheckReport, TestReport, Tested};
use clap::Args;
use std::borrow::Cow;

/// Test a protocol's rules with the cases that it carries
///
/// The cases stand in tests.json beside the rules. Shown are those that come out otherwise than expected, and the rules
/// and branches of conditions that no case reaches. Exits 1 when a case comes out otherwise, 2 when the folder is faulty.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  yjs protocol test\n  yjs protocol test camden --rule camden-7-js-10d\n  yjs protocol test ./my-borough --mutate"
)]
pub(super) struct TestArgs {
    /// A protocol's id, or a folder that holds protocol.json
    #[arg(value_name = "ID|DIR")]
    target: Option<String>,
    /// Only the cases that expect something of this rule
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
    for ((protocol, trials), rule) in protocols.into_iter().zip(rules) {
        // A rule asked for is in one protocol; the others have nothing to say of it.
        if args.rule.is_some() && rule.is_none() {
            continue;
        }
        let named = |trial: &trials::Trial| rule.is_none_or(|rule| trial.rules.iter().any(|(named, _)| *named == rule));
        let has_file = trials.is_some();
        let cases = trials.unwrap_or_default().into_iter().filter(named).collect();
        let bench = Bench::new(&protocol, cases)?;
        let differences = bench.run(&protocol)?;
        let coverage = Coverage::new(&protocol, &bench, rule);
        let mutation = args.mutate.then(|| Mutation::new(&protocol, &bench, rule));
        report.add(Tested::new(&protocol, &bench, &differences, &coverage, mutation, has_file));
    }
    context.show(&report)?;
    Ok(if report.fails() { Exit::Finding } else { Exit::Answered })
}

type Read = (Protocol, Option<Vec<trials::Trial>>);

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
        read.push((protocol, trials));
    }
    Ok(read)
}

/// The rule asked for, in the protocol that has it.
fn wanted(rule: Option<&str>, protocols: &[Read]) -> Result<Vec<Option<RuleIndex>>, Problem> {
    let Some(rule) = rule else { return Ok(vec![None; protocols.len()]) };
    let found: Vec<Option<RuleIndex>> = protocols.iter().map(|(protocol, _)| protocol.find_rule(rule)).collect();
    if found.iter().all(Option::is_none) {
        let known = protocols.iter().flat_map(|(protocol, _)| &protocol.rules).map(|rule| rule.id.as_str());
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
    if source.is_built_in() {
        source.files.extend(embedded::trials(&source.name).map(|text| (trials::FILE.to_owned(), Cow::Borrowed(text))));
    }
    source
}
