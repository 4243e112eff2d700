//! `yjs protocol graph`.

use super::dated;
use crate::cli::context::Context;
use crate::exit::Exit;
use crate::problem::{Problem, nearest};
use crate::render::{Format, output};
use crate::report::protocol::{GraphReport, Language, is_shown};
use clap::Args;

/// Draw the rules of a protocol: facts to levels, routes and clocks
///
/// Prints the picture as Mermaid, which many programs show in Markdown, or as DOT for Graphviz. Draws routes, deadlines,
/// escalations and the rules that lead to a level. --all draws every rule; --rule draws one rule and what it depends on.
/// Mermaid draws at most 500 arrows unless you raise its maxEdges; DOT has no such limit.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  yjs protocol graph camden > camden.mmd\n  \
    yjs protocol graph tower_hamlets --language dot | dot -Tsvg > rules.svg\n  \
    yjs protocol graph camden --rule camden-7-js-10d")]
pub(super) struct GraphArgs {
    /// The protocol's id or folder, with @DATE for the rules of that day or @EDITION
    #[arg(value_name = "ID|DIR")]
    id: String,
    /// The language to write the picture in
    #[arg(long, value_name = "LANGUAGE", default_value = "mermaid")]
    language: Language,
    /// Draw only this rule and what it depends on
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
    /// Draw every rule that has a condition
    #[arg(long, conflicts_with = "rule")]
    all: bool,
}

pub(super) fn run(args: &GraphArgs, context: &Context) -> anyhow::Result<Exit> {
    let protocol = dated(&args.id, context)?;
    if let Some(wanted) = &args.rule
        && protocol.find_rule(wanted).is_none()
    {
        let near = nearest(wanted, protocol.rules.iter().map(|rule| rule.id.as_str()));
        let hint = near.map_or("`yjs find WORDS` searches rules".to_owned(), |near| format!("did you mean `{near}`?"));
        return Err(Problem::usage(format!("no rule is called `{wanted}`")).field("--rule").hint(hint).into());
    }
    let report = GraphReport::new(&protocol, |rule| match &args.rule {
        Some(wanted) => rule.id == *wanted,
        None => args.all || is_shown(rule),
    });
    // A picture is text in its own language, unless data are asked for.
    match context.format() {
        Format::Table | Format::Plain => {
            output::to_stdout(&report.written(args.language), &context.style)?;
        }
        Format::Md => {
            let fenced = format!("```{}\n{}```\n", args.language.word(), report.written(args.language));
            output::to_stdout(&fenced, &context.style)?;
        }
        _ => context.show(&report)?,
    }
    Ok(Exit::Answered)
}
