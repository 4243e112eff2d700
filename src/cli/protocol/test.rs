//! `yjs protocol test`.

use super::folder;
use crate::cli::context::Context;
use crate::domain::condition::RuleIndex;
use crate::domain::trial::{Bench, Coverage, Mutation};
use crate::exit::Exit;
use crate::problem::{Problem, nearest};
use crate::protocol::load::{Source, load};
use crate::protocol::{Protocol, embedded, trials};
use crate::report::protocol::{CheckReport, TestReport, Tested};
use clap::Args;
use std::borrow::Cow;
use std::path::Path;

/// Test a protocol's rules with the cases that it carries
///
/// The cases stand in tests.json beside the rules. Shown are those that come out otherwise than expected, and the rules
/// and branches of conditions that no case reaches. Exits 1 when a case comes out otherwise, 2 when the folder is faulty.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  yjs protocol test\n  yjs protocol test camden --rule camden-7-js-10d\n  yjs protocol test ./my-borough --mutate"
)]
pub(super) struct TestArgs {
    /// A built-in protocol, or a folder that holds protocol.json
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
    let sources = match target {
        Some(target) => vec![source(target)?],
        None => embedded::ids().filter_map(with_trials).collect(),
    };
    let mut protocols = Vec::with_capacity(sources.len());
    for source in &sources {
        match read(source) {
            Ok(read) => protocols.push(read),
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
        let has_file = trials.is_some();
        let mut bench = Bench::new(&protocol, trials.unwrap_or_default())?;
        // A change to one rule may be noticed by a case about another.
        let mutation = args.mutate.then(|| Mutation::new(&protocol, &bench, rule));
        if let Some(rule) = rule {
            bench.keep(rule);
        }
        let differences = bench.run(&protocol)?;
        let coverage = Coverage::new(&protocol, &bench, rule);
        report.add(Tested::new(&protocol, &bench, &differences, &coverage, mutation, has_file));
    }
    context.show(&report)?;
    Ok(if report.fails() { Exit::Finding } else { Exit::Answered })
}

type Read = (Protocol, Option<Vec<trials::Trial>>);

/// The protocol and its cases, or every fault in them.
fn read(source: &Source) -> Result<Read, CheckReport> {
    let faulty = |protocol: Option<&Protocol>, faults| {
        let mut report = CheckReport::new(false, false);
        report.add(source, protocol, faults);
        report
    };
    let protocol = load(embedded::VOCABULARY, source).map_err(|faults| faulty(None, faults))?;
    let trials = trials::load(&protocol, source).map_err(|faults| faulty(Some(&protocol), faults))?;
    Ok((protocol, trials))
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

fn with_trials(id: &'static str) -> Option<Source> {
    let mut source = embedded::source(id)?;
    source.files.extend(embedded::trials(id).map(|text| (trials::FILE.to_owned(), Cow::Borrowed(text))));
    Some(source)
}

fn source(target: &str) -> Result<Source, Problem> {
    if let Some(id) = embedded::ids().find(|id| *id == target)
        && let Some(source) = with_trials(id)
    {
        return Ok(source);
    }
    let path = Path::new(target);
    if path.exists() || target.contains(['/', '\\', '.']) {
        return folder::read(path);
    }
    let known: Vec<&str> = embedded::ids().collect();
    let near = nearest(target, known.iter().copied()).map(|near| format!("did you mean `{near}`? "));
    Err(Problem::usage(format!("`{target}` is neither a built-in protocol nor a folder")).hint(format!(
        "{}the protocols are: {}",
        near.unwrap_or_default(),
        known.join(", ")
    )))
}
